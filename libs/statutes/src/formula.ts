import { StatutesError } from './errors.js';
import type { LegalDay } from './legal-day.js';
import { type Citation, editionOn, type Mark, type Validity } from './rows.js';

/** One wording of a formula, in force from `from` until the day before `to`. */
export interface FormulaEdition extends Validity {
  readonly article: string;
  readonly mark: Mark;
  /** What the law says, for the rendered table. */
  readonly says: string;
}

/** A rule that computes something other than a day by one row of the table. Its code stands beside it in one file. */
export interface Formula<Row extends FormulaEdition = FormulaEdition> {
  readonly id: `F${number}`;
  readonly name: string;
  /** The file that computes it. */
  readonly place: string;
  readonly editions: readonly Row[];
}

/** R10: the edition in force on the day of the act, and where a result computed from it comes from. */
export function edition<Row extends FormulaEdition>(formula: Formula<Row>, on: LegalDay): { row: Row; cite: Citation } {
  const row = editionOn(formula.editions, on, `${formula.id}${formula.name}`);
  return { row, cite: { rule: formula.id, edition: row.from, article: row.article, mark: row.mark } };
}

/** Checks an amount: money is a whole, non-negative number of fen. */
export function wholeFen(amount: number, what: string): number {
  if (!Number.isSafeInteger(amount) || amount < 0) {
    throw new StatutesError(`${what}应为以分为单位的非负整数，实为${amount}`);
  }
  return amount;
}
