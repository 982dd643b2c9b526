import { type Constructor, type Field, fieldsOf } from '#fields';
import { registerNamed } from '#figures';
import { RECORDS_TO_PICK } from '../../questions/picks.js';
import type { Desk } from '../page.js';
import type { Filled, FilledObject } from './filled.js';

/** The same with the ids of records that were named by their numbers: people know 衢综执〔2023〕1号, not what it is kept under. */
export async function withFoundRecords(desk: Desk, type: Constructor, filled: FilledObject): Promise<FilledObject> {
  const entries = [...fieldsOf(type)].map(
    async ([name, field]) => [name, await found(desk, field, filled[name] ?? '')] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function found(desk: Desk, field: Field, filled: Filled): Promise<Filled> {
  if (Array.isArray(filled)) return Promise.all(filled.map((one) => found(desk, field, one)));
  if (field.nested !== undefined) return withFoundRecords(desk, field.nested(), filled as FilledObject);
  const register = field.kind === 'recordRef' ? registerNamed(field.of ?? '') : undefined;
  const text = typeof filled === 'string' ? filled.trim() : '';
  if (register === undefined || text === '' || text.length > 100) return filled;
  if (!desk.sight.registers.some(({ name }) => name === register.name)) return filled;
  const { records } = await desk.ask(RECORDS_TO_PICK.get(register.name)!, { q: text });
  // Only where it can be no other.
  const [only, other] = records;
  return only !== undefined && other === undefined ? only.id : filled;
}
