import { type Actor, type DomainEvent, defined, type Facts, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  ActMoment,
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
import { utc } from '../days.js';
import { adding, type PartOf } from '../definition/act.js';
import { type LawContext, ruleOf } from '../definition/context.js';
import { lastDay, OpenDay, openOf } from '../definition/open-day.js';
import type { Stage } from '../definition/stage.js';
import { officer } from '../organisation/officer.js';
import { LEADER_RANKS, leaderRankOn } from '../organisation/person.js';
import { enterTransfer, historyNeeds } from '../party-history.js';
import { act } from './act.js';
import { clockResumed } from './decision-clock.js';
import { defects, defectsOfMoment } from './defects.js';
import { certified, guardApprover, guardHasNotJudged, guardTwoOfficers, ledBy, peopleNeeds } from './officers.js';
import { CertifiedOfficer } from './parts.js';
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

export class CriminalTransferProposed {
  @ActDay('报告日期') proposedOn!: LegalDay;
  @ListOf('专案组', () => CertifiedOfficer) taskForce!: readonly CertifiedOfficer[];
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
  @Optional() @Day('公安机关审查期限') policeDueOn?: LegalDay;
  @Optional() @Rule('期限依据') policeRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 1 }) openDays?: readonly OpenDay[];
}

// ---- commands, and events that say a little more than theirs

/** 提出移送: the task force reports. */
export class ProposeCriminalTransfer {
  @ActDay('报告日期') proposedOn!: LegalDay;
  @PersonRefs('专案组人员', { max: 10 }) taskForce!: string[];
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

export class RecordPoliceFiling {
  /** Day on which the notice of filing was received. */
  @ActDay('收到立案通知书的日期') on!: LegalDay;
  @Optional() @OfficialNumber('公安机关案号') policeCaseNo?: string;
}
@Continued()
export class PoliceFiledCase extends RecordPoliceFiling {
  /** D34: last day for handing over objects and materials. */
  @Optional() @Day('移交涉案物品和材料的期限') handoverDueOn?: LegalDay;
  @Optional() @Rule('期限依据') handoverRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 1 }) openDays?: readonly OpenDay[];
}

export class RecordPoliceDecline {
  @ActDay('收到不予立案通知书的日期') on!: LegalDay;
  @Narrative('不予立案的理由') reason!: string;
}
export class PoliceDeclinedToFile extends CameToNothing {
  /** Day on which the notice was received. */
  @ActDay('收到不予立案通知书的日期') on!: LegalDay;
  @Narrative('不予立案的理由') reason!: string;
  /** D33: last day for asking the police to reconsider. */
  @Optional() @Day('提请公安机关复议的期限') reviewDueOn?: LegalDay;
  @Optional() @Rule('期限依据') reviewRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 1 }) openDays?: readonly OpenDay[];
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

/** 第五条第一款: 二名以上行政执法人员组成专案组, told apart by their certificates as everywhere. */
function guardTwoOnTaskForce(facts: Facts, taskForce: readonly string[], { unitId }: CaseState, on: LegalDay) {
  const refusal = guardTwoOfficers(facts, taskForce, unitId, on);
  if (refusal?.code !== 'officer.fewer_than_two') return refusal;
  return refuse({
    code: 'transfer.task_force_too_small',
    article: REPORT,
    message: '移送涉嫌犯罪案件，应当指定二名以上行政执法人员组成专案组（按执法证号计），现不足两人',
  });
}

/** 第五条第二款: the head of the organ, or who acts as its head; not a deputy. */
function guardHead(state: CaseState, { facts, actor }: LawContext, on: LegalDay): Refusal | undefined {
  return guardApprover(facts, actor.id, state.unitId, state.everInvestigated, on, APPROVAL, ['CHIEF', 'ACTING_CHIEF']);
}

/** Who answered the report, as what. */
function head({ facts, actor }: LawContext, on: LegalDay): { approverId: string; approverRank: Head } {
  const isActing = leaderRankOn(facts.get(officer, actor.id), on) === 'ACTING_CHIEF';
  return { approverId: actor.id, approverRank: isActing ? 'ACTING_CHIEF' : 'CHIEF' };
}

/** Whether the time of a transfer that came to nothing counts towards the time for deciding, is the bureau's to rule. */
function suspended(state: CaseState, on: LegalDay, { statutes }: LawContext): CameToNothing {
  const suspension = { startOn: state.transfer!.proposedOn, endOn: on };
  if (!statutes.parameters(suspension.startOn).transferSuspendsCase) return {};
  return { suspension, ...clockResumed(statutes, state, suspension) };
}

function transferred({ transfer }: CaseState, change: Partial<CriminalTransfer>): Partial<CaseState> {
  return transfer ? { transfer: { ...transfer, ...change } } : {};
}

