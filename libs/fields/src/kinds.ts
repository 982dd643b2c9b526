import {
  ArrayMaxSize,
  ArrayMinSize,
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
import { type Constructor, type Enclosure, type Field, type JsonSchema, note, type Terms } from './field.js';
import { hasControl, isOverlaid, isSeen, normalCode, normalLine, normalNumber, normalText } from './normal-form.js';
import { isUscc, USCC_PATTERN } from './uscc.js';

/* The kinds of fields, each as a decorator. */

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

/** The shortest and the longest: of a text in characters, of a list in elements. */
interface Limits {
  readonly min?: number;
  readonly max?: number;
}

/** What is noted of a field besides its title. */
type Kind = Omit<Partial<Field>, 'title'>;

function field(title: string, notes: Kind, ...rules: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const rule of rules) rule(target, property);
    note(target, property, { title, ...notes, schema: { title, ...notes.schema } });
  };
}

/** A list of values of a kind, each of which the schema `items` describes. */
function list(
  title: string,
  { min = 1, max = FIELD_LIMITS.list }: Limits,
  notes: Kind,
  items: JsonSchema | undefined,
  ...rules: PropertyDecorator[]
): PropertyDecorator {
  const schema = { type: 'array', minItems: min, maxItems: max, ...(items && { items }), ...notes.schema };
  return field(
    title,
    { ...notes, isList: true, maxItems: max, schema },
    IsArray({ message: `${title}应为列表` }),
    ArrayMinSize(min, { message: `${title}至少${min}项` }),
    ArrayMaxSize(max, { message: `${title}至多${max}项` }),
    ...rules,
  );
}

/** A rule of ours on the value of one property, or on each element of a list. */
function rule(name: string, message: string, holds: (value: unknown, object: object) => boolean): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      options: { message },
      validator: { validate: (value, context) => holds(value, context?.object ?? {}) },
    });
}

/** Nothing of a list is said twice. */
function once(title: string): PropertyDecorator {
  return rule('once', `${title}不能重复`, (value) => !Array.isArray(value) || new Set(value).size === value.length);
}

/** What another field of the same object says. */
function beside(object: object, name: string | undefined): unknown {
  return name === undefined ? undefined : (object as Readonly<Record<string, unknown>>)[name];
}

/** The field may be left out; null is not left out. Stands above the field's own decorator. */
export function Optional(): PropertyDecorator {
  return (target, property) => {
    ValidateIf((_object, value) => value !== undefined)(target, property);
    note(target, property, { isOptional: true });
  };
}

/** The field may be null: what it said before no longer holds. Stands above the field's own decorator. */
export function Nullable(): PropertyDecorator {
  return (target, property) => {
    ValidateIf((_object, value) => value !== null)(target, property);
    note(target, property, { isNullable: true });
  };
}

/** What whoever fills in the form has to know. Stands above the field's own decorator. */
export function Hint(hint: string): PropertyDecorator {
  return (target, property) => note(target, property, { hint });
}

/** Few records need the field: a form keeps it folded with its like. Stands above the field's own decorator. */
export function Seldom(): PropertyDecorator {
  return (target, property) => note(target, property, { isSeldom: true });
}

// ---- texts

function words(
  title: string,
  { min = 1, max = FIELD_LIMITS.shortText }: Limits,
  notes: Kind,
  ...further: PropertyDecorator[]
): PropertyDecorator {
  return field(
    title,
    { ...notes, schema: { type: 'string', minLength: min, maxLength: max, ...notes.schema } },
    IsString({ message: `${title}应为文本` }),
    MinLength(min, { message: min === 1 ? `${title}不能为空` : `${title}至少${min}个字` }),
    MaxLength(max, { message: `${title}不能超过${max}个字` }),
    ...readable(title, `${title}不能为空`),
    ...further,
  );
}

/** What holds of every text in somebody's own spelling, alone or in a list: it can be read, and kept as it is read. */
function readable(title: string, empty: string): PropertyDecorator[] {
  const ofTexts = (name: string, message: string, holds: (text: string) => boolean) =>
    rule(name, message, (value) => [value].flat().every((text) => typeof text !== 'string' || holds(text)));
  return [
    ofTexts('seen', empty, (text) => text === '' || isSeen(text)),
    ofTexts('control', `${title}含有控制字符，请删去`, (text) => !hasControl(text)),
    ofTexts('overlaid', `${title}有一个字上叠了过多的符号，请删去`, (text) => !isOverlaid(text)),
  ];
}

