// Prints, for each rule of the law (R counting, D periods, L response times, F formulas), how many tests name it in
// their titles. Runs the tests of libs/statutes to know their titles as they are; fails if a test fails or a rule has
// fewer than two. Then the guards of a case, what real material added, and the cases from the field (G, F, C), each with the
// tests that hold it; fails if one has none and is not said to be out of use.
import './typescript-source.mjs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LEAST = 2;

const { COUNTING_RULES } = await import('../libs/statutes/src/rules.ts');
const { DEADLINES } = await import('../libs/statutes/src/deadlines.ts');
const { FORMULAS } = await import('../libs/statutes/src/formulas.ts');
const { LAW_ROWS } = await import('../libs/statutes/src/law-rows.ts');
const { titlesNaming, titlesOfSpecs } = await import('../test/law/rows-held.ts');

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

const specs = titlesOfSpecs();
let empty = 0;
for (const { id, says, article, notInUse } of LAW_ROWS) {
  const held = titlesNaming(id, specs);
  if (held.length === 0 && notInUse === undefined) empty += 1;
  const why = held.length > 0 ? '' : notInUse === undefined ? '  ← 没有' : `  尚未启用：${notInUse}`;
  console.log(`\n${id.padEnd(4)}${String(held.length).padStart(5)}  ${says}（${article}）${why}`);
  for (const { file, title } of held) console.log(`${' '.repeat(11)}${file}：${title}`);
}
console.log(`\n${LAW_ROWS.length} rows of guards, rules and cases; ${empty} held by no test`);
if (thin > 0 || empty > 0 || !success) process.exit(1);
