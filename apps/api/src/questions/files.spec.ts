import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUDITOR, OFFICER } from '../testing/api-bench.js';
import { smallBureau } from '../testing/small-bureau.js';

let bureau: Awaited<ReturnType<typeof smallBureau>>;
let bench: typeof bureau.bench;

beforeAll(async () => {
  bureau = await smallBureau();
  bench = bureau.bench;
  const evidence = (day: string) => ({
    evidenceId: `e-${day}`,
    kind: 'SITE_RECORD',
    sha256: '0'.repeat(64),
    obtainedAt: `${day}T09:30:00+08:00`,
    officers: ['u-zhang', 'u-li'],
  });
  // The last moment of 20 June in Shanghai, and the first of 21 June.
  for (const [at, on] of [
    ['2023-06-20T15:59:59.999Z', '2023-06-19'],
    ['2023-06-20T16:00:00.000Z', '2023-06-20'],
  ] as const) {
    bureau.setTime(at);
    await bureau.give('cases/c1/CollectEvidence', evidence(on));
  }
  await bench.projector.waitFor(bureau.position(), 5_000);
});
afterAll(() => bench.close());

const fileAt = async (asOf?: string) => {
  const response = await bench.get(`/api/cases/c1${asOf === undefined ? '' : `?asOf=${encodeURIComponent(asOf)}`}`);
  return { status: response.statusCode, ...response.json() };
};

describe('a page of a record', () => {
  it('reads its stream once, whatever it asks of it', async () => {
    const { store } = bench;
    const { readStream } = store;
    const read: string[] = [];
    store.readStream = (stream, ...range) => {
      read.push(stream);
      return readStream(stream, ...range);
    };
    try {
      const cookie = await bench.cookie(OFFICER);
      const response = await bench.get('/cases/c1', { accept: 'text/html', cookie });
      expect([response.statusCode, response.body.includes('class="timeline')]).toEqual([200, true]);
      expect(read).toEqual(['case-c1']);
    } finally {
      store.readStream = readStream;
    }
  });
});

describe('a record', () => {
  it('as it is, with its revision as ETag, the names in it and its clocks', async () => {
    const response = await bench.get('/api/cases/c1');
    expect(response.headers['etag']).toBe('"3"');
    expect(response.json()).toMatchObject({
      register: 'case',
      id: 'c1',
      stream: 'case-c1',
      revision: 3,
      recordedAt: '2023-06-20T16:00:00.000Z',
      phase: 'Investigating',
      phaseTitle: '调查中',
      row: { filedOn: '2023-06-05', officers: ['u-zhang', 'u-li'], parties: [{ name: '甲餐饮店' }] },
      state: { phase: 'Investigating' },
      clocks: [{ what: '作出决定', state: 'running' }],
      names: { people: { 'u-zhang': '张办案', 'u-li': '李协办' }, units: { QZ: '衢州市综合行政执法局' } },
    });
    expect(response.json().called).toBe(response.json().row.caseNo);
  });

  it('leaves a trace of who asked, also where it was not there yet', async () => {
    const asking = await bench.as({ ...OFFICER, sub: 'u-asking' });
    expect((await bench.get('/api/cases/c1?asOf=2023-01-01', asking)).statusCode).toBe(404);
    const { looks } = (await bench.get('/api/looks?person=u-asking', await bench.as(AUDITOR))).json();
    expect(looks).toMatchObject([{ question: '/cases/:id', register: 'case', id: 'c1' }]);
  });

  it('at a revision', async () => {
    expect(await fileAt('0')).toMatchObject({ status: 200, revision: 0, phase: 'Registered', row: { filedOn: null } });
    expect(await fileAt('1')).toMatchObject({ status: 200, revision: 1, row: { filedOn: '2023-06-05' } });
    expect(await fileAt('4')).toMatchObject({ status: 404, lastRevision: 3 });
    expect((await bench.get('/api/cases/c1?asOf=3')).headers['etag']).toBeUndefined();
  });

  it('at a position of the log', async () => {
    const { position } = await fileAt('0');
    expect(await fileAt(`position:${position}`)).toMatchObject({ revision: 0 });
    expect(await fileAt('position:99999')).toMatchObject({ revision: 3 });
    expect(await fileAt('position:0')).toMatchObject({ status: 404 });
  });

  it('at the end of a day in Shanghai', async () => {
    expect(await fileAt('2023-06-20')).toMatchObject({ revision: 2 });
    expect(await fileAt('2023-06-21')).toMatchObject({ revision: 3 });
    expect(await fileAt('2023-06-19')).toMatchObject({ status: 404, firstRecordedAt: '2023-06-20T02:00:00.000Z' });
  });

  it('at an instant, whatever its offset', async () => {
    expect(await fileAt('2023-06-21T00:00:00+08:00')).toMatchObject({ revision: 3 });
    expect(await fileAt('2023-06-20T23:59:59.999+08:00')).toMatchObject({ revision: 2 });
    expect(await fileAt('2023-06-20T15:59:59.998Z')).toMatchObject({ revision: 1 });
    expect((await bench.get('/api/cases/c1?asOf=2023-06-21T00:00:00+08:00')).json()).toMatchObject({ revision: 3 });
  });

  it('not at moments that do not exist, nor by unknown parameters', async () => {
    const wrong = ['2023-02-30', 'yesterday', '-1', '2023-06-03T00:00:00', '2023-06-31T00:00:00Z', ''];
    for (const asOf of [...wrong, '9999-12-31T23:59:59-12:00'])
      expect(await fileAt(asOf)).toMatchObject({ status: 400, faults: [{ path: 'asOf' }] });
    expect((await bench.get('/api/cases/c1?at=1')).json()).toMatchObject({ status: 400, faults: [{ path: 'at' }] });
    expect((await bench.get('/api/cases/c1?asOf=1&asOf=2')).json()).toMatchObject({ status: 400 });
  });

  it('404 where there is none', async () => {
    expect((await bench.get('/api/cases/none')).json()).toMatchObject({ status: 404, detail: '没有案件 none' });
    expect((await bench.get('/api/others/s1')).statusCode).toBe(404);
  });

  it('of another unit is refused in a sentence that says whose it is and what may be seen', async () => {
    const response = await bench.get('/api/cases/c1', await bench.as({ ...OFFICER, sub: 'u-other', unit: 'KC' }));
    expect(response.json()).toMatchObject({
      status: 403,
      detail: '案件属于衢州市综合行政执法局，不在您的查阅范围：您可以查阅KC的和指派给您的内容',
    });
  });
});

