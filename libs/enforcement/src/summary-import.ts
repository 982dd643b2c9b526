import { MaxLength } from 'class-validator';
import { type Actor, accept, acceptWith, type DomainEvent, type Need, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay, Statutes } from '#statutes';
import { caseAggregate } from './case/case.js';
import type { CaseClosed } from './case/closing.js';
import type { FinePaid, PaymentChannel } from './case/payment.js';
import { guardWithinLimit, type SummaryDecisionImported } from './case/summary.js';
import { guardNotBefore, guardNotInFuture } from './days.js';
import { aggregate, command, event, type LawContext, type Stage } from './definition.js';
import { Choice, Day, Fen, Id, Ids, ListOf, Optional, Text } from './fields.js';
import { guardResponsible, guardUnitKnown, responsibleNeeds, unitNeed } from './responsible-unit.js';
import {
  ITEM_FIELDS,
  type ItemField,
  type OFF_PLATFORM_SOURCES,
  PARTY_KINDS,
  type PartyKind,
  SOURCE_SYSTEMS,
} from './terms.js';
import { yuan } from './yuan.js';

/*
 * 简易处罚离线导入 (DOMAIN 2.5, X2): decisions made outside the platform come in by batches. Each record starts a case of its
 * own, `case-<source>.<number in the source>`, so that a record can come twice and exist once. A batch is taken whole or
 * not at all.
 */

/** Records of one batch: with the assertion on the unit, well within the streams of one append. */
export const MAX_IMPORT_RECORDS = 500;

/** Duplicates that a batch names; it counts all of them. */
export const MAX_DUPLICATES_NAMED = 100;

/** Sources of records that never ran on the platform. */
export type ImportSource = (typeof OFF_PLATFORM_SOURCES)[number];
export const IMPORT_SOURCES: Readonly<Record<ImportSource, string>> = {
  OFFLINE_TRAFFIC: SOURCE_SYSTEMS.OFFLINE_TRAFFIC,
  IMPORT: SOURCE_SYSTEMS.IMPORT,
};

/** How fines of a source are paid: the traffic system takes electronic payments only. */
const CHANNEL_OF: Readonly<Record<ImportSource, PaymentChannel>> = { OFFLINE_TRAFFIC: 'EPAY', IMPORT: 'BANK' };

// ---- events, stored for ever

export interface SummaryDecisionsImported {
  readonly batchId: string;
  readonly sourceSystem: ImportSource;
  readonly unitId: string;
  /** Records that became cases. */
  readonly imported: number;
  /** Records that were cases already. */
  readonly duplicates: number;
  /** The first of them, at most MAX_DUPLICATES_NAMED. */
  readonly duplicateSourceNos: readonly string[];
  readonly importedOn: LegalDay;
}

// ---- commands

export class SummaryRecordInput {
  /** Together with the source it becomes the case's id. */
  @MaxLength(80, { message: '原系统单号不能超过80个字符' })
  @Id('原系统单号')
  sourceNo!: string;
  @Text('决定书文号') decisionNo!: string;
  @Day('决定日期') decidedOn!: LegalDay;
  @Id('事项编码') itemId!: string;
  @Text('案由') itemName!: string;
  @Choice('领域', ITEM_FIELDS) field!: ItemField;
  @Choice('当事人种类', PARTY_KINDS) partyKind!: PartyKind;
  /** Masked where the source masks it: 浙H·***12. */
  @Text('当事人', { max: 100 }) partyName!: string;
  @Fen('罚款数额') fineFen!: number;
  @Text('地点') place!: string;
  @Text('行政区划代码', { min: 6, max: 12 }) territoryCode!: string;
  @Optional() @Ids('执法证号', { min: 2, max: 10 }) officerCertNos?: string[];
  @Optional() @Day('缴款日期') paidOn?: LegalDay;
  @Optional() @Id('缴款凭证号') receiptNo?: string;
}

