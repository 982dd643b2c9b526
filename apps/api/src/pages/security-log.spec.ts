import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SecurityEntry } from '#eventsourcing';
import { AUDITOR, OFFICER } from '../testing/api-bench.js';
import { BROWSER } from '../testing/browsing.js';
import { smallBureau } from '../testing/small-bureau.js';

let bureau: Awaited<ReturnType<typeof smallBureau>>;
beforeAll(async () => {
  bureau = await smallBureau();
});
afterAll(() => bureau.bench.close());

/** Entries of a kind, the latest first. */
async function entries(kind: SecurityEntry['kind']): Promise<readonly SecurityEntry[]> {
  await bureau.bench.journal.write();
  return (await bureau.bench.securityLog.list({ limit: 100, kind })).entries;
}
const browser = async (claims: object) => ({
  ...BROWSER,
  cookie: await bureau.bench.cookie(claims),
  'sec-fetch-site': 'same-origin',
});
const send = (method: 'GET' | 'POST', url: string, headers: Record<string, string>) =>
  bureau.bench.app.inject({ method, url, headers });

describe('安全日志（ASVS 7.1.3、7.2）', () => {
  it('无效的令牌和会话，按地址和分钟计数，不是一次一条', async () => {
    for (let n = 0; n < 40; n++) await send('GET', '/api/cases', { authorization: `Bearer wrong.${n}` });
    await send('GET', '/api/cases', { cookie: 'anjuan_session=wrong' });
    // Whoever shows nothing has guessed nothing.
    await send('GET', '/api/cases', {});
    const wrong = await entries('wrong-credential');
    expect(wrong.length).toBeLessThanOrEqual(4);
    const counted = (what: string) =>
      wrong.filter((entry) => entry.what === what).reduce((sum, { count }) => sum + count, 0);
    expect([counted('token'), counted('session')]).toEqual([40, 1]);
    expect(wrong[0]).toMatchObject({ person: '', unit: '', address: '127.0.0.1' });
  });

  it('被拒绝的请求：谁、从哪里、要办什么、为什么；不记编号和所填的内容', async () => {
    const leader = await bureau.claiming({ ...OFFICER, roles: ['LEADER'] });
    await bureau.bench.post('cases/c1/ReturnInvestigation', { reason: '秘密' }, leader);
    await bureau.bench.post('units/c1/EstablishUnit', {});
    const refused = await entries('refused');
    expect(refused.map(({ person, unit, what, code }) => ({ person, unit, what, code }))).toEqual(
      expect.arrayContaining([
        {
          ...{ person: 'u-zhang', unit: 'QZ', what: 'POST /api/cases/:id/ReturnInvestigation' },
          code: 'actor.role_missing',
        },
        { person: 'u-zhang', unit: 'QZ', what: 'POST /api/units/:id/EstablishUnit', code: 'forbidden' },
      ]),
    );
    expect(JSON.stringify(refused)).not.toContain('秘密');
  });

  it('导出：取走了什么；空白的模板不算', async () => {
    await send('GET', '/downloads/cases.csv', await browser(OFFICER));
    await send('GET', '/import/template.xlsx', await browser(OFFICER));
    expect(await entries('exported')).toMatchObject([
      { person: 'u-zhang', unit: 'QZ', what: 'GET /downloads/cases.csv', count: 1 },
    ]);
  });

  it('退出；结束自己在别处的登录，不能结束别人的', async () => {
    const [desk, hall] = [await browser(OFFICER), await browser(OFFICER)];
    const page = (await send('GET', '/sessions', desk)).body;
    const handles = [...page.matchAll(/action="\/sessions\/([^/]+)\/end"/g)].map(([, handle]) => handle!);
    const own = /action="\/sessions\/([^/]+)\/end"><button[^>]*>结束（本浏览器）/.exec(page)![1];
    const others = handles.filter((handle) => handle !== own);
    expect(others.length).toBeGreaterThan(0);
    const stranger = await browser({ ...OFFICER, sub: 'u-li', name: '李协办' });
    expect((await send('POST', `/sessions/${others[0]}/end`, stranger)).statusCode).toBe(404);
    const ended = await send('POST', `/sessions/${others[0]}/end`, desk);
    expect([ended.statusCode, ended.headers.location]).toEqual([303, '/sessions']);
    expect((await send('POST', `/sessions/${others[0]}/end`, desk)).statusCode).toBe(404);
    // The latest opened but one's own stood first in the list.
    expect((await send('GET', '/api/session', hall)).statusCode).toBe(401);
    expect((await send('GET', '/api/session', desk)).statusCode).toBe(200);
    const last = await send('POST', `/sessions/${own}/end`, desk);
    expect(last.headers.location).toBe('/sign-in');
    expect((await send('GET', '/api/session', desk)).statusCode).toBe(401);
    const [one] = await entries('session-ended');
    expect(one).toMatchObject({ person: 'u-zhang', count: 2 });
    await send('POST', '/sign-out', await browser({ ...OFFICER, sub: 'u-li', name: '李协办' }));
    expect(await entries('signed-out')).toMatchObject([{ person: 'u-li' }]);
  });

  it('审计员看得到，按人、事件、日期查；别人看不到；看也留下记录', async () => {
    await entries('refused');
    const auditor = await browser(AUDITOR);
    const all = await send('GET', '/security-log', auditor);
    expect(all.statusCode).toBe(200);
    for (const said of ['无效的令牌或者会话', '无权而被拒绝', '导出', '张办案', '127.0.0.1', '令牌称没有的身份'])
      expect(all.body).toContain(said);
    const exported = (await send('GET', '/security-log?kind=exported&person=u-zhang', auditor)).body;
    expect(exported).toContain('GET /downloads/cases.csv');
    expect(exported).not.toContain('ReturnInvestigation');
    expect((await send('GET', '/security-log?to=2000-01-01', auditor)).body).toContain('没有符合条件的记录');
    expect((await send('GET', '/security-log', await browser(OFFICER))).statusCode).toBe(403);
    const { looks } = (await bureau.bench.get('/api/looks?person=u-shen', await bureau.bench.as(AUDITOR))).json();
    expect(looks.map(({ question }: { question: string }) => question)).toContain('/security-log');
  });
});
