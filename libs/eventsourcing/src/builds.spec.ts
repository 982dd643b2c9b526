import { describe, expect, it } from '@jest/globals';
import type { EventMeta } from './event.js';
import { FollowerStoppedError } from './following.js';
import { MemoryReadModelStore } from './memory-read-model-store.js';
import { MemoryStore } from './memory-store.js';
import { Projector, type ProjectorEvent } from './projector.js';
import type { ReadModel } from './read-model.js';

const visits: ReadModel<{ readonly visits: number }> = {
  name: 'visits',
  version: 1,
  columns: { visits: { type: 'integer' } },
  key: ({ stream }) => stream,
  evolve: (row) => ({ visits: (row?.visits ?? 0) + 1 }),
};

class FailingStore extends MemoryReadModelStore {
  constructor(private readonly begin: () => Promise<never>) {
    super();
  }

  override beginBuild(): Promise<never> {
    return this.begin();
  }
}

describe('builds of read models', () => {
  const make = (readModelStore: MemoryReadModelStore, log: (event: ProjectorEvent) => void = () => {}) =>
    new Projector({
      store: new MemoryStore(),
      readModels: [visits],
      readModelStore,
      limits: { stopMs: 5, firstBackoffMs: 3_600_000, maxBackoffMs: 3_600_000 },
      log,
    });

  it('do not keep a projector from stopping when the store never answers', async () => {
    const begun = Promise.withResolvers<void>();
    const projector = make(
      new FailingStore(() => {
        begun.resolve();
        return new Promise(() => {});
      }),
    );
    await projector.start();
    await begun.promise;
    expect(projector.status().readModels[0]).toMatchObject({ state: 'rebuilding' });
    await projector.stop();
    expect(projector.status().state).toBe('stopped');
  });

  it('are shown as failed, and given up at once in the middle of their back-off', async () => {
    const failed = Promise.withResolvers<ProjectorEvent>();
    const projector = make(
      new FailingStore(() => Promise.reject(new Error('no room'))),
      (event) => event.kind === 'rebuild-failed' && failed.resolve(event),
    );
    await projector.start();
    expect(await failed.promise).toMatchObject({ readModels: ['visits'], error: 'Error: no room' });
    expect(projector.status().readModels[0]).toMatchObject({ state: 'rebuilding', lastError: 'Error: no room' });
    await projector.stop();
    expect(projector.status().readModels[0]).toMatchObject({ state: 'waiting' });
  });

  it('are made, and compared, for all read models in one pass over the log', async () => {
    const store = new MemoryStore();
    const commandId = crypto.randomUUID();
    const meta = { actor: 'a', unit: 'u', role: 'OFFICER', commandId, correlationId: commandId } as EventMeta;
    await store.append(
      [{ stream: 'x', expected: 'any', events: [{ type: 'Seen', schemaVersion: 1, data: {}, meta }] }],
      {
        commandId,
      },
    );
    let pages = 0;
    const counting = Object.create(store, {
      readAll: {
        value: (after: number, limit: number) => {
          pages += 1;
          return store.readAll(after, limit);
        },
      },
    }) as MemoryStore;
    const names = ['visits', 'again'];
    const projector = new Projector({
      store: counting,
      readModels: names.map((name) => ({ ...visits, name })),
      readModelStore: new MemoryReadModelStore(),
    });
    await projector.rebuild(...names);
    expect(pages).toBe(1);
    expect(await projector.compareAll(names)).toMatchObject(
      names.map((readModel) => ({ readModel, rows: 1, differing: 0 })),
    );
    expect(pages).toBe(2);
  });

  it('are not begun on a projector that has stopped', async () => {
    const projector = make(new MemoryReadModelStore());
    await projector.stop();
    await expect(projector.rebuild('visits')).rejects.toThrow(FollowerStoppedError);
  });
});
