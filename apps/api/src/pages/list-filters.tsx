import type { Register } from '#enforcement';
import { fieldsOf } from '#fields';
import { fieldsOfRow, parameterOf, type RowField } from '../questions/lists.js';
import { DayInput, FilterForm, SearchInput, Select, UnitSelect } from '../ui/form.js';
import { columnNames } from './list-columns.js';
import type { Desk, Given } from './page.js';
import { slotsOf } from './slots.js';

/* The form over a register's list: what it declares to filter and sort by. */

interface Control {
  /** Names of its inputs, by which the address says what was asked. */
  readonly inputs: readonly string[];
  readonly isMain: boolean;
  show(given: Given): preact.JSX.Element;
}

const YES_NO = { true: '是', false: '否' } as const;

/** Whoever sees no names finds nothing by what is personal, and is not offered it. */
function isOffered(field: RowField | undefined, desk: Desk): boolean {
  return desk.sight.seesNames || field === undefined || field.privacy === 'public';
}

function controlsOf(register: Register, desk: Desk): Control[] {
  const fields = fieldsOfRow(register);
  return register.list.filters.flatMap((name): Control[] => {
    const field = fields.get(name);
    // Who sees one unit alone has none to choose.
    if (field?.kind === 'unitRef' && desk.sight.units.length < 2) return [];
    return field === undefined || !isOffered(field, desk) ? [] : [fieldControl(name, field, desk, register.calledBy)];
  });
}

function fieldControl(
  name: string,
  { title, kind, isList, terms = {} }: RowField,
  { sight }: Desk,
  calledBy: string | undefined,
): Control {
  const input = parameterOf(name);
  const one = (isMain: boolean, show: (value: string | undefined) => preact.JSX.Element): Control => ({
    inputs: [input],
    isMain,
    show: (given) => show(given[input]),
  });
  switch (kind) {
    case 'choice':
      return one(name === 'phase', (chosen) => (
        <Select name={input} title={title} terms={terms} chosen={chosen} all="全部" />
      ));
    case 'flag':
      return one(false, (chosen) => <Select name={input} title={title} terms={YES_NO} chosen={chosen} all="全部" />);
    case 'unitRef':
      return one(name === 'unitId', (chosen) => (
        <UnitSelect name={input} title={title} units={sight.units} chosen={chosen} all="全部" />
      ));
    case 'name':
    case 'text':
    case 'label':
      return one(true, (value) => (
        <SearchInput name={input} title={title} value={value} hint={isList && kind !== 'name' ? '' : '开头的字'} />
      ));
    case 'day':
    case 'number':
    case 'fen':
      return range(input, title, kind === 'day');
    default:
      return one(name === calledBy, (value) => <SearchInput name={input} title={title} value={value} />);
  }
}

function range(input: string, title: string, isOfDays: boolean): Control {
  const [from, to] = [`${input}From`, `${input}To`];
  const Input = isOfDays ? DayInput : SearchInput;
  return {
    inputs: [from, to],
    isMain: false,
    show: (given) => (
      <>
        <Input name={from} title={`${title}起`} value={given[from]} />
        <Input name={to} title={`${title}止`} value={given[to]} />
      </>
    ),
  };
}

/** What a list may be sorted by, both ways, in words. */
function sortsOf(register: Register, desk: Desk): (readonly [string, string])[] {
  const { sort, sorts = [] } = register.list;
  const fields = fieldsOfRow(register);
  const usual = sort.replace(/^-/, '');
  const offered = [usual, ...sorts, 'updatedAt'].filter((name) => isOffered(fields.get(name), desk));
  const ways = [...new Set(offered)].flatMap((name) => {
    const { title = name, kind = 'day' } = fields.get(name) ?? {};
    const [up, down] = kind === 'day' || kind === 'moment' ? ['由早到晚', '由晚到早'] : ['由小到大', '由大到小'];
    return [[`-${name}`, `${title}，${down}`] as const, [name, `${title}，${up}`] as const];
  });
  // The usual order stands first.
  return ways.sort(([a], [b]) => Number(b === sort) - Number(a === sort));
}

/** A form with more than so many inputs keeps the rarer ones behind a line. */
const ON_ONE_LINE = 5;

/** Whether this person finds anything by words. */
function isSearched({ readModel }: Register, { sight }: Desk): boolean {
  return Object.hasOwn(readModel.search ?? {}, sight.seesNames ? 'all' : 'open');
}

/** What he finds by: the first titles of the fields that are searched. */
function searchedIn(register: Register, { sight }: Desk): string {
  const fields = fieldsOfRow(register);
  const names = register.readModel.search?.[sight.seesNames ? 'all' : 'open'] ?? [];
  return names
    .slice(0, 3)
    .map((name) => fields.get(name)?.title ?? name)
    .join('、');
}

/** Which columns are shown: those that are declared until somebody ticks others. */
function ColumnChoice({ register, chosen }: { readonly register: Register; readonly chosen: string | undefined }) {
  const shown = new Set(columnNames(register, chosen));
  const unsaid = new Set([...(slotsOf(register).unsaid ?? []), register.calledBy]);
  const fields = [...fieldsOf(register.row)].filter(([name]) => !unsaid.has(name));
  return (
    <details open={chosen !== undefined}>
      <summary>显示的列</summary>
      <fieldset class="column-choice">
        <legend class="unseen">显示的列</legend>
        {fields.map(([name, { title }]) => (
          <label key={name}>
            <input type="checkbox" name="columns" value={name} checked={shown.has(name)} />
            {title}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

interface FiltersProps {
  readonly register: Register;
  readonly desk: Desk;
  readonly given: Given;
  /** What the open view asks for by itself: no reason to show the rarer inputs. */
  readonly view?: Given | undefined;
}

export function Filters({ register, desk, given, view = {} }: FiltersProps) {
  const controls = controlsOf(register, desk);
  const isShort = controls.flatMap(({ inputs }) => inputs).length <= ON_ONE_LINE;
  const main = controls.filter(({ isMain }) => isShort || isMain);
  const rare = controls.filter((control) => !main.includes(control));
  const show = (some: readonly Control[]) =>
    some.map(({ inputs, show: Shown }) => <Shown key={inputs[0]} {...given} />);
  const more =
    rare.length === 0 ? null : (
      <details open={rare.some(({ inputs }) => inputs.some((input) => given[input] !== view[input]))}>
        <summary>更多条件</summary>
        <div class="filter-line">{show(rare)}</div>
      </details>
    );
  const columns = <ColumnChoice register={register} chosen={given['columns']} />;
  return (
    <FilterForm
      action={`/${register.path}`}
      more={
        <>
          {more}
          {columns}
        </>
      }
    >
      {isSearched(register, desk) ? (
        <div class="wide">
          <SearchInput name="q" title="查找" value={given['q']} hint={searchedIn(register, desk)} />
        </div>
      ) : null}
      {show(main)}
      <Select name="sort" title="排序" terms={sortsOf(register, desk)} chosen={given['sort'] ?? register.list.sort} />
    </FilterForm>
  );
}
