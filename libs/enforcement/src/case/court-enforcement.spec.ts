import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import {
  ApplyCourtEnforcement,
  RecordCourtAcceptance,
  RecordCourtRejection,
  RecordCourtRuling,
} from './court-enforcement.js';
import { by, onPaper, the } from './scenario.js';
import { courtAccepted, courtApplied, demanded, paid, summaryMade, UNTIL_SERVED } from './scenario-after-decision.js';

const UNTIL_DEMANDED = [...UNTIL_SERVED, demanded()];
const UNTIL_APPLIED = [...UNTIL_DEMANDED, courtApplied()];

const apply = (history: readonly DomainEvent[], appliedOn: string, signedBy = 'chen', at = '2024-06-28') =>
  given(...history).when(
    the(ApplyCourtEnforcement),
    { court: '衢州市柯城区人民法院', appliedOn, signedBy, paper: onPaper(appliedOn).paper },
    by('zhang', at),
  );

describe('申请法院强制执行（行政强制法第五十三条至第五十五条）', () => {
  it('起诉期限届满次日起三个月内申请，申请书编号，法院五个工作日内受理', () => {
    const decision = apply(UNTIL_DEMANDED, '2023-11-13').then({
      type: 'CourtEnforcementApplied',
      data: {
        applicationNo: '衢综执强申字〔2023〕1号',
        court: '衢州市柯城区人民法院',
        windowFirstOn: '2023-11-11',
        windowEndOn: '2024-02-18',
        signedBy: 'chen',
        amounts: { fineFen: 1_000_000, confiscateFen: 0, surchargeFen: 1_000_000 },
        acceptanceDueOn: '2023-11-20',
      },
    });
    expect(decision.elsewhere).toMatchObject([{ stream: { id: 'qz.COURT_APPLICATION.2023' } }]);
  });

  it('5月10日送达，起诉期限11月10日届满，11日才能申请（第五十三条）', () => {
    apply(UNTIL_DEMANDED, '2023-11-11').then({ type: 'CourtEnforcementApplied' });
    apply(UNTIL_DEMANDED, '2023-11-10').thenRefused('court.suing_period_open', {
      article: '行政强制法第五十三条',
      earliest: '2023-11-11',
    });
  });

  it('三个月的末日在春节，顺延到2月18日；19日已过期', () => {
    apply(UNTIL_DEMANDED, '2024-02-18').then({ type: 'CourtEnforcementApplied' });
    apply(UNTIL_DEMANDED, '2024-02-19').thenRefused('court.window_closed');
  });

  it('催告书送达满十个工作日才能申请（第五十四条）', () => {
    const history = [...UNTIL_SERVED, demanded('2023-11-01')];
    apply(history, '2023-11-16').then({ type: 'CourtEnforcementApplied' });
    apply(history, '2023-11-15').thenRefused('court.demand_pending', {
      article: '行政强制法第五十四条',
      earliest: '2023-11-16',
    });
  });

  it('催告未满、起诉期限也未满的，最早可以申请的是都满以后', () => {
    apply(UNTIL_DEMANDED, '2023-06-15').thenRefused('court.demand_pending', { earliest: '2023-11-11' });
  });

  it('催告过晚，满十个工作日时窗口已经关闭', () => {
    const history = [...UNTIL_SERVED, demanded('2024-01-30')];
    apply(history, '2024-02-18').thenRefused('court.window_closed');
    apply(history, '2024-02-19').thenRefused('court.window_closed');
  });

  it('当场处罚 2024 年起复议前置，期限自复议申请期限届满起算（行政复议法第二十三条）', () => {
    const history = [
      summaryMade({ decidedOn: '2024-01-08', servedOn: '2024-01-08', paymentDueOn: '2024-01-23' }),
      demanded('2024-01-30'),
    ];
    apply(history, '2024-03-09').then({ type: 'CourtEnforcementApplied' });
    apply(history, '2024-03-08').thenRefused('court.suing_period_open', { earliest: '2024-03-09' });
  });

  it('没有催告的不能申请', () => {
    apply(UNTIL_SERVED, '2023-11-13').thenRefused('case.phase');
  });

  it('已经履行完毕的不需要申请', () => {
    const settled = [
      ...UNTIL_DEMANDED,
      paid({ paidOn: '2023-06-05' }),
      paid({ receiptNo: 'R2', kind: 'SURCHARGE', amountFen: 330_000, paidOn: '2023-06-05' }),
    ];
    apply(settled, '2023-11-13').thenRefused('court.nothing_owed');
  });

  it('须由机关负责人签名，办案人员不能签（第五十五条第二款）', () => {
    apply(UNTIL_DEMANDED, '2023-11-13', 'lin').then({ type: 'CourtEnforcementApplied', data: { signedBy: 'lin' } });
    apply(UNTIL_DEMANDED, '2023-11-13', 'sun').thenRefused('approver.not_leader');
    const assigned = { type: 'OfficerAssigned', data: { userId: 'both', certNo: 'C09', duty: 'ASSIST' } };
    apply([...UNTIL_SERVED, assigned, demanded()], '2023-11-13', 'both').thenRefused('approver.investigates');
  });

  it('申请可以是今天，不能是明天', () => {
    apply(UNTIL_DEMANDED, '2023-11-13', 'chen', '2023-11-13').then({ type: 'CourtEnforcementApplied' });
    apply(UNTIL_DEMANDED, '2023-11-13', 'chen', '2023-11-12').thenRefused('day.in_future');
  });
});

