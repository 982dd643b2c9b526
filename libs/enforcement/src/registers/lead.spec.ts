import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { by, commandOf, ordinaryCase, rowAfter } from '../scenario.js';
import {
  AcknowledgeLead,
  CloseLead,
  ConvertLead,
  type LeadRegistered,
  lead,
  ReassignLead,
  RegisterLead,
  RejectLead,
  ReplyReporter,
  VerifyLead,
} from './lead.js';

const the = <Command extends object>(input: new () => Command) => commandOf(lead, input);

const REGISTER: RegisterLead = {
  source: 'PLATFORM',
  content: '占道经营',
  place: '柯城区上街1号',
  territoryCode: '330802',
  registeredOn: '2023-03-01',
};

/** On the platform of `kecheng` since Wednesday 2023-03-01: five working days end on 2023-03-08. */
const registered = (data: Partial<LeadRegistered> = {}): DomainEvent => ({
  type: 'LeadRegistered',
  data: {
    ...REGISTER,
    leadId: 'x1',
    unitId: 'kecheng',
    responseDueOn: '2023-03-08',
    responseRule: 'L01@2018-01-01',
    ...data,
  } satisfies LeadRegistered,
});
const acknowledged = (on = '2023-03-02'): DomainEvent => ({
  type: 'LeadAcknowledged',
  data: { unitId: 'kecheng', on },
});
const rejected = (on = '2023-03-02'): DomainEvent => ({
  type: 'LeadRejected',
  data: { unitId: 'kecheng', reason: '不属于本机关管辖', on },
});
const verified = (on = '2023-03-06'): DomainEvent => ({
  type: 'LeadVerified',
  data: { unitId: 'kecheng', officers: [], on, finding: '属实' },
});

const officer = (at: string, elsewhere = {}) => by('kecheng', 'OFFICER', at, elsewhere);
const coordinator = (at: string, elsewhere = {}) => by('qz', 'COORDINATOR', at, elsewhere);

