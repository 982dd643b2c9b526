import { createHash } from 'node:crypto';
import { eventId, type RecordedEvent } from '#eventsourcing';
import type { Line, TriedWrite } from './journal.js';

/* What the log has to be, after all, by what everybody was told. */

export interface Checked {
  /** Each a sentence; none where the store kept its word. */
  readonly violations: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Of one kind no more than so many are said: a log that is wrong everywhere is wrong. */
const MAX_SAID = 50;

/** Compares a whole log with the journals of those who wrote and read it. */
export function checkLog(log: readonly RecordedEvent[], journals: readonly (readonly Line[])[]): Checked {
  const violations: string[] = [];
  const violated = (what: string) => {
    if (violations.length < MAX_SAID) violations.push(what);
  };
  order(log, violated);
  const byId = new Map(log.map((event) => [event.id, event]));
  if (byId.size !== log.length) violated('an event id stands twice in the log');

  const tried = new Map<string, readonly TriedWrite[]>();
  const counts = { tried: 0, appended: 0, conflicts: 0, undone: 0, unknown: 0, ofUnknownThere: 0, reads: 0 };
  const settled = new Set<string>();
  for (const lines of journals) for (const line of lines) if (line.kind === 'try') tried.set(line.id, line.writes);
  for (const lines of journals)
    for (const line of lines) {
      if (line.kind === 'violation') violated(line.what);
      if (line.kind === 'read') {
        counts.reads += 1;
        continue;
      }
      if (!('id' in line) || line.kind === 'try' || line.kind === 'asked') continue;
      const writes = tried.get(line.id);
      if (writes === undefined) violated(`append ${line.id} was answered and never tried`);
      else if (line.kind === 'appended') {
        counts.appended += 1;
        acknowledged(line, writes, byId, violated);
      } else {
        counts[line.kind === 'conflict' ? 'conflicts' : 'undone'] += 1;
        if (byId.has(line.id)) violated(`append ${line.id} is in the log and was ${line.kind}`);
        if (line.kind === 'conflict' && line.expected === line.actual)
          violated(`append ${line.id} met a conflict that is none: ${line.stream} is at ${line.actual}`);
      }
      settled.add(line.id);
    }
  counts.tried = tried.size;
  for (const [id, writes] of tried) {
    if (settled.has(id)) continue;
    counts.unknown += 1;
    if (!byId.has(id)) continue;
    counts.ofUnknownThere += 1;
    whole(id, writes, byId, violated);
  }
  for (const { type, id, data } of log)
    if (type === 'Tortured' && !tried.has((data as { append: string }).append))
      violated(`event ${id} was written by nobody`);
  readings(log, journals, violated);
  return { violations, counts };
}

/** Positions and revisions have no gaps, and time never goes back. */
function order(log: readonly RecordedEvent[], violated: (what: string) => void): void {
  const revisions = new Map<string, number>();
  for (const [index, { position, stream, revision, recordedAt }] of log.entries()) {
    if (position !== index + 1) violated(`position ${position} stands at place ${index + 1} of the log`);
    if (revision !== (revisions.get(stream) ?? -1) + 1)
      violated(`${stream}/${revision} at position ${position} is out of order`);
    revisions.set(stream, revision);
    if (index > 0 && recordedAt < log[index - 1]!.recordedAt) violated(`time goes back at position ${position}`);
  }
}

/** What was acknowledged is there, all of it, where it was said to be, and as it was expected. */
function acknowledged(
  { id, revisions, position, recordedAt }: Extract<Line, { kind: 'appended' }>,
  writes: readonly TriedWrite[],
  byId: ReadonlyMap<string, RecordedEvent>,
  violated: (what: string) => void,
): void {
  const events = whole(id, writes, byId, violated);
  if (events.at(-1)?.position !== position) violated(`append ${id} was said to end at ${position}`);
  if (events.some((event) => event.recordedAt !== recordedAt)) violated(`append ${id} was said to be of ${recordedAt}`);
  const said = new Map(revisions);
  for (const { stream, expected, events: count } of writes) {
    const mine = events.filter((event) => event.stream === stream);
    if (said.get(stream) !== mine.at(-1)?.revision)
      violated(`append ${id} was said to bring ${stream} to ${said.get(stream)}`);
    if (count === 0 || expected === 'any') continue;
    if (mine[0]?.revision !== (expected === 'no-stream' ? 0 : expected + 1))
      violated(`append ${id} expected ${stream} at ${expected} and found it elsewhere`);
  }
}

/** The events of an append, which stand side by side and say what was asked for. */
function whole(
  id: string,
  writes: readonly TriedWrite[],
  byId: ReadonlyMap<string, RecordedEvent>,
  violated: (what: string) => void,
): RecordedEvent[] {
  const asked = writes.flatMap(({ stream, events }) =>
    Array.from({ length: events }, (_, n) => ({ append: id, stream, n })),
  );
  const events: RecordedEvent[] = [];
  for (const [ordinal, said] of asked.entries()) {
    const event = byId.get(eventId(id, ordinal));
    if (event === undefined) {
      violated(`append ${id} lacks its event ${ordinal}`);
      continue;
    }
    events.push(event);
    if (event.stream !== said.stream || JSON.stringify(event.data) !== JSON.stringify(said))
      violated(`append ${id} has another event ${ordinal} than it asked for`);
    if (event.position !== events[0]!.position + ordinal)
      violated(`append ${id} is torn apart at position ${event.position}`);
  }
  return events;
}

/** Whoever read to a position saw every event up to it, in the order that the log has now. */
function readings(
  log: readonly RecordedEvent[],
  journals: readonly (readonly Line[])[],
  violated: (what: string) => void,
): void {
  const read = journals.flat().filter((line) => line.kind === 'read');
  const wanted = new Set(read.map(({ upTo }) => upTo));
  const digest = createHash('sha256');
  const digests = new Map<number, string>([[0, digest.copy().digest('hex')]]);
  for (const { position, id } of log) {
    digest.update(`${position} ${id}\n`);
    if (wanted.has(position)) digests.set(position, digest.copy().digest('hex'));
  }
  for (const { upTo, events, digest: seen } of read) {
    if (events !== upTo) violated(`a reader counted ${events} events up to position ${upTo}`);
    if (digests.get(upTo) !== seen) violated(`a reader saw another log up to position ${upTo}`);
  }
}
