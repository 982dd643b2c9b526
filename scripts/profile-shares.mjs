// Where the time of a process goes, by what it was for: `node scripts/profile-shares.mjs FILE.cpuprofile` (BENCH_PROFILES=DIR
// npm run bench writes one of each process). Node's own work counts for whoever asked for it.
import { readFileSync } from 'node:fs';

const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const byId = new Map(nodes.map((node) => [node.id, node]));
const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));

const KINDS = [
  ['starting up', /esm\/(loader|module_job|utils|translators)|cjs\/loader|run_main/],
  [
    'read models following',
    /eventsourcing\/src\/(fold|follower|projector|builds|read-model)|figures\/src|store-postgres\/src\/(read-model|checkpoints|metric)/,
  ],
  [
    'append: batch, statement, PostgreSQL client',
    /store-postgres\/src|node_modules\/pg|eventsourcing\/src\/(event-store|appends)/,
  ],
  ['checking the input', /libs\/fields|class-validator|platform\/src\/(command-body|repeated)|law-loop/],
  ['deciding and folding', /libs\/(enforcement|statutes)|temporal|chinese-days/],
  ['the loop: state, turns, events', /eventsourcing\/src/],
  ['sign-in', /sign-in|node_modules\/jose|cookie/],
  ['reading the body', /platform\/src\/json-body|content-type-parser/],
  ['telemetry', /libs\/telemetry|prom-client|pino|sonic-boom/],
  ['HTTP: Node, Fastify, Nest', /fastify|find-my-way|nestjs|platform\/src|apps\/|rxjs|_http|http-load|reusify/],
];

function kindOf(id) {
  for (let at = id; at !== undefined; at = parents.get(at)) {
    const { functionName, url } = byId.get(at).callFrame;
    if (functionName === '(idle)') return undefined;
    if (functionName === '(garbage collector)') return 'collecting garbage';
    const kind = KINDS.find(([, pattern]) => pattern.test(url));
    if (kind) return kind[0];
  }
  return 'Node: sockets, timers, the rest';
}

const kinds = new Map();
let total = 0;
samples.forEach((id, n) => {
  const kind = kindOf(id);
  if (kind === undefined || kind === 'starting up') return;
  total += timeDeltas[n];
  kinds.set(kind, (kinds.get(kind) ?? 0) + timeDeltas[n]);
});
for (const [kind, time] of [...kinds].sort((a, b) => b[1] - a[1]))
  console.log(`${((time * 100) / total).toFixed(1).padStart(5)} %  ${kind}`);
