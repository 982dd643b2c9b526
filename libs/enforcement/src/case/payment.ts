import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Day,
  each,
  Fen,
  OfficialNumber,
  Optional,
  PersonRef,
  type Phrase,
  Rule,
  sameNumber,
  say,
  the,
} from '#fields';
import type { LegalDay, Statutes } from '#statutes';
import { guardNotBefore } from '../days.js';
import { NOTHING_NEW } from '../definition/act.js';
import { ruleOf } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { act } from './act.js';
import { WhichParties } from './parts.js';
import { nextInstalmentOn, planPauses } from './plan-standing.js';
import { remedyPauses } from './remedy-standing.js';
import { type CaseState, type PaymentKind, type Receipt, type Refund } from './state.js';

/*
 * 缴款与加处罚款 (行政处罚法第六十七条至第七十二条; DOMAIN 2.4 阶段 16–17). The surcharge (加处罚款) is never stored: it is a function
 * of the fine, its last day for paying and the payments, so that a payment recorded late is charged as of its own day.
 */

export const PAYMENT_KINDS = {
  FINE: '罚款',
  CONFISCATE: '没收款',
  SURCHARGE: '加处罚款',
} as const satisfies Readonly<Record<PaymentKind, string>>;

const FIELD_OF = { FINE: 'fineFen', CONFISCATE: 'confiscateFen', SURCHARGE: 'surchargeFen' } as const;

/** 缴款渠道. */
export const PAYMENT_CHANNELS = { BANK: '银行', EPAY: '电子支付', CASH: '当场收缴现金' } as const;
export type PaymentChannel = keyof typeof PAYMENT_CHANNELS;

/** 当场收缴的情形 that an officer has to claim; 第六十八条第一项 follows from the amount. */
export const CASH_GROUNDS = {
  '68.2': '不当场收缴事后难以执行',
  '69': '边远、水上、交通不便地区，当事人缴款确有困难并提出',
} as const;
export type CashGround = keyof typeof CASH_GROUNDS;

/** 当场收缴的情形, with the one that follows from the amount. */
export const ALL_CASH_GROUNDS = { '68.1': '依法给予一百元以下的罚款', ...CASH_GROUNDS } as const;

// ---- events, stored for ever

export class FinePaid {
  @OfficialNumber('缴款凭证号') receiptNo!: string;
  @Fen('缴款金额', { min: 1 }) amountFen!: number;
  @Choice('款项', PAYMENT_KINDS) kind!: PaymentKind;
  @Choice('缴款渠道', PAYMENT_CHANNELS) channel!: PaymentChannel;
  @ActDay('缴款日期') paidOn!: LegalDay;
  @Optional() @OfficialNumber('财政票据号') ticketNo?: string;
  /** The officer who took the cash, where the record says so: he hands it over (D15). */
  @Optional() @PersonRef('当场收缴的执法人员') collectedBy?: string;
  /** Why officers took the money themselves. */
  @Optional() @Choice('当场收缴的情形', ALL_CASH_GROUNDS) cashGround?: keyof typeof ALL_CASH_GROUNDS;
  /** D15: last day on which the officers hand cash to the agency. */
  @Optional() @Day('交至本机关的期限') remitDueOn?: LegalDay;
  @Optional() @Rule('期限依据') remitRule?: string;
  @WhichParties() partyIds?: readonly string[];
}

// ---- commands

/** 记录缴款: what the bank, the payment platform or the officers' ticket says. */
export class RecordPayment {
  @OfficialNumber('缴款凭证号') receiptNo!: string;
  @Fen('缴款金额', { min: 1 }) amountFen!: number;
  @Choice('款项', PAYMENT_KINDS) kind!: PaymentKind;
  @Choice('缴款渠道', PAYMENT_CHANNELS) channel!: PaymentChannel;
  @ActDay('缴款日期') paidOn!: LegalDay;
  @Optional() @OfficialNumber('财政票据号') ticketNo?: string;
  @Optional() @Choice('当场收缴的情形', CASH_GROUNDS) cashGround?: CashGround;
  @Optional() @PersonRef('当场收缴的执法人员') collectedBy?: string;
  @WhichParties() partyIds?: readonly string[];
}

