import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { rowAfter } from '../scenario.js';
import { type JudgmentOutcome, type ReconsiderationOutcome } from '../terms.js';
import { remedy } from './remedy.js';

/* What the rows of the register say: M15, M16 and the days to watch. */

const event = (type: string, data: object): DomainEvent => ({ type, data: { unitId: 'qz', ...data } });

/** Plays the events of one matter into its row. */
const play = (...events: DomainEvent[]) => rowAfter(remedy.register, ...events);

describe('行政复议（M15）', () => {
  const filed = event('ReconsiderationFiled', { remedyId: 'x1', applicant: '甲', filedOn: '2022-12-20' });
  const accepted = event('ReconsiderationAccepted', {
    acceptedOn: '2022-12-30',
    carriedOverFromYear: 2022,
    answerDueOn: '2023-01-09',
    decisionDueOn: '2023-02-28',
  });
  const decided = (outcome: ReconsiderationOutcome) =>
    event('ReconsiderationDecided', { outcome, redo: false, decidedOn: '2023-02-20' });
  const ACCEPTED = 'reconsideration.accepted 2022-12-30 qz';

  it('受理之前不计；受理按受理日计，结转的计入上年收案', () => {
    expect(play(filed).facts).toEqual([]);
    const { facts, row } = play(filed, accepted);
    expect(facts).toEqual([ACCEPTED]);
    expect(row['carriedOverFromYear']).toBe(2022);
  });

  it('审结按决定日和结果计', () => {
    for (const outcome of ['UPHELD', 'REVOKED', 'MEDIATED', 'TERMINATED'] as const)
      expect(play(filed, accepted, decided(outcome)).facts).toEqual([
        ACCEPTED,
        `reconsideration.concluded 2023-02-20 qz ${outcome}`,
      ]);
  });

  it('撤回单列；受理之前撤回、不予受理的既不收也不结，收结平衡', () => {
    const withdrawn = event('ReconsiderationWithdrawn', { on: '2023-01-10' });
    expect(play(filed, accepted, withdrawn).facts).toEqual([
      ACCEPTED,
      'reconsideration.concluded 2023-01-10 qz WITHDRAWN',
    ]);
    expect(play(filed, withdrawn).facts).toEqual([]);
    expect(play(filed, event('ReconsiderationDeclined', { reason: '超期', on: '2022-12-22' })).row['phase']).toBe(
      'Declined',
    );
  });

  it('中止期间没有决定期限，恢复后有新的期限', () => {
    const suspended = event('ReconsiderationSuspended', { reason: '鉴定', on: '2023-01-10' });
    expect(play(filed, accepted, suspended).row).toMatchObject({ phase: 'Suspended', decisionDueOn: null });
    const resumed = event('ReconsiderationResumed', { on: '2023-01-20', decisionDueOn: '2023-03-10' });
    const { row } = play(
      filed,
      accepted,
      suspended,
      resumed,
      event('ReconsiderationAnswerSubmitted', { on: '2023-01-21', late: true }),
    );
    expect(row).toMatchObject({
      phase: 'UnderReconsideration',
      decisionDueOn: '2023-03-10',
      answeredOn: '2023-01-21',
    });
  });

  it('答复期限和决定期限在走；中止期间没有决定期限；决定期限是复议机关的，本机关没有逾期可言', () => {
    const suspended = event('ReconsiderationSuspended', { reason: '鉴定', on: '2023-01-10' });
    expect(play(filed).open).toEqual([]);
    expect(play(filed, accepted)).toMatchObject({
      open: ['answer 2023-01-09', 'decision 2023-02-28'],
      row: { nextDueOn: '2023-01-09', nextDue: '提交答复或者答辩', watchedOn: '2023-01-09' },
    });
    expect(play(filed, accepted, suspended).open).toEqual(['answer 2023-01-09']);
    const answered = event('ReconsiderationAnswerSubmitted', { on: '2023-01-05', late: false });
    expect(play(filed, accepted, answered)).toMatchObject({
      open: ['decision 2023-02-28'],
      row: { nextDueOn: null, watchedOn: null },
    });
    expect(play(filed, accepted, decided('UPHELD')).open).toEqual([]);
  });
});

