import { setTimeout as delay } from 'node:timers/promises';
import type { AppendConsistencyViolationError } from '@kurrent/kurrentdb-client';
import {
  type Appended,
  type AppendOutcome,
  AppendsUnderWay,
  assertWithinLimits,
  type EventStore,
  type Head,
  InvalidAppendError,
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
import { PreparedAppend } from './append.js';
import { KurrentClock } from './clock.js';
import { KurrentConnection } from './connection.js';
import { fateOf, troubleOf, typeOf, unavailable } from './faults.js';
import { Lanes } from './lanes.js';
import { LogReader } from './log-reader.js';
import { StreamNames } from './records.js';
import { Slots } from './slots.js';
import { Wake } from './wake.js';

export const KURRENT_STORE_LIMITS = {
  /** Appends on their way to the server at once. */
  maxAppendsInFlight: 64,
  /** What may wait in this process; the next append is refused with StoreUnavailableError, nothing sent. */
  maxQueuedAppends: 20_000,
  maxQueuedCharacters: 256 * 1024 * 1024,
  /** An append whose outcome is unknown, or that found no leader, is sent again after each of these; then the callers are told. */
  retryDelaysMs: [20, 50, 100, 250, 500, 1_000, 2_000, 4_000, 8_000],
  /** No retry is begun later than this after the first attempt. */
  maxRetryingMs: 60_000,
  /** An append that always comes a moment too late for the clock is given up after so many times. */
  maxClockRetries: 200,
  /** A store that closes waits this long for what is under way. */
  endTimeoutMs: 1_000,
} as const;

export interface KurrentEventStoreOptions {
  /** Of a server that `checkKurrent` has found fit. */
  readonly url: string;
  /** Gives the time to record, ISO-8601 UTC, in place of this machine's: for a year that is played. It never goes back. */
  readonly clock?: () => string;
  /** A prefix of all streams, where several logs share a cluster; then each of them needs one. */
  readonly namespace?: string;
}

/**
 * The log in KurrentDB: a stream for each of ours, under its own name, and each append one `appendRecords`, atomic with
 * its checks. What that does and costs stands in docs/decisions/0007.
 */
export class KurrentEventStore implements EventStore {
  readonly positions = 'ordered';
  private readonly connection: KurrentConnection;
  private readonly names: StreamNames;
  private readonly log: LogReader;
  private readonly clock: KurrentClock;
  private readonly wake: Wake;
  private readonly lanes = new Lanes();
  private readonly slots = new Slots(KURRENT_STORE_LIMITS.maxAppendsInFlight);
  private queuedAppends = 0;
  private queuedCharacters = 0;
  private readonly underWay = new AppendsUnderWay();
  private readonly closing = new AbortController();
  /** Of appends whose answer does not come. */
  private readonly givingUp = new AbortController();

  /** Throws InvalidKurrentUrlError. */
  constructor({ url, clock, namespace }: KurrentEventStoreOptions) {
    this.connection = new KurrentConnection(url);
    this.names = new StreamNames(namespace);
    this.log = new LogReader(this.connection, this.names);
    this.clock = new KurrentClock(() => this.log.lastTick(), clock);
    this.wake = new Wake(this.connection, this.names);
  }

  async append(writes: readonly StreamWrite[], { commandId }: { readonly commandId: string }): Promise<AppendOutcome> {
    assertWithinLimits(writes);
    return this.underWay.once(commandId, () => this.enqueue(new PreparedAppend(commandId, writes, this.names)));
  }

  outcomeOf(commandId: string): Promise<Appended | undefined> {
    return this.log.outcomeOf(commandId);
  }

  readStream(stream: string, from: Revision = 0, to?: Revision): Promise<RecordedEvent[]> {
    return this.log.readStream(stream, from, to);
  }

  readStreams(slices: readonly StreamSlice[]): Promise<RecordedEvent[][]> {
    return this.log.readStreams(slices);
  }

  readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    return this.log.readAll(after, Math.min(limit, STORE_LIMITS.maxReadBatch));
  }

  async head(): Promise<Head> {
    const last = await this.log.last();
    return last ? { position: last.position, recordedAt: last.recordedAt } : { position: LOG_START };
  }

  /** What waits to be appended. */
  queues(): Queue[] {
    const { maxQueuedAppends, maxQueuedCharacters } = KURRENT_STORE_LIMITS;
    return [
      { name: 'appends', held: this.queuedAppends, limit: maxQueuedAppends },
      { name: 'append-characters', held: this.queuedCharacters, limit: maxQueuedCharacters },
    ];
  }

  onAppended(listener: () => void): () => void {
    return this.wake.listen(listener);
  }

  /** Ends after the appends under way have their outcome; those of a server that is away or hangs are given up. */
  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    const limit = setTimeout(() => this.givingUp.abort(), KURRENT_STORE_LIMITS.endTimeoutMs);
    await this.underWay.settled();
    clearTimeout(limit);
    await this.wake.close();
    await this.connection.close();
  }

  private async enqueue(append: PreparedAppend): Promise<AppendOutcome> {
    const limits = KURRENT_STORE_LIMITS;
    if (this.closing.signal.aborted) throw new StoreUnavailableError('the store is closed');
    if (
      this.queuedAppends >= limits.maxQueuedAppends ||
      (this.queuedAppends > 0 && this.queuedCharacters + append.characters > limits.maxQueuedCharacters)
    )
      throw new StoreUnavailableError(`${this.queuedAppends} appends are waiting; nothing was sent`);
    this.queuedAppends += 1;
    this.queuedCharacters += append.characters;
    try {
      const streams = append.writes.map(({ stream }) => stream);
      const outcome = await this.lanes.run(streams, () => this.slots.run(() => this.carryOut(append)));
      if (outcome.kind === 'appended' && !outcome.replayed) this.wake.call();
      return outcome;
    } finally {
      this.queuedAppends -= 1;
      this.queuedCharacters -= append.characters;
    }
  }

  /** Sends the append until its outcome is known, within the limits. */
  private async carryOut(append: PreparedAppend): Promise<AppendOutcome> {
    const deadline = Date.now() + KURRENT_STORE_LIMITS.maxRetryingMs;
    let isOutcomeUnknown = false;
    for (let retry = 0; ; retry++) {
      if (this.givingUp.signal.aborted) throw unavailable(new Error('the store was closed'), isOutcomeUnknown);
      try {
        return await this.orGivenUp(this.attempt(append));
      } catch (error) {
        const fate = fateOf(error);
        if (fate === 'refused') throw error;
        isOutcomeUnknown ||= fate === 'unknown';
        const wait = KURRENT_STORE_LIMITS.retryDelaysMs[retry];
        if (
          troubleOf(error) === 'denied' ||
          wait === undefined ||
          Date.now() + wait > deadline ||
          this.closing.signal.aborted
        )
          throw unavailable(error, isOutcomeUnknown);
        await delay(wait, undefined, { signal: this.closing.signal }).catch(() => {});
      }
    }
  }

  /** One call, or a few while the clock goes on under it. Throws what the client throws. */
  private async attempt(append: PreparedAppend): Promise<AppendOutcome> {
    for (let tries = 0; tries < KURRENT_STORE_LIMITS.maxClockRetries; tries++) {
      const stamp = await this.clock.take();
      const { client } = this.connection;
      let became: 'appended' | 'refused' | 'unknown' = 'unknown';
      try {
        const { records, checks } = append.request(stamp);
        const result = await client.appendRecords(records, checks);
        became = 'appended';
        return append.appended(result, stamp);
      } catch (error) {
        if (became === 'appended') throw error;
        const type = typeOf(error);
        if (type === 'append-consistency-violation') {
          const { violations } = error as AppendConsistencyViolationError;
          const refusal = append.refusal(violations);
          if (!violations.some(({ streamName }) => streamName === this.names.clock)) became = 'refused';
          if (refusal === 'known') return this.first(append.commandId);
          if (refusal !== 'other time') return refusal;
          continue;
        }
        if (type === 'append-record-size-exceeded')
          throw new InvalidAppendError('event_too_large', 'an event is larger than this KurrentDB allows');
        if (type === 'transaction-max-size-exceeded')
          throw new InvalidAppendError('append_too_large', 'the append is larger than this KurrentDB allows');
        if (troubleOf(error) === 'astray') this.connection.leave(client);
        throw error;
      } finally {
        this.clock.settle(stamp, became);
      }
    }
    throw new StoreUnavailableError('other processes turned the clock each time; nothing was appended');
  }

  /** Of a command that is known to have been carried out. */
  private async first(commandId: string): Promise<Appended> {
    const outcome = await this.log.outcomeOf(commandId).catch((error: unknown) => {
      throw error instanceof StoreUnavailableError ? unavailable(error, true) : error;
    });
    if (!outcome) throw new Error(`no events of command ${commandId}`);
    return outcome;
  }

  private orGivenUp<T>(answer: Promise<T>): Promise<T> {
    const { signal } = this.givingUp;
    return new Promise<T>((resolve, reject) => {
      const giveUp = () => reject(unavailable(new Error('the store was closed'), true));
      signal.addEventListener('abort', giveUp, { once: true });
      answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
    });
  }
}
