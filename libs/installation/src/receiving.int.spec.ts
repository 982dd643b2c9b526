import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnKafka, sharedKafka } from '#embedded-kafka/testing';
import { aggregateNamed, byRegister, lawLoop, lawRegistry } from '#enforcement';
import { type DeadLetters, type EventStore, raising } from '#eventsourcing';
import type { GiveCommand, Sender } from '#exchange';
import {
  DEAD_LETTER_HEADERS,
  type MessageBroker,
  type OutMessage,
  openKafka,
  partitionOf,
  type ReadMessage,
} from '#messaging';
import { type CommandDoor, commandByMessage, commandIdOf, openCommandDoor } from '#platform';
import { loadStatutes } from '#statutes';
import { connect, PostgresCheckpoints, PostgresDeadLetters, PostgresEventStore } from '#store-postgres';
import { type TestDatabase, testDatabase } from '#store-postgres/testing';
import { type Receiving, receivingOver } from './inbox.js';
import { MESSAGING_TOPICS, type Messaging, messagingOver } from './messaging.js';
import { verifyInbox } from './verify-inbox.js';

/* What other systems send, on a real broker, into a real store. */

const LIMIT_MS = 60_000;
const HOTLINE: Sender = {
  ...{ id: 'hotline', title: '市12345热线', source: '/quzhou/12345', kinds: ['leads'], units: ['QZ'] },
};
const JUSTICE: Sender = {
  ...{ id: 'justice', title: '政法协同平台', source: '/quzhou/justice', kinds: ['police', 'courts'], units: ['QZ'] },
};

async function until<Value>(what: string, ask: () => Promise<Value | undefined | false> | Value | undefined | false) {
  for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; await delay(50)) {
    const value = await ask();
    if (value !== undefined && value !== false) return value;
  }
  throw new Error(`not within ${LIMIT_MS} ms: ${what}`);
}

