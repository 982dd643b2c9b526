import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { LEAD_SOURCES } from '#enforcement';
import {
  Follower,
  LOG_START,
  MemoryReadModelStore,
  MemoryStore,
  type Position,
  Projector,
  type ReadModel,
} from '#eventsourcing';
import { lawProjector, REGISTERS } from '#figures';
import type { FigureRestated } from './figure-restated.js';
import type { ContractMessage } from './message.js';
import { asFarAsFigures, Restatements } from './restatements.js';
import { schemaAt } from './schemas.js';
import { GOLDEN_EVENTS, GoldenPlay } from './testing/golden-log.js';

const OPTIONS = { bureau: 'quzhou', topicPrefix: 'anjuan', schemas: 'https://anjuan.example/api/contract' };
const [PLATFORM] = Object.keys(LEAD_SOURCES) as [keyof typeof LEAD_SOURCES];
const MEASURES = REGISTERS.flatMap(({ measures }) => Object.keys(measures));

interface Message {
  readonly id: string;
  readonly stream: string;
  readonly position: string;
  readonly data: FigureRestated;
}
const messageOf = ({ value }: ContractMessage) => JSON.parse(value) as Message;

/** The golden log, recorded three weeks late, with its figures kept. */
async function goldenFigures() {
  const play = new GoldenPlay(21);
  const readModelStore = new MemoryReadModelStore();
  const projector = lawProjector({ store: play.store, readModelStore });
  await projector.start();
  return { play, readModelStore, projector, ledger: readModelStore.ledger };
}

async function wholeGolden() {
  const figures = await goldenFigures();
  await figures.play.append();
  await figures.projector.caughtUp();
  await figures.projector.stop();
  const events = await figures.play.store.readAll(0, 10_000);
  const restatements = new Restatements(OPTIONS, figures.ledger);
  return { ...figures, events, restatements, messages: await restatements.toMessages(events) };
}

describe('what is booked into a month that is over', () => {
  it('makes of the figure known at its end the figure known now, for every measure, unit and month', async () => {
    const { ledger, messages } = await wholeGolden();
    const restated = messages.map(messageOf);
    expect(restated.length).toBeGreaterThan(100);
    const groups = async (by: 'month' | 'unit', told: readonly string[]) => {
      const booked = await ledger.groupBy({ measures: MEASURES }, by);
      return new Set([...booked.map(({ group }) => group), ...told]);
    };
    const months = await groups(
      'month',
      restated.map(({ data }) => data.month),
    );
    const units = await groups(
      'unit',
      restated.map(({ data }) => data.unitId),
    );
    let changed = 0;
    for (const month of months) {
      const [year, number] = month.split('-').map(Number) as [number, number];
      const to = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
      for (const measure of MEASURES)
        for (const unit of units) {
          const query = { measures: [measure], units: [unit], from: `${month}-01`, to };
          const [then, now] = await ledger.sums([{ ...query, knownOn: to }, query]);
          const since = restated.filter(
            ({ data }) => data.measure === measure && data.unitId === unit && data.month === month,
          );
          const sum = (of: 'count' | 'fen') => since.reduce((total, { data }) => total + data[of], then![of]);
          expect({ month, measure, unit, count: sum('count'), fen: sum('fen') }).toEqual({
            month,
            measure,
            unit,
            count: now!.count,
            fen: now!.fen,
          });
          changed += since.length;
        }
    }
    expect(changed).toBe(restated.length);
  });
});

interface Booked {
  readonly on: string;
  readonly unit: string;
  readonly subject?: string;
  readonly fen?: number;
}

/** Each stream a matter that says on which day, for whom and how much it counts; by a measure that is known. */
const matters: ReadModel<Booked> = {
  name: 'matters',
  version: 1,
  columns: { on: { type: 'text' }, unit: { type: 'text' }, subject: { type: 'text' }, fen: { type: 'bigint' } },
  key: ({ stream }) => stream,
  evolve: (_row, { data }) => ({ subject: PLATFORM, fen: 0, ...(data as Booked) }),
  facts: ({ on, unit, subject, fen }) => [
    { measure: 'lead.registered', date: on, unit, count: 1, fen: fen!, subject: subject! },
  ],
};

