import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Accepted, CommandLoop, type DomainEvent, MemoryStore, plainText } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { caseAggregate } from './case/case.js';
import { actor, BUREAU, by, lawContext, UNIT } from './case/scenario.js';
import { summaryImported } from './case/scenario-after-decision.js';
import type { RegisteredCommand } from './definition/aggregate.js';
import { importedNumbers, knownNumbers } from './imported-numbers.js';
import { AGGREGATES } from './registry.js';
import {
  caseIdOf,
  type DuplicateRow,
  ImportSummaryDecisions,
  MAX_DUPLICATES_NAMED,
  MAX_IMPORT_RECORDS,
  type SummaryRecordInput,
  summaryImport,
} from './summary-import.js';

const importing = summaryImport.commands[0] as unknown as RegisteredCommand<
  typeof summaryImport.initialState,
  ImportSummaryDecisions
>;

const record = (sourceNo: string, change: Partial<SummaryRecordInput> = {}): SummaryRecordInput => ({
  sourceNo,
  decisionNo: `330800${sourceNo}`,
  decidedOn: '2023-05-08',
  itemId: '330281001',
  itemName: '机动车违规停放',
  field: 'TRAFFIC_PARKING',
  partyKind: 'CITIZEN',
  partyName: '浙H·***12',
  fineFen: 15_000,
  place: '荷花中路',
  territoryCode: '330802',
  ...change,
});
/** What an earlier batch made of the same record. */
const onRecord = (sourceNo: string, change: Parameters<typeof summaryImported>[0] = {}) =>
  summaryImported({ caseId: `OFFLINE_TRAFFIC.${sourceNo}`, sourceNo, decisionNo: `330800${sourceNo}`, ...change });
const paidRecord = (sourceNo: string, change: Partial<SummaryRecordInput> = {}) =>
  record(sourceNo, { paidOn: '2023-05-20', receiptNo: `R${sourceNo}`, ...change });

const bring = (
  records: SummaryRecordInput[],
  elsewhere: Record<string, readonly DomainEvent[]> = {},
  history: readonly DomainEvent[] = [],
  at = '2023-06-30',
  sourceSystem: ImportSummaryDecisions['sourceSystem'] = 'OFFLINE_TRAFFIC',
) =>
  given(...history).when(
    importing,
    { sourceSystem, unitId: UNIT, records },
    { ...by('zhang', at, elsewhere), id: 'b1' },
  );

/** What other streams hold after a batch: its cases and its numbers. */
function leftBy({ elsewhere }: Pick<Accepted, 'elsewhere'>): Record<string, readonly DomainEvent[]> {
  return Object.fromEntries(elsewhere.map(({ stream, events }) => [`${stream.aggregate}-${stream.id}`, events]));
}
const casesOf = ({ elsewhere }: Pick<Accepted, 'elsewhere'>) =>
  elsewhere.filter(({ stream }) => stream.aggregate === 'case');

