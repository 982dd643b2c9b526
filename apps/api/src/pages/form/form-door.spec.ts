import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '#eventsourcing';
import { OFFICER } from '../../testing/api-bench.js';
import { BROWSER } from '../../testing/browsing.js';
import { encoded, sentOf } from '../../testing/form-inputs.js';
import { smallBureau } from '../../testing/small-bureau.js';

/* What becomes of a form that is sent: done, wrong, refused, overtaken, sent twice, sent without a session. */

const COLLEAGUE = { ...OFFICER, sub: 'u-li', name: '李协办' };
const LEADER = { ...OFFICER, sub: 'u-wang', name: '王局长', roles: ['LEADER'] };
const ADMINISTRATOR = { ...OFFICER, sub: 'u-guan', name: '管系统', roles: ['ADMINISTRATOR'] };

let bureau: Awaited<ReturnType<typeof smallBureau>>;

beforeEach(async () => {
  bureau = await smallBureau();
  await bureau.bench.projector.waitFor(bureau.position(), 10_000);
});
afterEach(() => bureau.bench.close());

async function cookieOf(person: object | null) {
  return person === null ? {} : { cookie: await bureau.bench.cookie(person) };
}

async function open(url: string, person: object | null = OFFICER) {
  return bureau.bench.app.inject({ method: 'GET', url, headers: { ...BROWSER, ...(await cookieOf(person)) } });
}