describeOnKafka('messages of other systems, on a real broker and a real store', () => {
  const topicPrefix = `t-${randomBytes(6).toString('hex')}`;
  const topic = `${topicPrefix}.in.hotline`;
  const bureau = 'quzhou';
  let database: TestDatabase;
  let store: EventStore;
  let deadLetters: DeadLetters;
  let door: CommandDoor;
  let broker: MessageBroker;
  let messaging: Messaging;
  const running: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    const { brokers } = await sharedKafka();
    database = await testDatabase();
    const log = new PostgresEventStore({ url: database.url });
    store = log;
    const statutes = loadStatutes();
    door = await openCommandDoor({
      registry: lawRegistry,
      loop: lawLoop(raising(log, aggregateNamed), statutes, byRegister('root')),
      ruleset: statutes.version,
      sourceSystem: 'PLATFORM',
    });
    deadLetters = new PostgresDeadLetters(database.pool);
    broker = openKafka({ brokers, clientId: 'test' });
    const url = 'https://anjuan.test';
    messaging = messagingOver(broker, { bureau, topicPrefix, replication: 1, url }, [HOTLINE]);
    await establish('QZ');
  }, 300_000);

  afterAll(async () => {
    await Promise.all(running.map((one) => one.stop()));
    await broker?.close();
    await door?.close();
    await store?.close();
    await database?.drop();
  });

  const establish = (unitId: string) =>
    door.execute({
      ...{ aggregate: 'unit', id: unitId, name: 'EstablishUnit', now: new Date().toISOString() },
      actor: { id: 'root', unit: unitId, roles: ['ADMINISTRATOR'] },
      body: {
        ...{ level: 'CITY', territoryCode: '330800', uscc: '11330800768656330Q', documentPrefix: `${unitId}综执` },
        name: '衢州市综合行政执法局',
      },
    });

  async function receive(give: GiveCommand = commandByMessage(door)): Promise<Receiving> {
    const checkpoints = new PostgresCheckpoints(database.pool);
    const receiving = receivingOver(messaging, { deadLetters, checkpoints }, give, () => new Date().toISOString());
    running.push(receiving);
    await receiving.start();
    await until('the inbox reads', () => receiving.inbox.status().state === 'following');
    return receiving;
  }

  const lead = (id: string, more: object = {}, data: object = {}) =>
    JSON.stringify({
      ...{ specversion: '1.0', id, source: HOTLINE.source, type: 'cn.anjuan.in.RegisterLead', subject: id },
      data: {
        ...{ source: '12345', content: '有人占道经营', place: '新桥街1号', territoryCode: '330802' },
        ...{ registeredOn: '2024-03-01', ...data },
      },
      ...more,
    });

  async function send(...messages: (readonly [key: string, value: string | Buffer])[]): Promise<void> {
    const producer = await broker.producer();
    await producer.send(messages.map(([key, value]): OutMessage => ({ topic, key, value })));
    await producer.close();
  }
  async function read(name: string): Promise<ReadMessage[]> {
    const messages: ReadMessage[] = [];
    await broker.readTopic(`${topicPrefix}.${name}`, (message) => void messages.push(message));
    return messages;
  }
  /** What was answered to a message, in order. */
  async function answers(id: string, count = 1) {
    return until(`${count} answers to ${id}`, async () => {
      const all = (await read('in.hotline.replies')).map(({ value }) => JSON.parse(String(value)));
      const own = all.filter(({ data }) => data.id === id).map(({ data }) => data as Record<string, unknown>);
      return own.length >= count && own;
    });
  }
  const allRead = () =>
    until('everything is read', async () => {
      const lag = await broker.lag(`${topicPrefix}.inbox`, [topic]);
      return lag.every(({ behind }) => behind === 0);
    });
  const lettersOf = async (sourceId: string) =>
    (await deadLetters.list({ limit: 100 })).letters.filter((letter) => letter.sourceId === sourceId);

  it('are accepted, known again, refused or laid aside, in the order of their key, each answered', async () => {
    await receive();
    await send(
      ['w1', lead('w1')],
      ['w1', lead('w1')],
      ['w1', lead('w1', {}, { place: '别处' })],
      ['w1', '{"id":'],
      ['w1', Buffer.from([0xb0, 0xb8])],
      ['w1', lead('w1-kind', { type: 'cn.anjuan.in.CloseCase' })],
      ['w1', lead('w1-version', { dataschema: 'https://x/in.RegisterLead/9' })],
      ['w1', lead('w1-early', {}, { registeredOn: '2999-01-01' })],
      ['w1', lead('w1-end')],
    );
    const [done, again, other] = await answers('w1', 3);
    expect(done).toMatchObject({ outcome: 'accepted', repeated: false, stream: 'lead-hotline.w1', revision: 0 });
    expect(again).toMatchObject({ outcome: 'accepted', repeated: true, position: done!['position'] });
    expect(other).toMatchObject({ outcome: 'refused', code: 'idempotency.other_body' });
    expect(await answers('w1-kind')).toMatchObject([{ code: 'inbound.unknown_kind' }]);
    expect(await answers('w1-version')).toMatchObject([{ code: 'inbound.unknown_version' }]);
    expect(await answers('w1-early')).toMatchObject([{ code: 'day.in_future', earliest: '2999-01-01' }]);
    expect(await answers('w1-end')).toMatchObject([{ outcome: 'accepted' }]);
    await allRead();
    expect(await store.readStream('lead-hotline.w1')).toHaveLength(1);

    const { letters } = await deadLetters.list({ limit: 100 });
    expect(letters.map(({ code }) => code).sort()).toEqual([
      ...['day.in_future', 'idempotency.other_body', 'inbound.not_json', 'inbound.not_utf8'],
      ...['inbound.unknown_kind', 'inbound.unknown_version'],
    ]);
    // In the topic of dead letters as they came, with the reason in Chinese and where they lay.
    const dead = await read('in.dead-letters');
    for (const letter of letters) {
      const { value, headers } = dead.find((message) => message.headers[DEAD_LETTER_HEADERS.id] === letter.id)!;
      expect(Buffer.compare(value!, Buffer.from(letter.value!))).toBe(0);
      expect(headers).toMatchObject({
        [DEAD_LETTER_HEADERS.reason]: expect.stringMatching(/[\u4e00-\u9fff]/),
        [DEAD_LETTER_HEADERS.topic]: topic,
        [DEAD_LETTER_HEADERS.offset]: letter.offset,
        [DEAD_LETTER_HEADERS.partition]: String(letter.partition),
      });
    }
    await Promise.all(running.splice(0).map((one) => one.stop()));
  }, 180_000);

  it('of a reader that was killed behind the append and before the commit come again, and nothing is done twice', async () => {
    const give = commandByMessage(door);
    let appended = 0;
    const dead = Promise.withResolvers<never>();
    // What becomes of the first reader: everything is appended, and nothing more is heard of it.
    const dying = await receive(async (command) => {
      await give(command);
      appended += 1;
      return dead.promise;
    });
    const keys = Array.from({ length: 400 }, (_, n) => `k${n}`)
      .filter((key) => partitionOf(key, MESSAGING_TOPICS.partitions) === 0)
      .slice(0, 20);
    expect(keys).toHaveLength(20);
    await send(...keys.map((key) => [key, lead(key)] as const));
    await until('all of them are appended', () => appended === 20);
    await dying.stop();
    const head = await store.head();
    await receive();
    for (const key of keys) expect(await answers(key)).toMatchObject([{ outcome: 'accepted', repeated: true }]);
    await allRead();
    expect(await store.head()).toEqual(head);
    dead.reject(new Error('the process is long gone'));
    await Promise.all(running.splice(0).map((one) => one.stop()));
  }, 180_000);

  it('wait for a store that is away; none is laid aside for that', async () => {
    const { inbox } = await receive();
    const name = new URL(database.url).pathname.slice(1);
    const administrator = await connect(Object.assign(new URL(database.url), { pathname: '/postgres' }).href);
    try {
      await administrator.query(`alter database ${name} allow_connections false`);
      await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
      await send(['s1', lead('s1')], ['s2', lead('s2')]);
      await until('the inbox has met the trouble', () => inbox.status().state === 'failing');
    } finally {
      await administrator.query(`alter database ${name} allow_connections true`);
      await administrator.end();
    }
    for (const id of ['s1', 's2']) {
      expect(await answers(id)).toMatchObject([{ outcome: 'accepted', repeated: false }]);
      expect(await lettersOf(id)).toEqual([]);
      expect(await store.readStream(`lead-hotline.${id}`)).toHaveLength(1);
    }
    await allRead();
    await Promise.all(running.splice(0).map((one) => one.stop()));
  }, 180_000);

  it('that were refused are done once the reason is gone and somebody says so; the sender hears of it', async () => {
    const all = { ...HOTLINE, units: 'ALL' as const };
    messaging = messagingOver(broker, { bureau, topicPrefix, replication: 1, url: 'https://anjuan.test' }, [all]);
    await receive();
    await send(['r1', lead('r1', { unit: 'KC' })]);
    expect(await answers('r1')).toMatchObject([{ outcome: 'refused', code: 'unit.unknown' }]);
    const [letter] = await until('it is laid aside', async () => {
      const letters = await lettersOf('r1');
      return letters.length > 0 && letters;
    });
    const ask = () => deadLetters.step(letter!.id, { kind: 'asked', at: new Date().toISOString(), person: 'root' });
    await ask();
    expect(await answers('r1', 2)).toMatchObject([{}, { outcome: 'refused', code: 'unit.unknown' }]);
    await until('it is open again', async () => (await deadLetters.get(letter!.id))!.state === 'open');
    await establish('KC');
    await ask();
    expect(await answers('r1', 3)).toMatchObject([{}, {}, { outcome: 'accepted', repeated: false }]);
    const settled = await until('it is settled', async () => {
      const now = await deadLetters.get(letter!.id);
      return now?.state === 'done' && now;
    });
    expect(settled.steps.map(({ kind }) => kind)).toEqual(['asked', 'refused', 'asked', 'done']);
    expect(settled).not.toHaveProperty('value');
    const [registered] = await store.readStream('lead-hotline.r1');
    expect(registered).toMatchObject({ meta: { actor: 'system:hotline', unit: 'KC' } });
    await Promise.all(running.splice(0).map((one) => one.stop()));
  }, 180_000);

  it('are shared by two readers; when one leaves in the middle, the other goes on, and all are done once, in order', async () => {
    const give = commandByMessage(door);
    const done: string[] = [];
    const slow: GiveCommand = async (command) => {
      await delay(5);
      const outcome = await give(command);
      done.push(command.id);
      return outcome;
    };
    const first = await receive(slow);
    await receive(slow);
    const ids = Array.from({ length: 300 }, (_, n) => `b${n}`);
    await send(...ids.map((id, n) => [`key-${n % 7}`, lead(id, { unit: 'QZ' })] as const));
    await until('some are done', () => done.length > 50);
    await first.stop();
    await allRead();
    for (const id of ids) expect(await store.readStream(`lead-hotline.${id}`)).toHaveLength(1);
    const replies = (await read('in.hotline.replies')).map(({ value }) => JSON.parse(String(value)).data.id as string);
    expect(ids.filter((id) => !replies.includes(id))).toEqual([]);
    for (let key = 0; key < 7; key++) {
      const own = ids.filter((_, n) => n % 7 === key);
      const positions = await Promise.all(own.map((id) => store.readStream(`lead-hotline.${id}`)));
      const order = positions.map(([event]) => event!.position);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
    await Promise.all(running.splice(0).map((one) => one.stop()));
  }, 180_000);

  it('of procuratorate, police and courts are taken or answered by the law, each on its own record', async () => {
    messaging = messagingOver(broker, { bureau, topicPrefix, replication: 1, url: 'https://anjuan.test' }, [
      HOTLINE,
      JUSTICE,
    ]);
    await receive();
    const said = (type: string, id: string, subject: string, data: object) =>
      JSON.stringify({
        ...{ specversion: '1.0', id, source: JUSTICE.source, type: `cn.anjuan.in.${type}`, subject },
        data,
      });
    const referred = {
      from: 'PROCURATORATE',
      fromOrg: '衢州市人民检察院',
      subject: '不起诉后移送',
      receivedOn: '2024-03-01',
    };
    const producer = await broker.producer();
    const messages = [
      ['j1', said('ReceiveReferral', 'j1', 'J-1', referred)],
      ['j1', said('ReceiveReferral', 'j2', 'J-2', { ...referred, replyDueOn: '2024-02-29' })],
      ['j1', said('RecordPoliceFiling', 'j3', 'no-case', { on: '2024-03-01', policeCaseNo: '柯公立字〔2024〕1号' })],
      ['j1', said('RecordCourtRuling', 'j4', 'no-case', { ruledOn: '2024-03-01', ruling: 'GRANTED' })],
    ] as const;
    await producer.send(
      messages.map(([key, value]): OutMessage => ({ topic: `${topicPrefix}.in.justice`, key, value })),
    );
    await producer.close();
    const told = await until('all are answered', async () => {
      const all = (await read('in.justice.replies')).map(({ value }) => JSON.parse(String(value)).data);
      return all.length >= messages.length && (all as Record<string, unknown>[]);
    });
    expect(told).toMatchObject([
      { id: 'j1', outcome: 'accepted', stream: 'referral-justice.J-1', revision: 0 },
      { id: 'j2', outcome: 'refused', article: expect.stringContaining('行政处罚法第二十七条') },
      { id: 'j3', outcome: 'refused', article: expect.stringMatching(/[\u4e00-\u9fff]/) },
      { id: 'j4', outcome: 'refused', article: expect.stringMatching(/[\u4e00-\u9fff]/) },
    ]);
    const [received] = await store.readStream('referral-justice.J-1');
    expect(received).toMatchObject({ type: 'InboundReferralReceived', meta: { actor: 'system:justice', unit: 'QZ' } });
    expect(await store.readStream('referral-justice.J-2')).toEqual([]);
    await Promise.all(running.splice(0).map((one) => one.stop()));
  }, 180_000);

  it('of a megabyte are read, or refused and laid aside with their bytes', async () => {
    await receive();
    const large = lead('m1', { unit: 'QZ' }, { content: '长'.repeat(340_000) });
    expect(Buffer.byteLength(large)).toBeGreaterThan(1_000_000);
    await send(['m1', large]);
    expect(await answers('m1')).toMatchObject([{ outcome: 'refused', code: 'bad_input' }]);
    const [letter] = await lettersOf('m1');
    expect(letter).toMatchObject({ bytes: Buffer.byteLength(large), state: 'open' });
    expect(Buffer.from(letter!.value!).equals(Buffer.from(large))).toBe(true);
  }, 180_000);

  it('are all accounted for: a command, a dead letter, or an answer; of one that was passed over it is said where it lies', async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    messaging = messagingOver(broker, { bureau, topicPrefix, replication: 1, url: 'https://anjuan.test' }, [HOTLINE]);
    const verified = await verifyInbox(messaging, { store, deadLetters }, commandIdOf);
    const { messages, done, unchanged, laidAside } = verified;
    expect(verified).toMatchObject({ notDue: 0, missing: [], missingCount: 0, unchanged: 0 });
    expect(messages).toBe(done + unchanged + laidAside);

    await send(['lost', lead('lost')]);
    expect(await verifyInbox(messaging, { store, deadLetters }, commandIdOf)).toMatchObject({ notDue: 1 });
    const careless = await broker.consume({
      group: `${topicPrefix}.inbox`,
      topics: [topic],
      onBatch: async (batch) => batch.commit(batch.messages.at(-1)!.offset),
    });
    await allRead();
    await careless.stop();
    const place = `${topic} 分区 ${partitionOf('lost', MESSAGING_TOPICS.partitions)} 位移 `;
    expect(await verifyInbox(messaging, { store, deadLetters }, commandIdOf)).toMatchObject({
      missing: [expect.stringContaining(place)],
      missingCount: 1,
    });
  }, 180_000);
});