/** What is told of matters that are recorded, and changed, at these moments. */
async function toldOf(...history: readonly (readonly [at: string, stream: string, data: Booked])[]) {
  let now = '';
  const store = new MemoryStore(() => now);
  const { meta } = GOLDEN_EVENTS[0]!;
  for (const [index, [at, stream, data]] of history.entries()) {
    now = at;
    const commandId = `00000000-0000-4000-8000-${String(index + 1).padStart(9, '0')}000`;
    await store.append(
      [{ stream, expected: 'any', events: [{ type: 'T', data, schemaVersion: 1, meta: { ...meta, commandId } }] }],
      {
        commandId,
      },
    );
  }
  const readModelStore = new MemoryReadModelStore();
  const projector = new Projector({ store, readModelStore, readModels: [matters] });
  await projector.start();
  await projector.caughtUp();
  await projector.stop();
  const events = await store.readAll(0, 100);
  return { events, messages: await new Restatements(OPTIONS, readModelStore.ledger).toMessages(events) };
}

describe('what is told of it', () => {
  const may = { on: '2023-05-31', unit: 'KC' };

  it('nothing of what is recorded in its own month, to the last moment of it in Shanghai', async () => {
    expect((await toldOf(['2023-05-31T15:59:59.999Z', 'a', may])).messages).toEqual([]);
    expect((await toldOf(['2023-05-31T16:00:00.000Z', 'a', may])).messages).toHaveLength(1);
    expect((await toldOf(['2023-05-01T00:00:00.000Z', 'a', { ...may, on: '2023-06-01' }])).messages).toEqual([]);
  });

  it('measure, month, unit and class with their titles, how much, since when and by which event', async () => {
    const { events, messages } = await toldOf([
      '2023-06-01T02:00:00.000Z',
      'a',
      { ...may, subject: PLATFORM, fen: 500 },
    ]);
    const [message] = messages;
    expect(message).toMatchObject({ topic: 'anjuan.figures', key: 'figures-KC' });
    expect(messageOf(message!)).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      source: '/anjuan/quzhou',
      type: 'cn.anjuan.figures.FigureRestated',
      subject: 'KC',
      time: '2023-06-01T02:00:00.000Z',
      dataschema: 'https://anjuan.example/api/contract/figures.FigureRestated/1',
      datacontenttype: 'application/json',
      stream: 'figures-KC',
      position: '0000000000000001',
      schemaversion: 1,
      causationid: events[0]!.id,
      data: {
        measure: 'lead.registered',
        title: '登记线索',
        month: '2023-05',
        unitId: 'KC',
        subject: PLATFORM,
        subjectTitle: LEAD_SOURCES[PLATFORM],
        count: 1,
        fen: 500,
        knownOn: '2023-06-01',
        eventId: events[0]!.id,
      },
    });
  });

  it('a figure that moves from one unit or month to another: taken away there, added here', async () => {
    const { messages } = await toldOf(
      ['2023-05-31T02:00:00.000Z', 'a', may],
      ['2023-06-10T02:00:00.000Z', 'a', { ...may, unit: 'LY' }],
      ['2023-06-11T02:00:00.000Z', 'a', { unit: 'LY', on: '2023-04-02' }],
      ['2023-06-12T02:00:00.000Z', 'a', { unit: 'LY', on: '2023-06-02' }],
    );
    expect(messages.map(messageOf).map(({ stream, data: { month, count } }) => [stream, month, count])).toEqual([
      ['figures-KC', '2023-05', -1],
      ['figures-LY', '2023-05', 1],
      ['figures-LY', '2023-05', -1],
      ['figures-LY', '2023-04', 1],
      ['figures-LY', '2023-04', -1],
    ]);
    expect(new Set(messages.map(messageOf).map(({ id }) => id)).size).toBe(5);
  });

  it('nothing of a figure that moves within its month', async () => {
    const moved = ['2023-06-10T02:00:00.000Z', 'a', { ...may, on: '2023-05-02' }] as const;
    expect((await toldOf(['2023-05-31T02:00:00.000Z', 'a', may], moved)).messages).toEqual([]);
  });

  it('not the class where it has no name: it may be somebody', async () => {
    const { messages } = await toldOf(['2023-06-01T02:00:00.000Z', 'a', { ...may, subject: '张三' }]);
    expect(messages).toHaveLength(1);
    expect(messages[0]!.value).not.toContain('张三');
    expect(messageOf(messages[0]!).data).not.toHaveProperty('subject');
  });

  it('by the schema that other systems have', async () => {
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    const data = ajv.compile({ ...schemaAt('figures.FigureRestated/1')!, additionalProperties: false });
    const envelope = ajv.compile({ ...schemaAt('envelope/1')!, additionalProperties: false });
    for (const message of (await wholeGolden()).messages.map(messageOf)) {
      expect([message, data(message.data), data.errors]).toEqual([message, true, null]);
      expect([message, envelope(message), envelope.errors]).toEqual([message, true, null]);
    }
  });
});

