import { type ComponentChildren, h } from 'preact';
import { defined } from '#eventsourcing';
import { capitals, FIELD_LIMITS, type Field } from '#fields';
import { registerNamed } from '#figures';

/* One widget for each kind of field. All of them work without script; names are the paths of the values. */

/** What is offered to choose from. `under` tells two of the same name apart. */
export interface Pick {
  readonly value: string;
  readonly text: string;
  readonly under?: string;
}

/** What the inputs of a form have at hand. */
export interface Offered {
  readonly people: readonly Pick[];
  /** To whom an act may be proposed. */
  readonly leaders: readonly Pick[];
  readonly units: readonly Pick[];
  /** By the name of the register. */
  readonly records: Readonly<Record<string, readonly Pick[]>>;
  /** Of the record that the form is about; undefined where it is about none that has any. */
  readonly parties?: readonly Pick[];
}

export interface InputProps {
  /** Name of the input: `officers[0].certNo`. */
  readonly name: string;
  readonly field: Field;
  /** What stands in it. */
  readonly text: string;
  readonly offered: Offered;
  /** Ids of its hint and faults. */
  readonly describedBy?: string | undefined;
  readonly isInvalid?: boolean;
  /** Where its label does not stand beside it: in a row of a list. */
  readonly label?: string;
}

/** So many choices are seen at once; more are a list to open. */
const RADIOS = 6;

/** Whether its inputs are several under one heading, rather than one beside its label. */
export function isGroup({ kind, isOptional, isList, terms = {} }: Field): boolean {
  if (isList) return true;
  if (kind === 'flag') return !isOptional;
  return kind === 'choice' && !isOptional && Object.keys(terms).length <= RADIOS;
}

export function Input(props: InputProps) {
  const { name, field, text, offered } = props;
  const { kind, isOptional, terms = {} } = field;
  const own = attributesOf(props);
  switch (kind) {
    case 'narrative':
      return (
        <textarea {...own} rows={5}>
          {text}
        </textarea>
      );
    case 'day':
      return <input {...own} type="date" value={text} />;
    case 'moment':
      return <input {...own} type="datetime-local" value={text} {...(/:\d\d:/.test(text) ? { step: 1 } : {})} />;
    case 'fen':
      return <Money own={own} text={text} />;
    case 'number':
      return <input {...own} type="text" inputMode="numeric" value={text} class="short" />;
    case 'flag':
      return isOptional ? (
        <input {...own} required={false} type="checkbox" value="true" checked={text === 'true'} />
      ) : (
        <Radios
          own={own}
          name={name}
          text={text}
          terms={[
            ['true', '是'],
            ['false', '否'],
          ]}
        />
      );
    case 'choice':
      return isGroup(field) ? (
        <Radios own={own} name={name} text={text} terms={Object.entries(terms)} />
      ) : (
        <Chosen own={own} text={text} picks={Object.entries(terms).map(([value, term]) => ({ value, text: term }))} />
      );
    case 'personRef':
      return <Chosen own={own} text={text} picks={offered.people} from="people" />;
    case 'unitRef':
      return <Chosen own={own} text={text} picks={offered.units} from="unit-tree" />;
    case 'recordRef':
      return (
        <Found
          own={own}
          text={text}
          picks={offered.records[field.of ?? ''] ?? []}
          from={registerNamed(field.of ?? '')?.path}
          gives={field.gives}
        />
      );
    case 'territory':
      return <input {...own} type="text" inputMode="numeric" value={text} class="short" />;
    case 'digest':
      return (
        <>
          <input {...own} type="text" value={text} />
          {h('digest-file', { 'data-for': name })}
        </>
      );
    // What is longer than a line is not written in one.
    case 'label':
      if (Number(field.schema['maxLength'] ?? 0) > FIELD_LIMITS.shortText)
        return (
          <textarea {...own} rows={8}>
            {text}
          </textarea>
        );
      return <input {...own} type="text" value={text} />;
    default:
      return <input {...own} type="text" value={text} />;
  }
}

type Own = ReturnType<typeof attributesOf>;

function attributesOf({ name, field, describedBy, isInvalid, label }: InputProps) {
  return {
    id: name,
    name,
    required: !field.isOptional,
    autoComplete: 'off',
    ...defined({ 'aria-describedby': describedBy }),
    ...(isInvalid ? { 'aria-invalid': 'true' as const } : {}),
    ...defined({ 'aria-label': label }),
  };
}

