import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rowsAtHand, xlsx } from '#sheets';
import { BROWSER } from '../../testing/browsing.js';
import { smallBureau } from '../../testing/small-bureau.js';

const ANALYST = { sub: 'u-fen', unit: 'QZ', roles: ['ANALYST'], name: '分析员' };
const ROWS = [
  ['单位', '警告', '罚款', '合计（宗）', '罚没金额（万元）'],
  ['甲局', 1, 12, 13, 3.5],
  ['乙局', 2, 30, 32, 8.1],
  ['合计', 3, 42, 45, 11.6],
];

let bureau: Awaited<ReturnType<typeof smallBureau>>;
beforeAll(async () => {
  bureau = await smallBureau();
});
afterAll(() => bureau.bench.close());

async function send(content: Uint8Array, name: string, person: object = ANALYST) {
  const form = new FormData();
  form.set('file', new Blob([Uint8Array.from(content)]), name);
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  return bureau.bench.app.inject({
    method: 'POST',
    url: '/published-tables',
    headers: {
      ...BROWSER,
      cookie: await bureau.bench.cookie(person),
      'content-type': request.headers.get('content-type')!,
      'sec-fetch-site': 'same-origin',
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
}
const csv = (rows: readonly (readonly (string | number)[])[]) =>
  Buffer.from(rows.map((row) => row.join(',')).join('\n'));
async function book(rows: typeof ROWS) {
  const pieces: Uint8Array[] = [];
  for await (const piece of xlsx({ title: '表', rows: rowsAtHand(rows) })) pieces.push(piece);
  return Buffer.concat(pieces);
}
const wrong = ROWS.map((row, index) => (index === 2 ? ['乙局', 2, 31, 32, 8.1] : row));

describe('核对公布的数据表', () => {
  it('CSV 和 XLSX 都能核对；错的一格指出行、列和应有的数，并在表中标出', async () => {
    const page = await bureau.bench.get('/published-tables', {
      ...BROWSER,
      cookie: await bureau.bench.cookie(ANALYST),
    });
    expect(page.body).toContain('核对公布的数据表');
    for (const content of [csv(ROWS), await book(ROWS)])
      expect((await send(content, '表')).body).toContain('核对6项合计，全部相符');
    for (const content of [csv(wrong), await book(wrong)]) {
      const { body, statusCode } = await send(content, '表.xlsx');
      expect(statusCode).toBe(200);
      expect(body).toContain('第3行“罚款”：这一格应为30，表中为31：改正后行、列的合计都平');
      expect(body).toMatch(/class="wrong">31</);
    }
  });

  it('读不出来的、没有合计的，说明原因；没有登录的不能用', async () => {
    const { statusCode, body } = await send(
      csv([
        ['甲', '乙'],
        [1, 2],
      ]),
      '表.csv',
    );
    expect(statusCode).toBe(400);
    expect(body).toContain('没有找到含“合计”的列名行');
    expect((await send(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), '表.xls')).body).toContain('旧版 XLS');
    expect((await bureau.bench.get('/published-tables', BROWSER)).statusCode).toBe(303);
  });
});
