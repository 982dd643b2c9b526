import { afterEach, describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';
import { MetricsDoor } from './metrics-door.js';

const TOKEN = 'a-token-of-24-characters';
let door: MetricsDoor;
afterEach(() => door.close());

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${door.port}${path}`, { headers });

describe('the door of figures', () => {
  it('gives them in the words of Prometheus, and nothing else', async () => {
    const metrics = new Metrics('test');
    metrics.onCollect(() => metrics.set('anjuan_store_up', {}, 1));
    door = await MetricsDoor.open(metrics, { host: '127.0.0.1', port: 0 });
    const answer = await ask('/metrics');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, metrics.contentType]);
    expect(await answer.text()).toMatch(/^anjuan_store_up\{service="test"\} 1$/m);
    expect((await ask('/')).status).toBe(404);
    expect((await ask('/healthz')).status).toBe(404);
  });

  it('shows them to nobody without the token, where it has one', async () => {
    door = await MetricsDoor.open(new Metrics('test'), { host: '127.0.0.1', port: 0, token: TOKEN });
    expect((await ask('/metrics')).status).toBe(401);
    expect((await ask('/metrics', { authorization: `Bearer ${TOKEN}x` })).status).toBe(401);
    expect((await ask('/metrics', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  it('answers although a source of figures fails', async () => {
    const metrics = new Metrics('test');
    metrics.onCollect(() => Promise.reject(new Error('away')));
    metrics.onCollect(() => metrics.set('anjuan_log_head_position', {}, 7));
    door = await MetricsDoor.open(metrics, { host: '127.0.0.1', port: 0 });
    expect(await (await ask('/metrics')).text()).toMatch(/^anjuan_log_head_position\{service="test"\} 7$/m);
  });

  it('closes while an answer hangs', async () => {
    const metrics = new Metrics('test');
    const asked = Promise.withResolvers<void>();
    metrics.onCollect(() => {
      asked.resolve();
      return new Promise(() => {});
    });
    door = await MetricsDoor.open(metrics, { host: '127.0.0.1', port: 0 });
    const answer = ask('/metrics').catch(() => 'gone');
    await asked.promise;
    await door.close();
    expect(await answer).toBe('gone');
    door = await MetricsDoor.open(metrics, { host: '127.0.0.1', port: 0 });
  });
});
