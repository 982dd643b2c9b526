import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryCheckpoints, MemoryDeadLetters, StoreUnavailableError } from '#eventsourcing';
import { MESSAGING_LIMITS, type TopicDeclaration } from './broker.js';
import type { Delivery, NotYet, Receipt } from './delivery.js';
import { DEAD_LETTER_HEADERS, INBOX_LIMITS, Inbox, type InboxEvent } from './inbox.js';
import { replays } from './replays.js';
import { message, PlayInbox } from './testing/play-inbox.js';

const topic = (name: string): TopicDeclaration => ({
  ...{ name, partitions: 1, replication: 1, retentionMs: -1, maxMessageBytes: 1_000 },
});

/** The house behind the inbox: it keeps what it was told, once by each text, and refuses what begins with `!`. */
class House {
  readonly kept: string[] = [];
  readonly asked: string[] = [];
  readonly fates: (Error | 'not-yet' | 'hangs')[] = [];
  atOnce = 0;
  mostAtOnce = 0;

  readonly receive = async (delivery: Delivery): Promise<Receipt | NotYet> => {
    const text = Buffer.from(delivery.value ?? []).toString();
    this.asked.push(text);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await turn();
    this.atOnce -= 1;
    const fate = this.fates.shift();
    if (fate === 'hangs') return new Promise(() => {});
    if (fate === 'not-yet') return { outcome: { kind: 'not-yet', reason: '他人在办' } };
    if (fate) throw fate;
    const replies = [{ topic: 'replies', key: 'k', value: `${text}#${delivery.attempt}` }];
    if (text.startsWith('!') && !this.kept.includes('mended'))
      return {
        subject: { sender: 'bank', sourceId: text },
        outcome: { kind: 'refused', code: 'x.no', reason: '不能办' },
        replies,
      };
    if (!this.kept.includes(text)) this.kept.push(text);
    return { subject: {}, outcome: { kind: 'done', stream: 's', revision: 0, position: 1 }, replies };
  };
}

let broker: PlayInbox;
let house: House;
let deadLetters: MemoryDeadLetters;
let inbox: Inbox;
let events: InboxEvent[];
beforeEach(async () => {
  broker = new PlayInbox();
  house = new House();
  deadLetters = new MemoryDeadLetters();
  events = [];
  inbox = new Inbox({
    group: 'anjuan',
    broker,
    topics: [topic('in.bank')],
    replyTopics: [topic('replies')],
    deadLettersTopic: topic('dead'),
    deadLetters,
    receive: house.receive,
    log: (event) => events.push(event),
    limits: { chunkMessages: 4, keysAtOnce: 3, firstBackoffMs: 1, maxBackoffMs: 2 },
  });
  inbox.start();
  while (!broker.consuming) await turn();
});
afterEach(() => inbox.stop());

const replied = () => broker.arrived.filter((out) => out.topic === 'replies').map(({ value }) => String(value));
const lettered = () => broker.arrived.filter((out) => out.topic === 'dead');
const listed = async () => (await deadLetters.list({ limit: 50 })).letters;

