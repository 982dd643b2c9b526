import { Matches } from 'class-validator';
import { accept, acceptWith, type Facts, type Refusal, refuse } from '#eventsourcing';
import { dayOf, type LegalDay } from '#statutes';
import { guardMomentHasPassed, guardNotBefore, guardNotInFuture, utc } from '../days.js';
import { command, event, type Stage } from '../definition.js';
import { numberNeeds, takeNumber } from '../document-number.js';
import { Choice, Day, Fen, Id, Ids, LongText, Moment, Optional, Text } from '../fields.js';
import { certificateOn, officer } from '../organisation/officer.js';
import { EVIDENCE_KINDS, type EvidenceKind } from '../terms.js';
import { guardHasNotJudged, guardOfficer, guardTwoOfficers, peopleNeeds } from './officers.js';
import { type CasePhase, inPhase } from './phases.js';
import type { CaseOfficer, CaseState } from './state.js';

/* 调查取证、责令改正、调查终结 (行政处罚法第二十八条、第四十二条、第四十六条、第五十四条至第五十七条; DOMAIN 2.4 阶段 4–5). */

export const DUTIES = { LEAD: '主办', ASSIST: '协办' } as const;

// ---- events, stored for ever

export interface OfficerAssigned {
  readonly userId: string;
  readonly certNo: string;
  readonly duty: 'LEAD' | 'ASSIST';
  readonly assignedOn: LegalDay;
}

export interface OfficerRemoved {
  readonly userId: string;
  readonly reason: string;
  /** First day on which the person no longer handles the case. */
  readonly removedOn: LegalDay;
}

export interface EvidenceCollected {
  readonly evidenceId: string;
  readonly kind: EvidenceKind;
  /** Of the file or of the scan, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** ISO-8601 UTC. */
  readonly obtainedAt: string;
  /** Those who obtained it, with the certificates that they held that day. */
  readonly officers: readonly { readonly userId: string; readonly certNo: string }[];
}

export interface CorrectionOrdered {
  readonly correctionNo: string;
  readonly content: string;
  readonly orderedOn: LegalDay;
  /** Last day for the correction. */
  readonly dueOn: LegalDay;
}

export interface InvestigationConcluded {
  readonly concludedOn: LegalDay;
  readonly facts: string;
  /** 定性: what the facts are in law. */
  readonly nature: string;
  readonly proposedFineFen: number;
  readonly benchmarkId?: string;
  readonly discretionReason: string;
}

/** 退回补充调查: the facts are not ready for a decision. */
export interface InvestigationReturned {
  readonly reason: string;
  readonly returnedOn: LegalDay;
}

// ---- commands

/** 增派办案人员. */
export class AssignOfficer {
  @Id('用户编号') userId!: string;
  @Choice('分工', DUTIES) duty!: 'LEAD' | 'ASSIST';
  @Day('指派日期') assignedOn!: LegalDay;
}

/** 撤换办案人员. */
export class RemoveOfficer {
  @Id('用户编号') userId!: string;
  @Text('理由') reason!: string;
  @Day('撤换日期') removedOn!: LegalDay;
}

/** 取证. */
export class CollectEvidence {
  @Id('证据编号') evidenceId!: string;
  @Choice('证据种类', EVIDENCE_KINDS) kind!: EvidenceKind;
  @Matches(/^[0-9a-f]{64}$/, { message: '证据文件的SHA-256应为64位小写十六进制数' })
  @Text('证据文件的SHA-256', { min: 64, max: 64 })
  sha256!: string;
  @Moment('取得时刻') obtainedAt!: string;
  @Ids('取证人员', { min: 2, max: 10 }) officers!: string[];
}

/** 责令改正. */
export class OrderCorrection {
  @LongText('责令改正的内容', { min: 20 }) content!: string;
  @Day('责令日期') orderedOn!: LegalDay;
  @Day('改正期限') dueOn!: LegalDay;
}

/** 调查终结. */
export class ConcludeInvestigation {
  @Day('终结日期') concludedOn!: LegalDay;
  @LongText('违法事实') facts!: string;
  @Text('定性') nature!: string;
  @Fen('建议罚款数额') proposedFineFen!: number;
  @Optional() @Id('裁量基准编号') benchmarkId?: string;
  @LongText('裁量理由') discretionReason!: string;
}

