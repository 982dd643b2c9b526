import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lawRegistry } from '#enforcement';
import { fieldsOf } from '#fields';
import { CATALOGUE, REGISTERS } from '#figures';
import { PAGES } from '../pages/index.js';
import { apiBench } from '../testing/api-bench.js';
import { BROWSER, linksOf } from '../testing/browsing.js';
import { type EveryEvent, recordOf, TREE, writeEveryEvent } from '../testing/every-event.js';
import { QUESTIONS } from './index.js';

/* No name of a natural person and nothing that somebody wrote reaches an analyst, whichever way he asks (H1, M7, C26). */

let bench: Awaited<ReturnType<typeof apiBench>>;
let written: EveryEvent;

beforeAll(async () => {
  bench = await apiBench({ registry: lawRegistry, now: () => '2023-06-20T02:00:00.000Z' });
  written = await writeEveryEvent(bench.store, 'p-asking');
  await bench.projector.waitFor(written.position, 10_000);
});
afterAll(() => bench.close());

const ANALYST = { sub: 'p-analyst', unit: 'QZ', roles: ['ANALYST'], name: '分析员' };
const LEADER = { sub: 'p-leader', unit: 'QZ', roles: ['LEADER', 'AUDITOR'], name: '领导' };

/** Addresses of questions or pages, for every record and part. */
function addressesOf(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const register = REGISTERS.find((known) => path.startsWith(`/${known.path}/:id`));
    if (register) return TREE.map(({ unitId }) => path.replace(':id', recordOf(register, unitId)));
    if (path.startsWith('/metrics/:id/:part'))
      return CATALOGUE.flatMap(({ id, parts }) =>
        parts.map(({ key }) => path.replace(':id', id).replace(':part', encodeURIComponent(key))),
      );
    if (path.startsWith('/metrics/:id'))
      return CATALOGUE.flatMap(({ id, parts }) =>
        parts.map(
          ({ key }) =>
            `${path.replace(':id', id)}${path.endsWith('entries') ? `?part=${encodeURIComponent(key)}` : ''}`,
        ),
      );
    return [path.replace(':year', '2023')];
  });
}

/** What of an answer only those who see names may read, cursors read as well. */
function personalIn(body: string): string[] {
  const cursors = [...body.matchAll(/"next":"([A-Za-z0-9+/=]+)"/g)].map(([, cursor]) =>
    Buffer.from(cursor!, 'base64').toString(),
  );
  const text = [body, ...cursors].join('\n');
  return [...written.personal].filter((word) => text.includes(word));
}

/** The addresses of a page, as they read. */
function linksIn(html: string): string {
  return linksOf(html).map(decodeURIComponent).join('\n');
}

describe('an analyst', () => {
  it('reads no name and no narrative on any path, whoever sees names does (G40, F11, C26)', async () => {
    const analyst = await bench.as(ANALYST);
    const leader = await bench.as(LEADER);
    const seen = new Set<string>();
    for (const address of addressesOf(QUESTIONS.map(({ path }) => path))) {
      for (const asked of [address, `${address}${address.includes('?') ? '&' : '?'}limit=1`]) {
        const { body } = await bench.get(`/api${asked}`, analyst);
        expect([asked, personalIn(body)]).toEqual([asked, []]);
      }
      for (const word of personalIn((await bench.get(`/api${address}`, leader)).body)) seen.add(word);
    }
    // The fixture would show it: nearly all that was written is read by those who may.
    expect(seen.size).toBeGreaterThan(written.personal.size * 0.9);
  }, 60_000);

  it('nor on any page, in what is shown and in what it links to', async () => {
    const cookie = { ...BROWSER, cookie: await bench.cookie(ANALYST) };
    for (const address of addressesOf(PAGES.map(({ path }) => `/${path}`.replace('//', '/')))) {
      const { body, statusCode } = await bench.get(address, cookie);
      expect([address, statusCode < 500, personalIn(linksIn(body) + body)]).toEqual([address, true, []]);
    }
  }, 60_000);

  it('sees no people of the bureau, and no state', async () => {
    const [caseRegister] = REGISTERS;
    const { body } = await bench.get(`/api/cases/${recordOf(caseRegister!, 'KC')}`, await bench.as(ANALYST));
    expect(body).not.toContain('p-KC');
    expect(JSON.parse(body)).toMatchObject({ state: null, names: { people: {} } });
  });

  it('finds and sorts by nothing personal', async () => {
    const analyst = await bench.as(ANALYST);
    for (const { path, row, list } of REGISTERS)
      for (const name of list.filters) {
        const field = fieldsOf(row).get(name);
        if (field === undefined || field.privacy === 'public') continue;
        const parameter = name.replace(/(Id|On|At)$/, '');
        const response = await bench.get(`/api/${path}?${parameter}=x`, analyst);
        expect([path, name, response.statusCode]).toEqual([path, name, 403]);
      }
  });
});

describe('whoever sees names', () => {
  it('reads them in full, a firm beside them too', async () => {
    const { rows } = (await bench.get('/api/cases', await bench.as(LEADER))).json();
    expect(rows[0].row.parties.map(({ kind }: { kind: string }) => kind)).toEqual(['ORGANISATION', 'CITIZEN']);
    expect(written.personal).toContain(rows[0].row.parties[1].name);
    const masked = (await bench.get('/api/cases', await bench.as(ANALYST))).json();
    expect(masked.rows[0].row.parties.map(({ name }: { name: string }) => name)).toEqual([
      rows[0].row.parties[0].name,
      '上**',
    ]);
  });
});
