import type { Register, RegisteredCommand } from '#enforcement';
import { fieldsOf } from '#fields';
import { provisionsOf } from '#statutes';
import type { HandOverAnswer } from '../../questions/hand-over.js';
import type { LoadAnswer } from '../../questions/load.js';
import { ActHelp, FaultList, FindPeople, Hidden } from '../../ui/act-form.js';
import { Fields } from '../../ui/fieldset.js';
import { addressOf } from '../../ui/form.js';
import type { Offered } from '../../ui/input.js';
import { Crumbs } from '../../ui/layout.js';
import { Pager, Table } from '../../ui/table.js';
import { Tag } from '../../ui/tag.js';
import { Value } from '../../ui/value.js';
import type { FilledObject } from '../form/filled.js';
import { menuPlaceOf } from '../frame.js';
import { Load } from '../load.js';
import type { Desk, Given } from '../page.js';
import { RecordName } from '../record-name.js';
import { aboutOf } from '../slots.js';
import { Due } from '../worklist.js';

/** Where what somebody has in hand is handed over. */
export function handOverHref({ path }: Pick<Register, 'path'>, of?: string): string {
  return addressOf(`/hand-over/${path}`, { of });
}

export interface HandOverView {
  readonly register: Register;
  readonly command: RegisteredCommand;
  readonly answer: HandOverAnswer;
  readonly load: LoadAnswer;
  readonly filled: FilledObject;
  readonly offered: Offered & { readonly isWhole: boolean };
  /** Ids of the records that are ticked. */
  readonly chosen: ReadonlySet<string>;
  /** Fields of the act that are not asked here. */
  readonly unasked: readonly string[];
  readonly key: string;
  readonly find?: string | undefined;
  readonly given: Given;
  readonly faults?: readonly { readonly path: string; readonly message: string }[];
}

/** What one person has in hand, to be ticked; to whom it goes and why; and how the unit's work is spread by now. */
export function HandOver({ view, desk }: { readonly view: HandOverView; readonly desk: Desk }) {
  const { register, command, answer, load, faults = [] } = view;
  const { noun, title } = register;
  const { of } = answer;
  const whose = of === null ? undefined : (answer.names.people[of] ?? of);
  return (
    <>
      <Crumbs>
        <a href={menuPlaceOf(register)}>{title}</a>
      </Crumbs>
      <h1>
        {command.title}
        <small>{whose === undefined ? `先选择原来办理${noun}的人员` : `${whose}在办的${noun}`}</small>
      </h1>
      {faults.length === 0 ? null : <FaultList faults={faults} />}
      {of === null ? null : answer.items.length === 0 ? (
        <p class="nothing">
          {whose}在本单位没有可以{command.title}的{noun}。
        </p>
      ) : (
        <HandOverForm view={view} of={of} desk={desk} />
      )}
      <Load answer={load} hrefOf={(person) => handOverHref(register, person)} />
    </>
  );
}

function HandOverForm({ view, of, desk }: { view: HandOverView; of: string; desk: Desk }) {
  const { register, command, answer, filled, offered, unasked, key, chosen, faults = [], find, given } = view;
  const here = handOverHref(register, of);
  const byPath = new Map(faults.map(({ path, message }) => [path, [message]]));
  const { as, among } = command.handsOver!;
  const field = fieldsOf(register.row).get(among)!;
  const { items, names, count, isMore, next } = answer;
  return (
    <form method="post" action={here} class="act-several" noValidate>
      <Hidden
        inputs={[
          ['_key', key],
          [as, of],
        ]}
      />
      <section aria-labelledby="records">
        <h2 id="records">
          {isMore ? `${count} 件以上` : `共 ${count} 件`}
          {items.length < count ? `，本页 ${items.length} 件` : ''}
        </h2>
        <p class="formats screen">
          <a href={addressOf(here, { ...given, all: 'true' })}>全选</a>
          <a href={addressOf(here, { ...given, all: undefined })}>全不选</a>
        </p>
        <Table
          caption={register.noun}
          hidesCaption
          columns={[
            { title: '勾选' },
            { title: register.noun, isHead: true },
            { title: '状态' },
            { title: '最近的期限' },
            { title: field.title },
          ]}
          rows={items.map(({ record, clocks }) => {
            const open = clocks.filter(({ state }) => state === 'running' || state === 'missed');
            const due = open.find(({ dueOn }) => dueOn === record.nextDueOn);
            return {
              key: record.id,
              cells: [
                <input
                  type="checkbox"
                  name="_record"
                  value={record.id}
                  checked={chosen.has(record.id)}
                  aria-label={`勾选${record.called}`}
                />,
                <RecordName register={register} record={record} lines={[aboutOf(register, record.row)]} />,
                <Tag>{record.phaseTitle}</Tag>,
                due === undefined ? null : <Due clock={due} desk={desk} />,
                <Value field={field} value={record.row[among]} names={names} />,
              ],
            };
          })}
        />
        <Pager path={`/hand-over/${register.path}`} given={{ ...given, of }} next={next} />
      </section>
      <div class="act-once">
        <section class="act sheet" aria-label={command.title}>
          {offered.isWhole ? null : <FindPeople find={find ?? ''} />}
          <Fields
            type={command.input}
            filled={filled}
            offered={offered}
            faults={byPath}
            action={here}
            unasked={unasked}
          />
          <p class="sends">
            <button type="submit">对勾选的{command.title}</button>
          </p>
        </section>
        <ActHelp
          sentences={[...answer.help, '勾选的逐件办理、逐件审查；有一件依法不能办理的，不影响其他各件。']}
          law={provisionsOf(command.article, desk.today)}
          periods={[]}
        />
      </div>
    </form>
  );
}
