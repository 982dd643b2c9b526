import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import type { LegalDay } from '#statutes';
import { agendaOf, RecordMissedDeadline, standingsOf, stateOn } from '../definition/clock.js';
import { SYSTEM_ROLE } from '../roles.js';
import { caseAggregate } from './case.js';
import { CASE_CLOCKS, caseTerms } from './clocks.js';
import {
  by,
  filed,
  hearingHeld,
  hearingRequested,
  noticed,
  penaltyDecided,
  registered,
  stated,
  statementReviewed,
  UNTIL_FILED,
  UNTIL_HELD,
  UNTIL_NOTICED,
  UNTIL_REVIEWED,
  UNTIL_SCHEDULED,
  waived,
} from './scenario.js';
import {
  courtApplied,
  demanded,
  paid,
  policeFiled,
  published,
  served,
  summaryImported,
  transferApproved,
  transferProposed,
  transferSent,
  UNTIL_DECIDED,
  UNTIL_SERVED,
  UNTIL_WARNING_SERVED,
} from './scenario-after-decision.js';

const stateOf = (history: readonly DomainEvent[]) => history.reduce(caseAggregate.evolve, caseAggregate.initialState);

/** How the clocks of a case stand on a day. */
function clocks(history: readonly DomainEvent[], today: LegalDay) {
  const standings = standingsOf(CASE_CLOCKS, caseTerms(stateOf(history)));
  return Object.fromEntries(
    standings.map((standing) => [standing.clock, { ...standing, state: stateOn(standing, today) }] as const),
  );
}

/** The clock of the worker finds this on a day. */
const miss = (history: readonly DomainEvent[], clock: string, dueOn: LegalDay, today: LegalDay) =>
  given(...history).when(caseAggregate.recordMissed!, { clock, dueOn } satisfies RecordMissedDeadline, {
    ...by('deadline-clock', today),
    actor: { id: 'deadline-clock', unit: 'qz', roles: [SYSTEM_ROLE] },
  });

const refused = (refusedOn: LegalDay): DomainEvent => ({
  type: 'CriminalTransferRefused',
  data: { reason: '不构成犯罪', refusedOn, approverId: 'chen', approverRank: 'CHIEF', returnsTo: 'Investigating' },
});

describe('作出决定的期限（行政处罚法第六十条）', () => {
  it('立案起在计，末日仍在计，次日为逾期未办', () => {
    expect(clocks(UNTIL_FILED, '2023-06-01')['decision']).toMatchObject({
      dueOn: '2023-06-01',
      rule: 'D03@2021-07-15',
      state: 'running',
    });
    expect(clocks(UNTIL_FILED, '2023-06-02')['decision']!.state).toBe('missed');
    expect(clocks([registered()], '2023-06-02')).toEqual({});
  });

  it('末日作出的是按期，次日作出的是逾期作出', () => {
    const decidedOn = (day: LegalDay) => [...UNTIL_NOTICED, waived(), penaltyDecided({ decidedOn: day })];
    expect(clocks(decidedOn('2023-06-01'), '2023-07-01')['decision']).toMatchObject({ state: 'met' });
    expect(clocks(decidedOn('2023-06-02'), '2023-07-01')['decision']).toMatchObject({ state: 'late' });
  });

  it('听证以后期限顺延，依据一并更新', () => {
    expect(clocks(UNTIL_HELD, '2023-06-14')['decision']).toMatchObject({
      dueOn: '2023-06-14',
      rule: 'D03@2021-07-15',
      state: 'running',
    });
  });

  it('移送审批期间、公安机关立案以后没有人等待决定；案件退回以后继续', () => {
    const pending = [...UNTIL_FILED, transferProposed()];
    expect(clocks(pending, '2023-06-02')['decision']!.state).toBe('moot');
    expect(
      clocks([...pending, transferApproved(), transferSent(), policeFiled()], '2023-06-02')['decision']!.state,
    ).toBe('moot');
    expect(clocks([...pending, refused('2023-03-22')], '2023-06-02')['decision']!.state).toBe('missed');
  });
});

