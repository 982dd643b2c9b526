import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { MemorySessions, SESSION_LIMITS } from '#eventsourcing';
import { BrowserSignIn, closeApplication, listen, SIGN_IN_LIMITS } from '#platform';
import { demonstrationProvider, mountDemonstrationProvider } from '../../identity/demonstration-provider.js';
import { apiBench, OFFICER } from '../../testing/api-bench.js';
import { BROWSER } from '../../testing/browsing.js';

const PEOPLE = [
  {
    ...{ id: 'u-zhang', name: '张办案', unit: 'QZ', unitName: '衢州市局', roles: ['OFFICER'] },
    ...{ title: '办案员', does: '办案。' },
  },
  {
    ...{ id: 'u-guan', name: '管系统', unit: 'QZ', unitName: '衢州市局', roles: ['ADMINISTRATOR'] },
    ...{ title: '系统管理员', does: '管理。' },
  },
];

let bench: Awaited<ReturnType<typeof apiBench>>;
let url: string;
let now = Date.now();
let provider: ReturnType<typeof demonstrationProvider>;
const sessions = new MemorySessions();

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'k1', alg: 'EdDSA', use: 'sig' };
  provider = demonstrationProvider({ url, people: PEOPLE, key });
  bench = await apiBench({
    standing: (_person, { id }) => PEOPLE.find((person) => person.id === id)!,
    browserSignIn: new BrowserSignIn({ provider: provider.settings, url, sessions, now: () => now }),
    prepare: (app) => mountDemonstrationProvider(app, provider),
  });
  await listen(bench.app, { host: '127.0.0.1', port });
});
afterAll(() => closeApplication(bench.app));
afterEach(() => {
  now = Date.now();
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A browser without script: it keeps cookies by name and path, follows nothing by itself. */
function browser() {
  const jar = new Map<string, { readonly value: string; readonly path: string }>();
  const send = async (address: string, init: RequestInit = {}) => {
    const target = new URL(address, url);
    const cookie = [...jar]
      .filter(([, { path }]) => target.pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const headers = {
      ...BROWSER,
      'sec-fetch-site': 'same-origin',
      cookie,
      ...(init.headers as Record<string, string>),
    };
    const response = await fetch(target, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
      if (value === '') jar.delete(name!);
      else jar.set(name!, { value: value!, path });
    }
    return { status: response.status, to: response.headers.get('location'), response, body: await response.text() };
  };
  return { jar, send };
}

/** To where one chooses whom to be. */
async function setOut({ send }: ReturnType<typeof browser>, onward = '/cases') {
  const start = await send(`/sign-in/start?return=${encodeURIComponent(onward)}`);
  const auth = await send(start.to!);
  return { start, choose: auth.to! };
}

/** Chooses, and comes back with a code. */
async function choose(own: ReturnType<typeof browser>, address: string, person = 'u-zhang') {
  const resume = await own.send(`${address}/${person}`, { method: 'POST' });
  return (await own.send(resume.to!)).to!;
}

async function signIn(own: ReturnType<typeof browser>, onward = '/cases', person = 'u-zhang') {
  const { choose: address } = await setOut(own, onward);
  return own.send(await choose(own, address, person));
}

/** Signs out here, and says where it goes on. */
async function signOut({ send }: ReturnType<typeof browser>): Promise<string> {
  const out = await send('/sign-out', { method: 'POST' });
  expect(out.body).toContain('已退出案卷');
  return out.response.headers.get('refresh')!.replace(/^0;url=/, '');
}

/** Signs out at the provider. */
async function confirm({ send }: ReturnType<typeof browser>, ending: string) {
  const { body } = await send(ending);
  const { action, xsrf } = /action="(?<action>[^"]+)"[\s\S]*name="xsrf" value="(?<xsrf>[^"]+)"/.exec(body)!.groups!;
  return send(action!, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ xsrf: xsrf!, logout: 'yes' }).toString(),
  });
}

async function leave(own: ReturnType<typeof browser>) {
  return confirm(own, await signOut(own));
}

const isIn = async ({ send }: ReturnType<typeof browser>) => (await send('/api/session')).status === 200;

