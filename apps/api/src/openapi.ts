import {
  AGGREGATE_ID,
  type CommandRegistry,
  HTTP_LIMITS,
  MAX_IDEMPOTENCY_KEY,
  PROBLEM_KINDS,
  TOKEN_COOKIE,
} from '#platform';
import { EVENTS_QUERY, STATE_QUERY } from './aggregates.controller.js';
import { CASE_QUERY, CASES_QUERY, TIMELINE_QUERY, WORKLIST_QUERY } from './case-queries.controller.js';
import { ENTRIES_QUERY, METRICS_QUERY, REPORT_QUERY } from './metric-queries.controller.js';
import { ANSWERS, exampleOf } from './openapi-answers.js';
import type { Parameters } from './query.js';

type Json = { readonly [key: string]: unknown };

const ref = (section: string, name: string) => ({ $ref: `#/components/${section}/${name}` });
const problems = (...statuses: number[]) =>
  Object.fromEntries(statuses.map((status) => [String(status), ref('responses', `Problem${status}`)]));

const path = (name: string, title: string, pattern?: string): Json => ({
  name,
  in: 'path',
  required: true,
  description: title,
  schema: { type: 'string', ...(pattern === undefined ? {} : { pattern }) },
});
const ID = path('id', '编号', AGGREGATE_ID.source);
/** Whoever creates gives the id; there is no other way to come by one. */
const NEW_ID = path('id', '编号，由调用方选定，同类中不可重复', AGGREGATE_ID.source);

const COMMAND_RESULT = {
  type: 'object',
  required: ['stream', 'revision', 'position', 'events', 'replayed', 'commandId', 'isRepeatable'],
  properties: {
    stream: { type: 'string' },
    revision: { type: 'integer', description: '办理之后的版本号，从 0 起' },
    position: {
      type: ['integer', 'null'],
      description: '全局位置；查询时用 after 等待读模型更新到此。没有变化时为 null',
    },
    events: { type: 'array', items: { type: 'string' }, description: '新增的事件种类；重复请求为空' },
    replayed: { type: 'boolean', description: '此前已用同一 Idempotency-Key 办理过' },
    commandId: { type: 'string', format: 'uuid' },
    isRepeatable: { type: 'boolean', description: '请求是否带有 Idempotency-Key' },
    notice: { type: 'string' },
  },
};

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: '一句中文说明' },
    code: { type: 'string', description: '稳定的代码；422 时为拒绝的代码' },
    article: { type: 'string', description: '所依据的条款（422）' },
    earliest: { type: 'string', format: 'date', description: '最早可以办理的日期（422）' },
    faults: {
      type: 'array',
      description: '每一处错误（400）',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
    roles: { type: 'array', items: { type: 'string' }, description: '可以办理的身份（403）' },
    known: { type: 'array', items: { type: 'string' }, description: '现有的名称（404）' },
    lastRevision: { type: 'integer', description: '现有的最后版本（404）' },
    firstRecordedAt: { type: 'string', format: 'date-time', description: '最早的记录时间（404）' },
    stream: { type: 'string', description: '已经变化的事件流（409、412）' },
    actual: { type: ['integer', 'string'], description: '该流现在的版本号，或者 no-stream（409、412）' },
    limit: { type: 'string', description: '所超过的上限（400、413）' },
    traceId: { type: 'string', description: '追踪编号（500）' },
  },
};

const ETAG = { description: '版本号，如 "12"；下次办理时可作 If-Match', schema: { type: 'string' } };

const PROBLEM_HEADERS: Readonly<Record<number, Json>> = {
  401: { 'WWW-Authenticate': { schema: { type: 'string' } } },
  409: { 'Retry-After': { description: '秒', schema: { type: 'integer' } } },
  503: { 'Retry-After': { description: '秒', schema: { type: 'integer' } } },
};

const UNREADY = {
  description: '尚未就绪',
  headers: PROBLEM_HEADERS[503],
  content: {
    'application/json': {
      schema: { type: 'object', required: ['status'], properties: { status: { const: 'unavailable' } } },
    },
  },
};

/** Sign-in of a browser; programs send their token with each request. */
const SESSION_COMMANDS = {
  post: {
    operationId: 'openSession',
    summary: '浏览器登录：把令牌放进只供本系统读取的 Cookie；只接受本系统的页面发出的请求',
    tags: ['登录'],
    security: [],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { type: 'object', required: ['token'], properties: { token: { type: 'string' } } },
        },
      },
    },
    responses: {
      '200': {
        description: '已登录',
        headers: { 'Set-Cookie': { schema: { type: 'string' } } },
        content: { 'application/json': { schema: ref('schemas', 'Session') } },
      },
      ...problems(400, 401, 403, 413, 415, 500, 503),
    },
  },
  delete: {
    operationId: 'closeSession',
    summary: '浏览器退出',
    tags: ['登录'],
    responses: { '204': { description: '已退出' }, ...problems(401, 403, 500, 503) },
  },
};

