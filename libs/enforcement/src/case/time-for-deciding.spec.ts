import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { addDays, loadStatutes } from '#statutes';
import { caseAggregate } from './case.js';
import { CASE_CLOCKS, caseTerms } from './clocks.js';
import { GiveOpinion } from './discussion.js';
import { ConcludeInvestigation } from './investigation.js';
import {
  by,
  collected,
  concluded,
  filed,
  happened,
  hearingRequested,
  onPaper,
  onRecord,
  opinionGiven,
  registered,
  the,
  UNTIL_CONCLUDED,
  UNTIL_FILED,
  UNTIL_NOTICED,
  UNTIL_REQUESTED,
} from './scenario.js';
import type { CaseState } from './state.js';
import {
  type CaseResumed,
  type CaseSuspended,
  type DeadlineExtended,
  EndTest,
  EntrustTest,
  ExtendDeadline,
  ExtendDeadlineAgain,
  type PeriodExcluded,
  ResumeCase,
  SuspendCase,
  type TestEntrusted,
} from './time-for-deciding.js';

/* The case of the fixtures is filed on 2023-03-03; its ninety days end on 2023-06-01. */

const entrusted = (startedOn = '2023-03-10', entrustNo = '衢综委鉴〔2023〕1号') =>
  happened<TestEntrusted>('TestEntrusted', {
    entrustNo,
    kind: 'APPRAISAL',
    agency: '浙江某鉴定中心',
    matter: '鉴定占用面积',
    startedOn,
  });

const excluded = (startOn: string, endedOn: string, entrustNo = '衢综委鉴〔2023〕1号', decisionDueOn = '2023-06-11') =>
  happened<PeriodExcluded>('PeriodExcluded', {
    entrustNo,
    kind: 'APPRAISAL',
    startOn,
    endedOn,
    decisionDueOn,
    decisionDueRule: 'D03@2021-07-15',
  });

const suspended = (suspendedOn = '2023-03-15') =>
  happened<CaseSuspended>('CaseSuspended', {
    ground: 'RELATED_MATTER',
    reason: '产权争议正在法院审理',
    approverId: 'chen',
    suspendedOn,
  });

const extended = (days = 30, decisionDueOn = '2023-07-01', extendedOn = '2023-05-30') =>
  happened<DeadlineExtended>('DeadlineExtended', {
    days,
    reason: '案情复杂',
    approverId: 'chen',
    extendedOn,
    decisionDueOn,
    decisionDueRule: 'D03@2021-07-15',
  });

const stateAfter = (...events: readonly DomainEvent[]) =>
  events.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);

