// Writes libs/enforcement/src/stored-for-ever.json: what every event says, as it is stored for ever. `npm run stored:update`.
import 'reflect-metadata';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const { differencesFromStored, storedEvents } = await import('../libs/enforcement/src/stored-for-ever.ts');
const file = 'libs/enforcement/src/stored-for-ever.json';
const now = storedEvents();
const stored = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
for (const difference of differencesFromStored(stored, now)) console.info(difference);
writeFileSync(file, `${JSON.stringify(now, null, 2)}\n`);
