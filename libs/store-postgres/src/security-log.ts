import { createHash } from 'node:crypto';
import type pg from 'pg';
import {
  assertSecurityEntries,
  keptSince,
  readSecurityQuery,
  type SecurityEntry,
  type SecurityLog,
  type SecurityPage,
  type SecurityQuery,
  securityKeyOf,
  writeSecurityCursor,
} from '#eventsourcing';
import { said } from './faults.js';
import { readTypes, unnest, unnestParameters, type WriteColumn } from './read-model-values.js';

const COLUMNS: readonly WriteColumn<SecurityEntry>[] = [
  { name: 'at', type: 'instant', value: ({ at }) => at },
  { name: 'kind', type: 'text', value: ({ kind }) => kind },
  { name: 'person', type: 'text', value: ({ person }) => person },
  { name: 'unit', type: 'text', value: ({ unit }) => unit },
  { name: 'address', type: 'text', value: ({ address }) => address },
  { name: 'what', type: 'text', value: ({ what }) => what },
  { name: 'code', type: 'text', value: ({ code }) => code },
  { name: 'count', type: 'bigint', value: ({ count }) => count },
];
const NAMES = COLUMNS.map(({ name }) => name).join(', ');
const KEY: WriteColumn<SecurityEntry> = {
  name: 'key',
  type: 'text',
  value: (entry) => createHash('sha256').update(securityKeyOf(entry)).digest('base64url'),
};
const WRITTEN = [KEY, ...COLUMNS];

/** The security log in PostgreSQL. Throws StoreUnavailableError. */
export class PostgresSecurityLog implements SecurityLog {
  constructor(private readonly pool: pg.Pool) {}

  async add(entries: readonly SecurityEntry[]): Promise<void> {
    assertSecurityEntries(entries);
    if (entries.length === 0) return;
    const same = COLUMNS.slice(1, -1).map(({ name }) => `min(u.${name})`);
    await this.ask(
      `insert into anjuan.security_log (key, ${NAMES})
       select u.key, min(u.at), ${same.join(', ')}, sum(u.count)
       from ${unnest(WRITTEN, 'u')} group by u.key order by min(u.at)
       on conflict (key) do update set count = security_log.count + excluded.count`,
      unnestParameters(WRITTEN, entries),
    );
  }

  async list(query: SecurityQuery): Promise<SecurityPage> {
    const { after } = readSecurityQuery(query);
    const values: unknown[] = [];
    const where: string[] = [];
    const add = (condition: string, value: unknown) => {
      if (value !== undefined) where.push(`${condition} $${values.push(value)}`);
    };
    add('person =', query.person);
    add('kind =', query.kind);
    if (query.units !== undefined) where.push(`unit = any($${values.push(query.units)}::text[])`);
    add('at >=', query.from);
    add('at <=', query.to);
    if (after) where.push(`(at, number) < ($${values.push(after.at)}, $${values.push(after.number)})`);
    const rows = await this.ask(
      `select number, ${NAMES} from anjuan.security_log${where.length > 0 ? ` where ${where.join(' and ')}` : ''}
       order by at desc, number desc limit ${query.limit + 1}`,
      values,
    );
    const entries = rows.slice(0, query.limit).map(entryOf);
    const last = rows[query.limit - 1] as [number, string] | undefined;
    const isMore = rows.length > query.limit && last;
    return { entries, ...(isMore ? { next: writeSecurityCursor({ number: last[0], at: last[1] }) } : {}) };
  }

  async forget(now: string): Promise<void> {
    await this.ask('delete from anjuan.security_log where at < $1', [keptSince(now)]);
  }

  private async ask(text: string, values: unknown[]): Promise<unknown[][]> {
    try {
      const { rows } = await this.pool.query<unknown[]>({ text, values, rowMode: 'array', types: readTypes });
      return rows;
    } catch (error) {
      throw said(error);
    }
  }
}

function entryOf(values: readonly unknown[]): SecurityEntry {
  const [, at, kind, person, unit, address, what, code, count] = values;
  return { at, kind, person, unit, address, what, code, count: Number(count) } as SecurityEntry;
}