describe('登录', () => {
  it('没有登录的浏览器被带到登录页，经统一身份认证登录后回到原来要看的页面；程序得到 401', async () => {
    const own = browser();
    const away = await own.send('/cases/c1?asOf=1');
    expect(away.to).toBe('/sign-in?return=%2Fcases%2Fc1%3FasOf%3D1');
    expect((await own.send(away.to!)).body).toContain('href="/sign-in/start?return=%2Fcases%2Fc1%3FasOf%3D1"');
    const { start, choose: address } = await setOut(own, '/cases/c1?asOf=1');
    expect(new URL(start.to!).searchParams.get('code_challenge_method')).toBe('S256');
    const page = await own.send(address);
    for (const { name, title, does } of PEOPLE)
      for (const said of [name, title, does]) expect(page.body).toContain(said);
    const back = await own.send(await choose(own, address));
    expect(back.to).toBe('/cases/c1?asOf=1');
    const cookie = back.response.headers.getSetCookie().find((line) => line.startsWith('anjuan_session='))!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(JSON.parse((await own.send('/api/session')).body)).toMatchObject({ id: 'u-zhang', roles: ['OFFICER'] });
    expect((await bench.get('/api/cases', {})).statusCode).toBe(401);
  });

  it('只回到本系统的地址', async () => {
    for (const elsewhere of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example',
      '/.//evil.example',
      'javascript:alert(1)',
      '/sign-in/callback?code=1',
    ]) {
      const own = browser();
      expect([elsewhere, (await signIn(own, elsewhere)).to]).toEqual([elsewhere, '/']);
    }
  });

  it('没有从本浏览器出发的、改过的、用过的、过时的凭据，都不登录', async () => {
    const one = browser();
    const { choose: address } = await setOut(one);
    const back = await choose(one, address);
    const another = browser();
    const stranger = await another.send(back);
    expect([stranger.status, await isIn(another)]).toEqual([401, false]);
    expect(stranger.body).toMatch(/role="alert">[^<]+</);
    const altered = await one.send(back.replace(/state=[^&]+/, 'state=x'));
    expect([altered.status, await isIn(one)]).toEqual([401, false]);
    expect((await one.send('/sign-in/callback?error=access_denied&state=x')).status).toBe(401);
    expect((await one.send('/sign-in/callback')).status).toBe(401);
    await one.send(back);
    expect(await isIn(one)).toBe(true);
    const { choose: second } = await setOut(another);
    await choose(another, second);
    // A code is good once.
    expect([(await another.send(back)).status, await isIn(another)]).toEqual([401, false]);
  });

  it('统一身份认证不认识的人不能登录', async () => {
    const own = browser();
    const { choose: address } = await setOut(own);
    const resume = await own.send(`${address}/nobody`, { method: 'POST' });
    expect((await own.send(resume.to!)).to ?? '').not.toContain('code=');
    expect(await isIn(own)).toBe(false);
  });

  it('旧的选择页不登录，回到登录页', async () => {
    const own = browser();
    expect((await own.send('/identity/choose/none')).to).toBe('/sign-in');
    expect((await own.send('/identity/choose/none/u-zhang', { method: 'POST' })).to).toBe('/sign-in');
  });

  it('别的网站不能代人选择身份、不能代人退出', async () => {
    const own = browser();
    const { choose: address } = await setOut(own);
    const foreign = { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await own.send(`${address}/u-zhang`, foreign)).status).toBe(403);
    await own.send(await choose(own, address));
    expect((await own.send('/sign-out', foreign)).status).toBe(403);
    expect(await isIn(own)).toBe(true);
  });

  it('以本机的别的名称来的，先转到统一身份认证所知道的地址', async () => {
    const response = await bench.app.inject({
      method: 'GET',
      url: '/sign-in?return=/cases',
      headers: { ...BROWSER, host: 'other.test' },
    });
    expect(response.headers.location).toBe(`${url}/sign-in?moved&return=%2Fcases`);
    // A proxy that never says our name leads nobody round in circles.
    const again = await bench.app.inject({
      method: 'GET',
      url: '/sign-in?moved&return=/cases',
      headers: { ...BROWSER, host: 'other.test' },
    });
    expect(again.statusCode).toBe(200);
  });

  it('要回去的地址太长的，登录后回到工作台', async () => {
    const own = browser();
    const long = `/cases?q=${'x'.repeat(SIGN_IN_LIMITS.underwayLength)}`;
    expect((await signIn(own, long)).to).toBe('/');
  });

  it('统一身份认证无法访问的，说明原因，不出错', async () => {
    const none = await apiBench();
    const response = await none.app.inject({ method: 'GET', url: '/sign-in/start', headers: BROWSER });
    expect(response.statusCode).toBe(503);
    expect(response.body).toContain('统一身份认证暂时无法访问');
    await none.close();
  });
});