/** The case comes back, with a later last day for deciding where the bureau has so ruled. */
function cameBack(
  state: CaseState,
  on: LegalDay,
  { suspension, decisionDueOn, decisionDueRule }: CameToNothing,
): PartOf<CaseState> {
  return {
    cameBackOn: on,
    suspensions: suspension ? [...state.suspensions, suspension] : state.suspensions,
    decisionDueOn: decisionDueOn ?? state.decisionDueOn,
    decisionRule: decisionDueRule ?? state.decisionRule,
  };
}

/** D30: the head answers within three days. */
function answeredLate({ transfer }: CaseState, on: LegalDay): DomainEvent[] {
  return defects('TRANSFER_ANSWER_OVERDUE', transfer!.approvalDueOn, on, transfer!.approvalRule);
}

/** The head's answer to the report, whichever. */
const OF_HEAD = {
  article: APPROVAL,
  roles: ['LEADER'],
  needs: (_input: object, _state: CaseState, actor: Actor) => peopleNeeds(actor.id),
  restsOn: ({ transfer }: CaseState) => [[transfer?.proposedOn, '报告日期']] as const,
} as const;

/** The answer of the police, whichever. */
const OF_POLICE = {
  article: POLICE,
  roles: ['OFFICER', 'REGISTRAR', 'CONNECTED_SYSTEM'],
  restsOn: ({ transfer }: CaseState) => [[transfer?.sentOn, '移送日期']] as const,
} as const;

