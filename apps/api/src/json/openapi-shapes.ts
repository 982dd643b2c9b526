import { defined } from '#eventsourcing';
import { MAX_IDEMPOTENCY_KEY, PROBLEM_KINDS, SESSION_COOKIE } from '#platform';
import { day, derived, flag, listOf, moment, object, oneOf, orNull, said, text, whole } from '../questions/answers.js';

/* What the description of the API says of itself, besides questions and commands: problems, sign-in, health, headers. */

export type Json = { readonly [key: string]: unknown };

export const ref = (section: string, name: string) => ({ $ref: `#/components/${section}/${name}` });

export const problems = (...statuses: readonly number[]) =>
  Object.fromEntries(statuses.map((status) => [String(status), ref('responses', `Problem${status}`)]));

const COMMAND_RESULT = object(
  {
    stream: text,
    revision: said(whole, '办理之后的版本号，从 0 起'),
    position: said(orNull(whole), '全局位置；查询时用 after 等待读模型更新到此。没有变化时为 null'),
    events: said(listOf(text), '新增的事件种类；重复请求为空'),
    replayed: said(flag, '此前已用同一 Idempotency-Key 办理过'),
    commandId: derived<string>({ type: 'string', format: 'uuid' }),
    isRepeatable: said(flag, '请求是否带有 Idempotency-Key'),
  },
  { notice: text },
);

const PROBLEM = object(
  {
    type: derived<string>({ type: 'string', format: 'uri' }),
    title: text,
    status: whole,
    detail: said(text, '一句中文说明'),
    code: said(text, '稳定的代码；422 时为拒绝的代码'),
  },
  {
    article: said(text, '所依据的条款（422）'),
    earliest: said(day, '最早可以办理的日期（422）'),
    faults: said(listOf(object({ path: text, message: text })), '每一处错误（400）'),
    roles: said(listOf(text), '可以办理的身份（403）'),
    known: said(listOf(text), '现有的名称（404）'),
    lastRevision: said(whole, '现有的最后版本（404）'),
    firstRecordedAt: said(moment, '最早的记录时间（404）'),
    stream: said(text, '已经变化的事件流（409、412）'),
    actual: derived<number | string>({
      type: ['integer', 'string'],
      description: '该流现在的版本号，或者 no-stream（409、412）',
    }),
    limit: said(text, '所超过的上限（400、413）'),
    traceId: said(text, '追踪编号（500）'),
  },
);

export const ETAG = { description: '版本号，如 "12"；下次办理时可作 If-Match', schema: { type: 'string' } };

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
const get = (operationId: string, summary: string, tag: string, answer: string, failures: readonly number[]): Json => ({
  operationId,
  summary,
  tags: [tag],
  responses: {
    '200': { description: '成功', content: { 'application/json': { schema: ref('schemas', answer) } } },
    ...problems(...failures),
  },
});

const MESSAGE_SCHEMA: Json = {
  operationId: 'getMessageSchema',
  summary: '一种消息的 JSON Schema，即消息中 dataschema 的地址',
  tags: ['消息'],
  security: [],
  parameters: [
    { name: 'name', in: 'path', required: true, description: '消息的名称', schema: { type: 'string' } },
    { name: 'version', in: 'path', required: true, description: '版本', schema: { type: 'string' } },
  ],
  responses: {
    '200': { description: '成功', content: { 'application/schema+json': { schema: { type: 'object' } } } },
    ...problems(404, 500),
  },
};

/** Routes that are neither a question nor a command. */
export const OTHER_PATHS: Readonly<Record<string, Json>> = {
  '/api/session': { get: get('whoAmI', '登录的是谁', '登录', 'Session', [401, 500, 503]) },
  '/api/contract': {
    get: { ...get('listMessages', '发给其他系统的每种消息', '消息', 'Messages', [500]), security: [] },
  },
  '/api/contract/{name}/{version}': { get: MESSAGE_SCHEMA },
  '/healthz': { get: { ...get('isLive', '进程存活', '运行', 'Live', [500]), security: [] } },
  '/readyz': { get: withUnready(get('isReady', '可以提供服务', '运行', 'Ready', [500])) },
};

function withUnready(operation: Json): Json {
  return { ...operation, security: [], responses: { ...(operation['responses'] as Json), '503': UNREADY } };
}

export const OTHER_SCHEMAS: Readonly<Record<string, Json>> = {
  Problem: said(PROBLEM, 'RFC 9457').schema,
  CommandResult: COMMAND_RESULT.schema,
  Session: object({ id: text, name: text, unit: text, roles: listOf(text), expiresAt: moment }).schema,
  Messages: object({
    kinds: listOf(
      object({
        name: said(text, '消息的名称'),
        title: text,
        topic: said(orNull(text), '主题，不带前缀；信封在每个主题里'),
        version: whole,
        schema: said(text, 'JSON Schema 的地址'),
      }),
    ),
  }).schema,
  Live: object({ status: oneOf('live') }).schema,
  Ready: object({
    status: said(oneOf('ready', 'failing'), 'failing：有跟随者出错，正在重试；详情见“运行状态”'),
  }).schema,
};

export const SECURITY_SCHEMES: Json = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  cookie: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
};

export const COMMAND_PARAMETERS: Json = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      '可打印的 ASCII 字符。同一人、同一对象、同一命令用同一个值重发，只办理一次，答复第一次的结果（replayed 为 true）；内容与第一次不同的，答复 422；' +
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
};

export const COMMON_RESPONSES: Json = {
  Done: commandResponse('已办理', {}),
  Created: commandResponse('已建立', {
    Location: { description: '所建立的对象的地址', schema: { type: 'string' } },
  }),
  ...problemResponses(),
};

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
        ...defined({ headers: PROBLEM_HEADERS[status] }),
        content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
      },
    ]),
  );
}
