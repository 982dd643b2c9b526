import { defined, type Refusal, refuse } from '#eventsourcing';
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
  Rule,
  sameNumber,
  say,
  the,
} from '#fields';
import type { LegalDay, Statutes } from '#statutes';
import type { PartOf } from '../definition/act.js';
import { OnApproval } from '../definition/approval.js';
import { lastDay, NO_DAY, OpenDay, openOf } from '../definition/open-day.js';
import type { Stage } from '../definition/stage.js';
import { act } from './act.js';
import { archivingDay, lastActOn } from './closing.js';
import { decisionClock } from './decision-clock.js';
import { changed as changedObligation, dueFromService, ObligationDue } from './obligations.js';
import { LEADERS, ledBy } from './officers.js';
import { isOpen } from './open-days.js';
import { WhichParties } from './parts.js';
import { PAYMENT_KINDS, refundable, total } from './payment.js';
import { publicationDay } from './service.js';
import type { CaseState, PaymentKind, Payments, Receipt } from './state.js';

/*
 * 误录更正 (DOMAIN 3.1, 3.4; docs/decisions/0010): what was entered is not what had happened. The entry stays in the log; from here on the case is as
 * if it had been entered rightly, days that follow from it included, and the figures book the difference on the days on which it counts. An act
 * that was itself wrong is no slip of entry: it is set right as the law says (setting-right.ts).
 */

/** What can be corrected: the event, and its field. */
export const ENTRIES = {
  'CaseFiled.filedOn': '立案日期',
  'DecisionServed.servedOn': '决定书送达日期',
  'PenaltyPublished.publishedOn': '公示日期',
  'FinePaid.paidOn': '缴款日期',
  'FinePaid.amountFen': '缴款金额',
  'CaseClosed.closedOn': '结案日期',
} as const;
export type Entry = keyof typeof ENTRIES;

// ---- command and event, stored for ever

export class CorrectEntry extends OnApproval {
  @Choice('更正的记录', ENTRIES) entry!: Entry;
  /** Of a payment: which. */
  @Optional() @OfficialNumber('缴款凭证号') receiptNo?: string;
  @Optional() @Day('更正为（日期）') becomesOn?: LegalDay;
  @Optional() @Fen('更正为（金额）', { min: 1 }) becomesFen?: number;
  @Narrative('更正的理由和依据') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('更正日期') correctedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class EventCorrected extends CorrectEntry {
  @PersonRef('批准人') declare approverId: string;
  @Optional() @Day('原录日期') wasOn?: LegalDay;
  @Optional() @Fen('原录金额') wasFen?: number;
  /** Of a payment: what it was, so that readers find it. */
  @Optional() @Choice('款项', PAYMENT_KINDS) paymentKind?: PaymentKind;
  @Optional() @Day('缴款日期') wasPaidOn?: LegalDay;
  @Optional() @Fen('缴款金额') wasPaidFen?: number;
  /** Days that follow from the one that was corrected. */
  @Optional() @Day('办案期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('办案期限依据') decisionDueRule?: string;
  @Optional() @Day('缴款期限') paymentDueOn?: LegalDay;
  @Optional() @Rule('缴款期限依据') paymentRule?: string;
  @Optional() @Day('公示期限') publicationDueOn?: LegalDay;
  @Optional() @Rule('公示期限依据') publicationRule?: string;
  @Optional() @Day('归档期限') archivingDueOn?: LegalDay;
  @Optional() @Rule('归档期限依据') archivingRule?: string;
  @Optional() @ListOf('行为义务的履行期限', () => ObligationDue, { max: 20 }) obligationsDue?: readonly ObligationDue[];
  /** Last days that cannot be told yet (F2). */
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 2 }) openDays?: readonly OpenDay[];
}

const ARTICLE = '行政处罚法第四十七条；档案法第十四条';

// ---- what there is to correct

function receiptOf({ paid }: CaseState, receiptNo: string | undefined): Receipt | undefined {
  if (receiptNo === undefined) return undefined;
  return paid.receipts.find((known) => sameNumber(known.receiptNo) === sameNumber(receiptNo));
}

function paymentOf({ receiptNo }: CorrectEntry, state: CaseState) {
  const payment = receiptOf(state, receiptNo);
  if (payment === undefined) return {};
  return { paymentKind: payment.kind, wasPaidOn: payment.paidOn, wasPaidFen: payment.amountFen };
}

const isOfPayment = (entry: Entry): boolean => entry.startsWith('FinePaid.');

/** What is on record; undefined where nothing is. */
function recorded({ entry, receiptNo }: CorrectEntry, state: CaseState): LegalDay | number | undefined {
  switch (entry) {
    case 'CaseFiled.filedOn':
      return state.filedOn;
    case 'DecisionServed.servedOn':
      return state.servedOn;
    case 'PenaltyPublished.publishedOn':
      return state.publishedOn;
    case 'FinePaid.paidOn':
      return receiptOf(state, receiptNo)?.paidOn;
    case 'FinePaid.amountFen':
      return receiptOf(state, receiptNo)?.amountFen;
    case 'CaseClosed.closedOn':
      return state.closedOn;
  }
}

