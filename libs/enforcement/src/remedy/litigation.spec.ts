import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { by, commandOf, ordinaryCase, summaryCase } from '../scenario.js';
import { type RemedyKind } from '../terms.js';
import {
  AcceptLitigation,
  AppealLitigation,
  DeclineLitigation,
  FileLitigation,
  HoldCourtHearing,
  JudgeLitigation,
  type LitigationFiled,
  OpenRetrial,
  RecordEffectiveJudgment,
  SubmitLitigationAnswer,
  WithdrawAppeal,
  WithdrawLitigation,
} from './litigation.js';
import { FileReconsideration } from './reconsideration.js';
import type { RemedyEnd } from './register.js';
import { remedy } from './remedy.js';

const the = <Command extends object>(input: new () => Command) => commandOf(remedy, input);

const FILE: FileLitigation = { caseId: 'k1', plaintiff: '当事人甲', filedOn: '2023-03-01' };
const filed = (data: Partial<LitigationFiled> = {}): DomainEvent => ({
  type: 'LitigationFiled',
  data: { ...FILE, remedyId: 'x1', unitId: 'qz', ...data } satisfies LitigationFiled,
});
const accepted: DomainEvent = {
  type: 'LitigationAccepted',
  data: { unitId: 'qz', acceptedOn: '2023-03-06', copyReceivedOn: '2023-03-06', answerDueOn: '2023-03-21' },
};
const judged = (instance: 1 | 2, judgedOn: string): DomainEvent => ({
  type: 'LitigationJudged',
  data: { unitId: 'qz', instance, outcome: 'DISMISSED', judgedOn },
});
const appealed: DomainEvent = { type: 'LitigationAppealed', data: { unitId: 'qz', appellant: '甲', on: '2023-06-10' } };

const CASE = { 'case-k1': ordinaryCase('k1', 'qz') };
const clerk = (at: string, elsewhere = {}) => by('qz', 'REGISTRAR', at, { ...CASE, ...elsewhere });

const entered = (kind: RemedyKind, decisionDueOn?: string): DomainEvent => ({
  type: 'RemedyEntered',
  data: { caseId: 'k1', remedyId: 'r1', kind, acceptedOn: '2023-02-01', ...(decisionDueOn ? { decisionDueOn } : {}) },
});
const ended = (kind: RemedyKind, end: RemedyEnd): DomainEvent => ({
  type: 'RemedyEnded',
  data: { caseId: 'k1', remedyId: 'r1', kind, end, on: '2023-02-20' },
});

describe('起诉和立案', () => {
  it('登记起诉，被告为登记人所在单位', () => {
    given()
      .when(the(FileLitigation), FILE, clerk('2023-03-01'))
      .then({ type: 'LitigationFiled', data: { ...FILE, remedyId: 'x1', unitId: 'qz' } });
  });

  it('案件须是本单位的，起诉不早于立案，不在将来', () => {
    given()
      .when(the(FileLitigation), { ...FILE, caseId: 'k9' }, clerk('2023-03-01'))
      .thenRefused('remedy.unknown_case');
    given()
      .when(the(FileLitigation), { ...FILE, filedOn: '2023-01-31' }, clerk('2023-03-01'))
      .thenRefused('day.out_of_order');
    given()
      .when(the(FileLitigation), FILE, clerk('2023-02-28'))
      .thenRefused('day.in_future', { earliest: '2023-03-01' });
  });

  it('答辩、举证期限自收到起诉状副本起十五日（D27，行政诉讼法第六十七条）', () => {
    given(filed())
      .when(the(AcceptLitigation), { acceptedOn: '2023-03-01' }, clerk('2023-03-01'))
      .then({ type: 'LitigationAccepted', data: { acceptedOn: '2023-03-01', answerDueOn: '2023-03-16' } });
    given(filed())
      .when(the(AcceptLitigation), { acceptedOn: '2023-03-01', copyReceivedOn: '2023-03-06' }, clerk('2023-03-06'))
      .then({ type: 'LitigationAccepted', data: { copyReceivedOn: '2023-03-06', answerDueOn: '2023-03-21' } });
  });

  it('记下法院和案号', () => {
    const court = { court: '衢州市柯城区人民法院', courtCaseNo: '（2023）浙0802行初8号' };
    given(filed())
      .when(the(AcceptLitigation), { acceptedOn: '2023-03-01', ...court }, clerk('2023-03-01'))
      .then({ type: 'LitigationAccepted', data: court });
  });

  it('上年立案、本年登记的记为结转', () => {
    given(filed({ filedOn: '2022-12-01' }))
      .when(the(AcceptLitigation), { acceptedOn: '2022-12-05' }, clerk('2023-01-03'))
      .then({ type: 'LitigationAccepted', data: { carriedOverFromYear: 2022 } });
  });

  it('法院不予立案须有理由', () => {
    given(filed())
      .when(the(DeclineLitigation), { reason: '超过起诉期限', on: '2023-03-06' }, clerk('2023-03-06'))
      .then({ type: 'LitigationDeclined', data: { reason: '超过起诉期限' } });
    expect(parseCommand(DeclineLitigation, { reason: ' ', on: '2023-03-06' }).faults?.[0]?.path).toBe('reason');
    given(filed(), accepted)
      .when(the(DeclineLitigation), { reason: '超过起诉期限', on: '2023-03-06' }, clerk('2023-03-06'))
      .thenRefused('remedy.phase');
  });
});