/** A short text in somebody's own words: it may name anybody, so that analysts do not read it. */
export function Text(title: string, limits: Limits = {}): PropertyDecorator {
  return words(title, limits, { kind: 'text', privacy: 'words', normal: normalLine });
}

/** A narrative of up to FIELD_LIMITS.longText characters; analysts do not read it. */
export function Narrative(title: string, { min = 1 } = {}): PropertyDecorator {
  const limits = { min, max: FIELD_LIMITS.longText };
  return words(title, limits, { kind: 'narrative', privacy: 'words', normal: normalText });
}

/** A public text: the name of an organ or a unit, a law with its article. */
export function Label(title: string, limits: Limits = {}): PropertyDecorator {
  return words(title, limits, { kind: 'label', normal: normalLine });
}

/** The name of a natural person. */
export function PersonName(title: string, { max = 50 } = {}): PropertyDecorator {
  return words(title, { max }, { kind: 'name', privacy: 'name', normal: normalLine });
}

/** The name of a party; the field `kind` beside it says whether it is a natural person (DOMAIN F11). */
export function PartyName(title: string, { max = 100, kind = 'kind' } = {}): PropertyDecorator {
  return words(title, { max }, { kind: 'name', privacy: 'name', partyKind: kind, normal: normalLine });
}

/** The names of several parties, as they are looked for. */
export function PartyNames(title: string): PropertyDecorator {
  return list(
    title,
    {},
    { kind: 'name', privacy: 'name', normal: normalLine },
    { type: 'string' },
    IsString({ each: true, message: `${title}的每一项应为文本` }),
  );
}

/**
 * A number that somebody's paper bears: of a document, a receipt, a certificate, a court's case. It may hold Chinese and
 * brackets (DOMAIN F10).
 */
export function OfficialNumber(title: string, { max = 100, privacy = 'public' as Field['privacy'] } = {}) {
  return words(title, { max }, { kind: 'officialNumber', privacy, normal: normalNumber });
}

const TERRITORY = /^(\d{6}|\d{9}|\d{12})$/;

/** 行政区划代码 of 6, 9 or 12 digits: county, township, village. */
export function Territory(title: string): PropertyDecorator {
  return field(
    title,
    { kind: 'territory', normal: normalCode, schema: { type: 'string', pattern: TERRITORY.source } },
    IsString({ message: `${title}应为文本` }),
    Matches(TERRITORY, { message: `${title}应为6位、9位或者12位数字` }),
  );
}

/** SHA-256 of a file, 64 lower-case hexadecimal digits. */
export function Digest(title: string): PropertyDecorator {
  const pattern = /^[0-9a-f]{64}$/;
  return field(
    title,
    { kind: 'digest', schema: { type: 'string', pattern: pattern.source, minLength: 64, maxLength: 64 } },
    IsString({ message: `${title}应为文本` }),
    Matches(pattern, { message: `${title}应为64位小写十六进制数` }),
  );
}

/** A rule of the statutes with its edition, `D03@2021-07-15`: by what a day or an amount was found. */
export function Rule(title: string): PropertyDecorator {
  return words(title, { max: 100 }, { kind: 'rule' });
}

/**
 * A 统一社会信用代码 of a party of the kind that the field `kind` beside it says. Its check character agrees, unless the
 * field `confirmed` beside it says that the party really has this code (DOMAIN F13); a citizen has none.
 */
export function Uscc(title: string, { kind, confirmed }: { kind?: string; confirmed?: string } = {}) {
  const party = kind === undefined ? {} : { privacy: 'name' as const, partyKind: kind };
  const mend = confirmed === undefined ? '请核对' : '请核对；当事人确实使用此代码的，勾选“实有代码”';
  return field(
    title,
    { kind: 'uscc', ...party, normal: normalCode, schema: { type: 'string', pattern: USCC_PATTERN.source } },
    rule('uscc', `${title}应为18位，字母大写，校验位与前17位相符，${mend}`, (value, object) => {
      if (typeof value !== 'string') return false;
      return isUscc(value) || (beside(object, confirmed) === true && USCC_PATTERN.test(value));
    }),
    rule('usccOfCitizen', `公民没有${title}，请删去`, (_value, object) => beside(object, kind) !== 'CITIZEN'),
  );
}

// ---- identifiers

const ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;

