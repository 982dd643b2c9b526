import { accept, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay, Statutes } from '#statutes';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { command, event, type LawContext, type Stage } from '../definition.js';
import { Choice, Day, Id, Optional } from '../fields.js';
import { CLOSE_REASONS, type CloseReason } from '../terms.js';
import { yuan } from '../yuan.js';
import { guardApprover, peopleNeeds } from './officers.js';
import { amountsInWords, outstanding, total } from './payment.js';
import { type CasePhase, inPhase } from './phases.js';
import type { CaseState } from './state.js';

/* 结案 (DOMAIN 2.4 阶段 20, G36): the reason has to agree with what happened. */

// ---- events, stored for ever

export interface CaseClosed {
  readonly closeReason: CloseReason;
  readonly closedOn: LegalDay;
  /** Absent where no leader has to approve: 当场处罚, imported records. */
  readonly approverId?: string;
}

// ---- commands

/**
 * 结案. Ordinary cases are closed with a leader's approval; 当场处罚 needs none, it is only put on record with the organ
 * (第五十二条第三款), so that `approverId` may be left out there.
 */
export class CloseCase {
  @Choice('结案理由', CLOSE_REASONS) closeReason!: CloseReason;
  @Day('结案日期') closedOn!: LegalDay;
  @Optional() @Id('批准人') approverId?: string;
}

// ---- guards

const ARTICLE = '行政处罚法第四十七条';
const PUBLISHED = '行政处罚法第四十八条第一款';

/** Phases (DOMAIN 3.2) from which a case can end for each reason. */
const ENDS_FROM: Readonly<Record<CloseReason, readonly CasePhase[]>> = {
  EXECUTED: ['Served', 'Performing', 'Overdue', 'Demanded', 'CourtEnforcement'],
  COURT_ACCEPTED: ['CourtEnforcement'],
  NO_PENALTY: ['Served'],
  NOT_ESTABLISHED: ['Served'],
  TRANSFERRED: ['TransferredCriminal'],
};

/** Phases in which a case may end for one reason or another. */
const ENDS: readonly CasePhase[] = [...new Set(Object.values(ENDS_FROM).flat())];

/** The decision that a reason is about; a transfer is about none. */
const OUTCOME_OF = {
  EXECUTED: 'PENALTY',
  COURT_ACCEPTED: 'PENALTY',
  NO_PENALTY: 'NO_PENALTY',
  NOT_ESTABLISHED: 'NOT_ESTABLISHED',
  TRANSFERRED: undefined,
} as const;

const OUTCOMES = { PENALTY: '给予行政处罚', NO_PENALTY: '不予行政处罚', NOT_ESTABLISHED: '违法事实不成立' } as const;

/** G36: the reason agrees with the facts. */
function guardReason({ closeReason, closedOn }: CloseCase, state: CaseState, statutes: Statutes): Refusal | undefined {
  const outcome = state.decision?.outcome;
  if (outcome !== OUTCOME_OF[closeReason])
    return refuse({
      code: 'closing.reason_disagrees',
      article: ARTICLE,
      message: `本案的决定是“${outcome === undefined ? '尚未决定' : OUTCOMES[outcome]}”，不能以“${CLOSE_REASONS[closeReason]}”结案`,
    });
  if (closeReason === 'EXECUTED') return guardExecuted(state, closedOn, statutes);
  if (closeReason === 'COURT_ACCEPTED' && state.courtAcceptedOn === undefined)
    return refuse({
      code: 'closing.court_not_accepted',
      article: '行政强制法第五十六条',
      message: '法院还没有受理强制执行申请，受理以后才能以此结案',
    });
  return undefined;
}

/** Everything that was imposed has been paid, with the surcharge up to the day of closing. */
function guardExecuted(state: CaseState, closedOn: LegalDay, statutes: Statutes): Refusal | undefined {
  const missing = outstanding(statutes, state, closedOn);
  if (total(missing) === 0) return undefined;
  return refuse({
    code: 'closing.not_executed',
    article: '行政处罚法第六十六条第一款',
    message: `尚欠${yuan(total(missing))}（${amountsInWords(missing)}），缴清以后才能以履行完毕结案`,
  });
}

function guardPublicationSettled(state: CaseState): Refusal | undefined {
  if (state.publicationDueOn === undefined || state.publishedOn !== undefined) return undefined;
  return refuse({
    code: 'closing.not_published',
    article: PUBLISHED,
    message: `处罚决定应于${state.publicationDueOn}前公示，还没有公示，请先公示再结案`,
  });
}

/** G05 for ordinary cases; a leader who approves the closing of a 当场处罚 is held to the same. */
function guardApproved({ approverId, closedOn }: CloseCase, state: CaseState, context: LawContext) {
  if (approverId !== undefined)
    return guardApprover(context.facts, approverId, state.unitId, state.everInvestigated, closedOn, ARTICLE);
  if (state.procedure === 'SUMMARY') return undefined;
  return refuse({
    code: 'closing.approver_missing',
    article: ARTICLE,
    message: '普通程序案件结案须经机关负责人批准，请填写批准人（approverId）',
  });
}

/** Day of the last thing that a closing can rest on. */
function lastActOn(state: CaseState): LegalDay {
  const days = [
    state.decision?.decidedOn,
    state.servedOn,
    state.publishedOn,
    state.paid.lastOn,
    state.demandServedOn,
    state.courtAppliedOn,
    state.courtAcceptedOn,
    state.courtRejectedOn,
    state.transfer?.policeOn,
  ];
  return days.reduce<LegalDay>((last, day) => (day !== undefined && day > last ? day : last), '');
}

export const closing: Stage<CaseState> = {
  events: {
    CaseClosed: event<CaseState, CaseClosed>({
      title: '结案',
      describe: (data) => `${data.closedOn}结案：${CLOSE_REASONS[data.closeReason]}`,
      evolve: (state, data) => ({
        ...state,
        phase: 'Closed',
        closedOn: data.closedOn,
        closeReason: data.closeReason,
      }),
    }),
  },
  commands: [
    command<CaseState, CloseCase>({
      input: CloseCase,
      title: '结案',
      article: ARTICLE,
      roles: ['OFFICER'],
      needs: ({ approverId }) => peopleNeeds(approverId),
      may: (state) => inPhase(state, '结案', ARTICLE, ...ENDS) ?? guardPublicationSettled(state),
      decide: (input, state, context) =>
        inPhase(state, `以“${CLOSE_REASONS[input.closeReason]}”结案`, ARTICLE, ...ENDS_FROM[input.closeReason]) ??
        guardNotInFuture(input.closedOn, context.today, '结案日期', ARTICLE) ??
        guardNotBefore(input.closedOn, lastActOn(state), '结案日期', '本案最后一项记录的日期', ARTICLE) ??
        guardReason(input, state, context.statutes) ??
        guardApproved(input, state, context) ??
        accept({
          type: 'CaseClosed',
          data: {
            closeReason: input.closeReason,
            closedOn: input.closedOn,
            ...(input.approverId === undefined ? {} : { approverId: input.approverId }),
          } satisfies CaseClosed,
        }),
    }),
  ],
};