describe('登记线索', () => {
  it('由登记人所在单位负责，回应期限自登记次日起算（L01：3月1日登记，五个工作日至3月8日）', () => {
    given()
      .when(the(RegisterLead), REGISTER, officer('2023-03-01'))
      .then({
        type: 'LeadRegistered',
        data: {
          leadId: 'x1',
          unitId: 'kecheng',
          source: 'PLATFORM',
          registeredOn: '2023-03-01',
          responseDueOn: '2023-03-08',
          responseRule: expect.stringMatching(/^L01@/),
        },
      });
  });

  it('没有写明责任单位的命令，事件照样写明', () => {
    const { command } = parseCommand(RegisterLead, REGISTER);
    given()
      .when(the(RegisterLead), command!, officer('2023-03-01'))
      .then({ type: 'LeadRegistered', data: { unitId: 'kecheng' } });
  });

  it.each(['PLATFORM', '12345', 'PATROL', 'REPORT', 'SUPERIOR', 'TRANSFER', 'INSPECTION', 'SENSOR'] as const)(
    '来源%s有自己的回应期限',
    (source) => {
      given()
        .when(the(RegisterLead), { ...REGISTER, source }, officer('2023-03-01'))
        .then({ type: 'LeadRegistered', data: { source, responseDueOn: '2023-03-08' } });
    },
  );

  it('登记日期可以是今天，不能是明天', () => {
    given()
      .when(the(RegisterLead), { ...REGISTER, registeredOn: '2023-03-02' }, officer('2023-03-01'))
      .thenRefused('day.in_future', { earliest: '2023-03-02' });
  });

  it('早于回应期限规定施行的日期算不出期限，予以拒绝而不推测', () => {
    given()
      .when(the(RegisterLead), { ...REGISTER, registeredOn: '1990-01-04' }, officer('2023-03-01'))
      .thenRefused('statutes.no_answer');
  });

  it('同一线索不能登记两次', () => {
    given(registered()).when(the(RegisterLead), REGISTER, officer('2023-03-01')).thenRefused('lead.phase');
  });

  it('不能替别的单位登记；市指导办可以替任何单位，县指导办可以替所辖乡镇（条例第十二条）', () => {
    const for_ = (unitId: string) => ({ ...REGISTER, unitId });
    given()
      .when(the(RegisterLead), for_('qujiang'), officer('2023-03-01'))
      .thenRefused('unit.not_responsible', { article: '浙江省综合行政执法条例第十二条' });
    given()
      .when(the(RegisterLead), for_('xinxin'), coordinator('2023-03-01'))
      .then({ type: 'LeadRegistered', data: { unitId: 'xinxin' } });
    given()
      .when(the(RegisterLead), for_('xinxin'), by('kecheng', 'COORDINATOR', '2023-03-01'))
      .then({ type: 'LeadRegistered', data: { unitId: 'xinxin' } });
    given()
      .when(the(RegisterLead), for_('xinxin'), by('qujiang', 'COORDINATOR', '2023-03-01'))
      .thenRefused('unit.not_responsible');
  });

  it('责任单位须已登记（行政处罚法第十七条）', () => {
    given()
      .when(the(RegisterLead), { ...REGISTER, unitId: 'nowhere' }, coordinator('2023-03-01'))
      .thenRefused('unit.unknown');
  });

  it('重复线索归并到原线索，原线索须存在，且本身没有归并', () => {
    const duplicate = { ...REGISTER, dedupOf: 'x0' };
    given()
      .when(the(RegisterLead), duplicate, officer('2023-03-01', { 'lead-x0': [registered({ leadId: 'x0' })] }))
      .then({ type: 'LeadRegistered', data: { dedupOf: 'x0' } });
    given().when(the(RegisterLead), duplicate, officer('2023-03-01')).thenRefused('lead.unknown_original');
    given()
      .when(
        the(RegisterLead),
        duplicate,
        officer('2023-03-01', { 'lead-x0': [registered({ leadId: 'x0', dedupOf: 'x9' })] }),
      )
      .thenRefused('lead.original_merged');
  });

  it('不能归并到自己', () => {
    given()
      .when(the(RegisterLead), { ...REGISTER, dedupOf: 'x1' }, officer('2023-03-01'))
      .thenRefused('lead.unknown_original');
  });

  it('归并的线索不再单独办理，但可以答复举报人', () => {
    const merged = registered({ dedupOf: 'x0', source: 'REPORT' });
    given(merged).when(the(AcknowledgeLead), { on: '2023-03-02' }, officer('2023-03-02')).thenRefused('lead.phase');
    given(merged)
      .when(the(ReplyReporter), { content: '正在办理', on: '2023-03-02' }, officer('2023-03-02'))
      .then({ type: 'ReporterReplied' });
  });

  it('来源不在列、没有内容、日期不存在的，逐项指出', () => {
    const { faults } = parseCommand(RegisterLead, {
      ...REGISTER,
      source: 'RUMOUR',
      content: '',
      registeredOn: '2023-02-30',
    });
    expect(faults?.map(({ path }) => path).sort()).toEqual(['content', 'registeredOn', 'source']);
    expect(parseCommand(RegisterLead, REGISTER).faults).toBeUndefined();
  });
});

