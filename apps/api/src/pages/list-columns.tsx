import type { ComponentChildren } from 'preact';
import type { Register } from '#enforcement';
import { type Field, fieldsOf } from '#fields';
import type { Names, RecordShown } from '../questions/shown.js';
import { dueWords } from '../ui/due.js';
import { yuan } from '../ui/format.js';
import type { Column } from '../ui/table.js';
import { Tag } from '../ui/tag.js';
import { isAmount, isNothing, Value } from '../ui/value.js';
import type { Desk } from './page.js';
import { RecordName } from './record-name.js';
import { slotsOf } from './slots.js';

/* The columns of a register's list, as it declares them: what a record is called is the link, its status comes last. */

export interface ListColumn extends Column {
  cell(record: RecordShown): ComponentChildren;
}

/** Names of the columns that an address chooses, with commas between them; those that are declared where it says nothing. */
export function columnNames({ list, calledBy }: Register, chosen: string | undefined): string[] {
  const names = chosen === undefined || chosen === '' ? list.columns : chosen.split(',');
  return names.filter((name) => name !== 'phase' && name !== calledBy);
}

export function columnsOf(register: Register, desk: Desk, names: Names, chosen?: string): ListColumn[] {
  const { list, calledBy, noun } = register;
  const fields = fieldsOf(register.row);
  const own = columnNames(register, chosen);
  return [
    {
      title: calledBy === undefined ? '编号' : noun,
      isHead: true,
      cell: (record) => (
        <RecordName register={register} record={record} lines={[slotsOf(register).under?.(record.row)]} />
      ),
    },
    ...own.flatMap((name) => {
      const field = fields.get(name);
      return field === undefined ? [] : [fieldColumn(name, field, names)];
    }),
    ...(list.columns.includes('phase')
      ? [{ title: '状态', cell: (record: RecordShown) => <Standing register={register} record={record} desk={desk} /> }]
      : []),
  ];
}

function fieldColumn(name: string, field: Field, names: Names): ListColumn {
  const isMoney = field.kind === 'fen' && !field.isList;
  return {
    title: isMoney ? `${field.title}（元）` : field.title,
    isNumber: isAmount(field),
    isOneLine: !field.isList && isShort(field),
    cell: ({ row }) => {
      const value = row[name];
      if (isNothing(value) || (isMoney && value === 0)) return null;
      if (isMoney) return yuan(Number(value));
      if (field.nested !== undefined) return <Brief field={field} value={value} />;
      if (field.kind === 'narrative') return String(value);
      return <Value field={field} value={value} names={names} />;
    },
  };
}

/** Whether it is never longer than a day is. */
function isShort({ kind, terms = {} }: Field): boolean {
  return kind === 'day' || (kind === 'choice' && Object.values(terms).every(({ length }) => length <= 6));
}

/** Objects in a cell: by their names, where they have any. */
function Brief({ field, value }: { readonly field: Field; readonly value: unknown }) {
  const inner = [...fieldsOf(field.nested!())];
  const named =
    inner.find(([, { kind }]) => kind === 'name') ?? inner.find(([, { kind }]) => kind === 'officialNumber');
  const objects = [value].flat() as readonly Readonly<Record<string, unknown>>[];
  if (named === undefined) return <>{objects.length} 项</>;
  return <>{objects.map((object) => String(object[named[0]])).join('、')}</>;
}

/** The phase, and the nearest day that somebody waits for. */
function Standing({ register, record, desk }: { register: Register; record: RecordShown; desk: Desk }) {
  const { phase, phaseTitle, nextDueOn, nextDue } = record;
  const isOver = register.aggregate.life?.isOver(phase) === true;
  return (
    <>
      <Tag tone={isOver ? 'quiet' : undefined}>{phaseTitle}</Tag>
      {nextDueOn === null ? null : (
        <small class={toneOf(record, desk)}>
          {nextDue} {nextDueOn}
        </small>
      )}
    </>
  );
}

/** How near the nearest day is that somebody waits for; '' where nobody does. */
export function toneOf({ nextDueOn }: RecordShown, { statutes, today }: Desk): string {
  if (nextDueOn === null) return '';
  const state = today <= nextDueOn ? 'running' : 'missed';
  return dueWords(statutes, { dueOn: nextDueOn, doneOn: null, state }, today).tone;
}
