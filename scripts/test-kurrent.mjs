// The store contract on a real KurrentDB: npm run test:kurrent -- kurrentdb://user:password@host:2113
// The tests write streams behind a prefix of their own and leave them there.
import { spawnSync } from 'node:child_process';

const [url, ...rest] = process.argv.slice(2);
if (!/^(kurrentdb|kurrent|kdb)(\+discover)?:\/\/./.test(url ?? '')) {
  console.error('请给出 KurrentDB 的地址：npm run test:kurrent -- kurrentdb://用户:口令@主机:2113');
  process.exit(1);
}
const { status } = spawnSync(
  'npm',
  [
    'run',
    '--silent',
    'jest',
    '--',
    '--selectProjects=integration',
    '--testPathPatterns=libs/store-kurrent/src/event-store',
    '--testNamePattern=keeps the contract of the event store',
    ...rest,
  ],
  { stdio: 'inherit', env: { ...process.env, TEST_KURRENTDB_URL: url } },
);
process.exit(status ?? 1);
