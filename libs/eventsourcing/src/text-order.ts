/** Order of texts by code point, as PostgreSQL's collation "C" has it, where UTF-16 differs beyond U+D7FF. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [x, y] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

const collator = new Intl.Collator('zh', { numeric: true });

/**
 * Order of a column that is declared `natural`: numbers by their value, Chinese by its sound, what is alike by code
 * point. Which of two rare characters sounds first is a matter of the version of ICU; a server has its own.
 */
export function naturally(a: string, b: string): number {
  const [x, y] = [halfWidth(a), halfWidth(b)];
  return collator.compare(x, y) || byCodePoint(x, y);
}

export const FULL_WIDTH_DIGITS = '０１２３４５６７８９';

/**
 * Full-width digits as the others. Left as they are, ICU has them go round in a circle in Chinese (１ before ９ before
 * １０ before １ again), and a list that is paged in such an order loses rows.
 */
function halfWidth(text: string): string {
  return text.replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10));
}
