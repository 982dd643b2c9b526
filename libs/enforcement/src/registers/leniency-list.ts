import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Day,
  Label,
  ListOf,
  Narrative,
  OfficialNumber,
  Optional,
  sameNumber,
  say,
  the,
  UnitRef,
  WholeNumber,
} from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import { distinctStock, stock } from '../definition/metric.js';
import { register } from '../definition/register.js';

/*
 * 轻微违法行为不予处罚清单 (行政处罚法第三十三条第一款; DOMAIN 4.7): for which minor violations a department's field gets no
 * penalty, or may get none. A decision names the entry by its number.
 */

/** 清单条目种类: 轻微并及时改正的应当不罚, 初次的可以不罚. */
export const LENIENCY_KINDS = { SHALL_NOT: '不予处罚', MAY_NOT: '可以不予处罚' } as const;
export type LeniencyKind = keyof typeof LENIENCY_KINDS;

export class LeniencyItem {
  @OfficialNumber('条目编号') itemNo!: string;
  @Label('违法行为') cause!: string;
  @Narrative('适用条件') conditions!: string;
  @Choice('条目种类', LENIENCY_KINDS) kind!: LeniencyKind;
}

/** One version of the list. */
export class LeniencyVersion {
  @WholeNumber('版本', { min: 1 }) version!: number;
  @OfficialNumber('公布文号') documentNo!: string;
  @ListOf('条目', () => LeniencyItem) items!: readonly LeniencyItem[];
  @Day('施行日期') effectiveOn!: LegalDay;
  @Optional() @Day('最后适用日') effectiveTo?: LegalDay;
}

