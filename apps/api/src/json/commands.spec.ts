import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { generateKeyPair, SignJWT } from 'jose';
import { type AppendOutcome, MemoryStore, StoreUnavailableError, type StreamWrite } from '#eventsourcing';
import { ADMINISTRATOR, AUDIENCE, AUDITOR, apiBench, ISSUER, OFFICER } from '../testing/api-bench.js';

/** A store whose far side fails for streams of certain names. */
class TroubledStore extends MemoryStore {
  override async append(
    writes: readonly StreamWrite[],
    options: { readonly commandId: string },
  ): Promise<AppendOutcome> {
    const stream = writes[0]!.stream;
    if (stream === 'sample-unreachable') throw new StoreUnavailableError('connection lost', { isOutcomeUnknown: true });
    if (stream === 'sample-raced') return { kind: 'conflict', stream, expected: writes[0]!.expected, actual: 7 };
    return super.append(writes, options);
  }
}

let bench: Awaited<ReturnType<typeof apiBench>>;
beforeAll(async () => {
  bench = await apiBench({ store: new TroubledStore() });
});
afterAll(() => bench.close());

const open = (id: string, headers?: Record<string, string>) =>
  bench.post(`samples/${id}/OpenSample`, { title: '样例' }, headers);
const LINES = { on: '2023-05-06', lines: [{ name: '甲', amountFen: 100 }] };

function problemOf(response: { headers: Record<string, unknown>; json(): unknown }) {
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const problem = response.json() as Record<string, unknown> & { faults: { path: string; message: string }[] };
  expect(problem['detail']).toMatch(/[\u4e00-\u9fff]/);
  expect(problem['title']).toMatch(/[\u4e00-\u9fff]/);
  return problem;
}

describe('a command', () => {
  it('starts an aggregate: 201 with its place, revision as ETag, position to wait for', async () => {
    const response = await open('a1', { 'idempotency-key': 'k-a1' });
    expect(response.statusCode).toBe(201);
    expect(response.headers).toMatchObject({ etag: '"0"', location: '/api/samples/a1' });
    expect(response.json()).toMatchObject({
      stream: 'sample-a1',
      revision: 0,
      events: ['SampleOpened'],
      replayed: false,
      isRepeatable: true,
    });
    expect(response.json().position).toBeGreaterThan(0);
  });

  it('goes on with an aggregate: 200', async () => {
    await open('a2');
    const response = await bench.post('samples/a2/AddLines', LINES);
    expect(response.statusCode).toBe(200);
    expect(response.headers['etag']).toBe('"1"');
    expect(response.json()).toMatchObject({ revision: 1, events: ['LinesAdded'] });
  });

  it('that already holds changes nothing: no position to wait for', async () => {
    await open('a3');
    const response = await bench.post('samples/a3/CloseSample', {}, await bench.as({ ...OFFICER, roles: ['LEADER'] }));
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ revision: 0, position: null, events: [], replayed: false });
  });

  it('sent again with its key gets the first outcome (G38)', async () => {
    await open('a4');
    const first = await bench.post('samples/a4/AddLines', LINES, { 'idempotency-key': 'k-a4' });
    await bench.post('samples/a4/AddLines', LINES, { 'idempotency-key': 'another' });
    const again = await bench.post('samples/a4/AddLines', LINES, { 'idempotency-key': 'k-a4' });
    expect(again.statusCode).toBe(first.statusCode);
    expect(again.json()).toMatchObject({
      revision: first.json().revision,
      position: first.json().position,
      commandId: first.json().commandId,
      replayed: true,
    });
    expect(await bench.store.readStream('sample-a4')).toHaveLength(3);
  });

  it('with the key of one that said something else is refused, and changes nothing (F12, C25)', async () => {
    await open('a10');
    const key = { 'idempotency-key': 'k-a10' };
    const lines = (amountFen: number) => ({ ...LINES, lines: [{ name: '缴款', amountFen }] });
    expect((await bench.post('samples/a10/AddLines', lines(40_000), key)).statusCode).toBe(200);
    const other = await bench.post('samples/a10/AddLines', lines(60_000), key);
    expect(other.statusCode).toBe(422);
    expect(problemOf(other)).toMatchObject({ code: 'idempotency.other_body' });
    // The same thing said in another order is the same thing.
    const { on, lines: same } = lines(40_000);
    expect((await bench.post('samples/a10/AddLines', { lines: same, on }, key)).json()).toMatchObject({
      replayed: true,
    });
    expect(await bench.store.readStream('sample-a10')).toHaveLength(2);
  });

  it('sent at once by many with one key is carried out once', async () => {
    await open('a5');
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => bench.post('samples/a5/AddLines', LINES, { 'idempotency-key': 'k-a5' })),
    );
    expect(new Set(responses.map((response) => response.json().position)).size).toBe(1);
    expect(await bench.store.readStream('sample-a5')).toHaveLength(2);
  });

  it('with the key of another person, aggregate or command is another command', async () => {
    const key = { 'idempotency-key': 'shared' };
    const a = await open('a6', key);
    const b = await open('a7', key);
    const c = await bench.post('samples/a6/AddLines', LINES, key);
    const d = await bench.post('samples/a6/AddLines', LINES, {
      ...key,
      ...(await bench.as({ ...OFFICER, sub: 'u-li' })),
    });
    expect(new Set([a, b, c, d].map((response) => response.json().commandId)).size).toBe(4);
    expect([a, b, c, d].map((response) => response.json().replayed)).toEqual([false, false, false, false]);
  });

  it('without a key says that sending it again is another command', async () => {
    const response = await open('a8');
    expect(response.json()).toMatchObject({ isRepeatable: false });
    expect(response.json().notice).toMatch(/Idempotency-Key/);
  });

  it('stamps its events with the person of the token, the role used, and the correlation id of the request', async () => {
    const correlation = '0195c0de-0000-7000-8000-000000000001';
    const response = await open('a9', {
      'x-correlation-id': correlation,
      ...(await bench.as({ ...OFFICER, roles: ['AUDITOR', 'REGISTRAR'] })),
    });
    expect(response.headers['x-correlation-id']).toBe(correlation);
    const [event] = await bench.store.readStream('sample-a9');
    expect(event!.meta).toMatchObject({
      actor: 'u-zhang',
      unit: 'QZ',
      role: 'REGISTRAR',
      correlationId: correlation,
      sourceSystem: 'PLATFORM',
      commandId: response.json().commandId,
    });
  });
});

