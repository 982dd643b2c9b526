import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lawRegistry } from '#enforcement';
import { CATALOGUE } from '#figures';
import { apiBench, OFFICER } from '../testing/api-bench.js';
import { browsing, linksOf } from '../testing/browsing.js';
import { smallBureau } from '../testing/small-bureau.js';

let bureau: Awaited<ReturnType<typeof smallBureau>>;
let bench: typeof bureau.bench;
let open: ReturnType<typeof browsing>;

const ANALYST = { sub: 'u-fen', unit: 'QZ', roles: ['ANALYST'], name: '冯分析' };
const LEADER = { sub: 'u-wang', unit: 'QZ', roles: ['LEADER'], name: '王局长' };
const STRANGE_NAME = '<script>alert("店")</script>';

beforeAll(async () => {
  bureau = await smallBureau();
  bench = bureau.bench;
  open = browsing(bench);
  await bureau.give('cases/c4/RegisterCase', {
    item: { itemId: 'I-1', name: '占道经营', field: 'CITY_APPEARANCE' },
    parties: [{ partyId: 'p-c4', kind: 'ORGANISATION', name: STRANGE_NAME, uscc: '11330800768656330Q' }],
    happenedOn: '2023-06-02',
    place: '新桥街',
    territoryCode: '330802',
  });
  await bench.projector.waitFor(bureau.position(), 10_000);
});
afterAll(() => bench.close());

describe('空的登记册', () => {
  it('一个单位都没有时，说明先做什么，不说没有找到', async () => {
    const empty = await apiBench({ registry: lawRegistry });
    try {
      const openEmpty = browsing(empty);
      for (const url of ['/reports', '/']) {
        const { statusCode, body } = await openEmpty(url);
        expect([url, statusCode]).toEqual([url, 200]);
        expect(body).toContain('单位登记册还是空的');
      }
      expect((await openEmpty('/cases')).body).toContain('先由');
    } finally {
      await empty.close();
    }
    expect((await open('/')).body).not.toContain('单位登记册还是空的');
  });

  it('到本人所在单位的年报', async () => {
    expect((await open('/reports')).headers.location).toMatch(/^\/reports\/\d{4}\?unit=QZ$/);
  });
});

describe('工作台', () => {
  it('列出指派给办案员的案件和下一期限，负责人看本单位的，分析员没有', async () => {
    const desk = await open('/');
    expect(desk.body).toContain('指派给我的');
    expect(linksOf(desk.body)).toEqual(expect.arrayContaining(['/cases/c1', '/cases/c3']));
    expect(linksOf(desk.body)).not.toContain('/cases/c2');
    // Filed on 5 June 2023, ninety days: 3 September.
    expect(desk.body).toContain('2023-09-03');
    expect(linksOf((await open('/', LEADER)).body)).toContain('/cases/c1');
    expect((await open('/', ANALYST)).body).not.toContain('在办事项');
  });
});

describe('案卷', () => {
  it('是现在的案卷；指明版本或者日期的，是当时的案卷', async () => {
    const now = await open('/cases/c1');
    expect(now.body).toContain('立案，案号');
    expect(now.body).toContain('调查中');
    expect(now.body).toMatch(/<li class="now" aria-current="step">调查/);
    const past = await open('/cases/c1?asOf=0');
    expect(past.body).toContain('此处是当时的案卷');
    expect(past.body).toContain('已登记');
    expect(past.body).toContain('此后发生');
    expect((await open('/cases/c1?asOf=2023-06-20')).body).toContain('此处是当时的案卷');
  });

  it('最近发生的在前，日期就是日期，没有凭空的零点', async () => {
    const { body } = await open('/cases/c1');
    expect(body.indexOf('立案，案号')).toBeLessThan(body.indexOf('>版本 0<'));
    expect(body).not.toContain('00:00');
  });

  it('告诉办案人员现在可以办什么；不能办的，说明理由和条文；过去的案卷、分析员的页面没有', async () => {
    const { body } = await open('/cases/c1');
    const possible = [...body.matchAll(/<a class="button quiet"[^>]*>([^<]*)/g)].map(([, title]) => title);
    expect(possible).toContain('取证');
    expect(possible).not.toContain('结案');
    expect(body).toContain('没有任何证据，事实不能认定，请先取证');
    expect(body).toContain('行政处罚法第四十条、第四十六条');
    // People are called by their names, whoever looks.
    const elsewhere = await open('/cases/c1', { ...OFFICER, sub: 'u-hu', name: '胡办案' });
    expect(elsewhere.body).toContain('胡办案不是本案办案人员');
    expect((await open('/cases/c1?asOf=1')).body).not.toContain('现在可以办理');
    expect((await open('/cases/c1', ANALYST)).body).not.toContain('现在可以办理');
  });

  it('当事人的名称按文字显示，不当作网页执行', async () => {
    const { body } = await open('/cases/c4');
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('&lt;script>alert');
  });
});

