import { type Column, defined, type ReadModel, type RecordedEvent } from '#eventsourcing';
import { type Constructor, type FieldKind, fieldsOf } from '#fields';
import type { Role } from '../roles.js';
import type { Act, Folded, RecordStanding, Shared } from './act.js';
import { aggregate, type LawAggregate } from './aggregate.js';
import { type Agenda, agendaOf, type Clock, standingsOf } from './clock.js';
import { columnsOf, searchOf } from './columns.js';
import { lifecycle, type Step } from './lifecycle.js';
import { factsBy, type Measures, type Metric } from './metric.js';
import { type Determines, openOn, type WithOpenDays } from './open-day.js';

/* A register, declared once: its rows are its state, and everything that is shown, watched or counted follows. */

/** How far a row of a read model has got. */
export interface Progress {
  readonly revision: number;
  readonly updatedAt: string;
}

/** A row of a register's table: the folded state, the days to watch, how far it has got. Null where there is nothing. */
export type RegisterRow<Row = object> = {
  readonly [K in keyof Row]-?: undefined extends Row[K] ? Exclude<Row[K], undefined> | null : Row[K];
} & RecordStanding &
  Agenda &
  Progress;

/** Names of what a row says or of how it stands. */
export type RowField<Row> = (keyof Row & string) | 'phase' | 'lastOn' | 'nextDueOn';

/** What a list shows, filters and sorts by; a page, an address and an index follow from each name. */
export interface ListDeclaration<Row> {
  readonly columns: readonly RowField<Row>[];
  readonly filters: readonly RowField<Row>[];
  /** The order in which the list comes, the newest or most urgent first: a name, with - before it where it descends. */
  readonly sort: RowField<Row> | `-${RowField<Row>}`;
  /** Further names by which it may be sorted. */
  readonly sorts?: readonly RowField<Row>[];
}

/** Somebody waits for somebody else: for what, in which phases, who asked, who has it, since when. */
export interface Wait<Row, Phase extends string = string> {
  /** What is waited for: 批准, 法制审核. */
  readonly what: string;
  readonly in: readonly Phase[];
  /** The people or the unit who asked. */
  readonly by: keyof Row & string;
  /** The people or the unit who have it; in words, where that is nobody of the house. */
  readonly from: (keyof Row & string) | { readonly named: string };
  /** The day since when; of several days the last. Without one nobody waits. */
  readonly since: keyof Row & string;
}

/** Roles that look after records of all units in sight, whoever they are assigned to, and in which phases. */
export type Desks<Phase extends string = string> = Readonly<Partial<Record<Role, readonly Phase[]>>>;

/** 台账: rooms of registers that stand behind one place of the menu, and not in it each. */
export const ROOMS = {
  RULES: '事项、基准和制度',
  SUPERVISION: '监督和评查',
  SERVICE: '检查、审查和企业服务',
  SUPPORT: '队伍和保障',
} as const;
export type Room = keyof typeof ROOMS;

/** What doors, lists, clocks and reports know of a register; the case has one as well, with a row of its own. */
export interface Register {
  readonly name: string;
  readonly path: string;
  readonly title: string;
  /** What one record is called: 协同请求. */
  readonly noun: string;
  // biome-ignore lint/suspicious/noExplicitAny: registers of different states.
  readonly aggregate: LawAggregate<any>;
  /** Where it stands among the 台账; undefined where it has a place of its own in the menu. */
  readonly room?: Room | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tables of different rows.
  readonly readModel: ReadModel<any>;
  /** Class of the fields of a row. */
  readonly row: Constructor;
  readonly phases: Readonly<Record<string, string>>;
  readonly list: ListDeclaration<Record<string, unknown>>;
  /** The field by which people call a record: a number or a name; its id where there is none. */
  readonly calledBy: string | undefined;
  /** What its ids are, where people give them; elsewhere they are allotted. */
  readonly idTitle?: string | undefined;
  /** Fields of the row that say which units it belongs to, and to which people it is assigned. */
  readonly unitFields: readonly string[];
  readonly peopleField: string | undefined;
  /** Phases in which nobody has to act unless a day still runs, though the matter may go on: files that are closed. */
  readonly atRest?: readonly string[];
  readonly desks: Desks;
  readonly waits: readonly Wait<Record<string, unknown>>[];
  // biome-ignore lint/suspicious/noExplicitAny: clocks of different rows.
  readonly clocks: readonly Clock<any>[];
  // biome-ignore lint/suspicious/noExplicitAny: measures of different rows.
  readonly measures: Measures<any>;
  readonly metrics: readonly Metric[];
}

/** A register together with its aggregate, whose state is the row. */
export interface LawRegister<Row, Phase extends string = string> extends LawAggregate<Folded<Row, Phase>> {
  readonly register: Register;
}

