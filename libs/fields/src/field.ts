/*
 * What a field is. One decorator says everything about a field once: its Chinese title, how it is checked and brought to
 * its normal form, its JSON schema, its column, what a person may see of it. Commands, events and rows are classes of
 * such fields; forms, contracts for other systems, masks and erasure are derived from them.
 */

export type JsonSchema = { readonly [keyword: string]: unknown };

export type Constructor<T extends object = object> = new () => T;

/** Identifiers and their Chinese terms, as a choice offers them. */
export type Terms = Readonly<Record<string, string>>;

/** What a field holds; everything that is shown, kept or asked of it follows from this. */
export type FieldKind =
  | 'text'
  | 'narrative'
  | 'label'
  | 'name'
  | 'officialNumber'
  | 'id'
  | 'personRef'
  | 'unitRef'
  | 'recordRef'
  | 'uscc'
  | 'territory'
  | 'digest'
  | 'rule'
  | 'day'
  | 'moment'
  | 'fen'
  | 'number'
  | 'flag'
  | 'choice'
  | 'nested';

/**
 * What is personal in a field. `words`: whatever somebody wrote, which may name anybody. `name`: of a natural person, or
 * of a party whose kind says whether it is one. `staff`: who of the bureau's own people. `public`: nothing.
 */
export type Privacy = 'public' | 'words' | 'name' | 'staff';

export interface Field {
  readonly title: string;
  readonly kind: FieldKind;
  readonly privacy: Privacy;
  readonly schema: JsonSchema;
  readonly isOptional: boolean;
  /** The value may be null: what was there is taken away. */
  readonly isNullable: boolean;
  /** A list of such values; `maxItems` is known before an element is looked at. */
  readonly isList: boolean;
  readonly maxItems?: number;
  /** Class of a nested object, or of a list's elements. */
  readonly nested?: () => Constructor;
  /** What of another class lies in it whole: which class, that says the object around it. */
  readonly enclosed?: Enclosure;
  /** Part of a form that goes along unseen: nobody fills it in. */
  readonly isCarried?: boolean;
  /** Few records need it: a form keeps it folded with its like. */
  readonly isSeldom?: boolean;
  /** Fields beside this one that the record it points at says, where nobody has: under which name its row says each. */
  readonly gives?: Readonly<Record<string, string>>;
  /** Terms of a choice. */
  readonly terms?: Terms;
  /** The day or moment of the act itself, before any day that follows from it. */
  readonly isActDay: boolean;
  /** Which records a `recordRef` points at: the name of their aggregate; of what of its own record something is said: its parties. */
  readonly of?: string;
  /** Field beside this one that says what kind of party a name or code belongs to. */
  readonly partyKind?: string;
  /** Field beside this one that it confirms: a flag that says nothing where that field is left out. */
  readonly confirms?: string;
  /** Brings a value that has the right type to its normal form, before it is checked. */
  readonly normal?: (value: string) => string;
  /** A sentence for whoever fills in the form. */
  readonly hint?: string;
}

/** Objects of other classes that a field may hold, told apart by what stands beside it. */
export interface Enclosure {
  /** The class of what is enclosed in this object; undefined where it says none that there is. */
  readonly classIn: (beside: object) => Constructor | undefined;
  /** Every class that there is, with what stands beside an object of it. */
  readonly kinds: () => readonly { readonly beside: object; readonly type: Constructor }[];
}

const BLANK: Omit<Field, 'title' | 'kind'> = {
  privacy: 'public',
  schema: {},
  isOptional: false,
  isNullable: false,
  isList: false,
  isActDay: false,
};

const own = new WeakMap<object, Map<string, Partial<Field>>>();

/** Adds to what is known of a property; decorators come from the innermost outwards. */
export function note(target: object, property: string | symbol, addition: Partial<Field>): void {
  const fields = own.get(target.constructor) ?? new Map<string, Partial<Field>>();
  own.set(target.constructor, fields);
  const name = String(property);
  const known = fields.get(name);
  fields.set(name, { ...known, ...addition, schema: { ...known?.schema, ...addition.schema } });
}

const continued = new WeakSet<object>();

/** The class goes on where the one that it extends ends: what it inherits is stored first. */
export function Continued(): ClassDecorator {
  return (type) => {
    continued.add(type);
  };
}

const complete = new WeakMap<object, ReadonlyMap<string, Field>>();

/**
 * The fields of a class in the order in which they are stored: its own first, then those of the class that it extends.
 * An event that extends its command thus says first what the law or the sign-in added; one that is continued says it
 * last. Classes are whole before anybody asks.
 */
export function fieldsOf(type: Constructor): ReadonlyMap<string, Field> {
  const known = complete.get(type);
  if (known) return known;
  const parent = Object.getPrototypeOf(type) as Constructor | null;
  const inherited = parent && parent !== Function.prototype ? fieldsOf(parent) : new Map<string, Field>();
  const fields = new Map<string, Field>(continued.has(type) ? inherited : []);
  for (const [name, notes] of own.get(type) ?? []) {
    if (notes.title === undefined || notes.kind === undefined)
      throw new TypeError(`${type.name}.${name} is optional or an act's day, but no field`);
    fields.set(name, { ...BLANK, ...notes } as Field);
  }
  for (const [name, field] of inherited) if (!fields.has(name)) fields.set(name, field);
  complete.set(type, fields);
  return fields;
}

/** The class of what a field of this object holds; undefined where it holds no object. */
export function nestedIn(field: Field, object: object): Constructor | undefined {
  return fieldIn(field, object).nested?.();
}

/** The field as it is in this object: what is enclosed has its class. */
export function fieldIn(field: Field, object: object): Field {
  const enclosed = field.enclosed?.classIn(object);
  return enclosed === undefined ? field : { ...field, nested: () => enclosed };
}

/** The field at a path such as `officers[0].certNo`; undefined where there is none. */
export function fieldAt(type: Constructor, path: string): Field | undefined {
  let fields: ReadonlyMap<string, Field> | undefined = fieldsOf(type);
  let field: Field | undefined;
  for (const step of path.replaceAll(/\[\d+\]/g, '').split('.')) {
    field = fields?.get(step);
    fields = field?.nested && fieldsOf(field.nested());
  }
  return field;
}

/** What an object of a class is made of: what may be left out may be undefined as well. */
export type Values<T> = {
  readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: T[K] | undefined;
};

/** An object with the fields of a class, in their order, and nothing else; what is undefined is left out. */
export function arranged<T extends object>(type: Constructor<T>, values: Values<T>): T {
  const given = values as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const name of fieldsOf(type).keys()) if (given[name] !== undefined) result[name] = given[name];
  return result as T;
}
