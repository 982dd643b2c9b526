import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiBench, OFFICER } from '../testing/api-bench.js';

let bench: Awaited<ReturnType<typeof apiBench>>;
beforeAll(async () => {
  bench = await apiBench();
});
afterAll(() => bench.close());

describe('the session of a browser', () => {
  it('is its cookie, which is of no use once it has ended', async () => {
    const cookie = await bench.cookie(OFFICER);
    const mine = await bench.get('/api/session', { cookie });
    expect(mine.json()).toMatchObject({ id: 'u-zhang', name: '张办案', unit: 'QZ', roles: ['OFFICER'] });
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    await bench.app.inject({ method: 'POST', url: '/sign-out', headers });
    expect((await bench.get('/api/session', { cookie })).statusCode).toBe(401);
  });

  it('a bad Authorization header is not made good by a cookie', async () => {
    const headers = { cookie: await bench.cookie(OFFICER), authorization: 'Bearer wrong' };
    expect((await bench.get('/api/session', headers)).statusCode).toBe(401);
  });

  it('a secret of nobody opens nothing', async () => {
    for (const value of ['', 'x', 'x'.repeat(5_000)])
      expect((await bench.get('/api/session', { cookie: `anjuan_session=${value}` })).statusCode).toBe(401);
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
