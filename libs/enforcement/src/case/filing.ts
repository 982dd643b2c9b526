import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Continued,
  Day,
  each,
  Flag,
  Hint,
  ListOf,
  Narrative,
  Nested,
  OfficialNumber,
  Optional,
  PersonRef,
  RecordRef,
  Rule,
  Seldom,
  type Sentence,
  say,
  Territory,
  Text,
  the,
  UnitRef,
} from '#fields';
import { type LegalDay, type Limitation, type Statutes, StatutesError } from '#statutes';
import { competenceNeeds, guardCompetent } from '../competence.js';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { adding } from '../definition/act.js';
import { OnApproval } from '../definition/approval.js';
import { ruleOf } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { guardUnitKnown } from '../responsible-unit.js';
import { OFF_PLATFORM_SOURCES, PROCEDURES, SOURCE_SYSTEMS, type SourceSystem } from '../terms.js';
import { act } from './act.js';
import { defectsBy } from './defects.js';
import { certificateNo, guardTwoOfficers, LEADERS, ledBy, peopleNeeds } from './officers.js';
import { CaseOfficer, CaseOfficerInput, Item, Party } from './parts.js';
import type { CaseState } from './state.js';

/* 登记与立案 (行政处罚法第五十四条; DOMAIN 2.4 阶段 1–3). */

// ---- commands and, beside each, the event that is stored for ever

export class RegisterCase {
  @Optional() @RecordRef('lead', '线索编号') leadId?: string;
  @Nested('事项', () => Item) item!: Item;
  @ListOf('当事人', () => Party, { max: 20 }) parties!: readonly Party[];
  @Day('违法行为发生日') happenedOn!: LegalDay;
  /** 连续或者继续状态的行为 (第三十六条第二款): the day on which it ended, or that it goes on. */
  @Seldom() @Optional() @Day('违法行为终了日') endedOn?: LegalDay;
  @Seldom() @Optional() @Flag('违法行为仍在继续') isGoingOn?: boolean;
  /** “约”: on one day of these, nobody knows which: the first and the last that what is known allows (F14). */
  @Seldom()
  @Optional()
  @Hint('只知道大致日期的勾选：发生日填最早可能的日期，终了日填最晚可能的日期；追责时效自最晚的日期起算')
  @Flag('日期为约数')
  isAbout?: boolean;
  /** The same in every case about the same fact: it is fined once (第二十九条). */
  @Seldom() @Optional() @OfficialNumber('违法事实编号') violationFactId?: string;
  @Text('地点') place!: string;
  @Territory('行政区划代码') territoryCode!: string;
}
@Continued()
export class CaseRegistered extends RegisterCase {
  @RecordRef('case', '案件编号') caseId!: string;
  @UnitRef('办案单位') unitId!: string;
  @ActDay('登记日期') registeredOn!: LegalDay;
  @Choice('来源系统', SOURCE_SYSTEMS) sourceSystem!: SourceSystem;
}