describe('检测、检验、鉴定的期间不计入办案期限（行政处罚法第六十条，R9）', () => {
  const end = (endedOn: string, entrustNo = '衢综委鉴〔2023〕1号'): EndTest => ({
    entrustNo,
    reportNo: '浙鉴〔2023〕88号',
    endedOn,
  });

  it('3月10日委托、3月20日收到报告的，10日不计，期限由6月1日移至6月11日', () => {
    given(...UNTIL_FILED, entrusted())
      .when(the(EndTest), end('2023-03-20'), by('zhang', '2023-03-20'))
      .then({
        type: 'PeriodExcluded',
        data: {
          kind: 'APPRAISAL',
          startOn: '2023-03-10',
          decisionDueOn: '2023-06-11',
          decisionDueRule: 'D03@2021-07-15',
        },
      });
  });

  it('两项委托重叠的日子只扣除一次', () => {
    given(
      ...UNTIL_FILED,
      entrusted('2023-03-10'),
      entrusted('2023-03-15', '衢综委检〔2023〕2号'),
      excluded('2023-03-10', '2023-03-20'),
    )
      .when(the(EndTest), end('2023-03-25', '衢综委检〔2023〕2号'), by('zhang', '2023-03-25'))
      .then({ type: 'PeriodExcluded', data: { decisionDueOn: '2023-06-16' } });
  });

  it('收到报告之日不早于委托之日；同一委托书只登记一次，未登记的不能了结', () => {
    given(...UNTIL_FILED, entrusted())
      .when(the(EndTest), end('2023-03-10'), by('zhang', '2023-03-20'))
      .then({ type: 'PeriodExcluded', data: { decisionDueOn: '2023-06-01' } });
    given(...UNTIL_FILED, entrusted())
      .when(the(EndTest), end('2023-03-09'), by('zhang', '2023-03-20'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-10' });
    given(...UNTIL_FILED, entrusted())
      .when(the(EntrustTest), entrusted().data as EntrustTest, by('zhang', '2023-03-20'))
      .thenRefused('exclusion.running');
    given(...UNTIL_FILED, entrusted())
      .when(the(EndTest), end('2023-03-20', '没有这一编号'), by('zhang', '2023-03-20'))
      .thenRefused('exclusion.unknown');
  });

  it('委托没有结果的，调查不能终结；有了结果即可', () => {
    const conclude = concluded('2023-04-10').data as ConcludeInvestigation;
    given(...UNTIL_FILED, collected(), entrusted())
      .when(the(ConcludeInvestigation), conclude, by('zhang', '2023-04-10'))
      .thenRefused('exclusion.open', { article: '行政处罚法第五十七条第一款' });
    given(...UNTIL_FILED, collected(), entrusted(), excluded('2023-03-10', '2023-03-20'))
      .when(the(ConcludeInvestigation), conclude, by('zhang', '2023-04-10'))
      .then({ type: 'InvestigationConcluded' });
  });

  it('只在调查中委托；结果在中止期间、移送期间也可以登记', () => {
    given(...UNTIL_CONCLUDED)
      .when(the(EntrustTest), entrusted('2023-04-11').data as EntrustTest, by('zhang', '2023-04-11'))
      .thenRefused('case.phase');
    given(...UNTIL_FILED, entrusted(), suspended())
      .when(the(EndTest), end('2023-03-20'), by('zhang', '2023-03-20'))
      .then({ type: 'PeriodExcluded' });
  });
});

describe('中止和恢复调查（G12）', () => {
  const suspend = (more: Partial<SuspendCase> = {}): SuspendCase => ({
    ground: 'RELATED_MATTER',
    reason: '产权争议正在法院审理',
    ...onPaper(more.suspendedOn ?? '2023-03-15', more.approverId),
    suspendedOn: '2023-03-15',
    ...more,
  });
  const resume = (resumedOn: string): ResumeCase => ({ reason: '判决已经生效', resumedOn });

  it('调查中经负责人批准可以中止；调查终结后不能', () => {
    given(...UNTIL_FILED)
      .when(the(SuspendCase), suspend(), by('zhang', '2023-03-15'))
      .then({ type: 'CaseSuspended', data: { ground: 'RELATED_MATTER' } });
    given(...UNTIL_CONCLUDED)
      .when(the(SuspendCase), suspend({ suspendedOn: '2023-04-11' }), by('zhang', '2023-04-11'))
      .thenRefused('case.phase');
  });

  it('批准人须是负责人；立案以前没有可以中止的调查', () => {
    given(...UNTIL_FILED)
      .when(the(SuspendCase), suspend({ approverId: 'qian' }), by('zhang', '2023-03-15'))
      .thenRefused('approver.not_leader');
    given(...UNTIL_FILED)
      .when(the(SuspendCase), suspend({ suspendedOn: '2023-03-02' }), by('zhang', '2023-03-15'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-03' });
  });

  it('中止31日的，期限顺延31日；没有中止的不能恢复', () => {
    given(...UNTIL_FILED, suspended())
      .when(the(ResumeCase), resume('2023-04-15'), by('zhang', '2023-04-15'))
      .then({ type: 'CaseResumed', data: { decisionDueOn: '2023-07-02' } });
    given(...UNTIL_FILED)
      .when(the(ResumeCase), resume('2023-04-15'), by('zhang', '2023-04-15'))
      .thenRefused('case.phase');
  });

  it('恢复之日不早于中止之日', () => {
    given(...UNTIL_FILED, suspended())
      .when(the(ResumeCase), resume('2023-03-14'), by('zhang', '2023-04-15'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-15' });
  });

  it('鉴定与中止重叠的日子只扣除一次', () => {
    given(...UNTIL_FILED, entrusted('2023-03-10'), suspended('2023-03-15'), excluded('2023-03-10', '2023-03-20'))
      .when(the(ResumeCase), resume('2023-03-25'), by('zhang', '2023-03-25'))
      .then({ type: 'CaseResumed', data: { decisionDueOn: '2023-06-16' } });
  });

  it('立案时法律没有规定办案期限的，恢复后也没有', () => {
    const {
      deadlineOn: _on,
      deadlineRule: _rule,
      ...old
    } = filed().data as Required<
      ReturnType<typeof filed>['data'] & {
        deadlineOn: string;
        deadlineRule: string;
      }
    >;
    given(registered(), { type: 'CaseFiled', data: old }, suspended())
      .when(the(ResumeCase), resume('2023-04-15'), by('zhang', '2023-04-15'))
      .then({ type: 'CaseResumed', data: { reason: '判决已经生效' } });
  });
});

describe('延长办案期限（G13）', () => {
  const extend = (more: Partial<ExtendDeadline> = {}): ExtendDeadline => ({
    days: 30,
    reason: '案情复杂',
    ...onPaper(more.extendedOn ?? '2023-05-30', more.approverId),
    extendedOn: '2023-05-30',
    ...more,
  });
  const again = (more: Partial<ExtendDeadlineAgain> = {}): ExtendDeadlineAgain => ({
    days: 60,
    reason: '案情特别复杂',
    ...onRecord('2023-06-30'),
    extendedOn: '2023-06-30',
    ...more,
  });

  it('第一次由负责人批准，至多30日：6月1日延至7月1日', () => {
    given(...UNTIL_FILED)
      .when(the(ExtendDeadline), extend(), by('zhang', '2023-05-30'))
      .then({ type: 'DeadlineExtended', data: { decisionDueOn: '2023-07-01', decisionDueRule: 'D03@2021-07-15' } });
    given(...UNTIL_FILED)
      .when(the(ExtendDeadline), extend({ days: 31 }), by('zhang', '2023-05-30'))
      .thenRefused('deadline.extension_too_long', { article: '行政处罚法第六十条' });
    given(...UNTIL_FILED)
      .when(the(ExtendDeadline), extend({ approverId: 'qian' }), by('zhang', '2023-05-30'))
      .thenRefused('approver.not_leader');
  });

  it('届满之日仍可延长，次日不可以', () => {
    given(...UNTIL_FILED)
      .when(the(ExtendDeadline), extend({ extendedOn: '2023-06-01' }), by('zhang', '2023-06-01'))
      .then({ type: 'DeadlineExtended' });
    given(...UNTIL_FILED)
      .when(the(ExtendDeadline), extend({ extendedOn: '2023-06-02' }), by('zhang', '2023-06-02'))
      .thenRefused('deadline.lapsed');
  });

  it('听证期间停计的，届满之日以停计后的日期为准', () => {
    given(...UNTIL_NOTICED, hearingRequested())
      .when(the(ExtendDeadline), extend({ extendedOn: '2023-06-02' }), by('zhang', '2023-06-02'))
      .then({ type: 'DeadlineExtended', data: { decisionDueOn: '2023-07-01' } });
  });

  it('第二次由负责人集体讨论决定，至多60日，累计不超过90日', () => {
    given(...UNTIL_FILED, extended())
      .when(the(ExtendDeadlineAgain), again(), by('chen', '2023-06-30'))
      .then({ type: 'DeadlineExtendedAgain', data: { decisionDueOn: '2023-08-30' } });
    given(...UNTIL_FILED, extended())
      .when(the(ExtendDeadlineAgain), again({ days: 61 }), by('chen', '2023-06-30'))
      .thenRefused('deadline.extension_too_long');
    given(...UNTIL_FILED, extended())
      .when(the(ExtendDeadlineAgain), again({ attendees: ['chen', 'lin', 'qian'] }), by('chen', '2023-06-30'))
      .thenRefused('approver.not_leader');
    given(...UNTIL_FILED, extended())
      .when(the(ExtendDeadlineAgain), again({ signedAll: false }), by('chen', '2023-06-30'))
      .thenRefused('discussion.unsigned');
  });

  it('第二次延长的讨论由负责人各自发表意见，参加的人记明结论；第一次延长以后才讨论', () => {
    const opinion = { topic: 'EXTENSION', stance: 'AGREE', opinion: '确需延长', givenOn: '2023-06-30' } as const;
    given(...UNTIL_FILED)
      .when(the(GiveOpinion), opinion, by('lin', '2023-06-30'))
      .thenRefused('deadline.not_extended');
    given(...UNTIL_FILED, extended())
      .when(the(GiveOpinion), opinion, by('lin', '2023-06-30'))
      .then({ type: 'OpinionGiven', data: { ...opinion, memberId: 'lin' } });
    const members = ['chen', 'lin', 'he'].map((memberId) => opinionGiven(memberId, opinion));
    const { attendees: _typed, signedAll: _signed, record: _record, ...own } = again();
    given(...UNTIL_FILED, extended(), ...members)
      .when(the(ExtendDeadlineAgain), own, by('chen', '2023-06-30'))
      .then({
        type: 'DeadlineExtendedAgain',
        data: { attendees: ['chen', 'lin', 'he'], chairId: 'chen', signedAll: true, decisionDueOn: '2023-08-30' },
      });
    given(...UNTIL_FILED, extended(), ...members.slice(1))
      .when(the(ExtendDeadlineAgain), own, by('lin', '2023-06-30'))
      .thenRefused('discussion.too_few');
  });

  it('第一次未延长的不能再次延长；负责人一人不能批准第二次；两次以后不得再延长', () => {
    given(...UNTIL_FILED)
      .when(the(ExtendDeadlineAgain), again({ extendedOn: '2023-05-30' }), by('chen', '2023-05-30'))
      .thenRefused('deadline.not_extended');
    given(...UNTIL_FILED, extended())
      .when(the(ExtendDeadline), extend(), by('zhang', '2023-05-30'))
      .thenRefused('deadline.extended');
    const twice = happened('DeadlineExtendedAgain', {
      ...again(),
      decisionDueOn: '2023-08-30',
      decisionDueRule: 'D03@2021-07-15',
    });
    given(...UNTIL_FILED, extended(), twice)
      .when(the(ExtendDeadlineAgain), again({ days: 1, extendedOn: '2023-07-01' }), by('chen', '2023-07-01'))
      .thenRefused('deadline.extended_twice');
  });

  it('延长以后的停计在延长的期限上计算', () => {
    given(...UNTIL_FILED, extended(30, '2023-07-01', '2023-03-05'), entrusted())
      .when(the(EndTest), { entrustNo: '衢综委鉴〔2023〕1号', endedOn: '2023-03-20' }, by('zhang', '2023-03-20'))
      .then({ type: 'PeriodExcluded', data: { decisionDueOn: '2023-07-11' } });
  });
});

describe('停计期间', () => {
  const clock = CASE_CLOCKS.find(({ name }) => name === 'decision')!;
  const isRunning = (state: CaseState) => clock.runs!(caseTerms(state));

  it('办案期限在委托、中止、申请听证以后不走，了结以后再走', () => {
    expect(isRunning(stateAfter(...UNTIL_FILED))).toBe(true);
    expect(isRunning(stateAfter(...UNTIL_FILED, entrusted()))).toBe(false);
    expect(isRunning(stateAfter(...UNTIL_FILED, entrusted(), excluded('2023-03-10', '2023-03-20')))).toBe(true);
    expect(isRunning(stateAfter(...UNTIL_FILED, suspended()))).toBe(false);
    const resumed = happened<CaseResumed>('CaseResumed', { reason: '恢复', resumedOn: '2023-04-15' });
    expect(isRunning(stateAfter(...UNTIL_FILED, suspended(), resumed))).toBe(true);
    expect(isRunning(stateAfter(...UNTIL_REQUESTED))).toBe(false);
  });

  it('无论怎样停计、延长，期限只向后移：任何一段停计都不使其提前', () => {
    const statutes = loadStatutes();
    const day = fc.integer({ min: 0, max: 200 });
    const stretch = fc.tuple(day, day).map(([a, b]) => ({
      startOn: addDays('2023-03-03', Math.min(a, b)),
      endOn: addDays('2023-03-03', Math.max(a, b)),
    }));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 5 }), stretch, (suspensions, more) => {
        const before = statutes.due('D03', { on: '2023-03-03', suspensions }).dueOn;
        const after = statutes.due('D03', { on: '2023-03-03', suspensions: [...suspensions, more] }).dueOn;
        expect(after >= before).toBe(true);
      }),
    );
  });
});
