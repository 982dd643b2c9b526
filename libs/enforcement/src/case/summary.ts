import { acceptWith, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay, PenaltyKind, Statutes } from '#statutes';
import { guardNotInFuture } from '../days.js';
import { command, event, type Stage } from '../definition.js';
import { numberNeeds, takeNumber } from '../document-number.js';
import { Choices, Day, Fen, Flag, Ids, Nested, Optional, Text } from '../fields.js';
import { certificateOn, officer } from '../organisation/officer.js';
import { guardUnitKnown } from '../responsible-unit.js';
import { PARTY_KINDS, type PartyKind, PENALTY_KINDS, SOURCE_SYSTEMS, type SourceSystem } from '../terms.js';
import { yuan } from '../yuan.js';
import { guardCaseId } from './filing.js';
import { guardTwoOfficers, peopleNeeds } from './officers.js';
import { Item as ItemInput, Party as PartyInput } from './parts.js';
import { inPhase } from './phases.js';
import type { CaseOfficer, CaseState, Item, Party } from './state.js';

/*
 * 简易程序 (行政处罚法第五十一条至第五十三条; DOMAIN 2.5): one act on the spot that finds, decides and serves. What follows (赋码,
 * 缴款, 催告, 结案) is the same as for any case. Imported decisions (summary-import.ts) start a case in the same way.
 */

// ---- events, stored for ever

/** What every summary decision says, so that its readers need no other event. */
export interface SummaryDecision {
  readonly caseId: string;
  readonly unitId: string;
  readonly procedure: 'SUMMARY';
  readonly sourceSystem: SourceSystem;
  readonly decisionNo: string;
  readonly decidedOn: LegalDay;
  readonly item: Item;
  readonly party: Party;
  readonly partyKind: PartyKind;
  readonly kinds: readonly PenaltyKind[];
  readonly fineFen: number;
  readonly place: string;
  readonly territoryCode: string;
}

export interface SummaryDecisionMade extends SummaryDecision {
  readonly officers: readonly CaseOfficer[];
  /** 当场交付 (第五十二条第二款): the day of the decision is the day of service. */
  readonly issuedOnSite: true;
  readonly servedOn: LegalDay;
  /** 当事人拒绝签收, noted on the document. */
  readonly refusedToSign?: boolean;
  /** The largest fine that could be imposed on the spot (F02), with its edition. */
  readonly limitFen: number;
  readonly limitRule: string;
  /** D13: last day for paying; absent for a warning. */
  readonly paymentDueOn?: LegalDay;
  readonly paymentRule?: string;
  /** D28, where the bureau publishes summary decisions too. */
  readonly publicationDueOn?: LegalDay;
  readonly publicationRule?: string;
}

/**
 * A decision that was made outside the platform and came in by a batch: not coded, marked by its source. It carries no
 * period for paying, because what the other system did about service is not on record here.
 */
export interface SummaryDecisionImported extends SummaryDecision {
  /** Number of the record in its source system; with the source it tells records apart for ever. */
  readonly sourceNo: string;
  readonly batchId: string;
  readonly officerCertNos?: readonly string[];
}

// ---- commands

/** 当场可以给予的处罚种类 (第五十一条). */
export const SUMMARY_KINDS = { WARNING: PENALTY_KINDS.WARNING, FINE: PENALTY_KINDS.FINE } as const;

