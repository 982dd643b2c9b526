import { officer } from '#enforcement';
import { type Filters, READ_MODEL_LIMITS } from '#eventsourcing';
import { registerNamed } from '#figures';
import { forbidden } from '#platform';
import { addDays } from '#statutes';
import { listOf, type Of, object, text, whole } from './answers.js';
import { AFTER_POSITION, words } from './parameters.js';
import { question } from './question.js';

const LOAD_ANSWER = object({
  unit: text,
  /** The people of the unit, whoever has most first: open cases assigned to each, and those with a day that has passed. */
  people: listOf(object({ userId: text, name: text, open: whole, overdue: whole })),
});
export type LoadAnswer = Of<typeof LOAD_ANSWER>;

/** Cases that are counted for one person; beyond, the number stands still. */
const COUNTED_OF_ONE = 1_000;

/** How the open cases of a unit are spread over its people. */
export const LOAD = question({
  name: 'get_load',
  title: '本单位人员在办案件数',
  tag: '查询',
  path: '/load',
  parameters: { unit: words('单位编号，缺省为本人所在单位'), after: AFTER_POSITION },
  answer: LOAD_ANSWER,
  ask: async (reader, { unit = reader.person.unit, after }) => {
    const scope = await reader.scope();
    scope.assertSeesFigures('人员的在办案件数');
    if (!scope.seesNames) throw forbidden('分析员不看具名人员的在办案件数');
    scope.unitsAsked(unit, false);
    await reader.reach(after);
    const cases = registerNamed('case')!;
    const { life } = cases.aggregate;
    const phase = { in: Object.keys(cases.phases).filter((name) => name !== life?.unborn && !life?.isOver(name)) };
    const count = (filters: Filters<Record<string, unknown>>) =>
      reader.count(cases, { filters: { phase, ...filters } }, COUNTED_OF_ONE).then((n) => Math.min(n, COUNTED_OF_ONE));
    const { rows } = await reader.list(officer.register, {
      filters: { unitId: unit },
      limit: READ_MODEL_LIMITS.maxListPage,
    });
    const people = await Promise.all(
      rows.map(async ({ id, called }) => {
        const assignedTo = { contains: id };
        const [open, overdue] = await Promise.all([
          count({ assignedTo }),
          count({ assignedTo, nextDueOn: { to: addDays(reader.today, -1) } }),
        ]);
        return { userId: id, name: called, open, overdue };
      }),
    );
    await reader.look({ question: '/load', filter: { unit } });
    const burdened = people.filter(({ open }) => open > 0);
    return { unit, people: burdened.toSorted((a, b) => b.open - a.open || (a.userId < b.userId ? -1 : 1)) };
  },
});
