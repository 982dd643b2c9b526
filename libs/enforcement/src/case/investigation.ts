import { type Facts, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  ActMoment,
  Choice,
  Day,
  Digest,
  each,
  Fen,
  Id,
  ListOf,
  Narrative,
  OfficialNumber,
  OfficialNumbers,
  Optional,
  PersonName,
  PersonRef,
  PersonRefs,
  Seldom,
  sameNumber,
  say,
  Text,
  the,
} from '#fields';
import { dayOf, type LegalDay } from '#statutes';
import { guardNotBefore, utc } from '../days.js';
import { OnApproval } from '../definition/approval.js';
import type { Stage } from '../definition/stage.js';
import {
  CORRECTION_RESULTS,
  type CorrectionResult,
  DUTIES,
  type Duty,
  EVIDENCE_KINDS,
  type EvidenceKind,
} from '../terms.js';
import { act } from './act.js';
import { guardGuardianPresent, guardVideoFixed, restingOn } from './evidence.js';
import { guardMeasuresSpokenOf } from './measures.js';
import {
  certificateNo,
  certified,
  guardHandles,
  guardHasNotJudged,
  guardNotRecused,
  guardOfficer,
  guardTwoOfficers,
  LEADERS,
  peopleNeeds,
} from './officers.js';
import { CertifiedOfficer, Item } from './parts.js';
import type { CaseState, CorrectionOrder } from './state.js';
import { guardNothingEntrusted } from './time-for-deciding.js';

/* 调查取证、责令改正、调查终结 (行政处罚法第二十八条、第四十二条、第四十六条、第五十四条至第五十七条; DOMAIN 2.4 阶段 4–5). */

// ---- commands and, beside each, the event that is stored for ever

export class AssignOfficer extends OnApproval {
  @PersonRef('办案人员') userId!: string;
  @Choice('分工', DUTIES) duty!: Duty;
  @ActDay('指派日期') assignedOn!: LegalDay;
  @Optional() @PersonRef('批准人') approverId?: string;
}
export class OfficerAssigned extends OnApproval {
  @PersonRef('办案人员') userId!: string;
  @OfficialNumber('执法证号', { privacy: 'staff' }) certNo!: string;
  @Choice('分工', DUTIES) duty!: Duty;
  @ActDay('指派日期') assignedOn!: LegalDay;
  /** Absent before it was the leader's own act (L13). */
  @Optional() @PersonRef('批准人') approverId?: string;
}

export class RemoveOfficer extends OnApproval {
  @PersonRef('办案人员') userId!: string;
  @Text('理由') reason!: string;
  /** First day on which the person no longer handles the case. */
  @ActDay('撤换日期') removedOn!: LegalDay;
  @Optional() @PersonRef('批准人') approverId?: string;
}
export class OfficerRemoved extends RemoveOfficer {}

/** 更换办案人员: one hands the case to another, who has his duty from then on. */
export class ReplaceOfficer extends OnApproval {
  @PersonRef('原办案人员') fromId!: string;
  @PersonRef('接办人员') userId!: string;
  @Text('理由') reason!: string;
  /** First day on which the one handles the case and the other no longer does. */
  @ActDay('更换日期') replacedOn!: LegalDay;
  @Optional() @PersonRef('批准人') approverId?: string;
}
export class OfficerReplaced extends ReplaceOfficer {
  @OfficialNumber('执法证号', { privacy: 'staff' }) certNo!: string;
  @Choice('分工', DUTIES) duty!: Duty;
}

