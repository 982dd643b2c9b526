import type { Piece, Sentence } from '#eventsourcing';
import { LEFT_OUT, maskedName, type SentencePiece, yuan } from '#fields';
import { registerNamed } from '#figures';
import { clockOf } from '#statutes';
import { derived, listOf, type Of, object, oneOf, text } from './answers.js';
import type { Names } from './shown.js';

/* A sentence of the domain, put in words for the person who reads it: nothing in it is ever searched for. */

const PIECE = object(
  {
    is: oneOf('person', 'unit', 'name', 'narrative', 'money', 'day', 'moment', 'record', 'text'),
    /** What is read: a name for an id, an amount with its unit, what stands in the place of something hidden. */
    text,
  },
  {
    value: derived<string | number>({ type: ['string', 'number'] }),
    /** Address of a record: `/cases/c1`. */
    path: text,
  },
);
export type SpokenPiece = Of<typeof PIECE>;

export const SPOKEN = listOf(derived<string | SpokenPiece>({ oneOf: [{ type: 'string' }, PIECE.schema] }));
export type Spoken = Of<typeof SPOKEN>;

/** The sentence in one text. */
export function textOf(spoken: Spoken): string {
  return spoken.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/** The people and units that sentences speak of. */
export function idsIn(sentences: readonly Sentence[]): { readonly people: string[]; readonly units: string[] } {
  const pieces = sentences.flatMap((sentence) => (typeof sentence === 'string' ? [] : sentence)).filter(isPiece);
  const ids = (kind: string) => pieces.filter(({ is }) => is === kind).map(({ value }) => String(value));
  return { people: ids('person'), units: ids('unit') };
}

function isPiece(part: string | Piece): part is Piece {
  return typeof part !== 'string';
}

/** A sentence with the names in it, masked where the reader is to see none. */
export function spokenBy(sentence: Sentence, names: Names, seesNames: boolean): Spoken {
  if (typeof sentence === 'string') return [sentence];
  return sentence.map((part) => (isPiece(part) ? spokenPiece(part as SentencePiece, names, seesNames) : part));
}

/** What is read for somebody of the bureau whom no register knows, by those who are to see no ids. */
const SOMEBODY = '某工作人员';

function spokenPiece(piece: SentencePiece, names: Names, seesNames: boolean): SpokenPiece {
  const { is, value } = piece;
  switch (is) {
    case 'person': {
      const name = Object.hasOwn(names.people, value) ? names.people[value] : undefined;
      return seesNames ? { is, text: name ?? value, value } : { is, text: name ?? SOMEBODY };
    }
    case 'unit':
      return { is, text: Object.hasOwn(names.units, value) ? names.units[value]! : value, value };
    case 'name':
      return seesNames || !piece.isPerson ? { is, text: value } : { is, text: maskedName(value) };
    case 'narrative':
      return { is, text: seesNames ? value : LEFT_OUT };
    case 'money':
      return { is, text: `${yuan(value)}元`, value };
    case 'moment':
      return { is, text: clock(value), value };
    case 'record': {
      const register = registerNamed(piece.of);
      return { is, text: value, value, ...(register && { path: `/${register.path}/${encodeURIComponent(value)}` }) };
    }
    case 'day':
    case 'text':
      return { is, text: value, value };
  }
}

/** An instant as a clock in Shanghai shows it: 2023-05-06 09:30 */
export function clock(instant: string): string {
  return clockOf(instant).slice(0, 16).replace('T', ' ');
}