describe('401', () => {
  const refused = async (headers: Record<string, string>, detail: RegExp) => {
    const response = await bench.app.inject({
      method: 'POST',
      url: '/api/samples/s1/OpenSample',
      headers: { 'content-type': 'application/json', ...headers },
      payload: '{"title":"样例"}',
    });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(problemOf(response)['detail']).toMatch(detail);
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('without a token', () => refused({}, /请先登录/));
  it('with another scheme', () => refused({ authorization: 'Basic dTpw' }, /Bearer/));
  it('with something that is no token', () => refused(bearer('abc'), /格式/));
  it('with an expired token', async () => refused(bearer(await bench.token(OFFICER, { expires: '-1m' })), /过期/));
  it('with a token for somebody else', async () =>
    refused(bearer(await bench.token(OFFICER, { audience: 'mail' })), /不是发给本系统/));
  it('with a token of another issuer', async () =>
    refused(bearer(await bench.token(OFFICER, { issuer: 'https://evil.test' })), /认可的机构/));
  it('with a token signed by another key', async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    await refused(bearer(await bench.token(OFFICER, { key: privateKey })), /签名无效/);
  });
  it('with alg none', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { ...OFFICER, iss: ISSUER, aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 600 };
    await refused(bearer(`${part({ alg: 'none' })}.${part(claims)}.`), /算法|格式/);
  });
  it('with a shared secret (HS256)', async () => {
    const token = await new SignJWT(OFFICER)
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode('0123456789abcdef0123456789abcdef'));
    await refused(bearer(token), /算法/);
  });
  it('with a claim missing', async () => {
    for (const claim of ['sub', 'name'])
      await refused(bearer(await bench.token({ ...OFFICER, [claim]: undefined })), new RegExp(claim));
  });
  it('with a unit or roles that are none, which may be left out', async () => {
    for (const wrong of [{ unit: '' }, { unit: 'Q Z' }, { roles: 'OFFICER' }, { roles: ['officer'] }])
      await refused(bearer(await bench.token({ ...OFFICER, ...wrong })), new RegExp(Object.keys(wrong)[0]!));
  });
});

