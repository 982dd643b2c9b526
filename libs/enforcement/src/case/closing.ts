import { defined, type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Day, Optional, PersonRef, Rule, say, the } from '#fields';
import type { LegalDay, Statutes } from '#statutes';
import { OnApproval } from '../definition/approval.js';
import { ruleOf } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { CLOSE_REASONS, type CloseReason, OUTCOMES, type Outcome } from '../terms.js';
import { act } from './act.js';
import { guardMeasuresEnded } from './measures.js';
import { isNothing, owed, owedInWords } from './obligations.js';
import { LEADERS } from './officers.js';
import { isOpen } from './open-days.js';
import { amountsInWords, refundable, total } from './payment.js';
import { CASE_LIFE, type CasePhase, PHASES } from './phases.js';
import { guardEach, standingsIn } from './standings.js';
import type { CaseState } from './state.js';

/* 结案 (DOMAIN 2.4 阶段 20, G36): the reason has to agree with what happened. */

// ---- command and event, stored for ever

/**
 * 结案. Ordinary cases are closed with a leader's approval; 当场处罚 needs none, it is only put on record with the organ
 * (第五十二条第三款), so that `approverId` may be left out there.
 */
export class CloseCase extends OnApproval {
  @Choice('结案理由', CLOSE_REASONS) closeReason!: CloseReason;
  @ActDay('结案日期') closedOn!: LegalDay;
  @Optional() @PersonRef('批准人') approverId?: string;
}
export class CaseClosed extends CloseCase {
  /** D43, of a case that has a folder of its own. */
  @Optional() @Day('归档期限') archivingDueOn?: LegalDay;
  @Optional() @Rule('归档期限依据') archivingRule?: string;
}

/** For what a case ends that came to no decision. */
const ENDED_AS: Partial<Record<CasePhase, CloseReason>> = {
  Withdrawn: 'WITHDRAWN',
  Terminated: 'TERMINATED',
  TransferredOut: 'TRANSFERRED_OUT',
  TransferredCriminal: 'TRANSFERRED',
};

// ---- guards

const ARTICLE = '行政处罚法第四十七条';
const PUBLISHED = '行政处罚法第四十八条第一款';

/** Phases (DOMAIN 3.2) from which a case can end for each reason. */
const ENDS_FROM: Readonly<Record<CloseReason, readonly CasePhase[]>> = {
  EXECUTED: ['Served', 'Performing', 'PlanActive', 'Overdue', 'Demanded', 'CourtEnforcement'],
  COURT_ACCEPTED: ['CourtEnforcement'],
  NO_PENALTY: ['Served'],
  NOT_ESTABLISHED: ['Served'],
  TRANSFERRED: ['TransferredCriminal'],
  REVOKED: ['Served'],
  WITHDRAWN: ['Withdrawn'],
  TERMINATED: ['Terminated'],
  TRANSFERRED_OUT: ['TransferredOut'],
};

/** The decision that a reason is about; what ended without one is about none. */
const OUTCOME_OF = {
  EXECUTED: 'PENALTY',
  COURT_ACCEPTED: 'PENALTY',
  NO_PENALTY: 'NO_PENALTY',
  NOT_ESTABLISHED: 'NOT_ESTABLISHED',
  TRANSFERRED: undefined,
  REVOKED: 'PENALTY',
  WITHDRAWN: undefined,
  TERMINATED: undefined,
  TRANSFERRED_OUT: undefined,
} as const;

/** For what a case usually ends that was decided so. */
const REASON_OF = {
  PENALTY: 'EXECUTED',
  NO_PENALTY: 'NO_PENALTY',
  NOT_ESTABLISHED: 'NOT_ESTABLISHED',
} as const satisfies Record<Outcome, CloseReason>;

/** As what a case may end of which parties were decided apart (docs/decisions/0009): beside whom it is the reason for, who needs nothing more. */
const ENDS_BESIDE: Partial<Record<CloseReason, readonly CloseReason[]>> = {
  COURT_ACCEPTED: ['EXECUTED', 'REVOKED', 'NO_PENALTY', 'NOT_ESTABLISHED'],
  EXECUTED: ['REVOKED', 'NO_PENALTY', 'NOT_ESTABLISHED'],
  REVOKED: ['NO_PENALTY', 'NOT_ESTABLISHED'],
  NO_PENALTY: ['NOT_ESTABLISHED'],
};

