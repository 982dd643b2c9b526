import { describe, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import type { Role } from '../roles.js';
import { CloseCase } from './closing.js';
import { DecidePenalty } from './decision.js';
import { ConcludeInvestigation, OrderCorrection } from './investigation.js';
import { PassReview } from './legal-review.js';
import { ServeNotice } from './notice.js';
import { RecordPayment } from './payment.js';
import {
  by,
  collected,
  onPaper,
  the,
  UNTIL_CONCLUDED,
  UNTIL_FILED,
  UNTIL_NOTICED,
  UNTIL_REVIEWED,
  waived,
} from './scenario.js';
import { paid, published, UNTIL_DECIDED, UNTIL_SERVED } from './scenario-after-decision.js';

/** Somebody whose token names another unit. */
const outsider = (id: string, role: Role, at: string) => ({
  ...by(id, at),
  actor: { id, unit: 'kecheng', roles: [role] },
});

describe('案件由有管辖权的机关办理（行政处罚法第二十二条、第二十三条）', () => {
  const PAY: RecordPayment = {
    receiptNo: 'R1',
    amountFen: 1_000_000,
    kind: 'FINE',
    channel: 'BANK',
    paidOn: '2023-05-25',
  };
  const REFUSAL = { article: '行政处罚法第二十二条、第二十三条' };

  it('外单位的办案人员、登记人员不能办理', () => {
    given(...UNTIL_REVIEWED)
      .when(
        the(ServeNotice),
        { proposed: { kinds: ['FINE'], fineFen: 1, confiscateFen: 0 }, servedOn: '2023-04-26' },
        outsider('stranger', 'OFFICER', '2023-04-26'),
      )
      .thenRefused('unit.not_responsible', REFUSAL);
    given(...UNTIL_SERVED)
      .when(the(RecordPayment), PAY, outsider('stranger', 'REGISTRAR', '2023-05-25'))
      .thenRefused('unit.not_responsible', REFUSAL);
    given(...UNTIL_SERVED, published(), paid())
      .when(
        the(CloseCase),
        { closeReason: 'EXECUTED', closedOn: '2023-05-30', ...onPaper('2023-05-30') },
        outsider('stranger', 'OFFICER', '2023-05-30'),
      )
      .thenRefused('unit.not_responsible', REFUSAL);
  });

  it('本单位的人可以；经调用并已指派为本案办案人员的可以（条例第二十九条）', () => {
    given(...UNTIL_SERVED)
      .when(the(RecordPayment), PAY, by('zhang', '2023-05-25'))
      .then({ type: 'FinePaid' });
    const lent = {
      type: 'OfficerAssigned',
      data: { userId: 'lent', certNo: 'C08', duty: 'ASSIST', assignedOn: '2023-03-06' },
    };
    const order = { content: '改'.repeat(20), orderedOn: '2023-03-07', dueOn: '2023-03-09' };
    given(...UNTIL_FILED, lent)
      .when(the(OrderCorrection), order, outsider('lent', 'OFFICER', '2023-03-07'))
      .then({ type: 'CorrectionOrdered' });
    given(...UNTIL_FILED)
      .when(the(OrderCorrection), order, outsider('lent', 'OFFICER', '2023-03-07'))
      .thenRefused('unit.not_responsible');
  });

  it('法制审核人员库跨单位：本轮审核人是外单位的，仍由其本人出具意见（条例第二十四条）', () => {
    given(...UNTIL_CONCLUDED, {
      type: 'LegalReviewSubmitted',
      data: { round: 1, trigger: 'EVERY_CASE', reviewerId: 'sun', submittedOn: '2023-04-11' },
    })
      .when(the(PassReview), { opinion: '同意', passedOn: '2023-04-12' }, outsider('sun', 'REVIEWER', '2023-04-12'))
      .then({ type: 'LegalReviewPassed' });
  });

  it('外单位的负责人、从未审核过本案的外单位审核人员，先因与本案无关被拒绝，不问案件办到哪里', () => {
    const decide: DecidePenalty = {
      decidedOn: '2023-05-08',
      kinds: ['FINE'],
      fineFen: 1_000_000,
      confiscateFen: 0,
      lawVersion: '条例第十二条',
    };
    for (const history of [UNTIL_FILED, UNTIL_DECIDED])
      given(...history)
        .when(the(DecidePenalty), decide, outsider('stranger', 'LEADER', '2023-05-08'))
        .thenRefused('unit.not_responsible', REFUSAL);
    for (const history of [UNTIL_FILED, UNTIL_REVIEWED])
      given(...history)
        .when(the(PassReview), { opinion: '同意', passedOn: '2023-05-08' }, outsider('zhou', 'REVIEWER', '2023-05-08'))
        .thenRefused('unit.not_responsible', REFUSAL);
    // Who was the reviewer of some round is told how the case stands.
    given(...UNTIL_REVIEWED)
      .when(the(PassReview), { opinion: '同意', passedOn: '2023-05-08' }, outsider('sun', 'REVIEWER', '2023-05-08'))
      .thenRefused('case.phase');
  });

  it('人事登记属于本单位的负责人，登录单位不同也可以决定；调用来的负责人同样（条例第二十九条）', () => {
    const decide: DecidePenalty = {
      decidedOn: '2023-05-08',
      kinds: ['FINE'],
      fineFen: 1_000_000,
      confiscateFen: 0,
      lawVersion: '条例第十二条',
    };
    const heard = [...UNTIL_NOTICED, waived()];
    given(...heard)
      .when(the(DecidePenalty), decide, outsider('chen', 'LEADER', '2023-05-08'))
      .then({ type: 'PenaltyDecided' });
    const calledIn = {
      'officer-lentLeader': [
        { type: 'OfficerRegistered', data: { userId: 'lentLeader', name: '某', unitId: 'kecheng', auxiliary: false } },
        { type: 'LeaderAppointed', data: { rank: 'DEPUTY', from: '2022-01-01' } },
        { type: 'OfficerSeconded', data: { toUnitId: 'qz', from: '2023-05-01', to: '2023-05-31' } },
      ],
    };
    const scenario = {
      ...by('lentLeader', '2023-05-08', calledIn),
      actor: { id: 'lentLeader', unit: 'kecheng', roles: ['LEADER'] },
    };
    given(...heard)
      .when(the(DecidePenalty), decide, scenario)
      .then({ type: 'PenaltyDecided' });
  });

  it('调查终结报告由本案办案人员提出（第五十七条第一款）', () => {
    const report: ConcludeInvestigation = {
      concludedOn: '2023-04-10',
      facts: '占用城市道路摆摊',
      nature: '擅自占用城市道路',
      proposedFineFen: 1_000_000,
      discretionReason: '一般情节',
    };
    given(...UNTIL_FILED, collected())
      .when(the(ConcludeInvestigation), report, by('li', '2023-04-10'))
      .then({ type: 'InvestigationConcluded' });
    // A leader with a certificate who had concluded it could then decide on his own report.
    given(...UNTIL_FILED, collected())
      .when(the(ConcludeInvestigation), report, by('both', '2023-04-10'))
      .thenRefused('officer.not_assigned', { article: '行政处罚法第五十七条第一款' });
  });
});
