import { describe, expect, it } from '@jest/globals';
import { memoryInstallation } from '#installation';
import { httpApplication } from '#platform';
import { WorkerModule } from './worker.module.js';

/** Of the clock of the deadlines the worker only tells. */
const deadlines = { status: () => ({ state: 'following' as const, position: 0 }) };

/** And of a relay whose broker is away. */
const relay = {
  name: 'messages',
  status: () => ({ state: 'failing' as const, position: 7, lastError: '消息队列暂不可用' }),
  lag: async () => ({ lagMs: 90_000 }),
};

describe('the worker', () => {
  it('tells without sign-in how far it has come, and that it has stopped', async () => {
    const { store, projector: newProjector } = memoryInstallation();
    const projector = newProjector();
    await projector.start();
    await projector.caughtUp();
    const app = await httpApplication(
      WorkerModule.register({ store, projector, deadlines, reactions: deadlines, relays: [relay] }),
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const live = await app.inject('/healthz');
    expect([live.statusCode, live.json()]).toEqual([200, { status: 'following' }]);
    const ready = await app.inject('/readyz');
    expect(ready.statusCode).toBe(200);
    expect(ready.json()).toMatchObject({ state: 'following', head: 0, lag: 0, deadlines: { state: 'following' } });
    expect(ready.json().relays).toEqual([
      { name: 'messages', state: 'failing', position: 7, lastError: '消息队列暂不可用', lagMs: 90_000 },
    ]);
    await projector.stop();
    expect((await app.inject('/healthz')).statusCode).toBe(503);
    expect((await app.inject('/readyz')).statusCode).toBe(503);
    await app.close();
  });

  it('standing by for another one is ready to take over', async () => {
    const { store, projector } = memoryInstallation();
    const first = projector();
    const second = projector();
    await first.start();
    await second.start();
    const app = await httpApplication(
      WorkerModule.register({ store, projector: second, deadlines, reactions: deadlines, relays: [] }),
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'standby' });
    expect((await app.inject('/readyz')).statusCode).toBe(200);
    await first.stop();
    await second.caughtUp();
    await second.stop();
    await app.close();
  });
});
