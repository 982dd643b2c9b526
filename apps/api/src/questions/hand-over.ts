import type { Register, RegisteredCommand } from '#enforcement';
import type { Filters } from '#eventsourcing';
import { REGISTERS } from '#figures';
import { forbidden } from '#platform';
import { notInRole } from './actions.js';
import { derived, flag, listOf, type Of, object, orNull, text, whole } from './answers.js';
import { drafted } from './form-draft.js';
import { helpOf } from './forms.js';
import { PAGE, words } from './parameters.js';
import { question } from './question.js';
import type { Reader } from './reader.js';
import { CLOCK, NAMES, RECORD } from './shown.js';

/* What somebody has in hand, to be handed to somebody else by the act that its register declares for it. */

/** Records that are shown, and handed over, at once. */
export const AT_ONCE = 100;

const HAND_OVER = object({
  register: text,
  command: text,
  title: text,
  help: listOf(text),
  /** Whose records they are; null where nobody is named, and nothing is listed. */
  of: orNull(text),
  /** Those of the own unit in which the act has room, with their clocks, the nearest day first. */
  items: listOf(object({ record: RECORD, clocks: listOf(CLOCK) })),
  /** How many there are in all: the exact number, or the limit up to which they were counted where `isMore`. */
  count: whole,
  isMore: flag,
  /** What is known already of what the act will say. */
  draft: derived<Readonly<Record<string, unknown>>>({ type: 'object' }),
  next: orNull(text),
  names: NAMES,
});
export type HandOverAnswer = Of<typeof HAND_OVER>;

const COUNTED = 1_000;
const NOTHING = { rows: [], next: null, counted: 0 } as const;

/** The act by which records of a register go from one person to another; undefined where it has none. */
export function handOverOf({ aggregate }: Register) {
  const command = aggregate.commands.find(({ handsOver }) => handsOver !== undefined);
  return command?.handsOver === undefined ? undefined : { command, handsOver: command.handsOver };
}

/** Phases in which the act has room: somebody still has to act on the record. */
export function phasesInHand({ aggregate, phases }: Register, { records = '' }: RegisteredCommand): readonly string[] {
  return aggregate.life?.step(records)?.from ?? Object.keys(phases);
}

/** Whoever gives the act himself: what a leader has to approve, the leader alone. */
export function mayHandOver({ roles, approval }: RegisteredCommand, own: readonly string[]): boolean {
  return own.some((role) => (approval === undefined ? (roles as readonly string[]).includes(role) : role === 'LEADER'));
}

function handOverQuestion(register: Register, { command, handsOver }: NonNullable<ReturnType<typeof handOverOf>>) {
  const { name, path, noun, unitFields, peopleField } = register;
  const [unitField = 'unitId'] = unitFields;
  const phases = phasesInHand(register, command);
  /** Those of the reader's own unit in which the act has room. */
  const inHand = async (reader: Reader, of: string, limit: number, after: string | undefined) => {
    const filters: Filters<Record<string, unknown>> = {
      phase: { in: phases },
      [unitField]: reader.person.unit,
      [handsOver.among]: { contains: of },
      // Whoever has it in hand is one of those to whom it is assigned: the table has an index of these.
      ...(peopleField === undefined ? {} : { [peopleField]: { contains: of } }),
    };
    const sort = { property: 'nextDueOn', direction: 'asc' } as const;
    const [page, counted] = await Promise.all([
      reader.openOf(register, { filters, sort, limit: Math.min(limit, AT_ONCE), after }),
      reader.count(register, { filters }, COUNTED),
    ]);
    return { ...page, counted };
  };
  return question({
    name: `get_hand_over_${name}`,
    title: `一名人员手上可以${command.title}的${noun}`,
    tag: '查询',
    path: `/hand-over/${path}`,
    parameters: { of: words('原来办理的人员编号'), ...PAGE },
    answer: HAND_OVER,
    ask: async (reader, { of, after, cursor, limit = AT_ONCE }) => {
      const scope = await reader.scope();
      scope.assertMayAsk(register);
      if (!mayHandOver(command, reader.person.roles)) {
        const roles = command.approval === undefined ? command.roles : (['LEADER'] as const);
        throw forbidden(notInRole({ ...command, roles }).message, { roles });
      }
      await reader.reach(after);
      const isNamed = of !== undefined;
      const { rows, next, counted } = isNamed ? await inHand(reader, of, limit, cursor) : NOTHING;
      if (isNamed) await reader.look({ question: `/hand-over/${path}`, register: name, filter: { of } });
      const records = rows.map(({ record }) => record);
      return {
        register: name,
        command: command.name,
        title: command.title,
        help: helpOf(register, command),
        of: of ?? null,
        items: rows,
        count: Math.min(counted, COUNTED),
        isMore: counted > COUNTED,
        draft: drafted(command.input, isNamed ? { [handsOver.as]: of } : {}, { now: reader.now, territory: undefined }),
        next,
        names: await reader.namesIn(register, records, isNamed ? [of] : []),
      };
    },
  });
}

/** For each register with such an act, by its name. */
export const HAND_OVERS = new Map(
  REGISTERS.flatMap((register) => {
    const act = handOverOf(register);
    return act === undefined ? [] : [[register.name, handOverQuestion(register, act)] as const];
  }),
);
