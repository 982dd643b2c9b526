/**
 * A piece of a sentence that is not our own word: what it is, and its value. Whoever shows the sentence puts the piece
 * in words, or hides it; nothing is ever searched for in a finished text.
 */
export interface Piece {
  /** `person`, `unit`, `name`, `narrative`, `money`, `day`, … */
  readonly is: string;
  readonly value: string | number;
}

/** A sentence in Chinese without a full stop, as our own words alone or as words and pieces. */
export type Sentence = string | readonly (string | Piece)[];

/** The sentence with every piece as it stands: for logs and programs, not for people. */
export function plainText(sentence: Sentence): string {
  if (typeof sentence === 'string') return sentence;
  return sentence.map((part) => (typeof part === 'string' ? part : String(part.value))).join('');
}
