import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { caseAggregate } from './case.js';
import { DecideNoPenalty, DecideNotEstablished, DecidePenalty } from './decision.js';
import {
  by,
  concluded,
  discussed,
  filed,
  hearingHeld,
  hearingScheduled,
  hearingTerminated,
  noticed,
  noticedWithoutHearing,
  passed,
  penaltyDecided,
  registered,
  returned,
  stated,
  statementReviewed,
  submitted,
  the,
  UNIT,
  UNTIL_CONCLUDED,
  UNTIL_HELD,
  UNTIL_NOTICED,
  UNTIL_REQUESTED,
  UNTIL_REVIEWED,
  UNTIL_SCHEDULED,
  waived,
} from './scenario.js';

const DECIDE: DecidePenalty = {
  decidedOn: '2023-05-07',
  kinds: ['FINE'],
  fineFen: 1_000_000,
  confiscateFen: 0,
  lawVersion: '浙江省城市市容和环境卫生管理条例（2020）第十二条',
};
const ALL_HEARD = [...UNTIL_NOTICED, waived()];
const AFTER_HEARING = [...UNTIL_HELD, submitted(2, '2023-05-18'), passed(2, '2023-05-19')];

describe('处罚决定（行政处罚法第五十七条、第五十九条）', () => {
  it('取文号，写明决定人和七个工作日的公示期限，读者不必再查别的事件', () => {
    const { elsewhere } = given(...ALL_HEARD)
      .when(the(DecidePenalty), { ...DECIDE, benchmarkId: 'B12', mitigating: ['32.1'] }, by('chen', '2023-05-08'))
      .then({
        type: 'PenaltyDecided',
        data: {
          decisionNo: '衢综执罚决字〔2023〕1号',
          decidedOn: '2023-05-07',
          deciderId: 'chen',
          kinds: ['FINE'],
          fineFen: 1_000_000,
          confiscateFen: 0,
          benchmarkId: 'B12',
          mitigating: ['32.1'],
          publicationDueOn: '2023-05-16',
          publicationRule: expect.stringMatching(/^D28@\d{4}-/),
          unitId: UNIT,
          itemId: '330217001',
          field: 'CITY_APPEARANCE',
          partyKind: 'CITIZEN',
        },
      });
    expect(elsewhere).toMatchObject([
      { stream: { id: 'qz.DECISION.2023' }, events: [{ data: { takenFor: 'k1' } }] },
      { stream: { aggregate: 'partyHistory' }, events: [{ type: 'PenaltyEntered' }] },
    ]);
  });

  it('被拒绝的决定不占文号', () => {
    const { decision } = given(...UNTIL_NOTICED).when(the(DecidePenalty), DECIDE, by('zhang', '2023-05-08'));
    expect(decision).not.toHaveProperty('elsewhere');
  });

  it('审核通过、已告知、集体讨论以后都可以决定', () => {
    for (const events of [
      ALL_HEARD,
      [...ALL_HEARD, submitted(2, '2023-05-06'), passed(2, '2023-05-07')],
      [...ALL_HEARD, discussed('2023-05-07')],
    ])
      given(...events)
        .when(the(DecidePenalty), DECIDE, by('chen', '2023-05-08'))
        .then({ type: 'PenaltyDecided' });
  });

  it('不能决定两次；调查、审核中不能决定', () => {
    for (const events of [
      [...ALL_HEARD, penaltyDecided()],
      UNTIL_CONCLUDED,
      [...UNTIL_CONCLUDED, submitted()],
      [...UNTIL_CONCLUDED, submitted(), returned()],
      [...ALL_HEARD, submitted(2, '2023-05-06')],
      [...ALL_HEARD, submitted(2, '2023-05-06'), returned(2, '2023-05-06')],
    ])
      given(...events)
        .when(the(DecidePenalty), DECIDE, by('chen', '2023-05-08'))
        .thenRefused('case.phase');
  });

  it('不能晚于今天', () => {
    given(...ALL_HEARD)
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-09' }, by('chen', '2023-05-08'))
      .thenRefused('day.in_future', { earliest: '2023-05-09' });
  });
});

