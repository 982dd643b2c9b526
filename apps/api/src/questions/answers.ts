import type { JsonSchema } from '#fields';

/* The shapes of answers, said once: the type follows from the schema. */

/** A JSON schema together with the type of what it describes. */
export interface Shape<T> {
  readonly schema: JsonSchema;
  /** Never there: it carries the type. */
  readonly type?: T;
}

/** The type that a shape describes. */
export type Of<S> = S extends Shape<infer T> ? T : never;

type Shapes = Readonly<Record<string, Shape<unknown>>>;

function shape<T>(schema: JsonSchema): Shape<T> {
  return { schema };
}

export const text = shape<string>({ type: 'string' });
export const day = shape<string>({ type: 'string', format: 'date' });
export const moment = shape<string>({ type: 'string', format: 'date-time' });
export const whole = shape<number>({ type: 'integer' });
export const number = shape<number>({ type: 'number' });
export const flag = shape<boolean>({ type: 'boolean' });

/** The same with a word of explanation. */
export function said<T>(of: Shape<T>, description: string): Shape<T> {
  return shape({ ...of.schema, description });
}

export function orNull<T>({ schema }: Shape<T>): Shape<T | null> {
  const { type, enum: values } = schema as { readonly type?: unknown; readonly enum?: readonly unknown[] };
  if (type === undefined) return shape({ oneOf: [schema, { type: 'null' }] });
  return shape({
    ...schema,
    type: [type, 'null'].flat(),
    ...(values === undefined ? {} : { enum: [...values, null] }),
  });
}

export function oneOf<const T extends string>(...values: readonly T[]): Shape<T> {
  return shape({ type: 'string', enum: values });
}

export function listOf<T>({ schema }: Shape<T>): Shape<readonly T[]> {
  return shape({ type: 'array', items: schema });
}

/** An object whose property names are ids. */
export function byId<T>({ schema }: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return shape({ type: 'object', additionalProperties: schema });
}

/** An object with these properties, all of them, and those of `perhaps` where they are said. */
export function object<S extends Shapes, P extends Shapes = Record<never, never>>(
  properties: S,
  perhaps?: P,
): Shape<{ readonly [K in keyof S]: Of<S[K]> } & { readonly [K in keyof P]?: Of<P[K]> }> {
  const schemas = Object.entries({ ...properties, ...perhaps }).map(([name, { schema }]) => [name, schema]);
  return shape({ type: 'object', required: Object.keys(properties), properties: Object.fromEntries(schemas) });
}

/** Whatever a schema that is derived elsewhere describes. */
export function derived<T>(schema: JsonSchema): Shape<T> {
  return shape(schema);
}
