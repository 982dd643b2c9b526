import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OFFICER } from '../testing/api-bench.js';
import { BROWSER, browsing } from '../testing/browsing.js';
import { smallBureau } from '../testing/small-bureau.js';

let bench: Awaited<ReturnType<typeof smallBureau>>['bench'];
let open: ReturnType<typeof browsing>;

beforeAll(async () => {
  bench = (await smallBureau()).bench;
  open = browsing(bench);
});
afterAll(() => bench.close());

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
    const response = await open('/cases/c1?asOf=1', null);
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe('/sign-in?return=%2Fcases%2Fc1%3FasOf%3D1');
    const signIn = await open(response.headers.location as string, null);
    expect(signIn.statusCode).toBe(200);
    expect(signIn.body).toContain('name="return" value="/cases/c1?asOf=1"');
    expect((await bench.get('/api/cases', {})).statusCode).toBe(401);

    const done = await form({ token: await bench.token(OFFICER), return: '/cases/c1?asOf=1' });
    expect(done.statusCode).toBe(303);
    expect(done.headers.location).toBe('/cases/c1?asOf=1');
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
    const response = await bench.post('cases/c9/RegisterCase', 'a=b', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(response.statusCode).toBe(415);
  });
});
