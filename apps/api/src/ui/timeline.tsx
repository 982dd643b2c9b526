import type { TimelineEntry } from '../questions/files.js';
import { moment } from './format.js';
import { SentenceText } from './sentence.js';

interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
  /** Revision whose state the page shows, where that is past. */
  readonly shown: number | undefined;
  readonly href: (revision: number) => string;
}

/** Who did what, when it happened and when it was recorded, the latest first. Each entry opens the state right after it. */
export function Timeline({ entries, shown, href }: TimelineProps) {
  return (
    <ol class="timeline sheet" reversed>
      {entries
        .toSorted((a, b) => b.revision - a.revision)
        .map((entry) => {
          const { revision, happenedOn, recordedAt, parts, parties } = entry;
          const isLater = shown !== undefined && revision > shown;
          const recorded = moment(recordedAt);
          return (
            <li key={revision} class={isLater ? 'later' : revision === shown ? 'shown' : ''}>
              <time class="happened" dateTime={happenedOn ?? recordedAt}>
                {happenedOn ?? recorded.slice(0, 10)}
              </time>
              <div>
                <p>
                  {parties.length === 0 ? null : `${parties.join('、')}：`}
                  <SentenceText of={parts} />
                </p>
                <p class="by">
                  <span>{recordedBy(entry)}</span>
                  <span>{recorded} 记录</span>
                  <a href={href(revision)}>版本 {revision}</a>
                  {isLater ? <span>此后发生</span> : null}
                </p>
              </div>
            </li>
          );
        })}
    </ol>
  );
}

/** Who recorded it, as what, for which unit. */
function recordedBy({ role, roleTitle, actorName, unitName }: TimelineEntry): string {
  return (role === 'SYSTEM' ? ['系统自动记录', unitName] : [actorName, roleTitle, unitName]).join('　');
}
