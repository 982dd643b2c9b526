import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { SHEET_LIMITS, sheetRows, xlsx } from '#sheets';
import { smallBureau } from '../../testing/small-bureau.js';
import { IMPORT_LIMITS } from './limits.js';
import { HEADS } from './records.js';

const REGISTRAR = { sub: 'u-deng', unit: 'QZ', roles: ['REGISTRAR'], name: '邓登记' };
const BOUNDARY = 'xxx-boundary';

/** A decision as a row of the table, in the order of HEADS. */
const rowOf = (n: number, more: Readonly<Record<string, string>> = {}): string[] => {
  const row: Record<string, string> = {
    原系统单号: `T${n}`,
    决定书文号: `衢综执简〔2023〕${n}`,
    决定日期: '2023-05-06',
    事项编码: 'C01',
    案由: '违法停车',
    领域: '交通违停',
    当事人种类: '公民',
    当事人: '浙H·***12',
    '罚款数额（元）': '100',
    地点: '荷花中路',
    行政区划代码: '330802',
    缴款日期: '2023-05-07',
    缴款凭证号: `F${n}`,
    ...more,
  };
  return HEADS.map((head) => row[head] ?? '');
};
const csvOf = (rows: readonly string[][]) => [HEADS, ...rows].map((row) => row.join(',')).join('\r\n');
const xlsxOf = async (rows: readonly (readonly string[])[]) => {
  const pieces: Uint8Array[] = [];
  const given = (async function* () {
    yield [HEADS, ...rows];
  })();
  for await (const piece of xlsx({ title: '表', rows: given })) pieces.push(piece);
  return Buffer.concat(pieces);
};

describe('a table that was sent', () => {
  it('is read alike from CSV in UTF-8, from CSV in the national encoding, with tabs, and from a workbook', async () => {
    const cells = [...HEADS];
    // 单号 in GB18030.
    const national = Uint8Array.from([0xb5, 0xa5, 0xba, 0xc5, 0x2c, 0x31]);
    expect(await sheetRows(national)).toEqual([{ row: 1, cells: ['单号', '1'] }]);
    expect(await sheetRows(Buffer.from(`\ufeff${cells.join(',')}\r\n\r\n"甲,乙",1`))).toEqual([
      { row: 1, cells },
      { row: 3, cells: ['甲,乙', '1'] },
    ]);
    expect((await sheetRows(Buffer.from(cells.join('\t'))))[0]!.cells).toEqual(cells);
    expect((await sheetRows(await xlsxOf([['甲', '<乙>']])))[1]).toEqual({ row: 2, cells: ['甲', '<乙>'] });
  });

  it('keeps the place of a cell and the last value of a formula; reading aids are no text', async () => {
    const sheet =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="4"><x:c r="B4" t="s"><x:v>0</x:v></x:c><x:c r="D4"><x:f>1+1</x:f><x:v>45052</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const strings = '<sst><si><r><t>决</t></r><r><t>定</t></r><rPh sb="0" eb="1"><t>jue</t></rPh></si></sst>';
    const file = zipSync({
      'xl/worksheets/sheet1.xml': strToU8(sheet),
      'xl/sharedStrings.xml': strToU8(strings),
      'xl/workbook.xml': strToU8('<workbook/>'),
    });
    expect(await sheetRows(file)).toEqual([{ row: 4, cells: ['', '决定', '', 45_052] }]);
  });

  it('is refused in a sentence when it is no table', async () => {
    const refused = (content: Uint8Array, said: RegExp | string) => expect(sheetRows(content)).rejects.toThrow(said);
    await refused(Buffer.from(''), '没有内容');
    await refused(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0]), '旧版 XLS');
    await refused(Uint8Array.from([0xff, 0xff, 0xff]), 'GB18030');
    await refused(Buffer.from('a,"b\n1'), '引号不成对');
    await refused(Buffer.from('PK\u0003\u0004 whatever'), '损坏');
    await refused(zipSync({ 'xl/worksheets/sheet1.xml': strToU8('<worksheet>') }), '损坏');
  });

  it('is refused beyond its limits: unfolded size whatever the directory says, parts, rows, columns', async () => {
    const bomb = zipSync({
      'xl/worksheets/sheet1.xml': new Uint8Array(SHEET_LIMITS.unfoldedBytes + 1),
    });
    expect(bomb.length).toBeLessThan(IMPORT_LIMITS.bytes);
    // The directory and the head of the file say that it is small.
    new DataView(bomb.buffer).setUint32(22, 10, true);
    await expect(sheetRows(bomb)).rejects.toThrow('展开后超过 128 MB');
    const parts = Object.fromEntries(
      Array.from({ length: SHEET_LIMITS.parts + 1 }, (_, n) => [`${n}`, new Uint8Array()]),
    );
    await expect(sheetRows(zipSync(parts))).rejects.toThrow(`超过${SHEET_LIMITS.parts}个`);
    await expect(sheetRows(Buffer.from('1\n'.repeat(SHEET_LIMITS.rows + 2)))).rejects.toThrow('至多60000行');
    expect(await sheetRows(Buffer.from('1\n'.repeat(SHEET_LIMITS.rows + 1)))).toHaveLength(SHEET_LIMITS.rows + 1);
    await expect(sheetRows(Buffer.from(','.repeat(SHEET_LIMITS.columns)))).rejects.toThrow('至多100列');
  });
});

