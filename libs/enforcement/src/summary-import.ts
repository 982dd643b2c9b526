import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Actor, type DomainEvent, defined, type Need, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  arranged,
  Choice,
  Day,
  Fen,
  fieldsOf,
  ListOf,
  OfficialNumber,
  OfficialNumbers,
  Optional,
  PartyName,
  RecordRef,
  sameNumber,
  say,
  Territory,
  Text,
  the,
  UnitRef,
  WholeNumber,
} from '#fields';
import type { LegalDay } from '#statutes';
import { caseAggregate } from './case/case.js';
import type { CaseClosed } from './case/closing.js';
import type { FinePaid, PaymentChannel } from './case/payment.js';
import { guardWithinLimit, type SummaryDecisionImported } from './case/summary.js';
import { guardNotBefore, guardNotInFuture } from './days.js';
import { act, adding, NOTHING_NEW } from './definition/act.js';
import type { LawContext } from './definition/context.js';
import { register } from './definition/register.js';
import {
  EnteredNumbers,
  enterNumbers,
  IMPORT_SOURCES,
  type ImportSource,
  importedNumbersNeeds,
  knownNumbers,
  MAX_ENTERED,
  NUMBER_KINDS,
  type NumberKind,
  numberKeys,
} from './imported-numbers.js';
import { guardResponsible, guardUnitKnown, responsibleNeeds, unitNeed } from './responsible-unit.js';
import { ITEM_FIELDS, type ItemField, PARTY_KINDS, type PartyKind } from './terms.js';

/*
 * 简易处罚离线导入 (DOMAIN 2.5, X2, F12): decisions made outside the platform come in by batches. Each record starts a case of
 * its own, `case-<source>.<number in the source>`. A record may come again, in another batch, from another source, under
 * a number that is spelled otherwise: it exists once, and who brings it is told by its row. A batch is taken whole or not
 * at all.
 */

/** Records of one batch: with the assertion on the unit, well within the streams of one append. */
export const MAX_IMPORT_RECORDS = MAX_ENTERED;

/** Duplicates that a batch names; it counts all of them. */
export const MAX_DUPLICATES_NAMED = 100;

/** How fines of a source are paid: the traffic system takes electronic payments only. */
const CHANNEL_OF: Readonly<Record<ImportSource, PaymentChannel>> = { OFFLINE_TRAFFIC: 'EPAY', IMPORT: 'BANK' };

// ---- command and event

export class SummaryRecordInput {
  /** Together with the source it becomes the case's id. */
  @OfficialNumber('原系统单号', { max: 80 }) sourceNo!: string;
  @OfficialNumber('决定书文号') decisionNo!: string;
  @Day('决定日期') decidedOn!: LegalDay;
  @RecordRef('powerItem', '事项编码') itemId!: string;
  @Text('案由') itemName!: string;
  @Choice('领域', ITEM_FIELDS) field!: ItemField;
  @Choice('当事人种类', PARTY_KINDS) partyKind!: PartyKind;
  /** Masked where the source masks it: 浙H·***12. */
  @PartyName('当事人', { kind: 'partyKind' }) partyName!: string;
  @Fen('罚款数额') fineFen!: number;
  @Text('地点') place!: string;
  @Territory('行政区划代码') territoryCode!: string;
  @Optional() @OfficialNumbers('执法证号', { min: 2, max: 10, privacy: 'staff' }) officerCertNos?: string[];
  @Optional() @Day('缴款日期') paidOn?: LegalDay;
  @Optional() @OfficialNumber('缴款凭证号') receiptNo?: string;
}

/** 导入当场处罚决定: one batch. */
export class ImportSummaryDecisions {
  @Choice('来源系统', IMPORT_SOURCES) sourceSystem!: ImportSource;
  @UnitRef('执法单位') unitId!: string;
  @ListOf('记录', () => SummaryRecordInput, { max: MAX_IMPORT_RECORDS }) records!: SummaryRecordInput[];
}

