import { fieldsOf, type JsonSchema, storedSchemaOf } from '#fields';
import { AGGREGATES } from './registry.js';

/*
 * What every event says, as it is stored for ever: `stored-for-ever.json`, by aggregate and event type. A spec compares it
 * with the classes of the events, so that nobody changes what is stored without knowing it. `npm run stored:update`
 * writes it.
 */

/** An event type: its schema version, and its fields with what they are and hide. */
export interface StoredEvent {
  readonly version: number;
  readonly data: JsonSchema;
}

export type StoredEvents = Readonly<Record<string, Readonly<Record<string, StoredEvent>>>>;

/** What the events of every aggregate say now. */
export function storedEvents(): StoredEvents {
  const events = AGGREGATES.map(({ name, events: types, schemaVersion }): [string, Record<string, StoredEvent>] => [
    name,
    Object.fromEntries(
      [...types.values()]
        .filter(({ type }) => typeof type === 'function' && fieldsOf(type).size > 0)
        .map(({ type }) => [type.name, { version: schemaVersion(type.name), data: storedSchemaOf(type) }]),
    ),
  ]);
  return Object.fromEntries(events.filter(([, types]) => Object.keys(types).length > 0));
}

const UPDATE = '确认后运行 npm run stored:update（if this is meant, run npm run stored:update）';
const RAISE =
  '已经存下的事件不会跟着改：请增加 upcasts 提高版本、在 spec 中留一件旧样本，再运行 npm run stored:update' +
  '（what is stored stays as it is: raise the version with an upcaster, keep a fixture of the old shape, then run npm run stored:update）';
const NEVER = '已经存下的事件永远要能读：请恢复（what is stored must be readable for ever: put it back）';

/** How what the events say differs from what was stored, in sentences that say what to do; none where nothing does. */
export function differencesFromStored(stored: StoredEvents, now: StoredEvents): string[] {
  const differences: string[] = [];
  for (const [aggregate, types] of Object.entries(stored))
    for (const [type, known] of Object.entries(types)) {
      const present = now[aggregate]?.[type];
      const name = `${aggregate} ${type}`;
      if (present === undefined || present.version < known.version) differences.push(`${name}没有了。${NEVER}`);
      else if (present.version > known.version) differences.push(`${name}有了新版本${present.version}。${UPDATE}`);
      else differences.push(...fieldDifferences(name, known.data, present.data));
    }
  for (const [aggregate, types] of Object.entries(now))
    for (const type of Object.keys(types))
      if (stored[aggregate]?.[type] === undefined) differences.push(`${aggregate} ${type}是新的事件。${UPDATE}`);
  return differences;
}

/** A field as `storedSchemaOf` says it. */
interface StoredField {
  readonly kind: string | readonly string[];
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly terms?: readonly string[];
  readonly fields?: JsonSchema;
  readonly [mark: string]: unknown;
}

function fieldDifferences(path: string, stored: JsonSchema, now: JsonSchema): string[] {
  const differences: string[] = [];
  for (const [name, known] of Object.entries(stored as Record<string, StoredField>)) {
    const present = now[name] as StoredField | undefined;
    const at = `${path}.${name}`;
    if (present === undefined) differences.push(`${at}没有了。${RAISE}`);
    else differences.push(...differenceOf(at, known, present));
  }
  for (const [name, { optional }] of Object.entries(now as Record<string, StoredField>))
    if (stored[name] === undefined) differences.push(`${path}.${name}是新的字段。${optional ? UPDATE : RAISE}`);
  return differences;
}

function differenceOf(at: string, known: StoredField, present: StoredField): string[] {
  const { fields: knownFields, ...was } = known;
  const { fields: presentFields, ...is } = present;
  const inside = knownFields && presentFields ? fieldDifferences(at, knownFields, presentFields) : [];
  if (JSON.stringify(was) === JSON.stringify(is)) return inside;
  // Marks and further terms change what is made of the past, not how it is read.
  const isReadable =
    shapeOf(was.kind) === shapeOf(is.kind) &&
    (was.optional !== true || is.optional === true) &&
    (was.nullable !== true || is.nullable === true) &&
    (is.terms === undefined || (was.terms ?? []).every((term) => is.terms!.includes(term)));
  return [`${at}由${JSON.stringify(was)}改为${JSON.stringify(is)}。${isReadable ? UPDATE : RAISE}`, ...inside];
}

/** The kind of JSON value that a field holds. */
function shapeOf(kind: StoredField['kind']): string {
  if (typeof kind !== 'string') return `[${shapeOf(kind[0]!)}]`;
  if (kind === 'fen' || kind === 'number') return 'number';
  return kind === 'flag' || kind === 'nested' || kind === 'day' || kind === 'moment' || kind === 'choice'
    ? kind
    : 'text';
}
