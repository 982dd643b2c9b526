import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { by, commandOf, ordinaryCase, summaryCase } from '../scenario.js';
import { WithdrawLitigation } from './litigation.js';
import {
  AcceptReconsideration,
  DecideReconsideration,
  DeclineReconsideration,
  ExtendReconsideration,
  FileReconsideration,
  type ReconsiderationAccepted,
  type ReconsiderationFiled,
  ResumeReconsideration,
  SubmitReconsiderationAnswer,
  SuspendReconsideration,
  WithdrawReconsideration,
} from './reconsideration.js';
import type { RemedyEntered } from './register.js';
import { remedy } from './remedy.js';

const the = <Command extends object>(input: new () => Command) => commandOf(remedy, input);

const FILE: FileReconsideration = { caseId: 'k1', applicant: '当事人甲', filedOn: '2023-02-27' };
const filed = (data: Partial<ReconsiderationFiled> = {}): DomainEvent => ({
  type: 'ReconsiderationFiled',
  data: { ...FILE, remedyId: 'x1', unitId: 'qz', ...data } satisfies ReconsiderationFiled,
});
/** Accepted on 2023-03-01: under the law of 2017 ten calendar days end on a Saturday, sixty on a holiday. */
const accepted = (data: Partial<ReconsiderationAccepted> = {}): DomainEvent => ({
  type: 'ReconsiderationAccepted',
  data: {
    unitId: 'qz',
    caseId: 'k1',
    acceptedOn: '2023-03-01',
    procedure: 'ORDINARY',
    copyReceivedOn: '2023-03-01',
    answerDueOn: '2023-03-13',
    answerRule: 'D23@2018-01-01',
    decisionDueOn: '2023-05-04',
    decisionRule: 'D24@2018-01-01',
    ...data,
  } satisfies ReconsiderationAccepted,
});
const suspended: DomainEvent = {
  type: 'ReconsiderationSuspended',
  data: { unitId: 'qz', reason: '等待另案', on: '2023-04-01' },
};
const CASE = { 'case-k1': ordinaryCase('k1', 'qz') };
const clerk = (at: string, elsewhere = {}) => by('qz', 'REGISTRAR', at, { ...CASE, ...elsewhere });

describe('申请行政复议', () => {
  it('登记申请，被申请人为登记人所在单位', () => {
    given()
      .when(the(FileReconsideration), FILE, clerk('2023-02-28'))
      .then({ type: 'ReconsiderationFiled', data: { ...FILE, remedyId: 'x1', unitId: 'qz' } });
  });

  it('以前的案件不在本系统的，可以不填案件编号', () => {
    given()
      .when(the(FileReconsideration), { applicant: '当事人甲', filedOn: '2022-11-01' }, clerk('2023-02-28'))
      .then({ type: 'ReconsiderationFiled' });
  });

  it('填了案件编号的，案件须是本单位的，申请不早于立案', () => {
    given()
      .when(the(FileReconsideration), { ...FILE, caseId: 'k9' }, clerk('2023-02-28'))
      .thenRefused('remedy.unknown_case');
    given()
      .when(the(FileReconsideration), FILE, clerk('2023-02-28', { 'case-k1': ordinaryCase('k1', 'kecheng') }))
      .thenRefused('remedy.unknown_case');
    given()
      .when(the(FileReconsideration), { ...FILE, filedOn: '2023-01-31' }, clerk('2023-02-28'))
      .thenRefused('day.out_of_order', { earliest: '2023-02-01' });
    given()
      .when(the(FileReconsideration), FILE, clerk('2023-02-28', { 'case-k1': summaryCase('k1', 'qz', '2023-02-28') }))
      .thenRefused('day.out_of_order', { earliest: '2023-02-28' });
  });

  it('申请日期不在将来，同一申请不能登记两次', () => {
    given()
      .when(the(FileReconsideration), FILE, clerk('2023-02-26'))
      .thenRefused('day.in_future', { earliest: '2023-02-27' });
    given(filed()).when(the(FileReconsideration), FILE, clerk('2023-02-28')).thenRefused('remedy.phase');
  });
});

