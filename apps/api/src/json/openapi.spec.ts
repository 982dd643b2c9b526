import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { lawRegistry } from '#enforcement';
import type { DeadLetter } from '#eventsourcing';
import { REGISTERS } from '#figures';
import { QUESTIONS } from '../questions/index.js';
import { ADMINISTRATOR, AUDITOR, apiBench } from '../testing/api-bench.js';
import { sampleRegistry } from '../testing/sample-aggregate.js';
import { smallBureau } from '../testing/small-bureau.js';
import { exampleOf } from './example.js';
import { openApiOf } from './openapi.js';

type Operation = { requestBody: { content: { 'application/json': { schema: { $ref: string } } } } };

type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
};

/** Where an answer is not what its schema says, properties that the schema does not name included. */
function deviations(schemas: Readonly<Record<string, Schema>>, schema: Schema, value: unknown, at: string): string[] {
  if (schema.$ref !== undefined) return deviations(schemas, schemas[schema.$ref.split('/').at(-1)!]!, value, at);
  if (schema.oneOf) return schema.oneOf.some((one) => deviations(schemas, one, value, at).length === 0) ? [] : [at];
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const is = (name: string) => name === type || (name === 'integer' && Number.isInteger(value));
  if (schema.type !== undefined && ![schema.type].flat().some(is)) return [`${at} is ${type}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at} is ${String(value)}`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => deviations(schemas, schema.items!, item, `${at}[${index}]`));
  if (type !== 'object' || !(schema.properties || schema.additionalProperties)) return [];
  const fields = value as Readonly<Record<string, unknown>>;
  return [
    ...(schema.required ?? []).filter((name) => !Object.hasOwn(fields, name)).map((name) => `${at}.${name} is missing`),
    ...Object.entries(fields).flatMap(([name, field]) => {
      const known = schema.properties?.[name] ?? schema.additionalProperties;
      return known ? deviations(schemas, known, field, `${at}.${name}`) : [`${at}.${name} is not described`];
    }),
  ];
}

const deadLetter: DeadLetter = {
  ...{ id: '00000000-0000-4000-8000-000000000001', topic: 'anjuan.in.bank', partition: 0, offset: '0', headers: {} },
  ...{ receivedAt: '2023-06-20T01:00:00.000Z', bytes: 0, code: 'inbound.empty', reason: '消息没有内容' },
};