/** 退还: what was paid too much goes back to the party. */
export class IssueRefund {
  @OfficialNumber('退还凭证号') receiptNo!: string;
  @Fen('退还金额', { min: 1 }) amountFen!: number;
  @Choice('款项', PAYMENT_KINDS) kind!: PaymentKind;
  @ActDay('退还日期') refundedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
export class RefundIssued extends IssueRefund {}

// ---- what the later stages ask

/** What is owed, of each kind by itself. */
export class Amounts {
  @Fen('罚款') readonly fineFen!: number;
  @Fen('没收款') readonly confiscateFen!: number;
  @Fen('加处罚款') readonly surchargeFen!: number;
}

/**
 * D14: the surcharge up to and including `asOf`, paid or not. Only the fine bears one, and only after a period to pay; no
 * day of a remedy of the party does (R8), and none of a deferral or of instalments.
 */
export function surchargeFen(statutes: Statutes, state: CaseState, asOf: LegalDay): number {
  if (state.decision === undefined || state.paymentDueOn === undefined) return 0;
  return statutes.surcharge({
    fineFen: state.decision.fineFen,
    dueOn: state.plan?.originalDueOn ?? state.paymentDueOn,
    asOf,
    payments: state.paid.fine,
    remedies: remedyPauses(state),
    plans: planPauses(state),
  }).amountFen;
}

/** What is still to be paid on a day; never negative. */
export function outstanding(statutes: Statutes, state: CaseState, asOf: LegalDay): Amounts {
  return kindByKind(due(statutes, state, asOf), kept(state), (dueFen, keptFen) => Math.max(0, dueFen - keptFen));
}

/** What was paid beyond what is owed by a day, and is owed back: after a revocation, an alteration, a correction. */
export function refundable(statutes: Statutes, state: CaseState, asOf: LegalDay): Amounts {
  return kindByKind(due(statutes, state, asOf), kept(state), (dueFen, keptFen) => Math.max(0, keptFen - dueFen));
}

/** What was imposed, with what of the surcharge up to a day was not waived. */
function due(statutes: Statutes, state: CaseState, asOf: LegalDay): Amounts {
  const { fineFen = 0, confiscateFen = 0 } = state.decision ?? {};
  const chargedFen = surchargeFen(statutes, state, asOf) - (state.paid.waivedFen ?? 0);
  return { fineFen, confiscateFen, surchargeFen: Math.max(0, chargedFen) };
}

/** What was paid and not paid back. */
function kept({ paid }: CaseState): Amounts {
  return kindByKind(paid, paid.refunded, (paidFen, refundedFen) => paidFen - refundedFen);
}

function kindByKind(one: Amounts, other: Amounts, of: (one: number, other: number) => number): Amounts {
  return {
    fineFen: of(one.fineFen, other.fineFen),
    confiscateFen: of(one.confiscateFen, other.confiscateFen),
    surchargeFen: of(one.surchargeFen, other.surchargeFen),
  };
}

export function total({ fineFen, confiscateFen, surchargeFen }: Amounts): number {
  return fineFen + confiscateFen + surchargeFen;
}

/** 罚款1000.00元、加处罚款30.00元: the parts that are not zero. */
export function amountsInWords(amounts: Amounts): Phrase {
  const owed = (['FINE', 'CONFISCATE', 'SURCHARGE'] as const).filter((kind) => amounts[FIELD_OF[kind]] > 0);
  return each(owed, (kind) => say`${PAYMENT_KINDS[kind]}${the.money(amounts[FIELD_OF[kind]])}`);
}

// ---- guards

const ARTICLE = '行政处罚法第六十七条';
const SURCHARGE = '行政处罚法第七十二条第一款第一项';
const REFUND = '行政处罚法第七十五条第二款；行政强制法第四十一条';

/** Nobody pays more than is owed, of each kind by itself; the surcharge as it stood on the day of the payment. */
function guardOwed(input: RecordPayment, state: CaseState, statutes: Statutes): Refusal | undefined {
  const owedFen = outstanding(statutes, state, input.paidOn)[FIELD_OF[input.kind]];
  if (input.amountFen <= owedFen) return undefined;
  const what = PAYMENT_KINDS[input.kind];
  return refuse({
    code: owedFen === 0 ? 'payment.nothing_owed' : 'payment.more_than_owed',
    article: input.kind === 'SURCHARGE' ? SURCHARGE : ARTICLE,
    message:
      owedFen === 0
        ? `截至${input.paidOn}没有应缴的${what}，请核对款项和金额，多缴的应当退还`
        : say`截至${the.day(input.paidOn)}应缴${what}${the.money(owedFen)}，不能记录${the.money(input.amountFen)}，多缴的应当退还`,
  });
}

/** A fine paid earlier than was known stops the surcharge earlier: what was collected of it may then be too much. */
function guardSurchargeNotOverpaid(
  input: RecordPayment,
  state: CaseState,
  statutes: Statutes,
  today: LegalDay,
): Refusal | undefined {
  if (input.kind !== 'FINE' || state.paid.surchargeFen === 0) return undefined;
  const after = paidAfter(state, input);
  const dueFen = surchargeFen(statutes, { ...state, paid: after }, today);
  if (state.paid.surchargeFen <= dueFen) return undefined;
  return refuse({
    code: 'payment.surcharge_overpaid',
    article: SURCHARGE,
    message: say`按${the.day(input.paidOn)}缴款计算，加处罚款只有${the.money(dueFen)}，已收${the.money(state.paid.surchargeFen)}；请核对缴款日期，多收的加处罚款应当先退还`,
  });
}

/** A receipt that is known is no second payment. */
function isSame(known: Receipt, { amountFen, kind, paidOn }: RecordPayment): boolean {
  return known.amountFen === amountFen && known.kind === kind && known.paidOn === paidOn;
}

function usedFor({ receiptNo, paidOn, kind, amountFen }: Receipt): Refusal {
  return refuse({
    code: 'payment.receipt_used',
    article: ARTICLE,
    message: say`缴款凭证${the.label(receiptNo)}已经记录为${the.day(paidOn)}缴纳${PAYMENT_KINDS[kind]}${the.money(amountFen)}，请核对凭证号`,
  });
}

/** F12: what is paid back under one voucher is paid back once; the same entry again says nothing new. */
function knownRefund({ paid }: CaseState, input: IssueRefund): typeof NOTHING_NEW | Refusal | undefined {
  const known = paid.refunds.find(({ receiptNo }) => sameNumber(receiptNo) === sameNumber(input.receiptNo));
  if (known === undefined) return undefined;
  const { receiptNo, refundedOn, kind, amountFen }: Refund = known;
  if (amountFen === input.amountFen && kind === input.kind && refundedOn === input.refundedOn) return NOTHING_NEW;
  return refuse({
    code: 'refund.receipt_used',
    article: REFUND,
    message: say`退还凭证${the.label(receiptNo)}已经记录为${the.day(refundedOn)}退还${PAYMENT_KINDS[kind]}${the.money(amountFen)}，请核对凭证号`,
  });
}

type CashBasis = Pick<FinePaid, 'cashGround' | 'remitDueOn' | 'remitRule'>;

/**
 * G31 第六十七条 (罚缴分离) with its exceptions 第六十八条、第六十九条, and 第七十条 (专用票据). Read on the fine that was imposed,
 * not on the part that is paid.
 */
function cashBasis(input: RecordPayment, state: CaseState, statutes: Statutes): CashBasis | Refusal {
  if (input.channel !== 'CASH') {
    if (input.cashGround === undefined && input.collectedBy === undefined) return {};
    return refuse({
      code: 'payment.not_cash',
      article: '行政处罚法第六十八条',
      message: `缴款渠道是${PAYMENT_CHANNELS[input.channel]}，不能填写当场收缴的情形和收缴的执法人员`,
    });
  }
  const { fineFen, decidedOn } = state.decision!;
  const cash = statutes.cashCollection({
    procedure: state.procedure,
    fineFen,
    hardToCollectLater: input.cashGround === '68.2',
    remoteAndAskedByParty: input.cashGround === '69',
    on: input.paidOn,
  });
  if (input.kind !== 'FINE' || !cash.allowed || cash.ground === null)
    return refuse({
      code: 'payment.cash_not_allowed',
      article: ARTICLE,
      message: `作出处罚决定的机关不得自行收缴${PAYMENT_KINDS[input.kind]}：${
        input.kind === 'FINE' ? cash.reason : '当场收缴只限于罚款，应到银行或者通过电子支付缴纳'
      }`,
    });
  if (cash.ground !== '69' && input.paidOn !== decidedOn)
    return refuse({
      code: 'payment.cash_not_on_the_spot',
      article: '行政处罚法第六十八条',
      message: `当场收缴应在作出当场处罚决定的${decidedOn}，${input.paidOn}缴款应到银行或者通过电子支付`,
    });
  if (input.ticketNo === undefined)
    return refuse({
      code: 'payment.no_ticket',
      article: '行政处罚法第七十条',
      message: '当场收缴罚款必须出具财政部门统一制发的专用票据，请填写财政票据号',
    });
  // G31 收缴人不是决定人: whoever decided never investigated, so an officer of the case is somebody else.
  if (input.collectedBy !== undefined && !state.everInvestigated.includes(input.collectedBy))
    return refuse({
      code: 'payment.collected_by_stranger',
      article: '行政处罚法第六十八条',
      message: say`${the.person(input.collectedBy)}不是本案执法人员，不能当场收缴本案罚款`,
    });
  const remit = statutes.due('D15', { on: input.paidOn, variant: 'TO_AGENCY' });
  return { cashGround: cash.ground, remitDueOn: remit.dueOn, remitRule: ruleOf(remit) };
}

function paidAfter(
  { paid }: CaseState,
  { receiptNo, amountFen, kind, paidOn }: Pick<FinePaid, 'receiptNo' | 'amountFen' | 'kind' | 'paidOn'>,
): CaseState['paid'] {
  const field = FIELD_OF[kind];
  return {
    ...paid,
    [field]: paid[field] + amountFen,
    fine: kind === 'FINE' ? [...paid.fine, { on: paidOn, fen: amountFen }] : paid.fine,
    receipts: [...paid.receipts, { receiptNo, amountFen, kind, paidOn }],
    lastOn: paid.lastOn === undefined || paidOn > paid.lastOn ? paidOn : paid.lastOn,
  };
}

export const payment: readonly Stage<CaseState>[] = [
  act(RecordPayment, FinePaid, {
    title: '记录缴款',
    eventTitle: '缴款',
    article: ARTICLE,
    draft: ({ decision, paid }) => ({
      kind: 'FINE',
      amountFen: decision && Math.max(0, decision.fineFen - paid.fineFen),
    }),
    roles: ['OFFICER', 'REGISTRAR', 'CONNECTED_SYSTEM'],
    says: ({ paidOn, channel, kind, amountFen, receiptNo }) =>
      say`${the.day(paidOn)}${PAYMENT_CHANNELS[channel]}缴纳${PAYMENT_KINDS[kind]}${the.money(amountFen)}（${the.label(receiptNo)}）`,
    decide: (input, state, { statutes, today }) => {
      const known = state.paid.receipts.find(({ receiptNo }) => sameNumber(receiptNo) === sameNumber(input.receiptNo));
      if (known) return isSame(known, input) ? NOTHING_NEW : usedFor(known);
      return (
        guardNotBefore(
          input.paidOn,
          state.servedOn ?? state.decision?.decidedOn ?? '',
          '缴款日期',
          '决定书送达日期',
          ARTICLE,
        ) ??
        guardOwed(input, state, statutes) ??
        guardSurchargeNotOverpaid(input, state, statutes, today) ??
        cashBasis(input, state, statutes)
      );
    },
    evolve: (state, data) => {
      const paid = paidAfter(state, data);
      const { phase, plan } = state;
      if (phase !== 'PlanActive' || plan === undefined) return { paid };
      const paidFen = paid.fineFen + paid.confiscateFen - plan.paidBeforeFen;
      return { paid, paymentDueOn: nextInstalmentOn(plan.instalments, paidFen) };
    },
  }),
  act(IssueRefund, RefundIssued, {
    title: '退还款项',
    article: REFUND,
    roles: ['OFFICER', 'REGISTRAR'],
    says: ({ refundedOn, kind, amountFen, receiptNo }) =>
      say`${the.day(refundedOn)}退还${PAYMENT_KINDS[kind]}${the.money(amountFen)}（${the.label(receiptNo)}）`,
    restsOn: ({ paid }) => [[paid.lastOn, '最后缴款日期']],
    decide: (input, state, { statutes }) => {
      const known = knownRefund(state, input);
      if (known !== undefined) return known;
      const { amountFen, kind, refundedOn } = input;
      const owedBackFen = refundable(statutes, state, refundedOn)[FIELD_OF[kind]];
      if (amountFen <= owedBackFen) return {};
      return refuse({
        code: 'refund.more_than_owed',
        article: REFUND,
        message: say`截至${the.day(refundedOn)}应退${PAYMENT_KINDS[kind]}${the.money(owedBackFen)}，不能退还${the.money(amountFen)}`,
      });
    },
    evolve: ({ paid }, { receiptNo, amountFen, kind, refundedOn }) => ({
      paid: {
        ...paid,
        refunded: { ...paid.refunded, [FIELD_OF[kind]]: paid.refunded[FIELD_OF[kind]] + amountFen },
        refunds: [...paid.refunds, { receiptNo, amountFen, kind, refundedOn }],
      },
    }),
  }),
];