describe('复议与诉讼不得并行（G39，行政复议法第二十九条；2017年版第十六条）', () => {
  const register = (...events: DomainEvent[]) => ({ 'remedyRegister-k1': events });

  it('复议受理期间不得起诉，期限届满仍不决定的次日起可以（行政诉讼法第四十五条）', () => {
    const underway = register(entered('RECONSIDERATION', '2023-04-03'));
    given()
      .when(the(FileLitigation), { ...FILE, filedOn: '2023-04-03' }, clerk('2023-04-04', underway))
      .thenRefused('remedy.parallel', { article: '行政复议法（2017）第十六条第一款', earliest: '2023-04-04' });
    given()
      .when(the(FileLitigation), { ...FILE, filedOn: '2023-04-04' }, clerk('2023-04-04', underway))
      .then({ type: 'LitigationFiled' });
  });

  it('2024年1月1日起引用2023年修订的第二十九条', () => {
    const underway = register(entered('RECONSIDERATION', '2024-02-28'));
    for (const [filedOn, article] of [
      ['2023-12-31', '行政复议法（2017）第十六条第一款'],
      ['2024-01-01', '行政复议法第二十九条第一款'],
    ] as const)
      given()
        .when(the(FileLitigation), { ...FILE, filedOn }, clerk('2024-01-01', underway))
        .thenRefused('remedy.parallel', { article });
  });

  it('复议中止的，没有届满的日子', () => {
    const history = register(entered('RECONSIDERATION', '2023-02-15'), {
      type: 'RemedyDueMoved',
      data: { remedyId: 'r1', decisionDueOn: null },
    });
    const refusal = given()
      .when(the(FileLitigation), FILE, clerk('2023-03-01', history))
      .thenRefused('remedy.parallel');
    expect(refusal).not.toHaveProperty('earliest');
  });

  it('复议决定、撤回、不予受理之后可以起诉', () => {
    for (const end of ['DECIDED', 'WITHDRAWN', 'DECLINED'] as const)
      given()
        .when(
          the(FileLitigation),
          FILE,
          clerk('2023-03-01', register(entered('RECONSIDERATION', '2023-04-03'), ended('RECONSIDERATION', end))),
        )
        .then({ type: 'LitigationFiled' });
  });

  it('起诉之后复议先被受理的，法院立案时仍不得并行', () => {
    given(filed())
      .when(
        the(AcceptLitigation),
        { acceptedOn: '2023-03-06' },
        clerk('2023-03-06', register(entered('RECONSIDERATION', '2023-05-04'))),
      )
      .thenRefused('remedy.parallel');
  });

  it('法院受理之后不得申请复议，判决之后也不得；撤诉之后可以', () => {
    const file = the(FileReconsideration);
    const body = { caseId: 'k1', applicant: '当事人甲', filedOn: '2024-03-01' };
    given()
      .when(file, body, clerk('2024-03-01', register(entered('LITIGATION'))))
      .thenRefused('remedy.parallel', { article: '行政复议法第二十九条第二款' });
    given()
      .when(file, body, clerk('2024-03-01', register(entered('LITIGATION'), ended('LITIGATION', 'DECIDED'))))
      .thenRefused('remedy.parallel');
    given()
      .when(file, body, clerk('2024-03-01', register(entered('LITIGATION'), ended('LITIGATION', 'WITHDRAWN'))))
      .then({ type: 'ReconsiderationFiled' });
  });
});

