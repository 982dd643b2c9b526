import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from './connection.js';
import { SchemaAlteredError, SchemaTooNewError } from './errors.js';
import { type Migration, migrate, shippedMigrations } from './migrate.js';
import { type TestDatabase, testDatabase } from './testing/index.js';

describe('migrate', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  const extra = (number: number, sql: string): Migration => ({ number, name: `${number}.sql`, sql, checksum: sql });
  const migrated = async (migrations?: Migration[]) => {
    const client = await connect(db.url);
    try {
      await migrate(client, migrations);
    } finally {
      await client.end();
    }
  };

  it('leaves a database alone that is up to date', async () => {
    await migrated();
    const { rows } = await db.pool.query('select count(*)::int as n from anjuan.migrations');
    expect(rows).toEqual([{ n: shippedMigrations().length }]);
  });

  it('applies what is missing once, also when several processes start together', async () => {
    const migrations = [...shippedMigrations(), extra(9001, 'create table anjuan.later (n int)')];
    await Promise.all(Array.from({ length: 5 }, () => migrated(migrations)));
    const { rows } = await db.pool.query('select number from anjuan.migrations where number > 9000');
    expect(rows).toEqual([{ number: 9001 }]);
  });

  it('takes a script that fails back as a whole', async () => {
    const broken = [
      ...shippedMigrations(),
      extra(9001, 'create table anjuan.later (n int)'),
      extra(9002, 'create table anjuan.half (n int); select 1/0'),
    ];
    await expect(migrated(broken)).rejects.toThrow('division by zero');
    const { rows } = await db.pool.query(`select to_regclass('anjuan.half') as half`);
    expect(rows).toEqual([{ half: null }]);
  });

  it('refuses a database that is newer than the code', async () => {
    await expect(migrated()).rejects.toThrow(SchemaTooNewError);
    await db.pool.query('delete from anjuan.migrations where number > 9000');
  });

  it('refuses a script that was changed after it had been applied', async () => {
    const [first, ...rest] = shippedMigrations();
    await expect(migrated([{ ...first!, checksum: 'other' }, ...rest])).rejects.toThrow(SchemaAlteredError);
  });
});
