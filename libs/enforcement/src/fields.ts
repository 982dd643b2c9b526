import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  registerDecorator,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { legalDay } from '#statutes';
import { isUscc, USCC_PATTERN } from './uscc.js';

/*
 * The fields that commands are made of. One decorator says everything about a field once: its Chinese title, how it
 * is checked, and its JSON schema (from which OpenAPI and the forms are derived).
 */

export const FIELD_LIMITS = {
  /** Characters of a short text: a name, a number, a place. */
  shortText: 200,
  /** Characters of a narrative: facts, an opinion, the content of an order. */
  longText: 20_000,
  /** The largest amount of one field, in fen: 100 billion yuan. */
  fen: 10_000_000_000_000,
  /** Elements of a list, where a field does not say otherwise. */
  list: 200,
} as const;

export type JsonSchema = { readonly [keyword: string]: unknown };

interface FieldNotes {
  readonly schema: JsonSchema;
  readonly optional: boolean;
  /** Class of a nested object, or of a list's elements. */
  readonly nested?: () => Constructor;
}

type Constructor<T extends object = object> = new () => T;

const notes = new WeakMap<object, Map<string, FieldNotes>>();

function note(target: object, property: string, addition: Partial<FieldNotes>): void {
  const fields = notes.get(target.constructor) ?? new Map<string, FieldNotes>();
  notes.set(target.constructor, fields);
  const known = fields.get(property) ?? { schema: {}, optional: false };
  fields.set(property, { ...known, ...addition, schema: { ...known.schema, ...addition.schema } });
}

const complete = new WeakMap<object, ReadonlyMap<string, FieldNotes>>();

/** Notes of all the fields of a class, those of its parents first. Classes are whole before anybody asks. */
function fieldsOf(type: Constructor): ReadonlyMap<string, FieldNotes> {
  const known = complete.get(type);
  if (known) return known;
  const parent = Object.getPrototypeOf(type) as Constructor | null;
  const inherited = parent && parent !== Function.prototype ? fieldsOf(parent) : new Map<string, FieldNotes>();
  const fields = new Map([...inherited, ...(notes.get(type) ?? [])]);
  complete.set(type, fields);
  return fields;
}

function field(title: string, schema: JsonSchema, ...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
    note(target, String(property), { schema: { title, ...schema } });
  };
}

/** The field may be left out; null is not left out. Stands above the field's own decorator. */
export function Optional(): PropertyDecorator {
  return (target, property) => {
    ValidateIf((_object, value) => value !== undefined)(target, property);
    note(target, String(property), { optional: true });
  };
}

/** A text of at least one character. */
export function Text(title: string, { min = 1, max = FIELD_LIMITS.shortText as number } = {}): PropertyDecorator {
  return field(
    title,
    { type: 'string', minLength: min, maxLength: max },
    IsString({ message: `${title}应为文本` }),
    MinLength(min, { message: min === 1 ? `${title}不能为空` : `${title}至少${min}个字` }),
    MaxLength(max, { message: `${title}不能超过${max}个字` }),
  );
}

/** A narrative of up to FIELD_LIMITS.longText characters. */
export function LongText(title: string, { min = 1 } = {}): PropertyDecorator {
  return Text(title, { min, max: FIELD_LIMITS.longText });
}

/** An identifier: letters, digits, `-`, `_`, `.`, `:`; at most 100 characters. It becomes part of a stream's name. */
export function Id(title: string): PropertyDecorator {
  const pattern = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;
  return field(
    title,
    { type: 'string', pattern: pattern.source, maxLength: 100 },
    IsString({ message: `${title}应为文本` }),
    Matches(pattern, { message: `${title}只能由字母、数字和 -_.: 组成，至多100个字符` }),
  );
}

/** A 统一社会信用代码 whose check character agrees. */
export function Uscc(title: string): PropertyDecorator {
  return field(title, { type: 'string', pattern: USCC_PATTERN.source }, (target, property) => {
    registerDecorator({
      name: 'uscc',
      target: target.constructor,
      propertyName: String(property),
      options: { message: `${title}应为18位，字母大写，校验位与前17位相符，请核对` },
      validator: { validate: (value: unknown) => typeof value === 'string' && isUscc(value) },
    });
  });
}

