import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { signInAs } from '../people.js';

/** A busy machine takes its time. */
const LIMIT_MS = 60_000;

/** More than any page has places for the keyboard. */
const TABS = 300;

/** What a person puts into the inputs of a form, by the names of their values. */
export type Filling = Readonly<Record<string, string | readonly string[]>>;

/** Opens a browser of his own for somebody and signs him in; `options` are those of the browser: a phone, no script. */
export async function walkAs(
  browser: Browser,
  url: string,
  title: string,
  options: BrowserContextOptions = {},
): Promise<Walker> {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  context.setDefaultTimeout(LIMIT_MS);
  const walker = new Walker(await context.newPage(), context, url);
  await walker.signIn(title);
  return walker;
}

/** One person in front of his browser. Every step waits for the page that follows from it, and for nothing else. */
export class Walker {
  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly url: string,
  ) {}

  async signIn(title: string): Promise<void> {
    await this.open('/sign-in');
    await signInAs(this.page, title);
    await this.page.waitForURL(`${this.url}/`);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.url + path);
  }

  /** The address of the page, without what was asked of it. */
  get path(): string {
    return new URL(this.page.url()).pathname;
  }

  async follow(link: string): Promise<void> {
    await this.page.getByRole('link', { name: link, exact: true }).first().click();
  }

  /** What is read on the page. */
  async reads(place = 'main'): Promise<string> {
    // biome-ignore lint/performance/useDomNodeTextContent: what is folded or hidden is not read.
    return (await this.page.locator(place).first().innerText()).replace(/\s+/g, ' ');
  }

  input(name: string): Locator {
    return this.page.locator(`form.act [name="${name}"]`);
  }

  async fill(values: Filling): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      const input = this.input(name);
      const [, list] = /^(.*)\[\d+\][^[]*$/.exec(name) ?? [];
      // A row that is not there yet is added first.
      if (list !== undefined && (await input.count()) === 0)
        await this.page.locator(`form.act button[value="add:${list}"]`).click();
      await this.unfold(input.first());
      const kind = await input.first().evaluate((element) => element.getAttribute('type') ?? element.tagName);
      if (kind === 'radio' || kind === 'checkbox')
        for (const one of [value].flat()) await this.page.locator(`form.act [name="${name}"][value="${one}"]`).check();
      else if (kind === 'SELECT') await input.selectOption(value as string);
      else await input.fill(value as string);
    }
  }

  /** Opens what an input is folded in. */
  private async unfold(input: Locator): Promise<void> {
    const folded = input.locator('xpath=ancestor::details[not(@open)]/summary');
    for (let n = await folded.count(); n > 0; n = await folded.count()) await folded.first().click();
  }

  async press(button: string): Promise<void> {
    await this.page.locator('form.act').getByRole('button', { name: button, exact: true }).click();
  }

  /** The act was done: the record that it is of is there, with what the act brought. */
  async done(path: RegExp | string): Promise<void> {
    await this.page.waitForURL(
      ({ pathname, searchParams }) =>
        (typeof path === 'string' ? pathname === path : path.test(pathname)) && searchParams.has('after'),
    );
  }

  /** From the file of a record, an act that can be done now. */
  async choose(act: string): Promise<void> {
    await this.page.locator('.acts').getByRole('link', { name: act, exact: true }).click();
    await this.page.locator('form.act, .act-help').first().waitFor();
  }

  /** From the file of a record: chooses an act, fills it in, gives it; where it is final, once more. */
  async does(act: string, values: Filling = {}): Promise<void> {
    const record = this.path;
    await this.choose(act);
    await this.fill(values);
    if (await this.page.locator('form.act').getByRole('button', { name: '下一步：核对' }).first().isVisible()) {
      await this.press('下一步：核对');
      await this.press(`确认${act}`);
    } else await this.press(act);
    await this.done(record);
  }

  /** From the file of a record: chooses an act, fills it in, and proposes it to a leader. */
  async proposes(act: string, leader: string, values: Filling = {}): Promise<void> {
    await this.choose(act);
    await this.fill({ ...values, _for: leader });
    await this.press('呈批');
    await this.done(/^\/proposals\//);
  }

  /** Opens from his desk what is proposed to him about a record. */
  private async reviews(act: string, record: string): Promise<void> {
    await this.open('/');
    const id = record.split('/').at(-1)!;
    await this.page
      .getByRole('row')
      .filter({ hasText: id })
      .getByRole('link', { name: `审阅${act}`, exact: true })
      .click();
    await this.page.getByRole('heading', { name: '批准或者退回' }).waitFor();
  }

  /** Approves it; gives what he read there that would be done. */
  async approves(act: string, record: string): Promise<string> {
    await this.reviews(act, record);
    const said = await this.reads('form.act ul');
    await this.page.getByRole('button', { name: `批准${act}`, exact: true }).click();
    await this.done(/^\/proposals\//);
    return said;
  }

  async returns(act: string, record: string, reason: string): Promise<void> {
    await this.reviews(act, record);
    await this.page.getByLabel('退回理由').fill(reason);
    await this.page.getByRole('button', { name: '退回', exact: true }).click();
    await this.done(/^\/proposals\//);
  }

  /** From his desk, where it came back to: mends what he proposed and proposes it again. */
  async mends(act: string, record: string, values: Filling): Promise<void> {
    await this.open('/');
    const id = record.split('/').at(-1)!;
    await this.page
      .getByRole('row')
      .filter({ hasText: id })
      .getByRole('link', { name: `修改${act}`, exact: true })
      .click();
    await this.fill(values);
    await this.press('呈批');
    await this.done(/^\/proposals\//);
  }

  /** Has the browser work out the digest of a file, into the input of that name. */
  async digests(name: string, fileName: string): Promise<void> {
    const file = { name: fileName, mimeType: 'application/pdf', buffer: Buffer.from(fileName) };
    await this.page.locator(`digest-file[data-for="${name}"] input[type=file]`).setInputFiles(file);
    await this.page.getByText(`已填入“${fileName}”`).waitFor();
  }

  /** What the demonstration says that today is. */
  async today(): Promise<string> {
    return (await this.page.locator('.demonstration time').getAttribute('datetime'))!;
  }

  /** Moves the clock of the demonstration on, by its own buttons, until a day is there. */
  async waitUntil(day: string): Promise<void> {
    for (let today = await this.today(); today < day; today = await this.today()) {
      const isFar = Date.parse(day) - Date.parse(today) >= 7 * 86_400_000;
      const before = today;
      await this.page.getByRole('button', { name: isFar ? '过一周' : '到下一个工作日', exact: true }).click();
      await this.page.locator(`.demonstration time:not([datetime="${before}"])`).waitFor();
    }
  }

  /** Goes on by the keyboard alone until the focus is where it is wanted. */
  async tabTo(wanted: Locator): Promise<void> {
    for (let presses = 0; presses < TABS; presses++) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`${TABS} presses of the tabulator did not get to ${wanted}`);
  }

  /** Types into the input that the keyboard gets to. */
  async types(name: string, text: string): Promise<void> {
    await this.tabTo(this.input(name).first());
    await this.page.keyboard.insertText(text);
  }

  /** Goes down a list that is open to the keyboard, to one of its values. */
  async goesDownTo(name: string, value: string): Promise<void> {
    const select = this.input(name);
    await this.tabTo(select);
    const options = await select.locator('option').count();
    for (let n = 0; n < options && (await select.inputValue()) !== value; n++)
      await this.page.keyboard.press('ArrowDown');
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
