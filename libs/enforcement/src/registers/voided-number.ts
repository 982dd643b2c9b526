import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Day,
  Id,
  Narrative,
  OfficialNumber,
  Optional,
  RecordRef,
  say,
  the,
  UnitRef,
  WholeNumber,
} from '#fields';
import type { LegalDay } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { caseNeeds } from '../case/case-need.js';
import type { CaseState } from '../case/state.js';
import { act, adding } from '../definition/act.js';
import { register } from '../definition/register.js';
import { DOCUMENT_KINDS, type DocumentKind, KIND_TITLES, numberNeeds, voidNumber } from '../document-number.js';

/*
 * 作废编号 (DOMAIN 3.4, 5.2): a number that no document bears any more, or never did, stays in the list with its reason, and is never
 * given again. The books run on without a gap.
 */

/** 作废的情形. */
export const VOID_GROUNDS = {
  SPOILED: '文书填写错误、损毁，没有交付',
  TAKEN_BY_HAND: '误取编号，没有制作文书',
  FILED_BY_MISTAKE: '误立案件的案号',
} as const;
export type VoidGround = keyof typeof VOID_GROUNDS;

/** The grounds of a number that no document in the system bears. */
const OF_NO_DOCUMENT = { SPOILED: VOID_GROUNDS.SPOILED, TAKEN_BY_HAND: VOID_GROUNDS.TAKEN_BY_HAND } as const;

export class VoidedNumber {
  @UnitRef('执法单位') unitId!: string;
  @Choice('文书种类', KIND_TITLES) kind!: DocumentKind;
  @OfficialNumber('作废的编号') number!: string;
  @Choice('作废的情形', VOID_GROUNDS) ground!: VoidGround;
  @Narrative('作废的理由') reason!: string;
  @Day('作废日期') voidedOn!: LegalDay;
  @Optional() @RecordRef('case', '误立的案件') caseId?: string;
}

// ---- commands and, beside each, the event that is stored for ever

/** 作废下一个编号: what was spoiled on paper, or taken by hand, uses up the next number of its book. */
export class VoidNextNumber {
  @Choice('文书种类', KIND_TITLES) kind!: DocumentKind;
  @Choice('作废的情形', OF_NO_DOCUMENT) ground!: keyof typeof OF_NO_DOCUMENT;
  @Narrative('作废的理由') reason!: string;
  @ActDay('作废日期') voidedOn!: LegalDay;
}
export class NumberVoided extends VoidNextNumber {
  @Id('作废记录编号') voidId!: string;
  @UnitRef('执法单位') unitId!: string;
  @WholeNumber('序号', { min: 1 }) seq!: number;
  @OfficialNumber('作废的编号') number!: string;
}

/** 作废误立案件的案号: of a case that was withdrawn. */
export class VoidCaseNumber {
  @RecordRef('case', '误立的案件') caseId!: string;
  @Narrative('作废的理由') reason!: string;
  @ActDay('作废日期') voidedOn!: LegalDay;
}
export class CaseNumberVoided extends VoidCaseNumber {
  @Id('作废记录编号') voidId!: string;
  @UnitRef('执法单位') unitId!: string;
  @Choice('文书种类', KIND_TITLES) kind!: DocumentKind;
  @Choice('作废的情形', VOID_GROUNDS) ground!: VoidGround;
  @OfficialNumber('作废的编号') number!: string;
}

const ARTICLE = '行政处罚法第四十七条、第五十二条第一款';
const FILED = '行政处罚法第四十七条、第五十四条第二款';
const PHASES = { Unrecorded: '未登记', Voided: '已作废' } as const;

/** The case is withdrawn, and this unit's: the number of a file that goes on, or ended by a decision, stands. */
function guardWithdrawn(state: CaseState, caseId: string, unitId: string): Refusal | undefined {
  const itself = the.record('case', caseId);
  if (state.caseNo === undefined)
    return refuse({
      code: 'voiding.no_number',
      article: FILED,
      message: say`案件${itself}没有案号，没有可以作废的编号`,
    });
  if (state.unitId !== unitId)
    return refuse({
      code: 'voiding.other_unit',
      article: FILED,
      message: say`案件${itself}由${the.unit(state.unitId)}办理，案号由其作废`,
    });
  if (state.phase === 'Withdrawn' || state.closeReason === 'WITHDRAWN') return undefined;
  return refuse({
    code: 'voiding.not_withdrawn',
    article: FILED,
    message: say`案件${itself}没有撤销立案，案号${the.label(state.caseNo)}仍在使用，不能作废；误立案的，先撤案`,
  });
}

/** 作废编号, one stream a number: `voidedNumber-<id>`. */
export const voidedNumber = register<VoidedNumber, typeof PHASES>({
  name: 'voidedNumber',
  path: 'voided-numbers',
  title: '作废编号',
  noun: '作废的编号',
  room: 'SUPPORT',
  row: VoidedNumber,
  phases: PHASES,
  roles: ['OFFICER', 'REGISTRAR'],
  acts: [
    act(VoidNextNumber, NumberVoided, {
      title: '作废下一个编号',
      eventTitle: '编号作废',
      article: ARTICLE,
      to: 'Voided',
      needs: ({ kind, voidedOn }, _row, { unit }) => numberNeeds(unit, kind, voidedOn),
      says: ({ kind, number, ground, reason }) =>
        say`${DOCUMENT_KINDS[kind].title}编号${the.label(number)}作废（${VOID_GROUNDS[ground]}）：${the.words(reason)}`,
      decide: ({ kind, voidedOn }, _row, { id, actor, facts }) => {
        const voided = voidNumber(facts, { unitId: actor.unit, kind, on: voidedOn, voidId: id });
        return adding({ voidId: id, seq: voided.seq, number: voided.number }, { elsewhere: [voided.write] });
      },
    }),
    act(VoidCaseNumber, CaseNumberVoided, {
      title: '作废误立案件的案号',
      eventTitle: '案号作废',
      article: FILED,
      to: 'Voided',
      needs: ({ caseId }) => caseNeeds(caseId),
      says: ({ number, caseId, reason }) =>
        say`案件${the.record('case', caseId)}的案号${the.label(number)}作废：${the.words(reason)}`,
      decide: ({ caseId, voidedOn }, _row, { id, actor, facts }) => {
        const state = facts.get(caseAggregate, caseId);
        const refusal = guardWithdrawn(state, caseId, actor.unit);
        if (refusal) return refusal;
        const withdrawnOn = state.endedEarlyOn ?? state.closedOn!;
        if (voidedOn < withdrawnOn)
          return refuse({
            code: 'day.out_of_order',
            article: FILED,
            message: `作废日期${voidedOn}早于撤案日期${withdrawnOn}`,
            earliest: withdrawnOn,
          });
        return { voidId: id, kind: 'FILING', ground: 'FILED_BY_MISTAKE', number: state.caseNo! };
      },
    }),
  ],
  list: {
    columns: ['number', 'kind', 'ground', 'unitId', 'voidedOn', 'reason', 'caseId'],
    filters: ['kind', 'ground', 'unitId', 'voidedOn', 'caseId'],
    sort: '-voidedOn',
  },
  calledBy: 'number',
});
