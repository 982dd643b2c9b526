import { AGGREGATES, type LawAggregate } from '#enforcement';
import type { RecordedEvent } from '#eventsourcing';
import { defined } from '#eventsourcing';
import { type Constructor, outsideOf } from '#fields';
import { FIGURES_TOPIC } from './figure-restated.js';
import { CONTENT_TYPE, type ContractMessage, type ContractOptions, idOnly, positionText } from './message.js';
import { schemaAddress } from './schemas.js';

/*
 * The public contract: what other systems are told of an event. One message for each event of the log, whatever it is, so
 * that nothing is missing in the order; what a message says of the event follows from the marks of its fields.
 */

/** Why a message tells of an event without saying what it says. */
export type Withheld =
  /** It is of a type that this version does not know. */
  | 'unknown'
  /** What was stored cannot be brought to the present shape of its type. */
  | 'unreadable';

/** Where events go of which nobody knows the register. */
const NOWHERE = 'unknown';

/** A topic without its prefix, and what it carries. */
export interface Topic {
  readonly name: string;
  readonly title: string;
  /** What whoever reads it has to know besides, in Chinese. */
  readonly about?: string;
}

const FIGURES: Topic = {
  name: FIGURES_TOPIC,
  title: '以前月份数字的变动',
  about:
    '一个月份过去（北京时间）以后，又记入属于这个月份的事，或者改变了已经记入的，这个月份的数字就变了：每个计量项、分类、单位、月份各一条消息，' +
    '写明增加（减少为负）多少。月末所知的数字，加上此后的各条消息，就是现在所知的数字。`stream` 是 `figures-` 和单位编号。一件事可以引起几条消息，' +
    '它们的 `position` 相同，用 `id` 区分是否重复。当月之内的变动不发；重新计算历史（改变计量办法的新版本）也不逐条发。',
};

/** The topics: one for each register, one for those that this version does not know, one for figures. */
export const TOPICS: readonly Topic[] = [
  ...AGGREGATES.map(({ path, title }) => ({ name: path, title })),
  { name: NOWHERE, title: '本版本不认识的登记簿' },
  FIGURES,
];

/** What is known of a type of event before one comes. */
interface Told {
  readonly topic: string;
  readonly type: string;
  readonly of: Constructor | undefined;
  readonly dataschema: string | undefined;
}

/** What of the log goes to other systems. Pure: the same event gives the same message, whoever sends it and how often. */
export class Contract {
  private readonly aggregates = new Map(AGGREGATES.map((aggregate) => [aggregate.name, aggregate]));
  private readonly told = new Map<string, Told>();

  constructor(private readonly options: ContractOptions) {}

  /** The names of every topic that `toMessages` may name. */
  topics(): Topic[] {
    return TOPICS.map(({ name, title }) => ({ name: `${this.options.topicPrefix}.${name}`, title }));
  }

  /** The messages of an event; one it is. */
  toMessages(event: RecordedEvent): ContractMessage[] {
    return [this.messageOf(event)];
  }

  /** The message of an event in its present shape (`raising`), or of one that cannot be raised. Never throws. */
  messageOf(event: RecordedEvent): ContractMessage {
    const { stream, type, data, unreadable } = event;
    const hyphen = stream.indexOf('-');
    // What stands before the hyphen is a word of a program; a name without one could be anything.
    const name = hyphen > 0 ? stream.slice(0, hyphen) : NOWHERE;
    const aggregate = this.aggregates.get(name);
    const told = this.toldOf(name, type, aggregate);
    const isReadable = unreadable === undefined && typeof data === 'object' && data !== null;
    // Of whom an unknown register keeps its records, nobody knows; of staff, it is nobody's business outside.
    const isNamed = aggregate !== undefined && !aggregate.isOfStaff;
    const key = isNamed ? stream : name;
    const message = {
      specversion: '1.0',
      id: event.id,
      source: `/anjuan/${this.options.bureau}`,
      type: told.type,
      ...(isNamed ? { subject: stream.slice(hyphen + 1) } : {}),
      time: event.recordedAt,
      ...(told.of && isReadable ? { dataschema: told.dataschema, datacontenttype: 'application/json' } : {}),
      stream: key,
      ...(isNamed ? { revision: event.revision } : {}),
      position: positionText(event.position),
      schemaversion: event.schemaVersion,
      ...ofMeta(event),
      ...(told.of && isReadable
        ? { data: outsideOf(told.of, data) }
        : { withheld: (told.of ? 'unreadable' : 'unknown') satisfies Withheld }),
    };
    return { topic: told.topic, key, value: JSON.stringify(message), headers: { 'content-type': CONTENT_TYPE } };
  }

  private toldOf(name: string, type: string, aggregate: LawAggregate | undefined): Told {
    const known = this.told.get(`${name} ${type}`);
    if (known) return known;
    const { topicPrefix, schemas } = this.options;
    const of = aggregate?.events.get(type)?.type;
    const told = {
      topic: `${topicPrefix}.${aggregate?.path ?? NOWHERE}`,
      type: `cn.anjuan.${name}.${type}`,
      of,
      dataschema: of && `${schemas}/${schemaAddress(`${name}.${type}`)}`,
    };
    if (of) this.told.set(`${name} ${type}`, told);
    return told;
  }
}

/**
 * What of the circumstances leaves: in which unit, through which system, by which edition of the law, what it belongs
 * together with. Not who (staff), nor in which role (in a small unit that is who), nor the digest of the command (by it a
 * guess at what was left out could be confirmed).
 */
function ofMeta({ meta }: RecordedEvent): Record<string, string> {
  const correlationid = idOnly(meta.correlationId);
  const causationid = idOnly(meta.causationId);
  return {
    ...(meta.unit === '' ? {} : { unit: meta.unit }),
    sourcesystem: meta.sourceSystem,
    ruleset: meta.ruleset,
    ...defined({ correlationid, causationid }),
  };
}