/** 作出当场处罚决定. */
export class MakeSummaryDecision {
  @Day('决定日期') decidedOn!: LegalDay;
  @Nested('事项', () => ItemInput) item!: ItemInput;
  @Nested('当事人', () => PartyInput) party!: PartyInput;
  @Choices('处罚种类', SUMMARY_KINDS) kinds!: (keyof typeof SUMMARY_KINDS)[];
  @Fen('罚款数额') fineFen!: number;
  @Ids('执法人员', { min: 2, max: 10 }) officers!: string[];
  @Text('地点') place!: string;
  @Text('行政区划代码', { min: 6, max: 12 }) territoryCode!: string;
  @Optional() @Flag('当事人拒绝签收') refusedToSign?: boolean;
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
    message: `对${PARTY_KINDS[partyKind]}当场处罚的罚款不得超过${yuan(limitFen)}，${yuan(fineFen)}应当适用普通程序`,
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
function decided(state: CaseState, data: SummaryDecision): CaseState {
  return {
    ...state,
    phase: data.fineFen > 0 ? 'Performing' : 'Served',
    caseId: data.caseId,
    unitId: data.unitId,
    procedure: 'SUMMARY',
    sourceSystem: data.sourceSystem,
    item: data.item,
    parties: [data.party],
    happenedOn: data.decidedOn,
    decision: {
      outcome: 'PENALTY',
      decisionNo: data.decisionNo,
      decidedOn: data.decidedOn,
      kinds: data.kinds,
      fineFen: data.fineFen,
      confiscateFen: 0,
    },
  };
}

function inWords({ kinds, fineFen }: SummaryDecision): string {
  return kinds.map((kind) => (kind === 'FINE' ? `罚款${yuan(fineFen)}` : PENALTY_KINDS[kind])).join('、');
}

export const summary: Stage<CaseState> = {
  events: {
    SummaryDecisionMade: event<CaseState, SummaryDecisionMade>({
      title: '当场处罚决定',
      describe: (data) => `${data.decisionNo}当场决定对${data.party.name}给予${inWords(data)}（${data.item.name}）`,
      evolve: (state, data) => ({
        ...decided(state, data),
        officers: data.officers,
        everInvestigated: data.officers.map(({ userId }) => userId),
        servedOn: data.servedOn,
        ...(data.paymentDueOn === undefined ? {} : { paymentDueOn: data.paymentDueOn }),
        ...(data.publicationDueOn === undefined ? {} : { publicationDueOn: data.publicationDueOn }),
      }),
    }),
    SummaryDecisionImported: event<CaseState, SummaryDecisionImported>({
      title: '导入当场处罚决定',
      describe: (data) =>
        `由${SOURCE_SYSTEMS[data.sourceSystem]}导入${data.decisionNo}：对${data.party.name}给予${inWords(data)}（${data.item.name}）`,
      evolve: decided,
    }),
  },
  commands: [
    command<CaseState, MakeSummaryDecision>({
      input: MakeSummaryDecision,
      title: '作出当场处罚决定',
      article: ARTICLE,
      roles: ['OFFICER'],
      creates: true,
      needs: (input, _state, actor) => [
        ...peopleNeeds(...input.officers),
        ...numberNeeds(actor.unit, 'SUMMARY', input.decidedOn),
      ],
      may: (state, { id }) => inPhase(state, '作出当场处罚决定', ARTICLE, 'Unregistered') ?? guardCaseId(id),
      decide: (input, _state, { id, actor, facts, statutes, today }) => {
        const { decidedOn, fineFen, party } = input;
        const refusal =
          guardUnitKnown(context, actor.unit) ??
          guardNotInFuture(decidedOn, today, '决定日期', ARTICLE) ??
          guardKindsMatchFine(input) ??
          guardWithinLimit(fineFen, party.kind, decidedOn, statutes) ??
          guardTwoOfficers(facts, input.officers, actor.unit, decidedOn);
        if (refusal) return refusal;
        const { number, write } = takeNumber(facts, {
          unitId: actor.unit,
          kind: 'SUMMARY',
          on: decidedOn,
          takenFor: id,
        });
        const limit = statutes.onTheSpotLimit({ partyKind: party.kind, on: decidedOn });
        const paying = fineFen > 0 ? statutes.due('D13', { on: decidedOn }) : undefined;
        const publishing =
          statutes.parameters(decidedOn).publicationScope === 'ALL'
            ? statutes.due('D28', { on: decidedOn })
            : undefined;
        return acceptWith(
          [
            {
              type: 'SummaryDecisionMade',
              data: {
                caseId: id,
                unitId: actor.unit,
                procedure: 'SUMMARY',
                // Whatever door the command came through, the decision was made here.
                sourceSystem: 'PLATFORM',
                decisionNo: number,
                decidedOn,
                item: input.item,
                party,
                partyKind: party.kind,
                kinds: input.kinds,
                fineFen,
                place: input.place,
                territoryCode: input.territoryCode,
                officers: [...new Set(input.officers)].map((userId, index) => ({
                  userId,
                  certNo: certificateOn(facts.get(officer, userId), decidedOn)!.certNo,
                  duty: index === 0 ? 'LEAD' : 'ASSIST',
                })),
                issuedOnSite: true,
                servedOn: decidedOn,
                ...(input.refusedToSign === undefined ? {} : { refusedToSign: input.refusedToSign }),
                limitFen: limit.limitFen,
                limitRule: `${limit.rule}@${limit.edition}`,
                ...(paying && { paymentDueOn: paying.dueOn, paymentRule: `${paying.rule}@${paying.edition}` }),
                ...(publishing && {
                  publicationDueOn: publishing.dueOn,
                  publicationRule: `${publishing.rule}@${publishing.edition}`,
                }),
              } satisfies SummaryDecisionMade,
            },
          ],
          [write],
        );
      },
    }),
  ],
};
