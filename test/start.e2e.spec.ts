import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { tokenOf } from './people.js';
import { freePort, listening, type Running, run, stopLeftovers } from './processes.js';

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'anjuan-e2e-'));
});
afterEach(stopLeftovers);
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

const started = (app: Running) => app.until(() => app.stdout.includes('按 Ctrl-C 停止'), 120_000);

describe('npm start', () => {
  it('starts on an empty embedded store, takes a command, and has it after being killed', async () => {
    const directory = join(scratch, 'data');
    const port = await freePort();
    const environment = { ANJUAN_DATA: directory, PORT: String(port) };
    const first = run('standalone', ['--empty'], environment);
    await started(first);
    const token = await tokenOf(directory, '系统管理员');
    const url = `http://127.0.0.1:${port}`;
    const unit = {
      name: '衢州市综合行政执法局',
      level: 'CITY',
      territoryCode: '330800',
      uscc: '11330800768656330Q',
      documentPrefix: '衢综',
    };
    const establish = () =>
      fetch(`${url}/api/units/330800/EstablishUnit`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'e2e-1' },
        body: JSON.stringify(unit),
      });
    const answer = await establish();
    expect([200, 201]).toContain(answer.status);
    expect(await answer.json()).toMatchObject({ revision: 0, position: 2, replayed: false });
    await first.stop('SIGKILL');

    const second = run('standalone', ['--empty'], environment);
    await started(second);
    expect(await (await establish()).json()).toMatchObject({ revision: 0, position: 2, replayed: true });
    // Somebody who never finishes his request holds nothing up.
    const slow = connect(port, '127.0.0.1').on('error', () => {});
    slow.write('POST /api/units/330800/EstablishUnit HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{');
    await once(slow, 'connect');
    expect(await second.stop('SIGTERM')).toBe(0);
    expect(second.stderr).toBe('');
  }, 240_000);

  it('one Ctrl-C under npm, which arrives twice, interrupts the demonstration year; the next start goes on with it', async () => {
    const environment = { ANJUAN_DATA: join(scratch, 'interrupted 中断'), PORT: String(await freePort()) };
    const first = run('standalone', [], environment);
    await first.until(() => first.stderr.includes('办理 0%'), 120_000);
    first.process.kill('SIGINT');
    expect(await first.stop('SIGINT')).toBe(0);
    expect(first.stderr).toContain('演示数据的装入已中断，下次启动会接着装');
    expect(first.stderr).not.toMatch(/Error/);

    const empty = run('standalone', ['--empty'], environment);
    expect(await empty.exited).toBe(1);
    expect(empty.stderr.trim().split('\n')).toHaveLength(1);
    expect(empty.stderr).toContain('装到一半的演示数据');

    const second = run('standalone', [], environment);
    await second.until(() => second.stderr.includes('办理 0%'), 120_000);
    expect(second.stderr).toContain('接着装入上次中断的演示数据');
    expect(await second.stop('SIGTERM')).toBe(0);
  }, 360_000);

  it('brings the database back that is killed under the demonstration year, and the play goes on', async () => {
    const directory = join(scratch, 'gone');
    const app = run('standalone', [], { ANJUAN_DATA: directory, PORT: String(await freePort()) });
    await app.until(() => app.stderr.includes('办理 0%'), 120_000);
    const [pid] = readFileSync(join(directory, 'postgresql', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await app.until(() => app.stderr.includes('内置数据库已经重新启动'), 120_000);
    await app.until(() => /办理 [12]0%/.test(app.stderr), 120_000);
    expect(app.stderr).not.toMatch(/Error/);
    expect(await app.stop('SIGTERM')).toBe(0);
  }, 300_000);

  it('says in one sentence that the port is taken, and creates nothing', async () => {
    const { port, server } = await listening();
    const directory = join(scratch, 'never');
    const app = run('standalone', [], { ANJUAN_DATA: directory, PORT: String(port) });
    expect(await app.exited).toBe(1);
    expect(app.stderr.trim()).toBe(`端口 ${port} 已被占用，请用 PORT 指定别的端口`);
    expect(existsSync(directory)).toBe(false);
    server.close();
  });

  it('says in one sentence that demonstration tokens are not for other machines, and creates nothing', async () => {
    const directory = join(scratch, 'never');
    const app = run('standalone', [], { ANJUAN_DATA: directory, PORT: String(await freePort()), HOST: '0.0.0.0' });
    expect(await app.exited).toBe(1);
    expect(app.stderr.trim().split('\n')).toHaveLength(1);
    expect(app.stderr).toContain('ANJUAN_DEMONSTRATION=yes');
    expect(existsSync(directory)).toBe(false);
  });

  it('says in one sentence that the database cannot be reached', async () => {
    const app = run('standalone', [], {
      ANJUAN_DATA: join(scratch, 'unused'),
      PORT: String(await freePort()),
      DATABASE_URL: `postgresql://nobody:wrong@127.0.0.1:${await freePort()}/nowhere`,
    });
    expect(await app.exited).toBe(1);
    expect(app.stderr.trim().split('\n')).toHaveLength(1);
    expect(app.stderr).toContain('无法连接数据库');
  });

  it('says in one sentence that the data directory cannot be written', async () => {
    const app = run('standalone', [], { ANJUAN_DATA: '/proc/anjuan', PORT: String(await freePort()) });
    expect(await app.exited).toBe(1);
    expect(app.stderr.trim().split('\n')).toHaveLength(1);
    expect(app.stderr).toContain('/proc/anjuan');
  });
});