export class FileCase extends OnApproval {
  @ActDay('立案日期') filedOn!: LegalDay;
  /** 发现线索或者收到材料之日: the day of registration where nothing is said. */
  @Seldom() @Optional() @Day('发现日期') discoveredOn?: LegalDay;
  /** 第三十六条第一款: then five years instead of two. */
  @Seldom() @Optional() @Flag('涉及公民生命健康安全、金融安全且有危害后果') isGrave?: boolean;
  /** 生态环境法典第一千零五十四条: five years as well, of what ended since 2026-08-15. */
  @Seldom() @Optional() @Flag('生态环境违法行为造成危害后果') isHarmful?: boolean;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ListOf('办案人员', () => CaseOfficerInput, { min: 2, max: 10 }) officers!: readonly CaseOfficerInput[];
}
export class CaseFiled extends OnApproval {
  @OfficialNumber('案号') caseNo!: string;
  @Choice('程序', PROCEDURES) procedure!: 'ORDINARY';
  @ActDay('立案日期') filedOn!: LegalDay;
  @PersonRef('批准人') approverId!: string;
  @ListOf('办案人员', () => CaseOfficer, { min: 2, max: 10 }) officers!: readonly CaseOfficer[];
  /** D03: last day for a decision, with the edition of the rule that gave it; absent where the law of then set none. */
  @Optional() @Day('办案期限') deadlineOn?: LegalDay;
  @Optional() @Rule('期限依据') deadlineRule?: string;
  /** What the limitation of action was found by (G04): neither said before 2026-11-26. */
  @Optional() @Day('发现日期') discoveredOn?: LegalDay;
  @Optional() @Flag('涉及公民生命健康安全、金融安全且有危害后果') isGrave?: boolean;
  /** 生态环境法典第一千零五十四条: five years as well, of what ended since 2026-08-15. */
  @Optional() @Flag('生态环境违法行为造成危害后果') isHarmful?: boolean;
  /** The last day on which a discovery is in time; absent while the act goes on, or where nobody can say. */
  @Optional() @Day('追责时效届满日') limitationOn?: LegalDay;
  @Optional() @Rule('追责时效依据') limitationRule?: string;
}

/** 不予立案的情形 (G06; 市场监督管理行政处罚程序规定第二十条). */
export const DECLINE_GROUNDS = {
  MINOR: '违法行为轻微并及时改正，没有造成危害后果',
  FIRST: '初次违法且危害后果轻微并及时改正',
  NO_FAULT: '当事人有证据足以证明没有主观过错',
  TIME_BARRED: '已过追责时效',
  NOT_COMPETENT: '不属于本机关管辖',
  NO_VIOLATION: '没有证据初步证明存在违法行为',
  OTHER: '依法可以不予立案的其他情形',
} as const;
export type DeclineGround = keyof typeof DECLINE_GROUNDS;

export class DeclineFiling extends OnApproval {
  /** Not said before 2026-11-26. */
  @Optional() @Choice('不予立案的情形', DECLINE_GROUNDS) ground?: DeclineGround;
  @Narrative('理由') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('不予立案日期') declinedOn!: LegalDay;
}
@Continued()
export class FilingDeclined extends DeclineFiling {
  @PersonRef('批准人') declare approverId: string;
}

const ARTICLE = '行政处罚法第五十四条';
const LIMITATION = '行政处罚法第三十六条';

// ---- guards

/** Lists of people and parties name each once: what is counted or served later goes by them. */
function guardNamedOnce(ids: readonly string[], code: string, said: (twice: string) => Sentence): Refusal | undefined {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  return twice === undefined ? undefined : refuse({ code, article: ARTICLE, message: said(twice) });
}

/** Ids of imported records are made of their source and their number in it; nothing else may take them. */
export function guardCaseId(id: string): Refusal | undefined {
  const source = OFF_PLATFORM_SOURCES.find((name) => id.startsWith(`${name}.`));
  if (source === undefined) return undefined;
  return refuse({
    code: 'case.id_reserved',
    article: '行政处罚法第四十七条',
    message: `以“${source}.”开头的编号留给由${SOURCE_SYSTEMS[source]}导入的案件，请另编案件编号`,
  });
}

/** An act that went on for some time ends after it has begun, and goes on or has ended. */
function guardCourse({ happenedOn, endedOn, isGoingOn, isAbout }: RegisterCase, today: LegalDay): Refusal | undefined {
  if (isAbout === true && (endedOn === undefined || endedOn === happenedOn))
    return refuse({
      code: 'case.about_without_range',
      article: LIMITATION,
      message: '日期为约数的，请填写最早和最晚可能的日期：发生日为最早的，终了日为最晚的',
    });
  if (endedOn === undefined) return undefined;
  if (isGoingOn === true)
    return refuse({
      code: 'case.ended_and_goes_on',
      article: LIMITATION,
      message: '违法行为仍在继续的，没有终了日，请只填写一项',
    });
  return (
    guardNotBefore(endedOn, happenedOn, '违法行为终了日', '违法行为发生日', LIMITATION) ??
    guardNotInFuture(endedOn, today, '违法行为终了日', LIMITATION)
  );
}

