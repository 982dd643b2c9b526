import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lawRegistry } from '#enforcement';
import { ADMINISTRATOR, apiBench } from '../testing/api-bench.js';

/* A person or unit that is put on record has one id, that of the address (L1). */

let bench: Awaited<ReturnType<typeof apiBench>>;
beforeAll(async () => {
  bench = await apiBench({ registry: lawRegistry, now: () => '2023-06-20T02:00:00.000Z' });
});
afterAll(() => bench.close());

const UNIT = {
  name: '柯城分局',
  level: 'COUNTY',
  territoryCode: '330802',
  uscc: '11330800768656330Q',
  documentPrefix: '衢综执',
};

describe.each([
  ['units/qz/EstablishUnit', 'unitId', UNIT],
  ['officers/p1/RegisterOfficer', 'userId', { name: '王办案', unitId: 'qz', auxiliary: false }],
])('%s', (path, field, body) => {
  it('takes no second id from the body, whether it is another one or the same', async () => {
    const administrator = await bench.as(ADMINISTRATOR);
    for (const id of ['other', path.split('/')[1]]) {
      const answer = await bench.post(path, { ...body, [field]: id, id }, administrator);
      expect(answer.statusCode).toBe(400);
      expect(answer.json().faults.map(({ path: where }: { path: string }) => where)).toContain('id');
    }
    const stream = path.startsWith('units') ? 'unit-qz' : 'officer-p1';
    expect(await bench.store.readStream(stream)).toEqual([]);
  });

  it('records the id of the address', async () => {
    const answer = await bench.post(path, body, await bench.as(ADMINISTRATOR));
    expect([answer.statusCode, answer.json().stream]).toEqual([
      201,
      path.startsWith('units') ? 'unit-qz' : 'officer-p1',
    ]);
    if (path.startsWith('officers'))
      expect((await bench.store.readStream('officer-p1'))[0]!.data).toMatchObject({ userId: 'p1' });
  });
});
