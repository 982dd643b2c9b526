import { type Facts, type Need, type Refusal, refuse } from '#eventsourcing';
import type { Interval, LegalDay } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { guardNotBefore } from '../days.js';
import type { Standing } from '../lifecycle.js';
import type { RemedyKind } from './register.js';

/* What a reconsideration or a lawsuit is, as its events add it up; and what both ask of the case they are about. */

export const REMEDY_PHASES = {
  Unfiled: '未提出',
  Applied: '已申请复议',
  UnderReconsideration: '复议审理中',
  Suspended: '复议中止',
  Reconsidered: '已作复议决定',
  Sued: '已起诉',
  UnderTrial: '一审审理中',
  Judged: '一审已判决',
  Appealed: '二审审理中',
  FinallyJudged: '二审已判决',
  Effective: '裁判已生效',
  Withdrawn: '已撤回',
  Declined: '不予受理',
} as const;
export type RemedyPhase = keyof typeof REMEDY_PHASES;

export interface RemedyState extends Standing<RemedyPhase> {
  readonly remedyId: string;
  readonly kind?: RemedyKind;
  readonly caseId?: string;
  readonly acceptedOn?: LegalDay;
  /** 复议普通程序、简易程序: which D23 and D24 apply. */
  readonly procedure?: ReconsiderationProcedure;
  readonly answerDueOn?: LegalDay;
  readonly answeredOn?: LegalDay;
  readonly decisionDueOn?: LegalDay;
  /** R9: stretches that do not count, half-open. */
  readonly suspensions: readonly Interval[];
  readonly suspendedOn?: LegalDay;
  readonly heldOn?: LegalDay;
}

export const RECONSIDERATION_PROCEDURES = { ORDINARY: '普通程序', SUMMARY: '简易程序' } as const;
export type ReconsiderationProcedure = keyof typeof RECONSIDERATION_PROCEDURES;

export const initialRemedy: RemedyState = { phase: 'Unfiled', unitId: '', lastOn: '', remedyId: '', suspensions: [] };

export function caseNeeds(caseId: string | undefined): Need[] {
  return caseId === undefined ? [] : [{ aggregate: caseAggregate.name, id: caseId }];
}

/** The case that the remedy is about is the unit's own, and was there before. */
export function guardCase(
  facts: Facts,
  caseId: string | undefined,
  unitId: string,
  on: LegalDay,
  article: string,
): Refusal | undefined {
  if (caseId === undefined) return undefined;
  const about = facts.get(caseAggregate, caseId);
  if (about.unitId !== unitId)
    return refuse({
      code: 'remedy.unknown_case',
      article,
      message: `本单位没有编号为${caseId}的案件，请核对案件编号；本系统以前的案件不填案件编号`,
    });
  const begun = about.procedure === 'SUMMARY' ? about.decision?.decidedOn : (about.filedOn ?? about.happenedOn);
  return guardNotBefore(on, begun ?? '', '提出日期', '案件开始日期', article);
}

/** The year from which a matter was carried over: it had been accepted in an earlier one when it was put on record. */
export function carriedOver(acceptedOn: LegalDay, today: LegalDay): { readonly carriedOverFromYear?: number } {
  const year = acceptedOn.slice(0, 4);
  return year < today.slice(0, 4) ? { carriedOverFromYear: Number(year) } : {};
}
