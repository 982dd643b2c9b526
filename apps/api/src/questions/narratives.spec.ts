import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lawRegistry } from '#enforcement';
import type { NewEvent } from '#eventsourcing';
import { apiBench } from '../testing/api-bench.js';
import { TREE, writeEveryEvent } from '../testing/every-event.js';

/* What somebody wrote is a piece of a sentence, shown or hidden as it is: nothing is searched for in a text (H3, H4). */

const EVENTS = 500;
/** What a narrative may hold at the most. */
const WRITTEN = `${'当事人陈述称该处并非其所有。'.repeat(1_427)}此段为证`;

let bench: Awaited<ReturnType<typeof apiBench>>;
const id = `supervisedTask-of-${TREE[0]!.unitId}`;

beforeAll(async () => {
  bench = await apiBench({ registry: lawRegistry, now: () => '2023-06-20T02:00:00.000Z' });
  await writeEveryEvent(bench.store, 'p-asking');
  const stream = `supervisedTask-${id}`;
  const reported = (await bench.store.readStream(stream)).find(({ type }) => type === 'TaskProgressReported')!;
  const { type, schemaVersion, meta, data } = reported;
  const events = Array.from({ length: EVENTS }, (_, n): NewEvent => {
    return { type, schemaVersion, meta, data: { ...(data as object), progress: `${n}${WRITTEN}` } };
  });
  await bench.store.append([{ stream, expected: 'any', events }], { commandId: crypto.randomUUID() });
});
afterAll(() => bench.close());

describe('a record of 500 narratives, each as long as one may be', () => {
  const ANALYST = { sub: 'p-analyst', unit: TREE[0]!.unitId, roles: ['ANALYST'], name: '分析员' };
  const LEADER = { sub: 'p-leader', unit: TREE[0]!.unitId, roles: ['LEADER'], name: '领导' };

  // Searching each sentence for all narratives took 34 seconds of the whole process.
  it('is read by an analyst without one of them, in a time that grows with their number alone', async () => {
    const answer = await bench.get(`/api/supervised-tasks/${id}/timeline?limit=200`, await bench.as(ANALYST));
    expect(answer.statusCode).toBe(200);
    expect(answer.json().entries.length).toBe(200);
    expect(answer.body).not.toContain('并非其所有');
  }, 10_000);

  it('is read in full by whoever may', async () => {
    const answer = await bench.get(`/api/supervised-tasks/${id}/timeline?limit=200`, await bench.as(LEADER));
    expect(answer.body.split('此段为证').length - 1).toBeGreaterThanOrEqual(199);
  }, 10_000);
});
