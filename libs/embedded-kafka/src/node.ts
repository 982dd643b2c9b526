import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type EarlyEnd,
  exitOf,
  isAlive,
  type ServerPlace,
  type ServerProgram,
  ServerStartError,
  startOf,
} from '#supervisor';
import { NotOurBrokerError } from './errors.js';
import { JAVA_OPTIONS, type PlannedNode, propertiesOf } from './node-settings.js';

/* One node of Kafka as a supervised program: formatted on first use, known again later. */

export const TITLE = '本机 Kafka';

/** Of a node's directory, the data; the log stands beside it. */
export const NAME = 'kafka';

const READY = /\[KafkaRaftServer nodeId=\d+\] Kafka Server started/;
/** More than a node writes while it starts. */
const TAIL_BYTES = 64 * 1024;

export interface NodeOptions {
  readonly classPath: string;
  readonly clusterId: string;
  readonly node: PlannedNode;
  readonly nodes: readonly PlannedNode[];
  /** Where clients are told to reach it. */
  readonly advertisedPort?: number;
  /** False where the directory is thrown away afterwards: the node is then not asked to hand over and finish. */
  readonly isKept: boolean;
  /** The node ends with the process that started it, however that ends. */
  readonly endsWithUs: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Makes the node's data on first use, checks later that it is ours, and gives the program. Throws a ServerSetupError. */
export async function nodeProgram(place: ServerPlace, options: NodeOptions): Promise<ServerProgram> {
  const { directory, data } = place;
  const { classPath, node, nodes, advertisedPort, isKept, endsWithUs } = options;
  const settings = join(directory, 'server.properties');
  const pidFile = join(directory, 'pid.json');
  removeUnfinished(directory);
  if (existsSync(data) && !existsSync(join(data, 'meta.properties'))) throw new NotOurBrokerError(data);
  if (!existsSync(data)) await format(place, options);
  writeFileSync(settings, propertiesOf(node, nodes, data, advertisedPort));
  let log: { readonly file: string; readonly before: number } | undefined;
  return {
    title: TITLE,
    stopSignals: isKept ? ['SIGTERM', 'SIGKILL'] : ['SIGKILL'],
    leftover: () => leftoverIn(pidFile),
    start: (_port, output) => {
      log = { file: place.log, before: fstatSync(output).size };
      const java = ['java', ...JAVA_OPTIONS, '-cp', classPath, 'kafka.Kafka', settings];
      const [command, ...args] = endsWithUs && process.platform === 'linux' ? [...WITH_US, ...java] : java;
      // Its own process group: Ctrl-C in a terminal must reach us alone.
      const child = spawn(command!, args, { cwd: '/', detached: true, stdio: ['ignore', output, output] });
      if (child.pid !== undefined)
        writeFileSync(pidFile, JSON.stringify({ pid: child.pid, started: startOf(child.pid) }));
      return child;
    },
    isReady: () => log !== undefined && READY.test(writtenSince(log.file, log.before)),
    explain,
  };
}

/** From util-linux, which every Linux has: the kernel ends the program when whoever started it is gone. */
const WITH_US = ['setpriv', '--pdeathsig', 'KILL', '--'];

function leftoverIn(pidFile: string): number | undefined {
  if (!existsSync(pidFile)) return undefined;
  try {
    const { pid, started } = JSON.parse(readFileSync(pidFile, 'utf8')) as { pid: number; started?: string };
    return Number.isInteger(pid) && isAlive(pid, started) ? pid : undefined;
  } catch {
    // Its owner was killed while it wrote: the node had not begun to use its data.
    return undefined;
  }
}

function writtenSince(file: string, from: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(0, Math.min(fstatSync(descriptor).size - from, TAIL_BYTES)));
    readSync(descriptor, buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

function explain(written: string): EarlyEnd {
  if (/BindException|Address already in use|Socket server failed to bind/.test(written)) return { kind: 'port-taken' };
  // A node that was killed holds its lock until the kernel has cleared it away.
  if (/Failed to acquire lock on file/.test(written)) return { kind: 'not-yet' };
  return { kind: 'fault', reason: firstError(written) };
}

function firstError(written: string): string | undefined {
  const line = written.split('\n').find((text) => /\b(ERROR|FATAL|Exception)\b/.test(text));
  return line?.replace(/^.*?\b(ERROR|FATAL)\b\s*/, '').slice(0, 300);
}

const UNFINISHED = /^kafka\.formatting-\d+-[0-9a-f]{8}(\.properties)?$/;

/** Leftovers of a formatting that was killed: the name is ours, and we hold the lock on the directory. */
function removeUnfinished(directory: string): void {
  for (const name of readdirSync(directory))
    if (UNFINISHED.test(name)) rmSync(join(directory, name), { recursive: true, force: true });
}

/** Makes the data beside its place and moves it there in one step, so that it is whole or not there. */
async function format({ directory, data }: ServerPlace, options: NodeOptions): Promise<void> {
  const { classPath, clusterId, node, nodes, signal } = options;
  const draft = `${data}.formatting-${process.pid}-${randomBytes(4).toString('hex')}`;
  const settings = `${draft}.properties`;
  const log = join(dirname(data), 'format.log');
  const output = openSync(log, 'w');
  try {
    writeFileSync(settings, propertiesOf(node, nodes, draft));
    const tool = [
      '-cp',
      classPath,
      'kafka.tools.StorageTool',
      'format',
      '--cluster-id',
      clusterId,
      '--config',
      settings,
    ];
    const child = spawn('java', ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', ...tool], {
      cwd: '/',
      stdio: ['ignore', output, output],
      ...(signal && { signal }),
    });
    const code = await exitOf(child);
    signal?.throwIfAborted();
    if (code !== 0)
      throw new ServerStartError(TITLE, directory, firstError(readFileSync(log, 'utf8')) ?? `format ${code}`, log);
    renameSync(draft, data);
    rmSync(log, { force: true });
  } finally {
    closeSync(output);
    rmSync(draft, { recursive: true, force: true });
    rmSync(settings, { force: true });
  }
}
