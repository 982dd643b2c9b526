import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Continued,
  Day,
  Fen,
  ListOf,
  Narrative,
  Nested,
  OfficialNumber,
  Optional,
  PersonRefs,
  RecordRef,
  Rule,
  say,
  Territory,
  Text,
  the,
  UnitRef,
} from '#fields';
import type { LegalDay } from '#statutes';
import { type LawContext, ruleOf } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { PARTY_KINDS, SOURCE_SYSTEMS, type SourceSystem } from '../terms.js';
import { act } from './act.js';
import { guardCaseId } from './filing.js';
import { certified, guardTwoOfficers, peopleNeeds } from './officers.js';
import { CertifiedOfficer, Item, Party } from './parts.js';
import type { CaseState } from './state.js';

/*
 * 简易程序转为普通程序 (行政处罚法第五十一条、第五十四条第一款; DOMAIN 2.5): what was begun on the spot and may not be decided there. No
 * decision has been made; the matter is registered with what was found, and goes on as any case from its filing.
 */

/** 转为普通程序的情形. */
export const CONVERSION_GROUNDS = {
  OVER_LIMIT: '拟罚款数额超过当场处罚的限额',
  OTHER_KIND: '拟给予警告、罚款以外的处罚',
  DISPUTED: '当事人对违法事实、证据有异议',
  TO_BE_VERIFIED: '违法事实需要进一步调查核实',
} as const;
export type ConversionGround = keyof typeof CONVERSION_GROUNDS;

// ---- command and event, stored for ever

export class ConvertToOrdinary {
  @Choice('转为普通程序的情形', CONVERSION_GROUNDS) ground!: ConversionGround;
  @ActDay('现场查处日期') foundOn!: LegalDay;
  @Nested('事项', () => Item) item!: Item;
  @Nested('当事人', () => Party) party!: Party;
  @Text('地点') place!: string;
  @Territory('行政区划代码') territoryCode!: string;
  @PersonRefs('现场执法人员', { min: 2, max: 10 }) officers!: string[];
  /** Of what would be above the limit. */
  @Optional() @Fen('拟罚款数额', { min: 1 }) fineFen?: number;
  /** 当事人当场的陈述、申辩: part of the file from the first (第四十五条). */
  @Optional() @Narrative('当事人当场的陈述、申辩') statement?: string;
  @Narrative('现场情况和转为普通程序的理由') reason!: string;
  /** 预定格式、编有号码的决定书, filled in and not handed over: it is void. */
  @Optional() @OfficialNumber('作废的当场处罚决定书编号') voidFormNo?: string;
  @Optional() @OfficialNumber('违法事实编号') violationFactId?: string;
}
@Continued()
export class ConvertedToOrdinary extends ConvertToOrdinary {
  @RecordRef('case', '案件编号') caseId!: string;
  @UnitRef('办案单位') unitId!: string;
  @Day('登记日期') registeredOn!: LegalDay;
  @Choice('来源系统', SOURCE_SYSTEMS) sourceSystem!: SourceSystem;
  @ListOf('现场执法人员（证号）', () => CertifiedOfficer, { min: 2, max: 10 })
  certified!: readonly CertifiedOfficer[];
  /** The limit that would have been exceeded (F02), with its edition. */
  @Optional() @Fen('当场罚款限额') limitFen?: number;
  @Optional() @Rule('限额依据') limitRule?: string;
}

// ---- guards

const ARTICLE = '行政处罚法第五十一条、第五十四条第一款';

/** 超过限额: how much it is to be, and that it is more than may be imposed on the spot. */
function guardOverLimit(
  { ground, fineFen, party, foundOn }: ConvertToOrdinary,
  { statutes }: LawContext,
): Refusal | undefined {
  if ((ground === 'OVER_LIMIT') !== (fineFen !== undefined))
    return refuse({
      code: 'conversion.fine',
      article: ARTICLE,
      message: '以超过当场处罚限额转为普通程序的，应填写拟罚款数额；其他情形不填',
    });
  if (fineFen === undefined) return undefined;
  const limitFen = statutes.onTheSpotLimitFen(party.kind, foundOn);
  if (fineFen > limitFen) return undefined;
  return refuse({
    code: 'conversion.within_limit',
    article: ARTICLE,
    message: say`对${PARTY_KINDS[party.kind]}当场罚款的限额为${the.money(limitFen)}，${the.money(fineFen)}没有超过，不能以此转为普通程序`,
  });
}

export const conversion: readonly Stage<CaseState>[] = [
  act(ConvertToOrdinary, ConvertedToOrdinary, {
    title: '当场查处转为普通程序',
    eventTitle: '转为普通程序',
    article: ARTICLE,
    roles: ['OFFICER'],
    creates: true,
    draft: (_state, actor) => ({ officers: [actor.id] }),
    needs: ({ officers }) => peopleNeeds(...officers),
    says: ({ ground, item, party, voidFormNo }) =>
      say`当场查处“${the.words(item.name)}”，当事人${the.party(party)}，${CONVERSION_GROUNDS[ground]}，转为普通程序${
        voidFormNo === undefined ? undefined : say`；当场处罚决定书${the.label(voidFormNo)}作废`
      }`,
    may: (_state, { id }) => guardCaseId(id),
    decide: (input, _state, context) => {
      const { id, actor, facts, statutes, today, sourceSystem } = context;
      const { officers, foundOn, party } = input;
      const refusal = guardTwoOfficers(facts, officers, actor.unit, foundOn) ?? guardOverLimit(input, context);
      if (refusal) return refusal;
      const limit =
        input.fineFen === undefined ? undefined : statutes.onTheSpotLimit({ partyKind: party.kind, on: foundOn });
      return {
        caseId: id,
        unitId: actor.unit,
        registeredOn: today,
        sourceSystem,
        certified: certified(facts, officers, foundOn),
        limitFen: limit?.limitFen,
        limitRule: limit && ruleOf(limit),
      };
    },
    evolve: (_state, data) => ({
      caseId: data.caseId,
      unitId: data.unitId,
      item: data.item,
      parties: [data.party],
      happenedOn: data.foundOn,
      place: data.place,
      territoryCode: data.territoryCode,
      registeredOn: data.registeredOn,
      sourceSystem: data.sourceSystem,
      violationFactId: data.violationFactId,
      // 现场查处 is investigating: none of them reviews, hosts or decides.
      everInvestigated: data.officers,
    }),
  }),
];
