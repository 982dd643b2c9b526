// The apps as `npm run build` made them, each in a process of its own, and how much memory they take.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface, type Interface } from 'node:readline';

export type App = 'api' | 'standalone' | 'worker';

const READY_MS = 600_000;
/** What Linux counts processor time in. */
const TICKS_PER_SECOND = 100;

export class AppProcess {
  private readonly lines: Interface;
  private readonly seen: string[] = [];

  private constructor(private readonly child: ChildProcess) {
    this.lines = createInterface({ input: child.stdout! });
    this.lines.on('line', (line) => this.seen.push(line));
  }

  static start(app: App, args: readonly string[], environment: NodeJS.ProcessEnv): AppProcess {
    const main = `dist/apps/${app}/src/main.js`;
    // One person of a bench asks for a whole bureau.
    const env = { ...process.env, DATABASE_URL: '', ANJUAN_PERSON_PER_SECOND: '1000000', ...environment };
    // Where somebody wants to see what the time goes into: a CPU profile of each process, written when it ends.
    const { BENCH_PROFILES: profiles } = process.env;
    const profiling =
      profiles === undefined
        ? []
        : ['--cpu-prof', `--cpu-prof-dir=${profiles}`, `--cpu-prof-name=${app}-${Date.now()}.cpuprofile`];
    return new AppProcess(
      spawn(process.execPath, [...profiling, main, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] }),
    );
  }

  /** The first printed line that matches, past ones included. */
  async line(pattern: RegExp): Promise<string> {
    const signal = AbortSignal.timeout(READY_MS);
    for (let next = 0; ; ) {
      for (; next < this.seen.length; next++) if (pattern.test(this.seen[next]!)) return this.seen[next]!;
      if (this.child.exitCode !== null) throw new Error(`the process ended with ${this.child.exitCode}`);
      await Promise.race([once(this.lines, 'line', { signal }), once(this.child, 'exit', { signal })]);
    }
  }

  /** The address that the app prints once it listens. */
  async url(): Promise<string> {
    return /http:\/\/\S+/.exec(await this.line(/http:\/\/\S+/))![0];
  }

  /** The most memory that the process has had resident so far; outside of Linux, what it has now. Megabytes. */
  peakMegabytes(): number {
    const pid = this.child.pid!;
    if (process.platform === 'linux')
      return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
    return Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout) / 1024;
  }

  /** Processor time of the process so far, in seconds: unlike the clock, it hardly minds what else the machine does. Linux. */
  processorSeconds(): number {
    if (process.platform !== 'linux') return Number.NaN;
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  /** As a machine that fails does it. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}

/** A port that nobody holds at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
