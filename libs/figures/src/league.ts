import type { MetricPart } from '#enforcement';
import type { LedgerReader } from '#eventsourcing';
import { partNamed } from './catalogue.js';
import { queriesOf, type Scope } from './evaluate.js';
import { REGISTERS } from './registers.js';

/*
 * 单位比较 (晾晒比拼): how units stand beside one another. 行政处罚法第七十四条第三款: 罚款、没收违法所得或者没收非法财物的款项，不得同作出
 * 行政处罚决定的行政机关及其工作人员的考核、考评直接或者变相挂钩. So nothing is ranked but rates of counts, and none that counts what
 * has an amount: what money a unit imposes cannot come into a ranking, whoever adds a line below.
 */

/** A rate of two counts, which knows of no money. */
export type RankedPart = MetricPart & {
  readonly sums: 'count';
  readonly denominator: NonNullable<MetricPart['denominator']>;
};

export interface Ranking {
  /** `M06/rate`. */
  readonly metric: string;
  readonly part: RankedPart;
  /** Which end of it is the good one. */
  readonly better: 'HIGH' | 'LOW';
}

const AMOUNTED = new Set(
  REGISTERS.flatMap(({ measures }) =>
    Object.entries(measures).flatMap(([name, { fen }]) => (fen === undefined ? [] : [name])),
  ),
);

/** Lets a part of the catalogue be ranked by. Throws on one that sums money or counts what has an amount. */
export function ranking(metric: string, better: Ranking['better'] = 'HIGH', part = partNamed(metric)): Ranking {
  const { sums, denominator, numerator, less, over = 'period' } = part;
  const counted = [numerator, less, denominator].flatMap((sum) => sum?.measures ?? []);
  if (sums !== 'count' || denominator === undefined || counted.some((measure) => AMOUNTED.has(measure)))
    throw new Error(`${metric}与罚没款有关，或者不是件数之比，不得用于排名（行政处罚法第七十四条第三款）`);
  if (over !== 'period' || less !== undefined) throw new Error(`${metric} is no rate of one period`);
  return { metric, part: part as RankedPart, better };
}

/** What units are compared by. */
export const RANKINGS: readonly Ranking[] = [
  ranking('M06/rate'),
  ranking('M12/rate'),
  ranking('M11/rate'),
  ranking('M10/rate'),
  ranking('M09/rate'),
  ranking('M16/rate'),
  ranking('M19/decision', 'LOW'),
  ranking('M20/days', 'LOW'),
  ranking('M23/feedback'),
  ranking('M23/dischargeInTime'),
  ranking('E13/rectifiedRate'),
];

export interface UnitStanding {
  readonly unit: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number;
  /** 1 for the best; units with the same value share a rank. */
  readonly rank: number;
}

/** How the units stand by each ranking, the best first; a unit with nothing to divide by stands in none. */
export async function standingsBy(
  ledger: LedgerReader,
  rankings: readonly Ranking[],
  scope: Scope,
): Promise<ReadonlyMap<Ranking, readonly UnitStanding[]>> {
  const found = await Promise.all(
    rankings.map(async (one): Promise<[Ranking, readonly UnitStanding[]]> => {
      const { plus, under } = queriesOf(one.part, scope);
      const [over, below] = await Promise.all([ledger.groupBy(plus, 'unit'), ledger.groupBy(under!, 'unit')]);
      const counts = new Map(over.map(({ group, count }) => [group, count]));
      const standing = below
        .filter(({ count }) => count > 0)
        .map(({ group, count }) => ({
          unit: group,
          numerator: counts.get(group) ?? 0,
          denominator: count,
          value: (counts.get(group) ?? 0) / count,
        }))
        .sort((a, b) => (one.better === 'HIGH' ? b.value - a.value : a.value - b.value) || (a.unit < b.unit ? -1 : 1));
      return [
        one,
        standing.map((row) => ({ ...row, rank: 1 + standing.findIndex(({ value }) => value === row.value) })),
      ];
    }),
  );
  return new Map(found);
}
