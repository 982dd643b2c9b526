import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { connect, DatabaseUnreachableError } from '#store-postgres';
import { runModule } from '#store-postgres/testing';
import { DirectoryInUseError, DirectoryNotWritableError, PortInUseError } from '#supervisor';
import { type EmbeddedServer, startEmbedded } from './embedded.js';
import { DataVersionError, NotOurDataError } from './errors.js';

let seed: string;
let root: string;
const servers: EmbeddedServer[] = [];
beforeAll(async () => {
  seed = mkdtempSync(join(tmpdir(), 'anjuan-seed-'));
  const server = await startEmbedded({ directory: seed, durable: false });
  await server.stop();
});
afterAll(() => rmSync(seed, { recursive: true, force: true }));
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'anjuan-embedded-'));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  rmSync(root, { recursive: true, force: true });
});

const start = async (directory: string, port?: number): Promise<EmbeddedServer> => {
  const server = await startEmbedded({ directory, durable: false, ...(port === undefined ? {} : { port }) });
  servers.push(server);
  return server;
};
/** A directory whose data has been made before: making it takes longer than all the rest. */
const prepared = (): string => {
  const directory = join(root, 'data');
  mkdirSync(directory);
  // With cp, because it keeps the owner.
  expect(spawnSync('cp', ['-a', join(seed, 'postgresql'), directory]).status).toBe(0);
  return directory;
};
const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = await connect(url);
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};
const isRunning = (pid: number): boolean => {
  try {
    // A zombie has no working directory any more.
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z';
  } catch {
    return false;
  }
};

/** Tries until it succeeds; fails with the last error after a minute. */
const eventually = async <T>(attempt: () => Promise<T>): Promise<T> => {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(20);
    }
  }
};

