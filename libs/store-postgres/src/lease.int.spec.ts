import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Projector, waitForProjection } from '#eventsourcing';
import { PostgresEventStore } from './event-store.js';
import { PostgresReadModelStore } from './read-model-store.js';
import { type TestDatabase, testDatabase } from './testing/index.js';
import { runModule } from './testing/node-process.js';
import { visits } from './testing/visits.js';

const LIMIT_MS = 60_000;

class Follower {
  readonly told = new Set<string>();
  private readonly lines;

  constructor(readonly process: ChildProcess) {
    this.lines = createInterface({ input: process.stdout! });
    this.lines.on('line', (line) => this.told.add(line));
  }

  async tells(kind: string): Promise<void> {
    const signal = AbortSignal.timeout(LIMIT_MS);
    while (!this.told.has(kind)) await once(this.lines, 'line', { signal });
  }

  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }
}

describe('two processes that follow one log', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  const followers: Follower[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    store = new PostgresEventStore({ url: database.url });
  });
  afterEach(async () => {
    for (const follower of followers.splice(0)) await follower.kill();
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const spawn = async () => {
    const follower = new Follower(
      runModule(new URL('./testing/follower-process.ts', import.meta.url), [database.url], 'pipe'),
    );
    followers.push(follower);
    await follower.tells('started');
    return follower;
  };
  let appended = 0;
  const append = async (events: number) => {
    for (let n = 0; n < events; n++) {
      const commandId = `00000000-0000-4000-8000-${(++appended).toString(16).padStart(10, '0')}00`;
      const meta = { actor: 'a', unit: 'u', role: 'r', commandId, correlationId: commandId };
      const event = {
        type: 'Visited',
        data: { unit: `unit-${appended % 3}` },
        schemaVersion: 1,
        meta: { ...meta, sourceSystem: 's', ruleset: '1' },
      };
      await store.append([{ stream: `case-${appended % 50}`, expected: 'any', events: [event] }], { commandId });
    }
  };

  it('are one that does and one that waits; killed in the middle of it, the other takes over by itself', async () => {
    const [first, second] = [await spawn(), await spawn()];
    expect([first, second].map(({ told }) => told.has('standby'))).toEqual([false, true]);
    const readModels = new PostgresReadModelStore(database.pool);
    await append(30);
    expect(await waitForProjection(readModels, 'main', 30, LIMIT_MS)).toBe(true);

    const appending = append(300);
    expect(await waitForProjection(readModels, 'main', 60, LIMIT_MS)).toBe(true);
    await first.kill();
    await second.tells('took-over');
    await appending;
    expect(await waitForProjection(readModels, 'main', 330, LIMIT_MS)).toBe(true);

    // And again, with one that comes back.
    const third = await spawn();
    expect(third.told.has('standby')).toBe(true);
    await second.kill();
    await third.tells('took-over');
    await append(10);
    expect(await waitForProjection(readModels, 'main', 340, LIMIT_MS)).toBe(true);

    const verifier = new Projector({
      store,
      readModels: [visits],
      readModelStore: readModels,
    });
    expect(await verifier.compare(visits.name)).toMatchObject({ differing: 0, rows: 50, position: 340 });
    await verifier.stop();
  });
});
