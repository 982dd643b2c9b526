import type { JsonSchema } from '#fields';

export const FIGURES_TOPIC = 'figures';

/** Name of the one kind of message of the topic, as events are named. */
export const FIGURE_RESTATED = 'figures.FigureRestated';

/** What a restatement says. */
export interface FigureRestated {
  readonly measure: string;
  readonly title: string;
  readonly month: string;
  readonly unitId: string;
  readonly subject?: string;
  readonly subjectTitle?: string;
  readonly count: number;
  readonly fen: number;
  readonly knownOn: string;
  readonly eventId: string;
}

const text = (title: string): JsonSchema => ({ title, type: 'string', minLength: 1 });

export const RESTATEMENT_SCHEMA: JsonSchema = {
  title: '以前月份的数字有变动',
  type: 'object',
  properties: {
    measure: text('计量项'),
    title: text('计量项的名称'),
    month: { title: '数字所属的月份，YYYY-MM', type: 'string', pattern: '^\\d{4}-\\d{2}$' },
    unitId: text('单位编号'),
    subject: text('计量项之内的分类'),
    subjectTitle: text('分类的名称'),
    count: { title: '件数增加多少，减少的为负', type: 'integer' },
    fen: { title: '金额增加多少，减少的为负', type: 'integer', 'x-unit': 'fen' },
    knownOn: { title: '记入之日，从这一日起知道', type: 'string', format: 'date' },
    eventId: { title: '引起变动的事件编号', type: 'string', format: 'uuid' },
  } satisfies Record<keyof FigureRestated, JsonSchema>,
  required: ['measure', 'title', 'month', 'unitId', 'count', 'fen', 'knownOn', 'eventId'],
};