describe('C33 复议延长审理期限（行政复议法第六十二条第一款）', () => {
  const sue = (filedOn: string, decisionDueOn: string) =>
    given().when(
      the(FileLitigation),
      { ...FILE, filedOn },
      clerk('2024-06-28', { 'remedyRegister-k1': [entered('RECONSIDERATION', '2024-04-28'), moved(decisionDueOn)] }),
    );
  const moved = (decisionDueOn: string): DomainEvent => ({
    type: 'RemedyDueMoved',
    data: { remedyId: 'r1', decisionDueOn },
  });

  it('延长到5月27日的复议，5月10日不得起诉（第二十九条），28日起可以', () => {
    sue('2024-05-10', '2024-05-27').thenRefused('remedy.parallel', {
      article: '行政复议法第二十九条第一款',
      earliest: '2024-05-28',
    });
    sue('2024-05-28', '2024-05-27').then({ type: 'LitigationFiled' });
  });
});

describe('复议前置（G39，行政复议法第二十三条第一款第一项）', () => {
  const onTheSpot = (decidedOn: string, ...events: DomainEvent[]) => ({
    'case-k1': summaryCase('k1', 'qz', decidedOn),
    'remedyRegister-k1': events,
  });
  const sue = { ...FILE, filedOn: '2024-03-01' };

  it('2024年1月1日起的当场处罚须先申请复议，此前的可以直接起诉', () => {
    given()
      .when(the(FileLitigation), sue, clerk('2024-03-01', onTheSpot('2024-01-01')))
      .thenRefused('litigation.reconsideration_first', { article: '行政复议法第二十三条第一款第一项' });
    given()
      .when(the(FileLitigation), sue, clerk('2024-03-01', onTheSpot('2023-12-31')))
      .then({ type: 'LitigationFiled' });
  });

  it('普通程序的决定可以直接起诉', () => {
    given().when(the(FileLitigation), sue, clerk('2024-03-01')).then({ type: 'LitigationFiled' });
  });

  it('经过复议决定、不予受理、逾期不决定的可以起诉；撤回申请的不可以', () => {
    const entry = entered('RECONSIDERATION', '2024-02-29');
    for (const events of [
      [entry, ended('RECONSIDERATION', 'DECIDED')],
      [ended('RECONSIDERATION', 'DECLINED')],
      [entry],
    ])
      given()
        .when(the(FileLitigation), sue, clerk('2024-03-01', onTheSpot('2024-01-05', ...events)))
        .then({ type: 'LitigationFiled' });
    given()
      .when(
        the(FileLitigation),
        sue,
        clerk('2024-03-01', onTheSpot('2024-01-05', entry, ended('RECONSIDERATION', 'WITHDRAWN'))),
      )
      .thenRefused('litigation.reconsideration_first');
  });
});

describe('答辩（行政诉讼法第六十七条第一款）', () => {
  it('期限最后一日不算逾期，次日逾期', () => {
    for (const [on, late] of [
      ['2023-03-21', false],
      ['2023-03-22', true],
    ] as const)
      given(filed(), accepted)
        .when(the(SubmitLitigationAnswer), { on }, clerk('2023-03-22'))
        .then({ type: 'LitigationAnswerSubmitted', data: { on, late } });
  });

  it('只答辩一次', () => {
    given(filed(), accepted, { type: 'LitigationAnswerSubmitted', data: { on: '2023-03-20' } })
      .when(the(SubmitLitigationAnswer), { on: '2023-03-21' }, clerk('2023-03-22'))
      .thenRefused('remedy.answered');
  });
});