/** As what one standing ends where the case ends for a reason. */
function endOf({ decision, courtAcceptedOn, phase }: CaseState, reason: CloseReason): CloseReason {
  if (decision === undefined) return ENDED_AS[phase] ?? reason;
  if (decision.revokedOn !== undefined) return 'REVOKED';
  if (reason === 'COURT_ACCEPTED' && courtAcceptedOn !== undefined) return reason;
  return REASON_OF[decision.outcome];
}

/** For what the case as a whole would end. */
function reasonFor(state: CaseState): CloseReason | undefined {
  const ends = standingsIn(state).map(
    ({ decision, phase }) => ENDED_AS[phase] ?? (decision && REASON_OF[decision.outcome]),
  );
  return (Object.keys(ENDS_BESIDE) as CloseReason[]).find((reason) => ends.includes(reason)) ?? ends[0];
}

/** G36, of every standing: each has ended, for the reason or for one that may stand beside it. */
function guardAllEnded(input: CloseCase, state: CaseState, statutes: Statutes): Refusal | undefined {
  const views = standingsIn(state);
  const { closeReason } = input;
  const as = (view: CaseState) => (views.length === 1 ? closeReason : endOf(view, closeReason));
  const open = guardEach(
    state,
    (view) => guardEndsFrom(as(view), view) ?? guardReason({ ...input, closeReason: as(view) }, view, statutes),
  );
  if (open) return open;
  const ends = views.map(as);
  const beside = ENDS_BESIDE[closeReason] ?? [];
  if (ends.includes(closeReason) && ends.every((end) => end === closeReason || beside.includes(end))) return undefined;
  return refuse({
    code: 'closing.reason_disagrees',
    article: ARTICLE,
    message: `本案对各当事人的处理是“${[...new Set(ends)].map((end) => CLOSE_REASONS[end]).join('”“')}”，不能以“${CLOSE_REASONS[closeReason]}”结案`,
  });
}

/** G36: from where the case has got it can end for this reason. */
function guardEndsFrom(reason: CloseReason, { phase }: CaseState): Refusal | undefined {
  const allowed = ENDS_FROM[reason];
  if (allowed.includes(phase)) return undefined;
  const where = allowed.map((from) => `“${PHASES[from]}”`).join('或者');
  return refuse({
    code: 'case.phase',
    article: ARTICLE,
    message: `案件现为“${PHASES[phase]}”，以“${CLOSE_REASONS[reason]}”结案只能在${where}时进行`,
  });
}

/** G36: the reason agrees with the facts. */
function guardReason({ closeReason, closedOn }: CloseCase, state: CaseState, statutes: Statutes): Refusal | undefined {
  const outcome = state.decision?.outcome;
  if (outcome !== OUTCOME_OF[closeReason])
    return refuse({
      code: 'closing.reason_disagrees',
      article: ARTICLE,
      message: `本案的决定是“${outcome === undefined ? '尚未决定' : OUTCOMES[outcome]}”，不能以“${CLOSE_REASONS[closeReason]}”结案`,
    });
  if ((closeReason === 'REVOKED') !== (state.decision?.revokedOn !== undefined))
    return refuse({
      code: 'closing.revoked',
      article: ARTICLE,
      message:
        closeReason === 'REVOKED'
          ? '处罚决定没有被撤销或者确认无效，不能以此结案'
          : `处罚决定已于${state.decision?.revokedOn}撤销，应以“${CLOSE_REASONS.REVOKED}”结案`,
    });
  if (closeReason === 'REVOKED') return guardRefunded(state, closedOn, statutes);
  if (closeReason === 'EXECUTED') return guardExecuted(state, closedOn, statutes);
  if (closeReason === 'COURT_ACCEPTED' && state.courtAcceptedOn === undefined)
    return refuse({
      code: 'closing.court_not_accepted',
      article: '行政强制法第五十六条',
      message: '法院还没有受理强制执行申请，受理以后才能以此结案',
    });
  if (closeReason === 'TRANSFERRED_OUT') return guardTakenOver(state);
  return undefined;
}

/** 第二十五条第二款: as long as nobody has taken the matter over it is this organ's. */
function guardTakenOver({ transferredOut }: CaseState): Refusal | undefined {
  if (transferredOut?.answer === 'ACCEPTED') return undefined;
  return refuse({
    code: 'closing.not_taken_over',
    article: '行政处罚法第二十二条、第二十五条第二款',
    message: '受移送的机关还没有接收，记录其接收以后才能以移送结案',
  });
}

