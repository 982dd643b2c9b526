import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { addDays, LiveStatutes, loadStatutes } from '#statutes';
import { NOTICE_OF_2027 } from '../scenario.js';
import { caseAggregate } from './case.js';
import { CloseCase } from './closing.js';
import { ServeDemand } from './demand.js';
import { CASE_DETERMINES } from './open-days.js';
import { PublishPenalty } from './publication.js';
import { by, lawContext, the } from './scenario.js';
import { paid, UNTIL_DECIDED } from './scenario-after-decision.js';
import { ServeDecision } from './service.js';

const serve = (servedOn: string, at = servedOn) =>
  given(...UNTIL_DECIDED).when(
    the(ServeDecision),
    { method: 'DIRECT', servedOn, receiptId: '衢综执送〔2026〕1号' } satisfies ServeDecision,
    by('zhang', at),
  );
/** The case of the scenario was decided in 2023. */
const LATE = { type: 'ProceduralDefectRecorded', data: { kind: 'SERVICE_OVERDUE' } };
const folded = (...events: readonly DomainEvent[]) =>
  events.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);

describe('算不出的期限待定，事实照实入账（DOMAIN F2）', () => {
  it('缴款期限届满在尚无放假安排的年份，照实送达，期限待定；届满在已公布的年份，当即算出', () => {
    const known = serve('2026-12-16').then({ type: 'DecisionServed', data: { paymentDueOn: '2026-12-31' } }, LATE);
    expect((known.events[0]!.data as { openDays?: unknown[] }).openDays ?? []).not.toContainEqual(
      expect.objectContaining({ rule: 'D13' }),
    );
    const { events } = serve('2026-12-17').then({ type: 'DecisionServed' }, LATE);
    expect(events[0]!.data).toMatchObject({ openDays: [{ rule: 'D13', on: '2026-12-17', year: 2027 }] });
    expect(events[0]!.data).not.toHaveProperty('paymentDueOn');
    expect(folded(...UNTIL_DECIDED, ...events)).toMatchObject({ phase: 'Performing', openDays: [{ rule: 'D13' }] });
    expect(caseAggregate.events.get('DecisionServed')!.says!(events[0]!.data)).toContain(
      '缴纳罚款待定，2027年放假安排公布后确定',
    );
  });

  it('以缴款期限为前提的催告等它确定，并说明等什么；公示不等', () => {
    const { events } = serve('2026-12-17').then({ type: 'DecisionServed' }, LATE);
    const served = given(...UNTIL_DECIDED, ...events);
    served
      .when(the(ServeDemand), { servedOn: '2026-12-31' } as ServeDemand, by('zhang', '2026-12-31'))
      .thenRefused('demand.payment_day_open');
    served
      .when(
        the(PublishPenalty),
        { publishedOn: '2026-12-18', channel: '浙江省行政处罚结果信息公开平台' } as PublishPenalty,
        by('zhang', '2026-12-18'),
      )
      .then({ type: 'PenaltyPublished' });
  });

  it('公示期限待定的，没有公示不能结案', () => {
    const open = { openDays: [{ rule: 'D28', variant: 'AFTER_SERVICE', on: '2026-12-30', year: 2027 }] };
    const { events } = serve('2026-12-16').then({ type: 'DecisionServed' }, LATE);
    const { publicationDueOn: _due, publicationRule: _rule, ...data } = events[0]!.data as Record<string, unknown>;
    const history = [...UNTIL_DECIDED, { type: 'DecisionServed', data: { ...data, ...open } }, paid()];
    expect(folded(...history).publicationDueOn).toBeUndefined();
    given(...history)
      .when(
        the(CloseCase),
        { closeReason: 'EXECUTED', closedOn: '2026-12-18', approverId: 'chen' } as CloseCase,
        by('zhang', '2026-12-18'),
      )
      .thenRefused('closing.not_published');
  });

  it('放假安排公布后期限由事件确定，一次；仍算不出的，什么也不变', () => {
    const { events } = serve('2026-12-17').then({ type: 'DecisionServed' }, LATE);
    const history = [...UNTIL_DECIDED, ...events];
    const command = { rule: 'D13', on: '2026-12-17' } as const;
    const law = new LiveStatutes(loadStatutes());
    const clock = {
      ...by('clock', '2026-12-20'),
      context: (kernel: Parameters<typeof lawContext>[0]) => ({ ...lawContext(kernel), statutes: law.statutes }),
    };
    given(...history)
      .when(caseAggregate.determine!, command, clock)
      .thenRefused('statutes.no_answer');
    law.take([NOTICE_OF_2027]);
    const determined = given(...history)
      .when(caseAggregate.determine!, command, clock)
      .then({
        type: 'DeadlineDetermined',
        data: { ...command, dueOn: '2027-01-04', dueRule: 'D13@2021-07-15', determinedOn: '2026-12-20' },
      });
    expect(folded(...history, ...determined.events)).toMatchObject({ paymentDueOn: '2027-01-04', openDays: [] });
    given(...history, ...determined.events)
      .when(caseAggregate.determine!, command, clock)
      .then();
  });

  it('批准了分期缴纳的，缴款期限确定以后仍按各期缴纳（G32）', () => {
    const { events } = serve('2026-12-17').then({ type: 'DecisionServed' }, LATE);
    const plan = {
      type: 'PaymentPlanApproved',
      data: {
        ...{ approverId: 'chen', approvedOn: '2026-12-20', paidBeforeFen: 0 },
        instalments: [{ dueOn: '2027-03-01', amountFen: 1_000_000 }],
      },
    };
    const determined = {
      type: 'DeadlineDetermined',
      data: {
        rule: 'D13',
        on: '2026-12-17',
        dueOn: '2027-01-04',
        dueRule: 'D13@2021-07-15',
        determinedOn: '2026-12-25',
      },
    };
    expect(folded(...UNTIL_DECIDED, ...events, plan, determined)).toMatchObject({
      paymentDueOn: '2027-03-01',
      plan: { originalDueOn: '2027-01-04' },
    });
  });

  it('送达晚于待定以后才确定的公示期限的，公示期限自送达起算（F6）', () => {
    const law = new LiveStatutes(loadStatutes());
    law.take([NOTICE_OF_2027]);
    const decidedOn = '2026-12-28';
    const first = law.statutes.due('D28', { on: decidedOn }).dueOn;
    const day = (servedOn: string) =>
      CASE_DETERMINES.D28!.due!(
        { ...caseAggregate.initialState, servedOn },
        { rule: 'D28', on: decidedOn, year: 2027 },
        law.statutes,
      ).dueOn;
    expect(day(first)).toBe(first);
    const after = addDays(first, 1);
    expect(day(after)).toBe(law.statutes.due('D28', { on: after, variant: 'AFTER_SERVICE' }).dueOn);
  });
});
