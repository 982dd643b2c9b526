import { type Accepted, type Actor, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Choices,
  type Constructor,
  Continued,
  Day,
  Fen,
  Flag,
  Label,
  ListOf,
  Narrative,
  Nested,
  OfficialNumber,
  OfficialNumbers,
  Optional,
  PersonRef,
  RecordRef,
  Rule,
  Seldom,
  say,
  Text,
  termsOf,
  the,
  UnitRef,
  WholeNumber,
} from '#fields';
import { addDays, daysBetween, type LegalDay, type PenaltyKind } from '#statutes';
import { guardNotBeforeAny, guardNotInFuture } from '../days.js';
import { type Adding, adding } from '../definition/act.js';
import { OnProposal } from '../definition/approval.js';
import type { LawContext } from '../definition/context.js';
import { lastDay, NO_DAY, OpenDay, openOf } from '../definition/open-day.js';
import { type Stage } from '../definition/stage.js';
import { type TakenNumber } from '../document-number.js';
import { itemNeeds } from '../fine-range.js';
import { enterPenalty, historyNeeds } from '../party-history.js';
import {
  CORRECTION_RESULTS,
  ITEM_FIELDS,
  type ItemField,
  type Outcome,
  PARTY_KINDS,
  type PartyKind,
  PENALTY_KINDS,
} from '../terms.js';
import { act, type IssuedDocument } from './act.js';
import { defects } from './defects.js';
import {
  ageOf,
  Discretion,
  DiscretionInput,
  discretionInWords,
  type Fine,
  guardAge,
  guardDiscretion,
  isMinor,
  MITIGATING,
  type Mitigating,
  measured,
} from './discretion.js';
import { firstOffence, guardHigherProvision, guardOneFine, WITH_POLICE } from './earlier-penalties.js';
import { restingOn } from './evidence.js';
import { anyDay, guardReviewed, hearingEndedOn, latestRound } from './legal-review.js';
import { guardKindsMatchAmounts } from './notice.js';
import { guardObligations, imposedBy, numbered } from './obligations.js';
import { guardApprover, guardNotRecused, peopleNeeds } from './officers.js';
import { ImposedObligation, Obligation, SharedDocument, WhichParties } from './parts.js';
import { CASE_LIFE } from './phases.js';
import { guardRecusalsSettled } from './recusal.js';
import { guardNotTheSameAgain } from './reopening.js';
import { decisionsIn } from './standings.js';
import { type CaseState, type PenaltyDecision } from './state.js';

/*
 * 决定 (行政处罚法第五十七条至第六十条; DOMAIN 2.4 阶段 12): 处罚, 不予处罚, 违法事实不成立. The decider is the one who gives
 * the command; nobody decides in another's name.
 */

/** 不予处罚的情形. */
export const NO_PENALTY_GROUNDS = {
  '33.1a': '违法行为轻微并及时改正，没有造成危害后果',
  '33.1b': '初次违法且危害后果轻微并及时改正',
  '33.2': '当事人有证据足以证明没有主观过错',
  '30': '不满十四周岁的未成年人有违法行为',
  '31': '精神病人、智力残疾人在不能辨认或者不能控制自己行为时有违法行为',
} as const;
export type NoPenaltyGround = keyof typeof NO_PENALTY_GROUNDS;

// ---- events, stored for ever

/** Facts of the case that every decision repeats, so that its readers need no other event. */
export class DecidedCase extends OnProposal {
  @OfficialNumber('决定书文号') decisionNo!: string;
  @ActDay('决定日期') decidedOn!: LegalDay;
  @PersonRef('决定人') deciderId!: string;
  @UnitRef('执法单位') unitId!: string;
  @RecordRef('powerItem', '事项编码') itemId!: string;
  @Choice('领域', ITEM_FIELDS) field!: ItemField;
  /** Of the first party. */
  @Choice('当事人种类', PARTY_KINDS) partyKind!: PartyKind;
  @WhichParties() partyIds?: readonly string[];
}

