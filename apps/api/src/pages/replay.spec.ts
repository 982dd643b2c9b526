import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUDITOR } from '../testing/api-bench.js';
import { browsing } from '../testing/browsing.js';
import { smallBureau } from '../testing/small-bureau.js';

/* A life replayed: a record at two moments, and who looked at it. */

let bureau: Awaited<ReturnType<typeof smallBureau>>;
let open: ReturnType<typeof browsing>;

beforeAll(async () => {
  bureau = await smallBureau();
  await bureau.bench.projector.waitFor(bureau.position(), 10_000);
  open = browsing(bureau.bench);
});
afterAll(() => bureau.bench.close());

describe('two moments of a case', () => {
  it('are compared field by field, the earlier one first, whichever is asked for first', async () => {
    for (const address of ['/cases/c1?asOf=1&than=0', '/cases/c1?asOf=0&than=1']) {
      const { body } = await open(address, AUDITOR);
      const table = /<section class="differences[\s\S]*?<\/section>/.exec(body)![0];
      expect(table).toMatch(/状态<\/th><td><del>[^<]+<\/del><\/td><td><ins>[^<]+<\/ins>/);
      expect(table).toMatch(/立案日<\/th><td><span class="faint">无<\/span><\/td><td><ins>2023-06-05<\/ins>/);
      expect(table).toMatch(/办案人员<\/th>.*<ins>张办案、李协办<\/ins>/);
      // What did not change is not said.
      expect(table).not.toContain('案由');
    }
  });

  it('that are alike say so', async () => {
    expect((await open('/cases/c1?asOf=1&than=1', AUDITOR)).body).toContain('案卷所载相同');
  });

  it('name nobody to whoever sees no names', async () => {
    const { body } = await open('/cases/c1?asOf=1&than=0', {
      sub: 'u-fen',
      unit: 'QZ',
      roles: ['ANALYST'],
      name: '分',
    });
    expect(body).toContain('两时点差异');
    expect(body).not.toContain('张办案');
  });

  it('are refused where one of them is not there', async () => {
    expect((await open('/cases/c1?asOf=1&than=99', AUDITOR)).statusCode).toBe(404);
  });
});

it('an auditor goes on to who looked at it, an officer does not', async () => {
  expect((await open('/cases/c1', AUDITOR)).body).toContain('/looks?register=case&amp;id=c1');
  expect((await open('/cases/c1')).body).not.toContain('/looks?');
});