/** Everything that was imposed has been paid, with the surcharge up to the day of closing, and done (F1). */
function guardExecuted(state: CaseState, closedOn: LegalDay, statutes: Statutes): Refusal | undefined {
  const missing = owed(statutes, state, closedOn);
  if (isNothing(missing)) return undefined;
  if (missing.acts.length > 0)
    return refuse({
      code: 'closing.not_performed',
      article: '行政处罚法第六十六条第一款',
      message: say`尚未履行：${owedInWords(missing)}，履行并经核验以后才能以履行完毕结案`,
    });
  const { amounts } = missing;
  return refuse({
    code: 'closing.not_executed',
    article: '行政处罚法第六十六条第一款',
    message: say`尚欠${the.money(total(amounts))}（${amountsInWords(amounts)}），缴清以后才能以履行完毕结案`,
  });
}

/** What had been paid under a decision that fell has been paid back. */
export function guardRefunded(state: CaseState, closedOn: LegalDay, statutes: Statutes): Refusal | undefined {
  const back = refundable(statutes, state, closedOn);
  if (total(back) === 0) return undefined;
  return refuse({
    code: 'closing.not_refunded',
    article: '行政强制法第四十一条',
    message: say`应退${amountsInWords(back)}还没有退还，退还以后才能结案`,
  });
}

export function guardPublicationSettled(state: CaseState): Refusal | undefined {
  if (state.withdrawalDueOn !== undefined && state.withdrawnOn === undefined)
    return refuse({
      code: 'closing.not_withdrawn',
      article: '行政处罚法第四十八条第二款',
      message: `公示应于${state.withdrawalDueOn}前撤回，还没有撤回，请先撤回再结案`,
    });
  const { publicationDueOn: dueOn } = state;
  if ((dueOn === undefined && !isOpen(state, 'D28')) || state.publishedOn !== undefined) return undefined;
  return refuse({
    code: 'closing.not_published',
    article: PUBLISHED,
    message: `处罚决定应${dueOn === undefined ? '当' : `于${dueOn}前`}公示，还没有公示，请先公示再结案`,
  });
}

/** Day of the last thing that a closing can rest on. */
export function lastActOn(state: CaseState): LegalDay {
  const days = standingsIn(state).flatMap(daysOf);
  return days.reduce<LegalDay>((last, day) => (day !== undefined && day > last ? day : last), '');
}

function daysOf(state: CaseState): readonly (LegalDay | undefined)[] {
  return [
    state.decision?.decidedOn,
    state.servedOn,
    state.publishedOn,
    state.withdrawnOn,
    state.decision?.revokedOn,
    state.paid.lastOn,
    state.demandServedOn,
    ...state.obligations.flatMap(({ performedOn, verifiedOn, endedOn }) => [performedOn, verifiedOn, endedOn]),
    state.courtAppliedOn,
    state.courtAcceptedOn,
    state.courtRejectedOn,
    state.transfer?.policeOn,
    state.endedEarlyOn,
    state.transferredOut?.answeredOn,
  ];
}

/** D43: 一案一卷. Cases of 简易程序 share a folder, which has no day of its own. */
export function archivingDay({ procedure }: CaseState, closedOn: LegalDay, statutes: Statutes) {
  if (procedure === 'SUMMARY') return {};
  const due = statutes.due('D43', { on: closedOn });
  return { archivingDueOn: due.dueOn, archivingRule: ruleOf(due) };
}

export const closing: readonly Stage<CaseState>[] = [
  act(CloseCase, CaseClosed, {
    title: '结案',
    article: ARTICLE,
    isFinal: true,
    draft: (state) => ({ closeReason: reasonFor(state) }),
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    isApproved: (_given, { procedure }) => procedure !== 'SUMMARY',
    says: ({ closedOn, closeReason }) => say`${the.day(closedOn)}结案：${CLOSE_REASONS[closeReason]}`,
    restsOn: (state) => [[lastActOn(state), '本案最后一项记录的日期']],
    may: (state) =>
      guardMeasuresEnded(state) ??
      guardEach(
        state,
        (view) => CASE_LIFE.guard(view, CaseClosed.name, '结案', ARTICLE) ?? guardPublicationSettled(view),
      ),
    decide: (input, state, context) =>
      guardAllEnded(input, state, context.statutes) ?? archivingDay(state, input.closedOn, context.statutes),
    evolve: (_state, { closedOn, closeReason, archivingDueOn, archivingRule }) => ({
      closedOn,
      closeReason,
      ...defined({ archivingDueOn, archivingRule }),
    }),
  }),
];
