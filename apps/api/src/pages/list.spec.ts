import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { csv, defused, xlsx } from '#sheets';
import { AUDITOR, OFFICER } from '../testing/api-bench.js';
import { BROWSER } from '../testing/browsing.js';
import { smallBureau } from '../testing/small-bureau.js';

/* Lists: how many there are, what is found by words, and tables to take away. */

let bureau: Awaited<ReturnType<typeof smallBureau>>;

beforeAll(async () => {
  bureau = await smallBureau();
  await bureau.bench.projector.waitFor(bureau.position(), 10_000);
});
afterAll(() => bureau.bench.close());

const ANALYST = { sub: 'u-fen', unit: 'QZ', roles: ['ANALYST'], name: '分析员' };

const find = async (q: string, claims: object = OFFICER) => {
  const response = await bureau.bench.get(`/api/cases?q=${encodeURIComponent(q)}`, await bureau.bench.as(claims));
  return {
    status: response.statusCode,
    ids: response
      .json()
      .rows?.map(({ id }: { id: string }) => id)
      .sort(),
  };
};

const open = async (path: string, claims: object = OFFICER) => {
  const { bench } = bureau;
  return bench.get(path, { ...BROWSER, cookie: await bench.cookie(claims) });
};

describe('a list', () => {
  it('says how many there are', async () => {
    expect((await bureau.bench.get('/api/cases?limit=1')).json()).toMatchObject({ count: 3, isMore: false });
    expect((await open('/cases?sort=-registeredOn')).body).toContain('共 3 条');
  });

  it('finds by party, each of them, by place, item and number', async () => {
    expect((await find('乙超市')).ids).toEqual(['c2']);
    expect((await find('丙装修')).ids).toEqual(['c3']);
    expect((await find('新桥街')).ids).toEqual(['c1', 'c2', 'c3']);
    expect((await find('占道 餐饮')).ids).toEqual(['c1']);
    const { caseNo } = (await bureau.bench.get('/api/cases/c1')).json().row;
    const [, year, number] = /〔(\d+)〕(\d+)号/.exec(caseNo)!;
    for (const written of [caseNo, `[${year}]第${number}号`, `（${year}）${number}`])
      expect((await find(written)).ids).toContain('c1');
  });

  it('refuses words that ask nothing', async () => {
    expect((await find('〔〕')).status).toBe(400);
  });

  it('finds nobody by his name for whoever sees no names', async () => {
    expect((await find('乙超市', ANALYST)).ids).toEqual([]);
    expect((await find('新桥街', ANALYST)).ids).toEqual([]);
    const { caseNo } = (await bureau.bench.get('/api/cases/c1')).json().row;
    expect((await find(caseNo, ANALYST)).ids).toContain('c1');
  });

  it('shows the columns that are chosen, and refuses others', async () => {
    const { body } = await open('/cases?sort=-registeredOn&columns=place&columns=territoryCode');
    expect(body).toContain('<th scope="col" role="columnheader" class>地点</th>');
    expect(body).not.toContain('role="columnheader" class>领域</th>');
    expect((await open('/cases?columns=nothing')).statusCode).toBe(400);
  });
});

describe('a table to take away', () => {
  it('is what the list shows, in order, and the look is recorded', async () => {
    const response = await open('/downloads/cases.csv?q=%E6%96%B0%E6%A1%A5%E8%A1%97&columns=place,parties');
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(response.headers['content-disposition']).toContain('attachment');
    const [head, ...lines] = response.body.replace('\ufeff', '').trimEnd().split('\r\n');
    expect(head).toBe('编号,地点,当事人,状态,最近的期限');
    expect(lines).toHaveLength(3);
    expect(response.body).toContain('甲建材行');
    const { looks } = await bureau.bench.looks.list({ limit: 50, units: undefined });
    expect(looks.map(({ question }) => question)).toContain('/downloads/cases.csv');
  });

  it('is masked as the list is', async () => {
    const { body } = await open('/downloads/cases.csv?columns=place,parties,officers', ANALYST);
    for (const word of ['甲餐饮店', '新桥街', '张办案', 'u-zhang']) expect(body).not.toContain(word);
    expect(body).toContain('甲**');
    expect((await open('/downloads/cases.csv?party=x', ANALYST)).statusCode).toBeGreaterThanOrEqual(400);
  });

  it('is a workbook with the same cells, all of them texts', async () => {
    const response = await open('/downloads/cases.xlsx?columns=parties', AUDITOR);
    expect(response.statusCode).toBe(200);
    const sheet = sheetOf(response.rawPayload);
    expect(sheet).toContain('甲餐饮店');
    expect(sheet).not.toContain('<f>');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', ' =1'])(
    'does not let %j be worked out',
    async (text) => {
      expect(defused(text)).toBe(`'${text}`);
      const pieces: string[] = [];
      for await (const piece of csv(only([[text, 'a"b']]))) pieces.push(piece);
      expect(pieces.join('')).toContain(`'${text}`);
      expect(pieces.join('')).toContain('"a""b"');
      const book: Uint8Array[] = [];
      for await (const piece of xlsx({ title: '表', rows: only([[text, '<b>&']]) })) book.push(piece);
      expect(sheetOf(Buffer.concat(book))).toContain('&lt;b&gt;&amp;');
      expect(sheetOf(Buffer.concat(book))).toContain('t="inlineStr"');
    },
  );
});

async function* only(rows: readonly (readonly string[])[]) {
  yield rows;
}

function sheetOf(book: Buffer): string {
  return new TextDecoder().decode(unzipSync(book)['xl/worksheets/sheet1.xml']);
}
