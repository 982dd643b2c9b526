import { accept, acceptWith, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { command, event, type Stage } from '../definition.js';
import { numberNeeds, takeNumber } from '../document-number.js';
import { Choice, Day, Id, ListOf, LongText, Nested, Optional, Text, Uscc } from '../fields.js';
import { certificateOn, officer } from '../organisation/officer.js';
import { guardUnitKnown } from '../responsible-unit.js';
import {
  ITEM_FIELDS,
  type ItemField,
  OFF_PLATFORM_SOURCES,
  PARTY_KINDS,
  type PartyKind,
  SOURCE_SYSTEMS,
  type SourceSystem,
} from '../terms.js';
import { guardApprover, guardTwoOfficers, ledBy, peopleNeeds } from './officers.js';
import { inPhase } from './phases.js';
import type { CaseOfficer, CaseState, Item, Party } from './state.js';

/* 登记与立案 (行政处罚法第五十四条; DOMAIN 2.4 阶段 1–3). */

// ---- events, stored for ever

export interface CaseRegistered {
  readonly caseId: string;
  readonly unitId: string;
  readonly leadId?: string;
  readonly item: Item;
  readonly parties: readonly Party[];
  readonly happenedOn: LegalDay;
  readonly place: string;
  readonly territoryCode: string;
  readonly registeredOn: LegalDay;
  readonly sourceSystem: SourceSystem;
}

export interface CaseFiled {
  readonly caseNo: string;
  readonly procedure: 'ORDINARY';
  readonly filedOn: LegalDay;
  readonly approverId: string;
  readonly officers: readonly CaseOfficer[];
  /** D03: last day for a decision, with the edition of the rule that gave it. */
  readonly deadlineOn: LegalDay;
  readonly deadlineRule: string;
}

export interface FilingDeclined {
  readonly reason: string;
  readonly approverId: string;
  readonly declinedOn: LegalDay;
}

// ---- commands

export class PartyInput {
  @Id('当事人编号') partyId!: string;
  @Choice('当事人种类', PARTY_KINDS) kind!: PartyKind;
  @Text('姓名或名称', { max: 100 }) name!: string;
  @Optional() @Uscc('统一社会信用代码') uscc?: string;
}

export class ItemInput {
  @Id('事项编码') itemId!: string;
  @Text('案由') name!: string;
  @Choice('领域', ITEM_FIELDS) field!: ItemField;
}

/** 登记案件. */
export class RegisterCase {
  @Optional() @Id('线索编号') leadId?: string;
  @Nested('事项', () => ItemInput) item!: ItemInput;
  @ListOf('当事人', () => PartyInput, { max: 20 }) parties!: PartyInput[];
  @Day('违法行为发生日') happenedOn!: LegalDay;
  @Text('地点') place!: string;
  @Text('行政区划代码', { min: 6, max: 12 }) territoryCode!: string;
}

export class CaseOfficerInput {
  @Id('用户编号') userId!: string;
  @Choice('分工', { LEAD: '主办', ASSIST: '协办' }) duty!: 'LEAD' | 'ASSIST';
}

/** 立案. */
export class FileCase {
  @Day('立案日期') filedOn!: LegalDay;
  @Id('批准人') approverId!: string;
  @ListOf('办案人员', () => CaseOfficerInput, { min: 2, max: 10 }) officers!: CaseOfficerInput[];
}

/** 不予立案. */
export class DeclineFiling {
  @LongText('理由') reason!: string;
  @Id('批准人') approverId!: string;
  @Day('日期') declinedOn!: LegalDay;
}

const ARTICLE = '行政处罚法第五十四条';

// ---- guards

/** Lists of people and parties name each once: what is counted or served later goes by them. */
function guardNamedOnce(ids: readonly string[], code: string, what: string): Refusal | undefined {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return undefined;
  return refuse({ code, article: ARTICLE, message: `${what}${twice}列了两次，请只列一次` });
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
  events: {
    CaseRegistered: event<CaseState, CaseRegistered>({
      title: '案件登记',
      describe: (data) => `登记“${data.item.name}”案，当事人${data.parties.map(({ name }) => name).join('、')}`,
      evolve: (state, data) => ({
        ...state,
        phase: 'Registered',
        caseId: data.caseId,
        unitId: data.unitId,
        item: data.item,
        parties: data.parties,
        happenedOn: data.happenedOn,
        sourceSystem: data.sourceSystem,
        ...(data.leadId === undefined ? {} : { leadId: data.leadId }),
      }),
    }),
    CaseFiled: event<CaseState, CaseFiled>({
      title: '立案',
      describe: (data) => `立案，案号${data.caseNo}，应于${data.deadlineOn}前作出决定`,
      evolve: (state, data) => ({
        ...ledBy(state, data.approverId),
        phase: 'Investigating',
        procedure: data.procedure,
        caseNo: data.caseNo,
        filedOn: data.filedOn,
        decisionDueOn: data.deadlineOn,
        officers: data.officers,
        everInvestigated: data.officers.map(({ userId }) => userId),
      }),
    }),
    FilingDeclined: event<CaseState, FilingDeclined>({
      title: '不予立案',
      describe: (data) => `不予立案：${data.reason}`,
      evolve: (state) => ({ ...state, phase: 'Declined' }),
    }),
  },
  commands: [
    command<CaseState, RegisterCase>({
      input: RegisterCase,
      title: '登记案件',
      article: ARTICLE,
      roles: ['OFFICER', 'REGISTRAR'],
      creates: true,
      may: (state, { id }) => inPhase(state, '登记案件', ARTICLE, 'Unregistered') ?? guardCaseId(id),
      decide: (input, _state, { id, actor, today, sourceSystem }) =>
        guardNotInFuture(input.happenedOn, today, '违法行为发生日', ARTICLE) ??
        guardNamedOnce(
          input.parties.map(({ partyId }) => partyId),
          'case.party_twice',
          '当事人',
        ) ??
        accept({
          type: 'CaseRegistered',
          data: {
            ...input,
            caseId: id,
            unitId: actor.unit,
            registeredOn: today,
            sourceSystem,
          } satisfies CaseRegistered,
        }),
    }),
    command<CaseState, FileCase>({
      input: FileCase,
      title: '立案',
      article: ARTICLE,
      roles: ['OFFICER'],
      needs: (input, state) => [
        ...peopleNeeds(...input.officers.map(({ userId }) => userId), input.approverId),
        ...numberNeeds(state.unitId, 'FILING', input.filedOn),
      ],
      may: (state) => inPhase(state, '立案', ARTICLE, 'Registered'),
      decide: (input, state, { facts, statutes, today }) => {
        const userIds = input.officers.map(({ userId }) => userId);
        const refusal =
          guardNotInFuture(input.filedOn, today, '立案日期', ARTICLE) ??
          guardNotBefore(input.filedOn, state.happenedOn ?? '', '立案日期', '违法行为发生日', ARTICLE) ??
          guardUnitKnown(context, state.unitId) ??
          guardNamedOnce(userIds, 'officer.named_twice', '办案人员') ??
          guardTwoOfficers(facts, userIds, state.unitId, input.filedOn) ??
          guardApprover(facts, input.approverId, state.unitId, userIds, input.filedOn, ARTICLE);
        if (refusal) return refusal;
        const { number, write } = takeNumber(facts, {
          unitId: state.unitId,
          kind: 'FILING',
          on: input.filedOn,
          takenFor: state.caseId,
        });
        const deadline = statutes.due('D03', { on: input.filedOn });
        return acceptWith(
          [
            {
              type: 'CaseFiled',
              data: {
                caseNo: number,
                procedure: 'ORDINARY',
                filedOn: input.filedOn,
                approverId: input.approverId,
                officers: input.officers.map(({ userId, duty }) => ({
                  userId,
                  duty,
                  certNo: certificateOn(facts.get(officer, userId), input.filedOn)!.certNo,
                })),
                deadlineOn: deadline.dueOn,
                deadlineRule: `${deadline.rule}@${deadline.edition}`,
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
      needs: (input) => peopleNeeds(input.approverId),
      may: (state) => inPhase(state, '不予立案', ARTICLE, 'Registered'),
      decide: (input, state, { facts, today, actor }) =>
        guardNotInFuture(input.declinedOn, today, '不予立案日期', ARTICLE) ??
        guardNotBefore(input.declinedOn, state.happenedOn ?? '', '不予立案日期', '违法行为发生日', ARTICLE) ??
        guardApprover(facts, input.approverId, state.unitId, [actor.id], input.declinedOn, ARTICLE) ??
        accept({ type: 'FilingDeclined', data: { ...input } satisfies FilingDeclined }),
    }),
  ],
};
