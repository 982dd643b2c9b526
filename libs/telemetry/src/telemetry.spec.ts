import { describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { Follower, MemoryCheckpoints, MemoryStore, type NewEvent, StoreUnavailableError } from '#eventsourcing';
import { openLog } from './log.js';
import { observed } from './observed-store.js';
import { Telemetry } from './telemetry.js';
import { Tracing } from './tracing.js';

const COMMAND = '5d0cbf1e-3a77-4b7b-9c53-7a2a4a5a1d10';
const CORRELATION = '0af76519-16cd-43dd-8448-eb211c80319c';
const CALLER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const event = (correlationId = CORRELATION): NewEvent => ({
  type: 'CaseFiled',
  schemaVersion: 1,
  data: { reason: '张三占道经营' },
  meta: {
    actor: 'p1',
    unit: 'qz',
    role: 'OFFICER',
    commandId: COMMAND,
    correlationId,
    sourceSystem: 'PLATFORM',
    ruleset: 'r',
  },
});
const write = (expected: 'no-stream' | 'any' = 'no-stream') => [{ stream: 'case-1', expected, events: [event()] }];

function written() {
  const lines: Record<string, unknown>[] = [];
  const to = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { lines, log: openLog({ level: 'debug', service: 'test', to }) };
}

/** A follower that keeps nothing, watched, until it has seen the event. */
async function followed(store: MemoryStore, telemetry: Telemetry): Promise<void> {
  const checkpoints = new MemoryCheckpoints();
  const follower = new Follower({
    name: 'read-models',
    store,
    open: async () => ({
      position: await checkpoints.load('read-models'),
      apply: async () => {},
      commit: (expected, next) => checkpoints.step('read-models', expected, next),
    }),
    log: telemetry.follower('read-models'),
  });
  telemetry.watch('read-models', follower);
  await follower.start();
  await follower.waitFor((await store.head()).position, 10_000);
  await follower.stop();
}

describe('telemetry', () => {
  it('writes one JSON object a line, with the correlation id from the request to the read model, and nothing that people wrote', async () => {
    const { lines, log } = written();
    const telemetry = new Telemetry('test', log);
    const kept = new MemoryStore();
    const store = observed(kept, telemetry);
    const request = { id: CORRELATION, method: 'POST', route: '/api/:path/:id/:command', traceparent: undefined };
    const answered = telemetry.request(request);
    const command = { commandId: COMMAND, correlationId: CORRELATION, aggregate: 'case', id: '1', name: 'FileCase' };
    const ended = telemetry.command(command);
    await store.append(write(), { commandId: COMMAND });
    ended({ outcome: 'done', position: 1 });
    answered(201, 3.456);
    await followed(kept, telemetry);
    expect(lines.filter(({ kind }) => kind === 'append')).toMatchObject([
      {
        level: 'debug',
        service: 'test',
        correlationId: CORRELATION,
        commandId: COMMAND,
        outcome: 'appended',
        position: 1,
      },
    ]);
    expect(lines.filter(({ kind }) => kind === 'command')).toMatchObject([
      { level: 'info', correlationId: CORRELATION, aggregate: 'case', id: '1', command: 'FileCase', outcome: 'done' },
    ]);
    expect(lines.filter(({ kind }) => kind === 'request')).toMatchObject([
      { correlationId: CORRELATION, method: 'POST', route: '/api/:path/:id/:command', status: 201, ms: 3.46 },
    ]);
    expect(lines.filter(({ kind }) => kind === 'committed')).toMatchObject([
      { follower: 'read-models', from: 1, position: 1, events: 1, correlationIds: [CORRELATION] },
    ]);
    expect(lines.every(({ at }) => Number.isFinite(Date.parse(at as string)))).toBe(true);
    expect(JSON.stringify(lines)).not.toContain('张三');
  });

  it('tells trouble as a warning, and counts it', async () => {
    const { lines, log } = written();
    const telemetry = new Telemetry('test', log);
    const tell = telemetry.follower('read-models');
    tell({ kind: 'failed', error: 'Error: away', failures: 1, retryInMs: 100 });
    tell({ kind: 'standby', position: 7 });
    expect(lines.map(({ level, kind, follower }) => [level, kind, follower])).toEqual([
      ['warn', 'failed', 'read-models'],
      ['info', 'standby', 'read-models'],
    ]);
    expect(await telemetry.metrics.text()).toMatch(/^anjuan_follower_failures_total\{.*follower="read-models".*\} 1$/m);
  });

  it('counts appends by what became of them', async () => {
    const telemetry = new Telemetry('test', written().log);
    const kept = new MemoryStore();
    const store = observed(kept, telemetry);
    await store.append(write(), { commandId: COMMAND });
    await store.append(write(), { commandId: COMMAND });
    await store.append(write(), { commandId: CORRELATION });
    await expect(store.append([], { commandId: CORRELATION })).rejects.toThrow();
    const away = observed({ ...store, append: () => Promise.reject(new StoreUnavailableError('away')) }, telemetry);
    await expect(away.append(write(), { commandId: CORRELATION })).rejects.toThrow('away');
    const text = await telemetry.metrics.text();
    const counted = [...text.matchAll(/^anjuan_append_duration_seconds_count\{.*outcome="(\w+)".*\} (\d+)$/gm)];
    expect(Object.fromEntries(counted.map(([, outcome, count]) => [outcome, count]))).toEqual({
      appended: '1',
      replayed: '1',
      conflict: '1',
      invalid: '1',
      unavailable: '1',
    });
    expect(text).toMatch(/^anjuan_appended_events_total\{.*\} 1$/m);
  });

  it('joins the trace of the caller, and hangs what a follower does beneath the append that caused it', async () => {
    const exporter = new InMemorySpanExporter();
    const spans = () => exporter.getFinishedSpans();
    const tracing = await Tracing.open('test', { endpoint: 'http://127.0.0.1:1', ratio: 1 }, exporter);
    const telemetry = new Telemetry('test', written().log, tracing);
    const kept = new MemoryStore();
    const answered = telemetry.request({ id: CORRELATION, method: 'POST', route: '/x', traceparent: CALLER });
    const command = { commandId: COMMAND, correlationId: CORRELATION, aggregate: 'case', id: '1', name: 'FileCase' };
    const ended = telemetry.command(command);
    await observed(kept, telemetry).append(write(), { commandId: COMMAND });
    ended({ outcome: 'done' });
    answered(201, 1);
    await followed(kept, telemetry);
    // Another process follows as well, and knows nothing but the event.
    const elsewhere = await Tracing.open('other', { endpoint: 'http://127.0.0.1:1', ratio: 1 }, exporter);
    elsewhere.followed('relay', await kept.readAll(0, 1), Date.now());
    exporter.shutdown = async () => {};
    await Promise.all([tracing.close(), elsewhere.close()]);
    const parents = spans().map(({ name, parentSpanContext }) => [
      name,
      spans().find((span) => span.spanContext().spanId === parentSpanContext?.spanId)?.name ??
        parentSpanContext?.spanId,
    ]);
    expect(Object.fromEntries(parents)).toEqual({
      'POST /x': 'b7ad6b7169203331',
      FileCase: 'POST /x',
      append: 'FileCase',
      'read-models CaseFiled': 'append',
      'relay CaseFiled': 'append',
    });
    expect(new Set(spans().map((span) => span.spanContext().traceId))).toEqual(
      new Set(['0af7651916cd43dd8448eb211c80319c']),
    );
  });

  it('gives the trace of a request without a caller the correlation id, and a text that is no id a trace of its own', async () => {
    const exporter = new InMemorySpanExporter();
    const tracing = await Tracing.open('test', { endpoint: 'http://127.0.0.1:1', ratio: 1 }, exporter);
    tracing.request(CORRELATION, 'GET /x', undefined, {}).end();
    tracing.command(COMMAND, '工单第7号', 'FileCase', {}).end();
    exporter.shutdown = async () => {};
    await tracing.close();
    const [own, foreign] = exporter.getFinishedSpans().map((span) => span.spanContext().traceId);
    expect(own).toBe(CORRELATION.replaceAll('-', ''));
    expect(foreign).toMatch(/^[0-9a-f]{32}$/);
  });

  it('decides of a trace by its id alone: all its spans are sent, or none', async () => {
    const exporter = new InMemorySpanExporter();
    const tracing = await Tracing.open('test', { endpoint: 'http://127.0.0.1:1', ratio: 0.5 }, exporter);
    const ids = ['a0000001-0000-4000-8000-000000000001', '10000001-0000-4000-8000-000000000001'];
    for (const id of ids) {
      tracing.request(id, `GET ${id[0]}`, undefined, {}).end();
      tracing.followed('read-models', [{ ...event(id), id, stream: 's', revision: 0, position: 1, recordedAt: '' }], 0);
    }
    exporter.shutdown = async () => {};
    await tracing.close();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['GET a', 'read-models CaseFiled']);
  });
});
