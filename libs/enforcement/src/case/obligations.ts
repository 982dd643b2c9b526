import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Continued,
  Day,
  each,
  Flag,
  Id,
  ListOf,
  Narrative,
  Optional,
  PersonRef,
  PersonRefs,
  type Phrase,
  say,
  the,
} from '#fields';
import { addDays, type LegalDay, type PenaltyKind, type Statutes } from '#statutes';
import { OnApproval } from '../definition/approval.js';
import type { Stage } from '../definition/stage.js';
import { ACT_OBLIGATIONS, type ActObligation, type Claim, PENALTY_KINDS } from '../terms.js';
import { act } from './act.js';
import { certified, guardTwoOfficers, LEADERS, peopleNeeds } from './officers.js';
import { CertifiedOfficer, type ImposedObligation, type Obligation, WhichParties } from './parts.js';
import { Amounts, amountsInWords, outstanding, total } from './payment.js';
import type { CaseState, ObligationState } from './state.js';

/*
 * 义务 (DOMAIN 9 F1; 行政处罚法第二十八条、第六十六条、第七十二条; 行政强制法第三十五条、第五十条、第五十三条): what a decision obliges a party to is a
 * list. Money is one kind of it: what is owed follows from the decision and the payments. What else the party has to do or
 * to leave stands in the decision, each with the day until which, and is performed, verified, demanded, enforced and
 * ended by itself.
 */

/** Obligations that come from a kind of penalty: not to be imposed without it. */
const OF_PENALTY: Partial<Readonly<Record<ActObligation, readonly PenaltyKind[]>>> = {
  HAND_OVER_GOODS: ['CONFISCATE_GOODS'],
  SUSPEND_BUSINESS: ['ORDER_SUSPENSION'],
  RESTRICT_BUSINESS: ['RESTRICT_BUSINESS'],
  CLOSE_DOWN: ['ORDER_CLOSURE'],
  RESTRICT_EMPLOYMENT: ['RESTRICT_EMPLOYMENT'],
  HAND_IN_LICENSE: ['SUSPEND_LICENSE', 'REVOKE_LICENSE'],
};

/** Obligations that last: from a day to a day. */
const LASTING: readonly ActObligation[] = ['SUSPEND_BUSINESS', 'RESTRICT_BUSINESS', 'RESTRICT_EMPLOYMENT'];

/** Nothing is to be done about it: the decision itself takes the right away. */
const BINDS_BY_ITSELF: readonly ActObligation[] = ['RESTRICT_EMPLOYMENT'];

/** 终结执行的情形 (行政强制法第四十条). */
export const END_GROUNDS = {
  '40.1': '公民死亡，无遗产可供执行，又无义务承受人',
  '40.2': '法人或者其他组织终止，无财产可供执行，又无义务承受人',
  '40.3': '执行标的灭失',
  '40.5': '行政机关认为需要终结执行的其他情形',
} as const;
export type EndGround = keyof typeof END_GROUNDS;

// ---- part of the service

