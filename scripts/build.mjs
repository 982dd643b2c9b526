// Compiles apps and libs to dist with swc. Types are checked by `npm run types`; the build only has to be quick,
// because `npm start` runs it each time.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
const swc = spawnSync(
  process.execPath,
  [
    'node_modules/@swc/cli/bin/swc.js',
    'apps',
    'libs',
    '--out-dir',
    'dist',
    '--extensions',
    '.ts,.tsx',
    '--ignore',
    '**/*.spec.ts',
    '--quiet',
  ],
  { stdio: 'inherit' },
);
if (swc.status !== 0) process.exit(swc.status ?? 1);
// Numbered SQL files and other data travel beside the code that reads them.
for (const file of globSync('{apps,libs}/*/src/**/*.{sql,css,json}')) cpSync(file, `dist/${file}`);
