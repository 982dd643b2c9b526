import { describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '#eventsourcing';
import { memoryInstallation } from '#installation';
import { httpApplication } from '#platform';
import { WorkerModule } from './worker.module.js';

/** Of the clock of the deadlines the worker only tells. */
const deadlines = { status: () => ({ state: 'following' as const, position: 0 }) };

/** And of a relay whose broker is away. */
const relay = { status: () => ({ state: 'failing' as const, position: 7, lastError: '消息队列暂不可用' }) };

describe('the worker', () => {
  it('tells without sign-in that it follows, that something fails, that it has stopped, and nothing else (L9)', async () => {
    const { store, projector: newProjector } = memoryInstallation();
    const projector = newProjector();
    await projector.start();
    await projector.caughtUp();
    const relays = [relay];
    const app = await httpApplication(
      WorkerModule.register({ store, projector, deadlines, reactions: deadlines, relays }),
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const live = await app.inject('/healthz');
    expect([live.statusCode, live.json()]).toEqual([200, { status: 'following' }]);
    const ready = async () => {
      const { statusCode, json } = await app.inject('/readyz');
      return [statusCode, json()];
    };
    expect(await ready()).toEqual([200, { status: 'failing' }]);
    relays.length = 0;
    expect(await ready()).toEqual([200, { status: 'ready' }]);
    const status = projector.status.bind(projector);
    projector.status = () => ({ ...status(), state: 'failing', lastError: 'TypeError: 张三' });
    expect(await ready()).toEqual([503, { status: 'failing' }]);
    projector.status = status;
    const { head } = store;
    store.head = () => Promise.reject(new StoreUnavailableError('away'));
    expect(await ready()).toEqual([503, { status: 'unavailable' }]);
    store.head = head;
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
