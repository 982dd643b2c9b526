import { PHASES } from '#enforcement';
import type { Column } from '#eventsourcing';
import { caseOverview, timeline, worklist } from '#figures';

/* What queries answer, as JSON schemas (2020-12). Rows of lists follow from the columns of their read models. */

type Json = { readonly [key: string]: unknown };

const TEXT = { type: 'string' } as const;
const NUMBER = { type: 'integer' } as const;
const DAY = { type: 'string', format: 'date' } as const;
const INSTANT = { type: 'string', format: 'date-time' } as const;
const FEN = { type: 'integer', description: '分' } as const;

const listOf = (items: Json): Json => ({ type: 'array', items });
const orNull = (schema: Json): Json => ({ ...schema, type: [schema['type'], 'null'] });
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** An object; a property whose name ends in `?` may be missing. */
function object(properties: Readonly<Record<string, Json>>): Json {
  const names = Object.keys(properties);
  return {
    type: 'object',
    required: names.filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(names.map((name) => [name.replace(/\?$/, ''), properties[name]])),
  };
}

const COLUMNS: Readonly<Record<Column['type'], Json>> = {
  text: TEXT,
  integer: NUMBER,
  bigint: NUMBER,
  boolean: { type: 'boolean' },
  date: DAY,
  instant: INSTANT,
  'text[]': listOf(TEXT),
  json: {},
};

function row(columns: Readonly<Record<string, Column>>, more: Readonly<Record<string, Json>>): Json {
  const own = Object.entries(columns).map(([name, { type, optional }]) => [
    name,
    optional ? orNull(COLUMNS[type]) : COLUMNS[type],
  ]);
  return object({ ...Object.fromEntries(own), ...more });
}

const NEXT = { type: ['string', 'null'], description: '下一页的 cursor；没有下一页时为 null' } as const;
const PHASE = { type: 'string', enum: Object.keys(PHASES), 'x-terms': PHASES } as const;
const OF_A_CASE = { caseId: TEXT, phase: PHASE, phaseTitle: TEXT } as const;

const SCOPE = object({ from: DAY, to: DAY, unit: orNull(TEXT), asOf: orNull(DAY) });
const METRIC = {
  id: TEXT,
  name: TEXT,
  definition: TEXT,
  source: TEXT,
  countsBy: { ...TEXT, description: '计入日期' },
  excluded: orNull(TEXT),
  parts: listOf(
    object({
      key: TEXT,
      name: TEXT,
      unit: TEXT,
      value: { type: ['number', 'null'], description: '分母为 0 的比率为 null' },
      numerator: NUMBER,
      denominator: orNull(NUMBER),
      entries: { ...TEXT, description: '累计成该数值的分录的地址' },
    }),
  ),
} as const;

const FIGURE = object({
  key: TEXT,
  metric: { ...TEXT, description: '指标/分项，如 M02/summary' },
  name: TEXT,
  reach: { type: 'string', enum: ['UNIT', 'CITY'] },
  unit: TEXT,
  value: { type: ['number', 'null'] },
  numerator: NUMBER,
  'denominator?': NUMBER,
});
const PIECES = listOf({ oneOf: [TEXT, object({ figure: TEXT, text: TEXT })] });

