import { v5 } from 'uuid';
import type { Actor, CommandOutcome, Refusal } from '#eventsourcing';
import { defined } from '#eventsourcing';
import { inWords, LEFT_OUT, maskedName, parseCommand, type SentencePiece, spoken, withoutPersonal } from '#fields';
import type { Delivery, NotYet, OutMessage, Receipt } from '#messaging';
import {
  type InboundEvent,
  type InboundFault,
  inOneSentence,
  type ReadPart,
  readInbound,
  shownPath,
} from './inbound-event.js';
import { CONTENT_TYPE, positionText } from './message.js';
import { DEAD_LETTERS_TOPIC, repliesTo, type Sender, topicOfSender } from './senders.js';

/*
 * What other systems tell becomes a command, given by a machine account of the sender for the unit that the message
 * speaks for, under an id that follows from the sender and its id of the message: whatever comes again changes nothing.
 */

/** A command as the CommandBus takes it (`CommandEnvelope` of the platform). */
export interface InboundCommand {
  readonly aggregate: string;
  readonly id: string;
  readonly name: string;
  readonly body: unknown;
  readonly actor: Actor;
  readonly now: string;
  readonly key: string;
  readonly sourceSystem: string;
}

/** The command was not even decided: it is not one, by these faults. */
export interface Unacceptable {
  readonly kind: 'unacceptable';
  readonly code: string;
  readonly message: string;
  readonly faults: readonly InboundFault[];
}

/** Gives a command to the CommandBus. Throws what is wrong with the house, and never with the command. */
export type GiveCommand = (command: InboundCommand) => Promise<CommandOutcome | Unacceptable>;

export interface InboundOptions {
  readonly senders: readonly Sender[];
  /** The bureau's name in addresses: `quzhou`. */
  readonly bureau: string;
  /** Of every topic: `anjuan` gives `anjuan.in.bank`. */
  readonly topicPrefix: string;
  readonly give: GiveCommand;
  /** ISO-8601 UTC; the clock of the machine by default. */
  readonly now?: () => string;
}

/** A topic of what comes in, and what it is for. */
export interface InboundTopic {
  readonly name: string;
  readonly title: string;
}

const NAMESPACE = 'c2b0a0e4-4a58-5d2f-9e62-8f0e7c1d6a3b';

/** The machine account of a system: no person is called so. */
export function accountOf({ id }: Pick<Sender, 'id'>): string {
  return `system:${id}`;
}

/** Receives the messages of connected systems: `receive` is what an inbox of `#messaging` asks for. */
export class Inbound {
  private readonly byTopic: ReadonlyMap<string, Sender>;

  constructor(private readonly options: InboundOptions) {
    this.byTopic = new Map(options.senders.map((sender) => [this.named(topicOfSender(sender)), sender]));
  }

  /** Topics that are read, one for each system. */
  topics(): InboundTopic[] {
    return [...this.byTopic].map(([name, { title }]) => ({ name, title: `${title}发来` }));
  }

  /** Topics in which the systems are answered. */
  replyTopics(): InboundTopic[] {
    return this.options.senders.map((sender) => ({
      name: this.named(repliesTo(sender)),
      title: `答复${sender.title}`,
    }));
  }

  /** Where messages go that could not become a command. */
  deadLettersTopic(): InboundTopic {
    return { name: this.named(DEAD_LETTERS_TOPIC), title: '未能办理的消息' };
  }

  readonly receive = async (delivery: Delivery): Promise<Receipt | NotYet> => {
    const sender = this.byTopic.get(delivery.topic);
    if (sender === undefined)
      return {
        subject: {},
        outcome: { kind: 'refused', code: 'inbound.unknown_topic', reason: '没有对接系统使用这一主题' },
        replies: [],
      };
    const event = readInbound(delivery.value, sender);
    if (event.kind === undefined) {
      const { code, reason, faults, read } = event;
      return this.refused(sender, delivery, read, { code, message: reason, faults });
    }
    return this.carriedOut(sender, delivery, event);
  };

  private async carriedOut(sender: Sender, delivery: Delivery, event: InboundEvent): Promise<Receipt | NotYet> {
    const { kind, sourceId, subject, unit } = event;
    const answer = await this.options.give(this.commandOf(sender, event));
    const read: ReadPart = { sourceId, kind, subject, unit };
    switch (answer.kind) {
      case 'done': {
        const { stream, revision, position, replayed } = answer;
        const placed = { stream, revision, ...defined({ position }) };
        return {
          subject: subjectOf(sender, read),
          outcome: { kind: 'done', ...placed },
          replies: [
            this.reply(sender, delivery, read, {
              outcome: 'accepted',
              repeated: replayed,
              stream,
              revision,
              ...(position === undefined ? {} : { position: positionText(position) }),
            }),
          ],
        };
      }
      case 'refused':
        return this.refused(sender, delivery, read, { ...answer.refusal, message: outside(answer.refusal) });
      case 'id-reused':
        return this.refused(sender, delivery, read, {
          code: 'idempotency.other_body',
          message: `编号 ${sourceId} 已用于内容不同的消息，本次没有办理；新的消息请换一个编号`,
        });
      case 'unacceptable': {
        const faults = answer.faults.map(({ path, message }) => ({
          path: shownPath(path === '' ? 'data' : `data.${path}`),
          message,
        }));
        const message = faults.length === 0 ? answer.message : inOneSentence(faults);
        return this.refused(sender, delivery, read, { code: answer.code, message, faults });
      }
      case 'lost-race':
      case 'stale':
        return { outcome: { kind: 'not-yet', reason: `${answer.stream} is being changed by others` } };
    }
  }

