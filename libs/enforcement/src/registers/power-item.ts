import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Day,
  Flag,
  Label,
  ListOf,
  Narrative,
  OfficialNumber,
  Optional,
  RecordRef,
  say,
  the,
  UnitRef,
} from '#fields';
import type { LegalDay } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { caseNeeds } from '../case/case-need.js';
import { Delegation, ItemClaim, isDelegatedOn } from '../competence.js';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import { type Amount, count, distinctStock, rate, stock, stockRate } from '../definition/metric.js';
import { type RegisterRow, register } from '../definition/register.js';
import { FineRange, guardRanges } from '../fine-range.js';
import { guardUnitKnown, unitNeed } from '../responsible-unit.js';
import { CATALOGUE_FIELDS, type CatalogueField } from '../terms.js';

/*
 * 权力事项库 (行政处罚法第十七条、第二十四条; 浙江省综合行政执法条例第八条至第十条; DOMAIN 4.6): what the bureau may do, item by
 * item. An item is of the 综合 or of the 专业 list and never of both, so that the two are 总目录 and have nothing in common.
 * Items are claimed by the organ, and some delegated to towns and streets, which is assessed by what they do with them.
 */

/** 目录: each item of the general catalogue is in exactly one of the two. */
export const CATALOGUE_TIERS = { COMPREHENSIVE: '综合执法清单', SPECIALIZED: '专业执法清单' } as const;
export type CatalogueTier = keyof typeof CATALOGUE_TIERS;

/** Where the item stood from a day on. */
export class Placing {
  @Choice('所属清单', CATALOGUE_TIERS) tier!: CatalogueTier;
  @Choice('领域', CATALOGUE_FIELDS) field!: CatalogueField;
  @Day('起') from!: LegalDay;
}

/** 实施: a case of the town about the item. */
export class Implementation {
  @UnitRef('乡镇（街道）') townId!: string;
  @RecordRef('case', '案件') caseId!: string;
  @Day('评估日期') on!: LegalDay;
}

