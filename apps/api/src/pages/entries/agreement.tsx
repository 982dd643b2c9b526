import type { EntriesAnswer, EntryShown } from '../../questions/entries.js';
import type { Side } from '../../questions/metrics.js';
import { grouped, yuan } from '../../ui/format.js';

/** A figure of at most so many entries is added up entry by entry before the page says that it agrees. */
export const ADDED_UP = 1_000;

type Of = Pick<EntriesAnswer, 'figure' | 'sides'>;

export function sideTitle({ figure: { denominator } }: Of, side: Side): string {
  if (side === 'less') return '减数';
  if (side === 'denominator') return '分母';
  return denominator === null ? '加数' : '分子';
}

/** What a side sums, with its unit: a rate is made of numbers of matters, or of money. */
function sumText({ figure: { sums, unit } }: Of, amount: number): string {
  if (sums === 'fen') return `${yuan(amount)} 元`;
  return `${grouped(amount)} ${unit === '率' ? '件' : unit}`;
}

/** Entries added one by one: counts and amounts, or how many subjects are left when all is added and taken away. */
function added(entries: readonly EntryShown[], sums: EntriesAnswer['figure']['sums']): number {
  if (sums !== 'distinct') return entries.reduce((total, entry) => total + entry[sums], 0);
  const bySubject = new Map<string, number>();
  for (const { subject, count } of entries) bySubject.set(subject, (bySubject.get(subject) ?? 0) + count);
  return [...bySubject.values()].filter((count) => count > 0).length;
}

/** That the figure is the sum of the entries; where it is too long to add up on a page, what this page adds to it. */
export function Agreement({
  answer,
  all,
  isPart,
}: {
  readonly answer: EntriesAnswer;
  readonly all: readonly EntryShown[] | undefined;
  /** The entries are those of one group of the figure. */
  readonly isPart: boolean;
}) {
  const { figure, side, sides, sum, entries } = answer;
  const total = sum[figure.sums];
  const whole = sides.length > 1 ? sideTitle(answer, side) : '指标数值';
  const name = isPart ? `${whole}的这一部分` : whole;
  if (all === undefined)
    return (
      <p class="agreement">
        {name} <b>{sumText(answer, total)}</b> 由 {grouped(sum.entries)} 条分录相加而成；本页 {grouped(entries.length)}{' '}
        条，小计 {sumText(answer, added(entries, figure.sums))}。
      </p>
    );
  const addedUp = added(all, figure.sums);
  const expected = side === 'denominator' ? figure.denominator : figure.numerator;
  // Where something is taken away, the figure's own number is the difference.
  const isWhole = !isPart && !sides.includes('less');
  const agrees = addedUp === total && (!isWhole || total === expected);
  return (
    <p class={agrees ? 'agreement good' : 'agreement bad'}>
      <span aria-hidden="true">{agrees ? '✓' : '✗'}</span> {grouped(sum.entries)} 条分录逐条相加，合计{' '}
      <b>{sumText(answer, addedUp)}</b>，{agrees ? `与${name}相符` : `与${name} ${sumText(answer, total)} 不符`}。
    </p>
  );
}
