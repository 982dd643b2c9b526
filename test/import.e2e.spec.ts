import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './browser.js';
import { enterPeople, establishTheirUnit, signInAs, tokenOf } from './people.js';
import { freePort, type Running, run, stopLeftovers } from './processes.js';

/** A busy machine takes its time. */
const LIMIT_MS = 60_000;
const HEADS =
  '原系统单号,决定书文号,决定日期,事项编码,案由,领域,当事人种类,当事人,罚款数额（元）,地点,行政区划代码,缴款日期,缴款凭证号';
const ROWS = 5_000;

describeInBrowser('what happened off the platform, brought in by its pages', () => {
  let scratch: string;
  let app: Running;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'anjuan-import-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    app = run('standalone', ['--empty'], { ANJUAN_DATA: join(scratch, 'data'), PORT: String(port) });
    browser = await launchBrowser();
    await app.until(() => app.stdout.includes('按 Ctrl-C 停止'), 240_000);
    await establish();
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await stopLeftovers();
    await rm(scratch, { recursive: true, force: true });
  });

  /** The unit of the registrar, once there are read models to see it by. */
  async function establish(): Promise<void> {
    const headers = {
      authorization: `Bearer ${await tokenOf(join(scratch, 'data'), '系统管理员')}`,
      'content-type': 'application/json',
    };
    await establishTheirUnit(url, headers);
    await enterPeople(url, headers, '登记人员', '办案员');
    const deadline = Date.now() + 120_000;
    for (;;) {
      const response = await fetch(`${url}/api/units`, { headers });
      if (response.status === 200 && (await response.text()).includes('衢州市')) return;
      if (Date.now() > deadline) throw new Error(`no read models:\n${app.stderr}`);
      await delay(100);
    }
  }

  async function signedIn(title: string, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', javaScriptEnabled });
    context.setDefaultTimeout(LIMIT_MS);
    const page = await context.newPage();
    await page.goto(`${url}/sign-in`);
    await signInAs(page, title);
    return page;
  }

  const rowOf = (n: number) =>
    `T${n},衢综执简〔2023〕${n},2023-05-06,C01,违法停车,交通违停,公民,浙H·***12,100,荷花中路,330802,2023-05-07,F${n}`;

  async function upload(page: Page, name: string, rows: readonly string[]): Promise<void> {
    await page.goto(`${url}/import`);
    const buffer = Buffer.from([HEADS, ...rows].join('\r\n'));
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: '上传并检查' }).click();
    await page.waitForURL(/\/import\/\w+/);
  }

  const main = async (page: Page) => (await page.locator('main').textContent())!.replace(/\s+/g, ' ');

  it('shows each fault by row and column, without script, and brings the rest after it is confirmed', async () => {
    const page = await signedIn('登记人员', false);
    await upload(page, '五月.csv', [rowOf(1), rowOf(2).replace(',100,', ',900,'), rowOf(1)]);
    expect(await main(page)).toContain('新的，可以导入1重复，略过1有错误，不导入1');
    expect(await page.locator('table.cards').first().textContent()).toContain('当场处罚的罚款不得超过200.00元');
    await page.getByRole('button', { name: /确认导入 1 件/ }).click();
    await page.getByRole('heading', { name: '导入完成' }).waitFor();
    expect(await main(page)).toContain('已成为案件1');
    await page.context().close();
  }, 120_000);

  it(`brings ${ROWS} rows, and says how far it has come`, async () => {
    const page = await signedIn('登记人员');
    await upload(
      page,
      '全年.csv',
      Array.from({ length: ROWS }, (_, n) => rowOf(n + 10)),
    );
    expect(await main(page)).toContain('新的，可以导入5,000');
    await page.getByRole('button', { name: /确认导入/ }).click();
    await page.getByRole('heading', { name: '导入完成' }).waitFor({ timeout: 200_000 });
    expect(await main(page)).toContain('已成为案件5,000');
    await page.context().close();
  }, 240_000);

  it('offers people by pinyin, says an amount in capitals, changes rows in place, and counts from the day that is typed', async () => {
    const page = await signedIn('办案员');
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${url}/cases`);
    await page.getByRole('link', { name: '作出当场处罚决定' }).click();
    await page.locator('[name="place"]').fill('荷花中路');
    await page.locator('[name="fineFen"]').fill('150.5');
    expect(await page.locator('money-words').first().textContent()).toBe('大写：壹佰伍拾元伍角整');
    const address = page.url();
    const rows = page.locator('[data-rows="officers"] > li');
    const before = await rows.count();
    await page.locator('button[value="add:officers"]').click();
    await rows.nth(before).waitFor();
    expect(page.url()).toBe(address);
    expect(await page.locator('[name="place"]').inputValue()).toBe('荷花中路');
    await page.locator(`button[value="remove:officers[${before}]"]`).click();
    await rows.nth(before).waitFor({ state: 'detached' });
    await page.locator('pick-list input').first().fill('meiyouren');
    await page.getByText('没有找到').first().waitFor();
    await page.goto(`${url}/leads/new/RegisterLead`);
    await page.locator('[name="registeredOn"]').fill('2023-10-01');
    await page.locator('[name="registeredOn"]').blur();
    await page.getByText('2023-10-01（不是工作日）办理的').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);
});
