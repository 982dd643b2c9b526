import { accept, acceptWith, type Facts, type Refusal, refuse } from '#eventsourcing';
import { dayOf, type Interval, type LegalDay } from '#statutes';
import { guardMomentHasPassed, guardNotBefore, guardNotInFuture, utc } from '../days.js';
import { command, event, type LawContext, type Stage } from '../definition.js';
import { numberNeeds, takeNumber } from '../document-number.js';
import { Day, Flag, Id, Ids, LongText, Moment, Optional, Text } from '../fields.js';
import { certificateOn, LEADER_RANKS, type LeaderRank, leaderRankOn, officer } from '../organisation/officer.js';
import { type ClockResumed, clockResumed } from './decision-clock.js';
import { guardApprover, guardHasNotJudged, guardTwoOfficers, ledBy, peopleNeeds } from './officers.js';
import { inPhase } from './phases.js';
import type { CaseState, CriminalTransfer } from './state.js';

/*
 * 移送涉嫌犯罪案件 (行政执法机关移送涉嫌犯罪案件的规定, 国务院令第310号; DOMAIN 2.8). While a transfer is under way no penalty can be
 * decided: 不得以罚代移 (第十一条).
 */

// ---- events, stored for ever

export interface CriminalTransferProposed {
  readonly proposedOn: LegalDay;
  /** 专案组, with the certificates that its members held that day. */
  readonly taskForce: readonly { readonly userId: string; readonly certNo: string }[];
  readonly reportId: string;
  /** D30: last day for approving or refusing. */
  readonly approvalDueOn: LegalDay;
  readonly approvalRule: string;
}

export interface CriminalTransferApproved {
  /** ISO-8601 UTC. */
  readonly approvedAt: string;
  readonly approverId: string;
  readonly approverRank: Exclude<LeaderRank, 'DEPUTY'>;
  /** D31: last moment for sending, ISO-8601 UTC. */
  readonly sendDueAt: string;
  readonly sendRule: string;
}

/** Where the bureau has ruled that a transfer stops the time for deciding: the days left out and the new last day. */
interface CameToNothing extends Partial<ClockResumed> {
  readonly suspension?: Interval;
}

export interface CriminalTransferRefused extends CameToNothing {
  readonly reason: string;
  readonly refusedOn: LegalDay;
  readonly approverId: string;
  readonly approverRank: Exclude<LeaderRank, 'DEPUTY'>;
  /** Phase in which the case goes on. */
  readonly returnsTo: 'Investigating' | 'Concluded';
}

export interface CriminalTransferSent {
  readonly transferNo: string;
  /** ISO-8601 UTC. */
  readonly sentAt: string;
  readonly sentOn: LegalDay;
  readonly policeOrgan?: string;
  readonly copiedToProcuratorate: boolean;
  /** D32: last day for the police to decide whether they file the case. */
  readonly policeDueOn: LegalDay;
  readonly policeRule: string;
}

export interface PoliceFiledCase {
  /** Day on which the notice of filing was received. */
  readonly on: LegalDay;
  readonly policeCaseNo?: string;
  /** D34: last day for handing over objects and materials. */
  readonly handoverDueOn: LegalDay;
  readonly handoverRule: string;
}

export interface PoliceDeclinedToFile extends CameToNothing {
  /** Day on which the notice was received. */
  readonly on: LegalDay;
  readonly reason: string;
  /** D33: last day for asking the police to reconsider. */
  readonly reviewDueOn: LegalDay;
  readonly reviewRule: string;
}

// ---- commands

/** 提出移送: the task force reports. */
export class ProposeCriminalTransfer {
  @Day('报告日期') proposedOn!: LegalDay;
  @Ids('专案组人员', { min: 2, max: 10 }) taskForce!: string[];
  @Id('移送报告编号') reportId!: string;
}

/** 批准移送: by the leader himself. */
export class ApproveCriminalTransfer {
  @Moment('批准时刻') approvedAt!: string;
}

/** 不批准移送: by the leader himself. */
export class RefuseCriminalTransfer {
  @LongText('不批准的理由') reason!: string;
  @Day('日期') refusedOn!: LegalDay;
}

/** 向公安机关移送. */
export class SendCriminalTransfer {
  @Moment('移送时刻') sentAt!: string;
  @Optional() @Text('接受移送的公安机关') policeOrgan?: string;
  @Flag('是否抄送检察院') copiedToProcuratorate!: boolean;
}

/** 记录公安机关立案. */
export class RecordPoliceFiling {
  @Day('收到立案通知书的日期') on!: LegalDay;
  @Optional() @Text('公安机关案号') policeCaseNo?: string;
}

/** 记录公安机关不予立案. */
export class RecordPoliceDecline {
  @Day('收到不予立案通知书的日期') on!: LegalDay;
  @LongText('不予立案的理由') reason!: string;
}

