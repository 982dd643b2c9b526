import type {
  AppendRecordInput,
  AppendRecordsResult,
  ConsistencyCheck,
  ConsistencyViolation,
} from '@kurrent/kurrentdb-client';
import {
  type Appended,
  type Conflict,
  eventId,
  InvalidAppendError,
  type Revision,
  type StreamWrite,
} from '#eventsourcing';
import type { Stamp } from './clock.js';
import {
  CARRIED_OUT,
  type CarriedOut,
  CLOCK_TICKED,
  encode,
  isReserved,
  ownEvent,
  type StreamNames,
} from './records.js';

/** What one call of `appendRecords` is given. */
export interface Request {
  readonly records: AppendRecordInput[];
  readonly checks: ConsistencyCheck[];
}

/** What a violation of checks means: the command was carried out before, the caller is mistaken, or it is another time. */
export type Refusal = 'known' | Conflict | 'other time';

/**
 * An append as it waits: encoded once, sent as often as it must be. Beside its events goes one of the store's own, into a
 * stream of the command that must not exist: it makes a command's second append fail as a whole, whatever it holds, and
 * tells where the events of the first one are. It has a new id each time it is sent, so KurrentDB never takes the second
 * one for a repetition and answers with a success of which nobody could say whose it is.
 */
export class PreparedAppend {
  private readonly events: readonly { readonly stream: string; readonly at: ReturnType<typeof encode> }[];
  private readonly checks: readonly ConsistencyCheck[];
  private readonly carriedOut: CarriedOut;
  readonly characters: number;

  /** Throws InvalidAppendError for streams that KurrentDB could not keep apart or that are not the log's to write. */
  constructor(
    readonly commandId: string,
    readonly writes: readonly StreamWrite[],
    private readonly names: StreamNames,
  ) {
    assertDistinct(writes);
    let ordinal = 0;
    let characters = 0;
    this.events = writes.flatMap(({ stream, events }) =>
      events.map((event) => {
        characters += JSON.stringify(event.data).length;
        return { stream: names.of(stream), at: encode(event, eventId(commandId, ordinal++)) };
      }),
    );
    this.characters = characters;
    this.checks = writes
      .filter(({ expected }) => expected !== 'any')
      .map(({ stream, expected }) => check(names.of(stream), expected as Revision | 'no-stream'));
    this.carriedOut = {
      streams: writes
        .filter(({ events }) => events.length > 0)
        .map(({ stream, expected, events }) => ({
          stream,
          events: events.length,
          ...(expected === 'any' ? {} : { last: (expected === 'no-stream' ? -1 : expected) + events.length }),
        })),
    };
  }

  request({ at, clock, isTick }: Stamp): Request {
    const command = this.names.ofCommand(this.commandId);
    return {
      records: [
        ...(isTick ? [{ streamName: this.names.clock, record: ownEvent(CLOCK_TICKED, { at }, at) }] : []),
        { streamName: command, record: ownEvent(CARRIED_OUT, { ...this.carriedOut }, at) },
        ...this.events.map(({ stream, at: recorded }) => ({ streamName: stream, record: recorded(at) })),
      ],
      checks: [check(this.names.clock, clock), check(command, 'no-stream'), ...this.checks],
    };
  }

  appended({ position, responses }: AppendRecordsResult, { at }: Stamp): Appended {
    const revisions = new Map(responses.map(({ streamName, revision }) => [streamName, Number(revision)]));
    return {
      kind: 'appended',
      revisions: new Map(this.carriedOut.streams.map(({ stream }) => [stream, revisions.get(this.names.of(stream))!])),
      position: Number(position),
      recordedAt: at,
      replayed: false,
    };
  }

  refusal(violations: readonly ConsistencyViolation[]): Refusal {
    const actual = new Map(violations.map(({ streamName, actualState }) => [streamName, actualState]));
    if (actual.has(this.names.ofCommand(this.commandId))) return 'known';
    for (const { stream, expected } of this.writes) {
      const state = actual.get(this.names.of(stream));
      if (state === undefined) continue;
      const revision = state === 'no_stream' ? ('no-stream' as const) : Number(state);
      if (expected === 'any' || (revision !== 'no-stream' && revision < 0))
        throw new Error(`KurrentDB takes nothing on ${stream}: ids of command ${this.commandId}, or a deleted stream`);
      return { kind: 'conflict', stream, expected, actual: revision };
    }
    return 'other time';
  }
}

function check(streamName: string, expected: Revision | 'no-stream'): ConsistencyCheck {
  return { type: 'stream_state', streamName, expectedState: expected === 'no-stream' ? 'no_stream' : BigInt(expected) };
}

function assertDistinct(writes: readonly StreamWrite[]): void {
  const seen = new Set<string>();
  for (const { stream } of writes) {
    if (isReserved(stream)) throw new InvalidAppendError('stream_name', `the stream ${stream} is not the log's`);
    const lower = stream.toLowerCase();
    if (seen.has(lower))
      throw new InvalidAppendError('stream_twice', `${stream} and another stream differ only in the case of letters`);
    seen.add(lower);
  }
}