/** A record that brought nothing new: by which of its numbers it was known, and of which case. */
export class DuplicateRow {
  /** Place of the record in its batch, from 1. */
  @WholeNumber('行号', { min: 1 }) row!: number;
  @OfficialNumber('原系统单号') sourceNo!: string;
  @Choice('重复的编号', NUMBER_KINDS) by!: NumberKind;
  @RecordRef('case', '已有案件') caseId!: string;
}

export class SummaryDecisionsImported {
  @RecordRef('summaryImport', '批次编号') batchId!: string;
  @Choice('来源系统', IMPORT_SOURCES) sourceSystem!: ImportSource;
  @UnitRef('执法单位') unitId!: string;
  /** Records that became cases. */
  @WholeNumber('导入件数') imported!: number;
  /** Records that were cases already. */
  @WholeNumber('重复件数') duplicates!: number;
  /** The first of them, at most MAX_DUPLICATES_NAMED. */
  @OfficialNumbers('重复的单号', { min: 0, max: MAX_DUPLICATES_NAMED }) duplicateSourceNos!: readonly string[];
  @ActDay('导入日期') importedOn!: LegalDay;
  /** The same, each with what it repeats; not there where nothing was repeated. */
  @Optional()
  @ListOf('重复的记录', () => DuplicateRow, { max: MAX_DUPLICATES_NAMED })
  duplicateRows?: readonly DuplicateRow[];
}

/** 导入批次, as it stands. */
export class ImportBatch {
  @UnitRef('执法单位') unitId!: string;
  @Choice('来源系统', IMPORT_SOURCES) sourceSystem!: ImportSource;
  /** Records that became cases, whenever the batch was brought. */
  @WholeNumber('导入件数') imported!: number;
  /** How often it was brought and said something new. */
  @WholeNumber('导入次数') runs!: number;
  /** Records of the last time that were cases already, and the first of them. */
  @WholeNumber('重复件数') duplicates!: number;
  @ListOf('重复的记录', () => DuplicateRow, { min: 0, max: MAX_DUPLICATES_NAMED })
  duplicateRows!: readonly DuplicateRow[];
  @Day('导入日期') importedOn!: LegalDay;
}

// ---- guards

const ARTICLE = '行政处罚法第五十二条第三款';

type RecordField = keyof SummaryRecordInput;

/** A record that cannot be brought: in which of its fields, and why. */
export interface UnfitRecord {
  readonly field: RecordField;
  readonly refusal: Refusal;
}

/** The field in which a number stands. */
const FIELD_OF: Readonly<Record<NumberKind, RecordField>> = {
  SOURCE_NO: 'sourceNo',
  DECISION_NO: 'decisionNo',
  RECEIPT_NO: 'receiptNo',
};

/** The same with its row and its path, so that the sender finds it among hundreds. */
function inBatch(index: number, { field, refusal }: UnfitRecord): Refusal {
  const { title } = fieldsOf(SummaryRecordInput).get(field)!;
  const where = `第${index + 1}条记录的${title}（records[${index}].${field}）：`;
  const { message } = refusal;
  return { ...refusal, message: [where, ...(typeof message === 'string' ? [message] : message), '；整批没有导入'] };
}

function at(field: RecordField, refusal: Refusal | undefined): UnfitRecord | undefined {
  return refusal && { field, refusal };
}

/** A fine is paid in one payment, on a day, against a receipt. */
function guardPayment({ paidOn, receiptNo, fineFen }: SummaryRecordInput): Refusal | undefined {
  if ((paidOn === undefined) !== (receiptNo === undefined))
    return refuse({
      code: 'import.payment_incomplete',
      article: '行政处罚法第六十七条',
      message: '缴款日期和缴款凭证号应当同时填写',
    });
  if (paidOn !== undefined && fineFen === 0)
    return refuse({
      code: 'payment.nothing_owed',
      article: '行政处罚法第六十七条',
      message: '没有罚款而有缴款记录，请核对',
    });
  return undefined;
}

