import { fits, InvalidQueryError } from './read-model-check.js';

export const SECURITY_LOG_LIMITS = {
  /** Days for which an entry is kept: 网络安全法第二十一条第三项 asks for six months at least. */
  keptDays: 400,
  /** Entries that a page of the list may hold. */
  maxPage: 200,
  /** Characters of a name, an address, a code. */
  maxNameLength: 400,
  /** Entries that one call may add. */
  maxAdded: 2_000,
} as const;

/** What happened at the door. Names for ever: other systems read them. */
export const SECURITY_KINDS = [
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'session-ended',
  'wrong-credential',
  'refused',
  'exported',
] as const;
export type SecurityKind = (typeof SECURITY_KINDS)[number];

/**
 * Something that happened at the door, as often as it did within a minute: whoever guesses a thousand tokens a minute is
 * one entry. What is not known is empty.
 */
export interface SecurityEntry {
  /** The first time in its minute, ISO-8601 UTC with milliseconds. */
  readonly at: string;
  readonly kind: SecurityKind;
  readonly person: string;
  readonly unit: string;
  /** The address that it came from. */
  readonly address: string;
  /** What was asked, with the ids in it unfilled: `POST /cases/:id/FileCase`. */
  readonly what: string;
  /** Why it was refused, as the problem details say it. */
  readonly code: string;
  readonly count: number;
}

/** Which entries to show, the newest first. */
export interface SecurityQuery {
  /** 1 to SECURITY_LOG_LIMITS.maxPage. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly person?: string | undefined;
  readonly kind?: SecurityKind | undefined;
  /** Units of the people; an entry of nobody belongs to none. */
  readonly units?: readonly string[] | undefined;
  /** First and last instant, ISO-8601 UTC with milliseconds, inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface SecurityPage {
  readonly entries: readonly SecurityEntry[];
  /** Hand back as `after` to read on; undefined on the last page. */
  readonly next?: string;
}

/** What happened at the doors of all processes. Added to, counted up within a minute, and forgotten after its time. */
export interface SecurityLog {
  /** Adds entries; what is there of the same minute is counted up. Throws StoreUnavailableError, TypeError on what is none. */
  add(entries: readonly SecurityEntry[]): Promise<void>;
  /** Throws InvalidQueryError. */
  list(query: SecurityQuery): Promise<SecurityPage>;
  /** Forgets what is older than SECURITY_LOG_LIMITS.keptDays at this moment. */
  forget(now: string): Promise<void>;
}

/** The minute of an entry, which it shares with all of its like: `2026-11-27T01:02`. */
export function minuteOf({ at }: Pick<SecurityEntry, 'at'>): string {
  return at.slice(0, 16);
}

/** By what an entry is told from others. */
export function securityKeyOf(entry: Omit<SecurityEntry, 'count'>): string {
  const { kind, person, unit, address, what, code } = entry;
  return JSON.stringify([minuteOf(entry), kind, person, unit, address, what, code]);
}

/** Before this moment an entry is too old to be kept. */
export function keptSince(now: string): string {
  return new Date(Date.parse(now) - SECURITY_LOG_LIMITS.keptDays * 24 * 60 * 60 * 1000).toISOString();
}

/** Throws TypeError on what is no list of entries: one that a store refuses would take the others with it. */
export function assertSecurityEntries(entries: readonly SecurityEntry[]): void {
  if (entries.length > SECURITY_LOG_LIMITS.maxAdded) throw new TypeError(`${entries.length} entries at once`);
  for (const entry of entries) {
    const { at, kind, person, unit, address, what, code, count } = entry;
    const isGood =
      fits('instant', at) &&
      SECURITY_KINDS.includes(kind) &&
      [person, unit, address, what, code].every(
        (text) => fits('text', text) && text.length <= SECURITY_LOG_LIMITS.maxNameLength,
      ) &&
      Number.isSafeInteger(count) &&
      count > 0;
    if (!isGood) throw new TypeError(`not an entry of the security log: ${JSON.stringify(entry).slice(0, 300)}`);
  }
}

/** Where a page ended: the instant of its last entry, and its number in the order of writing. */
export interface SecurityCursor {
  readonly at: string;
  readonly number: number;
}

/** Checks a query and reads its cursor. Throws InvalidQueryError. */
export function readSecurityQuery(query: SecurityQuery): { readonly after: SecurityCursor | undefined } {
  const { limit, after, person, kind, units = [], from, to } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > SECURITY_LOG_LIMITS.maxPage)
    throw new InvalidQueryError(`a page holds 1 to ${SECURITY_LOG_LIMITS.maxPage} entries, not ${limit}`);
  for (const text of [person, ...units])
    if (text !== undefined && !fits('text', text)) throw new InvalidQueryError('not a text');
  if (kind !== undefined && !SECURITY_KINDS.includes(kind)) throw new InvalidQueryError('not a kind');
  for (const instant of [from, to])
    if (instant !== undefined && !fits('instant', instant)) throw new InvalidQueryError(`not an instant: ${instant}`);
  if (after === undefined) return { after: undefined };
  const [, at, number] = /^(.{24})~(\d{1,15})$/.exec(after) ?? [];
  if (at === undefined || !fits('instant', at)) throw new InvalidQueryError('not a cursor of the security log');
  return { after: { at, number: Number(number) } };
}

export function writeSecurityCursor({ at, number }: SecurityCursor): string {
  return `${at}~${number}`;
}
