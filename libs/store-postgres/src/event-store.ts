import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import {
  type Appended,
  type AppendOutcome,
  AppendsUnderWay,
  assertWithinLimits,
  type EventStore,
  type Head,
  LOG_START,
  type Position,
  type Queue,
  type RecordedEvent,
  type Revision,
  STORE_LIMITS,
  StoreUnavailableError,
  type StreamSlice,
  type StreamWrite,
} from '#eventsourcing';
import { type EncodedAppend, encodeAppend, sendBatch } from './append-batch.js';
import { CONNECTION_LIMITS, connect, createPool, poolQueues } from './connection.js';
import { clockBehind, codeOf, isPassing, unavailable } from './faults.js';
import { EVENT_COLUMNS, type EventRow, eventOf, LOG_TYPES } from './rows.js';
import { Wake } from './wake.js';

export const POSTGRES_STORE_LIMITS = {
  /** Appends that go to the server in one statement. */
  maxBatchAppends: 256,
  maxBatchEvents: STORE_LIMITS.maxEventsPerAppend,
  /** Characters of data and metadata in one statement; a larger append travels alone. */
  maxBatchCharacters: 8 * 1024 * 1024,
  /** What may wait in this process; the next append is refused with StoreUnavailableError, nothing sent. */
  maxQueuedAppends: 20_000,
  maxQueuedCharacters: 256 * 1024 * 1024,
  /** A statement whose outcome is unknown is sent again after each of these; then the callers are told. */
  retryDelaysMs: [20, 50, 100, 250, 500, 1_000, 2_000, 4_000],
  /** No retry is begun later than this after the first attempt. */
  maxRetryingMs: 60_000,
  /** The server gives a statement up after this long. */
  statementTimeoutMs: 30_000,
  /** We give a statement up after this long, appends and reads alike: the network may have swallowed the answer. */
  answerTimeoutMs: 35_000,
  maxReadConnections: 5,
} as const;

export interface PostgresEventStoreOptions {
  /** A database whose schema is up to date: see openDatabase and migrate. */
  readonly url: string;
  /**
   * Gives the time to record, ISO-8601 UTC, in place of the server's clock: for demonstration stores whose year is
   * played. It still never goes back.
   */
  readonly clock?: () => string;
}

interface QueuedAppend extends EncodedAppend {
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** No plan of ours may rest on statistics that were taken when the log was short: every look-up has its index. */
const PLANS =
  'set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off';
const SESSION = `set timezone = 'UTC'; set datestyle = 'ISO'; set statement_timeout = ${POSTGRES_STORE_LIMITS.statementTimeoutMs}`;

const UNIQUE_VIOLATION = '23505';

/** The widest revision that the column holds. */
const LAST_REVISION = 2 ** 31 - 1;

/**
 * The log in PostgreSQL. Appends queue in the process and go out in batches, one batch in flight: while one is being
 * made durable the next one gathers, so that all callers of the moment share a commit.
 */
export class PostgresEventStore implements EventStore {
  readonly positions = 'gapless';
  private readonly reader: pg.Pool;
  private readonly wake: Wake;
  private writer: pg.Client | undefined;
  private readonly queue: QueuedAppend[] = [];
  private queuedCharacters = 0;
  private readonly underWay = new AppendsUnderWay();
  private draining: Promise<void> | undefined;
  private readonly closing = new AbortController();
  /** Of appends whose answer does not come. */
  private readonly givingUp = new AbortController();

  constructor(private readonly options: PostgresEventStoreOptions) {
    this.reader = createPool(options.url, {
      name: 'anjuan-log-read',
      max: POSTGRES_STORE_LIMITS.maxReadConnections,
      // Reads and notifications need no durable commit.
      session: `${SESSION}; ${PLANS}; set synchronous_commit = off`,
      answerTimeoutMs: POSTGRES_STORE_LIMITS.answerTimeoutMs,
    });
    this.wake = new Wake(options.url, this.reader);
  }

  async append(writes: readonly StreamWrite[], { commandId }: { readonly commandId: string }): Promise<AppendOutcome> {
    assertWithinLimits(writes);
    return this.underWay.once(commandId, () => this.enqueue(encodeAppend(commandId, writes)));
  }

  async outcomeOf(commandId: string): Promise<Appended | undefined> {
    return (await this.outcomesOf([commandId])).get(commandId);
  }

  async readStream(stream: string, from: Revision = 0, to: Revision = LAST_REVISION): Promise<RecordedEvent[]> {
    const rows = await this.read<EventRow>(
      'anjuan-stream',
      `select ${EVENT_COLUMNS} from anjuan.events e
       where e.stream = $1 and e.revision >= $2 and e.revision <= $3 order by e.revision`,
      [stream, Math.min(from, LAST_REVISION), Math.min(to, LAST_REVISION)],
    );
    return rows.map(eventOf);
  }

