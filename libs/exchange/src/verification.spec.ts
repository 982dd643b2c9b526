import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventStore, RecordedEvent } from '#eventsourcing';
import { partitionOf } from '#messaging';
import { Contract } from './contract.js';
import { LogIndex } from './log-index.js';
import { GoldenPlay } from './testing/golden-log.js';
import { type TopicsVerified, Verification } from './verification.js';

const contract = new Contract({
  bureau: 'quzhou',
  topicPrefix: 'anjuan',
  schemas: 'https://anjuan.example/api/contract',
});
const PARTITIONS = 3;
const digestOf = (text: string) => {
  const digest = createHash('sha256').update(text).digest();
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)] as const;
};

interface Lying {
  offset: string;
  key?: string;
  value?: string;
}
/** Messages by topic and partition. */
type Topics = Map<string, Lying[][]>;

let store: EventStore;
let events: readonly RecordedEvent[];
beforeAll(async () => {
  const play = new GoldenPlay();
  await play.append();
  store = play.store;
  events = await store.readAll(0, 10_000);
});

/** The topics as a relay that sends these leaves them. */
function topicsOf(sent: readonly RecordedEvent[] = events): Topics {
  const topics: Topics = new Map(
    contract.topics().map(({ name }) => [name, Array.from({ length: PARTITIONS }, () => [])]),
  );
  for (const event of sent) {
    const { topic, key, value } = contract.messageOf(event);
    const partition = topics.get(topic)![partitionOf(key, PARTITIONS)]!;
    partition.push({ offset: String(partition.length), key, value });
  }
  return topics;
}

async function verified(
  topics: Topics,
  { relayedTo = events.at(-1)!.position, contract: as = contract } = {},
): Promise<TopicsVerified> {
  const verification = new Verification({ store, contract: as, relayedTo, digestOf, partitionOf });
  await verification.readLog();
  for (const [topic, partitions] of topics) {
    verification.begin(
      topic,
      partitions.map((lying, partition) => {
        const end = Number(lying.at(-1)?.offset ?? -1) + 1;
        return { partition, end: String(ENDS.get(lying) ?? end), behind: lying.length };
      }),
    );
    for (const [partition, lying] of partitions.entries())
      for (const message of lying) await verification.take(topic, { partition, ...message });
  }
  return verification.finish();
}
/** Ends of partitions of which nothing is left. */
const ENDS = new WeakMap<Lying[], number>();

const eventsOf = (stream: string) => events.filter((event) => event.stream === stream);
const placeOf = (topics: Topics, event: RecordedEvent) => {
  const { topic, key } = contract.messageOf(event);
  const partition = partitionOf(key, PARTITIONS);
  const lying = topics.get(topic)![partition]!;
  const index = lying.findIndex(({ value }) => JSON.parse(value!).id === event.id);
  return { topic, partition, lying, index, offset: lying[index]!.offset };
};
const exchange = (topics: Topics, a: RecordedEvent, b: RecordedEvent) => {
  const [one, other] = [placeOf(topics, a), placeOf(topics, b)];
  const { value, key } = one.lying[one.index]!;
  Object.assign(one.lying[one.index]!, { value: other.lying[other.index]!.value, key: other.lying[other.index]!.key });
  Object.assign(other.lying[other.index]!, { value, key });
};
const ofCase = () => {
  const stream = events.find(({ type }) => type === 'PenaltyDecided')!.stream;
  return eventsOf(stream);
};

