import type { Register, Wait } from '#enforcement';
import type { Filters } from '#eventsourcing';
import { fieldsOf } from '#fields';
import { REGISTERS } from '#figures';
import { forbidden } from '#platform';
import { day, flag, listOf, type Of, object, orNull, text } from './answers.js';
import { AFTER_POSITION } from './parameters.js';
import { question } from './question.js';
import type { Reader } from './reader.js';
import { NAMES, RECORD } from './shown.js';

const WAIT = object({
  register: text,
  noun: text,
  path: text,
  record: RECORD,
  /** What is waited for, and since when. */
  what: text,
  since: day,
  /** Who has it: people or units by their ids, or somebody outside in words. */
  people: listOf(text),
  units: listOf(text),
  named: orNull(text),
});
const WAITS_ANSWER = object({ items: listOf(WAIT), isMore: flag, names: NAMES });
export type WaitShown = Of<typeof WAIT>;
export type WaitsAnswer = Of<typeof WAITS_ANSWER>;

/** So many of each kind are shown; who waits for more looks in the register. */
const OF_EACH = 20;

/** What this person, or his unit, has asked of others and has no answer to: what, of whom, since when; the longest first. */
export const WAITS = question({
  name: 'list_waits',
  title: '等待他人办理的事项',
  tag: '查询',
  path: '/waits',
  parameters: { after: AFTER_POSITION },
  answer: WAITS_ANSWER,
  ask: async (reader, { after }) => {
    const scope = await reader.scope();
    scope.assertSeesFigures('等待办理的事项');
    if (!scope.seesNames) throw forbidden('分析员不办案，没有等待办理的事项');
    await reader.reach(after);
    const found = await Promise.all(
      REGISTERS.flatMap((register) => register.waits.map((wait) => waiting(reader, register, wait))),
    );
    await reader.look({ question: '/waits', filter: {} });
    const items = found.flatMap(({ items: own }) => own).sort((a, b) => (a.since < b.since ? -1 : 1));
    return {
      items,
      isMore: found.some(({ isMore }) => isMore),
      names: await reader.names(
        items.flatMap(({ people }) => people),
        items.flatMap(({ units }) => units),
      ),
    };
  },
});

/** The records of a register in which this person or his unit waits for one thing. */
async function waiting(
  reader: Reader,
  register: Register,
  { what, in: phases, by, from, since }: Wait<Record<string, unknown>>,
) {
  const { name, noun, path, row } = register;
  const fields = fieldsOf(row);
  const asker = fields.get(by)!;
  const own = asker.kind === 'unitRef' ? reader.person.unit : reader.person.id;
  const filters: Filters<Record<string, unknown>> = {
    phase: { in: phases },
    [by]: asker.isList ? { contains: own } : own,
  };
  const { rows, next } = await reader.list(register, { filters, limit: OF_EACH });
  const items = rows.flatMap((record): WaitShown[] => {
    const day = [record.row[since]].flat().at(-1);
    if (typeof day !== 'string') return [];
    const has = typeof from === 'string' ? [record.row[from]].flat().filter((one) => typeof one === 'string') : [];
    const isOfUnits = typeof from === 'string' && fields.get(from)?.kind === 'unitRef';
    return [
      {
        ...{ register: name, noun, path, record, what, since: day },
        people: isOfUnits ? [] : has,
        units: isOfUnits ? has : [],
        named: typeof from === 'string' ? null : from.named,
      },
    ];
  });
  return { items, isMore: next !== null };
}
