// Minutes of faults: a worker that tells and receives, and a broker, both killed again and again, while the log grows and
// another system sends. Then everything is left to settle, and what lies in the topics is compared with the log, and what
// was sent with what became of it. The same seed gives the same order of faults.
import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka, KafkaNode } from '#embedded-kafka';
import { lawRegistry } from '#enforcement';
import { type RecordedEvent, STORE_LIMITS } from '#eventsourcing';
import { type Installation, openInstallation } from '#installation';
import { type MessageBroker, openKafka } from '#messaging';
import { Dice } from '../libs/demonstration/src/random.js';
import type { Measured } from './measure.js';
import { HOTLINE, hotlineFile, leadMessage, messagesHere } from './messages-here.js';
import { AppProcess } from './processes.js';

const LEADS_PER_SEND = 20;
const SEND_EVERY_MS = 200;
const QUIET_MS = 600_000;

export interface ChaosOptions {
  readonly url: string;
  readonly directory: string;
  readonly kafka: Kafka;
  readonly minutes: number;
  readonly seed: number;
}

export async function chaosOfMessages({ url, directory, kafka, minutes, seed }: ChaosOptions): Promise<Measured[]> {
  const senders = hotlineFile(directory);
  const messaging = messagesHere(kafka.brokers, senders);
  const environment = {
    DATABASE_URL: url,
    ANJUAN_DATA: directory,
    ANJUAN_WORKER_PORT: '0',
    KAFKA_BROKERS: kafka.brokers.join(','),
    ANJUAN_BUREAU: messaging.bureau,
    ANJUAN_URL: messaging.url,
    ANJUAN_SENDERS: senders,
    KAFKA_REPLICATION: String(messaging.replication),
  };
  const installation = await openInstallation({ dataDirectory: directory, databaseUrl: url, messaging });
  const broker = openKafka({ brokers: kafka.brokers, clientId: 'chaos' });
  let worker = AppProcess.start('worker', [], environment);
  const faults = { worker: 0, broker: 0 };
  try {
    await worker.url();
    const end = Date.now() + minutes * 60_000;
    const sending = sendLeads(broker, installation.messages!.topicOf(HOTLINE), end);
    for (const dice = new Dice(seed); Date.now() < end; ) {
      await delay(Math.min(dice.between(2_000, 15_000), Math.max(0, end - Date.now())));
      if (dice.oneIn(2)) {
        worker.kill();
        worker = AppProcess.start('worker', [], environment);
        faults.worker += 1;
      } else {
        killed(kafka.nodes[0]!);
        faults.broker += 1;
      }
    }
    const sent = await sending;
    await settled(installation, sent.length);
    const told = await compare(installation, broker);
    const done = await received(installation, broker, sent);
    return [
      { what: `faults in ${minutes} minutes (seed ${seed}): worker killed`, unit: '', value: faults.worker },
      { what: 'faults: broker killed', unit: '', value: faults.broker },
      { what: 'events in the log', unit: '', value: told.events },
      { what: 'messages told', unit: '', value: told.messages },
      { what: 'of them told again, all known by their id', unit: '', value: told.repeated },
      { what: 'events that were not told', unit: '', value: told.missing, target: ['<', 1] },
      { what: 'told out of their order of the key', unit: '', value: told.outOfOrder, target: ['<', 1] },
      { what: 'messages sent by the other system', unit: '', value: sent.length },
      { what: 'of them with no record', unit: '', value: done.lost, target: ['<', 1] },
      { what: 'of them carried out twice', unit: '', value: done.twice, target: ['<', 1] },
      { what: 'of them without an answer', unit: '', value: done.unanswered, target: ['<', 1] },
    ];
  } finally {
    await worker.stop();
    await broker.close();
    await installation.close();
  }
}

/** As a machine that fails does it; a node that has not come back from the last time is left alone. */
function killed({ pid }: KafkaNode): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Sends on and on; a send whose outcome is unknown is sent again, as a careful system does. Gives the ids. */
async function sendLeads(broker: MessageBroker, topic: string, end: number): Promise<string[]> {
  const sent: string[] = [];
  for (let next = 0; Date.now() < end; next += LEADS_PER_SEND) {
    const ids = Array.from({ length: LEADS_PER_SEND }, (_, index) => `k${next + index}`);
    for (let isSent = false; !isSent; ) {
      try {
        const producer = await broker.producer();
        await producer.send(ids.map((id) => ({ topic, key: id, value: leadMessage(id) })));
        await producer.close();
        isSent = true;
      } catch {
        await delay(SEND_EVERY_MS);
      }
    }
    sent.push(...ids);
    await delay(SEND_EVERY_MS);
  }
  return sent;
}

/** Waits until everything that was sent is a record, and everything that is recorded is told. */
async function settled({ store, relayLags, messages }: Installation, leads: number): Promise<void> {
  const deadline = Date.now() + QUIET_MS;
  const isSettled = async () => {
    const behind = (await messages!.lag()).reduce((sum, partition) => sum + partition.behind, 0);
    const { position } = await store.head();
    return behind === 0 && (await relayLags()).every((lag) => lag.lagMs === 0 && lag.position >= position);
  };
  while (!(await isSettled().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`${leads} messages have not settled within ${QUIET_MS / 1_000} s`);
    await delay(500);
  }
}

async function compare({ store }: Installation, broker: MessageBroker) {
  const log = new Map<string, RecordedEvent>();
  for (let after = 0; ; ) {
    const page = await store.readAll(after, STORE_LIMITS.maxReadBatch);
    if (page.length === 0) break;
    for (const event of page) log.set(event.id, event);
    after = page.at(-1)!.position;
  }
  const seen = new Set<string>();
  const reached = new Map<string, string>();
  const told = { events: log.size, messages: 0, repeated: 0, missing: 0, outOfOrder: 0 };
  const topics = new Set([...log.values()].map(({ stream }) => stream.slice(0, stream.indexOf('-'))));
  for (const topic of topicsOf(topics))
    await broker.readTopic(topic, ({ key = '', value }) => {
      const { id, position } = JSON.parse(String(value)) as { readonly id: string; readonly position: string };
      told.messages += 1;
      if (seen.has(id)) {
        told.repeated += 1;
        return;
      }
      // Of what is new, each lies behind what was there of its key; positions are texts of one length.
      if (position <= (reached.get(key) ?? '')) told.outOfOrder += 1;
      reached.set(key, position);
      seen.add(id);
    });
  for (const id of log.keys()) if (!seen.has(id)) told.missing += 1;
  return told;
}

function topicsOf(aggregates: ReadonlySet<string>): string[] {
  return [...aggregates].map((name) => `anjuan.${lawRegistry.aggregate(name)!.path}`);
}

async function received({ store, messages }: Installation, broker: MessageBroker, sent: readonly string[]) {
  const answered = new Set<string>();
  await broker.readTopic(`${messages!.topicOf(HOTLINE)}.replies`, ({ value }) => {
    const { data } = JSON.parse(String(value)) as { readonly data: { readonly id: string; readonly outcome: string } };
    if (data.outcome === 'accepted') answered.add(data.id);
  });
  const result = { lost: 0, twice: 0, unanswered: 0 };
  for (const id of sent) {
    const events = await store.readStream(`lead-${HOTLINE.id}.${id}`);
    const registered = events.filter(({ type }) => type === 'LeadRegistered').length;
    if (registered === 0) result.lost += 1;
    if (registered > 1) result.twice += 1;
    if (!answered.has(id)) result.unanswered += 1;
  }
  return result;
}