async function send(
  url: string,
  fields: Iterable<readonly [string, string]>,
  person: object | null = OFFICER,
  site = 'same-origin',
) {
  return bureau.bench.app.inject({
    method: 'POST',
    url,
    headers: {
      ...BROWSER,
      ...(await cookieOf(person)),
      'sec-fetch-site': site,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: encoded(fields),
  });
}

/** What a page's form would send, with some inputs filled in. */
function filledIn(html: string, changes: Readonly<Record<string, string>>): [string, string][] {
  const kept = sentOf(html).filter(([name]) => !(name in changes));
  return [...kept, ...Object.entries(changes)];
}

const timelineOf = async (path: string) => (await bureau.bench.get(`/api/${path}/timeline`)).json().entries as object[];

const LEAD = { source: 'PLATFORM', content: '夜间施工噪声', place: '荷花中路' };

async function newForm(url: string, person: object = OFFICER) {
  const begun = await open(url, person);
  const address = begun.headers.location as string;
  return { address, html: (await open(address, person)).body };
}

describe('表单的说明', () => {
  it('所依据的法条逐字给出', async () => {
    const { html } = await newForm('/cases/new/MakeSummaryDecision');
    expect(html).toContain('违法事实确凿并有法定依据，对公民处以二百元以下');
  });

  it('从某日起才可以办理的，可以记入自己的日程；不是日期的说明应是日期', async () => {
    const url = '/leads/l1/RejectLead/reminder.ics';
    const taken = await open(`${url}?on=2024-01-12`);
    expect(taken.statusCode).toBe(200);
    expect(taken.headers['content-type']).toMatch(/^text\/calendar/);
    expect(taken.headers['content-disposition']).toContain('attachment');
    expect(taken.body).toContain('DTSTART;VALUE=DATE:20240112');
    for (const on of ['', '2024-02-30', '2024-01-12%0D%0ATRIGGER:x'])
      expect((await open(`${url}?on=${on}`)).statusCode).toBe(400);
    expect((await open(`${url}?on=2024-01-12`, null)).statusCode).not.toBe(200);
  });
});

describe('表单的办理', () => {
  it('新登记的，编号由系统给；填好交上来即办成，回到案卷，等到可以看到', async () => {
    const { address, html } = await newForm('/leads/new/RegisterLead');
    expect(address).toMatch(/^\/leads\/20230620-[0-9a-z]{6}\/RegisterLead$/);
    expect(html).toContain('value="2023-06-20"');
    const done = await send(address, filledIn(html, LEAD));
    expect(done.statusCode).toBe(303);
    expect(done.headers.location).toMatch(/^\/leads\/20230620-\w{6}\?after=\d+$/);
    const file = await open(done.headers.location as string);
    expect(file.statusCode).toBe(200);
    expect(file.body).toContain('荷花中路');
  });

  it('同一份表单交两次，只办一次；改了再交的，说明已经办过', async () => {
    const { address, html } = await newForm('/leads/new/RegisterLead');
    const first = await send(address, filledIn(html, LEAD));
    const again = await send(address, filledIn(html, LEAD));
    expect([again.statusCode, again.headers.location]).toEqual([303, first.headers.location]);
    expect(await timelineOf(address.slice(1).replace('/RegisterLead', ''))).toHaveLength(1);
    const other = await send(address, filledIn(html, { ...LEAD, content: '另一件事' }));
    expect(other.statusCode).toBe(422);
    expect(other.body).toContain('此前已经办理成功');
    expect(other.body).toContain('另一件事');
  });

  it('有误的，在其输入处说明，开头列出并通到那里，填好的都还在', async () => {
    const { address, html } = await newForm('/leads/new/RegisterLead');
    const { statusCode, body } = await send(address, filledIn(html, { content: '噪声', registeredOn: '2023-02-30' }));
    expect(statusCode).toBe(400);
    expect(body).toContain('<a href="#source">请选择来源</a>');
    expect(body).toContain('id="source-fault"');
    expect(body).toMatch(/name="registeredOn"[^>]*aria-describedby="registeredOn-fault"[^>]*aria-invalid="true"/);
    expect(new Map(sentOf(body)).get('content')).toBe('噪声');
    // Mended, the same form is done.
    expect((await send(address, filledIn(body, { ...LEAD, registeredOn: '2023-06-20' }))).statusCode).toBe(303);
  });

  it('列表中的错，说在那一行；不用脚本也能增减行', async () => {
    const url = '/cases/c2/FileCase';
    const html = (await open(url)).body;
    expect(new Map(sentOf(html)).get('officers[0].userId')).toBe('u-zhang');
    const { statusCode, body } = await send(url, filledIn(html, { 'officers[1].userId': '', approverId: 'u-wang' }));
    expect(statusCode).toBe(400);
    expect(body).toContain('id="officers[1].userId-fault"');
    const more = await send(url, filledIn(html, { _action: 'add:officers' }));
    expect(new Map(sentOf(more.body)).has('officers[2].userId')).toBe(true);
    const less = await send(url, filledIn(more.body, { 'officers[2].userId': 'u-li', _action: 'remove:officers[1]' }));
    expect(new Map(sentOf(less.body)).get('officers[1].userId')).toBe('u-li');
    expect(await timelineOf('cases/c2')).toHaveLength(1);
  });

  it('依法不能办的，说明理由、条文；填好的都还在', async () => {
    const url = '/cases/c2/FileCase';
    const form = filledIn((await open(url)).body, { approverId: 'u-li', 'officers[1].userId': 'u-li' });
    const { statusCode, body } = await send(url, form);
    expect(statusCode).toBe(422);
    expect(body).toMatch(/依法不能办理：<\/b>[^<]*李协办/);
    expect(body).toMatch(/依据：[^<]*法/);
    expect(new Map(sentOf(body)).get('approverId')).toBe('u-li');
  });

  it('怎么填都不能办的，不给表单，只说理由、条文和最早的日子', async () => {
    const { body } = await open('/cases/c1/ConcludeInvestigation');
    expect(body).toContain('没有任何证据');
    expect(body).not.toContain('class="act ');
  });

  it('填写期间别人办了别的，给他看办了什么，填好的都还在，再交即在新的版本上办', async () => {
    const url = '/cases/c1/OrderCorrection';
    const html = (await open(url)).body;
    const theirs = (await open('/cases/c1/CollectEvidence', COLLEAGUE)).body;
    const evidence = { kind: 'SITE_RECORD', sha256: 'a'.repeat(64), obtainedAt: '2023-06-19T09:30' };
    expect((await send('/cases/c1/CollectEvidence', filledIn(theirs, evidence), COLLEAGUE)).statusCode).toBe(303);
    const mine = { content: '于六月三十日前清理占用人行道的全部物品并恢复原状', dueOn: '2023-06-30' };
    const overtaken = await send(url, filledIn(html, mine));
    expect(overtaken.statusCode).toBe(412);
    expect(overtaken.body).toContain('您填写期间，内容已经变化');
    expect(overtaken.body).toMatch(/class="timeline[\s\S]*勘验笔录、现场笔录[\s\S]*李协办/);
    expect(new Map(sentOf(overtaken.body)).get('content')).toBe('于六月三十日前清理占用人行道的全部物品并恢复原状');
    expect((await send(url, sentOf(overtaken.body))).statusCode).toBe(303);
  });

  it('不能撤回的，先核对再办；返回修改时填好的都还在', async () => {
    const { address, html } = await newForm('/cases/new/MakeSummaryDecision');
    const decision = {
      'item.itemId': 'I-1',
      'item.name': '占道经营',
      'item.field': 'CITY_APPEARANCE',
      'party.kind': 'CITIZEN',
      'party.name': '<b>赵某</b>',
      kinds: 'FINE',
      fineFen: '100.50',
      'officers[1]': 'u-li',
      place: '新桥街',
    };
    const shown = await send(address, filledIn(html, decision));
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain('100.50 元（大写：壹佰元伍角整）');
    expect(shown.body).toContain('李协办');
    expect(shown.body).toContain('&lt;b>赵某&lt;/b>');
    const carried = sentOf(shown.body);
    const edited = await send(address, [...carried, ['_action', 'edit']]);
    expect(new Map(sentOf(edited.body)).get('fineFen')).toBe('100.50');
    const done = await send(address, [...carried, ['_action', 'confirm']]);
    expect(done.statusCode).toBe(303);
    expect((await open(done.headers.location as string)).body).toContain('当场决定对');
  });

  it('办了以后不在自己查阅范围的，说明已经办理、由他人接着办', async () => {
    const unit = { level: 'COUNTY', parentId: 'QZ', territoryCode: '330802', uscc: '11330800768656330Q' };
    await bureau.give(
      'units/KC/EstablishUnit',
      { ...unit, name: '柯城局', documentPrefix: '柯综执' },
      bureau.administrator,
    );
    const { address, html } = await newForm('/leads/new/RegisterLead');
    const lead = (await send(address, filledIn(html, LEAD))).headers.location as string;
    const url = `${lead.split('?')[0]}/ReassignLead`;
    await open(lead);
    const confirm = await send(url, filledIn((await open(url)).body, { toUnitId: 'KC' }));
    expect(confirm.body).toContain('柯城局');
    const done = await send(url, [...sentOf(confirm.body), ['_action', 'confirm']]);
    expect(done.statusCode).toBe(303);
    const after = await open(done.headers.location as string);
    expect([after.statusCode, after.body.includes('不再在您的查阅范围')]).toEqual([200, true]);
    expect((await open(done.headers.location!.toString().split('?')[0]!)).statusCode).toBe(403);
  });

  it('编号由人给的，填在表单上', async () => {
    const { body } = await open('/officers/new/RegisterOfficer', ADMINISTRATOR);
    const officer = { name: '新来的', unitId: 'QZ', auxiliary: 'false' };
    const without = await send('/officers/new/RegisterOfficer', filledIn(body, officer), ADMINISTRATOR);
    expect(without.statusCode).toBe(400);
    expect(without.body).toContain('id="_id-fault"');
    const done = await send(
      '/officers/new/RegisterOfficer',
      filledIn(body, { ...officer, _id: 'u-xin' }),
      ADMINISTRATOR,
    );
    expect(done.headers.location).toMatch(/^\/officers\/u-xin\?after=/);
  });

  it('记录以其文号填写的，找得到；案卷上的办理事项通到表单', async () => {
    const { body } = await open('/cases/c1');
    expect(body).toContain('href="/cases/c1/CollectEvidence"');
    const row = (await bureau.bench.get('/api/cases/c1')).json().row;
    const { address, html } = await newForm('/remedies/new/FileReconsideration', { ...OFFICER, roles: ['REGISTRAR'] });
    const done = await send(address, filledIn(html, { caseId: row.caseNo, applicant: '甲餐饮店' }), {
      ...OFFICER,
      roles: ['REGISTRAR'],
    });
    expect([done.statusCode, done.body]).toEqual([303, '']);
    const remedy = (await bureau.bench.get(`/api${address.replace('/FileReconsideration', '')}`)).json();
    expect(remedy.row.caseId).toBe('c1');
  });

  it('不由他办的，不给看；别的网站发来的，不办', async () => {
    expect((await open('/cases/c1/DecideRecusal')).statusCode).toBe(403);
    expect((await open('/cases/c1/CollectEvidence', LEADER)).statusCode).toBe(403);
    expect((await open('/cases/c1/NoSuchAct')).statusCode).toBe(404);
    expect((await open('/cases/new/FileCase')).statusCode).toBe(404);
    const { address, html } = await newForm('/leads/new/RegisterLead');
    for (const site of ['cross-site', 'same-site', 'none'])
      expect([site, (await send(address, filledIn(html, LEAD), OFFICER, site)).statusCode]).toEqual([site, 403]);
  });
});

describe('数据存储暂时无法访问', () => {
  it('填好的还在，再提交一次就办，而且只办一次', async () => {
    const { address, html } = await newForm('/leads/new/RegisterLead');
    const { store } = bureau.bench;
    const { append } = store;
    // The first time nothing is known of what became of it; it was durable all the same.
    store.append = async (...args) => {
      await append(...args);
      throw new StoreUnavailableError('away', { isOutcomeUnknown: true });
    };
    const away = await send(address, filledIn(html, LEAD));
    store.append = append;
    expect(away.statusCode).toBe(503);
    expect(away.body).toContain('您填写的内容没有丢失');
    expect(new Map(sentOf(away.body)).get('place')).toBe('荷花中路');
    expect((await send(address, sentOf(away.body))).statusCode).toBe(303);
    expect(await timelineOf(address.slice(1).replace('/RegisterLead', ''))).toHaveLength(1);
  });
});

describe('登录已经失效', () => {
  it('填好的还在原页，登录后接着填写，再交即办；没有擅自办', async () => {
    const { address, html } = await newForm('/leads/new/RegisterLead');
    const expired = await send(address, filledIn(html, LEAD), null);
    expect(expired.statusCode).toBe(401);
    expect(expired.body).toContain('内容没有丢失');
    expect(expired.body).toMatch(/href="\/sign-in\/start\?return=\/sign-in\/done" target="_blank"/);
    expect((await bureau.bench.get(`/api${address.replace('/RegisterLead', '')}`)).statusCode).toBe(404);
    const inputs = [...expired.body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name!, value!] as const,
    );
    // Too early: still nothing is lost.
    expect((await send(address, inputs, null)).body).toContain('内容没有丢失');
    const form = await send(address, inputs);
    expect(form.statusCode).toBe(200);
    expect(new Map(sentOf(form.body)).get('content')).toBe(LEAD.content);
    expect((await send(address, sentOf(form.body))).statusCode).toBe(303);
  });

  it('别的网站交来的内容不带进来', async () => {
    const foreign = await send(
      '/leads/x/RegisterLead',
      [
        ['_key', 'k'],
        ['content', '别人的话'],
      ],
      null,
      'cross-site',
    );
    expect(foreign.body).not.toContain('别人的话');
  });
});
