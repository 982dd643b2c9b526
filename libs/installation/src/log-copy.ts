import { createHash } from 'node:crypto';
import {
  type EventStore,
  eventId,
  LOG_START,
  type RecordedEvent,
  STORE_LIMITS,
  type StreamWrite,
} from '#eventsourcing';

/*
 * A log as lines of text: to keep it elsewhere, to move it to another kind of store, to give it to an auditor. The first line
 * says what it is, then comes an event a line in the order of the log, and the last line counts them and has the checksum of
 * everything before it. What was appended at once is appended at once again, with the same ids and at the same recorded time.
 */

const FORMAT = 'anjuan-log';
const VERSION = 1;

export const LOG_COPY_LIMITS = {
  /** Events that are read from the log, or compared with it, at a time. */
  pageEvents: STORE_LIMITS.maxReadBatch / 2,
  /** Appends of one recorded time that a store which keeps the order of calls gets at once. */
  maxAppendsAtOnce: 256,
} as const;

/** What is wrong with a copy, and in which line. */
export class LogCopyError extends Error {
  override readonly name = 'LogCopyError';
  constructor(
    readonly code: 'not_a_copy' | 'version' | 'cut_off' | 'altered' | 'unreadable' | 'another_log',
    /** From 1. */
    readonly line: number,
  ) {
    super(`line ${line} of the copy: ${code}`);
  }
}

/** An event as a line says it: everything but its position, which is the place of the line. */
type CopiedEvent = Omit<RecordedEvent, 'position' | 'unreadable'>;

/** The lines of a copy, without their line ends, of the log up to its present end. */
export async function* logCopy(log: Pick<EventStore, 'readAll' | 'head'>, at: string): AsyncGenerator<string> {
  const { position: end } = await log.head();
  const digest = createHash('sha256');
  const said = (line: string): string => {
    digest.update(`${line}\n`);
    return line;
  };
  yield said(JSON.stringify({ format: FORMAT, version: VERSION, copiedAt: at }));
  let events = 0;
  for (let after = LOG_START; after < end; ) {
    for (const event of await log.readAll(after, LOG_COPY_LIMITS.pageEvents)) {
      if (event.position > end) break;
      after = event.position;
      events += 1;
      yield said(JSON.stringify(copied(event)));
    }
  }
  yield JSON.stringify({ events, sha256: digest.digest('hex') });
}

function copied({ id, stream, revision, recordedAt, type, schemaVersion, data, meta }: RecordedEvent): CopiedEvent {
  return { id, stream, revision, recordedAt, type, schemaVersion, data, meta };
}

/** Reads a copy to its end and gives the number of its events. Throws LogCopyError where it is not whole. */
export async function checkLogCopy(lines: AsyncIterable<string>): Promise<number> {
  const digest = createHash('sha256');
  let line = 0;
  let last: string | undefined;
  for await (const text of lines) {
    if (last !== undefined) digest.update(`${last}\n`);
    line += 1;
    if (line === 1) checkHeader(text);
    last = text;
  }
  const end = line < 2 ? undefined : parsed(last!, line);
  if (end?.['sha256'] === undefined) throw new LogCopyError(line === 0 ? 'not_a_copy' : 'cut_off', line);
  if (end['sha256'] !== digest.digest('hex') || end['events'] !== line - 2) throw new LogCopyError('altered', line);
  return line - 2;
}

function checkHeader(text: string): void {
  let header: Readonly<Record<string, unknown>>;
  try {
    header = parsed(text, 1);
  } catch {
    throw new LogCopyError('not_a_copy', 1);
  }
  if (header['format'] !== FORMAT) throw new LogCopyError('not_a_copy', 1);
  if (header['version'] !== VERSION) throw new LogCopyError('version', 1);
}

function parsed(text: string, line: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Said below: with the line.
  }
  throw new LogCopyError('unreadable', line);
}

export interface RestoreOptions {
  /** The lines of a copy that `checkLogCopy` found whole; asked for twice. */
  readonly lines: () => AsyncIterable<string>;
  /** A store over the log to be filled, which records by this clock. */
  readonly openAt: (clock: () => string) => EventStore;
  readonly onProgress?: (events: number) => void;
}

/**
 * Fills a log with a copy and proves that it is what the copy says. A log that holds the beginning of the same copy is
 * filled up: whoever was stopped half-way calls again. Any other log is left alone. Throws LogCopyError,
 * InvalidAppendError or StoreUnavailableError. Gives the number of events that were added.
 */
