import { existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Position, Revision } from '#eventsourcing';

/* What a process under torture knew, and when: written before and after every call, line by line. A kill of the process leaves
 * every line but perhaps the last. */

/** A write as it is asked for: what its events say is who wrote them, in which append, and their place in it. */
export interface TriedWrite {
  readonly stream: string;
  readonly expected: Revision | 'no-stream' | 'any';
  readonly events: number;
}

/** A command as it is given, said before it is given for the first time. */
export interface Asked {
  readonly kind: 'asked';
  readonly key: string;
  readonly aggregate: string;
  readonly path: string;
  readonly id: string;
  readonly command: string;
  readonly body: object;
}

export type Line =
  | Asked
  /** A command was carried out, now or at an earlier try: where its last event stands, and the types of all, where it was now. */
  | {
      readonly kind: 'done';
      readonly key: string;
      readonly stream: string;
      readonly revision: Revision;
      /** Null where nothing had to change. */
      readonly position: Position | null;
      readonly events: readonly string[];
      readonly replayed: boolean;
      readonly commandId: string;
    }
  /** A command was refused by a rule. */
  | { readonly kind: 'refused'; readonly key: string }
  /** Said before an append is sent for the first time. */
  | { readonly kind: 'try'; readonly id: string; readonly writes: readonly TriedWrite[] }
  | {
      readonly kind: 'appended';
      readonly id: string;
      readonly revisions: readonly (readonly [stream: string, revision: Revision])[];
      readonly position: Position;
      readonly recordedAt: string;
      readonly replayed: boolean;
    }
  | {
      readonly kind: 'conflict';
      readonly id: string;
      readonly stream: string;
      readonly expected: TriedWrite['expected'];
      readonly actual: Revision | 'no-stream';
    }
  /** The store said that nothing of it was sent, and nobody tried again. */
  | { readonly kind: 'undone'; readonly id: string }
  /** A reader has come so far, and these are the ids of all events until there, digested. */
  | { readonly kind: 'read'; readonly upTo: Position; readonly events: number; readonly digest: string }
  /** What no store may do. */
  | { readonly kind: 'violation'; readonly what: string };

export class Journal {
  private readonly file: number;

  constructor(path: string) {
    this.file = openSync(path, 'a');
  }

  say(line: Line): void {
    writeSync(this.file, `${JSON.stringify(line)}\n`);
  }
}

/** The whole lines of a journal. */
export function linesOf(path: string): Line[] {
  if (!existsSync(path)) return [];
  const texts = readFileSync(path, 'utf8').split('\n');
  // What was being written when the process was killed is no line.
  return texts.slice(0, -1).flatMap((text) => {
    try {
      return [JSON.parse(text) as Line];
    } catch {
      return [];
    }
  });
}
