import { INBOUND_GROUPS, type InboundGroup } from './inbound-kinds.js';

/*
 * Which systems may tell us what, for which units. Kafka tells a reader nothing of who wrote: a system is known by the
 * topic that it alone may write to (an access rule of the broker), and by nothing that a message says of itself.
 */

export const SENDER_LIMITS = {
  systems: 200,
  units: 2_000,
  titleLength: 100,
  sourceLength: 200,
} as const;

/** A connected system, as the bureau's file declares it. */
export interface Sender {
  /** Its name in topics, in record numbers and on what it causes: `hotline-12345`. */
  readonly id: string;
  readonly title: string;
  /** `source` of its messages. */
  readonly source: string;
  readonly kinds: readonly InboundGroup[];
  /** Units for which it may speak; `ALL` for whichever unit a message names. */
  readonly units: readonly string[] | 'ALL';
}

/** The bureau's file of connected systems is not right. Each sentence, in Chinese, says what to mend. */
export class SendersError extends Error {
  override readonly name = 'SendersError';
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
  }
}

const ID = /^[a-z0-9][a-z0-9-]{0,29}$/;
const UNIT = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;
/** Names of our own topics behind `in.`. */
const TAKEN: readonly string[] = ['replies', 'dead-letters'];

/** Reads the file of connected systems. Throws SendersError with everything that is wrong. */
export function parseSenders(text: string): readonly Sender[] {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw new SendersError(['对接系统的文件不是合法的 JSON']);
  }
  const faults: string[] = [];
  const systems = objectOf(file, '', ['systems'], faults)?.['systems'];
  if (!Array.isArray(systems)) throw new SendersError([...faults, 'systems：应为列表，每项是一个对接系统']);
  if (systems.length > SENDER_LIMITS.systems)
    throw new SendersError([...faults, `systems：对接系统不能超过${SENDER_LIMITS.systems}个`]);
  const senders = systems.flatMap((system, index) => senderOf(system, `systems[${index}]`, faults) ?? []);
  for (const name of ['id', 'source'] as const) {
    const seen = new Set<string>();
    for (const { [name]: value } of senders) {
      if (seen.has(value)) faults.push(`${name}“${value}”不止一个系统使用，无法区分`);
      seen.add(value);
    }
  }
  if (faults.length > 0) throw new SendersError(faults);
  return senders;
}

function senderOf(system: unknown, path: string, faults: string[]): Sender | undefined {
  const before = faults.length;
  const given = objectOf(system, path, ['id', 'title', 'source', 'kinds', 'units'], faults);
  if (given === undefined) return undefined;
  const { id, title, source, kinds, units } = given;
  const check = (holds: boolean, name: string, sentence: string) => {
    if (!holds) faults.push(`${path}.${name}：${sentence}`);
  };
  check(
    typeof id === 'string' && ID.test(id) && !TAKEN.includes(id),
    'id',
    `应为小写字母、数字和 - 组成的名称，至多30个字符，不能是${TAKEN.join('、')}`,
  );
  check(isText(title, SENDER_LIMITS.titleLength), 'title', '应为系统的中文名称');
  check(
    isText(source, SENDER_LIMITS.sourceLength) && /^[\x21-\x7e]+$/.test(source),
    'source',
    '应为该系统消息的 source，不含空格和汉字',
  );
  const groups = Object.keys(INBOUND_GROUPS);
  check(
    isListOf(kinds, (kind) => groups.includes(kind)),
    'kinds',
    `应为消息种类的列表，可用的有${groups.join('、')}`,
  );
  check(
    units === 'ALL' || (isListOf(units, (unit) => UNIT.test(unit)) && units.length <= SENDER_LIMITS.units),
    'units',
    `应为执法单位编号的列表，至多${SENDER_LIMITS.units}个，或者“ALL”（消息所说的任何单位）`,
  );
  return faults.length > before ? undefined : (given as unknown as Sender);
}

function objectOf(
  value: unknown,
  path: string,
  names: readonly string[],
  faults: string[],
): Readonly<Record<string, unknown>> | undefined {
  const at = path === '' ? '' : `${path}.`;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    faults.push(`${path === '' ? '对接系统的文件' : path}：应为对象`);
    return undefined;
  }
  for (const name of Object.keys(value)) if (!names.includes(name)) faults.push(`${at}${name}：没有这一项`);
  return value as Readonly<Record<string, unknown>>;
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= max;
}

function isListOf(value: unknown, holds: (item: string) => boolean): value is readonly string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item: unknown) => typeof item === 'string' && holds(item))
  );
}

/** The topic that a system alone may write to, without the installation's prefix. */
export function topicOfSender({ id }: Pick<Sender, 'id'>): string {
  return `in.${id}`;
}

/** The topic in which a system, and no other, reads what became of its messages, without the prefix. */
export function repliesTo({ id }: Pick<Sender, 'id'>): string {
  return `in.${id}.replies`;
}

/** Where messages go that could not become a command, without the prefix; for the bureau alone. */
export const DEAD_LETTERS_TOPIC = 'in.dead-letters';