/** The days between which it can have been: of what it rests on, and of what rests on it. */
function between(entry: Entry, state: CaseState): readonly [from: LegalDay | undefined, to: LegalDay | undefined] {
  const days = (...of: readonly (LegalDay | undefined)[]) => of.filter((day) => day !== undefined).sort();
  const payments = state.paid.receipts.map(({ paidOn }) => paidOn);
  switch (entry) {
    case 'CaseFiled.filedOn': {
      const { evidence = [], suspensions, concludedOn, endedEarlyOn, transfer, closedOn } = state;
      const started = [...evidence.map(({ obtainedOn }) => obtainedOn), ...suspensions.map(({ startOn }) => startOn)];
      return [state.happenedOn, days(...started, concludedOn, endedEarlyOn, transfer?.proposedOn, closedOn)[0]];
    }
    case 'DecisionServed.servedOn': {
      const { decision, publishedOn, demandServedOn, plan, closedOn } = state;
      return [decision?.decidedOn, days(publishedOn, ...payments, demandServedOn, plan?.approvedOn, closedOn)[0]];
    }
    case 'PenaltyPublished.publishedOn':
      return [state.servedOn, days(state.withdrawnOn, state.closedOn)[0]];
    case 'FinePaid.paidOn':
      // A court that has taken the case over collects after the file is closed.
      return [
        state.servedOn ?? state.decision?.decidedOn,
        state.closeReason === 'EXECUTED' ? state.closedOn : undefined,
      ];
    case 'CaseClosed.closedOn':
      return [lastActOn(state), state.archivedOn];
    default:
      return [undefined, undefined];
  }
}

// ---- guards

const refusal = (code: string, message: ReturnType<typeof say>): Refusal =>
  refuse({ code: `correction.${code}`, article: ARTICLE, message });

/** A payment by its receipt, a day by a day, an amount by an amount, and another than before. */
function guardSaid(input: CorrectEntry, state: CaseState): Refusal | undefined {
  const { entry, receiptNo, becomesOn, becomesFen } = input;
  const what = ENTRIES[entry];
  if (isOfPayment(entry) !== (receiptNo !== undefined))
    return refusal('receipt', say`更正缴款的记录应填写缴款凭证号，更正其他记录不填`);
  const isAmount = entry === 'FinePaid.amountFen';
  if ((becomesFen !== undefined) !== isAmount || (becomesOn !== undefined) === isAmount)
    return refusal('value', say`更正“${what}”应填写更正后的${isAmount ? '金额，不填日期' : '日期，不填金额'}`);
  const was = recorded(input, state);
  if (was === undefined) return refusal('nothing_recorded', say`本案没有“${what}”的记录，没有可以更正的`);
  if (was === (becomesOn ?? becomesFen)) return refusal('unchanged', say`“${what}”更正前后相同，没有更正`);
  return undefined;
}

function guardBetween({ entry, becomesOn }: CorrectEntry, state: CaseState, today: LegalDay): Refusal | undefined {
  if (becomesOn === undefined) return undefined;
  const [from = '', to] = between(entry, state);
  const latest = to === undefined || to > today ? today : to;
  if (from <= becomesOn && becomesOn <= latest) return undefined;
  return refusal(
    'out_of_order',
    say`${ENTRIES[entry]}不能更正为${the.day(becomesOn)}：按本案其他记录，应在${from === '' ? '' : say`${the.day(from)}至`}${the.day(latest)}之间`,
  );
}

/** Nobody is on record as having paid more than he owed because of a correction. */
function guardNotOverpaid(state: CaseState, after: CaseState, statutes: Statutes, on: LegalDay): Refusal | undefined {
  const more = total(refundable(statutes, after, on)) - total(refundable(statutes, state, on));
  if (more <= 0) return undefined;
  return refusal('overpaid', say`更正以后多缴${the.money(more)}，请核对；确已多缴的，先退还再更正`);
}

// ---- what follows

function paidAs({ paid }: CaseState, { receiptNo, becomesOn, becomesFen }: CorrectEntry): Payments {
  const was = receiptOf({ paid } as CaseState, receiptNo)!;
  const now = { ...was, paidOn: becomesOn ?? was.paidOn, amountFen: becomesFen ?? was.amountFen };
  const receipts = paid.receipts.map((known) => (known === was ? now : known));
  const sum = (kind: Receipt['kind']) =>
    receipts.reduce((fen, receipt) => (receipt.kind === kind ? fen + receipt.amountFen : fen), 0);
  return {
    ...paid,
    receipts,
    fineFen: sum('FINE'),
    confiscateFen: sum('CONFISCATE'),
    surchargeFen: sum('SURCHARGE'),
    fine: receipts.flatMap(({ kind, paidOn: on, amountFen: fen }) => (kind === 'FINE' ? [{ on, fen }] : [])),
    lastOn: receipts
      .map(({ paidOn }) => paidOn)
      .sort()
      .at(-1)!,
  };
}