function identifier(title: string, notes: Kind): PropertyDecorator {
  return field(
    title,
    { normal: normalNumber, ...notes, schema: { type: 'string', pattern: ID.source, maxLength: 100 } },
    IsString({ message: `${title}应为文本` }),
    Matches(ID, { message: `${title}只能由字母、数字和 -_.: 组成，至多100个字符` }),
  );
}

function identifiers(title: string, limits: Limits, notes: Kind, ...further: PropertyDecorator[]): PropertyDecorator {
  return list(
    title,
    limits,
    { normal: normalNumber, ...notes },
    { type: 'string', pattern: ID.source },
    Matches(ID, { each: true, message: `${title}的每一项只能由字母、数字和 -_.: 组成` }),
    ...further,
  );
}

/**
 * An identifier of ours: letters, digits, `-`, `_`, `.`, `:`; at most 100 characters. It may become part of a stream's
 * name. Analysts do not see it: parties and things are numbered by what is at hand.
 */
export function Id(title: string): PropertyDecorator {
  return identifier(title, { kind: 'id', privacy: 'words' });
}

/** Several of what the record numbers, each once; `of` says what. */
export function Ids(title: string, { of, ...limits }: Limits & { readonly of?: string } = {}): PropertyDecorator {
  const kind: Kind = { kind: 'id', privacy: 'words', ...(of !== undefined && { of }), schema: { uniqueItems: true } };
  return identifiers(title, limits, kind, once(title));
}

/** One of the bureau's people, by user id. */
export function PersonRef(title: string): PropertyDecorator {
  return identifier(title, { kind: 'personRef', privacy: 'staff' });
}

/** Several of the bureau's people. */
export function PersonRefs(title: string, limits: Limits = {}): PropertyDecorator {
  return identifiers(title, limits, { kind: 'personRef', privacy: 'staff' });
}

/** A unit of the register of units. */
export function UnitRef(title: string): PropertyDecorator {
  return identifier(title, { kind: 'unitRef' });
}

/** A record of another aggregate (`case`, `lead`), or an item of the catalogue (`powerItem`). */
export function RecordRef(of: string, title: string, more: Pick<Field, 'gives'> = {}): PropertyDecorator {
  return identifier(title, { kind: 'recordRef', of, ...more });
}

/** Official numbers, such as certificates. */
export function OfficialNumbers(
  title: string,
  { privacy = 'public', ...limits }: Limits & { privacy?: Field['privacy'] } = {},
): PropertyDecorator {
  return list(
    title,
    limits,
    { kind: 'officialNumber', privacy, normal: normalNumber },
    { type: 'string', minLength: 1, maxLength: 100 },
    IsString({ each: true, message: `${title}的每一项应为文本` }),
    MinLength(1, { each: true, message: `${title}的每一项不能为空` }),
    ...readable(title, `${title}的每一项不能为空`),
    MaxLength(100, { each: true, message: `${title}的每一项不能超过100个字` }),
  );
}

// ---- days and moments

function isDay(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    legalDay(value);
    return true;
  } catch {
    return false;
  }
}

/** A legal day, YYYY-MM-DD, that exists in the calendar; `name` where it is somebody's own, as a birth date. */
export function Day(title: string, { privacy = 'public' as Field['privacy'] } = {}): PropertyDecorator {
  return field(
    title,
    { kind: 'day', privacy, schema: { type: 'string', format: 'date' } },
    rule('legalDay', `${title}应为实有的日期，格式为 YYYY-MM-DD`, isDay),
  );
}

/** The day of the act itself: by it the act stands in the file. */
export function ActDay(title: string): PropertyDecorator {
  return marked(Day(title), { isActDay: true });
}

