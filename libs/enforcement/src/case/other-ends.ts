import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Continued,
  Day,
  Label,
  ListOf,
  Narrative,
  Nested,
  OfficialNumber,
  Optional,
  PersonRef,
  PersonRefs,
  RecordRef,
  Rule,
  say,
  the,
} from '#fields';
import type { LegalDay } from '#statutes';
import { adding, changed, type PartOf } from '../definition/act.js';
import { OnApproval } from '../definition/approval.js';
import type { KnownCase } from '../definition/context.js';
import { event, type Stage } from '../definition/stage.js';
import { act } from './act.js';
import { caseNeeds } from './case-need.js';
import { DaysLeftOut } from './criminal-transfer.js';
import { clockMoved, clockResumed } from './decision-clock.js';
import { guardMeasuresEnded } from './measures.js';
import { LEADERS, ledBy } from './officers.js';
import { Party } from './parts.js';
import { CarriedEvidence, carried, withCarried } from './splitting.js';
import type { CaseState } from './state.js';
import { guardNothingEntrusted } from './time-for-deciding.js';

/*
 * 没有作出决定的结束 (DOMAIN 3.2, 3.4): 撤案, 终止调查, 移送其他机关, 并案. The first three are closed afterwards like any other case; what
 * was merged goes on in the other file and is counted there (计数按存续案).
 */

/** 撤销立案的情形: it should not have been filed. */
export const WITHDRAWAL_GROUNDS = {
  NOT_TO_BE_FILED: '不符合立案条件',
  TIME_BARRED: '立案时已过追责时效',
  FILED_TWICE: '同一违法行为已经另案立案',
  DEALT_WITH: '同一违法行为已由有权机关处理完毕',
} as const;
export type WithdrawalGround = keyof typeof WITHDRAWAL_GROUNDS;

/** 终止调查的情形: nobody is left who could be punished. */
export const TERMINATION_GROUNDS = {
  DIED: '涉嫌违法的自然人死亡',
  DISSOLVED: '涉嫌违法的法人、其他组织终止，没有权利义务承受人',
  OTHER: '其他需要终止调查的情形',
} as const;
export type TerminationGround = keyof typeof TERMINATION_GROUNDS;

/** 受移送的机关、共同的上一级机关的答复 (第二十五条第二款). */
export const TRANSFER_ANSWERS = {
  ACCEPTED: '接收',
  DISPUTED: '认为不属于其管辖，报请共同的上一级机关指定',
  DESIGNATED_HERE: '共同的上一级机关指定由本机关管辖',
} as const;
export type TransferAnswer = keyof typeof TRANSFER_ANSWERS;

// ---- commands and, beside each, the event that is stored for ever

export class WithdrawCase extends OnApproval {
  @Choice('撤销立案的情形', WITHDRAWAL_GROUNDS) ground!: WithdrawalGround;
  @Narrative('理由') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('撤案日期') withdrawnOn!: LegalDay;
}
@Continued()
export class CaseWithdrawn extends WithdrawCase {
  @PersonRef('批准人') declare approverId: string;
}

export class TerminateCase extends OnApproval {
  @Choice('终止调查的情形', TERMINATION_GROUNDS) ground!: TerminationGround;
  @Narrative('理由') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('终止调查日期') terminatedOn!: LegalDay;
}
@Continued()
export class CaseTerminated extends TerminateCase {
  @PersonRef('批准人') declare approverId: string;
}

export class TransferCaseOut extends OnApproval {
  @Label('受移送的机关') toOrgan!: string;
  @Narrative('移送的理由') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('移送日期') transferredOn!: LegalDay;
}
@Continued()
export class CaseTransferredOut extends TransferCaseOut {
  @OfficialNumber('移送函文号') transferNo!: string;
  @PersonRef('批准人') declare approverId: string;
}

