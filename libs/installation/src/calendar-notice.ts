import { readFile, rename, writeFile } from 'node:fs/promises';
import { loadStatutes, parseStatutesConfiguration, type Statutes, StatutesError } from '#statutes';
import { StatutesFileError } from './bureau-statutes.js';

/**
 * 录入一年的放假安排: the year's notice of the State Council, checked with everything that the bureau has set, is added to
 * its file. Throws StatutesConfigurationError with the lines of the notice, StatutesError where the year is known
 * already, StatutesFileError where a file cannot be read; then nothing is changed. What runs reads it at its next start.
 */
export async function addNotice(
  statutesFile: string,
  noticeFile: string,
): Promise<{ year: number; statutes: Statutes }> {
  // One line of its own would move the lines that a fault names.
  const [added] = parseStatutesConfiguration(`{"calendar":[${await textOf(noticeFile)}\n]}`).calendar;
  const bureau = parseStatutesConfiguration(await textOf(statutesFile, '{}'));
  const { year } = added!;
  if (loadStatutes(bureau).notices.some((notice) => notice.year === year))
    throw new StatutesError(`${year}年的放假安排已经在日历中，不必再录入；要更正的，请修改 ${statutesFile}`);
  const whole = { ...bureau, calendar: [...bureau.calendar, added!] };
  const statutes = loadStatutes(whole);
  // Whoever starts at this moment reads the old file or the new one, never half of it.
  const draft = `${statutesFile}.${process.pid}.new`;
  await writeFile(draft, `${JSON.stringify(whole, null, 2)}\n`);
  await rename(draft, statutesFile);
  return { year, statutes };
}

async function textOf(file: string, otherwise?: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && otherwise !== undefined) return otherwise;
    throw new StatutesFileError(`无法读取文件 ${file}：${error.message}`);
  });
}
