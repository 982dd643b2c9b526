import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { runModule, succeeded } from '#store-postgres/testing';
import { checkKurrent } from './connection.js';
import { KurrentEventStore } from './event-store.js';
import {
  InvalidKurrentUrlError,
  KurrentAuthenticationError,
  KurrentTooOldError,
  KurrentUnreachableError,
  openKurrent,
} from './index.js';
import { happened } from './testing/happened.js';
import { KurrentServer, type KurrentServerOptions } from './testing/index.js';

let server: KurrentServer | undefined;
const start = async (options?: KurrentServerOptions) => {
  server = await KurrentServer.start(options);
  return server;
};
afterEach(() => server?.close());

const APPEND_RECORDS = '/kurrentdb.protocol.v2.streams.streamsservice/appendrecords';

describe('a KurrentDB at start', () => {
  it('is taken when it answers, lets us read and is not too old, one node or three', async () => {
    for (const nodes of [1, 3] as const) {
      const { url, close } = await start({ nodes });
      const kurrent = await openKurrent({ url });
      const store = kurrent.store();
      expect(await store.head()).toEqual({ position: 0 });
      await store.close();
      await close.call(server);
    }
  });

  it('is refused in a sentence when it is older than 26.1', async () => {
    const { url } = await start({ version: '25.1.4', without: [APPEND_RECORDS] });
    const opening = openKurrent({ url });
    await expect(opening).rejects.toThrow(KurrentTooOldError);
    await expect(opening).rejects.toThrow(/的版本是 25\.1\.4，不支持带一致性检查的多流追加.*请升级到 26\.1/);
  });

  it('is refused in a sentence when nobody answers, and never says the password', async () => {
    const { url, nodes } = await start();
    await nodes[0]!.goDown();
    const opening = openKurrent({ url: url.replace('//', '//admin:secret@') });
    await expect(opening).rejects.toThrow(KurrentUnreachableError);
    await expect(opening).rejects.toThrow(new RegExp(`^无法连接 KurrentDB 127\\.0\\.0\\.1:${nodes[0]!.place.port}：`));
    await expect(opening).rejects.not.toThrow(/secret/);
  });

  it('is refused in a sentence when it does not let us in', async () => {
    const { url, nodes } = await start();
    nodes[0]!.isForbidding = true;
    await expect(openKurrent({ url })).rejects.toThrow(KurrentAuthenticationError);
  });

  it.each(['http://a:2113', 'kurrentdb://', 'kurrentdb://a:port'])('is not at %s', async (url) => {
    await expect(openKurrent({ url })).rejects.toThrow(InvalidKurrentUrlError);
  });

  it('is not waited for when it is no longer wanted', async () => {
    const { url, nodes } = await start();
    nodes[0]!.hold(true);
    const stop = new AbortController();
    const checking = checkKurrent({ url, signal: stop.signal });
    stop.abort(new Error('no longer wanted'));
    await expect(checking).rejects.toThrow('no longer wanted');
  });
});

describe('a connection to KurrentDB', () => {
  it('lets the process end when the store is closed', async () => {
    const { url } = await start();
    await succeeded(runModule(new URL('./testing/writer-process.ts', import.meta.url), [url, '3', 'case-1', 'case-2']));
    expect(server!.log.stream('case-1')).toHaveLength(3);
  });

  it('asks for answers that are not packed', async () => {
    const asked: IncomingHttpHeaders[] = [];
    const listening = createServer((request, response) => {
      asked.push(request.headers);
      // UNAVAILABLE: it will be asked again.
      response.writeHead(200, { 'content-type': 'application/grpc', 'grpc-status': '14' });
      response.end();
    });
    await once(listening.listen(0, '127.0.0.1'), 'listening');
    const { port } = listening.address() as AddressInfo;
    const store = new KurrentEventStore({ url: `kurrentdb://127.0.0.1:${port}?tls=false` });
    const subscribing = store.onAppended(() => {});
    const appending = store.append([{ stream: 'case-1', expected: 'any', events: [happened(0)] }], {
      commandId: crypto.randomUUID(),
    });
    const failed = expect(appending).rejects.toMatchObject({ name: 'StoreUnavailableError' });
    const isOfClient = (headers: IncomingHttpHeaders) => String(headers['user-agent']).includes('grpc-node-js');
    const deadline = Date.now() + 30_000;
    while (!asked.some((headers) => isOfClient(headers) && String(headers[':path']).endsWith('/Read'))) {
      if (Date.now() > deadline) throw new Error('the client did not subscribe');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    subscribing();
    await store.close();
    await failed;
    const read = asked.filter((headers) => isOfClient(headers) && String(headers[':path']).endsWith('/Read'));
    for (const headers of read) expect(headers['grpc-accept-encoding']).toBe('identity');
    await new Promise((done) => listening.close(done));
  });
});
