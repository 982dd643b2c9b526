/**
 * F7 尚未启用: what the tables can say and no command or guard asks yet. `docs/law.md` marks it; a spec of the domain
 * compares this list with what is asked.
 */
export const NOT_IN_USE = {
  /** Rules whose clock nothing stops: a case in which it should is put on record with the day as it stands. */
  suspensions: ['D01', 'D05', 'D10'],
  /** Rules that nobody extends by an act. */
  extensions: ['D01'],
  /** Parameters that nothing reads: whatever the bureau sets, the law is applied as by their defaults. */
  parameters: [],
} as const;

export const MARK = '（尚未启用）';

/** The mark for what is in that list. */
export function markOf(list: keyof typeof NOT_IN_USE, name: string): string {
  return (NOT_IN_USE[list] as readonly string[]).includes(name) ? MARK : '';
}