export class CollectEvidence {
  @Id('证据编号') evidenceId!: string;
  @Choice('证据种类', EVIDENCE_KINDS) kind!: EvidenceKind;
  /** Of the file or of the scan. */
  @Digest('证据文件的SHA-256') sha256!: string;
  @ActMoment('取得时刻') obtainedAt!: string;
  @PersonRefs('取证人员', { min: 2, max: 10 }) officers!: readonly string[];
  /** Of a recording of public video: it is kept for thirty days. */
  @Seldom() @Optional() @Day('录制日期') recordedOn?: LegalDay;
  @Seldom() @Optional() @Narrative('录制三十日后取得的来源和完整性') lateReason?: string;
  /** Who was present when a minor was heard. */
  @Seldom() @Optional() @PersonName('到场的法定代理人或者其他合适成年人') guardian?: string;
}
export class EvidenceCollected {
  @Id('证据编号') evidenceId!: string;
  @Choice('证据种类', EVIDENCE_KINDS) kind!: EvidenceKind;
  @Digest('证据文件的SHA-256') sha256!: string;
  /** ISO-8601 UTC. */
  @ActMoment('取得时刻') obtainedAt!: string;
  @ListOf('取证人员', () => CertifiedOfficer, { min: 2, max: 10 }) officers!: readonly CertifiedOfficer[];
  @Optional() @Day('录制日期') recordedOn?: LegalDay;
  @Optional() @Narrative('录制三十日后取得的来源和完整性') lateReason?: string;
  @Optional() @PersonName('到场的法定代理人或者其他合适成年人') guardian?: string;
}

export class OrderCorrection {
  @Narrative('责令改正的内容', { min: 20 }) content!: string;
  /** By what it is told whether the party has corrected. */
  @Seldom() @Optional() @Narrative('改正应当达到的标准') standard?: string;
  @ActDay('责令日期') orderedOn!: LegalDay;
  /** Last day for the correction. */
  @Day('改正期限') dueOn!: LegalDay;
}
export class CorrectionOrdered extends OrderCorrection {
  @OfficialNumber('责令改正通知书文号') correctionNo!: string;
}

/** 复查: by two officers, whether the party has done what it was ordered to. */
export class VerifyCorrection {
  @OfficialNumber('责令改正通知书文号') correctionNo!: string;
  @Choice('复查结果', CORRECTION_RESULTS) result!: CorrectionResult;
  @Narrative('复查情况') finding!: string;
  @PersonRefs('复查人员', { min: 2, max: 10 }) officers!: readonly string[];
  @ActDay('复查日期') verifiedOn!: LegalDay;
}
export class CorrectionVerified {
  @OfficialNumber('责令改正通知书文号') correctionNo!: string;
  @Choice('复查结果', CORRECTION_RESULTS) result!: CorrectionResult;
  @Narrative('复查情况') finding!: string;
  @ListOf('复查人员', () => CertifiedOfficer, { min: 2, max: 10 }) officers!: readonly CertifiedOfficer[];
  @ActDay('复查日期') verifiedOn!: LegalDay;
}

export class ConcludeInvestigation {
  @ActDay('终结日期') concludedOn!: LegalDay;
  @Narrative('违法事实') facts!: string;
  /** What the facts are in law. */
  @Text('定性') nature!: string;
  @Fen('建议罚款数额') proposedFineFen!: number;
  @Optional() @OfficialNumber('裁量基准编号') benchmarkId?: string;
  @Narrative('裁量理由') discretionReason!: string;
  /** Where one act offends several provisions: it is fined by the one that fines more (第二十九条). */
  @Seldom() @Optional() @ListOf('同时违反的其他事项', () => Item, { max: 10 }) otherItems?: readonly Item[];
  /** On what the facts rest; whatever carries a fact where nothing is said (第四十六条). */
  @Seldom() @Optional() @OfficialNumbers('所依据的证据', { privacy: 'words', max: 200 }) evidence?: readonly string[];
  /** Where something is still preserved, sealed or seized (G14). */
  @Seldom() @Optional() @Narrative('对尚未解除的措施如何处理') measuresNote?: string;
}
export class InvestigationConcluded extends ConcludeInvestigation {}

/** 退回补充调查: after a review that sent the case back, or a discussion that found it not ready. */
export class ReturnInvestigation {
  @Narrative('退回的理由') reason!: string;
  @ActDay('退回日期') returnedOn!: LegalDay;
}
export class InvestigationReturned extends ReturnInvestigation {}

// ---- guards

const INVESTIGATION = '行政处罚法第五十四条第一款';
const TWO_OFFICERS = '行政处罚法第四十二条第一款';
const CORRECTION = '行政处罚法第二十八条第一款';
const CONCLUSION = '行政处罚法第五十七条第一款';