describe('复议受理', () => {
  const accept: AcceptReconsideration = { acceptedOn: '2023-03-01' };

  it('F2：复议机关的受理不因期限算不出而被拒；决定期限待定，答复期限已能算出的当即算出', () => {
    const { events, elsewhere } = given(filed())
      .when(the(AcceptReconsideration), { acceptedOn: '2026-11-26' }, clerk('2026-11-27'))
      .then({
        type: 'ReconsiderationAccepted',
        data: {
          answerDueOn: '2026-12-10',
          openDays: [{ rule: 'D24', variant: 'ORDINARY', on: '2026-11-26', year: 2027 }],
        },
      });
    expect(events[0]!.data).not.toHaveProperty('decisionDueOn');
    expect(elsewhere[0]!.events[0]!.data).not.toHaveProperty('decisionDueOn');
    const row = [filed(), ...events].reduce((s, e) => remedy.evolve(s, e), remedy.initialState);
    expect(row.openDays).toMatchObject([{ rule: 'D24' }]);
  });

  it('F2：答复期限待定的，当年内答复不逾期；进入待定的年份，放假安排录入后才能判断', () => {
    const open = { rule: 'D23', variant: 'ORDINARY', on: '2026-12-25', year: 2027 } as const;
    const {
      answerDueOn: _due,
      answerRule: _rule,
      ...data
    } = accepted({ acceptedOn: '2026-12-25' }).data as ReconsiderationAccepted;
    const history = [filed(), { type: 'ReconsiderationAccepted', data: { ...data, openDays: [open] } }];
    given(...history)
      .when(the(SubmitReconsiderationAnswer), { on: '2026-12-31' }, clerk('2026-12-31'))
      .then({ type: 'ReconsiderationAnswerSubmitted', data: { late: false } });
    given(...history)
      .when(the(SubmitReconsiderationAnswer), { on: '2027-01-01' }, clerk('2027-01-01'))
      .thenRefused('remedy.answer_day_open');
  });

  it('记下复议机关和案号', () => {
    const organ = { organ: '衢州市人民政府', organCaseNo: '衢政复〔2023〕8号' };
    given(filed())
      .when(the(AcceptReconsideration), { ...accept, ...organ }, clerk('2023-03-02'))
      .then({ type: 'ReconsiderationAccepted', data: organ });
  });

  it('2017年版复议法：十日答复为自然日，末日周六顺延至周一；六十日决定末日在劳动节假期，顺延至5月4日', () => {
    const { elsewhere } = given(filed())
      .when(the(AcceptReconsideration), accept, clerk('2023-03-02'))
      .then({
        type: 'ReconsiderationAccepted',
        data: {
          unitId: 'qz',
          caseId: 'k1',
          acceptedOn: '2023-03-01',
          answerDueOn: '2023-03-13',
          decisionDueOn: '2023-05-04',
        },
      });
    expect(elsewhere).toEqual([
      {
        stream: { aggregate: 'remedyRegister', id: 'k1' },
        events: [
          {
            type: 'RemedyEntered',
            data: {
              caseId: 'k1',
              remedyId: 'x1',
              kind: 'RECONSIDERATION',
              acceptedOn: '2023-03-01',
              decisionDueOn: '2023-05-04',
            } satisfies RemedyEntered,
          },
        ],
      },
    ]);
  });

  it('2023年修订的复议法：十日答复为工作日（第四十八条、第八十八条第二款）；简易程序五日、三十日（第五十四条、第六十二条）', () => {
    given(filed({ filedOn: '2024-04-01' }))
      .when(the(AcceptReconsideration), { acceptedOn: '2024-04-03' }, clerk('2024-04-03'))
      .then({ type: 'ReconsiderationAccepted', data: { answerDueOn: '2024-04-18', decisionDueOn: '2024-06-03' } });
    given(filed({ filedOn: '2024-04-01' }))
      .when(the(AcceptReconsideration), { acceptedOn: '2024-04-03', procedure: 'SUMMARY' }, clerk('2024-04-03'))
      .then({
        type: 'ReconsiderationAccepted',
        data: { procedure: 'SUMMARY', answerDueOn: '2024-04-11', decisionDueOn: '2024-05-06' },
      });
  });

  it('简易程序自2024年1月1日起才有', () => {
    const simple = (acceptedOn: string) => ({ acceptedOn, procedure: 'SUMMARY' as const });
    given(filed())
      .when(the(AcceptReconsideration), simple('2023-12-31'), clerk('2024-01-02'))
      .thenRefused('reconsideration.no_summary_procedure');
    given(filed())
      .when(the(AcceptReconsideration), simple('2024-01-01'), clerk('2024-01-02'))
      .then({ type: 'ReconsiderationAccepted' });
  });

  it('答复期限自收到申请书副本起算', () => {
    given(filed())
      .when(the(AcceptReconsideration), { ...accept, copyReceivedOn: '2023-03-06' }, clerk('2023-03-06'))
      .then({
        type: 'ReconsiderationAccepted',
        data: { copyReceivedOn: '2023-03-06', answerDueOn: '2023-03-16', decisionDueOn: '2023-05-04' },
      });
    given(filed())
      .when(the(AcceptReconsideration), { ...accept, copyReceivedOn: '2023-02-28' }, clerk('2023-03-06'))
      .thenRefused('day.out_of_order');
    given(filed())
      .when(the(AcceptReconsideration), { ...accept, copyReceivedOn: '2023-03-07' }, clerk('2023-03-06'))
      .thenRefused('day.in_future');
  });

  it('上年受理、本年登记的记为结转；本年受理的不是', () => {
    given(filed({ filedOn: '2022-12-20' }))
      .when(the(AcceptReconsideration), { acceptedOn: '2022-12-30' }, clerk('2023-01-03'))
      .then({ type: 'ReconsiderationAccepted', data: { acceptedOn: '2022-12-30', carriedOverFromYear: 2022 } });
    const { events } = given(filed({ filedOn: '2022-12-20' }))
      .when(the(AcceptReconsideration), { acceptedOn: '2022-12-30' }, clerk('2022-12-31'))
      .then({ type: 'ReconsiderationAccepted' });
    expect(events[0]!.data).not.toHaveProperty('carriedOverFromYear');
  });

  it('受理日不早于申请日；没有申请的、别的单位的，不能受理', () => {
    given(filed())
      .when(the(AcceptReconsideration), { acceptedOn: '2023-02-26' }, clerk('2023-03-02'))
      .thenRefused('day.out_of_order', { earliest: '2023-02-27' });
    given().when(the(AcceptReconsideration), accept, clerk('2023-03-02')).thenRefused('remedy.phase');
    given(filed())
      .when(the(AcceptReconsideration), accept, by('kecheng', 'REGISTRAR', '2023-03-02', CASE))
      .thenRefused('unit.not_responsible');
  });

  it('诉讼的步骤不能用于复议', () => {
    given(filed()).when(the(WithdrawLitigation), { on: '2023-03-01' }, clerk('2023-03-02')).thenRefused('remedy.phase');
  });

  it('申请之后法院先立案的，不得再受理（G39）', () => {
    const suit: DomainEvent = {
      type: 'RemedyEntered',
      data: { caseId: 'k1', remedyId: 'l1', kind: 'LITIGATION', acceptedOn: '2023-02-28' } satisfies RemedyEntered,
    };
    given(filed())
      .when(the(AcceptReconsideration), accept, clerk('2023-03-02', { 'remedyRegister-k1': [suit] }))
      .thenRefused('remedy.parallel', { article: '行政复议法（2017）第十六条第二款' });
  });

  it('不予受理须有理由，受理之后不能再不予受理', () => {
    given(filed())
      .when(the(DeclineReconsideration), { reason: '超过申请期限', on: '2023-03-01' }, clerk('2023-03-02'))
      .then({ type: 'ReconsiderationDeclined', data: { unitId: 'qz', reason: '超过申请期限' } });
    for (const reason of ['', '　'])
      expect(parseCommand(DeclineReconsideration, { reason, on: '2023-03-01' }).faults).toEqual([
        { path: 'reason', message: '不予受理的理由不能为空' },
      ]);
    given(filed(), accepted())
      .when(the(DeclineReconsideration), { reason: '超过申请期限', on: '2023-03-01' }, clerk('2023-03-02'))
      .thenRefused('remedy.phase');
  });
});