describe('导入当场处罚决定（DOMAIN 2.5）', () => {
  it('每条记录成为一个案件，已经缴款的随即结案，与批次一次写入', () => {
    const decision = bring([paidRecord('T1'), record('T2')]).then({
      type: 'SummaryDecisionsImported',
      data: {
        batchId: 'b1',
        sourceSystem: 'OFFLINE_TRAFFIC',
        unitId: UNIT,
        imported: 2,
        duplicates: 0,
        duplicateSourceNos: [],
      },
    });
    expect(casesOf(decision)).toMatchObject([
      {
        stream: { aggregate: 'case', id: 'OFFLINE_TRAFFIC.T1' },
        events: [
          {
            type: 'SummaryDecisionImported',
            data: {
              caseId: 'OFFLINE_TRAFFIC.T1',
              sourceSystem: 'OFFLINE_TRAFFIC',
              sourceNo: 'T1',
              procedure: 'SUMMARY',
              item: { field: 'TRAFFIC_PARKING' },
              kinds: ['FINE'],
              fineFen: 15_000,
            },
          },
          {
            type: 'FinePaid',
            data: { receiptNo: 'RT1', amountFen: 15_000, kind: 'FINE', channel: 'EPAY', paidOn: '2023-05-20' },
          },
          { type: 'CaseClosed', data: { closeReason: 'EXECUTED', closedOn: '2023-05-20' } },
        ],
      },
      { stream: { id: 'OFFLINE_TRAFFIC.T2' }, events: [{ type: 'SummaryDecisionImported' }] },
    ]);
  });

  it('导入的案件标明来源，缴清的已经结案', () => {
    const { elsewhere } = bring([paidRecord('T1')]).then({ type: 'SummaryDecisionsImported' });
    const state = elsewhere[0]!.events.reduce(caseAggregate.evolve, caseAggregate.initialState);
    expect(state).toMatchObject({
      phase: 'Closed',
      procedure: 'SUMMARY',
      sourceSystem: 'OFFLINE_TRAFFIC',
      closedOn: '2023-05-20',
      paid: { fineFen: 15_000 },
    });
    expect(state.paymentDueOn).toBeUndefined();
  });

  it('其他来源的缴款记为银行', () => {
    const decision = given()
      .when(
        importing,
        { sourceSystem: 'IMPORT', unitId: UNIT, records: [paidRecord('T1')] },
        { ...by('zhang', '2023-06-30'), id: 'b1' },
      )
      .then({ type: 'SummaryDecisionsImported' });
    expect(decision.elsewhere[0]).toMatchObject({
      stream: { id: 'IMPORT.T1' },
      events: [{}, { data: { channel: 'BANK' } }, {}],
    });
  });

  it('警告没有应缴款项，随即结案', () => {
    const { elsewhere } = bring([record('T1', { fineFen: 0 })]).then({ type: 'SummaryDecisionsImported' });
    expect(elsewhere[0]!.events).toMatchObject([
      { data: { kinds: ['WARNING'] } },
      { type: 'CaseClosed', data: { closedOn: '2023-05-08' } },
    ]);
  });

  it('已有记录的略过，并列出单号', () => {
    const decision = bring([record('T1'), record('T2')], { 'case-OFFLINE_TRAFFIC.T1': [onRecord('T1')] }).then({
      type: 'SummaryDecisionsImported',
      data: { imported: 1, duplicates: 1, duplicateSourceNos: ['T1'] },
    });
    expect(casesOf(decision).map(({ stream }) => stream.id)).toEqual(['OFFLINE_TRAFFIC.T2']);
  });

  it('单号相同而来源不同的是两件', () => {
    bring([record('T1')], { 'case-IMPORT.T1': [summaryImported({ sourceSystem: 'IMPORT' })] }).then({
      type: 'SummaryDecisionsImported',
      data: { imported: 1 },
    });
  });

  it('列出的单号有上限，计数没有', () => {
    const records = Array.from({ length: MAX_DUPLICATES_NAMED + 1 }, (_, n) => record(`T${n}`));
    const known = Object.fromEntries(
      records.map(({ sourceNo }) => [`case-OFFLINE_TRAFFIC.${sourceNo}`, [onRecord(sourceNo)]]),
    );
    const [event] = bring(records, known).then({
      type: 'SummaryDecisionsImported',
      data: { imported: 0, duplicates: MAX_DUPLICATES_NAMED + 1 },
    }).events;
    expect((event!.data as { duplicateSourceNos: string[] }).duplicateSourceNos).toHaveLength(MAX_DUPLICATES_NAMED);
    bring(records, known, [event!]).thenNothing();
  });
});