describe('公示、缴款的期限', () => {
  it('公示：末日公示按期，次日逾期，没有公示的逾期未办', () => {
    expect(clocks(UNTIL_SERVED, '2023-05-17')['publication']).toMatchObject({
      rule: 'D28@2018-01-01',
      state: 'running',
    });
    expect(clocks(UNTIL_SERVED, '2023-05-18')['publication']!.state).toBe('missed');
    expect(clocks([...UNTIL_SERVED, published('2023-05-17')], '2023-06-01')['publication']!.state).toBe('met');
    expect(clocks([...UNTIL_SERVED, published('2023-05-18')], '2023-06-01')['publication']!.state).toBe('late');
  });

  it('公示：未送达不公示，没有送达的不算逾期（C28）', () => {
    expect(clocks(UNTIL_DECIDED, '2023-05-18')['publication']?.state).not.toBe('missed');
  });

  it('缴款：缴清才算，以最后一笔罚没款之日为准，加处罚款不影响', () => {
    expect(clocks(UNTIL_SERVED, '2023-05-25')['payment']).toMatchObject({
      dueOn: '2023-05-25',
      rule: 'D13@2021-07-15',
      state: 'running',
    });
    expect(clocks(UNTIL_SERVED, '2023-05-26')['payment']!.next).toBe('应送达履行催告书');
    const demandedNext = clocks([...UNTIL_SERVED, demanded()], '2023-06-20')['payment']!.next;
    expect(demandedNext).toBe('催告期满仍不履行的，申请法院强制执行');
    expect(clocks(UNTIL_FILED, '2023-06-02')['decision']!.next).toBeUndefined();
    const part = [...UNTIL_SERVED, paid({ amountFen: 999_999 })];
    expect(clocks(part, '2023-05-26')['payment']!.state).toBe('missed');
    const rest = paid({ receiptNo: 'R2', amountFen: 1, paidOn: '2023-05-26' });
    expect(clocks([...part, rest], '2023-06-30')['payment']).toMatchObject({ doneOn: '2023-05-26', state: 'late' });
    const surcharge = paid({ receiptNo: 'R3', kind: 'SURCHARGE', amountFen: 1, paidOn: '2023-06-20' });
    expect(clocks([...part, rest, surcharge], '2023-06-30')['payment']!.doneOn).toBe('2023-05-26');
    expect(clocks([...UNTIL_SERVED, paid()], '2023-06-30')['payment']!.state).toBe('met');
  });

  it('没收款也要缴清', () => {
    const history = [
      ...UNTIL_NOTICED,
      waived(),
      penaltyDecided({ kinds: ['FINE', 'CONFISCATE_INCOME'], confiscateFen: 500 }),
      served(),
      paid(),
    ];
    expect(clocks(history, '2023-05-26')['payment']!.state).toBe('missed');
    const settled = [...history, paid({ receiptNo: 'R2', kind: 'CONFISCATE', amountFen: 500 })];
    expect(clocks(settled, '2023-05-26')['payment']!.state).toBe('met');
  });

  it('催告以后仍在等待当事人，申请法院强制执行以后不再等待；没有可缴款项的没有缴款期限', () => {
    expect(clocks([...UNTIL_SERVED, demanded()], '2023-06-10')['payment']!.state).toBe('missed');
    expect(clocks([...UNTIL_SERVED, demanded(), courtApplied()], '2023-12-01')['payment']!.state).toBe('moot');
    expect(clocks(UNTIL_WARNING_SERVED, '2023-06-10')).not.toHaveProperty('payment');
    expect(clocks([summaryImported()], '2023-06-10')).toEqual({});
  });
});