/** G01 for those who would handle the case afterwards: at least two of them hold a certificate that is valid that day. */
function guardTwoRemain(
  facts: Facts,
  { officers, unitId }: CaseState,
  { leaving, coming = [] }: { readonly leaving: string; readonly coming?: readonly string[] },
  on: LegalDay,
): Refusal | undefined {
  const able = [...officers.map(({ userId }) => userId).filter((userId) => userId !== leaving), ...coming].filter(
    (userId) => guardOfficer(facts, userId, unitId, on) === undefined,
  );
  const refusal = guardTwoOfficers(facts, able, unitId, on);
  return refusal && refuse({ ...refusal, message: '撤换后持有效执法证的办案人员不足两人，请先增派再撤换' });
}

/** Who comes to handle the case: he does not yet, may still, and has judged nothing in it; certified on the day. */
function guardMayCome(state: CaseState, userId: string, on: LegalDay, facts: Facts): Refusal | undefined {
  return (
    guardNotYetHandling(state, userId) ??
    guardNotRecused(state, userId) ??
    guardHasNotJudged(state, userId) ??
    guardOfficer(facts, userId, state.unitId, on)
  );
}

/** 第四十条: who is to be punished for what is known by evidence alone. */
function guardEvidence({ evidenceIds }: CaseState): Refusal | undefined {
  if (evidenceIds.length > 0) return undefined;
  return refuse({
    code: 'investigation.no_evidence',
    article: '行政处罚法第四十条、第四十六条',
    message: '没有任何证据，事实不能认定，请先取证',
  });
}

function guardNotYetHandling({ officers }: CaseState, userId: string): Refusal | undefined {
  if (officers.every((handling) => handling.userId !== userId)) return undefined;
  return refuse({
    code: 'officer.assigned',
    article: TWO_OFFICERS,
    message: say`${the.person(userId)}已是本案办案人员`,
  });
}

function guardNewEvidence({ evidenceIds }: CaseState, evidenceId: string): Refusal | undefined {
  if (!evidenceIds.includes(evidenceId)) return undefined;
  return refuse({
    code: 'evidence.recorded',
    article: '行政处罚法第四十六条',
    message: say`证据${the.words(evidenceId)}已经登记，新的证据请另编证据编号`,
  });
}

