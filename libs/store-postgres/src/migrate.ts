import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { DatabasePermissionError, SchemaAlteredError, SchemaTooNewError } from './errors.js';
import { codeOf, messageOf } from './faults.js';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Advisory lock under which migrations run; any constant does, as long as it never changes. */
const MIGRATION_LOCK = '4702111234474983745';

/** The numbered SQL files beside this module, in order. They are never edited after release. */
export function shippedMigrations(): Migration[] {
  const folder = new URL('./schema/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map((name) => {
      // A checkout that turns line ends around must not look like an edited script.
      const sql = readFileSync(new URL(name, folder), 'utf8').replaceAll('\r\n', '\n');
      return { number: Number(name.slice(0, 4)), name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Brings the schema `anjuan` of the database up to this code: each script in its own transaction, one process at a
 * time. Throws SchemaTooNewError when the database is ahead of the code, SchemaAlteredError when a script that was
 * applied has changed since.
 */
export async function migrate(client: pg.ClientBase, migrations = shippedMigrations()): Promise<void> {
  if (pending(migrations, await applied(client)).length === 0) return;
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    if (!(await journalExists(client))) {
      await client.query(`
        create schema if not exists anjuan;
        create table if not exists anjuan.migrations (
          number integer primary key,
          name text not null,
          checksum text not null,
          applied_at timestamptz not null default now()
        )`);
    }
    for (const migration of pending(migrations, await applied(client))) {
      await client.query('begin');
      try {
        await client.query(migration.sql);
        await client.query('insert into anjuan.migrations (number, name, checksum) values ($1, $2, $3)', [
          migration.number,
          migration.name,
          migration.checksum,
        ]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
    }
  } catch (error) {
    if (codeOf(error) === '42501') throw new DatabasePermissionError('DATABASE_URL', messageOf(error));
    throw error;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  }
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

async function journalExists(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('anjuan.migrations') is not null as there`,
  );
  return rows[0]?.there === true;
}

async function applied(client: pg.ClientBase): Promise<Applied[]> {
  if (!(await journalExists(client))) return [];
  const { rows } = await client.query<Applied>('select number, name, checksum from anjuan.migrations order by number');
  return rows;
}

function pending(migrations: readonly Migration[], journal: readonly Applied[]): Migration[] {
  const known = migrations.at(-1)?.number ?? 0;
  const found = journal.at(-1)?.number ?? 0;
  if (found > known) throw new SchemaTooNewError(found, known);
  const checksums = new Map(journal.map(({ number, checksum }) => [number, checksum]));
  return migrations.filter(({ number, name, checksum }) => {
    const before = checksums.get(number);
    if (before !== undefined && before !== checksum) throw new SchemaAlteredError(name);
    return before === undefined;
  });
}