function queryParameters(parameters: Parameters): Json[] {
  return Object.entries(parameters).map(([name, { title, schema }]) => ({
    name,
    in: 'query',
    required: false,
    description: title,
    schema,
  }));
}

interface QueryDescription {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  /** Name of the answer's schema. */
  readonly answer: string;
  readonly isAlsoText?: boolean;
  readonly hasETag?: boolean;
  /** 503 is an answer, not a problem: who watches over a process wants a word. */
  readonly canBeUnready?: boolean;
  readonly parameters?: readonly Json[];
  readonly query?: Parameters;
  readonly isPublic?: boolean;
  readonly problems?: readonly number[];
}

const QUERIES: readonly QueryDescription[] = [
  {
    path: '/api/cases',
    operationId: 'listCases',
    answer: 'CaseList',
    summary: '案件列表',
    tag: '查询',
    query: CASES_QUERY,
    problems: [403],
  },
  {
    path: '/api/cases/{id}',
    operationId: 'getCase',
    answer: 'Case',
    summary: '案件概览',
    tag: '查询',
    parameters: [ID],
    query: CASE_QUERY,
    problems: [404],
  },
  {
    path: '/api/cases/{id}/timeline',
    operationId: 'getCaseTimeline',
    answer: 'Timeline',
    summary: '案件时间线：何人何时何事',
    tag: '查询',
    parameters: [ID],
    query: TIMELINE_QUERY,
    problems: [404],
  },
  {
    path: '/api/worklist',
    operationId: 'getWorklist',
    answer: 'Worklist',
    summary: '我的在办',
    tag: '查询',
    query: WORKLIST_QUERY,
    problems: [403],
  },
  {
    path: '/api/metrics',
    operationId: 'listMetrics',
    answer: 'MetricList',
    summary: '全部指标',
    tag: '指标',
    query: METRICS_QUERY,
  },
  {
    path: '/api/metrics/{id}',
    operationId: 'getMetric',
    answer: 'Metric',
    summary: '一项指标',
    tag: '指标',
    parameters: [path('id', '指标编号，如 M02')],
    query: METRICS_QUERY,
    problems: [404],
  },
  {
    path: '/api/metrics/{id}/entries',
    operationId: 'listMetricEntries',
    answer: 'MetricEntries',
    summary: '一个数字由哪些事件累计而成',
    tag: '指标',
    parameters: [path('id', '指标编号，如 M02')],
    query: ENTRIES_QUERY,
    problems: [404],
  },
  {
    path: '/api/reports/{year}',
    operationId: 'getAnnualReport',
    answer: 'AnnualReport',
    isAlsoText: true,
    summary: '年度行政执法工作年报',
    tag: '指标',
    parameters: [path('year', '年份', '^(19|20)\\d{2}$')],
    query: REPORT_QUERY,
    problems: [404],
  },
  { path: '/api/session', operationId: 'whoAmI', answer: 'Session', summary: '登录的是谁', tag: '登录' },
  { path: '/healthz', operationId: 'isLive', answer: 'Live', summary: '进程存活', tag: '运行', isPublic: true },
  {
    path: '/readyz',
    operationId: 'isReady',
    answer: 'Ready',
    canBeUnready: true,
    summary: '可以提供服务',
    tag: '运行',
    isPublic: true,
  },
];

function queryOperation(description: QueryDescription): Json {
  const { operationId, summary, tag, answer, parameters = [], query = {}, isPublic = false } = description;
  const failures = isPublic ? [500] : [400, 401, 414, 500, 503, ...(description.problems ?? [])];
  return {
    operationId,
    summary,
    tags: [tag],
    parameters: [...parameters, ...queryParameters(query)],
    ...(isPublic ? { security: [] } : {}),
    responses: {
      '200': {
        description: '成功',
        ...(description.hasETag ? { headers: { ETag: ETAG } } : {}),
        content: {
          'application/json': { schema: ref('schemas', answer) },
          ...(description.isAlsoText ? { 'text/plain': { schema: { type: 'string' } } } : {}),
        },
      },
      ...problems(...failures),
      ...(description.canBeUnready ? { '503': UNREADY } : {}),
    },
  };
}

