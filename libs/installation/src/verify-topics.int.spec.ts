import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnKafka, sharedKafka } from '#embedded-kafka/testing';
import { type EventStore, MemoryCheckpoints, MemoryReadModelStore, type RecordedEvent } from '#eventsourcing';
import { Contract } from '#exchange';
import { type MessageBroker, openKafka, Relay } from '#messaging';
import { GoldenPlay } from '../../exchange/src/testing/golden-log.js';
import { messagingOver, relayNames, relaysOver } from './messaging.js';
import { verifyTopics } from './verify-topics.js';

const LIMIT_MS = 300_000;

describeOnKafka('the log against topics on a real broker', () => {
  let broker: MessageBroker;
  let store: EventStore;
  let events: readonly RecordedEvent[];
  beforeAll(async () => {
    const { brokers } = await sharedKafka();
    broker = openKafka({ brokers, clientId: 'verify' });
    const golden = new GoldenPlay();
    await golden.append();
    store = golden.store;
    events = await store.readAll(0, 10_000);
  }, LIMIT_MS);
  afterAll(() => broker?.close());

  /** Topics of their own for the golden log, and how far it was relayed to them. */
  function play(checkpoints = new MemoryCheckpoints(), topicPrefix = `verify-${randomUUID().slice(0, 8)}`) {
    const about = { bureau: 'quzhou', topicPrefix, replication: 1, url: 'http://anjuan.example' };
    const messaging = messagingOver(broker, about, []);
    const readModelStore = new MemoryReadModelStore();
    const [relay] = relaysOver(messaging, { store, readModelStore, ledger: readModelStore.ledger, checkpoints });
    return {
      messaging,
      checkpoints,
      topicPrefix,
      relay: relay!,
      verify: () => verifyTopics(messaging, { store, checkpoints }),
    };
  }

  async function relayed(relay: Relay): Promise<void> {
    await relay.start();
    expect(await relay.waitFor(events.at(-1)!.position, LIMIT_MS)).toBe(true);
    await relay.stop();
  }

  it(
    'finds what a relay sent whole and in order, and counts what it sent again',
    async () => {
      const { relay, topicPrefix, verify } = play();
      await relayed(relay);
      const whole = { events: events.length, notDue: 0, expired: 0, earlier: 0, faults: [] };
      const once = await verify();
      // Topics that were just made may have refused a part: what was sent with it came again.
      expect(once).toEqual({ ...whole, messages: expect.any(Number), duplicates: once.messages - events.length });
      // Its checkpoint is lost: it begins again.
      await relayed(play(new MemoryCheckpoints(), topicPrefix).relay);
      const again = await verify();
      expect(again).toEqual({ ...whole, messages: expect.any(Number), duplicates: again.messages - events.length });
      expect(again.duplicates).toBeGreaterThanOrEqual(once.duplicates + events.length);
    },
    LIMIT_MS,
  );

  it(
    'tells what is missing, exchanged and foreign in topics that were tampered with',
    async () => {
      const { messaging, checkpoints, verify } = play();
      const contract = new Contract(messaging.contract);
      const [first, second, gone] = events.filter(({ stream }) => stream === 'case-A2') as [
        RecordedEvent,
        RecordedEvent,
        RecordedEvent,
      ];
      const tampered = (event: RecordedEvent) => {
        const message = contract.messageOf(event === first ? second : event === second ? first : event);
        if (event === gone) return [];
        return event.position === 1 ? [message, { ...message, value: '{}' }] : [message];
      };
      const byId = new Map(events.map((event) => [event.id, event]));
      const relay = new Relay({
        name: relayNames(messaging).events,
        store,
        checkpoints,
        broker,
        topics: contract.topics().map(({ name }) => ({ ...messaging.topic('figures'), name })),
        toMessages: (batch) => batch.flatMap(({ id }) => tampered(byId.get(id)!)),
      });
      await relayed(relay);

      const { faults } = await verify();
      expect(faults).toEqual([
        {
          kind: 'missing',
          count: 1,
          places: [`主题 ${contract.messageOf(gone).topic}：没有 case-A2 位置 ${gone.position} 的 ${gone.type}`],
        },
        { kind: 'disorder', count: 1, places: [expect.stringContaining(`case-A2 位置 ${first.position} 的事件`)] },
        { kind: 'foreign', count: expect.any(Number), places: expect.any(Array) },
      ]);
      // Once, and again where the relay had to send its first batch again.
      for (const place of faults[2]!.places) expect(place).toMatch(/units 第 \d+ 分区位移 \d+：不是本系统发出的消息$/);
    },
    LIMIT_MS,
  );

  it(
    'finds nothing to compare, and nothing wrong, where nothing was relayed yet',
    async () => {
      expect(await play().verify()).toEqual({
        events: 0,
        notDue: events.length,
        messages: 0,
        duplicates: 0,
        expired: 0,
        earlier: 0,
        faults: [],
      });
    },
    LIMIT_MS,
  );
});
