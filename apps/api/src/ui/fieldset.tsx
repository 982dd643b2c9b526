import type { ComponentChildren } from 'preact';
import { defined } from '#eventsourcing';
import { type Constructor, type Field, fieldsOf } from '#fields';
import { Beside, Checks, Input, isGroup, type Offered } from './input.js';

/* The inputs of a class of fields: one beside its label, several under a heading, rows of a list with their buttons. */

/** What stands in the inputs, in the shape of the class: texts, rows, objects. */
type Shown = string | readonly Shown[] | { readonly [name: string]: Shown };

export interface FieldsProps {
  readonly type: Constructor;
  readonly filled: { readonly [name: string]: Shown };
  readonly offered: Offered;
  /** By the path of the value, what is wrong with it. */
  readonly faults: ReadonlyMap<string, readonly string[]>;
  /** Where the form is sent: buttons of rows come back to their list. */
  readonly action: string;
  /** Path of the object whose fields they are. */
  readonly at?: string;
  /** Fields without inputs: said elsewhere on the page, or added when the form is sent. */
  readonly unasked?: readonly string[];
}

/** What few records need stands folded behind the others, with what it is in sight. */
export function Fields({ type, at = '', unasked = [], ...rest }: FieldsProps) {
  const fields = [...fieldsOf(type)].filter(([name]) => !unasked.includes(name));
  const seldom = fields.filter(([, { isSeldom = false }]) => isSeldom);
  const place = (name: string) => (at === '' ? name : `${at}.${name}`);
  const inputs = (those: typeof fields) =>
    those.map(([name, field]) => <FieldInput key={name} {...rest} name={place(name)} field={field} own={name} />);
  return (
    <>
      {inputs(fields.filter((one) => !seldom.includes(one)))}
      {seldom.length === 0 ? null : (
        <Folded
          title={`需要时填写：${seldom.map(([, { title }]) => title).join('、')}`}
          isOpen={seldom.some(([name]) => isTouched(rest.filled[name], place(name), rest.faults))}
        >
          {inputs(seldom)}
        </Folded>
      )}
    </>
  );
}

/** Inputs that open by a click, and stand open where something is in them or wrong with them. */
export function Folded({
  title,
  isOpen,
  children,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <details class="seldom" open={isOpen}>
      <summary>{title}</summary>
      <div>{children}</div>
    </details>
  );
}