export async function restoreLog({ lines, openAt, onProgress }: RestoreOptions): Promise<number> {
  let time = '';
  const store = openAt(() => time);
  const there = await compareWith(store, lines());
  const atOnce = store.positions === 'gapless' ? LOG_COPY_LIMITS.maxAppendsAtOnce : 1;
  let waiting: CopiedEvent[][] = [];
  let added = 0;
  const send = async () => {
    if (waiting.length === 0) return;
    time = waiting[0]![0]!.recordedAt;
    await Promise.all(waiting.map((append) => appendAgain(store, append)));
    added += waiting.reduce((sum, { length }) => sum + length, 0);
    waiting = [];
    onProgress?.(there + added);
  };
  for await (const append of appendsIn(lines(), there)) {
    if (waiting.length >= atOnce || waiting[0]?.[0]?.recordedAt !== append[0]!.recordedAt) await send();
    waiting.push(append);
  }
  await send();
  await compareWith(store, lines(), true);
  return added;
}

/** The events of a copy, each with its line. */
async function* eventsIn(lines: AsyncIterable<string>): AsyncGenerator<readonly [CopiedEvent, number]> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const said = line === 1 ? undefined : parsed(text, line);
    if (said !== undefined && !('sha256' in said)) yield [said as unknown as CopiedEvent, line];
  }
}

/** The appends of a copy after its first events: an append's first event has the id of its command, the others follow from it. */
async function* appendsIn(lines: AsyncIterable<string>, after: number): AsyncGenerator<CopiedEvent[]> {
  let append: CopiedEvent[] = [];
  let passed = 0;
  for await (const [event] of eventsIn(lines)) {
    passed += 1;
    if (passed <= after) continue;
    if (append.length > 0 && event.id !== eventId(append[0]!.id, append.length)) {
      yield append;
      append = [];
    }
    append.push(event);
  }
  if (append.length > 0) yield append;
}

async function appendAgain(store: EventStore, events: readonly CopiedEvent[]): Promise<void> {
  const writes = new Map<string, StreamWrite & { readonly events: CopiedEvent[] }>();
  for (const event of events) {
    const { stream, revision } = event;
    const write = writes.get(stream);
    if (write) write.events.push(event);
    else writes.set(stream, { stream, expected: revision === 0 ? 'no-stream' : revision - 1, events: [event] });
  }
  const outcome = await store.append([...writes.values()].map(asNew), { commandId: events[0]!.id });
  if (outcome.kind === 'conflict') throw new LogCopyError('another_log', 0);
}

function asNew({ events, ...write }: StreamWrite & { readonly events: readonly CopiedEvent[] }): StreamWrite {
  return {
    ...write,
    events: events.map(({ type, schemaVersion, data, meta }) => ({ type, schemaVersion, data, meta })),
  };
}

/** How many events of a log are those with which the copy begins: all of them, or it is another log. */
async function compareWith(
  log: Pick<EventStore, 'readAll'>,
  lines: AsyncIterable<string>,
  isWhole = false,
): Promise<number> {
  let page: RecordedEvent[] = [];
  let next = 0;
  let same = 0;
  let after = LOG_START;
  const taken = async (): Promise<RecordedEvent | undefined> => {
    if (next === page.length) {
      page = await log.readAll(after, LOG_COPY_LIMITS.pageEvents);
      next = 0;
    }
    const event = page[next];
    if (event === undefined) return undefined;
    next += 1;
    after = event.position;
    return event;
  };
  for await (const [event, line] of eventsIn(lines)) {
    const kept = await taken();
    if (kept === undefined) {
      if (isWhole) throw new LogCopyError('another_log', line);
      return same;
    }
    if (asText(copied(kept)) !== asText(event)) throw new LogCopyError('another_log', line);
    same += 1;
  }
  if ((await taken()) !== undefined) throw new LogCopyError('another_log', same + 2);
  return same;
}

/** What is the same gives the same text. Data keep the order in which they were stored; stores may turn metadata around. */
function asText({ meta, ...event }: CopiedEvent): string {
  const { id, stream, revision, recordedAt, type, schemaVersion, data } = event;
  return JSON.stringify([
    ...[id, stream, revision, recordedAt, type, schemaVersion, data],
    Object.entries(meta).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}
