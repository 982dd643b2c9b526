import { globSync, readFileSync } from 'node:fs';

/* Which tests hold a row of the law: those whose titles name it. For tests and their list alone. */

export interface TestTitle {
  readonly file: string;
  readonly title: string;
}

const TITLE =
  /\b(?:it|test|describe)(?:\.each(?:`[^`]*`|\((?:[^()]|\([^()]*\))*\)))?\(\s*(?:'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`|"((?:[^"\\]|\\.)*)")/g;

/** Every title of a spec of the project, and of the contracts that stores keep, as it is written. */
export function titlesOfSpecs(): readonly TestTitle[] {
  return globSync('{apps,libs,test}/**/*{.spec,-contract}.{ts,tsx}')
    .sort()
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(TITLE)].map(([, single, template, double]) => ({
        file,
        title: (single ?? template ?? double)!,
      })),
    );
}

/** The formulas of `#statutes` are numbered F01 to F12: its specs name those. */
const FORMULAS = 'libs/statutes/';

/** The titles that name a row: F1 is not named by F12, nor by a formula. */
export function titlesNaming(id: string, titles: readonly TestTitle[]): readonly TestTitle[] {
  const names = new RegExp(`(?<![A-Za-z0-9])${id}(?![0-9])`);
  const isRule = /^F\d/.test(id);
  return titles.filter(({ file, title }) => names.test(title) && !(isRule && file.startsWith(FORMULAS)));
}
