import { describe, expect, it } from '@jest/globals';
import { type MessagingConfiguration, readMessaging } from './messaging-configuration.js';

function read(environment: Readonly<Record<string, string>>): [MessagingConfiguration | undefined, string[]] {
  const faults: string[] = [];
  return [readMessaging((name) => environment[name], faults), faults];
}

const KAFKA = { KAFKA_BROKERS: 'kafka:9092', ANJUAN_BUREAU: 'quzhou', ANJUAN_URL: 'https://anjuan.test/' };
const faultsWith = (more: Record<string, string>) => read({ ...KAFKA, ...more })[1];

describe('the configuration of messaging', () => {
  it('is none without Kafka', () => {
    expect(read({})).toEqual([undefined, []]);
  });

  it('needs the brokers, the name of the bureau and its address', () => {
    const messaging = {
      brokers: ['kafka:9092'],
      topicPrefix: 'anjuan',
      replication: 1,
      bureau: 'quzhou',
      url: 'https://anjuan.test',
    };
    expect(read(KAFKA)).toEqual([messaging, []]);
    expect(read({ KAFKA_BROKERS: 'kafka:9092' })[1]).toEqual([
      expect.stringContaining('ANJUAN_BUREAU'),
      expect.stringContaining('ANJUAN_URL'),
    ]);
  });

  it('keeps three copies where three brokers are named, or as many as are asked for', () => {
    const KAFKA_BROKERS = 'a:1, b:2,[::1]:9092';
    expect(read({ ...KAFKA, KAFKA_BROKERS })[0]).toMatchObject({
      brokers: ['a:1', 'b:2', '[::1]:9092'],
      replication: 3,
    });
    expect(read({ ...KAFKA, KAFKA_BROKERS, KAFKA_REPLICATION: '2' })[0]).toMatchObject({ replication: 2 });
  });

  it('takes the file of the systems that may send', () => {
    expect(read({ ...KAFKA, ANJUAN_SENDERS: '/etc/senders.json' })[0]).toMatchObject({
      sendersFile: '/etc/senders.json',
    });
    expect(read({ ANJUAN_SENDERS: '/etc/senders.json' })[1]).toEqual([expect.stringContaining('KAFKA_BROKERS')]);
  });

  it('takes TLS, with an authority of one’s own, and a user', () => {
    expect(read({ ...KAFKA, KAFKA_TLS: 'yes' })[0]).toMatchObject({ tls: {} });
    expect(read({ ...KAFKA, KAFKA_TLS: 'no' })[0]).not.toHaveProperty('tls');
    expect(read({ ...KAFKA, KAFKA_TLS: '/etc/ca.pem' })[0]).toMatchObject({ tls: { caFile: '/etc/ca.pem' } });
    const user = { KAFKA_SASL_USERNAME: 'anjuan', KAFKA_SASL_PASSWORD: 'secret' };
    expect(read({ ...KAFKA, ...user })[0]).toMatchObject({
      sasl: { mechanism: 'scram-sha-512', username: 'anjuan', password: 'secret' },
    });
    expect(read({ ...KAFKA, ...user, KAFKA_SASL_MECHANISM: 'plain' })[0]).toMatchObject({
      sasl: { mechanism: 'plain' },
    });
  });

  it.each([
    [{ KAFKA_BROKERS: 'kafka' }, 'KAFKA_BROKERS'],
    [{ KAFKA_BROKERS: ',' }, 'KAFKA_BROKERS'],
    [{ KAFKA_BROKERS: 'http://kafka:9092' }, 'KAFKA_BROKERS'],
    [{ ANJUAN_BUREAU: '衢州' }, 'ANJUAN_BUREAU'],
    [{ ANJUAN_URL: 'anjuan.test' }, 'ANJUAN_URL'],
    [{ ANJUAN_URL: 'https://anjuan.test/?a' }, 'ANJUAN_URL'],
    [{ KAFKA_TOPIC_PREFIX: 'an_juan' }, 'KAFKA_TOPIC_PREFIX'],
    [{ KAFKA_REPLICATION: '0' }, 'KAFKA_REPLICATION'],
    [{ KAFKA_SASL_USERNAME: 'anjuan' }, 'KAFKA_SASL_PASSWORD'],
    [{ KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b', KAFKA_SASL_MECHANISM: 'md5' }, 'KAFKA_SASL_MECHANISM'],
  ])('says in a sentence what is wrong: %j', (more, variable) => {
    const faults = faultsWith(more as Record<string, string>);
    expect(faults).toEqual([expect.stringContaining(variable)]);
    expect(faults[0]).toMatch(/[\u4e00-\u9fff]/);
  });

  it('says that something is set which nothing would use', () => {
    expect(read({ KAFKA_TLS: 'yes' })).toEqual([undefined, [expect.stringContaining('KAFKA_BROKERS')]]);
  });
});