describe('开庭和负责人出庭（行政诉讼法第三条第三款；行诉解释第一百二十八条）', () => {
  it('出庭的负责人及其职务取自当日的任职登记，副职也是负责人', () => {
    given(filed(), accepted)
      .when(the(HoldCourtHearing), { heldOn: '2023-05-10', leaderId: 'lin' }, clerk('2023-05-10'))
      .then({
        type: 'CourtHearingHeld',
        data: { unitId: 'qz', heldOn: '2023-05-10', leaderAttended: true, leaderId: 'lin', leaderRank: 'DEPUTY' },
      });
  });

  it('当日不是负责人的不算：5月8日任职，6月1日起卸任', () => {
    const held = (heldOn: string) => ({ heldOn, leaderId: 'new' });
    for (const day of ['2023-05-07', '2023-06-01'])
      given(filed(), accepted)
        .when(the(HoldCourtHearing), held(day), clerk('2023-06-02'))
        .thenRefused('litigation.not_leader', { article: '最高人民法院关于适用行政诉讼法的解释第一百二十八条' });
    for (const day of ['2023-05-08', '2023-05-31'])
      given(filed(), accepted)
        .when(the(HoldCourtHearing), held(day), clerk('2023-06-02'))
        .then({ type: 'CourtHearingHeld' });
  });

  it('C17 参与分管的副职级别负责人、其他参与分管的负责人出庭的也是负责人出庭（法释〔2020〕3号第二条）', () => {
    for (const inChargeAs of ['DEPUTY_LEVEL', 'OTHER_IN_CHARGE'] as const)
      given(filed(), accepted)
        .when(the(HoldCourtHearing), { heldOn: '2023-05-10', leaderId: 'sun', inChargeAs }, clerk('2023-05-10'))
        .then({ type: 'CourtHearingHeld', data: { leaderAttended: true, leaderRank: inChargeAs } });
    // Whoever is in office is recorded with his office, whatever else he is.
    given(filed(), accepted)
      .when(
        the(HoldCourtHearing),
        { heldOn: '2023-05-10', leaderId: 'lin', inChargeAs: 'DEPUTY_LEVEL' },
        clerk('2023-05-10'),
      )
      .then({ type: 'CourtHearingHeld', data: { leaderRank: 'DEPUTY' } });
    given(filed(), accepted)
      .when(the(HoldCourtHearing), { heldOn: '2023-05-10', leaderId: 'sun' }, clerk('2023-05-10'))
      .thenRefused('litigation.not_leader');
  });

  it('别的单位的负责人不算', () => {
    const other = {
      'officer-fang': [
        { type: 'OfficerRegistered', data: { userId: 'fang', name: '方局长', unitId: 'kecheng', auxiliary: false } },
        { type: 'LeaderAppointed', data: { rank: 'CHIEF', from: '2022-01-01' } },
      ],
    };
    given(filed(), accepted)
      .when(the(HoldCourtHearing), { heldOn: '2023-05-10', leaderId: 'fang' }, clerk('2023-05-10', other))
      .thenRefused('litigation.not_leader');
  });

  it('负责人没有出庭的如实登记，可以写明理由', () => {
    given(filed(), accepted)
      .when(the(HoldCourtHearing), { heldOn: '2023-05-10', absenceReason: '抗洪抢险' }, clerk('2023-05-10'))
      .then({ type: 'CourtHearingHeld', data: { leaderAttended: false, absenceReason: '抗洪抢险' } });
  });

  it('可以开庭多次，二审也开庭；立案之前、判决之后不开庭', () => {
    const held: DomainEvent = { type: 'CourtHearingHeld', data: { heldOn: '2023-05-10' } };
    for (const history of [
      [filed(), accepted, held],
      [filed(), accepted, judged(1, '2023-06-01'), appealed],
    ])
      given(...history)
        .when(the(HoldCourtHearing), { heldOn: '2023-07-10' }, clerk('2023-07-10'))
        .then({ type: 'CourtHearingHeld' });
    for (const history of [[filed()], [filed(), accepted, judged(1, '2023-06-01')]])
      given(...history)
        .when(the(HoldCourtHearing), { heldOn: '2023-07-10' }, clerk('2023-07-10'))
        .thenRefused('remedy.phase');
  });
});