@Continued()
export class PenaltyDecided extends DecidedCase {
  @Choices('处罚种类', PENALTY_KINDS) kinds!: readonly PenaltyKind[];
  @Fen('罚款数额') fineFen!: number;
  @Fen('没收数额') confiscateFen!: number;
  @Optional() @Text('其他处罚内容') otherPenalty?: string;
  /** 处罚依据: the law offended, with article and edition. */
  @Label('处罚依据（法律、条款、版本）') lawVersion!: string;
  @Optional() @OfficialNumber('裁量基准编号') benchmarkId?: string;
  @Choices('从轻、减轻情节', MITIGATING, { min: 0 }) mitigating!: readonly Mitigating[];
  /** D28: last day for publishing, with the edition of the rule that gave it; absent where it is not published. */
  @Optional() @Day('公示期限') publicationDueOn?: LegalDay;
  @Optional() @Rule('公示期限依据') publicationRule?: string;
  /** Last days that cannot be told yet (F2). */
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 1 }) openDays?: readonly OpenDay[];
  /** 行为义务 (F1): what the party has to do beside paying. */
  @Optional() @ListOf('行为义务', () => Obligation, { max: 20 }) obligations?: readonly Obligation[];
  /** On what its facts rest. */
  @Optional() @OfficialNumbers('所依据的证据', { privacy: 'words', max: 200 }) evidence?: readonly string[];
  /** Of a fine: what of the law and the benchmark it was held to (G24). */
  @Optional() @Nested('裁量', () => Discretion) discretion?: Discretion;
  /** Of a case taken up anew: not the facts and reasons of the decision that was revoked. */
  @Optional() @Narrative('与被撤销的决定不同的事实、理由') differsBecause?: string;
}

@Continued()
export class NoPenaltyDecided extends DecidedCase {
  @Choice('不予处罚的情形', NO_PENALTY_GROUNDS) ground!: NoPenaltyGround;
  @Optional() @OfficialNumber('不予处罚清单条目') leniencyItemId?: string;
  /** 第三十三条第三款: 不予处罚的, 应当教育. */
  @Flag('已对当事人教育') educated!: true;
  /** 初次违法: how far back was looked for penalties of the same item, and how many were found of others of that name. */
  @Optional() @WholeNumber('“初次违法”回溯年数') firstOffenceYears?: number;
  @Optional() @WholeNumber('同名他人的处罚记录数') namesakes?: number;
}

@Continued()
export class NotEstablishedDecided extends DecidedCase {
  @Narrative('理由') reason!: string;
}

// ---- commands

/** 作出行政处罚决定. */
export class DecidePenalty extends DiscretionInput {
  @ActDay('决定日期') decidedOn!: LegalDay;
  @Choices('处罚种类', PENALTY_KINDS) kinds!: PenaltyKind[];
  @Fen('罚款数额') fineFen!: number;
  @Fen('没收数额') confiscateFen!: number;
  @Seldom() @Optional() @Text('其他处罚内容') otherPenalty?: string;
  @Label('处罚依据（法律、条款、版本）') lawVersion!: string;
  @Optional() @OfficialNumber('裁量基准编号') benchmarkId?: string;
  @Optional() @Choices('从轻、减轻情节', MITIGATING, { min: 0 }) mitigating?: Mitigating[];
  @Seldom() @Optional() @ListOf('行为义务', () => ImposedObligation, { max: 20 }) obligations?: ImposedObligation[];
  /** Whatever carries a fact where nothing is said (第四十六条). */
  @Seldom() @Optional() @OfficialNumbers('所依据的证据', { privacy: 'words', max: 200 }) evidence?: string[];
  /** Of a case taken up anew after its decision was revoked (复议法第六十四条第二款). */
  @Seldom() @Optional() @Narrative('与被撤销的决定不同的事实、理由') differsBecause?: string;
  @Seldom() @Optional() @Flag('确认逾期作出决定') acknowledgeOverdue?: boolean;
  @WhichParties() partyIds?: readonly string[];
  @SharedDocument() documentNo?: string;
}

/** 作出不予行政处罚决定. */
export class DecideNoPenalty extends OnProposal {
  @ActDay('决定日期') decidedOn!: LegalDay;
  @Choice('不予处罚的情形', NO_PENALTY_GROUNDS) ground!: NoPenaltyGround;
  @Optional() @OfficialNumber('不予处罚清单条目') leniencyItemId?: string;
  @Flag('是否已对当事人教育') educated!: boolean;
  @Seldom() @Optional() @Flag('同名记录经核对不是同一人') isNamesake?: boolean;
  @Seldom() @Optional() @Flag('确认逾期作出决定') acknowledgeOverdue?: boolean;
  @WhichParties() partyIds?: readonly string[];
  @SharedDocument() documentNo?: string;
}

