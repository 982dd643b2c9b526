import { articleOfRule, type LegalDay, type Statutes } from '#statutes';
import type { ClockShown } from '../questions/shown.js';
import { dueWords } from './due.js';
import { Table } from './table.js';
import { Tag } from './tag.js';

interface ClocksProps {
  readonly clocks: readonly ClockShown[];
  readonly statutes: Statutes;
  /** Today, or the day as of which the record is shown. */
  readonly today: LegalDay;
}

const isOpen = ({ state }: ClockShown) => state === 'running' || state === 'missed';

/** The periods that somebody waits for: until when, and how that stands today. */
export function OpenClocks({ clocks, ...at }: ClocksProps) {
  const open = clocks.filter(isOpen);
  return open.length === 0 ? null : <ClockTable caption="正在计算的期限" clocks={open} {...at} />;
}

/** Those that are done with, which a phone folds: until when, done when. */
export function ClosedClocks({ clocks, ...at }: ClocksProps) {
  const over = clocks.filter((clock) => !isOpen(clock));
  if (over.length === 0) return null;
  return (
    <details class="fold">
      <summary>
        <h3>已经了结的期限（{over.length} 项）</h3>
      </summary>
      <ClockTable caption="已经了结的期限" hidesCaption clocks={over} {...at} />
    </details>
  );
}

function ClockTable({
  caption,
  clocks,
  statutes,
  today,
  hidesCaption = false,
}: ClocksProps & { readonly caption: string; readonly hidesCaption?: boolean }) {
  return (
    <Table
      caption={caption}
      hidesCaption={hidesCaption}
      columns={[
        { title: '事项', isHead: true },
        { title: '期限', isOneLine: true },
        { title: '实际', isOneLine: true },
        { title: '状态' },
      ]}
      rows={clocks.map((clock, index) => {
        const { tone, text } = dueWords(statutes, clock, today);
        return {
          key: `${clock.what}-${index}`,
          className: clock.state === 'running' || clock.state === 'missed' ? tone : '',
          cells: [
            <>
              {clock.what}
              {clock.parties.length === 0 ? null : <small>{clock.parties.join('、')}</small>}
            </>,
            <>
              {clock.dueOn}
              {clock.rule === null ? null : <small>依据：{articleOfRule(statutes, clock.rule) ?? clock.rule}</small>}
            </>,
            clock.doneOn ?? '—',
            <Tag tone={tone}>{text}</Tag>,
          ],
        };
      })}
    />
  );
}