describe('裁判', () => {
  const judge: JudgeLitigation = { instance: 1, outcome: 'DISMISSED', judgedOn: '2023-06-01' };

  it.each([
    'SUIT_DISMISSED',
    'DISMISSED',
    'REVOKED',
    'PARTLY_REVOKED',
    'ALTERED',
    'ILLEGAL',
    'INVALID',
    'ORDERED_PERFORMANCE',
    'MEDIATED',
  ] as const)('一审%s', (outcome) => {
    given(filed(), accepted)
      .when(the(JudgeLitigation), { ...judge, outcome }, clerk('2023-06-01'))
      .then({
        type: 'LitigationJudged',
        data: { unitId: 'qz', caseId: 'k1', instance: 1, outcome, judgedOn: '2023-06-01' },
      });
  });

  it('“维持原判”只能是二审的结果（行政诉讼法第六十九条）', () => {
    given(filed(), accepted)
      .when(the(JudgeLitigation), { ...judge, outcome: 'UPHELD' }, clerk('2023-06-01'))
      .thenRefused('litigation.upheld_in_first_instance');
    given(filed(), accepted, judged(1, '2023-06-01'), appealed)
      .when(the(JudgeLitigation), { instance: 2, outcome: 'UPHELD', judgedOn: '2023-08-01' }, clerk('2023-08-01'))
      .then({ type: 'LitigationJudged', data: { instance: 2, outcome: 'UPHELD' } });
  });

  it('C10 发回重审是二审、再审的结果；发回以后再开一审的庭、再作一审裁判（行政诉讼法第八十九条）', () => {
    given(filed(), accepted)
      .when(the(JudgeLitigation), { ...judge, outcome: 'REMANDED' }, clerk('2023-06-01'))
      .thenRefused('litigation.remanded_in_first_instance');
    const { events } = given(filed(), accepted, judged(1, '2023-06-01'), appealed)
      .when(the(JudgeLitigation), { instance: 2, outcome: 'REMANDED', judgedOn: '2023-08-01' }, clerk('2023-08-01'))
      .then({ type: 'LitigationJudged', data: { instance: 2, outcome: 'REMANDED' } });
    const again = [filed(), accepted, judged(1, '2023-06-01'), appealed, ...events];
    given(...again)
      .when(the(HoldCourtHearing), { heldOn: '2023-11-04', leaderId: 'lin' }, clerk('2023-11-04'))
      .then({ type: 'CourtHearingHeld' });
    given(...again)
      .when(
        the(JudgeLitigation),
        { instance: 1, outcome: 'SUIT_DISMISSED', judgedOn: '2023-12-01' },
        clerk('2023-12-01'),
      )
      .then({ type: 'LitigationJudged', data: { instance: 1, outcome: 'SUIT_DISMISSED' } });
  });

  it('生效以后可以裁定再审，按一审或者二审程序裁判以后再生效（行政诉讼法第九十二条）', () => {
    const effective: DomainEvent = { type: 'LitigationEffective', data: { unitId: 'qz', effectiveOn: '2023-06-20' } };
    const history = [filed(), accepted, judged(1, '2023-06-01'), effective];
    const { events } = given(...history)
      .when(the(OpenRetrial), { on: '2023-09-04', reason: '新的证据' }, clerk('2023-09-04'))
      .then({ type: 'RetrialOpened', data: { on: '2023-09-04' } });
    const { events: retried } = given(...history, ...events)
      .when(the(JudgeLitigation), { instance: 2, outcome: 'REVOKED', judgedOn: '2023-11-01' }, clerk('2023-11-01'))
      .then({ type: 'LitigationJudged', data: { instance: 2, isRetrial: true } });
    given(...history, ...events, ...retried)
      .when(the(RecordEffectiveJudgment), { effectiveOn: '2023-11-01' }, clerk('2023-11-01'))
      .then({ type: 'LitigationEffective' });
  });

  it('只有变更、部分撤销的填变更后的数额；只有撤销的责令重作、注明程序违法（行政诉讼法第七十条、第七十七条）', () => {
    const said = (more: Partial<JudgeLitigation>) =>
      given(filed(), accepted).when(the(JudgeLitigation), { ...judge, ...more }, clerk('2023-06-05'));
    said({ outcome: 'ALTERED', fineFen: 500_000 }).then({ type: 'LitigationJudged', data: { fineFen: 500_000 } });
    said({ fineFen: 500_000 }).thenRefused('remedy.amount_without_alteration');
    said({ outcome: 'REVOKED', redo: true, isProcedural: true }).then({ type: 'LitigationJudged' });
    said({ redo: true }).thenRefused('litigation.redo_without_revocation');
    said({ isProcedural: true }).thenRefused('remedy.procedure_without_revocation');
    said({ servedOn: '2023-06-05' }).then({ type: 'LitigationJudged', data: { servedOn: '2023-06-05' } });
    said({ servedOn: '2023-05-31' }).thenRefused('day.out_of_order');
  });

  it('二审裁判须在上诉之后，上诉之后须是二审裁判', () => {
    given(filed(), accepted)
      .when(the(JudgeLitigation), { ...judge, instance: 2 }, clerk('2023-06-01'))
      .thenRefused('litigation.instance');
    given(filed(), accepted, judged(1, '2023-06-01'))
      .when(the(JudgeLitigation), { ...judge, instance: 2 }, clerk('2023-06-01'))
      .thenRefused('remedy.phase');
    given(filed(), accepted, judged(1, '2023-06-01'), appealed)
      .when(the(JudgeLitigation), { ...judge, judgedOn: '2023-08-01' }, clerk('2023-08-01'))
      .thenRefused('litigation.instance');
  });

  it('审级只有一审、二审', () => {
    expect(parseCommand(JudgeLitigation, { ...judge, instance: 3 }).faults?.[0]?.path).toBe('instance');
    expect(parseCommand(JudgeLitigation, judge).faults).toBeUndefined();
  });

  it('裁判不早于开庭，不晚于今天', () => {
    given(filed(), accepted, { type: 'CourtHearingHeld', data: { heldOn: '2023-06-02' } })
      .when(the(JudgeLitigation), judge, clerk('2023-06-02'))
      .thenRefused('day.out_of_order', { earliest: '2023-06-02' });
    given(filed(), accepted)
      .when(the(JudgeLitigation), judge, clerk('2023-05-31'))
      .thenRefused('day.in_future', { earliest: '2023-06-01' });
  });
});

