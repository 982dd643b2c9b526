import type { LegalDay } from '../legal-day.js';

/** A law as it is worded from a day on. */
export interface LawText {
  /** As articles cite it. */
  readonly law: string;
  /** First day on which this wording holds. */
  readonly from: LegalDay;
  /** By their numbers, in their order: paragraphs (款), and the items (项) behind theirs, a line each. */
  readonly articles: Readonly<Record<string, readonly string[]>>;
}
