import {
  type EventData,
  jsonEvent,
  type RecordedEvent as KurrentEvent,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';
import { type EventMeta, eventId, type NewEvent, type RecordedEvent } from '#eventsourcing';

/* An event as KurrentDB keeps it: its data is the JSON body, everything else string properties, as the browser shows them. */

/** Properties beside those of EventMeta. */
interface Properties {
  readonly recordedAt: string;
  readonly schemaVersion: string;
  /** The type as it is, where KurrentDB cannot take it for the name of a schema. */
  readonly eventType?: string;
}

/** Streams whose names begin so belong to the store itself; those that begin with a dollar sign belong to KurrentDB. */
const OWN = 'anjuan.';

/** Whether the name of a stream is the log's to give. */
export function isReserved(stream: string): boolean {
  return stream.startsWith('$') || stream.startsWith(OWN);
}

/**
 * How streams are called on the server. Without a namespace, as they are: then the cluster holds one log and nothing
 * else's. With one, several logs stand side by side, each behind a prefix of its own.
 */
export class StreamNames {
  private readonly prefix: string;
  readonly clock: string;
  private readonly commandPrefix: string;

  constructor(namespace = '') {
    this.prefix = namespace === '' ? '' : `${namespace}.`;
    this.clock = `${this.prefix}${OWN}clock`;
    this.commandPrefix = `${this.prefix}${OWN}command-`;
  }

  of(stream: string): string {
    return this.prefix + stream;
  }

  ofCommand(commandId: string): string {
    return this.commandPrefix + commandId;
  }

  back(name: string): string {
    return name.slice(this.prefix.length);
  }

  /** The events of the log, and none of the store's own or of the server's. */
  get eventsOnly() {
    const prefix = this.prefix.replace(/[^\w]/g, '\\$&');
    return streamNameFilter({ regex: `^${prefix}(?!\\$|${OWN.replace('.', '\\.')})` });
  }

  /** One short event for each append. */
  get commandsOnly() {
    return streamNameFilter({ prefixes: [this.commandPrefix] });
  }
}

/** What the name of a schema may be made of. */
const UNFIT = /[^\p{L}\p{N}_.:-]/gu;

/** Encodes an event once: what the caller does with his objects afterwards does not reach it. */
export function encode(event: NewEvent, id: string): (recordedAt: string) => EventData {
  const data = JSON.parse(JSON.stringify(event.data)) as never;
  const type = event.type.normalize('NFC').replace(UNFIT, '_');
  const meta = { ...event.meta };
  return (recordedAt) => {
    const properties: Properties = {
      recordedAt,
      schemaVersion: String(event.schemaVersion),
      ...(type === event.type ? {} : { eventType: event.type }),
    };
    return jsonEvent({ id, type, data, metadata: { ...meta, ...properties } });
  };
}

/** An event of the store's own. */
export function ownEvent(type: string, data: Record<string, unknown>, recordedAt: string, id = crypto.randomUUID()) {
  return jsonEvent({ id, type, data, metadata: { recordedAt } });
}

/** The event as it was given; undefined where somebody else wrote it. */
export function decode(event: KurrentEvent, names: StreamNames): RecordedEvent | undefined {
  const properties = propertiesOf(event);
  if (properties === undefined) return undefined;
  const { recordedAt, schemaVersion, eventType, ...rest } = properties;
  if (recordedAt === undefined || schemaVersion === undefined) return undefined;
  const meta = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('$')));
  return {
    type: eventType ?? event.type,
    schemaVersion: Number(schemaVersion),
    data: event.data,
    meta: meta as unknown as EventMeta,
    id: event.id,
    stream: names.back(event.streamId),
    revision: Number(event.revision),
    position: positionOf(event),
    recordedAt,
  };
}

export function recordedAtOf(event: KurrentEvent): string {
  return propertiesOf(event)!['recordedAt']!;
}

/** Place in the log in bytes. Commit and prepare position are the same for all that is appended over gRPC. */
export function positionOf(event: KurrentEvent): number {
  return Number(event.position!.commit);
}

function propertiesOf({ metadata }: KurrentEvent): Readonly<Record<string, string>> | undefined {
  if (typeof metadata !== 'object' || metadata === null || metadata instanceof Uint8Array) return undefined;
  return metadata as Record<string, string>;
}

/** What an append leaves in the stream of its command: enough to find its events again. */
export interface CarriedOut {
  readonly streams: readonly {
    readonly stream: string;
    /** Events of the append on this stream. */
    readonly events: number;
    /** Revision of the last of them; absent where the append did not say what it expected. */
    readonly last?: number;
  }[];
}

export const CARRIED_OUT = 'CommandCarriedOut';
export const CLOCK_TICKED = 'ClockTicked';

/** Ids of the last event of each stream, in order. */
export function lastIds(commandId: string, { streams }: CarriedOut): string[] {
  let events = 0;
  return streams.map((written) => {
    events += written.events;
    return eventId(commandId, events - 1);
  });
}
