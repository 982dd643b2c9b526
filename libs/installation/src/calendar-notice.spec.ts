import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadStatutes } from '#statutes';
import { bureauStatutes } from './bureau-statutes.js';
import { addNotice } from './calendar-notice.js';

describe('录入一年的放假安排', () => {
  const next = Math.max(...loadStatutes().notices.map(({ year }) => year)) + 1;
  // Days as a year might have them; only that they are whole is asked.
  const notice = {
    year: next,
    source: `国办发明电〔${next - 1}〕1号`,
    holidays: [
      { name: '元旦', from: `${next}-01-01`, to: `${next}-01-03` },
      { name: '春节', from: `${next}-02-05`, to: `${next}-02-12` },
      { name: '清明节', from: `${next}-04-04`, to: `${next}-04-06` },
      { name: '劳动节', from: `${next}-05-01`, to: `${next}-05-05` },
      { name: '端午节', from: `${next}-06-09` },
      { name: '中秋节', from: `${next}-09-15` },
      { name: '国庆节', from: `${next}-10-01`, to: `${next}-10-07` },
    ],
  };
  let scratch = '';
  let statutesFile = '';
  let noticeFile = '';
  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'calendar-notice-'));
    [statutesFile, noticeFile] = [join(scratch, 'statutes.json'), join(scratch, 'notice.json')];
  });
  afterEach(() => rm(scratch, { recursive: true }));

  it('录入以后，跨到该年的期限可以计算；此前不能，也不猜', async () => {
    const lateInTheYear = { on: `${next - 1}-12-28` };
    await writeFile(statutesFile, '{ "bureau": "甲局" }');
    await writeFile(noticeFile, JSON.stringify(notice));
    expect(() => loadStatutes().due('D28', lateInTheYear)).toThrow(`${next}年的放假调休安排不在日历中`);
    expect((await addNotice(statutesFile, noticeFile)).year).toBe(next);
    const statutes = await bureauStatutes({ statutesFile });
    expect(statutes.due('D28', lateInTheYear).dueOn > `${next}-01-03`).toBe(true);
    expect(statutes.configuration.bureau).toBe('甲局');
  });

  it('还没有单位配置文件的，由录入建立', async () => {
    await writeFile(noticeFile, JSON.stringify(notice));
    await addNotice(statutesFile, noticeFile);
    expect((await bureauStatutes({ statutesFile })).notices.at(-1)!.source).toBe(notice.source);
  });

  it('不全的安排不录入，指出在文件的第几行，原配置不变', async () => {
    await writeFile(statutesFile, '{}');
    await writeFile(noticeFile, JSON.stringify({ ...notice, holidays: notice.holidays.slice(1) }, null, 2));
    await expect(addNotice(statutesFile, noticeFile)).rejects.toThrow('缺元旦');
    await writeFile(noticeFile, `{\n  "year": ${next},\n  "holidays": []\n}`);
    await expect(addNotice(statutesFile, noticeFile)).rejects.toThrow('第3行');
    expect(await readFile(statutesFile, 'utf8')).toBe('{}');
  });

  it('已有的年份不重复录入，不与已有年份相连的不录入', async () => {
    await writeFile(noticeFile, JSON.stringify(notice));
    await addNotice(statutesFile, noticeFile);
    await expect(addNotice(statutesFile, noticeFile)).rejects.toThrow(`${next}年的放假安排已经在日历中`);
    const later = JSON.parse(JSON.stringify(notice).replaceAll(String(next), String(next + 2)));
    await writeFile(noticeFile, JSON.stringify(later));
    await expect(addNotice(statutesFile, noticeFile)).rejects.toThrow('与已有年份相连的年份');
  });

  it('文件不存在的，说明是哪一个', async () => {
    await expect(addNotice(statutesFile, noticeFile)).rejects.toThrow(`无法读取文件 ${noticeFile}`);
  });
});