describe('当事人的期间：届满即消灭，没有人逾期', () => {
  it('陈述申辩：以陈述或者放弃之日为行使，复核不改变', () => {
    expect(clocks(UNTIL_NOTICED, '2023-05-04')['statement']).toMatchObject({ isRight: true, state: 'running' });
    expect(clocks(UNTIL_NOTICED, '2023-05-05')['statement']!.state).toBe('lapsed');
    const reviewedLate = [...UNTIL_NOTICED, stated('2023-04-27'), statementReviewed('2023-05-06')];
    expect(clocks(reviewedLate, '2023-05-08')['statement']).toMatchObject({ doneOn: '2023-04-27', state: 'met' });
    expect(clocks([...UNTIL_NOTICED, waived()], '2023-05-08')['statement']!.state).toBe('met');
  });

  it('听证申请：没有听证权的没有这一期间；听证结束后仍是已行使', () => {
    expect(clocks([...UNTIL_NOTICED, hearingRequested()], '2023-05-08')['hearingRequest']).toMatchObject({
      dueOn: '2023-05-06',
      rule: 'D07@2021-07-15',
      state: 'met',
    });
    expect(clocks([...UNTIL_SCHEDULED, hearingHeld()], '2023-05-20')['hearingRequest']!.state).toBe('met');
    expect(clocks(UNTIL_REVIEWED, '2023-05-20')).not.toHaveProperty('hearingRequest');
  });

  it('重新告知的，期间重新起算', () => {
    const again = [...UNTIL_NOTICED, waived(), noticed({ servedOn: '2023-05-08', statementDueOn: '2023-05-11' })];
    expect(clocks(again, '2023-05-09')['statement']).toMatchObject({ dueOn: '2023-05-11', state: 'running' });
  });

  it('责令改正以最近一次的期限为准', () => {
    const order = (dueOn: LegalDay): DomainEvent => ({
      type: 'CorrectionOrdered',
      data: { correctionNo: '1', content: '改', orderedOn: '2023-03-06', dueOn },
    });
    const history = [...UNTIL_FILED, order('2023-03-08'), order('2023-03-20')];
    expect(clocks(history, '2023-03-10')['correction']).toMatchObject({ dueOn: '2023-03-20', state: 'running' });
    expect(clocks(history, '2023-03-21')['correction']!.state).toBe('lapsed');
  });
});

describe('移送的期限（国务院令第310号第五条、第六条、第八条）', () => {
  const proposed = [...UNTIL_FILED, transferProposed()];
  const approved = [...proposed, transferApproved()];

  it('批准或者不批准都是答复', () => {
    expect(clocks(proposed, '2023-03-23')['transferApproval']).toMatchObject({
      rule: 'D30@2020-08-07',
      state: 'running',
    });
    expect(clocks(proposed, '2023-03-24')['transferApproval']!.state).toBe('missed');
    expect(clocks(approved, '2023-03-24')['transferApproval']!.state).toBe('met');
    expect(clocks([...proposed, refused('2023-03-24')], '2023-03-30')['transferApproval']!.state).toBe('late');
  });

  it('批准后二十四小时内移送，届满之日没有移送的，次日为逾期未办', () => {
    expect(clocks(proposed, '2023-03-21')).not.toHaveProperty('transferSending');
    expect(clocks(approved, '2023-03-22')['transferSending']).toMatchObject({ dueOn: '2023-03-22', state: 'running' });
    expect(clocks(approved, '2023-03-23')['transferSending']!.state).toBe('missed');
    expect(clocks([...approved, transferSent()], '2023-03-23')['transferSending']!.state).toBe('met');
  });

  it('公安机关的审查期限不是本机关的，过了也没有可记的', () => {
    const sent = [...approved, transferSent()];
    expect(clocks(sent, '2023-03-25')['policeAnswer']).toMatchObject({ dueOn: '2023-03-24', state: 'lapsed' });
    miss(sent, 'policeAnswer', '2023-03-24', '2023-03-25').thenNothing();
  });
});