/** Columns of what is watched and how far it has got, of a register's table as of the cases'. */
export const PROGRESS_COLUMNS: Readonly<Record<string, Column>> = {
  missed: { type: 'json' },
  nextDueOn: { type: 'date', optional: true },
  nextDue: { type: 'text', optional: true },
  watchedOn: { type: 'date', optional: true },
  revision: { type: 'integer' },
  updatedAt: { type: 'instant' },
};

/** Where last days may be open: the first day of the year that is waited for. */
export const OPEN_COLUMNS: Readonly<Record<string, Column>> = { openOn: { type: 'date', optional: true } };

/** Columns that every register's table has beside those of its row. */
const STANDING_COLUMNS: Readonly<Record<string, Column>> = {
  phase: { type: 'text' },
  // Acts in any order leave no latest one: registers of units and people.
  lastOn: { type: 'date', optional: true },
  ...PROGRESS_COLUMNS,
};

/** Declares a register. `name` is the prefix of its streams, for ever; `path` its part of every address. */
export function register<Row extends { unitId: string }, Phases extends Readonly<Record<string, string>>>(
  definition: Shared<Row, keyof Phases & string> & {
    readonly row: Constructor<Row>;
    readonly name: string;
    readonly path: string;
    readonly title: string;
    readonly noun: string;
    /** Its records are people of the bureau, by their user ids. */
    readonly isOfStaff?: boolean;
    readonly room?: Room;
    /** Refusals carry `<code>.phase`; the name where nothing is said. */
    readonly code?: string;
    /** The phase before the first act comes first. */
    readonly phases: Phases;
    /** Phases in which the matter is at rest, though there is a way out of them. */
    readonly over?: readonly (keyof Phases & string)[];
    /** What a record that is not there yet says all the same: lists that are empty. */
    readonly initial?: Partial<Row>;
    readonly acts: readonly Act<Row, keyof Phases & string>[];
    /** Acts at no door of their own: whoever gives them has computed what they say. */
    readonly computed?: readonly Act<Row, keyof Phases & string>[];
    readonly list: ListDeclaration<Row>;
    readonly calledBy?: keyof Row & string;
    /** What its ids are, where people give them: whatever points at a record is then typed by hand elsewhere too. */
    readonly idTitle?: string;
    /** The field that says to which people it is assigned. */
    readonly people?: keyof Row & string;
    readonly clocks?: readonly Clock<Folded<Row, keyof Phases & string>>[];
    readonly desks?: Desks<keyof Phases & string>;
    readonly waits?: readonly Wait<Row, keyof Phases & string>[];
    /** Last days that may be open, where the row says `openDays`. */
    readonly determines?: Determines<Folded<Row, keyof Phases & string> & WithOpenDays>;
    readonly measures?: Measures<RegisterRow<Row>>;
    readonly metrics?: readonly Metric[];
    /** Goes up when measures or the folding of rows mean something else than before: the table is rebuilt. */
    readonly version?: number;
  },
): LawRegister<Row, keyof Phases & string> {
  type Phase = keyof Phases & string;
  type State = Folded<Row, Phase>;
  const {
    name,
    path,
    title,
    noun,
    row,
    acts,
    computed = [],
    clocks = [],
    measures = {},
    metrics = [],
    version = 1,
  } = definition;
  const unborn = Object.keys(definition.phases)[0] as Phase;
  const life = lifecycle({
    code: definition.code ?? name,
    noun,
    phases: definition.phases,
    over: definition.over ?? [],
    steps: Object.fromEntries(
      [...acts, ...computed].map(({ eventName, step: { from = [unborn], to } }): [string, Step<Phase>] => [
        eventName,
        { from, to },
      ]),
    ),
  });
  const unitFields = definition.units ?? ['unitId'];
  const read = (state: object, field: string | undefined): string[] => {
    const value = field === undefined ? undefined : (state as Readonly<Record<string, unknown>>)[field];
    return [value].flat().filter((one): one is string => typeof one === 'string');
  };
  const initialState = { ...definition.initial, phase: unborn, unitId: '', lastOn: '', missed: [] } as unknown as State;
  // Nobody waits for anything in a record that is over, unless its clock says otherwise.
  const running = clocks.map(
    (clock): Clock<State> => ({ ...clock, runs: clock.runs ?? ((state) => !life.isOver(state.phase)) }),
  );
  const base = aggregate<State>({
    name,
    path,
    title,
    isOfStaff: definition.isOfStaff ?? false,
    initialState,
    life,
    stages: acts.map((entry) => entry.stage(definition)),
    told: computed.map((entry) => entry.stage(definition)),
    clocks: running,
    ...defined({ determines: definition.determines }),
    belongsTo: (state) => ({
      units: unitFields.flatMap((field) => read(state, field)),
      people: read(state, definition.people),
    }),
  });
  const own: Register = {
    name,
    path,
    title,
    noun,
    aggregate: base,
    room: definition.room,
    readModel: rowsOf(base, {
      columns: columnsOf(row),
      search: searchOf(row),
      ...indexesOf(definition, unitFields),
      version,
      measures,
    }),
    row,
    phases: definition.phases,
    list: definition.list as ListDeclaration<Record<string, unknown>>,
    calledBy: definition.calledBy,
    idTitle: definition.idTitle,
    unitFields,
    peopleField: definition.people,
    desks: definition.desks ?? {},
    waits: (definition.waits ?? []) as readonly Wait<Record<string, unknown>>[],
    clocks: running,
    measures,
    metrics,
  };
  return Object.assign(base, { register: own });
}

