import { fits, InvalidQueryError } from './read-model-check.js';

export const LOOK_LIMITS = {
  /** Looks that a page of the list may hold. */
  maxPage: 200,
  /** Characters of a person, a unit, a role, a register or an id. */
  maxNameLength: 400,
  /** Characters of a question. */
  maxQuestionLength: 1_000,
  /** Roles that a person looks with. */
  maxRoles: 50,
  /** Characters of a filter, as JSON. */
  maxFilterLength: 10_000,
} as const;

/** Somebody looked at something: one look however much it showed, a list with its filter or a file by its id. */
export interface Look {
  /** ISO-8601 UTC with milliseconds. */
  readonly at: string;
  readonly person: string;
  readonly unit: string;
  readonly roles: readonly string[];
  /** Path of what was asked, with its parameters unfilled: `/cases/:id`. */
  readonly question: string;
  readonly register?: string;
  /** Of what in the register. */
  readonly id?: string;
  /** What a list was restricted to, as JSON. */
  readonly filter?: object;
}

/** Which looks to show, the newest first. */
export interface LooksQuery {
  /** 1 to LOOK_LIMITS.maxPage. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly person?: string | undefined;
  /** Units of those who looked. */
  readonly units?: readonly string[] | undefined;
  readonly register?: string | undefined;
  /** Of what in `register`, which must be given too. */
  readonly id?: string | undefined;
  /** First and last instant, ISO-8601 UTC with milliseconds, inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface LooksPage {
  readonly looks: readonly Look[];
  /** Hand back as `after` to read on; undefined on the last page. */
  readonly next?: string;
}

/** Who looked at whom (DOMAIN G40). Only ever added to. */
export interface Looks {
  /**
   * Resolves when the look is written; whoever answers a question waits for that. Throws LooksUnavailableError when it
   * could not be, TypeError on what is not a look.
   */
  record(look: Look): Promise<void>;
  /** Throws InvalidQueryError. */
  list(query: LooksQuery): Promise<LooksPage>;
}

/** A look could not be written now: the store is away, or too many wait for it. */
export class LooksUnavailableError extends Error {
  override readonly name = 'LooksUnavailableError';
}

/** Throws TypeError on what is not a look: one that a store refuses would take others of its batch with it. */
export function assertLook(look: Look): void {
  const { at, person, unit, roles, question, register, id, filter } = look;
  const isName = (text: unknown) => isShortText(text, LOOK_LIMITS.maxNameLength);
  const json = filter === undefined ? '' : JSON.stringify(filter);
  const isGood =
    fits('instant', at) &&
    isName(person) &&
    isName(unit) &&
    Array.isArray(roles) &&
    roles.length <= LOOK_LIMITS.maxRoles &&
    roles.every(isName) &&
    isShortText(question, LOOK_LIMITS.maxQuestionLength) &&
    (register === undefined || isName(register)) &&
    (id === undefined || (register !== undefined && isName(id))) &&
    (filter === undefined || (typeof filter === 'object' && filter !== null)) &&
    json.length <= LOOK_LIMITS.maxFilterLength;
  if (!isGood) throw new TypeError(`not a look: ${JSON.stringify(look).slice(0, 300)}`);
}

function isShortText(text: unknown, length: number): boolean {
  return fits('text', text) && (text as string).length <= length;
}

/** Where a page ended: the instant of its last look, and its number in the order of writing. */
export interface LookCursor {
  readonly at: string;
  readonly number: number;
}

/** Checks a query and reads its cursor. Throws InvalidQueryError. */
export function readLooksQuery(query: LooksQuery): { readonly after: LookCursor | undefined } {
  const { limit, after, register, id, from, to } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > LOOK_LIMITS.maxPage)
    throw new InvalidQueryError(`a page holds 1 to ${LOOK_LIMITS.maxPage} looks, not ${limit}`);
  for (const text of [query.person, ...(query.units ?? []), register, id])
    if (text !== undefined && !fits('text', text)) throw new InvalidQueryError('not a text');
  if (id !== undefined && register === undefined) throw new InvalidQueryError('an id is one of a register');
  for (const instant of [from, to])
    if (instant !== undefined && !fits('instant', instant)) throw new InvalidQueryError(`not an instant: ${instant}`);
  if (after === undefined) return { after: undefined };
  const [, at, number] = /^(.{24})~(\d{1,15})$/.exec(after) ?? [];
  if (at === undefined || !fits('instant', at)) throw new InvalidQueryError('not a cursor of looks');
  return { after: { at, number: Number(number) } };
}

export function writeLookCursor({ at, number }: LookCursor): string {
  return `${at}~${number}`;
}