describe('期限届满未办，记录一次', () => {
  it('写明期限、依据、逾期之日和记录时已逾期的天数', () => {
    miss(UNTIL_FILED, 'decision', '2023-06-01', '2023-06-04').then({
      type: 'DeadlineMissed',
      data: {
        unitId: 'qz',
        clock: 'decision',
        what: '作出决定',
        dueOn: '2023-06-01',
        rule: 'D03@2021-07-15',
        missedOn: '2023-06-02',
        days: 3,
      },
    });
  });

  it('末日不记，次日才记', () => {
    miss(UNTIL_FILED, 'decision', '2023-06-01', '2023-06-01').thenNothing();
    miss(UNTIL_FILED, 'decision', '2023-06-01', '2023-06-02').then({ type: 'DeadlineMissed', data: { days: 1 } });
  });

  it('记过的不再记，案件的状态不变，此后不再列为待查', () => {
    const [event] = miss(UNTIL_FILED, 'decision', '2023-06-01', '2023-06-02').then({ type: 'DeadlineMissed' }).events;
    const history = [...UNTIL_FILED, event!];
    miss(history, 'decision', '2023-06-01', '2023-06-03').thenNothing();
    const [before, after] = [stateOf(UNTIL_FILED), stateOf(history)];
    expect(after).toEqual({ ...before, missed: [{ clock: 'decision', dueOn: '2023-06-01' }] });
    const watchedOn = (state: typeof before) => agendaOf(standingsOf(CASE_CLOCKS, caseTerms(state)), state).watchedOn;
    expect([watchedOn(before), watchedOn(after)]).toEqual(['2023-06-01', null]);
  });

  it('按期已办、期限已经改变、没有这一期限的，什么也不记', () => {
    miss([...UNTIL_SERVED, paid()], 'payment', '2023-05-25', '2023-05-26').thenNothing();
    miss(UNTIL_HELD, 'decision', '2023-06-01', '2023-06-02').thenNothing();
    miss(UNTIL_HELD, 'decision', '2023-06-14', '2023-06-15').then({ type: 'DeadlineMissed' });
    miss([registered(), filed()], 'payment', '2023-05-25', '2023-05-26').thenNothing();
    miss([registered(), filed()], 'nothing', '2023-06-01', '2023-06-02').thenNothing();
  });

  it('期限改到后来又届满的，另记一次', () => {
    const [event] = miss(UNTIL_FILED, 'decision', '2023-06-01', '2023-06-02').then({ type: 'DeadlineMissed' }).events;
    // An appraisal that was put on record late.
    const appraisal = {
      entrustNo: '1号',
      kind: 'APPRAISAL',
      decisionDueOn: '2023-06-11',
      decisionDueRule: 'D03@2021-07-15',
    };
    const late = [
      { type: 'TestEntrusted', data: { ...appraisal, startedOn: '2023-05-10' } },
      { type: 'PeriodExcluded', data: { ...appraisal, startOn: '2023-05-10', endedOn: '2023-05-20' } },
    ];
    miss([...UNTIL_FILED, event!, ...late], 'decision', '2023-06-11', '2023-06-12').then({
      type: 'DeadlineMissed',
      data: { dueOn: '2023-06-11' },
    });
  });

  it('听证申请以后、举行以前，办案期限不走，不记逾期', () => {
    miss(UNTIL_SCHEDULED, 'decision', '2023-06-01', '2023-06-02').thenNothing();
  });

  it('当事人没有行使的权利不记', () => {
    miss(UNTIL_NOTICED, 'statement', '2023-05-04', '2023-05-05').thenNothing();
    miss(UNTIL_NOTICED, 'hearingRequest', '2023-05-06', '2023-05-07').thenNothing();
  });

  it('没有缴清的，缴款期限届满照记', () => {
    miss([...UNTIL_SERVED, paid({ amountFen: 1 })], 'payment', '2023-05-25', '2023-05-26').then({
      type: 'DeadlineMissed',
      data: { what: '当事人缴款', rule: 'D13@2021-07-15', missedOn: '2023-05-26' },
    });
  });
});
