// Messages, with the broker beside everything on the same machine: how fast the log is told, how long after its recording
// an event lies in its topic, how fast what other systems send becomes commands.
import { setTimeout as delay } from 'node:timers/promises';
import { lawRegistry } from '#enforcement';
import type { Installation } from '#installation';
import { openInstallation } from '#installation';
import { openKafka } from '#messaging';
import { commandByMessage, openCommandDoor } from '#platform';
import { CityLog } from './city-log.js';
import { type Measured, median, quantile } from './measure.js';
import { HOTLINE, hotlineFile, leadMessage, messagesHere, UNIT } from './messages-here.js';

const LAG_SECONDS = 20;
const EVENTS_PER_SECOND = 1_000;
const APPENDS_PER_SECOND = 50;
const INBOUND = 20_000;
const PRODUCED_AT_ONCE = 1_000;

export interface MessagesBenchOptions {
  readonly url: string;
  readonly directory: string;
  readonly brokers: readonly string[];
  /** Events of the log that is told. */
  readonly events: number;
}

export async function benchMessages({ url, directory, brokers, events }: MessagesBenchOptions): Promise<Measured[]> {
  const log = await CityLog.open(url);
  await log.append(events);
  log.close();
  const installation = await openInstallation({
    dataDirectory: directory,
    databaseUrl: url,
    messaging: messagesHere(brokers, hotlineFile(directory)),
  });
  try {
    return [
      ...(await benchRelay(installation)),
      ...(await benchLag(installation, brokers)),
      ...(await benchInbox(installation, brokers)),
    ];
  } finally {
    await installation.close();
  }
}

async function benchRelay(installation: Installation): Promise<Measured[]> {
  const { position } = await installation.store.head();
  const [relay] = installation.relays();
  const from = performance.now();
  await relay!.start();
  await relay!.waitFor(position, Number.POSITIVE_INFINITY);
  const seconds = (performance.now() - from) / 1_000;
  await relay!.stop();
  return [
    {
      what: 'relay: the log told from its beginning',
      unit: 'events/s',
      value: position / seconds,
      target: ['>=', 10_000],
    },
  ];
}

async function benchLag(installation: Installation, brokers: readonly string[]): Promise<Measured[]> {
  const { store } = installation;
  const [relay] = installation.relays();
  const broker = openKafka({ brokers, clientId: 'bench-lag' });
  const lags: number[] = [];
  const from = new Date().toISOString();
  await relay!.start();
  const topic = 'anjuan.leads';
  const consumption = await broker.consume({
    group: 'bench-lag',
    topics: [topic],
    onBatch: async (batch) => {
      const now = Date.now();
      for (const { value } of batch.messages) {
        const { time, subject } = JSON.parse(String(value)) as { readonly time: string; readonly subject: string };
        if (subject.startsWith('lag.') && time >= from) lags.push(now - Date.parse(time));
      }
      await batch.commit(batch.messages.at(-1)!.offset);
    },
  });
  // The topic holds what was told before: it is read first.
  const behind = async () =>
    (await broker.lag('bench-lag', [topic])).reduce((sum, partition) => sum + partition.behind, 0);
  while ((await behind()) > 0) await delay(200);
  const perAppend = EVENTS_PER_SECOND / APPENDS_PER_SECOND;
  let appends = 0;
  for (const begin = performance.now(); appends < LAG_SECONDS * APPENDS_PER_SECOND; appends += 1) {
    await delay(Math.max(0, begin + (appends * 1_000) / APPENDS_PER_SECOND - performance.now()));
    const commandId = `c0000000-0000-4000-8000-${(appends * 1024).toString(16).padStart(12, '0')}`;
    const meta = { actor: 'bench', unit: UNIT, role: 'REGISTRAR', commandId, correlationId: commandId };
    const event = {
      type: 'LeadRegistered',
      schemaVersion: lawRegistry.aggregate('lead')!.schemaVersion('LeadRegistered'),
      data: {
        ...{ leadId: `lag.${appends}`, unitId: UNIT, source: '12345', content: '有人占道经营', place: '新桥街1号' },
        ...{ territoryCode: '330800', registeredOn: '2024-03-01', responseDueOn: '2024-03-08', responseRule: 'bench' },
      },
      meta: { ...meta, sourceSystem: 'PLATFORM', ruleset: 'bench' },
    };
    const writes = Array.from({ length: perAppend }, (_, index) => ({
      stream: `lead-lag.${appends}.${index}`,
      expected: 'any' as const,
      events: [event],
    }));
    void store.append(writes, { commandId });
  }
  const sent = appends * perAppend;
  while (lags.length < sent) await delay(50);
  await consumption.stop();
  await broker.close();
  await relay!.stop();
  return [
    { what: 'recorded until received, 1,000 events/s, median', unit: 'ms', value: median(lags) },
    {
      what: 'recorded until received, 1,000 events/s, 99th percentile',
      unit: 'ms',
      value: quantile(lags, 0.99),
      target: ['<', 500],
    },
  ];
}

async function benchInbox(installation: Installation, brokers: readonly string[]): Promise<Measured[]> {
  const { loop, statutes } = installation;
  const door = await openCommandDoor({
    registry: lawRegistry,
    loop,
    ruleset: statutes.version,
    sourceSystem: 'PLATFORM',
  });
  const receiving = installation.receiving(commandByMessage(door))!;
  const broker = openKafka({ brokers, clientId: 'bench-hotline' });
  await receiving.start();
  while (receiving.inbox.status().state !== 'following') await delay(50);
  const producer = await broker.producer();
  const topic = installation.messages!.topicOf(HOTLINE);
  // Nobody reads while they are sent: what is measured is receiving.
  await receiving.stop();
  for (let next = 0; next < INBOUND; next += PRODUCED_AT_ONCE)
    await producer.send(
      Array.from({ length: PRODUCED_AT_ONCE }, (_, index) => {
        const id = `b${next + index}`;
        return { topic, key: id, value: leadMessage(id) };
      }),
    );
  await producer.close();
  const again = installation.receiving(commandByMessage(door))!;
  await again.start();
  while (again.inbox.status().done === 0) await delay(5);
  const from = performance.now();
  const already = again.inbox.status().done;
  for (;;) {
    const { done, laidAside } = again.inbox.status();
    if (laidAside > 0) throw new Error('a message of the bench was laid aside');
    if (done === INBOUND) break;
    await delay(20);
  }
  const seconds = (performance.now() - from) / 1_000;
  await again.stop();
  await broker.close();
  await door.close();
  return [
    {
      what: 'inbox: messages carried out, answered, committed',
      unit: '/s',
      value: (INBOUND - already) / seconds,
      target: ['>=', 1_000],
    },
  ];
}
