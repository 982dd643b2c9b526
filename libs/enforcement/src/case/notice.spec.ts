import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { loadStatutes } from '#statutes';
import { caseAggregate } from './case.js';
import { DecidePenalty } from './decision.js';
import { RecordStatement, ReviewStatement, ServeNotice, WaiveStatement } from './notice.js';
import {
  attempted,
  by,
  collected,
  concluded,
  discussed,
  filed,
  hearingRequested,
  noticed,
  passed,
  penaltyDecided,
  registered,
  stated,
  statementReviewed,
  submitted,
  the,
  UNTIL_CONCLUDED,
  UNTIL_NOTICED,
  UNTIL_REQUESTED,
  UNTIL_REVIEWED,
  waived,
} from './scenario.js';

const SERVE: ServeNotice = {
  proposed: { kinds: ['FINE'], fineFen: 1_000_000, confiscateFen: 0 },
  servedOn: '2023-04-26',
};
const fine = (fineFen: number): ServeNotice => ({ ...SERVE, proposed: { ...SERVE.proposed, fineFen } });

describe('告知（G16，行政处罚法第四十四条、第六十三条、第六十四条）', () => {
  it('2023年4月26日送达的，听证申请至5月6日（周六，调休上班），陈述申辩至5月4日；记下所依据规则的版本', () => {
    const { elsewhere } = given(...UNTIL_REVIEWED)
      .when(the(ServeNotice), SERVE, by('zhang', '2023-04-26'))
      .then({
        type: 'PenaltyNoticeServed',
        data: {
          noticeId: 'qz.NOTICE.2023.1',
          noticeNo: '衢综执罚告字〔2023〕1号',
          proposed: SERVE.proposed,
          hearingEntitled: true,
          servedOn: '2023-04-26',
          hearingRequestDueOn: '2023-05-06',
          hearingRequestRule: 'D07@2021-07-15',
          statementDueOn: '2023-05-04',
          statementRule: expect.stringMatching(/^D09@\d{4}-/),
        },
      });
    expect(elsewhere).toHaveLength(1);
  });

  it('记下送达回证编号，照纸面的写法，可以有汉字和括号（DOMAIN F10）', () => {
    for (const receiptId of ['SE7', '甲综执送字〔2024〕3号']) {
      const { command, faults } = parseCommand(ServeNotice, { ...SERVE, receiptId });
      expect(faults).toBeUndefined();
      given(...UNTIL_REVIEWED)
        .when(the(ServeNotice), command!, by('zhang', '2023-04-26'))
        .then({ type: 'PenaltyNoticeServed', data: { receiptId } });
    }
  });

  it('空白的送达回证编号、重新告知的理由不能录入', () => {
    const faults = parseCommand(ServeNotice, { ...SERVE, receiptId: '　', changeReason: ' \n' }).faults;
    expect(faults?.map(({ path }) => path)).toEqual(['receiptId', 'changeReason']);
  });

  it('没有通过法制审核的不能告知', () => {
    given(...UNTIL_CONCLUDED)
      .when(the(ServeNotice), SERVE, by('zhang', '2023-04-26'))
      .thenRefused('notice.not_reviewed', { article: '行政处罚法第五十八条第一款' });
    given(...UNTIL_CONCLUDED, submitted())
      .when(the(ServeNotice), SERVE, by('zhang', '2023-04-26'))
      .thenRefused('case.phase');
  });

  it('送达不能早于审核通过，不能晚于今天', () => {
    given(...UNTIL_REVIEWED)
      .when(the(ServeNotice), { ...SERVE, servedOn: '2023-04-14' }, by('zhang', '2023-04-26'))
      .then({ type: 'PenaltyNoticeServed' });
    given(...UNTIL_REVIEWED)
      .when(the(ServeNotice), { ...SERVE, servedOn: '2023-04-13' }, by('zhang', '2023-04-26'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-14' });
    given(...UNTIL_REVIEWED)
      .when(the(ServeNotice), SERVE, by('zhang', '2023-04-25'))
      .thenRefused('day.in_future');
  });

  it('处罚种类与数额应当一致', () => {
    const serve = (proposed: ServeNotice['proposed']) =>
      given(...UNTIL_REVIEWED).when(the(ServeNotice), { ...SERVE, proposed }, by('zhang', '2023-04-26'));
    serve({ kinds: ['FINE'], fineFen: 0, confiscateFen: 0 }).thenRefused('penalty.fine_mismatch');
    serve({ kinds: ['WARNING'], fineFen: 100, confiscateFen: 0 }).thenRefused('penalty.fine_mismatch');
    serve({ kinds: ['FINE'], fineFen: 100, confiscateFen: 100 }).thenRefused('penalty.confiscation_mismatch');
    serve({ kinds: ['WARNING'], fineFen: 0, confiscateFen: 0 }).then({ type: 'PenaltyNoticeServed' });
    serve({ kinds: ['CONFISCATE_GOODS'], fineFen: 0, confiscateFen: 0 }).then({ type: 'PenaltyNoticeServed' });
  });
});

describe('听证权由法律和本局标准算出，不由录入人决定（行政处罚法第六十三条）', () => {
  const threshold = loadStatutes().parameters('2023-04-26').hearingThresholdCitizenFen;

  it('公民罚款达到较大数额的有听证权，差一分的没有，也就没有申请期限', () => {
    given(...UNTIL_REVIEWED)
      .when(the(ServeNotice), fine(threshold), by('zhang', '2023-04-26'))
      .then({ type: 'PenaltyNoticeServed', data: { hearingEntitled: true } });
    const { events } = given(...UNTIL_REVIEWED)
      .when(the(ServeNotice), fine(threshold - 1), by('zhang', '2023-04-26'))
      .then({ type: 'PenaltyNoticeServed', data: { hearingEntitled: false } });
    expect(events[0]!.data).not.toHaveProperty('hearingRequestDueOn');
  });

  it('单位的标准更高；有一名当事人够得上就告知', () => {
    const withParties = (...kinds: ('CITIZEN' | 'ORGANISATION')[]) => [
      registered({ parties: kinds.map((kind, n) => ({ partyId: `p${n}`, kind, name: `当事人${n}` })) }),
      filed(),
      ...UNTIL_REVIEWED.slice(2),
    ];
    given(...withParties('ORGANISATION'))
      .when(the(ServeNotice), fine(threshold), by('zhang', '2023-04-26'))
      .then({ type: 'PenaltyNoticeServed', data: { hearingEntitled: false } });
    given(...withParties('ORGANISATION', 'CITIZEN'))
      .when(the(ServeNotice), fine(threshold), by('zhang', '2023-04-26'))
      .then({ type: 'PenaltyNoticeServed', data: { hearingEntitled: true } });
  });

  it('请求中不能带听证权', () => {
    expect(parseCommand(ServeNotice, { ...SERVE, hearingEntitled: false }).faults).toEqual([
      { path: 'hearingEntitled', message: '没有这个字段' },
    ]);
  });
});

describe('重新告知须有理由，当事人的权利重新起算', () => {
  const AGAIN: ServeNotice = { ...fine(1_200_000), servedOn: '2023-05-08', changeReason: '查明新的违法事实' };

  it('没有理由的，视为重复告知而拒绝', () => {
    given(...UNTIL_NOTICED)
      .when(the(ServeNotice), SERVE, by('zhang', '2023-05-08'))
      .thenRefused('notice.already_served');
  });

  it('有理由的可以，集体讨论以后也可以；不能早于上一次', () => {
    for (const events of [UNTIL_NOTICED, [...UNTIL_NOTICED, discussed()]])
      given(...events)
        .when(the(ServeNotice), AGAIN, by('zhang', '2023-05-08'))
        .then({ type: 'PenaltyNoticeServed', data: { changeReason: '查明新的违法事实', servedOn: '2023-05-08' } });
    given(...UNTIL_NOTICED)
      .when(the(ServeNotice), { ...AGAIN, servedOn: '2023-04-25' }, by('zhang', '2023-05-08'))
      .thenRefused('day.out_of_order');
    given(...UNTIL_NOTICED, discussed('2023-05-08'))
      .when(the(ServeNotice), { ...AGAIN, servedOn: '2023-05-07' }, by('zhang', '2023-05-08'))
      .thenRefused('day.out_of_order', { earliest: '2023-05-08' });
  });

  it('前一次的放弃和听证不再算数', () => {
    const state = [...UNTIL_REQUESTED, noticed({ servedOn: '2023-05-22' })].reduce(
      (s, e) => caseAggregate.evolve(s, e),
      caseAggregate.initialState,
    );
    expect(state).toMatchObject({ phase: 'Noticed', statement: 'NONE', notice: { servedOn: '2023-05-22' } });
    expect(state).not.toHaveProperty('hearing');
    expect(state).not.toHaveProperty('statementOn');
  });

  it('申请了听证的，听证结束并再次审核以前不能重新告知', () => {
    given(...UNTIL_REQUESTED)
      .when(the(ServeNotice), AGAIN, by('zhang', '2023-05-08'))
      .thenRefused('case.phase');
  });
});

describe('陈述申辩（G17，行政处罚法第四十五条）', () => {
  const RECORD: RecordStatement = { content: '家庭困难，请求从轻', receivedOn: '2023-04-27' };
  const REVIEW: ReviewStatement = { adopted: false, reason: '不属于法定从轻情形', reviewedOn: '2023-04-28' };
  const WAIVE: WaiveStatement = { waivedOn: '2023-04-27' };

  it('记录、复核、放弃', () => {
    given(...UNTIL_NOTICED)
      .when(the(RecordStatement), RECORD, by('zhang', '2023-04-27'))
      .then({ type: 'StatementReceived', data: { ...RECORD } });
    given(...UNTIL_NOTICED, stated())
      .when(the(ReviewStatement), REVIEW, by('zhang', '2023-04-28'))
      .then({ type: 'StatementReviewed', data: { ...REVIEW } });
    given(...UNTIL_NOTICED)
      .when(the(WaiveStatement), WAIVE, by('zhang', '2023-04-27'))
      .then({ type: 'StatementWaived', data: { ...WAIVE } });
  });

  it('法律没有规定期限：决定以前，逾期的陈述申辩也应当听取', () => {
    given(...UNTIL_NOTICED)
      .when(the(RecordStatement), { ...RECORD, receivedOn: '2023-05-20' }, by('zhang', '2023-05-20'))
      .then({ type: 'StatementReceived' });
  });

  it('机关自己的审核、讨论和听证不妨碍当事人陈述申辩', () => {
    for (const events of [
      [...UNTIL_NOTICED, submitted(2, '2023-04-27')],
      [...UNTIL_NOTICED, submitted(2, '2023-04-27'), passed(2, '2023-04-28')],
      [...UNTIL_NOTICED, discussed('2023-04-27')],
      [...UNTIL_NOTICED, hearingRequested('2023-04-27')],
    ])
      given(...events)
        .when(the(RecordStatement), { ...RECORD, receivedOn: '2023-05-04' }, by('zhang', '2023-05-04'))
        .then({ type: 'StatementReceived' });
  });

  it('放弃以后、复核以后仍可以再陈述；待复核的先复核', () => {
    for (const events of [
      [...UNTIL_NOTICED, waived()],
      [...UNTIL_NOTICED, stated(), statementReviewed()],
    ])
      given(...events)
        .when(the(RecordStatement), { ...RECORD, receivedOn: '2023-05-04' }, by('zhang', '2023-05-04'))
        .then({ type: 'StatementReceived' });
    given(...UNTIL_NOTICED, stated())
      .when(the(RecordStatement), RECORD, by('zhang', '2023-04-27'))
      .thenRefused('statement.awaits_review');
  });

  it('没有待复核的，不能复核；复核过的不能再复核一次', () => {
    for (const events of [
      UNTIL_NOTICED,
      [...UNTIL_NOTICED, waived()],
      [...UNTIL_NOTICED, stated(), statementReviewed()],
    ])
      given(...events)
        .when(the(ReviewStatement), REVIEW, by('zhang', '2023-04-28'))
        .thenRefused('statement.nothing_to_review');
  });

  it('放弃一次就够；已经陈述的不能记为放弃', () => {
    given(...UNTIL_NOTICED, waived())
      .when(the(WaiveStatement), WAIVE, by('zhang', '2023-04-27'))
      .thenRefused('statement.already_waived');
    given(...UNTIL_NOTICED, stated())
      .when(the(WaiveStatement), WAIVE, by('zhang', '2023-04-27'))
      .thenRefused('statement.already_made');
  });

  it('没有告知的、已经决定的，都不能记录', () => {
    given(...UNTIL_REVIEWED)
      .when(the(RecordStatement), RECORD, by('zhang', '2023-04-27'))
      .thenRefused('notice.not_served');
    given(...UNTIL_REVIEWED)
      .when(the(WaiveStatement), WAIVE, by('zhang', '2023-04-27'))
      .thenRefused('notice.not_served');
    given(...UNTIL_REVIEWED)
      .when(the(ReviewStatement), REVIEW, by('zhang', '2023-04-28'))
      .thenRefused('notice.not_served');
    const decided = [...UNTIL_NOTICED, waived(), penaltyDecided()];
    given(...decided)
      .when(the(RecordStatement), RECORD, by('zhang', '2023-05-09'))
      .thenRefused('case.phase');
    given(...decided)
      .when(the(WaiveStatement), WAIVE, by('zhang', '2023-05-09'))
      .thenRefused('case.phase');
    given(...decided)
      .when(the(ReviewStatement), REVIEW, by('zhang', '2023-05-09'))
      .thenRefused('case.phase');
  });

  it('不能早于告知送达（复核不能早于收到），不能晚于今天', () => {
    given(...UNTIL_NOTICED)
      .when(the(RecordStatement), { ...RECORD, receivedOn: '2023-04-25' }, by('zhang', '2023-04-27'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-26' });
    given(...UNTIL_NOTICED)
      .when(the(WaiveStatement), { waivedOn: '2023-04-25' }, by('zhang', '2023-04-27'))
      .thenRefused('day.out_of_order');
    given(...UNTIL_NOTICED, stated())
      .when(the(ReviewStatement), { ...REVIEW, reviewedOn: '2023-04-26' }, by('zhang', '2023-04-28'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-27' });
    given(...UNTIL_NOTICED)
      .when(the(RecordStatement), RECORD, by('zhang', '2023-04-26'))
      .thenRefused('day.in_future');
    given(...UNTIL_NOTICED)
      .when(the(WaiveStatement), WAIVE, by('zhang', '2023-04-26'))
      .thenRefused('day.in_future');
    given(...UNTIL_NOTICED, stated())
      .when(the(ReviewStatement), REVIEW, by('zhang', '2023-04-27'))
      .thenRefused('day.in_future');
  });
});

describe('告知书公告送达（民事诉讼法第九十五条）：公告期间不计入办案期限（R9）', () => {
  const announce = (announcedOn: string, servedOn: string, at: string) =>
    given(...UNTIL_REVIEWED, attempted({ attemptedOn: '2023-04-14', result: 'WHEREABOUTS_UNKNOWN' })).when(
      the(ServeNotice),
      { ...SERVE, announcedOn, servedOn },
      by('zhang', at),
    );

  it('三十日期满视为送达，陈述申辩、听证的期限由此起算，办案期限顺延三十日', () => {
    announce('2023-04-20', '2023-05-20', '2023-05-20').then({
      type: 'PenaltyNoticeServed',
      data: {
        announcedOn: '2023-04-20',
        announcementRule: 'D12@2022-01-01',
        servedOn: '2023-05-20',
        decisionDueOn: '2023-07-01',
        decisionDueRule: 'D03@2021-07-15',
      },
    });
  });

  it('送达日期只能是视为送达之日，不能在期满以前，公告不早于法制审核通过', () => {
    announce('2023-04-20', '2023-05-19', '2023-06-01').thenRefused('notice.deemed_day', { earliest: '2023-05-20' });
    announce('2023-04-20', '2023-05-20', '2023-05-19').thenRefused('day.in_future', { earliest: '2023-05-20' });
    announce('2023-04-13', '2023-05-13', '2023-06-01').thenRefused('day.out_of_order');
    announce('2023-04-14', '2023-05-14', '2023-06-01').then({ type: 'PenaltyNoticeServed' });
  });

  it('C29：2024年7月26日立案，告知书8月7日公告、9月6日视为送达，11月23日前决定都在期限内', () => {
    const history = [
      registered({ registeredOn: '2024-07-25', happenedOn: '2024-07-20' }),
      filed({ filedOn: '2024-07-26', deadlineOn: '2024-10-24' }),
      collected('E1', '2024-07-27T02:00:00.000Z'),
      concluded('2024-07-30'),
      submitted(1, '2024-07-31'),
      passed(1, '2024-08-05'),
      attempted({ attemptedOn: '2024-08-06', result: 'WHEREABOUTS_UNKNOWN' }),
    ];
    const serving = given(...history).when(
      the(ServeNotice),
      { ...fine(100_000), announcedOn: '2024-08-07', servedOn: '2024-09-06' },
      by('zhang', '2024-09-06'),
    );
    serving.then({ type: 'PenaltyNoticeServed', data: { decisionDueOn: '2024-11-23' } });
    if (serving.decision.kind !== 'accepted') throw new Error('not served');
    const decide = (decidedOn: string) =>
      given(
        ...history,
        ...(serving.decision.kind === 'accepted' ? serving.decision.events : []),
        waived('2024-09-10'),
      ).when(
        the(DecidePenalty),
        {
          ...{ decidedOn, kinds: ['FINE'], fineFen: 100_000, confiscateFen: 0, mitigating: [] },
          lawVersion: '浙江省城市市容和环境卫生管理条例（2023）第二十条',
        },
        by('chen', '2024-12-01'),
      );
    for (const day of ['2024-11-01', '2024-11-23']) decide(day).then({ type: 'PenaltyDecided' });
    decide('2024-11-24').thenRefused('decision.overdue');
  });
});