/** 认定违法事实不成立. */
export class DecideNotEstablished extends OnProposal {
  @ActDay('决定日期') decidedOn!: LegalDay;
  @Narrative('理由') reason!: string;
  @Seldom() @Optional() @Flag('确认逾期作出决定') acknowledgeOverdue?: boolean;
  @WhichParties() partyIds?: readonly string[];
  @SharedDocument() documentNo?: string;
}

// ---- guards

const DECISION = '行政处罚法第五十七条第一款';
const HEARD = '行政处罚法第六十二条';
const REVIEWED = '行政处罚法第五十八条第一款';
const NOT_AGGRAVATED = '行政处罚法第四十五条第二款';
const IN_TIME = '行政处罚法第六十条';

/** What holds for every decision whatever it is: the state of the case, and that it was reviewed, by somebody else. */
function guardMayDecide(state: CaseState, type: Constructor<DecidedCase>, context: LawContext) {
  const { actor, statutes, today } = context;
  return (
    guardNotTransferred(state) ??
    // Before the phase: that a hearing is pending says more than that the case is being heard.
    guardHearingBehind(state) ??
    CASE_LIFE.guard(state, type.name, '作出决定', DECISION) ??
    guardRecusalsSettled(state) ??
    guardNotRecused(state, actor.id) ??
    guardDeciderHasNotReviewed(state, actor.id) ??
    guardReviewed(state, { statutes, days: anyDay(state, today) }, DECIDES)
  );
}

/** G25 不得以罚代移: what is with the police is not decided here. */
function guardNotTransferred({ phase, transfer }: CaseState): Refusal | undefined {
  if (phase !== 'TransferPending' && phase !== 'TransferredCriminal') return undefined;
  return refuse({
    code: 'decision.transferred',
    article: WITH_POLICE,
    message: `本案${transfer?.proposedOn ?? ''}报告移送公安机关，移送没有结果以前不得以行政处罚代替移送`,
  });
}

const DECIDES = { code: 'decision', act: '作出决定' } as const;

/** Who decides (G05) and in which order things happened. */
function guardDecider(state: CaseState, decidedOn: LegalDay, { facts, actor, statutes, today }: LawContext) {
  return (
    guardReviewed(state, { statutes, days: [decidedOn] }, DECIDES) ??
    guardNotInFuture(decidedOn, today, '决定日期', DECISION) ??
    guardApprover(facts, actor.id, state.unitId, state.everInvestigated, decidedOn, DECISION) ??
    guardNotBeforeAny(
      decidedOn,
      [
        [state.concludedOn, '调查终结日期'],
        [latestRound(state)?.finishedOn, '法制审核通过日期', REVIEWED],
        [state.notice?.servedOn, '告知送达日期', HEARD],
        [state.statementOn, '陈述申辩、复核或者放弃的日期', HEARD],
        [state.hearingWaivedOn, '放弃听证的日期', HEARD],
        [state.discussedOn.at(-1), '集体讨论日期'],
      ],
      '决定日期',
      DECISION,
    )
  );
}

/** 第五十八条: a review that the decider had given to himself would review nothing. */
function guardDeciderHasNotReviewed(state: CaseState, deciderId: string): Refusal | undefined {
  if (!state.reviews.some(({ reviewerId }) => reviewerId === deciderId)) return undefined;
  return refuse({
    code: 'decision.decider_reviewed',
    article: REVIEWED,
    message: say`${the.person(deciderId)}审核过本案，不能再由其作出决定，请由其他负责人决定`,
  });
}

/** G21, the hearing's part: who has asked for one is heard first, and the case reviewed again after it. */
function guardHearingBehind(state: CaseState): Refusal | undefined {
  if (state.phase !== 'HearingPhase') return undefined;
  if (hearingEndedOn(state) === undefined)
    return refuse({
      code: 'decision.hearing_pending',
      article: '行政处罚法第六十三条、第六十五条',
      message: '当事人已经申请听证，听证举行或者终止以后才能作出决定',
    });
  return refuse({
    code: 'decision.not_reviewed_after_hearing',
    article: '行政处罚法第五十八条第一款第二项',
    message: '经过听证程序的案件，听证以后须再次通过法制审核才能作出决定，请送审',
  });
}