describe('a timeline', () => {
  const timeline = async (query = '') => (await bench.get(`/api/cases/c1/timeline${query}`)).json();

  it('says who did what and when, in sentences of parts', async () => {
    const { entries } = await timeline();
    expect(entries).toHaveLength(4);
    expect(entries[0]).toMatchObject({
      type: 'CaseRegistered',
      actorName: '张办案',
      roleTitle: '办案人员',
      unitName: '衢州市综合行政执法局',
    });
    expect(entries[0].sentence).toContain('甲餐饮店');
    expect(entries[0].parts).toContainEqual({ is: 'name', text: '甲餐饮店' });
    expect(entries[1]).toMatchObject({ type: 'CaseFiled', happenedOn: '2023-06-05' });
    expect((await bench.get('/api/cases/none/timeline')).statusCode).toBe(404);
  });

  it('goes on page by page, in either order', async () => {
    const revisions = async (order: string) => {
      const found: number[] = [];
      for (let next: string | null = ''; next !== null; ) {
        const page: { entries: { revision: number }[]; next: string | null } = await timeline(
          `?limit=3&order=${order}${next === '' ? '' : `&cursor=${next}`}`,
        );
        found.push(...page.entries.map(({ revision }) => revision));
        next = page.next;
      }
      return found;
    };
    expect(await revisions('asc')).toEqual([0, 1, 2, 3]);
    expect(await revisions('desc')).toEqual([3, 2, 1, 0]);
    expect(await timeline('?cursor=made-up')).toMatchObject({ status: 400, faults: [{ path: 'cursor' }] });
  });
});

describe('the raw events', () => {
  it('are for the auditor, page by page', async () => {
    const auditor = await bench.as(AUDITOR);
    const first = (await bench.get('/api/cases/c1/events?limit=3', auditor)).json();
    expect(first.events.map(({ type }: { type: string }) => type)).toEqual([
      'CaseRegistered',
      'CaseFiled',
      'EvidenceCollected',
    ]);
    expect(first.events[0].meta).toMatchObject({ actor: 'u-zhang', role: 'OFFICER' });
    const rest = (await bench.get(`/api/cases/c1/events?limit=3&from=${first.next}`, auditor)).json();
    expect(rest.events).toHaveLength(1);
    expect(rest.next).toBeNull();
  });

  it('are not for others', async () => {
    expect((await bench.get('/api/cases/c1/events')).json()).toMatchObject({
      status: 403,
      detail: '原始事件只供审计员查阅',
    });
  });
});

describe('the actions', () => {
  const action = async (id: string, command: string, roles = ['OFFICER']) => {
    const { actions } = (await bench.get(`/api/cases/${id}/actions`, await bench.as({ ...OFFICER, roles }))).json();
    return actions.find((one: { command: string }) => one.command === command);
  };

  it('list every command with its article, form, and whether this person may give it', async () => {
    expect(await action('c2', 'FileCase', ['REVIEWER'])).toMatchObject({
      title: '立案',
      href: '/api/cases/c2/FileCase',
      isInRole: false,
      isPossible: false,
      refusal: { code: 'actor.role' },
      schema: { properties: { filedOn: { format: 'date' } } },
    });
    expect(await action('c2', 'FileCase')).toMatchObject({ isInRole: true, isPossible: true, refusal: null });
    // What only a leader decides the officer proposes; the reviewer does neither.
    expect(await action('c1', 'DecidePenalty')).toMatchObject({ isInRole: true, refusal: { code: 'case.phase' } });
    expect(await action('c1', 'DecidePenalty', ['REVIEWER'])).toMatchObject({ isInRole: false });
  });

  it('say beforehand what stands in the way and by which article', async () => {
    const filed = await action('c1', 'FileCase');
    expect(filed).toMatchObject({ isPossible: false, refusal: { code: 'case.phase' } });
    expect(filed.refusal.message).toContain('调查中');
    expect(filed.refusal.article).toMatch(/^行政处罚法/);
  });

  it('are told of what is yet to begin as well', async () => {
    expect(await action('never-registered', 'RegisterCase')).toMatchObject({ isPossible: true });
    expect(await action('never-registered', 'FileCase')).toMatchObject({ isPossible: false });
  });
});
