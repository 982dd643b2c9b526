import { commandNamed, type Register } from '#enforcement';
import { type Filters, type ListQuery, naturally, planList, READ_MODEL_LIMITS, writeCursor } from '#eventsourcing';
import { fieldsOf } from '#fields';
import { REGISTERS } from '#figures';
import { badInput, forbidden } from '#platform';
import { isInRole } from './actions.js';
import { listOf, type Of, object, orNull, text } from './answers.js';
import { day, PAGE, type QueryOf, words } from './parameters.js';
import { question } from './question.js';
import type { Reader } from './reader.js';
import { CLOCK, NAMES, RECORD, type RecordShown } from './shown.js';

const ITEM = object({
  register: text,
  noun: text,
  path: text,
  record: RECORD,
  /** The clocks of the record, running, met and missed. */
  clocks: listOf(CLOCK),
  /** What this person can do now towards the nearest open day, the last step first. */
  steps: listOf(object({ command: text, title: text })),
});
const WORKLIST_ANSWER = object({ items: listOf(ITEM), next: orNull(text), names: NAMES });
export type WorklistItem = Of<typeof ITEM>;
export type WorklistAnswer = Of<typeof WORKLIST_ANSWER>;

const PARAMETERS = {
  person: words('人员编号，缺省为本人'),
  unit: words('单位编号，给出时列出全单位的在办事项'),
  dueTo: day('期限在此日及以前'),
  ...PAGE,
} as const;

const DEFAULT_ITEMS = 50;
/** After every day: what has no day comes last. */
const NO_DAY = '9999-99-99';
const ORDER = { property: 'nextDueOn', direction: 'asc' } as const;

/** Registers in which somebody waits for something. */
const WATCHED = REGISTERS.filter(({ clocks }) => clocks.length > 0);

/** Where each register's own list goes on; null where it is at its end, absent where it has not begun. */
type Cursors = Readonly<Record<string, string | null>>;

/** What is open, of every register, the nearest day first: assigned to a person (oneself by default), or of a unit. */
export const WORKLIST = question({
  name: 'get_worklist',
  title: '在办事项及其期限',
  tag: '查询',
  path: '/worklist',
  parameters: PARAMETERS,
  answer: WORKLIST_ANSWER,
  ask: async (reader, q) => {
    const scope = await reader.scope();
    scope.assertSeesFigures('在办事项');
    if (!scope.seesNames) throw forbidden('分析员不办案，没有在办清单');
    if (q.unit !== undefined) scope.unitsAsked(q.unit, false);
    await reader.reach(q.after);
    const limit = q.limit ?? DEFAULT_ITEMS;
    const begun = cursorsOf(q.cursor);
    const pages = await Promise.all(
      WATCHED.filter(({ name }) => begun[name] !== null).map(async (register) => {
        const query = listQuery(register, q, reader, limit, begun[register.name] ?? undefined);
        return { register, query, ...(await reader.openOf(register, query)) };
      }),
    );
    const merged = pages
      .flatMap(({ register, rows }) => rows.map((item) => ({ register, ...item })))
      .sort((a, b) => (order(a.record) < order(b.record) ? -1 : 1));
    const taken = merged.slice(0, limit);
    const cursors: Record<string, string | null> = { ...begun };
    for (const { register, query, rows, next } of pages) {
      const own = taken.filter((item) => item.register === register);
      const last = rows[own.length - 1];
      if (own.length === rows.length) cursors[register.name] = next;
      else if (last) cursors[register.name] = cursorBehind(register, query, last.record);
    }
    const { person, unit, dueTo } = q;
    await reader.look({ question: '/worklist', filter: { person, unit, dueTo } });
    return {
      items: await Promise.all(
        taken.toSorted(asShown).map(async ({ register, record, clocks }) => {
          const { name, noun, path } = register;
          return { register: name, noun, path, record, clocks, steps: await stepsOf(reader, register, record) };
        }),
      ),
      next: WATCHED.every(({ name }) => cursors[name] === null) ? null : btoa(JSON.stringify(cursors)),
      names: await namesOf(reader, taken),
    };
  },
});