describe('the log against its topics', () => {
  it('nothing is wrong with what a relay sent', async () => {
    expect(await verified(topicsOf())).toEqual({
      events: events.length,
      notDue: 0,
      messages: events.length,
      duplicates: 0,
      expired: 0,
      earlier: 0,
      faults: [],
    });
  });

  it('repetitions are counted, of whatever length and wherever the relay began again', async () => {
    const restarts = fc.array(fc.tuple(fc.nat({ max: events.length }), fc.nat({ max: 60 })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(restarts, async (begun) => {
        const again = begun.map(([at, back]) => [at, Math.min(at, back)] as const);
        const sent: RecordedEvent[] = [];
        for (const [index, event] of events.entries()) {
          for (const [at, back] of again) if (at === index) sent.push(...events.slice(at - back, at));
          sent.push(event);
        }
        const result = await verified(topicsOf(sent));
        expect(result).toMatchObject({ faults: [], duplicates: sent.length - events.length, messages: sent.length });
      }),
      { numRuns: 10 },
    );
  });

  it('a message that is missing is told with its place', async () => {
    const gone = ofCase()[3]!;
    const topics = topicsOf();
    const { lying, index } = placeOf(topics, gone);
    lying.splice(index, 1);
    for (const [offset, message] of lying.entries()) message.offset = String(offset);
    expect((await verified(topics)).faults).toEqual([
      {
        kind: 'missing',
        count: 1,
        places: [`主题 anjuan.cases：没有 ${gone.stream} 位置 ${gone.position} 的 ${gone.type}`],
      },
    ]);
  });

  it('whatever is missing is told, the first places of it', async () => {
    const topics = topicsOf();
    topics.set(
      'anjuan.cases',
      Array.from({ length: PARTITIONS }, () => []),
    );
    const cases = events.filter(({ stream }) => stream.startsWith('case-'));
    const [fault] = (await verified(topics)).faults;
    expect(fault).toMatchObject({ kind: 'missing', count: cases.length });
    expect(fault!.places).toHaveLength(10);
    expect(fault!.places[0]).toContain(cases[0]!.stream);
  });

  it('two messages of a key that were exchanged are told; of two keys they may stand as they like', async () => {
    const [first, second] = ofCase() as [RecordedEvent, RecordedEvent];
    const topics = topicsOf();
    exchange(topics, first, second);
    const { topic, partition, offset } = placeOf(topics, first);
    expect((await verified(topics)).faults).toEqual([
      {
        kind: 'disorder',
        count: 1,
        places: [
          `主题 ${topic} 第 ${partition} 分区位移 ${offset}：${first.stream} 位置 ${first.position} 的事件在它以后的事件之后才到`,
        ],
      },
    ]);

    const others = topicsOf();
    const lying = others.get('anjuan.cases')![0]!;
    const at = lying.findIndex(({ key }, index) => index > 0 && key !== lying[index - 1]!.key);
    [lying[at], lying[at - 1]] = [lying[at - 1]!, lying[at]!];
    expect((await verified(others)).faults).toEqual([]);
  });

  it('so are two of a register of people, whose key is one', async () => {
    const officers = events.filter(({ stream }) => stream.startsWith('officer-'));
    const at = officers.findIndex(({ stream }, index) => index > 0 && stream !== officers[index - 1]!.stream);
    const [first, second] = [officers[at - 1]!, officers[at]!];
    const topics = topicsOf();
    exchange(topics, first, second);
    expect((await verified(topics)).faults).toMatchObject([{ kind: 'disorder', count: 1 }]);
  });

  it('what has no business in a topic is told', async () => {
    const topics = topicsOf();
    const [event] = ofCase() as [RecordedEvent];
    const { lying, index, partition } = placeOf(topics, event);
    const { key, value } = lying[index]!;
    const put = (topic: string, into: number, message: Omit<Lying, 'offset'>) => {
      const own = topics.get(topic)![into]!;
      own.push({ offset: String(own.length), ...message });
    };
    const saying = (changes: object) => JSON.stringify({ ...JSON.parse(value!), ...changes });
    put('anjuan.cases', partition, { key: key!, value: '{' });
    put('anjuan.cases', partition, { key: key!, value: 'null' });
    put('anjuan.cases', partition, { key: key! });
    put('anjuan.cases', partition, { key: key!, value: saying({ position: '0000000000000000' }) });
    put('anjuan.cases', partition, { key: 'case-other', value: value! });
    put('anjuan.cases', (partition + 1) % PARTITIONS, { key: key!, value: value! });
    put('anjuan.leads', partition, { key: key!, value: value! });
    const { faults } = await verified(topics);
    expect(faults).toMatchObject([{ kind: 'foreign', count: 7 }]);
    const wrongTopicOrKey = `位置 ${event.position} 的事件不在这个主题，或者不用这个 key`;
    expect(faults[0]!.places.map((place) => place.split('：')[1]).sort()).toEqual(
      [
        ...Array.from({ length: 3 }, () => '不是本系统发出的消息'),
        '日志中没有位置 0 的事件',
        wrongTopicOrKey,
        wrongTopicOrKey,
        `${event.stream} 不在这个分区`,
      ].sort(),
    );
  });

  it('a message that says something else than the log is told; one that says less is of before', async () => {
    const decided = ofCase().find(({ type }) => type === 'PenaltyDecided')!;
    const said = (change: (message: { data: Record<string, unknown>; withheld?: string }) => void) => {
      const topics = topicsOf();
      const { lying, index } = placeOf(topics, decided);
      const message = JSON.parse(lying[index]!.value!);
      change(message);
      lying[index]!.value = JSON.stringify(message);
      return verified(topics);
    };
    const differing = [{ kind: 'differing', count: 1, places: [expect.stringContaining('PenaltyDecided 与日志不符')] }];
    expect(await said(({ data }) => void Object.assign(data, { fineFen: 1 }))).toMatchObject({ faults: differing });
    expect(await said(({ data }) => void Object.assign(data, { more: 1 }))).toMatchObject({ faults: differing });
    expect(await said(({ data }) => void Object.assign(data, { kinds: [] }))).toMatchObject({ faults: differing });
    expect(await said((message) => void Object.assign(message, { data: 1 }))).toMatchObject({ faults: differing });
    const earlier = { faults: [], earlier: 1 };
    expect(await said(({ data }) => void delete data['field'])).toMatchObject(earlier);
    expect(
      await said((message) => {
        Object.assign(message, { withheld: 'unknown', dataschema: undefined, data: undefined });
      }),
    ).toMatchObject(earlier);
  });

  it('an installation at another address sends the same', async () => {
    const moved = new Contract({
      bureau: 'quzhou',
      topicPrefix: 'anjuan',
      schemas: 'http://elsewhere:3000/api/contract',
    });
    expect(await verified(topicsOf(), { contract: moved })).toMatchObject({ faults: [], earlier: events.length });
  });

  it('what is not relayed yet need not be there, and what came since may', async () => {
    const half = events[Math.floor(events.length / 2)]!;
    const upTo = events.filter(({ position }) => position <= half.position);
    const result = await verified(topicsOf(upTo), { relayedTo: half.position });
    expect(result).toMatchObject({ events: upTo.length, notDue: events.length - upTo.length, faults: [] });
    expect(await verified(topicsOf(), { relayedTo: half.position })).toMatchObject({ faults: [] });
    const later = { ...events.at(-1)!, position: events.at(-1)!.position + 1 };
    expect(await verified(topicsOf([...events, later]))).toMatchObject({ faults: [], messages: events.length + 1 });
  });

  it('what a topic no longer keeps is not missing; what should still be there is', async () => {
    const topics = topicsOf();
    const [cut, gone] = topics.get('anjuan.cases')! as [Lying[], Lying[]];
    const before = cut.length + gone.length;
    cut.splice(0, 20);
    ENDS.set(gone, gone.length);
    gone.length = 0;
    expect(await verified(topics)).toMatchObject({ faults: [], expired: before - cut.length });
    // One that is newer than the first that is left.
    cut.splice(5, 1);
    expect(await verified(topics)).toMatchObject({
      expired: before - cut.length - 1,
      faults: [{ kind: 'missing', count: 1 }],
    });
  });
});

describe('what is kept of the log', () => {
  it('finds every position, also where they jump, and nothing else', () => {
    const index = new LogIndex();
    const count = 70_000;
    for (let event = 0; event < count; event += 1) index.add(event * 1_000 + 7, event % 9, [event % 100, 1]);
    expect(index.length).toBe(count);
    for (const event of [0, 1, 65_535, 65_536, count - 1]) {
      const place = index.indexOf(event * 1_000 + 7);
      expect([place, index.topicAt(place), index.positionAt(place)]).toEqual([event, event % 9, event * 1_000 + 7]);
      expect(index.isMessage(place, [event % 100, 1])).toBe(true);
      expect(index.isMessage(place, [event % 100, 2])).toBe(false);
      expect(index.indexOf(event * 1_000 + 8)).toBe(-1);
    }
  });
});
