import { type PartyKind, ROLES } from '#enforcement';
import type { Person } from '#platform';

/* Analysts work with figures, not with people: what they see of a person's name is its first character (DESIGN 6). */

/** Whoever has a role of ours besides the analyst's; a role that the identity provider gives for something else opens nothing. */
export function seesNames({ roles }: Pick<Person, 'roles'>): boolean {
  return roles.some((role) => role !== 'ANALYST' && Object.hasOwn(ROLES, role));
}

/** 张三 as 张** */
export function masked(name: string): string {
  return `${[...name][0] ?? ''}**`;
}

/** Longer than this, a name that stands among the parties of an organisation's case is an organisation's own. */
const PERSON_NAME_LENGTH = 4;

/** The parties of a list row: only the first one's kind is known there, so a name as short as a person's is masked too. */
export function maskedParties(partyNames: string, firstKind: PartyKind): string {
  return partyNames
    .split('、')
    .map((name) => (firstKind === 'ORGANISATION' && [...name].length > PERSON_NAME_LENGTH ? name : masked(name)))
    .join('、');
}

/** A sentence with each of the texts replaced, the longest first, so that none is cut by another. */
export function replaced(sentence: string, replacements: ReadonlyMap<string, string>): string {
  const texts = [...replacements.keys()].filter((text) => text !== '').sort((a, b) => b.length - a.length);
  if (texts.length === 0) return sentence;
  const pattern = new RegExp(texts.map(escaped).join('|'), 'g');
  return sentence.replace(pattern, (text) => replacements.get(text) ?? text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Names of fields by which events call people who are no parties. */
const PEOPLE = new Set([
  'applicant',
  'plaintiff',
  'appellant',
  'reporter',
  'complainant',
  'recipient',
  'signedBy',
  'payer',
]);

/** Personal names that stand in an event's data: parties that are no organisations, officers, applicants, plaintiffs. */
export function personalNamesIn(data: unknown): string[] {
  if (data === null || typeof data !== 'object') return [];
  const { kind, name } = data as { readonly kind?: unknown; readonly name?: unknown };
  const isPerson = kind === 'CITIZEN' || kind === 'SOLE_TRADER' || 'userId' in data;
  const own = typeof name === 'string' && isPerson ? [name] : [];
  const named = Object.entries(data).flatMap(([key, value]) =>
    typeof value === 'string' && PEOPLE.has(key) ? [value] : personalNamesIn(value),
  );
  return [...own, ...named];
}

/** Names of fields in which people write what they like, and so may name anybody. */
const NARRATIVES = new Set([
  'reason',
  'content',
  'opinion',
  'subject',
  'facts',
  'finding',
  'conclusion',
  'answer',
  'result',
  'unsignedReason',
  'changeReason',
  'absenceReason',
  'discretionReason',
]);

/** What an analyst reads instead of a narrative: which names stand in it nobody can tell. */
export const LEFT_OUT = '（文字内容略）';

/** Narratives that stand in an event's data. */
export function narrativesIn(data: unknown): string[] {
  if (data === null || typeof data !== 'object') return [];
  return Object.entries(data).flatMap(([key, value]) =>
    typeof value === 'string' && NARRATIVES.has(key) ? [value] : narrativesIn(value),
  );
}

/** Ids that stand in an event's data and may be somebody's: what the directory does not know is none. */
export function personIdsIn(data: unknown): string[] {
  if (data === null || typeof data !== 'object') return [];
  return Object.entries(data).flatMap(([key, value]) =>
    typeof value === 'string' && /(^userId|[a-z]Id|^\d+)$/.test(key) ? [value] : personIdsIn(value),
  );
}
