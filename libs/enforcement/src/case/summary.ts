import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Choices,
  Continued,
  Day,
  each,
  Fen,
  Flag,
  ListOf,
  Nested,
  OfficialNumber,
  OfficialNumbers,
  Optional,
  PersonRefs,
  type Phrase,
  RecordRef,
  Rule,
  Seldom,
  say,
  Territory,
  Text,
  termsOf,
  the,
  UnitRef,
} from '#fields';
import type { LegalDay, PenaltyKind, Statutes } from '#statutes';
import { competenceNeeds, guardCompetent } from '../competence.js';
import { adding, type PartOf } from '../definition/act.js';
import { ruleOf } from '../definition/context.js';
import { lastDay, NO_DAY, OpenDay, openOf } from '../definition/open-day.js';
import { event, type Stage } from '../definition/stage.js';
import { enterPenalty, historyNeeds } from '../party-history.js';
import { guardUnitKnown } from '../responsible-unit.js';
import { PARTY_KINDS, type PartyKind, PENALTY_KINDS, PROCEDURES, SOURCE_SYSTEMS, type SourceSystem } from '../terms.js';
import { act } from './act.js';
import { guardPunishable, isMinor } from './discretion.js';
import { guardOneFine } from './earlier-penalties.js';
import { guardCaseId } from './filing.js';
import { certified, guardTwoOfficers, peopleNeeds } from './officers.js';
import { CaseOfficer, Item, Party } from './parts.js';
import type { CaseState } from './state.js';

/*
 * 简易程序 (行政处罚法第五十一条至第五十三条; DOMAIN 2.5): one act on the spot that finds, decides and serves. What follows (赋码,
 * 缴款, 催告, 结案) is the same as for any case. Imported decisions (summary-import.ts) start a case in the same way.
 */

// ---- events, stored for ever

/** What every summary decision says, so that its readers need no other event. */
export class SummaryDecision {
  @RecordRef('case', '案件编号') caseId!: string;
  @UnitRef('执法单位') unitId!: string;
  @Choice('程序', PROCEDURES) procedure!: 'SUMMARY';
  @Choice('来源系统', SOURCE_SYSTEMS) sourceSystem!: SourceSystem;
  @OfficialNumber('决定书文号') decisionNo!: string;
  @ActDay('决定日期') decidedOn!: LegalDay;
  @Nested('事项', () => Item) item!: Item;
  @Nested('当事人', () => Party) party!: Party;
  @Choice('当事人种类', PARTY_KINDS) partyKind!: PartyKind;
  @Choices('处罚种类', PENALTY_KINDS) kinds!: readonly PenaltyKind[];
  @Fen('罚款数额') fineFen!: number;
  @Text('地点') place!: string;
  @Territory('行政区划代码') territoryCode!: string;
}

@Continued()
export class SummaryDecisionMade extends SummaryDecision {
  @ListOf('执法人员', () => CaseOfficer) officers!: readonly CaseOfficer[];
  /** 当场交付 (第五十二条第二款): the day of the decision is the day of service. */
  @Flag('当场交付') issuedOnSite!: true;
  @Day('送达日期') servedOn!: LegalDay;
  /** 当事人拒绝签收, noted on the document. */
  @Optional() @Flag('当事人拒绝签收') refusedToSign?: boolean;
  /** The largest fine that could be imposed on the spot (F02), with its edition. */
  @Fen('当场罚款限额') limitFen!: number;
  @Rule('限额依据') limitRule!: string;
  /** D13: last day for paying; absent for a warning. */
  @Optional() @Day('缴款期限') paymentDueOn?: LegalDay;
  @Optional() @Rule('缴款期限依据') paymentRule?: string;
  @Optional() @OfficialNumber('违法事实编号') violationFactId?: string;
  /** D28, where the bureau publishes summary decisions too. */
  @Optional() @Day('公示期限') publicationDueOn?: LegalDay;
  @Optional() @Rule('公示期限依据') publicationRule?: string;
  /** Last days that cannot be told yet (F2). */
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 2 }) openDays?: readonly OpenDay[];
}

