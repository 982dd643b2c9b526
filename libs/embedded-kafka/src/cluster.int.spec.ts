import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { runModule } from '#store-postgres/testing';
import { isAlive } from '#supervisor';
import { type Kafka, type KafkaOptions, NotOurBrokerError, startKafka } from './index.js';
import { describeOnKafka } from './testing/index.js';

const API_VERSIONS = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]);

/** Whether whoever listens there speaks the protocol: it answers the request with its number. */
const speaksKafka = async (address: string): Promise<boolean> => {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  try {
    socket.end(API_VERSIONS);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.readInt32BE(4) === 7;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 1_200) throw new Error('it did not come to hold within two minutes');
    await delay(100);
  }
};

describeOnKafka('Kafka on this machine', () => {
  let directory: string;
  const started: Kafka[] = [];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'anjuan-kafka-'));
  });
  afterEach(async () => {
    for (const kafka of started.splice(0)) await kafka.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
  });
  const start = async (options: Partial<KafkaOptions> = {}) => {
    const kafka = await startKafka({ directory, isKept: false, ...options });
    started.push(kafka);
    return kafka;
  };

  it('answers when it has started, and at the same address when it is started again', async () => {
    const first = await start({ isKept: true });
    expect(await speaksKafka(first.brokers[0]!)).toBe(true);
    await first.stop();
    expect(await speaksKafka(first.brokers[0]!)).toBe(false);
    const second = await start();
    expect(second.brokers).toEqual(first.brokers);
    expect(await speaksKafka(second.brokers[0]!)).toBe(true);
  }, 300_000);

  it('a node that is killed is started again', async () => {
    const kafka = await start();
    const node = kafka.nodes[0]!;
    const before = node.pid!;
    process.kill(before, 'SIGKILL');
    await until(async () => node.pid !== before && (await speaksKafka(node.address)));
  }, 300_000);

  it('three nodes agree, and go on while one is stopped', async () => {
    const kafka = await start({ nodes: 3 });
    expect(new Set(kafka.brokers).size).toBe(3);
    for (const address of kafka.brokers) expect(await speaksKafka(address)).toBe(true);
    await kafka.nodes[2]!.stop();
    expect(kafka.nodes[2]!.pid).toBeUndefined();
    expect(await speaksKafka(kafka.nodes[0]!.address)).toBe(true);
    await kafka.nodes[2]!.start();
    expect(await speaksKafka(kafka.nodes[2]!.address)).toBe(true);
  }, 300_000);

  it('ends with an owner that is killed, and what that one left is no hindrance', async () => {
    const owner = runModule(new URL('./testing/owner-process.ts', import.meta.url), [directory], 'pipe');
    const [line] = (await once(owner.stdout!, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).toBe(true);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const kafka = await start();
    expect(await speaksKafka(kafka.brokers[0]!)).toBe(true);
    expect(isAlive(pid)).toBe(false);
  }, 300_000);

  it('clears away what a start that was killed had half made', async () => {
    const node = join(directory, 'node-1');
    mkdirSync(join(node, 'kafka.formatting-1-0123abcd'), { recursive: true });
    writeFileSync(join(node, 'kafka.formatting-1-0123abcd.properties'), '');
    writeFileSync(join(node, 'notes'), '');
    await start();
    expect(readdirSync(node).filter((name) => name.startsWith('kafka.formatting'))).toEqual([]);
    expect(existsSync(join(node, 'notes'))).toBe(true);
  }, 300_000);

  it('leaves alone what it did not make', async () => {
    writeFileSync(join(directory, 'cluster.json'), 'notes');
    await expect(start()).rejects.toBeInstanceOf(NotOurBrokerError);
    expect(readFileSync(join(directory, 'cluster.json'), 'utf8')).toBe('notes');
    expect(existsSync(join(directory, 'node-1'))).toBe(false);
  });

  it('a start that is no longer wanted ends', async () => {
    const stopping = new AbortController();
    const starting = start({ signal: stopping.signal });
    stopping.abort(new Error('no longer wanted'));
    await expect(starting).rejects.toThrow(/no longer wanted|abort/i);
  }, 300_000);
});
