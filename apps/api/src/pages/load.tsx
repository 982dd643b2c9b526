import type { LoadAnswer } from '../questions/load.js';
import { BarList } from '../ui/charts.js';

interface LoadProps {
  readonly answer: LoadAnswer;
  /** Where somebody's cases are seen. */
  readonly hrefOf: (userId: string) => string;
}

/** Who of a unit has how many open cases, each opening into them; what has passed its day stands beside the name. */
export function Load({ answer: { people }, hrefOf }: LoadProps) {
  if (people.length === 0) return null;
  return (
    <section aria-labelledby="load">
      <h2 id="load">人员在办案件</h2>
      <BarList
        caption="按人员"
        sums="count"
        unit="件"
        bars={people.map(({ userId, name, open, overdue }) => ({
          key: userId,
          label: overdue === 0 ? name : `${name}（逾期 ${overdue}）`,
          value: open,
          href: hrefOf(userId),
        }))}
      />
    </section>
  );
}