/** 导入当场处罚决定: one batch. */
export class ImportSummaryDecisions {
  @Choice('来源系统', IMPORT_SOURCES) sourceSystem!: ImportSource;
  @Id('执法单位') unitId!: string;
  @ListOf('记录', () => SummaryRecordInput, { max: MAX_IMPORT_RECORDS }) records!: SummaryRecordInput[];
}

// ---- guards

const ARTICLE = '行政处罚法第五十二条第三款';

/** The fault of one record with its path, so that the sender finds it among hundreds. */
function at(index: number, field: string, refusal: Refusal | undefined): Refusal | undefined {
  return refusal && { ...refusal, message: `records[${index}].${field}：${refusal.message}；整批没有导入` };
}

/** A fine is paid in one payment, on a day, against a receipt. */
function guardPayment({ paidOn, receiptNo, fineFen }: SummaryRecordInput): Refusal | undefined {
  if ((paidOn === undefined) !== (receiptNo === undefined))
    return refuse({
      code: 'import.payment_incomplete',
      article: '行政处罚法第六十七条',
      message: '缴款日期（paidOn）和缴款凭证号（receiptNo）应当同时填写',
    });
  if (paidOn !== undefined && fineFen === 0)
    return refuse({
      code: 'payment.nothing_owed',
      article: '行政处罚法第六十七条',
      message: '没有罚款而有缴款记录，请核对',
    });
  return undefined;
}

function guardRecord(
  record: SummaryRecordInput,
  index: number,
  today: LegalDay,
  statutes: Statutes,
): Refusal | undefined {
  const { decidedOn, paidOn } = record;
  return (
    at(index, 'decidedOn', guardNotInFuture(decidedOn, today, '决定日期', ARTICLE)) ??
    at(index, 'fineFen', guardWithinLimit(record.fineFen, record.partyKind, decidedOn, statutes)) ??
    at(index, 'paidOn', guardPayment(record)) ??
    (paidOn === undefined
      ? undefined
      : at(
          index,
          'paidOn',
          guardNotInFuture(paidOn, today, '缴款日期', ARTICLE) ??
            guardNotBefore(paidOn, decidedOn, '缴款日期', '决定日期', ARTICLE),
        ))
  );
}

/** Within one batch a number stands for one record. */
function guardNoRepetition(records: readonly SummaryRecordInput[]): Refusal | undefined {
  const seen = new Map<string, number>();
  for (const [index, { sourceNo }] of records.entries()) {
    const first = seen.get(sourceNo);
    if (first !== undefined)
      return refuse({
        code: 'import.repeated_in_batch',
        article: ARTICLE,
        message: `records[${index}].sourceNo：原系统单号${sourceNo}与records[${first}]重复；整批没有导入`,
      });
    seen.set(sourceNo, index);
  }
  return undefined;
}

/** A number stands for one record for ever: what comes again under it has to be the same decision of the same unit. */
function guardSameAsOnRecord(input: ImportSummaryDecisions, { facts }: LawContext): Refusal | undefined {
  for (const [index, record] of input.records.entries()) {
    const { unitId, decision } = facts.get(caseAggregate, caseIdOf(input.sourceSystem, record.sourceNo));
    if (decision === undefined) continue;
    const { decisionNo, decidedOn, fineFen } = decision;
    const isSame =
      unitId === input.unitId &&
      decisionNo === record.decisionNo &&
      decidedOn === record.decidedOn &&
      fineFen === record.fineFen;
    if (isSame) continue;
    return refuse({
      code: 'import.differs_from_record',
      article: ARTICLE,
      message:
        `records[${index}].sourceNo：原系统单号${record.sourceNo}已由${unitId}导入为${decidedOn}的${decisionNo}、` +
        `罚款${yuan(fineFen)}，与本次不同，请核对；整批没有导入`,
    });
  }
  return undefined;
}

