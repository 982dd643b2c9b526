import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A process of ours, started from what `npm run build` made, with everything it printed. */
export class Running {
  private readonly output: Buffer[] = [];
  private readonly errors: Buffer[] = [];
  readonly exited: Promise<number | null>;

  constructor(readonly process: ChildProcess) {
    process.stdout?.on('data', (chunk: Buffer) => this.output.push(chunk));
    process.stderr?.on('data', (chunk: Buffer) => this.errors.push(chunk));
    this.exited = once(process, 'exit').then(([code]) => code as number | null);
  }

  get stdout(): string {
    return Buffer.concat(this.output).toString('utf8');
  }

  get stderr(): string {
    return Buffer.concat(this.errors).toString('utf8');
  }

  /** Waits until something holds of what was printed; fails when the process ends first or the limit passes. */
  async until(holds: () => boolean, limitMs: number): Promise<void> {
    const deadline = Date.now() + limitMs;
    while (!holds()) {
      if (this.process.exitCode !== null || this.process.signalCode !== null)
        throw new Error(`ended with ${this.process.exitCode}:\n${this.stderr}`);
      if (Date.now() > deadline) throw new Error(`nothing within ${limitMs} ms:\n${this.stdout}\n${this.stderr}`);
      await delay(25);
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.process.kill(signal);
    return this.exited;
  }
}

const running = new Set<Running>();

/** Ends whatever a failed test left running. */
export async function stopLeftovers(): Promise<void> {
  for (const each of running)
    if (each.process.exitCode === null && each.process.signalCode === null) await each.stop('SIGKILL');
  running.clear();
}

/** Runs `node dist/apps/<app>/src/main.js` as the npm scripts do. */
export function run(
  app: 'api' | 'cli' | 'standalone' | 'worker',
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Running {
  const { DATABASE_URL: _theirs, ...inherited } = process.env;
  const child = new Running(
    spawn(process.execPath, [`dist/apps/${app}/src/main.js`, ...args], {
      env: { ...inherited, NODE_OPTIONS: '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  running.add(child);
  return child;
}

/** A server that holds a port of this machine. */
export async function listening(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as { port: number }).port, server };
}

/** A port that nobody holds at this moment. */
export async function freePort(): Promise<number> {
  const { port, server } = await listening();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
