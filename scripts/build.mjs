// Compiles apps and libs to dist with swc. Types are checked by `npm run types`; the build only has to be quick, because
// `npm start` runs it each time. Made beside dist and moved in, and not at all when nothing has changed: a process that
// runs from dist, or starts at this moment, finds it whole.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

const compiled = globSync('{apps,libs}/**/*.{ts,tsx}').sort();
// Numbered SQL files and other data travel beside the code that reads them.
const data = globSync('{apps,libs}/*/src/**/*.{sql,css,json,js}').sort();

const hash = createHash('sha256');
const tools = ['.swcrc', 'scripts/build.mjs', 'node_modules/@swc/core/package.json'];
for (const file of [...tools, ...compiled, ...data]) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
const source = hash.digest('hex');
if (existsSync('dist/source') && readFileSync('dist/source', 'utf8') === source) process.exit();

// What a build that was killed left beside dist.
for (const left of globSync('dist.*')) if (!runs(Number(left.split('.')[1]))) rmSync(left, { recursive: true });

const draft = `dist.${process.pid}`;
try {
  const swc = spawnSync(
    process.execPath,
    [
      'node_modules/@swc/cli/bin/swc.js',
      'apps',
      'libs',
      '--out-dir',
      draft,
      '--extensions',
      '.ts,.tsx',
      '--ignore',
      // A comma would part the list.
      '**/*.spec.*',
      '--quiet',
    ],
    { stdio: 'inherit' },
  );
  process.exitCode = swc.status ?? 1;
  if (process.exitCode === 0) {
    for (const file of data) cpSync(file, `${draft}/${file}`);
    writeFileSync(`${draft}/source`, source);
    // Of two builds at once either may be the one that moves; both made the same.
    move('dist', `${draft}.old`, 'ENOENT');
    move(draft, 'dist', 'ENOTEMPTY');
  }
} finally {
  for (const left of [draft, `${draft}.old`]) rmSync(left, { recursive: true, force: true });
}

function move(from, to, otherWasFaster) {
  try {
    renameSync(from, to);
  } catch (error) {
    if (error.code !== otherWasFaster) throw error;
  }
}

function runs(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