/** Whether something was put in, or something is wrong with it. */
export function isTouched(filled: Shown | undefined, path: string, faults: FieldsProps['faults']): boolean {
  return isSaid(filled) || [...faults.keys()].some((fault) => fault === path || /^[.[]/.test(after(fault, path)));
}

function after(fault: string, path: string): string {
  return fault.startsWith(path) ? fault.slice(path.length) : '';
}

function isSaid(filled: Shown | undefined): boolean {
  if (filled === undefined || typeof filled === 'string') return filled !== undefined && filled !== '';
  // A row that was added is about to be filled in.
  if (Array.isArray(filled)) return filled.length > 0;
  return Object.values(filled).some(isSaid);
}

interface FieldProps extends Omit<FieldsProps, 'type' | 'at' | 'unasked'> {
  readonly name: string;
  /** Its name in the object. */
  readonly own: string;
  readonly field: Field;
}

function FieldInput(props: FieldProps) {
  const { name, own, field, filled, faults, offered, ...rest } = props;
  const { title, hint, isOptional, nested, kind } = field;
  const wrong = faults.get(name) ?? [];
  const shown = filled[own] ?? '';
  if (field.isCarried || field.enclosed)
    return <input type="hidden" name={name} value={typeof shown === 'string' ? shown : ''} />;
  // Where the record has no several parties nothing is asked about them.
  if (field.of === 'party' && offered.parties?.length === 0) return null;
  if (field.of === 'party' && field.isList && offered.parties !== undefined)
    return <Parties {...props} wrong={wrong} />;
  if (field.isList) return <List {...props} rows={Array.isArray(shown) ? shown : []} wrong={wrong} />;
  if (nested !== undefined)
    return (
      <Group name={name} title={title} isOptional={isOptional} hint={hint} wrong={wrong} isObject>
        <Fields
          {...rest}
          type={nested()}
          at={name}
          filled={shown as FieldsProps['filled']}
          faults={faults}
          offered={offered}
        />
      </Group>
    );
  const described = describedBy(name, hint, wrong);
  const input = (
    <Input
      name={name}
      field={field}
      text={typeof shown === 'string' ? shown : ''}
      offered={offered}
      describedBy={described}
      isInvalid={wrong.length > 0}
    />
  );
  if (isGroup(field))
    return (
      <Group title={title} isOptional={isOptional} hint={hint} wrong={wrong} name={name} isNamed>
        {input}
      </Group>
    );
  const isTick = kind === 'flag';
  return (
    <div class={['input', isTick ? 'tick' : '', wrong.length > 0 ? 'wrong' : ''].filter(Boolean).join(' ')}>
      <label for={name}>
        <Title title={title} isOptional={isOptional} />
      </label>
      <Beside name={name} hint={hint} faults={wrong} />
      {input}
    </div>
  );
}

/** Which of the parties. */
function Parties({ name, own, field, filled, offered, wrong }: FieldProps & { readonly wrong: readonly string[] }) {
  const { parties = [] } = offered;
  const shown = filled[own];
  const { title, isOptional, hint } = field;
  return (
    <Group name={name} title={title} isOptional={isOptional} hint={hint} wrong={wrong}>
      <Checks
        name={name}
        terms={parties.map(({ value, text }) => [value, text])}
        chosen={Array.isArray(shown) ? (shown as string[]) : []}
        isInvalid={wrong.length > 0}
      />
    </Group>
  );
}

function describedBy(name: string, hint: string | undefined, wrong: readonly string[]): string | undefined {
  const ids = [hint === undefined ? '' : `${name}-hint`, wrong.length === 0 ? '' : `${name}-fault`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(' ');
}

function Title({ title, isOptional }: { readonly title: string; readonly isOptional: boolean }) {
  return (
    <>
      {title}
      {isOptional ? null : (
        <span class="needed" aria-hidden="true">
          *
        </span>
      )}
    </>
  );
}

interface GroupProps {
  readonly name: string;
  readonly title: string;
  readonly isOptional: boolean;
  readonly hint: string | undefined;
  readonly wrong: readonly string[];
  /** Its first input has its name. */
  readonly isNamed?: boolean;
  /** It holds inputs with labels of their own. */
  readonly isObject?: boolean;
  readonly children: ComponentChildren;
}

/** Inputs under one heading; faults of the whole lead to it. */
function Group({ name, title, isOptional, hint, wrong, isNamed = false, isObject = false, children }: GroupProps) {
  const described = describedBy(name, hint, wrong);
  return (
    <fieldset
      class={['input', isObject ? 'object' : '', wrong.length > 0 ? 'wrong' : ''].filter(Boolean).join(' ')}
      {...(isNamed ? {} : { id: name, tabIndex: -1 })}
      {...defined({ 'aria-describedby': described })}
    >
      <legend>
        <Title title={title} isOptional={isOptional} />
      </legend>
      <Beside name={name} hint={hint} faults={wrong} />
      {children}
    </fieldset>
  );
}

interface ListProps extends FieldProps {
  readonly rows: readonly Shown[];
  readonly wrong: readonly string[];
}

function List({ rows, wrong, ...props }: ListProps) {
  const { name, field, offered, action, faults } = props;
  const { title, kind, terms = {}, hint, isOptional, nested, maxItems = 0, schema } = field;
  const least = isOptional ? 0 : Number(schema['minItems'] ?? 0);
  if (kind === 'choice')
    return (
      <Group name={name} title={title} isOptional={isOptional} hint={hint} wrong={wrong}>
        <Checks name={name} terms={Object.entries(terms)} chosen={rows as string[]} isInvalid={wrong.length > 0} />
      </Group>
    );
  // What has to be said has its inputs from the beginning.
  const shown = rows.length >= least ? rows : [...rows, ...Array<Shown>(least - rows.length).fill(nested ? {} : '')];
  return (
    <Group name={name} title={title} isOptional={isOptional} hint={hint} wrong={wrong} isObject={nested !== undefined}>
      <ol class={nested === undefined ? 'rows' : 'rows objects'} data-rows={name}>
        {shown.map((row, index) => {
          const place = `${name}[${index}]`;
          return (
            <li key={place} data-row={place}>
              {nested === undefined ? (
                <Element {...props} place={place} index={index} text={typeof row === 'string' ? row : ''} />
              ) : (
                <fieldset class="row">
                  <legend>
                    {title} {index + 1}
                  </legend>
                  <Fields
                    type={nested()}
                    at={place}
                    filled={row as FieldsProps['filled']}
                    faults={faults}
                    offered={offered}
                    action={action}
                  />
                </fieldset>
              )}
              {shown.length <= least ? null : (
                <RowButton action={action} list={name} value={`remove:${place}`} label={`删除${title}第${index + 1}项`}>
                  删除
                </RowButton>
              )}
            </li>
          );
        })}
      </ol>
      {shown.length >= maxItems ? null : (
        <RowButton action={action} list={name} value={`add:${name}`} label={`${title}增加一项`}>
          增加一项
        </RowButton>
      )}
    </Group>
  );
}

/** One of several values of a kind; the heading says of what. */
function Element({
  field,
  place,
  index,
  text,
  offered,
  faults,
}: FieldProps & { readonly place: string; readonly index: number; readonly text: string }) {
  const wrong = faults.get(place) ?? [];
  return (
    <span class={wrong.length > 0 ? 'element wrong' : 'element'}>
      <Beside name={place} hint={undefined} faults={wrong} />
      <Input
        name={place}
        field={{ ...field, isList: false }}
        text={text}
        offered={offered}
        describedBy={describedBy(place, undefined, wrong)}
        isInvalid={wrong.length > 0}
        label={`${field.title}第${index + 1}项`}
      />
    </span>
  );
}

interface RowButtonProps {
  readonly action: string;
  readonly list: string;
  readonly value: string;
  readonly label: string;
  readonly children: ComponentChildren;
}

/** Sends what there is and comes back with a row more or less, at the place where one was. */
function RowButton({ action, list, value, label, children }: RowButtonProps) {
  return (
    <button
      type="submit"
      class="quiet"
      name="_action"
      value={value}
      formAction={`${action}#${encodeURIComponent(list)}`}
      formNoValidate
      aria-label={label}
    >
      {children}
    </button>
  );
}