describe('导入 from a file', () => {
  let bureau: Awaited<ReturnType<typeof smallBureau>>;
  beforeAll(async () => {
    bureau = await smallBureau();
  }, 30_000);
  afterAll(() => bureau.bench.close());

  const as = async (person: object = REGISTRAR) => ({
    cookie: await bureau.bench.cookie(person),
    accept: 'text/html',
    'sec-fetch-site': 'same-origin',
  });
  const send = async (content: Uint8Array | string, person?: object) => {
    const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="source"\r\n\r\nOFFLINE_TRAFFIC\r\n--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="五月.csv"\r\ncontent-type: text/csv\r\n\r\n`;
    return bureau.bench.app.inject({
      method: 'POST',
      url: '/import',
      headers: { ...(await as(person)), 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
      payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
    });
  };
  const get = async (url: string, person?: object) =>
    bureau.bench.app.inject({ method: 'GET', url, headers: await as(person) });
  const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  /** Confirms, and follows the page to its end. */
  const bring = async (url: string) => {
    const confirmed = await bureau.bench.app.inject({ method: 'POST', url, headers: await as() });
    expect(confirmed.statusCode).toBe(303);
    for (;;) {
      const page = await get(url);
      if (page.headers['refresh'] === undefined) return text(page.body);
      // Stores in memory answer before anything else gets its turn.
      await new Promise(setImmediate);
    }
  };

  it('is for those who keep the records of their unit', async () => {
    const officer = { ...REGISTRAR, roles: ['OFFICER'] };
    expect((await get('/import', officer)).statusCode).toBe(403);
    expect((await send(csvOf([rowOf(1)]), officer)).statusCode).toBe(403);
    expect(text((await get('/import')).body)).toContain('导入到衢州市综合行政执法局名下');
    expect((await get('/imports')).body).toContain('href="/import"');
  });

  it('says what is wrong with a file before it looks at its rows', async () => {
    const page = await send('甲,乙\n1,2');
    expect(page.statusCode).toBe(400);
    expect(text(page.body)).toContain('第一行应为列名，缺少：原系统单号、决定书文号');
    expect(text((await send('')).body)).toContain('请选择文件');
    expect(text((await send(new Uint8Array(IMPORT_LIMITS.bytes + 1))).body)).toContain('文件超过 20 MB');
  });

  it('tells each fault by row and column, changes nothing, and brings the others once they are confirmed', async () => {
    const rows = [
      rowOf(1),
      rowOf(2, { '罚款数额（元）': '壹佰', 决定日期: '2023-02-30' }),
      rowOf(3, { '罚款数额（元）': '300' }),
      rowOf(4, { 领域: '无此领域', 地点: '' }),
      rowOf(5, { 决定书文号: '衢综执简〔2023〕1', '罚款数额（元）': '150' }),
      rowOf(6, { 缴款日期: '2023-05-01' }),
      rowOf(1),
    ];
    const sent = await send(csvOf(rows));
    expect(sent.statusCode).toBe(303);
    const url = sent.headers.location as string;
    const page = text((await get(url)).body);
    expect(page).toContain('记录 7');
    expect(page).toContain('新的，可以导入 1 重复，略过 1 有错误，不导入 5');
    for (const fault of [
      '3 罚款数额（元） “壹佰”读不出来',
      '3 决定日期 ',
      '4 罚款数额（元） 对公民当场处罚的罚款不得超过200.00元',
      '5 领域 “无此领域”读不出来：应为交通违停',
      '5 地点 没有填写',
      '6 决定书文号 衢综执简〔2023〕1与第2条记录',
      '7 缴款日期 缴款日期2023-05-01早于决定日期2023-05-06',
      '8 T1 原系统单号 本文件第2行',
    ])
      expect(page).toContain(fault);
    expect((await get('/cases/OFFLINE_TRAFFIC.T1')).statusCode).toBe(404);
    expect((await get(url, { ...REGISTRAR, sub: 'u-other' })).statusCode).toBe(404);

    const done = await bring(url);
    expect(done).toContain('导入完成');
    expect(done).toContain('已成为案件 1 已有记录，略过 1 有错误，未导入 5');
    expect((await get('/cases/OFFLINE_TRAFFIC.T1')).statusCode).toBe(200);
    expect((await get('/cases/OFFLINE_TRAFFIC.T3')).statusCode).toBe(404);
  });

  it('brings a workbook in batches; sent again after it was mended, what is on record stays as it is', async () => {
    const rows = Array.from({ length: 1_100 }, (_, n) => rowOf(n + 1_000));
    const broken = rows.map((row, n) => (n === 700 ? rowOf(1_700, { '罚款数额（元）': '900' }) : row));
    const first = (await send(await xlsxOf(broken))).headers.location as string;
    const done = await bring(first);
    expect(done).toContain('已处理 3 批，共 3 批');
    expect(done).toContain('已成为案件 1,099');
    const second = (await send(await xlsxOf(rows))).headers.location as string;
    expect(text((await get(second)).body)).toContain('新的，可以导入 1 重复，略过 1,099 有错误，不导入 0');
    expect(await bring(second)).toContain('已成为案件 1 已有记录，略过 1,099');
    const third = (await send(await xlsxOf(rows))).headers.location as string;
    expect(text((await get(third)).body)).toContain('全部已有记录，没有需要导入的');
  }, 60_000);

  it('takes numbers and days as a spreadsheet keeps them, and says where digits were lost', async () => {
    const cell = (value: string) =>
      /^[\d.]+$/.test(value) ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${value}</t></is></c>`;
    const sheet = (values: readonly string[][]) =>
      zipSync({
        'xl/worksheets/sheet1.xml': strToU8(
          `<worksheet><sheetData>${values.map((row) => `<row>${row.map(cell).join('')}</row>`).join('')}</sheetData></worksheet>`,
        ),
        'xl/workbook.xml': strToU8('<workbook/>'),
      });
    const url = (
      await send(
        sheet([
          [...HEADS],
          rowOf(31, {
            原系统单号: '20230031',
            决定日期: '45052',
            缴款日期: '',
            缴款凭证号: '',
            '罚款数额（元）': '100.09999999999999',
          }),
          rowOf(32, { 原系统单号: '12345678901234567890' }),
        ]),
      )
    ).headers.location as string;
    expect(text((await get(url)).body)).toContain('3 原系统单号 “12345678901234567000”读不出来：数字过长');
    expect(await bring(url)).toContain('已成为案件 1');
    const file = text((await get('/cases/OFFLINE_TRAFFIC.20230031')).body);
    expect(file).toContain('2023-05-06');
    expect(file).toContain('100.10');
  });
});
