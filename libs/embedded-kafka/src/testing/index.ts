import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe } from '@jest/globals';
import { whyNoKafka } from '../artifacts.js';
import { type Kafka, type KafkaOptions, startKafka } from '../cluster.js';

export { Line } from './line.js';
export { SmallDisk, whyNoSmallDisk } from './small-disk.js';

const START_TIMEOUT_MS = 300_000;

/**
 * A suite that needs a broker. Where none is to be had it says why and is skipped; in CI it runs and fails. One per
 * file: the first test pays for the start. `whyNot`: what else it needs, in the same way.
 */
export function describeOnKafka(title: string, suite: () => void, whyNot?: () => string | undefined): void {
  const reason = process.env['CI'] === 'true' ? undefined : (whyNoKafka() ?? whyNot?.());
  if (reason === undefined) describe(title, suite);
  else describe.skip(`${title}（未运行：${reason}）`, suite);
}

/** A cluster of one's own, for suites that harm it: what it kept goes away with stop(), where no directory is given. */
export async function ownKafka(nodes: 1 | 3 = 1, options: Partial<KafkaOptions> = {}): Promise<Kafka> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'anjuan-kafka-'));
  const remove = () => {
    if (options.directory === undefined) rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
  };
  try {
    const kafka = await startKafka({ nodes, isKept: false, ...options, directory });
    return { ...kafka, stop: () => kafka.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * The broker that all suites of a run of jest share: whoever uses it names its topics and groups so that nobody else
 * meets them. The first suite starts it; a watcher outside of the run ends and removes it when the run's main process is
 * gone, however that ended.
 */
export async function sharedKafka(): Promise<{ readonly brokers: readonly string[] }> {
  // In a worker of jest the main process is the parent; run in band, it is this process.
  const main = process.send === undefined ? process.pid : process.ppid;
  const directory = join(tmpdir(), `anjuan-test-kafka-${userInfo().uid}-${main}`);
  const answer = join(directory, 'brokers.json');
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { brokers: await answerOf(answer) };
  }
  try {
    const { brokers, nodes } = await startKafka({ directory, isKept: false, outlivesProcess: true });
    spawn(
      '/bin/sh',
      [
        '-c',
        'while kill -0 "$1" 2>/dev/null; do sleep 1; done; kill -KILL "$2" 2>/dev/null; ' +
          'while kill -0 "$2" 2>/dev/null; do sleep 0.1; done; rm -rf "$3"',
        'sh',
        String(main),
        String(nodes[0]!.pid),
        directory,
      ],
      { detached: true, stdio: 'ignore', cwd: '/' },
    ).unref();
    writeFileSync(`${answer}.new`, JSON.stringify(brokers));
    renameSync(`${answer}.new`, answer);
    return { brokers };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

async function answerOf(file: string): Promise<string[]> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as string[];
    } catch {
      await delay(50);
    }
  }
  throw new Error(`the shared broker of ${file} did not start within ${START_TIMEOUT_MS} ms`);
}