/** The last day of an obligation whose days run from the service of the decision. */
export class ObligationDue {
  @Id('义务编号') obligationId!: string;
  @Day('履行期限') dueOn!: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

/** 记录履行: what the party says or shows that it has done. */
export class RecordPerformance {
  @Id('义务编号') obligationId!: string;
  @ActDay('履行日期') performedOn!: LegalDay;
  @Narrative('履行情况') performance!: string;
  @WhichParties() partyIds?: readonly string[];
}
export class ObligationPerformed extends RecordPerformance {
  @Choice('义务种类', ACT_OBLIGATIONS) kind!: ActObligation;
}

/** 核验履行: two officers look whether it has been done. */
export class VerifyPerformance {
  @Id('义务编号') obligationId!: string;
  @ActDay('核验日期') verifiedOn!: LegalDay;
  @Flag('是否已经履行') isPerformed!: boolean;
  @Narrative('核验情况') findings!: string;
  @PersonRefs('核验人员', { min: 2, max: 10 }) officers!: readonly string[];
  @WhichParties() partyIds?: readonly string[];
}
export class PerformanceVerified {
  @Id('义务编号') obligationId!: string;
  @Choice('义务种类', ACT_OBLIGATIONS) kind!: ActObligation;
  @ActDay('核验日期') verifiedOn!: LegalDay;
  @Flag('是否已经履行') isPerformed!: boolean;
  @Narrative('核验情况') findings!: string;
  @ListOf('核验人员', () => CertifiedOfficer, { min: 2, max: 10 }) officers!: readonly CertifiedOfficer[];
  @WhichParties() partyIds?: readonly string[];
}

/** 终结执行: what is left of an obligation is no longer enforced. */
export class EndObligation extends OnApproval {
  @Id('义务编号') obligationId!: string;
  @Choice('终结执行的情形', END_GROUNDS) ground!: EndGround;
  @Narrative('理由') reason!: string;
  @ActDay('终结日期') endedOn!: LegalDay;
  @Optional() @PersonRef('批准人') approverId?: string;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class ObligationEnded extends EndObligation {
  @PersonRef('批准人') declare approverId: string;
  @Choice('义务种类', ACT_OBLIGATIONS) kind!: ActObligation;
}

// ---- what a case knows of each

/** What is owed, of every kind. */
export interface Owed {
  readonly amounts: Amounts;
  readonly acts: readonly ObligationState[];
}

/** Whether nobody has to do anything more about it. */
export function isDone({ isPerformed, endedOn }: ObligationState): boolean {
  return isPerformed === true || endedOn !== undefined;
}

/** Everything that is still owed on a day, or that of it which is claimed. */
export function owed(statutes: Statutes, state: CaseState, asOf: LegalDay, claims?: readonly Claim[]): Owed {
  const is = (claim: Claim) => claims === undefined || claims.includes(claim);
  const { fineFen, confiscateFen, surchargeFen } = outstanding(statutes, state, asOf);
  return {
    amounts: {
      fineFen: is('FINE') ? fineFen : 0,
      confiscateFen: is('CONFISCATE') ? confiscateFen : 0,
      surchargeFen: is('SURCHARGE') ? surchargeFen : 0,
    },
    acts: state.obligations.filter(
      (obligation) => !isDone(obligation) && !BINDS_BY_ITSELF.includes(obligation.kind) && is(obligation.kind),
    ),
  };
}

export function isNothing({ amounts, acts }: Owed): boolean {
  return total(amounts) === 0 && acts.length === 0;
}

/** 罚款1000.00元、拆除 */
export function owedInWords({ amounts, acts }: Owed): Phrase {
  return each(
    [
      ...(total(amounts) > 0 ? [amountsInWords(amounts)] : []),
      ...acts.map(({ kind }) => say`${ACT_OBLIGATIONS[kind]}`),
    ],
    (phrase) => phrase,
  );
}

/** The first day after the last one for any of this; undefined where no period has begun. */
export function overdueFrom({ amounts, acts }: Owed, { paymentDueOn }: CaseState): LegalDay | undefined {
  const days = [...(total(amounts) > 0 ? [paymentDueOn] : []), ...acts.map(({ dueOn }) => dueOn)];
  const last = days.filter((day) => day !== undefined).sort()[0];
  return last && addDays(last, 1);
}

/** Names of the obligations, for an event to keep. */
export function idsOf({ acts }: Owed): readonly string[] | undefined {
  return acts.length === 0 ? undefined : acts.map(({ obligationId }) => obligationId);
}

// ---- imposing them

const ARTICLE = '行政处罚法第五十九条第一款第四项';

/** 第五十九条第一款第四项: what has to be done says until when; a penalty is no side effect of an obligation. */
export function guardObligations(
  imposed: readonly ImposedObligation[],
  kinds: readonly PenaltyKind[],
  decidedOn: LegalDay,
): Refusal | undefined {
  for (const { kind, dueOn, daysFromService, fromOn, toOn } of imposed) {
    const named = ACT_OBLIGATIONS[kind];
    const penalties = OF_PENALTY[kind];
    if (penalties !== undefined && !penalties.some((penalty) => kinds.includes(penalty)))
      return refuse({
        code: 'obligation.without_penalty',
        article: ARTICLE,
        message: `“${named}”须同时选明处罚种类${penalties.map((penalty) => `“${PENALTY_KINDS[penalty]}”`).join('或者')}`,
      });
    const isLasting = LASTING.includes(kind);
    const ways = [dueOn, daysFromService].filter((way) => way !== undefined).length;
    if (isLasting ? fromOn === undefined || ways > 0 : ways !== 1 || fromOn !== undefined || toOn !== undefined)
      return refuse({
        code: 'obligation.period',
        article: ARTICLE,
        message: isLasting
          ? `“${named}”应写明起始日期，有期限的写明终止日期，不填履行期限`
          : `“${named}”应写明履行期限：一个日期，或者自送达之日起的日数，二者填一`,
      });
    const first = fromOn ?? dueOn ?? decidedOn;
    if (first < decidedOn || (toOn !== undefined && toOn < first))
      return refuse({
        code: 'obligation.period_in_past',
        article: ARTICLE,
        message: `“${named}”的期限不能早于决定日期${decidedOn}，终止不能早于起始`,
      });
  }
  return undefined;
}

/** The obligations with their numbers, as the decision keeps them. */
export function numbered(imposed: readonly ImposedObligation[] | undefined): readonly Obligation[] | undefined {
  if (imposed === undefined || imposed.length === 0) return undefined;
  return imposed.map((obligation, index) => ({ ...obligation, obligationId: `o${index + 1}` }));
}

/** The last days that follow from the service of the decision (R1, R5: 民法典第二百零一条、第二百零三条). */
export function dueFromService(
  statutes: Statutes,
  { obligations }: CaseState,
  servedOn: LegalDay,
): readonly ObligationDue[] | undefined {
  const due = obligations.flatMap(({ obligationId, daysFromService }) =>
    daysFromService === undefined ? [] : [{ obligationId, dueOn: statutes.daysAfter(servedOn, daysFromService) }],
  );
  return due.length === 0 ? undefined : due;
}

/** What the decision imposed; of one that lasts, the last day is its end. */
export function imposedBy(obligations: readonly Obligation[] | undefined): readonly ObligationState[] {
  return (obligations ?? []).map((obligation) => {
    const dueOn = obligation.dueOn ?? obligation.toOn;
    return dueOn === undefined ? obligation : { ...obligation, dueOn };
  });
}

export function changed(
  obligations: readonly ObligationState[],
  obligationId: string,
  change: Partial<ObligationState>,
): readonly ObligationState[] {
  return obligations.map((known) => (known.obligationId === obligationId ? { ...known, ...change } : known));
}

// ---- guards

const PERFORM = '行政处罚法第六十六条第一款';
const END = '行政强制法第四十条';

/** It is one of the case's, and not done with. */
function guardOpen({ obligations }: CaseState, obligationId: string, article: string): Refusal | undefined {
  const obligation = obligations.find((known) => known.obligationId === obligationId);
  if (obligation === undefined)
    return refuse({
      code: 'obligation.unknown',
      article,
      message:
        obligations.length === 0
          ? '本案决定没有行为义务'
          : say`本案没有编号为${the.words(obligationId)}的义务，应为${each(obligations, ({ obligationId: id, kind }) => say`${the.words(id)}（${ACT_OBLIGATIONS[kind]}）`)}`,
    });
  if (!isDone(obligation)) return undefined;
  return refuse({
    code: 'obligation.done',
    article,
    message: `“${ACT_OBLIGATIONS[obligation.kind]}”${
      obligation.endedOn === undefined ? `已于${obligation.verifiedOn}核验为履行` : `已于${obligation.endedOn}终结执行`
    }`,
  });
}

/** What lasts until a day is not performed before that day is over. */
function guardPeriodOver(
  { obligations }: CaseState,
  { obligationId, verifiedOn, isPerformed }: VerifyPerformance,
): Refusal | undefined {
  const { kind, toOn, fromOn } = obligations.find((known) => known.obligationId === obligationId)!;
  if (!isPerformed || fromOn === undefined) return undefined;
  if (toOn !== undefined && verifiedOn > toOn) return undefined;
  return refuse({
    code: 'obligation.period_open',
    article: PERFORM,
    message:
      toOn === undefined
        ? `“${ACT_OBLIGATIONS[kind]}”没有终止日期，不能核验为履行完毕`
        : `“${ACT_OBLIGATIONS[kind]}”至${toOn}届满，最早可于${addDays(toOn, 1)}核验为履行完毕`,
    ...(toOn === undefined ? {} : { earliest: addDays(toOn, 1) }),
  });
}

function kindOf({ obligations }: CaseState, obligationId: string): ActObligation {
  return obligations.find((known) => known.obligationId === obligationId)!.kind;
}

/** A form for the one that is open, where there is one. */
function open({ obligations }: CaseState): { readonly obligationId?: string } {
  const next = obligations.find((obligation) => !isDone(obligation));
  return next === undefined ? {} : { obligationId: next.obligationId };
}

const RESTS = ({ decision, servedOn }: CaseState) =>
  [
    [decision?.decidedOn, '决定日期'],
    [servedOn, '决定书送达日期'],
  ] as const;

/** There is something to perform at all. */
function guardAny({ obligations }: CaseState): Refusal | undefined {
  if (obligations.length > 0) return undefined;
  return refuse({
    code: 'obligation.none',
    article: PERFORM,
    message: '本案决定没有行为义务，缴款请用“记录缴款”',
  });
}

export const obligations: readonly Stage<CaseState>[] = [
  act(RecordPerformance, ObligationPerformed, {
    title: '记录履行',
    eventTitle: '当事人履行',
    article: PERFORM,
    roles: ['OFFICER', 'REGISTRAR'],
    draft: open,
    says: ({ kind, performance }) => say`当事人履行“${ACT_OBLIGATIONS[kind]}”：${the.words(performance)}`,
    restsOn: RESTS,
    may: guardAny,
    decide: ({ obligationId }, state) =>
      guardOpen(state, obligationId, PERFORM) ?? { kind: kindOf(state, obligationId) },
    evolve: (state, { obligationId, performedOn }) => ({
      obligations: changed(state.obligations, obligationId, { performedOn }),
    }),
  }),
  act(VerifyPerformance, PerformanceVerified, {
    title: '核验履行',
    article: PERFORM,
    roles: ['OFFICER'],
    draft: (state) => ({ ...open(state), officers: state.officers.map(({ userId }) => userId) }),
    needs: ({ officers }) => peopleNeeds(...officers),
    says: ({ kind, isPerformed, findings }) =>
      say`核验“${ACT_OBLIGATIONS[kind]}”：${isPerformed ? '已经履行' : '没有履行'}（${the.words(findings)}）`,
    restsOn: RESTS,
    may: guardAny,
    decide: (input, state, { facts }) =>
      guardOpen(state, input.obligationId, PERFORM) ??
      guardPeriodOver(state, input) ??
      guardTwoOfficers(facts, input.officers, state.unitId, input.verifiedOn) ?? {
        kind: kindOf(state, input.obligationId),
        officers: certified(facts, input.officers, input.verifiedOn),
      },
    evolve: (state, { obligationId, verifiedOn, isPerformed }) => ({
      obligations: changed(state.obligations, obligationId, { verifiedOn, isPerformed }),
    }),
  }),
  act(EndObligation, ObligationEnded, {
    title: '终结执行',
    article: END,
    isFinal: true,
    roles: ['OFFICER'],
    draft: open,
    approvedBy: LEADERS,
    says: ({ kind, ground, reason }) =>
      say`终结执行“${ACT_OBLIGATIONS[kind]}”：${END_GROUNDS[ground]}（${the.words(reason)}）`,
    restsOn: RESTS,
    may: guardAny,
    decide: ({ obligationId }, state) => guardOpen(state, obligationId, END) ?? { kind: kindOf(state, obligationId) },
    evolve: (state, { obligationId, endedOn }) => ({
      obligations: changed(state.obligations, obligationId, { endedOn }),
    }),
  }),
];
