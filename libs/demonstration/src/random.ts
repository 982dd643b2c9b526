import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of choices: the same seed gives the same year, on every machine. */
export class Dice {
  private readonly generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number {
    return uniformInt(this.generator, low, high);
  }

  oneOf<T>(items: readonly T[]): T {
    const item = items[this.between(0, items.length - 1)];
    if (item === undefined) throw new RangeError('nothing to choose from');
    return item;
  }

  /** True once in `n` times. */
  oneIn(n: number): boolean {
    return this.between(1, n) === 1;
  }

  /** The items in a new order. */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.between(0, last);
      [result[last], result[other]] = [result[other]!, result[last]!];
    }
    return result;
  }

  /** A UUID that follows from the seed; version and variant bits as RFC 9562 wants them. */
  uuid(): string {
    const hex = (digits: number) =>
      this.between(0, 16 ** digits - 1)
        .toString(16)
        .padStart(digits, '0');
    return `${hex(4)}${hex(4)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(4)}${hex(4)}${hex(4)}`;
  }
}
