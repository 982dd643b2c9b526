import type { Dice } from './random.js';

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