/**
 * G21 第四十四条、第四十五条、第六十二条至第六十五条: the party was told, and has been heard, has waived, or has let the period
 * pass. These are the party's days: the agency may not act on the last of them.
 */
function guardPartyHeard(state: CaseState, decidedOn: LegalDay): Refusal | undefined {
  const { notice, statement } = state;
  if (notice === undefined)
    return refuse({
      code: 'decision.no_notice',
      article: '行政处罚法第四十四条、第六十二条',
      message: '没有向当事人告知拟作出的处罚，不能作出处罚决定，请先告知',
    });
  if (state.isNoticeOutdated)
    return refuse({
      code: 'decision.notice_outdated',
      article: '行政处罚法第四十四条、第六十二条',
      message: `${notice.servedOn}告知以后又补充调查，事实、证据已有变化，应当重新告知`,
    });
  if (statement === 'RECEIVED')
    return refuse({
      code: 'decision.statement_not_reviewed',
      article: '行政处罚法第四十五条第一款',
      message: `${state.statementOn}收到的陈述申辩还没有复核，复核以后才能作出决定`,
    });

  const statementOverOn = statement === 'NONE' ? addDays(notice.statementDueOn, 1) : '';
  const mayRequest =
    notice.hearingRequestDueOn !== undefined && state.hearing === undefined && state.hearingWaivedOn === undefined;
  const requestOverOn = mayRequest ? addDays(notice.hearingRequestDueOn, 1) : '';
  const earliest = statementOverOn > requestOverOn ? statementOverOn : requestOverOn;
  if (decidedOn < requestOverOn)
    return refuse({
      code: 'decision.hearing_period_open',
      article: '行政处罚法第六十三条、第六十四条第一项',
      message: `当事人在${notice.hearingRequestDueOn}以前（含当日）可以申请听证，最早可于${earliest}作出决定`,
      earliest,
    });
  if (decidedOn < statementOverOn)
    return refuse({
      code: 'decision.statement_period_open',
      article: HEARD,
      message:
        `当事人没有陈述申辩，也没有明确放弃，陈述申辩期至${notice.statementDueOn}届满，` +
        `最早可于${earliest}作出决定`,
      earliest,
    });
  return undefined;
}

/** 第五十九条第一款第三项: the document says by which article it punishes, and not only by which law. */
function guardBasisNamed({ lawVersion }: DecidePenalty): Refusal | undefined {
  if (/第\s*[〇零一二两三四五六七八九十百千\d]+\s*条/.test(lawVersion)) return undefined;
  return refuse({
    code: 'decision.basis_without_article',
    article: '行政处罚法第五十九条第一款第三项',
    message: '决定书应当载明处罚的依据：请写明法律、法规、规章的条（款、项），如“第六十四条第一款”',
  });
}

/** G23: 不得因当事人陈述、申辩而给予更重的处罚; what was not announced may not be imposed. */
function guardNotAggravated(input: DecidePenalty, state: CaseState): Refusal | undefined {
  const notice = state.notice!;
  const more =
    input.fineFen > notice.fineFen
      ? say`罚款${the.money(input.fineFen)}超过告知的${the.money(notice.fineFen)}`
      : input.confiscateFen > notice.confiscateFen
        ? say`没收${the.money(input.confiscateFen)}超过告知的${the.money(notice.confiscateFen)}`
        : undefined;
  if (more !== undefined)
    return refuse({
      code: 'decision.heavier_than_notice',
      article: NOT_AGGRAVATED,
      message: say`${more}，不得加重；有新的事实、证据的，应当重新告知`,
    });
  const added = input.kinds.find((kind) => !notice.kinds.includes(kind));
  if (added === undefined) return undefined;
  return refuse({
    code: 'decision.kind_not_in_notice',
    article: NOT_AGGRAVATED,
    message: `没有告知过“${PENALTY_KINDS[added]}”，不得决定；确有必要的，应当重新告知`,
  });
}

