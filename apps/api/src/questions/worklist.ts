import { commandNamed, type Register, ROLES } from '#enforcement';
import { type Filters, type ListQuery, naturally, planList, READ_MODEL_LIMITS, writeCursor } from '#eventsourcing';
import { fieldsOf } from '#fields';
import { REGISTERS } from '#figures';
import { badInput, forbidden } from '#platform';
import { isInRole } from './actions.js';
import { listOf, type Of, object, orNull, text } from './answers.js';
import { choice, day, PAGE, type QueryOf, words } from './parameters.js';
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
  role: choice('岗位，给出时列出该岗位照看的事项，不论指派给谁', ROLES),
  dueTo: day('期限在此日及以前'),
  ...PAGE,
} as const;

const DEFAULT_ITEMS = 50;
/** After every day: what has no day comes last. */
const NO_DAY = '9999-99-99';
const LAST_DAY = '9999-12-31';
const ORDER = { property: 'nextDueOn', direction: 'asc' } as const;

/** Of a register what is open, or what is at rest and has a day that still runs: a list of its own, merged with the others. */
interface Part {
  readonly key: string;
  readonly register: Register;
  readonly phases: readonly string[];
  readonly hasDay: boolean;
}

/** All that has clocks. */
const WATCHED = REGISTERS.filter(({ clocks }) => clocks.length > 0).flatMap((register): Part[] => {
  const { name, phases, atRest = [], aggregate } = register;
  const life = aggregate.life;
  const open = Object.keys(phases).filter((phase) => phase !== life?.unborn && !life?.isOver(phase));
  const acting = { key: name, register, phases: open.filter((phase) => !atRest.includes(phase)), hasDay: false };
  const resting = { key: `${name} at rest`, register, phases: atRest, hasDay: true };
  return atRest.length === 0 ? [acting] : [acting, resting];
});

/** What each role looks after. */
const LOOKED_AFTER: ReadonlyMap<string, readonly Part[]> = Map.groupBy(
  REGISTERS.flatMap((register) =>
    Object.entries(register.desks).map(([role, phases]) => ({
      ...{ key: `${register.name} ${role}`, register, phases, role, hasDay: false },
    })),
  ),
  ({ role }) => role,
);

/** Where each list goes on; null where it is at its end, absent where it has not begun. */
type Cursors = Readonly<Record<string, string | null>>;

/**
 * What is open, of every register, the nearest day first: assigned to a person (oneself by default), of a unit, or what
 * a role of one's own looks after.
 */
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
    if (q.role !== undefined && !reader.person.roles.includes(q.role))
      throw forbidden(`您不是${ROLES[q.role]}，不能查阅该岗位的事项`);
    await reader.reach(q.after);
    const limit = q.limit ?? DEFAULT_ITEMS;
    const begun = cursorsOf(q.cursor);
    const parts = q.role === undefined ? WATCHED : (LOOKED_AFTER.get(q.role) ?? []);
    const asked = parts.filter(({ register }) => scope.mayAsk(register));
    const pages = await Promise.all(
      asked
        .filter(({ key }) => begun[key] !== null)
        .map(async (part) => {
          const query = listQuery(part, q, reader, limit, begun[part.key] ?? undefined);
          return { part, query, ...(await reader.openOf(part.register, query)) };
        }),
    );
    const merged = pages
      .flatMap(({ part, rows }) => rows.map((item) => ({ part, register: part.register, ...item })))
      .sort((a, b) => (order(a.record) < order(b.record) ? -1 : 1));
    const taken = merged.slice(0, limit);
    const cursors: Record<string, string | null> = { ...begun };
    for (const { part, query, rows, next } of pages) {
      const own = taken.filter((item) => item.part === part);
      const last = rows[own.length - 1];
      if (own.length === rows.length) cursors[part.key] = next;
      else if (last) cursors[part.key] = cursorBehind(part.register, query, last.record);
    }
    const { person, unit, role, dueTo } = q;
    await reader.look({ question: '/worklist', filter: { person, unit, role, dueTo } });
    return {
      items: await Promise.all(
        taken.toSorted(asShown).map(async ({ register, record, clocks }) => {
          const { name, noun, path } = register;
          return { register: name, noun, path, record, clocks, steps: await stepsOf(reader, register, record) };
        }),
      ),
      next: asked.every(({ key }) => cursors[key] === null) ? null : btoa(JSON.stringify(cursors)),
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

/** What of a register is open for a person, of a unit, or for whoever looks after it. Where nothing is assigned to people, a unit's is everybody's. */
function listQuery(
  { register: { peopleField, unitFields, row, desks }, phases, hasDay }: Part,
  { unit, person, role, dueTo }: QueryOf<typeof PARAMETERS>,
  reader: Reader,
  limit: number,
  after: string | undefined,
): ListQuery<Record<string, unknown>> {
  const isOfRole = role !== undefined;
  const id = person ?? (unit === undefined && !isOfRole ? reader.person.id : undefined);
  const ofUnit = unit ?? (peopleField === undefined && !isOfRole ? reader.person.unit : undefined);
  const [field = 'unitId'] = unitFields;
  // What a post looks after is nobody's by name: on the desk of a person it stands where a day runs.
  const isOthers = id !== undefined && peopleField === undefined && Object.keys(desks).length > 0;
  const filters: Filters<Record<string, unknown>> = {
    phase: { in: phases },
    ...(dueTo === undefined && !hasDay && !isOthers ? {} : { nextDueOn: { to: dueTo ?? LAST_DAY } }),
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
      ([key, one]) =>
        [...WATCHED, ...[...LOOKED_AFTER.values()].flat()].some((part) => part.key === key) &&
        (one === null || typeof one === 'string'),
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