describe('回应线索（浙江省综合行政执法条例第十八条）', () => {
  it('受理是回应', () => {
    given(registered())
      .when(the(AcknowledgeLead), { on: '2023-03-08' }, officer('2023-03-08'))
      .then({ type: 'LeadAcknowledged', data: { unitId: 'kecheng', on: '2023-03-08' } });
  });

  it('逾期也可以受理，只是不算按时（逾期不等于无效）', () => {
    given(registered())
      .when(the(AcknowledgeLead), { on: '2023-03-09' }, officer('2023-03-09'))
      .then({ type: 'LeadAcknowledged', data: { on: '2023-03-09' } });
  });

  it('不予受理也是回应，但须说明理由', () => {
    given(registered())
      .when(
        the(RejectLead),
        { reason: '不属于本机关管辖', toOrg: '市生态环境局', on: '2023-03-02' },
        officer('2023-03-02'),
      )
      .then({ type: 'LeadRejected', data: { unitId: 'kecheng', reason: '不属于本机关管辖', toOrg: '市生态环境局' } });
    for (const reason of [' 　\n', undefined])
      expect(parseCommand(RejectLead, { reason, on: '2023-03-02' }).faults?.map(({ path }) => path)).toEqual([
        'reason',
      ]);
  });

  it('回应日不早于登记日，不晚于今天', () => {
    given(registered())
      .when(the(AcknowledgeLead), { on: '2023-02-28' }, officer('2023-03-02'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-01' });
    given(registered())
      .when(the(AcknowledgeLead), { on: '2023-03-01' }, officer('2023-03-02'))
      .then({ type: 'LeadAcknowledged' });
    given(registered())
      .when(the(AcknowledgeLead), { on: '2023-03-03' }, officer('2023-03-02'))
      .thenRefused('day.in_future', { earliest: '2023-03-03' });
  });

  it('只由责任单位回应', () => {
    const stranger = by('qujiang', 'OFFICER', '2023-03-02');
    given(registered()).when(the(AcknowledgeLead), { on: '2023-03-02' }, stranger).thenRefused('unit.not_responsible');
    given(registered())
      .when(the(RejectLead), { reason: '不归我管', on: '2023-03-02' }, stranger)
      .thenRefused('unit.not_responsible');
  });

  it('只回应一次：受理后不能再不予受理，不予受理后不能再受理', () => {
    given(registered(), acknowledged())
      .when(the(RejectLead), { reason: '反悔', on: '2023-03-02' }, officer('2023-03-02'))
      .thenRefused('lead.phase');
    given(registered(), rejected())
      .when(the(AcknowledgeLead), { on: '2023-03-02' }, officer('2023-03-02'))
      .thenRefused('lead.phase');
    given().when(the(AcknowledgeLead), { on: '2023-03-02' }, officer('2023-03-02')).thenRefused('lead.phase');
  });
});

describe('转办线索', () => {
  const toQujiang: ReassignLead = { toUnitId: 'qujiang', on: '2023-03-06' };

  it('新单位的回应期限自转办次日重新起算（3月6日转办，至3月13日）', () => {
    given(registered())
      .when(the(ReassignLead), toQujiang, coordinator('2023-03-06'))
      .then({
        type: 'LeadReassigned',
        data: { fromUnitId: 'kecheng', toUnitId: 'qujiang', unitId: 'qujiang', responseDueOn: '2023-03-13' },
      });
  });

  it('期限最后一日转办仍重新起算；原单位已经逾期的，转办不抹去逾期，不另给期限', () => {
    given(registered())
      .when(the(ReassignLead), { ...toQujiang, on: '2023-03-08' }, coordinator('2023-03-09'))
      .then({ type: 'LeadReassigned', data: { responseDueOn: '2023-03-15' } });
    const late = given(registered())
      .when(the(ReassignLead), { ...toQujiang, on: '2023-03-09' }, coordinator('2023-03-09'))
      .then({ type: 'LeadReassigned' });
    expect(late.events[0]!.data).not.toHaveProperty('responseDueOn');
  });

  it('按时不予受理后转办的，新单位有自己的期限；逾期才不予受理的没有', () => {
    given(registered(), rejected('2023-03-08'))
      .when(the(ReassignLead), { ...toQujiang, on: '2023-03-10' }, coordinator('2023-03-10'))
      .then({ type: 'LeadReassigned', data: { responseDueOn: '2023-03-17' } });
    const late = given(registered(), rejected('2023-03-09'))
      .when(the(ReassignLead), { ...toQujiang, on: '2023-03-10' }, coordinator('2023-03-10'))
      .then({ type: 'LeadReassigned' });
    expect(late.events[0]!.data).not.toHaveProperty('responseDueOn');
  });

  it('转办后由新单位回应，原单位不能再回应', () => {
    const history = [
      registered(),
      {
        type: 'LeadReassigned',
        data: {
          unitId: 'qujiang',
          fromUnitId: 'kecheng',
          toUnitId: 'qujiang',
          on: '2023-03-06',
          responseDueOn: '2023-03-13',
        },
      },
    ];
    given(...history)
      .when(the(AcknowledgeLead), { on: '2023-03-07' }, by('qujiang', 'OFFICER', '2023-03-07'))
      .then({ type: 'LeadAcknowledged', data: { unitId: 'qujiang' } });
    given(...history)
      .when(the(AcknowledgeLead), { on: '2023-03-07' }, officer('2023-03-07'))
      .thenRefused('unit.not_responsible');
  });

  it('不能转给自己、转给没有登记的单位，核查后不能再转', () => {
    given(registered())
      .when(the(ReassignLead), { ...toQujiang, toUnitId: 'kecheng' }, coordinator('2023-03-06'))
      .thenRefused('lead.same_unit');
    given(registered())
      .when(the(ReassignLead), { ...toQujiang, toUnitId: 'nowhere' }, coordinator('2023-03-06'))
      .thenRefused('unit.unknown');
    given(registered(), acknowledged(), verified())
      .when(the(ReassignLead), toQujiang, coordinator('2023-03-06'))
      .thenRefused('lead.phase');
  });
});

describe('核查线索', () => {
  const lent = (userId: string, certNo: string): DomainEvent[] => [
    { type: 'OfficerRegistered', data: { userId, name: userId, unitId: 'kecheng', auxiliary: false } },
    { type: 'CertificateIssued', data: { certNo, validFrom: '2023-03-05', validTo: '2025-12-31' } },
  ];
  const people = { 'officer-a': lent('a', 'K1'), 'officer-b': lent('b', 'K2') };
  const verify: VerifyLead = { officers: ['a', 'b'], on: '2023-03-06', finding: '属实' };

  it('由两名持证人员核查，记下执法证号（行政处罚法第四十二条第一款，G01）', () => {
    given(registered(), acknowledged())
      .when(the(VerifyLead), verify, officer('2023-03-06', people))
      .then({
        type: 'LeadVerified',
        data: {
          unitId: 'kecheng',
          officers: [
            { userId: 'a', certNo: 'K1' },
            { userId: 'b', certNo: 'K2' },
          ],
          finding: '属实',
        },
      });
  });

  it('一人不能核查；执法证在当日须有效（G01）', () => {
    given(registered(), acknowledged())
      .when(the(VerifyLead), { ...verify, officers: ['a'] }, officer('2023-03-06', people))
      .thenRefused('officer.fewer_than_two', { article: '行政处罚法第四十二条第一款' });
    given(registered(), acknowledged())
      .when(the(VerifyLead), { ...verify, on: '2023-03-05' }, officer('2023-03-06', people))
      .then({ type: 'LeadVerified' });
    given(registered(), acknowledged())
      .when(the(VerifyLead), { ...verify, on: '2023-03-04' }, officer('2023-03-06', people))
      .thenRefused('officer.not_certified');
  });

  it('受理之后才能核查', () => {
    given(registered()).when(the(VerifyLead), verify, officer('2023-03-06', people)).thenRefused('lead.phase');
  });
});

describe('线索转为案件（行政处罚法第五十四条第二款）', () => {
  const convert: ConvertLead = { caseId: 'k1', on: '2023-03-07' };
  const history = [registered(), acknowledged(), verified()];

  it('转为本单位已经登记的案件', () => {
    given(...history)
      .when(the(ConvertLead), convert, officer('2023-03-07', { 'case-k1': ordinaryCase('k1', 'kecheng') }))
      .then({ type: 'LeadConverted', data: { unitId: 'kecheng', caseId: 'k1', on: '2023-03-07' } });
  });

  it('案件须存在、由本单位办理、不是来自别的线索', () => {
    given(...history)
      .when(the(ConvertLead), convert, officer('2023-03-07'))
      .thenRefused('lead.unknown_case');
    given(...history)
      .when(the(ConvertLead), convert, officer('2023-03-07', { 'case-k1': ordinaryCase('k1', 'qujiang') }))
      .thenRefused('lead.case_of_other_unit');
    const [opened] = ordinaryCase('k1', 'kecheng');
    const from = (leadId: string) => ({ type: opened!.type, data: { ...(opened!.data as object), leadId } });
    given(...history)
      .when(the(ConvertLead), convert, officer('2023-03-07', { 'case-k1': [from('x7')] }))
      .thenRefused('lead.case_of_other_lead');
    given(...history)
      .when(
        the(ConvertLead),
        convert,
        officer('2023-03-07', {
          'case-k1': [opened!, { type: 'FilingDeclined', data: { reason: '轻微', declinedOn: '2023-03-07' } }],
        }),
      )
      .thenRefused('lead.case_declined', { article: '行政处罚法第五十四条第二款' });
    given(...history)
      .when(the(ConvertLead), convert, officer('2023-03-07', { 'case-k1': [from('x1')] }))
      .then({ type: 'LeadConverted' });
  });

  it('核查之后才能转案，转案日不早于核查日', () => {
    given(registered(), acknowledged())
      .when(the(ConvertLead), convert, officer('2023-03-07'))
      .thenRefused('lead.phase');
    given(...history)
      .when(the(ConvertLead), { ...convert, on: '2023-03-05' }, officer('2023-03-07'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-06' });
  });
});

describe('不予处理', () => {
  it('受理或者核查之后，说明理由不予处理', () => {
    for (const history of [
      [registered(), acknowledged()],
      [registered(), acknowledged(), verified()],
    ])
      given(...history)
        .when(the(CloseLead), { reason: '经核查不属实', on: '2023-03-07' }, officer('2023-03-07'))
        .then({ type: 'LeadClosedNoAction', data: { unitId: 'kecheng', reason: '经核查不属实' } });
  });

  it('没有理由、尚未回应的，不能', () => {
    expect(parseCommand(CloseLead, { reason: ' ', on: '2023-03-07' }).faults?.[0]?.path).toBe('reason');
    given(registered())
      .when(the(CloseLead), { reason: '不属实', on: '2023-03-07' }, officer('2023-03-07'))
      .thenRefused('lead.phase');
  });
});

describe('答复举报人', () => {
  const reply: ReplyReporter = { content: '已受理', on: '2023-03-03' };

  it('回应之后可以答复，可以多次', () => {
    given(registered({ source: '12345' }), acknowledged(), { type: 'ReporterReplied', data: { on: '2023-03-03' } })
      .when(the(ReplyReporter), reply, officer('2023-03-03'))
      .then({ type: 'ReporterReplied', data: { unitId: 'kecheng', content: '已受理' } });
  });

  it('答复不妨碍补录更早的核查', () => {
    given(registered(), acknowledged(), { type: 'ReporterReplied', data: { on: '2023-03-09' } })
      .when(the(CloseLead), { reason: '不属实', on: '2023-03-07' }, officer('2023-03-09'))
      .then({ type: 'LeadClosedNoAction' });
  });

  it('尚未回应的先回应；巡查、检查、感知设备发现的没有举报人', () => {
    given(registered()).when(the(ReplyReporter), reply, officer('2023-03-03')).thenRefused('lead.phase');
    for (const source of ['PATROL', 'INSPECTION', 'SENSOR'] as const)
      given(registered({ source }), acknowledged())
        .when(the(ReplyReporter), reply, officer('2023-03-03'))
        .thenRefused('lead.no_reporter');
  });
});

describe('平台线索回应率（M10）', () => {
  const REGISTERED = 'lead.registered 2023-03-01 kecheng PLATFORM';
  const DUE = 'lead.due 2023-03-08 kecheng';
  const ANSWERED = 'lead.answeredInTime 2023-03-08 kecheng';
  const playedWhole = (...events: DomainEvent[]) => rowAfter(lead.register, ...events);
  /** What a supervisor looks into is asked below. */
  const play = (...events: DomainEvent[]) => {
    const { facts, ...rest } = playedWhole(...events);
    return { ...rest, facts: facts.filter((fact) => !fact.startsWith('signal.')) };
  };
  const reassigned = (on: string, responseDueOn?: string): DomainEvent => ({
    type: 'LeadReassigned',
    data: { unitId: 'qujiang', fromUnitId: 'kecheng', toUnitId: 'qujiang', on, responseDueOn },
  });

  it('受理以后没有决定是否立案的是监督线索（G07）；不予受理、转为案件、不予处理以后就不是', () => {
    const signals = (...events: DomainEvent[]) =>
      playedWhole(...events).facts.filter((fact) => fact.startsWith('signal.'));
    const SIGNAL = 'signal.leadUndecided 2023-03-01 kecheng';
    const verified: DomainEvent = {
      type: 'LeadVerified',
      data: { unitId: 'kecheng', officers: [], on: '2023-03-09', finding: '属实' },
    };
    expect(signals(registered())).toEqual([]);
    expect(signals(registered(), rejected('2023-03-08'))).toEqual([]);
    expect(signals(registered(), acknowledged('2023-03-08'))).toEqual([SIGNAL]);
    expect(signals(registered(), acknowledged('2023-03-08'), verified)).toEqual([SIGNAL]);
    for (const type of ['LeadConverted', 'LeadClosedNoAction'])
      expect(signals(registered(), acknowledged('2023-03-08'), verified, { type, data: { on: '2023-03-10' } })).toEqual(
        [],
      );
  });

  it('平台线索登记即进入分母，按回应期限届满日计；期限最后一日受理或者不予受理算按时，次日不算', () => {
    expect(play(registered()).facts).toEqual([REGISTERED, DUE]);
    for (const answer of [acknowledged, rejected]) {
      expect(play(registered(), answer('2023-03-08')).facts).toEqual([REGISTERED, DUE, ANSWERED]);
      expect(play(registered(), answer('2023-03-09')).facts).toEqual([REGISTERED, DUE]);
    }
  });

  it('非平台来源和重复线索只计登记数', () => {
    expect(play(registered({ source: '12345' }), acknowledged()).facts).toEqual([
      'lead.registered 2023-03-01 kecheng 12345',
    ]);
    expect(play(registered({ dedupOf: 'x0' }))).toMatchObject({ facts: [REGISTERED], row: { phase: 'Merged' } });
  });

  it('按期转办的，期限和回应随线索移到新单位，一条线索只有一个分母', () => {
    const moved = play(registered(), rejected(), reassigned('2023-03-03', '2023-03-10'));
    expect([...moved.booked].sort()).toEqual([
      '+1 lead.due 2023-03-10 qujiang',
      '+1 lead.registered 2023-03-01 qujiang PLATFORM',
      `-1 ${ANSWERED}`,
      `-1 ${DUE}`,
      `-1 ${REGISTERED}`,
    ]);
    expect(moved).toMatchObject({ open: ['answer 2023-03-10'], row: { answeredOn: null, dueUnitId: 'qujiang' } });
  });

  it('已经逾期的不因转办抹去：分母留在原单位，新单位随后受理也不算按时', () => {
    const taken: DomainEvent = { type: 'LeadAcknowledged', data: { unitId: 'qujiang', on: '2023-03-10' } };
    const { facts, row } = play(registered(), reassigned('2023-03-10'), taken);
    expect(facts).toEqual(['lead.registered 2023-03-01 qujiang PLATFORM', DUE]);
    expect(row).toMatchObject({ unitId: 'qujiang', dueUnitId: 'kecheng', answeredOn: '2023-03-10' });
  });

  it('逾期记在应当回应的单位，转办以后才记录的也一样', () => {
    const system = { ...by('', [], '2023-03-20'), actor: { id: 'clock', unit: '', roles: [] } };
    given(registered(), reassigned('2023-03-10'))
      .when(lead.recordMissed!, { clock: 'answer', dueOn: '2023-03-08' }, system)
      .then({ type: 'DeadlineMissed', data: { unitId: 'kecheng', what: '回应线索', days: 12 } });
  });

  it('受理、不予受理、归并以后期限不再走', () => {
    expect(play(registered()).open).toEqual(['answer 2023-03-08']);
    for (const done of [acknowledged(), rejected()]) expect(play(registered(), done).open).toEqual([]);
    expect(play(registered({ dedupOf: 'x0' })).open).toEqual([]);
  });

  it('核查、转案按各自日期计；答复举报人不改变线索的内容', () => {
    const { facts, row } = play(
      registered(),
      acknowledged(),
      verified(),
      { type: 'LeadConverted', data: { unitId: 'kecheng', caseId: 'k1', on: '2023-03-07' } },
      { type: 'ReporterReplied', data: { unitId: 'kecheng', content: '已立案', on: '2023-03-08' } },
    );
    expect(facts).toEqual([
      REGISTERED,
      DUE,
      ANSWERED,
      'lead.verified 2023-03-06 kecheng',
      'lead.converted 2023-03-07 kecheng',
    ]);
    expect(row).toMatchObject({ phase: 'Converted', caseId: 'k1', content: '占道经营', repliedOn: '2023-03-08' });
  });
});