function guardBatch(input: ImportSummaryDecisions, context: LawContext): Refusal | undefined {
  const { records, unitId } = input;
  const refusal =
    guardUnitKnown(context.facts, unitId) ?? guardResponsible(context, unitId) ?? guardNoRepetition(records);
  if (refusal) return refusal;
  for (const [index, record] of records.entries()) {
    const fault = guardRecord(record, index, context.today, context.statutes);
    if (fault) return fault;
  }
  return guardSameAsOnRecord(input, context);
}

/** The unit of the records, and the actor's own where he acts for another: each once. */
function units(actor: Actor, unitId: string): Need[] {
  const others = responsibleNeeds(actor, unitId).filter(({ id }) => id !== unitId);
  return [unitNeed(unitId), ...others];
}

function caseIdOf(sourceSystem: ImportSource, sourceNo: string): string {
  return `${sourceSystem}.${sourceNo}`;
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
    party: { partyId: sourceNo, kind: partyKind, name: record.partyName },
    partyKind,
    kinds: [fineFen > 0 ? 'FINE' : 'WARNING'],
    fineFen,
    place: record.place,
    territoryCode: record.territoryCode,
    ...(record.officerCertNos === undefined ? {} : { officerCertNos: record.officerCertNos }),
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

interface BatchState {
  readonly imported: number;
  readonly runs: number;
}

const importing: Stage<BatchState> = {
  events: {
    SummaryDecisionsImported: event<BatchState, SummaryDecisionsImported>({
      title: '导入当场处罚决定',
      describe: (data) =>
        `由${IMPORT_SOURCES[data.sourceSystem]}导入当场处罚决定${data.imported}件` +
        (data.duplicates > 0 ? `，${data.duplicates}件已有记录，略过` : ''),
      evolve: (state, data) => ({ imported: state.imported + data.imported, runs: state.runs + 1 }),
    }),
  },
  commands: [
    command<BatchState, ImportSummaryDecisions>({
      input: ImportSummaryDecisions,
      title: '导入当场处罚决定',
      article: ARTICLE,
      roles: ['REGISTRAR'],
      creates: true,
      needs: ({ sourceSystem, unitId, records }, _state, actor) => [
        ...units(actor, unitId),
        ...[...new Set(records.map(({ sourceNo }) => sourceNo))].map((sourceNo) => ({
          aggregate: caseAggregate.name,
          id: caseIdOf(sourceSystem, sourceNo),
        })),
      ],
      decide: (input, state, context) => {
        const refusal = guardBatch(input, context);
        if (refusal) return refusal;
        const { id, facts, today } = context;
        const { sourceSystem, unitId, records } = input;
        const isKnown = ({ sourceNo }: SummaryRecordInput) =>
          facts.length(caseAggregate, caseIdOf(sourceSystem, sourceNo)) > 0;
        const duplicates = records.filter(isKnown);
        const news = records.filter((record) => !isKnown(record));
        // The same batch again brings nothing new.
        if (news.length === 0 && state.runs > 0) return accept();
        return acceptWith(
          [
            {
              type: 'SummaryDecisionsImported',
              data: {
                batchId: id,
                sourceSystem,
                unitId,
                imported: news.length,
                duplicates: duplicates.length,
                duplicateSourceNos: duplicates.slice(0, MAX_DUPLICATES_NAMED).map(({ sourceNo }) => sourceNo),
                importedOn: today,
              } satisfies SummaryDecisionsImported,
            },
          ],
          news.map((record) => ({
            stream: { aggregate: caseAggregate.name, id: caseIdOf(sourceSystem, record.sourceNo) },
            events: eventsOf(record, input, id),
          })),
        );
      },
    }),
  ],
};

/** 简易处罚离线导入批次, one stream per batch: `summaryImport-<batchId>`. */
export const summaryImport = aggregate<BatchState>({
  name: 'summaryImport',
  path: 'imports',
  title: '简易处罚离线导入批次',
  initialState: { imported: 0, runs: 0 },
  belongsTo: () => ({ units: [], people: [] }),
  stages: [importing],
});
