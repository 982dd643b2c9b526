import { MESSAGING_LIMITS, MessageRefusedError, type OutMessage } from './broker.js';

/** Throws MessageRefusedError when no broker would take it. */
export function assertWithinLimits(message: OutMessage): void {
  if (message.key === '') throw new MessageRefusedError(`发往 ${message.topic} 的消息没有键。`);
  const { maxMessageBytes } = MESSAGING_LIMITS;
  // A string of n characters has at most 3n bytes: most messages are cleared without counting.
  if (message.value.length * 3 > maxMessageBytes && Buffer.byteLength(message.value) > maxMessageBytes)
    throw new MessageRefusedError(`发往 ${message.topic} 的消息大于 ${maxMessageBytes} 字节。`);
}

/** Messages in their order, in portions of what goes out in one request. */
export function* requestsOf(messages: readonly OutMessage[]): Generator<readonly OutMessage[]> {
  const { maxRequestBytes, maxRequestMessages } = MESSAGING_LIMITS;
  let request: OutMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const more = bytesOf(message);
    if (request.length > 0 && (bytes + more > maxRequestBytes || request.length === maxRequestMessages)) {
      yield request;
      request = [];
      bytes = 0;
    }
    request.push(message);
    bytes += more;
  }
  if (request.length > 0) yield request;
}

function bytesOf({ key, value, headers = {} }: OutMessage): number {
  let bytes = Buffer.byteLength(key) + Buffer.byteLength(value);
  for (const name in headers) bytes += Buffer.byteLength(name) + Buffer.byteLength(headers[name]!);
  return bytes;
}