/** What is wrong with a record by itself, whatever is on record. */
function guardRecord(record: SummaryRecordInput, { today, statutes }: ExamineContext): UnfitRecord | undefined {
  const { decidedOn, paidOn } = record;
  return (
    at('decidedOn', guardNotInFuture(decidedOn, today, '决定日期', ARTICLE)) ??
    at('fineFen', guardWithinLimit(record.fineFen, record.partyKind, decidedOn, statutes)) ??
    at('paidOn', guardPayment(record)) ??
    (paidOn === undefined
      ? undefined
      : at(
          'paidOn',
          guardNotInFuture(paidOn, today, '缴款日期', ARTICLE) ??
            guardNotBefore(paidOn, decidedOn, '缴款日期', '决定日期', ARTICLE),
        ))
  );
}

// ---- which records are new

/** What a batch brings: decisions that are new, records that repeat one, and decisions that the register has to learn. */
interface Sorted {
  readonly news: readonly SummaryRecordInput[];
  readonly repeated: readonly DuplicateRow[];
  readonly learnt: readonly EnteredNumbers[];
}

/** The decision that a record is compared with. */
interface Known extends Pick<EnteredNumbers, 'caseId' | 'decisionNo' | 'decidedOn' | 'fineFen'> {
  /** Of a case of before there was a register of numbers; else the unit of the batch. */
  readonly unitId?: string;
  /** Row of the same batch. */
  readonly row?: number;
}

function isSame(record: SummaryRecordInput, known: Known, unitId: string): boolean {
  return (
    (known.unitId ?? unitId) === unitId &&
    known.decidedOn === record.decidedOn &&
    known.fineFen === record.fineFen &&
    sameNumber(known.decisionNo) === sameNumber(record.decisionNo)
  );
}

/**
 * A number stands for one decision for ever: what comes again under it has to be the same decision of the same unit. What
 * another unit decided is not told.
 */
function differs(record: SummaryRecordInput, by: NumberKind, known: Known, own: string): UnfitRecord {
  const field = FIELD_OF[by];
  const number = the.label(record[field] as string);
  const { unitId = own, decidedOn, decisionNo, fineFen, row } = known;
  const decision = say`${the.day(decidedOn)}的${the.label(decisionNo)}、罚款${the.money(fineFen)}`;
  const what =
    row !== undefined
      ? say`${number}与第${row}条记录（${decision}）相同而内容不同`
      : unitId === own
        ? say`${number}已导入为${decision}，与本次不同`
        : say`${number}已由${the.unit(unitId)}导入`;
  const code = row === undefined ? 'import.differs_from_record' : 'import.repeated_in_batch';
  return { field, refusal: refuse({ code, article: ARTICLE, message: say`${what}，请核对` }) };
}

/** What an examination reads. `facts` holds the registers of numbers, and the cases where they are to be asked. */
export type ExamineContext = Pick<LawContext, 'facts' | 'today' | 'statutes'>;

/** A record as it was examined: unfit, a repetition of one that is known (`ofRow`: from before it), or new; and whether its numbers are. */
export type Examined =
  | { readonly unfit: UnfitRecord }
  | { readonly repeats: DuplicateRow; readonly ofRow: number | undefined; readonly isEntered: boolean }
  | { readonly repeats?: undefined; readonly isEntered: false };

/**
 * Tells records apart, one after another: by the number in their source, the number of the document and that of the
 * receipt, against what is on record and against the records before them. Rows count from 1.
 */
