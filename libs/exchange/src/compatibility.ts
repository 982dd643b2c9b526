import type { JsonSchema } from '#fields';
import { type PublicContract, type Published, presentSchemas } from './schemas.js';

/*
 * What may change within a version. Whoever reads by an older schema reads what is sent now, and whoever reads by the newest
 * reads what still lies in the topics: a kind of message may be added, and to it optional fields and terms of a choice;
 * titles may change. Everything else stays what it is, or the kind gets a new version: then its messages carry another
 * `dataschema`, and the schema before stays where it was.
 */

/** A new contract, as far as it may follow on the one before. */
export interface Succession {
  readonly contract: PublicContract;
  /** What other systems could not read, each in a sentence. Empty, or the contract is not to be published. */
  readonly refused: readonly string[];
}

/** What other systems will be told after what they were told. */
export function succession(before: PublicContract, present = presentSchemas()): Succession {
  const refused: string[] = [];
  const earlier: Record<string, Published> = { ...before.earlier };
  for (const [name, was] of Object.entries(before.present)) {
    const is = present[name];
    if (is === undefined || is.version < was.version) refused.push(`${name}：已经公布的消息和版本不能取消`);
    else if (is.version > was.version) earlier[`${name}/${was.version}`] = was;
    else refused.push(...incompatibilities(name, was, is));
  }
  return { contract: { present, earlier }, refused };
}

const RAISE =
  '其他系统按原来的约定读不了：请恢复，或者在 libs/exchange/src/versions.ts 的 VERSIONS 中提高它的版本，再运行 npm run contract:update' +
  '（put it back, or raise its version in VERSIONS, then run npm run contract:update）';

function incompatibilities(name: string, was: Published, is: Published): string[] {
  const faults = was.topic === is.topic ? [] : [`${name}：主题由 ${was.topic} 改为 ${is.topic}`];
  return [...faults, ...schemaFaults(name, was.schema, is.schema)].map((fault) => `${fault}。${RAISE}`);
}

/** Keywords that say how something is called, not what it may be. */
const NAMES = new Set(['title', 'description']);
/** Keywords whose parts are compared one by one. */
const PARTS = new Set(['properties', 'required', 'items', 'x-terms']);

function schemaFaults(at: string, was: JsonSchema, is: JsonSchema): string[] {
  const faults: string[] = [];
  for (const keyword of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (NAMES.has(keyword) || PARTS.has(keyword)) continue;
    const [before, now] = [JSON.stringify(was[keyword]), JSON.stringify(is[keyword])];
    if (before !== now) faults.push(`${at}：${keyword} 由 ${before ?? '无'} 改为 ${now ?? '无'}`);
  }
  const terms = is['x-terms'] as object | undefined;
  if ((was['x-terms'] === undefined) !== (terms === undefined)) faults.push(`${at}：选项有无改变`);
  for (const term of Object.keys((was['x-terms'] as object | undefined) ?? {}))
    if (terms !== undefined && !Object.hasOwn(terms, term)) faults.push(`${at}：选项 ${term} 没有了`);
  return [...faults, ...fieldFaults(at, was, is), ...itemFaults(at, was['items'], is['items'])];
}

function itemFaults(at: string, was: unknown, is: unknown): string[] {
  if (was === undefined && is === undefined) return [];
  if (was === undefined || is === undefined) return [`${at}：列表的内容有无改变`];
  return schemaFaults(`${at}[]`, was as JsonSchema, is as JsonSchema);
}

function fieldFaults(at: string, was: JsonSchema, is: JsonSchema): string[] {
  const faults: string[] = [];
  const [before, now] = [fieldsIn(was), fieldsIn(is)];
  for (const [name, field] of before.fields) {
    const present = now.fields.get(name);
    if (present === undefined) faults.push(`${at}.${name}：字段没有了`);
    else {
      if (before.required.has(name) !== now.required.has(name))
        faults.push(`${at}.${name}：${now.required.has(name) ? '改为必有' : '改为可以没有'}`);
      faults.push(...schemaFaults(`${at}.${name}`, field, present));
    }
  }
  for (const name of now.required)
    if (!before.fields.has(name)) faults.push(`${at}.${name}：新增的字段应当可以没有，主题中已有的消息没有它`);
  return faults;
}

function fieldsIn({ properties, required }: JsonSchema) {
  return {
    fields: new Map(Object.entries((properties ?? {}) as Record<string, JsonSchema>)),
    required: new Set((required ?? []) as readonly string[]),
  };
}
