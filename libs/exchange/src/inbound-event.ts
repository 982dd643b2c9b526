import { defined } from '#eventsourcing';
import { fieldsOf } from '#fields';
import { INBOUND_TYPE, type InboundKind, inboundKind, inboundSchemaAddress } from './inbound-kinds.js';
import type { Sender } from './senders.js';

/* A message from another system, read strictly: what is not as agreed is named by its path, in Chinese. */

export const INBOUND_LIMITS = {
  /** Characters of the sender's id of a message: those of an idempotency key. */
  idLength: 200,
  /** Bytes of a message: as many as one of ours may have. */
  bytes: 1024 * 1024 + 128 * 1024,
  /** Faults that one refusal names. */
  faults: 20,
} as const;

/** Why a message cannot be read as one of ours, and what could be read of it all the same. */
export interface Unreadable {
  readonly code: string;
  readonly reason: string;
  readonly faults: readonly InboundFault[];
  readonly read: ReadPart;
}

export interface InboundFault {
  /** `data.records[0].sourceNo`; empty for the message itself. */
  readonly path: string;
  readonly message: string;
}

/** Which message it is, as far as that could be read. Ids that could say more than which it is are left out. */
export interface ReadPart {
  readonly sourceId?: string;
  readonly kind?: InboundKind;
  readonly type?: string;
  readonly subject?: string;
  readonly unit?: string;
}

/** A message as agreed; its `data` is yet to be checked by the command. */
export interface InboundEvent {
  readonly sourceId: string;
  readonly kind: InboundKind;
  readonly subject: string;
  readonly unit: string;
  readonly data: unknown;
}

/** Attributes of a message; those of tracing are let through and not read. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema', 'unit', 'data'],
  ...['traceparent', 'tracestate'],
]);

const MESSAGE_ID = /^[\x21-\x7e]{1,200}$/;
/** With the sender's name before it, still the id of a record. */
const SUBJECT = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,59}$/;
const RECORD = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;
const UNIT = RECORD;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;
const JSON_TYPE = /^application\/json(\s*;\s*charset=utf-8)?$/i;

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

type Json = Readonly<Record<string, unknown>>;

/** Reads a message of a sender, of whom its topic has told which one it is. */
export function readInbound(
  value: Uint8Array | undefined,
  sender: Sender,
): InboundEvent | (Unreadable & { readonly kind?: undefined }) {
  if (value === undefined || value.length === 0) return unreadable('inbound.empty', '消息没有内容');
  if (value.length > INBOUND_LIMITS.bytes)
    return unreadable('inbound.too_large', `消息超过${INBOUND_LIMITS.bytes}字节，没有留存，请拆成几条再发`);
  let text: string;
  try {
    text = UTF_8.decode(value);
  } catch {
    return unreadable('inbound.not_utf8', '消息不是 UTF-8 编码');
  }
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return unreadable('inbound.not_json', '消息不是合法的 JSON');
  }
  if (message === null || typeof message !== 'object' || Array.isArray(message))
    return unreadable('inbound.not_event', '消息应为一个 CloudEvents 对象（结构化 JSON）');
  return eventOf(message as Json, sender);
}

function eventOf(message: Json, sender: Sender): ReturnType<typeof readInbound> {
  const read = partOf(message);
  const refuse = (code: string, faults: readonly InboundFault[]) => ({
    code,
    reason: inOneSentence(faults),
    faults: faults.slice(0, INBOUND_LIMITS.faults),
    read,
  });
  const faults = shapeFaults(message, read.kind);
  if (faults.length > 0) return refuse('inbound.bad_event', faults);
  const one = (code: string, path: string, sentence: string) => refuse(code, [{ path, message: sentence }]);
  const { kind, sourceId, subject } = read;
  if (message['source'] !== sender.source)
    return one('inbound.foreign_source', 'source', `此主题只收“${sender.source}”的消息`);
  if (kind === undefined) return one('inbound.unknown_kind', 'type', '没有这一种消息');
  if (!sender.kinds.includes(kind.group))
    return one('inbound.kind_not_allowed', 'type', `${sender.title}不能发送“${kind.command.title}”`);
  const schema = message['dataschema'];
  if (typeof schema === 'string' && !isOfSchema(schema, inboundSchemaAddress(kind)))
    return one('inbound.unknown_version', 'dataschema', `不认识的版本，应以 ${inboundSchemaAddress(kind)} 结尾`);
  const { unit } = read;
  const only = sender.units !== 'ALL' && sender.units.length === 1 ? sender.units[0] : undefined;
  const spokenFor = unit ?? only;
  if (spokenFor === undefined) return one('inbound.no_unit', 'unit', '应写明所办事项的执法单位编号');
  if (sender.units !== 'ALL' && !sender.units.includes(spokenFor))
    return one('inbound.unit_not_allowed', 'unit', `${sender.title}不能就单位 ${spokenFor} 的事项发送消息`);
  return { sourceId: sourceId!, kind, subject: subject!, unit: spokenFor, data: message['data'] };
}