describe('没有的', () => {
  it.each([
    ['/cases/c9', 404, '没有案件 c9'],
    ['/cases/c1?asOf=7', 404, '案件 c1 只到版本 1'],
    ['/cases/c1?asOf=2023-06-19', 404, '案件 c1 在那时还不存在'],
    ['/cases?filedFrom=2023-02-30', 400, '应为实有的日期'],
    ['/reports/2023?unit=XX', 403, '不在您的查阅范围'],
    ['/reports/23', 400, 'year'],
    ['/metrics/M99/x/entries', 404, '没有指标 M99'],
    ['/metrics/M01/ordinary/entries?side=denominator', 400, '没有分母'],
    ['/nothing/1', 404, '没有这个地址'],
    ['/nowhere', 404, '没有这个地址'],
  ] as const)('%s 说明白', async (url, status, sentence) => {
    const response = await open(url);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.body).toContain(sentence);
  });
});

describe('指标', () => {
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
});

describe('查阅记录', () => {
  it('审计员看得到谁看过哪个案卷、哪个列表和它的条件', async () => {
    await open(`/cases?partyNames=${encodeURIComponent('甲')}`);
    await open('/cases/c2');
    const { body } = await open('/looks', { sub: 'u-shen', unit: 'QZ', roles: ['AUDITOR'], name: '沈审计' });
    expect(body).toContain('当事人姓名或者名称：甲');
    expect(linksOf(body)).toContain('/cases/c2');
    expect(body).toContain('张办案');
  });
});

describe('案件的列表', () => {
  const tabs = (body: string) => /<nav class="tabs"[^>]*>.*?<\/nav>/s.exec(body)?.[0] ?? '';
  const opened = (body: string) => /<a href="([^"]*)" aria-current="page">([^<]*)/.exec(tabs(body));

  it('办案员打开的是指派给他的，另外两种一点就到；地址说了条件的，照地址', async () => {
    const mine = (await open('/cases')).body;
    expect(opened(mine)?.[2]).toBe('指派给我的');
    expect(linksOf(mine)).toEqual(expect.arrayContaining(['/cases/c1', '/cases/c3']));
    expect(linksOf(mine)).not.toContain('/cases/c2');
    expect((await open(linksOf(tabs(mine))[0]!)).body).toBe(mine);
    expect(mine).toContain('<details><summary>更多条件');
    const [, unit, all] = linksOf(tabs(mine));
    for (const url of [unit!, all!]) {
      const { body } = await open(url);
      expect(linksOf(body)).toEqual(expect.arrayContaining(['/cases/c1', '/cases/c2', '/cases/c3', '/cases/c4']));
      expect(linksOf(tabs(body))).toEqual(linksOf(tabs(mine)));
    }
    const found = (await open('/cases?phase=Registered')).body;
    expect(linksOf(found)).toContain('/cases/c2');
    expect(opened(found)).toBeNull();
  });

  it('其他人打开的是本单位的普通程序案件；没有指派给他的，说明是哪一种没有', async () => {
    const unit = (await open('/cases', LEADER)).body;
    expect(opened(unit)?.[2]).toBe('本单位普通程序');
    expect(linksOf(unit)).toContain('/cases/c2');
    expect((await open('/cases', { ...LEADER, sub: 'u-xu', roles: ['REVIEWER'] })).body).toContain(
      '“指派给我的”中还没有案件',
    );
  });
});

describe('样式', () => {
  it('样式可以长久缓存，其余不留在浏览器；每一张样式表都在其中', async () => {
    const page = await open('/cases');
    expect(page.headers['cache-control']).toBe('no-store');
    const style = linksOf(page.body).find((href) => href.endsWith('.css'))!;
    const asset = await open(style, null);
    expect(asset.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(asset.headers['cache-control']).toContain('immutable');
    for (const rule of [':root', '.timeline', '.stage-line', '.catalogue']) expect(asset.body).toContain(rule);
    expect((await open('/assets/style-000000000000.css', null)).statusCode).toBe(404);
  });
});