export const investigation: readonly Stage<CaseState>[] = [
  act(AssignOfficer, OfficerAssigned, {
    title: '指派办案人员',
    article: TWO_OFFICERS,
    roles: ['OFFICER'],
    // L13: who handles a case is for the unit's leader to say.
    approvedBy: LEADERS,
    workedOnBy: ({ userId }) => [userId],
    needs: ({ userId }) => peopleNeeds(userId),
    says: ({ userId, duty, certNo }) =>
      say`指派${the.person(userId)}为${DUTIES[duty]}人员（执法证${the.words(certNo)}）`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    decide: ({ userId, assignedOn }, state, { facts }) =>
      guardMayCome(state, userId, assignedOn, facts) ?? { certNo: certificateNo(facts, userId, assignedOn) },
    evolve: ({ officers, everInvestigated }, { userId, certNo, duty }) => ({
      officers: [...officers, { userId, certNo, duty }],
      everInvestigated: [...new Set([...everInvestigated, userId])],
    }),
  }),
  act(RemoveOfficer, OfficerRemoved, {
    title: '撤换办案人员',
    article: TWO_OFFICERS,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    needs: (_input, { officers }) => peopleNeeds(...officers.map(({ userId }) => userId)),
    says: ({ userId, reason }) => say`${the.person(userId)}不再办理本案：${the.words(reason)}`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    decide: ({ userId, removedOn }, state, { facts }) =>
      guardHandles(state, [userId], TWO_OFFICERS) ?? guardTwoRemain(facts, state, { leaving: userId }, removedOn) ?? {},
    evolve: ({ officers }, { userId }) => ({ officers: officers.filter((handling) => handling.userId !== userId) }),
  }),
  act(ReplaceOfficer, OfficerReplaced, {
    title: '更换办案人员',
    article: TWO_OFFICERS,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    workedOnBy: ({ userId }) => [userId],
    handsOver: { as: 'fromId', among: 'officers' },
    needs: ({ userId }, { officers }) => peopleNeeds(userId, ...officers.map((handling) => handling.userId)),
    says: ({ fromId, userId, duty, certNo, reason }) =>
      say`${the.person(userId)}接替${the.person(fromId)}为${DUTIES[duty]}人员（执法证${the.words(certNo)}）：${the.words(reason)}`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    decide: ({ fromId, userId, replacedOn: on }, state, { facts }) =>
      guardHandles(state, [fromId], TWO_OFFICERS) ??
      guardMayCome(state, userId, on, facts) ??
      guardTwoRemain(facts, state, { leaving: fromId, coming: [userId] }, on) ?? {
        certNo: certificateNo(facts, userId, on),
        duty: state.officers.find((handling) => handling.userId === fromId)!.duty,
      },
    evolve: ({ officers, everInvestigated }, { fromId, userId, certNo, duty }) => ({
      officers: officers.map((handling) => (handling.userId === fromId ? { userId, certNo, duty } : handling)),
      everInvestigated: [...new Set([...everInvestigated, userId])],
    }),
  }),
  act(CollectEvidence, EvidenceCollected, {
    title: '取证',
    article: INVESTIGATION,
    draft: ({ evidenceIds, officers }) => ({
      evidenceId: `e${evidenceIds.length + 1}`,
      officers: officers.map(({ userId }) => userId),
    }),
    roles: ['OFFICER'],
    needs: ({ officers }) => peopleNeeds(...officers),
    says: ({ kind, evidenceId, officers }) =>
      say`取得${EVIDENCE_KINDS[kind]}${the.words(evidenceId)}，取证人${each(officers, ({ userId }) => the.person(userId))}`,
    restsOn: ({ happenedOn }) => [[happenedOn, '违法行为发生日']],
    decide: (input, state, { facts, statutes }) => {
      const { evidenceId, officers, obtainedAt } = input;
      return (
        guardNewEvidence(state, evidenceId) ??
        guardHandles(state, officers, TWO_OFFICERS) ??
        guardVideoFixed(input, dayOf(obtainedAt)) ??
        guardGuardianPresent(input, state, dayOf(obtainedAt), statutes) ??
        guardTwoOfficers(facts, officers, state.unitId, dayOf(obtainedAt)) ?? {
          obtainedAt: utc(obtainedAt),
          officers: certified(facts, officers, dayOf(obtainedAt)),
        }
      );
    },
    evolve: ({ evidenceIds, evidence = [], lastEvidenceOn = '' }, { evidenceId, kind, obtainedAt }) => {
      const on = dayOf(obtainedAt);
      return {
        evidenceIds: [...evidenceIds, evidenceId],
        evidence: [...evidence, { evidenceId, kind, obtainedOn: on }],
        lastEvidenceOn: on > lastEvidenceOn ? on : lastEvidenceOn,
      };
    },
  }),
  act(OrderCorrection, CorrectionOrdered, {
    title: '责令改正',
    article: CORRECTION,
    roles: ['OFFICER'],
    document: 'CORRECTION',
    says: ({ correctionNo, dueOn, content }) =>
      say`${the.label(correctionNo)}责令于${the.day(dueOn)}前改正：${the.words(content)}`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    decide: ({ dueOn, orderedOn, content }, _state, _context, { number }) =>
      guardNotBefore(dueOn, orderedOn, '改正期限', '责令日期', CORRECTION) ??
      guardSpecific(content) ?? { correctionNo: number },
    evolve: ({ corrections }, { correctionNo, orderedOn, dueOn }) => ({
      corrections: [...corrections, { correctionNo, orderedOn, dueOn }],
    }),
  }),
  act(VerifyCorrection, CorrectionVerified, {
    title: '复查改正情况',
    article: CORRECTION,
    roles: ['OFFICER'],
    draft: ({ corrections, officers }) => ({
      correctionNo: corrections.findLast(({ result }) => result === undefined)?.correctionNo,
      officers: officers.map(({ userId }) => userId),
    }),
    needs: ({ officers }) => peopleNeeds(...officers),
    says: ({ correctionNo, result, finding }) =>
      say`复查${the.label(correctionNo)}：${CORRECTION_RESULTS[result]}，${the.words(finding)}`,
    may: guardAnyOrdered,
    decide: ({ correctionNo, officers, verifiedOn }, state, { facts }) =>
      guardOrdered(state, correctionNo, verifiedOn) ??
      guardHandles(state, officers, TWO_OFFICERS) ??
      guardTwoOfficers(facts, officers, state.unitId, verifiedOn) ?? {
        officers: certified(facts, officers, verifiedOn),
      },
    evolve: ({ corrections }, { correctionNo, result, verifiedOn }) => ({
      corrections: corrections.map((order) =>
        isOrder(order, correctionNo) ? { ...order, result, verifiedOn } : order,
      ),
    }),
  }),
  act(ConcludeInvestigation, InvestigationConcluded, {
    title: '调查终结',
    article: CONCLUSION,
    draft: ({ item }) => ({ nature: item?.name }),
    roles: ['OFFICER'],
    says: ({ nature }) => say`调查终结，定性为“${the.words(nature)}”`,
    restsOn: ({ filedOn, cameBackOn, lastEvidenceOn }) => [
      [filedOn, '立案日期'],
      [cameBackOn, '案件退回调查的日期'],
      [lastEvidenceOn, '最后一份证据的取得日期'],
    ],
    // The report is the investigators' own: who signs it has investigated, and neither reviews nor decides.
    may: (state, { actor }) =>
      guardHandles(state, [actor.id], CONCLUSION) ?? guardEvidence(state) ?? guardNothingEntrusted(state, CONCLUSION),
    decide: ({ measuresNote, evidence, concludedOn }, state, { statutes }) => {
      const refusal = guardMeasuresSpokenOf(state, measuresNote);
      if (refusal) return refusal;
      const resting = restingOn(state, evidence, concludedOn, statutes);
      return 'kind' in resting ? resting : { evidence: resting };
    },
    evolve: ({ notice }, { concludedOn, otherItems }) => ({
      concludedOn,
      otherItems,
      isNoticeOutdated: notice !== undefined,
    }),
  }),
  act(ReturnInvestigation, InvestigationReturned, {
    title: '退回补充调查',
    article: CONCLUSION,
    roles: ['LEADER', 'OFFICER'],
    says: ({ reason }) => say`退回补充调查：${the.words(reason)}`,
    restsOn: (state) => [[lastJudgedOn(state), '终结、审核、讨论的日期']],
    evolve: (_state, { returnedOn }) => ({ cameBackOn: returnedOn }),
  }),
];

