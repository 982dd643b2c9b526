import type { ComponentChildren } from 'preact';
import type { Register } from '#enforcement';
import { fieldsOf, LEFT_OUT } from '#fields';
import type { FileAnswer } from '../questions/files.js';
import type { Row } from '../questions/reader.js';
import { CASE_SLOTS } from './case/slots.js';
import type { Desk } from './page.js';

/** What a register's pages show beyond what follows from its declaration. A register without any is complete. */
export interface Slots {
  /** What a record is called where its number is not there yet. */
  readonly called?: (row: Row) => string | undefined;
  /** A line under the name of a record, in lists and at the head of its file. */
  readonly under?: (row: Row) => string;
  /** Fields of the row that are kept to find it by, or are said elsewhere on the page. */
  readonly unsaid?: readonly string[];
  /** Who it is about, at the head of the file. */
  readonly parties?: (row: Row) => string;
  /** Above everything: how far it has come. */
  readonly head?: (file: FileAnswer) => ComponentChildren;
  /** Before the facts: amounts. */
  readonly account?: (file: FileAnswer) => ComponentChildren;
  /** In place of the facts that the row declares; nothing where they are to be shown after all. */
  readonly facts?: (file: FileAnswer, desk: Desk) => ComponentChildren;
}

const SLOTS: Readonly<Record<string, Slots>> = { case: CASE_SLOTS };

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
