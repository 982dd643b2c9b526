import type { Accepted, Facts, Need } from '#eventsourcing';
import {
  arranged,
  Choice,
  Day,
  Fen,
  ListOf,
  OfficialNumber,
  Optional,
  RecordRef,
  sameNumber,
  say,
  UnitRef,
  WholeNumber,
} from '#fields';
import type { LegalDay } from '#statutes';
import { aggregate } from './definition/aggregate.js';
import { event, type Stage } from './definition/stage.js';
import { type OFF_PLATFORM_SOURCES, SOURCE_SYSTEMS } from './terms.js';

/*
 * 导入编号簿 (DOMAIN F12): which document, receipt and source numbers belong to which imported decision, one stream per unit
 * and year of the decision: `importedNumbers-<unit>.<year>`. Batches of a unit read and write it in the same append, so
 * that no two of them bring one decision twice, from whatever source and however its numbers are spelled.
 *
 * Out of its reach: decisions that were made on the platform (`MakeSummaryDecision`) have their own numbers
 * (document-number.ts) and stand in no batch; a record that repeats one of those is taken for another decision. So are
 * records whose day of decision is given in another year than before, unless their source number is the same.
 */

/** Sources of records that never ran on the platform. */
export type ImportSource = (typeof OFF_PLATFORM_SOURCES)[number];
export const IMPORT_SOURCES: Readonly<Record<ImportSource, string>> = {
  OFFLINE_TRAFFIC: SOURCE_SYSTEMS.OFFLINE_TRAFFIC,
  IMPORT: SOURCE_SYSTEMS.IMPORT,
};

/** By which number a record is known. */
export const NUMBER_KINDS = {
  SOURCE_NO: '原系统单号',
  DECISION_NO: '决定书文号',
  RECEIPT_NO: '缴款凭证号',
} as const;
export type NumberKind = keyof typeof NUMBER_KINDS;

/** Decisions of one batch that the register learns at the most. */
export const MAX_ENTERED = 500;

/** A decision and the numbers that it bears. */
export class EnteredNumbers {
  @RecordRef('case', '案件编号') caseId!: string;
  @OfficialNumber('原系统单号') sourceNo!: string;
  @OfficialNumber('决定书文号') decisionNo!: string;
  @Optional() @OfficialNumber('缴款凭证号') receiptNo?: string;
  @Day('决定日期') decidedOn!: LegalDay;
  @Fen('罚款数额') fineFen!: number;
}

/** Stored for ever. */
export class ImportedNumbersEntered {
  @UnitRef('执法单位') unitId!: string;
  @WholeNumber('年度', { max: 9_999 }) year!: number;
  @Choice('来源系统', IMPORT_SOURCES) sourceSystem!: ImportSource;
  @RecordRef('summaryImport', '批次编号') batchId!: string;
  @ListOf('各决定的编号', () => EnteredNumbers, { max: MAX_ENTERED }) entries!: readonly EnteredNumbers[];
}

/**
 * Decisions by the keys of their numbers. A year of 85,000 decisions is not copied for each batch: states that follow one
 * another share one table, each sees of it what was entered before it. Whoever folds on from a state that has been folded
 * on already gets a table of his own.
 */
interface NumbersState {
  readonly table: Table | undefined;
  /** Events that this state has seen. */
  readonly seen: number;
}

interface Table {
  readonly byKey: Map<string, { readonly entry: EnteredNumbers; readonly since: number }>;
  seen: number;
}

/** What the numbers of a record are compared by. A source's numbers are its own; the others are the unit's. */
export function numberKeys(
  sourceSystem: ImportSource,
  { sourceNo, decisionNo, receiptNo }: Pick<EnteredNumbers, 'sourceNo' | 'decisionNo' | 'receiptNo'>,
): readonly (readonly [NumberKind, string])[] {
  return [
    ['SOURCE_NO', `${sourceSystem} ${sameNumber(sourceNo)}`],
    ['DECISION_NO', `D ${sameNumber(decisionNo)}`],
    ...(receiptNo === undefined ? [] : [['RECEIPT_NO', `R ${sameNumber(receiptNo)}`] as const]),
  ];
}

function entered(state: NumbersState, { sourceSystem, entries }: ImportedNumbersEntered): NumbersState {
  const table = state.table?.seen === state.seen ? state.table : ownTable(state);
  for (const entry of entries) {
    const value = { entry, since: state.seen };
    for (const [, key] of numberKeys(sourceSystem, entry)) if (!table.byKey.has(key)) table.byKey.set(key, value);
  }
  table.seen = state.seen + 1;
  return { table, seen: table.seen };
}

function ownTable({ table, seen }: NumbersState): Table {
  return { byKey: new Map([...(table?.byKey ?? [])].filter(([, { since }]) => since < seen)), seen };
}

const entering: Stage<NumbersState> = {
  events: [
    event<NumbersState, ImportedNumbersEntered>(ImportedNumbersEntered, {
      title: '登记导入决定的编号',
      says: ({ entries }) => say`登记导入的${entries.length}件决定的编号`,
      evolve: entered,
    }),
  ],
  commands: [],
};

/** 导入编号簿. Nobody's list: the cases themselves say it all. */
export const importedNumbers = aggregate<NumbersState>({
  name: 'importedNumbers',
  path: 'imported-numbers',
  title: '导入编号簿',
  initialState: { table: undefined, seen: 0 },
  belongsTo: () => ({ units: [], people: [] }),
  stages: [entering],
});

const ofYear = (unitId: string, decidedOn: LegalDay) => ({
  aggregate: importedNumbers.name,
  id: `${unitId}.${decidedOn.slice(0, 4)}`,
});

/** The registers of the years of these decisions; batches that need one of them take turns. */
export function importedNumbersNeeds(unitId: string, days: readonly LegalDay[]): Need[] {
  const years = new Map(days.map((day) => [day.slice(0, 4), day]));
  return [...years.values()].map((day) => ({ ...ofYear(unitId, day), contended: true }));
}

/**
 * Who is known by the key of a number among the decisions of this unit and of the year of a day. The command must list
 * `importedNumbersNeeds`.
 */
export function knownNumbers(facts: Facts, unitId: string) {
  return (decidedOn: LegalDay) => {
    const { table, seen } = facts.get(importedNumbers, ofYear(unitId, decidedOn).id);
    return (key: string): EnteredNumbers | undefined => {
      const found = table?.byKey.get(key);
      return found !== undefined && found.since < seen ? found.entry : undefined;
    };
  };
}

/** The writes that go into the append which makes the decisions cases. */
export function enterNumbers(
  of: Pick<ImportedNumbersEntered, 'unitId' | 'sourceSystem' | 'batchId'>,
  entries: readonly EnteredNumbers[],
): Accepted['elsewhere'] {
  const byYear = Map.groupBy(entries, ({ decidedOn }) => decidedOn.slice(0, 4));
  return [...byYear.values()].map((ofOne) => {
    const { decidedOn } = ofOne[0]!;
    const data = arranged(ImportedNumbersEntered, { ...of, year: Number(decidedOn.slice(0, 4)), entries: ofOne });
    return { stream: ofYear(of.unitId, decidedOn), events: [{ type: ImportedNumbersEntered.name, data }] };
  });
}
