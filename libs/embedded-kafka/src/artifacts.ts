import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { acquireDirectory, DirectoryInUseError, exitOf, makeDirectory } from '#supervisor';
import { KafkaNotToBeHadError } from './errors.js';

/* The programs of Kafka: jars from Maven Central, fetched once into a folder that no commit sees. */

/** The version that is run here; which ones were tried stands in `libs/messaging/README.md`. */
export const KAFKA_VERSION = '4.3.0';

/** Kafka's brokers need this one at least. */
const JAVA_MAJOR = 17;

export const ARTIFACT_LIMITS = {
  /** Fetching some 45 MB, also from a slow mirror. */
  fetchMs: 600_000,
  /** While another process fetches, asked this often whether it is done. */
  pollMs: 200,
} as const;

/** Relative to the working directory, which npm makes the project's. */
const DEFAULT_FOLDER = '.kafka';

/** Why no Kafka can be run on this machine, in a sentence; undefined where one can. Fetches nothing. */
export function whyNoKafka(folder = DEFAULT_FOLDER): string | undefined {
  const major = javaMajor();
  if (major === undefined) return `没有 Java ${JAVA_MAJOR}，请安装（Debian：openjdk-${JAVA_MAJOR}-jre-headless）`;
  if (major < JAVA_MAJOR) return `Kafka ${KAFKA_VERSION} 需要 Java ${JAVA_MAJOR}，本机是 Java ${major}`;
  if (existsSync(jarsIn(folder)) || answers('mvn', ['--version'])) return undefined;
  return '没有 Maven，取不到 Kafka 的程序，请安装（Debian：maven）';
}

/** The class path of Kafka's programs, fetched on first use; whole or not there. Throws KafkaNotToBeHadError. */
export async function kafkaClassPath(signal?: AbortSignal, folder = DEFAULT_FOLDER): Promise<string> {
  const reason = whyNoKafka(folder);
  if (reason !== undefined) throw new KafkaNotToBeHadError(reason);
  const jars = jarsIn(folder);
  const deadline = Date.now() + ARTIFACT_LIMITS.fetchMs;
  while (!existsSync(jars)) {
    signal?.throwIfAborted();
    makeDirectory(resolve(folder));
    const release = await acquireDirectory(resolve(folder)).catch((error: unknown) => {
      if (error instanceof DirectoryInUseError && Date.now() < deadline) return undefined;
      throw error;
    });
    if (release === undefined) await delay(ARTIFACT_LIMITS.pollMs);
    else if (!existsSync(jars)) await fetchJars(jars, signal).finally(release);
    else release();
  }
  return join(jars, '*');
}

function jarsIn(folder: string): string {
  return join(resolve(folder), KAFKA_VERSION);
}

/** Leftovers of a fetching that was killed: whoever fetches has the folder for himself. */
function removeUnfinished(jars: string): void {
  const folder = dirname(jars);
  const draft = new RegExp(`^${basename(jars).replaceAll('.', '\\.')}\\.\\d+-[0-9a-f]{8}(\\.log)?$`);
  for (const name of readdirSync(folder))
    if (draft.test(name)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Copies the jars beside their place and moves them there in one step. */
async function fetchJars(jars: string, signal: AbortSignal | undefined): Promise<void> {
  removeUnfinished(jars);
  const draft = `${jars}.${process.pid}-${randomBytes(4).toString('hex')}`;
  const log = `${draft}.log`;
  mkdirSync(draft);
  try {
    const pom = join(draft, 'pom.xml');
    writeFileSync(pom, POM);
    const output = openSync(log, 'w');
    const maven = spawn(
      'mvn',
      ['--batch-mode', '--file', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${join(draft, 'jars')}`],
      { stdio: ['ignore', output, output], timeout: ARTIFACT_LIMITS.fetchMs, ...(signal && { signal }) },
    );
    closeSync(output);
    const code = await exitOf(maven);
    signal?.throwIfAborted();
    if (code !== 0)
      throw new KafkaNotToBeHadError(`没有取到程序（${firstError(readFileSync(log, 'utf8')) ?? `mvn ${code}`}）`);
    renameSync(join(draft, 'jars'), jars);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(log, { force: true });
  }
}

function firstError(log: string): string | undefined {
  return /^\[ERROR\] (.*)$/m.exec(log)?.[1]?.slice(0, 300);
}

function javaMajor(): number | undefined {
  // Java tells its version on the error output.
  const { stderr, error } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const major = error === undefined ? /version "(\d+)/.exec(stderr)?.[1] : undefined;
  return major === undefined ? undefined : Number(major);
}

function answers(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>anjuan</groupId>
  <artifactId>kafka-programs</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;
