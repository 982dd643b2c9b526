import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  arranged,
  Choice,
  Continued,
  Day,
  each,
  Flag,
  ListOf,
  Narrative,
  Nested,
  OfficialNumber,
  OfficialNumbers,
  Optional,
  PersonRef,
  PersonRefs,
  RecordRef,
  Rule,
  say,
  Territory,
  Text,
  the,
  UnitRef,
  type Values,
  WholeNumber,
} from '#fields';
import type { LegalDay } from '#statutes';
import { adding } from '../definition/act.js';
import { OnApproval } from '../definition/approval.js';
import { event, type Stage } from '../definition/stage.js';
import { numberNeeds, takeNumber } from '../document-number.js';
import { EVIDENCE_KINDS, type EvidenceKind, SOURCE_SYSTEMS, type SourceSystem } from '../terms.js';
import { act } from './act.js';
import { caseNeeds } from './case-need.js';
import { DaysLeftOut } from './criminal-transfer.js';
import { LEADERS, ledBy } from './officers.js';
import { CaseOfficer, Item, Party } from './parts.js';
import type { CaseState, Evidence } from './state.js';
import { guardNothingEntrusted } from './time-for-deciding.js';

/*
 * 分案 (行政处罚法第五十四条; DOMAIN 3.4): some of several parties are dealt with in a case of their own. The new case has its own number
 * and counts from the day of the splitting; its time for deciding goes on running from where the first one began, so that
 * nobody gains ninety days by splitting. What was found out goes along.
 */

// ---- commands and, beside each, the event that is stored for ever

export class SplitCase extends OnApproval {
  @OfficialNumbers('分出的当事人编号', { privacy: 'words', max: 20 }) partyIds!: readonly string[];
  @Narrative('分案的理由') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('分案日期') splitOn!: LegalDay;
}
@Continued()
export class CaseSplit extends SplitCase {
  @PersonRef('批准人') declare approverId: string;
  @RecordRef('case', '分出的案件') newCaseId!: string;
  @OfficialNumber('分出案件的案号') newCaseNo!: string;
  @ListOf('留在原案件的当事人', () => Party, { max: 20 }) staying!: readonly Party[];
}

/** 随案移转的证据, as the case that goes on has it. */
export class CarriedEvidence {
  @OfficialNumber('证据编号', { privacy: 'words' }) evidenceId!: string;
  @Choice('证据种类', EVIDENCE_KINDS) kind!: EvidenceKind;
  @Day('取得日期') obtainedOn!: LegalDay;
  @Optional() @Day('查证属实日期') verifiedOn?: LegalDay;
  @Optional() @Day('排除日期') excludedOn?: LegalDay;
}

/** How the case begins that was split off: all that its readers need, so that they read no other file. */
export class CaseSplitOff extends OnApproval {
  @RecordRef('case', '案件编号') caseId!: string;
  @UnitRef('办案单位') unitId!: string;
  @RecordRef('case', '原案件') fromCaseId!: string;
  @OfficialNumber('原案号') fromCaseNo!: string;
  @OfficialNumber('案号') caseNo!: string;
  @ActDay('分案日期') splitOn!: LegalDay;
  @PersonRef('批准人') approverId!: string;
  @Choice('来源系统', SOURCE_SYSTEMS) sourceSystem!: SourceSystem;
  @Nested('事项', () => Item) item!: Item;
  @ListOf('当事人', () => Party, { max: 20 }) parties!: readonly Party[];
  @Day('违法行为发生日') happenedOn!: LegalDay;
  @Optional() @Day('违法行为终了日') endedOn?: LegalDay;
  @Optional() @Flag('违法行为仍在继续') isGoingOn?: boolean;
  @Optional() @Flag('日期为约数') isAbout?: boolean;
  @Optional() @OfficialNumber('违法事实编号') violationFactId?: string;
  @Optional() @Text('地点') place?: string;
  @Territory('行政区划代码') territoryCode!: string;
  @ListOf('办案人员', () => CaseOfficer, { min: 1, max: 10 }) officers!: readonly CaseOfficer[];
  @PersonRefs('办理过的人员', { max: 100 }) investigators!: readonly string[];
  @ListOf('证据', () => CarriedEvidence, { min: 0, max: 500 }) evidence!: readonly CarriedEvidence[];
  /** D03 goes on from the day on which the first case was filed, with what did not count there. */
  @Day('办案期限起算日') runsFrom!: LegalDay;
  @Optional() @Day('办案期限') deadlineOn?: LegalDay;
  @Optional() @Rule('期限依据') deadlineRule?: string;
  @ListOf('不计入办案期限的期间', () => DaysLeftOut, { min: 0, max: 100 }) suspensions!: readonly DaysLeftOut[];
  @Optional() @WholeNumber('已延长的天数（第一次）') extendedDays?: number;
  @Optional() @WholeNumber('已延长的天数（第二次）') extendedAgainDays?: number;
}