/**
 * G20 第五十七条第二款: what is grave is discussed by the leaders before it is decided, by the amount and the kinds that the
 * bureau has set; a hearing calls for it anew.
 */
function guardDiscussed(input: DecidePenalty, state: CaseState, statutes: LawContext['statutes']): Refusal | undefined {
  const { collectiveDiscussionFineFen: fromFen, collectiveDiscussionKinds } = statutes.parameters(input.decidedOn);
  const grave = input.kinds.find((kind) => collectiveDiscussionKinds.includes(kind));
  const amountFen = input.fineFen + input.confiscateFen;
  if (grave === undefined && amountFen < fromFen) return undefined;
  const discussedOn = state.discussedOn.at(-1);
  if (discussedOn !== undefined && discussedOn >= (state.hearing?.heldOn ?? '')) return undefined;
  const why =
    grave === undefined
      ? say`罚没合计${the.money(amountFen)}，达到${the.money(fromFen)}`
      : say`拟给予${termsOf(PENALTY_KINDS, [grave])}`;
  return refuse({
    code: 'decision.not_discussed',
    article: '行政处罚法第五十七条第二款',
    message: say`${why}，属于重大违法行为给予的行政处罚，应当由负责人集体讨论决定，请先${
      discussedOn === undefined ? '集体讨论' : '在听证以后集体讨论'
    }`,
  });
}

/** The fine that each party is to pay. */
function finesOn(input: DecidePenalty, state: CaseState): Fine[] {
  const { fineFen, mitigating = [], decidedOn, tier, deviationFactor, deviationReason } = input;
  const { itemId } = state.item!;
  const of = {
    fineFen,
    mitigating,
    decidedOn,
    itemId,
    happenedOn: state.happenedOn!,
    tier,
    deviationFactor,
    deviationReason,
  };
  return state.parties.map((party) => ({ ...of, party }));
}

/** G24: who may be punished, and what for each of them the fine lies between. */
function guardFines(input: DecidePenalty, state: CaseState, context: LawContext): Refusal | undefined {
  for (const fine of finesOn(input, state)) {
    const refusal =
      guardAge(fine, context.statutes) ??
      guardOneFine(context.facts, fine.party, { ...state, fineFen: input.fineFen }) ??
      (input.kinds.includes('FINE') ? guardHowMuch(fine, state, context) : undefined);
    if (refusal) return refusal;
  }
  return undefined;
}

function guardHowMuch(fine: Fine, { item, otherItems = [] }: CaseState, context: LawContext): Refusal | undefined {
  return (
    guardHigherProvision(context, item!, otherItems, { ...fine, kind: fine.party.kind }) ??
    guardDiscretion(fine, context)
  );
}

type Late = Pick<DecidePenalty, 'decidedOn' | 'acknowledgeOverdue'>;

/** G26, R11: late is not void, but it is done knowingly and stays on record. */
function guardInTime(
  { decisionDueOn: dueOn }: CaseState,
  { decidedOn, acknowledgeOverdue }: Late,
): Refusal | undefined {
  if (dueOn === undefined || decidedOn <= dueOn || acknowledgeOverdue === true) return undefined;
  return refuse({
    code: 'decision.overdue',
    article: IN_TIME,
    message:
      `办案期限已于${dueOn}届满，逾期${daysBetween(dueOn, decidedOn)}天；` +
      '确需作出决定的，须勾选“确认逾期作出决定”，并记为程序瑕疵',
  });
}

/** The decision, with what the case and the sign-in add to it, and what of it was out of time. */
function decided<Data extends object>(
  state: CaseState,
  decidedOn: LegalDay,
  { actor }: LawContext,
  { number }: Pick<TakenNumber, 'number'>,
  more: Data,
  elsewhere: Accepted['elsewhere'] = [],
): Adding<DecidedCase & Data> {
  const common = {
    decisionNo: number,
    deciderId: actor.id,
    unitId: state.unitId,
    itemId: state.item!.itemId,
    field: state.item!.field,
    partyKind: state.parties[0]!.kind,
  };
  return adding(
    { ...common, ...more },
    { events: defects('DECISION_OVERDUE', state.decisionDueOn, decidedOn, state.decisionRule), elsewhere },
  );
}

const NOTHING = { kinds: [], fineFen: 0, confiscateFen: 0 } as const;

