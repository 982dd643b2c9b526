import { type Facts, type Refusal, refuse } from '#eventsourcing';
import {
  Choice,
  Choices,
  Fen,
  Flag,
  Label,
  Narrative,
  Nested,
  Optional,
  type Phrase,
  Seldom,
  say,
  termsOf,
  the,
  WholeNumber,
} from '#fields';
import type { LegalDay, ResponsibleAge, Statutes } from '#statutes';
import { OnProposal } from '../definition/approval.js';
import type { LawContext } from '../definition/context.js';
import {
  applicableRanges,
  type FineRange,
  VersionsCompared,
  versionsCompared,
  versionsInWords,
} from '../fine-range.js';
import {
  BENCHMARK_TIERS,
  type BenchmarkTierName,
  type BenchmarkVersion,
  benchmark,
  benchmarkOn,
  DISCRETION_FACTORS,
  type DiscretionFactor,
} from '../registers/benchmark.js';
import type { Party } from './parts.js';

/*
 * 裁量 (行政处罚法第五条第二款、第三十条、第三十二条、第三十四条、第三十七条; G24): a fine lies within the range that the law sets for
 * the item and within a tier of the benchmark in force. What the registers do not have cannot be checked: the decision
 * says so, and is not refused.
 */

/** 应当从轻或者减轻的情形 (第三十条、第三十二条). */
export const MITIGATING = {
  '30': '已满十四周岁不满十八周岁的未成年人有违法行为',
  '32.1': '主动消除或者减轻违法行为危害后果',
  '32.2': '受他人胁迫或者诱骗实施违法行为',
  '32.3': '主动供述行政机关尚未掌握的违法行为',
  '32.4': '配合行政机关查处违法行为有立功表现',
  '32.5': '法律、法规、规章规定其他应当从轻或者减轻行政处罚的',
} as const;
export type Mitigating = keyof typeof MITIGATING;

export const UNCHECKED = { RANGE: '事项库没有录入罚款幅度', BENCHMARK: '事项没有生效的裁量基准' } as const;

/** How a fine was measured, with what of the registers it was held to. */
export class Discretion {
  @Optional() @Label('罚则') basis?: string;
  @Optional() @Fen('法定最低罚款') leastFen?: number;
  @Optional() @Fen('法定最高罚款') mostFen?: number;
  @Optional() @WholeNumber('裁量基准版本', { min: 1 }) benchmarkVersion?: number;
  @Optional() @Choice('裁量阶次', BENCHMARK_TIERS) tier?: BenchmarkTierName;
  /** Of a fine that lies in no tier, or not in that of the case. */
  @Optional() @Flag('偏离裁量基准') deviates?: boolean;
  @Optional() @Choice('偏离裁量基准所依据的因素', DISCRETION_FACTORS) factor?: DiscretionFactor;
  @Optional() @Narrative('偏离裁量基准的理由') reason?: string;
  /** Of an act under a law that has changed since: both versions, and which of them is applied (第三十七条). */
  @Optional() @Nested('行为时和决定时的规定', () => VersionsCompared) versions?: VersionsCompared;
  @Choices('未能核对', UNCHECKED, { min: 0 }) unchecked!: readonly (keyof typeof UNCHECKED)[];
}

/** What whoever decides says of it. */
export class DiscretionInput extends OnProposal {
  @Optional() @Choice('裁量阶次', BENCHMARK_TIERS) tier?: BenchmarkTierName;
  @Seldom() @Optional() @Choice('偏离裁量基准所依据的因素', DISCRETION_FACTORS) deviationFactor?: DiscretionFactor;
  @Seldom() @Optional() @Narrative('偏离裁量基准的理由') deviationReason?: string;
}

/** A fine on one party, as it is to be decided. */
export interface Fine {
  readonly tier: BenchmarkTierName | undefined;
  readonly deviationFactor: DiscretionFactor | undefined;
  readonly deviationReason: string | undefined;
  readonly party: Party;
  readonly fineFen: number;
  readonly mitigating: readonly Mitigating[];
  readonly itemId: string;
  readonly happenedOn: LegalDay;
  readonly decidedOn: LegalDay;
}

const LAW = '行政处罚法第四条、第三十八条第一款';
const LENIENT = '行政处罚法第三十二条';
const BENCHMARK = '行政处罚法第三十四条';
const MINOR = '行政处罚法第三十条';

// ---- who may be punished

/** 责任年龄 on the day of the act (F06); undefined where no birth date is on record. */
export function ageOf({ bornOn }: Party, on: LegalDay, statutes: Statutes): ResponsibleAge | undefined {
  return bornOn === undefined ? undefined : statutes.responsibleAge({ bornOn, actOn: on });
}