export function recordExaminer(
  { sourceSystem, unitId }: Pick<ImportSummaryDecisions, 'sourceSystem' | 'unitId'>,
  context: ExamineContext,
): (record: SummaryRecordInput, row: number) => Examined {
  const { facts } = context;
  const ofYear = knownNumbers(facts, unitId);
  const years = new Map<string, ReturnType<typeof ofYear>>();
  const before = new Map<string, Known>();
  return (record, row) => {
    const unfit = guardRecord(record, context);
    if (unfit) return { unfit };
    const { sourceNo, decisionNo, decidedOn, fineFen } = record;
    const year = decidedOn.slice(0, 4);
    const entered = years.get(year) ?? ofYear(decidedOn);
    years.set(year, entered);
    const caseId = caseIdOf(sourceSystem, sourceNo);
    // A case of before there was a register of numbers is known by its id alone.
    const { unitId: ofUnit, decision } = facts.get(caseAggregate, caseId);
    const onRecord = decision && { ...decision, caseId, unitId: ofUnit };
    if (onRecord && !isSame(record, onRecord, unitId)) return { unfit: differs(record, 'SOURCE_NO', onRecord, unitId) };
    let by: NumberKind | undefined = onRecord && 'SOURCE_NO';
    let knownAs = onRecord?.caseId;
    let ofRow: number | undefined;
    let isEntered = false;
    const keys = numberKeys(sourceSystem, record);
    for (const [kind, key] of keys) {
      const known: Known | undefined = entered(key) ?? before.get(key);
      if (known === undefined) continue;
      if (!isSame(record, known, unitId)) return { unfit: differs(record, kind, known, unitId) };
      if (by === undefined) ofRow = known.row;
      by ??= kind;
      knownAs ??= known.caseId;
      isEntered = true;
    }
    if (!isEntered) for (const [, key] of keys) before.set(key, { caseId, decisionNo, decidedOn, fineFen, row });
    if (by === undefined || knownAs === undefined) return { isEntered: false };
    return { repeats: { row, sourceNo, by, caseId: knownAs }, ofRow, isEntered };
  };
}

/** The records of a batch told apart; the first refusal of one that is unfit. */
function sorted(input: ImportSummaryDecisions, context: LawContext): Sorted | Refusal {
  const { sourceSystem, records } = input;
  const news: SummaryRecordInput[] = [];
  const repeated: DuplicateRow[] = [];
  const learnt: EnteredNumbers[] = [];
  const examine = recordExaminer(input, context);
  for (const [index, record] of records.entries()) {
    const examined = examine(record, index + 1);
    if ('unfit' in examined) return inBatch(index, examined.unfit);
    if (examined.repeats === undefined) news.push(record);
    else repeated.push(examined.repeats);
    if (examined.isEntered) continue;
    const { sourceNo, decisionNo, receiptNo, decidedOn, fineFen } = record;
    const caseId = caseIdOf(sourceSystem, sourceNo);
    learnt.push(arranged(EnteredNumbers, { caseId, sourceNo, decisionNo, receiptNo, decidedOn, fineFen }));
  }
  return { news, repeated, learnt };
}

function guardBatch({ unitId }: ImportSummaryDecisions, context: LawContext): Refusal | undefined {
  return guardUnitKnown(context, unitId) ?? guardResponsible(context, unitId);
}

/** The unit of the records, and the actor's own where he acts for another: each once. */
function units(actor: Actor, unitId: string): Need[] {
  const others = responsibleNeeds(actor, unitId).filter(({ id }) => id !== unitId);
  return [unitNeed(unitId), ...others];
}

const ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]*$/;

/**
 * The number in the source as it is, where ids may look like it; else `_` (with which no such number begins) and the first
 * 32 hexadecimal digits of the SHA-256 of the form by which official numbers are compared.
 */
function idOf(sourceNo: string): string {
  return ID.test(sourceNo) ? sourceNo : `_${bytesToHex(sha256(utf8ToBytes(sameNumber(sourceNo)))).slice(0, 32)}`;
}

/** Id of the case that a record starts: `OFFLINE_TRAFFIC.T1`. */
export function caseIdOf(sourceSystem: ImportSource, sourceNo: string): string {
  return `${sourceSystem}.${idOf(sourceNo)}`;
}

