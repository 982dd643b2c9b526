import type { ComponentChildren } from 'preact';
import type { FileAnswer } from '../questions/files.js';
import type { Row } from '../questions/reader.js';
import type { Desk, Given } from './page.js';

/** A list as an address asks for it. */
export interface View {
  readonly title: string;
  readonly given: Given;
}

/** What a register's pages show beyond what follows from its declaration. A register without any is complete. */
export interface Slots {
  /** Ways to look at the list that are a click away; the first is what opens where nothing is asked for. */
  readonly views?: (desk: Desk) => readonly View[];
  /** Another way to begin records, beside the forms of the acts that do. */
  readonly begins?: readonly { readonly title: string; readonly href: string }[];
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
  /** Address of the form of one of its acts, where that is not the act's own. */
  readonly formOf?: (file: FileAnswer, command: string) => string | undefined;
}
