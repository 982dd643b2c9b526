import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DirectoryInUseError, PortInUseError, ServerStartError } from './errors.js';
import { isAlive } from './process.js';
import type { ServerPlace, ServerProgram } from './server-program.js';
import { type SupervisedServer, type SupervisorOptions, supervise } from './supervise.js';

/** Listens, writes its pid into the data when it is ready, and ends on SIGTERM; ends early when it is told a fault. */
const SERVER = `
  const [port, file, fault] = process.argv.slice(1);
  if (fault) { console.error('FAULT ' + fault); process.exit(1); }
  const server = require('node:net').createServer((socket) => socket.end(String(process.pid)));
  server.on('error', (error) => { console.error(error.code); process.exit(2); });
  server.listen(Number(port), '127.0.0.1', () => require('node:fs').writeFileSync(file, String(process.pid)));
  process.on('SIGTERM', () => process.exit(0));
`;

const program = ({ data }: ServerPlace, fault = ''): ServerProgram => ({
  title: '试验服务',
  stopSignals: ['SIGTERM', 'SIGKILL'],
  leftover: () => {
    const pid = existsSync(data) ? Number(readFileSync(data, 'utf8')) : 0;
    return pid > 0 && isAlive(pid) ? pid : undefined;
  },
  start: (port, output) =>
    spawn(process.execPath, ['-e', SERVER, String(port), data, fault], {
      stdio: ['ignore', output, output],
      detached: true,
    }),
  isReady: (pid) => existsSync(data) && readFileSync(data, 'utf8') === String(pid),
  explain: (written) =>
    written.includes('EADDRINUSE')
      ? { kind: 'port-taken' }
      : { kind: 'fault', reason: /FAULT (.*)/.exec(written)?.[1] },
});

/** The pid of whoever answers on the port. */
const answer = async (port: number): Promise<number> => {
  const socket = connect(port, '127.0.0.1');
  const [text] = (await once(socket, 'data')) as [Buffer];
  return Number(text);
};

let directory: string;
const servers: SupervisedServer[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'anjuan-supervised-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

const start = async (options: Partial<SupervisorOptions> = {}, fault?: string) => {
  const server = await supervise('server', { directory, ...options }, async (place) => program(place, fault));
  servers.push(server);
  return server;
};

describe('a supervised server', () => {
  it('runs while its owner does, alone in its directory', async () => {
    const server = await start();
    expect(await answer(server.port)).toBe(server.pid);
    await expect(start()).rejects.toThrow(DirectoryInUseError);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
    expect(await answer((await start()).port)).toBe(servers.at(-1)!.pid);
  });

  it('is started again on the same port when it ends by itself, and its owner is told', async () => {
    const said: string[] = [];
    const server = await start({ onTrouble: (sentence) => said.push(sentence) });
    const { pid, port } = server;
    process.kill(pid, 'SIGKILL');
    for (const deadline = Date.now() + 20_000; said.length < 2 && Date.now() < deadline; ) await delay(10);
    expect(said).toEqual(['试验服务意外停止，正在重新启动', '试验服务已经重新启动']);
    expect(server.pid).not.toBe(pid);
    expect([server.port, await answer(port)]).toEqual([port, server.pid]);
  });

  it('stops what an owner who was killed left running', async () => {
    const left = spawn(process.execPath, ['-e', SERVER, '0', join(directory, 'server')], { stdio: 'ignore' });
    while (!existsSync(join(directory, 'server')) || readFileSync(join(directory, 'server'), 'utf8') === '')
      await delay(10);
    writeFileSync(join(directory, 'in-use.json'), JSON.stringify({ pid: 1, started: 'another time' }));
    const server = await start();
    expect(isAlive(left.pid!)).toBe(false);
    expect(await answer(server.port)).toBe(server.pid);
  });

  it('says why it could not start, and leaves the directory to others', async () => {
    const failed = start({}, '配置有误');
    await expect(failed).rejects.toThrow(ServerStartError);
    await expect(failed).rejects.toThrow(/试验服务未能在 .* 启动：配置有误（日志 .*server\.log）/);
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    await expect(start({ port: (other.address() as AddressInfo).port })).rejects.toThrow(PortInUseError);
    other.close();
    expect(await answer((await start()).port)).toBe(servers.at(-1)!.pid);
  });

  it('ends with its program when the start is no longer wanted', async () => {
    const ending = new AbortController();
    let pid = 0;
    const never = supervise('server', { directory, signal: ending.signal }, async (place) => ({
      ...program(place),
      isReady: (begun) => {
        pid = begun;
        ending.abort();
        return false;
      },
    }));
    await expect(never).rejects.toThrow(/abort/);
    expect(isAlive(pid)).toBe(false);
    expect(await answer((await start()).port)).toBe(servers.at(-1)!.pid);
  });

  it('leaves nothing of a directory that it made when it could not prepare it', async () => {
    const missing = join(directory, 'a', 'b');
    const refused = supervise('server', { directory: missing }, async () => {
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    expect(existsSync(join(directory, 'a'))).toBe(false);
  });
});
