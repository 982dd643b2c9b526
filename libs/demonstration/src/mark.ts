import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '#platform';
import type { DemonstrationYear } from './year.js';

/** What a data directory remembers of a demonstration, so that a play that was cut off is taken up again. */
export interface DemonstrationMark {
  readonly year: DemonstrationYear;
  readonly state: 'playing' | 'complete';
}

const markPath = (directory: string) => join(directory, 'demonstration.json');

/** Throws ConfigurationError where somebody has spoiled the file. */
export function readMark(directory: string): DemonstrationMark | undefined {
  const path = markPath(directory);
  if (!existsSync(path)) return undefined;
  try {
    const mark = JSON.parse(readFileSync(path, 'utf8')) as Partial<DemonstrationMark> | null;
    if (typeof mark?.year === 'object' && (mark.state === 'playing' || mark.state === 'complete'))
      return mark as DemonstrationMark;
  } catch {
    // Said below.
  }
  throw new ConfigurationError([
    `${path} 不是演示数据的标记文件，或者已经损坏：演示数据已装完的，删除这个文件再启动；没有装完的，删除数据目录重新装入`,
  ]);
}

/** Written beside and renamed in: the mark is never half there. */
export function writeMark(directory: string, mark: DemonstrationMark): void {
  const draft = `${markPath(directory)}.new`;
  writeFileSync(draft, `${JSON.stringify(mark)}\n`);
  renameSync(draft, markPath(directory));
}
