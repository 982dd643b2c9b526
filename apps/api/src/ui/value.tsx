import type { ComponentChildren } from 'preact';
import { type Constructor, capitals, type Field, fieldsOf } from '#fields';
import { registerNamed } from '#figures';
import type { Names } from '../questions/shown.js';
import { grouped, moment, yuan } from './format.js';

/** Whether there is nothing to show: absent, taken away, left out for this reader, an empty list. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

interface ValueProps {
  readonly field: Field;
  readonly value: unknown;
  readonly names: Names;
  /** Amounts in Chinese capitals as well. */
  readonly isInCapitals?: boolean;
}

/** What a field says, by its kind, as people write it. Nothing where it says nothing. */
export function Value({ field, value, names, isInCapitals = false }: ValueProps) {
  if (isNothing(value)) return null;
  if (field.nested !== undefined) {
    const objects = (Array.isArray(value) ? value : [value]) as readonly object[];
    return (
      <Inner title={field.title} type={field.nested()} objects={objects} names={names} isInCapitals={isInCapitals} />
    );
  }
  if (!Array.isArray(value)) return <One field={field} value={value} names={names} isInCapitals={isInCapitals} />;
  return (
    <>
      {value.map((element, index) => (
        <span key={index}>
          {index === 0 ? '' : '、'}
          <One field={field} value={element} names={names} />
        </span>
      ))}
    </>
  );
}

function One({ field, value, names, isInCapitals = false }: ValueProps) {
  const text = String(value);
  switch (field.kind) {
    case 'day':
      return <time dateTime={text}>{text}</time>;
    case 'moment':
      return <time dateTime={text}>{moment(text)}</time>;
    case 'fen':
      return (
        <>
          {yuan(Number(value))} 元{isInCapitals ? `（大写：${capitals(Number(value))}）` : ''}
        </>
      );
    case 'number':
      return <>{grouped(Number(value))}</>;
    case 'flag':
      return <>{value === true ? '是' : '否'}</>;
    case 'choice':
      return <>{field.terms?.[text] ?? text}</>;
    case 'personRef':
      return <>{names.people[text] ?? text}</>;
    case 'unitRef':
      return <>{names.units[text] ?? text}</>;
    case 'recordRef':
      return <RecordLink of={field.of ?? ''} id={text} />;
    case 'narrative':
      return <p class="narrative">{text}</p>;
    default:
      return <>{text}</>;
  }
}

/** A record of a register opens; what is in none, such as an item of the catalogue, is called by its code. */
export function RecordLink({ of, id, children }: { of: string; id: string; children?: ComponentChildren }) {
  const register = registerNamed(of);
  if (register === undefined) return <>{children ?? id}</>;
  return <a href={recordHref(register, id)}>{children ?? id}</a>;
}

/** Where a record of a register is shown. */
export function recordHref({ path }: { readonly path: string }, id: string): string {
  return `/${path}/${encodeURIComponent(id)}`;
}

interface InnerProps {
  readonly title: string;
  readonly type: Constructor;
  readonly objects: readonly object[];
  readonly names: Names;
  readonly isInCapitals: boolean;
}

/** Objects in an object: a small table with the columns that say something. */
function Inner({ title, type, objects, names, isInCapitals }: InnerProps) {
  const rows = objects as readonly Readonly<Record<string, unknown>>[];
  const columns = [...fieldsOf(type)].filter(([name]) => rows.some((row) => !isNothing(row[name])));
  return (
    <table class="inner">
      <caption class="unseen">{title}</caption>
      <thead>
        <tr>
          {columns.map(([name, field]) => (
            <th key={name} scope="col" class={isAmount(field) ? 'number' : ''}>
              {field.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {columns.map(([name, field]) => (
              <td key={name} class={isAmount(field) ? 'number' : ''}>
                <Value field={field} value={row[name]} names={names} isInCapitals={isInCapitals} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Numbers stand under each other. */
export function isAmount({ kind, isList }: Field): boolean {
  return !isList && (kind === 'fen' || kind === 'number');
}