describe('G05 由机关负责人决定，且不是本案办案人员（第五十七条）', () => {
  it('负责人都可以，决定人就是下命令的人', () => {
    given(...ALL_HEARD)
      .when(the(DecidePenalty), DECIDE, by('lin', '2023-05-08'))
      .then({ type: 'PenaltyDecided', data: { deciderId: 'lin' } });
    expect(parseCommand(DecidePenalty, { ...DECIDE, deciderId: 'chen' }).faults).toEqual([
      { path: 'deciderId', message: '没有这个字段' },
    ]);
  });

  it('审核过本案的负责人不可以（第五十八条第一款）', () => {
    const reviewedByLin = [
      ...UNTIL_CONCLUDED,
      submitted(1, '2023-04-11', 'lin'),
      passed(1, '2023-04-14', 'lin'),
      noticed(),
      waived(),
    ];
    given(...reviewedByLin)
      .when(the(DecidePenalty), DECIDE, by('lin', '2023-05-08'))
      .thenRefused('decision.decider_reviewed', { article: '行政处罚法第五十八条第一款' });
    given(...reviewedByLin)
      .when(the(DecidePenalty), DECIDE, by('chen', '2023-05-08'))
      .then({ type: 'PenaltyDecided' });
  });

  it('不是负责人的不可以', () => {
    given(...ALL_HEARD)
      .when(the(DecidePenalty), DECIDE, by('qian', '2023-05-08'))
      .thenRefused('approver.not_leader');
  });

  it('决定之日在任：任职之日可以，前一日不可以', () => {
    given(...ALL_HEARD)
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-08' }, by('new', '2023-05-09'))
      .then({ type: 'PenaltyDecided' });
    given(...ALL_HEARD)
      .when(the(DecidePenalty), DECIDE, by('new', '2023-05-09'))
      .thenRefused('approver.not_leader');
  });

  it('办理过本案的负责人不可以，撤换以后也不可以', () => {
    const assigned = {
      type: 'OfficerAssigned',
      data: { userId: 'both', certNo: 'C09', duty: 'ASSIST', assignedOn: '2023-04-27' },
    };
    const removed = { type: 'OfficerRemoved', data: { userId: 'both', reason: '撤换', removedOn: '2023-04-28' } };
    given(...ALL_HEARD, assigned, removed)
      .when(the(DecidePenalty), DECIDE, by('both', '2023-05-08'))
      .thenRefused('approver.investigates');
  });
});