/** Schemas by the name of the answer; `QUERIES` in openapi.ts says which route gives which. */
export const ANSWERS: Readonly<Record<string, Json>> = {
  Case: row(caseOverview.columns, OF_A_CASE),
  CaseList: object({ cases: listOf(ref('Case')), next: NEXT }),
  Timeline: object({
    entries: listOf(row(timeline.columns, { actorName: TEXT, unitName: TEXT, roleTitle: TEXT })),
    next: NEXT,
  }),
  Worklist: object({ cases: listOf(row(worklist.columns, OF_A_CASE)), next: NEXT }),
  Metric: object({ scope: SCOPE, ...METRIC }),
  MetricList: object({ scope: SCOPE, metrics: listOf(object(METRIC)) }),
  MetricEntries: object({
    metric: TEXT,
    part: TEXT,
    side: { type: 'string', enum: ['numerator', 'less', 'denominator'] },
    sum: object({ count: NUMBER, fen: FEN, entries: NUMBER }),
    entries: listOf(
      object({
        position: NUMBER,
        ordinal: NUMBER,
        readModel: TEXT,
        stream: TEXT,
        measure: TEXT,
        subject: TEXT,
        unit: TEXT,
        date: DAY,
        count: NUMBER,
        fen: FEN,
        recordedAt: INSTANT,
      }),
    ),
    next: NEXT,
  }),
  AnnualReport: object({
    title: TEXT,
    year: NUMBER,
    unitId: TEXT,
    unitName: TEXT,
    knownOn: orNull(DAY),
    figures: { type: 'object', additionalProperties: FIGURE },
    sections: listOf(object({ heading: TEXT, level: { type: 'integer', enum: [1, 2] }, paragraphs: listOf(PIECES) })),
    annex: object({
      title: TEXT,
      columns: listOf(TEXT),
      rows: listOf(object({ subject: TEXT, cells: listOf(PIECES) })),
    }),
    checks: listOf(object({ id: TEXT, statement: TEXT, holds: { type: 'boolean' }, 'explanation?': TEXT })),
  }),
  Session: object({ id: TEXT, name: TEXT, unit: TEXT, roles: listOf(TEXT), expiresAt: INSTANT }),
  Live: object({ status: { type: 'string', const: 'live' } }),
  Ready: object({
    status: { type: 'string', const: 'ready' },
    head: { ...NUMBER, description: '最后一个事件的位置' },
    position: { ...NUMBER, description: '读模型更新到的位置' },
    lag: { ...orNull(NUMBER), description: '读模型落后的事件数；存储的位置不计数时为 null' },
  }),
  State: object({
    aggregate: TEXT,
    id: TEXT,
    stream: TEXT,
    revision: { ...NUMBER, description: '版本号，从 0 起；办理时可作 If-Match' },
    position: NUMBER,
    recordedAt: INSTANT,
    state: { type: 'object' },
  }),
  EventPage: object({
    stream: TEXT,
    events: listOf(
      object({
        id: { type: 'string', format: 'uuid' },
        stream: TEXT,
        revision: NUMBER,
        position: NUMBER,
        type: TEXT,
        schemaVersion: NUMBER,
        data: { type: 'object' },
        meta: object({
          actor: TEXT,
          unit: TEXT,
          role: TEXT,
          commandId: TEXT,
          correlationId: TEXT,
          'causationId?': TEXT,
          sourceSystem: TEXT,
          ruleset: TEXT,
        }),
        recordedAt: INSTANT,
      }),
    ),
    next: { type: ['integer', 'null'], description: '下一页的 from；没有下一页时为 null' },
  }),
  Actions: object({
    actions: listOf(
      object({
        command: TEXT,
        title: TEXT,
        article: TEXT,
        roles: listOf(object({ role: TEXT, title: TEXT })),
        schema: { type: 'object', description: '请求正文的 JSON schema（2020-12）' },
        href: TEXT,
        isInRole: { type: 'boolean', description: '本人的身份是否办理这类事项' },
        isPossible: { type: 'boolean', description: '本人现在能否办理；填写的内容是否合法，提交时再判断' },
        refusal: orNull(
          object({
            code: TEXT,
            article: { ...TEXT, description: '依据的条文' },
            message: { ...TEXT, description: '为什么不能办理' },
            earliest: orNull({ ...TEXT, format: 'date', description: '最早可以办理的日期' }),
          }),
        ),
      }),
    ),
  }),
};

/** A body that the schema of a command permits: its required fields alone. */
export function exampleOf(schema: Json): unknown {
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  switch (schema['type']) {
    case 'object': {
      const properties = schema['properties'] as Readonly<Record<string, Json>>;
      return Object.fromEntries(
        (schema['required'] as readonly string[]).map((name) => [name, exampleOf(properties[name]!)]),
      );
    }
    case 'array': {
      const items = schema['items'] as Json;
      const count = Math.max(1, Number(schema['minItems'] ?? 0));
      const choices = items['enum'];
      if (Array.isArray(choices)) return choices.slice(0, count);
      return Array.from({ length: count }, () => exampleOf(items));
    }
    case 'integer':
      return schema['minimum'] ?? 0;
    case 'boolean':
      return false;
    default:
      return exampleText(schema);
  }
}

/** A code of a real bureau: the last character checks the others. */
const USCC = '11330800768656330Q';

function exampleText(schema: Json): string {
  if (schema['format'] === 'date') return '2023-05-06';
  if (schema['format'] === 'date-time') return '2023-05-06T09:30:00+08:00';
  const { pattern } = schema;
  if (typeof pattern === 'string') return new RegExp(pattern).test(USCC) && !new RegExp(pattern).test('x') ? USCC : 'x';
  const title = String(schema['title'] ?? '…');
  const min = Number(schema['minLength'] ?? 1);
  return title.length >= min ? title.slice(0, Number(schema['maxLength'])) : '0'.repeat(min);
}