/** The read model whose row is the folded state. */
function rowsOf<State extends RecordStanding>(
  { name, initialState, evolve, clocks, determine }: LawAggregate<State>,
  shape: {
    readonly columns: Readonly<Record<string, Column>>;
    readonly indexes: readonly (readonly string[])[];
    readonly lookups: readonly string[];
    readonly search: Readonly<Record<string, readonly string[]>>;
    readonly version: number;
    // biome-ignore lint/suspicious/noExplicitAny: measures of whatever row; `register` checks them.
    readonly measures: Measures<any>;
  },
): ReadModel<Record<string, unknown>> {
  const prefix = `${name}-`;
  const columns = { ...shape.columns, ...STANDING_COLUMNS, ...(determine === undefined ? {} : OPEN_COLUMNS) };
  const beside = new Set(['nextDueOn', 'nextDue', 'watchedOn', 'openOn', 'revision', 'updatedAt']);
  return {
    name: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    version: shape.version,
    columns,
    indexes: shape.indexes,
    lookups: shape.lookups,
    search: shape.search,
    key: ({ stream }) => (stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined),
    begins: ({ revision }) => revision === 0,
    evolve: (kept, event: RecordedEvent) => {
      const state = evolve(kept === undefined ? initialState : (stateOf(kept) as unknown as State), event);
      // Events of before the first act that is known leave nothing to show.
      if (state.phase === initialState.phase) return undefined;
      const row: object = {
        ...state,
        lastOn: state.lastOn === '' ? null : state.lastOn,
        ...agendaOf(standingsOf(clocks, state), state),
        ...(determine === undefined ? {} : { openOn: openOn(state as State & WithOpenDays) }),
        revision: event.revision,
        updatedAt: event.recordedAt,
      };
      return row as Record<string, unknown>;
    },
    ...(Object.keys(shape.measures).length === 0
      ? {}
      : { facts: factsBy(shape.measures) as ReadModel<Record<string, unknown>>['facts'] & {} }),
  };

  /** The state that a row was made of: nulls are what is not there. */
  function stateOf(row: Record<string, unknown>): Record<string, unknown> {
    const state: Record<string, unknown> = { lastOn: '' };
    for (const name of Object.keys(columns)) {
      const value = row[name];
      if (value !== null && value !== undefined && !beside.has(name)) state[name] = value;
    }
    return state;
  }
}

/** Kinds of fields by whose values records are found; texts and days are asked from where to where. */
const LOOKED_UP: readonly FieldKind[] = ['choice', 'flag', 'personRef', 'unitRef', 'recordRef', 'officialNumber', 'id'];

/**
 * Indexes for each way in which the list is asked: whose, in which order, by what it is found; and for the clock that
 * watches. They follow from what is declared; a tuned overview asks for its own the same way.
 */
export function indexesOf<Row>(
  {
    list,
    people,
    clocks,
    determines,
    row,
  }: {
    readonly list: ListDeclaration<Row>;
    readonly people?: string;
    readonly clocks?: readonly unknown[];
    readonly determines?: object;
    readonly row: Constructor;
  },
  unitFields: readonly string[],
): { readonly indexes: string[][]; readonly lookups: string[] } {
  const sort = String(list.sort).replace(/^-/, '');
  const fields = fieldsOf(row);
  const isList = (name: string) => fields.get(name)?.isList === true;
  const indexes = [
    [sort],
    ...unitFields.map((unit) => (isList(unit) ? [unit] : [unit, sort])),
    ...(people === undefined ? [] : [[people]]),
    ...(list.sorts ?? []).map((name) => [name as string]),
    ...(clocks === undefined || clocks.length === 0 ? [] : [['watchedOn'], ['unitId', 'nextDueOn']]),
    ...(determines === undefined ? [] : [['openOn']]),
  ];
  const seen = new Set<string>();
  const own = indexes.filter((index) => !seen.has(String(index)) && seen.add(String(index)));
  const leading = new Set(own.map(([first]) => first));
  const isFoundBy = (name: string) => name === 'phase' || LOOKED_UP.includes(fields.get(name)?.kind as FieldKind);
  return {
    indexes: own,
    lookups: (list.filters as readonly string[]).filter((name) => isFoundBy(name) && !leading.has(name)),
  };
}

/** The days on which a row's clocks stand, for a worklist or a file: computed from the row, kept nowhere. */
export function clocksOfRow(register: Register, row: object) {
  return standingsOf(register.clocks, row as never);
}
