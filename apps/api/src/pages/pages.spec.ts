import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lawRegistry, ROLES } from '#enforcement';
import { CATALOGUE, REGISTERS } from '#figures';
import { apiBench } from '../testing/api-bench.js';
import { browsing, linksOf, NOT_SAID } from '../testing/browsing.js';
import { type EveryEvent, recordOf, writeEveryEvent } from '../testing/every-event.js';

/* Every page for every role, over a tree of units with a record of every register in which every event has happened. */

let bench: Awaited<ReturnType<typeof apiBench>>;
let open: ReturnType<typeof browsing>;
let written: EveryEvent;

beforeAll(async () => {
  bench = await apiBench({ registry: lawRegistry, now: () => '2023-06-20T02:00:00.000Z' });
  open = browsing(bench);
  written = await writeEveryEvent(bench.store, 'p-asking');
  await bench.projector.waitFor(written.position, 10_000);
});
afterAll(() => bench.close());

const personOf = (role: string) => ({ sub: 'p-asking', unit: 'KC', roles: [role], name: '问询人' });

/** Every page there is: of every register its list, a record of the own unit, of one below, of another, and the past. */
const PAGES = [
  '/',
  '/?unit=KC',
  '/reports',
  '/reports/2023?unit=KC',
  '/metrics?year=2023',
  '/metrics?year=2023&unit=KC&below=true&knownOn=2023-06-20',
  ...CATALOGUE.flatMap(({ id, parts }) => parts.map(({ key }) => `/metrics/${id}/${key}/entries?year=2023`)),
  '/hand-over/cases',
  '/hand-over/cases?of=p-asking',
  '/looks',
  '/security-log',
  '/status',
  '/status/dead-letters',
  ...REGISTERS.flatMap((register) => [
    `/${register.path}`,
    ...(['KC', 'XS', 'LY'] as const).map((unit) => `/${register.path}/${recordOf(register, unit)}`),
    `/${register.path}/${recordOf(register, 'KC')}?asOf=0`,
    `/${register.path}/${recordOf(register, 'KC')}?asOf=2023-06-20`,
  ]),
];

/** Words of the fixture that only those who see names may read, and that stand in a page. */
const personalIn = (html: string) => [...written.personal].filter((word) => html.includes(word));

/** The records that the fixture's records point at are of other registers, under the same name. */
const isMadeUp = (href: string) =>
  REGISTERS.some(
    ({ name, path }) =>
      href.startsWith(`/${path}/`) && /-(of|assigned)/.test(href) && !href.startsWith(`/${path}/${name}-`),
  );

/** No role of ours, and the one of machines: they have a start page that says so. */
const SEE_NOTHING = ['SOMETHING_ELSE', 'CONNECTED_SYSTEM'];

describe.each([...Object.keys(ROLES), 'SOMETHING_ELSE'])('页面：%s', (role) => {
  it('每一页或者可看，或者说明为什么不可看；没有一页出错', async () => {
    for (const url of PAGES) {
      const { statusCode, body } = await open(url, personOf(role));
      expect([url, [200, 303, 403].includes(statusCode) ? 'answered' : statusCode]).toEqual([url, 'answered']);
      if (statusCode === 303) continue;
      expect([url, NOT_SAID.exec(body.replaceAll(/(href|value)="[^"]*"/g, ''))]).toEqual([url, null]);
      if (statusCode === 403) expect([url, /class="lead">[^<]{6,}/.test(body)]).toEqual([url, true]);
    }
  }, 60_000);

  it('页面上的每个链接都打得开', async () => {
    const seen = new Set<string>(['/']);
    for (const url of seen) {
      const response = await open(url, personOf(role));
      if (response.statusCode === 303) seen.add(response.headers.location as string);
      else expect([url, response.statusCode]).toEqual([url, 200]);
      const pages = linksOf(response.body).filter((href) => !href.startsWith('/assets/') && !isMadeUp(href));
      for (const href of pages) if (seen.size < 250) seen.add(href);
    }
    expect(seen.size).toBeGreaterThan(SEE_NOTHING.includes(role) ? 0 : 3);
  }, 60_000);
});

describe('分析员', () => {
  const LEADER = { sub: 'p-leader', unit: 'QZ', roles: ['LEADER', 'AUDITOR'], name: '领导' };

  it('在任何一页上都看不到姓名和自由填写的文字；看得到姓名的人看得到', async () => {
    const seen = new Set<string>();
    for (const url of PAGES) {
      const { body } = await open(url, { ...personOf('ANALYST'), unit: 'QZ' });
      expect([url, personalIn(body)]).toEqual([url, []]);
      for (const word of personalIn((await open(url, LEADER)).body)) seen.add(word);
    }
    expect(seen.size).toBeGreaterThan(10);
  }, 60_000);

  it('列表上没有按个人信息查找、排序的栏目', async () => {
    const { body } = await open('/cases', personOf('ANALYST'));
    expect(body).not.toContain('name="partyNames"');
    expect((await open('/cases', personOf('OFFICER'))).body).toContain('name="partyNames"');
  });
});

describe('登记册', () => {
  it.each(REGISTERS.map((register) => [register.title, register] as const))(
    '%s的列表和案卷由它的声明得来',
    async (_title, register) => {
      const id = recordOf(register, 'KC');
      const administrator = register.name === 'unit' || register.name === 'officer' ? 'ADMINISTRATOR' : 'LEADER';
      const list = await open(`/${register.path}`, personOf(administrator));
      expect(linksOf(list.body)).toContain(`/${register.path}/${id}`);
      const file = await open(`/${register.path}/${id}`, personOf(administrator));
      expect(file.body).toContain('办理经过');
      expect(linksOf(file.body)).toContain(`/${register.path}/${id}?asOf=0`);
      expect(file.body).toMatch(/class="stamp">[^<]+</);
    },
  );

  it('自成一栏的档案在栏目中，其余的在台账中，各一条链接，同时也是它的页面所在的栏目', async () => {
    const places = linksOf((await open('/', personOf('LEADER'))).body);
    const ledger = linksOf((await open('/registers', personOf('LEADER'))).body);
    for (const { path, room } of REGISTERS) {
      const href = `/${path}`;
      expect([path, places.includes(href)]).toEqual([path, room === undefined]);
      expect([path, ledger.includes(href)]).toEqual([path, true]);
      const at = room === undefined ? href : '/registers';
      expect((await open(href, personOf('LEADER'))).body).toContain(`href="${at}" aria-current="page"`);
    }
  });

  it('没有身份的人、系统管理员的栏目只有他可看的', async () => {
    const places = async (role: string) => linksOf((await open('/', personOf(role))).body);
    expect(await places('ADMINISTRATOR')).toEqual(expect.arrayContaining(['/units', '/officers']));
    for (const href of ['/cases', '/reports', '/metrics', '/looks'])
      expect([href, (await places('ADMINISTRATOR')).includes(href)]).toEqual([href, false]);
    expect(await places('AUDITOR')).toContain('/looks');
    expect(await places('LEADER')).not.toContain('/looks');
  });
});
