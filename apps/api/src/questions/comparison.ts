import { metricNamed, RANKINGS } from '#figures';
import { listOf, number, type Of, object, oneOf, orNull, text, whole } from './answers.js';
import { FIGURES_OF, SCOPE, scopeOf } from './metrics.js';
import { question } from './question.js';

const STANDING = object({
  rank: whole,
  unit: text,
  unitName: text,
  value: number,
  numerator: whole,
  denominator: whole,
});
const RANKED = object({
  /** `M06/rate`. */
  metric: text,
  name: text,
  unit: text,
  better: oneOf('HIGH', 'LOW'),
  definition: text,
  source: text,
  countsBy: text,
  excluded: orNull(text),
  /** The best first; units with nothing to divide by are in none. */
  standings: listOf(STANDING),
});
const ANSWER = object({ scope: SCOPE, rankings: listOf(RANKED) });
export type ComparisonAnswer = Of<typeof ANSWER>;

/** How the units in sight stand beside one another. Nothing is ranked that knows of money (行政处罚法第七十四条第三款). */
export const COMPARISON = question({
  name: 'compare_units',
  title: '单位比较（罚没款不参与，行政处罚法第七十四条）',
  tag: '指标',
  path: '/comparison',
  parameters: FIGURES_OF,
  answer: ANSWER,
  ask: async (reader, q) => {
    const { shown, scope } = await scopeOf(reader, q);
    const [standings, units] = await Promise.all([reader.figures.standings(RANKINGS, scope), reader.units()]);
    const rankings = RANKINGS.map((ranking) => {
      const { metric, part, better } = ranking;
      const { definition, source, countsBy, excluded } = metricNamed(metric.split('/')[0]!)!;
      return {
        ...{ metric, name: part.name, unit: part.unit, better, definition, source, countsBy },
        excluded: excluded ?? null,
        standings: standings.get(ranking)!.map(({ unit, ...standing }) => ({
          ...{ ...standing, unit, unitName: units.name(unit) },
        })),
      };
    });
    return { scope: shown, rankings };
  },
});