// ---- guards

const ARTICLE = '行政处罚法第五十四条';

/** Some of the parties go, each of them one of the case's, and somebody stays. */
function guardParties({ partyIds }: SplitCase, { parties }: CaseState): Refusal | undefined {
  const refusal = (code: string, message: ReturnType<typeof say> | string) =>
    refuse({ code: `splitting.${code}`, article: ARTICLE, message });
  const stranger = partyIds.find((id) => !parties.some(({ partyId }) => partyId === id));
  if (stranger !== undefined) return refusal('unknown_party', say`本案没有编号为${the.words(stranger)}的当事人`);
  if (parties.every(({ partyId }) => partyIds.includes(partyId)))
    return refusal('nobody_left', '分案后原案件至少保留一名当事人；只有一名当事人的，不能分案');
  return undefined;
}

/** The id of the next case that is split off: nobody has to think of one. */
const nextId = ({ caseId, splitOff = [] }: CaseState) => `${caseId}.${splitOff.length + 1}`;

/** Evidence as it goes along with a case. */
export const carried = ({ evidence = [] }: CaseState): CarriedEvidence[] => evidence.map((piece) => ({ ...piece }));

/** What the evidence that came along adds to a case. */
export function withCarried(
  { evidenceIds, evidence = [], lastEvidenceOn }: CaseState,
  more: readonly Evidence[] = [],
): Pick<CaseState, 'evidenceIds' | 'evidence' | 'lastEvidenceOn'> {
  const days = [lastEvidenceOn, ...more.map(({ obtainedOn }) => obtainedOn)].filter((day) => day !== undefined);
  const last = days.sort().at(-1);
  return {
    evidenceIds: [...evidenceIds, ...more.map(({ evidenceId }) => evidenceId)],
    evidence: [...evidence, ...more],
    ...(last === undefined ? {} : { lastEvidenceOn: last }),
  };
}

