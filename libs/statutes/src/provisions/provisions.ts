import type { LegalDay } from '../legal-day.js';
import { COERCION_LAW } from './coercion-law.js';
import type { LawText } from './law-text.js';
import { LICENSING_LAW } from './licensing-law.js';
import { LITIGATION_LAW } from './litigation-law.js';
import { PENALTY_LAW } from './penalty-law.js';
import { RECONSIDERATION_LAW } from './reconsideration-law.js';
import { TRANSFER_RULES } from './transfer-rules.js';

/* What the law says, word for word, of what acts and guards cite: for whoever fills in a form and wants to read it. */

/** The laws whose wording is held. */
export const LAW_TEXTS: readonly LawText[] = [
  PENALTY_LAW,
  COERCION_LAW,
  LICENSING_LAW,
  TRANSFER_RULES,
  RECONSIDERATION_LAW,
  LITIGATION_LAW,
];

/** An article, or the paragraph or item of it that is cited. */
export interface Provision {
  /** 行政处罚法第六十四条第二项 */
  readonly title: string;
  readonly lines: readonly string[];
}

const NUMERAL = '[〇零一二三四五六七八九十百]+';
const PLACE = `第(${NUMERAL})条(?:第([一二三四五六七八九十])款)?(?:第(${NUMERAL})项)?`;
const CITED = new RegExp(
  `(${LAW_TEXTS.map(({ law }) => law).join('|')})((?:[、至]?${PLACE.replace(/\((?!\?)/g, '(?:')})+)`,
  'g',
);
const PARAGRAPHS = '一二三四五六七八九十';

/**
 * What is cited, as it is worded on a day: 行政处罚法第二十二条、第二十五条第二款. What is not held, and what had another wording on that day,
 * is left out; a law that was replaced has other numbers.
 */
export function provisionsOf(article: string, on: LegalDay): Provision[] {
  return [...article.matchAll(CITED)].flatMap(([, law = '', places = '']) => {
    const text = LAW_TEXTS.find((one) => one.law === law && one.from <= on);
    return text === undefined ? [] : cited(text, places);
  });
}

function cited({ law, articles }: LawText, places: string): Provision[] {
  const numbers = Object.keys(articles);
  let before = '';
  return [...places.matchAll(new RegExp(`([、至]?)${PLACE}`, 'g'))].flatMap(
    ([, joint, number = '', paragraph, item]) => {
      const from = joint === '至' ? numbers.indexOf(before) + 1 : numbers.indexOf(number);
      before = number;
      return numbers.slice(from, numbers.indexOf(number) + 1).map((one) => ({
        title: `${law}第${one}条${paragraph ? `第${paragraph}款` : ''}${item ? `第${item}项` : ''}`,
        lines: linesOf(articles[one]!, paragraph, item),
      }));
    },
  );
}

/** Of an item, the words that lead up to it as well: by itself it is half a sentence. */
function linesOf(lines: readonly string[], paragraph: string | undefined, item: string | undefined): readonly string[] {
  const paragraphs = lines.reduce<string[][]>((all, line) => {
    if (line.startsWith('（')) all.at(-1)?.push(line);
    else all.push([line]);
    return all;
  }, []);
  if (paragraph === undefined && item === undefined) return lines;
  const [lead = '', ...items] = paragraphs[paragraph === undefined ? 0 : PARAGRAPHS.indexOf(paragraph)] ?? [];
  if (item === undefined) return [lead, ...items];
  return [lead, ...items.filter((line) => line.startsWith(`（${item}）`))];
}