describe('复议答复（行政复议法第四十八条）', () => {
  it('期限最后一日答复不算逾期，次日逾期；逾期也如实记录', () => {
    given(filed(), accepted())
      .when(the(SubmitReconsiderationAnswer), { on: '2023-03-13' }, clerk('2023-03-14'))
      .then({ type: 'ReconsiderationAnswerSubmitted', data: { on: '2023-03-13', late: false } });
    given(filed(), accepted())
      .when(the(SubmitReconsiderationAnswer), { on: '2023-03-14' }, clerk('2023-03-14'))
      .then({ type: 'ReconsiderationAnswerSubmitted', data: { on: '2023-03-14', late: true } });
  });

  it('只答复一次，受理之前不能答复', () => {
    given(filed(), accepted(), { type: 'ReconsiderationAnswerSubmitted', data: { unitId: 'qz', on: '2023-03-10' } })
      .when(the(SubmitReconsiderationAnswer), { on: '2023-03-11' }, clerk('2023-03-11'))
      .thenRefused('remedy.answered');
    given(filed())
      .when(the(SubmitReconsiderationAnswer), { on: '2023-03-11' }, clerk('2023-03-11'))
      .thenRefused('remedy.phase');
  });
});

describe('复议中止和恢复（行政复议法第三十九条、第四十条）', () => {
  it('恢复时决定期限剔除中止的天数（4月1日至4月11日，十日：顺延到5月10日）', () => {
    const { elsewhere } = given(filed(), accepted(), suspended)
      .when(the(ResumeReconsideration), { on: '2023-04-11' }, clerk('2023-04-11'))
      .then({
        type: 'ReconsiderationResumed',
        data: {
          unitId: 'qz',
          on: '2023-04-11',
          decisionDueOn: '2023-05-10',
          decisionRule: expect.stringMatching(/^D24@/),
        },
      });
    expect(elsewhere[0]!.events).toEqual([
      { type: 'RemedyDueMoved', data: { remedyId: 'x1', decisionDueOn: '2023-05-10' } },
    ]);
  });

  it('再次中止的，两段都剔除', () => {
    given(
      filed(),
      accepted(),
      suspended,
      { type: 'ReconsiderationResumed', data: { unitId: 'qz', on: '2023-04-11', decisionDueOn: '2023-05-10' } },
      { type: 'ReconsiderationSuspended', data: { unitId: 'qz', reason: '鉴定', on: '2023-04-20' } },
    )
      .when(the(ResumeReconsideration), { on: '2023-04-25' }, clerk('2023-04-25'))
      .then({ type: 'ReconsiderationResumed', data: { decisionDueOn: '2023-05-15' } });
  });

  it('中止须有理由；没有中止的不能恢复，中止的不能再中止', () => {
    given(filed(), accepted())
      .when(the(SuspendReconsideration), { reason: '等待另案', on: '2023-04-01' }, clerk('2023-04-01'))
      .then({ type: 'ReconsiderationSuspended', data: { reason: '等待另案' } });
    expect(parseCommand(SuspendReconsideration, { reason: ' ', on: '2023-04-01' }).faults?.[0]?.path).toBe('reason');
    given(filed(), accepted())
      .when(the(ResumeReconsideration), { on: '2023-04-01' }, clerk('2023-04-01'))
      .thenRefused('remedy.phase');
    given(filed(), accepted(), suspended)
      .when(the(SuspendReconsideration), { reason: '又', on: '2023-04-02' }, clerk('2023-04-02'))
      .thenRefused('remedy.phase');
  });
});

