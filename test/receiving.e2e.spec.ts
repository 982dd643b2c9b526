import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnKafka, ownKafka, sharedKafka } from '#embedded-kafka/testing';
import { followersOf, openInstallation, SendersFileError } from '#installation';
import { openKafka } from '#messaging';
import { commandIdOf } from '#platform';
import { type TestDatabase, testDatabase } from '#store-postgres/testing';
import { startReceiving } from '../apps/worker/src/receiving.js';
import { establishBureau, ROOT } from './bureau.js';

const LIMIT_MS = 60_000;
const BANK = { id: 'bank', title: '代收银行', source: '/quzhou/bank', kinds: ['payments'], units: ['QZ'] };

let directory: string;
let database: TestDatabase;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'anjuan-senders-'));
  database = await testDatabase();
});
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await database.drop();
});

const configuration = (brokers: readonly string[], topicPrefix: string, senders: string) => {
  const sendersFile = join(directory, `${topicPrefix}.json`);
  writeFileSync(sendersFile, senders);
  return {
    databaseUrl: database.url,
    dataDirectory: directory,
    initialAdministrator: ROOT,
    messaging: { brokers, topicPrefix, replication: 1, bureau: 'quzhou', url: 'https://anjuan.test', sendersFile },
  };
};

describe('the file of the connected systems', () => {
  it('that is not right is told in Chinese, before anything is opened', async () => {
    const opening = openInstallation(configuration(['127.0.0.1:1'], 'wrong', '{"systems":[{"id":"X"}]}'));
    await expect(opening).rejects.toThrow(SendersFileError);
    await expect(opening).rejects.toThrow(/^ANJUAN_SENDERS 指定的文件 .* 有误：\nsystems\[0\]\.id：/);
  });

  it('with nobody in it turns nothing on', async () => {
    const installation = await openInstallation(configuration(['127.0.0.1:1'], 'none', '{"systems":[]}'));
    expect(
      await startReceiving(
        installation,
        () => {},
        () => {},
      ),
    ).toBeUndefined();
    await installation.close();
  });
});

describeOnKafka('the worker with connected systems', () => {
  it('receives what they send, answers, and says in the store how its inbox stands; all of it ends in order', async () => {
    const { brokers } = await sharedKafka();
    const prefix = `w-${randomBytes(6).toString('hex')}`;
    const installation = await openInstallation(configuration(brokers, prefix, JSON.stringify({ systems: [BANK] })));
    const stops: (() => Promise<void>)[] = [];
    const told: string[] = [];
    const receiving = await startReceiving(
      installation,
      (stop) => stops.push(stop),
      (part, { kind }) => told.push(`${part} ${kind}`),
    );
    const projector = installation.projector();
    const deadlines = installation.deadlineClock();
    const reactions = installation.reactions();
    installation.reporting(followersOf({ projector, deadlines, reactions, relays: [], receiving })).start();

    const broker = openKafka({ brokers, clientId: 'bank' });
    const until = async <Value>(ask: () => Promise<Value | undefined>): Promise<Value> => {
      for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; await delay(50)) {
        const value = await ask().catch(() => undefined);
        if (value !== undefined) return value;
      }
      throw new Error(`not within ${LIMIT_MS} ms`);
    };
    const message = {
      specversion: '1.0',
      id: '1',
      source: BANK.source,
      type: 'cn.anjuan.in.RecordPayment',
      subject: 'c1',
    };
    const data = { receiptNo: 'B-1', amountFen: 100, kind: 'FINE', channel: 'BANK', paidOn: '2024-03-01' };
    // The topics are made by the worker.
    const producer = await broker.producer();
    await until(async () => {
      await broker.lag(`${prefix}.inbox`, [`${prefix}.in.bank`]);
      return true;
    });
    await producer.send([{ topic: `${prefix}.in.bank`, key: 'c1', value: JSON.stringify({ ...message, data }) }]);
    const answer = await until(async () => {
      let last: unknown;
      await broker.readTopic(`${prefix}.in.bank.replies`, ({ value }) => {
        last = JSON.parse(String(value));
      });
      return last;
    });
    expect(answer).toMatchObject({ data: { id: '1', outcome: 'refused', code: 'case.phase' } });
    const reports = await until(async () => {
      const all = await installation.reports.list();
      return all.some(({ name, state }) => name === 'inbox' && state === 'following') ? all : undefined;
    });
    expect(reports.map(({ name }) => name)).toEqual([
      'deadlines',
      'inbox',
      'inbox-replays',
      'reactions',
      'read-models',
    ]);
    expect(await installation.messages!.lag()).toHaveLength(12);
    expect((await installation.deadLetters.list({ limit: 5 })).letters).toMatchObject([
      { code: 'case.phase', sender: 'bank' },
    ]);

    await producer.close();
    await broker.close();
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
    await installation.close();
    expect(told).toEqual(expect.arrayContaining(['inbox started', 'inbox laid-aside', 'inbox stopped']));
  }, 300_000);
});

