import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Choices,
  Day,
  Fen,
  Label,
  ListOf,
  Narrative,
  OfficialNumber,
  Optional,
  RecordRef,
  say,
  the,
  UnitRef,
  WholeNumber,
} from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import { stock } from '../definition/metric.js';
import { register } from '../definition/register.js';
import { ITEM_FIELDS, type ItemField } from '../terms.js';

/*
 * 裁量基准 (行政处罚法第三十四条; 浙江省人民政府令第405号第五条, from 2025-04-01; DOMAIN 4.7): what a fine for an item is to be,
 * in tiers by how grave the conduct was. One stream an item, versions within it: a decision rests on the version in force.
 */

/** 裁量阶次, the lightest first. */
export const BENCHMARK_TIERS = { MITIGATED: '减轻', LENIENT: '从轻', ORDINARY: '一般', AGGRAVATED: '从重' } as const;
export type BenchmarkTierName = keyof typeof BENCHMARK_TIERS;

/** 七类裁量因素 (浙江省人民政府令第405号第五条). */
export const DISCRETION_FACTORS = {
  PERSON: '年龄、智力、精神健康状况',
  FAULT: '主观过错',
  MEANS: '违法手段、次数、区域、时间',
  GAINS: '违法所得、涉案财物',
  CONSEQUENCES: '违法后果、社会影响',
  REMEDYING: '认错态度、补救措施',
  OTHER: '其他因素',
} as const;
export type DiscretionFactor = keyof typeof DISCRETION_FACTORS;

/** One tier: the fines between which it leads. */
export class BenchmarkTier {
  @Choice('阶次', BENCHMARK_TIERS) tier!: BenchmarkTierName;
  @Narrative('适用情形') conditions!: string;
  @Fen('最低罚款') minFen!: number;
  @Fen('最高罚款') maxFen!: number;
}

/** One version, in force from `effectiveOn` to `effectiveTo`; without an end while it is the latest. */
export class BenchmarkVersion {
  @WholeNumber('版本', { min: 1 }) version!: number;
  @OfficialNumber('来源文号') sourceNo!: string;
  @ListOf('阶次', () => BenchmarkTier, { max: 8 }) tiers!: readonly BenchmarkTier[];
  @Choices('裁量因素', DISCRETION_FACTORS) factors!: readonly DiscretionFactor[];
  @Day('施行日期') effectiveOn!: LegalDay;
  @Optional() @Day('最后适用日') effectiveTo?: LegalDay;
}