function kept(
  { decisionNo, decidedOn, deciderId }: DecidedCase,
  outcome: Outcome,
  penalty: Pick<PenaltyDecided, 'kinds' | 'fineFen' | 'confiscateFen'> = NOTHING,
): PenaltyDecision {
  const { kinds, fineFen, confiscateFen } = penalty;
  return { outcome, decisionNo, decidedOn, deciderId, kinds, fineFen, confiscateFen };
}

/** 同一份决定书 (F14): what was decided in the case that day, by penalty and by none. */
const issued =
  (isPenalty: boolean) =>
  (state: CaseState): readonly IssuedDocument[] =>
    decisionsIn(state).flatMap(({ outcome, decisionNo, decidedOn }) =>
      (outcome === 'PENALTY') === isPenalty ? [{ number: decisionNo, on: decidedOn }] : [],
    );

/** Any decision: the leader's own act, whose phase and day are asked by its guards. */
const DECIDING = {
  roles: ['LEADER'],
  asksPhase: true,
  isInAnyOrder: true,
  needs: (_input: object, _state: CaseState, actor: Actor) => peopleNeeds(actor.id),
} as const;

export const decision: readonly Stage<CaseState>[] = [
  act(DecidePenalty, PenaltyDecided, {
    ...DECIDING,
    title: '处罚决定',
    article: DECISION,
    isFinal: true,
    draft: ({ notice }) => ({ kinds: notice?.kinds, fineFen: notice?.fineFen, confiscateFen: notice?.confiscateFen }),
    document: 'DECISION',
    issued: issued(true),
    needs: (_input, { item, otherItems = [], parties }, actor) => [
      ...peopleNeeds(actor.id),
      ...[item, ...otherItems].flatMap((one) => itemNeeds(one?.itemId)),
      ...historyNeeds(parties),
    ],
    says: ({ decisionNo, kinds, fineFen, confiscateFen, discretion }) =>
      say`${the.label(decisionNo)}决定${termsOf(PENALTY_KINDS, kinds)}${
        fineFen > 0 ? say`，罚款${the.money(fineFen)}${discretionInWords(discretion)}` : undefined
      }${confiscateFen > 0 ? say`，没收${the.money(confiscateFen)}` : undefined}`,
    may: (state, context) => guardMayDecide(state, PenaltyDecided, context) ?? guardPartyHeard(state, context.today),
    decide: (input, state, context, taken) => {
      const { decidedOn, mitigating = [], obligations = [] } = input;
      const resting = restingOn(state, input.evidence, decidedOn, context.statutes);
      const refusal =
        guardDecider(state, decidedOn, context) ??
        guardPartyHeard(state, decidedOn) ??
        ('kind' in resting ? resting : undefined) ??
        guardBasisNamed(input) ??
        guardKindsMatchAmounts(input, DECISION) ??
        guardObligations(obligations, input.kinds, decidedOn) ??
        guardNotAggravated(input, state) ??
        guardNotTheSameAgain(input, state) ??
        guardFines(input, state, context) ??
        guardDiscussed(input, state, context.statutes) ??
        guardInTime(state, input);
      if (refusal) return refusal;
      const isPublished = !state.parties.some((party) => isMinor(party, state.happenedOn!, context.statutes));
      const publication = isPublished ? lastDay(context.statutes, 'D28', { on: decidedOn }) : NO_DAY;
      const { caseId, unitId, parties, violationFactId } = state;
      const entered = {
        caseId,
        unitId,
        itemId: state.item!.itemId,
        decisionNo: taken.number,
        decidedOn,
        fineFen: input.fineFen,
      };
      const more = {
        evidence: resting as readonly string[],
        mitigating,
        obligations: numbered(obligations),
        publicationDueOn: publication.dueOn,
        publicationRule: publication.rule,
        openDays: openOf(publication),
        discretion: input.kinds.includes('FINE') ? measured(finesOn(input, state)[0]!, context) : undefined,
      };
      const fact = violationFactId === undefined ? {} : { violationFactId };
      return decided(state, decidedOn, context, taken, more, enterPenalty(parties, { ...entered, ...fact }));
    },
    evolve: (_state, data) => ({
      decision: kept(data, 'PENALTY', data),
      obligations: imposedBy(data.obligations),
      publicationDueOn: data.publicationDueOn,
      publicationRule: data.publicationRule,
    }),
  }),
  act(DecideNoPenalty, NoPenaltyDecided, {
    ...DECIDING,
    title: '不予处罚决定',
    article: '行政处罚法第三十三条',
    isFinal: true,
    document: 'NO_PENALTY',
    issued: issued(false),
    says: ({ decisionNo, ground }) => say`${the.label(decisionNo)}不予处罚：${NO_PENALTY_GROUNDS[ground]}`,
    may: (state, context) => guardMayDecide(state, NoPenaltyDecided, context),
    needs: (_input, { parties }, actor) => [...peopleNeeds(actor.id), ...historyNeeds(parties)],
    decide: (input, state, context, taken) => {
      const { decidedOn, ground, isNamesake = false } = input;
      const refusal =
        guardDecider(state, decidedOn, context) ??
        guardGround(input, state, context.statutes) ??
        guardInTime(state, input);
      if (refusal) return refusal;
      if (ground !== '33.1b') return decided(state, decidedOn, context, taken, { educated: true });
      const { caseId, parties, item, happenedOn } = state;
      const first = firstOffence(context, parties, {
        caseId,
        itemId: item!.itemId,
        happenedOn: happenedOn!,
        isNamesake,
      });
      if ('kind' in first) return first;
      const looked = { firstOffenceYears: first.years, namesakes: first.namesakes };
      return decided(state, decidedOn, context, taken, { educated: true, ...looked });
    },
    evolve: (_state, data) => ({ decision: kept(data, 'NO_PENALTY') }),
  }),
  act(DecideNotEstablished, NotEstablishedDecided, {
    ...DECIDING,
    title: '违法事实不成立',
    article: '行政处罚法第五十七条第一款第三项',
    isFinal: true,
    document: 'NO_PENALTY',
    issued: issued(false),
    says: ({ decisionNo, reason }) => say`${the.label(decisionNo)}违法事实不成立：${the.words(reason)}`,
    may: (state, context) => guardMayDecide(state, NotEstablishedDecided, context),
    decide: (input, state, context, taken) =>
      guardDecider(state, input.decidedOn, context) ??
      guardInTime(state, input) ??
      decided(state, input.decidedOn, context, taken, {}),
    evolve: (_state, data) => ({ decision: kept(data, 'NOT_ESTABLISHED') }),
  }),
];

