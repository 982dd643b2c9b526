import { type Constructor, type Field, fieldsOf, LEFT_OUT } from '#fields';
import { registerNamed } from '#figures';
import { RECORDS_TO_PICK } from '../../questions/picks.js';
import type { Row } from '../../questions/reader.js';
import type { Desk } from '../page.js';
import type { Filled, FilledObject } from './filled.js';

/**
 * The same with the ids of records that were named by their numbers or by a word of their names: people know
 * 衢综执〔2023〕1号, not what it is kept under. What such a record says of the fields beside it is filled in where they are blank.
 */
export async function withFoundRecords(desk: Desk, type: Constructor, filled: FilledObject): Promise<FilledObject> {
  const fields = [...fieldsOf(type)];
  const entries = await Promise.all(
    fields.map(async ([name, field]) => [name, field, await found(desk, field, filled[name] ?? '')] as const),
  );
  const whole: Record<string, Filled> = Object.fromEntries(entries.map(([name, , { value }]) => [name, value]));
  for (const [, { gives = {} }, { row }] of entries)
    for (const [name, said] of Object.entries(gives))
      if (row !== undefined && whole[name] === '' && isTermOf(fieldsOf(type).get(name)!, row[said]))
        whole[name] = row[said];
  return whole;
}

/** Whether an input of the field may say so. */
function isTermOf({ terms }: Field, value: unknown): value is string {
  return typeof value === 'string' && value !== LEFT_OUT && (terms === undefined || Object.hasOwn(terms, value));
}

interface Found {
  readonly value: Filled;
  readonly row?: Row;
}

async function found(desk: Desk, field: Field, filled: Filled): Promise<Found> {
  if (Array.isArray(filled)) {
    const all = await Promise.all(filled.map((one: Filled) => found(desk, field, one)));
    return { value: all.map(({ value }) => value) };
  }
  if (field.nested !== undefined && !field.enclosed)
    return { value: await withFoundRecords(desk, field.nested(), filled as FilledObject) };
  const register = field.kind === 'recordRef' ? registerNamed(field.of ?? '') : undefined;
  const text = typeof filled === 'string' ? filled.trim() : '';
  if (register === undefined || text === '' || text.length > 100) return { value: filled };
  if (!desk.sight.registers.some(({ name }) => name === register.name)) return { value: filled };
  const { records } = await desk.ask(RECORDS_TO_PICK.get(register.name)!, { q: text });
  // Only where it can be no other.
  const own = records.find(({ id }) => id === text) ?? (records.length === 1 ? records[0] : undefined);
  return own === undefined ? { value: filled } : { value: own.id, row: own.row };
}
