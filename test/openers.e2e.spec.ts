import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { type EmbeddedServer, startEmbedded } from '#embedded-postgres';
import { LOG_START } from '#eventsourcing';
import { type Installation, openBureauDatabase, openInstallation } from '#installation';
import { openKafka } from '#messaging';
import { closeApplication, HttpDoorModule, httpApplication, listen } from '#platform';
import { openKurrent } from '#store-kurrent';
import { connect, createPool, openDatabase, PostgresEventStore, PostgresReadModelStore } from '#store-postgres';
import { Metrics, MetricsDoor, Tracing } from '#telemetry';

/* Closing whatever is being opened ends, however far it has come and whatever the far side does. */

/** Less than a process has to stop. */
const ENDS_MS = 8_000;
/** After so many answers of the server the line goes silent: each is a step of whatever is being opened. */
const STEPS = [0, 1, 2, 3, 4, 6, 9, 14, 22];

const AT_ONCE = 5;

let scratch: string;
let server: EmbeddedServer;
const lines: SilentLine[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'anjuan-openers-'));
  server = await startEmbedded({ directory: join(scratch, 'server'), durable: false });
  await openDatabase({ url: server.url }).then(({ close }) => close());
}, 120_000);
afterAll(async () => {
  for (const line of lines) line.close();
  await server.stop();
  await rm(scratch, { recursive: true, force: true });
});

/** A way to a server that carries so many of its answers, and then nothing more; without a server it never answers. */
class SilentLine {
  private readonly sockets = new Set<Socket>();
  private readonly silence = Promise.withResolvers<void>();
  private left: number;

  private constructor(
    private readonly listening: Server,
    private readonly target: URL | undefined,
    answers: number,
  ) {
    this.left = answers;
    listening.on('connection', (near) => this.lead(near));
    lines.push(this);
  }

  static async to(target: string | undefined, answers: number): Promise<SilentLine> {
    const listening = createServer();
    await once(listening.listen(0, '127.0.0.1'), 'listening');
    return new SilentLine(listening, target === undefined ? undefined : new URL(target), answers);
  }

  get address(): string {
    return `127.0.0.1:${(this.listening.address() as AddressInfo).port}`;
  }

  get url(): string {
    const near = new URL(this.target ?? 'postgres://anjuan:x@127.0.0.1/anjuan');
    near.host = this.address;
    return near.href;
  }

  /** From now on. */
  carry(answers: number): void {
    this.left = answers;
  }

  /** It has gone silent, or whatever was being opened is open. */
  async silentOr(opened: Promise<unknown>): Promise<void> {
    await Promise.race([this.silence.promise, opened.catch(() => {}), delay(3_000)]);
  }