// ---- guards

const REPORT = '国务院令第310号第五条第一款';
const APPROVAL = '国务院令第310号第五条第二款';
const SENDING = '国务院令第310号第六条';
const POLICE = '国务院令第310号第八条';

/** Sets of steps that follow each other within the phase TransferPending. */
function inStage(
  state: CaseState,
  stage: CriminalTransfer['stage'],
  act: string,
  article: string,
  before: string,
): Refusal | undefined {
  const wrongPhase = inPhase(state, act, article, 'TransferPending');
  if (wrongPhase) return wrongPhase;
  if (state.transfer?.stage === stage) return undefined;
  return refuse({ code: 'transfer.out_of_order', article, message: `${act}之前应当${before}，并且不能重复` });
}

/** 核实情况 is investigating: nobody who has judged the case does it. */
function guardTaskForce(state: CaseState, taskForce: readonly string[]): Refusal | undefined {
  for (const userId of taskForce) {
    const refusal = guardHasNotJudged(state, userId);
    if (refusal) return refusal;
  }
  return undefined;
}

/** 第五条第二款: the head of the organ, or who acts as its head; not a deputy. */
function guardHead(state: CaseState, { facts, actor }: LawContext, on: LegalDay): Refusal | undefined {
  return guardApprover(facts, actor.id, state.unitId, state.everInvestigated, on, APPROVAL, ['CHIEF', 'ACTING_CHIEF']);
}

function rankOf(facts: Facts, userId: string, on: LegalDay): Exclude<LeaderRank, 'DEPUTY'> {
  return leaderRankOn(facts.get(officer, userId), on) === 'ACTING_CHIEF' ? 'ACTING_CHIEF' : 'CHIEF';
}

/** Whether the time of a transfer that came to nothing counts towards the time for deciding, is the bureau's to rule. */
function suspended(state: CaseState, on: LegalDay, { statutes }: LawContext): CameToNothing {
  const suspension = { startOn: state.transfer!.proposedOn, endOn: on };
  if (!statutes.parameters(suspension.startOn).transferSuspendsCase) return {};
  return { suspension, ...clockResumed(statutes, state, suspension) };
}

function transferred(state: CaseState, change: Partial<CriminalTransfer>): CaseState {
  return state.transfer ? { ...state, transfer: { ...state.transfer, ...change } } : state;
}

/** The case comes back, with a later last day for deciding where the bureau has so ruled. */
function cameBack(state: CaseState, on: LegalDay, { suspension, decisionDueOn }: CameToNothing): Partial<CaseState> {
  return {
    cameBackOn: on,
    ...(suspension === undefined ? {} : { suspensions: [...state.suspensions, suspension] }),
    ...(decisionDueOn === undefined ? {} : { decisionDueOn }),
  };
}

