import { READ_MODEL_LIMITS } from '#eventsourcing';
import { registerNamed } from '#figures';
import { forbidden } from '#platform';
import { addDays } from '#statutes';
import { listOf, type Of, object, text, whole } from './answers.js';
import { handOverOf, phasesInHand } from './hand-over.js';
import { AFTER_POSITION, words } from './parameters.js';
import { question } from './question.js';

const LOAD_ANSWER = object({
  unit: text,
  /** Who handles cases of the unit, whoever has most first: cases in hand, and those of them with a day that has passed. */
  people: listOf(object({ userId: text, name: text, open: whole, overdue: whole })),
});
export type LoadAnswer = Of<typeof LOAD_ANSWER>;

/** How the cases of a unit that somebody still has to act on are spread over those who handle them. */
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
    const act = handOverOf(cases)!;
    const counted = await reader.tally(cases, {
      filters: { unitId: unit, phase: { in: phasesInHand(cases, act.command) } },
      by: act.handsOver.among,
      among: { nextDueOn: { to: addDays(reader.today, -1) } },
      limit: READ_MODEL_LIMITS.maxTallies,
    });
    const { people } = await reader.names(
      counted.map(({ value }) => value),
      [],
    );
    await reader.look({ question: '/load', filter: { unit } });
    return {
      unit,
      people: counted.map(({ value, rows, among }) => ({
        userId: value,
        name: people[value] ?? value,
        open: rows,
        overdue: among,
      })),
    };
  },
});
