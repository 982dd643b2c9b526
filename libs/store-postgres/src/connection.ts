import pg from 'pg';
import {
  DatabaseAuthenticationError,
  DatabaseMissingError,
  DatabaseUnreachableError,
  InvalidDatabaseUrlError,
} from './errors.js';
import { codeOf, messageOf } from './faults.js';

export const CONNECTION_LIMITS = {
  /** Longest wait for a connection to be made, sign-in included. */
  connectTimeoutMs: 5_000,
  /** Connections of a pool. */
  maxPoolConnections: 10,
} as const;

/** How every connection of ours is made. Throws InvalidDatabaseUrlError. */
export function connectionConfig(url: string, applicationName = 'anjuan'): pg.ClientConfig {
  let protocol: string;
  try {
    protocol = new URL(url).protocol;
  } catch {
    throw new InvalidDatabaseUrlError();
  }
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') throw new InvalidDatabaseUrlError();
  return {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECTION_LIMITS.connectTimeoutMs,
    keepAlive: true,
  };
}

/** One connection, or one sentence why not (a DatabaseSetupError). The caller ends it. */
export async function connect(url: string, applicationName?: string): Promise<pg.Client> {
  const client = new pg.Client(connectionConfig(url, applicationName));
  // Without a listener a connection that breaks while idle would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw explained(error, client);
  }
}

export interface PoolOptions {
  readonly max?: number;
  readonly name?: string;
  /** SQL that is run on each connection before it is handed out. */
  readonly session?: string;
  /** A statement without an answer fails after this long, and its connection is thrown away; default never. */
  readonly answerTimeoutMs?: number;
}

export function createPool(url: string, options: PoolOptions = {}): pg.Pool {
  const { session, answerTimeoutMs } = options;
  const pool = new pg.Pool({
    ...connectionConfig(url, options.name),
    max: options.max ?? CONNECTION_LIMITS.maxPoolConnections,
    ...(answerTimeoutMs === undefined ? {} : { query_timeout: answerTimeoutMs }),
    ...(session === undefined ? {} : { onConnect: (client: pg.ClientBase) => client.query(session) }),
  });
  pool.on('error', () => {});
  return pool;
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