describe('C33 延长审理期限（行政复议法第六十二条）', () => {
  const history = [
    filed({ filedOn: '2024-02-26' }),
    accepted({ acceptedOn: '2024-02-27', decisionDueOn: '2024-04-28', decisionRule: 'D24@2024-01-01' }),
  ];
  const extend = (events: readonly DomainEvent[], extendedOn: string) =>
    given(...events).when(the(ExtendReconsideration), { extendedOn }, clerk('2024-06-28'));

  it('2月27日受理，4月28日届满，延长三十日到5月27日，登记簿同时变动', () => {
    const { elsewhere } = extend(history, '2024-04-28').then({
      type: 'ReconsiderationExtended',
      data: { days: 30, decisionDueOn: '2024-05-27', decisionRule: 'D24@2024-01-01' },
    });
    expect(elsewhere[0]!.events).toEqual([
      { type: 'RemedyDueMoved', data: { remedyId: 'x1', decisionDueOn: '2024-05-27' } },
    ]);
  });

  it('届满以后不能再延长，只能延长一次，简易程序不能延长', () => {
    extend(history, '2024-04-29').thenRefused('reconsideration.extended_too_late');
    const { events } = extend(history, '2024-04-28').then({ type: 'ReconsiderationExtended' });
    extend([...history, ...events], '2024-05-06').thenRefused('reconsideration.extended');
    extend(
      [history[0]!, accepted({ acceptedOn: '2024-02-27', procedure: 'SUMMARY', decisionDueOn: '2024-03-28' })],
      '2024-03-04',
    ).thenRefused('reconsideration.summary_not_extended');
  });

  it('延长以后中止的，恢复时连同延长一并计算', () => {
    const { events } = extend(history, '2024-04-28').then({ type: 'ReconsiderationExtended' });
    given(...history, ...events, {
      type: 'ReconsiderationSuspended',
      data: { unitId: 'qz', reason: '鉴定', on: '2024-05-06' },
    })
      .when(the(ResumeReconsideration), { on: '2024-05-16' }, clerk('2024-06-28'))
      .then({ type: 'ReconsiderationResumed', data: { decisionDueOn: '2024-06-06' } });
  });
});

