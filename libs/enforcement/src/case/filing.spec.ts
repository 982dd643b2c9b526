import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { caseAggregate } from './case.js';
import { DeclineFiling, FileCase, RegisterCase } from './filing.js';
import { BUREAU, by, filed, onPaper, registered, the, UNIT } from './scenario.js';

const certificate = (validFrom: string) => ({
  type: 'CertificateIssued',
  data: { certNo: `OLD-${validFrom}`, validFrom, validTo: '2021-12-31' },
});

const REGISTER: RegisterCase = {
  item: { itemId: '330217001', name: '擅自占用城市道路摆摊', field: 'CITY_APPEARANCE' },
  parties: [{ partyId: 'p1', kind: 'CITIZEN', name: '当事人甲' }],
  happenedOn: '2023-03-01',
  place: '柯城区上街1号',
  territoryCode: '330802',
};

describe('登记案件', () => {
  it('登记由登记人所在单位管辖，记下来源系统和登记日', () => {
    given()
      .when(the(RegisterCase), REGISTER, by('zhang', '2023-03-02'))
      .then({
        type: 'CaseRegistered',
        data: {
          caseId: 'k1',
          unitId: UNIT,
          registeredOn: '2023-03-02',
          sourceSystem: 'PLATFORM',
          happenedOn: '2023-03-01',
        },
      });
  });

  it('违法行为发生日可以是今天，不能是明天', () => {
    given()
      .when(the(RegisterCase), { ...REGISTER, happenedOn: '2023-03-02' }, by('zhang', '2023-03-02'))
      .then({ type: 'CaseRegistered' });
    given()
      .when(the(RegisterCase), { ...REGISTER, happenedOn: '2023-03-03' }, by('zhang', '2023-03-02'))
      .thenRefused('day.in_future', { earliest: '2023-03-03' });
  });

  it('“今天”按北京时间：UTC 3月1日17时已是3月2日', () => {
    given()
      .when(the(RegisterCase), { ...REGISTER, happenedOn: '2023-03-02' }, by('zhang', '2023-03-01T17:00:00Z'))
      .then({ type: 'CaseRegistered', data: { registeredOn: '2023-03-02' } });
    given()
      .when(the(RegisterCase), { ...REGISTER, happenedOn: '2023-03-02' }, by('zhang', '2023-03-01T15:59:59Z'))
      .thenRefused('day.in_future');
  });

  it('导入案件的编号不能占用', () => {
    given()
      .when(the(RegisterCase), REGISTER, { ...by('zhang', '2023-03-02'), id: 'OFFLINE_TRAFFIC.T1' })
      .thenRefused('case.id_reserved');
  });

  it('同一案件不能登记两次', () => {
    given(registered()).when(the(RegisterCase), REGISTER, by('zhang', '2023-03-02')).thenRefused('case.phase');
  });

  it('同一当事人不能列两次', () => {
    given()
      .when(
        the(RegisterCase),
        { ...REGISTER, parties: [...REGISTER.parties, ...REGISTER.parties] },
        by('zhang', '2023-03-02'),
      )
      .thenRefused('case.party_twice');
  });
});

describe('当事人有什么代码（DOMAIN F13）', () => {
  const FIRM = { partyId: 'p1', kind: 'ORGANISATION', name: '甲公司', uscc: '91350203M0001QKT19' } as const;
  const parse = (party: object) => parseCommand(RegisterCase, { ...REGISTER, parties: [party] });
  const faults = (party: object) => parse(party).faults?.map(({ path }) => path);

  it('校验位不符的代码，确认是实有代码的可以登记，事件留有标记', () => {
    expect(faults(FIRM)).toEqual(['parties[0].uscc']);
    expect(faults({ ...FIRM, usccConfirmed: false })).toEqual(['parties[0].uscc']);
    const parties = [{ ...FIRM, usccConfirmed: true }];
    expect(parse(parties[0]!).command?.parties).toEqual(parties);
    given()
      .when(the(RegisterCase), { ...REGISTER, parties }, by('zhang', '2023-03-02'))
      .then({ type: 'CaseRegistered', data: { parties } });
  });

  it('不像代码的，确认也没有用；校验位相符的不须确认', () => {
    expect(faults({ ...FIRM, uscc: '91350203M0001QKT1', usccConfirmed: true })).toEqual(['parties[0].uscc']);
    expect(faults({ ...FIRM, uscc: '91330800MA28F0001Q' })).toBeUndefined();
  });

  it('没有填写代码的，不能勾选实有代码；不勾选的可以', () => {
    const { uscc: _none, ...nameless } = FIRM;
    expect(faults({ ...nameless, usccConfirmed: true })).toEqual(['parties[0].usccConfirmed']);
    expect(faults({ ...nameless, usccConfirmed: false })).toBeUndefined();
  });

  it('公民没有统一社会信用代码，个体工商户有', () => {
    const uscc = '92330802MA28G0002D';
    expect(faults({ ...FIRM, kind: 'CITIZEN', uscc })).toEqual(['parties[0].uscc']);
    expect(faults({ ...FIRM, kind: 'CITIZEN', uscc: FIRM.uscc, usccConfirmed: true })).toEqual(['parties[0].uscc']);
    expect(faults({ ...FIRM, kind: 'SOLE_TRADER', uscc })).toBeUndefined();
  });
});

