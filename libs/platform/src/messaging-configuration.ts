import { defined } from '#eventsourcing';
/** The bureau's Kafka, and how this installation is called there. */
export interface MessagingConfiguration {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  /** Of every topic. */
  readonly topicPrefix: string;
  /** Copies of each partition. */
  readonly replication: number;
  /** The bureau's name in messages: `quzhou`. */
  readonly bureau: string;
  /** Where other systems reach the api, without a slash at the end. */
  readonly url: string;
  /** `caFile`: certificate authority of the bureau's own, PEM. */
  readonly tls?: { readonly caFile?: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
  /** File of the connected systems: which may send what, for which units. */
  readonly sendersFile?: string;
}

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const MAX_REPLICATION = 9;
/** Of so many nodes one may fail and the rest still agree. */
const CLUSTER = 3;

/** The variables of messaging; undefined without KAFKA_BROKERS. What is wrong is added to `faults`, a sentence each. */
export function readMessaging(
  text: (name: string) => string | undefined,
  faults: string[],
): MessagingConfiguration | undefined {
  const list = text('KAFKA_BROKERS');
  if (list === undefined) {
    for (const name of [
      'KAFKA_TOPIC_PREFIX',
      'KAFKA_REPLICATION',
      'KAFKA_TLS',
      'KAFKA_SASL_USERNAME',
      'ANJUAN_SENDERS',
    ])
      if (text(name) !== undefined) faults.push(`设置了 ${name}，还应设置 KAFKA_BROKERS（Kafka 的地址）`);
    return undefined;
  }
  const brokers = list
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  for (const address of brokers.length === 0 ? [list] : brokers)
    if (!/^(\[[0-9a-f:.]+\]|[^\s:/,[\]]+):\d{1,5}$/i.test(address))
      faults.push(`KAFKA_BROKERS 应为 主机:端口，多个用逗号分隔，现在有“${address}”`);

  const required = (name: string, about: string, pattern: RegExp, shape: string): string => {
    const value = text(name);
    if (value === undefined) faults.push(`设置了 KAFKA_BROKERS，还应设置 ${name}（${about}）`);
    else if (!pattern.test(value)) faults.push(`${name} 应为${shape}，现在是“${value}”`);
    return value ?? '';
  };
  const bureau = required(
    'ANJUAN_BUREAU',
    '本单位在消息中的名称，如 quzhou',
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    '小写字母、数字和连字符',
  );
  const url = required(
    'ANJUAN_URL',
    '其他系统访问本系统的地址，如 https://anjuan.example',
    /^https?:\/\/[^\s/?#]+[^\s?#]*$/,
    ' http(s) 地址',
  ).replace(/\/+$/, '');

  const topicPrefix = text('KAFKA_TOPIC_PREFIX') ?? 'anjuan';
  if (!/^[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*$/.test(topicPrefix) || topicPrefix.length > 100)
    faults.push(`KAFKA_TOPIC_PREFIX 应为小写字母、数字、连字符和点，最多 100 个字符，现在是“${topicPrefix}”`);
  const copies = text('KAFKA_REPLICATION') ?? (brokers.length >= CLUSTER ? String(CLUSTER) : '1');
  const replication = /^\d$/.test(copies) ? Number(copies) : 0;
  if (replication < 1)
    faults.push(`KAFKA_REPLICATION（每个分区的副本数）应为 1 至 ${MAX_REPLICATION} 的整数，现在是“${copies}”`);

  const tls = text('KAFKA_TLS');
  const sasl = readSasl(text, faults);
  const sendersFile = text('ANJUAN_SENDERS');
  return {
    brokers,
    topicPrefix,
    replication,
    bureau,
    url,
    ...(tls === undefined || tls === 'no' ? {} : { tls: tls === 'yes' ? {} : { caFile: tls } }),
    ...(sasl && { sasl }),
    ...defined({ sendersFile }),
  };
}

function readSasl(text: (name: string) => string | undefined, faults: string[]): MessagingConfiguration['sasl'] {
  const [username, password, wanted] = ['USERNAME', 'PASSWORD', 'MECHANISM'].map((name) => text(`KAFKA_SASL_${name}`));
  if (username === undefined && password === undefined && wanted === undefined) return undefined;
  if (username === undefined || password === undefined)
    faults.push('KAFKA_SASL_USERNAME 和 KAFKA_SASL_PASSWORD（Kafka 的用户名和口令）应当都设置');
  const mechanism = MECHANISMS.find((name) => name === (wanted ?? 'scram-sha-512'));
  if (mechanism === undefined)
    faults.push(`KAFKA_SASL_MECHANISM 应为 ${MECHANISMS.join('、')} 之一，现在是“${wanted}”`);
  return { mechanism: mechanism ?? 'plain', username: username ?? '', password: password ?? '' };
}
