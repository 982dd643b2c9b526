import type { MetricPart, ReportTemplateId, WorkPlan, WrittenSection } from '#enforcement';

/*
 * What the annual report (行政执法工作年报) is made of. Text, JSON and web page are three renderings of the same pieces;
 * every figure names the sum of ledger entries that it is.
 */

export interface ReportRequest {
  readonly year: number;
  /** The reporting unit (本单位). */
  readonly unit: { readonly unitId: string; readonly name: string };
  /** The reporting unit and those below it (辖区), where that is not the whole city. */
  readonly area?: readonly string[] | undefined;
  /** As the ledger knew it at the end of this day; as it knows now when absent. */
  readonly knownOn?: string | undefined;
  /** Figures that the report gives otherwise than their entries say, by their keys (DOMAIN 4.19). */
  readonly adjusted?: Readonly<Record<string, Adjusted>> | undefined;
  /** Sections in the unit's own words. */
  readonly written?: readonly WrittenSection[] | undefined;
  /** Of its yearly tables; none where the report was begun without. */
  readonly template?: ReportTemplateId | undefined;
  /** What was set for the year of the report, and for the next. */
  readonly plan?: WorkPlan | undefined;
  readonly nextPlan?: WorkPlan | undefined;
  /** The present day, for a year that is not over: what falls due later is in no rate yet. */
  readonly today?: string;
}

/** What a report gives instead of what the entries say, and why. */
export interface Adjusted {
  readonly value: number;
  readonly reason: string;
}

/** Whose entries a figure sums: the reporting unit's, or those of its area: the whole city's where nothing else is said. */
export type Reach = 'UNIT' | 'CITY';

export interface Figure {
  readonly key: string;
  /** The catalogue's part: `M02/summary`. */
  readonly metric: string;
  readonly name: string;
  readonly reach: Reach;
  readonly unit: MetricPart['unit'];
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator?: number;
  /** What the entries say, where the report gives something else. */
  readonly computed?: number;
}

/** Text, or text that shows a figure and opens into its entries. */
export type Piece = string | { readonly figure: string; readonly text: string };

export interface Section {
  readonly heading: string;
  readonly level: 1 | 2;
  readonly paragraphs: readonly (readonly Piece[])[];
}

export interface AnnexRow {
  readonly subject: string;
  readonly cells: readonly (readonly Piece[])[];
}

/** An identity between figures that the report keeps, or a difference that it explains (DOMAIN 1.2, 1.3). */
export interface Check {
  readonly id: string;
  readonly statement: string;
  readonly holds: boolean;
  /** Two numbers of the text look as if they contradicted each other; the explanation says why they do not. */
  readonly apart: boolean;
  /** Keys of the figures that it compares, each of which opens into its entries. */
  readonly figures: readonly string[];
  readonly explanation?: string;
}

export interface AnnualReport {
  readonly title: string;
  readonly year: number;
  readonly unitId: string;
  readonly unitName: string;
  readonly knownOn: string | null;
  readonly figures: Readonly<Record<string, Figure>>;
  readonly sections: readonly Section[];
  readonly annex: { readonly title: string; readonly columns: readonly string[]; readonly rows: readonly AnnexRow[] };
  readonly checks: readonly Check[];
  readonly targets: readonly TargetShown[];
  readonly tables: readonly TableShown[];
  /** What is given otherwise than the entries say. */
  readonly adjustments: readonly AdjustmentShown[];
}

/** One of the yearly tables (DOMAIN 5.3), of the unit itself. */
export interface TableShown {
  readonly title: string;
  readonly columns: readonly { readonly title: string; readonly text: string; readonly value: number | null }[];
  /** Whether its sum is the sum of its columns. */
  readonly holds: boolean;
}

/** A target, beside what the year came to. */
export interface TargetShown {
  /** The year that it is set for. */
  readonly year: number;
  readonly metric: string;
  readonly name: string;
  /** 不低于25%. */
  readonly set: string;
  /** Of the year of the report: what came of its own target, or where the next one starts from; null with nothing to divide by. */
  readonly value: number | null;
  /** Whether it was reached; null where there is nothing to say it by, and of the next year's. */
  readonly met: boolean | null;
}

export interface AdjustmentShown {
  readonly figure: string;
  readonly name: string;
  readonly computed: number;
  readonly value: number;
  readonly reason: string;
}

/** The figures of a report by their keys. */
export type Figures = Readonly<Record<string, Figure>>;

/** What the column beside 本单位 is called. */
export function areaOf({ area }: ReportRequest): '全市' | '辖区' {
  return area === undefined ? '全市' : '辖区';
}
