import { AGGREGATE_ID, type AggregateEntry, type CommandEntry, type CommandRegistry, HTTP_LIMITS } from '#platform';
import type { Parameters } from '../questions/parameters.js';
import type { AnyQuestion } from '../questions/question.js';
import { exampleOf } from './example.js';
import {
  COMMAND_PARAMETERS,
  COMMON_RESPONSES,
  ETAG,
  type Json,
  OTHER_PATHS,
  OTHER_SCHEMAS,
  problems,
  ref,
  SECURITY_SCHEMES,
} from './openapi-shapes.js';

/** Names in paths, with what stands for them. */
const PLACES: Readonly<Record<string, readonly [title: string, pattern: string]>> = {
  id: ['编号', AGGREGATE_ID.source],
  year: ['年份', '^(19|20)\\d{2}$'],
  command: ['办理事项的名称，如 FileCase', '^[A-Z][A-Za-z]{0,99}$'],
};

function placed(name: string, title = PLACES[name]![0]): Json {
  const pattern = PLACES[name]![1];
  return { name, in: 'path', required: true, description: title, schema: { type: 'string', pattern } };
}

function asked(parameters: Parameters): Json[] {
  return Object.entries(parameters).map(([name, { title, schema }]) => ({
    name,
    in: 'query',
    required: false,
    description: title,
    schema,
  }));
}

function questionOperation({ name, title, tag, path, parameters, asText, revisionOf }: AnyQuestion): Json {
  const places = [...path.matchAll(/:(\w+)/g)].map(([, place]) => place!);
  const hasMissing = places.length > 0;
  return {
    operationId: name,
    summary: title,
    tags: [tag],
    parameters: [...places.map((place) => placed(place)), ...asked(parameters)],
    responses: {
      '200': {
        description: '成功',
        ...(revisionOf === undefined ? {} : { headers: { ETag: ETAG } }),
        content: {
          'application/json': { schema: ref('schemas', name) },
          ...(asText === undefined ? {} : { 'text/plain': { schema: { type: 'string' } } }),
        },
      },
      ...problems(400, 401, 403, ...(hasMissing ? [404] : []), 414, 500, 503),
    },
  };
}

function commandOperation(registry: CommandRegistry, { name, title }: AggregateEntry, command: CommandEntry): Json {
  const creates = command.creates === true;
  const roles = command.roles.map((role) => `${registry.roleTitle(role)}（${role}）`).join('、');
  const schema = ref('schemas', `${name}.${command.name}`);
  return {
    operationId: `${name}_${command.name}`,
    summary: command.title,
    description: `依据：${command.article}。办理人：${roles}。`,
    tags: [title],
    parameters: [
      // Whoever creates gives the id; there is no other way to come by one.
      placed('id', creates ? '编号，由调用方选定，同类中不可重复' : undefined),
      ...Object.keys(COMMAND_PARAMETERS).map((header) => ref('parameters', header)),
    ],
    requestBody: {
      required: true,
      content: { 'application/json': { schema, example: exampleOf(registry.schemaOf(command)) } },
    },
    responses: {
      ...(creates ? { '201': ref('responses', 'Created') } : {}),
      '200': ref('responses', 'Done'),
      ...problems(400, 401, 403, 404, 409, 412, 413, 414, 415, 422, 500, 503),
    },
  };
}

/** The API as OpenAPI 3.1: commands from the registry, questions from their list. */
export function openApiOf(registry: CommandRegistry, questions: readonly AnyQuestion[]): Json {
  const commands = registry.aggregates.flatMap((aggregate) =>
    aggregate.commands.map((command) => ({ aggregate, command })),
  );
  const tags = new Set([
    ...questions.map(({ tag }) => tag),
    '登录',
    '运行',
    ...commands.map(({ aggregate }) => aggregate.title),
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: '案卷 API',
      version: '2',
      description: `行政执法案件办理。所有变更都是命令，所有查询都来自事件。请求正文至多 ${HTTP_LIMITS.bodyBytes / 1024 / 1024} MB。`,
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { cookie: [] }],
    tags: [...tags].map((name) => ({ name })),
    paths: {
      ...OTHER_PATHS,
      ...Object.fromEntries(
        questions.map((question) => [
          `/api${question.path.replaceAll(/:(\w+)/g, '{$1}')}`,
          { get: questionOperation(question) },
        ]),
      ),
      ...Object.fromEntries(
        commands.map(({ aggregate, command }) => [
          `/api/${aggregate.path}/{id}/${command.name}`,
          { post: commandOperation(registry, aggregate, command) },
        ]),
      ),
    },
    components: {
      schemas: {
        ...OTHER_SCHEMAS,
        ...Object.fromEntries(questions.map(({ name, answer }) => [name, answer.schema])),
        ...Object.fromEntries(
          commands.map(({ aggregate, command }) => [
            `${aggregate.name}.${command.name}`,
            { title: command.title, ...registry.schemaOf(command) },
          ]),
        ),
      },
      securitySchemes: SECURITY_SCHEMES,
      parameters: COMMAND_PARAMETERS,
      responses: COMMON_RESPONSES,
    },
  };
}
