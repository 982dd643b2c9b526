import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { BROWSER } from '../testing/browsing.js';
import { smallBureau } from '../testing/small-bureau.js';

/* 单位比较 and 监督线索, as an analyst sees them. */

const ANALYST = { sub: 'u-fen', unit: 'QZ', roles: ['ANALYST'], name: '分析员' };

let bureau: Awaited<ReturnType<typeof smallBureau>>;
let serial = 0;

async function happened(stream: string, ...events: readonly { readonly type: string; readonly data: object }[]) {
  const commandId = `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
  const meta = { actor: 'u-zhang', unit: 'QZ', role: 'OFFICER', commandId, correlationId: commandId };
  const written = events.map((event) => ({
    ...event,
    schemaVersion: 1,
    meta: { ...meta, sourceSystem: 'PLATFORM', ruleset: 'test' },
  }));
  await bureau.bench.store.append([{ stream, expected: 'any', events: written }], { commandId });
}

const item = { itemId: 'I-1', name: '占道经营', field: 'CITY_APPEARANCE' };
const registered = (caseId: string, registeredOn: string) => ({
  type: 'CaseRegistered',
  data: {
    ...{ caseId, unitId: 'QZ', item, happenedOn: registeredOn, place: '上街1号', territoryCode: '330802' },
    parties: [{ partyId: 'p1', kind: 'ORGANISATION', name: '反复甲公司', uscc: '11330800768656330Q' }],
    ...{ registeredOn, sourceSystem: 'PLATFORM' },
  },
});
const filed = (n: string, filedOn: string) => ({
  type: 'CaseFiled',
  data: {
    ...{ caseNo: `衢综执立字〔2023〕${n}号`, procedure: 'ORDINARY', filedOn, approverId: 'u-wang' },
    officers: [{ userId: 'u-zhang', certNo: 'C01', duty: 'LEAD' }],
    ...{ deadlineOn: '2023-12-01', deadlineRule: 'D03@2021-07-15' },
  },
});
const ordered = {
  type: 'CorrectionOrdered',
  data: {
    content: '立即停止占道经营的行为，清理占道物品，恢复道路原状',
    correctionNo: '责改1号',
    orderedOn: '2023-03-05',
    dueOn: '2023-03-20',
  },
};
const verified = (result: string) => ({
  type: 'CorrectionVerified',
  data: { correctionNo: '责改1号', result, finding: '已查看', officers: [], verifiedOn: '2023-04-01' },
});
const fined = (n: string, decidedOn: string) => ({
  type: 'PenaltyDecided',
  data: {
    ...{ decisionNo: `衢综执罚决字〔2023〕${n}号`, decidedOn, deciderId: 'u-wang', unitId: 'QZ', itemId: 'I-1' },
    ...{ field: 'CITY_APPEARANCE', partyKind: 'ORGANISATION', kinds: ['FINE'], mitigating: [], lawVersion: '第十二条' },
    ...{ fineFen: 1_000_000, confiscateFen: 0 },
  },
});
const closed = { type: 'CaseClosed', data: { closeReason: 'EXECUTED', closedOn: '2023-06-01' } };
const fine = (n: string, ...between: { readonly type: string; readonly data: object }[]) => [
  ...[registered(`s${n}`, '2023-03-01'), filed(n, '2023-03-02'), ...between, fined(n, '2023-05-08'), closed],
];

beforeAll(async () => {
  bureau = await smallBureau();
  bureau.setTime('2023-07-03T02:00:00.000Z');
  // The fifteen working days of D01 from 9 June end on 3 July: 22 and 23 June are off, 25 June is worked.
  await happened('case-r1', registered('r1', '2023-06-08'));
  await happened('case-r2', registered('r2', '2023-07-01'));
  await happened('case-s1', ...fine('1'));
  await happened('case-s2', ...fine('2', ordered));
  await happened('case-s3', ...fine('3', ordered, verified('CORRECTED')));
  await happened('case-s4', ...fine('4', ordered, verified('NOT_CORRECTED')));
  await bureau.bench.projector.caughtUp();
});
afterAll(() => bureau.bench.close());

const ask = async (path: string) => (await bureau.bench.get(path, await bureau.bench.as(ANALYST))).json();
const show = async (path: string) => bureau.bench.get(path, { ...BROWSER, cookie: await bureau.bench.cookie(ANALYST) });

describe('监督线索', () => {
  const found = async () => {
    const { signals, repeated } = await ask('/api/signals?from=2023-01-01&to=2023-12-31');
    const paths = Object.fromEntries(
      signals.map(({ key, records }: { key: string; records: { path: string }[] }) => [
        key,
        records.map(({ path }) => path),
      ]),
    );
    return { paths, repeated };
  };

  it('有案不立：核查期限届满还没有决定的才是，期限以内的不是', async () => {
    expect((await found()).paths.notFiled).toEqual(['/cases/r1']);
  });

  it('以罚代管：没有责令改正的；责令了而结案时没有查实改正的；查实改正的不是', async () => {
    const { paths } = await found();
    expect(paths.notOrdered).toEqual(['/cases/s1']);
    expect(paths.notCorrected).toEqual(['/cases/s2', '/cases/s4']);
  });

  it('同一单位同一事项反复罚款而没有改正的，列出各案；查实改正的那一案不计', async () => {
    const { repeated } = await found();
    expect(repeated).toEqual([expect.objectContaining({ subject: '反复甲公司：占道经营', count: 3 })]);
    expect(repeated[0].records.map(({ path }: { path: string }) => path)).toEqual([
      '/cases/s1',
      '/cases/s2',
      '/cases/s4',
    ]);
  });

  it('页面上逐件打开到案件', async () => {
    const { body } = await show('/signals?year=2023');
    for (const said of ['有案不立', '以罚代管', '反复甲公司：占道经营', 'href="/cases/s1"', 'href="/cases/r1"'])
      expect(body).toContain(said);
  });
});

describe('单位比较', () => {
  it('只比与钱无关的率，画出条形，打开到各笔', async () => {
    const { body } = await show('/comparison?year=2023');
    expect(body).toContain('第七十四条第三款');
    expect(body).toContain('/metrics/M06/rate/entries?year=2023&amp;unit=QZ');
    for (const { metric } of (await ask('/api/comparison?from=2023-01-01&to=2023-12-31')).rankings)
      expect(metric).not.toMatch(/^(M04|M05)/);
  });

  it('取走的表附有每项的口径', async () => {
    const { rawPayload } = await show('/downloads/comparison.xlsx?from=2023-01-01&to=2023-12-31');
    const files = unzipSync(new Uint8Array(rawPayload));
    expect(strFromU8(files['xl/worksheets/sheet1.xml']!)).toContain('法制审核率');
    expect(strFromU8(files['xl/worksheets/sheet2.xml']!)).toContain('决定前最近一轮法制审核通过的比例');
  });
});