/** The case as if it had been entered rightly. */
function corrected(state: CaseState, data: Following & CorrectEntry): PartOf<CaseState> {
  switch (data.entry) {
    case 'CaseFiled.filedOn':
      return {
        filedOn: data.becomesOn,
        ...defined({ decisionDueOn: data.decisionDueOn, decisionRule: data.decisionDueRule }),
      };
    case 'DecisionServed.servedOn': {
      const due = defined({ paymentDueOn: data.paymentDueOn, paymentRule: data.paymentRule });
      return {
        servedOn: data.becomesOn,
        ...defined({ publicationDueOn: data.publicationDueOn, publicationRule: data.publicationRule }),
        // What had been open from the day that was wrong is determined by no notice any more.
        openDays: state.openDays.filter(({ rule }) => rule !== 'D13' && rule !== 'D28'),
        // With a plan the first day for paying is what it would be without it.
        ...(state.plan === undefined
          ? due
          : { plan: { ...state.plan, originalDueOn: data.paymentDueOn ?? state.plan.originalDueOn } }),
        obligations: (data.obligationsDue ?? []).reduce(
          (known, { obligationId, dueOn }) => changedObligation(known, obligationId, { dueOn }),
          state.obligations,
        ),
      };
    }
    case 'PenaltyPublished.publishedOn':
      return { publishedOn: data.becomesOn };
    case 'FinePaid.paidOn':
    case 'FinePaid.amountFen':
      return { paid: paidAs(state, data) };
    case 'CaseClosed.closedOn':
      return {
        closedOn: data.becomesOn,
        ...defined({ archivingDueOn: data.archivingDueOn, archivingRule: data.archivingRule }),
      };
  }
}

type Following = PartOf<
  Pick<
    EventCorrected,
    | 'decisionDueOn'
    | 'decisionDueRule'
    | 'paymentDueOn'
    | 'paymentRule'
    | 'publicationDueOn'
    | 'publicationRule'
    | 'archivingDueOn'
    | 'archivingRule'
    | 'obligationsDue'
    | 'openDays'
  >
>;

/** Days that follow from the one that was corrected. */
function following({ entry, becomesOn }: CorrectEntry, state: CaseState, statutes: Statutes): Following {
  if (entry === 'CaseFiled.filedOn') return decisionClock(statutes, { ...state, filedOn: becomesOn! });
  if (entry === 'CaseClosed.closedOn')
    return state.archivingDueOn === undefined ? {} : archivingDay(state, becomesOn!, statutes);
  if (entry !== 'DecisionServed.servedOn') return {};
  const has = (day: LegalDay | undefined, rule: 'D13' | 'D28') => day !== undefined || isOpen(state, rule);
  const paying = has(state.paymentDueOn, 'D13') ? lastDay(statutes, 'D13', { on: becomesOn! }) : NO_DAY;
  const publishing = has(state.publicationDueOn, 'D28')
    ? publicationDay(state.decision!.decidedOn, becomesOn!, statutes)
    : NO_DAY;
  return defined({
    paymentDueOn: paying.dueOn,
    paymentRule: paying.rule,
    // A day that stays keeps the edition by which it was found.
    ...(publishing.dueOn !== state.publicationDueOn && {
      publicationDueOn: publishing.dueOn,
      publicationRule: publishing.rule,
    }),
    obligationsDue: dueFromService(statutes, state, becomesOn!),
    openDays: openOf(paying, publishing),
  });
}

export const entryCorrection: readonly Stage<CaseState>[] = [
  act(CorrectEntry, EventCorrected, {
    title: '更正误录',
    article: ARTICLE,
    roles: ['OFFICER', 'REGISTRAR'],
    approvedBy: LEADERS,
    says: ({ entry, receiptNo, wasOn, becomesOn, wasFen, becomesFen, reason }) =>
      say`更正${receiptNo === undefined ? undefined : say`凭证${the.label(receiptNo)}的`}${ENTRIES[entry]}：${
        wasOn === undefined ? the.money(wasFen ?? 0) : the.day(wasOn)
      }更正为${becomesOn === undefined ? the.money(becomesFen ?? 0) : the.day(becomesOn)}（${the.words(reason)}）`,
    decide: (input, state, { statutes, today }) => {
      const refused = guardSaid(input, state) ?? guardBetween(input, state, today);
      if (refused) return refused;
      const follows = following(input, state, statutes);
      const after = { ...state, ...corrected(state, { ...input, ...follows }) } as CaseState;
      const was = recorded(input, state);
      return (
        guardNotOverpaid(state, after, statutes, today) ?? {
          ...follows,
          ...(typeof was === 'number' ? { wasFen: was } : { wasOn: was }),
          ...paymentOf(input, state),
        }
      );
    },
    evolve: (state, data) => ({ ...ledBy(state, data.approverId), ...corrected(state, data) }),
  }),
];