describe('姓名、地点、代码先规范再登记（DOMAIN F9）', () => {
  const parse = (change: { readonly name?: string; readonly place?: string; readonly territoryCode?: string }) => {
    const { name = '张三', ...rest } = change;
    return parseCommand(RegisterCase, { ...REGISTER, ...rest, parties: [{ ...REGISTER.parties[0], name }] });
  };

  it('空白的姓名、地点不能登记，看不见的字符也是空白', () => {
    for (const blank of ['', ' ', '　', '\u200b', ' \ufeff　']) {
      expect(parse({ name: blank }).faults?.map(({ path }) => path)).toEqual(['parties[0].name']);
      expect(parse({ place: blank }).faults?.map(({ path }) => path)).toEqual(['place']);
    }
  });

  it('首尾空白和看不见的字符删去，姓名中间的空格照旧', () => {
    const nameOf = (name: string) => parse({ name }).command?.parties[0]?.name;
    expect(nameOf(' 张 三　')).toBe('张 三');
    expect(nameOf('张\u200b三')).toBe('张三');
  });

  it('行政区划代码的全角数字成为半角；六位、九位或者十二位', () => {
    expect(parse({ territoryCode: '３３０８０２' }).command?.territoryCode).toBe('330802');
    for (const code of ['330802', '330802002', '330802002001'])
      expect(parse({ territoryCode: code }).command?.territoryCode).toBe(code);
    for (const code of ['33080', '3308020', '33080200200', '3308020020010', '33080A'])
      expect(parse({ territoryCode: code }).faults?.map(({ path }) => path)).toEqual(['territoryCode']);
  });
});