describe('有一条不合格，整批不导入', () => {
  const good = record('T0');

  it('罚款超过当场处罚的限额（第五十一条）：公民二百元，组织三千元', () => {
    bring([good, record('T1', { fineFen: 20_000 })]).then({ type: 'SummaryDecisionsImported' });
    const refusal = bring([good, record('T1', { fineFen: 20_001 })]).thenRefused('summary.over_limit');
    expect(plainText(refusal.message)).toContain('records[1].fineFen');
    bring([record('T1', { partyKind: 'ORGANISATION', fineFen: 300_000 })]).then({ type: 'SummaryDecisionsImported' });
    bring([record('T1', { partyKind: 'ORGANISATION', fineFen: 300_001 })]).thenRefused('summary.over_limit');
  });

  it('决定可以是今天，不能是明天', () => {
    bring([record('T1', { decidedOn: '2023-06-30' })]).then({ type: 'SummaryDecisionsImported' });
    const refusal = bring([good, record('T1', { decidedOn: '2023-07-01' })]).thenRefused('day.in_future');
    expect(plainText(refusal.message)).toContain('records[1].decidedOn');
  });

  it('缴款不早于决定，不在将来', () => {
    bring([paidRecord('T1', { paidOn: '2023-05-08' })]).then({ type: 'SummaryDecisionsImported' });
    bring([paidRecord('T1', { paidOn: '2023-05-07' })]).thenRefused('day.out_of_order');
    bring([paidRecord('T1', { paidOn: '2023-07-01' })]).thenRefused('day.in_future');
  });

  it('缴款日期和凭证号同时有或者同时没有，没有罚款的没有缴款', () => {
    bring([record('T1', { paidOn: '2023-05-20' })]).thenRefused('import.payment_incomplete');
    bring([record('T1', { receiptNo: 'R1' })]).thenRefused('import.payment_incomplete');
    bring([paidRecord('T1', { fineFen: 0 })]).thenRefused('payment.nothing_owed');
  });

  it('同一批中一个编号不能是两件不同的决定', () => {
    for (const [change, field] of [
      [{ fineFen: 5_000 }, 'sourceNo'],
      [{ sourceNo: 'T9', fineFen: 5_000 }, 'decisionNo'],
      [{ sourceNo: 'T9', decisionNo: '3308009', receiptNo: 'RT1', paidOn: '2023-05-20' }, 'receiptNo'],
    ] as const) {
      const refusal = bring([paidRecord('T1'), record('T2'), record('T1', change)]).thenRefused(
        'import.repeated_in_batch',
      );
      expect(plainText(refusal.message)).toContain(`records[2].${field}`);
      expect(plainText(refusal.message)).toContain('第1条记录');
    }
  });

  it('单号由别的单位导入的，只说是哪个单位，不说其决定的内容', () => {
    const known = { 'case-OFFLINE_TRAFFIC.T1': [onRecord('T1', { unitId: 'kecheng', fineFen: 20_000 })] };
    const message = plainText(bring([record('T1')], known).thenRefused('import.differs_from_record').message);
    expect(message).toContain('已由kecheng导入，请核对');
    expect(message).not.toMatch(/罚款|20000|200\.00|的330/);
  });

  it('单号已有记录而单位、文号、日期、金额不同的，不当作重复略过', () => {
    const known = (change: Parameters<typeof summaryImported>[0]) => ({
      'case-OFFLINE_TRAFFIC.T1': [onRecord('T1', change)],
    });
    for (const change of [
      { unitId: 'kecheng' },
      { decisionNo: '3308009' },
      { decidedOn: '2023-05-07' },
      { fineFen: 20_000 },
    ])
      expect(
        plainText(bring([good, record('T1')], known(change)).thenRefused('import.differs_from_record').message),
      ).toContain('第2条记录的原系统单号（records[1].sourceNo）');
    // The payment alone that comes later is no other record.
    bring([good, paidRecord('T1')], known({})).then({ type: 'SummaryDecisionsImported', data: { duplicates: 1 } });
  });

  it('执法单位须已设立', () => {
    bring([good], { 'unit-qz': [] }).thenRefused('unit.unknown');
  });

  it('只为本单位导入；为其他单位导入由指导办进行', () => {
    const kecheng = {
      'unit-kecheng': [{ type: 'UnitEstablished', data: { unitId: 'kecheng', level: 'COUNTY', parentId: UNIT } }],
    };
    const command: ImportSummaryDecisions = { sourceSystem: 'OFFLINE_TRAFFIC', unitId: 'kecheng', records: [good] };
    const scenario = { ...by('zhang', '2023-06-30', kecheng), id: 'b1' };
    given().when(importing, command, scenario).thenRefused('unit.not_responsible');
    given()
      .when(importing, command, {
        ...scenario,
        actor: { id: 'zhang', unit: UNIT, roles: ['REGISTRAR', 'COORDINATOR'] },
      })
      .then({ type: 'SummaryDecisionsImported', data: { unitId: 'kecheng' } });
  });

  it('一批至多五百条，执法证号至少两个，单号不过长', () => {
    const body = (records: object[]) => ({ sourceSystem: 'OFFLINE_TRAFFIC', unitId: UNIT, records });
    const many = (n: number) => Array.from({ length: n }, (_, i) => record(`T${i}`));
    expect(parseCommand(ImportSummaryDecisions, body(many(MAX_IMPORT_RECORDS))).faults).toBeUndefined();
    expect(parseCommand(ImportSummaryDecisions, body(many(MAX_IMPORT_RECORDS + 1))).faults).toMatchObject([
      { path: 'records' },
    ]);
    expect(parseCommand(ImportSummaryDecisions, body([])).faults).toMatchObject([{ path: 'records' }]);
    expect(
      parseCommand(ImportSummaryDecisions, body([record('T1', { officerCertNos: ['C01'] })])).faults,
    ).toMatchObject([{ path: 'records[0].officerCertNos' }]);
    expect(parseCommand(ImportSummaryDecisions, body([record('T'.repeat(80))])).faults).toBeUndefined();
    expect(parseCommand(ImportSummaryDecisions, body([record('T'.repeat(81))])).faults).toMatchObject([
      { path: 'records[0].sourceNo' },
    ]);
    expect(
      parseCommand(ImportSummaryDecisions, { ...body([record('T1')]), sourceSystem: 'PLATFORM' }).faults,
    ).toMatchObject([{ path: 'sourceSystem' }]);
  });
});