/** A legal day, YYYY-MM-DD, that exists in the calendar. */
export function Day(title: string): PropertyDecorator {
  return field(title, { type: 'string', format: 'date' }, (target, property) => {
    registerDecorator({
      name: 'legalDay',
      target: target.constructor,
      propertyName: String(property),
      options: { message: `${title}应为实有的日期，格式为 YYYY-MM-DD` },
      validator: {
        validate: (value: unknown) => {
          if (typeof value !== 'string') return false;
          try {
            legalDay(value);
            return true;
          } catch {
            return false;
          }
        },
      },
    });
  });
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A moment, ISO-8601 with its offset, that exists in the calendar. */
export function Moment(title: string): PropertyDecorator {
  return field(title, { type: 'string', format: 'date-time' }, (target, property) => {
    registerDecorator({
      name: 'moment',
      target: target.constructor,
      propertyName: String(property),
      options: { message: `${title}应为带时区的时刻，如 2023-05-06T09:30:00+08:00` },
      validator: {
        validate: (value: unknown) => {
          const parts = typeof value === 'string' ? INSTANT.exec(value) : null;
          if (!parts) return false;
          try {
            legalDay(parts[1]!);
            return true;
          } catch {
            return false;
          }
        },
      },
    });
  });
}

/** An amount of money in fen: a whole number, never negative. */
export function Fen(title: string, { min = 0 } = {}): PropertyDecorator {
  return field(
    title,
    { type: 'integer', minimum: min, maximum: FIELD_LIMITS.fen, 'x-unit': 'fen' },
    IsInt({ message: `${title}应为整数（单位：分）` }),
    Min(min, { message: `${title}不能小于${min}分` }),
    Max(FIELD_LIMITS.fen, { message: `${title}超过上限` }),
  );
}

export function WholeNumber(title: string, { min = 0, max = 1_000_000 } = {}): PropertyDecorator {
  return field(
    title,
    { type: 'integer', minimum: min, maximum: max },
    IsInt({ message: `${title}应为整数` }),
    Min(min, { message: `${title}不能小于${min}` }),
    Max(max, { message: `${title}不能大于${max}` }),
  );
}

export function Flag(title: string): PropertyDecorator {
  return field(title, { type: 'boolean' }, IsBoolean({ message: `${title}应为是或否` }));
}

/** One of the keys of a table whose values are the Chinese terms. */
export function Choice(title: string, terms: Readonly<Record<string, string>>): PropertyDecorator {
  const values = Object.keys(terms);
  const list = values.map((value) => `${value}（${terms[value]}）`).join('、');
  return field(
    title,
    { type: 'string', enum: values, 'x-terms': terms },
    IsIn(values, { message: `${title}应为下列之一：${list}` }),
  );
}

/** A list of choices from a table. */
export function Choices(
  title: string,
  terms: Readonly<Record<string, string>>,
  { min = 1, max = Object.keys(terms).length } = {},
): PropertyDecorator {
  const values = Object.keys(terms);
  return field(
    title,
    {
      type: 'array',
      minItems: min,
      maxItems: max,
      uniqueItems: true,
      items: { type: 'string', enum: values, 'x-terms': terms },
    },
    IsArray({ message: `${title}应为列表` }),
    ArrayMinSize(min, { message: `${title}至少${min}项` }),
    ArrayMaxSize(max, { message: `${title}至多${max}项` }),
    ArrayUnique({ message: `${title}不能重复` }),
    IsIn(values, { each: true, message: `${title}的每一项应为下列之一：${values.join('、')}` }),
  );
}

/** A list of identifiers. */
export function Ids(title: string, { min = 1, max = FIELD_LIMITS.list as number } = {}): PropertyDecorator {
  const pattern = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;
  return field(
    title,
    { type: 'array', minItems: min, maxItems: max, items: { type: 'string', pattern: pattern.source } },
    IsArray({ message: `${title}应为列表` }),
    ArrayMinSize(min, { message: `${title}至少${min}项` }),
    ArrayMaxSize(max, { message: `${title}至多${max}项` }),
    Matches(pattern, { each: true, message: `${title}的每一项只能由字母、数字和 -_.: 组成` }),
  );
}

/** A nested object. */
export function Nested(title: string, type: () => Constructor): PropertyDecorator {
  return (target, property) => {
    // ValidateNested alone lets a missing object pass, and goes into a list as if each element were the object.
    IsObject({ message: `${title}应为对象` })(target, property);
    ValidateNested({ message: `${title}应为对象` })(target, property);
    note(target, String(property), { schema: { title }, nested: type });
  };
}

/** A list of nested objects. */
export function ListOf(
  title: string,
  type: () => Constructor,
  { min = 1, max = FIELD_LIMITS.list as number } = {},
): PropertyDecorator {
  return (target, property) => {
    IsArray({ message: `${title}应为列表` })(target, property);
    ArrayMinSize(min, { message: `${title}至少${min}项` })(target, property);
    ArrayMaxSize(max, { message: `${title}至多${max}项` })(target, property);
    IsObject({ each: true, message: `${title}的每一项应为对象` })(target, property);
    ValidateNested({ each: true, message: `${title}的每一项应为对象` })(target, property);
    note(target, String(property), {
      schema: { title, type: 'array', minItems: min, maxItems: max },
      nested: type,
    });
  };
}

/** JSON schema (2020-12) of a command or nested class. */
export function schemaOf(type: Constructor): JsonSchema {
  const fields = fieldsOf(type);
  const properties: Record<string, JsonSchema> = {};
  for (const [property, { schema, nested }] of fields) {
    if (!nested) properties[property] = schema;
    else if (schema['type'] === 'array') properties[property] = { ...schema, items: schemaOf(nested()) };
    else properties[property] = { ...schemaOf(nested()), ...schema };
  }
  const required = [...fields].filter(([, { optional }]) => !optional).map(([property]) => property);
  return { type: 'object', properties, required, additionalProperties: false };
}

/**
 * Gives plain JSON the classes of its fields, so that nested decorators apply. Fields that the class does not have are
 * told by their path and left out: a name such as `constructor` or `__proto__` never reaches an object.
 */
export function instantiate<T extends object>(
  type: Constructor<T>,
  plain: unknown,
  onUnknown: (path: string) => void,
  path = '',
): T {
  if (plain === null || typeof plain !== 'object' || Array.isArray(plain)) return plain as T;
  const fields = fieldsOf(type);
  const instance = new type() as Record<string, unknown>;
  for (const [property, value] of Object.entries(plain)) {
    const place = path === '' ? property : `${path}.${property}`;
    const field = fields.get(property);
    if (field === undefined) onUnknown(place);
    else if (field.nested === undefined) instance[property] = value;
    else {
      const nested = field.nested();
      instance[property] = Array.isArray(value)
        ? value.map((item, index) => instantiate(nested, item, onUnknown, `${place}[${index}]`))
        : instantiate(nested, value, onUnknown, place);
    }
  }
  return instance as T;
}
