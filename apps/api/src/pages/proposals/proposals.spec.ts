import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OFFICER } from '../../testing/api-bench.js';
import { BROWSER } from '../../testing/browsing.js';
import { encoded, sentOf } from '../../testing/form-inputs.js';
import { smallBureau } from '../../testing/small-bureau.js';

/* 呈批 from the officer's form to the leader's own command, through pages alone. */

const LEADER = { ...OFFICER, sub: 'u-wang', name: '王局长', roles: ['LEADER'] };
const FORM = '/cases/c2/FileCase';

let bureau: Awaited<ReturnType<typeof smallBureau>>;

beforeEach(async () => {
  bureau = await smallBureau();
  await bureau.bench.projector.waitFor(bureau.position(), 10_000);
});
afterEach(() => bureau.bench.close());

const headersOf = async (person: object) => ({
  ...BROWSER,
  cookie: await bureau.bench.cookie(person),
  'sec-fetch-site': 'same-origin',
});

const open = async (url: string, person: object = OFFICER) =>
  bureau.bench.app.inject({ method: 'GET', url, headers: await headersOf(person) });

async function send(url: string, fields: Iterable<readonly [string, string]>, person: object = OFFICER) {
  const headers = { ...(await headersOf(person)), 'content-type': 'application/x-www-form-urlencoded' };
  return bureau.bench.app.inject({ method: 'POST', url, headers, payload: encoded(fields) });
}

/** What a page's form would send, with some inputs filled in. */
function filledIn(html: string, changes: Readonly<Record<string, string>>): [string, string][] {
  return [...sentOf(html).filter(([name]) => !(name in changes)), ...Object.entries(changes)];
}

const TEAM = { 'officers[1].userId': 'u-li', _for: 'u-wang', _action: 'propose' };

/** Proposes the filing of c2; gives the id of the proposal. */
async function propose(changes: Readonly<Record<string, string>> = {}, url = FORM): Promise<string> {
  const done = await send(FORM, filledIn((await open(url)).body, { ...TEAM, ...changes }));
  expect({ status: done.statusCode, body: done.statusCode === 303 ? '' : done.body }).toEqual({
    status: 303,
    body: '',
  });
  const [, id = ''] = /^\/proposals\/([^?]+)\?after=\d+$/.exec(done.headers.location as string)!;
  await open(done.headers.location as string);
  return id;
}

const approve = (html: string, person: object = LEADER) =>
  send(
    '/proposals/approve',
    [...html.matchAll(/name="proposal" value="([^"]+)"/g)].map(([, value]) => ['proposal', value!] as const),
    person,
  );

const eventsOf = async (path: string) =>
  ((await bureau.bench.get(`/api/${path}/timeline`)).json().entries as { type: string; actor: string }[]).map(
    ({ type, actor }) => `${type} ${actor}`,
  );

