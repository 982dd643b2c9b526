import { readFileSync } from 'node:fs';
import { MemoryStore, type RecordedEvent, type StreamWrite } from '#eventsourcing';

/* The golden log (test/golden), as specs read it and play it. For tests alone. */

/** Every event of the golden log, in order. */
export const GOLDEN_EVENTS: readonly RecordedEvent[] = readFileSync(
  new URL('../../../../test/golden/events.jsonl', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedEvent & { readonly data: string })
  .map((event) => ({ ...event, data: JSON.parse(event.data) }));

const DAY_MS = 86_400_000;

/** A store in memory, filled with the golden log append by append, each so many days late. */
export class GoldenPlay {
  private now = '';
  private readonly appends = [...Map.groupBy(GOLDEN_EVENTS, ({ meta }) => meta.commandId)];
  private next = 0;
  readonly store = new MemoryStore(() => this.now);

  constructor(private readonly lateDays = 0) {}

  /** Appends what the next commands gave, as many as are left; false when nothing was. */
  async append(commands = Number.POSITIVE_INFINITY): Promise<boolean> {
    const from = this.next;
    this.next = Math.min(this.appends.length, from + commands);
    for (const [commandId, events] of this.appends.slice(from, this.next)) {
      this.now = new Date(Date.parse(events[0]!.recordedAt) + this.lateDays * DAY_MS).toISOString();
      const writes = [...Map.groupBy(events, ({ stream }) => stream)].map(
        ([stream, own]): StreamWrite => ({
          stream,
          expected: 'any',
          events: own.map(({ type, data, schemaVersion, meta }) => ({ type, data, schemaVersion, meta })),
        }),
      );
      await this.store.append(writes, { commandId });
    }
    return this.next > from;
  }
}
