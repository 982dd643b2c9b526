import type { Sentence, SentencePiece } from './say.js';

/** Fen as people read them: 1,234.50 yuan without its unit. */
export function yuan(fen: number): string {
  const [whole = '', cents = ''] = (fen / 100).toFixed(2).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
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
