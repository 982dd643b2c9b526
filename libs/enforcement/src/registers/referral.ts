import { type Facts, type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Day, Label, Narrative, Optional, RecordRef, say, the, UnitRef } from '#fields';
import type { LegalDay } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { caseNeeds } from '../case/case-need.js';
import type { CasePhase } from '../case/phases.js';
import { standingsIn } from '../case/standings.js';
import type { CaseState } from '../case/state.js';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import { register } from '../definition/register.js';
import { type CloseReason, OUTCOMES } from '../terms.js';

/*
 * 反向移送的接收 (行政处罚法第二十七条; 刑事诉讼法第一百七十七条第三款; DOMAIN 2.8): the procuratorate or the police hand
 * over a matter that is no crime, or is not prosecuted, but may deserve a penalty. The sender is told how it ended.
 */

export const REFERRAL_SENDERS = { PROCURATORATE: '人民检察院', PSB: '公安机关' } as const;
export type ReferralSender = keyof typeof REFERRAL_SENDERS;

/** How a matter that was handed over ended: as its case was decided, with the police again, or without a decision. */
export const REFERRAL_OUTCOMES = {
  ...OUTCOMES,
  PENALTY: '给予行政处罚',
  TRANSFERRED: '移送司法机关',
  WITHDRAWN: '撤销立案',
  TERMINATED: '终止调查',
  TRANSFERRED_OUT: '移送有管辖权的机关',
  MERGED: '并入他案一并处理',
} as const;
export type ReferralOutcome = keyof typeof REFERRAL_OUTCOMES;