/**
 * A decision that was made outside the platform and came in by a batch: not coded, marked by its source. It carries no
 * period for paying, because what the other system did about service is not on record here.
 */
@Continued()
export class SummaryDecisionImported extends SummaryDecision {
  /** Number of the record in its source system; with the source it tells records apart for ever. */
  @OfficialNumber('原系统单号') sourceNo!: string;
  @RecordRef('summaryImport', '批次编号') batchId!: string;
  @Optional() @OfficialNumbers('执法证号', { privacy: 'staff' }) officerCertNos?: readonly string[];
}

// ---- commands

/** 当场可以给予的处罚种类 (第五十一条). */
export const SUMMARY_KINDS = { WARNING: PENALTY_KINDS.WARNING, FINE: PENALTY_KINDS.FINE } as const;

export class MakeSummaryDecision {
  @ActDay('决定日期') decidedOn!: LegalDay;
  @Nested('事项', () => Item) item!: Item;
  @Nested('当事人', () => Party) party!: Party;
  @Choices('处罚种类', SUMMARY_KINDS) kinds!: (keyof typeof SUMMARY_KINDS)[];
  @Fen('罚款数额') fineFen!: number;
  @PersonRefs('执法人员', { min: 2, max: 10 }) officers!: string[];
  @Text('地点') place!: string;
  @Territory('行政区划代码') territoryCode!: string;
  @Seldom() @Optional() @Flag('当事人拒绝签收') refusedToSign?: boolean;
  /** The same in every case about the same fact: it is fined once (第二十九条). */
  @Seldom() @Optional() @OfficialNumber('违法事实编号') violationFactId?: string;
}

// ---- guards

const ARTICLE = '行政处罚法第五十一条';

/** 第五十一条: above the limit there is no deciding on the spot. */
export function guardWithinLimit(
  fineFen: number,
  partyKind: PartyKind,
  on: LegalDay,
  statutes: Statutes,
): Refusal | undefined {
  const limitFen = statutes.onTheSpotLimitFen(partyKind, on);
  if (fineFen <= limitFen) return undefined;
  return refuse({
    code: 'summary.over_limit',
    article: ARTICLE,
    message: say`对${PARTY_KINDS[partyKind]}当场处罚的罚款不得超过${the.money(limitFen)}，${the.money(fineFen)}应当适用普通程序`,
  });
}

function guardKindsMatchFine({ kinds, fineFen }: MakeSummaryDecision): Refusal | undefined {
  if (kinds.includes('FINE') === fineFen > 0) return undefined;
  return refuse({
    code: 'summary.kinds_disagree_with_fine',
    article: ARTICLE,
    message: fineFen > 0 ? '有罚款数额而处罚种类中没有罚款' : '处罚种类中有罚款而罚款数额为零',
  });
}

/** What a summary decision makes of a case. */
function decided(data: SummaryDecision) {
  return {
    caseId: data.caseId,
    unitId: data.unitId,
    procedure: 'SUMMARY',
    sourceSystem: data.sourceSystem,
    item: data.item,
    parties: [data.party],
    happenedOn: data.decidedOn,
    place: data.place,
    territoryCode: data.territoryCode,
    decision: {
      outcome: 'PENALTY',
      decisionNo: data.decisionNo,
      decidedOn: data.decidedOn,
      kinds: data.kinds,
      fineFen: data.fineFen,
      confiscateFen: 0,
    },
  } as const satisfies Partial<CaseState>;
}

function inWords({ kinds, fineFen }: SummaryDecision): Phrase {
  return each(kinds, (kind) => (kind === 'FINE' ? say`罚款${the.money(fineFen)}` : termsOf(PENALTY_KINDS, [kind])));
}

