import type { Register } from '#enforcement';
import { fieldsOf, LEFT_OUT } from '#fields';
import type { Row } from '../questions/reader.js';
import { CASE_SLOTS } from './case/slots.js';
import { PROPOSAL_SLOTS } from './proposals/slots.js';
import type { Slots } from './slot.js';

const SLOTS: Readonly<Record<string, Slots>> = {
  case: CASE_SLOTS,
  proposal: PROPOSAL_SLOTS,
  summaryImport: { begins: [{ title: '从文件导入', href: '/import' }] },
};

export function slotsOf({ name }: Register): Slots {
  return SLOTS[name] ?? {};
}

const ABOUT = ['narrative', 'text', 'label'];

/** What a record is about, in a line: its slot's words, or the first text among the columns of its list. */
export function aboutOf(register: Register, row: Row): string | undefined {
  const { under, parties } = slotsOf(register);
  if (under !== undefined) return [parties?.(row), under(row)].filter((line) => line).join('　');
  const fields = fieldsOf(register.row);
  const name = register.list.columns.find((column) => ABOUT.includes(fields.get(column)?.kind ?? ''));
  const text = name === undefined || name === register.calledBy ? undefined : row[name];
  return typeof text === 'string' && text !== LEFT_OUT ? text : undefined;
}
