import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a TypeScript module beside this file in a process of its own; its errors appear in ours. */
export function runModule(
  module: string,
  args: readonly string[],
  stdout: 'inherit' | 'pipe' = 'inherit',
): ChildProcess {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  return spawn(
    process.execPath,
    ['--conditions=source', '--import', new URL('./run-typescript.mjs', import.meta.url).href, path(module), ...args],
    { stdio: ['ignore', stdout, 'inherit'] },
  );
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
