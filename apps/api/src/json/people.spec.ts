import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { byRegister, lawLoop, lawRegistry } from '#enforcement';
import { openCommandDoor } from '#platform';
import { loadStatutes } from '#statutes';
import { ADMINISTRATOR, apiBench, OFFICER } from '../testing/api-bench.js';
import { BROWSER } from '../testing/browsing.js';
import { smallBureau } from '../testing/small-bureau.js';

/* M5: roles and unit are those of the register of people, on every door, whatever a token or a session says. */

const EVIDENCE = {
  ...{ evidenceId: 'E1', kind: 'OBJECT', sha256: '0'.repeat(64), obtainedAt: '2023-06-10T02:00:00.000Z' },
  officers: ['u-zhang', 'u-li'],
};

let bureau: Awaited<ReturnType<typeof smallBureau>>;
beforeAll(async () => {
  bureau = await smallBureau();
});
afterAll(() => bureau.bench.close());

const problem = (response: { json(): object; statusCode: number }) => ({
  status: response.statusCode,
  ...(response.json() as { readonly code: string; readonly detail: string }),
});
/** In the browser of somebody, who is whom the register has. */
const inBrowser = async (method: 'GET' | 'POST', url: string, payload = '') =>
  bureau.bench.app.inject({
    method,
    url,
    headers: {
      ...BROWSER,
      cookie: await bureau.claimingByCookie(OFFICER),
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload,
  });

describe('令牌称负责人，登记簿中是办案人员', () => {
  const LEADER = { ...OFFICER, roles: ['LEADER'] };
  const ACTS = [
    'administrative-acts/a1/RevokeLicense',
    'coordinations/k1/EscalateCoordination',
    'cases/c1/ReturnInvestigation',
  ];

  it.each(ACTS)('接口：%s 拒绝，并说明登记簿中是什么', async (act) => {
    expect(problem(await bureau.bench.post(act, {}, await bureau.claiming(LEADER)))).toMatchObject({
      status: 403,
      code: 'actor.role_missing',
      detail: '登录令牌称张办案（u-zhang）是机关负责人，而执法人员登记簿中他的身份是办案人员，没有在任的职务',
    });
  });

  it.each(ACTS.slice(0, 2))('网页：%s 拒绝，登录以后是登记簿中的办案人员', async (act) => {
    expect((await inBrowser('GET', `/${act}`)).statusCode).toBe(403);
    expect((await inBrowser('POST', `/${act}`)).statusCode).toBe(403);
  });

  it('网页：退回补充调查可以呈批，不能自己办', async () => {
    const given = 'reason=补充取证&returnedOn=2023-06-20&_action=confirm&_key=k1';
    const before = await bureau.bench.store.readStream('case-c1');
    expect([403, 422]).toContain((await inBrowser('POST', '/cases/c1/ReturnInvestigation', given)).statusCode);
    expect(await bureau.bench.store.readStream('case-c1')).toEqual(before);
  });

  it('命令总线（导入、消息、演示都由此进）：拒绝', async () => {
    const statutes = loadStatutes();
    const door = await openCommandDoor({
      registry: lawRegistry,
      loop: lawLoop(bureau.bench.store, statutes, byRegister()),
      ruleset: statutes.version,
      sourceSystem: 'PLATFORM',
    });
    const actor = { id: 'u-zhang', unit: 'QZ', roles: ['LEADER'] };
    const input = { aggregate: 'case', id: 'c1', actor, now: '2023-06-20T02:00:00.000Z' };
    expect(
      await door.execute({
        ...input,
        name: 'ReturnInvestigation',
        body: { reason: '补充取证', returnedOn: '2023-06-20' },
      }),
    ).toMatchObject({ kind: 'refused', refusal: { code: 'actor.role_missing' } });
    await door.close();
  });

  it('呈批：不能批准', async () => {
    const officers = [
      { userId: 'u-zhang', duty: 'LEAD' },
      { userId: 'u-li', duty: 'ASSIST' },
    ];
    await bureau.give('proposals/p1/Propose', {
      ...{ register: 'case', recordId: 'c2', act: 'FileCase', forId: 'u-wang', on: '2023-06-20' },
      input: { filedOn: '2023-06-20', officers },
    });
    const colleague = { ...LEADER, sub: 'u-li', name: '李协办' };
    const approve = (headers: Record<string, string>) =>
      bureau.bench.app.inject({
        method: 'POST',
        url: '/proposals/approve',
        headers: {
          ...BROWSER,
          ...headers,
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
        },
        payload: 'proposal=p1@0',
      });
    const byToken = await approve(await bureau.claiming(colleague));
    expect(byToken.statusCode).toBe(403);
    expect(byToken.body).toContain('登录令牌称李协办（u-li）是机关负责人');
    const bySession = await approve({ cookie: await bureau.claimingByCookie(colleague) });
    expect(bySession.statusCode).toBe(422);
    expect(bySession.body).toContain('此事须由机关负责人批准');
  });

  it('查阅、导入：同样拒绝', async () => {
    const leader = await bureau.claiming(LEADER);
    expect((await bureau.bench.get('/api/cases', leader)).statusCode).toBe(403);
    const registrar = await bureau.claiming({ ...OFFICER, roles: ['REGISTRAR'] });
    expect((await bureau.bench.post('imports/i1/ImportSummaryDecisions', {}, registrar)).statusCode).toBe(403);
    expect((await bureau.bench.get('/import', { ...BROWSER, ...registrar })).statusCode).toBe(403);
  });
});

describe('令牌称别的单位，或者登记簿中没有', () => {
  it('取证：令牌称甲单位，登记簿中是乙单位，拒绝', async () => {
    await bureau.bench.as({ sub: 'u-kecheng', name: '柯办案', unit: 'KC', roles: ['OFFICER'] });
    const claimed = await bureau.claiming({ sub: 'u-kecheng', name: '柯办案', unit: 'QZ', roles: ['OFFICER'] });
    expect(problem(await bureau.bench.post('cases/c1/CollectEvidence', EVIDENCE, claimed))).toMatchObject({
      status: 403,
      code: 'actor.other_unit',
      detail: '登录令牌称柯办案（u-kecheng）属于衢州市综合行政执法局，执法人员登记簿中属于KC',
    });
    // Without a claim he is of his own unit, whose business the case is not.
    const own = await bureau.claiming({ sub: 'u-kecheng', name: '柯办案', unit: undefined, roles: undefined });
    expect(problem(await bureau.bench.post('cases/c1/CollectEvidence', EVIDENCE, own))).toMatchObject({
      status: 422,
      code: 'unit.not_responsible',
    });
  });

  it('登记簿中没有的人，什么也不能办、不能看；网页上可以退出', async () => {
    const nobody = { sub: 'u-ghost', name: '无名', unit: 'QZ', roles: ['OFFICER'] };
    const headers = await bureau.claiming(nobody);
    for (const answer of [
      await bureau.bench.post('cases/c1/CollectEvidence', EVIDENCE, headers),
      await bureau.bench.get('/api/cases/c1', headers),
    ])
      expect(problem(answer)).toMatchObject({ status: 403, code: 'actor.unregistered' });
    const cookie = { ...BROWSER, cookie: await bureau.claimingByCookie(nobody) };
    const page = await bureau.bench.get('/', cookie);
    expect(page.statusCode).toBe(403);
    expect(page.body).toContain('执法人员登记簿中没有无名（u-ghost）');
    expect(page.body).toContain('action="/sign-out"');
    expect((await bureau.bench.get('/sign-in', cookie)).body).toContain('执法人员登记簿中没有无名（u-ghost）');
  });

  it('令牌不说单位和身份的，以登记簿为准', async () => {
    const headers = await bureau.claiming({ sub: 'u-wang', name: '王局长' });
    expect((await bureau.bench.get('/api/session', headers)).json()).toMatchObject({ unit: 'QZ', roles: ['LEADER'] });
  });
});

describe('职责在下一次请求就变', () => {
  it('授予、收回都不必重新登录', async () => {
    const person = { sub: 'u-deng', name: '邓登记', unit: 'QZ', roles: [] as string[] };
    const cookie = { cookie: await bureau.bench.cookie(person) };
    const rolesNow = async () => (await bureau.bench.get('/api/session', cookie)).json().roles;
    const leads = async () => (await bureau.bench.get('/api/leads', cookie)).statusCode;
    expect([await rolesNow(), await leads()]).toEqual([[], 403]);
    const at = 'officers/u-deng';
    await bureau.give(`${at}/GrantRole`, { role: 'REGISTRAR', from: '2023-06-20' }, bureau.administrator);
    expect([await rolesNow(), await leads()]).toEqual([['REGISTRAR'], 200]);
    const withdrawal = { role: 'REGISTRAR', from: '2023-06-21', reason: '岗位调整' };
    await bureau.give(`${at}/WithdrawRole`, withdrawal, bureau.administrator);
    expect([await rolesNow(), await leads()]).toEqual([['REGISTRAR'], 200]);
    bureau.setTime('2023-06-20T16:00:00.000Z');
    expect([await rolesNow(), await leads()]).toEqual([[], 403]);
    bureau.setTime('2023-06-20T02:00:00.000Z');
  });
});

describe('空库', () => {
  it('只有安装时指定的首任系统管理员进得来；他登记了别人，别人才进得来', async () => {
    const bench = await apiBench({ registry: lawRegistry, standing: byRegister(ADMINISTRATOR.sub) });
    const administrator = await bench.as({ sub: ADMINISTRATOR.sub, name: ADMINISTRATOR.name });
    const another = await bench.as({ sub: 'u-other', name: '另一人' });
    const unit = { level: 'CITY', territoryCode: '330800', uscc: '11330800768656330Q', documentPrefix: '衢' };
    const establish = (headers: Record<string, string>) =>
      bench.post('units/QZ/EstablishUnit', { ...unit, name: '衢州市局' }, headers);
    expect(problem(await establish(another))).toMatchObject({ status: 403, code: 'actor.unregistered' });
    expect((await establish(administrator)).statusCode).toBe(201);
    const registration = { name: '另一人', unitId: 'QZ', auxiliary: false };
    const give = async (act: string, body: object, headers = administrator) =>
      (await bench.post(`officers/${act}`, body, headers)).statusCode;
    expect(await give('u-other/RegisterOfficer', registration)).toBe(201);
    const grant = { role: 'ADMINISTRATOR', from: '2023-01-01' };
    expect(await give('u-other/GrantRole', grant, another)).toBe(403);
    expect(await give('u-other/GrantRole', grant)).toBe(200);
    // The first one enters himself as well, and may be taken out by the second: from then on the register decides.
    expect(await give(`${ADMINISTRATOR.sub}/RegisterOfficer`, { ...registration, name: '管系统' })).toBe(201);
    expect(await give(`${ADMINISTRATOR.sub}/GrantRole`, grant)).toBe(200);
    expect(await give(`${ADMINISTRATOR.sub}/WithdrawRole`, { ...grant, reason: '轮岗' })).toBe(422);
    expect(await give(`${ADMINISTRATOR.sub}/WithdrawRole`, { ...grant, reason: '轮岗' }, another)).toBe(200);
    expect(await give('u-third/RegisterOfficer', registration)).toBe(403);
    await bench.close();
  });
});
