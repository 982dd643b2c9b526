// Appends to streams that others write as well, under every kind of expectation, until it is told to stop. A call whose outcome
// is unknown is made again with the same id, also by the process that takes its place. Run with the url, the journal, a seed and
// `clock` where it is to record by a clock that jumps.
import { setTimeout as delay } from 'node:timers/promises';
import {
  type AppendOutcome,
  InvalidAppendError,
  type Revision,
  StoreUnavailableError,
  type StreamWrite,
} from '#eventsourcing';
import { PostgresEventStore } from '#store-postgres';
import { Dice } from '../../libs/demonstration/src/random.js';
import { Journal, linesOf, type TriedWrite } from './journal.js';

const LANES = 6;
const STREAMS = 24;
/** Between two appends of a lane. */
const PAUSE_MS = [5, 60] as const;
/** A clock that jumps stays within this of the machine's: further ahead, everybody else would have to wait. */
const JUMP_MS = 2 * 60_000;
const RETRY_MS = 100;
/** Of appends that were answered, and are asked for once more. */
const REMEMBERED = 200;

const [url, path, seed, clock] = process.argv.slice(2) as [string, string, string, 'clock' | 'server'];
const dice = new Dice(Number(seed));
const journal = new Journal(path);
const store = new PostgresEventStore({
  url,
  ...(clock === 'clock' && { clock: () => new Date(Date.now() + dice.between(-JUMP_MS, JUMP_MS)).toISOString() }),
});
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());

/** What this process believes of the streams; it may be long out of date. */
const believed = new Map<string, Revision | 'no-stream'>();
const answered: { readonly id: string; readonly outcome: Extract<AppendOutcome, { kind: 'appended' }> }[] = [];

await Promise.all([
  ...unsettled().map(([id, writes]) => settle(id, writes, true)),
  ...Array.from({ length: LANES }, lane),
]);
await store.close();

/** What the process before this one asked for and did not learn the outcome of. */
function unsettled(): [string, readonly TriedWrite[]][] {
  const open = new Map<string, readonly TriedWrite[]>();
  for (const line of linesOf(path)) {
    if (line.kind === 'try') open.set(line.id, line.writes);
    else if ('id' in line) open.delete(line.id);
  }
  return [...open];
}

async function lane(): Promise<void> {
  while (!stopping.signal.aborted) {
    await delay(dice.between(...PAUSE_MS));
    if (answered.length > 0 && dice.oneIn(15)) await again();
    else {
      const id = dice.uuid();
      const writes = drawn();
      journal.say({ kind: 'try', id, writes });
      await settle(id, writes);
    }
  }
}

function drawn(): TriedWrite[] {
  const streams = new Set(Array.from({ length: dice.between(1, 3) }, () => `torture-${dice.between(1, STREAMS)}`));
  const writes = [...streams].map((stream): TriedWrite => {
    const known = believed.get(stream) ?? 'no-stream';
    const expected = dice.oneIn(3) ? 'any' : dice.oneIn(12) ? dice.between(0, 50) : known;
    return { stream, expected, events: dice.oneIn(6) ? 0 : dice.between(1, 3) };
  });
  if (writes.every(({ events }) => events === 0)) return [{ ...writes[0]!, events: 1 }, ...writes.slice(1)];
  return writes;
}

/** Makes the call until its outcome is known. */
async function settle(id: string, writes: readonly TriedWrite[], mayHaveBeenSent = false): Promise<void> {
  for (let wasSent = mayHaveBeenSent; ; ) {
    try {
      const outcome = await store.append(
        writes.map((write) => asWrite(id, write)),
        { commandId: id },
      );
      for (const [stream, revision] of outcome.kind === 'appended'
        ? outcome.revisions
        : ([[outcome.stream, outcome.actual]] as const))
        believed.set(stream, revision);
      if (outcome.kind === 'conflict') journal.say({ id, ...outcome });
      else {
        journal.say({ ...outcome, id, revisions: [...outcome.revisions] });
        answered.push({ id, outcome });
        if (answered.length > REMEMBERED) answered.shift();
      }
      return;
    } catch (error) {
      if (error instanceof InvalidAppendError || !(error instanceof StoreUnavailableError))
        return journal.say({ kind: 'violation', what: `append ${id} failed with ${String(error)}` });
      wasSent ||= error.isOutcomeUnknown;
      // Nothing of it was sent: for once it is left at that. Whatever may have been sent is asked for again.
      if (!wasSent && dice.oneIn(4)) return journal.say({ kind: 'undone', id });
      await delay(RETRY_MS);
    }
  }
}

/** An append that was answered long ago gets its first outcome, whatever it asks for now. */
async function again(): Promise<void> {
  const { id, outcome } = dice.oneOf(answered);
  try {
    const now = await store.append(
      [asWrite(id, { stream: `torture-${dice.between(1, STREAMS)}`, expected: 'any', events: 1 })],
      {
        commandId: id,
      },
    );
    if (
      now.kind !== 'appended' ||
      !now.replayed ||
      now.position !== outcome.position ||
      now.recordedAt !== outcome.recordedAt
    )
      journal.say({ kind: 'violation', what: `append ${id} was answered otherwise the second time` });
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
  }
}

function asWrite(id: string, { stream, expected, events }: TriedWrite): StreamWrite {
  return {
    stream,
    expected,
    events: Array.from({ length: events }, (_, n) => ({
      type: 'Tortured',
      schemaVersion: 1,
      data: { append: id, stream, n },
      meta: {
        actor: 'torture',
        unit: 'torture',
        role: 'OFFICER',
        commandId: id,
        correlationId: id,
        sourceSystem: 'TORTURE',
        ruleset: 'torture',
      },
    })),
  };
}
