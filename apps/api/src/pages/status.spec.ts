import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lawRegistry } from '#enforcement';
import { REPORT_LIMITS } from '#eventsourcing';
import { ADMINISTRATOR, apiBench, OFFICER } from '../testing/api-bench.js';
import { BROWSER, browsing, NOT_SAID } from '../testing/browsing.js';
import { letterId, letterOf, messagesHere } from '../testing/sample-letters.js';

const NOW = '2023-06-20T02:00:00.000Z';
const NAMES = /王小二|李大妈/;

let bench: Awaited<ReturnType<typeof apiBench>>;
let open: ReturnType<typeof browsing>;
let brokerIsAway = false;

beforeAll(async () => {
  const lag = async () => {
    if (brokerIsAway) throw new Error('消息队列暂不可用');
    return messagesHere.lag();
  };
  bench = await apiBench({ registry: lawRegistry, now: () => NOW, messages: { ...messagesHere, lag } });
  open = browsing(bench);
  const models = (state: 'following' | 'rebuilding', lastError?: string) => [
    { name: 'lead', version: 1, position: 0, state, parkedKeys: 1, ...(lastError ? { lastError } : {}) },
  ];
  const at = '2023-06-20T01:59:58.000Z';
  await bench.reports.report([
    { name: 'read-models', process: 'a:1', at, state: 'following', position: 0, readModels: models('rebuilding') },
    { name: 'deadlines', process: 'a:1', at, state: 'following', position: 0 },
    { name: 'anjuan.messages', process: 'a:1', at, state: 'failing', position: 0, lastError: '连接被拒绝' },
    { name: 'inbox', process: 'a:1', at: '2023-06-20T01:50:00.000Z', state: 'following' },
    { name: 'read-models', process: 'b:2', at: '2023-06-20T01:40:00.000Z', state: 'stopped', position: 0 },
  ]);
  await bench.deadLetters.keep([1, 2, 3].map((number) => letterOf(number)));
  await bench.deadLetters.keep([
    letterOf(4, { value: Buffer.from('王小二{'), code: 'inbound.not_json', reason: '不是 JSON' }),
  ]);
});
afterAll(() => bench.close());

const post = async (
  path: string,
  fields: Record<string, string>,
  person: object = ADMINISTRATOR,
  site = 'same-origin',
) =>
  bench.app.inject({
    method: 'POST',
    url: path,
    headers: {
      ...BROWSER,
      cookie: await bench.cookie(person),
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': site,
    },
    payload: new URLSearchParams(fields).toString(),
  });

describe('运行状态', () => {
  it('说明各部分在哪个进程、是否正常，读模型重建到哪里，各系统还有多少消息没有处理', async () => {
    const { statusCode, body } = await open('/status', ADMINISTRATOR);
    expect(statusCode).toBe(200);
    expect(body).not.toMatch(NOT_SAID);
    for (const words of [
      '有故障，正在重试',
      '连接被拒绝',
      '没有消息，进程可能已经不在',
      '正在重建',
      '市12345热线',
      'anjuan.in.bank',
    ])
      expect(body).toContain(words);
    const status = (await bench.get('/api/status', await bench.as(ADMINISTRATOR))).json();
    // Who stopped while another goes on is no news.
    expect(status.followers.map(({ name, process }: { name: string; process: string }) => [name, process])).toEqual([
      ['anjuan.messages', 'a:1'],
      ['deadlines', 'a:1'],
      ['inbox', 'a:1'],
      ['read-models', 'a:1'],
    ]);
    expect(status.systems.map(({ behind }: { behind: number | null }) => behind)).toEqual([5, null]);
    expect(status.deadLetters).toEqual({ open: 4, asked: 0, done: 0, givenUp: 0 });
  });

  it('停放的键：哪个读模型、哪个事件、什么错误', async () => {
    const commandId = '00000000-0000-4000-8000-000000000777';
    const meta = { actor: 'a', unit: 'QZ', role: 'OFFICER', commandId, correlationId: commandId, ruleset: 'r' };
    const event = { type: 'LeadRegistered', schemaVersion: 1, data: null, meta: { ...meta, sourceSystem: 'PLATFORM' } };
    const outcome = await bench.store.append([{ stream: 'lead-broken', expected: 'no-stream', events: [event] }], {
      commandId,
    });
    await bench.projector.waitFor((outcome as { readonly position: number }).position, 10_000);
    const { parked } = (await bench.get('/api/status', await bench.as(ADMINISTRATOR))).json();
    expect(parked).toEqual([
      {
        ...{ readModel: 'lead', title: '线索', key: 'broken', stream: 'lead-broken', position: 1 },
        ...{ eventType: 'LeadRegistered', firstSeenAt: expect.any(String), error: expect.stringMatching(/./) },
      },
    ]);
    const { body } = await open('/status', ADMINISTRATOR);
    for (const words of ['停放的键', 'LeadRegistered（lead-broken）', parked[0].error.slice(0, 10)])
      expect(body).toContain(words);
  });

  it('看不到消息队列时照样打开，并说明', async () => {
    brokerIsAway = true;
    const { statusCode, body } = await open('/status', ADMINISTRATOR);
    brokerIsAway = false;
    expect([statusCode, body.includes('看不到消息队列：消息队列暂不可用')]).toEqual([200, true]);
  });

  it('系统管理员的栏目里有它，别人的没有，别人也打不开', async () => {
    expect((await open('/', ADMINISTRATOR)).body).toContain('href="/status"');
    expect((await open('/', OFFICER)).body).not.toContain('href="/status"');
    for (const path of ['/status', '/status/dead-letters', `/status/dead-letters/${letterId(1)}`])
      expect((await open(path, OFFICER)).statusCode).toBe(403);
  });
});

