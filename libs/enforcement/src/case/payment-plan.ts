import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Continued,
  Day,
  Fen,
  ListOf,
  Narrative,
  OfficialNumber,
  Optional,
  PersonRef,
  say,
  the,
} from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { OnApproval } from '../definition/approval.js';
import type { Stage } from '../definition/stage.js';
import { act } from './act.js';
import { LEADERS, ledBy } from './officers.js';
import { WhichParties } from './parts.js';
import { outstanding } from './payment.js';
import { missedInstalment, nextInstalmentOn } from './plan-standing.js';
import type { CaseState } from './state.js';

/*
 * 延期、分期缴纳 (行政处罚法第六十六条第二款, G32) and 减免加处罚款 (行政强制法第四十二条). The party asks, a leader grants; as long as what was granted is
 * kept nothing is demanded and no day bears a surcharge. A missed instalment ends it by itself.
 */

export const PLAN_KINDS = { DEFERRAL: '延期缴纳', INSTALMENTS: '分期缴纳' } as const;
export type PlanKind = keyof typeof PLAN_KINDS;

// ---- commands and, beside each, the event that is stored for ever

export class RequestPaymentPlan {
  @Choice('申请事项', PLAN_KINDS) kind!: PlanKind;
  @Narrative('经济困难的情况') hardship!: string;
  @ActDay('申请日期') requestedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
export class PaymentPlanRequested extends RequestPaymentPlan {}

/** 一期: until when, and how much. */
export class InstalmentDue {
  @Day('缴纳期限') dueOn!: LegalDay;
  @Fen('缴纳金额', { min: 1 }) amountFen!: number;
}

export class ApprovePaymentPlan extends OnApproval {
  @ListOf('各期', () => InstalmentDue, { max: 36 }) instalments!: readonly InstalmentDue[];
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('批准日期') approvedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class PaymentPlanApproved extends ApprovePaymentPlan {
  @PersonRef('批准人') declare approverId: string;
  /** What had been paid of fine and confiscation when it was approved. */
  @Fen('批准时已缴') paidBeforeFen!: number;
}

export class RefusePaymentPlan extends OnApproval {
  @Narrative('不批准的理由') reason!: string;
  @Optional() @PersonRef('决定人') approverId?: string;
  @ActDay('决定日期') refusedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class PaymentPlanRefused extends RefusePaymentPlan {
  @PersonRef('决定人') declare approverId: string;
}

/** 未按期缴纳: the plan is over, and the whole of what is left is owed. */
export class EndPaymentPlan {
  @ActDay('记录日期') endedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class PaymentPlanEnded extends EndPaymentPlan {
  @Day('未缴的一期的期限') missedOn!: LegalDay;
}

export class WaiveSurcharge extends OnApproval {
  @OfficialNumber('执行协议编号') agreementNo!: string;
  @Narrative('当事人采取的补救措施') remedying!: string;
  @Fen('减免的加处罚款', { min: 1 }) amountFen!: number;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('减免日期') waivedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class SurchargeWaived extends WaiveSurcharge {
  @PersonRef('批准人') declare approverId: string;
}

const PLAN = '行政处罚法第六十六条第二款';
const WAIVER = '行政强制法第四十二条第一款';

// ---- guards

/** 经当事人申请: nothing is granted, nor refused, that nobody asked for. */
function guardRequested({ planRequestedOn }: CaseState): Refusal | undefined {
  if (planRequestedOn !== undefined) return undefined;
  return refuse({
    code: 'plan.not_requested',
    article: PLAN,
    message: '当事人没有申请延期或者分期缴纳，先记录其申请再决定',
  });
}

function guardOnce({ planRequestedOn }: CaseState): Refusal | undefined {
  if (planRequestedOn === undefined) return undefined;
  return refuse({
    code: 'plan.requested',
    article: PLAN,
    message: `当事人${planRequestedOn}的申请还没有答复，答复以后才能再次申请`,
  });
}

/** G32: the instalments follow one another, and add up to what is owed of fine and confiscation. */
function guardInstalments(
  { instalments, approvedOn }: ApprovePaymentPlan,
  { paymentDueOn }: CaseState,
  owedFen: number,
): Refusal | undefined {
  const unordered = instalments.find(({ dueOn }, n) => dueOn <= (n === 0 ? approvedOn : instalments[n - 1]!.dueOn));
  if (unordered !== undefined)
    return refuse({
      code: 'plan.out_of_order',
      article: PLAN,
      message: `各期的缴纳期限应当晚于批准日期并依次在后，${unordered.dueOn}不是`,
    });
  const last = instalments.at(-1)!.dueOn;
  if (last <= (paymentDueOn ?? ''))
    return refuse({
      code: 'plan.not_later',
      article: PLAN,
      message: `最后一期应当晚于原缴款期限${paymentDueOn}，否则没有延期`,
      earliest: addDays(paymentDueOn!, 1),
    });
  const sumFen = instalments.reduce((sum, { amountFen }) => sum + amountFen, 0);
  if (sumFen === owedFen) return undefined;
  return refuse({
    code: 'plan.sum',
    article: PLAN,
    message: say`各期合计${the.money(sumFen)}，应缴罚没款${the.money(owedFen)}，应当相等`,
  });
}

/** Only a missed instalment ends the plan. */
function guardMissed(state: CaseState, endedOn: LegalDay): Refusal | undefined {
  const missedOn = missedInstalment(state);
  if (missedOn !== undefined && endedOn > missedOn) return undefined;
  return refuse({
    code: 'plan.kept',
    article: PLAN,
    message:
      missedOn === undefined
        ? '各期都已按期缴纳，没有逾期'
        : `本期的缴纳期限是${missedOn}（含当日），最早可于${addDays(missedOn, 1)}记录未按期缴纳`,
    ...(missedOn === undefined ? {} : { earliest: addDays(missedOn, 1) }),
  });
}

/** 执行协议履行完毕: the penalty itself is paid and done before anything of the surcharge is given up. */
function guardPerformed(state: CaseState, principalFen: number): Refusal | undefined {
  const undone = state.obligations.some(({ isPerformed, endedOn }) => isPerformed !== true && endedOn === undefined);
  if (principalFen === 0 && !undone) return undefined;
  return refuse({
    code: 'waiver.not_performed',
    article: WAIVER,
    message: say`罚没款还有${the.money(principalFen)}没有缴纳${undone ? '，行为义务还没有履行' : ''}，执行协议履行以后才能减免加处罚款`,
  });
}

function guardWithin(amountFen: number, surchargeFen: number): Refusal | undefined {
  if (amountFen <= surchargeFen) return undefined;
  return refuse({
    code: 'waiver.more_than_owed',
    article: WAIVER,
    message: say`尚欠加处罚款${the.money(surchargeFen)}，不能减免${the.money(amountFen)}`,
  });
}

export const paymentPlan: readonly Stage<CaseState>[] = [
  act(RequestPaymentPlan, PaymentPlanRequested, {
    title: '申请延期、分期缴纳',
    article: PLAN,
    roles: ['OFFICER', 'REGISTRAR'],
    says: ({ kind, hardship }) => say`当事人申请${PLAN_KINDS[kind]}：${the.words(hardship)}`,
    restsOn: ({ servedOn, decision }) => [[servedOn ?? decision?.decidedOn, '决定书送达日期']],
    may: guardOnce,
    evolve: (_state, { requestedOn }) => ({ planRequestedOn: requestedOn }),
  }),
  act(ApprovePaymentPlan, PaymentPlanApproved, {
    title: '批准延期、分期缴纳',
    article: PLAN,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    says: ({ instalments }) =>
      instalments.length === 1
        ? say`批准延期至${the.day(instalments[0]!.dueOn)}缴纳`
        : say`批准分${instalments.length}期缴纳，第一期${the.day(instalments[0]!.dueOn)}，最后一期${the.day(instalments.at(-1)!.dueOn)}`,
    restsOn: ({ planRequestedOn, paid }) => [
      [planRequestedOn, '申请日期'],
      [paid.lastOn, '最后缴款日期'],
    ],
    may: guardRequested,
    decide: (input, state, { statutes }) => {
      const { fineFen, confiscateFen } = outstanding(statutes, state, input.approvedOn);
      const refusal = guardInstalments(input, state, fineFen + confiscateFen);
      return refusal ?? { paidBeforeFen: state.paid.fineFen + state.paid.confiscateFen };
    },
    evolve: (state, { instalments, approvedOn, paidBeforeFen, approverId }) => ({
      ...ledBy(state, approverId),
      plan: { approvedOn, instalments, paidBeforeFen, originalDueOn: state.plan?.originalDueOn ?? state.paymentDueOn },
      paymentDueOn: nextInstalmentOn(instalments, 0),
      planRequestedOn: undefined,
    }),
  }),
  act(RefusePaymentPlan, PaymentPlanRefused, {
    title: '不批准延期、分期缴纳',
    article: PLAN,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    says: ({ reason }) => say`不批准延期、分期缴纳：${the.words(reason)}`,
    restsOn: ({ planRequestedOn }) => [[planRequestedOn, '申请日期']],
    may: guardRequested,
    evolve: (state, { approverId }) => ({ ...ledBy(state, approverId), planRequestedOn: undefined }),
  }),
  act(EndPaymentPlan, PaymentPlanEnded, {
    title: '记录未按期缴纳',
    eventTitle: '延期、分期缴纳终止',
    article: PLAN,
    roles: ['OFFICER', 'REGISTRAR'],
    says: ({ missedOn }) => say`${the.day(missedOn)}到期的一期没有缴清，延期、分期缴纳终止`,
    may: (state, { today }) => guardMissed(state, today),
    decide: ({ endedOn }, state) => guardMissed(state, endedOn) ?? { missedOn: missedInstalment(state)! },
    evolve: (_state, { missedOn }) => ({ paymentDueOn: missedOn }),
  }),
  act(WaiveSurcharge, SurchargeWaived, {
    title: '减免加处罚款',
    article: WAIVER,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    says: ({ agreementNo, amountFen }) => say`依执行协议${the.label(agreementNo)}减免加处罚款${the.money(amountFen)}`,
    restsOn: ({ paid, obligations }) => [
      [paid.lastOn, '最后缴款日期'],
      [
        obligations
          .flatMap(({ verifiedOn }) => verifiedOn ?? [])
          .sort()
          .at(-1),
        '行为义务核验日期',
      ],
    ],
    decide: ({ amountFen, waivedOn }, state, { statutes }) => {
      const { fineFen, confiscateFen, surchargeFen } = outstanding(statutes, state, waivedOn);
      return guardPerformed(state, fineFen + confiscateFen) ?? guardWithin(amountFen, surchargeFen) ?? {};
    },
    evolve: (state, { approverId, amountFen }) => ({
      ...ledBy(state, approverId),
      paid: { ...state.paid, waivedFen: (state.paid.waivedFen ?? 0) + amountFen },
    }),
  }),
];
