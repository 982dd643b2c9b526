// Tells of the log, as the relay to other systems does, to a broker that now and then takes a part, or takes all and says that
// it took nothing. What has arrived lies in a file, a line each. Run with the url, the file and a seed.
import { openSync, writeSync } from 'node:fs';
import { type EventStore, StoreUnavailableError } from '#eventsourcing';
import { MessagingUnavailableError, type OutMessage, Relay } from '#messaging';
import {
  type Database,
  DatabaseUnreachableError,
  openDatabase,
  PostgresCheckpoints,
  PostgresEventStore,
} from '#store-postgres';
import { Dice } from '../../libs/demonstration/src/random.js';

const [url, file, seed] = process.argv.slice(2) as [string, string, string];
const dice = new Dice(Number(seed));
const arrived = openSync(file, 'a');
const TOPIC = { name: 'torture', partitions: 1, replication: 1, retentionMs: -1, maxMessageBytes: 1_000_000 };
/** Of so many sends one goes wrong. */
const TROUBLE = 20;

const send = async (messages: readonly OutMessage[]) => {
  const isTrouble = dice.oneIn(TROUBLE);
  const taken = isTrouble ? messages.slice(0, dice.between(0, messages.length)) : messages;
  for (const { value } of taken) writeSync(arrived, `${value}\n`);
  if (isTrouble) throw new MessagingUnavailableError('torture');
};

const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
const stopped = new Promise<void>((done) => stopping.signal.addEventListener('abort', () => done(), { once: true }));
while (!stopping.signal.aborted) {
  // A server that is away at the start is tried again: afterwards the relay sees to itself.
  await using opened = new AsyncDisposableStack();
  try {
    const database = opened.adopt(await openDatabase({ url, signal: stopping.signal }), ({ close }) => close());
    const store = opened.adopt(new PostgresEventStore({ url }), (made) => made.close());
    const relay = opened.adopt(relayOver(store, database), (made) => made.stop());
    await relay.start();
    await stopped;
  } catch (error) {
    if (!(error instanceof StoreUnavailableError || error instanceof DatabaseUnreachableError)) throw error;
  }
}

function relayOver(store: EventStore, { pool }: Database): Relay {
  return new Relay({
    name: 'torture',
    store,
    checkpoints: new PostgresCheckpoints(pool),
    broker: { ensureTopics: async () => {}, producer: async () => ({ send, close: async () => {} }) },
    topics: [TOPIC],
    toMessages: (events) =>
      events.map(({ stream, revision, id }) => ({
        topic: TOPIC.name,
        key: stream,
        value: JSON.stringify({ stream, revision, id }),
      })),
  });
}
