import type { GroupShown, GroupsAnswer } from '../../questions/entries.js';
import { type Bar, BarList, MonthBars } from '../../ui/charts.js';

/** A figure by month, act, class and unit; where it falls into one group alone nothing is drawn. */
export function Groups({ groups, year }: { readonly groups: GroupsAnswer; readonly year: number }) {
  const { figure, month, measure, subject, unit } = groups;
  // How many different ones there are in all is no sum of the groups: they are drawn by how often.
  const sums = figure.sums === 'fen' ? 'fen' : 'count';
  const inWords = { fen: '万元', count: figure.unit === '率' ? '件' : figure.unit, distinct: '次' }[figure.sums];
  const bars = (some: readonly GroupShown[]): Bar[] =>
    some.map((group) => ({ key: group.group, label: group.title === '' ? '未分类' : group.title, value: group[sums] }));
  if (month.length === 0) return null;
  const isOfTheYear = month.every(({ group }) => group.startsWith(`${year}-`));
  return (
    <section class="groups" aria-label="分组">
      {isOfTheYear ? (
        <MonthBars title="按月" unit={inWords} year={year} sums={sums} groups={month} />
      ) : (
        <BarList caption="按月" unit={inWords} sums={sums} bars={bars(month)} keepsOrder />
      )}
      {measure.length > 1 ? <BarList caption="按行为" unit={inWords} sums={sums} bars={bars(measure)} /> : null}
      {subject.some(({ group }) => group !== '') && figure.sums !== 'distinct' ? (
        <BarList caption="按分类" unit={inWords} sums={sums} bars={bars(subject)} />
      ) : null}
      {unit.length > 1 ? <BarList caption="按单位" unit={inWords} sums={sums} bars={bars(unit)} /> : null}
    </section>
  );
}
