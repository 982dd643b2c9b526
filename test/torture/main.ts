// `npm run torture -- --minutes N [--seed S]`: prints what was done to whom, what came of it, and every violation; exit code 1
// where there is one.
import { parseArgs } from 'node:util';
import { torture } from './torture.js';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '2' }, seed: { type: 'string', default: '1' } },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) throw new TypeError('--minutes N [--seed S]');

const { faults, counts, violations } = await torture({
  seconds: minutes * 60,
  seed,
  everyMs: [500, 6_000],
  size: minutes < 3 ? 'bureau' : 'city',
  onFault: (what) => console.log(`${new Date().toISOString().slice(11, 19)}  ${what}`),
});
console.log(`\nFaults in ${minutes} minutes, seed ${seed}`);
for (const [what, count] of Object.entries(faults)) console.log(`  ${String(count).padStart(9)}  ${what}`);
console.log('\nWhat came of it');
for (const [what, count] of Object.entries(counts)) console.log(`  ${String(count).padStart(9)}  ${what}`);
console.log(`\n${violations.length} violations`);
for (const violation of violations) console.log(`  ${violation}`);
process.exit(violations.length === 0 ? 0 : 1);