export class RecordTransferAnswer {
  @Choice('答复', TRANSFER_ANSWERS) answer!: TransferAnswer;
  @ActDay('答复日期') on!: LegalDay;
  @Optional() @OfficialNumber('回执或者指定管辖通知书文号') documentNo?: string;
}
@Continued()
export class TransferOutAnswered extends RecordTransferAnswer {
  /** Of a matter that came back: the days with the other organ do not count, where the bureau has so ruled. */
  @Optional() @Nested('不计入办案期限的期间', () => DaysLeftOut) suspension?: DaysLeftOut;
  @Optional() @Day('办案期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('期限依据') decisionDueRule?: string;
}

export class MergeCase extends OnApproval {
  @RecordRef('case', '并入的案件') intoCaseId!: string;
  @Narrative('并案的理由') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('并案日期') mergedOn!: LegalDay;
}
@Continued()
export class CaseMerged extends MergeCase {
  @PersonRef('批准人') declare approverId: string;
}

/** What the case that goes on is told in the same append. */
export class CaseAbsorbed {
  @RecordRef('case', '并入本案的案件') caseId!: string;
  @OfficialNumber('案号') caseNo!: string;
  @ActDay('并案日期') mergedOn!: LegalDay;
  @ListOf('当事人', () => Party, { max: 20 }) parties!: readonly Party[];
  /** Whoever investigated the case that was merged does not judge the one that goes on. */
  @PersonRefs('办理过的人员', { max: 100 }) investigators!: readonly string[];
  /** What was found out there; not said before 2026-11-27. */
  @Optional() @ListOf('证据', () => CarriedEvidence, { min: 0, max: 500 }) evidence?: readonly CarriedEvidence[];
}

const WITHDRAWAL = '行政处罚法第五十四条第二款';
const TERMINATION = '行政处罚法第五十七条；市场监督管理行政处罚程序规定第四十七条';
const JURISDICTION = '行政处罚法第二十二条、第二十五条';
const MERGING = '行政处罚法第二十九条、第五十四条';

// ---- guards

/** 终止调查: the ground is about every party that there is; of several, those who are left are dealt with in a case of their own. */
function guardGone({ ground }: TerminateCase, { parties }: CaseState): Refusal | undefined {
  const isOther = parties.find(({ kind }) => (ground === 'DIED' ? kind === 'ORGANISATION' : kind === 'CITIZEN'));
  if (ground === 'OTHER' || isOther === undefined) return undefined;
  return refuse({
    code: 'ending.ground_disagrees',
    article: TERMINATION,
    message: say`当事人${the.party(isOther)}不是${
      ground === 'DIED' ? '自然人，不能以死亡' : '法人或者其他组织，不能以终止'
    }为由终止调查`,
  });
}

/** The answer of the other organ, or of the superior of both, comes once; after a dispute once more. */
function guardAnswer({ answer }: RecordTransferAnswer, { transferredOut }: CaseState): Refusal | undefined {
  const before = transferredOut?.answer;
  if (before === undefined) {
    if (answer !== 'DESIGNATED_HERE') return undefined;
    return refuse({
      code: 'ending.not_disputed',
      article: JURISDICTION,
      message: '受移送的机关没有对管辖提出异议，不需要指定管辖；请先记录其答复',
    });
  }
  if (before === 'DISPUTED' && answer !== 'DISPUTED') return undefined;
  return refuse({
    code: 'ending.answered',
    article: JURISDICTION,
    message: `受移送的机关已于${transferredOut?.answeredOn}答复“${TRANSFER_ANSWERS[before]}”，不能再次记录`,
  });
}

/** 并案: two cases of one unit, both under investigation, that have a party or a fact in common. */
function guardMayMerge(state: CaseState, into: KnownCase, intoCaseId: string): Refusal | undefined {
  const refusal = (code: string, message: ReturnType<typeof say>) =>
    refuse({ code: `merging.${code}`, article: MERGING, message });
  const other = the.record('case', intoCaseId);
  if (intoCaseId === state.caseId) return refusal('same_case', say`案件不能并入自己，请选择另一件案件`);
  if (into.caseId === '' || into.phase === 'Unregistered') return refusal('unknown', say`没有案件${other}`);
  if (into.unitId !== state.unitId)
    return refusal(
      'other_unit',
      say`案件${other}由${the.unit(into.unitId)}管辖，不能并案；管辖不同的，移送有管辖权的机关`,
    );
  if (into.phase !== 'Investigating') return refusal('phase', say`案件${other}不在调查中，不能并入`);
  const isSameFact = state.violationFactId !== undefined && state.violationFactId === into.violationFactId;
  const isSameParty = state.parties.some((party) =>
    into.parties.some(({ name, uscc }) => (party.uscc !== undefined && party.uscc === uscc) || party.name === name),
  );
  if (isSameFact || isSameParty) return undefined;
  return refusal('unrelated', say`案件${other}与本案没有相同的当事人，也不是同一违法事实，不能并案`);
}

/** What an end cannot be earlier than. */
const afterFiling = ({ filedOn, cameBackOn, lastEvidenceOn, suspendedOn }: CaseState) =>
  [
    [filedOn, '立案日期'],
    [cameBackOn, '案件退回调查的日期'],
    [lastEvidenceOn, '最近取证日期'],
    [suspendedOn, '中止日期'],
  ] as const;

/** What ended in time without a decision owes none any more. */
function endedOn({ decisionDueOn }: CaseState, on: LegalDay): PartOf<CaseState> {
  const isLate = decisionDueOn !== undefined && on > decisionDueOn;
  return { endedEarlyOn: on, ...(isLate ? {} : { decisionDueOn: undefined, decisionRule: undefined }) };
}

const OF_OFFICERS = { roles: ['OFFICER'], approvedBy: LEADERS, restsOn: afterFiling, isOfAllParties: true } as const;

export const otherEnds: readonly Stage<CaseState>[] = [
  act(WithdrawCase, CaseWithdrawn, {
    ...OF_OFFICERS,
    title: '撤案',
    article: WITHDRAWAL,
    isFinal: true,
    says: ({ ground, reason }) => say`撤案（${WITHDRAWAL_GROUNDS[ground]}）：${the.words(reason)}`,
    evolve: (state, { approverId, withdrawnOn }) => ({ ...ledBy(state, approverId), ...endedOn(state, withdrawnOn) }),
  }),
  act(TerminateCase, CaseTerminated, {
    ...OF_OFFICERS,
    title: '终止调查',
    article: TERMINATION,
    isFinal: true,
    says: ({ ground, reason }) => say`终止调查（${TERMINATION_GROUNDS[ground]}）：${the.words(reason)}`,
    decide: (input, state) => guardGone(input, state) ?? {},
    evolve: (state, { approverId, terminatedOn }) => ({
      ...ledBy(state, approverId),
      ...endedOn(state, terminatedOn),
      suspendedOn: undefined,
    }),
  }),
  act(TransferCaseOut, CaseTransferredOut, {
    ...OF_OFFICERS,
    title: '移送其他机关',
    article: JURISDICTION,
    isFinal: true,
    document: 'TRANSFER_OUT',
    says: ({ transferNo, toOrgan }) => say`${the.label(transferNo)}移送${the.label(toOrgan)}`,
    may: (state) => guardNothingEntrusted(state, JURISDICTION),
    decide: (_input, _state, _context, { number }) => ({ transferNo: number }),
    evolve: (state, { approverId, toOrgan, transferredOn }) => ({
      ...ledBy(state, approverId),
      endedEarlyOn: transferredOn,
      transferredOut: { toOrgan, on: transferredOn },
    }),
  }),
  act(RecordTransferAnswer, TransferOutAnswered, {
    title: '记录受移送机关的答复',
    eventTitle: '受移送机关的答复',
    article: JURISDICTION,
    roles: ['OFFICER', 'REGISTRAR'],
    says: ({ answer, documentNo }) =>
      say`受移送的机关答复：${TRANSFER_ANSWERS[answer]}${
        documentNo === undefined ? undefined : say`（${the.label(documentNo)}）`
      }`,
    restsOn: ({ transferredOut }) => [
      [transferredOut?.on, '移送日期'],
      [transferredOut?.answeredOn, '前一答复的日期'],
    ],
    decide: (input, state, { statutes }) => {
      const refusal = guardAnswer(input, state);
      if (refusal) return refusal;
      const { on: startOn } = state.transferredOut!;
      if (input.answer !== 'DESIGNATED_HERE' || !statutes.parameters(startOn).transferSuspendsCase) return {};
      const suspension = { startOn, endOn: input.on };
      return { suspension, ...clockResumed(statutes, state, suspension) };
    },
    evolve: ({ transferredOut, suspensions }, data) => {
      if (data.answer !== 'DESIGNATED_HERE')
        return { transferredOut: transferredOut && { ...transferredOut, answer: data.answer, answeredOn: data.on } };
      return {
        transferredOut: undefined,
        endedEarlyOn: undefined,
        cameBackOn: data.on,
        suspensions: data.suspension ? [...suspensions, data.suspension] : suspensions,
        ...clockMoved(data),
      };
    },
  }),
  act(MergeCase, CaseMerged, {
    ...OF_OFFICERS,
    title: '并案',
    eventTitle: '并入他案',
    article: MERGING,
    isFinal: true,
    needs: ({ intoCaseId }) => caseNeeds(intoCaseId),
    says: ({ intoCaseId, reason }) => say`并入案件${the.record('case', intoCaseId)}：${the.words(reason)}`,
    // What is kept belongs to this file: it is dealt with before the file ends.
    may: (state) => guardMeasuresEnded(state) ?? guardNothingEntrusted(state, MERGING),
    decide: ({ intoCaseId, mergedOn }, state, { caseOf }) => {
      const refusal = guardMayMerge(state, caseOf(intoCaseId), intoCaseId);
      if (refusal) return refusal;
      const { caseId, caseNo, everInvestigated: investigators } = state;
      const into = caseOf(intoCaseId);
      const parties = withOwnIds(state, into);
      const evidence = carriedInto(state, into);
      const absorbed: CaseAbsorbed = { caseId, caseNo: caseNo!, mergedOn, parties, investigators, evidence };
      return adding<CaseMerged>(
        {},
        {
          elsewhere: [
            { stream: { aggregate: 'case', id: intoCaseId }, events: [{ type: CaseAbsorbed.name, data: absorbed }] },
          ],
        },
      );
    },
    evolve: (state, { approverId, mergedOn }) => ({ ...ledBy(state, approverId), ...endedOn(state, mergedOn) }),
  }),
  {
    events: [
      event<CaseState, CaseAbsorbed>(CaseAbsorbed, {
        title: '他案并入',
        says: ({ caseId }) => say`案件${the.record('case', caseId)}并入本案`,
        evolve: (state, { caseId, parties, investigators, evidence }) =>
          changed(state, {
            ...withCarried(state, evidence),
            absorbed: [...(state.absorbed ?? []), caseId],
            parties: withParties(state.parties, parties),
            everInvestigated: [...new Set([...state.everInvestigated, ...investigators])],
          }),
      }),
    ],
    commands: [],
  },
];

/** The parties of a case, none under an id that somebody else has in the case that goes on. */
function withOwnIds({ caseId, parties }: CaseState, into: KnownCase): readonly Party[] {
  const isTaken = ({ partyId, name }: Party) =>
    into.parties.some((other) => other.partyId === partyId && other.name !== name);
  return parties.map((party) => (isTaken(party) ? { ...party, partyId: `${caseId}.${party.partyId}` } : party));
}

/** The evidence of a case, under ids that the case that goes on has not given to pieces of its own. */
function carriedInto(state: CaseState, into: KnownCase): readonly CarriedEvidence[] {
  return carried(state).map((piece) =>
    into.evidenceIds.includes(piece.evidenceId)
      ? { ...piece, evidenceId: `${piece.evidenceId}（${state.caseNo}）` }
      : piece,
  );
}

/** The parties of both, each once: who is the same by code or by name is the same. */
export function withParties<P extends { readonly name: string }>(
  known: readonly P[],
  more: readonly P[],
): readonly P[] {
  return [...known, ...more.filter(({ name }) => !known.some((party) => party.name === name))];
}