describe('文号、票号、原系统单号三者判重，重复的逐条告知（DOMAIN F12，C32）', () => {
  const named = (decision: Accepted) =>
    (decision.events[0]!.data as { duplicateRows?: readonly DuplicateRow[] }).duplicateRows;
  const first = bring([paidRecord('T1')]).then({ type: 'SummaryDecisionsImported' });
  const known = leftBy(first);
  const one = paidRecord('T1');

  it('一件决定以T1、T2、t1三个单号来，又从别的来源来，只有一个案件；其余按行告知与哪一案件重复', () => {
    const batch = bring([one, { ...one, sourceNo: 'T2' }, { ...one, sourceNo: 't1' }]).then({
      type: 'SummaryDecisionsImported',
      data: { imported: 1, duplicates: 2, duplicateSourceNos: ['T2', 't1'] },
    });
    expect(casesOf(batch)).toHaveLength(1);
    const caseId = 'OFFLINE_TRAFFIC.T1';
    expect(named(batch)).toEqual([
      { row: 2, sourceNo: 'T2', by: 'DECISION_NO', caseId },
      { row: 3, sourceNo: 't1', by: 'SOURCE_NO', caseId },
    ]);
    const again = bring([record('T7'), one], leftBy(batch), [], '2023-06-30', 'IMPORT').then({
      type: 'SummaryDecisionsImported',
      data: { imported: 1, duplicates: 1 },
    });
    expect(named(again)).toEqual([{ row: 2, sourceNo: 'T1', by: 'DECISION_NO', caseId }]);
  });

  it('没有重复的，不写重复的记录', () => expect(named(first)).toBeUndefined());

  it('文号的写法不同是同一文号：括号、第、大小写、全角', () => {
    const no = '衢综执当罚决字〔2023〕第8号';
    const stored = leftBy(bring([record('T1', { decisionNo: no })]).then({ type: 'SummaryDecisionsImported' }));
    for (const decisionNo of [
      '衢综执当罚决字[2023]8号',
      '衢综执当罚决字（2023）第８号',
      '衢综执当罚决字【2023】 8号',
    ]) {
      const parsed = parseCommand(ImportSummaryDecisions, {
        sourceSystem: 'OFFLINE_TRAFFIC',
        unitId: UNIT,
        records: [record('T2', { decisionNo })],
      }).command!;
      expect(named(bring(parsed.records, stored).then({ type: 'SummaryDecisionsImported' }))).toMatchObject([
        { by: 'DECISION_NO', caseId: 'OFFLINE_TRAFFIC.T1' },
      ]);
    }
  });

  it('票号已经为别的决定收过的、文号已经是别的决定的，拒绝，指出哪一条、哪一个编号', () => {
    for (const [change, field] of [
      [{ sourceNo: 'T2', decisionNo: '3308009' }, 'receiptNo'],
      [{ sourceNo: 'T2', fineFen: 5_000 }, 'decisionNo'],
      [{ sourceNo: 'T2', decidedOn: '2023-05-09' }, 'decisionNo'],
      [{ decisionNo: '3308009', receiptNo: 'R9' }, 'sourceNo'],
    ] as const) {
      const refusal = bring([record('T7'), { ...one, ...change }], known).thenRefused('import.differs_from_record');
      expect(plainText(refusal.message)).toContain(`records[1].${field}`);
      expect(plainText(refusal.message)).toContain('330800T1');
    }
  });

  it('另一来源的相同单号是另一编号；别的单位的相同文号、票号是别的编号', () => {
    bring([record('T1', { decisionNo: '3308009' })], known, [], '2023-06-30', 'IMPORT').then({
      type: 'SummaryDecisionsImported',
      data: { imported: 1, duplicates: 0 },
    });
    const ofKecheng = { 'importedNumbers-kecheng.2023': known[`importedNumbers-${UNIT}.2023`]! };
    bring([{ ...one, sourceNo: 'T2' }], ofKecheng).then({ type: 'SummaryDecisionsImported', data: { imported: 1 } });
  });

  it('编号按决定的年份登记；各年各记', () => {
    const { elsewhere } = bring([record('T1', { decidedOn: '2022-12-31' }), record('T2'), record('T3')]).then({
      type: 'SummaryDecisionsImported',
    });
    expect(elsewhere.slice(3)).toMatchObject([
      {
        stream: { aggregate: 'importedNumbers', id: `${UNIT}.2022` },
        events: [{ type: 'ImportedNumbersEntered', data: { unitId: UNIT, year: 2022, batchId: 'b1' } }],
      },
      { stream: { id: `${UNIT}.2023` }, events: [{ data: { entries: [{ sourceNo: 'T2' }, { sourceNo: 'T3' }] } }] },
    ]);
  });

  it('编号簿以前导入的，按案件编号仍是重复，并从此登记其文号', () => {
    const old = { 'case-OFFLINE_TRAFFIC.T1': [onRecord('T1')] };
    const batch = bring([record('T1')], old).then({ type: 'SummaryDecisionsImported', data: { duplicates: 1 } });
    expect(named(batch)).toEqual([{ row: 1, sourceNo: 'T1', by: 'SOURCE_NO', caseId: 'OFFLINE_TRAFFIC.T1' }]);
    expect(casesOf(batch)).toEqual([]);
    const next = bring([record('T2', { decisionNo: '330800T1' })], { ...old, ...leftBy(batch) }).then({
      type: 'SummaryDecisionsImported',
    });
    expect(named(next)).toMatchObject([{ by: 'DECISION_NO' }]);
  });

  it('原系统单号可以含汉字和括号，案件编号由其规范写法得出，写法不同而同一的编号相同（F10）', () => {
    const id = caseIdOf('OFFLINE_TRAFFIC', '浙H违停〔2023〕001');
    expect(id).toMatch(/^OFFLINE_TRAFFIC\._[0-9a-f]{32}$/);
    expect(caseIdOf('OFFLINE_TRAFFIC', '浙h违停[2023]第001')).toBe(id);
    expect(caseIdOf('IMPORT', '浙H违停〔2023〕001')).toBe(id.replace('OFFLINE_TRAFFIC', 'IMPORT'));
    expect(caseIdOf('OFFLINE_TRAFFIC', 'T1')).toBe('OFFLINE_TRAFFIC.T1');
    const [only] = casesOf(bring([record('浙H违停〔2023〕001')]).then({ type: 'SummaryDecisionsImported' }));
    expect(only).toMatchObject({
      stream: { id },
      events: [
        {
          data: {
            caseId: id,
            sourceNo: '浙H违停〔2023〕001',
            party: { partyId: expect.stringMatching(/^[0-9a-f]{32}$/) },
          },
        },
      ],
    });
  });

  it('从同一状态折叠两次，互不相见；后来的编号不出现在先前的状态里', () => {
    const eventOf = (n: string): DomainEvent => ({
      type: 'ImportedNumbersEntered',
      data: {
        unitId: UNIT,
        year: 2023,
        sourceSystem: 'IMPORT',
        batchId: 'b',
        entries: [{ caseId: `IMPORT.${n}`, sourceNo: n, decisionNo: n, decidedOn: '2023-05-08', fineFen: 1 }],
      },
    });
    const base = importedNumbers.evolve(importedNumbers.initialState, eventOf('A'));
    const states = [base, importedNumbers.evolve(base, eventOf('B')), importedNumbers.evolve(base, eventOf('C'))];
    const last = importedNumbers.evolve(states[1]!, eventOf('D'));
    const seenBy = (state: typeof base) =>
      ['A', 'B', 'C', 'D'].filter((n) =>
        knownNumbers({ get: () => state as never, length: () => 0 }, UNIT)('2023-05-08')(`D ${n}`),
      );
    expect([...states, last].map(seenBy)).toEqual([['A'], ['A', 'B'], ['A', 'C'], ['A', 'B', 'D']]);
  });
});

