import { expect } from '@jest/globals';
import { AGGREGATES } from '#enforcement';
import { actDayField, fieldsOf } from '#fields';
import { type Bureau, openBureau, type Person } from './bureau.js';
import { WORDS } from './words.js';

/*
 * Plays a scenario: the acts of a matter in their order, each given over HTTP on its day by whoever does it, and what the law
 * makes of it: a day that follows, or a refusal with its article and the first day on which it would be possible. Days are
 * computed by hand from DOMAIN 2.2 and 2.3.
 */

/** One line of a scenario. */
export interface Line {
  readonly day: string;
  play(bureau: Bureau): Promise<void>;
}

const BY_TITLE = new Map(
  AGGREGATES.flatMap((aggregate) => aggregate.commands.map((command) => [command.title, { aggregate, command }])),
);

/** Which record an act is about where nothing is said: the first of its register. */
const FIRST = { case: 'k1', remedy: 'r1' } as Readonly<Record<string, string>>;

/** An event as the auditor gets it. */
interface Written {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly meta: { readonly commandId: string };
}
const DEFECT = 'ProceduralDefectRecorded';

type Expected =
  | { readonly kind: 'accepted'; readonly gives: object; readonly late: readonly Late[] }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly article: string | undefined;
      readonly earliest?: string;
    };

/** What was done out of time: a defect of the procedure. */
type Late = readonly [kind: string, days: number];

/** An act of a scenario: accepted in time, if nothing else is said. */
export class Act implements Line {
  private person: Person;
  private id: string;
  private expected: Expected = { kind: 'accepted', gives: {}, late: [] };

  constructor(
    readonly day: string,
    private readonly title: string,
    private readonly said: object,
  ) {
    const word = WORDS[title];
    if (word === undefined || !BY_TITLE.has(title)) throw new Error(`no act “${title}” in the scenarios' words`);
    this.person = word.by;
    this.id = FIRST[BY_TITLE.get(title)!.aggregate.name] ?? 'x1';
  }

  /** Given by somebody else than usually. */
  by(person: Person): this {
    this.person = person;
    return this;
  }

  /** About another record than the first. */
  of(id: string): this {
    this.id = id;
    return this;
  }

  /** What its events say beyond what was entered: days that follow above all. */
  gives(data: object): this {
    return this.accepted({ gives: data });
  }

  /** Accepted, and put on record as done after its last day. */
  late(kind: string, days: number): this {
    return this.accepted({ late: [[kind, days]] });
  }

  private accepted(more: object): this {
    this.expected = { gives: {}, late: [], ...this.expected, ...more, kind: 'accepted' };
    return this;
  }

  refused(code: string, article: string | undefined, earliest?: string): this {
    this.expected = { kind: 'refused', code, article, ...(earliest === undefined ? {} : { earliest }) };
    return this;
  }

  async play(bureau: Bureau): Promise<void> {
    const { aggregate, command } = BY_TITLE.get(this.title)!;
    const where = `${this.day} ${this.title}`;
    const response = await bureau.give(`${aggregate.path}/${this.id}/${command.name}`, this.input(), this.person);
    const answer = response.json();
    const { expected } = this;
    if (expected.kind === 'refused') {
      const { code, article, earliest } = answer;
      expect({ where, code, article, earliest }).toEqual({ where, earliest: undefined, ...without(expected) });
      return;
    }
    if (response.statusCode >= 300) throw new Error(`${where}: ${response.body}`);
    await bureau.heard();
    const { revision, events, commandId } = answer;
    const from = Math.max(0, revision - events.length + 1);
    const stored = await bureau.ask(`${aggregate.path}/${this.id}/events?from=${from}`, 'AUDITOR');
    // Some of the events may have gone to other streams.
    const written = (stored.json().events as readonly Written[]).filter(({ meta }) => meta.commandId === commandId);
    const defects = written.filter(({ type }) => type === DEFECT);
    expect({ where, late: defects.map(({ data }) => [data['kind'], data['days']]) }).toEqual({
      where,
      late: expected.late,
    });
    const said = Object.assign({}, ...written.filter(({ type }) => type !== DEFECT).map(({ data }) => data));
    expect({ where, ...said }).toMatchObject({ where, ...expected.gives });
  }

  private input(): object {
    const { input } = BY_TITLE.get(this.title)!.command;
    const { says } = WORDS[this.title]!;
    const name = actDayField(input);
    const day = name === undefined ? {} : { [name]: this.dayAs(fieldsOf(input).get(name)!.kind) };
    return { ...day, ...(typeof says === 'function' ? says(this.day) : says), ...this.said };
  }

  private dayAs(kind: string): string {
    return kind === 'moment' ? `${this.day}T09:00:00+08:00` : this.day;
  }
}

function without({ kind: _kind, ...rest }: Extract<Expected, { readonly kind: 'refused' }>) {
  return rest;
}

/** An act on a day: what it says beyond the usual. */
export function on(day: string, title: string, said: object = {}): Act {
  return new Act(day, title, said);
}

/** How a record stands on a day, as its page shows it. */
export function shows(day: string, what: object, path = 'cases/k1'): Line {
  return {
    day,
    play: async (bureau) => {
      const response = await bureau.ask(path, '陈局长');
      expect({ day, path, ...response.json() }).toMatchObject({ day, path, ...what });
    },
  };
}

/** 登记、立案、取证、查证、终结、审核、告知, all on their days: what comes before whatever the scenario is about. */
export function untilNoticed({
  registered,
  filed = registered,
  concluded,
  noticed,
  case: about = {},
  proposed,
}: {
  readonly registered: string;
  readonly filed?: string;
  readonly concluded: string;
  readonly noticed: string;
  readonly case?: object;
  readonly proposed?: object;
}): Act[] {
  return [
    on(registered, '登记案件', about),
    on(filed, '立案'),
    on(filed, '取证'),
    on(concluded, '调查终结'),
    on(concluded, '送法制审核'),
    on(concluded, '法制审核通过'),
    on(noticed, '处罚告知', proposed === undefined ? {} : { proposed }),
  ];
}

/** Plays the lines in their order, in a bureau of their own. */
export async function play(...lines: readonly (Line | readonly Line[])[]): Promise<void> {
  const all = lines.flat();
  const bureau = await openBureau(all[0]!.day);
  try {
    for (const line of all) {
      bureau.setDay(line.day);
      await line.play(bureau);
    }
    // What was accepted is lawful when it is asked again.
    expect(await bureau.findings()).toEqual({ found: [], unasked: 0 });
  } finally {
    await bureau.close();
  }
}
