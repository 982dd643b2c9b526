import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Continued,
  Day,
  each,
  ListOf,
  Narrative,
  Nested,
  OfficialNumber,
  Optional,
  PersonRef,
  RecordRef,
  Rule,
  type Sentence,
  say,
  Territory,
  Text,
  the,
  UnitRef,
} from '#fields';
import type { LegalDay } from '#statutes';
import { guardNotInFuture } from '../days.js';
import { OnApproval } from '../definition/approval.js';
import { ruleOf } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { guardUnitKnown } from '../responsible-unit.js';
import { OFF_PLATFORM_SOURCES, PROCEDURES, SOURCE_SYSTEMS, type SourceSystem } from '../terms.js';
import { act } from './act.js';
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
  /** The same in every case about the same fact: it is fined once (第二十九条). */
  @Optional() @OfficialNumber('违法事实编号') violationFactId?: string;
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
}

export class DeclineFiling extends OnApproval {
  @Narrative('理由') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('不予立案日期') declinedOn!: LegalDay;
}
@Continued()
export class FilingDeclined extends DeclineFiling {
  @PersonRef('批准人') declare approverId: string;
}

const ARTICLE = '行政处罚法第五十四条';

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
    decide: ({ happenedOn, parties }, _state, { id, actor, today, sourceSystem }) =>
      guardNotInFuture(happenedOn, today, '违法行为发生日', ARTICLE) ??
      guardNamedOnce(
        parties.map(({ partyId }) => partyId),
        'case.party_twice',
        (partyId) => say`当事人${the.words(partyId)}列了两次，请只列一次`,
      ) ?? { caseId: id, unitId: actor.unit, registeredOn: today, sourceSystem },
    evolve: (_state, { caseId, unitId, item, parties, happenedOn, sourceSystem, leadId, violationFactId }) => ({
      caseId,
      unitId,
      item,
      parties,
      happenedOn,
      sourceSystem,
      leadId,
      violationFactId,
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
    needs: ({ officers }) => peopleNeeds(...officers.map(({ userId }) => userId)),
    says: ({ caseNo, deadlineOn }) =>
      say`立案，案号${the.label(caseNo)}${
        deadlineOn === undefined ? undefined : say`，应于${the.day(deadlineOn)}前作出决定`
      }`,
    restsOn: ({ happenedOn }) => [[happenedOn, '违法行为发生日']],
    decide: ({ filedOn, officers }, { unitId }, context, { number }) => {
      const { facts, statutes } = context;
      const userIds = officers.map(({ userId }) => userId);
      const refusal =
        guardUnitKnown(context, unitId) ??
        guardNamedOnce(
          userIds,
          'officer.named_twice',
          (userId) => say`办案人员${the.person(userId)}列了两次，请只列一次`,
        ) ??
        guardTwoOfficers(facts, userIds, unitId, filedOn);
      if (refusal) return refusal;
      // A case filed under the law of before 2021 has no period for deciding, and is put on record as it was (F2).
      const deadline = statutes.hasPeriod('D03', filedOn) ? statutes.due('D03', { on: filedOn }) : undefined;
      return {
        caseNo: number,
        procedure: 'ORDINARY',
        officers: officers.map(({ userId, duty }) => ({ userId, duty, certNo: certificateNo(facts, userId, filedOn) })),
        deadlineOn: deadline?.dueOn,
        deadlineRule: deadline && ruleOf(deadline),
      };
    },
    evolve: (state, { approverId, procedure, caseNo, filedOn, deadlineOn, deadlineRule, officers }) => ({
      ...ledBy(state, approverId),
      procedure,
      caseNo,
      filedOn,
      decisionDueOn: deadlineOn,
      decisionRule: deadlineRule,
      officers,
      everInvestigated: officers.map(({ userId }) => userId),
    }),
  }),
  act(DeclineFiling, FilingDeclined, {
    title: '不予立案',
    article: ARTICLE,
    isFinal: true,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    says: ({ reason }) => say`不予立案：${the.words(reason)}`,
    restsOn: ({ happenedOn }) => [[happenedOn, '违法行为发生日']],
  }),
];
