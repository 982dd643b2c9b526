import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { lawRegistry } from '#enforcement';
import { openApiOf } from './openapi.js';
import { apiBench } from './testing/api-bench.js';
import { sampleRegistry } from './testing/sample-aggregate.js';

type Operation = { requestBody: { content: { 'application/json': { schema: { $ref: string } } } } };

describe('the OpenAPI description', () => {
  it('is valid OpenAPI 3.1, for the whole domain', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(openApiOf(lawRegistry)) as Record<string, unknown>);
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe('3.1');
    // Every reference leads somewhere.
    expect(() => validator.resolveRefs()).not.toThrow();
  });

  it('has one path per command, with the schema of its input', () => {
    const document = openApiOf(lawRegistry) as {
      paths: Record<string, { post: Operation }>;
      components: { schemas: Record<string, { required: string[]; additionalProperties: boolean }> };
    };
    for (const { name, commands } of lawRegistry.aggregates)
      for (const command of commands) {
        const { post } = document.paths[`/api/${name}/{id}/${command.name}`]!;
        expect(post.requestBody.content['application/json'].schema.$ref).toBe(
          `#/components/schemas/${name}.${command.name}`,
        );
        expect(document.components.schemas[`${name}.${command.name}`]!.additionalProperties).toBe(false);
      }
    expect(document.components.schemas['case.FileCase']!.required).toEqual(['filedOn', 'approverId', 'officers']);
  });

  it('names every operation once', () => {
    const { paths } = openApiOf(lawRegistry) as { paths: Record<string, Record<string, { operationId: string }>> };
    const ids = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is served to anybody', async () => {
    const bench = await apiBench();
    const response = await bench.get('/api/openapi.json', {});
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(JSON.parse(JSON.stringify(openApiOf(sampleRegistry))));
    await bench.close();
  });
});