export const summary: readonly Stage<CaseState>[] = [
  act(MakeSummaryDecision, SummaryDecisionMade, {
    title: '作出当场处罚决定',
    eventTitle: '当场处罚决定',
    article: ARTICLE,
    isFinal: true,
    draft: (_state, actor) => ({ party: { kind: 'CITIZEN' }, kinds: ['FINE'], officers: [actor.id] }),
    roles: ['OFFICER'],
    creates: true,
    document: 'SUMMARY',
    needs: ({ officers, party, item }, _state, actor) => [
      ...peopleNeeds(...officers),
      ...historyNeeds([party]),
      ...competenceNeeds(item.itemId, actor.unit),
    ],
    says: (data) =>
      say`${the.label(data.decisionNo)}当场决定对${the.party(data.party)}给予${inWords(data)}（${the.words(data.item.name)}）`,
    may: (_state, { id }) => guardCaseId(id),
    decide: (input, _state, context, { number }) => {
      const { id, actor, facts, statutes } = context;
      const { decidedOn, fineFen, party, item, violationFactId } = input;
      const refusal =
        guardUnitKnown(context, actor.unit) ??
        guardCompetent(context, item, actor.unit, decidedOn) ??
        guardKindsMatchFine(input) ??
        guardWithinLimit(fineFen, party.kind, decidedOn, statutes) ??
        guardTwoOfficers(facts, input.officers, actor.unit, decidedOn) ??
        guardPunishable(party, decidedOn, statutes) ??
        guardOneFine(facts, party, { caseId: id, fineFen, violationFactId });
      if (refusal) return refusal;
      const limit = statutes.onTheSpotLimit({ partyKind: party.kind, on: decidedOn });
      const paying = fineFen > 0 ? lastDay(statutes, 'D13', { on: decidedOn }) : NO_DAY;
      const isPublished =
        statutes.parameters(decidedOn).publicationScope === 'ALL' && !isMinor(party, decidedOn, statutes);
      const publishing = isPublished ? lastDay(statutes, 'D28', { on: decidedOn }) : NO_DAY;
      const entered = { caseId: id, unitId: actor.unit, itemId: item.itemId, decisionNo: number, decidedOn, fineFen };
      const fact = violationFactId === undefined ? {} : { violationFactId };
      const made: PartOf<SummaryDecisionMade> = {
        caseId: id,
        unitId: actor.unit,
        procedure: 'SUMMARY',
        // Whatever door the command came through, the decision was made here.
        sourceSystem: 'PLATFORM',
        decisionNo: number,
        partyKind: party.kind,
        officers: certified(facts, input.officers, decidedOn).map((person, index) => ({
          ...person,
          duty: index === 0 ? 'LEAD' : 'ASSIST',
        })),
        issuedOnSite: true,
        servedOn: decidedOn,
        limitFen: limit.limitFen,
        limitRule: ruleOf(limit),
        paymentDueOn: paying.dueOn,
        paymentRule: paying.rule,
        publicationDueOn: publishing.dueOn,
        publicationRule: publishing.rule,
        openDays: openOf(paying, publishing),
      };
      return adding<SummaryDecisionMade>(made, { elsewhere: enterPenalty([party], { ...entered, ...fact }) });
    },
    evolve: (_state, data) => ({
      ...decided(data),
      officers: data.officers,
      everInvestigated: data.officers.map(({ userId }) => userId),
      servedOn: data.servedOn,
      paymentDueOn: data.paymentDueOn,
      paymentRule: data.paymentRule,
      publicationDueOn: data.publicationDueOn,
      publicationRule: data.publicationRule,
    }),
  }),
  {
    events: [
      event(SummaryDecisionImported, {
        title: '导入当场处罚决定',
        says: (data) =>
          say`由${SOURCE_SYSTEMS[data.sourceSystem]}导入${the.label(data.decisionNo)}：对${the.party(data.party)}给予${inWords(data)}（${the.words(data.item.name)}）`,
        evolve: (state: CaseState, data) => ({ ...state, ...decided(data) }),
      }),
    ],
    commands: [],
  },
];
