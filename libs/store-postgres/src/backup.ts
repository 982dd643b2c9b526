import { createHash, type Hash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { connect } from './connection.js';
import { BackupDamagedError, BackupTargetError, NotABackupError, SchemaTooNewError } from './errors.js';
import { migrate, shippedMigrations } from './migrate.js';

/*
 * Everything that is kept and cannot be derived, as it was at one moment, in a directory: a file for each table and a list of
 * them with checksums. The server goes on working meanwhile. Read models and figures are left out: they are rebuilt from the
 * log. For a PostgreSQL of one's own there are better tools; this one needs nothing but us.
 */

const FORMAT = 'anjuan-backup';
const VERSION = 1;
const LIST = 'backup.json';

/** Tables that follow from the others, with those of the ledger by their beginning, or say how a process was doing that is gone. */
const DERIVED = '^(migrations|projection|read_model|parked_key|metric_.*|follower_report)$';

export interface BackedUpTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
}

export interface BackupList {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  /** ISO-8601 UTC. */
  readonly madeAt: string;
  /** Number of the last schema script of the database it was made of. */
  readonly schema: number;
  readonly tables: readonly BackedUpTable[];
}

/** Writes a backup of the database into a directory that does not exist yet; it is whole or not there. */
export async function backUp(url: string, directory: string, at: string): Promise<BackupList> {
  const unfinished = `${directory}.unfinished`;
  const client = await connect(url, { name: 'anjuan-backup' });
  try {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true, mode: 0o700 });
    await client.query('begin isolation level repeatable read, read only');
    const tables: BackedUpTable[] = [];
    for (const table of await keptTables(client)) tables.push(await copyOut(client, table, unfinished));
    const { rows } = await client.query<{ schema: number }>('select max(number) as schema from anjuan.migrations');
    await client.query('commit');
    const list: BackupList = { format: FORMAT, version: VERSION, madeAt: at, schema: rows[0]!.schema, tables };
    writeFileSync(join(unfinished, LIST), `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(unfinished, directory);
    return list;
  } finally {
    await client.end();
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Fills an empty database with a backup, in one transaction, and brings its schema up to this code. Throws NotABackupError,
 * BackupDamagedError, BackupTargetError or SchemaTooNewError, whose message is a sentence for the operator; then nothing
 * was restored.
 */
export async function restoreBackup(directory: string, url: string): Promise<BackupList> {
  const list = readList(directory);
  const known = shippedMigrations();
  const newest = known.at(-1)!.number;
  if (list.schema > newest) throw new SchemaTooNewError(list.schema, newest);
  for (const table of list.tables) await check(directory, table);
  const client = await connect(url, { name: 'anjuan-backup' });
  try {
    await guardEmpty(client, list.schema);
    await migrate(
      client,
      known.filter(({ number }) => number <= list.schema),
    );
    await client.query('begin');
    for (const table of list.tables) await copyIn(client, table, directory);
    await client.query('commit');
    await migrate(client, known);
    return list;
  } finally {
    await client.end();
  }
}

/** Kept tables of the schema, each after those to which it refers. */
async function keptTables(client: pg.ClientBase): Promise<Pick<BackedUpTable, 'name' | 'columns'>[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; refers: string[] }>(
    `select c.relname as name,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
         where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as refers
     from pg_class c
     where c.relnamespace = 'anjuan'::regnamespace and c.relkind = 'r' and c.relname !~ $1
     order by c.relname`,
    [DERIVED],
  );
  const ordered: typeof rows = [];
  while (ordered.length < rows.length) {
    const is = (name: string) => ordered.some((table) => table.name === name);
    const ready = rows.filter((table) => !ordered.includes(table) && table.refers.every(is));
    if (ready.length === 0) throw new Error('tables refer to each other in a circle, or to one that is not kept');
    ordered.push(...ready);
  }
  return ordered.map(({ name, columns }) => ({ name, columns }));
}

function columnsOf(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}

async function copyOut(
  client: pg.ClientBase,
  { name, columns }: Pick<BackedUpTable, 'name' | 'columns'>,
  directory: string,
): Promise<BackedUpTable> {
  const hash = createHash('sha256');
  const copy = client.query(copyTo(`copy anjuan."${name}" (${columnsOf(columns)}) to stdout`));
  const file = createWriteStream(fileOf(directory, name), { mode: 0o600, flush: true });
  await pipeline(copy, createGzip({ level: 1 }), hashing(hash), file);
  return { name, columns, rows: copy.rowCount, sha256: hash.digest('hex') };
}

async function copyIn(client: pg.ClientBase, { name, columns, rows }: BackedUpTable, directory: string): Promise<void> {
  const copy = client.query(copyFrom(`copy anjuan."${name}" (${columnsOf(columns)}) from stdin`));
  await pipeline(createReadStream(fileOf(directory, name)), createGunzip(), copy);
  if (copy.rowCount !== rows) throw new BackupDamagedError(fileOf(directory, name));
  // Numbers that the table gives itself go on after those that came.
  const given = await client.query<{ column: string }>(
    `select column_name as column from information_schema.columns
     where table_schema = 'anjuan' and table_name = $1 and is_identity = 'YES'`,
    [name],
  );
  for (const { column } of given.rows)
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max("${column}"), 0) + 1, false) from anjuan."${name}"`,
      [`anjuan.${name}`, column],
    );
}

function fileOf(directory: string, table: string): string {
  return join(directory, `${table}.gz`);
}

function hashing(hash: Hash): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

function readList(directory: string): BackupList {
  let list: Partial<BackupList>;
  try {
    list = JSON.parse(readFileSync(join(directory, LIST), 'utf8')) as Partial<BackupList>;
  } catch {
    throw new NotABackupError(directory);
  }
  if (list.format !== FORMAT || list.version !== VERSION) throw new NotABackupError(directory);
  const names = list.tables?.flatMap(({ name, columns }) => [name, ...columns]) ?? [];
  if (!names.includes('events') || !names.every((name) => /^[a-z_]+$/.test(name))) throw new NotABackupError(directory);
  return list as BackupList;
}

async function check(directory: string, { name, sha256 }: BackedUpTable): Promise<void> {
  const file = fileOf(directory, name);
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch {
    throw new BackupDamagedError(file);
  }
  if (hash.digest('hex') !== sha256) throw new BackupDamagedError(file);
}

/** Nothing of ours is there, or what an earlier restore that was stopped had made: tables without a row. */
async function guardEmpty(client: pg.ClientBase, schema: number): Promise<void> {
  const there = await client.query(`select from pg_namespace where nspname = 'anjuan'`);
  if (there.rowCount === 0) return;
  const { rows } = await client.query<{ schema: number | null }>('select max(number) as schema from anjuan.migrations');
  if ((rows[0]!.schema ?? 0) > schema) throw new BackupTargetError();
  for (const { name } of await keptTables(client)) {
    const found = await client.query(`select from anjuan."${name}" limit 1`);
    if (found.rowCount !== 0) throw new BackupTargetError();
  }
}
