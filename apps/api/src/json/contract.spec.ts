import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Contract, presentSchemas } from '#exchange';
import { apiBench } from '../testing/api-bench.js';

let bench: Awaited<ReturnType<typeof apiBench>>;
beforeAll(async () => {
  bench = await apiBench();
});
afterAll(() => bench.close());

describe('the schemas of messages', () => {
  it('are where a message says, for anybody', async () => {
    const contract = new Contract({ bureau: 'qz', topicPrefix: 'anjuan', schemas: 'http://host:1/api/contract' });
    const [message] = contract.toMessages({
      id: '00000000-0000-4000-8000-000000000000',
      stream: 'case-c1',
      revision: 0,
      position: 1,
      type: 'CaseFiled',
      schemaVersion: 1,
      recordedAt: '2023-06-20T02:00:00.000Z',
      data: {},
      meta: {
        actor: 'zhang',
        unit: 'qz',
        role: 'OFFICER',
        commandId: '00000000-0000-4000-8000-000000000000',
        correlationId: '00000000-0000-4000-8000-000000000000',
        sourceSystem: 'PLATFORM',
        ruleset: 'r',
      },
    });
    const { dataschema } = JSON.parse(message!.value) as { readonly dataschema: string };
    const response = await bench.get(new URL(dataschema).pathname, {});
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/schema+json; charset=utf-8');
    expect(response.json()).toEqual(presentSchemas()['case.CaseFiled']!.schema);
  });

  it('are all listed with their addresses', async () => {
    const { kinds } = (await bench.get('/api/contract', {})).json() as {
      readonly kinds: readonly { readonly name: string; readonly schema: string }[];
    };
    expect(kinds.map(({ name }) => name)).toEqual(Object.keys(presentSchemas()));
    expect(kinds).toContainEqual({
      name: 'case.CaseFiled',
      title: '立案',
      topic: 'cases',
      version: 2,
      schema: '/api/contract/case.CaseFiled/2',
    });
    // And what other systems may tell.
    expect(kinds).toContainEqual({
      name: 'in.RecordPayment',
      title: '记录缴款',
      topic: null,
      version: 1,
      schema: '/api/contract/in.RecordPayment/1',
    });
    for (const { name, schema } of kinds)
      expect([name, (await bench.get(schema, {})).json()]).toEqual([name, presentSchemas()[name]!.schema]);
  });

  it.each(['case.CaseFiled/3', 'case.CaseFound/1', 'case.CaseFiled/x'])('%s never was', async (address) => {
    const response = await bench.get(`/api/contract/${address}`, {});
    expect(response.statusCode).toBe(404);
    expect(response.json().detail).toMatch(/[\u4e00-\u9fff]{4}/);
  });
});
