import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OFFICER } from '../testing/api-bench.js';
import { browsing } from '../testing/browsing.js';
import { smallBureau } from '../testing/small-bureau.js';

let bureau: Awaited<ReturnType<typeof smallBureau>>;
let bench: typeof bureau.bench;

beforeAll(async () => {
  bureau = await smallBureau();
  bench = bureau.bench;
});
afterAll(() => bench.close());

const ask = async (path: string, headers?: Record<string, string>) => {
  const response = await bench.get(`/api/${path}${path.includes('?') ? '&' : '?'}after=${bureau.position()}`, headers);
  return { status: response.statusCode, ...response.json() };
};
const idsOf = (page: { rows: { id: string }[] }) => page.rows.map(({ id }) => id);

describe('the list of cases', () => {
  it('filters by every property that it offers', async () => {
    expect(idsOf(await ask('cases')).sort()).toEqual(['c1', 'c2', 'c3']);
    expect(idsOf(await ask('cases?phase=Registered'))).toEqual(['c2']);
    expect(idsOf(await ask(`cases?partyNames=${encodeURIComponent('甲')}`)).sort()).toEqual(['c1', 'c3']);
    // Not the first of its parties alone (F9).
    expect(idsOf(await ask(`cases?partyNames=${encodeURIComponent('丙装')}`))).toEqual(['c3']);
    expect(idsOf(await ask(`cases?partyNames=${encodeURIComponent('装修店')}`))).toEqual([]);
    expect(idsOf(await ask('cases?officers=u-li')).sort()).toEqual(['c1', 'c3']);
    expect(idsOf(await ask('cases?filedFrom=2023-06-06'))).toEqual(['c3']);
    expect(idsOf(await ask('cases?filedTo=2023-06-05'))).toEqual(['c1']);
    expect(
      idsOf(await ask('cases?unit=QZ&procedure=ORDINARY&field=CITY_APPEARANCE&sourceSystem=PLATFORM')),
    ).toHaveLength(3);
    expect(idsOf(await ask('cases?unit=XX'))).toEqual([]);
  });

  it('finds a number in whatever brackets and width it is asked for (F9)', async () => {
    const { caseNo } = (await ask('cases?filedTo=2023-06-05')).rows[0].row as { caseNo: string };
    for (const asked of [caseNo, caseNo.replace('〔2023〕', '[２０２３]第'), caseNo.replace('〔2023〕', '（2023）')])
      expect(idsOf(await ask(`cases?caseNo=${encodeURIComponent(asked)}`))).toEqual(['c1']);
    expect(idsOf(await ask(`cases?caseNo=${encodeURIComponent(caseNo.replace('2023', '2022'))}`))).toEqual([]);
  });

  it('sorts, and goes on by key', async () => {
    const first = await ask('cases?sort=-filedOn&limit=1');
    expect(idsOf(first)).toEqual(['c3']);
    const second = await ask(`cases?sort=-filedOn&limit=2&cursor=${encodeURIComponent(first.next)}`);
    expect(idsOf(second)).toEqual(['c1', 'c2']);
    expect(second.next).toBeNull();
    for (const cursor of [encodeURIComponent(first.next), 'madeUp'])
      expect(await ask(`cases?sort=filedOn&cursor=${cursor}`)).toMatchObject({
        status: 400,
        faults: [{ path: 'cursor', message: '应为同一列表、同一排序的上一页给出的 next' }],
      });
  });

  it('refuses what it does not know', async () => {
    expect(await ask('cases?colour=red')).toMatchObject({ status: 400, faults: [{ path: 'colour' }] });
    expect(await ask('cases?phase=Dancing')).toMatchObject({ status: 400, faults: [{ path: 'phase' }] });
    expect(await ask('cases?filedFrom=2023-02-30')).toMatchObject({ status: 400, faults: [{ path: 'filedFrom' }] });
    expect(await ask('cases?limit=0')).toMatchObject({
      status: 400,
      detail: 'limit：每页条数，应为 1 至 200 的整数',
      faults: [{ path: 'limit' }],
    });
    expect(await ask('cases?sort=officers')).toMatchObject({ status: 400, faults: [{ path: 'sort' }] });
    expect(await ask('cases?filedFrom=2023-06-06&filedTo=2023-06-05')).toMatchObject({ status: 400 });
    expect((await bench.get('/api/cases', {})).statusCode).toBe(401);
  });
});