describe('撤回复议申请', () => {
  it('受理前后、中止期间都可以撤回', () => {
    for (const history of [[filed()], [filed(), accepted()], [filed(), accepted(), suspended]])
      given(...history)
        .when(the(WithdrawReconsideration), { on: '2023-04-03' }, clerk('2023-04-03'))
        .then({ type: 'ReconsiderationWithdrawn', data: { unitId: 'qz', on: '2023-04-03' } });
  });

  it('作出决定之后不能撤回', () => {
    given(filed(), accepted(), { type: 'ReconsiderationDecided', data: { decidedOn: '2023-04-02' } })
      .when(the(WithdrawReconsideration), { on: '2023-04-03' }, clerk('2023-04-03'))
      .thenRefused('remedy.phase');
  });
});

describe('复议决定', () => {
  const decide: DecideReconsideration = { outcome: 'UPHELD', decidedOn: '2023-04-28' };

  it.each([
    'UPHELD',
    'ALTERED',
    'REVOKED',
    'PARTLY_REVOKED',
    'ILLEGAL',
    'INVALID',
    'DISMISSED',
    'MEDIATED',
    'TERMINATED',
  ] as const)('结果%s', (outcome) => {
    const { elsewhere } = given(filed(), accepted())
      .when(the(DecideReconsideration), { ...decide, outcome }, clerk('2023-04-28'))
      .then({
        type: 'ReconsiderationDecided',
        data: { unitId: 'qz', caseId: 'k1', outcome, redo: false, decidedOn: '2023-04-28' },
      });
    expect(elsewhere[0]!.events[0]!.type).toBe('RemedyEnded');
  });

  it('登记簿上，终止的复议不算经过复议，其余结果算', () => {
    for (const [outcome, end] of [
      ['TERMINATED', 'WITHDRAWN'],
      ['UPHELD', 'DECIDED'],
      ['DISMISSED', 'DECIDED'],
    ] as const) {
      const { elsewhere } = given(filed(), accepted())
        .when(the(DecideReconsideration), { ...decide, outcome }, clerk('2023-04-28'))
        .then({ type: 'ReconsiderationDecided' });
      expect(elsewhere[0]!.events[0]!.data).toMatchObject({ remedyId: 'x1', kind: 'RECONSIDERATION', end });
    }
  });

  it('只有撤销、部分撤销可以责令重作（行政复议法第六十四条）', () => {
    for (const outcome of ['REVOKED', 'PARTLY_REVOKED'] as const)
      given(filed(), accepted())
        .when(the(DecideReconsideration), { ...decide, outcome, redo: true }, clerk('2023-04-28'))
        .then({ type: 'ReconsiderationDecided', data: { redo: true } });
    given(filed(), accepted())
      .when(the(DecideReconsideration), { ...decide, redo: true }, clerk('2023-04-28'))
      .thenRefused('reconsideration.redo_without_revocation', { article: '行政复议法第六十四条' });
  });

  it('中止期间只能终止', () => {
    given(filed(), accepted(), suspended)
      .when(the(DecideReconsideration), decide, clerk('2023-04-28'))
      .thenRefused('reconsideration.suspended');
    given(filed(), accepted(), suspended)
      .when(the(DecideReconsideration), { ...decide, outcome: 'TERMINATED' }, clerk('2023-04-28'))
      .then({ type: 'ReconsiderationDecided', data: { outcome: 'TERMINATED' } });
  });

  it('没有受理的不能决定；决定不早于受理，不晚于今天；只有一次', () => {
    given(filed()).when(the(DecideReconsideration), decide, clerk('2023-04-28')).thenRefused('remedy.phase');
    given(filed(), accepted())
      .when(the(DecideReconsideration), { ...decide, decidedOn: '2023-02-28' }, clerk('2023-04-28'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-01' });
    given(filed(), accepted())
      .when(the(DecideReconsideration), decide, clerk('2023-04-27'))
      .thenRefused('day.in_future', { earliest: '2023-04-28' });
    given(filed(), accepted(), { type: 'ReconsiderationDecided', data: { decidedOn: '2023-04-02' } })
      .when(the(DecideReconsideration), decide, clerk('2023-04-28'))
      .thenRefused('remedy.phase');
  });

  it('不是本系统的案件不写救济登记簿', () => {
    const withoutCase = ({ type, data }: DomainEvent): DomainEvent => {
      const { caseId: _none, ...rest } = data as { readonly caseId?: string };
      return { type, data: rest };
    };
    const { elsewhere } = given(withoutCase(filed()), withoutCase(accepted()))
      .when(the(DecideReconsideration), decide, clerk('2023-04-28'))
      .then({ type: 'ReconsiderationDecided' });
    expect(elsewhere).toEqual([]);
  });
});