export const splitting: readonly Stage<CaseState>[] = [
  act(SplitCase, CaseSplit, {
    title: '分案',
    isOfAllParties: true,
    article: ARTICLE,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    // Whoever is named first usually stays; the ids are not to be typed.
    draft: ({ parties }) => ({ partyIds: parties.slice(1).map(({ partyId }) => partyId) }),
    needs: ({ splitOn }, state, actor) => [
      ...caseNeeds(nextId(state)),
      ...numberNeeds(state.unitId || actor.unit, 'FILING', splitOn),
    ],
    says: ({ newCaseId, newCaseNo, partyIds, reason }) =>
      say`分出案件${the.record('case', newCaseId)}（${the.label(newCaseNo)}），当事人${each(partyIds, (id) => the.words(id))}：${the.words(reason)}`,
    restsOn: ({ filedOn, cameBackOn, lastEvidenceOn }) => [
      [filedOn, '立案日期'],
      [cameBackOn, '案件退回调查的日期'],
      [lastEvidenceOn, '最近取证日期'],
    ],
    // The days of a test that is not over would be left out of one of the two cases only.
    may: (state) => guardNothingEntrusted(state, ARTICLE),
    decide: (input, state, { facts, caseOf }) => {
      const newCaseId = nextId(state);
      const refusal = guardParties(input, state) ?? guardFree(caseOf(newCaseId).phase, newCaseId);
      if (refusal) return refusal;
      const { partyIds, splitOn, approverId } = input;
      const of = { unitId: state.unitId, kind: 'FILING', on: splitOn, takenFor: newCaseId } as const;
      const taken = takeNumber(facts, of);
      const [extendedDays, extendedAgainDays] = state.extensions;
      const { item, endedOn, isGoingOn, isAbout, violationFactId, place, decisionDueOn, decisionRule } = state;
      const begun: Partial<CaseSplitOff> = {
        ...{ caseId: newCaseId, unitId: state.unitId, fromCaseId: state.caseId, fromCaseNo: state.caseNo! },
        ...{ caseNo: taken.number, splitOn, approverId: approverId!, sourceSystem: state.sourceSystem },
        ...(input.proposalId !== undefined && { proposalId: input.proposalId }),
        ...(input.paper !== undefined && { paper: input.paper }),
        item: item!,
        parties: state.parties.filter(({ partyId }) => partyIds.includes(partyId)),
        happenedOn: state.happenedOn!,
        territoryCode: state.territoryCode!,
        officers: state.officers,
        investigators: state.everInvestigated,
        evidence: carried(state),
        runsFrom: state.decisionRunsFrom ?? state.filedOn!,
        suspensions: state.suspensions,
      };
      const known = { endedOn, isGoingOn, isAbout, violationFactId, place, extendedDays, extendedAgainDays };
      const days = { deadlineOn: decisionDueOn, deadlineRule: decisionRule };
      const data = arranged(CaseSplitOff, { ...begun, ...known, ...days } as unknown as Values<CaseSplitOff>);
      const stream = { aggregate: 'case', id: newCaseId };
      const staying = state.parties.filter(({ partyId }) => !partyIds.includes(partyId));
      return adding(
        { newCaseId, newCaseNo: taken.number, staying },
        { elsewhere: [taken.write, { stream, events: [{ type: CaseSplitOff.name, data }] }] },
      );
    },
    evolve: (state, { approverId, staying, newCaseId }) => ({
      ...ledBy(state, approverId),
      parties: staying,
      splitOff: [...(state.splitOff ?? []), newCaseId],
    }),
  }),
  {
    events: [
      event<CaseState, CaseSplitOff>(CaseSplitOff, {
        title: '分案立案',
        says: ({ fromCaseId, fromCaseNo, caseNo, deadlineOn }) =>
          say`由案件${the.record('case', fromCaseId)}（${the.label(fromCaseNo)}）分出，案号${the.label(caseNo)}${
            deadlineOn === undefined ? undefined : say`，办案期限不重新起算，应于${the.day(deadlineOn)}前作出决定`
          }`,
        evolve: (state, data) => ({
          ...state,
          phase: 'Investigating',
          ...begins(data),
          ...withCarried(state, data.evidence),
          ...ledBy(state, data.approverId),
        }),
      }),
    ],
    commands: [],
  },
];

function begins(data: CaseSplitOff): Partial<CaseState> {
  const { extendedDays, extendedAgainDays, splitOn, deadlineOn, deadlineRule, runsFrom, investigators } = data;
  return {
    caseId: data.caseId,
    unitId: data.unitId,
    procedure: 'ORDINARY',
    sourceSystem: data.sourceSystem,
    item: data.item,
    parties: data.parties,
    happenedOn: data.happenedOn,
    endedOn: data.endedOn,
    isGoingOn: data.isGoingOn,
    isAbout: data.isAbout,
    violationFactId: data.violationFactId,
    place: data.place,
    territoryCode: data.territoryCode,
    registeredOn: splitOn,
    caseNo: data.caseNo,
    filedOn: splitOn,
    officers: data.officers,
    everInvestigated: investigators,
    decisionRunsFrom: runsFrom,
    decisionDueOn: deadlineOn,
    decisionRule: deadlineRule,
    suspensions: data.suspensions,
    extensions: [extendedDays, extendedAgainDays].filter((days) => days !== undefined),
  } as Partial<CaseState>;
}

/** The id that follows from the case was taken by somebody. */
function guardFree(phase: string, newCaseId: string): Refusal | undefined {
  if (phase === 'Unregistered') return undefined;
  return refuse({
    code: 'splitting.id_taken',
    article: ARTICLE,
    message: say`案件编号${the.record('case', newCaseId)}已被占用，不能分出`,
  });
}