describe('批次', () => {
  const history = [
    {
      type: 'SummaryDecisionsImported',
      data: {
        batchId: 'b1',
        sourceSystem: 'IMPORT',
        unitId: UNIT,
        imported: 3,
        duplicates: 1,
        duplicateSourceNos: ['T1'],
        importedOn: '2023-05-16',
        duplicateRows: [{ row: 2, sourceNo: 'T1', by: 'SOURCE_NO', caseId: 'IMPORT.T1' }],
      },
    },
    {
      type: 'SummaryDecisionsImported',
      data: {
        batchId: 'b1',
        sourceSystem: 'IMPORT',
        unitId: UNIT,
        imported: 1,
        duplicates: 3,
        duplicateSourceNos: ['T1', 'T2', 'T3'],
        importedOn: '2023-05-17',
      },
    },
  ];

  it('件数累计，重复的以最后一次为准', () => {
    const row = history.reduce<typeof summaryImport.initialState>(summaryImport.evolve, summaryImport.initialState);
    expect(row).toMatchObject({
      phase: 'Imported',
      unitId: UNIT,
      imported: 4,
      runs: 2,
      duplicates: 3,
      importedOn: '2023-05-17',
      duplicateRows: [],
    });
    expect(summaryImport.belongsTo(row)).toEqual({ units: [UNIT], people: [] });
  });

  it('别的单位的批次，不能再写入', () => {
    given(...history)
      .when(
        importing,
        { sourceSystem: 'IMPORT', unitId: 'kecheng', records: [record('T9')] },
        { ...by('zhang', '2023-06-30'), actor: { id: 'x', unit: 'kecheng', roles: ['REGISTRAR'] }, id: 'b1' },
      )
      .thenRefused('unit.not_responsible');
  });
});

