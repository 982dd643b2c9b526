import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeOnKafka, sharedKafka } from '#embedded-kafka/testing';
import { type Installation, openInstallation } from '#installation';
import { type MessageBroker, openKafka, partitionOf } from '#messaging';
import { runModule, type TestDatabase, testDatabase } from '#store-postgres/testing';
import { establishBureau, ROOT } from './bureau.js';

const LIMIT_MS = 120_000;
const HOTLINE = { id: 'hotline', title: '12345热线', source: '/quzhou/12345', kinds: ['leads'], units: ['QZ'] };

describeOnKafka('readers of what comes in, each a process', () => {
  const topicPrefix = `p-${randomBytes(6).toString('hex')}`;
  const topic = `${topicPrefix}.in.${HOTLINE.id}`;
  let directory: string;
  let database: TestDatabase;
  let installation: Installation;
  let broker: MessageBroker;
  let configuration: object;
  const readers: ChildProcess[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'anjuan-readers-'));
    database = await testDatabase();
    const { brokers } = await sharedKafka();
    const sendersFile = join(directory, 'senders.json');
    writeFileSync(sendersFile, JSON.stringify({ systems: [HOTLINE] }));
    const url = 'https://anjuan.test';
    const messaging = { brokers, topicPrefix, replication: 1, bureau: 'quzhou', url, sendersFile };
    const opening = { databaseUrl: database.url, dataDirectory: directory, initialAdministrator: ROOT, messaging };
    configuration = opening;
    installation = await openInstallation(opening);
    broker = openKafka({ brokers, clientId: 'hotline' });
    await establishBureau(installation);
  }, 300_000);
  afterEach(() => Promise.all(readers.splice(0).map(kill)));
  afterAll(async () => {
    await broker?.close();
    await installation?.close();
    await database?.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** A reader, and the ids of the records that it has appended, as it says them. */
  function read(slowMs: number, mode: 'hangs' | 'answers') {
    const module = new URL('./receiver-process.ts', import.meta.url);
    const child = runModule(module, [JSON.stringify(configuration), String(slowMs), mode], 'pipe');
    readers.push(child);
    const appended: string[] = [];
    createInterface({ input: child.stdout! }).on('line', (line) => appended.push(line));
    return { child, appended };
  }
  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    for (const deadline = Date.now() + LIMIT_MS; !(await holds()); await delay(50))
      if (Date.now() > deadline) throw new Error(`not within ${LIMIT_MS} ms: ${what}`);
  }
  const isAllRead = () =>
    broker.lag(`${topicPrefix}.inbox`, [topic]).then(
      (lag) => lag.every(({ behind }) => behind === 0),
      () => false,
    );
  async function send(messages: readonly { readonly key: string; readonly id: string }[]): Promise<void> {
    const producer = await broker.producer();
    const data = {
      ...{ source: '12345', content: '有人占道经营', place: '新桥街1号', territoryCode: '330802' },
      registeredOn: '2024-03-01',
    };
    const envelope = { specversion: '1.0', source: HOTLINE.source, type: 'cn.anjuan.in.RegisterLead' };
    await producer.send(
      messages.map(({ key, id }) => ({ topic, key, value: JSON.stringify({ ...envelope, id, subject: id, data }) })),
    );
    await producer.close();
  }
  async function answers(): Promise<{ readonly id: string; readonly outcome: string; readonly repeated: boolean }[]> {
    const all: { id: string; outcome: string; repeated: boolean }[] = [];
    await broker.readTopic(`${topic}.replies`, ({ value }) => void all.push(JSON.parse(String(value)).data));
    return all;
  }

  it('one is killed between the append and the commit: the next gets the same answers, and nothing is done twice', async () => {
    const dying = read(0, 'hangs');
    await until('the topics are there', isAllRead);
    // In one partition, so that all of them are in hand at once.
    const messages = Array.from({ length: 400 }, (_, n) => ({ key: `k${n}`, id: `k${n}` }))
      .filter(({ key }) => partitionOf(key, 12) === 0)
      .slice(0, 20);
    await send(messages);
    await until('all of them are appended', () => dying.appended.length === messages.length);
    expect(await isAllRead()).toBe(false);
    await kill(dying.child);
    const head = await installation.store.head();
    read(0, 'answers');
    await until('everything is read', isAllRead);
    expect(await installation.store.head()).toEqual(head);
    const given = await answers();
    expect(given.map(({ id }) => id).sort()).toEqual(messages.map(({ id }) => id).sort());
    expect(given.filter(({ outcome, repeated }) => outcome !== 'accepted' || !repeated)).toEqual([]);
  }, 300_000);

  it('another joins in the middle of a batch: both go on, each message is done once, in the order of its key', async () => {
    // Slow enough that the batch in hand is not done when the other has started.
    const first = read(250, 'answers');
    await until('the topics are there', isAllRead);
    const keys = 40;
    const messages = Array.from({ length: 1_600 }, (_, n) => ({ key: `key-${n % keys}`, id: `j${n}` }));
    await send(messages);
    await until('the first is in the middle of it', () => first.appended.length > 20);
    const second = read(0, 'answers');
    await until('everything is read', isAllRead);
    expect(second.appended.length).toBeGreaterThan(0);
    const given = await answers();
    const positions = new Map<string, number>();
    for (const { id } of messages) {
      const [registered, ...more] = await installation.store.readStream(`lead-hotline.${id}`);
      expect(more).toEqual([]);
      positions.set(id, registered!.position);
      expect(given.some((answer) => answer.id === id)).toBe(true);
    }
    for (let key = 0; key < keys; key++) {
      const order = messages.filter((_, n) => n % keys === key).map(({ id }) => positions.get(id)!);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
  }, 300_000);
});