/** 裁量基准 of one item, as it stands. */
export class Benchmark {
  @RecordRef('powerItem', '事项编码') itemId!: string;
  @UnitRef('制定单位') unitId!: string;
  @Label('事项名称') itemName!: string;
  @Choice('领域', ITEM_FIELDS) field!: ItemField;
  @ListOf('版本', () => BenchmarkVersion, { min: 0 }) versions!: readonly BenchmarkVersion[];
  /** Of the latest version, for lists. */
  @OfficialNumber('来源文号') sourceNo!: string;
  @Day('施行日期') effectiveOn!: LegalDay;
  /** First day on which no version is in force any more. */
  @Optional() @Day('废止日期') retiredFrom?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

/** What every version says. */
class BenchmarkText {
  @OfficialNumber('来源文号') sourceNo!: string;
  @ListOf('阶次', () => BenchmarkTier, { max: 8 }) tiers!: readonly BenchmarkTier[];
  @Choices('裁量因素', DISCRETION_FACTORS) factors!: readonly DiscretionFactor[];
  @Day('施行日期') effectiveOn!: LegalDay;
  @ActDay('公布日期') publishedOn!: LegalDay;
}

/** 公布裁量基准; the item is that of the address. */
export class PublishBenchmark extends BenchmarkText {
  @Label('事项名称') itemName!: string;
  @Choice('领域', ITEM_FIELDS) field!: ItemField;
}
export class BenchmarkPublished extends PublishBenchmark {
  @RecordRef('powerItem', '事项编码') itemId!: string;
  @UnitRef('制定单位') unitId!: string;
}

/** 修订裁量基准: a further version. */
export class ReviseBenchmark extends BenchmarkText {}
export class BenchmarkRevised extends ReviseBenchmark {
  @UnitRef('制定单位') unitId!: string;
  @WholeNumber('版本', { min: 2 }) version!: number;
}

export class RetireBenchmark {
  @Narrative('废止的理由') reason!: string;
  @Day('废止日期') retiredFrom!: LegalDay;
  @ActDay('决定日期') on!: LegalDay;
}

const BENCHMARKS = '行政处罚法第三十四条';

const PHASES = { Unpublished: '未公布', InForce: '有效', Retired: '已废止' } as const;

/** The version by which a fine for what is decided on a day is measured; undefined where there is none. */
export function benchmarkOn(row: Pick<Benchmark, 'versions'>, day: LegalDay): BenchmarkVersion | undefined {
  return row.versions?.find(
    ({ effectiveOn, effectiveTo }) => effectiveOn <= day && (effectiveTo === undefined || day <= effectiveTo),
  );
}

/** 基准应当向社会公布 before it applies; tiers are whole, each once, and a graver one is not lighter. */
function guardText({ tiers, effectiveOn, publishedOn }: BenchmarkText): Refusal | undefined {
  const early = guardNotBefore(effectiveOn, publishedOn, '施行日期', '公布日期', BENCHMARKS);
  if (early) return early;
  const order = Object.keys(BENCHMARK_TIERS);
  for (const [index, { tier, minFen, maxFen }] of tiers.entries()) {
    if (minFen > maxFen)
      return refuse({
        code: 'benchmark.range',
        article: BENCHMARKS,
        message: say`“${BENCHMARK_TIERS[tier]}”的最低罚款${the.money(minFen)}高于最高罚款${the.money(maxFen)}`,
      });
    const before = tiers[index - 1];
    if (before === undefined) continue;
    if (order.indexOf(before.tier) >= order.indexOf(tier))
      return refuse({
        code: 'benchmark.tiers',
        article: BENCHMARKS,
        message: say`阶次应当由轻到重，每个阶次一条：“${BENCHMARK_TIERS[before.tier]}”之后不能是“${BENCHMARK_TIERS[tier]}”`,
      });
    if (minFen < before.minFen || maxFen < before.maxFen)
      return refuse({
        code: 'benchmark.lighter',
        article: '行政处罚法第五条第二款',
        message: say`“${BENCHMARK_TIERS[tier]}”的幅度轻于“${BENCHMARK_TIERS[before.tier]}”，处罚应当与情节相当`,
      });
  }
  return undefined;
}

/** 裁量基准, one stream an item: `benchmark-<itemId>`. */
export const benchmark = register<Benchmark, typeof PHASES>({
  name: 'benchmark',
  path: 'benchmarks',
  title: '裁量基准',
  noun: '裁量基准',
  room: 'RULES',
  row: Benchmark,
  phases: PHASES,
  roles: ['LEADER', 'COORDINATOR', 'REGISTRAR'],
  initial: { versions: [] },
  acts: [
    act(PublishBenchmark, BenchmarkPublished, {
      title: '公布裁量基准',
      article: BENCHMARKS,
      to: 'InForce',
      says: ({ itemName, sourceNo, effectiveOn }) =>
        say`公布“${the.label(itemName)}”的裁量基准（${the.label(sourceNo)}），自${the.day(effectiveOn)}起施行`,
      decide: (input, _row, { id }) => guardText(input) ?? { itemId: id },
      evolve: (_row, { tiers, factors, sourceNo, effectiveOn }) => ({
        versions: [{ version: 1, tiers, factors, sourceNo, effectiveOn }],
      }),
    }),
    act(ReviseBenchmark, BenchmarkRevised, {
      title: '修订裁量基准',
      article: BENCHMARKS,
      from: ['InForce'],
      says: ({ version, sourceNo, effectiveOn }) =>
        say`修订为第${version}版（${the.label(sourceNo)}），自${the.day(effectiveOn)}起施行`,
      decide: (input, { versions, effectiveOn }) =>
        guardText(input) ??
        // The version before it applies for a day at least.
        guardNotBefore(input.effectiveOn, addDays(effectiveOn, 1), '施行日期', '前一版施行次日', BENCHMARKS) ?? {
          version: versions.length + 1,
        },
      evolve: ({ versions }, { version, tiers, factors, sourceNo, effectiveOn }) => ({
        versions: [
          ...versions.slice(0, -1),
          { ...versions.at(-1)!, effectiveTo: addDays(effectiveOn, -1) },
          { version, tiers, factors, sourceNo, effectiveOn },
        ],
      }),
    }),
    act(RetireBenchmark, 'BenchmarkRetired', {
      title: '废止裁量基准',
      article: BENCHMARKS,
      isFinal: true,
      from: ['InForce'],
      to: 'Retired',
      says: ({ retiredFrom, reason }) => say`自${the.day(retiredFrom)}起废止：${the.words(reason)}`,
      decide: ({ retiredFrom, on }, { effectiveOn }) =>
        guardNotBefore(retiredFrom, on, '废止日期', '决定日期', BENCHMARKS) ??
        guardNotBefore(retiredFrom, effectiveOn, '废止日期', '施行日期', BENCHMARKS) ??
        {},
      evolve: ({ versions }, { retiredFrom }) => ({
        versions: [...versions.slice(0, -1), { ...versions.at(-1)!, effectiveTo: addDays(retiredFrom, -1) }],
      }),
    }),
  ],
  list: {
    columns: ['itemId', 'itemName', 'field', 'unitId', 'phase', 'sourceNo', 'effectiveOn', 'retiredFrom'],
    filters: ['phase', 'field', 'unitId', 'itemId', 'sourceNo', 'effectiveOn'],
    sort: 'itemId',
    sorts: ['effectiveOn'],
  },
  calledBy: 'itemName',
  idTitle: '事项编码',
  measures: {
    'benchmark.inForce': {
      title: '裁量基准施行',
      on: ({ versions }) => versions[0]?.effectiveOn,
      until: ({ retiredFrom }) => retiredFrom,
      subject: ({ field }) => field,
      subjects: ITEM_FIELDS,
    },
    'benchmark.revised': {
      title: '修订的裁量基准施行',
      on: ({ versions }) => versions.slice(1).map(({ effectiveOn }) => effectiveOn),
    },
  },
  metrics: [
    {
      id: 'C01',
      name: '裁量基准',
      definition: '期末有效的裁量基准数，一个处罚事项计一项；统计期内开始施行的修订数',
      source: '行政处罚法第三十四条',
      countsBy: '施行日期；废止日期',
      excluded: '已经废止的',
      parts: [
        stock('inForce', '期末有效的裁量基准', 'benchmark.inForce', '项'),
        { ...stock('revised', '修订', 'benchmark.revised', '项'), over: 'period' },
      ],
    },
  ],
});
