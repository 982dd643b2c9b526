import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './browser.js';
import { signInAs } from './people.js';
import { freePort, type Running, run, stopLeftovers } from './processes.js';

/* Every page at both widths, for people who see, hear or reach it in another way; ANJUAN_SCREENSHOTS keeps pictures. */

const VIEWPORTS = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
const PICTURES = process.env['ANJUAN_SCREENSHOTS'];

/** What people of each role look at: a name for the picture, and an address or the way to find it. */
const VISITS: Readonly<Record<string, readonly (readonly [string, string | ((page: Page) => Promise<string>)])[]>> = {
  办案员: [
    ['desk', '/'],
    ['cases', '/cases'],
    ['cases-search', '/cases?q=%E7%87%83%E6%B0%94'],
    ['case', (page) => firstLink(page, '/cases?procedure=ORDINARY&sort=-registeredOn')],
    [
      'case-differences',
      async (page) => `${await firstLink(page, '/cases?sort=-registeredOn&procedure=ORDINARY')}?asOf=2&than=0`,
    ],
    ['form', '/cases/new/RegisterCase'],
    ['form-on-the-spot', '/cases/new/MakeSummaryDecision'],
    ['leads', '/leads'],
    ['sessions', '/sessions'],
    ['registers', '/registers'],
    ['nothing-found', '/cases?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA%E8%AF%8D'],
    ['not-there', '/cases/none'],
    ['forbidden', '/looks'],
  ],
  分析员: [
    ['report', '/reports/2023?unit=330800'],
    ['metrics', '/metrics?year=2023'],
    ['entries', '/metrics/M04/all/entries?year=2023'],
    ['comparison', '/comparison?year=2023'],
    ['signals', '/signals?year=2023'],
    ['published-tables', '/published-tables'],
  ],
  审计员: [
    ['looks', '/looks'],
    ['security-log', '/security-log'],
  ],
  机关负责人: [
    ['desk-of-leader', '/'],
    ['hand-over', handOver],
    ['proposals', '/proposals'],
    ['proposal', (page) => firstLink(page, '/proposals')],
    ['proposal-review', async (page) => `${await firstLink(page, '/proposals')}/review`],
  ],
  登记人员: [['import', '/import']],
  系统管理员: [
    ['status', '/status'],
    ['dead-letters', '/status/dead-letters'],
    ['units', '/units'],
    ['officers', '/officers'],
    ['holiday-notices', '/holiday-notices'],
    ['holiday-notice-form', '/holiday-notices/new/EnterHolidayNotice'],
  ],
};

/** Before anybody is signed in. */
const AT_THE_DOOR = [
  ['sign-in', '/sign-in'],
  ['sign-in-choice', '/sign-in/start'],
] as const;

async function firstLink(page: Page, list: string): Promise<string> {
  await page.goto(new URL(list, page.url()).href);
  return (await page.locator('table.cards tbody a').first().getAttribute('href'))!;
}

/** From whoever has most in hand, as the load on the leader's desk has him. */
async function handOver(page: Page): Promise<string> {
  return (await page.locator('a[href^="/hand-over/"]').first().getAttribute('href'))!;
}

describeInBrowser('every page, over the demonstration year', () => {
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
    if (PICTURES !== undefined) await mkdir(PICTURES, { recursive: true });
    await app.until(() => app.stdout.includes('按 Ctrl-C 停止'), 400_000);
  }, 420_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await stopLeftovers();
    await rm(scratch, { recursive: true, force: true });
  });

  for (const [width, viewport] of Object.entries(VIEWPORTS))
    for (const [role, visits] of Object.entries(VISITS))
      it(`has nothing serious against it for the ${role}, ${width}`, async () => {
        const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
        const page = await context.newPage();
        await page.goto(`${url}/sign-in`);
        await signInAs(page, role);
        await page.waitForURL(`${url}/`);
        const found: string[] = [];
        for (const [name, where] of visits) {
          await page.goto(url + (typeof where === 'string' ? where : await where(page)));
          found.push(...(await lookAt(page, `${name}-${width}`)));
        }
        expect(found).toEqual([]);
        await context.close();
      }, 180_000);

  for (const [width, viewport] of Object.entries(VIEWPORTS))
    it(`has nothing serious against it at the door, ${width}`, async () => {
      const page = await browser.newPage({ viewport, locale: 'zh-CN' });
      const found: string[] = [];
      for (const [name, path] of AT_THE_DOOR) {
        await page.goto(url + path);
        found.push(...(await lookAt(page, `${name}-${width}`)));
      }
      expect(found).toEqual([]);
      await page.close();
    }, 60_000);

  it('works out the digest of a file in the browser, and plays a life to its end', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${url}/sign-in`);
    await signInAs(page, '办案员');
    await page.waitForURL(`${url}/`);
    const aCase = await firstLink(page, '/cases?procedure=ORDINARY&phase=Investigating&sort=-registeredOn');
    await page.goto(`${url}${aCase}/CollectEvidence`);
    const file = { name: '照片.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('照片') };
    await page.locator('digest-file input[type=file]').first().setInputFiles(file);
    await page.getByText('已填入“照片.jpg”').waitFor();
    const digest = createHash('sha256').update('照片').digest('hex');
    expect(await page.locator('input[name$=sha256]').first().inputValue()).toBe(digest);

    await page.goto(`${url}${aCase}?asOf=0`);
    const line = page.locator('replay-line');
    const end = Number(await line.locator('input').getAttribute('max'));
    await line.getByRole('button').click();
    await page.waitForURL(`${url}${aCase}?asOf=1`);
    await line.getByRole('button').click();
    await line.locator('input').fill(String(end));
    await page.waitForURL(`${url}${aCase}?asOf=${end}`);
    await page.locator('.moment').getByText(`版本 ${end}（共到 ${end}）`).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  it('shows where the keyboard is', async () => {
    const page = await browser.newPage();
    await page.goto(`${url}/sign-in/start`);
    for (let n = 0; n < 4; n++) {
      await page.keyboard.press('Tab');
      const { style, width } = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
        return { style: outlineStyle, width: Number.parseFloat(outlineWidth) };
      });
      expect(style).not.toBe('none');
      expect(width).toBeGreaterThanOrEqual(2);
    }
    await page.close();
  }, 60_000);
});

/** What is to be said against a page; keeps its picture under a name. */
async function lookAt(page: Page, name: string): Promise<string[]> {
  const found = (await complaintsOf(page)).map((complaint) => `${name}: ${complaint}`);
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  if (isWide) found.push(`${name}: wider than the window`);
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  return found;
}

/** Serious and critical violations of WCAG 2.2 AA, each with the first place where it is. */
async function complaintsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { axe: typeof axe };
    return run.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} (${nodes.length}) ${nodes[0]?.target.join(' ')}`);
}
