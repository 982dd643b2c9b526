// A process that tries to take directories, for the spec of the lock. Of each line of its input it is told a directory and the
// moment at which everybody tries (ms), or to let go; it prints whether it holds it.
import { createInterface } from 'node:readline';
import { acquireDirectory, DirectoryInUseError } from '../index.js';

let release: (() => void) | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'let go') {
    release?.();
    release = undefined;
    console.log('let go');
    continue;
  }
  const [directory, at] = JSON.parse(line) as [string, number];
  while (Date.now() < at);
  try {
    release = await acquireDirectory(directory);
    console.log('held');
  } catch (error) {
    if (!(error instanceof DirectoryInUseError)) throw error;
    console.log('in use');
  }
}