/** 权力事项, as it stands. */
export class PowerItem {
  @RecordRef('powerItem', '事项编码') itemId!: string;
  @UnitRef('实施单位') unitId!: string;
  @Label('事项名称') name!: string;
  @Choice('领域', CATALOGUE_FIELDS) field!: CatalogueField;
  @Choice('所属清单', CATALOGUE_TIERS) tier!: CatalogueTier;
  @OfficialNumber('事项版本') versionCode!: string;
  @ListOf('清单变动', () => Placing, { min: 0 }) placings!: readonly Placing[];
  @Day('列入日期') addedOn!: LegalDay;
  @ListOf('认领', () => ItemClaim, { min: 0 }) claims!: readonly ItemClaim[];
  @Optional() @Label('违反的规定') illegalBasis?: string;
  @Optional() @Label('处罚的依据') punishBasis?: string;
  @Optional() @ListOf('罚款幅度', () => FineRange, { max: 40 }) fineRanges?: readonly FineRange[];
  @Optional() @Day('编制日期') draftedOn?: LegalDay;
  @Optional() @Day('质量自查日期') checkedOn?: LegalDay;
  @ListOf('赋权', () => Delegation, { min: 0 }) delegations!: readonly Delegation[];
  @ListOf('实施', () => Implementation, { min: 0 }) implementations!: readonly Implementation[];
  @Optional() @Day('取消日期') removedOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

/** 列入权力事项库; the item's code is that of the address. */
export class AddPowerItem {
  @Label('事项名称') name!: string;
  @Choice('领域', CATALOGUE_FIELDS) field!: CatalogueField;
  @Choice('所属清单', CATALOGUE_TIERS) tier!: CatalogueTier;
  @OfficialNumber('事项版本') versionCode!: string;
  @ActDay('列入日期') on!: LegalDay;
}
export class PowerItemAdded extends AddPowerItem {
  @RecordRef('powerItem', '事项编码') itemId!: string;
  @UnitRef('实施单位') unitId!: string;
}

/** 调整事项: the item as a further version of the library says it. */
export class ModifyPowerItem {
  @Label('事项名称') name!: string;
  @Choice('领域', CATALOGUE_FIELDS) field!: CatalogueField;
  @Choice('所属清单', CATALOGUE_TIERS) tier!: CatalogueTier;
  @OfficialNumber('事项版本') versionCode!: string;
  @ActDay('调整日期') on!: LegalDay;
}

export class RemovePowerItem {
  @Narrative('取消的理由') reason!: string;
  @ActDay('取消日期') on!: LegalDay;
}

export class ClaimPowerItem {
  @ActDay('认领日期') on!: LegalDay;
}

export class UnclaimPowerItem {
  @Narrative('取消认领的理由') reason!: string;
  @ActDay('取消认领日期') on!: LegalDay;
}

/** 编制事项: what is violated, by what it is punished, and between what it is fined. */
export class DraftItemEntry {
  @Label('违反的规定') illegalBasis!: string;
  @Label('处罚的依据') punishBasis!: string;
  /** All ranges, those of earlier editions of the law with their last days: decisions are held to them (G24). */
  @Optional() @ListOf('罚款幅度', () => FineRange, { max: 40 }) fineRanges?: readonly FineRange[];
  @ActDay('编制日期') on!: LegalDay;
}

export class CheckItemQuality {
  @Flag('是否合格') isSound!: boolean;
  @Narrative('自查意见') opinion!: string;
  @ActDay('自查日期') on!: LegalDay;
}

export class DelegatePower {
  @UnitRef('承接的乡镇（街道）') townId!: string;
  /** 决定应当公布. */
  @OfficialNumber('赋权决定文号') documentNo!: string;
  @Day('生效日期') effectiveOn!: LegalDay;
  @ActDay('公布日期') on!: LegalDay;
}

export class RevokeDelegation {
  @UnitRef('乡镇（街道）') townId!: string;
  @Narrative('收回的理由') reason!: string;
  @ActDay('收回日期') on!: LegalDay;
}

/** 评估赋权实施情况: the town has filed a case about the item. */
export class AssessDelegation {
  @UnitRef('乡镇（街道）') townId!: string;
  @RecordRef('case', '案件') caseId!: string;
  @ActDay('评估日期') on!: LegalDay;
}

const CATALOGUE = '浙江省综合行政执法条例第八条';
const AUTHORITY = '行政处罚法第十七条';
const DELEGATING = '行政处罚法第二十四条第一款';
const ASSESSING = '行政处罚法第二十四条第三款';

const PHASES = { Unlisted: '未列入', Listed: '在库待认领', Claimed: '已认领', Removed: '已取消' } as const;

function openDelegation({ delegations }: PowerItem, townId: string): Delegation | undefined {
  return delegations.find((one) => one.townId === townId && one.until === undefined);
}

/** What the organ does not claim any more is claimed by nobody and delegated to nobody. */
function ended({ claims, delegations }: PowerItem, { on }: { readonly on: LegalDay }) {
  return {
    claims: claims.map((claim) => (claim.until === undefined ? { ...claim, until: on } : claim)),
    delegations: delegations.map((one) => (one.until === undefined ? { ...one, until: on } : one)),
  };
}

function notDelegated(townId: string): Refusal {
  return refuse({
    code: 'powerItem.not_delegated',
    article: DELEGATING,
    message: say`此事项没有赋权给${the.unit(townId)}`,
  });
}

type Row = RegisterRow<PowerItem>;

/** The days on which the item came to stand where it stood, as far as they are of a kind. */
function placed({ placings }: Row, subject: (placing: Placing) => string | undefined): Amount[] {
  return placings.flatMap((placing) => ofSubject(placing.from, subject(placing)));
}

/** The days on which it ceased to stand there: it was moved, or removed. */
function displaced({ placings, removedOn }: Row, subject: (placing: Placing) => string | undefined): Amount[] {
  return placings.flatMap((placing, index) => {
    const until = placings[index + 1]?.from ?? removedOn;
    return until === null || until === undefined ? [] : ofSubject(until, subject(placing));
  });
}

function ofSubject(on: LegalDay, subject: string | undefined): Amount[] {
  return subject === undefined ? [] : [{ on, subject }];
}

const tierOf = ({ tier }: Placing) => tier;
const fieldOf = ({ field }: Placing) => field;
const comprehensiveFieldOf = ({ tier, field }: Placing) => (tier === 'COMPREHENSIVE' ? field : undefined);

/** 权力事项, one stream an item: `powerItem-<itemId>`. */
export const powerItem = register<PowerItem, typeof PHASES>({
  name: 'powerItem',
  path: 'power-items',
  title: '权力事项库',
  noun: '权力事项',
  room: 'RULES',
  row: PowerItem,
  phases: PHASES,
  roles: ['LEADER', 'COORDINATOR', 'REGISTRAR'],
  initial: { placings: [], claims: [], delegations: [], implementations: [] },
  acts: [
    act(AddPowerItem, PowerItemAdded, {
      title: '列入权力事项库',
      article: CATALOGUE,
      to: 'Listed',
      says: ({ name, tier }) => say`“${the.label(name)}”列入${CATALOGUE_TIERS[tier]}`,
      decide: (_input, _row, { id }) => ({ itemId: id }),
      evolve: (_row, { tier, field, on }) => ({ addedOn: on, placings: [{ tier, field, from: on }] }),
    }),
    act(ModifyPowerItem, 'PowerItemModified', {
      title: '调整事项',
      article: CATALOGUE,
      from: ['Listed', 'Claimed'],
      says: ({ name, versionCode, tier }) =>
        say`调整为“${the.label(name)}”（版本${the.label(versionCode)}，${CATALOGUE_TIERS[tier]}）`,
      evolve: ({ placings }, { tier, field, on }) => {
        const last = placings.at(-1);
        const isMoved = last === undefined || last.tier !== tier || last.field !== field;
        return isMoved ? { placings: [...placings, { tier, field, from: on }] } : {};
      },
    }),
    act(RemovePowerItem, 'PowerItemRemoved', {
      title: '取消事项',
      article: CATALOGUE,
      isFinal: true,
      from: ['Listed', 'Claimed'],
      to: 'Removed',
      says: ({ reason }) => say`取消：${the.words(reason)}`,
      evolve: (row, { on }) => ({ ...ended(row, { on }), removedOn: on }),
    }),
    act(ClaimPowerItem, 'PowerItemClaimed', {
      title: '认领事项',
      article: AUTHORITY,
      from: ['Listed'],
      to: 'Claimed',
      evolve: ({ claims }, { on }) => ({ claims: [...claims, { from: on }] }),
    }),
    act(UnclaimPowerItem, 'PowerItemUnclaimed', {
      title: '取消认领',
      article: AUTHORITY,
      from: ['Claimed'],
      to: 'Listed',
      says: ({ reason }) => say`取消认领：${the.words(reason)}`,
      evolve: ended,
    }),
    act(DraftItemEntry, 'ItemEntryDrafted', {
      title: '编制事项',
      article: AUTHORITY,
      from: ['Listed', 'Claimed'],
      says: ({ illegalBasis, punishBasis }) =>
        say`编制：违反${the.label(illegalBasis)}，依据${the.label(punishBasis)}处罚`,
      decide: ({ fineRanges = [] }, _row, { statutes }) => guardRanges(fineRanges, statutes) ?? {},
      evolve: ({ draftedOn }, { on }) => ({ draftedOn: draftedOn ?? on }),
    }),
    act(CheckItemQuality, 'ItemQualityChecked', {
      title: '事项质量自查',
      article: AUTHORITY,
      from: ['Listed', 'Claimed'],
      says: ({ isSound, opinion }) => say`质量自查${isSound ? '合格' : '不合格'}：${the.words(opinion)}`,
      evolve: (_row, { on }) => ({ checkedOn: on }),
    }),
    act(DelegatePower, 'PowerDelegated', {
      title: '赋权乡镇（街道）',
      article: DELEGATING,
      from: ['Claimed'],
      needs: ({ townId }) => [unitNeed(townId)],
      says: ({ townId, effectiveOn }) => say`赋权${the.unit(townId)}，自${the.day(effectiveOn)}起生效`,
      decide: ({ townId, on, effectiveOn }, row, context) => {
        const unknown = guardUnitKnown(context, townId);
        if (unknown) return unknown;
        if (context.unitOf(townId).level !== 'TOWNSHIP')
          return refuse({
            code: 'powerItem.not_township',
            article: DELEGATING,
            message: say`${the.unit(townId)}不是乡镇人民政府或者街道办事处，行政处罚权只能交由乡镇（街道）行使`,
          });
        if (openDelegation(row, townId))
          return refuse({
            code: 'powerItem.delegated',
            article: DELEGATING,
            message: say`此事项已经赋权给${the.unit(townId)}`,
          });
        return guardNotBefore(effectiveOn, on, '生效日期', '公布日期', DELEGATING) ?? {};
      },
      evolve: ({ delegations }, { townId, effectiveOn }) => ({
        delegations: [...delegations, { townId, effectiveOn }],
      }),
    }),
    act(RevokeDelegation, 'DelegationRevoked', {
      title: '收回赋权',
      article: DELEGATING,
      from: ['Claimed'],
      says: ({ townId, reason }) => say`收回对${the.unit(townId)}的赋权：${the.words(reason)}`,
      decide: ({ townId, on }, row) => {
        const open = openDelegation(row, townId);
        if (open === undefined) return notDelegated(townId);
        return guardNotBefore(on, open.effectiveOn, '收回日期', '赋权生效日期', DELEGATING) ?? {};
      },
      evolve: ({ delegations }, { townId, on }) => ({
        delegations: delegations.map((one) =>
          one.townId === townId && one.until === undefined ? { ...one, until: on } : one,
        ),
      }),
    }),
    act(AssessDelegation, 'DelegationAssessed', {
      title: '评估赋权实施情况',
      article: ASSESSING,
      from: ['Claimed'],
      needs: ({ caseId }) => caseNeeds(caseId),
      says: ({ townId, caseId }) => say`${the.unit(townId)}已实施此事项，见案件${the.record('case', caseId)}`,
      decide: ({ townId, caseId }, row, { facts }) => {
        const { unitId, item, procedure, filedOn, decision } = facts.get(caseAggregate, caseId);
        const begunOn = procedure === 'SUMMARY' ? decision?.decidedOn : filedOn;
        if (unitId !== townId || item?.itemId !== row.itemId || begunOn === undefined)
          return refuse({
            code: 'powerItem.other_case',
            article: ASSESSING,
            message: say`案件${the.record('case', caseId)}不是${the.unit(townId)}就此事项立案或者当场处罚的案件`,
          });
        return isDelegatedOn(row, townId, begunOn) ? {} : notDelegated(townId);
      },
      evolve: ({ implementations }, { townId, caseId, on }) => ({
        implementations: [...implementations, { townId, caseId, on }],
      }),
    }),
  ],
  list: {
    columns: ['itemId', 'name', 'field', 'tier', 'phase', 'addedOn', 'draftedOn', 'removedOn'],
    filters: ['phase', 'field', 'tier', 'name', 'versionCode', 'addedOn', 'removedOn'],
    sort: 'itemId',
    sorts: ['addedOn'],
  },
  calledBy: 'name',
  idTitle: '事项编码',
  measures: {
    'powerItem.inForce': {
      title: '事项在库',
      on: (row) => placed(row, tierOf),
      until: (row) => displaced(row, tierOf),
      subjects: CATALOGUE_TIERS,
    },
    'powerItem.added': { title: '列入事项', on: ({ addedOn }) => addedOn },
    'powerItem.removed': { title: '取消事项', on: ({ removedOn }) => removedOn },
    'powerItem.claimed': {
      title: '认领事项',
      on: ({ claims }) => claims.map(({ from }) => from),
      until: ({ claims }) => claims.flatMap(({ until }) => until ?? []),
    },
    'powerItem.drafted': { title: '编制事项', on: ({ draftedOn }) => draftedOn },
    'powerItem.checked': { title: '事项质量自查', on: ({ checkedOn }) => checkedOn },
    'powerItem.field': {
      title: '领域有事项在库',
      on: (row) => placed(row, fieldOf),
      until: (row) => displaced(row, fieldOf),
      subjects: CATALOGUE_FIELDS,
    },
    'powerItem.comprehensiveField': {
      title: '领域有综合执法事项在库',
      on: (row) => placed(row, comprehensiveFieldOf),
      until: (row) => displaced(row, comprehensiveFieldOf),
      subjects: CATALOGUE_FIELDS,
    },
    'delegation.item': {
      title: '事项赋权乡镇（街道）',
      on: ({ delegations, itemId }) => delegations.map(({ effectiveOn }) => ({ on: effectiveOn, subject: itemId })),
      until: ({ delegations, itemId }) =>
        delegations.flatMap(({ until }) => (until === undefined ? [] : [{ on: until, subject: itemId }])),
    },
    'delegation.field': {
      title: '领域有事项赋权乡镇（街道）',
      on: ({ delegations, field }) => delegations.map(({ effectiveOn }) => ({ on: effectiveOn, subject: field })),
      until: ({ delegations, field }) =>
        delegations.flatMap(({ until }) => (until === undefined ? [] : [{ on: until, subject: field }])),
      subjects: CATALOGUE_FIELDS,
    },
    'delegation.implemented': {
      title: '赋权事项已实施',
      on: ({ implementations, itemId }) => implementations.map(({ on }) => ({ on, subject: itemId })),
    },
  },
  metrics: [
    {
      id: 'C07',
      name: '权力事项库',
      definition: '期初事项数加统计期内列入减取消等于期末事项数；总目录的事项，或者在综合执法清单，或者在专业执法清单',
      source: '浙江省综合行政执法条例第八条',
      countsBy: '列入日期；取消日期；编制日期；自查日期',
      parts: [
        { ...stock('opening', '期初事项', 'powerItem.inForce', '项'), over: 'opening' },
        count('added', '列入', ['powerItem.added'], '项'),
        count('removed', '取消', ['powerItem.removed'], '项'),
        stock('closing', '期末事项', 'powerItem.inForce', '项'),
        stock('comprehensive', '期末综合执法清单事项', 'powerItem.inForce', '项', ['COMPREHENSIVE']),
        stock('specialized', '期末专业执法清单事项', 'powerItem.inForce', '项', ['SPECIALIZED']),
        stock('claimed', '期末已认领事项', 'powerItem.claimed', '项'),
        count('drafted', '编制事项', ['powerItem.drafted'], '条'),
        count('checked', '质量自查', ['powerItem.checked'], '条'),
        distinctStock('delegated', '期末赋权乡镇（街道）的事项', 'delegation.item', '项'),
      ],
    },
    {
      id: 'M13',
      name: '事项认领率、领域覆盖率和下放事项实施率',
      definition:
        '期末已认领事项与在库事项之比；期末综合执法清单涉及的领域、赋权事项涉及的领域与总目录领域之比；统计期内有案件的赋权事项与期末赋权事项之比（按事项去重）',
      source: '行政处罚法第二十四条；浙江省综合行政执法条例第八条至第十条',
      countsBy: '期末；实施以评估日期计',
      parts: [
        stockRate('claim', '事项认领率', 'powerItem.claimed', 'powerItem.inForce'),
        stockRate('coverage', '综合执法领域覆盖率', 'powerItem.comprehensiveField', 'powerItem.field', 'distinct'),
        stockRate('townCoverage', '乡镇（街道）领域覆盖率', 'delegation.field', 'powerItem.field', 'distinct'),
        {
          ...rate('implementation', '下放事项实施率', ['delegation.implemented'], ['delegation.item']),
          sums: 'distinct',
          denominatorOver: 'closing',
        },
      ],
    },
  ],
});
