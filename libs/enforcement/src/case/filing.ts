import { accept, acceptWith, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  arranged,
  Choice,
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
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { ruleOf } from '../definition/context.js';
import { command, event, type Stage } from '../definition/stage.js';
import { numberNeeds, takeNumber } from '../document-number.js';
import { certificateOn, officer } from '../organisation/officer.js';
import { guardUnitKnown } from '../responsible-unit.js';
import { OFF_PLATFORM_SOURCES, PROCEDURES, SOURCE_SYSTEMS, type SourceSystem } from '../terms.js';
import { guardApprover, guardTwoOfficers, ledBy, peopleNeeds } from './officers.js';
import { CaseOfficer, CaseOfficerInput, Item, Party } from './parts.js';
import type { CaseState } from './state.js';

/* 登记与立案 (行政处罚法第五十四条; DOMAIN 2.4 阶段 1–3). */

// ---- commands and, beside each, the event that is stored for ever

export class RegisterCase {
  @Optional() @RecordRef('lead', '线索编号') leadId?: string;
  @Nested('事项', () => Item) item!: Item;
  @ListOf('当事人', () => Party, { max: 20 }) parties!: readonly Party[];
  @Day('违法行为发生日') happenedOn!: LegalDay;
  @Text('地点') place!: string;
  @Territory('行政区划代码') territoryCode!: string;
}
export class CaseRegistered {
  @Optional() @RecordRef('lead', '线索编号') leadId?: string;
  @Nested('事项', () => Item) item!: Item;
  @ListOf('当事人', () => Party, { max: 20 }) parties!: readonly Party[];
  @Day('违法行为发生日') happenedOn!: LegalDay;
  @Text('地点') place!: string;
  @Territory('行政区划代码') territoryCode!: string;
  @RecordRef('case', '案件编号') caseId!: string;
  @UnitRef('办案单位') unitId!: string;
  @ActDay('登记日期') registeredOn!: LegalDay;
  @Choice('来源系统', SOURCE_SYSTEMS) sourceSystem!: SourceSystem;
}

export class FileCase {
  @ActDay('立案日期') filedOn!: LegalDay;
  @PersonRef('批准人') approverId!: string;
  @ListOf('办案人员', () => CaseOfficerInput, { min: 2, max: 10 }) officers!: readonly CaseOfficerInput[];
}
export class CaseFiled {
  @OfficialNumber('案号') caseNo!: string;
  @Choice('程序', PROCEDURES) procedure!: 'ORDINARY';
  @ActDay('立案日期') filedOn!: LegalDay;
  @PersonRef('批准人') approverId!: string;
  @ListOf('办案人员', () => CaseOfficer, { min: 2, max: 10 }) officers!: readonly CaseOfficer[];
  /** D03: last day for a decision, with the edition of the rule that gave it. */
  @Day('办案期限') deadlineOn!: LegalDay;
  @Rule('期限依据') deadlineRule!: string;
}

export class DeclineFiling {
  @Narrative('理由') reason!: string;
  @PersonRef('批准人') approverId!: string;
  @ActDay('不予立案日期') declinedOn!: LegalDay;
}
export class FilingDeclined extends DeclineFiling {}

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

export const filing: Stage<CaseState> = {
  events: [
    event(CaseRegistered, {
      title: '案件登记',
      says: ({ item, parties }) =>
        say`登记“${the.words(item.name)}”案，当事人${each(parties, (party) => the.party(party))}`,
      evolve: (state: CaseState, { caseId, unitId, item, parties, happenedOn, sourceSystem, leadId }) => ({
        ...state,
        caseId,
        unitId,
        item,
        parties,
        happenedOn,
        sourceSystem,
        ...(leadId === undefined ? {} : { leadId }),
      }),
    }),
    event(CaseFiled, {
      title: '立案',
      says: ({ caseNo, deadlineOn }) => say`立案，案号${the.label(caseNo)}，应于${the.day(deadlineOn)}前作出决定`,
      evolve: (state: CaseState, { approverId, procedure, caseNo, filedOn, deadlineOn, deadlineRule, officers }) => ({
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
    event(FilingDeclined, {
      title: '不予立案',
      says: ({ reason }) => say`不予立案：${the.words(reason)}`,
      evolve: (state: CaseState) => state,
    }),
  ],
  commands: [
    command<CaseState, RegisterCase>({
      input: RegisterCase,
      title: '登记案件',
      article: ARTICLE,
      roles: ['OFFICER', 'REGISTRAR'],
      records: CaseRegistered,
      creates: true,
      may: (_state, { id }) => guardCaseId(id),
      decide: (input, _state, { id, actor, today, sourceSystem }) =>
        guardNotInFuture(input.happenedOn, today, '违法行为发生日', ARTICLE) ??
        guardNamedOnce(
          input.parties.map(({ partyId }) => partyId),
          'case.party_twice',
          (partyId) => say`当事人${the.words(partyId)}列了两次，请只列一次`,
        ) ??
        accept({
          type: 'CaseRegistered',
          data: arranged(CaseRegistered, {
            ...input,
            caseId: id,
            unitId: actor.unit,
            registeredOn: today,
            sourceSystem,
          } satisfies CaseRegistered),
        }),
    }),
    command<CaseState, FileCase>({
      input: FileCase,
      title: '立案',
      article: ARTICLE,
      roles: ['OFFICER'],
      records: CaseFiled,
      needs: (input, state) => [
        ...peopleNeeds(...input.officers.map(({ userId }) => userId), input.approverId),
        ...numberNeeds(state.unitId, 'FILING', input.filedOn),
      ],
      decide: ({ filedOn, approverId, officers }, state, context) => {
        const { facts, statutes, today } = context;
        const userIds = officers.map(({ userId }) => userId);
        const refusal =
          guardNotInFuture(filedOn, today, '立案日期', ARTICLE) ??
          guardNotBefore(filedOn, state.happenedOn ?? '', '立案日期', '违法行为发生日', ARTICLE) ??
          guardUnitKnown(context, state.unitId) ??
          guardNamedOnce(
            userIds,
            'officer.named_twice',
            (userId) => say`办案人员${the.person(userId)}列了两次，请只列一次`,
          ) ??
          guardTwoOfficers(facts, userIds, state.unitId, filedOn) ??
          guardApprover(facts, approverId, state.unitId, userIds, filedOn, ARTICLE);
        if (refusal) return refusal;
        const { number, write } = takeNumber(facts, {
          unitId: state.unitId,
          kind: 'FILING',
          on: filedOn,
          takenFor: state.caseId,
        });
        const deadline = statutes.due('D03', { on: filedOn });
        return acceptWith(
          [
            {
              type: 'CaseFiled',
              data: {
                caseNo: number,
                procedure: 'ORDINARY',
                filedOn,
                approverId,
                officers: officers.map(({ userId, duty }) => ({
                  userId,
                  duty,
                  certNo: certificateOn(facts.get(officer, userId), filedOn)!.certNo,
                })),
                deadlineOn: deadline.dueOn,
                deadlineRule: ruleOf(deadline),
              } satisfies CaseFiled,
            },
          ],
          [write],
        );
      },
    }),
    command<CaseState, DeclineFiling>({
      input: DeclineFiling,
      title: '不予立案',
      article: ARTICLE,
      roles: ['OFFICER'],
      records: FilingDeclined,
      needs: (input) => peopleNeeds(input.approverId),
      decide: (input, state, { facts, today, actor }) =>
        guardNotInFuture(input.declinedOn, today, '不予立案日期', ARTICLE) ??
        guardNotBefore(input.declinedOn, state.happenedOn ?? '', '不予立案日期', '违法行为发生日', ARTICLE) ??
        guardApprover(facts, input.approverId, state.unitId, [actor.id], input.declinedOn, ARTICLE) ??
        accept({ type: 'FilingDeclined', data: { ...input } satisfies FilingDeclined }),
    }),
  ],
};
