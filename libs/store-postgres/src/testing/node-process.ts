import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const RUN_TYPESCRIPT = new URL('./run-typescript.mjs', import.meta.url).href;

/** Runs a TypeScript module in a process of its own; its errors appear in ours. */
export function runModule(module: URL, args: readonly string[], stdout: 'inherit' | 'pipe' = 'inherit'): ChildProcess {
  return spawn(process.execPath, ['--conditions=source', '--import', RUN_TYPESCRIPT, fileURLToPath(module), ...args], {
    stdio: ['ignore', stdout, 'inherit'],
  });
}

/** Ends when the process has ended well. */
export function succeeded(child: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code, signal) =>
      code === 0 ? done() : failed(new Error(`the process ended with ${code ?? signal}`)),
    );
  });
}
