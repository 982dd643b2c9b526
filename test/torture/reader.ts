// Follows the log from its beginning, and says in its journal how far it has come and what it has seen. Run with the url, the
// journal and a seed.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { LOG_START, StoreUnavailableError } from '#eventsourcing';
import { PostgresEventStore } from '#store-postgres';
import { Dice } from '../../libs/demonstration/src/random.js';
import { Journal } from './journal.js';

const IDLE_MS = 30;
const SAID_EVERY_MS = 500;

const [url, path, seed] = process.argv.slice(2) as [string, string, string];
const dice = new Dice(Number(seed));
const journal = new Journal(path);
const store = new PostgresEventStore({ url });
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());

const digest = createHash('sha256');
let last = LOG_START;
let lastAt = '';
let events = 0;
let saidAt = Date.now();

while (!stopping.signal.aborted) {
  try {
    const batch = await store.readAll(last, dice.between(1, 500));
    for (const { position, id, recordedAt } of batch) {
      if (position !== last + 1)
        journal.say({ kind: 'violation', what: `a reader saw position ${position} after ${last}` });
      if (recordedAt < lastAt) journal.say({ kind: 'violation', what: `time went back at position ${position}` });
      digest.update(`${position} ${id}\n`);
      [last, lastAt] = [position, recordedAt];
      events += 1;
    }
    if (batch.length === 0) await delay(IDLE_MS);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    await delay(IDLE_MS);
  }
  if (Date.now() - saidAt < SAID_EVERY_MS) continue;
  saidAt = Date.now();
  say();
}
say();
await store.close();

function say(): void {
  journal.say({ kind: 'read', upTo: last, events, digest: digest.copy().digest('hex') });
}
