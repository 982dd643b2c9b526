import type pg from 'pg';
import { type AppendOutcome, type ExpectedRevision, eventId, type Revision, type StreamWrite } from '#eventsourcing';
import { LOG_TYPES } from './rows.js';

/** An append as it waits: encoded once, however often it is sent. */
export interface EncodedAppend {
  readonly commandId: string;
  readonly writes: readonly StreamWrite[];
  /** JSON of data and metadata, event by event. */
  readonly data: readonly string[];
  readonly meta: readonly string[];
  readonly characters: number;
}

export function encodeAppend(commandId: string, writes: readonly StreamWrite[]): EncodedAppend {
  const events = writes.flatMap((write) => write.events);
  const data = events.map((event) => JSON.stringify(event.data));
  const meta = events.map((event) => JSON.stringify(event.meta));
  const characters = [...data, ...meta].reduce((sum, text) => sum + text.length, 0);
  return { commandId, writes, data, meta, characters };
}

const APPEND = `select verdicts, positions, revisions, recorded
  from anjuan.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`;

const NO_STREAM = -1;
const ANY = -2;
const KNOWN = -1;

/** Sends one batch. Per append, in order: its outcome, or `known` when its command was carried out before. */
export async function sendBatch(
  client: pg.ClientBase,
  batch: readonly EncodedAppend[],
  played: string | undefined,
): Promise<(AppendOutcome | 'known')[]> {
  const { rows } = await client.query<{
    verdicts: number[];
    positions: number[];
    revisions: number[];
    recorded: string;
  }>({
    name: 'anjuan-append',
    text: APPEND,
    values: columns(batch, played),
    types: LOG_TYPES,
  });
  const answer = rows[0]!;
  let first = 0;
  return batch.map(({ writes }, index) => {
    const before = first;
    first += writes.length;
    const verdict = answer.verdicts[index]!;
    if (verdict === KNOWN) return 'known';
    if (verdict > 0) {
      const { stream, expected } = writes[verdict - 1 - before]!;
      const actual = answer.revisions[verdict - 1]!;
      return { kind: 'conflict', stream, expected, actual: actual === NO_STREAM ? 'no-stream' : actual };
    }
    const revisions = new Map<string, Revision>();
    for (const [offset, { stream, events }] of writes.entries())
      if (events.length > 0) revisions.set(stream, answer.revisions[before + offset]!);
    return {
      kind: 'appended',
      revisions,
      position: answer.positions[index]!,
      recordedAt: answer.recorded,
      replayed: false,
    };
  });
}

/** The parameters of anjuan.append, in its order. */
function columns(batch: readonly EncodedAppend[], played: string | undefined): unknown[] {
  const commands: string[] = [];
  const widths: number[] = [];
  const streams = new Map<string, number>();
  const writeStreams: number[] = [];
  const writeExpected: number[] = [];
  const writeSizes: number[] = [];
  const eventWrites: number[] = [];
  const eventOrdinals: number[] = [];
  const appendOrdinals: number[] = [];
  const appendSizes: number[] = [];
  const ids: string[] = [];
  const types: string[] = [];
  const versions: number[] = [];
  const data: string[] = [];
  const meta: string[] = [];
  for (const append of batch) {
    commands.push(append.commandId);
    widths.push(append.writes.length);
    let place = 0;
    for (const { stream, expected, events } of append.writes) {
      let index = streams.get(stream);
      if (index === undefined) {
        index = streams.size + 1;
        streams.set(stream, index);
      }
      writeStreams.push(index);
      writeExpected.push(expectation(expected));
      writeSizes.push(events.length);
      for (const [ordinal, event] of events.entries()) {
        eventWrites.push(writeStreams.length);
        eventOrdinals.push(ordinal);
        appendOrdinals.push(place);
        appendSizes.push(append.data.length);
        ids.push(eventId(append.commandId, place));
        types.push(event.type);
        versions.push(event.schemaVersion);
        data.push(append.data[place]!);
        meta.push(append.meta[place]!);
        place += 1;
      }
    }
  }
  const plain = (values: readonly (number | string)[]) => `{${values.join(',')}}`;
  const quoted = (values: Iterable<string>) =>
    `{${Array.from(values, (value) => `"${value.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
  return [
    plain(commands),
    plain(widths),
    quoted(streams.keys()),
    plain(writeStreams),
    plain(writeExpected),
    plain(writeSizes),
    plain(eventWrites),
    plain(eventOrdinals),
    plain(appendOrdinals),
    plain(appendSizes),
    plain(ids),
    quoted(types),
    plain(versions),
    `[${data.join(',')}]`,
    `[${meta.join(',')}]`,
    played ?? null,
  ];
}

function expectation(expected: ExpectedRevision): number {
  if (expected === 'no-stream') return NO_STREAM;
  return expected === 'any' ? ANY : expected;
}
