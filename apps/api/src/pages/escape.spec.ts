import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lawRegistry } from '#enforcement';
import { CATALOGUE, REGISTERS } from '#figures';
import { QUESTIONS } from '../questions/index.js';
import { apiBench } from '../testing/api-bench.js';
import { BROWSER } from '../testing/browsing.js';
import { recordOf, TREE, writeEveryEvent } from '../testing/every-event.js';
import { PAGES } from './index.js';

/* Whatever somebody wrote, in any field of any event, is a text on every page, and runs nowhere. */

const MARKUP = `"><img src=x onerror=alert(1)>'<script>alert(2)</script>`;
/** What it would be where it had become part of a page. */
const LIVE = /<img src=x|<script>alert|"><img/;

let bench: Awaited<ReturnType<typeof apiBench>>;

beforeAll(async () => {
  bench = await apiBench({ registry: lawRegistry, now: () => '2023-06-20T02:00:00.000Z' });
  const { position } = await writeEveryEvent(bench.store, 'p-asking', MARKUP);
  await bench.projector.waitFor(position, 10_000);
});
afterAll(() => bench.close());

const EVERYBODY = { sub: 'p-QZ', unit: 'QZ', roles: ['OFFICER', 'LEADER', 'AUDITOR', 'REGISTRAR'], name: MARKUP };
const ADMINISTRATOR = { sub: 'p-KC', unit: 'QZ', roles: ['ADMINISTRATOR'], name: MARKUP };

function addressesOf(path: string): string[] {
  const register = REGISTERS.find((known) => path.startsWith(`/${known.path}/:id`));
  if (register) return TREE.map(({ unitId }) => path.replace(':id', recordOf(register, unitId)));
  const [metric] = CATALOGUE;
  return [
    path
      .replace('metrics/:id', `metrics/${metric!.id}`)
      .replace(':part', encodeURIComponent(metric!.parts[0]!.key))
      .replace(':year', '2023'),
  ];
}

const open = async (url: string, claims: object) =>
  bench.app.inject({
    method: 'GET',
    url,
    headers: { ...BROWSER, cookie: await bench.cookie(claims) },
  });

describe('markup in every text', () => {
  it('is shown as it was written on every page, and becomes no part of it', async () => {
    let shown = 0;
    for (const path of PAGES.map((page) => `/${page.path}`.replace('//', '/')))
      for (const address of addressesOf(path))
        for (const claims of [EVERYBODY, ADMINISTRATOR]) {
          const { body, statusCode } = await open(address, claims);
          expect([address, statusCode < 500, LIVE.exec(body)?.index]).toEqual([address, true, undefined]);
          if (statusCode === 200 && body.replaceAll(MARKUP_ESCAPED, '').length < body.length) shown += 1;
        }
    // The fixture would show it: the markup is read on most pages.
    expect(shown).toBeGreaterThan(REGISTERS.length * 2);
  }, 120_000);

  it('nor of any form', async () => {
    for (const register of REGISTERS)
      for (const command of register.aggregate.commands) {
        const id = recordOf(register, 'KC');
        const { body, statusCode } = await open(`/${register.path}/${id}/${command.name}`, EVERYBODY);
        expect([command.name, statusCode < 500, LIVE.exec(body)?.index]).toEqual([command.name, true, undefined]);
      }
  }, 120_000);

  it('is back where it was asked for: in a search, a filter, a form', async () => {
    const asked = encodeURIComponent(MARKUP);
    for (const { path } of REGISTERS)
      for (const address of [`/${path}?q=${asked}`, `/${path}?cursor=${asked}`, `/${path}/${asked}`]) {
        const { body, statusCode } = await open(address, EVERYBODY);
        expect([address, statusCode < 500, LIVE.exec(body)?.index]).toEqual([address, true, undefined]);
      }
  }, 60_000);

  it('cannot run in what programs get either: it is JSON, and nobody guesses otherwise', async () => {
    for (const { path } of QUESTIONS)
      for (const address of addressesOf(path)) {
        const { headers } = await bench.get(`/api${address}`, await bench.as(EVERYBODY));
        expect([address, headers['content-type']]).toEqual([address, expect.stringMatching(/json/)]);
        expect(headers['x-content-type-options']).toBe('nosniff');
      }
  }, 120_000);
});

const MARKUP_ESCAPED = '&lt;img src=x onerror=alert(1)>';
