import type { ComponentChildren } from 'preact';
import type { Terms } from '#fields';
import type { Unit } from '../questions/units.js';

/* Inputs of the forms over lists and figures. They are sent in the address, so that what is shown can be passed on. */

export function Select({
  name,
  title,
  terms,
  chosen,
  all,
}: {
  readonly name: string;
  readonly title: string;
  readonly terms: Terms | readonly (readonly [string, string])[];
  readonly chosen: string | undefined;
  /** What stands for no choice; where it is absent one has to be made. */
  readonly all?: string;
}) {
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

export function UnitSelect({
  name,
  title = '单位',
  units,
  chosen,
  all,
}: {
  readonly name: string;
  readonly title?: string;
  readonly units: readonly Unit[];
  readonly chosen: string | undefined;
  readonly all?: string;
}) {
  const terms = units.map(({ unitId, name: unit, depth }) => [unitId, '　'.repeat(depth) + unit] as const);
  return (
    <div class="wide">
      <Select name={name} title={title} terms={terms} chosen={chosen} {...(all === undefined ? {} : { all })} />
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

export function SearchInput({
  name,
  title,
  value,
  hint,
}: {
  readonly name: string;
  readonly title: string;
  readonly value: string | undefined;
  readonly hint?: string;
}) {
  return (
    <label>
      {title}
      <input type="search" name={name} value={value ?? ''} maxLength={100} {...(hint ? { placeholder: hint } : {})} />
    </label>
  );
}

/** The form over a list or over figures. */
export function FilterForm({ action, children }: { readonly action: string; readonly children: ComponentChildren }) {
  return (
    <form method="get" action={action} class="filters screen" aria-label="筛选">
      {children}
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