describe('导入两次等于导入一次', () => {
  const commandId = (n: number) => `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`;

  /** A bureau in a memory store, and its imports through the product's command loop. */
  async function bureau() {
    const store = new MemoryStore();
    const meta = {
      actor: 'setup',
      unit: UNIT,
      role: 'ADMINISTRATOR',
      commandId: commandId(0),
      correlationId: commandId(0),
      sourceSystem: 'PLATFORM',
      ruleset: 'test',
    };
    const events = BUREAU['unit-qz']!.map((event) => ({ ...event, schemaVersion: 1, meta }));
    await store.append([{ stream: 'unit-qz', expected: 'no-stream', events }], { commandId: commandId(0) });
    const loop = new CommandLoop({
      store,
      aggregates: new Map(AGGREGATES.map((aggregate) => [aggregate.name, aggregate])),
      context: lawContext,
    });
    let commands = 0;
    return {
      bring: (
        batch: string,
        records: SummaryRecordInput[],
        sourceSystem: ImportSummaryDecisions['sourceSystem'] = 'OFFLINE_TRAFFIC',
      ) => {
        commands += 1;
        return loop.handle({
          decider: importing,
          id: batch,
          command: { sourceSystem, unitId: UNIT, records } satisfies ImportSummaryDecisions,
          actor: actor('zhang'),
          now: '2023-06-30T04:00:00.000Z',
          commandId: commandId(commands),
          sourceSystem: 'PLATFORM',
          ruleset: 'test',
          role: 'REGISTRAR',
        });
      },
      /** Numbers of the documents by which there are cases, as often as there are. */
      decisions: async () => {
        const all = await store.readAll(0, 10_000);
        return all.flatMap(({ type, data }) =>
          type === 'SummaryDecisionImported' ? [(data as { decisionNo: string }).decisionNo] : [],
        );
      },
      cases: async () => {
        const all = await store.readAll(0, 10_000);
        return all.filter(({ stream }) => stream.startsWith('case-')).map(({ stream, type }) => `${stream} ${type}`);
      },
    };
  }

  it('不论怎样分批、重复、交错，每条记录只有一个案件', async () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(fc.array(numbers, { minLength: 1, maxLength: 5 }), fc.boolean(), async (batches, atOnce) => {
        const { bring, cases } = await bureau();
        const give = (batch: number[], n: number) =>
          bring(
            `b${n}`,
            batch.map((no) => (no % 2 === 0 ? paidRecord(`T${no}`) : record(`T${no}`))),
          );
        const twice = [...batches, ...batches];
        if (atOnce) await Promise.all(batches.map(give));
        for (const [n, batch] of twice.entries()) await give(batch, n % batches.length);
        const expected = [...new Set(batches.flat())].flatMap((no) =>
          (no % 2 === 0 ? ['SummaryDecisionImported', 'FinePaid', 'CaseClosed'] : ['SummaryDecisionImported']).map(
            (type) => `case-OFFLINE_TRAFFIC.T${no} ${type}`,
          ),
        );
        expect((await cases()).sort()).toEqual(expected.sort());
      }),
      { numRuns: 40 },
    );
  });

  it('同一决定不论从哪一来源、以哪一单号、分在哪一批来，只有一个案件；同时来的也一样', async () => {
    const record = fc.record({ no: fc.integer({ min: 1, max: 12 }), alias: fc.constantFrom('T', 't', 'U', '单') });
    const batch = fc.record({
      sourceSystem: fc.constantFrom('OFFLINE_TRAFFIC' as const, 'IMPORT' as const),
      records: fc.array(record, { minLength: 1, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 6 }), async (batches) => {
        const { bring, decisions } = await bureau();
        const outcomes = await Promise.all(
          batches.map(({ sourceSystem, records }, n) =>
            bring(
              `b${n}`,
              records.map(({ no, alias }) =>
                paidRecord(`${alias}${no}`, { decisionNo: `D${no}`, receiptNo: `R${no}` }),
              ),
              sourceSystem,
            ),
          ),
        );
        expect(outcomes.map(({ kind }) => kind)).toEqual(batches.map(() => 'done'));
        const numbers = batches.flatMap(({ records }) => records.map(({ no }) => `D${no}`));
        expect((await decisions()).sort()).toEqual([...new Set(numbers)].sort());
      }),
      { numRuns: 40 },
    );
  });

  it('满额的一批在一次写入的限度以内', async () => {
    const { bring, cases } = await bureau();
    const records = Array.from({ length: MAX_IMPORT_RECORDS }, (_, n) => paidRecord(`T${n}`));
    expect(await bring('b1', records)).toMatchObject({ kind: 'done', replayed: false });
    expect(await cases()).toHaveLength(MAX_IMPORT_RECORDS * 3);
    expect(await bring('b1', records)).toMatchObject({ kind: 'done', events: [] });
  });
});
