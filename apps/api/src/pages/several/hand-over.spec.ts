import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OFFICER } from '../../testing/api-bench.js';
import { BROWSER } from '../../testing/browsing.js';
import { encoded, sentOf } from '../../testing/form-inputs.js';
import { smallBureau } from '../../testing/small-bureau.js';

/* 更换办案人员: several of one person's cases to another at once, by the leader alone, each asked by its guards (L13). */

const LEADER = { ...OFFICER, sub: 'u-wang', name: '王局长', roles: ['LEADER'] };
const PAGE = '/hand-over/cases?of=u-zhang';

let bureau: Awaited<ReturnType<typeof smallBureau>>;

beforeEach(async () => {
  bureau = await smallBureau();
  const { give, administrator } = bureau;
  for (const [userId, name, validTo] of [
    ['u-zhao', '赵接办', '2029-12-31'],
    ['u-qian', '钱到期', '2023-06-19'],
  ] as const) {
    await give(`officers/${userId}/RegisterOfficer`, { name, unitId: 'QZ', auxiliary: false }, administrator);
    await give(
      `officers/${userId}/IssueCertificate`,
      { certNo: `C-${userId}`, validFrom: '2020-01-01', validTo },
      administrator,
    );
  }
  await settled();
});
afterEach(() => bureau.bench.close());

const settled = () => bureau.bench.projector.waitFor(bureau.position(), 10_000);

const headersOf = async (person: object) => ({
  ...BROWSER,
  cookie: await bureau.bench.cookie(person),
  'sec-fetch-site': 'same-origin',
});

const open = async (url: string, person: object = LEADER) =>
  bureau.bench.app.inject({ method: 'GET', url, headers: await headersOf(person) });

/** Sends what the page would send, with these cases ticked and these inputs filled in. */
async function send(
  html: string,
  cases: readonly string[],
  changes: Readonly<Record<string, string>>,
  as: object = LEADER,
) {
  const fields = [...sentOf(html).filter(([name]) => name !== '_record' && !(name in changes))];
  const payload = encoded([...fields, ...Object.entries(changes), ...cases.map((id) => ['_record', id] as const)]);
  const headers = { ...(await headersOf(as)), 'content-type': 'application/x-www-form-urlencoded' };
  return bureau.bench.app.inject({ method: 'POST', url: PAGE, headers, payload });
}

const TO_ZHAO = { userId: 'u-zhao', reason: '调离' };

const officersOf = async (id: string) =>
  ((await bureau.bench.get(`/api/cases/${id}`)).json().row.officers as string[]).toSorted();

describe('更换办案人员，几件一并办理', () => {
  it('从工作台的人员在办案件进入，列出该人员在办的，勾选的逐件更换；发送两次只办一次', async () => {
    expect((await open('/?unit=QZ')).body).toContain('/hand-over/cases?of=u-zhang');
    const { body } = await open(PAGE);
    expect(body).toContain('共 2 件');
    expect(body).toContain('甲餐饮店');
    expect(body).not.toContain('乙超市');
    expect(body).not.toContain('name="approverId"');
    for (let times = 0; times < 2; times += 1) {
      const done = await send(body, ['c1', 'c3'], TO_ZHAO);
      expect(done.statusCode).toBe(200);
      expect(done.body).toContain('已办理 2 件。');
    }
    const { entries } = (await bureau.bench.get('/api/cases/c1/timeline')).json();
    expect(entries.filter(({ type }: { type: string }) => type === 'OfficerReplaced')).toHaveLength(1);
    expect(entries.find(({ type }: { type: string }) => type === 'OfficerReplaced').actor).toBe('u-wang');
    await bureau.bench.projector.waitFor((await bureau.bench.store.head()).position, 10_000);
    for (const id of ['c1', 'c3']) expect(await officersOf(id)).toEqual(['u-li', 'u-zhao']);
    expect((await open(PAGE)).body).toContain('张办案在本单位没有可以更换办案人员的案件');
  });

  it('有的依法不能更换的，说明哪一件、为什么，其余各件照办', async () => {
    await bureau.give(
      'cases/c3/AssignOfficer',
      { userId: 'u-zhao', duty: 'ASSIST', assignedOn: '2023-06-20' },
      await bureau.bench.as(LEADER),
    );
    await settled();
    const done = await send((await open(PAGE)).body, ['c1', 'c3', 'c2'], TO_ZHAO);
    expect(done.statusCode).toBe(422);
    expect(done.body).toContain('已办理 1 件，2 件没有办理。');
    expect(done.body).toContain('赵接办已是本案办案人员（行政处罚法第四十二条第一款）');
    await bureau.bench.projector.waitFor((await bureau.bench.store.head()).position, 10_000);
    expect(await officersOf('c1')).toEqual(['u-li', 'u-zhao']);
    expect(await officersOf('c3')).toEqual(['u-li', 'u-zhang', 'u-zhao']);
  });

  it('接办的人执法证昨日到期的，各件都不能更换，说明为什么', async () => {
    const done = await send((await open(PAGE)).body, ['c1', 'c3'], { userId: 'u-qian', reason: '调离' });
    expect(done.statusCode).toBe(422);
    expect(done.body).toContain('已办理 0 件，2 件没有办理。');
    expect(done.body).toContain('钱到期在2023-06-20没有有效的执法证');
  });

  it('没有勾选、没有选择接办人员、没有写理由的，说明在栏目处，勾选的还在', async () => {
    const { body } = await open(PAGE);
    const none = await send(body, [], TO_ZHAO);
    expect(none.statusCode).toBe(400);
    expect(none.body).toContain('请先勾选');
    const unsaid = await send(body, ['c1'], { userId: '', reason: '' });
    expect(unsaid.statusCode).toBe(400);
    expect(unsaid.body).toContain('请选择接办人员');
    expect(unsaid.body).toContain('请填写理由');
    expect(unsaid.body).toMatch(/value="c1"[^>]*checked|checked[^>]*value="c1"/);
    expect(unsaid.body).not.toMatch(/value="c3"[^>]*checked|checked[^>]*value="c3"/);
  });

  it('全部勾选不用脚本', async () => {
    const { body } = await open(`${PAGE}&all=true`);
    expect(sentOf(body).filter(([name]) => name === '_record')).toHaveLength(2);
  });

  it('只有机关负责人可以；办案人员发送的不成', async () => {
    const { statusCode, body } = await open(PAGE, OFFICER);
    expect(statusCode).toBe(403);
    expect(body).toContain('“更换办案人员”应由机关负责人办理');
    const forged = await send((await open(PAGE)).body, ['c1'], TO_ZHAO, OFFICER);
    expect(forged.statusCode).toBe(422);
    expect(await officersOf('c1')).toEqual(['u-li', 'u-zhang']);
  });
});
