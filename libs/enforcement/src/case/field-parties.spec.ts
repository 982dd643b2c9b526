import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { caseAggregate } from './case.js';
import { CloseCase } from './closing.js';
import { ApplyCourtEnforcement } from './court-enforcement.js';
import { ServeDemand } from './demand.js';
import type { HearOfRemedy } from './remedies.js';
import { by, onPaper, the } from './scenario.js';
import { demanded, paid, published } from './scenario-after-decision.js';
import { about, BOTH_SERVED, standingsAfter } from './scenario-parties.js';
import { AlterDecision, RevokeDecision } from './setting-right.js';

/*
 * 各地决定书 (DOMAIN F14): what published decisions do with several parties after they were decided apart. One goes to reconsideration, the
 * other is demanded of and enforced; one decision falls, the other stands.
 */

const hear = (told: Omit<HearOfRemedy, 'kind'>) => ({
  command: { kind: 'RECONSIDERATION' as const, ...told },
  decider: caseAggregate.told.find(({ name }) => name === 'HearOfRemedy')!,
});
const reported = (partyIds: readonly string[], step: 'SOUGHT', on: string): DomainEvent =>
  about(partyIds, { type: 'RemedyReported', data: { remedyId: 'r1', kind: 'RECONSIDERATION', step, on } });

describe('一案多人：一人申请复议，另一人照常催告、申请强制执行（行政强制法第五十三条）', () => {
  const P1_SOUGHT = [...BOTH_SERVED, reported(['p1'], 'SOUGHT', '2023-06-01')];

  it('复议只停下申请人自己的', () => {
    given(...P1_SOUGHT)
      .when(the(ServeDemand), { servedOn: '2023-06-02', partyIds: ['p1'] }, by('zhang', '2023-06-02'))
      .thenRefused('demand.remedy_pending');
    given(...P1_SOUGHT)
      .when(the(ServeDemand), { servedOn: '2023-06-02', partyIds: ['p2'] }, by('zhang', '2023-06-02'))
      .then({ type: 'DemandServed', data: { amounts: { fineFen: 400_000 } } });
  });

  it('申请强制执行只就催告过的当事人所欠的', () => {
    const { events } = given(...P1_SOUGHT, demanded('2023-06-02'))
      .when(
        the(ApplyCourtEnforcement),
        {
          court: '衢州市柯城区人民法院',
          appliedOn: '2023-11-20',
          signedBy: 'chen',
          paper: onPaper('2023-11-20').paper,
        },
        by('zhang', '2023-11-20'),
      )
      .then({ type: 'CourtEnforcementApplied', data: { amounts: { fineFen: 400_000 } } });
    const { p1, p2 } = standingsAfter(...P1_SOUGHT, demanded('2023-06-02'), ...events);
    expect([p1!.phase, p2!.phase]).toEqual(['Performing', 'CourtEnforcement']);
  });

  it('复议的结果只改申请人的决定，退款、撤回公示也只是他的', () => {
    const before = [...P1_SOUGHT, about(['p1'], published()), published(), about(['p1'], paid({ amountFen: 600_000 }))];
    const { command, decider } = hear({
      remedyId: 'r1',
      step: 'DECIDED',
      on: '2023-07-20',
      outcome: 'REVOKED',
      servedOn: '2023-07-24',
      partyIds: ['p1'],
    });
    const { events, elsewhere } = given(...before)
      .when(decider, command, by('reactions', '2023-07-25'))
      .then(
        { type: 'RemedyReported' },
        { type: 'DecisionRevoked', data: { partyIds: ['p1'], refund: { fineFen: 600_000 } } },
      );
    // 划去处罚记录 of that party alone.
    expect(elsewhere).toHaveLength(1);
    const { p1, p2 } = standingsAfter(...before, ...events);
    expect(p1).toMatchObject({ decision: { fineFen: 0, revokedOn: '2023-07-24' }, withdrawalDueOn: '2023-07-27' });
    expect(p2).toMatchObject({ decision: { fineFen: 400_000 } });
    expect(p2!.withdrawalDueOn).toBeUndefined();
  });
});

describe('一案多人：自行改正', () => {
  it('变更、撤销一人的决定，另一人的照旧', () => {
    const { events } = given(...BOTH_SERVED)
      .when(
        the(AlterDecision),
        { alteredOn: '2023-06-01', fineFen: 500_000, confiscateFen: 0, reason: '计算有误', partyIds: ['p1'] },
        by('chen', '2023-06-01'),
      )
      .then({ type: 'DecisionAltered', data: { partyIds: ['p1'] } });
    const { p1, p2 } = standingsAfter(...BOTH_SERVED, ...events);
    expect([p1!.decision!.fineFen, p2!.decision!.fineFen]).toEqual([500_000, 400_000]);
    given(...BOTH_SERVED)
      .when(the(RevokeDecision), { revokedOn: '2023-06-01', reason: '主体有误' }, by('chen', '2023-06-01'))
      .thenRefused('case.which_party');
  });

  it('一人的决定撤销、另一人履行完毕的，以履行完毕结案；都撤销的，以撤销结案', () => {
    const revoked = (partyIds: readonly string[] | undefined): DomainEvent => ({
      type: 'DecisionRevoked',
      data: {
        revokedOn: '2023-06-01',
        as: 'REVOKED',
        redo: false,
        isProcedural: false,
        by: 'SELF',
        refund: { fineFen: 0, confiscateFen: 0, surchargeFen: 0 },
        ...(partyIds && { partyIds }),
      },
    });
    const close = (closeReason: CloseCase['closeReason']): CloseCase => ({
      closeReason,
      closedOn: '2023-06-12',
      ...onPaper('2023-06-12'),
    });
    const at = by('zhang', '2023-06-12');
    const one = [...BOTH_SERVED, revoked(['p1']), published(), paid({ amountFen: 400_000, paidOn: '2023-05-20' })];
    given(...one)
      .when(the(CloseCase), close('REVOKED'), at)
      .thenRefused('closing.reason_disagrees');
    given(...one)
      .when(the(CloseCase), close('EXECUTED'), at)
      .then({ type: 'CaseClosed' });
    const both = [...BOTH_SERVED, revoked(['p1']), revoked(undefined)];
    given(...both)
      .when(the(CloseCase), close('EXECUTED'), at)
      .thenRefused('closing.reason_disagrees');
    given(...both)
      .when(the(CloseCase), close('REVOKED'), at)
      .then({ type: 'CaseClosed' });
  });
});