/** G27: education is part of the decision; age and illness are of persons, and of an age that is on record. */
function guardGround(input: DecideNoPenalty, state: CaseState, statutes: LawContext['statutes']): Refusal | undefined {
  if (!input.educated)
    return refuse({
      code: 'decision.not_educated',
      article: '行政处罚法第三十三条第三款',
      message: '不予行政处罚的，应当对当事人进行教育，请教育后再作出决定',
    });
  const uncorrected = state.corrections.findLast(({ result }) => result !== undefined);
  if (input.ground.startsWith('33.1') && uncorrected !== undefined && uncorrected.result !== 'CORRECTED')
    return refuse({
      code: 'decision.not_corrected',
      article: '行政处罚法第三十三条第一款',
      message: say`${the.day(uncorrected.verifiedOn!)}复查，当事人${CORRECTION_RESULTS[uncorrected.result!]}，不能以及时改正不予处罚`,
    });
  const personal = input.ground === '30' || input.ground === '31';
  if (personal && !state.parties.some(({ kind }) => kind === 'CITIZEN'))
    return refuse({
      code: 'decision.ground_of_persons',
      article: input.ground === '30' ? '行政处罚法第三十条' : '行政处罚法第三十一条',
      message: '这一不予处罚的情形只适用于公民，本案当事人中没有公民',
    });
  if (input.ground !== '30') return undefined;
  const ages = state.parties.map((party) => ageOf(party, state.happenedOn!, statutes));
  if (ages.some((age) => age === undefined || age.verdict === 'NOT_PUNISHABLE')) return undefined;
  return refuse({
    code: 'decision.of_age',
    article: '行政处罚法第三十条',
    message: `当事人行为时${ages[0]!.age}周岁，已满十四周岁，不能以此不予处罚`,
  });
}