describe('a follower that tells it', () => {
  it('tells each at least once and in order per unit, never before the figures are there, wherever it is stopped', async () => {
    const { messages, events } = await wholeGolden();
    const fates = fc.array(fc.constantFrom('fine', 'lost', 'unsent'), { maxLength: 12 });
    const steps = fc.array(fc.record({ commands: fc.integer({ min: 1, max: 120 }), stops: fc.boolean() }), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(steps, fates, fc.integer({ min: 1, max: 90 }), async (play, fate, batchEvents) => {
        const figures = await goldenFigures();
        const topic: ContractMessage[] = [];
        const kept = { position: LOG_START };
        const ends = [...fate];
        const begin = async () => {
          const follower = tellingTo(figures, kept, batchEvents, (sent) => {
            const end = ends.shift();
            if (end === 'unsent') throw new Error('no broker');
            topic.push(...sent);
            if (end === 'lost') throw new Error('no answer');
          });
          await follower.start();
          return follower;
        };
        let follower = await begin();
        for (const { commands, stops } of play) {
          await figures.play.append(commands);
          if (!stops) continue;
          await follower.stop();
          follower = await begin();
        }
        await figures.play.append();
        expect(await follower.waitFor(events.at(-1)!.position, 60_000)).toBe(true);
        await follower.stop();
        await figures.projector.stop();

        const first = new Map(topic.toReversed().map((message) => [messageOf(message).id, message]));
        expect(first.size).toBe(messages.length);
        for (const message of messages) expect(first.get(messageOf(message).id)).toEqual(message);
        const seen = new Set<string>();
        const once = topic.filter(({ value }) => !seen.has(value) && seen.add(value));
        for (const [key, own] of Map.groupBy(messages, (message) => message.key))
          expect(once.filter((message) => message.key === key)).toEqual(own);
      }),
      { numRuns: 15 },
    );
  });
});

/** A follower of the log as far as the figures have come, from where it is kept. */
function tellingTo(
  { play, readModelStore, ledger }: Awaited<ReturnType<typeof goldenFigures>>,
  kept: { position: Position },
  batchEvents: number,
  send: (messages: readonly ContractMessage[]) => void,
): Follower {
  const restatements = new Restatements(OPTIONS, ledger);
  return new Follower({
    name: 'figures',
    store: asFarAsFigures(play.store, readModelStore),
    open: async () => ({
      position: kept.position,
      apply: async (events) => send(await restatements.toMessages(events)),
      commit: async (_expected, next) => {
        kept.position = next;
      },
    }),
    limits: { gatherMs: 0, firstBackoffMs: 1, maxBackoffMs: 4, pollIntervalMs: 2, stopMs: 1_000, batchEvents },
  });
}