describe('a position to be reached', () => {
  it('that the log does not have is refused at once, whatever is asked (L10)', async () => {
    for (const path of ['cases', 'cases/c1', 'worklist', 'metrics?from=2023-01-01&to=2023-12-31']) {
      const response = await bench.get(`/api/${path}${path.includes('?') ? '&' : '?'}after=999999`);
      expect([path, response.statusCode]).toEqual([path, 400]);
      expect(response.json().faults).toEqual([
        { path: 'after', message: `事件只到位置 ${bureau.position()}，还没有位置 999999` },
      ]);
    }
  });
});

describe('the worklist', () => {
  const items = async (path: string, headers?: Record<string, string>) => {
    const page = await ask(path, headers);
    return page.items.map(
      ({ record, clocks }: { record: { id: string }; clocks: { what: string; state: string }[] }) => [
        record.id,
        ...clocks.map(({ what, state }) => `${what} ${state}`),
      ],
    );
  };

  it('is one’s own by default, the nearest day first, with the clocks of each', async () => {
    expect(await items('worklist')).toEqual([
      ['c1', '作出决定 running'],
      ['c3', '作出决定 running'],
    ]);
    expect(await items('worklist', await bench.as({ ...OFFICER, sub: 'u-nobody' }))).toEqual([]);
    expect((await items('worklist?unit=QZ')).map(([id]: string[]) => id)).toEqual(['c1', 'c3', 'c2']);
    expect(await items('worklist?dueTo=2023-06-01')).toEqual([]);
  });

  it('offers what can be done now towards the nearest day to whoever may do it, and nothing that the law refuses', async () => {
    const steps = async (who?: Record<string, string>) => {
      const { items } = await ask('worklist?unit=QZ', who);
      return items.map(({ record, steps }: { record: { id: string }; steps: { command: string }[] }) => [
        record.id,
        ...steps.map(({ command }) => command),
      ]);
    };
    expect(await steps()).toEqual([
      ['c1', 'CollectEvidence', 'AssignOfficer'],
      ['c3', 'CollectEvidence', 'AssignOfficer'],
      ['c2'],
    ]);
    expect(await steps(await bench.as({ ...OFFICER, roles: ['REVIEWER'] }))).toEqual([['c1'], ['c3'], ['c2']]);
    // What is offered opens: the form of the act itself.
    expect((await browsing(bench)('/')).body).toContain('href="/cases/c1/CollectEvidence"');
  });

  it('goes on where the page before ended', async () => {
    const first = await ask('worklist?unit=QZ&limit=2');
    const second = await ask(`worklist?unit=QZ&limit=2&cursor=${encodeURIComponent(first.next)}`);
    expect([...first.items, ...second.items].map(({ record }) => record.id)).toEqual(['c1', 'c3', 'c2']);
    expect(second.next).toBeNull();
    for (const cursor of ['madeUp', btoa('[]'), btoa('{"case":"x"}')])
      expect(await ask(`worklist?cursor=${cursor}`)).toMatchObject({ status: 400, faults: [{ path: 'cursor' }] });
  });

  // After the others: it registers leads.
  it('has what is due on one day in the order in which people count: 2 before 10 (F9)', async () => {
    for (const id of ['m10', 'm9', 'm100', 'm2'])
      await bureau.give(`leads/${id}/RegisterLead`, {
        source: 'PATROL',
        content: '占道经营',
        place: '新桥街',
        territoryCode: '330802',
        registeredOn: '2023-06-19',
      });
    const page = await ask('worklist?unit=QZ');
    const leads = page.items.filter(({ register }: { register: string }) => register === 'lead');
    expect(leads.map(({ record }: { record: { id: string } }) => record.id)).toEqual(['m2', 'm9', 'm10', 'm100']);
  });
});

describe('a file that is closed', () => {
  it('lies on nobody’s desk any more, once none of its days runs', async () => {
    await bureau.give('cases/s9/MakeSummaryDecision', {
      decidedOn: '2023-06-19',
      item: { itemId: 'I-1', name: '占道经营', field: 'CITY_APPEARANCE' },
      party: { partyId: 'p1', kind: 'CITIZEN', name: '赵某' },
      kinds: ['WARNING'],
      fineFen: 0,
      officers: ['u-zhang', 'u-li'],
      place: '新桥街',
      territoryCode: '330802',
    });
    const lies = async () => {
      const { items } = await ask('worklist?unit=QZ');
      return items.some(({ record }: { record: { id: string } }) => record.id === 's9');
    };
    expect(await lies()).toBe(true);
    const leader = await bench.as({ ...OFFICER, sub: 'u-wang', roles: ['LEADER'] });
    await bureau.give('cases/s9/CloseCase', { closeReason: 'EXECUTED', closedOn: '2023-06-20' }, leader);
    expect(await lies()).toBe(false);
  });
});

