import { type Accepted, type Actor, type DomainEvent, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  arranged,
  Choice,
  type Constructor,
  Day,
  Fen,
  Flag,
  Narrative,
  Nested,
  Optional,
  RecordRef,
  Rule,
  say,
  the,
  type Values,
} from '#fields';
import { type LegalDay, type Statutes, StatutesError } from '#statutes';
import { adding, changed, type PartOf } from '../definition/act.js';
import { OnProposal } from '../definition/approval.js';
import { ruleOf } from '../definition/context.js';
import { event, type Stage } from '../definition/stage.js';
import { historyNeeds, strikePenalty } from '../party-history.js';
import { act } from './act.js';
import { guardApprover, peopleNeeds } from './officers.js';
import { WhichParties } from './parts.js';
import { Amounts, amountsInWords, refundable, total } from './payment.js';
import { type CaseState, isDecidedOffPlatform } from './state.js';

/*
 * 决定的撤销、变更、确认违法、更正 (行政处罚法第四十八条第二款、第七十五条第二款; 行政复议法第六十三条至第六十七条; 行政诉讼法第七十条、第七十四条至第七十七条;
 * DOMAIN 3.4). Whoever set the decision right, the same follows: what is published is withdrawn within three working days,
 * what is owed ends or changes, and what was paid too much is paid back.
 */

/** 由谁改正. */
export const SET_RIGHT_BY = { RECONSIDERATION: '行政复议', LITIGATION: '行政诉讼', SELF: '行政机关自行改正' } as const;
export type SetRightBy = keyof typeof SET_RIGHT_BY;

export const REVOKED_AS = { REVOKED: '撤销', INVALID: '确认无效' } as const;

/** 更正的内容: slips of the pen that leave the substance as it is. */
export const CORRECTABLE_TEXTS = {
  PARTY_NAME: '当事人姓名或者名称',
  LAW_VERSION: '处罚依据的表述',
  OTHER_PENALTY: '其他处罚内容的表述',
  TEXT: '决定书其他文字',
} as const;

// ---- events, stored for ever

/** What follows from any of them. */
export class SetRight extends OnProposal {
  @Choice('由谁改正', SET_RIGHT_BY) by!: SetRightBy;
  @Optional() @RecordRef('remedy', '救济编号') remedyId?: string;
  @Optional() @Narrative('理由') reason?: string;
  /** D29: last day for withdrawing what was published; absent where nothing was, or where the day cannot be computed yet. */
  @Optional() @Day('撤回公示期限') withdrawalDueOn?: LegalDay;
  @Optional() @Rule('撤回公示期限依据') withdrawalRule?: string;
  /** What was paid and is owed back by now. */
  @Nested('应退款项', () => Amounts) refund!: Amounts;
  @WhichParties() partyIds?: readonly string[];
}

export class DecisionRevoked extends SetRight {
  @ActDay('撤销日期') revokedOn!: LegalDay;
  @Choice('方式', REVOKED_AS) as!: keyof typeof REVOKED_AS;
  /** 责令重新作出. */
  @Flag('是否责令重作') redo!: boolean;
  /** 复议法第六十四条第二款: only then the same act may follow on the same facts and reasons. */
  @Flag('仅因违反法定程序') isProcedural!: boolean;
}

export class DecisionAltered extends SetRight {
  @ActDay('变更日期') alteredOn!: LegalDay;
  @Fen('变更后的罚款') fineFen!: number;
  @Fen('变更后的没收') confiscateFen!: number;
}

/** 确认违法: the decision stands, and what it imposed is owed; what was published of it is withdrawn. */
export class DecisionFoundIllegal extends SetRight {
  @ActDay('确认违法日期') foundOn!: LegalDay;
}

