import type { Accepted, Facts, Need } from '#eventsourcing';
import { Choice, OfficialNumber, RecordRef, say, the, UnitRef, WholeNumber } from '#fields';
import type { LegalDay } from '#statutes';
import { aggregate } from './definition/aggregate.js';
import { event, type Stage } from './definition/stage.js';
import { unit } from './organisation/unit.js';

/*
 * 文书编号 (DOMAIN 5.2): gapless per unit, kind and year. A number is taken in the same append as the act that bears
 * it: when the act is refused or loses its race, no number is used up.
 */

/** Kinds of numbered documents, with the mark (文种代字) that stands in the number. */
export const DOCUMENT_KINDS = {
  FILING: { title: '立案审批表', mark: '执立' },
  CORRECTION: { title: '责令改正通知书', mark: '执责改' },
  PRESERVATION: { title: '先行登记保存通知书', mark: '执存' },
  SEALING: { title: '查封（扣押）决定书', mark: '执查扣' },
  NOTICE: { title: '行政处罚事先告知书', mark: '执罚告' },
  DECISION: { title: '行政处罚决定书', mark: '执罚决' },
  NO_PENALTY: { title: '不予行政处罚决定书', mark: '执不罚决' },
  SUMMARY: { title: '当场行政处罚决定书', mark: '执当罚决' },
  DEMAND: { title: '履行催告书', mark: '执催' },
  COURT_APPLICATION: { title: '强制执行申请书', mark: '执强申' },
  TRANSFER_OUT: { title: '案件移送函', mark: '执移函' },
  CRIMINAL_TRANSFER: { title: '涉嫌犯罪案件移送书', mark: '执移' },
  ACT_CODE: { title: '行政行为码', mark: '码' },
} as const;
export type DocumentKind = keyof typeof DOCUMENT_KINDS;

export const KIND_TITLES = Object.fromEntries(
  Object.entries(DOCUMENT_KINDS).map(([kind, { title }]) => [kind, title]),
) as Readonly<Record<DocumentKind, string>>;

/** Stored for ever. */
export class DocumentNumberTaken {
  @UnitRef('执法单位') unitId!: string;
  @Choice('文书种类', KIND_TITLES) kind!: DocumentKind;
  @WholeNumber('年度', { max: 9_999 }) year!: number;
  @WholeNumber('序号', { min: 1 }) seq!: number;
  @OfficialNumber('文书编号') number!: string;
  /** Id of the case that the document belongs to. */
  @RecordRef('case', '案件编号') takenFor!: string;
}

/** 作废: the number is used up, and no document bears it. */
export class DocumentNumberVoided {
  @UnitRef('执法单位') unitId!: string;
  @Choice('文书种类', KIND_TITLES) kind!: DocumentKind;
  @WholeNumber('年度', { max: 9_999 }) year!: number;
  @WholeNumber('序号', { min: 1 }) seq!: number;
  @OfficialNumber('文书编号') number!: string;
  @RecordRef('voidedNumber', '作废记录') voidId!: string;
}

interface NumberState {
  readonly unitId: string;
  readonly last: number;
}

const taking: Stage<NumberState> = {
  events: [
    event<NumberState, DocumentNumberTaken>(DocumentNumberTaken, {
      title: '取用文书编号',
      says: ({ kind, number }) => say`取用${DOCUMENT_KINDS[kind].title}编号${the.label(number)}`,
      evolve: (_state, { unitId, seq }) => ({ unitId, last: seq }),
    }),
    event<NumberState, DocumentNumberVoided>(DocumentNumberVoided, {
      title: '作废文书编号',
      says: ({ kind, number }) => say`${DOCUMENT_KINDS[kind].title}编号${the.label(number)}作废`,
      evolve: (_state, { unitId, seq }) => ({ unitId, last: seq }),
    }),
  ],
  commands: [],
};

/** 文书编号簿, one stream per unit, kind and year: `documentNumber-<unit>.<kind>.<year>`. */
export const documentNumber = aggregate<NumberState>({
  name: 'documentNumber',
  path: 'document-numbers',
  title: '文书编号簿',
  initialState: { unitId: '', last: 0 },
  belongsTo: ({ unitId }) => ({ units: [unitId], people: [] }),
  stages: [taking],
});

function register(unitId: string, kind: DocumentKind, on: LegalDay) {
  return { aggregate: documentNumber.name, id: `${unitId}.${kind}.${on.slice(0, 4)}` };
}

/** What a command that issues a numbered document needs: the register of its year, and the unit for its prefix. */
export function numberNeeds(unitId: string, kind: DocumentKind, on: LegalDay): Need[] {
  return [
    { ...register(unitId, kind, on), contended: true },
    { aggregate: unit.name, id: unitId },
  ];
}

export interface TakenNumber {
  readonly seq: number;
  /** The rendered number: 衢综执罚决字〔2023〕1号. */
  readonly number: string;
  /** The write that goes into `acceptWith`. */
  readonly write: Accepted['elsewhere'][number];
}

type Asked = { readonly unitId: string; readonly kind: DocumentKind; readonly on: LegalDay };

/** The next number of the year in which the act is done. */
function next(facts: Facts, { unitId, kind, on }: Asked) {
  const stream = register(unitId, kind, on);
  const seq = facts.get(documentNumber, stream.id).last + 1;
  const year = Number(on.slice(0, 4));
  const prefix = facts.get(unit, unitId).documentPrefix ?? '';
  const number = `${prefix}${DOCUMENT_KINDS[kind].mark}字〔${year}〕${seq}号`;
  return { stream, said: { unitId, kind, year, seq, number } };
}

/** Takes the next number of the year in which the act is done. The command must list `numberNeeds`. */
export function takeNumber(facts: Facts, request: Asked & { readonly takenFor: string }): TakenNumber {
  const { stream, said } = next(facts, request);
  const data: DocumentNumberTaken = { ...said, takenFor: request.takenFor };
  return { seq: said.seq, number: said.number, write: { stream, events: [{ type: DocumentNumberTaken.name, data }] } };
}

/** Uses the next number up without a document. The command must list `numberNeeds`. */
export function voidNumber(facts: Facts, request: Asked & { readonly voidId: string }): TakenNumber {
  const { stream, said } = next(facts, request);
  const data: DocumentNumberVoided = { ...said, voidId: request.voidId };
  return { seq: said.seq, number: said.number, write: { stream, events: [{ type: DocumentNumberVoided.name, data }] } };
}
