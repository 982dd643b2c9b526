import type { LegalDay, Statutes } from '#statutes';
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

/** The periods that run in the life of a record: until when, done when, and how that stands today. */
export function Clocks({ clocks, statutes, today }: ClocksProps) {
  if (clocks.length === 0) return null;
  return (
    <Table
      caption="期限"
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
            clock.what,
            <>
              {clock.dueOn}
              {clock.rule === null ? null : <small>依据 {clock.rule}</small>}
            </>,
            clock.doneOn ?? '—',
            <Tag tone={tone}>{text}</Tag>,
          ],
        };
      })}
    />
  );
}
