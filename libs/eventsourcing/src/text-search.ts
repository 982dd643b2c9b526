import type { AnyReadModel } from './read-model.js';

/*
 * Full text of Chinese without a dictionary: a text is cut into its characters and every two that stand together, and
 * whatever has all the pairs of the words asked for is found. `0021-search-pairs.sql` does the same within PostgreSQL; the
 * contract of read-model stores compares the two.
 */

export const SEARCH_LIMITS = {
  /** Characters of one text by which it is found: of a narrative its beginning. */
  text: 1_000,
  /** Characters of all texts of a row, with a mark for each: a list may hold very many. */
  row: 100_000,
  /** Rows that are put in order of how well they match; of more, some are left out, and the list says so. */
  ranked: 1_000,
} as const;

/** Brackets, marks, blanks and what stands around a number or does not: 〔2023〕第12号 is 202312. */
export const UNSEARCHED = '〔〕[]()【】《》〈〉{}<>"\'“”‘’「」『』，,。.、；;:·•—–-_/\\|…~!?*第号 \u3000\t\r\n';

/** Between the forms of texts: no text holds it. */
const MARK = '\u0001';

const unsearched = new Set(UNSEARCHED);

/** What two ways of writing the same have in common: width and case of letters, brackets, 第 make no difference. */
export function searchForm(text: string): string {
  const form = text.normalize('NFKC').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return [...form].filter((character) => !unsearched.has(character)).join('');
}

/** By what a row is found: single characters and pairs of its texts. */
export function searchTokens(texts: readonly string[]): ReadonlySet<string> {
  return new Set(formsOf(texts).flatMap((form) => [...form, ...pairsOf(form)]));
}

/** What a row must have: every pair of every word, or the word itself where it is one character. Empty: nothing is asked. */
export function tokensAsked(text: string): string[] {
  const words = text.split(/\s+/).map(searchForm);
  return [...new Set(words.flatMap((word) => ([...word].length === 1 ? [word] : pairsOf(word))))];
}

/** How well texts match what is asked: 3 a whole text, 2 its beginning, 1 somewhere, 0 only the pairs. */
export function searchRank(texts: readonly string[], text: string): number {
  const lines = `${MARK}${texts.map(searchForm).join(MARK)}${MARK}`;
  const asked = searchForm(text);
  if (lines.includes(MARK + asked + MARK)) return 3;
  if (lines.includes(MARK + asked)) return 2;
  return lines.includes(asked) ? 1 : 0;
}

/** The texts of a row that are searched under a name. */
export function textsSearched(model: AnyReadModel, under: string, row: object): string[] {
  const values = row as Readonly<Record<string, unknown>>;
  return (model.search?.[under] ?? [])
    .flatMap((property) => values[property])
    .filter((value): value is string => typeof value === 'string');
}

function formsOf(texts: readonly string[]): string[] {
  const beginnings = texts.flatMap((text) => [MARK, ...[...text].slice(0, SEARCH_LIMITS.text)]);
  return beginnings
    .slice(0, SEARCH_LIMITS.row)
    .join('')
    .split(MARK)
    .map(searchForm)
    .filter((form) => form !== '');
}

function pairsOf(form: string): string[] {
  const characters = [...form];
  return characters.slice(1).map((character, index) => characters[index]! + character);
}
