import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { sheetRows } from '#sheets';
import { BROWSER } from '../../testing/browsing.js';
import { smallBureau } from '../../testing/small-bureau.js';

const ANALYST = { sub: 'u-fen', unit: 'QZ', roles: ['ANALYST'], name: '分析员' };
const LEADER = { sub: 'u-wang', unit: 'QZ', roles: ['LEADER'], name: '王局长' };
const OFFICER = { sub: 'u-zhang', unit: 'QZ', roles: ['OFFICER'], name: '张办案' };

let bureau: Awaited<ReturnType<typeof smallBureau>>;
let serial = 0;

/** What happened, as it is stored. */
async function happened(stream: string, ...events: readonly { readonly type: string; readonly data: object }[]) {
  const commandId = `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
  const meta = { actor: 'u-zhang', unit: 'QZ', role: 'OFFICER', commandId, correlationId: commandId };
  await bureau.bench.store.append(
    [
      {
        stream,
        expected: 'any',
        events: events.map((event) => ({
          ...event,
          schemaVersion: 1,
          meta: { ...meta, sourceSystem: 'PLATFORM', ruleset: 'test' },
        })),
      },
    ],
    { commandId },
  );
}

beforeAll(async () => {
  bureau = await smallBureau();
  bureau.setTime('2023-07-01T02:00:00.000Z');
  const item = { itemId: 'I-1', name: '占道经营', field: 'CITY_APPEARANCE' };
  await happened(
    'case-k9',
    {
      type: 'CaseRegistered',
      data: {
        ...{ caseId: 'k9', unitId: 'QZ', item, happenedOn: '2023-03-01', place: '上街1号', territoryCode: '330802' },
        parties: [{ partyId: 'p1', kind: 'CITIZEN', name: '当事人甲' }],
        ...{ registeredOn: '2023-03-02', sourceSystem: 'PLATFORM' },
      },
    },
    {
      type: 'CaseFiled',
      data: {
        ...{ caseNo: '衢综执立字〔2023〕9号', procedure: 'ORDINARY', filedOn: '2023-03-03', approverId: 'u-wang' },
        officers: [
          { userId: 'u-zhang', certNo: 'C01', duty: 'LEAD' },
          { userId: 'u-li', certNo: 'C02', duty: 'ASSIST' },
        ],
        ...{ deadlineOn: '2023-06-01', deadlineRule: 'D03@2021-07-15' },
      },
    },
    {
      type: 'PenaltyDecided',
      data: {
        ...{ decisionNo: '衢综执罚决字〔2023〕9号', decidedOn: '2023-05-08', deciderId: 'u-wang', unitId: 'QZ' },
        ...{ itemId: 'I-1', field: 'CITY_APPEARANCE', partyKind: 'CITIZEN', kinds: ['FINE'], mitigating: [] },
        ...{ fineFen: 1_000_000, confiscateFen: 0, lawVersion: '条例第十二条' },
      },
    },
  );
});
afterAll(() => bureau.bench.close());

const post = async (path: string, fields: Record<string, string>, person: object = ANALYST) =>
  bureau.bench.app.inject({
    method: 'POST',
    url: `/reports/2023/${path}`,
    headers: {
      ...BROWSER,
      cookie: await bureau.bench.cookie(person),
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    },
    payload: new URLSearchParams({ _key: `k${++serial}`, ...fields }).toString(),
  });
const get = async (path: string, person: object = ANALYST) =>
  bureau.bench.get(path, { ...BROWSER, cookie: await bureau.bench.cookie(person) });
const life = async () => (await bureau.bench.get('/api/reports/2023/life', await bureau.bench.as(ANALYST))).json();
const give = async (command: string, body: object, person: object) =>
  bureau.bench.post(`annual-reports/QZ.2023/${command}`, body, await bureau.bench.as(person));

describe('年报', () => {
  it('由本单位的分析员编制；年度结束以前不能定稿，说明自哪一日起可以', async () => {
    expect((await post('open', {}, OFFICER)).statusCode).toBe(403);
    expect((await post('open', {})).statusCode).toBe(303);
    expect(await life()).toMatchObject({ id: 'QZ.2023', phase: 'Opened', dueOn: '2024-01-31', text: null });
    bureau.setTime('2023-12-31T15:59:00.000Z');
    const early = await post('freeze', {});
    expect(early.statusCode).toBe(422);
    expect(early.body).toContain('2024-01-01');
  });

  it('所定稿的由系统算出，没有替系统说话的门', async () => {
    for (const command of ['FreezeReport', 'RestateReport', 'AdjustFigure'])
      expect((await give(command, {}, ANALYST)).statusCode).toBe(404);
  });

  it('调整的数据，累计数和采用数都在，理由在；比率不能调整', async () => {
    bureau.setTime('2024-01-20T02:00:00.000Z');
    expect((await post('adjust', { figure: 'reviewRate', value: '1', reason: '漏录' })).statusCode).toBe(400);
    expect((await post('adjust', { figure: 'hearings', value: '2', reason: '' })).statusCode).toBe(400);
    const adjusted = await post('adjust', { figure: 'hearings', value: '2', reason: '两件听证记在纸上，尚未补录' });
    expect(adjusted.statusCode).toBe(303);
    const page = (await get('/reports/2023?unit=QZ')).body;
    expect(page).toContain('举行听证案件');
    expect(page).toMatch(/调整说明[\s\S]*累计0，采用2（件）[\s\S]*两件听证记在纸上，尚未补录/);
    const report = (await bureau.bench.get('/api/reports/2023?unit=QZ', await bureau.bench.as(ANALYST))).json();
    expect(report.figures.hearings).toMatchObject({ value: 2, computed: 0 });
    expect(report.adjustments).toEqual([
      expect.objectContaining({ figure: 'hearings', computed: 0, value: 2, reason: '两件听证记在纸上，尚未补录' }),
    ]);
  });

  it('定稿到分钟；退回后可以再改，再定稿；由负责人签发，公开', async () => {
    expect((await post('freeze', {})).statusCode).toBe(303);
    expect(await life()).toMatchObject({ phase: 'Frozen', knownOn: '2024-01-20T09:59', frozenOn: '2024-01-20' });
    expect((await give('ReturnReport', { reason: '核对听证数', returnedOn: '2024-01-20' }, LEADER)).statusCode).toBe(
      200,
    );
    expect(await life()).toMatchObject({ phase: 'Opened', text: null, knownOn: null });
    bureau.setTime('2024-01-22T02:00:00.000Z');
    const key = { _key: 'frozen-once' };
    expect((await post('freeze', key)).statusCode).toBe(303);
    // Sent again, it is done once; another time it is refused.
    expect((await post('freeze', key)).statusCode).toBe(303);
    expect((await post('freeze', {})).statusCode).toBe(422);
    expect((await give('SignReport', { signedOn: '2024-01-22' }, ANALYST)).statusCode).toBe(422);
    expect((await give('SignReport', { signedOn: '2024-01-22' }, LEADER)).statusCode).toBe(200);
    const published = {
      ...{ indexNo: '11330800768656330Q/2024-141301', openKind: 'ACTIVE', channel: '市政府门户网站' },
      publishedOn: '2024-01-22',
    };
    expect((await give('PublishReport', published, ANALYST)).statusCode).toBe(200);
    expect(await life()).toMatchObject({ phase: 'Published', publishedOn: '2024-01-22', indexNo: published.indexNo });
  });

  it('定稿以后罚款减少120,000分：定稿的全文一字不变，重述列出这一件和变动的数据', async () => {
    const before = (await get('/reports/2023/frozen.txt?unit=QZ')).rawPayload;
    const { sha256, text } = await life();
    expect(createHash('sha256').update(before).digest('hex')).toBe(sha256);
    expect(text).toContain('听证案件2件');
    expect(text).toContain('两件听证记在纸上');

    bureau.setTime('2024-03-01T02:00:00.000Z');
    await happened('case-k9', {
      type: 'DecisionAltered',
      data: { alteredOn: '2024-03-01', fineFen: 880_000, confiscateFen: 0, reason: '计算有误', by: 'SELF' },
    });
    bureau.setTime('2024-03-01T02:05:00.000Z');
    expect((await post('restate', { reason: '' })).statusCode).toBe(400);
    expect((await post('restate', { reason: '更正一件决定的罚款' })).statusCode).toBe(303);

    expect((await get('/reports/2023/frozen.txt?unit=QZ')).rawPayload.equals(before)).toBe(true);
    const after = await life();
    expect(after).toMatchObject({ sha256, knownOn: '2024-01-22T09:59' });
    const [restated] = after.restatements;
    expect(restated.causes).toEqual([
      expect.objectContaining({ stream: 'case-k9', what: expect.stringContaining('变更'), on: '2024-03-01' }),
    ]);
    expect(restated.changes).toContainEqual(
      expect.objectContaining({ figure: 'decidedFen', before: 1_000_000, after: 880_000 }),
    );
    const page = (await get('/reports/2023?unit=QZ')).body;
    for (const said of ['更正一件决定的罚款', '-120000', 'case-k9', '（分）', 'href="/cases/k9"'])
      expect(page).toContain(said);
  });

  it('可以取走给文字处理软件用的文件，文字与页面相同', async () => {
    const response = await get('/reports/2023/report.docx?unit=QZ');
    const files = unzipSync(new Uint8Array(response.rawPayload));
    const words = strFromU8(files['word/document.xml']!).replace(/<[^>]+>/g, '');
    const report = (await bureau.bench.get('/api/reports/2023?unit=QZ', await bureau.bench.as(ANALYST))).json();
    const sentences = report.sections.flatMap(
      ({ heading, paragraphs }: { heading: string; paragraphs: unknown[][] }) => [
        heading,
        ...paragraphs.map((pieces) =>
          pieces.map((piece) => (typeof piece === 'string' ? piece : (piece as { text: string }).text)).join(''),
        ),
      ],
    );
    expect(sentences.length).toBeGreaterThan(8);
    for (const sentence of sentences) expect(words).toContain(sentence.replaceAll('"', '&quot;').replaceAll('“', '“'));
    expect(
      (await get('/reports/2023/report.docx?unit=QZ', { ...ANALYST, sub: 'u-nobody', roles: [] })).statusCode,
    ).toBe(403);
  });

  it('可以取走给表格软件用的文件：每项数据带分子、分母、口径、单位和统计期，附件和核对各一张表', async () => {
    const response = await get('/reports/2023/report.xlsx?unit=QZ');
    expect(response.headers['content-type']).toContain('spreadsheetml');
    const files = unzipSync(new Uint8Array(response.rawPayload));
    const names = [...strFromU8(files['xl/workbook.xml']!).matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name);
    expect(names).toEqual(['数据', '附件', '口径核对', '调整说明']);
    const rows = await sheetRows(new Uint8Array(response.rawPayload));
    const row = (part: string) => rows.find(({ cells }) => cells[0] === part && cells[2] === '本单位')!.cells;
    // 8 800 yuan since the decision was altered; of a rate what it is made of.
    expect(row('M05/decided.ordinary').slice(1, 9)).toEqual([
      ...['普通程序决定额', '本单位', 8_800, '元', '', '', '0.9', '2023-01-01至2023-12-31'],
    ]);
    expect(row('M06/rate').slice(3, 8)).toEqual([0, '率', 0, 1, '0%']);
    expect(row('M06/rate')[10]).toContain('决定前最近一轮法制审核通过');
    const checks = strFromU8(files['xl/worksheets/sheet3.xml']!);
    expect(checks).toContain('办结 = 普通程序 + 简易程序：0 = 0');
    expect(
      (await get('/reports/2023/report.xlsx?unit=QZ', { ...ANALYST, sub: 'u-nobody', roles: [] })).statusCode,
    ).toBe(403);
  });
});