describe('an inbox', () => {
  it('has each message carried out, answers it, and then commits', async () => {
    await broker.deliver(['a', 'b', 'c', 'd', 'e'].map((text, offset) => message(offset, text, text)));
    expect(house.kept.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(replied()).toEqual(['a#0', 'b#0', 'c#0', 'd#0', 'e#0']);
    expect(broker.committed).toEqual(['3', '4']);
    expect(inbox.status()).toEqual({ state: 'following', done: 5, laidAside: 0 });
  });

  it('keeps the order of a key, and works on few keys at once', async () => {
    const messages = Array.from({ length: 40 }, (_, offset) => message(offset, `${offset}`, `key-${offset % 5}`));
    await broker.deliver(messages);
    for (let key = 0; key < 5; key++) {
      const own = house.asked.map(Number).filter((offset) => offset % 5 === key);
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
    expect(house.asked).toHaveLength(40);
    expect(house.mostAtOnce).toBe(3);
  });

  it('without keys it is one after the other', async () => {
    await broker.deliver(['a', 'b', 'c'].map((text, offset) => message(offset, text)));
    expect(house.asked).toEqual(['a', 'b', 'c']);
    expect(house.mostAtOnce).toBe(1);
  });

  it('lays aside what is refused: kept, and in the topic of dead letters as it came with the reason', async () => {
    await broker.deliver([message(0, 'a', 'a'), message(1, '!b', 'b'), message(2, undefined)]);
    const [letter] = await listed();
    expect(letter).toMatchObject({
      ...{ topic: 'in.bank', partition: 0, offset: '1', key: 'b', sender: 'bank', sourceId: '!b', bytes: 2 },
      ...{ code: 'x.no', reason: '不能办', state: 'open', steps: [], headers: { 'content-type': 'application/json' } },
    });
    expect(Buffer.from(letter!.value!).toString()).toBe('!b');
    expect(lettered()).toEqual([
      {
        topic: 'dead',
        key: 'b',
        value: Buffer.from('!b'),
        headers: {
          'content-type': 'application/json',
          [DEAD_LETTER_HEADERS.id]: letter!.id,
          [DEAD_LETTER_HEADERS.code]: 'x.no',
          [DEAD_LETTER_HEADERS.reason]: '不能办',
          [DEAD_LETTER_HEADERS.topic]: 'in.bank',
          [DEAD_LETTER_HEADERS.partition]: '0',
          [DEAD_LETTER_HEADERS.offset]: '1',
        },
      },
    ]);
    expect(broker.committed).toEqual(['2']);
    expect(inbox.status()).toMatchObject({ done: 2, laidAside: 1 });
    expect(events).toContainEqual({ kind: 'laid-aside', deadLetter: letter!.id, code: 'x.no' });
    expect(JSON.stringify(events)).not.toContain('!b');
  });

  it('keeps no content that is too large, but where it lay', async () => {
    await broker.deliver([message(0, `!${'x'.repeat(MESSAGING_LIMITS.maxMessageBytes)}`, 'b')]);
    const [letter] = await listed();
    expect(letter).toMatchObject({ offset: '0', bytes: MESSAGING_LIMITS.maxMessageBytes + 1 });
    expect(letter).not.toHaveProperty('value');
    expect(lettered()[0]).toMatchObject({ value: '', headers: { [DEAD_LETTER_HEADERS.bytes]: String(letter!.bytes) } });
  });

  it.each([
    ['store', new StoreUnavailableError('the database is away')],
    ['somebody else', 'not-yet' as const],
  ])(
    'while the %s is in the way, nothing is committed, answered or laid aside; then all of it, once',
    async (_, fate) => {
      const messages = ['a', 'b', 'c'].map((text, offset) => message(offset, text, text));
      for (let attempt = 0; attempt < 2 * INBOX_LIMITS.unknownAttempts; attempt++) {
        house.fates.push(fate);
        await broker.deliver(messages);
        expect([broker.committed, broker.arrived]).toEqual([[], []]);
      }
      expect(inbox.status().state).toBe('failing');
      await broker.deliver(messages);
      expect(house.kept.sort()).toEqual(['a', 'b', 'c']);
      expect([replied().sort(), broker.committed, await listed()]).toEqual([['a#0', 'b#0', 'c#0'], ['2'], []]);
      expect(inbox.status()).toEqual({ state: 'following', done: 3, laidAside: 0 });
    },
  );

  it('when the answers cannot be sent, it begins again with a new producer', async () => {
    broker.fates.push('before', 'part', 'after');
    const messages = [message(0, 'a', 'a'), message(1, '!b', 'b')];
    for (let attempt = 0; attempt < 4; attempt++) await broker.deliver(messages);
    expect(broker.committed).toEqual(['1']);
    expect(house.kept).toEqual(['a']);
    expect(await listed()).toHaveLength(1);
    expect(broker.producers).toBe(4);
    expect(new Set(replied())).toEqual(new Set(['a#0', '!b#0']));
  });

  it('killed behind the command and before the commit, nothing is kept twice', async () => {
    broker.commits.push('fails', 'stale');
    const messages = [message(0, 'a', 'a'), message(1, '!b', 'b')];
    for (let attempt = 0; attempt < 3; attempt++) await broker.deliver(messages);
    expect([house.kept, await listed(), broker.committed]).toEqual([['a'], [expect.anything()], ['1']]);
    expect(inbox.status()).toMatchObject({ done: 1, laidAside: 1 });
  });

  it('stops working on a batch that is another member’s by now', async () => {
    const messages = Array.from({ length: 8 }, (_, offset) => message(offset, `${offset}`, 'k'));
    const delivering = broker.deliver(messages);
    while (house.asked.length < 2) await turn();
    broker.isStale = true;
    await delivering;
    expect(house.asked.length).toBeLessThan(4);
    expect([broker.committed, broker.arrived]).toEqual([[], []]);
  });

  it('lays a message aside over which it fails itself again and again, and goes on', async () => {
    const bug = new TypeError('x is undefined');
    const messages = [message(0, 'a', 'a'), message(1, 'b', 'a')];
    for (let attempt = 1; attempt < INBOX_LIMITS.unknownAttempts; attempt++) {
      house.fates.push(bug);
      await broker.deliver(messages);
      expect(broker.committed).toEqual([]);
    }
    house.fates.push(bug);
    await broker.deliver(messages);
    expect(await listed()).toEqual([expect.objectContaining({ code: 'internal', offset: '0', state: 'open' })]);
    expect([house.kept, broker.committed]).toEqual([['b'], ['1']]);
  });

  it('takes one that never ends for failed: it comes again, and after some attempts holds up nobody any more', async () => {
    const impatient = new Inbox({
      ...{
        group: 'g',
        broker,
        topics: [topic('in.bank')],
        replyTopics: [topic('replies')],
        deadLettersTopic: topic('dead'),
      },
      ...{ deadLetters, receive: house.receive, limits: { receiveMs: 5, unknownAttempts: 2, firstBackoffMs: 1 } },
    });
    await inbox.stop();
    impatient.start();
    while (!broker.consuming) await turn();
    const messages = [message(0, 'a', 'a'), message(1, 'b', 'a')];
    house.fates.push('hangs');
    await broker.deliver(messages);
    expect([impatient.status().state, broker.committed]).toEqual(['failing', []]);
    expect(impatient.status().lastError).toMatch(/超过 0.005 秒，没有结果/);
    house.fates.push('hangs');
    await broker.deliver(messages);
    expect(await listed()).toEqual([expect.objectContaining({ code: 'internal', offset: '0', state: 'open' })]);
    expect([house.kept, broker.committed]).toEqual([['b'], ['1']]);
    await impatient.stop();
  });

  it('begins once the broker is there', async () => {
    const later = new PlayInbox();
    later.isAway = true;
    const waiting = new Inbox({
      ...{ group: 'g', broker: later, topics: [topic('in.bank')], replyTopics: [], deadLettersTopic: topic('dead') },
      ...{ deadLetters, receive: house.receive, limits: { firstBackoffMs: 1, maxBackoffMs: 1 } },
    });
    waiting.start();
    while (waiting.status().state !== 'failing') await turn();
    expect(waiting.status().lastError).toMatch(/[\u4e00-\u9fff]/);
    later.isAway = false;
    while (!later.consuming) await turn();
    await waiting.stop();
    expect([later.consuming, waiting.status().state]).toEqual([undefined, 'stopped']);
  });
});

describe('the replay of dead letters', () => {
  const AT = '2024-03-01T01:00:00.000Z';
  const ask = (id: string) => deadLetters.step(id, { kind: 'asked', at: AT, person: 'admin' });

  async function replaying(until: () => Promise<boolean>): Promise<void> {
    const checkpoints = new MemoryCheckpoints();
    const replaying = replays({
      ...{ name: 'replays', checkpoints, broker, deadLetters, receive: house.receive, lookEveryMs: 1 },
    });
    await replaying.start();
    while (!(await until())) await turn();
    await replaying.stop();
  }
  const stateOf = async (id: string) => (await deadLetters.get(id))!.state;

  it('of one that can be done now settles it, and answers; of another it says why not, and it is open again', async () => {
    await broker.deliver([message(0, '!a', 'a'), message(1, '!b', 'b')]);
    const [b, a] = await listed();
    await ask(a!.id);
    await replaying(async () => (await stateOf(a!.id)) === 'open');
    expect((await deadLetters.get(a!.id))!.steps).toEqual([
      { kind: 'asked', at: AT, person: 'admin' },
      { kind: 'refused', at: expect.any(String), code: 'x.no', reason: '不能办' },
    ]);
    house.kept.push('mended');
    await ask(a!.id);
    await ask(b!.id);
    await replaying(async () => (await stateOf(a!.id)) === 'done' && (await stateOf(b!.id)) === 'done');
    expect((await deadLetters.get(a!.id))!.steps.at(-1)).toEqual({
      ...{ kind: 'done', at: expect.any(String), stream: 's', revision: 0, position: 1 },
    });
    expect(replied()).toEqual(['!a#0', '!b#0', '!a#1', '!a#2', '!b#1']);
    expect(house.kept).toEqual(['mended', '!a', '!b']);
  });

  it('waits for a store that is away, and for others in the way; it is not refused for that', async () => {
    await broker.deliver([message(0, '!a', 'a')]);
    const [a] = await listed();
    house.kept.push('mended');
    house.fates.push(new StoreUnavailableError('away'), 'not-yet');
    await ask(a!.id);
    await replaying(async () => (await stateOf(a!.id)) === 'done');
    expect((await deadLetters.get(a!.id))!.steps.map(({ kind }) => kind)).toEqual(['asked', 'done']);
  });

  it('over which we fail ourselves, it is open again', async () => {
    await broker.deliver([message(0, '!a', 'a')]);
    const [a] = await listed();
    house.fates.push(new TypeError('x'));
    await ask(a!.id);
    await replaying(async () => (await stateOf(a!.id)) === 'open');
    expect((await deadLetters.get(a!.id))!.steps.at(-1)).toMatchObject({ kind: 'refused', code: 'internal' });
  });
});
