// Prints, for each rule of the law (R counting, D periods, L response times, F formulas), how many tests name it in
// their titles. Runs the tests of libs/statutes to know their titles as they are; fails if a test fails or a rule has
// fewer than two.
import './typescript-source.mjs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LEAST = 2;

const { COUNTING_RULES } = await import('../libs/statutes/src/rules.ts');
const { DEADLINES } = await import('../libs/statutes/src/deadlines.ts');
const { FORMULAS } = await import('../libs/statutes/src/formulas.ts');

const directory = mkdtempSync(join(tmpdir(), 'law-coverage-'));
const report = join(directory, 'report.json');
spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--selectProjects=fast',
    '--testPathPatterns=libs/statutes/',
    '--json',
    `--outputFile=${report}`,
    '--silent',
  ],
  { stdio: 'ignore' },
);
const { success, testResults } = JSON.parse(readFileSync(report, 'utf8'));
rmSync(directory, { recursive: true });

const titles = testResults.flatMap(({ assertionResults }) =>
  assertionResults.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName),
);

let thin = 0;
for (const { id, name } of [...COUNTING_RULES, ...DEADLINES, ...FORMULAS]) {
  const names = new RegExp(`(?<![A-Za-z0-9])${id}(?![0-9])`);
  const count = titles.filter((title) => names.test(title)).length;
  if (count < LEAST) thin += 1;
  console.log(`${id.padEnd(4)}${String(count).padStart(5)}  ${name}${count < LEAST ? '  ← 不足' : ''}`);
}
console.log(
  `\n${titles.length} tests; ${thin} rules named by fewer than ${LEAST}${success ? '' : '; some tests failed'}`,
);
if (thin > 0 || !success) process.exit(1);
