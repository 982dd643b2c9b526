import type { ComponentChildren } from 'preact';
import { defined } from '#eventsourcing';
import type { Terms } from '#fields';
import type { Unit } from '../questions/units.js';

/* Inputs of the forms over lists and figures. They are sent in the address, so that what is shown can be passed on. */

interface SelectProps {
  readonly name: string;
  readonly title: string;
  readonly terms: Terms | readonly (readonly [string, string])[];
  readonly chosen: string | undefined;
  /** What stands for no choice; where it is absent one has to be made. */
  readonly all?: string;
}

export function Select({ name, title, terms, chosen, all }: SelectProps) {
  const options = Array.isArray(terms) ? (terms as readonly (readonly [string, string])[]) : Object.entries(terms);
  return (
    <label>
      {title}
      <select name={name}>
        {all === undefined ? null : <option value="">{all}</option>}
        {options.map(([value, term]) => (
          <option key={value} value={value} selected={value === chosen}>
            {term}
          </option>
        ))}
      </select>
    </label>
  );
}

interface UnitSelectProps {
  readonly name: string;
  readonly title?: string;
  readonly units: readonly Unit[];
  readonly chosen: string | undefined;
  readonly all?: string;
}

export function UnitSelect({ name, title = '单位', units, chosen, all }: UnitSelectProps) {
  const terms = units.map(({ unitId, name: unit, depth }) => [unitId, '　'.repeat(depth) + unit] as const);
  return (
    <div class="wide">
      <Select name={name} title={title} terms={terms} chosen={chosen} {...defined({ all })} />
    </div>
  );
}

export function DayInput({ name, title, value }: { name: string; title: string; value: string | undefined }) {
  return (
    <label>
      {title}
      <input type="date" name={name} value={value ?? ''} />
    </label>
  );
}

interface SearchInputProps {
  readonly name: string;
  readonly title: string;
  readonly value: string | undefined;
  readonly hint?: string;
}

export function SearchInput({ name, title, value, hint }: SearchInputProps) {
  return (
    <label>
      {title}
      <input type="search" name={name} value={value ?? ''} maxLength={100} {...(hint ? { placeholder: hint } : {})} />
    </label>
  );
}

interface FilterFormProps {
  readonly action: string;
  readonly children: ComponentChildren;
  /** Figures are always those of a year: there is no way back to all. */
  readonly isOfFigures?: boolean;
  readonly more?: ComponentChildren;
}

export function FilterForm({ action, children, isOfFigures = false, more }: FilterFormProps) {
  return (
    <form method="get" action={action} class="filters screen" aria-label="筛选">
      <div class="filter-line">
        {children}
        <button type="submit">{isOfFigures ? '查看' : '查询'}</button>
        {isOfFigures ? null : (
          <a class="clear" href={action}>
            清除
          </a>
        )}
      </div>
      {more}
    </form>
  );
}

/** An address with its search, without what is not given. */
export function addressOf(
  path: string,
  search: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