describe('法院受理（行政强制法第五十六条）', () => {
  const accepted = (history: readonly DomainEvent[], on = '2023-11-16', at = '2023-12-29') =>
    given(...history).when(the(RecordCourtAcceptance), { on, courtCaseNo: '（2023）浙0802行审1号' }, by('zhang', at));
  const rejected = (history: readonly DomainEvent[], on = '2023-11-16', at = '2023-12-29') =>
    given(...history).when(the(RecordCourtRejection), { on, reason: '材料不齐' }, by('zhang', at));

  it('受理以后七个工作日内裁定（第五十七条）', () => {
    accepted(UNTIL_APPLIED).then({
      type: 'CourtEnforcementAccepted',
      data: { on: '2023-11-16', rulingDueOn: '2023-11-27', courtCaseNo: '（2023）浙0802行审1号' },
    });
  });

  it('不予受理的，十五日内可以向上一级法院申请复议，案件回到逾期', () => {
    const { events } = rejected(UNTIL_APPLIED).then({
      type: 'CourtEnforcementRejected',
      data: { on: '2023-11-16', reason: '材料不齐', objectionDueOn: '2023-12-01' },
    });
    apply([...UNTIL_APPLIED, ...events], '2023-11-20').then({ type: 'CourtEnforcementApplied' });
    apply([...UNTIL_APPLIED, ...events], '2023-11-15').thenRefused('day.out_of_order', { earliest: '2023-11-16' });
  });

  it('受理只记录一次', () => {
    accepted([...UNTIL_APPLIED, courtAccepted()]).thenRefused('court.answered');
    rejected([...UNTIL_APPLIED, courtAccepted()]).thenRefused('court.answered');
  });

  it('受理以后裁定准予、部分准予、不准予（第五十七条、第五十八条）；不准予的说明理由，回到逾期', () => {
    const ruled = (history: readonly DomainEvent[], more: Partial<RecordCourtRuling>) =>
      given(...history).when(
        the(RecordCourtRuling),
        { ruling: 'GRANTED', ruledOn: '2023-11-27', ...more },
        by('zhang', '2023-12-29'),
      );
    const history = [...UNTIL_APPLIED, courtAccepted()];
    const { events: granted } = ruled(history, {}).then({ type: 'CourtRulingReceived', data: { ruling: 'GRANTED' } });
    ruled([...history, ...granted], {}).thenRefused('court.ruled');
    ruled(UNTIL_APPLIED, {}).thenRefused('court.not_accepted');
    ruled(history, { ruling: 'PARTLY_GRANTED', reason: '加处部分依据不足' }).thenRefused('court.granted_part');
    ruled(history, { ruling: 'PARTLY_GRANTED', granted: ['FINE'], reason: '加处部分依据不足' }).then({
      type: 'CourtRulingReceived',
      data: { granted: ['FINE'], objectionDueOn: '2023-12-12' },
    });
    ruled(history, { ruling: 'REFUSED' }).thenRefused('court.reason_missing');
    const { events: refused } = ruled(history, { ruling: 'REFUSED', reason: '明显缺乏事实根据' }).then({
      type: 'CourtRulingReceived',
      data: { ruling: 'REFUSED', objectionDueOn: '2023-12-12' },
    });
    apply([...history, ...refused], '2023-11-28').then({ type: 'CourtEnforcementApplied' });
    apply([...history, ...granted], '2023-11-28').thenRefused('case.phase');
  });

  it('没有申请的没有答复；答复不早于申请，也不在将来', () => {
    accepted(UNTIL_DEMANDED).thenRefused('case.phase');
    rejected(UNTIL_DEMANDED).thenRefused('case.phase');
    accepted(UNTIL_APPLIED, '2023-11-13').then({ type: 'CourtEnforcementAccepted' });
    accepted(UNTIL_APPLIED, '2023-11-12').thenRefused('day.out_of_order');
    accepted(UNTIL_APPLIED, '2023-11-16', '2023-11-15').thenRefused('day.in_future');
    rejected(UNTIL_APPLIED, '2023-11-12').thenRefused('day.out_of_order');
  });
});
