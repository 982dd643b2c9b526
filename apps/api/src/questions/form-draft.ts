import { type Constructor, type Field, fieldsOf } from '#fields';
import { clockOf } from '#statutes';

/* What a form says before anybody has filled it in: what its act drafts, and what is nearly always so. */

export interface Usual {
  /** ISO-8601 UTC. */
  readonly now: string;
  /** Territory of the person's unit. */
  readonly territory: string | undefined;
}

type Values = Readonly<Record<string, unknown>>;

/** A command of a class with what is known of it: the act is of today, at home. Optional fields stay empty. */
export function drafted(type: Constructor, known: object, usual: Usual): Values {
  const given = known as Values;
  const entries = [...fieldsOf(type)].map(([name, field]) => [name, draftOf(field, given[name], usual)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function draftOf(field: Field, known: unknown, usual: Usual): unknown {
  const { kind, nested, isList, isOptional, isActDay } = field;
  if (nested !== undefined && isList) return rowsOf(field, known, usual);
  if (nested !== undefined)
    return isOptional && known === undefined
      ? undefined
      : blankRow(nested(), [], drafted(nested(), known ?? {}, usual));
  if (known !== undefined || isList) return known;
  if (kind === 'territory') return isOptional ? undefined : usual.territory;
  // Where the day of an act may be left out, it is nearly always said all the same.
  if (!isActDay) return undefined;
  const clock = shanghai(usual.now);
  return kind === 'moment' ? `${clock}:00+08:00` : clock.slice(0, 10);
}

function rowsOf({ nested, isOptional, schema }: Field, known: unknown, usual: Usual): Values[] | undefined {
  const least = isOptional ? 0 : Number(schema['minItems'] ?? 0);
  const given = Array.isArray(known) ? (known as Values[]) : [];
  const rows: Values[] = [];
  for (let index = 0; index < Math.max(least, given.length); index += 1)
    rows.push(blankRow(nested!(), rows, drafted(nested!(), given[index] ?? {}, usual)));
  return rows.length === 0 ? undefined : rows;
}

/** A new element of a list of objects: it has a number of its own where the class asks for one (`p2` for a second party). */
export function blankRow(type: Constructor, others: readonly Values[], own: Values = {}): Values {
  const row: Record<string, unknown> = { ...own };
  for (const [name, { kind }] of fieldsOf(type)) {
    if (kind !== 'id' || row[name] !== undefined) continue;
    const taken = new Set(others.map((other) => other[name]));
    for (let number = 1; row[name] === undefined; number += 1)
      if (!taken.has(`${name[0]}${number}`)) row[name] = `${name[0]}${number}`;
  }
  return row;
}

/** 2023-05-06T09:30, as the clock on the wall shows an instant. */
export function shanghai(instant: string): string {
  return clockOf(instant).slice(0, 16);
}