  async readStreams(slices: readonly StreamSlice[]): Promise<RecordedEvent[][]> {
    if (slices.length === 0) return [];
    const rows = await this.read<[...EventRow, number]>(
      'anjuan-streams',
      `select ${EVENT_COLUMNS}, s.n
       from unnest($1::text[], $2::integer[]) with ordinality as s (stream, first, n)
       cross join lateral (
         select * from anjuan.events x where x.stream = s.stream and x.revision >= s.first order by x.revision
       ) e
       order by s.n, e.revision`,
      [slices.map(({ stream }) => stream), slices.map(({ from }) => Math.min(from ?? 0, LAST_REVISION))],
    );
    const answer: RecordedEvent[][] = slices.map(() => []);
    for (const row of rows) answer[row[9] - 1]!.push(eventOf(row.slice(0, 9) as EventRow));
    return answer;
  }

  async readAll(after: Position, limit: number, types?: ReadonlySet<string>): Promise<RecordedEvent[]> {
    if (types !== undefined) return this.readTypes(after, Math.min(limit, STORE_LIMITS.maxReadBatch), types);
    const rows = await this.read<EventRow>(
      'anjuan-all',
      `select ${EVENT_COLUMNS} from anjuan.events e where e.position > $1 order by e.position limit $2`,
      [after, Math.min(limit, STORE_LIMITS.maxReadBatch)],
    );
    return rows.map(eventOf);
  }

  /** Positions are gapless: a page ends where its length says, or where the log does. */
  private async readTypes(after: Position, limit: number, types: ReadonlySet<string>): Promise<RecordedEvent[]> {
    const rows = await this.read<EventRow>(
      'anjuan-types',
      `select ${EVENT_COLUMNS} from anjuan.events e,
         (select least($1::bigint + $2, max(h.position)) as position from anjuan.events h) last
       where e.position > $1 and e.position <= last.position and (e.type = any($3) or e.position = last.position)
       order by e.position`,
      [Math.min(after, Number.MAX_SAFE_INTEGER - limit), limit, [...types]],
    );
    return rows.map(eventOf);
  }

  async head(): Promise<Head> {
    const [row] = await this.read<[number, string]>(
      'anjuan-head',
      'select e.position, e.recorded_at from anjuan.events e order by e.position desc limit 1',
      [],
    );
    return row ? { position: row[0], recordedAt: row[1] } : { position: LOG_START };
  }

  /** What waits to be appended, and who reads. */
  queues(): Queue[] {
    const { maxQueuedAppends, maxQueuedCharacters } = POSTGRES_STORE_LIMITS;
    return [
      { name: 'appends', held: this.queue.length, limit: maxQueuedAppends },
      { name: 'append-characters', held: this.queuedCharacters, limit: maxQueuedCharacters },
      ...poolQueues(this.reader, 'log-connections'),
    ];
  }

  onAppended(listener: () => void): () => void {
    return this.wake.listen(listener);
  }

  /** Ends after the appends under way have their outcome; those of a server that is away or hangs are given up. */
  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    const limit = setTimeout(() => this.givingUp.abort(), CONNECTION_LIMITS.endTimeoutMs);
    await this.draining;
    clearTimeout(limit);
    this.dropWriter();
    await Promise.all([this.wake.close(), this.reader.end()]);
  }