describe('the embedded server', () => {
  it('starts in a directory of any name, relative too, and finds its data again', async () => {
    const directory = join(root, '数据 目录', 'it\'s "here"');
    const first = await start(relative(process.cwd(), directory));
    await query(first.url, 'create table kept as select 1 as n');
    await first.stop();
    const second = await start(directory);
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }]);
  });

  it('starts below a directory that only its owner may enter', async () => {
    const closed = join(root, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const server = await start(join(closed, 'data'));
    expect(await query(server.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect(statSync(closed).mode & 0o777).toBe(0o700);
  });

  it('lets nobody in without the password, which only the owner can read', async () => {
    const directory = prepared();
    const server = await start(directory);
    const url = new URL(server.url);
    for (const user of ['anjuan', 'postgres']) {
      for (const password of ['', 'password', 'postgres']) {
        const client = new pg.Client({
          host: '127.0.0.1',
          port: Number(url.port),
          user,
          password,
          database: 'postgres',
        });
        await expect(client.connect()).rejects.toThrow();
      }
    }
    const secret = join(directory, 'postgresql', 'anjuan-password');
    expect(statSync(secret).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'postgresql')).mode & 0o777).toBe(0o700);
    expect(await query(server.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(server.url, `select rolsuper from pg_roles where rolname = current_user`)).toEqual([
      { rolsuper: false },
    ]);
  });

  it('refuses a second instance on the same directory, and says who has it', async () => {
    const server = await start(prepared());
    const second = startEmbedded({ directory: join(root, 'data') });
    await expect(second).rejects.toThrow(DirectoryInUseError);
    await expect(second).rejects.toMatchObject({ pid: process.pid });
    expect(await query(server.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('takes over from an owner that was killed and whose server still runs', async () => {
    const directory = prepared();
    const owner = runModule(new URL('./testing/embedded-process.ts', import.meta.url), [directory], 'pipe');
    const [line] = (await once(createInterface({ input: owner.stdout! }), 'line')) as [string];
    const left = JSON.parse(line) as { pid: number; url: string };
    await query(left.url, 'create table kept as select 1 as n');
    await expect(startEmbedded({ directory })).rejects.toMatchObject({ pid: owner.pid });
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    expect(isRunning(left.pid)).toBe(true);
    const server = await start(directory);
    expect(isRunning(left.pid)).toBe(false);
    expect(await query(server.url, 'select n from kept')).toEqual([{ n: 1 }]);
  });

  it('starts the server again when it is killed, on the same port, each time, and then stops it', async () => {
    const said: string[] = [];
    const server = await startEmbedded({
      directory: prepared(),
      durable: false,
      onTrouble: (sentence) => said.push(sentence),
    });
    servers.push(server);
    await query(server.url, 'create table kept as select 1 as n');
    for (const times of [1, 2]) {
      const { pid } = server;
      process.kill(pid, 'SIGKILL');
      await expect(eventually(() => query(server.url, 'select n from kept'))).resolves.toEqual([{ n: 1 }]);
      await eventually(async () => expect(said).toHaveLength(2 * times));
      expect(server.pid).not.toBe(pid);
    }
    expect(said.slice(-2)).toEqual(['内置数据库意外停止，正在重新启动', '内置数据库已经重新启动']);
    const { pid } = server;
    await server.stop();
    expect(isRunning(pid)).toBe(false);
    await expect(query(server.url, 'select 1')).rejects.toThrow(DatabaseUnreachableError);
  });

  it('stopped while its server is down does not bring it back', async () => {
    const directory = prepared();
    const killed = await start(directory);
    await query(killed.url, 'create table kept as select 1 as n');
    process.kill(killed.pid, 'SIGKILL');
    await killed.stop();
    expect(existsSync(join(directory, 'in-use.json'))).toBe(false);
    await expect(query(killed.url, 'select 1')).rejects.toThrow(DatabaseUnreachableError);
    const server = await start(directory);
    expect(await query(server.url, 'select n from kept')).toEqual([{ n: 1 }]);
  });

  it('is not deceived by a pid file whose pid now belongs to another program', async () => {
    const directory = prepared();
    const first = await start(directory);
    const pidFile = join(directory, 'postgresql', 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    await first.stop();
    writeFileSync(pidFile, [String(process.ppid), ...lines.slice(1)].join('\n'));
    writeFileSync(join(directory, 'in-use.json'), JSON.stringify({ pid: process.ppid, started: 'another time' }));
    const server = await start(directory);
    expect(await query(server.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('begins anew after an initialisation that was cut short', async () => {
    const directory = join(root, 'data');
    mkdirSync(join(directory, 'postgresql.initialising-12345-0a1b2c3d', 'base'), { recursive: true });
    writeFileSync(join(directory, 'in-use.json'), '');
    const server = await start(directory);
    expect(await query(server.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect(readdirSync(directory).filter((name) => name.includes('initialising'))).toEqual([]);
  });

  it('leaves data alone that it did not make', async () => {
    const directory = join(root, 'data');
    mkdirSync(join(directory, 'postgresql'), { recursive: true });
    writeFileSync(join(directory, 'postgresql', 'letter.txt'), 'dear');
    await expect(start(directory)).rejects.toThrow(NotOurDataError);
    expect(readdirSync(join(directory, 'postgresql'))).toEqual(['letter.txt']);
  });

  it.each(['17', '99'])('refuses data made by PostgreSQL %s', async (version) => {
    const directory = prepared();
    const server = await start(directory);
    await server.stop();
    writeFileSync(join(directory, 'postgresql', 'PG_VERSION'), `${version}\n`);
    await expect(start(directory)).rejects.toThrow(DataVersionError);
  });

  it('refuses a place where nothing can be made, and leaves nothing behind', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(start(join(root, 'file'))).rejects.toThrow(DirectoryNotWritableError);
    await expect(start(join(root, 'file', 'data'))).rejects.toThrow(DirectoryNotWritableError);
    const readOnly = process.getuid?.() === 0 ? '/proc/anjuan' : join(root, 'read-only');
    if (!readOnly.startsWith('/proc')) {
      mkdirSync(readOnly);
      chmodSync(readOnly, 0o555);
    }
    await expect(start(join(readOnly, 'data'))).rejects.toThrow(DirectoryNotWritableError);
    expect(existsSync(join(readOnly, 'data'))).toBe(false);
  });

  it('refuses a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const address = other.address() as { port: number };
      const directory = prepared();
      await expect(start(directory, address.port)).rejects.toThrow(PortInUseError);
      const server = await start(directory);
      expect(await query(server.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    } finally {
      other.close();
    }
  });
});
