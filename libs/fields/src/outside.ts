import { type Constructor, type Field, fieldsOf, type JsonSchema } from './field.js';
import { isPersonal } from './privacy.js';

/*
 * What of an object leaves the house, in messages to other systems: what no mark of its fields holds back. Names of
 * natural persons, words that anybody wrote and people of the bureau are not masked here, they are not there at all.
 */

const outside = new WeakMap<Constructor, ReadonlyMap<string, Field>>();

/** The fields of a class that may leave the house; of a party's name, it depends on the party (`partyKind`). */
export function outsideFieldsOf(type: Constructor): ReadonlyMap<string, Field> {
  const known = outside.get(type);
  if (known) return known;
  const fields = new Map(
    [...fieldsOf(type)].filter(
      ([, { privacy, partyKind, nested }]) =>
        (privacy === 'public' || (privacy === 'name' && partyKind !== undefined)) &&
        (nested === undefined || outsideFieldsOf(nested()).size > 0),
    ),
  );
  outside.set(type, fields);
  return fields;
}

/** An object of a class as other systems get it. What the class does not declare, or what is not what it declares, stays. */
export function outsideOf(type: Constructor, object: object): Record<string, unknown> {
  const given = object as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const [name, field] of outsideFieldsOf(type)) {
    if (isPersonal(field, object)) continue;
    const value = field.isList ? listOf(field, given[name]) : elementOf(field, given[name]);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function listOf(field: Field, value: unknown): unknown {
  if (!Array.isArray(value)) return value === null && field.isNullable ? null : undefined;
  return value.map((item) => elementOf(field, item)).filter((item) => item !== undefined);
}

/** Whatever is stored where a text or a number was declared may hold anything: an object does not pass. */
function elementOf({ nested, isNullable }: Field, value: unknown): unknown {
  if (value === null) return isNullable ? null : undefined;
  if (nested !== undefined)
    return typeof value === 'object' && !Array.isArray(value) ? outsideOf(nested(), value) : undefined;
  return typeof value === 'object' ? undefined : value;
}

/**
 * JSON schema (2020-12) of what `outsideOf` gives. `published` is what other systems may rely on: fields and terms may be
 * added. `exact` is what is sent today, and nothing else.
 */
export function outsideSchemaOf(type: Constructor, strength: 'published' | 'exact'): JsonSchema {
  const fields = [...outsideFieldsOf(type)];
  const required = fields.filter(([, { isOptional, privacy }]) => !isOptional && privacy === 'public');
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, schemaOfField(field, strength)])),
    required: required.map(([name]) => name),
    ...(strength === 'exact' ? { additionalProperties: false } : {}),
  };
}

function schemaOfField({ schema, nested, isList, isNullable }: Field, strength: 'published' | 'exact'): JsonSchema {
  const element = (of: JsonSchema): JsonSchema => {
    if (strength === 'exact') return of;
    const { enum: _terms, ...open } = of;
    return open;
  };
  const whole: JsonSchema =
    nested === undefined
      ? { ...element(schema), ...(isList ? { items: element(schema['items'] as JsonSchema) } : {}) }
      : isList
        ? { ...schema, items: outsideSchemaOf(nested(), strength) }
        : { ...schema, ...outsideSchemaOf(nested(), strength) };
  return isNullable ? { ...whole, type: [whole['type'], 'null'] } : whole;
}
