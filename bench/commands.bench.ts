// Commands over HTTP, end to end, against the app that `npm start` runs (database, api and projector): signed in,
// validated, decided, durable. The load is the city's year without the offline imports, case by case, each case's
// commands one after the other, 64 connections.
import { setTimeout as delay } from 'node:timers/promises';
import { DEMONSTRATION_YEAR, type PlannedCommand, planYear } from '#demonstration';
import { lawRegistry } from '#enforcement';
import { DemonstrationIssuer, readConfiguration } from '#platform';
import { HttpConnection } from './http-client.js';
import { type Measured, median, quantile } from './measure.js';
import { AppProcess, freePort } from './processes.js';

const CONNECTIONS = 64;
const WARM_UP_MS = 4_000;

export interface CommandsBenchOptions {
  /** An empty directory, for the data of the app. */
  readonly directory: string;
  readonly seconds: number;
  readonly rounds: number;
}

export async function benchCommands({ directory, seconds, rounds }: CommandsBenchOptions): Promise<Measured[]> {
  const plan = planYear({ ...DEMONSTRATION_YEAR, scale: 3 });
  const setUp = plan.filter(({ aggregate }) => aggregate === 'unit' || aggregate === 'officer');
  // What is proposed about a case stands in its chain.
  const ofCases = inOrder(plan.filter(({ aggregate }) => aggregate === 'case' || aggregate === 'proposal'));
  const chains = [...Map.groupBy(ofCases, ({ chain }) => chain).values()];

  const metricsPort = await freePort();
  const environment = { ANJUAN_DATA: directory, PORT: '0', ANJUAN_METRICS_PORT: String(metricsPort) };
  const app = AppProcess.start('standalone', ['--empty'], environment);
  const connections: HttpConnection[] = [];
  try {
    const url = await app.url();
    const { signIn } = readConfiguration(environment);
    if (signIn.kind !== 'demonstration') throw new Error('the environment names an identity provider');
    const issuer = await DemonstrationIssuer.open(directory, signIn);
    const tokens = new Map<string, string>();
    for (const { actor } of plan)
      if (!tokens.has(actor.id)) tokens.set(actor.id, await issuer.token({ ...actor, name: actor.id }));
    for (let n = 0; n < CONNECTIONS; n++) connections.push(await HttpConnection.open(url));
    const give = async (connection: HttpConnection, command: PlannedCommand) => {
      const body = typeof command.body === 'function' ? (command.body as () => object)() : command.body;
      const path = `/api/${lawRegistry.aggregate(command.aggregate)!.path}/${encodeURIComponent(command.id)}/${command.command}`;
      const answer = await connection.post(path, tokens.get(command.actor.id)!, command.key, body);
      if (answer.status !== 200 && answer.status !== 201)
        throw new Error(`${path}: ${answer.status} ${answer.body.slice(0, 400)}`);
    };
    for (const command of inOrder(setUp)) await give(connections[0]!, command);

    const latencies: number[][] = Array.from({ length: rounds }, () => []);
    const begin = performance.now() + WARM_UP_MS;
    const end = begin + rounds * seconds * 1_000;
    let next = 0;
    let given = 0;
    const processorBefore = app.processorSeconds();
    await Promise.all(
      connections.map(async (connection) => {
        for (let chain = chains[next++]; performance.now() < end; chain = chains[next++]) {
          if (chain === undefined) throw new Error('the plan was over before the time');
          for (const command of chain) {
            const from = performance.now();
            if (from > end) return;
            await give(connection, command);
            given += 1;
            const now = performance.now();
            if (from >= begin && now < end) latencies[Math.floor((now - begin) / 1_000 / seconds)]!.push(now - from);
          }
        }
      }),
    );
    const stopped = performance.now();
    const processor = app.processorSeconds() - processorBefore;
    const behind = async () => {
      const figures = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      return Number(/^anjuan_follower_lag_events\{.*follower="read-models".*\} (\d+)$/m.exec(figures)?.[1]);
    };
    const behindAtEnd = await behind();
    while (!((await behind()) <= 0)) await delay(20);
    const over = (value: (latencies: readonly number[]) => number) => median(latencies.map(value));
    return [
      {
        what: 'commands over HTTP, durable',
        unit: '/s',
        value: over(({ length }) => length / seconds),
        target: ['>=', 3_000],
      },
      { what: 'one command, median', unit: 'ms', value: over((round) => quantile(round, 0.5)) },
      {
        what: 'one command, 99th percentile',
        unit: 'ms',
        value: over((round) => quantile(round, 0.99)),
        target: ['<', 60],
      },
      {
        what: 'processor time of the app per command, projector included',
        unit: 'µs',
        value: (processor / given) * 1e6,
      },
      { what: 'events that the read models were behind at the end', unit: '', value: behindAtEnd },
      { what: 'until they had caught up', unit: 'ms', value: performance.now() - stopped },
      { what: 'memory of the app, api and projector together, at most', unit: 'MB', value: app.peakMegabytes() },
    ];
  } finally {
    for (const connection of connections) connection.close();
    await app.stop();
  }
}

/** By day; the order within a day kept. */
function inOrder(commands: readonly PlannedCommand[]): PlannedCommand[] {
  return [...commands].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}