describe('呈批和批准，不用脚本', () => {
  it('办案人员的表单以呈批收尾；负责人看到办好的内容，批准即由其本人办理', async () => {
    const id = await propose();
    const desk = (await open('/', LEADER)).body;
    expect(desk).toContain(`/proposals/${id}/review`);
    // Until then he waits for whom it lies with.
    const waiting = (await open('/')).body;
    expect(waiting).toContain('等待他人办理');
    expect(waiting).toMatch(/批准<\/td>.*王局长.*今日/);
    expect((await open('/', LEADER)).body).not.toContain('等待他人办理');
    const review = (await open(`/proposals/${id}/review`, LEADER)).body;
    expect(review).toContain('张办案');
    expect(review).toContain('乙超市');
    expect(review).toContain('批准立案');
    const done = await approve(review);
    expect(done.statusCode).toBe(303);
    expect(await eventsOf('cases/c2')).toEqual(['CaseRegistered u-zhang', 'CaseFiled u-wang']);
    expect(await eventsOf(`proposals/${id}`)).toEqual(['ActProposed u-zhang', 'ProposalCarriedOut u-wang']);
    // Sent twice, it is done once.
    expect((await approve(review)).statusCode).toBe(422);
    expect(await eventsOf('cases/c2')).toHaveLength(2);
  });

  it('只由负责人作出的决定，办案人员的表单只能呈批，可选本机关的人；批准即由负责人本人作出', async () => {
    await bureau.give('cases/s1/MakeSummaryDecision', {
      decidedOn: '2023-06-19',
      item: { itemId: 'I-1', name: '占道经营', field: 'CITY_APPEARANCE' },
      party: { partyId: 'p1', kind: 'CITIZEN', name: '赵某' },
      kinds: ['WARNING'],
      fineFen: 0,
      officers: ['u-zhang', 'u-li'],
      place: '新桥街',
      territoryCode: '330802',
    });
    await bureau.bench.projector.waitFor(bureau.position(), 10_000);
    const url = '/cases/s1/RevokeDecision';
    const html = (await open(url)).body;
    expect(html).toContain('<option value="u-wang">王局长');
    expect(html).not.toContain('下一步：核对');
    const revoked = { reason: '当事人不是违法行为人', _for: 'u-wang', _action: 'propose' };
    const proposed = await send(url, filledIn(html, revoked));
    expect(proposed.statusCode).toBe(303);
    const [, id = ''] = /^\/proposals\/([^?]+)\?/.exec(proposed.headers.location as string)!;
    await open(proposed.headers.location as string);
    expect((await approve((await open(`/proposals/${id}/review`, LEADER)).body)).statusCode).toBe(303);
    expect(await eventsOf('cases/s1')).toEqual(['SummaryDecisionMade u-zhang', 'DecisionRevoked u-wang']);
    expect((await send(url, filledIn(html, { ...revoked, _action: 'confirm' }))).statusCode).toBe(403);
  });

  it('呈批件自己的页面把所呈的事说全，不露程序里的名称；修改从该事项自己的表单做起', async () => {
    const id = await propose();
    const page = (await open(`/proposals/${id}`)).body;
    expect(page).toContain('李协办');
    expect(page).not.toMatch(/>(FileCase|case)</);
    expect(page).toContain(`href="${FORM}?proposal=${id}"`);
  });

  it('只能呈批给在任的负责人；纸质审批折在后面', async () => {
    const html = (await open(FORM)).body;
    const [, choices = ''] = /<select id="_for"[^>]*>(.*?)<\/select>/s.exec(html)!;
    expect([...choices.matchAll(/value="([^"]+)"/g)].map(([, value]) => value)).toEqual(['u-wang']);
    expect(html).toMatch(/<summary>负责人已在纸质审批表上批准的<\/summary>/);
  });

  it('退回写明理由，回到办案人员的工作台；表单上是呈批的内容和退回的理由，修改后重新呈批', async () => {
    const id = await propose();
    const review = (await open(`/proposals/${id}/review`, LEADER)).body;
    const [, revision = ''] = /name="_revision" value="(\d+)"/.exec(review)!;
    const back = await send(
      `/proposals/${id}/ReturnProposal`,
      [
        ['_revision', revision],
        ['on', '2023-06-20'],
        ['reason', '请补充现场照片'],
      ],
      LEADER,
    );
    expect(back.statusCode).toBe(303);
    await open(back.headers.location as string, LEADER);
    const desk = (await open('/')).body;
    expect(desk).toContain('请补充现场照片');
    expect(desk).not.toContain('等待他人办理');
    const form = (await open(`${FORM}?proposal=${id}`)).body;
    expect(form).toContain('请补充现场照片');
    expect(new Map(sentOf(form)).get('officers[1].userId')).toBe('u-li');
    expect(await propose({}, `${FORM}?proposal=${id}`)).toBe(id);
    expect((await approve((await open(`/proposals/${id}/review`, LEADER)).body)).statusCode).toBe(303);
  });

  it('审阅以后又有变动的，不批准，请重新审阅', async () => {
    const id = await propose();
    const review = (await open(`/proposals/${id}/review`, LEADER)).body;
    await propose({ _proposal: id, _opinion: '补充说明' });
    const done = await approve(review);
    expect(done.statusCode).toBe(422);
    expect(done.body).toContain('请重新审阅');
    expect(await eventsOf('cases/c2')).toHaveLength(1);
  });

  it('负责人会被拒绝的，呈批时就在表单上说明；没有选负责人的也是', async () => {
    const html = (await open(FORM)).body;
    const refused = await send(FORM, filledIn(html, { ...TEAM, _for: 'u-li' }));
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toMatch(/依法不能办理：<\/b>[^<]*李协办/);
    const unsaid = await send(FORM, filledIn(html, { ...TEAM, _for: '' }));
    expect(unsaid.statusCode).toBe(400);
    expect(unsaid.body).toContain('请选择呈批给哪位负责人');
  });

  it('其间条件变了的，审阅时说明为什么现在不能批准；勉强批准也不成', async () => {
    const id = await propose();
    const review = (await open(`/proposals/${id}/review`, LEADER)).body;
    await bureau.give(
      'officers/u-li/RevokeCertificate',
      { certNo: 'C-u-li', revokedOn: '2023-06-20', reason: '调离' },
      bureau.administrator,
    );
    expect((await open(`/proposals/${id}/review`, LEADER)).body).toContain('现在依法不能批准');
    expect((await approve(review)).statusCode).toBe(422);
    expect(await eventsOf('cases/c2')).toHaveLength(1);
  });

  it('办案人员批准不了，自己的也看得到；没有勾选的说明要勾选', async () => {
    const id = await propose();
    const review = (await open(`/proposals/${id}/review`)).body;
    expect(review).not.toContain('批准立案');
    const forged = await send('/proposals/approve', [['proposal', `${id}@0`]]);
    expect(forged.statusCode).toBe(422);
    expect(await eventsOf('cases/c2')).toHaveLength(1);
    expect((await send('/proposals/approve', [], LEADER)).statusCode).toBe(400);
  });
});
