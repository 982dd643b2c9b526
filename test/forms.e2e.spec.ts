import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './browser.js';
import { personOf, signInAs, tokenOf } from './people.js';
import { freePort, type Running, run, stopLeftovers } from './processes.js';

/** A busy machine takes its time. */
const LIMIT_MS = 30_000;

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

  async function signedIn(title: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    context.setDefaultTimeout(LIMIT_MS);
    const page = await context.newPage();
    await signIn(page, title);
    return page;
  }

  async function signIn(page: Page, title: string): Promise<void> {
    await page.goto(`${url}/sign-in`);
    await signInAs(page, title);
    await page.waitForURL(`${url}/`);
  }

  /** Puts into the inputs of the form that is open what a person would. */
  async function fill(page: Page, values: Readonly<Record<string, string | readonly string[]>>): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      const input = page.locator(`form.act [name="${name}"]`);
      const kind = await input.first().evaluate((element) => element.getAttribute('type') ?? element.tagName);
      if (kind === 'radio' || kind === 'checkbox')
        for (const one of [value].flat()) await page.locator(`form.act [name="${name}"][value="${one}"]`).check();
      else if (kind === 'SELECT') await input.selectOption(value as string);
      else await input.fill(value as string);
    }
  }

  async function give(page: Page, button: string): Promise<void> {
    await page.locator('form.act').getByRole('button', { name: button, exact: true }).click();
  }

  async function done(page: Page, path: RegExp): Promise<void> {
    await page.waitForURL((address) => path.test(address.pathname) && address.searchParams.has('after'));
  }

  const headline = (page: Page) => page.locator('h1').first().textContent();

  it('the administrator establishes the unit and registers its people', async () => {
    const page = await signedIn('系统管理员');
    const officer = personOf('办案员');
    await page.goto(`${url}/units`);
    await page.getByRole('link', { name: '设立执法单位' }).click();
    await fill(page, {
      _id: officer.unit,
      name: '衢州市综合行政执法局',
      level: 'CITY',
      territoryCode: '330800',
      uscc: '11330800768656330Q',
      documentPrefix: '衢综执',
    });
    await give(page, '设立执法单位');
    await done(page, /^\/units\//);
    for (const [userId, name] of [
      [officer.id, officer.name],
      ['officer-two', '李协办'],
    ] as const) {
      await page.goto(`${url}/officers`);
      await page.getByRole('link', { name: '登记执法人员' }).click();
      await fill(page, { _id: userId, name, unitId: officer.unit, auxiliary: 'false' });
      await give(page, '登记执法人员');
      await done(page, /^\/officers\//);
      await page.locator('.acts').getByRole('link', { name: '颁发执法证', exact: true }).click();
      await fill(page, { certNo: `3308${userId}`, validFrom: '2020-01-01', validTo: '2039-12-31' });
      await give(page, '颁发执法证');
      await done(page, /^\/officers\//);
      expect(await page.locator('main').textContent()).toContain(`3308${userId}`);
    }
    await page.context().close();
  }, 240_000);

  it('an officer decides on the spot, takes the payment, codes the decision and closes the case', async () => {
    const page = await signedIn('办案员');
    await page.goto(`${url}/cases`);
    await page.getByRole('link', { name: '作出当场处罚决定' }).click();
    const address = page.url();
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
    await fill(page, { ...decision, fineFen: '五百' });
    await give(page, '下一步：核对');
    await page.locator('.note').waitFor();
    expect(await page.locator('.note').textContent()).toContain('有 1 处需要改正');
    await page.locator('.note').getByRole('link').click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name') ?? location.hash)).toMatch(/fineFen/);
    expect(await page.locator('form.act [name="party.name"]').inputValue()).toBe('赵某某');

    // What the law does not allow is said with its article, and nothing is lost.
    await fill(page, { fineFen: '500' });
    await give(page, '下一步：核对');
    expect(await page.locator('form.confirm').textContent()).toContain('500.00 元（大写：伍佰元整）');
    await give(page, '确认作出当场处罚决定');
    await page.locator('.note').waitFor();
    expect(await page.locator('.note').textContent()).toContain('当场处罚的罚款不得超过200.00元');
    expect(await page.locator('.note').textContent()).toContain('行政处罚法第五十一条');
    await fill(page, { fineFen: '100' });
    await give(page, '下一步：核对');
    await give(page, '返回修改');
    expect(await page.locator('form.act [name="fineFen"]').inputValue()).toBe('100');
    await give(page, '下一步：核对');
    await give(page, '确认作出当场处罚决定');
    await done(page, /^\/cases\//);
    expect(address).toContain(new URL(page.url()).pathname);
    expect(await page.locator('.timeline').textContent()).toContain('当场决定对赵某某给予罚款100.00元');

    const act = (name: string) => page.locator('.acts').getByRole('link', { name, exact: true });
    await act('记录缴款').click();
    expect(await page.locator('form.act [name="amountFen"]').inputValue()).toBe('100');
    await fill(page, { receiptNo: '浙财0001', channel: 'BANK' });
    await give(page, '记录缴款');
    await done(page, /^\/cases\//);
    await act('赋码').click();
    await give(page, '赋码');
    await done(page, /^\/cases\//);
    await act('结案').click();
    expect(await page.locator('form.act select[name="closeReason"]').inputValue()).toBe('EXECUTED');
    await give(page, '下一步：核对');
    await give(page, '确认结案');
    await done(page, /^\/cases\//);
    expect(await page.locator('.stamp').textContent()).toContain('已结案');
    await page.context().close();
  }, 240_000);

  it('two people at one lead: the second sees what the first did, and sends again on it', async () => {
    const first = await signedIn('办案员');
    await first.goto(`${url}/leads/new/RegisterLead`);
    await fill(first, { source: 'PLATFORM', content: '夜间施工噪声扰民，请派人核查', place: '新桥街' });
    await give(first, '登记线索');
    await done(first, /^\/leads\//);
    const lead = new URL(first.url()).pathname;
    const second = await signedIn('登记人员');
    await second.goto(`${url}${lead}/RejectLead`);
    await fill(second, { reason: '经核对不属于本单位职责，应由生态环境部门处理', toOrg: '生态环境局' });
    await first.goto(`${url}${lead}/AcknowledgeLead`);
    await give(first, '受理线索');
    await done(first, /^\/leads\//);
    await give(second, '下一步：核对');
    await give(second, '确认不予受理线索');
    await second.locator('.note').waitFor();
    expect(await second.locator('.note').textContent()).toContain('您填写期间，内容已经变化');
    expect(await second.locator('.note .timeline').textContent()).toContain('受理');
    expect(await second.locator('form.act [name="toOrg"]').inputValue()).toBe('生态环境局');
    await first.context().close();
    await second.context().close();
  }, 120_000);

  it('a session that ends in the middle of a form takes nothing with it', async () => {
    const page = await signedIn('办案员');
    await page.goto(`${url}/leads/new/RegisterLead`);
    await fill(page, { source: 'PLATFORM', content: '商铺占道经营，影响行人通行', place: '荷花中路' });
    await page.context().clearCookies();
    await give(page, '登记线索');
    const [window] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: '登录', exact: true }).click(),
    ]);
    await window.locator('.person').first().click();
    await window.getByRole('heading', { name: '已登录' }).waitFor();
    await window.close();
    await page.getByRole('button', { name: '继续填写' }).click();
    expect(await page.locator('form.act [name="content"]').inputValue()).toBe('商铺占道经营，影响行人通行');
    await give(page, '登记线索');
    await done(page, /^\/leads\//);
    expect(await headline(page)).toContain('线索');
    await page.context().close();
  }, 120_000);

  it('without script the same forms do the same', async () => {
    const context: BrowserContext = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false });
    context.setDefaultTimeout(LIMIT_MS);
    const page = await context.newPage();
    await page.goto(`${url}/sign-in`);
    await signInAs(page, '办案员');
    await page.goto(`${url}/cases/new/RegisterCase`);
    await page.getByRole('button', { name: '当事人增加一项' }).click();
    await page.locator('[name="parties[1].name"]').fill('钱某');
    await page.getByRole('button', { name: '删除当事人第1项' }).click();
    expect(await page.locator('[name="parties[0].name"]').inputValue()).toBe('钱某');
    expect(await page.locator('[name="parties[1].name"]').count()).toBe(0);
    await context.close();
  }, 120_000);
});
