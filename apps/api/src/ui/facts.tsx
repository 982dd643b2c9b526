import type { ComponentChildren } from 'preact';
import { type Constructor, type Field, fieldIn, fieldsOf } from '#fields';
import type { Names } from '../questions/shown.js';
import { isNothing, Value } from './value.js';

/** A label and what stands beside it; `isBroad` where it needs the whole width. */
export interface Fact {
  readonly title: string;
  readonly shown: ComponentChildren;
  readonly isBroad?: boolean;
}

/** A fact in two words; nothing where there is nothing to say. */
export function fact(title: string, shown: ComponentChildren): Fact[] {
  return isNothing(shown) ? [] : [{ title, shown }];
}

interface Saying {
  /** Fields that are said elsewhere on the page. */
  readonly except?: readonly string[];
  /** Amounts in Chinese capitals as well, as documents write them. */
  readonly isInCapitals?: boolean;
}

/** What an object says, by the fields of its class. */
export function factsOf(
  type: Constructor,
  object: object,
  names: Names,
  { except = [], isInCapitals = false }: Saying = {},
): Fact[] {
  const values = object as Readonly<Record<string, unknown>>;
  return [...fieldsOf(type)].flatMap(([name, field]) =>
    except.includes(name) || isNothing(values[name])
      ? []
      : [
          {
            title: field.title,
            shown: (
              <Value field={fieldIn(field, object)} value={values[name]} names={names} isInCapitals={isInCapitals} />
            ),
            isBroad: isBroad(field, values[name]),
          },
        ],
  );
}

/** Longer than this, a text begins on a line of its own. */
const LINE = 40;

function isBroad({ kind, nested }: Field, value: unknown): boolean {
  return nested !== undefined || (kind === 'narrative' && String(value).length > LINE);
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ title, shown, isBroad = false }, index) => (
        <div key={index} class={isBroad ? 'broad' : ''}>
          <dt>{title}</dt>
          <dd>{shown}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Facts under a heading, which a phone folds; a group that has none is left out. */
export function Group({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <details class="group sheet fold">
      <summary>
        <h3>{title}</h3>
      </summary>
      <Facts facts={facts} />
    </details>
  );
}