/** 不予处罚清单 of one department, as it stands. */
export class LeniencyList {
  @UnitRef('公布单位') unitId!: string;
  /** 专业执法部门, or the bureau itself. */
  @Label('部门') department!: string;
  @ListOf('版本', () => LeniencyVersion, { min: 0 }) versions!: readonly LeniencyVersion[];
  @OfficialNumber('公布文号') documentNo!: string;
  @Day('施行日期') effectiveOn!: LegalDay;
  @Optional() @Day('废止日期') withdrawnFrom?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

class LeniencyText {
  @OfficialNumber('公布文号') documentNo!: string;
  @ListOf('条目', () => LeniencyItem) items!: readonly LeniencyItem[];
  @Day('施行日期') effectiveOn!: LegalDay;
  @ActDay('公布日期') publishedOn!: LegalDay;
}

export class PublishLeniencyList extends LeniencyText {
  @Label('部门') department!: string;
}
export class ReviseLeniencyList extends LeniencyText {}
export class LeniencyListRevised extends ReviseLeniencyList {
  @UnitRef('公布单位') unitId!: string;
  @WholeNumber('版本', { min: 2 }) version!: number;
}

export class WithdrawLeniencyList {
  @Narrative('废止的理由') reason!: string;
  @Day('废止日期') withdrawnFrom!: LegalDay;
  @ActDay('决定日期') on!: LegalDay;
}

const LENIENCY = '行政处罚法第三十三条第一款';
const PUBLIC = '行政处罚法第三十四条';

const PHASES = { Unpublished: '未公布', InForce: '有效', Withdrawn: '已废止' } as const;

/** The entry of this number that applies on a day; undefined where the list has none. */
export function leniencyItemOn(
  row: Pick<LeniencyList, 'versions'>,
  itemNo: string,
  day: LegalDay,
): LeniencyItem | undefined {
  return row.versions
    ?.find(({ effectiveOn, effectiveTo }) => effectiveOn <= day && (effectiveTo === undefined || day <= effectiveTo))
    ?.items.find((item) => sameNumber(item.itemNo) === sameNumber(itemNo));
}

function guardText({ items, effectiveOn, publishedOn }: LeniencyText): Refusal | undefined {
  const numbers = new Set<string>();
  for (const { itemNo } of items) {
    const number = sameNumber(itemNo);
    if (numbers.has(number))
      return refuse({
        code: 'leniency.repeated',
        article: LENIENCY,
        message: say`条目编号${the.label(itemNo)}重复，处罚决定须能据编号找到唯一的条目`,
      });
    numbers.add(number);
  }
  return guardNotBefore(effectiveOn, publishedOn, '施行日期', '公布日期', PUBLIC);
}

/** 轻微违法行为不予处罚清单, one stream a department: `leniencyList-<id>`. */
export const leniencyList = register<LeniencyList, typeof PHASES>({
  name: 'leniencyList',
  path: 'leniency-lists',
  title: '不予处罚清单',
  noun: '不予处罚清单',
  room: 'RULES',
  row: LeniencyList,
  phases: PHASES,
  roles: ['LEADER', 'COORDINATOR', 'REGISTRAR'],
  initial: { versions: [] },
  acts: [
    act(PublishLeniencyList, 'LeniencyListPublished', {
      title: '公布不予处罚清单',
      article: LENIENCY,
      to: 'InForce',
      says: ({ department, items, effectiveOn }) =>
        say`公布${the.label(department)}轻微违法行为不予处罚清单${items.length}条，自${the.day(effectiveOn)}起施行`,
      decide: (input) => guardText(input) ?? {},
      evolve: (_row, { documentNo, items, effectiveOn }) => ({
        versions: [{ version: 1, documentNo, items, effectiveOn }],
      }),
    }),
    act(ReviseLeniencyList, LeniencyListRevised, {
      title: '修订不予处罚清单',
      article: LENIENCY,
      from: ['InForce'],
      says: ({ version, items, effectiveOn }) =>
        say`修订为第${version}版，共${items.length}条，自${the.day(effectiveOn)}起施行`,
      decide: (input, { versions, effectiveOn }) =>
        guardText(input) ??
        guardNotBefore(input.effectiveOn, addDays(effectiveOn, 1), '施行日期', '前一版施行次日', PUBLIC) ?? {
          version: versions.length + 1,
        },
      evolve: ({ versions }, { version, documentNo, items, effectiveOn }) => ({
        versions: [
          ...versions.slice(0, -1),
          { ...versions.at(-1)!, effectiveTo: addDays(effectiveOn, -1) },
          { version, documentNo, items, effectiveOn },
        ],
      }),
    }),
    act(WithdrawLeniencyList, 'LeniencyListWithdrawn', {
      title: '废止不予处罚清单',
      article: LENIENCY,
      isFinal: true,
      from: ['InForce'],
      to: 'Withdrawn',
      says: ({ withdrawnFrom, reason }) => say`自${the.day(withdrawnFrom)}起废止：${the.words(reason)}`,
      decide: ({ withdrawnFrom, on }, { effectiveOn }) =>
        guardNotBefore(withdrawnFrom, on, '废止日期', '决定日期', LENIENCY) ??
        guardNotBefore(withdrawnFrom, effectiveOn, '废止日期', '施行日期', LENIENCY) ??
        {},
      evolve: ({ versions }, { withdrawnFrom }) => ({
        versions: [...versions.slice(0, -1), { ...versions.at(-1)!, effectiveTo: addDays(withdrawnFrom, -1) }],
      }),
    }),
  ],
  list: {
    columns: ['department', 'unitId', 'phase', 'documentNo', 'effectiveOn', 'withdrawnFrom'],
    filters: ['phase', 'unitId', 'documentNo', 'effectiveOn'],
    sort: '-effectiveOn',
  },
  calledBy: 'department',
  measures: {
    'leniency.list': {
      title: '不予处罚清单施行',
      on: ({ versions }) => versions[0]?.effectiveOn,
      until: ({ withdrawnFrom }) => withdrawnFrom,
      subject: ({ department }) => department,
    },
    'leniency.item': {
      title: '不予处罚清单条目施行',
      on: ({ versions }) => versions.map(({ effectiveOn, items }) => ({ on: effectiveOn, count: items.length })),
      until: ({ versions }) =>
        versions.flatMap(({ effectiveTo, items }) =>
          effectiveTo === undefined ? [] : [{ on: addDays(effectiveTo, 1), count: items.length }],
        ),
    },
  },
  metrics: [
    {
      id: 'B03',
      name: '轻微违法行为不予处罚清单',
      definition: '期末有清单施行的部门数、期末施行的清单条目数',
      source: '行政处罚法第三十三条第一款',
      countsBy: '施行日期；废止日期',
      parts: [
        distinctStock('departments', '公布清单的部门', 'leniency.list', '个'),
        stock('items', '清单条目', 'leniency.item', '条'),
      ],
    },
  ],
});