/** Steps that a desk offers for one record. */
const STEPS_OFFERED = 3;

/** The acts that lead to the nearest open day of a record, as far as they are this person's and nothing is in their way. */
async function stepsOf(reader: Reader, register: Register, { id, nextDue }: RecordShown) {
  const { by = [] } = register.clocks.find(({ what, isRight }) => what === nextDue && isRight !== true) ?? {};
  const own = by.flatMap((name) => {
    const command = commandNamed(register.name, name);
    return command !== undefined && isInRole(register.name, command, reader.person.roles) ? [command] : [];
  });
  if (own.length === 0) return [];
  const refusals = await reader.refusals(own, id);
  const possible = own.filter((_command, index) => refusals[index] === undefined);
  return possible.slice(0, STEPS_OFFERED).map(({ name, title }) => ({ command: name, title }));
}

/** The order in which pages go on. */
const order = ({ nextDueOn, id }: RecordShown) => `${nextDueOn ?? NO_DAY} ${id}`;

/** The order on a page: of one day, as people count (2 before 10). */
function asShown(
  { record: a }: { readonly record: RecordShown },
  { record: b }: { readonly record: RecordShown },
): number {
  const [x, y] = [a.nextDueOn ?? NO_DAY, b.nextDueOn ?? NO_DAY];
  return x === y ? naturally(a.called, b.called) : x < y ? -1 : 1;
}

/** What of a register is open for a person, or of a unit. Where nothing is assigned to people, a unit's is everybody's. */
function listQuery(
  { peopleField, unitFields, row, phases, aggregate: { life } }: Register,
  { unit, person, dueTo }: QueryOf<typeof PARAMETERS>,
  reader: Reader,
  limit: number,
  after: string | undefined,
): ListQuery<Record<string, unknown>> {
  const id = person ?? (unit === undefined ? reader.person.id : undefined);
  const ofUnit = unit ?? (peopleField === undefined ? reader.person.unit : undefined);
  const [field = 'unitId'] = unitFields;
  const filters: Filters<Record<string, unknown>> = {
    phase: { in: Object.keys(phases).filter((phase) => phase !== life?.unborn && !life?.isOver(phase)) },
    ...(dueTo === undefined ? {} : { nextDueOn: { to: dueTo } }),
    ...(id === undefined || peopleField === undefined ? {} : { [peopleField]: { contains: id } }),
    ...(ofUnit === undefined
      ? {}
      : { [field]: fieldsOf(row).get(field)?.isList === true ? { contains: ofUnit } : ofUnit }),
  };
  return { filters, sort: ORDER, limit: Math.min(limit, READ_MODEL_LIMITS.maxListPage), after };
}

function cursorBehind(register: Register, query: ListQuery<Record<string, unknown>>, { id, nextDueOn }: RecordShown) {
  return writeCursor(planList(register.readModel, query as ListQuery), { key: id, row: { nextDueOn } });
}

function cursorsOf(cursor: string | undefined): Cursors {
  if (cursor === undefined) return {};
  const foreign = badInput([{ path: 'cursor', message: '应为同一清单的上一页给出的 next' }]);
  let read: unknown;
  try {
    read = JSON.parse(atob(cursor));
  } catch {
    throw foreign;
  }
  const isCursors = (value: unknown): value is Cursors =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(
      ([register, one]) => WATCHED.some(({ name }) => name === register) && (one === null || typeof one === 'string'),
    );
  if (!isCursors(read) || Array.isArray(read)) throw foreign;
  return read;
}

async function namesOf(
  reader: Reader,
  taken: readonly { readonly register: Register; readonly record: RecordShown }[],
) {
  const all = await Promise.all(
    [...Map.groupBy(taken, ({ register }) => register)].map(([register, items]) =>
      reader.namesIn(
        register,
        items.map(({ record }) => record),
      ),
    ),
  );
  return {
    people: Object.assign({}, ...all.map(({ people }) => people)) as Record<string, string>,
    units: Object.assign({}, ...all.map(({ units }) => units)) as Record<string, string>,
  };
}
