import { yuan } from '#statutes';
import type { Sentence, SentencePiece } from './say.js';

export { yuan };

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿'];

/** Fen in Chinese capitals, as receipts and decisions write an amount: 壹仟零伍元叁角整. Below 10^12 yuan. */
export function capitals(fen: number): string {
  const text = String(fen);
  const [jiao = 0, cents = 0] = text.padStart(2, '0').slice(-2).split('').map(Number);
  const whole = capitalsOf(text.slice(0, -2));
  const tail = cents > 0 ? '' : '整';
  if (whole === '' && jiao === 0 && cents === 0) return '零元整';
  const sub = `${jiao > 0 ? `${DIGITS[jiao]}角` : whole !== '' && cents > 0 ? '零' : ''}${cents > 0 ? `${DIGITS[cents]}分` : ''}`;
  return `${whole === '' ? '' : `${whole}元`}${sub}${tail}`;
}

/** A whole number in capitals; empty for none. One 零 stands for any run of zeros between two digits. */
function capitalsOf(digits: string): string {
  let result = '';
  let isGap = false;
  for (const [index, digit] of [...digits].entries()) {
    const place = digits.length - 1 - index;
    if (digit === '0') isGap = true;
    else {
      result += `${isGap && result !== '' ? '零' : ''}${DIGITS[Number(digit)]}${PLACES[place % 4]}`;
      isGap = false;
    }
    // The end of a group of four that has a digit in it.
    if (place % 4 === 0 && /[1-9]/.test(digits.slice(Math.max(0, index - 3), index + 1))) result += GROUPS[place / 4];
  }
  return result;
}

/** A piece as it stands, with an amount in yuan: for whoever may see everything and has no directory at hand. */
export function inWords(piece: SentencePiece): string {
  return piece.is === 'money' ? `${yuan(piece.value)}元` : piece.value;
}

/** A sentence as a text, each piece put in words by whoever shows it. */
export function spoken(sentence: Sentence, words: (piece: SentencePiece) => string = inWords): string {
  if (typeof sentence === 'string') return sentence;
  return sentence.map((part) => (typeof part === 'string' ? part : words(part))).join('');
}

/** Characters that would steer a terminal or turn round what is read, written out: `\u001b`. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
