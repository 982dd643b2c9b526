// Fills a log with the city's year, as often as it takes: in a process of its own, so that its memory is not counted.
// Each further copy has other case numbers; units and officers are there once.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DEMONSTRATION_YEAR, demonstrate, planYear, VirtualClock } from '#demonstration';
import { type NewEvent, type RecordedEvent, STORE_LIMITS } from '#eventsourcing';
import { memoryInstallation, openInstallation } from '#installation';
import { DEMONSTRATION_ADMINISTRATOR, readConfiguration } from '#platform';

const EVENTS_PER_APPEND = 500;
/** Aggregates of which one copy is enough: the others refer to them. */
const ONCE = /^(unit|officer)-/;

/** Copies are recorded in years that are over: a log ahead of the store's clock takes nothing more. */
const FIRST_YEAR = 2021;
const LAST_YEAR = 2025;

/** Appends to the log in another process. */
export class CityLog {
  private constructor(private readonly child: ChildProcess) {}

  static async open(url: string): Promise<CityLog> {
    const child = fork(fileURLToPath(import.meta.url), ['fill', url]);
    await once(child, 'message');
    return new CityLog(child);
  }

  /** Appends so many events more. */
  async append(events: number): Promise<void> {
    this.child.send(events);
    await once(this.child, 'message');
  }

  close(): void {
    this.child.disconnect();
  }
}

async function playedYear(): Promise<RecordedEvent[]> {
  const clock = new VirtualClock();
  const installation = memoryInstallation().onClock(clock.now, DEMONSTRATION_ADMINISTRATOR);
  await demonstrate({ installation, clock, plan: planYear(DEMONSTRATION_YEAR) });
  const { store } = installation;
  const events: RecordedEvent[] = [];
  for (let page = await store.readAll(0, STORE_LIMITS.maxReadBatch); page.length > 0; ) {
    events.push(...page);
    page = await store.readAll(events.length, STORE_LIMITS.maxReadBatch);
  }
  return events;
}

/** Each copy is recorded in a year of its own, so that figures as of a past day differ; those beyond the last, at its end. */
function recordedIn(year: number, recordedAt: string): string {
  return year > LAST_YEAR ? `${LAST_YEAR}-12-31T23:59:59.999Z` : `${year}${recordedAt.slice(4)}`;
}

async function fill(url: string): Promise<void> {
  const year = await playedYear();
  let now = '';
  const installation = await openInstallation(readConfiguration({ DATABASE_URL: url }));
  const { store } = installation.onClock(() => now);
  let appends = 0;
  let appended = 0;
  process.on('message', async (wanted: number) => {
    for (let left = wanted; left > 0; ) {
      const copy = Math.floor(appended / year.length);
      const first = appended % year.length;
      const slice = year.slice(first, first + Math.min(EVENTS_PER_APPEND, left));
      const commandId = `b0000000-0000-4000-8000-${(appends++ * 1024).toString(16).padStart(12, '0')}`;
      const streams = new Map<string, NewEvent[]>();
      for (const { stream, type, schemaVersion, data, meta } of slice) {
        if (copy > 0 && ONCE.test(stream)) continue;
        const name = copy === 0 ? stream : `${stream}.${copy}`;
        const events = streams.get(name) ?? [];
        events.push({ type, schemaVersion, data, meta: { ...meta, commandId } });
        streams.set(name, events);
      }
      now = recordedIn(FIRST_YEAR + copy, slice.at(-1)!.recordedAt);
      if (streams.size > 0)
        await store.append(
          [...streams].map(([stream, events]) => ({ stream, expected: 'any', events })),
          { commandId },
        );
      appended += slice.length;
      left -= slice.length;
    }
    process.send?.('done');
  });
  process.on('disconnect', () => void installation.close());
  process.send?.('ready');
}

if (process.argv[2] === 'fill') await fill(process.argv[3]!);
