import { describe, expect, it } from '@jest/globals';
import { type Json, LOG_START, type NewEvent } from '../../event.js';
import { eventId } from '../../event-id.js';
import { appended, dataOf, event, expectOrdered, nextCommand, nextStream, type StoreInPlay, write } from './play.js';

/** What an empty log is, and what an append writes and gives back. */
export function appendingContract(on: StoreInPlay): void {
  describe('an empty log', () => {
    it('has its head at its start and nothing to read', async () => {
      expect(await on.store.head()).toEqual({ position: LOG_START });
      expect(await on.store.readAll(LOG_START, 10)).toEqual([]);
    });

    it('has no events in any stream', async () => {
      expect(await on.store.readStream('contract-none')).toEqual([]);
      expect(await on.store.readStreams([{ stream: 'contract-none' }, { stream: 'contract-nil', from: 3 }])).toEqual([
        [],
        [],
      ]);
      expect(await on.store.readStreams([])).toEqual([]);
    });
  });

  describe('appending', () => {
    it('numbers revisions from 0, and positions upwards', async () => {
      const stream = nextStream();
      const { position: before } = await on.store.head();
      const first = await appended(on.append([write(stream, 'no-stream', 1, 2)]));
      expect(first.replayed).toBe(false);
      expect([...first.revisions]).toEqual([[stream, 1]]);
      const second = await appended(on.append([write(stream, 1, 3)]));
      expect([...second.revisions]).toEqual([[stream, 2]]);
      const events = await on.store.readStream(stream);
      expect(events.map(({ revision, data }) => [revision, data])).toEqual([
        [0, 1],
        [1, 2],
        [2, 3],
      ]);
      expect(events.slice(1).map(({ position }) => position)).toEqual([first.position, second.position]);
      expectOrdered(on.store, events, before);
      expect(await on.store.head()).toEqual({ position: second.position, recordedAt: second.recordedAt });
    });

    it('gives back everything of an event, its id made from the command id', async () => {
      const stream = nextStream();
      const commandId = nextCommand();
      const sent: NewEvent = {
        ...event({ a: 1 }, 'Filed'),
        schemaVersion: 3,
        meta: { ...event().meta, actor: '张三 "O\'Neil" \\ {1,2}', causationId: nextCommand() },
      };
      const { position, recordedAt } = await appended(
        on.append([{ stream, expected: 'no-stream', events: [sent, event()] }], commandId),
      );
      const [first, second] = await on.store.readStream(stream);
      expect(first).toEqual({ ...sent, id: commandId, stream, revision: 0, position: expect.any(Number), recordedAt });
      expect(second?.position).toBe(position);
      expect(second?.id).toBe(eventId(commandId, 1));
      expect(recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    });

    it('keeps the bytes of the data: order of keys, numbers, any script, quotes, braces and backslashes', async () => {
      const stream = nextStream();
      const sent: Json[] = [
        { z: 1, a: { b: 2, A: [] }, 中: '柯城区', '': null },
        ['"', '\\', '\\u0000', '{},"', "'", '\n\t\r\b', '\u007f\u2028', '😀', 'é', 'e\u0301', '\ufeff'],
        [0, -1.5, 1e21, 1e-7, Number.MAX_SAFE_INTEGER, 0.1, 123456789.012345],
        'text',
        null,
        false,
        JSON.parse('{"__proto__":{"x":1},"constructor":2}') as Json,
      ];
      await appended(on.append([write(stream, 'no-stream', ...sent)]));
      const read = await on.store.readStream(stream);
      expect(dataOf(read).map((data) => JSON.stringify(data))).toEqual(sent.map((data) => JSON.stringify(data)));
    });

    it('keeps names with quotes, braces, commas, backslashes and any script', async () => {
      const stream = `contract-"{}',\\ 案件 😀 null`;
      await appended(
        on.append([{ stream, expected: 'no-stream', events: [event({}, '立案"{},\\'), event({}, 'NULL')] }]),
      );
      const read = await on.store.readStream(stream);
      expect(read.map(({ stream: name, type }) => [name, type])).toEqual([
        [stream, '立案"{},\\'],
        [stream, 'NULL'],
      ]);
    });

    it('keeps what was given, whatever the caller does with his objects afterwards', async () => {
      const stream = nextStream();
      const data = { list: [1] };
      const outcome = on.append([write(stream, 'no-stream', data)]);
      data.list.push(2);
      await outcome;
      expect(dataOf(await on.store.readStream(stream))).toEqual([{ list: [1] }]);
    });

    it('writes to all streams of an append, in the order given', async () => {
      const [a, b] = [nextStream(), nextStream()];
      const { position: before } = await on.store.head();
      const outcome = await appended(on.append([write(a, 'no-stream', 1, 2), write(b, 'no-stream', 3)]));
      expect([...outcome.revisions]).toEqual([
        [a, 1],
        [b, 0],
      ]);
      expect(dataOf(await on.store.readAll(before, 10))).toEqual([1, 2, 3]);
    });

    it('writes to none of them when one is not as expected', async () => {
      const [a, b] = [nextStream(), nextStream()];
      await appended(on.append([write(b, 'no-stream', 0)]));
      const { position } = await on.store.head();
      const outcome = await on.append([write(a, 'no-stream', 1), write(b, 'no-stream', 1)]);
      expect(outcome).toEqual({ kind: 'conflict', stream: b, expected: 'no-stream', actual: 0 });
      expect(await on.store.readStream(a)).toEqual([]);
      expect(await on.store.head()).toMatchObject({ position });
    });

    it('never lets the recorded time go back', async () => {
      const stream = nextStream();
      for (let n = 0; n < 20; n++) await on.append([write(stream, 'any', n)]);
      const times = (await on.store.readStream(stream)).map(({ recordedAt }) => recordedAt);
      expect(times).toEqual([...times].sort());
    });
  });
}