/** 退回补充调查: after a review that sent the case back, or a discussion that found it not ready. */
export class ReturnInvestigation {
  @LongText('退回的理由') reason!: string;
  @Day('退回日期') returnedOn!: LegalDay;
}

// ---- guards

const INVESTIGATION = '行政处罚法第五十四条第一款';
const TWO_OFFICERS = '行政处罚法第四十二条第一款';
const CORRECTION = '行政处罚法第二十八条第一款';
const CONCLUSION = '行政处罚法第五十七条第一款';

/** The people on a case may change as long as somebody still has to act on it. */
const HANDLED: readonly CasePhase[] = [
  'Investigating',
  'Concluded',
  'InLegalReview',
  'ReviewPassed',
  'Noticed',
  'HearingPhase',
  'InDiscussion',
  'Decided',
  'Served',
  'Performing',
  'Overdue',
  'Demanded',
  'CourtEnforcement',
  'TransferPending',
  'TransferredCriminal',
];

/** 应当责令改正 until the decision is taken. */
const CORRECTABLE: readonly CasePhase[] = [
  'Investigating',
  'Concluded',
  'InLegalReview',
  'ReviewPassed',
  'Noticed',
  'HearingPhase',
  'InDiscussion',
];

function guardHandles(state: CaseState, userIds: readonly string[], article: string): Refusal | undefined {
  const stranger = userIds.find((userId) => !state.officers.some((o) => o.userId === userId));
  if (stranger === undefined) return undefined;
  return refuse({
    code: 'officer.not_assigned',
    article,
    message: `${stranger}不是本案办案人员，请先指派`,
  });
}

/** G01 for those who would remain: at least two of them hold a certificate that is valid that day. */
function guardTwoRemain(facts: Facts, state: CaseState, leaving: string, on: LegalDay): Refusal | undefined {
  const able = state.officers
    .map(({ userId }) => userId)
    .filter((userId) => userId !== leaving && guardOfficer(facts, userId, state.unitId, on) === undefined);
  const refusal = guardTwoOfficers(facts, able, state.unitId, on);
  return refusal && refuse({ ...refusal, message: '撤换后持有效执法证的办案人员不足两人，请先增派再撤换' });
}

/** 第四十条: who is to be punished for what is known by evidence alone. */
function guardEvidence({ evidenceIds }: CaseState): Refusal | undefined {
  if (evidenceIds.length > 0) return undefined;
  return refuse({
    code: 'investigation.no_evidence',
    article: '行政处罚法第四十条、第四十六条',
    message: '没有任何证据，事实不能认定，请先取证',
  });
}

