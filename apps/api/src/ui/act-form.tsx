import { type ComponentChildren, h } from 'preact';
import { fieldsOf } from '#fields';
import type { Provision } from '#statutes';
import type { RefusalShown } from '../questions/actions.js';
import type { TimelineEntry } from '../questions/files.js';
import { type Fact, Facts } from './facts.js';
import { Fields, type FieldsProps, Folded, isTouched } from './fieldset.js';
import { SentenceText } from './sentence.js';
import { Timeline } from './timeline.js';

/* The form of an act: what it is, what was wrong, its inputs, and the button that gives it. */

/** Carried along unseen. */
export function Hidden({ inputs }: { readonly inputs: readonly (readonly [name: string, text: string])[] }) {
  return (
    <>
      {inputs.map(([name, text], index) => (
        <input key={`${name}-${index}`} type="hidden" name={name} value={text} />
      ))}
    </>
  );
}

interface ActFormProps extends FieldsProps {
  readonly carried: readonly (readonly [name: string, text: string])[];
  /** Inputs before those of the act: the id, where people give it. */
  readonly first?: ComponentChildren;
  /** After the inputs of the act: another way to end it. */
  readonly last?: ComponentChildren;
  /** Fields by which it is said that the act was approved on paper, which few do. */
  readonly paper?: readonly string[];
  /** What the button says; undefined where he who fills it in does not give the act himself. */
  readonly sends: string | undefined;
  /** The button stands with what was approved on paper: without it the act is proposed. */
  readonly isOnPaper?: boolean;
  readonly back: string;
}

export function ActForm({
  carried,
  first,
  last,
  sends,
  back,
  paper = [],
  isOnPaper = false,
  unasked = [],
  ...fields
}: ActFormProps) {
  const button = sends === undefined ? null : <button type="submit">{sends}</button>;
  return (
    <form method="post" action={fields.action} class="act sheet" noValidate>
      {/* Enter takes the first button of a form. */}
      {sends === undefined ? null : (
        <button type="submit" class="unseen" tabIndex={-1} aria-hidden="true">
          {sends}
        </button>
      )}
      <Hidden inputs={carried} />
      <p class="hint">
        带 <span class="needed">*</span> 的必须填写。
      </p>
      {first}
      <Fields {...fields} unasked={[...unasked, ...paper]} />
      {last}
      {paper.length === 0 ? null : (
        <Folded
          title="负责人已在纸质审批表上批准的"
          isOpen={paper.some((name) => isTouched(fields.filled[name], name, fields.faults))}
        >
          <Fields {...fields} unasked={[...fieldsOf(fields.type).keys()].filter((name) => !paper.includes(name))} />
          {isOnPaper ? <p class="sends">{button}</p> : null}
        </Folded>
      )}
      {h('form-rows', {})}
      <p class="sends">
        {isOnPaper ? null : button}
        <a href={back}>返回，不办理</a>
      </p>
    </form>
  );
}

interface ConfirmFormProps {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly action: string;
  readonly carried: readonly (readonly [name: string, text: string])[];
}

/** What was filled in, in words, and the last question. */
export function ConfirmForm({ title, facts, action, carried }: ConfirmFormProps) {
  return (
    <form method="post" action={action} class="act sheet confirm">
      <Hidden inputs={carried} />
      <p class="lead">办理后不能撤回。请逐项核对，无误再确认。</p>
      <Facts facts={facts} />
      <p class="sends">
        <button type="submit" name="_action" value="confirm">
          确认{title}
        </button>
        <button type="submit" name="_action" value="edit" class="quiet">
          返回修改
        </button>
      </p>
    </form>
  );
}

/** Where there are more people than can be offered at once: those whose names begin so. */
export function FindPeople({ find }: { readonly find: string }) {
  return (
    <p class="find">
      <label for="_find">人员较多，只列出一部分；按姓名开头的字找</label>
      <input id="_find" name="_find" type="search" value={find} maxLength={50} />
      <button type="submit" name="_action" value="find" class="quiet" formNoValidate>
        找人
      </button>
    </p>
  );
}

/** Why it was not done. It is read out, and stands where the keyboard is. */
export function Note({ children }: { readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noAutofocus: whoever sent the form has to know first that it was not done.
    <div class="fault note" role="alert" tabIndex={-1} autoFocus>
      {children}
    </div>
  );
}

/** What is wrong, each with the way to its input. */
export function FaultList({
  faults,
}: {
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}) {
  return (
    <Note>
      <p>
        <b>有 {faults.length} 处需要改正，尚未办理：</b>
      </p>
      <ul>
        {faults.map(({ path, message }, index) => (
          <li key={index}>{path === '' ? message : <a href={`#${encodeURIComponent(path)}`}>{message}</a>}</li>
        ))}
      </ul>
    </Note>
  );
}

/** What the law has against it: the sentence, the article, and the day from which it is possible. */
export function RefusalNote({
  refusal,
  reminder,
}: {
  readonly refusal: RefusalShown;
  /** Address of an entry of that day for one's own calendar. */
  readonly reminder: (earliest: string) => string;
}) {
  return (
    <Note>
      <p>
        <b>依法不能办理：</b>
        <SentenceText of={refusal.parts} />。
      </p>
      <p>依据：{refusal.article}</p>
      {refusal.earliest === null ? null : (
        <p>
          最早可以办理的日期：<time>{refusal.earliest}</time>　
          <a href={reminder(refusal.earliest)} download>
            记入日程
          </a>
        </p>
      )}
    </Note>
  );
}

/** What somebody else did while the form was filled in. */
export function Meanwhile({
  entries,
  href,
}: {
  readonly entries: readonly TimelineEntry[];
  readonly href: (revision: number) => string;
}) {
  return (
    <Note>
      <p>
        <b>您填写期间，内容已经变化，尚未办理。</b>
        您填写的内容都还在；看过以下变化，仍要办理的，请核对后再次提交。
      </p>
      {entries.length === 0 ? null : <Timeline entries={entries} shown={undefined} href={href} />}
    </Note>
  );
}

interface ActHelpProps {
  readonly sentences: readonly string[];
  /** The articles on which it rests, word for word. */
  readonly law: readonly Provision[];
  readonly periods: readonly string[];
  /** The day from which they run, in words; the input in which it stands; the address that tells what runs from another. */
  readonly day?: { readonly words: string; readonly input: string | undefined; readonly address: string };
}

/** What an act is, by which article, and which periods run from it. */
export function ActHelp({ sentences, law, periods, day }: ActHelpProps) {
  return (
    <aside class="act-help" aria-label="办理说明">
      {day?.input === undefined ? null : h('legal-day', { 'data-for': day.input, 'data-address': day.address })}
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {law.map(({ title, lines }) => (
        <details key={title} class="fold provision">
          <summary>{title}</summary>
          <blockquote>
            {lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </blockquote>
        </details>
      ))}
      {periods.length === 0 ? null : (
        <>
          <p>{day?.words}，自此起算的期限：</p>
          <ul>
            {periods.map((period) => (
              <li key={period}>{period}</li>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}