/** What can be said of a message whatever is wrong with it; nothing in it that is not what such an id looks like. */
function partOf(message: Json): ReadPart {
  const type = matching(message['type'], /^[A-Za-z0-9.-]{1,100}$/);
  const kind = type === undefined ? undefined : inboundKind(type);
  const sourceId = matching(message['id'], MESSAGE_ID);
  const subject = matching(message['subject'], kind?.begins ? SUBJECT : RECORD);
  const data = message['data'];
  // A command that says whose the record is says it for the message.
  const inData =
    kind && fieldsOf(kind.command.input).get('unitId') !== undefined && data !== null && typeof data === 'object'
      ? (data as Json)['unitId']
      : undefined;
  const unit = matching(message['unit'], UNIT) ?? matching(inData, UNIT);
  return {
    ...defined({ sourceId, kind, type, subject, unit }),
  };
}

function shapeFaults(message: Json, kind: InboundKind | undefined): InboundFault[] {
  const faults: InboundFault[] = [];
  const say = (path: string, sentence: string) => faults.push({ path: shownPath(path), message: sentence });
  for (const name of Object.keys(message)) if (!ATTRIBUTES.has(name)) say(name, '没有这一项');
  const given = (name: string) => message[name] !== undefined;
  if (message['specversion'] !== '1.0') say('specversion', '应为“1.0”');
  if (matching(message['id'], MESSAGE_ID) === undefined)
    say('id', `应为 1 至 ${INBOUND_LIMITS.idLength} 个可打印的 ASCII 字符，不含空格；同一件事再发时不变`);
  if (typeof message['source'] !== 'string') say('source', '应为发出消息的系统');
  if (typeof message['type'] !== 'string') say('type', `应为消息的种类，如 ${INBOUND_TYPE}RegisterLead`);
  if (matching(message['subject'], kind?.begins ? SUBJECT : RECORD) === undefined)
    say(
      'subject',
      kind?.begins
        ? '应为对方系统中的编号：字母、数字和 -_.: 组成，至多60个字符'
        : '应为本系统中记录的编号：字母、数字和 -_.: 组成，至多100个字符',
    );
  if (
    given('time') &&
    (matching(message['time'], MOMENT) === undefined || Number.isNaN(Date.parse(`${message['time']}`)))
  )
    say('time', '应为 RFC 3339 的时刻');
  if (given('datacontenttype') && matching(message['datacontenttype'], JSON_TYPE) === undefined)
    say('datacontenttype', '应为 application/json');
  if (given('dataschema') && typeof message['dataschema'] !== 'string') say('dataschema', '应为 data 的格式的地址');
  if (given('unit') && matching(message['unit'], UNIT) === undefined) say('unit', '应为执法单位的编号');
  const data = message['data'];
  if (data === null || typeof data !== 'object' || Array.isArray(data)) say('data', '应为对象');
  return faults;
}

function isOfSchema(schema: string, address: string): boolean {
  return schema === address || schema.endsWith(`/${address}`);
}

function matching(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

/** A path with whatever is no name of a field left out: it could be somebody's words. */
export function shownPath(path: string): string {
  const shown = path.replace(/[^\w.[\]-]+/g, '…');
  return shown.length > 100 ? `${shown.slice(0, 100)}…` : shown;
}

/** Faults as one sentence, the first ones in full. */
export function inOneSentence(faults: readonly InboundFault[]): string {
  const first = faults
    .slice(0, INBOUND_LIMITS.faults)
    .map(({ path, message }) => (path === '' ? message : `${path}：${message}`));
  return `${first.join('；')}${faults.length > first.length ? `；共有${faults.length}处有误` : ''}`;
}

function unreadable(code: string, reason: string): Unreadable {
  return { code, reason, faults: [], read: {} };
}
