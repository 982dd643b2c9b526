import type { Register, RegisteredCommand } from '#enforcement';
import type { Revision } from '#eventsourcing';
import { fieldsOf } from '#fields';
import { type LegalDay, legalDay, periodsBegunBy, StatutesError } from '#statutes';
import type { RefusalShown } from '../../questions/actions.js';
import type { TimelineEntry } from '../../questions/files.js';
import type { FormAnswer } from '../../questions/forms.js';
import { ActForm, ActHelp, FaultList, FindPeople, Meanwhile, Note, RefusalNote } from '../../ui/act-form.js';
import { addressOf } from '../../ui/form.js';
import { Beside } from '../../ui/input.js';
import { Crumbs } from '../../ui/layout.js';
import { recordHref } from '../../ui/value.js';
import { framed, menuPlaceOf } from '../frame.js';
import type { Desk } from '../page.js';
import { ProposePart } from '../proposals/propose-part.js';
import type { FilledObject } from './filled.js';
import { offeredTo } from './offered.js';

/** In the place of an id: the record is yet to begin. */
export const NEW = 'new';

/** A form as it is shown: what stands in it, on what it was filled in, and what kept it from being done. */
export interface FormView {
  readonly register: Register;
  readonly command: RegisteredCommand;
  readonly form: FormAnswer;
  /** Sent twice, it is done once. */
  readonly key: string;
  /** The revision of the record that was seen. */
  readonly revision: Revision | 'no-stream';
  readonly filled: FilledObject;
  /** The id of a new record, where people give it. */
  readonly id: string;
  /** The day of the act, where it is asked what would run from it. */
  readonly on?: string | undefined;
  /** The beginning of a name that is looked for. */
  readonly find?: string | undefined;
  readonly faults?: readonly { readonly path: string; readonly message: string }[];
  readonly refusal?: RefusalShown;
  readonly meanwhile?: readonly TimelineEntry[];
  /** How it may be proposed to a leader; undefined where it is not, or not by this person. */
  readonly proposing?: Proposing | undefined;
  /** The same form had been sent and done, saying something else. */
  readonly isDoneBefore?: boolean;
}

/** To whom an act is proposed, and of which proposal it is the mended draft. */
export interface Proposing {
  readonly forId: string;
  readonly opinion: string;
  readonly proposalId: string | undefined;
  /** Why the proposal came back. */
  readonly returnReason?: string | undefined;
}

/** Where the form is sent, and where one goes without sending it. */
export function placeOf({ register, command, form }: FormView) {
  const isThere = form.revision !== null;
  return {
    action: `${recordHref(register, form.id)}/${command.name}`,
    back: isThere ? recordHref(register, form.id) : `/${register.path}`,
  };
}

/** Where a day from which the act is possible is given as an entry for a calendar. */
function reminderIn(view: FormView): (earliest: string) => string {
  return (on) => addressOf(`${placeOf(view).action}/reminder.ics`, { on });
}

/** What goes along unseen with every form. */
export function carriedBy({ key, revision }: FormView): (readonly [string, string])[] {
  return [
    ['_key', key],
    ['_revision', String(revision)],
  ];
}

/** The act in its frame: where it hangs, what it is called, what it is about. */
export function actFrame(desk: Desk, view: FormView, body: preact.ComponentChildren, isFailed = false): string {
  const { register, command, form } = view;
  const { back } = placeOf(view);
  return framed({
    title: isFailed ? `尚未办理：${command.title}` : command.title,
    person: desk.person,
    demonstratedOn: desk.demonstratedOn,
    sight: desk.sight,
    here: menuPlaceOf(register),
    body: (
      <>
        <Crumbs>
          <a href={`/${register.path}`}>{register.title}</a>
          {form.revision === null ? null : <a href={back}>{form.id}</a>}
        </Crumbs>
        <h1>
          {command.title}
          <small>{form.revision === null ? `新的${register.noun}` : `${register.noun} ${form.id}`}</small>
        </h1>
        {body}
      </>
    ),
  });
}

