import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lawRegistry } from '#enforcement';
import { CATALOGUE, READ_MODELS } from '#figures';
import { apiBench, OFFICER } from '../testing/api-bench.js';
import { smallBureau } from '../testing/small-bureau.js';

let bureau: Awaited<ReturnType<typeof smallBureau>>;
let bench: typeof bureau.bench;

const ANALYST = { sub: 'u-fen', unit: 'QZ', roles: ['ANALYST'], name: '冯分析' };
const STRANGE_NAME = '<script>alert("店")</script>';

beforeAll(async () => {
  bureau = await smallBureau();
  bench = bureau.bench;
  await bureau.give('case/c4/RegisterCase', {
    item: { itemId: 'I-1', name: '占道经营', field: 'CITY_APPEARANCE' },
    parties: [{ partyId: 'p-c4', kind: 'ORGANISATION', name: STRANGE_NAME, uscc: '11330800768656330Q' }],
    happenedOn: '2023-06-02',
    place: '新桥街',
    territoryCode: '330802',
  });
  await bench.projector.caughtUp();
});
afterAll(() => bench.close());

const BROWSER = { accept: 'text/html,application/xhtml+xml' };

/** What a browser of somebody gets, without following redirects. */
async function open(url: string, person: object | null = OFFICER) {
  const token = person && (await bench.token(person));
  const headers = { ...BROWSER, ...(token === null ? {} : { cookie: `anjuan_token=${token}` }) };
  return bench.app.inject({ method: 'GET', url, headers });
}

