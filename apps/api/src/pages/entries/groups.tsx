import type { GroupShown, GroupsAnswer } from '../../questions/entries.js';
import { type Bar, BarList, MonthBars } from '../../ui/charts.js';

interface GroupsProps {
  readonly groups: GroupsAnswer;
  /** The same of the year before. */
  readonly before: GroupsAnswer;
  readonly year: number;
  /** Where one group alone is listed. */
  readonly hrefOf: (only: Readonly<Record<string, string>>) => string;
}

/** A figure by month, act, class and unit, each opening into its entries; where it falls into one group alone nothing is drawn. */
export function Groups({ groups, before, year, hrefOf }: GroupsProps) {
  const { figure, month, measure, subject, unit } = groups;
  // How many different ones there are in all is no sum of the groups: they are drawn by how often.
  const sums = figure.sums === 'fen' ? 'fen' : 'count';
  const inWords = { fen: '万元', count: figure.unit === '率' ? '件' : figure.unit, distinct: '次' }[figure.sums];
  const bars = (of: string, some: readonly GroupShown[]): Bar[] =>
    some.map(({ group, title, ...own }) => ({
      key: group,
      label: title === '' ? '未分类' : title,
      value: own[sums],
      ...(group === '' ? {} : { href: hrefOf({ [of]: group }) }),
    }));
  if (month.length === 0) return null;
  const isOfTheYear = month.every(({ group }) => group.startsWith(`${year}-`));
  const townships = unit.filter(({ level }) => level === 'TOWNSHIP');
  const others = unit.filter(({ level }) => level !== 'TOWNSHIP');
  return (
    <section class="groups" aria-label="分组">
      {isOfTheYear ? (
        <MonthBars
          title="按月"
          unit={inWords}
          year={year}
          sums={sums}
          groups={month}
          before={before.month}
          hrefOf={(one) => hrefOf({ month: one })}
        />
      ) : (
        <BarList caption="按月" unit={inWords} sums={sums} bars={bars('month', month)} keepsOrder />
      )}
      {measure.length > 1 ? (
        <BarList caption="按行为" unit={inWords} sums={sums} bars={bars('measure', measure)} />
      ) : null}
      {subject.some(({ group }) => group !== '') && figure.sums !== 'distinct' ? (
        <BarList caption="按分类" unit={inWords} sums={sums} bars={bars('subject', subject)} />
      ) : null}
      {unit.length > 1 && others.length > 0 ? (
        <BarList caption="按单位" unit={inWords} sums={sums} bars={bars('unit', others)} />
      ) : null}
      {unit.length > 1 && townships.length > 0 ? (
        <BarList caption="按乡镇、街道" unit={inWords} sums={sums} bars={bars('unit', townships)} />
      ) : null}
    </section>
  );
}