describe('上诉、撤诉、生效', () => {
  it('一审判决后可以上诉，可以撤回上诉；二审判决后不能上诉（行政诉讼法第八十五条）', () => {
    const first = [filed(), accepted, judged(1, '2023-06-01')];
    given(...first)
      .when(the(AppealLitigation), { appellant: '甲', on: '2023-06-10' }, clerk('2023-06-10'))
      .then({ type: 'LitigationAppealed', data: { unitId: 'qz', appellant: '甲' } });
    given(...first, appealed)
      .when(the(WithdrawAppeal), { on: '2023-07-01' }, clerk('2023-07-01'))
      .then({ type: 'AppealWithdrawn', data: { unitId: 'qz', on: '2023-07-01' } });
    given(...first, appealed, judged(2, '2023-08-01'))
      .when(the(AppealLitigation), { appellant: '甲', on: '2023-08-10' }, clerk('2023-08-10'))
      .thenRefused('remedy.phase');
  });

  it('判决之前可以撤诉，判决之后不能（行政诉讼法第六十二条）', () => {
    for (const history of [[filed()], [filed(), accepted]])
      given(...history)
        .when(the(WithdrawLitigation), { on: '2023-04-03' }, clerk('2023-04-03'))
        .then({ type: 'LitigationWithdrawn', data: { unitId: 'qz', on: '2023-04-03' } });
    given(filed(), accepted, judged(1, '2023-06-01'))
      .when(the(WithdrawLitigation), { on: '2023-06-03' }, clerk('2023-06-03'))
      .thenRefused('remedy.phase');
  });

  it('一审未上诉、二审判决后生效，并写入救济登记簿；上诉期间不生效', () => {
    for (const history of [
      [filed(), accepted, judged(1, '2023-06-01')],
      [filed(), accepted, judged(1, '2023-06-01'), appealed, judged(2, '2023-06-20')],
    ]) {
      const { elsewhere } = given(...history)
        .when(the(RecordEffectiveJudgment), { effectiveOn: '2023-06-20' }, clerk('2023-06-20'))
        .then({ type: 'LitigationEffective', data: { unitId: 'qz', effectiveOn: '2023-06-20' } });
      expect(elsewhere[0]!.events[0]).toMatchObject({
        type: 'RemedyEnded',
        data: { kind: 'LITIGATION', end: 'DECIDED' },
      });
    }
    given(filed(), accepted, judged(1, '2023-06-01'), appealed)
      .when(the(RecordEffectiveJudgment), { effectiveOn: '2023-06-20' }, clerk('2023-06-20'))
      .thenRefused('remedy.phase');
    given(filed(), accepted, judged(1, '2023-06-01'))
      .when(the(RecordEffectiveJudgment), { effectiveOn: '2023-05-31' }, clerk('2023-06-20'))
      .thenRefused('day.out_of_order');
  });
});
