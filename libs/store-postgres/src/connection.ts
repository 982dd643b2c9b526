import pg from 'pg';
import { defined, endsWithin, type Queue, StoreUnavailableError } from '#eventsourcing';
import {
  DatabaseAuthenticationError,
  DatabaseMissingError,
  DatabaseUnreachableError,
  InvalidDatabaseUrlError,
} from './errors.js';
import { codeOf, messageOf, said, unavailable } from './faults.js';

/* Every connection to PostgreSQL is made here: it ends when it is told to, and says itself when the database is away. */

export const CONNECTION_LIMITS = {
  /** Longest wait for a connection to be made, sign-in included, and for one of a pool to come free. */
  connectTimeoutMs: 5_000,
  /** Connections of a pool. */
  maxPoolConnections: 10,
  /** Who may wait for a connection of a pool; the next one is told to come again. */
  maxPoolWaiting: 2_000,
  /** A pool that ends waits this long for what is lent out of it; a far side that hangs gives nothing back. */
  endTimeoutMs: 1_000,
} as const;

export interface ConnectOptions {
  readonly name?: string;
  /** SQL that is run on the connection before it is handed out. */
  readonly session?: string;
  /** A statement without an answer fails after this long, and its connection is of no more use; default never. */
  readonly answerTimeoutMs?: number;
}

export interface PoolOptions extends ConnectOptions {
  readonly max?: number;
}

/**
 * One connection, or one sentence why not (a DatabaseSetupError). The caller ends it; `signal` ends it at once, also
 * while it is being made.
 */
export async function connect(
  url: string,
  { signal, session, ...options }: ConnectOptions & { readonly signal?: AbortSignal | undefined } = {},
): Promise<pg.Client> {
  const connection = new Connection(configuration(url, options));
  const end = () => connection.abandon();
  signal?.addEventListener('abort', end, { once: true });
  connection.once('end', () => signal?.removeEventListener('abort', end));
  try {
    signal?.throwIfAborted();
    await connection.connect();
    if (session !== undefined) await connection.query(session);
    return connection;
  } catch (error) {
    connection.abandon();
    throw explained(error, connection);
  }
}

/**
 * Connections that are made when they are needed. What keeps us from having one is a StoreUnavailableError. The pool ends
 * within `endTimeoutMs`.
 */
export function createPool(url: string, { session, ...options }: PoolOptions = {}): pg.Pool {
  const open = new Set<Connection>();
  class Lent extends Connection {
    constructor(config?: pg.ClientConfig) {
      super(config);
      open.add(this);
      this.once('end', () => open.delete(this));
    }
  }
  const pool = new pg.Pool({
    ...configuration(url, options),
    Client: Lent,
    max: options.max ?? CONNECTION_LIMITS.maxPoolConnections,
    ...(session === undefined ? {} : { onConnect: (client: pg.ClientBase) => client.query(session) }),
  });
  pool.on('error', () => {});
  // Whoever still waits for a connection when the pool has ended would wait for ever: pg tells him nothing.
  const waiting = new Set<(error: unknown) => void>();
  const assertRoom = () => {
    if (pool.waitingCount >= CONNECTION_LIMITS.maxPoolWaiting)
      throw new StoreUnavailableError(`${pool.waitingCount} wait for a connection; nothing was sent`);
  };
  const over = () => {
    for (const fail of waiting) fail(new StoreUnavailableError('the pool has ended'));
  };
  pool.connect = waitingIn(waiting, assertRoom, saying(pool.connect.bind(pool), unavailable));
  pool.query = waitingIn(waiting, assertRoom, saying(pool.query.bind(pool), said));
  const end: () => Promise<void> = pool.end.bind(pool);
  pool.end = async () => {
    // Whoever was lent a connection and never gives it back holds nobody up.
    await endsWithin(end(), CONNECTION_LIMITS.endTimeoutMs);
    for (const connection of open) connection.abandon();
    over();
  };
  return pool;
}

/** The connections of a pool, and who waits for one. */
export function poolQueues(pool: pg.Pool, name: string): Queue[] {
  const { totalCount, idleCount, waitingCount } = pool;
  return [
    { name, held: totalCount - idleCount, limit: pool.options.max },
    { name: `${name}-waiting`, held: waitingCount, limit: CONNECTION_LIMITS.maxPoolWaiting },
  ];
}

function configuration(url: string, { name = 'anjuan', answerTimeoutMs }: ConnectOptions): pg.ClientConfig {
  let protocol: string;
  try {
    protocol = new URL(url).protocol;
  } catch {
    throw new InvalidDatabaseUrlError();
  }
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') throw new InvalidDatabaseUrlError();
  return {
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: CONNECTION_LIMITS.connectTimeoutMs,
    keepAlive: true,
    ...defined({ query_timeout: answerTimeoutMs }),
  };
}

/** Says itself when the database is away. */
class Connection extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.query = saying(this.query.bind(this), said);
    // Whoever has it learns with his next statement that it broke between two; without a listener the process would end.
    this.on('error', () => {});
  }

  /**
   * Ends at once, whatever it is in the middle of and whether the far side answers or not. Never `end` while it is being
   * made: when the server then closes the connection, pg does not settle `connect`, and who waits for it waits for ever.
   */
  abandon(): void {
    this.connection.stream.destroy();
  }
}

/** A function of pg, which answers with a promise or calls back, with its errors as we say them. */
function saying<Call>(call: Call, say: (error: unknown) => unknown): Call {
  const plain = call as (...parameters: unknown[]) => unknown;
  const speaking = (...parameters: unknown[]): unknown => {
    const callback = parameters.at(-1);
    if (typeof callback === 'function')
      return plain(...parameters.slice(0, -1), (error: unknown, ...rest: unknown[]) =>
        callback(error ? say(error) : error, ...rest),
      );
    const answer = plain(...parameters);
    if (!(answer instanceof Promise)) return answer;
    return answer.catch((error: unknown) => {
      throw say(error);
    });
  };
  return speaking as Call;
}

/** A function that answers with a promise, or calls back; whoever waits for its promise can be told that he waits in vain. */
function waitingIn<Call>(waiting: Set<(error: unknown) => void>, assertRoom: () => void, call: Call): Call {
  const plain = call as (...parameters: unknown[]) => unknown;
  const entered = (...parameters: unknown[]): unknown => {
    if (typeof parameters.at(-1) === 'function') return plain(...parameters);
    return new Promise((resolve, reject) => {
      assertRoom();
      const answer = plain(...parameters) as Promise<unknown>;
      waiting.add(reject);
      answer.then(resolve, reject).finally(() => waiting.delete(reject));
    });
  };
  return entered as Call;
}

function explained(error: unknown, client: pg.Client): unknown {
  const place = `${client.host}:${client.port}`;
  const code = codeOf(error);
  const reason = messageOf(error);
  if (code === '28P01' || code === '28000' || code === '42501' || /password must be a string|SASL/.test(reason))
    return new DatabaseAuthenticationError(place, client.user ?? '');
  if (code === '3D000') return new DatabaseMissingError(place, client.database ?? '');
  return new DatabaseUnreachableError(place, reason);
}