describe('G21 决定以前当事人已被告知，并且陈述、放弃或者期满（第四十四条、第四十五条、第六十二条）', () => {
  const small = { ...DECIDE, fineFen: 100_000 };
  const noHearing = [...UNTIL_REVIEWED, noticedWithoutHearing()];

  it('没有告知的，不能处罚', () => {
    given(...UNTIL_REVIEWED)
      .when(the(DecidePenalty), DECIDE, by('chen', '2023-05-08'))
      .thenRefused('decision.no_notice');
    given(...UNTIL_REVIEWED, discussed())
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-08' }, by('chen', '2023-05-08'))
      .thenRefused('decision.no_notice');
  });

  it('陈述申辩期的最后一日5月4日不能决定，次日可以', () => {
    given(...noHearing)
      .when(the(DecidePenalty), { ...small, decidedOn: '2023-05-04' }, by('chen', '2023-05-08'))
      .thenRefused('decision.statement_period_open', { earliest: '2023-05-05', article: '行政处罚法第六十二条' });
    given(...noHearing)
      .when(the(DecidePenalty), { ...small, decidedOn: '2023-05-05' }, by('chen', '2023-05-08'))
      .then({ type: 'PenaltyDecided' });
  });

  it('当事人明确放弃的，当日即可决定，不能更早', () => {
    given(...noHearing, waived('2023-04-27'))
      .when(the(DecidePenalty), { ...small, decidedOn: '2023-04-27' }, by('chen', '2023-05-08'))
      .then({ type: 'PenaltyDecided' });
    given(...noHearing, waived('2023-04-27'))
      .when(the(DecidePenalty), { ...small, decidedOn: '2023-04-26' }, by('chen', '2023-05-08'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-27' });
  });

  it('陈述申辩须先复核（第四十五条第一款）；复核当日即可决定', () => {
    given(...noHearing, stated())
      .when(the(DecidePenalty), { ...small, decidedOn: '2023-05-08' }, by('chen', '2023-05-08'))
      .thenRefused('decision.statement_not_reviewed', { article: '行政处罚法第四十五条第一款' });
    given(...noHearing, stated(), statementReviewed('2023-04-28'))
      .when(the(DecidePenalty), { ...small, decidedOn: '2023-04-28' }, by('chen', '2023-05-08'))
      .then({ type: 'PenaltyDecided' });
  });

  it('放弃之后又陈述的，同样须复核', () => {
    given(...noHearing, waived(), stated('2023-05-04'))
      .when(the(DecidePenalty), { ...small, decidedOn: '2023-05-08' }, by('chen', '2023-05-08'))
      .thenRefused('decision.statement_not_reviewed');
  });

  it('重新告知的，期间重新起算', () => {
    given(
      ...ALL_HEARD,
      noticed({ servedOn: '2023-05-08', statementDueOn: '2023-05-11', hearingRequestDueOn: '2023-05-15' }),
    )
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-15' }, by('chen', '2023-05-20'))
      .thenRefused('decision.hearing_period_open', { earliest: '2023-05-16' });
  });
});

describe('G21 听证（第六十三条至第六十五条）', () => {
  it('听证申请的最后一日5月6日不能决定，最早5月7日', () => {
    given(...ALL_HEARD)
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-06' }, by('chen', '2023-05-08'))
      .thenRefused('decision.hearing_period_open', { earliest: '2023-05-07' });
    given(...ALL_HEARD)
      .when(the(DecidePenalty), DECIDE, by('chen', '2023-05-08'))
      .then({ type: 'PenaltyDecided' });
  });

  it('两个期间都没有届满的，最早之日取较晚的一个', () => {
    given(...UNTIL_NOTICED)
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-04' }, by('chen', '2023-05-08'))
      .thenRefused('decision.hearing_period_open', { earliest: '2023-05-07' });
    given(...UNTIL_REVIEWED, noticed({ statementDueOn: '2023-05-09' }))
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-06' }, by('chen', '2023-05-20'))
      .thenRefused('decision.hearing_period_open', { earliest: '2023-05-10' });
  });

  it('两个期间都届满而当事人没有任何表示的，可以决定', () => {
    given(...UNTIL_NOTICED)
      .when(the(DecidePenalty), DECIDE, by('chen', '2023-05-08'))
      .then({ type: 'PenaltyDecided' });
  });

  it('申请了听证的，听证结束以前不能决定', () => {
    for (const events of [UNTIL_REQUESTED, UNTIL_SCHEDULED])
      given(...events)
        .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-20' }, by('chen', '2023-05-20'))
        .thenRefused('decision.hearing_pending');
  });
});

describe('G22 最近一轮法制审核通过，听证的在听证以后（第五十八条）', () => {
  it('听证以后没有再审的，不能决定；终止的也要再审', () => {
    for (const end of [hearingHeld(), hearingTerminated()])
      given(...UNTIL_SCHEDULED, end)
        .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-20' }, by('chen', '2023-05-20'))
        .thenRefused('decision.not_reviewed_after_hearing', { article: '行政处罚法第五十八条第一款第二项' });
  });

  it('听证以后再审通过的，当日可以决定，不能更早', () => {
    given(...AFTER_HEARING)
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-19' }, by('chen', '2023-05-20'))
      .then({ type: 'PenaltyDecided' });
    given(...AFTER_HEARING)
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-18' }, by('chen', '2023-05-20'))
      .thenRefused('day.out_of_order', { earliest: '2023-05-19' });
  });

  it('历史中最近一轮早于听证的，不能决定', () => {
    given(...UNTIL_HELD, submitted(2, '2023-05-17'), passed(2, '2023-05-19'))
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-20' }, by('chen', '2023-05-20'))
      .thenRefused('decision.not_reviewed_after_hearing');
  });

  it('历史中没有通过审核、或者最近一轮没有结果的，不能决定', () => {
    for (const events of [
      [],
      [submitted()],
      [submitted(), returned()],
      [submitted(), passed(), submitted(2, '2023-04-20')],
    ])
      given(...UNTIL_CONCLUDED, ...events, noticed(), waived())
        .when(the(DecidePenalty), DECIDE, by('chen', '2023-05-08'))
        .thenRefused('decision.not_reviewed');
  });

  it('不能早于集体讨论', () => {
    given(...ALL_HEARD, discussed('2023-05-08'))
      .when(the(DecidePenalty), DECIDE, by('chen', '2023-05-08'))
      .thenRefused('day.out_of_order', { earliest: '2023-05-08' });
  });
});

describe('G23 不得重于告知（第四十五条第二款）', () => {
  const decide = (change: Partial<DecidePenalty>, events = ALL_HEARD) =>
    given(...events).when(the(DecidePenalty), { ...DECIDE, ...change }, by('chen', '2023-05-08'));

  it('罚款等于、低于告知的可以，多一分不可以', () => {
    decide({ fineFen: 1_000_000 }).then({ type: 'PenaltyDecided' });
    decide({ fineFen: 999_999 }).then({ type: 'PenaltyDecided' });
    decide({ fineFen: 1_000_001 }).thenRefused('decision.heavier_than_notice', {
      article: '行政处罚法第四十五条第二款',
    });
  });

  it('没收多一分也不可以', () => {
    const proposed = { kinds: ['FINE', 'CONFISCATE_INCOME'], fineFen: 1_000_000, confiscateFen: 5_000 } as const;
    const events = [...UNTIL_REVIEWED, noticed({ proposed }), waived()];
    decide({ kinds: ['FINE', 'CONFISCATE_INCOME'], confiscateFen: 5_000 }, events).then({ type: 'PenaltyDecided' });
    decide({ kinds: ['FINE', 'CONFISCATE_INCOME'], confiscateFen: 5_001 }, events).thenRefused(
      'decision.heavier_than_notice',
    );
  });

  it('没有告知过的种类不可以；少于告知的种类可以', () => {
    decide({ kinds: ['FINE', 'REVOKE_LICENSE'] }).thenRefused('decision.kind_not_in_notice');
    decide({ kinds: ['FINE'] }, [
      ...UNTIL_REVIEWED,
      noticed({ proposed: { kinds: ['FINE', 'WARNING'], fineFen: 1_000_000, confiscateFen: 0 } }),
      waived(),
    ]).then({ type: 'PenaltyDecided' });
  });

  it('其他处罚内容须有相应的种类，不能借此加处没有告知的种类', () => {
    decide({ otherPenalty: '责令停产停业三个月' }).thenRefused('penalty.other_mismatch');
    const proposed = { kinds: ['FINE', 'SUSPEND_LICENSE'], fineFen: 1_000_000, confiscateFen: 0 } as const;
    decide({ kinds: ['FINE', 'SUSPEND_LICENSE'], otherPenalty: '暂扣许可证三个月' }, [
      ...UNTIL_REVIEWED,
      noticed({ proposed }),
      waived(),
    ]).then({ type: 'PenaltyDecided', data: { otherPenalty: '暂扣许可证三个月' } });
  });

  it('种类与数额应当一致', () => {
    decide({ fineFen: 0 }).thenRefused('penalty.fine_mismatch');
    decide({ confiscateFen: 1 }).thenRefused('penalty.confiscation_mismatch');
  });
});

describe('决定书应当载明的事项（第五十九条第一款）', () => {
  it('处罚的依据写明到条：只写法律名称的不行，写到条、款的可以', () => {
    const decide = (lawVersion: string) =>
      given(...ALL_HEARD).when(the(DecidePenalty), { ...DECIDE, lawVersion }, by('chen', '2023-05-08'));
    decide('浙江省城市市容和环境卫生管理条例（2020修正）').thenRefused('decision.basis_without_article', {
      article: '行政处罚法第五十九条第一款第三项',
    });
    for (const named of ['城乡规划法第六十四条（2019修正）', '市容条例 第 12 条第1款'])
      decide(named).then({ type: 'PenaltyDecided' });
  });
});

describe('G20 重大违法行为给予的行政处罚，由负责人集体讨论决定（第五十七条第二款）', () => {
  const grave = (...after: DomainEvent[]) => [
    ...UNTIL_REVIEWED,
    noticed({ proposed: { kinds: ['FINE', 'REVOKE_LICENSE'], fineFen: 10_000_000, confiscateFen: 10_000_000 } }),
    waived(),
    ...after,
  ];
  const impose = (change: Partial<DecidePenalty>, ...after: DomainEvent[]) =>
    given(...grave(...after)).when(the(DecidePenalty), { ...DECIDE, ...change }, by('chen', '2023-05-08'));

  it('C31：罚没合计达到五万元的，没有集体讨论不能决定；差一分的可以', () => {
    impose({ decidedOn: '2023-05-08', fineFen: 4_999_999 }).then({ type: 'PenaltyDecided' });
    impose({ decidedOn: '2023-05-08', fineFen: 5_000_000 }).thenRefused('decision.not_discussed', {
      article: '行政处罚法第五十七条第二款',
    });
    impose({ decidedOn: '2023-05-08', fineFen: 5_000_000 }, discussed()).then({ type: 'PenaltyDecided' });
  });

  it('吊销许可证件的，不论数额', () => {
    const revoking: Partial<DecidePenalty> = { decidedOn: '2023-05-08', kinds: ['REVOKE_LICENSE'], fineFen: 0 };
    impose(revoking).thenRefused('decision.not_discussed');
    impose(revoking, discussed()).then({ type: 'PenaltyDecided' });
  });

  it('听证以前讨论的，听证以后应当再讨论', () => {
    const heavy = noticed({ proposed: { kinds: ['FINE'], fineFen: 6_000_000, confiscateFen: 0 } });
    const heard = (discussedOn: string) => [
      ...UNTIL_REVIEWED,
      heavy,
      waived(),
      ...(discussedOn < '2023-05-18' ? [discussed(discussedOn)] : []),
      ...UNTIL_HELD.slice(UNTIL_NOTICED.length + 1),
      submitted(2, '2023-05-18'),
      passed(2, '2023-05-19'),
      ...(discussedOn < '2023-05-18' ? [] : [discussed(discussedOn)]),
    ];
    const decideAfter = (discussedOn: string) =>
      given(...heard(discussedOn)).when(
        the(DecidePenalty),
        { ...DECIDE, decidedOn: '2023-05-22', fineFen: 6_000_000 },
        by('chen', '2023-05-22'),
      );
    decideAfter('2023-05-04').thenRefused('decision.not_discussed');
    decideAfter('2023-05-20').then({ type: 'PenaltyDecided' });
  });
});

describe('G26 立案之日起九十日内作出决定（第六十条）', () => {
  const late = (decidedOn: string, acknowledgeOverdue?: boolean) =>
    given(...ALL_HEARD).when(
      the(DecidePenalty),
      { ...DECIDE, decidedOn, ...(acknowledgeOverdue === undefined ? {} : { acknowledgeOverdue }) },
      by('chen', '2023-06-30'),
    );

  it('最后一日6月1日可以决定，次日拒绝', () => {
    late('2023-06-01').then({ type: 'PenaltyDecided' });
    late('2023-06-02').thenRefused('decision.overdue', { article: '行政处罚法第六十条' });
    late('2023-06-02', false).thenRefused('decision.overdue');
  });

  it('确认逾期的可以决定，同时记下程序瑕疵和逾期天数（R11）', () => {
    late('2023-06-02', true).then(
      { type: 'PenaltyDecided' },
      {
        type: 'ProceduralDefectRecorded',
        data: { kind: 'DECISION_OVERDUE', dueOn: '2023-06-01', doneOn: '2023-06-02', days: 1 },
      },
    );
  });

  it('没有逾期的，确认也不产生瑕疵', () => {
    late('2023-06-01', true).then({ type: 'PenaltyDecided' });
  });

  it('听证的期间不计：6月14日可以决定，次日拒绝（R9）', () => {
    given(...AFTER_HEARING)
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-06-14' }, by('chen', '2023-06-30'))
      .then({ type: 'PenaltyDecided' });
    given(...AFTER_HEARING)
      .when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-06-15' }, by('chen', '2023-06-30'))
      .thenRefused('decision.overdue');
  });

  it('不予处罚、事实不成立的决定同样受期限约束', () => {
    given(...UNTIL_REVIEWED)
      .when(
        the(DecideNoPenalty),
        { decidedOn: '2023-06-02', ground: '33.1a', educated: true },
        by('chen', '2023-06-30'),
      )
      .thenRefused('decision.overdue');
    given(...UNTIL_REVIEWED)
      .when(the(DecideNotEstablished), { decidedOn: '2023-06-02', reason: '证据不足' }, by('chen', '2023-06-30'))
      .thenRefused('decision.overdue');
    given(...UNTIL_REVIEWED)
      .when(
        the(DecideNotEstablished),
        { decidedOn: '2023-06-02', reason: '证据不足', acknowledgeOverdue: true },
        by('chen', '2023-06-30'),
      )
      .then({ type: 'NotEstablishedDecided' }, { type: 'ProceduralDefectRecorded', data: { days: 1 } });
  });
});

describe('不予处罚（第三十条、第三十一条、第三十三条）', () => {
  const NO_PENALTY: DecideNoPenalty = { decidedOn: '2023-04-20', ground: '33.1a', educated: true };

  it('审核通过后即可决定，不必告知；另取文号', () => {
    given(...UNTIL_REVIEWED)
      .when(the(DecideNoPenalty), { ...NO_PENALTY, leniencyItemId: 'L7' }, by('chen', '2023-04-20'))
      .then({
        type: 'NoPenaltyDecided',
        data: {
          ...NO_PENALTY,
          leniencyItemId: 'L7',
          decisionNo: '衢综执不罚决字〔2023〕1号',
          deciderId: 'chen',
          unitId: UNIT,
          partyKind: 'CITIZEN',
        },
      });
  });

  it('告知以后期间未满的，有利于当事人的决定不必等', () => {
    given(...UNTIL_NOTICED)
      .when(the(DecideNoPenalty), { ...NO_PENALTY, decidedOn: '2023-04-27' }, by('chen', '2023-04-27'))
      .then({ type: 'NoPenaltyDecided' });
  });

  it('应当教育当事人（第三十三条第三款）', () => {
    given(...UNTIL_REVIEWED)
      .when(the(DecideNoPenalty), { ...NO_PENALTY, educated: false }, by('chen', '2023-04-20'))
      .thenRefused('decision.not_educated', { article: '行政处罚法第三十三条第三款' });
    expect(parseCommand(DecideNoPenalty, { decidedOn: '2023-04-20', ground: '33.1a' }).faults).toMatchObject([
      { path: 'educated' },
    ]);
  });

  it('未成年人、精神病人的情形只适用于公民', () => {
    const organisation = [
      registered({ parties: [{ partyId: 'p1', kind: 'ORGANISATION', name: '某公司' }] }),
      filed(),
      ...UNTIL_REVIEWED.slice(2),
    ];
    for (const ground of ['30', '31'] as const) {
      given(...organisation)
        .when(the(DecideNoPenalty), { ...NO_PENALTY, ground }, by('chen', '2023-04-20'))
        .thenRefused('decision.ground_of_persons');
      given(...UNTIL_REVIEWED)
        .when(the(DecideNoPenalty), { ...NO_PENALTY, ground }, by('chen', '2023-04-20'))
        .then({ type: 'NoPenaltyDecided' });
    }
  });

  it('没有通过审核、听证没有结束、已经决定的，不能决定', () => {
    given(...UNTIL_CONCLUDED)
      .when(the(DecideNoPenalty), NO_PENALTY, by('chen', '2023-04-20'))
      .thenRefused('decision.not_reviewed');
    given(...UNTIL_REQUESTED)
      .when(the(DecideNoPenalty), { ...NO_PENALTY, decidedOn: '2023-05-08' }, by('chen', '2023-05-08'))
      .thenRefused('decision.hearing_pending');
    given(...ALL_HEARD, penaltyDecided())
      .when(the(DecideNoPenalty), { ...NO_PENALTY, decidedOn: '2023-05-09' }, by('chen', '2023-05-09'))
      .thenRefused('case.phase');
  });

  it('由负责人决定；不能早于审核通过，不能晚于今天', () => {
    given(...UNTIL_REVIEWED)
      .when(the(DecideNoPenalty), NO_PENALTY, by('li', '2023-04-20'))
      .thenRefused('approver.not_leader');
    given(...UNTIL_REVIEWED)
      .when(the(DecideNoPenalty), { ...NO_PENALTY, decidedOn: '2023-04-13' }, by('chen', '2023-04-20'))
      .thenRefused('day.out_of_order');
    given(...UNTIL_REVIEWED)
      .when(the(DecideNoPenalty), NO_PENALTY, by('chen', '2023-04-19'))
      .thenRefused('day.in_future');
  });
});

describe('违法事实不成立（第五十七条第一款第三项）', () => {
  const NOT_ESTABLISHED: DecideNotEstablished = { decidedOn: '2023-04-20', reason: '证据不足以认定占用事实' };

  it('审核通过后即可决定，不必告知', () => {
    given(...UNTIL_REVIEWED)
      .when(the(DecideNotEstablished), NOT_ESTABLISHED, by('chen', '2023-04-20'))
      .then({ type: 'NotEstablishedDecided', data: { ...NOT_ESTABLISHED, decisionNo: '衢综执不罚决字〔2023〕1号' } });
  });

  it('没有通过审核、已经决定的，不能决定；由负责人决定', () => {
    given(...UNTIL_CONCLUDED)
      .when(the(DecideNotEstablished), NOT_ESTABLISHED, by('chen', '2023-04-20'))
      .thenRefused('decision.not_reviewed');
    given(...ALL_HEARD, penaltyDecided())
      .when(the(DecideNotEstablished), { ...NOT_ESTABLISHED, decidedOn: '2023-05-09' }, by('chen', '2023-05-09'))
      .thenRefused('case.phase');
    given(...UNTIL_REVIEWED)
      .when(the(DecideNotEstablished), NOT_ESTABLISHED, by('li', '2023-04-20'))
      .thenRefused('approver.not_leader');
  });
});

describe('决定以后的案件', () => {
  it('记下结果和公示期限；没有处罚的没有公示期限', () => {
    const fold = (events: Parameters<typeof caseAggregate.evolve>[1][]) =>
      events.reduce((s, e) => caseAggregate.evolve(s, e), caseAggregate.initialState);
    expect(fold([...ALL_HEARD, penaltyDecided()])).toMatchObject({
      phase: 'Decided',
      decision: { outcome: 'PENALTY', decisionNo: '衢综执罚决字〔2023〕1号', fineFen: 1_000_000, deciderId: 'chen' },
      publicationDueOn: '2023-05-17',
    });
    const { events } = given(...UNTIL_REVIEWED)
      .when(the(DecideNotEstablished), { decidedOn: '2023-04-20', reason: '证据不足' }, by('chen', '2023-04-20'))
      .then({ type: 'NotEstablishedDecided' });
    const state = fold([...UNTIL_REVIEWED, ...events]);
    expect(state).toMatchObject({ phase: 'Decided', decision: { outcome: 'NOT_ESTABLISHED', kinds: [], fineFen: 0 } });
    expect(state.publicationDueOn).toBeUndefined();
  });

  it('主持过听证的人改期换人以后，仍记为主持过', () => {
    const state = [...UNTIL_SCHEDULED, hearingScheduled({ hostId: 'zhao', on: '2023-05-25' })].reduce(
      (s, e) => caseAggregate.evolve(s, e),
      caseAggregate.initialState,
    );
    expect(state.hosts).toEqual(['qian', 'zhao']);
  });
});

describe('告知以后补充调查的，重新告知（第四十四条、第六十二条）', () => {
  const REOPENED = [
    ...UNTIL_NOTICED,
    waived(),
    submitted(2, '2023-05-08'),
    returned(2, '2023-05-09'),
    { type: 'InvestigationReturned', data: { reason: '补充证据', returnedOn: '2023-05-09' } },
    concluded('2023-05-10'),
    submitted(3, '2023-05-11'),
    passed(3, '2023-05-12'),
  ];
  const decide = (history: readonly DomainEvent[]) =>
    given(...history).when(the(DecidePenalty), { ...DECIDE, decidedOn: '2023-05-30' }, by('chen', '2023-05-30'));

  it('旧的告知不能作为决定的依据，重新告知以后可以', () => {
    decide(REOPENED).thenRefused('decision.notice_outdated', { article: '行政处罚法第四十四条、第六十二条' });
    const again = noticed({ servedOn: '2023-05-15', hearingRequestDueOn: '2023-05-22', statementDueOn: '2023-05-18' });
    decide([...REOPENED, again]).then({ type: 'PenaltyDecided' });
  });

  it('不予处罚有利于当事人，不须重新告知', () => {
    given(...REOPENED)
      .when(
        the(DecideNoPenalty),
        { decidedOn: '2023-05-30', ground: '33.1a', educated: true },
        by('chen', '2023-05-30'),
      )
      .then({ type: 'NoPenaltyDecided' });
  });
});

describe('任何决定不早于已经发生的事', () => {
  const decideNone = (history: readonly DomainEvent[], decidedOn: string) =>
    given(...history).when(
      the(DecideNoPenalty),
      { decidedOn, ground: '33.1a', educated: true },
      by('chen', '2023-05-30'),
    );

  it('不予处罚的决定不早于告知送达，不早于陈述申辩', () => {
    decideNone(UNTIL_NOTICED, '2023-04-25').thenRefused('day.out_of_order', { earliest: '2023-04-26' });
    decideNone(UNTIL_NOTICED, '2023-04-26').then({ type: 'NoPenaltyDecided' });
    decideNone([...UNTIL_NOTICED, stated('2023-04-28')], '2023-04-27').thenRefused('day.out_of_order', {
      earliest: '2023-04-28',
    });
  });
});
