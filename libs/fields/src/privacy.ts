import { type Constructor, type Field, fieldsOf, nestedIn } from './field.js';

/* What of an object leaves the circle of those who work on it: analysts, other systems, the public see only this. */

/** What stands in the place of a narrative: which names stand in it nobody can tell. */
export const LEFT_OUT = '（文字内容略）';

/** 张三 as 张** */
export function maskedName(name: string): string {
  return `${[...name][0] ?? ''}**`;
}

/** Whether what belongs to a party of this kind is a natural person's (DOMAIN F11); a kind that is not known counts as one. */
export function isOfPerson(kind: unknown): boolean {
  return kind !== 'ORGANISATION';
}

/** Whether this field of this object says something personal. */
export function isPersonal(field: Field, object: object): boolean {
  if (field.privacy === 'public') return false;
  if (field.privacy !== 'name' || field.partyKind === undefined) return true;
  return isOfPerson((object as Readonly<Record<string, unknown>>)[field.partyKind]);
}

/**
 * An object of a class as those see it who see no names: names by their first character, narratives and people of the
 * bureau left out. What the class does not declare is left out as well.
 */
export function withoutPersonal(type: Constructor, object: object): Record<string, unknown> {
  const given = object as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const [name, field] of fieldsOf(type)) {
    const value = given[name];
    if (value === undefined) continue;
    result[name] = shownValue(field, value, object);
  }
  return result;
}

function shownValue(field: Field, value: unknown, object: object): unknown {
  if (value === null) return null;
  if (field.isList && Array.isArray(value)) {
    if (field.nested === undefined && isPersonal(field, object)) return [];
    return value.map((item) => shownElement(field, item, object));
  }
  return shownElement(field, value, object);
}

function shownElement(field: Field, value: unknown, object: object): unknown {
  const nested = nestedIn(field, object);
  if (nested !== undefined) return value !== null && typeof value === 'object' ? withoutPersonal(nested, value) : null;
  if (!isPersonal(field, object)) return value;
  if (field.kind === 'name') return maskedName(String(value));
  return field.kind === 'narrative' || field.kind === 'text' ? LEFT_OUT : null;
}

/** The names of the bureau's people that an object points at, for whoever looks up who they are. */
export function peopleIn(type: Constructor, object: object): string[] {
  return refsIn(type, object, 'personRef');
}

/** The units that an object points at. */
export function unitsIn(type: Constructor, object: object): string[] {
  return refsIn(type, object, 'unitRef');
}

function refsIn(type: Constructor, object: object, kind: Field['kind']): string[] {
  const given = object as Readonly<Record<string, unknown>>;
  return [...fieldsOf(type)].flatMap(([name, field]) => {
    const value = given[name];
    if (value === undefined || value === null) return [];
    const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
    const nested = nestedIn(field, object);
    if (nested !== undefined) {
      return elements.flatMap((item) => (item !== null && typeof item === 'object' ? refsIn(nested, item, kind) : []));
    }
    return field.kind === kind ? elements.filter((item) => typeof item === 'string') : [];
  });
}