const linksOf = (html: string) =>
  [...html.matchAll(/href="(\/[^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'));

describe('年报的入口', () => {
  it('到本人所在单位的年报；所在单位没有登记的，到登记册的第一个单位', async () => {
    for (const unit of ['QZ', 'XX'])
      expect((await open('/reports', { ...OFFICER, unit })).headers.location).toBe('/reports/2023?unit=QZ');
  });

  it('一个单位都没有时，说明先做什么，不说没有找到', async () => {
    const empty = await apiBench({ registry: lawRegistry, readModels: READ_MODELS });
    const headers = { ...BROWSER, cookie: `anjuan_token=${await empty.token(OFFICER)}` };
    try {
      for (const url of ['/reports', '/']) {
        const response = await empty.app.inject({ method: 'GET', url, headers });
        expect([url, response.statusCode]).toEqual([url, 200]);
        expect(response.body).toContain('单位登记册还是空的');
      }
    } finally {
      await empty.close();
    }
    expect((await open('/')).body).not.toContain('单位登记册还是空的');
  });
});

describe('登录', () => {
  const form = async (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    bench.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: {
        ...BROWSER,
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
      payload: new URLSearchParams(fields).toString(),
    });

  it('没有登录的浏览器被带到登录页，登录后回到原来要看的页面；程序得到 401', async () => {
    const response = await open('/cases/c1?revision=1', null);
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe('/sign-in?return=%2Fcases%2Fc1%3Frevision%3D1');
    const signIn = await open(response.headers.location as string, null);
    expect(signIn.statusCode).toBe(200);
    expect(signIn.body).toContain('name="return" value="/cases/c1?revision=1"');
    expect((await bench.get('/api/cases', {})).statusCode).toBe(401);

    const done = await form({ token: await bench.token(OFFICER), return: '/cases/c1?revision=1' });
    expect(done.statusCode).toBe(303);
    expect(done.headers.location).toBe('/cases/c1?revision=1');
    expect(done.cookies[0]).toMatchObject({ name: 'anjuan_token', httpOnly: true, sameSite: 'Strict', path: '/' });
  });

  it('只回到本系统的地址', async () => {
    const token = await bench.token(OFFICER);
    for (const elsewhere of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example',
      '/.//evil.example',
      '/cases/..//evil.example',
      '/%2e//evil.example',
      '/./\\evil.example',
      'javascript:alert(1)',
      '/a\r\nSet-Cookie: x=1',
    ])
      expect((await form({ token, return: elsewhere })).headers.location).toBe('/');
  });

  it('令牌无效的，在登录页上说明原因', async () => {
    for (const token of ['', 'nonsense', await bench.token(OFFICER, { expires: '-1h' })]) {
      const response = await form({ token });
      expect(response.statusCode).toBe(401);
      expect(response.body).toMatch(/role="alert">[^<]+</);
      expect(response.cookies).toEqual([]);
    }
  });

  it('别的网站不能代人登录或者退出', async () => {
    const token = await bench.token(OFFICER);
    expect((await form({ token }, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    const out = { method: 'POST', url: '/sign-out', headers: { ...BROWSER, 'sec-fetch-site': 'cross-site' } } as const;
    expect((await bench.app.inject(out)).statusCode).toBe(403);
    const own = await bench.app.inject({ ...out, headers: { ...BROWSER, 'sec-fetch-site': 'same-origin' } });
    expect(own.headers.location).toBe('/sign-in');
    expect(own.cookies[0]).toMatchObject({ name: 'anjuan_token', value: '' });
  });

  it('表单只能交给页面，不能交给接口', async () => {
    const response = await bench.post('case/c9/RegisterCase', 'a=b', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(response.statusCode).toBe(415);
  });
});

describe('页面', () => {
  it('办案员的工作台列出自己的在办案件和下一期限，分析员的没有', async () => {
    const desk = await open('/');
    expect(desk.statusCode).toBe(200);
    expect(desk.body).toContain('我的在办');
    expect(linksOf(desk.body)).toEqual(expect.arrayContaining(['/cases/c1', '/cases/c3']));
    expect(linksOf(desk.body)).not.toContain('/cases/c2');
    // Filed on 5 June 2023, ninety days: 3 September.
    expect(desk.body).toContain('2023-09-03');
    expect((await open('/', ANALYST)).body).not.toContain('在办</h2>');
  });

  it('案件页是现在的案卷；指明版本的，是当时的案卷', async () => {
    const now = await open('/cases/c1');
    expect(now.body).toContain('立案，案号');
    expect(now.body).toContain('调查中');
    const past = await open('/cases/c1?revision=0');
    expect(past.body).toContain('此处是当时的案卷');
    expect(past.body).toContain('已登记');
    expect(past.body).toContain('（此后发生）');
    expect((await open('/cases/c1?asOf=2023-06-20')).body).toContain('此处是当时的案卷');
  });

  it('案件页告诉办案人员现在可以办什么；不能办的，说明理由和条文；过去的案卷、分析员的页面没有', async () => {
    const { body } = await open('/cases/c1');
    const possible = [...body.matchAll(/<li class="tag" title="[^"]*">([^<]*)/g)].map(([, title]) => title);
    expect(possible).toContain('取证');
    expect(possible).not.toContain('结案');
    expect(body).toContain('没有任何证据，事实不能认定，请先取证');
    expect(body).toContain('行政处罚法第四十条、第四十六条');
    // People are called by their names, whoever looks.
    const elsewhere = await open('/cases/c1', { ...OFFICER, sub: 'u-wang', name: '王局长' });
    expect(elsewhere.body).toContain('王局长不是本案办案人员');
    expect((await open('/cases/c1?revision=1')).body).not.toContain('现在可以办理');
    expect((await open('/cases/c1', ANALYST)).body).not.toContain('现在可以办理');
  });

  it('没有的案件、还没有的版本、还不存在的时候，都说明白', async () => {
    for (const [url, status, sentence] of [
      ['/cases/c9', 404, '没有案件 c9'],
      ['/cases/c1?revision=7', 404, '案件 c1 只到版本 1'],
      ['/cases/c1?asOf=2023-06-19', 404, '案件 c1 在那时还不存在'],
      ['/cases/c1?revision=1&asOf=2023-06-20', 400, '不能与 revision 同时给出'],
      ['/cases?filedFrom=2023-02-30', 400, '应为实有的日期'],
      ['/reports/2023?unit=XX', 404, '没有单位 XX'],
      ['/reports/23', 400, 'year'],
      ['/metrics/M99/x/entries', 404, '没有指标 M99/x'],
      ['/metrics/M01/ordinary/entries?side=denominator', 400, '没有分母'],
      ['/records/nothing/1', 404, 'nothing'],
      ['/nowhere', 404, '没有这个地址'],
    ] as const) {
      const response = await open(url);
      expect([url, response.statusCode]).toEqual([url, status]);
      expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(response.body).toContain(sentence);
    }
  });

  it('页面上的每个链接都打得开，没有一页出错', async () => {
    const seen = new Set<string>(['/']);
    for (const url of seen) {
      const response = await open(url);
      if (response.statusCode === 303) seen.add(response.headers.location as string);
      else expect([url, response.statusCode]).toEqual([url, 200]);
      expect(response.body).not.toMatch(/undefined|NaN|\[object Object\]/);
      const pages = linksOf(response.body).filter((href) => !href.startsWith('/assets/'));
      for (const href of pages) if (seen.size < 400) seen.add(href);
    }
    expect(seen).toContain('/cases/c1');
    expect([...seen].some((url) => url.startsWith('/metrics/M01/ordinary/entries'))).toBe(true);
  });

  it('目录中每个指标都在指标页上', async () => {
    const { body } = await open('/metrics?year=2023&unit=QZ');
    for (const { id, name } of CATALOGUE) {
      expect(body).toContain(`id="${id}"`);
      expect(body).toContain(name);
    }
  });

  it('分录逐条相加等于指标数值，并通到案件', async () => {
    const { body } = await open('/metrics/M01/ordinary/entries?year=2023&unit=QZ');
    expect(body).toContain('2 条分录逐条相加');
    expect(body).toContain('与指标数值相符');
    expect(linksOf(body)).toEqual(expect.arrayContaining(['/cases/c1', '/cases/c3']));
  });

  it('没有可除之数的比率写作“—”', async () => {
    expect((await open('/metrics/M06/rate/entries?year=2023&unit=QZ')).body).toMatch(/headline-figure">—</);
  });

  it('当事人的名称按文字显示，不当作网页执行', async () => {
    const { body } = await open('/cases/c4');
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('&lt;script>alert');
  });

  it('分析员看不到个人的名称，也不能按当事人查找', async () => {
    for (const url of ['/cases', '/cases/c1', '/metrics/M01/ordinary/entries?year=2023']) {
      const { body } = await open(url, ANALYST);
      for (const name of ['甲餐饮店', '乙超市', '张办案']) expect([url, body.includes(name)]).toEqual([url, false]);
    }
    expect((await open('/cases', ANALYST)).body).toContain('甲**');
    expect((await open(`/cases?party=${encodeURIComponent('甲')}`, ANALYST)).statusCode).toBe(403);
  });

  it('分析员看不到自由填写的文字：里面可能有任何人的姓名', async () => {
    const referral = {
      from: 'PSB',
      fromOrg: '柯城分局',
      subject: '王小二涉嫌占道经营',
      receivedOn: '2023-06-20',
    };
    await bureau.give('referral/r1/ReceiveReferral', referral);
    expect((await open('/records/referral/r1')).body).toContain('移送：王小二涉嫌占道经营');
    const { body } = await open('/records/referral/r1', ANALYST);
    expect(body).toContain('接收柯城分局');
    expect(body).toContain('移送：（文字内容略）');
    expect((await open('/records/officer/u-zhang')).body).toContain('登记执法人员张办案');
    expect((await open('/records/officer/u-zhang', ANALYST)).body).toContain('登记执法人员张**');
  });

  it('分析员从接口得到的与页面上一样', async () => {
    const analyst = await bench.as(ANALYST);
    for (const url of ['/api/cases', '/api/cases/c1', '/api/cases/c1/timeline']) {
      const { statusCode, body } = await bench.get(url, analyst);
      expect([url, statusCode]).toEqual([url, 200]);
      for (const name of ['甲餐饮店', '张办案']) expect([url, body.includes(name)]).toEqual([url, false]);
      expect((await bench.get(url)).body).toMatch(/甲餐饮店|张办案/);
    }
    for (const url of [
      `/api/cases?party=${encodeURIComponent('甲')}`,
      '/api/case/c1',
      '/api/case/c1/events',
      '/api/worklist?unit=QZ',
    ])
      expect([url, (await bench.get(url, analyst)).statusCode]).toEqual([url, 403]);
  });

  it('样式和脚本可以长久缓存，其余不留在浏览器', async () => {
    const page = await open('/cases');
    expect(page.headers['cache-control']).toBe('no-store');
    const style = linksOf(page.body).find((href) => href.endsWith('.css'))!;
    const asset = await open(style, null);
    expect(asset.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect((await open('/assets/style-000000000000.css', undefined)).statusCode).toBe(404);
  });
});
