import type { Figure, Figures, Piece } from './parts.js';
import { over, roughly, written } from './written.js';

/*
 * Sections in a unit's own words: figures stand in them by their names, in 【】, and are put in when the report is read, so that a
 * number that is written is still a sum of entries. After the name may stand how it is written:
 *
 *   【办结】            3590
 *   【法制审核|余】      400余; by tens 【编制事项|余10】
 *   【领域覆盖率|超】    超65%
 *   【按期反馈率|满=均按期反馈】  the words where it is all, the name and the rate where it is not
 *   【行政败诉|零=无行政败诉案件】 the words where there is none, the name and the number where there is
 *   【甲率=乙率】        one number where they are the same, else each with its name
 */

const MARK = /【([^【】|]+)(?:\|([^【】]+))?】/g;

/** What a figure is called in the words of a section: of the whole area with 全市 before it. */
export function spokenName({ name, reach }: Pick<Figure, 'name' | 'reach'>): string {
  const own = name.replace(/^其中/, '');
  return reach === 'CITY' ? `全市${own}` : own;
}

/** The figures by what they are called. */
export function byName(figures: Figures): ReadonlyMap<string, Figure> {
  return new Map(Object.values(figures).map((figure) => [spokenName(figure), figure]));
}

/** The paragraph that some words make, with the names in 【】 that no figure has, which stand as they are. */
export function paragraphOf(
  words: string,
  figures: ReadonlyMap<string, Figure>,
): { pieces: Piece[]; unknown: string[] } {
  const pieces: Piece[] = [];
  const unknown: string[] = [];
  let at = 0;
  for (const found of words.matchAll(MARK)) {
    const [whole, names = '', how = ''] = found;
    const meant = names.split('=').map((name) => figures.get(name));
    pieces.push(words.slice(at, found.index));
    at = found.index + whole.length;
    if (meant.every((figure) => figure !== undefined)) pieces.push(...said(meant, how));
    else {
      unknown.push(whole);
      pieces.push(whole);
    }
  }
  pieces.push(words.slice(at));
  return { pieces: pieces.filter((piece) => piece !== ''), unknown };
}

function said(figures: readonly Figure[], how: string): Piece[] {
  const [first] = figures as [Figure];
  if (figures.every(({ value }) => value === first.value)) return [{ figure: first.key, text: sayOne(first, how) }];
  return figures.flatMap((figure, index): Piece[] => [
    ...(index === 0 ? [] : ['、']),
    { figure: figure.key, text: named(figure) },
  ]);
}

function sayOne(figure: Figure, how: string): string {
  const { value, numerator } = figure;
  const [way, words] = /^([满零])=(.+)$/.exec(how)?.slice(1) ?? [];
  if (words !== undefined) return (way === '满' ? value === 1 : numerator === 0) ? words : named(figure);
  if (how === '超') return over(value);
  const step = /^余(\d*)$/.exec(how)?.[1];
  return step === undefined ? written(figure) : roughly(numerator, step === '' ? undefined : Number(step));
}

function named(figure: Figure): string {
  const name = figure.name.replace(/^其中/, '');
  return `${name}${written(figure)}${figure.unit === '率' ? '' : figure.unit === '分' ? '万元' : figure.unit}`;
}

/** Numbers in the words that no entry stands behind; years are none. */
export function numbersByHand(words: string): string[] {
  const bare = words.replace(MARK, '');
  return [...bare.matchAll(/\d[\d,.]*%?/g)]
    .map(([number]) => number)
    .filter((number) => !/^(19|20)\d{2}$/.test(number));
}