/** The day on which the violation was discovered, as far as it is known. */
function discovery({ registeredOn = '', happenedOn = '' }: CaseState, on: LegalDay, told?: LegalDay): LegalDay {
  if (told !== undefined) return told;
  // Put on record late: it was known when it was filed.
  const known = registeredOn === '' || registeredOn > on ? on : registeredOn;
  return known < happenedOn ? happenedOn : known;
}

/**
 * G04 第三十六条: until when a discovery is in time. Nothing where the law of the day is not on record: a fact is not
 * refused because a day cannot be computed (F2).
 */
function limitationOf(
  { item, happenedOn, endedOn, isGoingOn }: CaseState,
  discoveredOn: LegalDay,
  { isGrave, isHarmful }: Pick<FileCase, 'isGrave' | 'isHarmful'>,
  statutes: Statutes,
): Limitation | undefined {
  try {
    return statutes.limitationOfAction({
      happenedOn: happenedOn!,
      endedOn: isGoingOn === true ? null : endedOn,
      discoveredOn,
      endangersLifeHealthOrFinance: isGrave === true,
      isEnvironmental: item?.field === 'ENVIRONMENT',
      harmful: isGrave === true || isHarmful === true,
    });
  } catch (reason) {
    if (reason instanceof StatutesError) return undefined;
    throw reason;
  }
}

function guardDiscovery({ happenedOn = '' }: CaseState, discoveredOn: LegalDay, filedOn: LegalDay) {
  return (
    guardNotBefore(discoveredOn, happenedOn, '发现日期', '违法行为发生日', LIMITATION) ??
    guardNotBefore(filedOn, discoveredOn, '立案日期', '发现日期', LIMITATION)
  );
}

function guardNotBarred(limitation: Limitation | undefined, discoveredOn: LegalDay): Refusal | undefined {
  if (limitation?.barred !== true) return undefined;
  return refuse({
    code: 'filing.time_barred',
    article: LIMITATION,
    message:
      `违法行为自${limitation.runsFrom}起${limitation.years}年内（至${limitation.lastOn}）未被发现，` +
      `${discoveredOn}发现的，不再给予行政处罚，应当不予立案`,
  });
}

function guardBarred(state: CaseState, { ground, declinedOn }: DeclineFiling, statutes: Statutes): Refusal | undefined {
  if (ground !== 'TIME_BARRED') return undefined;
  const limitation = limitationOf(state, discovery(state, declinedOn), {}, statutes);
  if (limitation === undefined || limitation.barred) return undefined;
  return refuse({
    code: 'filing.not_time_barred',
    article: LIMITATION,
    message:
      limitation.lastOn === null
        ? '违法行为仍在继续，追责时效还没有开始计算，不能以已过时效不予立案'
        : `追责时效至${limitation.lastOn}届满，发现时没有超过，不能以已过时效不予立案`,
  });
}

