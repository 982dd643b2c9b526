import type { Terms } from './field.js';
import { isOfPerson } from './privacy.js';

/*
 * How the domain makes sentences. `say` takes our own words and pieces; a text that came from outside is no word of ours,
 * and the compiler refuses it: it has to be said what it is.
 */

/** A piece of a sentence that is not our own word. */
export type SentencePiece =
  | { readonly is: 'person'; readonly value: string }
  | { readonly is: 'unit'; readonly value: string }
  /** The name of a party or another person; `isPerson` where a natural person bears it. */
  | { readonly is: 'name'; readonly value: string; readonly isPerson: boolean }
  | { readonly is: 'narrative'; readonly value: string }
  | { readonly is: 'money'; readonly value: number }
  | { readonly is: 'day'; readonly value: string }
  | { readonly is: 'moment'; readonly value: string }
  /** A record of another register, by the name of its aggregate. */
  | { readonly is: 'record'; readonly value: string; readonly of: string }
  /** A public text: an official number, the name of an organ. */
  | { readonly is: 'text'; readonly value: string };

/** Words of ours and pieces in their order: a sentence, or a part of one. */
export type Phrase = readonly (string | SentencePiece)[];

/** A sentence in Chinese without a full stop: our own words alone, or words and pieces. */
export type Sentence = string | Phrase;

type Sayable = SentencePiece | Sentence | number | undefined;

/** A term of ours has a type of its own; a `string` may be anything. */
type OurOwn<Part> = Part extends string ? (string extends Part ? never : Part) : Part;

/** A sentence of our own words and pieces: say`${the.unit(id)}请求${the.unit(other)}协助`. An undefined part is left out. */
export function say<const Parts extends readonly Sayable[]>(
  words: TemplateStringsArray,
  ...parts: { [Index in keyof Parts]: OurOwn<Parts[Index]> }
): Phrase {
  const pieces: (string | SentencePiece)[] = [];
  for (const [index, word] of words.entries()) {
    if (word !== '') pieces.push(word);
    const part = parts[index] as Sayable;
    if (part === undefined || part === '') continue;
    pieces.push(...(typeof part === 'number' ? [String(part)] : partsOf(part)));
  }
  return pieces;
}

/** The pieces that sentences are made of besides our own words. */
export const the = {
  /** One of the bureau's people, by user id. */
  person: (userId: string): SentencePiece => ({ is: 'person', value: userId }),
  unit: (unitId: string): SentencePiece => ({ is: 'unit', value: unitId }),
  /** The name of somebody who is a natural person, or may be one. */
  name: (name: string): SentencePiece => ({ is: 'name', value: name, isPerson: true }),
  /** The name of a party of its kind. */
  party: ({ name, kind }: { readonly name: string; readonly kind: string }): SentencePiece => ({
    is: 'name',
    value: name,
    isPerson: isOfPerson(kind),
  }),
  /** What somebody wrote in his own words. */
  words: (text: string): SentencePiece => ({ is: 'narrative', value: text }),
  /** An amount in fen. */
  money: (fen: number): SentencePiece => ({ is: 'money', value: fen }),
  day: (on: string): SentencePiece => ({ is: 'day', value: on }),
  moment: (at: string): SentencePiece => ({ is: 'moment', value: at }),
  /** A record of another register, by the name of its aggregate: `case`, `lead`. */
  record: (of: string, id: string): SentencePiece => ({ is: 'record', value: id, of }),
  /** A public text: an official number, the name of an organ, a law. */
  label: (text: string): SentencePiece => ({ is: 'text', value: text }),
} as const;

/** Several things of a kind, with 、 or another word of ours between them. */
export function each<Item>(
  items: readonly Item[],
  how: (item: Item) => SentencePiece | Sentence,
  between: '、' | '或' | '；' = '、',
): Phrase {
  return items.flatMap((item, index) => [...(index === 0 ? [] : [between]), ...partsOf(how(item))]);
}

function partsOf(said: SentencePiece | Sentence): Phrase {
  if (typeof said === 'string') return [said];
  return 'is' in said ? [said] : said;
}

/** The Chinese terms of choices. */
export function termsOf<T extends Terms>(table: T, values: readonly (keyof T & string)[]): Phrase {
  return [values.map((value) => table[value]).join('、')];
}