describe('the OpenAPI description', () => {
  it('is valid OpenAPI 3.1, for the whole domain', async () => {
    const validator = new Validator();
    const result = await validator.validate(
      structuredClone(openApiOf(lawRegistry, QUESTIONS)) as Record<string, unknown>,
    );
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe('3.1');
    // Every reference leads somewhere.
    expect(() => validator.resolveRefs()).not.toThrow();
  });

  it('has one path per command, with the schema of its input', () => {
    const document = openApiOf(lawRegistry, QUESTIONS) as {
      paths: Record<string, { post: Operation }>;
      components: { schemas: Record<string, { required: string[]; additionalProperties: boolean }> };
    };
    for (const { name, path, commands } of lawRegistry.aggregates)
      for (const command of commands) {
        const { post } = document.paths[`/api/${path}/{id}/${command.name}`]!;
        expect(post.requestBody.content['application/json'].schema.$ref).toBe(
          `#/components/schemas/${name}.${command.name}`,
        );
        expect(document.components.schemas[`${name}.${command.name}`]!.additionalProperties).toBe(false);
      }
    expect(document.components.schemas['case.FileCase']!.required).toEqual(['filedOn', 'officers']);
  });

  it('names every operation once', () => {
    const { paths } = openApiOf(lawRegistry, QUESTIONS) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const ids = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is served to anybody', async () => {
    const bench = await apiBench();
    const response = await bench.get('/api/openapi.json', {});
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(JSON.parse(JSON.stringify(openApiOf(sampleRegistry, QUESTIONS))));
    await bench.close();
  });

  it('gives an example of every command, which its check accepts', () => {
    for (const { name, commands } of lawRegistry.aggregates)
      for (const command of commands) {
        const { faults } = lawRegistry.parse(command, exampleOf(lawRegistry.schemaOf(command)));
        expect([`${name}.${command.name}`, faults]).toEqual([`${name}.${command.name}`, undefined]);
      }
  });

  it('describes what each query answers', async () => {
    const { bench, position } = await smallBureau();
    await bench.projector.waitFor(position(), 1_000);
    const document = (await bench.get('/api/openapi.json', {})).json();
    const headers = await bench.as({ ...AUDITOR, roles: ['AUDITOR', 'OFFICER', 'LEADER'], sub: 'u-zhang' });
    const administrator = await bench.as(ADMINISTRATOR);
    await bench.deadLetters.keep([deadLetter]);
    await bench.reports.report([
      { name: 'main', process: 'a:1', at: '2023-06-20T01:59:59.000Z', ...bench.projector.status() },
    ]);
    // Whatever is asked of a record is asked of a case; other registers are empty here.
    const asked: Readonly<Record<string, string>> = {
      '/api/cases/{id}': '/api/cases/c1',
      '/api/cases/{id}/timeline': '/api/cases/c1/timeline',
      '/api/cases/{id}/events': '/api/cases/c1/events',
      '/api/cases/{id}/actions': '/api/cases/c1/actions',
      '/api/cases/{id}/forms/{command}': '/api/cases/c1/forms/AssignOfficer',
      '/api/hand-over/cases': '/api/hand-over/cases?of=u-zhang',
      '/api/metrics/{id}': '/api/metrics/M06',
      '/api/metrics/{id}/entries': '/api/metrics/M01/entries?from=2023-01-01',
      '/api/metrics/{id}/groups': '/api/metrics/M01/groups?from=2023-01-01',
      '/api/reports/{year}': '/api/reports/2023',
      '/api/status/dead-letters/{id}': `/api/status/dead-letters/${deadLetter.id}`,
    };
    const queries = Object.entries<{ get?: object }>(document.paths).filter(
      ([path, { get }]) => get && (asked[path] ?? path).search('{') === -1,
    );
    const answers = [];
    for (const [path, { get }] of queries) {
      const { schema } = (get as { responses: Record<string, { content: Record<string, { schema: Schema }> }> })
        .responses['200']!.content['application/json']!;
      const response = await bench.get(asked[path] ?? path, path.startsWith('/api/status') ? administrator : headers);
      answers.push([
        path,
        response.statusCode,
        ...deviations(document.components.schemas, schema, response.json(), ''),
      ]);
    }
    await bench.close();
    expect(answers).toEqual(queries.map(([path]) => [path, 200]));
    // Sign-in, messages, health and what is of no register; how the house runs; each list and what is picked of it; the
    // five of a case, what somebody has in hand, how units compare and what a supervisor looks into.
    expect(answers).toHaveLength(4 + 13 + 3 + 2 * REGISTERS.length + 8);
  });

  it('describes what a command answers, done, refused and wrong', async () => {
    const bench = await apiBench({ registry: lawRegistry });
    const { schemas } = (await bench.get('/api/openapi.json', {})).json().components;
    const administrator = await bench.as(ADMINISTRATOR);
    const example = (register: string, name: string) =>
      exampleOf(lawRegistry.schemaOf(lawRegistry.command(register, name)!)) as Record<string, string>;
    const body = example('officer', 'RegisterOfficer');
    const give = (path: string, input: unknown) => bench.post(path, input, administrator);
    const { parentId: _none, ...unit } = example('unit', 'EstablishUnit');
    expect((await give(`units/${body['unitId']}/EstablishUnit`, unit)).statusCode).toBe(201);
    const answers = [
      ['CommandResult', await give('officers/x/RegisterOfficer', body)],
      ['Problem', await give('officers/x/RegisterOfficer', { more: 1 })],
      ['Problem', await give('officers/x/IssueNothing', body)],
      ['Problem', await bench.post('officers/x/RegisterOfficer', body)],
      ['Problem', await give('officers/y/AppointLeader', { rank: 'CHIEF', from: '2020-01-01' })],
    ] as const;
    await bench.close();
    expect(
      answers.map(([schema, response]) => [
        response.statusCode,
        ...deviations(schemas, schemas[schema], response.json(), ''),
      ]),
    ).toEqual([[201], [400], [404], [403], [422]]);
  });
});
