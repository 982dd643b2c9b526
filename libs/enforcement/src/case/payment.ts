import { accept, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay, Statutes, SurchargeInput } from '#statutes';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { command, event, type Stage } from '../definition.js';
import { Choice, Day, Fen, Id, Optional } from '../fields.js';
import { yuan } from '../yuan.js';
import { inPhase } from './phases.js';
import type { CaseState, PaymentKind } from './state.js';

/*
 * 缴款与加处罚款 (行政处罚法第六十七条至第七十二条; DOMAIN 2.4 阶段 16–17). The surcharge (加处罚款) is never stored: it is a function
 * of the fine, its last day for paying and the payments, so that a payment recorded late is charged as of its own day.
 */

export const PAYMENT_KINDS: Readonly<Record<PaymentKind, string>> = {
  FINE: '罚款',
  CONFISCATE: '没收款',
  SURCHARGE: '加处罚款',
};

/** 缴款渠道. */
export const PAYMENT_CHANNELS = { BANK: '银行', EPAY: '电子支付', CASH: '当场收缴现金' } as const;
export type PaymentChannel = keyof typeof PAYMENT_CHANNELS;

/** 当场收缴的情形 that an officer has to claim; 第六十八条第一项 follows from the amount. */
export const CASH_GROUNDS = {
  '68.2': '不当场收缴事后难以执行',
  '69': '边远、水上、交通不便地区，当事人缴款确有困难并提出',
} as const;
export type CashGround = keyof typeof CASH_GROUNDS;

// ---- events, stored for ever

export interface FinePaid {
  readonly receiptNo: string;
  readonly amountFen: number;
  readonly kind: PaymentKind;
  readonly channel: PaymentChannel;
  readonly paidOn: LegalDay;
  /** 财政票据号. */
  readonly ticketNo?: string;
  /** The officer who took the cash, where the record says so: he hands it over (D15). */
  readonly collectedBy?: string;
  /** Why officers took the money themselves. */
  readonly cashGround?: '68.1' | CashGround;
  /** D15: last day on which the officers hand cash to the agency. */
  readonly remitDueOn?: LegalDay;
  readonly remitRule?: string;
}

// ---- commands

/** 记录缴款: what the bank, the payment platform or the officers' ticket says. */
export class RecordPayment {
  @Id('缴款凭证号') receiptNo!: string;
  @Fen('缴款金额', { min: 1 }) amountFen!: number;
  @Choice('款项', PAYMENT_KINDS) kind!: PaymentKind;
  @Choice('缴款渠道', PAYMENT_CHANNELS) channel!: PaymentChannel;
  @Day('缴款日期') paidOn!: LegalDay;
  @Optional() @Id('财政票据号') ticketNo?: string;
  @Optional() @Choice('当场收缴的情形', CASH_GROUNDS) cashGround?: CashGround;
  @Optional() @Id('当场收缴的执法人员') collectedBy?: string;
}

// ---- what the later stages ask

/** Times during which no surcharge accrues (R8): remedies of the party, plans for paying. */
export type Pauses = Pick<SurchargeInput, 'remedies' | 'plans'>;

export interface Amounts {
  readonly fineFen: number;
  readonly confiscateFen: number;
  readonly surchargeFen: number;
}

/** D14: the surcharge up to and including `asOf`, paid or not. Only the fine bears one, and only after a period to pay. */
export function surchargeFen(statutes: Statutes, state: CaseState, asOf: LegalDay, pauses: Pauses = {}): number {
  if (state.decision === undefined || state.paymentDueOn === undefined) return 0;
  return statutes.surcharge({
    fineFen: state.decision.fineFen,
    dueOn: state.paymentDueOn,
    asOf,
    payments: state.paid.fine,
    ...pauses,
  }).amountFen;
}

/** What is still to be paid on a day; never negative. */
export function outstanding(statutes: Statutes, state: CaseState, asOf: LegalDay, pauses: Pauses = {}): Amounts {
  const { fineFen = 0, confiscateFen = 0 } = state.decision ?? {};
  return {
    fineFen: fineFen - state.paid.fineFen,
    confiscateFen: confiscateFen - state.paid.confiscateFen,
    surchargeFen: Math.max(0, surchargeFen(statutes, state, asOf, pauses) - state.paid.surchargeFen),
  };
}

export function total({ fineFen, confiscateFen, surchargeFen }: Amounts): number {
  return fineFen + confiscateFen + surchargeFen;
}

/** 罚款1000.00元、加处罚款30.00元: the parts that are not zero. */
export function amountsInWords({ fineFen, confiscateFen, surchargeFen }: Amounts): string {
  const parts: readonly (readonly [string, number])[] = [
    [PAYMENT_KINDS.FINE, fineFen],
    [PAYMENT_KINDS.CONFISCATE, confiscateFen],
    [PAYMENT_KINDS.SURCHARGE, surchargeFen],
  ];
  return parts.flatMap(([name, fen]) => (fen > 0 ? [`${name}${yuan(fen)}`] : [])).join('、');
}

