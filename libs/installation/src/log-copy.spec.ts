import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LOG_START, MemoryStore, type RecordedEvent, type StreamWrite } from '#eventsourcing';
import { checkLogCopy, LogCopyError, logCopy, restoreLog } from './log-copy.js';

const META = {
  actor: '甲',
  unit: 'u',
  role: 'OFFICER',
  commandId: 'c',
  correlationId: 'c',
  sourceSystem: 's',
  ruleset: 'r',
};

/** Appends over one to three streams, some at the same time as the one before. */
const logs = fc.array(
  fc.record({
    streams: fc.uniqueArray(fc.constantFrom('case-1', 'case-2', 'unit-甲'), { minLength: 1, maxLength: 3 }),
    events: fc.integer({ min: 1, max: 3 }),
    later: fc.boolean(),
    data: fc.jsonValue({ maxDepth: 2 }),
  }),
  { maxLength: 12 },
);

type Append = typeof logs extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

class PlayedLog extends MemoryStore {
  private readonly time: { now: () => string };

  constructor(positions: 'gapless' | 'ordered' = 'gapless') {
    const time = { now: () => '' };
    super(() => time.now(), positions);
    this.time = time;
  }

  by(clock: () => string): this {
    this.time.now = clock;
    return this;
  }

  async play(appends: readonly Append[]): Promise<this> {
    let second = 0;
    for (const [n, { streams, events, later, data }] of appends.entries()) {
      if (later) second += 1;
      const now = `2023-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;
      this.by(() => now);
      const writes = streams.map(
        (stream): StreamWrite => ({
          stream,
          expected: 'any',
          events: Array.from({ length: events }, () => ({ type: 'Happened', schemaVersion: 2, data, meta: META })),
        }),
      );
      await this.append(writes, { commandId: `0000000${n.toString(16)}-0000-4000-8000-000000000000` });
    }
    return this;
  }

  async all(): Promise<RecordedEvent[]> {
    return this.readAll(LOG_START, 10_000);
  }
}

const played = (appends: readonly Append[]) => new PlayedLog().play(appends);

async function linesOf(log: MemoryStore): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of logCopy(log, '2024-01-01T00:00:00.000Z')) lines.push(line);
  return lines;
}

async function* said(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

/** Fills a log, which holds some of it perhaps. */
async function restored(lines: readonly string[], target = new PlayedLog()) {
  return { target, added: await restoreLog({ lines: () => said(lines), openAt: (clock) => target.by(clock) }) };
}

const withoutPositions = (events: readonly RecordedEvent[]) => events.map(({ position: _, ...event }) => event);

const fault = (code: LogCopyError['code']) => expect.objectContaining({ name: 'LogCopyError', code });

describe('a copy of a log', () => {
  it.each(['gapless', 'ordered'] as const)('is the same log again, in a store of %s positions', async (positions) => {
    await fc.assert(
      fc.asyncProperty(logs, async (appends) => {
        const log = await played(appends);
        const lines = await linesOf(log);
        expect(await checkLogCopy(said(lines))).toBe((await log.all()).length);
        const { target, added } = await restored(lines, new PlayedLog(positions));
        expect(added).toBe((await log.all()).length);
        expect(withoutPositions(await target.readAll(LOG_START, 10_000))).toEqual(withoutPositions(await log.all()));
        // What was appended at once is one append again: a command that comes once more gets its first outcome.
        for (const { id } of await log.all())
          expect((await target.outcomeOf(id))?.revisions).toEqual((await log.outcomeOf(id))?.revisions);
      }),
    );
  });

  it('fills up what was stopped half-way, and adds nothing to what is whole', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.nat(), async (appends, stop) => {
        const lines = await linesOf(await played(appends));
        const begun = await played(appends.slice(0, appends.length === 0 ? 0 : stop % appends.length));
        const { target } = await restored(lines, begun);
        expect(await linesOf(target)).toEqual(lines);
        expect((await restored(lines, target)).added).toBe(0);
      }),
    );
  });

  it('leaves a log alone that begins otherwise, or goes on after it', async () => {
    const one: Append = { streams: ['case-1'], events: 2, later: true, data: 1 };
    const lines = await linesOf(await played([one, one]));
    for (const other of [
      [{ ...one, data: 2 }],
      [one, one, one],
      [{ ...one, streams: ['case-2'] }, one],
    ] as Append[][]) {
      const log = await played(other);
      const before = await log.all();
      await expect(restored(lines, log)).rejects.toEqual(fault('another_log'));
      expect(await log.all()).toEqual(before);
    }
  });

  it('is refused when a character of it is another one, or when its end is missing', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.nat(), fc.nat(), async (appends, line, place) => {
        const lines = await linesOf(await played(appends));
        const at = line % lines.length;
        const text = lines[at]!;
        const changed = `${text.slice(0, place % text.length)}☓${text.slice((place % text.length) + 1)}`;
        await expect(checkLogCopy(said(lines.with(at, changed)))).rejects.toBeInstanceOf(LogCopyError);
        await expect(checkLogCopy(said(lines.slice(0, at)))).rejects.toBeInstanceOf(LogCopyError);
        await expect(checkLogCopy(said(lines.toSpliced(at, 1)))).rejects.toBeInstanceOf(LogCopyError);
      }),
    );
  });

  it('says what is wrong with a file that is none, or of a version that is not known', async () => {
    await expect(checkLogCopy(said([]))).rejects.toEqual(fault('not_a_copy'));
    await expect(checkLogCopy(said(['<html>', '</html>']))).rejects.toEqual(fault('not_a_copy'));
    await expect(checkLogCopy(said(['{"format":"anjuan-log","version":2}', '{}']))).rejects.toEqual(fault('version'));
    await expect(checkLogCopy(said(['{"format":"anjuan-log","version":1}']))).rejects.toEqual(fault('cut_off'));
  });

  it('stops at the end that the log had when it began', async () => {
    const log = await played([{ streams: ['case-1'], events: 2, later: true, data: null }]);
    const lines: string[] = [];
    for await (const line of logCopy(log, '2024-01-01T00:00:00.000Z')) {
      if (lines.length === 0)
        await log.append(
          [{ stream: 'late', expected: 'any', events: [{ type: 'A', schemaVersion: 1, data: 1, meta: META }] }],
          {
            commandId: 'ffffffff-0000-4000-8000-000000000000',
          },
        );
      lines.push(line);
    }
    expect(await checkLogCopy(said(lines))).toBe(2);
  });
});
