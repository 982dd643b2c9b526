import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { openLog, Telemetry } from '#telemetry';
import { HttpLoad } from './http-load.js';

const limits = { requests: 2, bodiesBytes: 100 };
let app = fastify();
afterEach(() => app.close());

/** An application whose requests are answered when the test says so. */
async function opened() {
  const lines: Record<string, unknown>[] = [];
  const to = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const telemetry = new Telemetry('test', openLog({ level: 'info', service: 'test', to }));
  const load = new HttpLoad(telemetry, limits);
  app = fastify();
  load.watch(app);
  const waiting: (() => void)[] = [];
  const answer = () => new Promise((resolve) => waiting.push(() => resolve({})));
  app.get('/slow/:name', answer);
  app.post('/slow', answer);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const underWay = async (count: number) => {
    while (waiting.length < count) await new Promise(setImmediate);
  };
  const finish = () => {
    for (const end of waiting.splice(0)) end();
  };
  return { url, load, lines, underWay, finish };
}

const held = (load: HttpLoad) => load.queues().map((queue) => queue.held);

describe('what is under way at the door', () => {
  it('turns a request away beyond its number, with the time to come again, and takes the next when one has ended', async () => {
    const { url, load, underWay, finish } = await opened();
    const two = [fetch(`${url}/slow/a`), fetch(`${url}/slow/b`)];
    await underWay(2);
    const third = await fetch(`${url}/slow/c`);
    expect([third.status, third.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await third.json()).toMatchObject({ code: 'unavailable', detail: '同时办理的请求过多，请稍后再试' });
    finish();
    expect((await Promise.all(two)).map(({ status }) => status)).toEqual([200, 200]);
    const next = fetch(`${url}/slow/d`);
    await underWay(1);
    finish();
    expect((await next).status).toBe(200);
    while (held(load)[0] !== 0) await new Promise(setImmediate);
  });

  it('turns a body away that would not fit beside the others, and counts one of unknown length as the largest', async () => {
    const { url, load, underWay, finish } = await opened();
    const headers = { 'content-type': 'application/json' };
    const first = fetch(`${url}/slow`, { method: 'POST', headers, body: `"${'a'.repeat(78)}"` });
    await underWay(1);
    expect(held(load)).toEqual([1, 80]);
    expect((await fetch(`${url}/slow`, { method: 'POST', headers, body: `"${'b'.repeat(28)}"` })).status).toBe(503);
    const body = new Blob(['{}']).stream();
    const chunked = await fetch(`${url}/slow`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    expect(chunked.status).toBe(503);
    finish();
    expect((await first).status).toBe(200);
    while (held(load)[1] !== 0) await new Promise(setImmediate);
  });

  it('forgets a request whose caller hangs up, and tells of it by its route, never by what was typed', async () => {
    const { url, load, lines, underWay } = await opened();
    const hanging = new AbortController();
    const asked = fetch(`${url}/slow/${encodeURIComponent('张三')}?q=秘密`, { signal: hanging.signal }).catch(
      () => 'gone',
    );
    await underWay(1);
    hanging.abort();
    expect(await asked).toBe('gone');
    while (held(load)[0] !== 0) await new Promise(setImmediate);
    expect(lines).toMatchObject([{ kind: 'request', method: 'GET', route: '/slow/:name' }]);
    expect(JSON.stringify(lines)).not.toMatch(/张三|%E5|秘密/);
  });
});
