// All benches in one run: `npm run bench` in some minutes, `npm run bench -- --full` with the log of DESIGN section 8.
// --only store|commands|read-side|messages|kurrent   --kurrent kurrentdb://… (a node, else it is left out)
// --sizes 10000,100000 (appends, following, rebuild, opening a case at logs of these lengths)   --save FILE (the results)
// --chaos-minutes N --seed S (of messages)   --emmett, --dcb <directory> (see store.bench.ts)   --seconds --rounds --events
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startKafka, whyNoKafka } from '#embedded-kafka';
import { openBureauDatabase } from '#installation';
import { benchCommands } from './commands.bench.js';
import { describeMachine, printTable, saveResults } from './measure.js';
import { benchMessages } from './messages.bench.js';
import { chaosOfMessages } from './messages-chaos.js';
import { benchReadSide } from './read-side.bench.js';
import { benchSize } from './sizes.bench.js';
import { benchKurrent, benchStore } from './store.bench.js';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string' },
    emmett: { type: 'string' },
    dcb: { type: 'string' },
    sizes: { type: 'string', default: '' },
    save: { type: 'string' },
    kurrent: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    events: { type: 'string' },
    'chaos-minutes': { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const events = Number(values.events ?? (values.full ? 1_000_000 : 300_000));
// Sizes alone are asked for by `--only sizes`.
const wanted = (name: string) => values.only === undefined || values.only.split(',').includes(name);
const directory = mkdtempSync(join(tmpdir(), 'anjuan-bench-'));
const fresh = (name: string) => openBureauDatabase({ directory: join(directory, name) });

try {
  const database = await fresh('store');
  const client = await database.pool.connect();
  const machine = await describeMachine(client);
  console.log(machine);
  client.release();
  if (wanted('store')) {
    const { url } = database;
    printTable(
      `The log: 2 processes of 64 callers, ${rounds} rounds of ${seconds} s, medians`,
      await benchStore({ url, emmett: values.emmett, dcb: values.dcb, seconds, rounds }),
    );
  }
  await database.close();
  if (wanted('commands'))
    printTable(
      `Commands over HTTP: 64 connections, ${rounds} rounds of ${seconds} s, medians`,
      await benchCommands({ directory: join(directory, 'app'), seconds, rounds }),
    );
  if (wanted('read-side')) {
    const { url, pool, close } = await fresh('read-side');
    const lines = await benchReadSide({ url, pool, directory, events, rounds });
    printTable(`The read side: a log of ${events.toLocaleString('en')} events`, lines);
    await close();
  }
  if (wanted('kurrent') && values.kurrent !== undefined)
    printTable(
      `The log on KurrentDB: 2 processes of 64 callers, ${rounds} rounds of ${seconds} s, medians`,
      await benchKurrent({ url: values.kurrent, seconds, rounds }),
    );
  for (const size of values.sizes.split(',').map(Number).filter(Boolean)) {
    const { url, pool, close } = await fresh(`sizes-${size}`);
    printTable(
      `A log of ${size.toLocaleString('en')} events`,
      await benchSize({ url, pool, directory, size, seconds }),
    );
    await close();
  }
  if (wanted('messages')) await messages();
  if (values.save !== undefined) saveResults(values.save, machine);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** With a broker of its own; the chaos only where it is asked for. */
async function messages(): Promise<void> {
  const reason = whyNoKafka();
  if (reason !== undefined) return console.log(`\nMessages: left out, ${reason}`);
  const kafka = await startKafka({ directory: join(directory, 'kafka'), isKept: false });
  const { url, close } = await fresh('messages');
  try {
    const told = Math.min(events, 300_000);
    printTable(
      `Messages: a log of ${told.toLocaleString('en')} events, one broker beside it`,
      await benchMessages({ url, directory, brokers: kafka.brokers, events: told }),
    );
    const minutes = Number(values['chaos-minutes']);
    if (minutes > 0)
      printTable(
        'Messages under faults',
        await chaosOfMessages({ url, directory, kafka, minutes, seed: Number(values.seed) }),
      );
  } finally {
    await close();
    await kafka.stop();
  }
}
