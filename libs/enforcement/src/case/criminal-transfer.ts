import { accept, acceptWith, type Facts, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  ActMoment,
  arranged,
  Choice,
  Continued,
  Day,
  each,
  Flag,
  Label,
  ListOf,
  Moment,
  Narrative,
  Nested,
  OfficialNumber,
  Optional,
  PersonRef,
  PersonRefs,
  Rule,
  say,
  the,
} from '#fields';
import { dayOf, type Interval, type LegalDay } from '#statutes';
import { guardMomentHasPassed, guardNotBefore, guardNotInFuture, utc } from '../days.js';
import { type LawContext, ruleOf } from '../definition/context.js';
import { command, event, type Stage } from '../definition/stage.js';
import { numberNeeds, takeNumber } from '../document-number.js';
import { certificateOn, LEADER_RANKS, leaderRankOn, officer } from '../organisation/officer.js';
import { clockResumed } from './decision-clock.js';
import { guardApprover, guardHasNotJudged, guardTwoOfficers, ledBy, peopleNeeds } from './officers.js';
import { PHASES } from './phases.js';
import type { CaseState, CriminalTransfer } from './state.js';

/*
 * 移送涉嫌犯罪案件 (行政执法机关移送涉嫌犯罪案件的规定, 国务院令第310号; DOMAIN 2.8). While a transfer is under way no penalty can be
 * decided: 不得以罚代移 (第十一条).
 */

/** 正职负责人或者主持工作的负责人 (第五条第二款). */
const HEADS = { CHIEF: LEADER_RANKS.CHIEF, ACTING_CHIEF: LEADER_RANKS.ACTING_CHIEF } as const;
type Head = keyof typeof HEADS;

/** Phases in which a case goes on when its transfer is refused. */
const RETURNS_TO = { Investigating: PHASES.Investigating, Concluded: PHASES.Concluded } as const;

// ---- events, stored for ever

/** 专案组人员, with the certificate that he held that day. */
export class TaskForceMember {
  @PersonRef('用户编号') userId!: string;
  @OfficialNumber('执法证号', { privacy: 'staff' }) certNo!: string;
}

export class CriminalTransferProposed {
  @ActDay('报告日期') proposedOn!: LegalDay;
  @ListOf('专案组', () => TaskForceMember) taskForce!: readonly TaskForceMember[];
  @OfficialNumber('移送报告编号') reportId!: string;
  /** D30: last day for approving or refusing. */
  @Day('决定是否批准的期限') approvalDueOn!: LegalDay;
  @Rule('期限依据') approvalRule!: string;
}

export class CriminalTransferApproved {
  /** ISO-8601 UTC. */
  @ActMoment('批准时刻') approvedAt!: string;
  @PersonRef('批准人') approverId!: string;
  @Choice('批准人职务', HEADS) approverRank!: Head;
  /** D31: last moment for sending, ISO-8601 UTC. */
  @Moment('移送期限') sendDueAt!: string;
  @Rule('期限依据') sendRule!: string;
}

/** Days that do not count, half-open. */
export class DaysLeftOut implements Interval {
  @Day('起') readonly startOn!: LegalDay;
  @Day('止（不含）') readonly endOn!: LegalDay;
}

