import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemonstrationYear } from './year.js';

/** What a data directory remembers of a demonstration, so that a play that was cut off is taken up again. */
export interface DemonstrationMark {
  readonly year: DemonstrationYear;
  readonly state: 'playing' | 'complete';
}

const markPath = (directory: string) => join(directory, 'demonstration.json');

export function readMark(directory: string): DemonstrationMark | undefined {
  const path = markPath(directory);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as DemonstrationMark) : undefined;
}

/** Written beside and renamed in: the mark is never half there. */
export function writeMark(directory: string, mark: DemonstrationMark): void {
  const draft = `${markPath(directory)}.new`;
  writeFileSync(draft, `${JSON.stringify(mark)}\n`);
  renameSync(draft, markPath(directory));
}
