import type { LoadAnswer } from '../questions/load.js';
import { BarList } from '../ui/charts.js';
import { addressOf } from '../ui/form.js';

/** Who of a unit has how many open cases, each opening into them; what has passed its day stands beside the name. */
export function Load({ answer: { people } }: { readonly answer: LoadAnswer }) {
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
          href: addressOf('/cases', { assignedTo: userId, sort: 'nextDueOn' }),
        }))}
      />
    </section>
  );
}