/** The API as OpenAPI 3.1: commands from the registry, queries from what their controllers accept. */
export function openApiOf(registry: CommandRegistry): Json {
  const paths: Record<string, Json> = {};
  for (const description of QUERIES) paths[description.path] = { get: queryOperation(description) };
  paths['/api/session'] = { ...paths['/api/session'], ...SESSION_COMMANDS };
  for (const { name, title, commands } of registry.aggregates) {
    const read = (suffix: string, operation: string, answer: string, summary: string, query: Parameters) => {
      paths[`/api/${name}/{id}${suffix}`] = {
        get: queryOperation({
          path: '',
          operationId: `${operation}_${name}`,
          summary,
          tag: title,
          answer,
          hasETag: suffix === '',
          parameters: [ID],
          query,
          problems: suffix === '/actions' ? [404] : [403, 404],
        }),
      };
    };
    read('', 'getState', 'State', `${title}：任一版本或者时刻的状态`, STATE_QUERY);
    read('/events', 'listEvents', 'EventPage', `${title}：原始事件（审计）`, EVENTS_QUERY);
    read('/actions', 'listActions', 'Actions', `${title}：可办理的事项及其表单`, {});
    for (const command of commands) {
      const schemaName = `${name}.${command.name}`;
      const creates = command.creates === true;
      paths[`/api/${name}/{id}/${command.name}`] = {
        post: {
          operationId: `${name}_${command.name}`,
          summary: command.title,
          description: `依据：${command.article}。办理人：${command.roles.map((role) => `${registry.roleTitle(role)}（${role}）`).join('、')}。`,
          tags: [title],
          parameters: [
            creates ? NEW_ID : ID,
            ref('parameters', 'IdempotencyKey'),
            ref('parameters', 'IfMatch'),
            ref('parameters', 'CorrelationId'),
          ],
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: ref('schemas', schemaName),
                example: exampleOf(registry.schemaOf(command)),
              },
            },
          },
          responses: {
            ...(creates ? { '201': ref('responses', 'Created') } : {}),
            '200': ref('responses', 'Done'),
            ...problems(400, 401, 403, 404, 409, 412, 413, 414, 415, 422, 500, 503),
          },
        },
      };
    }
  }
  const schemas: Record<string, unknown> = { Problem: PROBLEM, CommandResult: COMMAND_RESULT, ...ANSWERS };
  for (const { name, commands } of registry.aggregates)
    for (const command of commands)
      schemas[`${name}.${command.name}`] = { title: command.title, ...registry.schemaOf(command) };
  return {
    openapi: '3.1.0',
    info: {
      title: '案卷 API',
      version: '1',
      description: `行政执法案件办理。所有变更都是命令，所有查询都来自事件。请求正文至多 ${HTTP_LIMITS.bodyBytes / 1024 / 1024} MB。`,
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { cookie: [] }],
    tags: [
      ...['查询', '指标', '登录', '运行'].map((name) => ({ name })),
      ...registry.aggregates.map(({ title }) => ({ name: title })),
    ],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: { type: 'apiKey', in: 'cookie', name: TOKEN_COOKIE },
      },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description:
            '可打印的 ASCII 字符。同一人、同一对象、同一命令用同一个值重发，只办理一次，答复第一次的结果（replayed 为 true），正文不再比较；' +
            '第一次没有办成的（4xx、503），可以用同一个值再办。每次新的办理应换一个值',
          schema: { type: 'string', pattern: `^[\\x20-\\x7e]{1,${MAX_IDEMPOTENCY_KEY}}$` },
        },
        IfMatch: {
          name: 'If-Match',
          in: 'header',
          required: false,
          description: '所见内容的版本号（"12"），或者 "no-stream"；不符的不办理',
          schema: { type: 'string', pattern: '^("(\\d{1,9}|no-stream)"|\\d{1,9}|no-stream)$' },
        },
        CorrelationId: {
          name: 'X-Correlation-Id',
          in: 'header',
          required: false,
          description: '关联编号，随事件保存，答复中原样返回；也可以用 W3C traceparent 给出',
          schema: { type: 'string', format: 'uuid' },
        },
      },
      responses: {
        Done: commandResponse('已办理', {}),
        Created: commandResponse('已建立', {
          Location: { description: '所建立的对象的地址', schema: { type: 'string' } },
        }),
        ...problemResponses(),
      },
    },
  };
}

function commandResponse(description: string, headers: Json): Json {
  return {
    description,
    headers: { ETag: ETAG, ...headers },
    content: { 'application/json': { schema: ref('schemas', 'CommandResult') } },
  };
}

function problemResponses(): Record<string, Json> {
  const titles = new Map<number, string[]>();
  for (const [status, title] of Object.values(PROBLEM_KINDS))
    titles.set(status, [...(titles.get(status) ?? []), title]);
  return Object.fromEntries(
    [...titles].map(([status, names]) => [
      `Problem${status}`,
      {
        description: names.join('；'),
        ...(PROBLEM_HEADERS[status] === undefined ? {} : { headers: PROBLEM_HEADERS[status] }),
        content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
      },
    ]),
  );
}