describe('行政诉讼（M15）和负责人出庭（M16）', () => {
  const filed = event('LitigationFiled', { remedyId: 'x1', plaintiff: '甲', filedOn: '2023-03-01' });
  const accepted = (acceptedOn = '2023-03-06') =>
    event('LitigationAccepted', { acceptedOn, answerDueOn: '2023-03-21' });
  const judged = (instance: 1 | 2, outcome: JudgmentOutcome, judgedOn: string) =>
    event('LitigationJudged', { instance, outcome, judgedOn });
  const appealed = event('LitigationAppealed', { appellant: '甲', on: '2023-06-10' });
  const held = (heldOn: string, leaderAttended: boolean) => event('CourtHearingHeld', { heldOn, leaderAttended });
  const ACCEPTED = 'litigation.accepted 2023-03-06 qz';
  const concluded = (on: string, outcome: string) => [
    `litigation.concluded ${on} qz ${outcome}`,
    // By the day of acceptance: of the new matters of any period, those that were concluded within their year.
    `${ACCEPTED.replace('accepted', 'concludedNew')} ${outcome}`,
  ];

  it('一审判决未上诉的，按一审判决日审结；生效不另计', () => {
    const history = [filed, accepted(), judged(1, 'DISMISSED', '2023-06-01')];
    expect(play(...history).facts).toEqual([ACCEPTED, ...concluded('2023-06-01', 'DISMISSED')]);
    const effective = play(...history, event('LitigationEffective', { effectiveOn: '2023-06-20' }));
    expect(effective.booked).toEqual([]);
    expect(effective.row).toMatchObject({ phase: 'Effective', effectiveOn: '2023-06-20' });
  });

  it('上诉冲回一审的审结，二审判决日重新计', () => {
    const history = [filed, accepted(), judged(1, 'DISMISSED', '2023-06-01'), appealed];
    const pending = play(...history);
    expect(pending.facts).toEqual([ACCEPTED]);
    expect(pending.booked).toEqual(concluded('2023-06-01', 'DISMISSED').map((fact) => `-1 ${fact}`));
    expect(play(...history, judged(2, 'UPHELD', '2023-09-01')).facts).toEqual([
      ACCEPTED,
      ...concluded('2023-09-01', 'UPHELD'),
    ]);
  });

  it('一审撤销、二审维持原判的，是败诉，不是维持', () => {
    for (const outcome of ['REVOKED', 'ALTERED', 'ILLEGAL', 'INVALID'] as const)
      expect(
        play(filed, accepted(), judged(1, outcome, '2023-06-01'), appealed, judged(2, 'UPHELD', '2023-09-01')).facts,
      ).toEqual([ACCEPTED, ...concluded('2023-09-01', outcome)]);
  });

  it('一审撤销、二审改判驳回的，不是败诉', () => {
    const history = [filed, accepted(), judged(1, 'REVOKED', '2023-06-01'), appealed];
    expect(play(...history, judged(2, 'DISMISSED', '2023-09-01')).facts).toEqual([
      ACCEPTED,
      ...concluded('2023-09-01', 'DISMISSED'),
    ]);
  });

  it('撤回上诉的，按撤回日以一审结果审结', () => {
    expect(
      play(
        filed,
        accepted(),
        judged(1, 'REVOKED', '2023-06-01'),
        appealed,
        event('AppealWithdrawn', { on: '2023-07-01' }),
      ).facts,
    ).toEqual([ACCEPTED, ...concluded('2023-07-01', 'REVOKED')]);
  });

  it('撤诉单列，立案之前撤诉的不计', () => {
    const withdrawn = event('LitigationWithdrawn', { on: '2023-04-03' });
    expect(play(filed, accepted(), withdrawn).facts).toEqual([ACCEPTED, ...concluded('2023-04-03', 'WITHDRAWN')]);
    expect(play(filed, withdrawn).facts).toEqual([]);
  });

  it('上年立案、本年审结的不是新收案件的审结', () => {
    expect(play(filed, accepted('2022-12-30'), judged(1, 'DISMISSED', '2023-06-01')).facts).toEqual([
      'litigation.accepted 2022-12-30 qz',
      'litigation.concluded 2023-06-01 qz DISMISSED',
    ]);
  });

  it('一审判决之后不再等待答辩', () => {
    expect(play(filed, accepted()).open).toEqual(['answer 2023-03-21']);
    expect(play(filed, accepted(), judged(1, 'DISMISSED', '2023-06-01')).open).toEqual([]);
  });

  it('C10 发回重审的仍在审理中，没有人败诉；重审的一审再开庭、再裁判（行政诉讼法第八十九条）', () => {
    const history = [
      filed,
      accepted(),
      judged(1, 'REVOKED', '2023-06-01'),
      appealed,
      judged(2, 'REMANDED', '2023-09-01'),
    ];
    expect(play(...history)).toMatchObject({ facts: [ACCEPTED], row: { phase: 'UnderTrial', outcome: null } });
    expect(play(...history, judged(1, 'DISMISSED', '2024-02-01')).facts).toEqual([
      ACCEPTED,
      'litigation.concluded 2024-02-01 qz DISMISSED',
    ]);
  });

  it('C15 每一审理程序各计一次出庭，后一年的审级不改前一年的率（法释〔2020〕3号）', () => {
    const first = [filed, accepted(), held('2023-10-26', false), judged(1, 'DISMISSED', '2023-11-01')];
    const heardIn2023 = 'litigation.heard 2023-10-26 qz';
    expect(play(...first).facts.filter((fact) => fact.startsWith('litigation.heard'))).toEqual([heardIn2023]);
    const second = play(...first, appealed, held('2024-03-10', true));
    expect(second.booked).toEqual(['+1 litigation.heard 2024-03-10 qz', '+1 litigation.leaderAttended 2024-03-10 qz']);
    // A second hearing of the same instance in the next year does not reach back either.
    expect(play(filed, accepted(), held('2023-10-26', false), held('2024-01-10', true)).booked).toEqual([]);
  });

  it('再审另计收案和审结，原审的审结留在原来的年度', () => {
    const history = [filed, accepted(), judged(1, 'DISMISSED', '2023-06-01'), event('LitigationEffective', {})];
    const retried = play(...history, event('RetrialOpened', { on: '2024-05-06', reason: '新的证据' }));
    expect(retried).toMatchObject({ row: { phase: 'UnderRetrial' }, booked: ['+1 litigation.accepted 2024-05-06 qz'] });
    const again = {
      type: 'LitigationJudged',
      data: { instance: 2, isRetrial: true, outcome: 'REVOKED', judgedOn: '2024-09-02' },
    };
    expect(
      play(...history, event('RetrialOpened', { on: '2024-05-06', reason: '新的证据' }), event(again.type, again.data))
        .booked,
    ).toEqual(['+1 litigation.concluded 2024-09-02 qz REVOKED']);
  });

  it('开庭一个审理程序计一次，按首次开庭日；负责人任一次出庭即为出庭', () => {
    expect(play(filed, accepted()).facts).toEqual([ACCEPTED]);
    expect(play(filed, accepted(), held('2023-05-10', false)).facts).toEqual([
      ACCEPTED,
      'litigation.heard 2023-05-10 qz',
    ]);
    expect(play(filed, accepted(), held('2023-05-10', false), held('2023-05-20', true)).facts).toEqual([
      ACCEPTED,
      'litigation.heard 2023-05-10 qz',
      'litigation.leaderAttended 2023-05-10 qz',
    ]);
    expect(play(filed, accepted(), held('2023-05-10', true), held('2023-05-20', false)).booked).toEqual([]);
  });
});