  /** The command that a message becomes, as it would be given now; undefined where it becomes none. */
  command(delivery: Pick<Delivery, 'topic' | 'value'>): InboundCommand | undefined {
    const sender = this.byTopic.get(delivery.topic);
    const event = sender && readInbound(delivery.value, sender);
    return event?.kind === undefined ? undefined : this.commandOf(sender!, event);
  }

  private commandOf(sender: Sender, event: InboundEvent): InboundCommand {
    const { kind, sourceId, unit, data } = event;
    return {
      aggregate: kind.aggregate.name,
      id: recordOf(sender, event),
      name: kind.name,
      body: data,
      actor: { id: accountOf(sender), unit, roles: ['CONNECTED_SYSTEM'] },
      now: this.now(),
      key: sourceId,
      sourceSystem: sender.id,
    };
  }

  private refused(
    sender: Sender,
    delivery: Delivery,
    read: ReadPart,
    why: {
      readonly code: string;
      readonly message: string;
      readonly article?: string;
      readonly earliest?: string;
      readonly faults?: readonly InboundFault[];
    },
  ): Receipt {
    const { code, message, article, earliest, faults = [] } = why;
    const lawful = defined({ article, earliest });
    return {
      subject: subjectOf(sender, read),
      outcome: { kind: 'refused', code, reason: message, ...lawful },
      replies: [
        this.reply(sender, delivery, read, {
          outcome: 'refused',
          code,
          message,
          ...lawful,
          ...(faults.length === 0 ? {} : { faults }),
        }),
      ],
    };
  }

  /** Tells the sender what became of its message, in a topic that it alone reads. */
  private reply(sender: Sender, delivery: Delivery, read: ReadPart, said: object): OutMessage {
    const { topic, partition, offset, attempt } = delivery;
    const event = {
      specversion: '1.0',
      // Sent again after a crash it is the same; tried again on somebody's word it is another.
      id: v5(`${delivery.id} ${attempt}`, NAMESPACE),
      source: `/anjuan/${this.options.bureau}`,
      type: REPLY_TYPE,
      ...defined({ subject: read.subject }),
      time: this.now(),
      datacontenttype: 'application/json',
      data: {
        source: sender.source,
        ...defined({ id: read.sourceId }),
        ...(read.type === undefined && read.kind === undefined
          ? {}
          : { type: read.type ?? `cn.anjuan.in.${read.kind!.name}` }),
        place: { topic, partition, offset },
        ...said,
      },
    };
    return {
      topic: this.named(repliesTo(sender)),
      key: delivery.key || read.subject || delivery.id,
      value: JSON.stringify(event),
      headers: { 'content-type': CONTENT_TYPE },
    };
  }

  private named(topic: string): string {
    return `${this.options.topicPrefix}.${topic}`;
  }

  private now(): string {
    return this.options.now?.() ?? new Date().toISOString();
  }
}

export const REPLY_TYPE = 'cn.anjuan.in.Reply';

/** The record that a message is about: the sender's own number with its name before it where it begins one. */
function recordOf(sender: Sender, { kind, subject }: Pick<InboundEvent, 'kind' | 'subject'>): string {
  return kind.begins ? `${sender.id}.${subject}` : subject;
}

function subjectOf(sender: Sender, { kind, ...read }: ReadPart): Receipt['subject'] {
  const { sourceId, subject, unit } = read;
  return {
    sender: sender.id,
    ...(kind === undefined ? {} : { kind: kind.name }),
    ...defined({ sourceId, subject, unit }),
  };
}

/** What stands for one of the bureau's people: who he is is nobody's business outside. */
const SOMEBODY = '某工作人员';

/** A refusal for another system, and for whoever runs this one: without people and words. */
function outside({ message }: Refusal): string {
  return spoken(message as Parameters<typeof spoken>[0], (piece: SentencePiece) => {
    if (piece.is === 'person') return SOMEBODY;
    if (piece.is === 'narrative') return LEFT_OUT;
    if (piece.is === 'name' && piece.isPerson) return maskedName(piece.value);
    return inWords(piece);
  });
}

/**
 * What a message says, as those see it who see no names; undefined where it is not as its kind has it, for then nobody
 * can tell what stands where.
 */
export function maskedContent(value: Uint8Array | undefined, sender: Sender): Record<string, unknown> | undefined {
  const event = readInbound(value, sender);
  if (event.kind === undefined) return undefined;
  const { input } = event.kind.command;
  const { command } = parseCommand(input, event.data);
  return command && withoutPersonal(input, command);
}
