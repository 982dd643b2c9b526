import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUDITOR, apiBench, OFFICER } from '../testing/api-bench.js';

let bench: Awaited<ReturnType<typeof apiBench>>;
beforeAll(async () => {
  bench = await apiBench();
});
afterAll(() => bench.close());

const signIn = (body: unknown, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) =>
  bench.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  });

describe('the session of a browser', () => {
  it('keeps the token in a cookie that scripts cannot read and other sites cannot send', async () => {
    const response = await signIn({ token: await bench.token(OFFICER) });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ id: 'u-zhang', name: '张办案', unit: 'QZ', roles: ['OFFICER'] });
    const [cookie] = response.cookies;
    expect(cookie).toMatchObject({ name: 'anjuan_token', httpOnly: true, sameSite: 'Strict', path: '/' });
    const mine = await bench.get('/api/session', { cookie: `anjuan_token=${cookie!.value}` });
    expect(mine.json()).toMatchObject({ id: 'u-zhang' });
  });

  it('is for https alone where the browser came by https', async () => {
    const token = await bench.token(OFFICER);
    const site = { 'sec-fetch-site': 'same-origin' };
    expect((await signIn({ token }, site)).cookies[0]).not.toHaveProperty('secure');
    expect((await signIn({ token }, { ...site, 'x-forwarded-proto': 'https' })).cookies[0]).toHaveProperty(
      'secure',
      true,
    );
  });

  it('ends', async () => {
    const token = await bench.token(OFFICER);
    const response = await bench.app.inject({
      method: 'DELETE',
      url: '/api/session',
      headers: { cookie: `anjuan_token=${token}`, 'sec-fetch-site': 'same-origin' },
    });
    expect(response.statusCode).toBe(204);
    expect(response.cookies[0]).toMatchObject({ name: 'anjuan_token', value: '' });
  });

  it('is not opened by another site, nor with a token that does not verify', async () => {
    const token = await bench.token(AUDITOR);
    expect((await signIn({ token }, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await signIn({ token }, {})).statusCode).toBe(403);
    expect((await signIn({ token: 'x' })).statusCode).toBe(401);
    expect((await signIn({})).statusCode).toBe(400);
  });

  it('a bad Authorization header is not made good by a cookie', async () => {
    const headers = { cookie: `anjuan_token=${await bench.token(OFFICER)}`, authorization: 'Bearer wrong' };
    expect((await bench.get('/api/session', headers)).statusCode).toBe(401);
  });
});

describe('every answer', () => {
  it('is kept by no browser, unless it holds neither names nor money', async () => {
    const headers = await bench.as(OFFICER);
    for (const path of ['/api/session', '/api/samples/none', '/healthz'])
      expect([path, (await bench.get(path, headers)).headers['cache-control']]).toEqual([path, 'no-store']);
    expect((await bench.get('/api/openapi.json', {})).headers['cache-control']).toBe('public, max-age=300');
  });

  it('carries a strict content security policy and no sniffing', async () => {
    const { headers } = await bench.get('/healthz', {});
    expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
  });

  it('carries the correlation id: the caller’s, the trace of a traceparent, or a new one', async () => {
    const of = async (headers: Record<string, string>) =>
      (await bench.get('/healthz', headers)).headers['x-correlation-id'];
    const uuid = '0195c0de-0000-7000-8000-000000000001';
    expect(await of({ 'x-correlation-id': uuid })).toBe(uuid);
    expect(await of({ traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' })).toBe(
      '4bf92f35-77b3-4da6-a3ce-929d0e0e4736',
    );
    expect(await of({ 'x-correlation-id': '<script>' })).toMatch(/^[0-9a-f-]{36}$/);
  });
});
