import type { RecordedEvent } from '#eventsourcing';
import { type TimelineEntry, timeline } from '#figures';
import type { Wording } from '../wording.js';
import { moment } from './format.js';

/* What happened to an aggregate, as its timeline tells it: names for ids, and no personal names for analysts. */

/** The events of a stream as the timeline writes them. */
export function timelineOf(events: readonly RecordedEvent[]): TimelineEntry[] {
  return events.flatMap((event) => timeline.evolve(undefined, event) ?? []);
}

/** Who did what, when it happened and when it was recorded. Entries link to the state right after them. */
export function Timeline({
  entries,
  shown,
  words,
  roleTitle,
  unitTitle,
  href,
}: {
  readonly entries: readonly TimelineEntry[];
  /** Revision whose state the page shows. */
  readonly shown: number | undefined;
  readonly words: Wording;
  readonly roleTitle: (role: string) => string;
  readonly unitTitle: (unitId: string) => string;
  readonly href: ((revision: number) => string) | undefined;
}) {
  return (
    <ol class="timeline">
      {entries.map((entry) => {
        const isLater = shown !== undefined && entry.revision > shown;
        const recorded = moment(entry.recordedAt);
        return (
          <li key={entry.revision} class={isLater ? 'later' : entry.revision === shown ? 'shown' : ''}>
            <time class="happened" dateTime={entry.happenedOn ?? entry.recordedAt}>
              {entry.happenedOn ?? recorded.slice(0, 10)}
            </time>
            <div>
              <p class="sentence">{words.sentence(entry.sentence)}</p>
              <p class="by">
                {words.name(entry.actor)}　{roleTitle(entry.role)}　{unitTitle(entry.unitId)}
              </p>
              <p class="by">
                {recorded} 记录　
                {href ? <a href={href(entry.revision)}>版本 {entry.revision}</a> : `版本 ${entry.revision}`}
                {isLater ? '　（此后发生）' : ''}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