  private enqueue(append: EncodedAppend): Promise<AppendOutcome> {
    const limits = POSTGRES_STORE_LIMITS;
    if (this.closing.signal.aborted) return Promise.reject(new StoreUnavailableError('the store is closed'));
    if (
      this.queue.length >= limits.maxQueuedAppends ||
      (this.queue.length > 0 && this.queuedCharacters + append.characters > limits.maxQueuedCharacters)
    )
      return Promise.reject(new StoreUnavailableError(`${this.queue.length} appends are waiting; nothing was sent`));
    return new Promise((resolve, reject) => {
      this.queue.push({ ...append, resolve, reject });
      this.queuedCharacters += append.characters;
      // Not at once: what is appended in the same turn goes out in the same batch.
      this.draining ??= Promise.resolve().then(() => this.drain());
    });
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) await this.settle(this.nextBatch());
    this.draining = undefined;
  }

  private nextBatch(): QueuedAppend[] {
    const limits = POSTGRES_STORE_LIMITS;
    let count = 0;
    let events = 0;
    let characters = 0;
    while (count < this.queue.length && count < limits.maxBatchAppends) {
      const next = this.queue[count]!;
      events += next.data.length;
      characters += next.characters;
      if (count > 0 && (events > limits.maxBatchEvents || characters > limits.maxBatchCharacters)) break;
      count += 1;
    }
    const batch = this.queue.splice(0, count);
    for (const append of batch) this.queuedCharacters -= append.characters;
    return batch;
  }

  /** Gives every append of the batch its outcome or its error; never throws. */
  private async settle(batch: readonly QueuedAppend[], isSecondTry = false): Promise<void> {
    let wasSent = false;
    try {
      const outcomes = await this.retrying(async () => {
        const writer = await this.connectedWriter();
        wasSent = true;
        const decided = await sendBatch(writer, batch, this.options.clock?.());
        const known = batch.filter((_, index) => decided[index] === 'known').map(({ commandId }) => commandId);
        const first = known.length > 0 ? await this.outcomesOf(known) : undefined;
        return decided.map((outcome, index) => {
          if (outcome !== 'known') return outcome;
          const earlier = first?.get(batch[index]!.commandId);
          if (!earlier) throw new Error(`no events of command ${batch[index]!.commandId}`);
          return earlier;
        });
      });
      if (outcomes.some((outcome) => outcome.kind === 'appended' && !outcome.replayed)) this.wake.appended();
      for (const [index, append] of batch.entries()) append.resolve(outcomes[index]!);
    } catch (error) {
      // Another process carried out one of the commands just before us: now it is known.
      if (codeOf(error) === UNIQUE_VIOLATION && !isSecondTry) return this.settle(batch, true);
      const behind = clockBehind(error);
      if (behind) {
        for (const append of batch) append.reject(behind);
        return;
      }
      if (error instanceof StoreUnavailableError) {
        const told = new StoreUnavailableError(error.message, { cause: error.cause, isOutcomeUnknown: wasSent });
        for (const append of batch) append.reject(told);
        return;
      }
      if (batch.length === 1) return batch[0]!.reject(error);
      // Something in the batch that PostgreSQL refuses. Nothing was written: each goes alone, with a second try of its
      // own, and only the culprit fails.
      for (const append of batch) await this.settle([append]);
    }
  }

  /**
   * Runs a statement that may be repeated, again and again while its outcome is unknown. Each attempt starts from a new
   * connection; an earlier one may still be running on the server, and then holds the lock until it is decided.
   */
  private async retrying<T>(attempt: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + POSTGRES_STORE_LIMITS.maxRetryingMs;
    for (let retry = 0; ; retry++) {
      try {
        return await attempt();
      } catch (error) {
        if (!isPassing(error)) throw error;
        this.dropWriter();
        const wait = POSTGRES_STORE_LIMITS.retryDelaysMs[retry];
        if (wait === undefined || Date.now() + wait > deadline || this.closing.signal.aborted) throw unavailable(error);
        await delay(wait, undefined, { signal: this.closing.signal }).catch(() => {});
      }
    }
  }

  private async connectedWriter(): Promise<pg.Client> {
    if (this.writer) return this.writer;
    // Whatever keeps us from connecting, it is not the batch: the next attempt may find the server in order.
    const client = await connect(this.options.url, {
      name: 'anjuan-log-append',
      session: `${SESSION}; set synchronous_commit = on`,
      answerTimeoutMs: POSTGRES_STORE_LIMITS.answerTimeoutMs,
      signal: this.givingUp.signal,
    }).catch((error: unknown) => {
      throw unavailable(error);
    });
    const forget = () => {
      if (this.writer === client) this.writer = undefined;
    };
    client.on('error', forget).on('end', forget);
    this.writer = client;
    return client;
  }

  /** Not waited for: the far side of a dead network never answers a farewell. */
  private dropWriter(): void {
    this.writer?.end().catch(() => {});
    this.writer = undefined;
  }

  private async outcomesOf(commandIds: readonly string[]): Promise<Map<string, Appended>> {
    const rows = await this.read<[string, string, number, number, string]>(
      'anjuan-outcomes',
      `select c.id, e.stream, max(e.revision), f.position + f.append_size - 1, f.recorded_at
       from unnest($1::uuid[]) as c (id)
       cross join lateral (
         select * from anjuan.events x where x.id = c.id and x.append_ordinal = 0 limit 1
       ) f
       cross join lateral (
         select * from anjuan.events x where x.position >= f.position and x.position < f.position + f.append_size
       ) e
       group by 1, 2, 4, 5 order by min(e.position)`,
      [commandIds],
    );
    const outcomes = new Map<string, Appended & { readonly revisions: Map<string, Revision> }>();
    for (const [id, stream, revision, position, recordedAt] of rows) {
      const known = outcomes.get(id);
      if (known) known.revisions.set(stream, revision);
      else {
        const revisions = new Map([[stream, revision]]);
        outcomes.set(id, { kind: 'appended', revisions, position, recordedAt, replayed: true });
      }
    }
    return outcomes;
  }

  private async read<Row extends unknown[]>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    for (let retry = 0; ; retry++) {
      try {
        const { rows } = await this.reader.query<Row>({ name, text, values, rowMode: 'array', types: LOG_TYPES });
        return rows;
      } catch (error) {
        if (!isPassing(error)) throw error;
        const wait = POSTGRES_STORE_LIMITS.retryDelaysMs[retry];
        if (wait === undefined || this.closing.signal.aborted) throw unavailable(error);
        await delay(wait, undefined, { signal: this.closing.signal }).catch(() => {});
      }
    }
  }
}