  close(): void {
    this.listening.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private lead(near: Socket): void {
    const far = this.target && createConnection(Number(this.target.port), this.target.hostname);
    for (const socket of far ? [near, far] : [near]) {
      this.sockets.add(socket);
      socket.on('error', () => {}).on('close', () => far?.destroy());
    }
    near.on('data', (chunk) => {
      if (far === undefined) this.silence.resolve();
      else if (this.left > 0) far.write(chunk);
      else this.silence.resolve();
    });
    far?.on('data', (chunk) => {
      if (this.left <= 0) return this.silence.resolve();
      this.left -= 1;
      near.write(chunk);
    });
  }
}

/** Fails where it takes longer than anybody may wait. */
async function ends(work: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  const limit = delay(ENDS_MS, 'late', { signal: late.signal }).catch(() => 'settled');
  const settled = work.then(
    () => 'settled',
    () => 'settled',
  );
  expect(await Promise.race([settled, limit])).toBe('settled');
  late.abort();
}

/** So many at once as the server has connections for. */
async function each<Step>(steps: readonly Step[], of: (step: Step) => Promise<void>): Promise<void> {
  for (let n = 0; n < steps.length; n += AT_ONCE) await Promise.all(steps.slice(n, n + AT_ONCE).map(of));
}

type Wanted = (line: SilentLine, signal: AbortSignal) => Promise<{ close(): unknown }>;

/** Opened by a function that is told when it is no longer wanted. */
const BY_SIGNAL: Readonly<Record<string, Wanted>> = {
  'a connection': async ({ url }, signal) => {
    const client = await connect(url, { signal });
    return { close: () => client.end() };
  },
  'a database': ({ url }, signal) => openDatabase({ url, signal }),
  'the database of a bureau': ({ url }, signal) => openBureauDatabase({ url, signal }),
  'an installation': ({ url }, signal) => openInstallation({ databaseUrl: url, dataDirectory: scratch }, { signal }),
  'a log in KurrentDB': async ({ address }, signal) => {
    const kurrent = await openKurrent({ url: `kurrentdb://${address}?tls=false`, signal });
    return kurrent.store();
  },
};

/** Opened by an object that is closed. */
const BY_CLOSING: Readonly<
  Record<string, (line: SilentLine) => { opening: Promise<unknown>; close(): Promise<unknown> }>
> = {
  'a pool, for a connection': ({ url }) => {
    const pool = createPool(url);
    return { opening: pool.connect(), close: () => pool.end() };
  },
  'a lease': ({ url }) => {
    const pool = createPool(url);
    return { opening: new PostgresReadModelStore(pool).lease('openers', () => {}), close: () => pool.end() };
  },
  'a log, to read': ({ url }) => {
    const store = new PostgresEventStore({ url });
    return { opening: store.readAll(LOG_START, 10), close: () => store.close() };
  },
  'a log, to hear of appends': ({ url }) => {
    const store = new PostgresEventStore({ url });
    store.onAppended(() => {});
    return { opening: new Promise(() => {}), close: () => store.close() };
  },
  ...Object.fromEntries(
    (['producer', 'admin', 'consumer', 'reader', 'lag'] as const).map((what) => [
      `a broker, ${what}`,
      ({ address }: SilentLine) => {
        const broker = openKafka({ brokers: [address], clientId: 'openers' });
        const topic = { name: 'openers', partitions: 1, replication: 1, retentionMs: -1, maxMessageBytes: 1_000 };
        const opening = {
          producer: () => broker.producer(),
          admin: () => broker.ensureTopics([topic]),
          consumer: () => broker.consume({ group: 'openers', topics: ['openers'], onBatch: async () => {} }),
          reader: () => broker.readTopic('openers', () => {}),
          lag: () => broker.lag('openers', ['openers']),
        }[what]();
        return { opening, close: () => broker.close() };
      },
    ]),
  ),
};

/** What follows a log, each begun over an installation. */
const FOLLOWERS: Readonly<Record<string, (installation: Installation) => Promise<unknown>>> = {
  'the read models': (installation) => installation.projector().start(),
  'the clock of the deadlines': (installation) => installation.deadlineClock().start(),
  'the reactions': (installation) => installation.reactions().start(),
  'the relays': (installation) => Promise.all(installation.relays().map((relay) => relay.start())),
  'the calendar': (installation) => installation.calendar.start(),
  'the reporting': async (installation) => installation.reporting([]).start(),
};

describe('closing what is being opened ends', () => {
  it.each(Object.entries(BY_SIGNAL))(
    '%s, after each step',
    async (_what, open) => {
      await each([undefined, ...STEPS], async (step) => {
        const line = await SilentLine.to(step === undefined ? undefined : server.url, step ?? 0);
        const wanted = new AbortController();
        const opening = open(line, wanted.signal);
        await line.silentOr(opening);
        wanted.abort(new Error('no longer wanted'));
        await ends(opening.then((opened) => opened.close()));
      });
    },
    120_000,
  );

  it.each(Object.entries(BY_CLOSING))(
    '%s, after each step',
    async (_what, open) => {
      await each([undefined, ...STEPS.slice(0, 6)], async (step) => {
        const line = await SilentLine.to(step === undefined ? undefined : server.url, step ?? 0);
        const { opening, close } = open(line);
        opening.catch(() => {});
        await line.silentOr(opening);
        await ends(close());
      });
    },
    120_000,
  );

  it.each(Object.entries(FOLLOWERS))(
    '%s, after each step',
    async (_what, begin) => {
      await each(STEPS, async (step) => {
        const line = await SilentLine.to(server.url, Number.POSITIVE_INFINITY);
        const nobody = await SilentLine.to(undefined, 0);
        const messaging = {
          brokers: [nobody.address],
          topicPrefix: 'openers',
          replication: 1,
          bureau: 'x',
          url: 'http://x',
        };
        const installation = await openInstallation({ databaseUrl: line.url, dataDirectory: scratch, messaging });
        line.carry(step);
        const beginning = begin(installation);
        beginning.catch(() => {});
        await line.silentOr(beginning);
        await ends(installation.close());
      });
    },
    240_000,
  );

  it('a server of our own, at whatever moment', async () => {
    await Promise.all(
      [0, 30, 200, 600, 1_500].map(async (afterMs, n) => {
        const wanted = new AbortController();
        const opening = startEmbedded({
          directory: join(scratch, `own-${n}`),
          durable: false,
          signal: wanted.signal,
        });
        await Promise.race([delay(afterMs), opening.catch(() => {})]);
        wanted.abort(new Error('no longer wanted'));
        await opening.then(
          (opened) => opened.stop(),
          () => {},
        );
      }),
    );
  }, 120_000);

  it('a door, and what tells of the process', async () => {
    @Module({})
    class Nothing {}
    const app = await httpApplication({ module: Nothing, imports: [HttpDoorModule.register({})] });
    const listening = listen(app, { host: '127.0.0.1', port: 0 });
    await ends(closeApplication(app));
    await ends(listening);
    const door = MetricsDoor.open(new Metrics('openers'), { host: '127.0.0.1', port: 0 });
    await ends(door.then((opened) => opened.close()));
    const line = await SilentLine.to(undefined, 0);
    const tracing = await Tracing.open('openers', { endpoint: `http://${line.address}`, ratio: 1 });
    tracing.request('0af76519-16cd-43dd-8448-eb211c80319c', 'GET /', undefined, {}).end({});
    await ends(tracing.close());
  }, 60_000);
});