/** A list of days. */
export function Days(title: string, { max = FIELD_LIMITS.list }: Limits = {}): PropertyDecorator {
  return list(
    title,
    { min: 0, max },
    { kind: 'day' },
    { type: 'string', format: 'date' },
    rule('legalDays', `${title}的每一项应为实有的日期`, (value) => Array.isArray(value) && value.every(isDay)),
  );
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A moment, ISO-8601 with its offset, that exists in the calendar. */
export function Moment(title: string): PropertyDecorator {
  return field(
    title,
    { kind: 'moment', schema: { type: 'string', format: 'date-time' } },
    rule('moment', `${title}应为带时区的时刻，如 2023-05-06T09:30:00+08:00`, (value) => {
      const parts = typeof value === 'string' ? INSTANT.exec(value) : null;
      return parts !== null && isDay(parts[1]);
    }),
  );
}

/** The moment of the act itself. */
export function ActMoment(title: string): PropertyDecorator {
  return marked(Moment(title), { isActDay: true });
}

function marked(decorate: PropertyDecorator, marks: Partial<Field>): PropertyDecorator {
  return (target, property) => {
    decorate(target, property);
    note(target, property, marks);
  };
}

// ---- amounts, numbers, flags, choices

/** An amount of money in fen: a whole number, never negative. */
export function Fen(title: string, { min = 0 } = {}): PropertyDecorator {
  return field(
    title,
    { kind: 'fen', schema: { type: 'integer', minimum: min, maximum: FIELD_LIMITS.fen, 'x-unit': 'fen' } },
    IsInt({ message: `${title}应为整数（单位：分）` }),
    Min(min, { message: `${title}不能小于${min}分` }),
    Max(FIELD_LIMITS.fen, { message: `${title}超过上限` }),
  );
}

export function WholeNumber(title: string, { min = 0, max = 1_000_000 } = {}): PropertyDecorator {
  return field(
    title,
    { kind: 'number', schema: { type: 'integer', minimum: min, maximum: max } },
    IsInt({ message: `${title}应为整数` }),
    Min(min, { message: `${title}不能小于${min}` }),
    Max(max, { message: `${title}不能大于${max}` }),
  );
}

/** Yes or no. Where it `confirms` the field beside it, there is something to be confirmed. */
export function Flag(title: string, { confirms }: Pick<Field, 'confirms'> = {}): PropertyDecorator {
  return field(
    title,
    { kind: 'flag', schema: { type: 'boolean' }, ...(confirms && { confirms }) },
    IsBoolean({ message: `${title}应为是或否` }),
    rule('confirms', `没有填写所确认的内容，不能勾选${title}`, (value, object) => {
      return value !== true || confirms === undefined || beside(object, confirms) !== undefined;
    }),
  );
}

/** One of the keys of a table whose values are the Chinese terms. */
export function Choice(title: string, terms: Terms): PropertyDecorator {
  const values = Object.keys(terms);
  const list = values.map((value) => `${value}（${terms[value]}）`).join('、');
  return field(
    title,
    { kind: 'choice', terms, schema: { type: 'string', enum: values, 'x-terms': terms } },
    IsIn(values, { message: `${title}应为下列之一：${list}` }),
  );
}

/** A list of choices from a table, each once. */
export function Choices(title: string, terms: Terms, { min = 1, max = Object.keys(terms).length } = {}) {
  const values = Object.keys(terms);
  return list(
    title,
    { min, max },
    { kind: 'choice', terms, schema: { uniqueItems: true } },
    { type: 'string', enum: values, 'x-terms': terms },
    once(title),
    IsIn(values, { each: true, message: `${title}的每一项应为下列之一：${values.join('、')}` }),
  );
}

// ---- objects

/** A nested object. */
export function Nested(title: string, type: () => Constructor): PropertyDecorator {
  return field(
    title,
    { kind: 'nested', nested: type },
    // ValidateNested alone lets a missing object pass, and goes into a list as if each element were the object.
    IsObject({ message: `${title}应为对象` }),
    ValidateNested({ message: `${title}应为对象` }),
  );
}

/** Nothing that a class declares: what cannot be told apart is neither shown nor sent. */
class Sealed {}

/** An object of a class that what stands beside it tells: an act that somebody proposes, whole, with the marks of its own fields. */
export function Enclosed(title: string, enclosed: Enclosure): PropertyDecorator {
  return field(
    title,
    { kind: 'nested', nested: () => Sealed, enclosed, schema: { type: 'object', additionalProperties: true } },
    IsObject({ message: `${title}应为对象` }),
    ValidateNested({ message: `${title}应为对象` }),
    rule(
      'enclosed',
      `${title}是哪一种，所填的其他各项没有说明`,
      (_value, object) => enclosed.classIn(object) !== undefined,
    ),
  );
}

/** The field goes along with a form unseen. Stands above the field's own decorator. */
export function Carried(): PropertyDecorator {
  return (target, property) => note(target, property, { isCarried: true });
}

/** A list of nested objects. */
export function ListOf(title: string, type: () => Constructor, limits: Limits = {}): PropertyDecorator {
  return list(
    title,
    limits,
    { kind: 'nested', nested: type },
    undefined,
    IsObject({ each: true, message: `${title}的每一项应为对象` }),
    ValidateNested({ each: true, message: `${title}的每一项应为对象` }),
  );
}