/** Who was under eighteen when he acted: his penalty is not published (第四十八条第二款 with 个人信息保护法; DOMAIN 9). */
export function isMinor(party: Party, on: LegalDay, statutes: Statutes): boolean {
  return (ageOf(party, on, statutes)?.verdict ?? 'FULL') !== 'FULL';
}

/** 第三十条: below fourteen nobody is punished. */
export function guardPunishable(party: Party, on: LegalDay, statutes: Statutes): Refusal | undefined {
  const age = ageOf(party, on, statutes);
  if (age?.verdict !== 'NOT_PUNISHABLE') return undefined;
  return refuse({
    code: 'decision.not_of_age',
    article: MINOR,
    message: say`${the.party(party)}行为时${age.age}周岁，不满十四周岁，不予行政处罚，应当责令监护人加以管教`,
  });
}

/** 第三十条: from fourteen to eighteen the penalty is mitigated. */
export function guardAge({ party, mitigating, happenedOn }: Fine, statutes: Statutes): Refusal | undefined {
  const refusal = guardPunishable(party, happenedOn, statutes);
  const age = ageOf(party, happenedOn, statutes);
  if (refusal || age === undefined) return refusal;
  const isNamed = mitigating.includes('30');
  if (age.verdict === 'MUST_MITIGATE' && !isNamed)
    return refuse({
      code: 'decision.minor_not_mitigated',
      article: MINOR,
      message: say`${the.party(party)}行为时${age.age}周岁，应当从轻或者减轻行政处罚，请在从轻、减轻情节中写明`,
    });
  if (age.verdict === 'FULL' && isNamed)
    return refuse({
      code: 'decision.not_minor',
      article: MINOR,
      message: say`${the.party(party)}行为时${age.age}周岁，已满十八周岁，不适用未成年人从轻、减轻的规定`,
    });
  return undefined;
}

// ---- how much

const within = (fen: number, { minFen, maxFen }: { readonly minFen: number; readonly maxFen: number }) =>
  minFen <= fen && fen <= maxFen;

/** What the law allows: never more; less only where it says that the penalty is mitigated; and not everything where it does. */
function guardRange(fine: Fine, ranges: readonly FineRange[]): Refusal | undefined {
  if (ranges.length === 0) return undefined;
  const { fineFen, mitigating } = fine;
  const [least, most] = [Math.min(...ranges.map((r) => r.minFen)), Math.max(...ranges.map((r) => r.maxFen))];
  const law = ranges[0]!.basis;
  if (fineFen > most)
    return refuse({
      code: 'decision.fine_above_range',
      article: LAW,
      message: say`罚款${the.money(fineFen)}超过${the.label(law)}规定的最高${the.money(most)}，没有法定依据`,
    });
  if (mitigating.length > 0) {
    if (fineFen < most || least === most) return undefined;
    return refuse({
      code: 'decision.not_mitigated',
      article: LENIENT,
      message: say`有应当从轻或者减轻的情节，罚款不能是法定最高的${the.money(most)}`,
    });
  }
  if (ranges.some((range) => within(fineFen, range))) return undefined;
  return refuse({
    code: fineFen < least ? 'decision.fine_below_range' : 'decision.fine_between_ranges',
    article: fineFen < least ? LENIENT : LAW,
    message:
      fineFen < least
        ? say`罚款${the.money(fineFen)}低于${the.label(law)}规定的最低${the.money(least)}；没有法定减轻情节的，不得低于法定幅度`
        : say`罚款${the.money(fineFen)}不在${the.label(law)}规定的任何一档幅度内`,
  });
}

