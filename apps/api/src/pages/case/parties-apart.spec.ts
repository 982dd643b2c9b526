import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lawRegistry } from '#enforcement';
import type { DomainEvent } from '#eventsourcing';
import { BUREAU } from '../../../../../libs/enforcement/src/case/scenario.js';
import { paid } from '../../../../../libs/enforcement/src/case/scenario-after-decision.js';
import { about, BOTH_SERVED, HEARD_BY_TWO } from '../../../../../libs/enforcement/src/case/scenario-parties.js';
import { apiBench, OFFICER } from '../../testing/api-bench.js';
import { browsing } from '../../testing/browsing.js';

/* 一案多人 (DOMAIN F14) on the pages: whose what is, and of whom an act is. */

const NOW = '2023-06-20T02:00:00.000Z';
let bench: Awaited<ReturnType<typeof apiBench>>;
let open: ReturnType<typeof browsing>;

const META = { actor: 'zhang', unit: 'qz', role: 'OFFICER', sourceSystem: 'PLATFORM', ruleset: 'r' };
const ZHANG = { ...OFFICER, sub: 'zhang', unit: 'qz', name: '张三' };

beforeAll(async () => {
  bench = await apiBench({ registry: lawRegistry, now: () => NOW });
  open = browsing(bench);
  const histories: Readonly<Record<string, readonly DomainEvent[]>> = {
    ...BUREAU,
    'case-k1': [...BOTH_SERVED, about(['p1'], paid({ amountFen: 600_000 }))],
    'case-k2': HEARD_BY_TWO,
  };
  for (const [stream, events] of Object.entries(histories)) {
    const commandId = randomUUID();
    const meta = { ...META, commandId, correlationId: commandId };
    await bench.store.append(
      [{ stream, expected: 'any', events: events.map((event) => ({ ...event, schemaVersion: 1, meta })) }],
      { commandId },
    );
  }
  await bench.projector.caughtUp();
});
afterAll(() => bench.close());

describe('分别处理的当事人（F14）', () => {
  it('案卷写明各当事人的进度、决定、送达和缴款，期限写明是谁的', async () => {
    const { body } = await open('/cases/k1', ZHANG);
    expect(body).toContain('各当事人的处理');
    expect(body).toContain('决定（当事人甲）');
    expect(body).toContain('决定（当事人乙）');
    // 6,000 and 4,000 yuan were imposed, 6,000 paid by the one who owed them.
    expect(body).toMatch(/未缴[\s\S]{0,80}4,000\.00/);
    expect(body).toMatch(/公示决定<small>当事人甲<\/small>/);
    expect(body).toMatch(/当事人缴款<small>当事人乙<\/small>/);
    expect(body).toContain('当事人甲：');
  });

  it('表单请人选取当事人；只能是其中一人的、没有分开处理的，不问', async () => {
    const publish = await open('/cases/k1/PublishPenalty', ZHANG);
    expect(publish.body).toMatch(/name="partyIds"[^>]*value="p1"/);
    expect(publish.body).toContain('对哪些当事人');
    const together = await open('/cases/k2/WaiveHearing', ZHANG);
    expect(together.body).toMatch(/name="partyIds"[^>]*value="p2"/);
    const alone = await open('/cases/k2/EvidenceCollected', ZHANG);
    expect(alone.statusCode).toBe(404);
  });
});