describe('会话', () => {
  it('闲置过久的失效，再用的延续，到时限一律失效', async () => {
    const own = browser();
    await signIn(own);
    const began = now;
    now = began + SESSION_LIMITS.idleMs - 1;
    expect(await isIn(own)).toBe(true);
    now += SESSION_LIMITS.idleMs - 1;
    expect(await isIn(own)).toBe(true);
    now += SESSION_LIMITS.idleMs;
    expect(await isIn(own)).toBe(false);
    now = began;
    await signIn(own);
    for (let at = began; at < began + SESSION_LIMITS.endsMs; at += SESSION_LIMITS.idleMs / 2) {
      now = at;
      expect(await isIn(own)).toBe(true);
    }
    now = began + SESSION_LIMITS.endsMs;
    expect(await isIn(own)).toBe(false);
  });

  it('退出后原来的凭据不再有用，统一身份认证也退出', async () => {
    const own = browser();
    await signIn(own);
    const kept = new Map(own.jar);
    const ending = await signOut(own);
    for (const [name, value] of kept) own.jar.set(name, value);
    expect(await isIn(own)).toBe(false);
    expect((await confirm(own, ending)).to).toMatch(/\/sign-in$/);
    // Whoever comes next is asked whom he is.
    expect((await setOut(own)).choose).toContain('/identity/choose/');
  });

  it('登录、没有认可的登录、退出都在安全日志里', async () => {
    const kindsOf = async () => {
      await bench.journal.write();
      const { entries } = await bench.securityLog.list({ limit: 100 });
      return new Map(Map.groupBy(entries, ({ kind }) => kind).entries());
    };
    const countOf = (kinds: Awaited<ReturnType<typeof kindsOf>>, kind: 'signed-in' | 'sign-in-failed' | 'signed-out') =>
      (kinds.get(kind) ?? []).reduce((sum, { count }) => sum + count, 0);
    const before = await kindsOf();
    const own = browser();
    await signIn(own);
    await own.send('/sign-in/callback?code=wrong&state=wrong');
    await signOut(own);
    const after = await kindsOf();
    for (const kind of ['signed-in', 'sign-in-failed', 'signed-out'] as const)
      expect([kind, countOf(after, kind) - countOf(before, kind)]).toEqual([kind, 1]);
    expect(after.get('signed-in')![0]).toMatchObject({ person: 'u-zhang', unit: 'QZ', address: '127.0.0.1' });
    expect(after.get('sign-in-failed')![0]).toMatchObject({ person: '', what: 'GET /sign-in/callback' });
  });

  it('登录的人在登录页上看得到自己是谁，退出后可以换一个身份', async () => {
    const own = browser();
    await signIn(own);
    expect((await own.send('/sign-in')).body).toMatch(/张办案[\s\S]*action="\/sign-out"/);
    await leave(own);
    await signIn(own, '/', 'u-guan');
    expect(JSON.parse((await own.send('/api/session')).body)).toMatchObject({ id: 'u-guan' });
  });

  it('库中没有可以冒用的凭据', async () => {
    const own = browser();
    await signIn(own);
    const secret = own.jar.get('anjuan_session')!.value;
    expect(await sessions.get(secret, new Date(now).toISOString())).toBeUndefined();
  });

  it('浏览器经 https 来的，凭据只在 https 上、只给本机', async () => {
    const secure = new BrowserSignIn({ provider: provider.settings, url: 'https://anjuan.test', sessions });
    const { name, options } = await secure.open({ id: 'u-zhang', name: '张办案' }, 'id-token');
    expect([name, options.secure, options.path]).toEqual(['__Host-anjuan_session', true, '/']);
  });

  it('表单只能交给页面，不能交给接口', async () => {
    const response = await bench.post('cases/c9/RegisterCase', 'a=b', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(response.statusCode).toBe(415);
  });
});

describe('没有接入统一身份认证的', () => {
  it('令牌照样可用，链接里的令牌不登录', async () => {
    expect((await bench.get('/api/session', await bench.as(OFFICER))).statusCode).toBe(200);
    expect((await bench.get(`/sign-in?token=${await bench.token(OFFICER)}`, BROWSER)).cookies).toEqual([]);
  });
});