/** 第三十四条: a tier of the benchmark, that of the case where one is named, or a reason and the factor on which it rests. */
function guardBenchmark(fine: Fine, version: BenchmarkVersion | undefined): Refusal | undefined {
  const { fineFen, tier, deviationFactor, deviationReason, mitigating } = fine;
  const isReasoned = deviationReason !== undefined;
  if (isReasoned !== (deviationFactor !== undefined))
    return refuse({
      code: 'decision.deviation_incomplete',
      article: BENCHMARK,
      message: '偏离裁量基准的，应当写明理由和所依据的因素，两项一并填写',
    });
  if (version === undefined) {
    if (!isReasoned && tier === undefined) return undefined;
    return refuse({
      code: 'decision.no_benchmark',
      article: BENCHMARK,
      message: '此事项在决定之日没有生效的裁量基准，不能引用阶次，也没有偏离可言',
    });
  }
  const named = tier === undefined ? undefined : version.tiers.find((one) => one.tier === tier);
  if (tier !== undefined && named === undefined)
    return refuse({
      code: 'decision.no_such_tier',
      article: BENCHMARK,
      message: `第${version.version}版裁量基准没有“${BENCHMARK_TIERS[tier]}”阶次`,
    });
  const found = named ?? tierOf(fine, version);
  if (found !== undefined && within(fineFen, found)) {
    if (isReasoned)
      return refuse({
        code: 'decision.no_deviation',
        article: BENCHMARK,
        message: say`罚款${the.money(fineFen)}在“${BENCHMARK_TIERS[found.tier]}”阶次以内，没有偏离裁量基准，不必写偏离的理由`,
      });
    return mitigating.length > 0 && isGraver(found.tier) ? notLenient(fineFen) : undefined;
  }
  const [low, high] = [version.tiers[0]!.minFen, version.tiers.at(-1)!.maxFen];
  // 减轻: what the law lets below its least is below every tier.
  if (isReasoned || (mitigating.length > 0 && fineFen < low)) return undefined;
  return refuse({
    code: 'decision.off_benchmark',
    article: BENCHMARK,
    message: say`罚款${the.money(fineFen)}不在裁量基准第${version.version}版${
      named === undefined
        ? say`的幅度${the.money(low)}至${the.money(high)}`
        : say`“${BENCHMARK_TIERS[named.tier]}”阶次的幅度${the.money(named.minFen)}至${the.money(named.maxFen)}`
    }以内；确需偏离的，应当写明理由和所依据的因素`,
  });
}

const isGraver = (tier: BenchmarkTierName) => tier === 'ORDINARY' || tier === 'AGGRAVATED';

function notLenient(fineFen: number): Refusal {
  return refuse({
    code: 'decision.not_mitigated',
    article: LENIENT,
    message: say`有应当从轻或者减轻的情节，罚款${the.money(fineFen)}却在裁量基准的一般或者从重阶次`,
  });
}

/** The lightest tier in which the fine lies: where two meet, it is the lighter one's. */
function tierOf({ fineFen }: Fine, { tiers }: BenchmarkVersion) {
  return tiers.find((tier) => within(fineFen, tier));
}

function versionFor({ itemId, decidedOn }: Fine, facts: Facts): BenchmarkVersion | undefined {
  return benchmarkOn(facts.get(benchmark, itemId), decidedOn);
}

/** G24 for the fine on one party. The command must list `itemNeeds`. */
export function guardDiscretion(fine: Fine, { facts, itemOf }: LawContext): Refusal | undefined {
  const ranges = applicableRanges(itemOf(fine.itemId), fine.party.kind, fine.happenedOn, fine.decidedOn);
  return guardRange(fine, ranges) ?? guardBenchmark(fine, versionFor(fine, facts));
}

/** What the fine was held to, for the event. */
export function measured(fine: Fine, { facts, itemOf }: LawContext): Discretion {
  const ranges = applicableRanges(itemOf(fine.itemId), fine.party.kind, fine.happenedOn, fine.decidedOn);
  const version = versionFor(fine, facts);
  const found = version && tierOf(fine, version);
  const versions = versionsCompared(itemOf(fine.itemId), fine.party.kind, fine.happenedOn, fine.decidedOn);
  return {
    ...(ranges.length > 0 && {
      basis: ranges[0]!.basis,
      leastFen: Math.min(...ranges.map(({ minFen }) => minFen)),
      mostFen: Math.max(...ranges.map(({ maxFen }) => maxFen)),
    }),
    ...(version && {
      benchmarkVersion: version.version,
      ...(found && { tier: fine.tier ?? found.tier }),
      deviates: fine.deviationReason !== undefined,
      ...(fine.deviationReason !== undefined && { factor: fine.deviationFactor!, reason: fine.deviationReason }),
    }),
    ...(versions && { versions }),
    unchecked: [...(ranges.length === 0 ? ['RANGE' as const] : []), ...(version ? [] : ['BENCHMARK' as const])],
  };
}

/** The clause of the decision's sentence. */
export function discretionInWords(discretion: Discretion | undefined): Phrase | undefined {
  if (discretion === undefined) return undefined;
  const { tier, deviates, unchecked, versions } = discretion;
  const tiers = deviates === true ? say`偏离裁量基准` : tier && say`裁量阶次“${BENCHMARK_TIERS[tier]}”`;
  const gaps = unchecked.length === 0 ? undefined : say`${termsOf(UNCHECKED, unchecked)}，未核对`;
  const parts = [versions && versionsInWords(versions), tiers, gaps].filter((part) => part !== undefined);
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  return say`（${others.reduce<Phrase>((said, part) => say`${said}；${part}`, say`${first}`)}）`;
}
