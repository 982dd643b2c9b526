import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { playBureau } from '../anjuan.js';
import { describeInBrowser, launchBrowser } from '../browser.js';
import { personOf } from '../people.js';
import { freePort, type Running, run, stopLeftovers } from '../processes.js';
import { type Walker, walkAs } from './walker.js';

/* One case from the first word about it to its place in the year's figures, by the pages alone: each person at his own. */

/** Those of the bureau who are at work in it, each in a browser of his own. */
const PEOPLE = [
  '办案员',
  '协办办案员',
  '法制审核员',
  '听证主持人',
  '机关负责人',
  '分管执法的副局长',
  '分管法制的副局长',
  '审计员',
  '分析员',
] as const;
type Title = (typeof PEOPLE)[number];

const ITEM = '330217263000';
const CAUSE = '燃气经营者未按规定对燃气用户进行入户安全检查';
const FIRM = '衢州安顺燃气有限公司';
const PLACE = '衢州市柯城区荷花中路120号';

describeInBrowser('cases of a bureau, by their pages alone', () => {
  let scratch: string;
  let app: Running;
  let browser: Browser;
  let url = '';
  const people = new Map<Title, Walker>();
  /** Addresses of the lead and of the case. */
  let lead = '';
  let aCase = '';

  const id = (title: Title) => personOf(title).id;
  const at = async (title: Title, path = aCase): Promise<Walker> => {
    const walker = people.get(title)!;
    await walker.open(path);
    return walker;
  };
  /** What is read of the case by somebody. */
  const stamp = async (title: Title) => (await at(title)).reads('.stamp');

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'anjuan-life-'));
    const directory = join(scratch, 'data');
    await playBureau(directory);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    app = run('standalone', [], { ANJUAN_DATA: directory, PORT: String(port) });
    browser = await launchBrowser();
    await app.until(() => app.stdout.includes('按 Ctrl-C 停止'), 240_000);
    for (const title of PEOPLE) people.set(title, await walkAs(browser, url, title));
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await stopLeftovers();
    await rm(scratch, { recursive: true, force: true });
  });

  it('an officer takes a lead down, accepts it, and goes to see with a second one', async () => {
    const officer = await at('办案员', '/leads');
    await officer.follow('登记线索');
    await officer.fill({
      source: 'PLATFORM',
      content: '楼道有燃气味，燃气公司多年没有入户检查',
      place: PLACE,
      field: 'GAS',
    });
    await officer.press('登记线索');
    await officer.done(/^\/leads\//);
    lead = officer.path;
    await officer.does('受理线索');
    await officer.does('核查线索', {
      'officers[0]': id('办案员'),
      'officers[1]': id('协办办案员'),
      finding: '所供气的36户没有入户安全检查记录，涉嫌违法',
    });
    expect(await officer.reads('.stamp')).toBe('已核查');
  }, 120_000);

  it('he registers the case and proposes to file it; the leader sees the finished act and files it himself', async () => {
    const officer = await at('办案员', '/cases');
    await officer.follow('登记案件');
    await officer.fill({
      leadId: lead.split('/').at(-1)!,
      'item.itemId': ITEM,
      'parties[0].kind': 'ORGANISATION',
      'parties[0].name': FIRM,
      happenedOn: '2023-12-01',
      place: PLACE,
    });
    // What the catalogue says of the item stands in the inputs beside it.
    await officer.page.locator('pick-list .hint', { hasText: CAUSE }).waitFor();
    expect(await officer.input('item.name').inputValue()).toBe(CAUSE);
    expect(await officer.input('item.field').inputValue()).toBe('GAS');
    await officer.press('登记案件');
    await officer.done(/^\/cases\//);
    aCase = officer.path;
    await officer.proposes('立案', id('机关负责人'), { 'officers[1].userId': id('协办办案员') });
    const leader = people.get('机关负责人')!;
    expect(await leader.approves('立案', aCase)).toMatch(/立案，案号衢综执立字〔2023〕\d+号/);
    expect(await stamp('办案员')).toBe('调查中');
    const converting = await at('办案员', lead);
    await converting.does('线索转为案件', { caseId: aCase.split('/').at(-1)! });
    expect(await converting.reads('.stamp')).toBe('已转案件');
  }, 120_000);

  it('two officers take evidence, order the correction and conclude', async () => {
    const second = await at('协办办案员');
    await second.choose('取证');
    await second.digests('sha256', '现场笔录.pdf');
    await second.fill({ kind: 'SITE_RECORD' });
    await second.press('取证');
    await second.done(aCase);
    const officer = await at('办案员');
    await officer.waitUntil('2024-01-02');
    await officer.choose('取证');
    await officer.digests('sha256', '询问笔录.pdf');
    await officer.fill({ kind: 'PARTY_STATEMENT' });
    await officer.press('取证');
    await officer.done(aCase);
    await officer.does('责令改正', {
      content: '于限期内对所供用户完成入户安全检查并建立用户安全档案，检查记录报送本机关备查',
      dueOn: '2024-01-16',
    });
    await officer.does('调查终结', {
      facts: '该公司自2020年起没有对36户燃气用户进行入户安全检查，有现场笔录、询问笔录证实',
      proposedFineFen: '60000',
      discretionReason: '涉及户数较多、时间较长，情节较重',
    });
    expect(await stamp('办案员')).toBe('调查终结');
  }, 120_000);

  it('the reviewer reviews, and the party is told of the penalty and of its right to a hearing', async () => {
    await (await at('办案员')).does('送法制审核', { trigger: 'EVERY_CASE', reviewerId: id('法制审核员') });
    await (await at('法制审核员')).does('法制审核通过', { opinion: '事实清楚，证据确凿，程序合法，同意告知' });
    await (await at('办案员')).does('处罚告知', { 'proposed.fineFen': '60000', receiptId: '衢综执送字〔2024〕3号' });
    expect(await people.get('办案员')!.reads('.timeline')).toContain('当事人可于2024-01-09前申请听证');
  }, 120_000);

  it('the party states its case and asks for a hearing; one too soon after its notice is refused with the day', async () => {
    const officer = await at('办案员');
    await officer.does('记录陈述申辩', { content: '已在补做入户检查，请求从轻处罚' });
    await officer.does('复核陈述申辩', { adopted: 'false', reason: '没有法定从轻、减轻的情形，不予采纳' });
    await officer.does('申请听证');
    await officer.choose('通知听证');
    await officer.fill({ hostId: id('听证主持人'), on: '2024-01-03', place: '本局二楼听证室', public: 'true' });
    await officer.press('通知听证');
    const note = await officer.reads('.note');
    expect(note).toContain('听证应在举行的七个工作日前通知');
    expect(note).toContain('行政处罚法第六十四条第二项');
    expect(note).toContain('最早可以办理的日期：2024-01-12');
    const [reminder] = await Promise.all([officer.page.waitForEvent('download'), officer.follow('记入日程')]);
    expect(await readFile(await reminder.path(), 'utf8')).toContain('DTSTART;VALUE=DATE:20240112');
    expect(await officer.input('place').inputValue()).toBe('本局二楼听证室');
    await officer.fill({ on: '2024-01-12' });
    await officer.press('通知听证');
    await officer.done(aCase);
  }, 120_000);

  it('on the day the host, who did not investigate, holds the hearing, and the case is reviewed again', async () => {
    const host = await at('听证主持人');
    expect(await host.reads('.acts')).toMatch(/举行听证：2024-01-12 起/);
    await host.waitUntil('2024-01-12');
    await (await at('听证主持人')).does('举行听证', { recordSigned: 'true' });
    await (await at('办案员')).does('送法制审核', { trigger: '58.2', reviewerId: id('法制审核员') });
    await (await at('法制审核员')).does('法制审核通过', { opinion: '听证程序合法，当事人意见已经复核，同意' });
    expect(await stamp('办案员')).toBe('审核通过');
  }, 120_000);

  it('three leaders give their own opinions, and the one who chairs concludes', async () => {
    const chair = await at('机关负责人');
    await chair.choose('集体讨论');
    await chair.fill({ conclusion: '一致同意承办机构意见' });
    await chair.press('集体讨论');
    expect(await chair.reads('.note')).toContain('集体讨论应有负责人3人以上发表意见，现为0人');
    for (const title of ['分管执法的副局长', '分管法制的副局长', '机关负责人'] as const) {
      const member = await at(title);
      await member.does('发表集体讨论意见', {
        topic: 'DECISION',
        stance: 'AGREE',
        opinion: '事实清楚，裁量适当，同意承办机构意见',
      });
    }
    await (await at('机关负责人')).does('集体讨论', { conclusion: '一致同意承办机构意见，依法给予行政处罚' });
    expect(await chair.reads('.timeline')).toContain('3名负责人集体讨论');
  }, 120_000);

  it('the decision is proposed, returned with a reason, mended and given by the leader', async () => {
    const officer = await at('办案员');
    const decision = { fineFen: '50000', lawVersion: '浙江省燃气管理条例第四十九条（2020修正）' };
    await officer.proposes('处罚决定', id('机关负责人'), decision);
    const leader = people.get('机关负责人')!;
    await leader.returns('处罚决定', aCase, '罚款数额与集体讨论的结论不一致，请核对');
    await officer.mends('处罚决定', aCase, { fineFen: '60000' });
    expect(await leader.approves('处罚决定', aCase)).toContain('决定罚款，罚款60,000.00元');
    expect(await stamp('办案员')).toBe('已决定');
  }, 120_000);

  it('it is coded, served, published, paid and closed', async () => {
    const officer = await at('办案员');
    await officer.does('赋码');
    await officer.does('送达决定书', { method: 'DIRECT', servedOn: '2024-01-12', receiptId: '衢综执送字〔2024〕4号' });
    await officer.waitUntil('2024-01-15');
    await officer.open(aCase);
    await officer.choose('公示处罚决定');
    await officer.digests('redactedDocSha', '处罚决定书（公示）.pdf');
    await officer.fill({ channel: '浙江政务服务网' });
    await officer.press('下一步：核对');
    await officer.press('确认公示处罚决定');
    await officer.done(aCase);
    await officer.does('记录缴款', { receiptNo: '浙财0002', channel: 'BANK' });
    await officer.proposes('结案', id('机关负责人'));
    await people.get('机关负责人')!.approves('结案', aCase);
    expect(await stamp('办案员')).toBe('已结案');
  }, 120_000);

  it('the auditor plays it again, from its first word to its end', async () => {
    const auditor = await at('审计员', `${aCase}?asOf=0`);
    expect(await auditor.reads('.stamp')).toBe('已登记（待立案）');
    const line = auditor.page.locator('replay-line');
    const end = Number(await line.locator('input').getAttribute('max'));
    await line.locator('input').fill(String(end));
    await auditor.page.locator('.moment').getByText(`版本 ${end}（共到 ${end}）`).waitFor();
    expect(await auditor.reads('.stamp')).toBe('已结案');
    await auditor.follow('与上一版的差异');
    await auditor.page.getByRole('heading', { name: '两时点差异' }).waitFor();
    await auditor.follow('谁看过');
    await auditor.page.waitForURL(({ pathname }) => pathname === '/looks');
    expect(await auditor.reads()).toContain(personOf('机关负责人').name);
  }, 120_000);

  it('the analyst finds it again in the figures of the year', async () => {
    const analyst = people.get('分析员')!;
    await analyst.open('/');
    expect(await analyst.reads()).toMatch(/决定额 60,000.00 元/);
    await analyst.follow('1 件');
    expect(await analyst.reads('.agreement')).toContain('1 条分录逐条相加');
    const link = analyst.page.locator('table.cards tbody tr').first().getByRole('link').first();
    await link.click();
    await analyst.page.waitForURL(({ pathname }) => pathname === aCase);
    // Whoever counts reads no names.
    expect(await analyst.reads()).not.toContain(personOf('办案员').name);
  }, 120_000);

  it('in the street, on a phone: decided on the spot in seven taps beside typing', async () => {
    const officer = await walkAs(browser, url, '办案员', { viewport: { width: 390, height: 844 }, hasTouch: true });
    let taps = 0;
    const tap = async (target: Locator) => {
      taps += 1;
      await target.tap();
    };
    const { page } = officer;
    await tap(page.getByRole('button', { name: '菜单', exact: true }));
    await tap(page.locator('nav').getByRole('link', { name: '案件', exact: true }));
    await tap(page.getByRole('link', { name: '作出当场处罚决定' }));
    // Typing: a word of the item is enough, and who, how much and where has to be said.
    await officer.fill({
      'item.itemId': '占道经营',
      'party.name': '赵某某',
      fineFen: '50',
      place: '荷花中路100号',
    });
    // A list of the phone: one tap opens it, one chooses.
    taps += 2;
    await officer.input('officers[1]').selectOption(id('协办办案员'));
    await tap(page.getByRole('button', { name: '下一步：核对' }).last());
    await page.locator('form.confirm').waitFor();
    const shown = await officer.reads('form.confirm');
    expect(shown).toContain('在城市道路两侧占道经营');
    expect(shown).toContain('50.00 元（大写：伍拾元整）');
    await tap(page.getByRole('button', { name: '确认作出当场处罚决定' }));
    await officer.done(/^\/cases\//);
    // What is done with is folded on a phone.
    await page.getByText('办理经过').tap();
    expect(await officer.reads('.timeline')).toContain('当场决定对赵某某给予罚款50.00元（在城市道路两侧占道经营）');
    expect(taps).toBe(7);
    await officer.leave();
  }, 120_000);

  it('by the keyboard alone and without script: decided on the spot all the same', async () => {
    const officer = await walkAs(browser, url, '办案员', { javaScriptEnabled: false });
    const { page } = officer;
    const enter = async (target: Locator) => {
      await officer.tabTo(target);
      await page.keyboard.press('Enter');
    };
    await enter(page.getByRole('link', { name: '案件', exact: true }).first());
    await page.waitForURL(({ pathname }) => pathname === '/cases');
    await enter(page.getByRole('link', { name: '作出当场处罚决定' }));
    await page.locator('form.act').waitFor();
    await officer.types('item.itemId', '占道经营');
    await officer.types('party.name', '钱某某');
    await officer.types('fineFen', '五十');
    await officer.goesDownTo('officers[1]', id('协办办案员'));
    await officer.types('place', '荷花中路102号');
    await page.keyboard.press('Enter');
    // The fault has the focus, the link in it leads to the input.
    await page.locator('.note').waitFor();
    await enter(page.locator('.note').getByRole('link'));
    await officer.tabTo(officer.input('fineFen'));
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('50');
    await page.keyboard.press('Enter');
    await page.locator('form.confirm').waitFor();
    await enter(page.getByRole('button', { name: '确认作出当场处罚决定' }));
    await officer.done(/^\/cases\//);
    expect(await officer.reads('.timeline')).toContain('当场决定对钱某某给予罚款50.00元（在城市道路两侧占道经营）');
    await officer.leave();
  }, 120_000);
});
