import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { PortInUseError, ServerStartError } from './errors.js';
import { exitOf, stopProcess } from './process.js';
import { type ServerPlace, type ServerProgram, SUPERVISOR_LIMITS } from './server-program.js';

export interface Launched {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

/**
 * Runs the program until it is ready, on the port or on a free one. Throws PortInUseError or ServerStartError; when told
 * to end, the program has ended.
 */
export async function launch(
  program: ServerProgram,
  { data, log }: ServerPlace,
  signal?: AbortSignal,
  wanted?: number,
): Promise<Launched> {
  const deadline = Date.now() + SUPERVISOR_LIMITS.startTimeoutMs;
  const failed = (reason: string) => new ServerStartError(program.title, data, reason, log);
  for (let attempt = 1; ; ) {
    const port = wanted ?? (await freePort());
    const { child, written } = begin(program, port, log);
    let code: number | string | undefined;
    void exitOf(child).then((value) => {
      code = value;
    });
    while (code === undefined) {
      const { pid } = child;
      if (pid !== undefined && (await program.isReady(pid)) && code === undefined) return { child, pid, port };
      if (signal?.aborted || Date.now() > deadline) {
        if (pid !== undefined)
          await stopProcess(pid, program.stopSignals, () => code !== undefined, SUPERVISOR_LIMITS.stopTimeoutMs);
        signal?.throwIfAborted();
        throw failed(`${SUPERVISOR_LIMITS.startTimeoutMs / 1000} 秒内没有就绪`);
      }
      await delay(10);
    }
    const end = program.explain(written());
    if (end.kind === 'not-yet' && Date.now() < deadline) await delay(100);
    else if (end.kind === 'port-taken' && wanted !== undefined) throw new PortInUseError(wanted);
    else if (end.kind === 'port-taken' && attempt < SUPERVISOR_LIMITS.portAttempts) attempt += 1;
    else throw failed((end.kind === 'fault' ? end.reason : undefined) ?? String(code));
  }
}

/** The program begun, and what it has written to its log since. */
function begin(program: ServerProgram, port: number, log: string) {
  const isFull = existsSync(log) && statSync(log).size > SUPERVISOR_LIMITS.maxLogBytes;
  const output = openSync(log, isFull ? 'w' : 'a', 0o600);
  const before = fstatSync(output).size;
  try {
    const child = program.start(port, output);
    child.unref();
    return { child, written: () => tail(log, before) };
  } finally {
    closeSync(output);
  }
}

function tail(file: string, from: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(0, Math.min(fstatSync(descriptor).size - from, 64 * 1024)));
    readSync(descriptor, buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** A port that nobody listens on just now. Another process may take it before we do: the caller tries again. */
function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? done(address.port) : failed(new Error('no port'))));
    });
  });
}
