import { registerNamed } from '#figures';
import type { ClockShown } from '../questions/shown.js';
import type { WorklistAnswer } from '../questions/worklist.js';
import { dueWords } from '../ui/due.js';
import { Table } from '../ui/table.js';
import { Tag } from '../ui/tag.js';
import { recordHref } from '../ui/value.js';
import type { Desk } from './page.js';
import { RecordName } from './record-name.js';
import { aboutOf } from './slots.js';

/** Everything open with its clocks, the nearest day first: what runs, what was missed, and what has been met. */
export function Worklist({ answer, desk }: { readonly answer: WorklistAnswer; readonly desk: Desk }) {
  const { items, names } = answer;
  const hasUnits = new Set(items.map(({ record }) => record.row['unitId'])).size > 1;
  const hasSteps = items.some(({ steps }) => steps.length > 0);
  if (items.length === 0) return <p class="nothing">没有在办的事项。</p>;
  return (
    <Table
      caption="在办事项"
      hidesCaption
      columns={[
        { title: '事项', isHead: true },
        { title: '状态' },
        { title: '最近的期限' },
        { title: '其他期限' },
        ...(hasSteps ? [{ title: '现在可以办理' }] : []),
        ...(hasUnits ? [{ title: '单位' }] : []),
      ]}
      rows={items.map((item) => {
        const { noun, record, clocks, steps } = item;
        const register = registerNamed(item.register)!;
        const open = clocks.filter(({ state }) => state === 'running' || state === 'missed');
        const next = open.find(({ dueOn }) => dueOn === record.nextDueOn) ?? open[0];
        const others = clocks.filter((clock) => clock !== next);
        const unit = record.row['unitId'];
        return {
          key: `${item.register}-${record.id}`,
          className: next === undefined ? '' : dueWords(desk.statutes, next, desk.today).tone,
          cells: [
            <RecordName register={register} record={record} lines={[noun, aboutOf(register, record.row)]} />,
            <Tag>{record.phaseTitle}</Tag>,
            next === undefined ? null : <Due clock={next} desk={desk} />,
            others.length === 0
              ? null
              : others.map((clock) => <Due key={clock.clock} clock={clock} desk={desk} isSmall />),
            ...(hasSteps
              ? [steps.length === 0 ? null : <Steps here={recordHref(register, record.id)} steps={steps} />]
              : []),
            ...(hasUnits ? [typeof unit === 'string' ? (names.units[unit] ?? unit) : null] : []),
          ],
        };
      })}
    />
  );
}

/** The forms of the acts that can be done right here. */
function Steps({ here, steps }: { here: string; steps: WorklistAnswer['items'][number]['steps'] }) {
  return (
    <ul class="steps">
      {steps.map(({ command, title }) => (
        <li key={command}>
          <a href={`${here}/${command}`}>{title}</a>
        </li>
      ))}
    </ul>
  );
}

/** What has to be done until when, and how that stands. */
export function Due({ clock, desk, isSmall = false }: { clock: ClockShown; desk: Desk; isSmall?: boolean }) {
  const { tone, text } = dueWords(desk.statutes, clock, desk.today);
  const what = (
    <>
      {clock.what} <time>{clock.dueOn}</time>
    </>
  );
  return isSmall ? (
    <small>
      {what}　{text}
    </small>
  ) : (
    <>
      {what} <Tag tone={tone}>{text}</Tag>
    </>
  );
}