/** Day of the latest step that a return for more investigation can answer. */
function lastJudgedOn({ concludedOn = '', cameBackOn = '', reviews, discussedOn }: CaseState): LegalDay {
  const days = [concludedOn, cameBackOn, reviews.at(-1)?.finishedOn ?? '', discussedOn.at(-1) ?? ''];
  return days.reduce((last, day) => (day > last ? day : last));
}

function isOrder({ correctionNo }: CorrectionOrder, named: string): boolean {
  return correctionNo !== undefined && sameNumber(correctionNo) === sameNumber(named);
}

/** What is verified was ordered, and before. */
function guardAnyOrdered({ corrections }: CaseState): Refusal | undefined {
  if (corrections.length > 0) return undefined;
  return refuse({ code: 'correction.unknown', article: CORRECTION, message: '本案没有责令改正，没有可以复查的' });
}

function guardOrdered({ corrections }: CaseState, correctionNo: string, on: LegalDay): Refusal | undefined {
  const order = corrections.find((one) => isOrder(one, correctionNo));
  if (order !== undefined) return guardNotBefore(on, order.orderedOn ?? '', '复查日期', '责令日期', CORRECTION);
  return refuse({
    code: 'correction.unknown',
    article: CORRECTION,
    message: say`本案没有责令改正通知书${the.label(correctionNo)}`,
  });
}

/** G11: an order that cannot be followed is no order; blanks do not make it longer. */
function guardSpecific(content: string): Refusal | undefined {
  if (content.replace(/\s/g, '').length >= 20) return undefined;
  return refuse({
    code: 'correction.not_specific',
    article: CORRECTION,
    message: '责令改正的内容应当具体，写明行为、标准和期限，至少20个字',
  });
}