export const investigation: Stage<CaseState> = {
  events: {
    OfficerAssigned: event<CaseState, OfficerAssigned>({
      title: '指派办案人员',
      describe: (data) => `指派${data.userId}为${DUTIES[data.duty]}人员（执法证${data.certNo}）`,
      evolve: (state, { userId, certNo, duty }) => ({
        ...state,
        officers: [...state.officers, { userId, certNo, duty } satisfies CaseOfficer],
        everInvestigated: state.everInvestigated.includes(userId)
          ? state.everInvestigated
          : [...state.everInvestigated, userId],
      }),
    }),
    OfficerRemoved: event<CaseState, OfficerRemoved>({
      title: '撤换办案人员',
      describe: (data) => `${data.userId}不再办理本案：${data.reason}`,
      evolve: (state, data) => ({
        ...state,
        officers: state.officers.filter(({ userId }) => userId !== data.userId),
      }),
    }),
    EvidenceCollected: event<CaseState, EvidenceCollected>({
      title: '取证',
      describe: (data) =>
        `取得${EVIDENCE_KINDS[data.kind]}${data.evidenceId}，取证人${data.officers.map(({ userId }) => userId).join('、')}`,
      evolve: (state, data) => {
        const on = dayOf(data.obtainedAt);
        return {
          ...state,
          evidenceIds: [...state.evidenceIds, data.evidenceId],
          lastEvidenceOn: state.lastEvidenceOn === undefined || on > state.lastEvidenceOn ? on : state.lastEvidenceOn,
        };
      },
    }),
    CorrectionOrdered: event<CaseState, CorrectionOrdered>({
      title: '责令改正',
      describe: (data) => `${data.correctionNo}责令于${data.dueOn}前改正：${data.content}`,
      evolve: (state, { dueOn }) => ({ ...state, corrections: [...state.corrections, { dueOn }] }),
    }),
    InvestigationConcluded: event<CaseState, InvestigationConcluded>({
      title: '调查终结',
      describe: (data) => `调查终结，定性为“${data.nature}”`,
      evolve: (state, data) => ({
        ...state,
        phase: 'Concluded',
        concludedOn: data.concludedOn,
        isNoticeOutdated: state.notice !== undefined,
      }),
    }),
    InvestigationReturned: event<CaseState, InvestigationReturned>({
      title: '退回补充调查',
      describe: (data) => `退回补充调查：${data.reason}`,
      evolve: (state, { returnedOn }) => ({ ...state, phase: 'Investigating', cameBackOn: returnedOn }),
    }),
  },
  commands: [
    command<CaseState, AssignOfficer>({
      input: AssignOfficer,
      title: '指派办案人员',
      article: TWO_OFFICERS,
      roles: ['OFFICER'],
      needs: ({ userId }) => peopleNeeds(userId),
      may: (state) => inPhase(state, '指派办案人员', TWO_OFFICERS, ...HANDLED),
      decide: (input, state, { facts, today }) =>
        guardNotInFuture(input.assignedOn, today, '指派日期', TWO_OFFICERS) ??
        guardNotBefore(input.assignedOn, state.filedOn ?? '', '指派日期', '立案日期', TWO_OFFICERS) ??
        (state.officers.some(({ userId }) => userId === input.userId)
          ? refuse({
              code: 'officer.assigned',
              article: TWO_OFFICERS,
              message: `${input.userId}已是本案办案人员`,
            })
          : undefined) ??
        guardHasNotJudged(state, input.userId) ??
        guardOfficer(facts, input.userId, state.unitId, input.assignedOn) ??
        accept({
          type: 'OfficerAssigned',
          data: {
            userId: input.userId,
            certNo: certificateOn(facts.get(officer, input.userId), input.assignedOn)!.certNo,
            duty: input.duty,
            assignedOn: input.assignedOn,
          } satisfies OfficerAssigned,
        }),
    }),
    command<CaseState, RemoveOfficer>({
      input: RemoveOfficer,
      title: '撤换办案人员',
      article: TWO_OFFICERS,
      roles: ['OFFICER'],
      needs: (_input, state) => peopleNeeds(...state.officers.map(({ userId }) => userId)),
      may: (state) => inPhase(state, '撤换办案人员', TWO_OFFICERS, ...HANDLED),
      decide: (input, state, { facts, today }) =>
        guardNotInFuture(input.removedOn, today, '撤换日期', TWO_OFFICERS) ??
        guardNotBefore(input.removedOn, state.filedOn ?? '', '撤换日期', '立案日期', TWO_OFFICERS) ??
        guardHandles(state, [input.userId], TWO_OFFICERS) ??
        guardTwoRemain(facts, state, input.userId, input.removedOn) ??
        accept({ type: 'OfficerRemoved', data: { ...input } satisfies OfficerRemoved }),
    }),
    command<CaseState, CollectEvidence>({
      input: CollectEvidence,
      title: '取证',
      article: INVESTIGATION,
      roles: ['OFFICER'],
      needs: ({ officers }) => peopleNeeds(...officers),
      may: (state) => inPhase(state, '取证', INVESTIGATION, 'Investigating'),
      decide: (input, state, { facts, now }) => {
        const on = dayOf(input.obtainedAt);
        return (
          guardMomentHasPassed(input.obtainedAt, now, '取得时刻', INVESTIGATION) ??
          guardNotBefore(on, state.happenedOn ?? '', '取得日期', '违法行为发生日', INVESTIGATION) ??
          (state.evidenceIds.includes(input.evidenceId)
            ? refuse({
                code: 'evidence.recorded',
                article: '行政处罚法第四十六条',
                message: `证据${input.evidenceId}已经登记，新的证据请另编证据编号`,
              })
            : undefined) ??
          guardHandles(state, input.officers, TWO_OFFICERS) ??
          guardTwoOfficers(facts, input.officers, state.unitId, on) ??
          accept({
            type: 'EvidenceCollected',
            data: {
              evidenceId: input.evidenceId,
              kind: input.kind,
              sha256: input.sha256,
              obtainedAt: utc(input.obtainedAt),
              officers: [...new Set(input.officers)].map((userId) => ({
                userId,
                certNo: certificateOn(facts.get(officer, userId), on)!.certNo,
              })),
            } satisfies EvidenceCollected,
          })
        );
      },
    }),
    command<CaseState, OrderCorrection>({
      input: OrderCorrection,
      title: '责令改正',
      article: CORRECTION,
      roles: ['OFFICER'],
      needs: (input, state) => numberNeeds(state.unitId, 'CORRECTION', input.orderedOn),
      may: (state) => inPhase(state, '责令改正', CORRECTION, ...CORRECTABLE),
      decide: (input, state, { facts, today }) => {
        const refusal =
          guardNotInFuture(input.orderedOn, today, '责令日期', CORRECTION) ??
          guardNotBefore(input.orderedOn, state.filedOn ?? '', '责令日期', '立案日期', CORRECTION) ??
          guardNotBefore(input.dueOn, input.orderedOn, '改正期限', '责令日期', CORRECTION) ??
          guardSpecific(input.content);
        if (refusal) return refusal;
        const { number, write } = takeNumber(facts, {
          unitId: state.unitId,
          kind: 'CORRECTION',
          on: input.orderedOn,
          takenFor: state.caseId,
        });
        return acceptWith(
          [{ type: 'CorrectionOrdered', data: { correctionNo: number, ...input } satisfies CorrectionOrdered }],
          [write],
        );
      },
    }),
    command<CaseState, ConcludeInvestigation>({
      input: ConcludeInvestigation,
      title: '调查终结',
      article: CONCLUSION,
      roles: ['OFFICER'],
      may: (state, { actor }) =>
        inPhase(state, '调查终结', CONCLUSION, 'Investigating') ??
        // The report is the investigators' own: who signs it has investigated, and neither reviews nor decides.
        guardHandles(state, [actor.id], CONCLUSION) ??
        guardEvidence(state),
      decide: (input, state, { today }) =>
        guardNotInFuture(input.concludedOn, today, '终结日期', CONCLUSION) ??
        guardNotBefore(input.concludedOn, state.filedOn ?? '', '终结日期', '立案日期', CONCLUSION) ??
        guardNotBefore(input.concludedOn, state.cameBackOn ?? '', '终结日期', '案件退回调查的日期', CONCLUSION) ??
        guardNotBefore(
          input.concludedOn,
          state.lastEvidenceOn ?? '',
          '终结日期',
          '最后一份证据的取得日期',
          CONCLUSION,
        ) ??
        accept({
          type: 'InvestigationConcluded',
          data: {
            concludedOn: input.concludedOn,
            facts: input.facts,
            nature: input.nature,
            proposedFineFen: input.proposedFineFen,
            ...(input.benchmarkId === undefined ? {} : { benchmarkId: input.benchmarkId }),
            discretionReason: input.discretionReason,
          } satisfies InvestigationConcluded,
        }),
    }),
    command<CaseState, ReturnInvestigation>({
      input: ReturnInvestigation,
      title: '退回补充调查',
      article: CONCLUSION,
      roles: ['LEADER', 'OFFICER'],
      may: (state) => inPhase(state, '退回补充调查', CONCLUSION, 'Concluded', 'InDiscussion'),
      decide: ({ reason, returnedOn }, state, { today }) =>
        guardNotInFuture(returnedOn, today, '退回日期', CONCLUSION) ??
        guardNotBefore(returnedOn, lastJudgedOn(state), '退回日期', '终结、审核、讨论的日期', CONCLUSION) ??
        accept({ type: 'InvestigationReturned', data: { reason, returnedOn } satisfies InvestigationReturned }),
    }),
  ],
};

/** Day of the latest step that a return for more investigation can answer. */
function lastJudgedOn({ concludedOn = '', cameBackOn = '', reviews, discussedOn }: CaseState): LegalDay {
  const days = [concludedOn, cameBackOn, reviews.at(-1)?.finishedOn ?? '', discussedOn.at(-1) ?? ''];
  return days.reduce((last, day) => (day > last ? day : last));
}

/** G11: an order that cannot be followed is no order; blanks do not make it longer. */
function guardSpecific(content: string): Refusal | undefined {
  if (content.replace(/\s/g, '').length >= 20) return undefined;
  return refuse({
    code: 'correction.not_specific',
    article: CORRECTION,
    message: '责令改正的内容应当具体，写明行为、标准和期限，至少20个字',
  });
}
