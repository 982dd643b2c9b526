import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lawLoop } from '#enforcement';
import { MemoryStore } from '#eventsourcing';
import { HttpLoad } from '#platform';
import { loadStatutes } from '#statutes';
import { createPool, PostgresEventStore, PostgresLooks, poolQueues } from '#store-postgres';

describe('what fills up between the socket and the disk', () => {
  it('stands in the manual, each by its name and limit', async () => {
    // Nothing is connected before it is needed.
    const url = 'postgres://nobody@127.0.0.1:1/nothing';
    const pool = createPool(url);
    const store = new PostgresEventStore({ url });
    const queues = [
      ...new HttpLoad().queues(),
      ...lawLoop(new MemoryStore(), loadStatutes()).queues(),
      ...store.queues(),
      ...new PostgresLooks(pool).queues(),
      ...poolQueues(pool, 'connections'),
    ];
    await store.close();
    await pool.end();
    const manual = readFileSync(new URL('../../../docs/operate.md', import.meta.url), 'utf8');
    const rows = [...manual.matchAll(/^\| `([a-z-]+)` +\| (\d+) +\| /gm)];
    expect(rows.map(([, name, limit]) => [name, Number(limit)])).toEqual(
      queues.map(({ name, limit }) => [name, limit]),
    );
    expect(queues.every(({ held }) => held === 0)).toBe(true);
  });
});
