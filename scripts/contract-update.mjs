// Writes libs/exchange/src/published.json, what other systems are told, with every version that there was, and
// docs/messages.md. Refuses a change that they could not read, unless its version is raised. `npm run contract:update`.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';

const { PUBLISHED, renderMessages, succession } = await import('../libs/exchange/src/index.ts');
const { contract, refused } = succession(PUBLISHED);
for (const sentence of refused) console.error(sentence);
if (refused.length > 0) process.exit(1);
writeFileSync('libs/exchange/src/published.json', `${JSON.stringify(contract, null, 2)}\n`);
writeFileSync('docs/messages.md', renderMessages());