export const criminalTransfer: Stage<CaseState> = {
  events: {
    CriminalTransferProposed: event<CaseState, CriminalTransferProposed>({
      title: '提出移送涉嫌犯罪案件',
      describe: (data) =>
        `专案组${data.taskForce.map(({ userId }) => userId).join('、')}报告移送，应于${data.approvalDueOn}前决定是否批准`,
      evolve: (state, data) => ({
        ...state,
        phase: 'TransferPending',
        transfer: { stage: 'PROPOSED', proposedOn: data.proposedOn, from: state.phase },
        // 核实情况 is investigating: whoever was on the task force does not approve or decide afterwards.
        everInvestigated: [...new Set([...state.everInvestigated, ...data.taskForce.map(({ userId }) => userId)])],
      }),
    }),
    CriminalTransferApproved: event<CaseState, CriminalTransferApproved>({
      title: '批准移送涉嫌犯罪案件',
      describe: (data) => `${LEADER_RANKS[data.approverRank]}${data.approverId}批准移送`,
      evolve: (state, data) =>
        transferred(ledBy(state, data.approverId), { stage: 'APPROVED', approvedAt: data.approvedAt }),
    }),
    CriminalTransferRefused: event<CaseState, CriminalTransferRefused>({
      title: '不批准移送涉嫌犯罪案件',
      describe: (data) => `${LEADER_RANKS[data.approverRank]}${data.approverId}不批准移送：${data.reason}`,
      evolve: (state, data) => ({
        ...transferred(ledBy(state, data.approverId), { stage: 'REFUSED' }),
        ...cameBack(state, data.refusedOn, data),
        phase: data.returnsTo,
      }),
    }),
    CriminalTransferSent: event<CaseState, CriminalTransferSent>({
      title: '移送公安机关',
      describe: (data) =>
        `${data.transferNo}移送${data.policeOrgan ?? '公安机关'}${data.copiedToProcuratorate ? '，抄送检察院' : ''}`,
      evolve: (state, data) => transferred(state, { stage: 'SENT', sentAt: data.sentAt, sentOn: data.sentOn }),
    }),
    PoliceFiledCase: event<CaseState, PoliceFiledCase>({
      title: '公安机关立案',
      describe: (data) => `公安机关立案，应于${data.handoverDueOn}前移交涉案物品和材料`,
      evolve: (state, data) => ({
        ...transferred(state, { stage: 'POLICE_FILED', policeOn: data.on }),
        phase: 'TransferredCriminal',
      }),
    }),
    PoliceDeclinedToFile: event<CaseState, PoliceDeclinedToFile>({
      title: '公安机关不予立案',
      describe: (data) => `公安机关不予立案：${data.reason}`,
      evolve: (state, data) => ({
        ...transferred(state, { stage: 'POLICE_DECLINED', policeOn: data.on }),
        ...cameBack(state, data.on, data),
        phase: 'Investigating',
      }),
    }),
  },
  commands: [
    command<CaseState, ProposeCriminalTransfer>({
      input: ProposeCriminalTransfer,
      title: '提出移送涉嫌犯罪案件',
      article: REPORT,
      roles: ['OFFICER'],
      needs: ({ taskForce }) => peopleNeeds(...taskForce),
      may: (state) => inPhase(state, '提出移送', REPORT, 'Investigating', 'Concluded'),
      decide: (input, state, { facts, statutes, today }) => {
        const { proposedOn, reportId } = input;
        const refusal =
          guardNotInFuture(proposedOn, today, '报告日期', REPORT) ??
          guardNotBefore(proposedOn, state.filedOn ?? '', '报告日期', '立案日期', REPORT) ??
          guardNotBefore(proposedOn, state.concludedOn ?? '', '报告日期', '调查终结日期', REPORT) ??
          guardNotBefore(proposedOn, state.reviews.at(-1)?.finishedOn ?? '', '报告日期', '法制审核日期', REPORT) ??
          guardNotBefore(proposedOn, state.cameBackOn ?? '', '报告日期', '案件退回调查的日期', REPORT) ??
          guardTaskForce(state, input.taskForce) ??
          guardTwoOfficers(facts, input.taskForce, state.unitId, proposedOn);
        if (refusal) return refusal;
        const approval = statutes.due('D30', { on: proposedOn });
        return accept({
          type: 'CriminalTransferProposed',
          data: {
            proposedOn,
            taskForce: [...new Set(input.taskForce)].map((userId) => ({
              userId,
              certNo: certificateOn(facts.get(officer, userId), proposedOn)!.certNo,
            })),
            reportId,
            approvalDueOn: approval.dueOn,
            approvalRule: `${approval.rule}@${approval.edition}`,
          } satisfies CriminalTransferProposed,
        });
      },
    }),
    command<CaseState, ApproveCriminalTransfer>({
      input: ApproveCriminalTransfer,
      title: '批准移送涉嫌犯罪案件',
      article: APPROVAL,
      roles: ['LEADER'],
      needs: (_input, _state, actor) => peopleNeeds(actor.id),
      may: (state) => inStage(state, 'PROPOSED', '批准移送', APPROVAL, '由专案组提出移送报告'),
      decide: (input, state, context) => {
        const on = dayOf(input.approvedAt);
        const refusal =
          guardMomentHasPassed(input.approvedAt, context.now, '批准时刻', APPROVAL) ??
          guardNotBefore(on, state.transfer!.proposedOn, '批准日期', '报告日期', APPROVAL) ??
          guardHead(state, context, on);
        if (refusal) return refusal;
        const approvedAt = utc(input.approvedAt);
        const sending = context.statutes.dueAt('D31', { at: approvedAt });
        return accept({
          type: 'CriminalTransferApproved',
          data: {
            approvedAt,
            approverId: context.actor.id,
            approverRank: rankOf(context.facts, context.actor.id, on),
            sendDueAt: sending.dueAt,
            sendRule: `${sending.rule}@${sending.edition}`,
          } satisfies CriminalTransferApproved,
        });
      },
    }),
    command<CaseState, RefuseCriminalTransfer>({
      input: RefuseCriminalTransfer,
      title: '不批准移送涉嫌犯罪案件',
      article: APPROVAL,
      roles: ['LEADER'],
      needs: (_input, _state, actor) => peopleNeeds(actor.id),
      may: (state) => inStage(state, 'PROPOSED', '不批准移送', APPROVAL, '由专案组提出移送报告'),
      decide: (input, state, context) =>
        guardNotInFuture(input.refusedOn, context.today, '不批准日期', APPROVAL) ??
        guardNotBefore(input.refusedOn, state.transfer!.proposedOn, '不批准日期', '报告日期', APPROVAL) ??
        guardHead(state, context, input.refusedOn) ??
        accept({
          type: 'CriminalTransferRefused',
          data: {
            reason: input.reason,
            refusedOn: input.refusedOn,
            approverId: context.actor.id,
            approverRank: rankOf(context.facts, context.actor.id, input.refusedOn),
            returnsTo: state.transfer!.from === 'Concluded' ? 'Concluded' : 'Investigating',
            ...suspended(state, input.refusedOn, context),
          } satisfies CriminalTransferRefused,
        }),
    }),
    command<CaseState, SendCriminalTransfer>({
      input: SendCriminalTransfer,
      title: '移送公安机关',
      article: SENDING,
      roles: ['OFFICER'],
      needs: (input, state) => numberNeeds(state.unitId, 'CRIMINAL_TRANSFER', dayOf(input.sentAt)),
      may: (state) => inStage(state, 'APPROVED', '移送公安机关', SENDING, '经正职负责人或者主持工作的负责人批准'),
      decide: (input, state, { facts, statutes, now }) => {
        const early =
          guardMomentHasPassed(input.sentAt, now, '移送时刻', SENDING) ??
          guardAfterApproval(input.sentAt, state.transfer!.approvedAt!);
        if (early) return early;
        const sentOn = dayOf(input.sentAt);
        const { number, write } = takeNumber(facts, {
          unitId: state.unitId,
          kind: 'CRIMINAL_TRANSFER',
          on: sentOn,
          takenFor: state.caseId,
        });
        // 第七条: the police sign for the transfer when it is handed over, so their days run from then.
        const police = statutes.due('D32', { on: sentOn, variant: 'REVIEW' });
        return acceptWith(
          [
            {
              type: 'CriminalTransferSent',
              data: {
                transferNo: number,
                sentAt: utc(input.sentAt),
                sentOn,
                ...(input.policeOrgan === undefined ? {} : { policeOrgan: input.policeOrgan }),
                copiedToProcuratorate: input.copiedToProcuratorate,
                policeDueOn: police.dueOn,
                policeRule: `${police.rule}@${police.edition}`,
              } satisfies CriminalTransferSent,
            },
          ],
          [write],
        );
      },
    }),
    command<CaseState, RecordPoliceFiling>({
      input: RecordPoliceFiling,
      title: '记录公安机关立案',
      article: POLICE,
      roles: ['OFFICER', 'REGISTRAR'],
      may: (state) => inStage(state, 'SENT', '记录公安机关立案', POLICE, '向公安机关移送'),
      decide: (input, state, { statutes, today }) => {
        const refusal = guardAnswer(state, input.on, today);
        if (refusal) return refusal;
        const handover = statutes.due('D34', { on: input.on });
        return accept({
          type: 'PoliceFiledCase',
          data: {
            on: input.on,
            ...(input.policeCaseNo === undefined ? {} : { policeCaseNo: input.policeCaseNo }),
            handoverDueOn: handover.dueOn,
            handoverRule: `${handover.rule}@${handover.edition}`,
          } satisfies PoliceFiledCase,
        });
      },
    }),
    command<CaseState, RecordPoliceDecline>({
      input: RecordPoliceDecline,
      title: '记录公安机关不予立案',
      article: POLICE,
      roles: ['OFFICER', 'REGISTRAR'],
      may: (state) => inStage(state, 'SENT', '记录公安机关不予立案', POLICE, '向公安机关移送'),
      decide: (input, state, context) => {
        const refusal = guardAnswer(state, input.on, context.today);
        if (refusal) return refusal;
        const review = context.statutes.due('D33', { on: input.on, variant: 'REQUEST' });
        return accept({
          type: 'PoliceDeclinedToFile',
          data: {
            on: input.on,
            reason: input.reason,
            reviewDueOn: review.dueOn,
            reviewRule: `${review.rule}@${review.edition}`,
            ...suspended(state, input.on, context),
          } satisfies PoliceDeclinedToFile,
        });
      },
    }),
  ],
};

function guardAfterApproval(sentAt: string, approvedAt: string): Refusal | undefined {
  if (Date.parse(sentAt) >= Date.parse(approvedAt)) return undefined;
  return refuse({
    code: 'day.out_of_order',
    article: APPROVAL,
    message: `移送时刻${sentAt}早于批准时刻${approvedAt}`,
    earliest: dayOf(approvedAt),
  });
}

function guardAnswer(state: CaseState, on: LegalDay, today: LegalDay): Refusal | undefined {
  return (
    guardNotInFuture(on, today, '收到通知书的日期', POLICE) ??
    guardNotBefore(on, state.transfer!.sentOn!, '收到通知书的日期', '移送日期', POLICE)
  );
}