describe('the entries of a figure', () => {
  it('are narrowed to a month, a class, an act; the figure stays whole', async () => {
    const entries = (more: string) => ask(`metrics/M01/entries?from=2023-01-01&to=2023-12-31${more}`);
    const { figure, sum } = await entries('');
    expect(sum.count).toBe(2);
    for (const [more, count] of [
      ['&month=2023-06', 2],
      ['&month=2023-05', 0],
      ['&month=2022-06', 0],
      ['&measure=filed.ordinary', 2],
      ['&subject=NONE', 0],
    ] as const) {
      const part = await entries(more);
      expect([more, part.sum.count, part.entries.length]).toEqual([more, count, count]);
      expect(part.figure.value).toBe(figure.value);
    }
    expect((await entries('&month=2023-13')).status).toBe(400);
    expect((await entries('&measure=penalty')).status).toBe(400);
  });
});

describe('what a role looks after', () => {
  it('lies on its desk whoever it is assigned to, and is for whoever has the role', async () => {
    const registrar = { ...OFFICER, sub: 'u-deng', roles: ['REGISTRAR'] };
    const { items } = await ask('worklist?role=REGISTRAR', await bench.as(registrar));
    expect(items.map(({ record }: { record: { id: string } }) => record.id)).toEqual(['m2', 'm9', 'm10', 'm100']);
    expect((await browsing(bench)('/', registrar)).body).toContain('登记人员照看的');
    expect((await ask('worklist?role=REGISTRAR')).status).toBe(403);
  });
});

describe('the load of a unit', () => {
  it('is how many cases in hand each of its people has, and how many of them have let a day pass; analysts see no names', async () => {
    const { people } = await ask('load');
    expect(people).toEqual([
      { userId: 'u-li', name: '李协办', open: 2, overdue: 0 },
      { userId: 'u-zhang', name: '张办案', open: 2, overdue: 0 },
    ]);
    const analyst = await bench.as({ ...OFFICER, roles: ['ANALYST'] });
    expect((await bench.get('/api/load', analyst)).statusCode).toBe(403);
  });

  it('stands on the desk of a leader and opens into the cases, to be handed to somebody else', async () => {
    const ofLeader = await browsing(bench)('/', { ...OFFICER, sub: 'u-wang', roles: ['LEADER'] });
    expect(ofLeader.body).toContain('href="/hand-over/cases?of=u-zhang"');
    expect((await browsing(bench)('/')).body).not.toContain('人员在办案件');
  });
});