describeOnKafka('the worker whose broker is killed while messages come in', () => {
  it('goes on when the broker is back: each message is carried out, once', async () => {
    const kafka = await ownKafka();
    const prefix = `k-${randomBytes(6).toString('hex')}`;
    const senders = JSON.stringify({ systems: [{ ...BANK, id: 'hotline', kinds: ['leads'] }] });
    const installation = await openInstallation(configuration(kafka.brokers, prefix, senders));
    const { store } = installation;
    await establishBureau(installation);
    const stops: (() => Promise<void>)[] = [];
    const receiving = (await startReceiving(
      installation,
      (stop) => stops.push(stop),
      () => {},
    ))!;
    const until = async (holds: () => boolean | Promise<boolean>) => {
      for (const deadline = Date.now() + 2 * LIMIT_MS; !(await holds()); await delay(50))
        if (Date.now() > deadline) throw new Error(`not within ${2 * LIMIT_MS} ms`);
    };
    const broker = openKafka({ brokers: kafka.brokers, clientId: 'hotline' });
    const topic = `${prefix}.in.hotline`;
    const message = { specversion: '1.0', source: BANK.source, type: 'cn.anjuan.in.RegisterLead' };
    const data = {
      ...{ source: '12345', content: '有人占道经营', place: '新桥街1号', territoryCode: '330802' },
      registeredOn: '2024-03-01',
    };
    const ids = Array.from({ length: 600 }, (_, n) => `w${n}`);
    await until(() => receiving.inbox.status().state === 'following');
    // A system that sends as it should: what was not acknowledged is sent again with its id.
    const sending = (async () => {
      for (let from = 0; from < ids.length; ) {
        try {
          const producer = await broker.producer();
          for (; from < ids.length; from += 20)
            await producer.send(
              ids
                .slice(from, from + 20)
                .map((id) => ({ topic, key: id, value: JSON.stringify({ ...message, id, subject: id, data }) })),
            );
          await producer.close();
        } catch {
          await delay(100);
        }
      }
    })();
    await until(() => receiving.inbox.status().done > 20);
    process.kill(kafka.nodes[0]!.pid!, 'SIGKILL');
    await sending;
    await until(async () => {
      const lag = await broker.lag(`${prefix}.inbox`, [topic]).catch(() => [{ behind: 1 }]);
      return lag.every(({ behind }) => behind === 0);
    });
    for (const id of ids) expect(await store.readStream(`lead-hotline.${id}`)).toHaveLength(1);
    expect(
      (await installation.deadLetters.list({ limit: 5 })).letters.filter(({ sender }) => sender === 'hotline'),
    ).toEqual([]);
    expect(await installation.verifyInbox(commandIdOf)).toMatchObject({
      missing: [],
      notDue: 0,
      unchanged: 0,
      laidAside: 0,
    });
    await broker.close();
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
    await installation.close();
    await kafka.stop();
  }, 300_000);
});