describe('403', () => {
  it('names the roles that may', async () => {
    const response = await open('p1', await bench.as(AUDITOR));
    expect(response.statusCode).toBe(403);
    expect(problemOf(response)).toMatchObject({
      code: 'forbidden',
      detail: '“建立样例”应由办案人员、登记人员办理，您的身份是审计员',
      roles: ['OFFICER', 'REGISTRAR'],
    });
  });

  it('an administrator gives no business command', async () => {
    expect((await open('p2', await bench.as(ADMINISTRATOR))).statusCode).toBe(403);
  });

  it('a person without roles may nothing', async () => {
    expect((await open('p3', await bench.as({ ...OFFICER, roles: [] }))).statusCode).toBe(403);
  });

  it('a cookie does not change anything from another site', async () => {
    const cookie = { cookie: await bench.cookie(OFFICER), 'content-type': 'application/json' };
    const send = (headers: Record<string, string>) =>
      bench.app.inject({
        method: 'POST',
        url: '/api/samples/p4/OpenSample',
        headers: { ...cookie, host: 'anjuan.test', ...headers },
        payload: '{"title":"样例"}',
      });
    expect((await send({})).statusCode).toBe(403);
    expect((await send({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await send({ 'sec-fetch-site': 'same-site' })).statusCode).toBe(403);
    expect((await send({ origin: 'https://evil.test' })).statusCode).toBe(403);
    expect((await send({ origin: 'null' })).statusCode).toBe(403);
    expect((await send({ 'sec-fetch-site': 'cross-site', origin: 'http://anjuan.test' })).statusCode).toBe(403);
    expect((await send({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201);
  });
});

describe('400', () => {
  const faultsOf = async (name: string, body: unknown, headers?: Record<string, string>) => {
    const response = await bench.post(`samples/b1/${name}`, body, headers);
    expect(response.statusCode).toBe(400);
    return problemOf(response).faults;
  };
  const line = (amountFen: unknown) => ({ ...LINES, lines: [{ name: '甲', amountFen }] });

  it('an unknown field', async () => {
    expect(await faultsOf('OpenSample', { title: '样例', colour: 'red' })).toEqual([
      { path: 'colour', message: '没有这个字段' },
    ]);
  });
  it('an actor in the body: it comes from the token alone', async () => {
    expect(await faultsOf('OpenSample', { title: '样例', actor: { id: 'u-boss' } })).toEqual([
      { path: 'actor', message: '没有这个字段' },
    ]);
  });
  it('a wrong type', async () => {
    expect(await faultsOf('OpenSample', { title: 5 })).toContainEqual({ path: 'title', message: '标题应为文本' });
  });
  it('a missing field', async () => {
    expect((await faultsOf('AddLines', { lines: LINES.lines })).map(({ path }) => path)).toContain('on');
  });
  it('a day that is not in the calendar', async () => {
    expect(await faultsOf('AddLines', { ...LINES, on: '2023-02-30' })).toEqual([
      { path: 'on', message: '日期应为实有的日期，格式为 YYYY-MM-DD' },
    ]);
  });
  it('negative fen', async () => {
    expect(await faultsOf('AddLines', line(-1))).toContainEqual({
      path: 'lines[0].amountFen',
      message: '金额不能小于0分',
    });
  });
  it('fractional fen', async () => {
    expect(await faultsOf('AddLines', line(10.5))).toEqual([
      { path: 'lines[0].amountFen', message: '金额应为整数（单位：分）' },
    ]);
  });
  it('over-long text', async () => {
    expect(await faultsOf('OpenSample', { title: '样'.repeat(11) })).toEqual([
      { path: 'title', message: '标题不能超过10个字' },
    ]);
  });
  it('a body that is no object', async () => {
    expect(await faultsOf('OpenSample', [])).toEqual([{ path: '', message: '请求正文应为 JSON 对象' }]);
  });
  it('names every fault', async () => {
    expect(await faultsOf('AddLines', { on: 'x', lines: [{ name: '', amountFen: 'x' }], more: 1 })).toHaveLength(4);
  });
  it('a name of the language itself is an unknown field', async () => {
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(await faultsOf('OpenSample', `{"title":"样例","${name}":{"prototype":{"title":"x"}}}`)).toEqual([
        { path: name, message: '没有这个字段' },
      ]);
  });
  it('a name that comes twice, by its place', async () => {
    const lines = '[{"name":"甲","amountFen":40000,"amountFen":60000}]';
    expect(await faultsOf('AddLines', `{"on":"2023-05-06","lines":${lines}}`)).toEqual([
      { path: 'lines[0].amountFen', message: '同一名称出现不止一次，以哪一个为准无从得知，请只保留一个' },
    ]);
  });
  it('characters that no store keeps, each by its path', async () => {
    expect(await faultsOf('OpenSample', '{"title":"a\\u0000"}')).toEqual([
      { path: 'title', message: '含有无法存储的字符（空字符或者不成对的代理码位）' },
    ]);
    const lines = [LINES.lines[0], { name: '甲\ud800', amountFen: 1 }];
    expect((await faultsOf('AddLines', { ...LINES, lines })).map(({ path }) => path)).toEqual(['lines[1].name']);
  });
  it('nesting without end, wherever it stands', async () => {
    const deep = `${'['.repeat(90_000)}${']'.repeat(90_000)}`;
    for (const [body, place] of [
      [`{"on":"2023-05-06","lines":${deep}}`, /^lines(\[0\]){15}$/],
      [`{"on":${deep}}`, /^on(\[0\]){15}$/],
      [`${'{"on":'.repeat(50_000)}1${'}'.repeat(50_000)}`, /^on(\.on){15}$/],
    ] as const) {
      const [fault, ...others] = await faultsOf('AddLines', body);
      expect(fault!.path).toMatch(place);
      expect(fault!.message).toBe('嵌套不能超过16层');
      expect(others).toEqual([]);
    }
  });
  it('a name without end is not repeated whole', async () => {
    const [fault] = await faultsOf('OpenSample', { title: '样例', ['k'.repeat(1_000_000)]: 1 });
    expect(fault!.path).toBe(`${'k'.repeat(200)}…`);
  });
  it('malformed JSON, an empty body', async () => {
    for (const body of ['{"title":', '']) {
      const response = await bench.post('samples/b1/OpenSample', body);
      expect(response.statusCode).toBe(400);
      expect(problemOf(response)['code']).toBe('malformed_body');
    }
  });
  it('a key that is too long or not printable', async () => {
    for (const key of ['k'.repeat(201), 'k\u00e9y', ''])
      expect((await faultsOf('OpenSample', { title: '样例' }, { 'idempotency-key': key }))[0]!.path).toBe(
        'Idempotency-Key',
      );
  });
  it('an If-Match that is no revision', async () => {
    for (const header of ['W/"1"', '*', '"1", "2"', 'x'])
      expect((await faultsOf('OpenSample', { title: '样例' }, { 'if-match': header }))[0]!.path).toBe('If-Match');
  });
  it('an id that cannot name a stream', async () => {
    const response = await bench.post(`samples/${encodeURIComponent('案 1')}/OpenSample`, { title: '样例' });
    expect(response.statusCode).toBe(400);
    expect(problemOf(response).faults[0]!.path).toBe('id');
  });
  it('an address that cannot be decoded', async () => {
    const response = await bench.get('/api/samples/%zz');
    expect(response.statusCode).toBe(400);
    problemOf(response);
  });
});

describe('404', () => {
  it('names the commands that there are', async () => {
    const response = await bench.post('samples/n1/Dance', {});
    expect(response.statusCode).toBe(404);
    expect(problemOf(response)['known']).toEqual([
      'OpenSample',
      'AddLines',
      'CloseSample',
      'HandSample',
      'BreakSample',
    ]);
  });
  it('names the aggregates that there are', async () => {
    const response = await bench.post('nothing/n1/Dance', {});
    expect(response.statusCode).toBe(404);
    expect(problemOf(response)['known']).toEqual(['samples']);
  });
  it('for any other address', async () => {
    const response = await bench.get('/nowhere');
    expect(response.statusCode).toBe(404);
    expect(problemOf(response)['detail']).toMatch(/\/nowhere/);
  });
});

describe('what the law or the state of things does not permit', () => {
  it('422: the refusal with its code, article, sentence and earliest day', async () => {
    const response = await bench.post('samples/r1/AddLines', LINES);
    expect(response.statusCode).toBe(422);
    expect(problemOf(response)).toEqual({
      type: 'urn:anjuan:problem:refused',
      title: '依法不能办理',
      status: 422,
      detail: '样例尚未建立，不能增加明细',
      code: 'sample.not_open',
      article: '行政处罚法第五条',
      earliest: '2023-06-05',
    });
  });

  it('422: a sentence of pieces in words', async () => {
    expect(problemOf(await bench.post('samples/r2/HandSample', { toId: 'u-none' }))['detail']).toBe('u-none不能接手');
  });

  it('409: a race that was lost each time', async () => {
    const response = await open('raced');
    expect(response.statusCode).toBe(409);
    expect(problemOf(response)).toMatchObject({ code: 'lost_race', stream: 'sample-raced', actual: 7 });
  });

  it('412: a stale If-Match, and 200 or 201 on a right one (G38)', async () => {
    expect((await open('m1', { 'if-match': '"no-stream"' })).statusCode).toBe(201);
    const stale = await bench.post('samples/m1/AddLines', LINES, { 'if-match': '"5"' });
    expect(stale.statusCode).toBe(412);
    expect(problemOf(stale)).toMatchObject({ code: 'stale', actual: 0 });
    expect((await bench.post('samples/m1/AddLines', LINES, { 'if-match': '0' })).statusCode).toBe(200);
    expect((await bench.post('samples/m1/AddLines', LINES, { 'if-match': '"no-stream"' })).statusCode).toBe(412);
  });
});

describe('what the door does not take', () => {
  it('413: a body over 2 MB', async () => {
    const response = await bench.post('samples/l1/OpenSample', { title: 'x'.repeat(2 * 1024 * 1024) });
    expect(response.statusCode).toBe(413);
    expect(problemOf(response)['detail']).toMatch(/2 MB/);
  });
  it('413: a body of more values than any command has, before it is read: it may be no JSON at all', async () => {
    for (const [value, count] of [
      ['"FINE",', 250_000],
      ['{},', 690_000],
      ['[', 1_000_000],
    ] as const) {
      const response = await bench.post('samples/d1/AddLines', `{"lines":[${value.repeat(count)}`);
      expect(response.statusCode).toBe(413);
      expect(problemOf(response)['detail']).toMatch(/100000 项/);
    }
  });
  it('414: an over-long part of a path', async () => {
    const response = await bench.get(`/api/cases/${'x'.repeat(300)}`);
    expect(response.statusCode).toBe(414);
    problemOf(response);
  });
  it('415: a body of another kind, or of none', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const response = await bench.post('samples/l2/OpenSample', 'title=x', { 'content-type': type });
      expect(response.statusCode).toBe(415);
      problemOf(response);
    }
    const none = await bench.app.inject({ method: 'POST', url: '/api/samples/l2/OpenSample', headers: bench.bearer });
    expect(none.statusCode).toBe(415);
  });
});

describe('when something fails inside', () => {
  it('503: the store cannot be reached', async () => {
    const response = await open('unreachable');
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
    expect(problemOf(response)['detail']).toMatch(/请用同一个 Idempotency-Key 重试/);
  });

  it('500: a bug gives a trace id and nothing of the inside', async () => {
    // What is logged is the operator's.
    Logger.overrideLogger(false);
    const response = await bench.post('samples/x1/BreakSample', {});
    expect(response.statusCode).toBe(500);
    const problem = problemOf(response);
    expect(problem['traceId']).toBe(response.headers['x-correlation-id']);
    expect(response.body).not.toMatch(/secret|stack|Error/);
  });
});
