import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './browser.js';
import { personOf, tokenOf } from './people.js';
import { freePort, type Running, run, stopLeftovers } from './processes.js';
import { walkAs } from './walk/walker.js';

describeInBrowser('a bureau that begins with nothing, by its pages alone', () => {
  let scratch: string;
  let app: Running;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'anjuan-forms-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    app = run('standalone', ['--empty'], { ANJUAN_DATA: join(scratch, 'data'), PORT: String(port) });
    browser = await launchBrowser();
    await app.until(() => app.stdout.includes('按 Ctrl-C 停止'), 240_000);
    await readable();
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await stopLeftovers();
    await rm(scratch, { recursive: true, force: true });
  });

  /** An empty store has no read models at first; pages say so until they are there. */
  async function readable(): Promise<void> {
    const headers = { authorization: `Bearer ${await tokenOf(join(scratch, 'data'), '系统管理员')}` };
    const deadline = Date.now() + 120_000;
    while ((await fetch(`${url}/api/units`, { headers })).status !== 200) {
      if (Date.now() > deadline) throw new Error(`no read models:\n${app.stderr}`);
      await delay(100);
    }
  }

  const signedIn = (title: string) => walkAs(browser, url, title);

  it('the administrator establishes the unit and registers its people', async () => {
    const walker = await signedIn('系统管理员');
    const officer = personOf('办案员');
    await walker.open('/units');
    await walker.follow('设立执法单位');
    await walker.fill({
      _id: officer.unit,
      name: '衢州市综合行政执法局',
      level: 'CITY',
      territoryCode: '330800',
      uscc: '11330800768656330Q',
      documentPrefix: '衢综执',
    });
    await walker.press('设立执法单位');
    await walker.done(/^\/units\//);
    for (const [userId, name] of [
      [officer.id, officer.name],
      ['officer-two', '李协办'],
    ] as const) {
      await walker.open('/officers');
      await walker.follow('登记执法人员');
      await walker.fill({ _id: userId, name, unitId: officer.unit, auxiliary: 'false' });
      await walker.press('登记执法人员');
      await walker.done(/^\/officers\//);
      await walker.choose('颁发执法证');
      await walker.fill({ certNo: `3308${userId}`, validFrom: '2020-01-01', validTo: '2039-12-31' });
      await walker.press('颁发执法证');
      await walker.done(/^\/officers\//);
      expect(await walker.page.locator('main').textContent()).toContain(`3308${userId}`);
    }
    const registrar = personOf('登记人员');
    await walker.open('/officers/new/RegisterOfficer');
    await walker.fill({ _id: registrar.id, name: registrar.name, unitId: officer.unit, auxiliary: 'true' });
    await walker.press('登记执法人员');
    await walker.done(/^\/officers\//);
    await walker.choose('授予职责');
    await walker.fill({ role: 'REGISTRAR', from: '2020-01-01' });
    await walker.press('授予职责');
    await walker.done(/^\/officers\//);
    expect(await walker.reads('.timeline')).toContain('授予登记人员职责');
    await walker.leave();
  }, 240_000);

  it('an officer decides on the spot, takes the payment, codes the decision and closes the case', async () => {
    const walker = await signedIn('办案员');
    await walker.open('/cases');
    await walker.follow('作出当场处罚决定');
    const address = walker.page.url();
    const decision = {
      'item.itemId': 'C01',
      'item.name': '占用人行道经营',
      'item.field': 'CITY_APPEARANCE',
      'party.kind': 'CITIZEN',
      'party.name': '赵某某',
      kinds: ['FINE'],
      'officers[1]': 'officer-two',
      place: '荷花中路100号',
    };

    // A fault stands at its input, and the summary leads there.
    await walker.fill({ ...decision, fineFen: '五百' });
    await walker.press('下一步：核对');
    await walker.page.locator('.note').waitFor();
    expect(await walker.page.locator('.note').textContent()).toContain('有 1 处需要改正');
    await walker.page.locator('.note').getByRole('link').click();
    expect(await walker.page.evaluate(() => document.activeElement?.getAttribute('name') ?? location.hash)).toMatch(
      /fineFen/,
    );
    expect(await walker.input('party.name').inputValue()).toBe('赵某某');

    // What the law does not allow is said with its article, and nothing is lost.
    await walker.fill({ fineFen: '500' });
    await walker.press('下一步：核对');
    expect(await walker.page.locator('form.confirm').textContent()).toContain('500.00 元（大写：伍佰元整）');
    await walker.press('确认作出当场处罚决定');
    await walker.page.locator('.note').waitFor();
    expect(await walker.page.locator('.note').textContent()).toContain('当场处罚的罚款不得超过200.00元');
    expect(await walker.page.locator('.note').textContent()).toContain('行政处罚法第五十一条');
    await walker.fill({ fineFen: '100' });
    await walker.press('下一步：核对');
    await walker.press('返回修改');
    expect(await walker.input('fineFen').inputValue()).toBe('100');
    await walker.press('下一步：核对');
    await walker.press('确认作出当场处罚决定');
    await walker.done(/^\/cases\//);
    expect(address).toContain(walker.path);
    expect(await walker.page.locator('.timeline').textContent()).toContain('当场决定对赵某某给予罚款100.00元');

    await walker.choose('记录缴款');
    expect(await walker.input('amountFen').inputValue()).toBe('100');
    await walker.fill({ receiptNo: '浙财0001', channel: 'BANK' });
    await walker.press('记录缴款');
    await walker.done(/^\/cases\//);
    await walker.does('赋码');
    await walker.choose('结案');
    expect(await walker.input('closeReason').inputValue()).toBe('EXECUTED');
    await walker.press('下一步：核对');
    await walker.press('确认结案');
    await walker.done(/^\/cases\//);
    expect(await walker.page.locator('.stamp').textContent()).toContain('已结案');
    await walker.leave();
  }, 240_000);

  it('two people at one lead: the second sees what the first did, and sends again on it', async () => {
    const first = await signedIn('办案员');
    await first.open('/leads/new/RegisterLead');
    await first.fill({ source: 'PLATFORM', content: '夜间施工噪声扰民，请派人核查', place: '新桥街' });
    await first.press('登记线索');
    await first.done(/^\/leads\//);
    const lead = first.path;
    const second = await signedIn('登记人员');
    await second.open(`${lead}/RejectLead`);
    await second.fill({ reason: '经核对不属于本单位职责，应由生态环境部门处理', toOrg: '生态环境局' });
    await first.open(`${lead}/AcknowledgeLead`);
    await first.press('受理线索');
    await first.done(/^\/leads\//);
    await second.press('下一步：核对');
    await second.press('确认不予受理线索');
    await second.page.locator('.note').waitFor();
    expect(await second.page.locator('.note').textContent()).toContain('您填写期间，内容已经变化');
    expect(await second.page.locator('.note .timeline').textContent()).toContain('受理');
    expect(await second.input('toOrg').inputValue()).toBe('生态环境局');
    await first.leave();
    await second.leave();
  }, 120_000);

  it('a session that ends in the middle of a form takes nothing with it', async () => {
    const walker = await signedIn('办案员');
    await walker.open('/leads/new/RegisterLead');
    await walker.fill({ source: 'PLATFORM', content: '商铺占道经营，影响行人通行', place: '荷花中路' });
    await walker.page.context().clearCookies();
    await walker.press('登记线索');
    const [window] = await Promise.all([
      walker.page.waitForEvent('popup'),
      walker.page.getByRole('link', { name: '登录', exact: true }).click(),
    ]);
    await window.locator('.person').first().click();
    await window.getByRole('heading', { name: '已登录' }).waitFor();
    await window.close();
    await walker.page.getByRole('button', { name: '继续填写' }).click();
    expect(await walker.input('content').inputValue()).toBe('商铺占道经营，影响行人通行');
    await walker.press('登记线索');
    await walker.done(/^\/leads\//);
    expect(await walker.reads('h1')).toContain('线索');
    await walker.leave();
  }, 120_000);

  it('without script the same forms do the same', async () => {
    const walker = await walkAs(browser, url, '办案员', { javaScriptEnabled: false });
    await walker.open('/cases/new/RegisterCase');
    await walker.page.getByRole('button', { name: '当事人增加一项' }).click();
    await walker.input('parties[1].name').fill('钱某');
    await walker.page.getByRole('button', { name: '删除当事人第1项' }).click();
    expect(await walker.input('parties[0].name').inputValue()).toBe('钱某');
    expect(await walker.input('parties[1].name').count()).toBe(0);
    await walker.leave();
  }, 120_000);
});
