import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { ServeDemand } from './demand.js';
import { by, the } from './scenario.js';
import {
  courtApplied,
  demanded,
  paid,
  summaryImported,
  summaryMade,
  UNTIL_DECIDED,
  UNTIL_SERVED,
} from './scenario-after-decision.js';

const demand = (history: readonly DomainEvent[], servedOn: string, at = '2024-03-01') =>
  given(...history).when(the(ServeDemand), { servedOn, receiptId: 'SE9' }, by('zhang', at));

describe('催告（行政强制法第三十五条、第五十四条）', () => {
  it('催告书编号，写明所欠的罚款和加处罚款，十个工作日履行', () => {
    const decision = demand(UNTIL_SERVED, '2023-06-01').then({
      type: 'DemandServed',
      data: {
        demandNo: '衢综执催字〔2023〕1号',
        servedOn: '2023-06-01',
        dueOn: '2023-06-15',
        demandRule: 'D16@2012-01-01',
        amounts: { fineFen: 1_000_000, confiscateFen: 0, surchargeFen: 210_000 },
      },
    });
    expect(decision.elsewhere).toMatchObject([{ stream: { id: 'qz.DEMAND.2023' } }]);
  });

  it('春节前后的十个工作日含两个上班的周日：1月30日送达，2月18日届满', () => {
    demand(UNTIL_SERVED, '2024-01-30').then({ type: 'DemandServed', data: { dueOn: '2024-02-18' } });
  });

  it('缴款期限最后一日仍是当事人的，次日才能催告（行政处罚法第六十七条第三款）', () => {
    demand(UNTIL_SERVED, '2023-05-26').then({ type: 'DemandServed' });
    demand(UNTIL_SERVED, '2023-05-25').thenRefused('demand.payment_period_open', { earliest: '2023-05-26' });
  });

  it('已经缴清的不催告；只欠加处罚款的可以催告', () => {
    demand([...UNTIL_SERVED, paid()], '2023-06-01').thenRefused('demand.nothing_owed');
    demand([...UNTIL_SERVED, paid({ paidOn: '2023-05-26' })], '2023-06-01').then({
      type: 'DemandServed',
      data: { amounts: { fineFen: 0, confiscateFen: 0, surchargeFen: 30_000 } },
    });
  });

  it('当场处罚逾期不缴的同样催告', () => {
    demand([summaryMade()], '2023-05-24').then({ type: 'DemandServed' });
    demand([summaryMade()], '2023-05-23').thenRefused('demand.payment_period_open');
  });

  it('导入的决定没有送达记录，缴款期限没有起算', () => {
    demand([summaryImported()], '2023-06-30').thenRefused('demand.no_payment_period');
  });

  it('送达可以是今天，不能是明天', () => {
    demand(UNTIL_SERVED, '2023-06-01', '2023-06-01').then({ type: 'DemandServed' });
    demand(UNTIL_SERVED, '2023-06-01', '2023-05-31').thenRefused('day.in_future');
  });

  it('没有送达决定、已经催告的不能催告；法院不予受理以后可以再催告', () => {
    demand(UNTIL_DECIDED, '2023-06-01').thenRefused('case.phase');
    demand([...UNTIL_SERVED, demanded()], '2023-06-05').thenRefused('case.phase');
    const rejected = {
      type: 'CourtEnforcementRejected',
      data: { on: '2023-11-16', reason: '材料不齐', objectionDueOn: '2023-12-01', objectionRule: 'D19@2012-01-01' },
    };
    demand([...UNTIL_SERVED, demanded(), courtApplied(), rejected], '2023-11-20').then({ type: 'DemandServed' });
    demand([...UNTIL_SERVED, demanded(), courtApplied(), rejected], '2023-11-15').thenRefused('day.out_of_order', {
      earliest: '2023-11-16',
    });
  });
});