/** 接收的移送, as it stands. */
export class Referral {
  @UnitRef('接收单位') unitId!: string;
  @Choice('移送机关种类', REFERRAL_SENDERS) from!: ReferralSender;
  @Label('移送机关') fromOrg!: string;
  @Narrative('移送事项') subject!: string;
  @Day('接收日期') receivedOn!: LegalDay;
  /** The day that the sender's own document sets for a reply. */
  @Optional() @Day('要求答复的期限') replyDueOn?: LegalDay;
  @Optional() @RecordRef('case', '案件') caseId?: string;
  @Optional() @Day('立案登记日期') filedOn?: LegalDay;
  @Optional() @Day('答复不予立案日期') answeredOn?: LegalDay;
  @Optional() @Choice('处理结果', REFERRAL_OUTCOMES) outcome?: ReferralOutcome;
  @Optional() @Day('回告日期') reportedOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class ReceiveReferral {
  @Choice('移送机关种类', REFERRAL_SENDERS) from!: ReferralSender;
  @Label('移送机关') fromOrg!: string;
  @Narrative('移送事项') subject!: string;
  @ActDay('接收日期') receivedOn!: LegalDay;
  @Optional() @Day('要求答复的期限') replyDueOn?: LegalDay;
}
export class InboundReferralReceived extends ReceiveReferral {
  @RecordRef('referral', '移送编号') referralId!: string;
  @UnitRef('接收单位') unitId!: string;
}

/** 登记移送事项已立案. */
export class FileReferral {
  @RecordRef('case', '案件编号') caseId!: string;
  @ActDay('立案登记日期') on!: LegalDay;
}

/** 答复不予立案: no case is filed; the sender is told why. */
export class AnswerReferral {
  @Narrative('答复内容') answer!: string;
  @ActDay('答复日期') on!: LegalDay;
}

/** 回告处理结果; what was decided is read from the case. */
export class ReportReferralOutcome {
  @ActDay('回告日期') on!: LegalDay;
}
export class ReferralOutcomeReported extends ReportReferralOutcome {
  @UnitRef('接收单位') unitId!: string;
  @RecordRef('case', '案件编号') caseId!: string;
  /** As the case decided it. */
  @Choice('处理结果', REFERRAL_OUTCOMES) outcome!: ReferralOutcome;
}

const TRANSFER = '行政处罚法第二十七条第一款';
const NOTIFY = '刑事诉讼法第一百七十七条第三款';

const PHASES = {
  Unreceived: '未接收',
  Received: '已接收',
  Filed: '已立案',
  Answered: '已答复不予立案',
  Reported: '已回告结果',
} as const;

/** The case has been filed by then, and by the unit that received the referral. */
function guardFiled(facts: Facts, { caseId, on }: FileReferral, unitId: string): Refusal | undefined {
  const opened = facts.get(caseAggregate, caseId);
  // A summary decision is its own filing; an ordinary case has been approved by a leader on a day.
  const filedOn = opened.procedure === 'SUMMARY' ? opened.decision?.decidedOn : opened.filedOn;
  const itself = the.record('case', caseId);
  if (filedOn === undefined)
    return refuse({
      code: 'referral.case_not_filed',
      article: TRANSFER,
      message: say`案件${itself}尚未立案，请先立案；不予立案的，应当答复移送机关`,
    });
  if (opened.unitId !== unitId)
    return refuse({
      code: 'referral.case_of_other_unit',
      article: TRANSFER,
      message: say`案件${itself}由${the.unit(opened.unitId)}办理，不是接收移送的单位${the.unit(unitId)}`,
    });
  return guardNotBefore(on, filedOn, '立案登记日期', '案件立案日期', TRANSFER);
}

/** What a case came to without a decision of its own, as far as it has come to it. */
const ENDED_AS: Partial<Record<CasePhase, ReferralOutcome>> = {
  Withdrawn: 'WITHDRAWN',
  Terminated: 'TERMINATED',
  Merged: 'MERGED',
};
const CLOSED_AS: Partial<Record<CloseReason, ReferralOutcome>> = {
  TRANSFERRED: 'TRANSFERRED',
  WITHDRAWN: 'WITHDRAWN',
  TERMINATED: 'TERMINATED',
  TRANSFERRED_OUT: 'TRANSFERRED_OUT',
};

/** How the case ended, and on which day that was sure. */
function outcomeOf(state: CaseState): { readonly outcome: ReferralOutcome; readonly on: LegalDay } | undefined {
  const { decision, closeReason, closedOn, endedEarlyOn, phase } = state;
  if (decision !== undefined) return { outcome: decision.outcome, on: decision.decidedOn };
  const closed = closeReason && CLOSED_AS[closeReason];
  if (closed !== undefined) return { outcome: closed, on: endedEarlyOn ?? closedOn! };
  const ended = ENDED_AS[phase];
  return ended === undefined ? undefined : { outcome: ended, on: endedEarlyOn! };
}

/** 反向接收的移送, one stream each: `referral-<referralId>`. */
/** The standing whose outcome is told: once every party has a decision, of one who was punished. */
function weightiest(state: CaseState): CaseState {
  if (state.decision === undefined) return state;
  return standingsIn(state).find(({ decision }) => decision?.outcome === 'PENALTY') ?? state;
}

export const referral = register<Referral, typeof PHASES>({
  name: 'referral',
  path: 'referrals',
  title: '接收移送',
  noun: '接收的移送',
  row: Referral,
  phases: PHASES,
  roles: ['REGISTRAR', 'OFFICER'],
  acts: [
    act(ReceiveReferral, InboundReferralReceived, {
      title: '接收移送',
      article: TRANSFER,
      roles: ['REGISTRAR', 'OFFICER', 'CONNECTED_SYSTEM'],
      to: 'Received',
      says: ({ from, fromOrg, subject }) =>
        say`接收${the.label(fromOrg)}（${REFERRAL_SENDERS[from]}）移送：${the.words(subject)}`,
      decide: ({ receivedOn, replyDueOn = receivedOn }, _row, { id }) =>
        guardNotBefore(replyDueOn, receivedOn, '要求答复的期限', '接收日期', TRANSFER) ?? { referralId: id },
    }),
    act(FileReferral, 'ReferralFiled', {
      title: '移送事项立案',
      article: TRANSFER,
      from: ['Received'],
      to: 'Filed',
      needs: ({ caseId }) => caseNeeds(caseId),
      says: ({ caseId }) => say`移送事项立为案件${the.record('case', caseId)}`,
      decide: (input, { unitId }, { facts }) => guardFiled(facts, input, unitId) ?? {},
      evolve: (_row, { on }) => ({ filedOn: on }),
    }),
    act(AnswerReferral, 'ReferralAnswered', {
      title: '答复不予立案',
      article: TRANSFER,
      from: ['Received'],
      to: 'Answered',
      says: ({ answer }) => say`答复不予立案：${the.words(answer)}`,
      evolve: (_row, { on }) => ({ answeredOn: on }),
    }),
    act(ReportReferralOutcome, ReferralOutcomeReported, {
      title: '回告处理结果',
      article: NOTIFY,
      from: ['Filed'],
      to: 'Reported',
      needs: (_input, { caseId }) => caseNeeds(caseId),
      says: ({ outcome }) => say`回告处理结果：${REFERRAL_OUTCOMES[outcome]}`,
      decide: ({ on }, row, { facts }) => {
        const caseId = row.caseId!;
        const ended = outcomeOf(weightiest(facts.get(caseAggregate, caseId)));
        if (ended === undefined)
          return refuse({
            code: 'referral.case_undecided',
            article: NOTIFY,
            message: say`案件${the.record('case', caseId)}尚未作出决定，也没有撤案、终止调查或者移送，还没有可以回告的处理结果`,
          });
        return guardNotBefore(on, ended.on, '回告日期', '案件处理的日期', NOTIFY) ?? { caseId, outcome: ended.outcome };
      },
      evolve: (_row, { on }) => ({ reportedOn: on }),
    }),
  ],
  desks: { REGISTRAR: ['Received'] },
  list: {
    columns: ['from', 'fromOrg', 'unitId', 'phase', 'receivedOn', 'replyDueOn', 'outcome'],
    filters: ['phase', 'from', 'unitId', 'receivedOn', 'replyDueOn', 'caseId'],
    sort: '-receivedOn',
    sorts: ['replyDueOn'],
  },
  // Runs where the sender's document sets a day.
  clocks: [
    {
      name: 'reply',
      what: '答复移送机关',
      due: 'replyDueOn',
      done: ({ answeredOn, reportedOn }) => answeredOn ?? reportedOn,
      by: ['AnswerReferral', 'FileReferral'],
    },
  ],
  measures: {
    'referral.received': {
      title: '接收移送',
      on: ({ receivedOn }) => receivedOn,
      subject: ({ from }) => from,
      subjects: REFERRAL_SENDERS,
    },
  },
});