export async function formPage(desk: Desk, view: FormView): Promise<string> {
  const { register, command, form, filled, faults = [], refusal, meanwhile, isDoneBefore = false, proposing } = view;
  const { action, back } = placeOf(view);
  const offered = {
    ...(await offeredTo(desk, command.input, view.find, proposing !== undefined)),
    ...(form.revision !== null && { parties: form.parties.map(({ id, name }) => ({ value: id, text: name })) }),
  };
  const actDay = [...fieldsOf(command.input)].find(([, { isActDay, kind }]) => isActDay && kind === 'day')?.[0];
  const day = actDay === undefined ? desk.today : (dayOn(view.on ?? filled[actDay]) ?? desk.today);
  const byPath = new Map<string, string[]>();
  for (const { path, message } of faults) byPath.set(path, [...(byPath.get(path) ?? []), message]);
  const isFailed = faults.length > 0 || refusal !== undefined || meanwhile !== undefined || isDoneBefore;
  return actFrame(
    desk,
    view,
    <>
      {faults.length === 0 ? null : <FaultList faults={faults} />}
      {refusal === undefined ? null : <RefusalNote refusal={refusal} reminder={reminderIn(view)} />}
      {meanwhile === undefined ? null : (
        <Meanwhile
          entries={meanwhile}
          href={(revision) => addressOf(recordHref(register, form.id), { asOf: revision })}
        />
      )}
      {proposing?.returnReason === undefined ? null : (
        <div class="fault note">
          <p>
            <b>呈批已退回：</b>
            {proposing.returnReason}
          </p>
        </div>
      )}
      {isDoneBefore ? (
        <Note>
          <p>
            <b>这份表单此前已经办理成功，内容与这次提交的不同。</b>
            请先<a href={back}>查看办理结果</a>；确要再办理一次的，核对后再次提交。
          </p>
        </Note>
      ) : null}
      <div class="act-page">
        <div>
          <ActForm
            type={command.input}
            filled={filled}
            offered={offered}
            faults={byPath}
            action={action}
            carried={carriedBy(view)}
            first={
              <>
                {form.id === NEW ? <IdInput view={view} wrong={byPath.get('_id') ?? []} /> : null}
                {offered.isWhole ? null : <FindPeople find={view.find ?? ''} />}
              </>
            }
            last={
              proposing === undefined ? null : (
                <ProposePart offered={offered} wrong={byPath.get('_for') ?? []} {...proposing} />
              )
            }
            paper={command.approval === undefined ? [] : [command.approval.as, 'paper']}
            sends={sendsOf(command, proposing, desk.person)}
            isOnPaper={proposing !== undefined && command.approval !== undefined}
            back={back}
          />
        </div>
        <ActHelp
          sentences={form.help}
          law={form.law}
          periods={periodsOf(desk, command, day)}
          day={{ words: dayInWords(desk, day), input: actDay, address: action }}
        />
      </div>
    </>,
    isFailed,
  );
}

function sendsOf(
  { isFinal, title, approval, roles }: RegisteredCommand,
  proposing: Proposing | undefined,
  person: Desk['person'],
): string | undefined {
  if (!roles.some((role) => person.roles.includes(role))) return undefined;
  if (proposing !== undefined && approval !== undefined) return '已有纸质审批，直接办理';
  return isFinal ? '下一步：核对' : title;
}

/** The periods of the law that run from the act, with their last day where it is done on this one. */
function periodsOf({ statutes }: Desk, { records }: RegisteredCommand, day: LegalDay): string[] {
  if (records === undefined) return [];
  return periodsBegunBy(statutes, records, day).map(
    ({ name, period, article, dueOn }) =>
      `${name}：${period}${dueOn === undefined ? '' : `，至 ${dueOn}`}（${article}）`,
  );
}

/** A day as it stands in an input; undefined where it is none. */
function dayOn(text: unknown): LegalDay | undefined {
  return typeof text === 'string' ? answerTo(() => legalDay(text)) : undefined;
}

/** What the law as loaded answers; undefined where it cannot: no such day, a year whose holidays are not known yet. */
function answerTo<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof StatutesError) return undefined;
    throw error;
  }
}

/** 今日（2024-01-02）办理的；2024-01-06（不是工作日）办理的. */
function dayInWords({ statutes, today }: Desk, day: LegalDay): string {
  const isOff = answerTo(() => statutes.isWorkingDay(day)) === false;
  const said = [day === today ? '今日' : '', isOff ? '不是工作日' : ''].filter((word) => word !== '').join('，');
  return `${day}${said === '' ? '' : `（${said}）`}办理的`;
}

function IdInput({ view, wrong }: { readonly view: FormView; readonly wrong: readonly string[] }) {
  const { idTitle = '编号' } = view.register;
  return (
    <div class={wrong.length > 0 ? 'input wrong' : 'input'}>
      <label for="_id">
        {idTitle}
        <span class="needed" aria-hidden="true">
          *
        </span>
      </label>
      <Beside name="_id" hint="由字母、数字和 -_.: 组成，登记后不能更改" faults={wrong} />
      <input
        id="_id"
        name="_id"
        type="text"
        required
        autoComplete="off"
        value={view.id}
        aria-describedby={wrong.length > 0 ? '_id-hint _id-fault' : '_id-hint'}
      />
    </div>
  );
}

/** In place of a form that would be refused whatever it said: why, and from when. */
export function impossiblePage(desk: Desk, view: FormView): string {
  const { back } = placeOf(view);
  return actFrame(
    desk,
    view,
    <div class="act-page">
      <div>
        <RefusalNote refusal={view.form.refusal!} reminder={reminderIn(view)} />
        <p class="sends">
          <a class="button" href={back}>
            返回
          </a>
        </p>
      </div>
      <ActHelp sentences={view.form.help} law={view.form.law} periods={[]} />
    </div>,
    true,
  );
}