// ---- guards

const ARTICLE = '行政处罚法第六十七条';
const SURCHARGE = '行政处罚法第七十二条第一款第一项';
const FIELD_OF = { FINE: 'fineFen', CONFISCATE: 'confiscateFen', SURCHARGE: 'surchargeFen' } as const;

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
        : `截至${input.paidOn}应缴${what}${yuan(owedFen)}，不能记录${yuan(input.amountFen)}，多缴的应当退还`,
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
    message:
      `按${input.paidOn}缴款计算，加处罚款只有${yuan(dueFen)}，已收${yuan(state.paid.surchargeFen)}；` +
      '请核对缴款日期，多收的加处罚款应当先退还',
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
      message: `缴款渠道是${PAYMENT_CHANNELS[input.channel]}，不能填写当场收缴的情形（cashGround）和收缴人（collectedBy）`,
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
      message: '当场收缴罚款必须出具财政部门统一制发的专用票据，请填写票据号（ticketNo）',
    });
  // G31 收缴人不是决定人: whoever decided never investigated, so an officer of the case is somebody else.
  if (input.collectedBy !== undefined && !state.everInvestigated.includes(input.collectedBy))
    return refuse({
      code: 'payment.collected_by_stranger',
      article: '行政处罚法第六十八条',
      message: `${input.collectedBy}不是本案执法人员，不能当场收缴本案罚款`,
    });
  const remit = statutes.due('D15', { on: input.paidOn, variant: 'TO_AGENCY' });
  return { cashGround: cash.ground, remitDueOn: remit.dueOn, remitRule: `${remit.rule}@${remit.edition}` };
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

/**
 * 已结案 too: when the court has taken the case over, the money comes in after the file is closed (行政强制法第六十条:
 * 划拨). Whatever else is closed owes nothing.
 */
function guardReceives(state: CaseState): Refusal | undefined {
  return inPhase(state, '记录缴款', ARTICLE, 'Performing', 'Overdue', 'Demanded', 'CourtEnforcement', 'Closed');
}

export const payment: Stage<CaseState> = {
  events: {
    FinePaid: event<CaseState, FinePaid>({
      title: '缴款',
      describe: (data) =>
        `${data.paidOn}${PAYMENT_CHANNELS[data.channel]}缴纳${PAYMENT_KINDS[data.kind]}${yuan(data.amountFen)}（${data.receiptNo}）`,
      evolve: (state, data) => ({ ...state, paid: paidAfter(state, data) }),
    }),
  },
  commands: [
    command<CaseState, RecordPayment>({
      input: RecordPayment,
      title: '记录缴款',
      article: ARTICLE,
      roles: ['OFFICER', 'REGISTRAR'],
      // A receipt that is known is no second payment, whatever has become of the case.
      may: (state) => (state.paid.receipts.length === 0 ? guardReceives(state) : undefined),
      decide: (input, state, { statutes, today }) => {
        const known = state.paid.receipts.find(({ receiptNo }) => receiptNo === input.receiptNo);
        if (known) {
          const same =
            known.amountFen === input.amountFen && known.kind === input.kind && known.paidOn === input.paidOn;
          if (same) return accept();
          return refuse({
            code: 'payment.receipt_used',
            article: ARTICLE,
            message:
              `缴款凭证${input.receiptNo}已经记录为${known.paidOn}缴纳${PAYMENT_KINDS[known.kind]}` +
              `${yuan(known.amountFen)}，请核对凭证号`,
          });
        }
        const early =
          guardReceives(state) ??
          guardNotInFuture(input.paidOn, today, '缴款日期', ARTICLE) ??
          guardNotBefore(
            input.paidOn,
            state.servedOn ?? state.decision?.decidedOn ?? '',
            '缴款日期',
            '决定书送达日期',
            ARTICLE,
          ) ??
          guardOwed(input, state, statutes) ??
          guardSurchargeNotOverpaid(input, state, statutes, today);
        if (early) return early;
        const cash = cashBasis(input, state, statutes);
        if ('code' in cash) return cash;
        return accept({
          type: 'FinePaid',
          data: {
            receiptNo: input.receiptNo,
            amountFen: input.amountFen,
            kind: input.kind,
            channel: input.channel,
            paidOn: input.paidOn,
            ...(input.ticketNo === undefined ? {} : { ticketNo: input.ticketNo }),
            ...(input.collectedBy === undefined ? {} : { collectedBy: input.collectedBy }),
            ...cash,
          } satisfies FinePaid,
        });
      },
    }),
  ],
};