describe('死信', () => {
  it('列出原因、系统、事项、记录和时间；姓名和自由填写的文字不在任何一页上', async () => {
    const list = await open('/status/dead-letters?state=open', ADMINISTRATOR);
    for (const words of ['登记日期不能晚于今天', '市12345热线', '登记线索', 'W1', '不是 JSON'])
      expect(list.body).toContain(words);
    const file = await open(`/status/dead-letters/${letterId(1)}`, ADMINISTRATOR);
    for (const words of ['浙江省综合行政执法条例第十八条', '2023-06-21', '330802', '分区 3，位移 1', '（文字内容略）'])
      expect(file.body).toContain(words);
    const poison = await open(`/status/dead-letters/${letterId(4)}`, ADMINISTRATOR);
    expect(poison.body).toContain('不显示');
    for (const { body } of [list, file, poison]) expect(body).not.toMatch(NAMES);
    const administrator = await bench.as(ADMINISTRATOR);
    for (const path of ['/api/status/dead-letters', `/api/status/dead-letters/${letterId(1)}`])
      expect((await bench.get(path, administrator)).body).not.toMatch(NAMES);
  });

  it('没有的，说没有', async () => {
    for (const id of [letterId(9), 'x'])
      expect((await open(`/status/dead-letters/${id}`, ADMINISTRATOR)).statusCode).toBe(404);
  });

  it('勾选确认之后可以要求重放，留下何人何时；已经有人处理的，再要求就说明', async () => {
    const path = `/status/dead-letters/${letterId(1)}`;
    expect((await post(`${path}/replay`, {})).statusCode).toBe(400);
    const done = await post(`${path}/replay`, { confirmed: 'yes' });
    expect([done.statusCode, done.headers.location]).toEqual([303, path]);
    expect((await bench.deadLetters.get(letterId(1)))!.steps).toEqual([
      { kind: 'asked', at: NOW, person: ADMINISTRATOR.sub },
    ]);
    const { body } = await open(path, ADMINISTRATOR);
    expect(body).toContain('等待重放');
    expect(body).not.toContain('<form method="post" action="/status');
    expect((await post(`${path}/replay`, { confirmed: 'yes' })).statusCode).toBe(409);
  });

  it('放弃要写明理由并且确认，之后内容不再留存', async () => {
    const path = `/status/dead-letters/${letterId(2)}/give-up`;
    expect((await post(path, { confirmed: 'yes', reason: ' ' })).statusCode).toBe(400);
    expect((await post(path, { confirmed: 'yes', reason: '长'.repeat(1_001) })).statusCode).toBe(400);
    expect((await post(path, { reason: '对方已更正重发' })).statusCode).toBe(400);
    expect((await bench.deadLetters.get(letterId(2)))!.state).toBe('open');
    expect((await post(path, { confirmed: 'yes', reason: '对方已更正重发' })).statusCode).toBe(303);
    expect(await bench.deadLetters.get(letterId(2))).toMatchObject({
      state: 'given-up',
      steps: [{ kind: 'given-up', person: ADMINISTRATOR.sub, reason: '对方已更正重发' }],
    });
    const { body } = await open(`/status/dead-letters/${letterId(2)}`, ADMINISTRATOR);
    expect(body).toContain('不再留存');
  });

  it('只有系统管理员可以处理；别的网站不能借他的登录处理', async () => {
    for (const act of ['replay', 'give-up'])
      for (const [person, site] of [
        [OFFICER, 'same-origin'],
        [{ ...ADMINISTRATOR, roles: ['AUDITOR', 'LEADER'] }, 'same-origin'],
        [ADMINISTRATOR, 'cross-site'],
        [ADMINISTRATOR, 'same-site'],
      ] as const) {
        const path = `/status/dead-letters/${letterId(3)}/${act}`;
        expect((await post(path, { confirmed: 'yes', reason: '理由' }, person, site)).statusCode).toBe(403);
      }
    expect((await bench.deadLetters.get(letterId(3)))!.steps).toEqual([]);
  });
});

describe('运行状态 in a demonstration', () => {
  it('goes by the time of the machine: a process that fell silent is told, wherever the clock of the play stands', async () => {
    const demonstration = { now: () => NOW, moveOn: async () => NOW };
    const played = await apiBench({ registry: lawRegistry, now: () => NOW, demonstration });
    const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
    await played.reports.report([
      { name: 'deadlines', process: 'a:1', at: ago(0), state: 'following' },
      { name: 'inbox', process: 'a:1', at: ago(2 * REPORT_LIMITS.silentMs), state: 'following' },
    ]);
    const { body } = await browsing(played)('/status', ADMINISTRATOR);
    expect(body.match(/没有消息，进程可能已经不在/g)).toHaveLength(1);
    await played.close();
  });
});
