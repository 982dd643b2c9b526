import { setTimeout as delay } from 'node:timers/promises';
import { type CallOptions, Metadata } from '@grpc/grpc-js';
import { KurrentDBClient, type RecordedEvent, type ResolvedEvent } from '@kurrent/kurrentdb-client';
import {
  InvalidKurrentUrlError,
  KurrentAuthenticationError,
  KurrentSetupError,
  KurrentTooOldError,
  KurrentUnreachableError,
} from './errors.js';
import { messageOf, troubleOf, unavailable } from './faults.js';

export const KURRENT_CONNECTION_LIMITS = {
  /** Longest wait for the first answer of a server. */
  connectTimeoutMs: 10_000,
  /** A node gives an append this long, unless the url says otherwise (`defaultDeadline`). */
  answerTimeoutMs: 30_000,
  /** A read that gives nothing for so long is given up. */
  readTimeoutMs: 30_000,
  /** A read that failed on the way is begun again after each of these. */
  readRetryDelaysMs: [20, 100, 500, 1_000, 2_000],
} as const;

/** The addresses that the client takes, without the one that it calls deprecated. */
const URL_FORM = /^(kurrentdb|kurrent|kdb)(\+discover)?:\/\/./;

/** What of the client is not in its public types: how a call is made, the channel, what the server can do. */
interface Inside {
  callArguments: (...parameters: unknown[]) => [Metadata, CallOptions];
  getChannel(): Promise<{ close(): void }>;
  readonly capabilities: Promise<{ readonly serverVersion: string; supports(method: { path: string }): boolean }>;
}

const APPEND_RECORDS = '/kurrentdb.protocol.v2.streams.StreamsService/AppendRecords';

/** Asks for answers as they are. The client of gRPC takes gzip as well, and to unpack a hundred bytes costs more than to send them. */
class PlainAnswers extends Metadata {
  override set(key: string, value: string | Buffer): void {
    super.set(key, key === 'grpc-accept-encoding' ? 'identity' : value);
  }

  override clone(): Metadata {
    const copy = new PlainAnswers(this.getOptions());
    copy.merge(this);
    return copy;
  }
}

/** One client after the other: a node that does not lead any more is left for a client that looks for the leader. */
export class KurrentConnection {
  private current: { readonly client: KurrentDBClient; readonly left: AbortController } | undefined;
  private readonly closing: Promise<void>[] = [];
  private isClosed = false;

  /** Throws InvalidKurrentUrlError. */
  constructor(private readonly url: string) {
    if (!URL_FORM.test(url)) throw new InvalidKurrentUrlError();
    this.open();
  }

  get client(): KurrentDBClient {
    return this.open().client;
  }

  /** Aborted when the present client is left. */
  get left(): AbortSignal {
    return this.open().left.signal;
  }

  /** Leaves a client for a new one, unless somebody has done so before. What is under way on it has an unknown outcome. */
  leave(client: KurrentDBClient): void {
    if (this.current?.client !== client) return;
    const { left } = this.current;
    this.current = undefined;
    this.closing.push(end(client));
    left.abort();
  }

  /** The events of one read. Begun again while the trouble is the network's or another node leads; then StoreUnavailableError. */
  async read(open: (client: KurrentDBClient) => AsyncIterable<ResolvedEvent>): Promise<RecordedEvent[]> {
    for (let retry = 0; ; retry++) {
      const { client } = this;
      try {
        return await collected(open(client));
      } catch (error) {
        const trouble = troubleOf(error);
        if (trouble === 'refused') throw error;
        const wait = KURRENT_CONNECTION_LIMITS.readRetryDelaysMs[retry];
        if (trouble === 'denied' || wait === undefined || this.isClosed) throw unavailable(error);
        // Reads do not look for another node by themselves when theirs has gone.
        if (trouble === 'astray' || retry > 0) this.leave(client);
        await delay(wait);
      }
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.current) this.leave(this.current.client);
    await Promise.all(this.closing);
  }

  private open() {
    if (this.isClosed) throw unavailable(new Error('the store is closed'));
    this.current ??= { client: clientOf(this.url), left: new AbortController() };
    return this.current;
  }
}

export interface OpenKurrentOptions {
  readonly url: string;
  readonly signal?: AbortSignal | undefined;
}

/** Whether the server can be used: it answers, lets us read, and is not too old. Throws a KurrentSetupError. */
export async function checkKurrent({ url, signal }: OpenKurrentOptions): Promise<void> {
  const connection = new KurrentConnection(url);
  const place = placeOf(url);
  const { promise: late, reject: giveUp } = Promise.withResolvers<never>();
  const limit = setTimeout(
    () => giveUp(new KurrentUnreachableError(place, '没有应答')),
    KURRENT_CONNECTION_LIMITS.connectTimeoutMs,
  );
  const stop = () => giveUp(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    signal?.throwIfAborted();
    await Promise.race([late, check(connection, place)]);
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener('abort', stop);
    await connection.close();
  }
}

async function check(connection: KurrentConnection, place: string): Promise<void> {
  try {
    const capabilities = await inside(connection.client).capabilities;
    if (!capabilities.supports({ path: APPEND_RECORDS }))
      throw new KurrentTooOldError(place, capabilities.serverVersion);
    for await (const _ of connection.client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 }));
  } catch (error) {
    if (error instanceof KurrentSetupError) throw error;
    if (troubleOf(error) === 'denied') throw new KurrentAuthenticationError(place);
    throw new KurrentUnreachableError(place, messageOf(error));
  }
}

/** The nodes of a url, without user and password. */
function placeOf(url: string): string {
  return url
    .replace(/^[^:]*:\/\//, '')
    .replace(/^[^/?]*@/, '')
    .replace(/[/?].*$/, '');
}

function clientOf(url: string): KurrentDBClient {
  const withDeadline = /[?&]defaultDeadline=/i.test(url)
    ? url
    : `${url}${url.includes('?') ? '&' : '?'}defaultDeadline=${KURRENT_CONNECTION_LIMITS.answerTimeoutMs}`;
  let client: KurrentDBClient;
  try {
    client = KurrentDBClient.connectionString(withDeadline);
  } catch {
    throw new InvalidKurrentUrlError();
  }
  const parts = inside(client);
  const { callArguments } = parts;
  parts.callArguments = (...parameters) => {
    const [metadata, options] = callArguments(...parameters);
    const plain = new PlainAnswers(metadata.getOptions());
    plain.merge(metadata);
    return [plain, options];
  };
  return client;
}

/** Its `dispose` leaves the channel open, which keeps the process from ending. */
async function end(client: KurrentDBClient): Promise<void> {
  await client.dispose();
  // While it still looks for a leader there may be no channel.
  const channel = await inside(client)
    .getChannel()
    .catch(() => undefined);
  channel?.close();
}

function inside(client: KurrentDBClient): Inside {
  return client as unknown as Inside;
}

/** All events of a read; rejects when none comes for `readTimeoutMs`. The read itself cannot be cancelled. */
function collected(read: AsyncIterable<ResolvedEvent>): Promise<RecordedEvent[]> {
  return new Promise((resolve, reject) => {
    const events: RecordedEvent[] = [];
    let seen = -1;
    const watch = setInterval(() => {
      if (events.length === seen) reject(unavailable(new Error('no answer to a read')));
      seen = events.length;
    }, KURRENT_CONNECTION_LIMITS.readTimeoutMs);
    const work = async () => {
      for await (const { event } of read) if (event) events.push(event);
    };
    work()
      .then(() => resolve(events), reject)
      .finally(() => clearInterval(watch));
  });
}
