import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './browser.js';
import { signInAs } from './people.js';
import { freePort, type Running, run, stopLeftovers } from './processes.js';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

describeInBrowser('the pages in a browser, over the demonstration year', () => {
  let scratch: string;
  let app: Running;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'anjuan-e2e-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    app = run('standalone', [], { ANJUAN_DATA: join(scratch, 'data'), PORT: String(port) });
    browser = await launchBrowser();
    await app.until(() => app.stdout.includes('按 Ctrl-C 停止'), 240_000);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await stopLeftovers();
    await rm(scratch, { recursive: true, force: true });
  });

  /** A browser of somebody who has just signed in; collects what goes wrong in it. */
  async function signedIn(title: string, viewport: typeof WIDE): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${url}/sign-in`);
    await signInAs(page, title);
    await page.waitForURL(`${url}/`);
    return { page, complaints };
  }

  const isTooWide = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

  it('an analyst opens a figure of the report down to a case as it was at its third event', async () => {
    const { page, complaints } = await signedIn('分析员', WIDE);
    await page.getByRole('link', { name: '年报', exact: true }).first().click();
    await expect(page.locator('h1').textContent()).resolves.toBe('衢州市综合行政执法局2023年度行政执法工作年报');
    const report = await page.locator('article').textContent();
    expect(report!.replace(/\s/g, '')).toContain(
      '全局共办结案件3590件（含简易程序案件）。其中普通程序案件共立案188件，办结235件，共罚没款266.1万元，举行听证案件9件，申请法院强制执行7件；简易程序案件共办结3355件，其中交通违停案件3022件，累计罚没款44.3万元，市容环境、工商管理等领域简易程序案件333件，累计罚没款4.1万元。',
    );
    await page.locator('article').getByRole('link', { name: '235', exact: true }).click();
    await expect(page.locator('.agreement').textContent()).resolves.toContain('235 条分录逐条相加');
    await page.locator('table.cards tbody tr').first().getByRole('link').click();
    await page.getByRole('link', { name: '版本 2', exact: true }).click();
    await expect(page.locator('.moment').textContent()).resolves.toContain('此处是当时的案卷');
    expect(new URL(page.url()).searchParams.get('asOf')).toBe('2');
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('no page is wider than a phone, or than a desk', async () => {
    for (const viewport of [WIDE, NARROW]) {
      const { page, complaints } = await signedIn('办案员', viewport);
      const tooWide: string[] = [];
      const aCase = await page.locator('table.cards a').first().getAttribute('href');
      for (const path of [
        '/',
        '/cases',
        '/cases?procedure=ORDINARY&sort=-fineFen',
        '/leads',
        '/coordinations',
        '/administrative-acts',
        '/remedies',
        '/officers',
        '/reports/2023?unit=330800',
        '/metrics?year=2023',
        '/metrics/M04/all/entries?year=2023',
        '/metrics/M06/rate/entries?year=2023&unit=330800',
        aCase!,
        `${aCase}?asOf=1`,
        '/sign-in',
      ]) {
        await page.goto(url + path);
        if (await isTooWide(page)) tooWide.push(path);
      }
      expect(tooWide).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  }, 60_000);

  it('who signs out is out', async () => {
    const { page } = await signedIn('法制审核员', NARROW);
    await page.getByRole('button', { name: '退出' }).click();
    // The page goes on to the provider by itself, where one is signed out as well.
    await page.getByRole('heading', { name: '退出统一身份认证（演示）' }).waitFor();
    await page.getByRole('button', { name: '退出' }).click();
    await page.waitForURL(`${url}/sign-in`);
    await page.goto(`${url}/cases`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await page.context().close();
  }, 60_000);
});