/** What one record says happened: decided, and where it says so, paid and thereby closed. */
function eventsOf(record: SummaryRecordInput, input: ImportSummaryDecisions, batchId: string): DomainEvent[] {
  const { sourceNo, fineFen, partyKind, decidedOn } = record;
  const decided: SummaryDecisionImported = {
    caseId: caseIdOf(input.sourceSystem, sourceNo),
    unitId: input.unitId,
    procedure: 'SUMMARY',
    sourceSystem: input.sourceSystem,
    sourceNo,
    batchId,
    decisionNo: record.decisionNo,
    decidedOn,
    item: { itemId: record.itemId, name: record.itemName, field: record.field },
    party: { partyId: idOf(sourceNo).replace('_', ''), kind: partyKind, name: record.partyName },
    partyKind,
    kinds: [fineFen > 0 ? 'FINE' : 'WARNING'],
    fineFen,
    place: record.place,
    territoryCode: record.territoryCode,
    ...defined({ officerCertNos: record.officerCertNos }),
  };
  const events: DomainEvent[] = [{ type: 'SummaryDecisionImported', data: decided }];
  if (record.paidOn !== undefined) {
    const paid: FinePaid = {
      receiptNo: record.receiptNo!,
      amountFen: fineFen,
      kind: 'FINE',
      channel: CHANNEL_OF[input.sourceSystem],
      paidOn: record.paidOn,
    };
    events.push({ type: 'FinePaid', data: paid });
  }
  // A warning leaves nothing to be done.
  const closedOn = fineFen === 0 ? decidedOn : record.paidOn;
  if (closedOn !== undefined)
    events.push({ type: 'CaseClosed', data: { closeReason: 'EXECUTED', closedOn } satisfies CaseClosed });
  return events;
}

const PHASES = { Unimported: '未导入', Imported: '已导入' } as const;

/** 离线导入批次, one stream per batch: `summaryImport-<batchId>`. */
export const summaryImport = register<ImportBatch, typeof PHASES>({
  name: 'summaryImport',
  path: 'imports',
  title: '离线导入批次',
  noun: '导入批次',
  row: ImportBatch,
  phases: PHASES,
  initial: { imported: 0, runs: 0, duplicates: 0, duplicateRows: [] },
  acts: [
    act(ImportSummaryDecisions, SummaryDecisionsImported, {
      title: '导入当场处罚决定',
      article: ARTICLE,
      isFinal: true,
      roles: ['REGISTRAR', 'CONNECTED_SYSTEM'],
      from: ['Unimported', 'Imported'],
      to: 'Imported',
      creates: true,
      says: ({ sourceSystem, imported, duplicates }) =>
        say`由${the.label(IMPORT_SOURCES[sourceSystem])}导入当场处罚决定${imported}件${
          duplicates > 0 ? say`，${duplicates}件已有记录，略过` : ''
        }`,
      needs: ({ sourceSystem, unitId, records }, _row, actor) => [
        ...units(actor, unitId),
        ...[...new Set(records.map(({ sourceNo }) => caseIdOf(sourceSystem, sourceNo)))].map((id) => ({
          aggregate: caseAggregate.name,
          id,
        })),
        ...importedNumbersNeeds(
          unitId,
          records.map(({ decidedOn }) => decidedOn),
        ),
      ],
      decide: (input, { runs }, context) => {
        const { id: batchId, today } = context;
        const { sourceSystem, unitId } = input;
        const outcome = guardBatch(input, context) ?? sorted(input, context);
        if ('kind' in outcome) return outcome;
        const { news, repeated, learnt } = outcome;
        // The same batch again brings nothing new.
        if (news.length === 0 && runs > 0) return NOTHING_NEW;
        const named = repeated.slice(0, MAX_DUPLICATES_NAMED);
        return adding(
          {
            batchId,
            imported: news.length,
            duplicates: repeated.length,
            duplicateSourceNos: named.map(({ sourceNo }) => sourceNo),
            importedOn: today,
            duplicateRows: named.length === 0 ? undefined : named,
          },
          {
            elsewhere: [
              ...news.map((record) => ({
                stream: { aggregate: caseAggregate.name, id: caseIdOf(sourceSystem, record.sourceNo) },
                events: eventsOf(record, input, batchId),
              })),
              ...enterNumbers({ unitId, sourceSystem, batchId }, learnt),
            ],
          },
        );
      },
      evolve: (row, { imported, duplicateRows = [] }) => ({
        imported: row.imported + imported,
        runs: row.runs + 1,
        duplicateRows,
      }),
    }),
  ],
  list: {
    columns: ['importedOn', 'unitId', 'sourceSystem', 'imported', 'duplicates'],
    filters: ['unitId', 'sourceSystem', 'importedOn'],
    sort: '-importedOn',
  },
});
