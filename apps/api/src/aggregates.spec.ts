import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUDITOR, apiBench, OFFICER } from './testing/api-bench.js';

let bench: Awaited<ReturnType<typeof apiBench>>;
let now = '2023-06-01T02:00:00.000Z';

beforeAll(async () => {
  bench = await apiBench({ now: () => now });
  await bench.post('sample/s1/OpenSample', { title: '样例' });
  // The last moment of 2 June in Shanghai, and the first of 3 June.
  for (const [at, amountFen] of [
    ['2023-06-02T15:59:59.999Z', 100],
    ['2023-06-02T16:00:00.000Z', 1000],
  ] as const) {
    now = at;
    await bench.post('sample/s1/AddLines', { on: '2023-06-02', lines: [{ name: '甲', amountFen }] });
  }
  await bench.post('sample/s2/OpenSample', { title: '其二' });
});
afterAll(() => bench.close());

const stateAt = async (asOf?: string) => {
  const response = await bench.get(`/api/sample/s1${asOf === undefined ? '' : `?asOf=${encodeURIComponent(asOf)}`}`);
  return { status: response.statusCode, ...response.json() };
};

describe('the state of an aggregate', () => {
  it('as it is, with its revision as ETag', async () => {
    const response = await bench.get('/api/sample/s1');
    expect(response.headers['etag']).toBe('"2"');
    expect(response.json()).toEqual({
      aggregate: 'sample',
      id: 's1',
      stream: 'sample-s1',
      revision: 2,
      position: 3,
      recordedAt: '2023-06-02T16:00:00.000Z',
      state: { title: '样例', totalFen: 1100 },
    });
  });

  it('at a revision', async () => {
    expect(await stateAt('0')).toMatchObject({ status: 200, revision: 0, state: { totalFen: 0 } });
    expect(await stateAt('1')).toMatchObject({ status: 200, revision: 1, state: { totalFen: 100 } });
    expect(await stateAt('3')).toMatchObject({ status: 404, lastRevision: 2 });
  });

  it('at a position of the log', async () => {
    expect(await stateAt('position:2')).toMatchObject({ revision: 1 });
    expect(await stateAt('position:99')).toMatchObject({ revision: 2 });
    expect(await stateAt('position:0')).toMatchObject({ status: 404 });
  });

  it('at the end of a day in Shanghai', async () => {
    expect(await stateAt('2023-06-01')).toMatchObject({ revision: 0 });
    expect(await stateAt('2023-06-02')).toMatchObject({ revision: 1 });
    expect(await stateAt('2023-06-03')).toMatchObject({ revision: 2 });
    expect(await stateAt('2023-05-31')).toMatchObject({ status: 404, firstRecordedAt: '2023-06-01T02:00:00.000Z' });
  });

  it('at an instant, whatever its offset', async () => {
    expect(await stateAt('2023-06-03T00:00:00+08:00')).toMatchObject({ revision: 2 });
    expect(await stateAt('2023-06-02T23:59:59.999+08:00')).toMatchObject({ revision: 1 });
    expect(await stateAt('2023-06-02T15:59:59.998Z')).toMatchObject({ revision: 0 });
    expect((await bench.get('/api/sample/s1?asOf=2023-06-03T00:00:00+08:00')).json()).toMatchObject({ revision: 2 });
  });

  it('not at moments that do not exist, nor by unknown parameters', async () => {
    const wrong = ['2023-02-30', 'yesterday', '-1', '2023-06-03T00:00:00', '2023-06-31T00:00:00Z', ''];
    for (const asOf of [...wrong, '9999-12-31T23:59:59-12:00'])
      expect(await stateAt(asOf)).toMatchObject({ status: 400, faults: [{ path: 'asOf' }] });
    expect((await bench.get('/api/sample/s1?at=1')).json()).toMatchObject({ status: 400, faults: [{ path: 'at' }] });
    expect((await bench.get('/api/sample/s1?asOf=1&asOf=2')).json()).toMatchObject({ status: 400 });
  });

  it('404 where there is none', async () => {
    expect((await bench.get('/api/sample/none')).json()).toMatchObject({ status: 404, detail: '没有样例 none' });
    expect((await bench.get('/api/other/s1')).statusCode).toBe(404);
  });
});

describe('the raw events', () => {
  it('are for the auditor, page by page', async () => {
    const auditor = await bench.as(AUDITOR);
    const first = (await bench.get('/api/sample/s1/events?limit=2', auditor)).json();
    expect(first.events.map(({ type, position }: { type: string; position: number }) => [type, position])).toEqual([
      ['SampleOpened', 1],
      ['LinesAdded', 2],
    ]);
    expect(first.events[0].meta).toMatchObject({ actor: 'u-zhang', role: 'OFFICER' });
    const rest = (await bench.get(`/api/sample/s1/events?limit=2&from=${first.next}`, auditor)).json();
    expect(rest.events).toHaveLength(1);
    expect(rest.next).toBeNull();
  });

  it('are not for others', async () => {
    expect((await bench.get('/api/sample/s1/events')).json()).toMatchObject({
      status: 403,
      detail: '原始事件只供审计员查阅',
    });
  });
});

describe('the actions', () => {
  it('list every command with its article, form, and whether this person may give it', async () => {
    const { actions } = (
      await bench.get('/api/sample/s1/actions', await bench.as({ ...OFFICER, roles: ['REGISTRAR'] }))
    ).json();
    expect(
      actions.map(({ command, isPossible, refusal }: Record<string, unknown>) => [
        command,
        isPossible,
        (refusal as { message: string } | null)?.message ?? null,
      ]),
    ).toEqual([
      ['OpenSample', true, null],
      ['AddLines', false, '“增加明细”应由办案人员办理'],
      ['CloseSample', false, '“关闭样例”应由机关负责人办理'],
      ['BreakSample', false, '“破坏样例”应由办案人员办理'],
    ]);
    expect(actions[0]).toMatchObject({
      title: '建立样例',
      article: '行政处罚法第五条',
      href: '/api/sample/s1/OpenSample',
      schema: { properties: { title: { title: '标题', maxLength: 10 } }, required: ['title'] },
    });
  });

  it('say beforehand what stands in the way, by which article and from which day it does not', async () => {
    const addLines = async (id: string) => {
      const { actions } = (await bench.get(`/api/sample/${id}/actions`)).json();
      return actions.find(({ command }: { command: string }) => command === 'AddLines');
    };
    expect(await addLines('never-opened')).toMatchObject({
      isPossible: false,
      refusal: {
        code: 'sample.not_open',
        article: '行政处罚法第五条',
        message: '样例尚未建立，不能增加明细',
        earliest: '2023-06-05',
      },
    });
    await bench.post('sample/opened/OpenSample', { title: '样例' });
    expect(await addLines('opened')).toMatchObject({ isPossible: true, refusal: null });
  });
});
