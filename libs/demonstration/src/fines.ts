import type { LegalDay } from '#statutes';
import { YEAR } from './days.js';
import type { DemoItem } from './quzhou.js';
import type { Dice } from './random.js';

/** From then on the benchmarks apply. */
export const BENCHMARKS_FROM = `${YEAR}-04-01`;

/** The least and the most that the benchmark of an item has, in yuan. */
export function benchmarkedYuan({ citizenYuan, organisationYuan }: DemoItem): readonly [low: number, high: number] {
  return [Math.min(citizenYuan[0], organisationYuan[0]), organisationYuan[1]];
}

/** What a decision says of a fine that lies outside the benchmark of its item. */
export function deviation(item: DemoItem, fineFen: number, decidedOn: LegalDay): object {
  const [low, high] = benchmarkedYuan(item);
  if (decidedOn < BENCHMARKS_FROM || (low * 100 <= fineFen && fineFen <= high * 100)) return {};
  return fineFen > high * 100
    ? { deviationFactor: 'CONSEQUENCES', deviationReason: '违法行为持续时间长、涉及面积大，影响范围超出基准所列情形' }
    : { deviationFactor: 'REMEDYING', deviationReason: '当事人及时消除全部违法状态，主动赔偿相邻权利人的损失' };
}

/** Amounts of `count` fines that add up to `totalFen`: mostly the usual, as many of the other as the total asks for. */
export function fineAmounts(
  dice: Dice,
  count: number,
  usualFen: number,
  otherFen: number,
  totalFen: number | undefined,
): number[] {
  const others = totalFen === undefined ? Math.floor(count / 8) : (totalFen - count * usualFen) / (otherFen - usualFen);
  if (!Number.isInteger(others) || others < 0 || others > count)
    throw new RangeError(`${count} fines of ${usualFen} and ${otherFen} never make ${totalFen}`);
  return dice.shuffled(Array.from({ length: count }, (_, n) => (n < others ? otherFen : usualFen)));
}
