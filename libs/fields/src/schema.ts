import { type Constructor, type Field, fieldsOf, type JsonSchema } from './field.js';

/**
 * JSON schema (2020-12) of a class of fields. `x-` keywords carry what a form or another system has to know besides:
 * the kind, what is personal, which day is the act's.
 */
export function schemaOf(type: Constructor): JsonSchema {
  const fields = fieldsOf(type);
  const properties: Record<string, JsonSchema> = {};
  for (const [name, { schema, nested, isList, isNullable, hint }] of fields) {
    const own =
      nested === undefined
        ? schema
        : isList
          ? { ...schema, items: schemaOf(nested()) }
          : { ...schemaOf(nested()), ...schema };
    const described = hint === undefined ? own : { ...own, description: hint };
    properties[name] = isNullable ? { ...described, type: [described['type'], 'null'] } : described;
  }
  const required = [...fields].filter(([, { isOptional }]) => !isOptional).map(([name]) => name);
  return { type: 'object', properties, required, additionalProperties: false, ...enclosedSchemas(fields) };
}

/** What is enclosed has the schema of its own class, by what stands beside it. */
function enclosedSchemas(fields: ReadonlyMap<string, Field>): JsonSchema {
  const oneOf = [...fields].flatMap(([name, { enclosed }]) =>
    (enclosed?.kinds() ?? []).map(({ beside, type }) => {
      const told = Object.entries(beside).map(([key, value]) => [key, { const: value }] as const);
      return { properties: { ...Object.fromEntries(told), [name]: schemaOf(type) } };
    }),
  );
  return oneOf.length === 0 ? {} : { oneOf };
}

/** Everything that a class says of what is stored: its schema and the marks. What changes here changes the past. */
export function storedSchemaOf(type: Constructor): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const [name, field] of fieldsOf(type)) {
    const { kind, privacy, isOptional, isNullable, isList, isActDay, nested, terms, of } = field;
    properties[name] = {
      kind: isList ? [kind] : kind,
      ...(privacy === 'public' ? {} : { privacy }),
      ...(isOptional ? { optional: true } : {}),
      ...(isNullable ? { nullable: true } : {}),
      ...(isActDay ? { actDay: true } : {}),
      ...(of === undefined ? {} : { of }),
      ...(terms === undefined ? {} : { terms: Object.keys(terms) }),
      ...(nested === undefined ? {} : { fields: storedSchemaOf(nested()) }),
    };
  }
  return properties;
}