export const filing: readonly Stage<CaseState>[] = [
  act(RegisterCase, CaseRegistered, {
    title: '登记案件',
    eventTitle: '案件登记',
    article: ARTICLE,
    roles: ['OFFICER', 'REGISTRAR'],
    creates: true,
    says: ({ item, parties }) =>
      say`登记“${the.words(item.name)}”案，当事人${each(parties, (party) => the.party(party))}`,
    may: (_state, { id }) => guardCaseId(id),
    decide: (input, _state, { id, actor, today, sourceSystem }) =>
      guardNotInFuture(input.happenedOn, today, '违法行为发生日', ARTICLE) ??
      guardCourse(input, today) ??
      guardNamedOnce(
        input.parties.map(({ partyId }) => partyId),
        'case.party_twice',
        (partyId) => say`当事人${the.words(partyId)}列了两次，请只列一次`,
      ) ?? { caseId: id, unitId: actor.unit, registeredOn: today, sourceSystem },
    evolve: (
      _state,
      {
        caseId,
        unitId,
        item,
        parties,
        happenedOn,
        endedOn,
        isGoingOn,
        isAbout,
        registeredOn,
        sourceSystem,
        leadId,
        violationFactId,
        place,
        territoryCode,
      },
    ) => ({
      caseId,
      unitId,
      item,
      parties,
      happenedOn,
      endedOn,
      isGoingOn,
      isAbout,
      registeredOn,
      sourceSystem,
      leadId,
      violationFactId,
      place,
      territoryCode,
    }),
  }),
  act(FileCase, CaseFiled, {
    title: '立案',
    article: ARTICLE,
    draft: (_state, actor) => ({ officers: [{ userId: actor.id, duty: 'LEAD' }, { duty: 'ASSIST' }] }),
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    workedOnBy: ({ officers }) => officers.map(({ userId }) => userId),
    document: 'FILING',
    needs: ({ officers }, { item, unitId }) => [
      ...peopleNeeds(...officers.map(({ userId }) => userId)),
      ...competenceNeeds(item?.itemId, unitId),
    ],
    says: ({ caseNo, deadlineOn }) =>
      say`立案，案号${the.label(caseNo)}${
        deadlineOn === undefined ? undefined : say`，应于${the.day(deadlineOn)}前作出决定`
      }`,
    restsOn: ({ happenedOn }) => [[happenedOn, '违法行为发生日']],
    decide: (input, state, context, { number }) => {
      const { filedOn, officers, discoveredOn: told } = input;
      const { unitId } = state;
      const { facts, statutes } = context;
      const userIds = officers.map(({ userId }) => userId);
      const refusal =
        guardUnitKnown(context, unitId) ??
        guardCompetent(context, state.item!, unitId, filedOn) ??
        guardNamedOnce(
          userIds,
          'officer.named_twice',
          (userId) => say`办案人员${the.person(userId)}列了两次，请只列一次`,
        ) ??
        guardTwoOfficers(facts, userIds, unitId, filedOn);
      if (refusal) return refusal;
      const discoveredOn = discovery(state, filedOn, told);
      const limitation = limitationOf(state, discoveredOn, input, statutes);
      const late = guardDiscovery(state, discoveredOn, filedOn) ?? guardNotBarred(limitation, discoveredOn);
      if (late) return late;
      // A case filed under the law of before 2021 has no period for deciding, and is put on record as it was (F2).
      const deadline = statutes.hasPeriod('D03', filedOn) ? statutes.due('D03', { on: filedOn }) : undefined;
      const filed = {
        caseNo: number,
        procedure: 'ORDINARY' as const,
        officers: officers.map(({ userId, duty }) => ({ userId, duty, certNo: certificateNo(facts, userId, filedOn) })),
        deadlineOn: deadline?.dueOn,
        deadlineRule: deadline && ruleOf(deadline),
        discoveredOn,
        limitationOn: limitation?.lastOn ?? undefined,
        limitationRule: limitation && ruleOf(limitation),
      };
      return adding(filed, { events: defectsBy(statutes, 'FILING_OVERDUE', 'D01', { on: discoveredOn }, filedOn) });
    },
    evolve: (state, { approverId, procedure, caseNo, filedOn, deadlineOn, deadlineRule, officers }) => ({
      ...ledBy(state, approverId),
      procedure,
      caseNo,
      filedOn,
      decisionDueOn: deadlineOn,
      decisionRule: deadlineRule,
      officers,
      everInvestigated: [...new Set([...state.everInvestigated, ...officers.map(({ userId }) => userId)])],
    }),
  }),
  act(DeclineFiling, FilingDeclined, {
    title: '不予立案',
    article: ARTICLE,
    isFinal: true,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    says: ({ ground, reason }) =>
      say`不予立案${ground === undefined ? undefined : `（${DECLINE_GROUNDS[ground]}）`}：${the.words(reason)}`,
    restsOn: ({ happenedOn }) => [[happenedOn, '违法行为发生日']],
    decide: (input, state, { statutes }) => guardBarred(state, input, statutes) ?? {},
  }),
];