export const criminalTransfer: readonly Stage<CaseState>[] = [
  act(ProposeCriminalTransfer, CriminalTransferProposed, {
    title: '提出移送涉嫌犯罪案件',
    isOfAllParties: true,
    article: REPORT,
    roles: ['OFFICER'],
    needs: ({ taskForce }) => peopleNeeds(...taskForce),
    says: ({ taskForce, approvalDueOn }) =>
      say`专案组${each(taskForce, ({ userId }) => the.person(userId))}报告移送，应于${the.day(approvalDueOn)}前决定是否批准`,
    restsOn: ({ filedOn, concludedOn, reviews, cameBackOn }) => [
      [filedOn, '立案日期'],
      [concludedOn, '调查终结日期'],
      [reviews.at(-1)?.finishedOn, '法制审核日期'],
      [cameBackOn, '案件退回调查的日期'],
    ],
    decide: ({ proposedOn, taskForce }, state, { facts, statutes }) => {
      const refusal = guardTaskForce(state, taskForce) ?? guardTwoOnTaskForce(facts, taskForce, state, proposedOn);
      if (refusal) return refusal;
      const approval = statutes.due('D30', { on: proposedOn });
      return {
        taskForce: certified(facts, taskForce, proposedOn),
        approvalDueOn: approval.dueOn,
        approvalRule: ruleOf(approval),
      };
    },
    evolve: (state, { proposedOn, approvalDueOn, approvalRule, taskForce }) => ({
      transfer: { stage: 'PROPOSED', proposedOn, approvalDueOn, approvalRule, from: state.phase },
      // 核实情况 is investigating: whoever was on the task force does not approve or decide afterwards.
      everInvestigated: [...new Set([...state.everInvestigated, ...taskForce.map(({ userId }) => userId)])],
    }),
  }),
  act(ApproveCriminalTransfer, CriminalTransferApproved, {
    ...OF_HEAD,
    title: '批准移送涉嫌犯罪案件',
    says: ({ approverRank, approverId }) => say`${HEADS[approverRank]}${the.person(approverId)}批准移送`,
    may: (state) => guardStage(state, 'PROPOSED', '批准移送', APPROVAL, '由专案组提出移送报告'),
    decide: (input, state, context) => {
      const on = dayOf(input.approvedAt);
      const refusal = guardHead(state, context, on);
      if (refusal) return refusal;
      const approvedAt = utc(input.approvedAt);
      const sending = context.statutes.dueAt('D31', { at: approvedAt });
      return adding(
        { approvedAt, ...head(context, on), sendDueAt: sending.dueAt, sendRule: ruleOf(sending) },
        { events: answeredLate(state, on) },
      );
    },
    evolve: (state, { approverId, approvedAt, sendDueAt, sendRule }) => ({
      ...ledBy(state, approverId),
      ...transferred(state, {
        stage: 'APPROVED',
        approvedAt,
        answeredOn: dayOf(approvedAt),
        sendDueOn: dayOf(sendDueAt),
        sendRule,
      }),
    }),
  }),
  act(RefuseCriminalTransfer, CriminalTransferRefused, {
    ...OF_HEAD,
    title: '不批准移送涉嫌犯罪案件',
    says: ({ approverRank, approverId, reason }) =>
      say`${HEADS[approverRank]}${the.person(approverId)}不批准移送：${the.words(reason)}`,
    may: (state) => guardStage(state, 'PROPOSED', '不批准移送', APPROVAL, '由专案组提出移送报告'),
    decide: ({ refusedOn }, state, context) =>
      guardHead(state, context, refusedOn) ??
      adding(
        {
          ...head(context, refusedOn),
          returnsTo: state.transfer!.from === 'Concluded' ? 'Concluded' : 'Investigating',
          ...suspended(state, refusedOn, context),
        },
        { events: answeredLate(state, refusedOn) },
      ),
    evolve: (state, data) => ({
      ...ledBy(state, data.approverId),
      ...transferred(state, { stage: 'REFUSED', answeredOn: data.refusedOn }),
      ...cameBack(state, data.refusedOn, data),
    }),
  }),
  act(SendCriminalTransfer, CriminalTransferSent, {
    title: '移送公安机关',
    article: SENDING,
    isFinal: true,
    roles: ['OFFICER'],
    document: 'CRIMINAL_TRANSFER',
    needs: (_input, { parties }) => historyNeeds(parties),
    says: ({ transferNo, policeOrgan, copiedToProcuratorate }) =>
      say`${the.label(transferNo)}移送${policeOrgan === undefined ? '公安机关' : the.label(policeOrgan)}${
        copiedToProcuratorate ? '，抄送检察院' : ''
      }`,
    may: (state) => guardStage(state, 'APPROVED', '移送公安机关', SENDING, '经正职负责人或者主持工作的负责人批准'),
    decide: ({ sentAt }, state, { statutes }, { number }) => {
      const early = guardAfterApproval(sentAt, state.transfer!.approvedAt!);
      if (early) return early;
      const sentOn = dayOf(sentAt);
      // 第七条: the police sign for the transfer when it is handed over, so their days run from then.
      const police = lastDay(statutes, 'D32', { on: sentOn, variant: 'REVIEW' });
      const sending = statutes.dueAt('D31', { at: state.transfer!.approvedAt! });
      return adding(
        {
          transferNo: number,
          sentAt: utc(sentAt),
          sentOn,
          policeDueOn: police.dueOn,
          policeRule: police.rule,
          openDays: openOf(police),
        },
        {
          events: defectsOfMoment('TRANSFER_SENDING_OVERDUE', sending.dueAt, sentAt, ruleOf(sending)),
          elsewhere: enterTransfer(state, { caseId: state.caseId, unitId: state.unitId, transferNo: number, sentOn }),
        },
      );
    },
    evolve: (state, { sentAt, sentOn, policeDueOn, policeRule }) =>
      transferred(state, { stage: 'SENT', sentAt, sentOn, ...defined({ policeDueOn, policeRule }) }),
  }),
  act(RecordPoliceFiling, PoliceFiledCase, {
    ...OF_POLICE,
    title: '记录公安机关立案',
    eventTitle: '公安机关立案',
    says: ({ handoverDueOn }) =>
      say`公安机关立案${handoverDueOn === undefined ? undefined : say`，应于${the.day(handoverDueOn)}前移交涉案物品和材料`}`,
    may: (state) => guardStage(state, 'SENT', '记录公安机关立案', POLICE, '向公安机关移送'),
    decide: ({ on }, _state, { statutes }) => {
      const handover = lastDay(statutes, 'D34', { on });
      return { handoverDueOn: handover.dueOn, handoverRule: handover.rule, openDays: openOf(handover) };
    },
    evolve: (state, { on }) => transferred(state, { stage: 'POLICE_FILED', policeOn: on }),
  }),
  act(RecordPoliceDecline, PoliceDeclinedToFile, {
    ...OF_POLICE,
    title: '记录公安机关不予立案',
    eventTitle: '公安机关不予立案',
    says: ({ reason }) => say`公安机关不予立案：${the.words(reason)}`,
    may: (state) => guardStage(state, 'SENT', '记录公安机关不予立案', POLICE, '向公安机关移送'),
    needs: (_input, { parties }) => historyNeeds(parties),
    decide: ({ on }, state, context) => {
      const review = lastDay(context.statutes, 'D33', { on, variant: 'REQUEST' });
      return adding(
        {
          reviewDueOn: review.dueOn,
          reviewRule: review.rule,
          openDays: openOf(review),
          ...suspended(state, on, context),
        },
        { elsewhere: enterTransfer(state, { caseId: state.caseId, returnedOn: on }) },
      );
    },
    evolve: (state, data) => ({
      ...transferred(state, { stage: 'POLICE_DECLINED', policeOn: data.on }),
      ...cameBack(state, data.on, data),
    }),
  }),
];

function guardAfterApproval(sentAt: string, approvedAt: string): Refusal | undefined {
  if (Date.parse(sentAt) >= Date.parse(approvedAt)) return undefined;
  return refuse({
    code: 'day.out_of_order',
    article: APPROVAL,
    message: `移送时刻${sentAt}早于批准时刻${approvedAt}`,
    earliest: dayOf(approvedAt),
  });
}