/** 更正决定书的笔误. */
export class CorrectDecision extends OnProposal {
  @Choice('更正的内容', CORRECTABLE_TEXTS) field!: keyof typeof CORRECTABLE_TEXTS;
  @Narrative('原文') was!: string;
  @Narrative('更正为') becomes!: string;
  @Narrative('理由') reason!: string;
  @ActDay('更正日期') correctedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
export class DecisionCorrected extends CorrectDecision {}

// ---- commands: 自行改正

/** 撤销决定. */
export class RevokeDecision extends OnProposal {
  @ActDay('撤销日期') revokedOn!: LegalDay;
  @Narrative('理由') reason!: string;
  @Optional() @Flag('仅因违反法定程序') isProcedural?: boolean;
  @WhichParties() partyIds?: readonly string[];
}

/** 变更决定. */
export class AlterDecision extends OnProposal {
  @ActDay('变更日期') alteredOn!: LegalDay;
  @Fen('变更后的罚款') fineFen!: number;
  @Fen('变更后的没收') confiscateFen!: number;
  @Narrative('理由') reason!: string;
  @WhichParties() partyIds?: readonly string[];
}

// ---- what follows

/** D29, where something is published; a day that cannot be computed yet stays open (DOMAIN F2). */
function withdrawal(
  { publishedOn, withdrawnOn }: CaseState,
  on: LegalDay,
  statutes: Statutes,
): Pick<SetRight, 'withdrawalDueOn' | 'withdrawalRule'> {
  if (publishedOn === undefined || withdrawnOn !== undefined) return {};
  try {
    const due = statutes.due('D29', { on });
    return { withdrawalDueOn: due.dueOn, withdrawalRule: ruleOf(due) };
  } catch (error) {
    if (!(error instanceof StatutesError)) throw error;
    return {};
  }
}

function written<Event extends object>(type: Constructor<Event>, data: Event): DomainEvent {
  return { type: type.name, data: arranged(type, data as unknown as Values<Event>) };
}

type By = Pick<SetRight, 'by' | 'remedyId' | 'reason'>;

/** 撤销 or 确认无效, with what follows. */
export function revoked(
  state: CaseState,
  statutes: Statutes,
  by: By,
  what: Pick<DecisionRevoked, 'revokedOn' | 'as' | 'redo' | 'isProcedural'>,
): DecisionRevoked {
  const after = { ...state, decision: { ...state.decision!, fineFen: 0, confiscateFen: 0 } };
  return {
    ...what,
    ...by,
    ...withdrawal(state, what.revokedOn, statutes),
    refund: refundable(statutes, after, what.revokedOn),
  };
}

/** A decision that fell is no penalty of the party's any more; what was imported never was on his record. */
export function struckFor(state: CaseState, struckOn: LegalDay): Accepted['elsewhere'] {
  const { caseId, parties } = state;
  return isDecidedOffPlatform(state) ? [] : strikePenalty(parties, { caseId, struckOn });
}

/** 变更, with what follows. */
export function altered(
  state: CaseState,
  statutes: Statutes,
  by: By,
  what: Pick<DecisionAltered, 'alteredOn' | 'fineFen' | 'confiscateFen'>,
): DecisionAltered {
  const { fineFen, confiscateFen, alteredOn } = what;
  const after = { ...state, decision: { ...state.decision!, fineFen, confiscateFen } };
  return {
    ...what,
    ...by,
    ...withdrawal(state, alteredOn, statutes),
    refund: refundable(statutes, after, alteredOn),
  };
}

/** What a remedy's outcome does to the decision, as the event that says so; nothing where the decision stands. */
export function setRightBy(
  state: CaseState,
  statutes: Statutes,
  { by, remedyId }: { readonly by: SetRightBy; readonly remedyId: string },
  outcome: {
    readonly outcome: string;
    readonly on: LegalDay;
    readonly redo: boolean;
    readonly isProcedural: boolean;
    readonly fineFen?: number | undefined;
    readonly confiscateFen?: number | undefined;
  },
): DomainEvent[] {
  if (state.decision === undefined || state.decision.revokedOn !== undefined) return [];
  const whose = { by, remedyId };
  const { on } = outcome;
  switch (outcome.outcome) {
    case 'REVOKED':
    case 'INVALID': {
      const { redo, isProcedural } = outcome;
      return [
        written(
          DecisionRevoked,
          revoked(state, statutes, whose, { revokedOn: on, as: outcome.outcome, redo, isProcedural }),
        ),
      ];
    }
    case 'ALTERED':
    case 'PARTLY_REVOKED': {
      const { fineFen = state.decision.fineFen, confiscateFen = state.decision.confiscateFen } = outcome;
      return [written(DecisionAltered, altered(state, statutes, whose, { alteredOn: on, fineFen, confiscateFen }))];
    }
    case 'ILLEGAL': {
      const refund = { fineFen: 0, confiscateFen: 0, surchargeFen: 0 };
      return [written(DecisionFoundIllegal, { foundOn: on, ...whose, ...withdrawal(state, on, statutes), refund })];
    }
    default:
      return [];
  }
}

/** What the events do to the case, whoever caused them. */
function afterRevocation(state: CaseState, data: DecisionRevoked): PartOf<CaseState> {
  return {
    ...afterSettingRight(state, data),
    decision: state.decision && {
      ...state.decision,
      fineFen: 0,
      confiscateFen: 0,
      revokedOn: data.revokedOn,
      revoked: {
        kinds: state.decision.kinds,
        fineFen: state.decision.fineFen,
        confiscateFen: state.decision.confiscateFen,
        isProcedural: data.isProcedural,
        by: data.by,
        redo: data.redo,
      },
    },
    obligations: state.obligations.map((obligation) =>
      obligation.isPerformed === true || obligation.endedOn !== undefined
        ? obligation
        : { ...obligation, endedOn: data.revokedOn },
    ),
    // What was not published by then is not to be published any more.
    ...(state.publishedOn === undefined ? { publicationDueOn: undefined, publicationRule: undefined } : {}),
  };
}

function afterSettingRight(state: CaseState, { withdrawalDueOn, withdrawalRule }: SetRight): PartOf<CaseState> {
  if (withdrawalDueOn === undefined) return {};
  return { withdrawalDueOn: state.withdrawalDueOn ?? withdrawalDueOn, withdrawalRule };
}

// ---- guards

const SELF = '行政处罚法第七十五条第二款';
const CORRECT = '行政处罚法第五十九条';

function guardStands({ decision }: CaseState, article: string): Refusal | undefined {
  if (decision?.outcome !== 'PENALTY')
    return refuse({ code: 'setting_right.no_penalty', article, message: '本案没有行政处罚决定' });
  if (decision.revokedOn === undefined) return undefined;
  return refuse({
    code: 'setting_right.revoked',
    article,
    message: `处罚决定已于${decision.revokedOn}撤销，不能再改动`,
  });
}

/** 第四十五条第二款, as for the decision itself: what is set right gets no heavier. */
function guardNotHeavier({ fineFen, confiscateFen }: AlterDecision, { decision }: CaseState): Refusal | undefined {
  const { fineFen: was, confiscateFen: wasConfiscated } = decision!;
  if (fineFen <= was && confiscateFen <= wasConfiscated) {
    if (fineFen !== was || confiscateFen !== wasConfiscated) return undefined;
    return refuse({ code: 'setting_right.unchanged', article: SELF, message: '变更后的数额与原决定相同，没有变更' });
  }
  return refuse({
    code: 'setting_right.heavier',
    article: `${SELF}；行政处罚法第四十五条第二款`,
    message: say`原决定罚款${the.money(was)}、没收${the.money(wasConfiscated)}，自行改正不得加重；确需加重的，撤销以后重新告知、重新决定`,
  });
}

const LEADING = {
  roles: ['LEADER'],
  needs: (_input: object, _state: CaseState, actor: Actor) => peopleNeeds(actor.id),
  restsOn: ({ decision }: CaseState) => [[decision?.decidedOn, '决定日期']] as const,
} as const;

const WHAT_FOLLOWS = ({ refund, withdrawalDueOn }: SetRight) =>
  say`${total(refund) > 0 ? say`，应退${amountsInWords(refund)}` : undefined}${
    withdrawalDueOn === undefined ? undefined : say`，应于${the.day(withdrawalDueOn)}前撤回公示`
  }`;

export const settingRight: readonly Stage<CaseState>[] = [
  act(RevokeDecision, DecisionRevoked, {
    ...LEADING,
    title: '自行撤销处罚决定',
    eventTitle: '撤销处罚决定',
    article: SELF,
    isFinal: true,
    needs: (_input, { parties }, actor) => [...peopleNeeds(actor.id), ...historyNeeds(parties)],
    says: (data) => say`${SET_RIGHT_BY[data.by]}${REVOKED_AS[data.as]}处罚决定${WHAT_FOLLOWS(data)}`,
    may: (state) => guardStands(state, SELF),
    decide: ({ revokedOn, reason, isProcedural = false }, state, { facts, actor, statutes }) =>
      guardApprover(facts, actor.id, state.unitId, state.everInvestigated, revokedOn, SELF) ??
      adding<DecisionRevoked>(
        revoked(state, statutes, { by: 'SELF', reason }, { revokedOn, as: 'REVOKED', redo: false, isProcedural }),
        { elsewhere: struckFor(state, revokedOn) },
      ),
    evolve: afterRevocation,
  }),
  act(AlterDecision, DecisionAltered, {
    ...LEADING,
    title: '自行变更处罚决定',
    eventTitle: '变更处罚决定',
    article: SELF,
    isFinal: true,
    draft: ({ decision }) => ({ fineFen: decision?.fineFen, confiscateFen: decision?.confiscateFen }),
    says: (data) =>
      say`${SET_RIGHT_BY[data.by]}变更处罚决定：罚款${the.money(data.fineFen)}、没收${the.money(data.confiscateFen)}${WHAT_FOLLOWS(data)}`,
    may: (state) => guardStands(state, SELF),
    decide: (input, state, { facts, actor, statutes }) => {
      const { alteredOn, fineFen, confiscateFen, reason } = input;
      return (
        guardApprover(facts, actor.id, state.unitId, state.everInvestigated, alteredOn, SELF) ??
        guardNotHeavier(input, state) ??
        altered(state, statutes, { by: 'SELF', reason }, { alteredOn, fineFen, confiscateFen })
      );
    },
    evolve: (state, data) => ({
      ...afterSettingRight(state, data),
      decision: state.decision && {
        ...state.decision,
        fineFen: data.fineFen,
        confiscateFen: data.confiscateFen,
      },
    }),
  }),
  act(CorrectDecision, DecisionCorrected, {
    ...LEADING,
    title: '更正决定书笔误',
    eventTitle: '更正决定书',
    article: CORRECT,
    says: ({ field, becomes }) => say`更正${CORRECTABLE_TEXTS[field]}为“${the.words(becomes)}”`,
    may: (state) => guardStands(state, CORRECT),
    decide: ({ correctedOn, was, becomes }, state, { facts, actor }) =>
      was === becomes
        ? refuse({ code: 'setting_right.unchanged', article: CORRECT, message: '更正前后相同，没有更正' })
        : (guardApprover(facts, actor.id, state.unitId, state.everInvestigated, correctedOn, CORRECT) ?? {}),
  }),
  {
    events: [
      event<CaseState, DecisionFoundIllegal>(DecisionFoundIllegal, {
        title: '确认处罚决定违法',
        says: (data) => say`${SET_RIGHT_BY[data.by]}确认处罚决定违法${WHAT_FOLLOWS(data)}`,
        evolve: (state, data) =>
          changed(state, {
            ...afterSettingRight(state, data),
            decision: state.decision && { ...state.decision, illegalOn: data.foundOn },
          }),
      }),
    ],
    commands: [],
  },
];
