import { moment } from './format.js';
import { SentenceText, type Spoken } from './sentence.js';

/** What happened once, and who recorded it when. */
export interface Happening {
  readonly revision: number;
  /** The business day of the act, where the event says one. */
  readonly happenedOn: string | null;
  readonly recordedAt: string;
  readonly sentence: Spoken;
  /** Who recorded it, as what, for which unit. */
  readonly by: string;
}

/** Who did what, when it happened and when it was recorded, the latest first. Each entry opens the state right after it. */
export function Timeline({
  entries,
  shown,
  href,
}: {
  readonly entries: readonly Happening[];
  /** Revision whose state the page shows, where that is past. */
  readonly shown: number | undefined;
  readonly href: (revision: number) => string;
}) {
  return (
    <ol class="timeline sheet" reversed>
      {entries
        .toSorted((a, b) => b.revision - a.revision)
        .map(({ revision, happenedOn, recordedAt, sentence, by }) => {
          const isLater = shown !== undefined && revision > shown;
          const recorded = moment(recordedAt);
          return (
            <li key={revision} class={isLater ? 'later' : revision === shown ? 'shown' : ''}>
              <time class="happened" dateTime={happenedOn ?? recordedAt}>
                {happenedOn ?? recorded.slice(0, 10)}
              </time>
              <div>
                <p>
                  <SentenceText of={sentence} />
                </p>
                <p class="by">
                  <span>{by}</span>
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