/** Where the bureau has ruled that a transfer stops the time for deciding: the days left out and the new last day. */
class CameToNothing {
  @Optional() @Nested('不计入办案期限的期间', () => DaysLeftOut) suspension?: DaysLeftOut;
  @Optional() @Day('办案期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('办案期限依据') decisionDueRule?: string;
}

export class CriminalTransferRefused extends CameToNothing {
  @Narrative('不批准的理由') reason!: string;
  @ActDay('不批准日期') refusedOn!: LegalDay;
  @PersonRef('决定人') approverId!: string;
  @Choice('决定人职务', HEADS) approverRank!: Head;
  /** Phase in which the case goes on. */
  @Choice('案件回到', RETURNS_TO) returnsTo!: keyof typeof RETURNS_TO;
}

export class CriminalTransferSent {
  @OfficialNumber('移送书文号') transferNo!: string;
  /** ISO-8601 UTC. */
  @Moment('移送时刻') sentAt!: string;
  @ActDay('移送日期') sentOn!: LegalDay;
  @Optional() @Label('接受移送的公安机关') policeOrgan?: string;
  @Flag('是否抄送检察院') copiedToProcuratorate!: boolean;
  /** D32: last day for the police to decide whether they file the case. */
  @Day('公安机关审查期限') policeDueOn!: LegalDay;
  @Rule('期限依据') policeRule!: string;
}

// ---- commands, and events that say a little more than theirs

/** 提出移送: the task force reports. */
export class ProposeCriminalTransfer {
  @ActDay('报告日期') proposedOn!: LegalDay;
  @PersonRefs('专案组人员', { min: 2, max: 10 }) taskForce!: string[];
  @OfficialNumber('移送报告编号') reportId!: string;
}

/** 批准移送: by the leader himself. */
export class ApproveCriminalTransfer {
  @ActMoment('批准时刻') approvedAt!: string;
}

/** 不批准移送: by the leader himself. */
export class RefuseCriminalTransfer {
  @Narrative('不批准的理由') reason!: string;
  @ActDay('不批准日期') refusedOn!: LegalDay;
}

/** 向公安机关移送. */
export class SendCriminalTransfer {
  @ActMoment('移送时刻') sentAt!: string;
  @Optional() @Label('接受移送的公安机关') policeOrgan?: string;
  @Flag('是否抄送检察院') copiedToProcuratorate!: boolean;
}

/** 记录公安机关立案. */
export class RecordPoliceFiling {
  /** Day on which the notice of filing was received. */
  @ActDay('收到立案通知书的日期') on!: LegalDay;
  @Optional() @OfficialNumber('公安机关案号') policeCaseNo?: string;
}
@Continued()
export class PoliceFiledCase extends RecordPoliceFiling {
  /** D34: last day for handing over objects and materials. */
  @Day('移交涉案物品和材料的期限') handoverDueOn!: LegalDay;
  @Rule('期限依据') handoverRule!: string;
}

/** 记录公安机关不予立案. */
export class RecordPoliceDecline {
  @ActDay('收到不予立案通知书的日期') on!: LegalDay;
  @Narrative('不予立案的理由') reason!: string;
}
export class PoliceDeclinedToFile extends CameToNothing {
  /** Day on which the notice was received. */
  @ActDay('收到不予立案通知书的日期') on!: LegalDay;
  @Narrative('不予立案的理由') reason!: string;
  /** D33: last day for asking the police to reconsider. */
  @Day('提请公安机关复议的期限') reviewDueOn!: LegalDay;
  @Rule('期限依据') reviewRule!: string;
}

// ---- guards

const REPORT = '国务院令第310号第五条第一款';
const APPROVAL = '国务院令第310号第五条第二款';
const SENDING = '国务院令第310号第六条';
const POLICE = '国务院令第310号第八条';

/** Steps that follow each other within the phase TransferPending. */
function guardStage(
  state: CaseState,
  stage: CriminalTransfer['stage'],
  act: string,
  article: string,
  before: string,
): Refusal | undefined {
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

function rankOf(facts: Facts, userId: string, on: LegalDay): Head {
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
function cameBack(
  state: CaseState,
  on: LegalDay,
  { suspension, decisionDueOn, decisionDueRule }: CameToNothing,
): Partial<CaseState> {
  return {
    cameBackOn: on,
    ...(suspension === undefined ? {} : { suspensions: [...state.suspensions, suspension] }),
    ...(decisionDueOn === undefined ? {} : { decisionDueOn }),
    ...(decisionDueRule === undefined ? {} : { decisionRule: decisionDueRule }),
  };
}

export const criminalTransfer: Stage<CaseState> = {
  events: [
    event(CriminalTransferProposed, {
      title: '提出移送涉嫌犯罪案件',
      says: ({ taskForce, approvalDueOn }) =>
        say`专案组${each(taskForce, ({ userId }) => the.person(userId))}报告移送，应于${the.day(approvalDueOn)}前决定是否批准`,
      evolve: (state: CaseState, { proposedOn, approvalDueOn, approvalRule, taskForce }) => ({
        ...state,
        transfer: { stage: 'PROPOSED', proposedOn, approvalDueOn, approvalRule, from: state.phase },
        // 核实情况 is investigating: whoever was on the task force does not approve or decide afterwards.
        everInvestigated: [...new Set([...state.everInvestigated, ...taskForce.map(({ userId }) => userId)])],
      }),
    }),
    event(CriminalTransferApproved, {
      title: '批准移送涉嫌犯罪案件',
      says: ({ approverRank, approverId }) => say`${HEADS[approverRank]}${the.person(approverId)}批准移送`,
      evolve: (state: CaseState, { approverId, approvedAt, sendDueAt, sendRule }) =>
        transferred(ledBy(state, approverId), {
          stage: 'APPROVED',
          approvedAt,
          answeredOn: dayOf(approvedAt),
          sendDueOn: dayOf(sendDueAt),
          sendRule,
        }),
    }),
    event(CriminalTransferRefused, {
      title: '不批准移送涉嫌犯罪案件',
      says: ({ approverRank, approverId, reason }) =>
        say`${HEADS[approverRank]}${the.person(approverId)}不批准移送：${the.words(reason)}`,
      evolve: (state: CaseState, data) => ({
        ...transferred(ledBy(state, data.approverId), { stage: 'REFUSED', answeredOn: data.refusedOn }),
        ...cameBack(state, data.refusedOn, data),
      }),
    }),
    event(CriminalTransferSent, {
      title: '移送公安机关',
      says: ({ transferNo, policeOrgan, copiedToProcuratorate }) =>
        say`${the.label(transferNo)}移送${policeOrgan === undefined ? '公安机关' : the.label(policeOrgan)}${
          copiedToProcuratorate ? '，抄送检察院' : ''
        }`,
      evolve: (state: CaseState, { sentAt, sentOn, policeDueOn, policeRule }) =>
        transferred(state, { stage: 'SENT', sentAt, sentOn, policeDueOn, policeRule }),
    }),
    event(PoliceFiledCase, {
      title: '公安机关立案',
      says: ({ handoverDueOn }) => say`公安机关立案，应于${the.day(handoverDueOn)}前移交涉案物品和材料`,
      evolve: (state: CaseState, { on }) => transferred(state, { stage: 'POLICE_FILED', policeOn: on }),
    }),
    event(PoliceDeclinedToFile, {
      title: '公安机关不予立案',
      says: ({ reason }) => say`公安机关不予立案：${the.words(reason)}`,
      evolve: (state: CaseState, data) => ({
        ...transferred(state, { stage: 'POLICE_DECLINED', policeOn: data.on }),
        ...cameBack(state, data.on, data),
      }),
    }),
  ],
  commands: [
    command<CaseState, ProposeCriminalTransfer>({
      input: ProposeCriminalTransfer,
      title: '提出移送涉嫌犯罪案件',
      article: REPORT,
      roles: ['OFFICER'],
      records: CriminalTransferProposed,
      needs: ({ taskForce }) => peopleNeeds(...taskForce),
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
        const data = arranged(CriminalTransferProposed, {
          proposedOn,
          taskForce: [...new Set(input.taskForce)].map((userId) => ({
            userId,
            certNo: certificateOn(facts.get(officer, userId), proposedOn)!.certNo,
          })),
          reportId,
          approvalDueOn: approval.dueOn,
          approvalRule: ruleOf(approval),
        });
        return accept({ type: CriminalTransferProposed.name, data });
      },
    }),
    command<CaseState, ApproveCriminalTransfer>({
      input: ApproveCriminalTransfer,
      title: '批准移送涉嫌犯罪案件',
      article: APPROVAL,
      roles: ['LEADER'],
      records: CriminalTransferApproved,
      needs: (_input, _state, actor) => peopleNeeds(actor.id),
      may: (state) => guardStage(state, 'PROPOSED', '批准移送', APPROVAL, '由专案组提出移送报告'),
      decide: (input, state, context) => {
        const on = dayOf(input.approvedAt);
        const refusal =
          guardMomentHasPassed(input.approvedAt, context.now, '批准时刻', APPROVAL) ??
          guardNotBefore(on, state.transfer!.proposedOn, '批准日期', '报告日期', APPROVAL) ??
          guardHead(state, context, on);
        if (refusal) return refusal;
        const approvedAt = utc(input.approvedAt);
        const sending = context.statutes.dueAt('D31', { at: approvedAt });
        const data = arranged(CriminalTransferApproved, {
          approvedAt,
          approverId: context.actor.id,
          approverRank: rankOf(context.facts, context.actor.id, on),
          sendDueAt: sending.dueAt,
          sendRule: ruleOf(sending),
        });
        return accept({ type: CriminalTransferApproved.name, data });
      },
    }),
    command<CaseState, RefuseCriminalTransfer>({
      input: RefuseCriminalTransfer,
      title: '不批准移送涉嫌犯罪案件',
      article: APPROVAL,
      roles: ['LEADER'],
      records: CriminalTransferRefused,
      needs: (_input, _state, actor) => peopleNeeds(actor.id),
      may: (state) => guardStage(state, 'PROPOSED', '不批准移送', APPROVAL, '由专案组提出移送报告'),
      decide: (input, state, context) =>
        guardNotInFuture(input.refusedOn, context.today, '不批准日期', APPROVAL) ??
        guardNotBefore(input.refusedOn, state.transfer!.proposedOn, '不批准日期', '报告日期', APPROVAL) ??
        guardHead(state, context, input.refusedOn) ??
        accept({
          type: CriminalTransferRefused.name,
          data: arranged(CriminalTransferRefused, {
            ...input,
            approverId: context.actor.id,
            approverRank: rankOf(context.facts, context.actor.id, input.refusedOn),
            returnsTo: state.transfer!.from === 'Concluded' ? 'Concluded' : 'Investigating',
            ...suspended(state, input.refusedOn, context),
          }),
        }),
    }),
    command<CaseState, SendCriminalTransfer>({
      input: SendCriminalTransfer,
      title: '移送公安机关',
      article: SENDING,
      roles: ['OFFICER'],
      records: CriminalTransferSent,
      needs: (input, state) => numberNeeds(state.unitId, 'CRIMINAL_TRANSFER', dayOf(input.sentAt)),
      may: (state) => guardStage(state, 'APPROVED', '移送公安机关', SENDING, '经正职负责人或者主持工作的负责人批准'),
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
        const data = arranged(CriminalTransferSent, {
          ...input,
          transferNo: number,
          sentAt: utc(input.sentAt),
          sentOn,
          policeDueOn: police.dueOn,
          policeRule: ruleOf(police),
        });
        return acceptWith([{ type: CriminalTransferSent.name, data }], [write]);
      },
    }),
    command<CaseState, RecordPoliceFiling>({
      input: RecordPoliceFiling,
      title: '记录公安机关立案',
      article: POLICE,
      roles: ['OFFICER', 'REGISTRAR'],
      records: PoliceFiledCase,
      may: (state) => guardStage(state, 'SENT', '记录公安机关立案', POLICE, '向公安机关移送'),
      decide: (input, state, { statutes, today }) => {
        const refusal = guardAnswer(state, input.on, today);
        if (refusal) return refusal;
        const handover = statutes.due('D34', { on: input.on });
        const data = arranged(PoliceFiledCase, {
          ...input,
          handoverDueOn: handover.dueOn,
          handoverRule: ruleOf(handover),
        });
        return accept({ type: PoliceFiledCase.name, data });
      },
    }),
    command<CaseState, RecordPoliceDecline>({
      input: RecordPoliceDecline,
      title: '记录公安机关不予立案',
      article: POLICE,
      roles: ['OFFICER', 'REGISTRAR'],
      records: PoliceDeclinedToFile,
      may: (state) => guardStage(state, 'SENT', '记录公安机关不予立案', POLICE, '向公安机关移送'),
      decide: (input, state, context) => {
        const refusal = guardAnswer(state, input.on, context.today);
        if (refusal) return refusal;
        const review = context.statutes.due('D33', { on: input.on, variant: 'REQUEST' });
        const data = arranged(PoliceDeclinedToFile, {
          ...input,
          reviewDueOn: review.dueOn,
          reviewRule: ruleOf(review),
          ...suspended(state, input.on, context),
        });
        return accept({ type: PoliceDeclinedToFile.name, data });
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
