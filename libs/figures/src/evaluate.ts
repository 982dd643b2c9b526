import type { MeasureSum, MetricPart } from '#enforcement';
import { defined, knownDay, type LedgerQuery, type LedgerReader } from '#eventsourcing';
import { addDays } from '#statutes';

/** Which entries count: days of business, units, and as known when. */
export interface Scope {
  /** First and last business day, inclusive. */
  readonly from: string;
  readonly to: string;
  /** Units whose entries count; all when absent. */
  readonly units?: readonly string[] | undefined;
  /** As the ledger knew it at the end of this day or minute (see LedgerQuery); as it knows now when absent. */
  readonly knownOn?: string | undefined;
  /** The present day, where the period may not be over: what falls due later is in no rate yet. */
  readonly today?: string | undefined;
}

export interface Evaluated {
  readonly part: MetricPart;
  /** Count, fen, or for a rate the ratio from 0 to 1; null when there is nothing to divide by. */
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator?: number;
}

const DAWN = '0001-01-01';

/** The entries that a part sums, as queries: the figure and its provenance are the same question. */
export function queriesOf(
  part: MetricPart,
  scope: Scope,
): { plus: LedgerQuery; minus?: LedgerQuery; under?: LedgerQuery } {
  const over = part.over ?? 'period';
  // The last business day that counts is never later than today, nor than the day on which the figure is known: a period
  // that ends in the future has not yet fallen due.
  const to = [scope.knownOn && knownDay(scope.knownOn), scope.today].reduce<string>(
    (last, day) => (day !== undefined && day < last ? day : last),
    scope.to,
  );
  const before = { from: DAWN, to: addDays(scope.from, -1) };
  const until = { from: DAWN, to };
  const period = { from: scope.from, to };
  const yearBefore = { from: aYearBefore(scope.from), to: aYearBefore(to) };
  const daysOf = { period, opening: before, closing: until, handled: until, decrease: yearBefore };
  const days = daysOf[over];
  const query = (sum: MeasureSum, between: { readonly from: string; readonly to: string }): LedgerQuery => ({
    measures: sum.measures,
    ...defined({ subjects: sum.subjects, units: scope.units, knownOn: scope.knownOn }),
    ...between,
  });
  return {
    plus: query(part.numerator, isOfHandled(part) ? period : days),
    ...(part.less === undefined
      ? {}
      : { minus: query(part.less, over === 'handled' ? before : over === 'decrease' ? period : days) }),
    ...(part.denominator === undefined ? {} : { under: query(part.denominator, daysOf[part.denominatorOver ?? over]) }),
  };
}

/** The same day of the year before; the end of February where that year has no 29th. */
function aYearBefore(day: string): string {
  const rest = day.slice(4);
  return `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${rest === '-02-29' ? '-02-28' : rest}`;
}

/** A rate whose denominator is what was open at any time in the period: `less` is taken from that. */
function isOfHandled({ over, denominator }: MetricPart): boolean {
  return over === 'handled' && denominator !== undefined;
}

/** Evaluates parts, their sums in one round trip to the ledger and their distinct counts in another. */
export async function evaluate(ledger: LedgerReader, parts: readonly MetricPart[], scope: Scope): Promise<Evaluated[]> {
  const asked = parts.map((part) => {
    const { plus, minus, under } = queriesOf(part, scope);
    return { part, queries: [plus, minus, under].filter((query) => query !== undefined), minus, under };
  });
  const of = (isDistinct: boolean) =>
    asked.filter(({ part }) => (part.sums === 'distinct') === isDistinct).flatMap(({ queries }) => queries);
  const [sums, counts] = await Promise.all([
    ledger.sums(of(false)),
    of(true).length === 0 ? [] : ledger.distinct(of(true)),
  ]);
  let nextSum = 0;
  let nextCount = 0;
  const take = ({ sums: kind }: MetricPart): number =>
    kind === 'distinct' ? counts[nextCount++]! : sums[nextSum++]![kind];
  return asked.map(({ part, minus, under }) => {
    const plus = take(part);
    const less = minus ? take(part) : 0;
    if (!under) return { part, value: plus - less, numerator: plus - less };
    const [numerator, denominator] = isOfHandled(part) ? [plus, take(part) - less] : [plus - less, take(part)];
    return { part, value: denominator === 0 ? null : numerator / denominator, numerator, denominator };
  });
}