describe('metrics', () => {
  it('give figures that open into the entries they are the sum of', async () => {
    const metric = await ask('metrics/M01?from=2023-01-01&to=2023-12-31&unit=QZ');
    expect(metric).toMatchObject({ id: 'M01', parts: [{ key: 'ordinary', value: 2 }] });
    const response = await bench.get(metric.parts[0].entries);
    expect(response.json()).toMatchObject({ sum: { count: 2 }, next: null });
    expect(response.json().entries.map(({ stream }: { stream: string }) => stream)).toEqual(['case-c1', 'case-c3']);
  });

  it('count by the business day', async () => {
    expect((await ask('metrics/M01?from=2023-06-06&to=2023-06-30')).parts[0].value).toBe(1);
    expect((await ask('metrics/M01?from=2022-01-01&to=2022-12-31')).parts[0].value).toBe(0);
  });

  it('as they were known on a day or at a minute', async () => {
    expect((await ask('metrics/M01?knownOn=2023-06-19')).parts[0].value).toBe(0);
    expect((await ask('metrics/M01?knownOn=2023-06-20')).parts[0].value).toBe(2);
    // 10:00 in Shanghai is when everything here was recorded.
    expect((await ask('metrics/M01?knownOn=2023-06-20T09:59')).parts[0].value).toBe(0);
    expect((await ask('metrics/M01?knownOn=2023-06-20T10:00')).parts[0].value).toBe(2);
    expect(await ask('metrics/M01?knownOn=2023-06-20T10:00Z')).toMatchObject({ status: 400 });
  });

  it('all of the catalogue at once; a rate without a base is null', async () => {
    const { metrics } = await ask('metrics');
    expect(metrics.length).toBeGreaterThanOrEqual(15);
    const m06 = metrics.find(({ id }: { id: string }) => id === 'M06');
    expect(m06.parts[0]).toMatchObject({ value: null, denominator: 0 });
  });

  it('leave out what is not due yet: it can still be done in time', async () => {
    const lead = { source: 'PLATFORM', content: '占道堆放', place: '新桥街', territoryCode: '330802' };
    await bureau.give('leads/l1/RegisterLead', { ...lead, registeredOn: '2023-06-20' });
    const { row } = (await bench.get('/api/leads/l1')).json();
    expect(row.responseDueOn > '2023-06-20' && row.responseDueOn < '2024').toBe(true);
    expect((await ask('metrics/M10?from=2023-01-01&to=2023-12-31')).parts[0]).toMatchObject({
      value: null,
      denominator: 0,
    });
  });

  it('refuse unknown ones, parts and sides', async () => {
    expect(await ask('metrics/M99')).toMatchObject({ status: 404 });
    expect(await ask('metrics/M01/entries?part=none')).toMatchObject({ status: 400, faults: [{ path: 'part' }] });
    expect(await ask('metrics/M01/entries?side=less')).toMatchObject({ status: 400, faults: [{ path: 'side' }] });
    expect(await ask('metrics?from=2023-02-01&to=2023-01-01')).toMatchObject({ status: 400, faults: [{ path: 'to' }] });
    expect(await ask('metrics?from=0001-01-01')).toMatchObject({ status: 400, faults: [{ path: 'from' }] });
    expect(await ask('metrics/M01/entries?cursor=foreign')).toMatchObject({
      status: 400,
      faults: [{ path: 'cursor' }],
    });
  });
});

describe('the annual report', () => {
  it('as JSON and as text, of one’s own unit by default', async () => {
    expect(await ask('reports/2023')).toMatchObject({ year: 2023, unitId: 'QZ', unitName: '衢州市综合行政执法局' });
    const text = await bench.get('/api/reports/2023?format=text');
    expect(text.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text.body).toMatch(/2023年度行政执法工作年报/);
  });
  it('only of units and years that there are', async () => {
    const leader = await bench.as({ ...OFFICER, roles: ['LEADER'] });
    expect(await ask('reports/2023?unit=XX', leader)).toMatchObject({ status: 404 });
    expect(await ask('reports/23')).toMatchObject({ status: 400, faults: [{ path: 'year' }] });
  });
});

describe('reading one’s own writes', () => {
  it('a query that asks for a position not yet reached is told to come again', async () => {
    const { store } = bench;
    const { readAll } = store;
    // The projector finds nothing new for a while.
    store.readAll = async () => [];
    try {
      await bureau.give(
        'officers/u-late/RegisterOfficer',
        { name: '迟到', unitId: 'QZ', auxiliary: false },
        bureau.administrator,
      );
      const response = await bench.get(`/api/cases?after=${bureau.position()}`);
      expect(response.statusCode).toBe(503);
      expect(response.headers['retry-after']).toBe('2');
      expect(response.json()).toMatchObject({ code: 'behind' });
    } finally {
      store.readAll = readAll;
    }
  });
});

describe('health', () => {
  it('needs no sign-in, tells that a follower fails here or elsewhere, and nothing else (L9)', async () => {
    expect((await bench.get('/healthz', {})).json()).toEqual({ status: 'live' });
    const ready = async () => {
      const { statusCode, json } = await bench.get('/readyz', {});
      return [statusCode, json()];
    };
    expect(await ready()).toEqual([200, { status: 'ready' }]);
    const report = { name: 'deadlines', process: 'worker', position: 1 };
    const say = (state: 'failing' | 'following') =>
      bench.reports.report([{ ...report, state, at: new Date().toISOString(), lastError: 'Error: 张三' }]);
    await say('failing');
    expect(await ready()).toEqual([200, { status: 'failing' }]);
    await say('following');
    const { projector, store } = bench;
    const status = projector.status.bind(projector);
    projector.status = () => ({ ...status(), state: 'failing' });
    expect(await ready()).toEqual([503, { status: 'failing' }]);
    projector.status = status;
    const { head } = store;
    store.head = () => Promise.reject(new Error('away'));
    expect(await ready()).toEqual([503, { status: 'unavailable' }]);
    store.head = head;
    expect(await ready()).toEqual([200, { status: 'ready' }]);
  });
});
