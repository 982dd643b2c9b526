import type { ComponentChildren } from 'preact';
import { registerNamed } from '#figures';
import { dayOf } from '#statutes';
import type { EntriesAnswer, EntryShown } from '../../questions/entries.js';
import { grouped, moment, yuan } from '../../ui/format.js';
import { type Column, Table } from '../../ui/table.js';
import { RecordName } from '../record-name.js';
import { aboutOf } from '../slots.js';

interface EntryColumn extends Column {
  cell(entry: EntryShown): ComponentChildren;
}

/** The bookings of a figure in the order in which they were recorded. */
export function EntriesTable({
  answer,
  hasMeasures,
  hasUnits,
}: {
  readonly answer: EntriesAnswer;
  /** Whether the figure sums several kinds of bookings, and those of several units. */
  readonly hasMeasures: boolean;
  readonly hasUnits: boolean;
}) {
  const { entries, figure, names } = answer;
  const isOfMoney = figure.sums === 'fen' || entries.some(({ fen }) => fen !== 0);
  const isClassed = entries.some(({ subject }) => subject !== '');
  const some = (isThere: boolean, ...columns: EntryColumn[]) => (isThere ? columns : []);
  const columns: readonly EntryColumn[] = [
    { title: '记录', isHead: true, cell: (entry) => <EntryRecord entry={entry} /> },
    { title: '业务日', isOneLine: true, cell: ({ date }) => date },
    ...some(hasMeasures, { title: '行为', cell: ({ measureTitle }) => measureTitle }),
    ...some(isClassed, { title: '分类', cell: ({ subjectTitle }) => subjectTitle || null }),
    ...some(hasUnits, { title: '单位', cell: ({ unit }) => names.units[unit] ?? unit }),
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
      {byMonth(entries).map(([month, some]) => (
        <Table
          key={month}
          caption={`${monthTitle(month)}记录的 ${grouped(some.length)} 条分录`}
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

/** Entries in the order of the log, month by month of their recording. */
function byMonth(entries: readonly EntryShown[]): [string, EntryShown[]][] {
  const months = new Map<string, EntryShown[]>();
  for (const entry of entries) {
    const month = dayOf(entry.recordedAt).slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), entry]);
  }
  return [...months];
}

function monthTitle(month: string): string {
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
