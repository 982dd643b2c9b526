import type { ComponentChildren } from 'preact';
import { registerNamed } from '#figures';
import type { EntriesAnswer, EntryShown } from '../../questions/entries.js';
import type { Names } from '../../questions/shown.js';
import { grouped, moment, yuan } from '../../ui/format.js';
import { type Column, Table } from '../../ui/table.js';
import { RecordName } from '../record-name.js';
import { aboutOf } from '../slots.js';

/** By what a list of entries is grouped; within a group they are in the order in which they were recorded. */
export const BY = { month: '按月', unit: '按单位', subject: '按分类', measure: '按行为' } as const;
export type By = keyof typeof BY;

interface EntryColumn extends Column {
  cell(entry: EntryShown): ComponentChildren;
}

/** The bookings of a figure in the order in which they were recorded. */
export function EntriesTable({
  answer,
  hasMeasures,
  hasUnits,
  by,
}: {
  readonly answer: EntriesAnswer;
  /** Whether the figure sums several kinds of bookings, and those of several units. */
  readonly hasMeasures: boolean;
  readonly hasUnits: boolean;
  readonly by: By;
}) {
  const { entries, figure, names } = answer;
  const isOfMoney = figure.sums === 'fen' || entries.some(({ fen }) => fen !== 0);
  const isShort = entries.every(({ subjectTitle }) => subjectTitle.length <= 6);
  const isClassed = entries.some(({ subject }) => subject !== '');
  const some = (isThere: boolean, ...columns: EntryColumn[]) => (isThere ? columns : []);
  const columns: readonly EntryColumn[] = [
    { title: '记录', isHead: true, cell: (entry) => <EntryRecord entry={entry} /> },
    { title: '业务日', isOneLine: true, cell: ({ date }) => date },
    ...some(hasMeasures && by !== 'measure', { title: '行为', cell: ({ measureTitle }) => measureTitle }),
    ...some(isClassed && by !== 'subject', {
      title: '分类',
      isOneLine: isShort,
      cell: ({ subjectTitle }) => subjectTitle || null,
    }),
    ...some(hasUnits && by !== 'unit', { title: '单位', cell: ({ unit }) => names.units[unit] ?? unit }),
    { title: '件数', isNumber: true, cell: ({ count }) => grouped(count) },
    ...some(isOfMoney, { title: '金额（元）', isNumber: true, cell: ({ fen }) => yuan(fen) }),
    {
      title: '记录时间',
      isOneLine: true,
      cell: ({ recordedAt }) => <time dateTime={recordedAt}>{moment(recordedAt)}</time>,
    },
    { title: '位置', isNumber: true, cell: ({ position }) => <span class="faint">{position}</span> },
  ];
  return (
    <>
      {[...Map.groupBy(entries, (entry) => groupOf(entry, by, names))].map(([group, some]) => (
        <Table
          key={group}
          caption={`${group}　本页 ${grouped(some.length)} 条，小计 ${totalOf(some, isOfMoney)}`}
          columns={columns}
          rows={some.map((entry) => ({
            key: `${entry.position}.${entry.ordinal}`,
            className: entry.count < 0 || entry.fen < 0 ? 'reversal' : '',
            cells: columns.map(({ cell }) => cell(entry)),
          }))}
        />
      ))}
    </>
  );
}

function groupOf({ date, unit, subjectTitle, measureTitle }: EntryShown, by: By, names: Names): string {
  switch (by) {
    case 'month':
      return monthTitle(date.slice(0, 7));
    case 'unit':
      return names.units[unit] ?? unit;
    case 'subject':
      return subjectTitle || '未分类';
    case 'measure':
      return measureTitle;
  }
}

function totalOf(entries: readonly EntryShown[], isOfMoney: boolean): string {
  const count = entries.reduce((total, one) => total + one.count, 0);
  const fen = entries.reduce((total, one) => total + one.fen, 0);
  return isOfMoney ? `${grouped(count)} 件、${yuan(fen)} 元` : `${grouped(count)} 件`;
}

export function monthTitle(month: string): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
}

/** The record that was booked; one that is not in sight is only named by its kind. */
function EntryRecord({ entry: { register: name, record, stream } }: { readonly entry: EntryShown }) {
  const register = name === null ? undefined : registerNamed(name);
  if (register === undefined) return <>{stream}</>;
  if (record === null) return <span class="faint">{register.noun}（不在查阅范围）</span>;
  const lines = [register.name === 'case' ? undefined : register.noun, aboutOf(register, record.row)];
  return <RecordName register={register} record={record} lines={lines} />;
}