describe('立案须经机关负责人批准（行政处罚法第五十四条）', () => {
  const FILE: FileCase = {
    filedOn: '2023-03-03',
    ...onPaper('2023-03-03'),
    officers: [
      { userId: 'zhang', duty: 'LEAD' },
      { userId: 'li', duty: 'ASSIST' },
    ],
  };

  it('立案取案号，记下办案人员的执法证号，并算出九十日的办案期限（第六十条）', () => {
    const decision = given(registered())
      .when(the(FileCase), FILE, by('zhang', '2023-03-03'))
      .then({
        type: 'CaseFiled',
        data: {
          caseNo: '衢综执立字〔2023〕1号',
          filedOn: '2023-03-03',
          deadlineOn: '2023-06-01',
          deadlineRule: 'D03@2021-07-15',
          officers: [
            { userId: 'zhang', certNo: 'C01', duty: 'LEAD' },
            { userId: 'li', certNo: 'C02', duty: 'ASSIST' },
          ],
        },
      });
    expect(decision.elsewhere).toMatchObject([
      { stream: { aggregate: 'documentNumber', id: 'qz.FILING.2023' }, events: [{ data: { seq: 1, takenFor: 'k1' } }] },
    ]);
  });

  it('案号逐年连续：年内续号，跨年从一开始', () => {
    const taken = {
      type: 'DocumentNumberTaken',
      data: { unitId: UNIT, kind: 'FILING', year: 2023, seq: 41, number: '', takenFor: 'k0' },
    };
    const elsewhere = { 'documentNumber-qz.FILING.2023': [taken] };
    given(registered())
      .when(the(FileCase), FILE, by('zhang', '2024-01-02', elsewhere))
      .then({ type: 'CaseFiled', data: { caseNo: '衢综执立字〔2023〕42号' } });
    given(registered())
      .when(the(FileCase), { ...FILE, filedOn: '2024-01-02' }, by('zhang', '2024-01-02', elsewhere))
      .then(
        { type: 'CaseFiled', data: { caseNo: '衢综执立字〔2024〕1号' } },
        { type: 'ProceduralDefectRecorded', data: { kind: 'FILING_OVERDUE' } },
      );
  });

  it('立案后进入调查', () => {
    const state = [registered(), filed()].reduce((s, e) => caseAggregate.evolve(s, e), caseAggregate.initialState);
    expect(state).toMatchObject({
      phase: 'Investigating',
      decisionDueOn: '2023-06-01',
      everInvestigated: ['zhang', 'li'],
    });
  });

  it('C08：2021年7月15日以前的法律没有规定办案期限，照实立案，没有期限可算', () => {
    const history = [registered({ happenedOn: '2021-07-01' })];
    const elsewhere = {
      'officer-zhang': [...BUREAU['officer-zhang']!, certificate('2021-01-01')],
      'officer-li': [...BUREAU['officer-li']!, certificate('2021-01-02')],
      'officer-chen': [
        ...BUREAU['officer-chen']!,
        { type: 'LeaderAppointed', data: { rank: 'CHIEF', from: '2021-01-01' } },
      ],
    };
    const { events } = given(...history)
      .when(
        the(FileCase),
        { ...FILE, filedOn: '2021-07-14', ...onPaper('2021-07-14') },
        by('zhang', '2023-03-03', elsewhere),
      )
      .then({ type: 'CaseFiled' });
    expect(events[0]!.data).not.toHaveProperty('deadlineOn');
    const state = [...history, ...events].reduce((s, e) => caseAggregate.evolve(s, e), caseAggregate.initialState);
    expect(state.decisionDueOn).toBeUndefined();
    given(...history)
      .when(
        the(FileCase),
        { ...FILE, filedOn: '2021-07-15', ...onPaper('2021-07-15') },
        by('zhang', '2023-03-03', elsewhere),
      )
      .then({ type: 'CaseFiled', data: { deadlineOn: '2021-10-13' } });
  });

  it('未登记不能立案', () => {
    given().when(the(FileCase), FILE, by('zhang', '2023-03-03')).thenRefused('case.phase');
  });

  it('不能重复立案', () => {
    given(registered(), filed()).when(the(FileCase), FILE, by('zhang', '2023-03-03')).thenRefused('case.phase');
  });

  it('立案日期不能晚于今天，不能早于违法行为发生日', () => {
    given(registered()).when(the(FileCase), FILE, by('zhang', '2023-03-02')).thenRefused('day.in_future');
    given(registered())
      .when(the(FileCase), { ...FILE, filedOn: '2023-02-28', ...onPaper('2023-02-28') }, by('zhang', '2023-03-03'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-01' });
    given(registered())
      .when(the(FileCase), { ...FILE, filedOn: '2023-03-01', ...onPaper('2023-03-01') }, by('zhang', '2023-03-03'))
      .then({ type: 'CaseFiled' });
  });

  it('办案人员不得少于两人（第四十二条第一款）', () => {
    given(registered())
      .when(
        the(FileCase),
        {
          ...FILE,
          officers: [
            { userId: 'zhang', duty: 'LEAD' },
            { userId: 'twin', duty: 'ASSIST' },
          ],
        },
        by('zhang', '2023-03-03'),
      )
      .thenRefused('officer.fewer_than_two');
  });

  it('没有设立的单位不能立案（第十七条）', () => {
    given(registered())
      .when(the(FileCase), FILE, by('zhang', '2023-03-03', { 'unit-qz': [] }))
      .thenRefused('unit.unknown');
  });

  it('同一人不能列两次', () => {
    given(registered())
      .when(
        the(FileCase),
        { ...FILE, officers: [...FILE.officers, { userId: 'zhang', duty: 'ASSIST' }] },
        by('zhang', '2023-03-03'),
      )
      .thenRefused('officer.named_twice');
  });

  it('批准人须是负责人，且不办理本案（第五十四条、第五十七条）', () => {
    given(registered())
      .when(the(FileCase), { ...FILE, approverId: 'li' }, by('zhang', '2023-03-03'))
      .thenRefused('approver.not_leader');
    given(registered())
      .when(
        the(FileCase),
        {
          ...FILE,
          approverId: 'both',
          officers: [
            { userId: 'both', duty: 'LEAD' },
            { userId: 'li', duty: 'ASSIST' },
          ],
        },
        by('zhang', '2023-03-03'),
      )
      .thenRefused('approver.investigates');
  });
});

describe('不予立案', () => {
  const DECLINE: DeclineFiling = {
    reason: '违法行为轻微，已经改正',
    declinedOn: '2023-03-03',
    ...onPaper('2023-03-03'),
  };

  it('经负责人批准，不予立案（G06）', () => {
    given(registered())
      .when(the(DeclineFiling), DECLINE, by('zhang', '2023-03-03'))
      .then({ type: 'FilingDeclined', data: { ...DECLINE } });
  });

  it('立案后不能再不予立案，不予立案后不能再立案', () => {
    given(registered(), filed()).when(the(DeclineFiling), DECLINE, by('zhang', '2023-03-03')).thenRefused('case.phase');
    given(registered(), { type: 'FilingDeclined', data: DECLINE })
      .when(the(DeclineFiling), DECLINE, by('zhang', '2023-03-03'))
      .thenRefused('case.phase');
  });

  it('日期不能晚于今天，不能早于违法行为发生日', () => {
    given(registered()).when(the(DeclineFiling), DECLINE, by('zhang', '2023-03-02')).thenRefused('day.in_future');
    given(registered())
      .when(
        the(DeclineFiling),
        { ...DECLINE, declinedOn: '2023-02-28', ...onPaper('2023-02-28') },
        by('zhang', '2023-03-03'),
      )
      .thenRefused('day.out_of_order');
  });

  it('批准人须是负责人；承办人自己不能批准', () => {
    given(registered())
      .when(the(DeclineFiling), { ...DECLINE, approverId: 'li' }, by('zhang', '2023-03-03'))
      .thenRefused('approver.not_leader');
    given(registered())
      .when(the(DeclineFiling), { ...DECLINE, approverId: 'both' }, by('both', '2023-03-03'))
      .thenRefused('approver.investigates');
  });
});