/** In yuan; below it in capitals, as it will stand on the document. */
function Money({ own, text }: { readonly own: Own; readonly text: string }) {
  const [, whole, cents = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  return (
    <span class="money">
      <input {...own} type="text" inputMode="decimal" value={text} class="short" /> 元
      {h(
        'money-words',
        { 'data-for': own.id, class: 'hint' },
        whole === undefined ? '' : `大写：${capitals(Number(`${whole}${cents.padEnd(2, '0')}`))}`,
      )}
    </span>
  );
}

interface RadiosProps {
  readonly own: Own;
  readonly name: string;
  readonly text: string;
  readonly terms: readonly (readonly [value: string, term: string])[];
}

function Radios({ own: { id, ...own }, name, text, terms }: RadiosProps) {
  return (
    <span class="choices">
      {terms.map(([value, term], index) => (
        <label key={value} class="check">
          <input
            {...own}
            id={index === 0 ? id : `${id}-${index}`}
            name={name}
            type="radio"
            value={value}
            checked={value === text}
          />
          {term}
        </label>
      ))}
    </span>
  );
}

/** Any of several terms. */
export function Checks({
  name,
  terms,
  chosen,
  isInvalid = false,
}: {
  readonly name: string;
  readonly terms: readonly (readonly [value: string, term: string])[];
  readonly chosen: readonly string[];
  readonly isInvalid?: boolean;
}) {
  return (
    <span class="choices">
      {terms.map(([value, term], index) => (
        <label key={value} class="check">
          <input
            id={`${name}-${index}`}
            name={name}
            type="checkbox"
            value={value}
            checked={chosen.includes(value)}
            {...(isInvalid ? { 'aria-invalid': 'true' as const } : {})}
          />
          {term}
        </label>
      ))}
    </span>
  );
}

interface PickingProps {
  readonly own: Own;
  readonly text: string;
  readonly picks: readonly Pick[];
  /** Where others are asked for: the end of the path of a question. */
  readonly from?: string | undefined;
  /** Inputs beside it that the record fills in: their names, and those under which its row says them. */
  readonly gives?: Field['gives'];
}

/** One of a list that opens; what stands there already is offered even where it is out of sight. */
function Chosen({ own, text, picks, from }: PickingProps) {
  const isKnown = text === '' || picks.some(({ value }) => value === text);
  const select = (
    <select {...own}>
      <option value="">请选择</option>
      {isKnown ? null : (
        <option value={text} selected>
          {text}
        </option>
      )}
      {picks.map(({ value, text: called, under }) => (
        <option key={value} value={value} selected={value === text}>
          {under === undefined || under === '' ? called : `${called}（${under}）`}
        </option>
      ))}
    </select>
  );
  if (from === undefined) return select;
  return (
    <span class="picking">
      {h('pick-list', { 'data-for': own.id, 'data-from': from })}
      {select}
    </span>
  );
}

/** A record by its id or number, with the latest ones offered while typing. */
function Found({ own, text, picks, from, gives }: PickingProps) {
  const list = `${own.id}-list`;
  const beside = Object.entries(gives ?? {}).map(([name, said]) => [own.name.replace(/[^.]*$/, name), said]);
  return (
    <>
      <input {...own} type="text" value={text} {...(from === undefined ? {} : { list })} />
      {from === undefined ? null : (
        <datalist id={list}>
          {picks.map(({ value, text: called, under }) => (
            <option key={value} value={value} label={[called, under].filter(Boolean).join('　')} />
          ))}
        </datalist>
      )}
      {from === undefined
        ? null
        : h('pick-list', {
            'data-for': own.id,
            'data-from': from,
            ...(beside.length === 0 ? {} : { 'data-gives': JSON.stringify(Object.fromEntries(beside)) }),
          })}
    </>
  );
}

/** Faults and hint of an input, with the ids by which it points at them. */
export function Beside({
  name,
  hint,
  faults,
}: {
  readonly name: string;
  readonly hint: ComponentChildren;
  readonly faults: readonly string[];
}) {
  return (
    <>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {faults.length === 0 ? null : (
        <p class="input-fault" id={`${name}-fault`}>
          {faults.join('；')}
        </p>
      )}
    </>
  );
}
