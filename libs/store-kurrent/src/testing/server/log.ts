/** An event as a node keeps it. */
export interface StoredEvent extends ProposedEvent {
  readonly revision: number;
  /** Place in the log, in bytes: what the protocol calls commit and prepare position, which are the same here. */
  readonly position: number;
  readonly createdMs: number;
}

export interface ProposedEvent {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** What a stream may be expected to be, where it is not a revision. */
export const EXPECTED = { noStream: -1, any: -2, exists: -4 } as const;

export interface Check {
  readonly stream: string;
  readonly expected: number;
}

export interface Violation extends Check {
  /** Place among the checks; streams that are written without one come after them. */
  readonly index: number;
  /** Revision of the stream, -1 where it does not exist. */
  readonly actual: number;
}

export type Decision =
  | { readonly kind: 'written'; readonly position: number; readonly revisions: ReadonlyMap<string, number> }
  | { readonly kind: 'violated'; readonly violations: readonly Violation[] };

/** Bytes that a record takes beside its contents. */
const RECORD_BYTES = 96;
/** So often something of the server's own stands among the events. */
const SYSTEM_EVERY = 40;

/**
 * The log that the nodes of a cluster share, in memory. It decides as KurrentDB 26.1 does: all checks or nothing, and
 * ids that are there already make an append a repetition, whatever its bodies say.
 */
export class ServerLog {
  readonly events: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  /** Where an id was written last, for appends that do not say where to look for it. */
  private readonly places = new Map<string, StoredEvent>();
  private readonly listeners = new Set<() => void>();
  private appends = 0;
  private end = 0;

  constructor(private readonly nowMs: () => number) {
    this.system('$scavenges', '$scavengeIndexInitialized');
    this.system('$users', '$UserCreated');
  }

  stream(name: string): readonly StoredEvent[] | undefined {
    return this.streams.get(name);
  }

  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  append(checks: readonly Check[], proposed: readonly ProposedEvent[]): Decision {
    const states = new Map(checks.map(({ stream, expected }) => [stream, expected]));
    for (const { stream } of proposed) if (!states.has(stream)) states.set(stream, EXPECTED.any);
    const ids = Map.groupBy(proposed, ({ stream }) => stream);
    const verdicts = [...states].map(([stream, expected], index) => ({
      index,
      stream,
      expected,
      actual: (this.streams.get(stream)?.length ?? 0) - 1,
      ...this.verdict(stream, expected, ids.get(stream)?.map(({ id }) => id) ?? []),
    }));
    const repeated = verdicts.filter(({ verdict }) => verdict === 'repeated');
    if (verdicts.every(({ verdict }) => verdict === 'holds')) return this.write(proposed);
    // A repetition is answered as the first time, whatever has become of streams that it only looks at.
    if (ids.size > 0 && repeated.length === ids.size)
      return {
        kind: 'written',
        position: Math.max(...repeated.map(({ last }) => last!.position)),
        revisions: new Map(repeated.map(({ stream, last }) => [stream, last!.revision])),
      };
    return {
      kind: 'violated',
      violations: verdicts
        .filter(({ verdict }) => verdict !== 'holds')
        .map(({ index, stream, expected, actual }) => ({ index, stream, expected, actual })),
    };
  }

  private verdict(
    stream: string,
    expected: number,
    ids: readonly string[],
  ): { readonly verdict: 'holds' | 'fails' | 'repeated'; readonly last?: StoredEvent } {
    const events = this.streams.get(stream) ?? [];
    const current = events.length - 1;
    if (expected === EXPECTED.exists && current < 0) return { verdict: 'fails' };
    if (expected === EXPECTED.any || expected === EXPECTED.exists) {
      const known = ids.map((id) => this.places.get(id)).map((event) => (event?.stream === stream ? event : undefined));
      if (known[0] === undefined) return { verdict: 'holds' };
      return known.every((event) => event !== undefined)
        ? { verdict: 'repeated', last: known.at(-1)! }
        : { verdict: 'fails' };
    }
    if (expected === current) return { verdict: 'holds' };
    if (expected > current || ids.length === 0) return { verdict: 'fails' };
    return ids.every((id, n) => events[expected + 1 + n]?.id === id)
      ? { verdict: 'repeated', last: events[expected + ids.length]! }
      : { verdict: 'fails' };
  }

  private write(proposed: readonly ProposedEvent[]): Decision {
    const revisions = new Map<string, number>();
    for (const event of proposed) revisions.set(event.stream, this.record(event).revision);
    const position = this.events.at(-1)!.position;
    this.appends += 1;
    if (this.appends % SYSTEM_EVERY === 0) this.system('$stats-127.0.0.1:2113', '$statsCollected');
    for (const listener of this.listeners) listener();
    return { kind: 'written', position, revisions };
  }

  private record(event: ProposedEvent): StoredEvent {
    const events = this.streams.get(event.stream) ?? [];
    const stored = { ...event, revision: events.length, position: this.end, createdMs: this.nowMs() };
    this.end += RECORD_BYTES + event.data.length + event.metadata.length;
    events.push(stored);
    this.streams.set(event.stream, events);
    this.places.set(event.id, stored);
    this.events.push(stored);
    return stored;
  }

  private system(stream: string, type: string): void {
    const data = new TextEncoder().encode('{}');
    this.record({ id: crypto.randomUUID(), stream, type, isJson: true, data, metadata: new Uint8Array() });
  }
}
