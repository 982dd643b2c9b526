import { type Proposal, proposal } from '#enforcement';
import { registerNamed } from '#figures';
import { daysBetween } from '#statutes';
import type { RecordShown } from '../questions/shown.js';
import type { WaitShown, WaitsAnswer } from '../questions/waits.js';
import { Table } from '../ui/table.js';
import { RecordLink } from '../ui/value.js';
import type { Desk } from './page.js';
import { RecordName } from './record-name.js';
import { aboutOf } from './slots.js';

/** Whose act was proposed: two proposals of one kind are told apart by it. */
function Proposed({ record }: { readonly record: RecordShown }) {
  const { register, recordId } = record.row as unknown as Proposal;
  return (
    <small>
      <RecordLink of={register} id={recordId} />
    </small>
  );
}

/** What others have and have not answered yet: who, for what, since when. The longest wait first. */
export function Waits({ answer, desk }: { readonly answer: WaitsAnswer; readonly desk: Desk }) {
  const { items, isMore, names } = answer;
  if (items.length === 0) return null;
  const whoHas = ({ people, units, named }: WaitShown) =>
    named ?? [...people.map((id) => names.people[id] ?? id), ...units.map((id) => names.units[id] ?? id)].join('、');
  return (
    <section aria-labelledby="waits">
      <h2 id="waits">等待他人办理</h2>
      <Table
        caption="等待他人办理"
        hidesCaption
        columns={[
          { title: '事项', isHead: true },
          { title: '等待', isOneLine: true },
          { title: '由谁办理' },
          { title: '自', isOneLine: true },
          { title: '已等', isNumber: true, isOneLine: true },
        ]}
        rows={items.map((item) => {
          const register = registerNamed(item.register)!;
          const days = daysBetween(item.since, desk.today);
          return {
            key: `${item.register}-${item.record.id}-${item.what}`,
            cells: [
              <>
                <RecordName
                  register={register}
                  record={item.record}
                  lines={[item.noun, aboutOf(register, item.record.row)]}
                />
                {item.register === proposal.name ? <Proposed record={item.record} /> : null}
              </>,
              item.what,
              whoHas(item) || null,
              item.since,
              days === 0 ? '今日' : `${days} 天`,
            ],
          };
        })}
      />
      {isMore ? <p class="hint">每类只列出前 20 件，其余的见各登记簿。</p> : null}
    </section>
  );
}
