import { describe, expect, it } from '@jest/globals';
import { MESSAGING_LIMITS, MessageRefusedError, type OutMessage } from './broker.js';
import { assertWithinLimits, requestsOf } from './requests.js';

const { maxMessageBytes, maxRequestBytes, maxRequestMessages } = MESSAGING_LIMITS;
const message = (value: string | Buffer, more: Partial<OutMessage> = {}): OutMessage => ({
  topic: 't',
  key: 'k',
  value,
  ...more,
});
const sizes = (messages: readonly OutMessage[]) => [...requestsOf(messages)].map(({ length }) => length);

describe('what goes out in one request', () => {
  it('is so many messages at the most, in their order', () => {
    const messages = Array.from({ length: maxRequestMessages * 2 + 1 }, (_, index) => message(String(index)));
    expect(sizes(messages)).toEqual([maxRequestMessages, maxRequestMessages, 1]);
    expect([...requestsOf(messages)].flat()).toEqual(messages);
    expect(sizes([])).toEqual([]);
  });

  it('is so many bytes at the most, keys and headers counted, as UTF-8', () => {
    const half = message('x'.repeat(maxRequestBytes / 2 - 1));
    expect(sizes([half, half])).toEqual([2]);
    expect(sizes([half, { ...half, headers: { a: 'b' } }])).toEqual([1, 1]);
    const third = message('案'.repeat(Math.ceil(maxRequestBytes / 9)));
    expect(sizes([third, third, third])).toEqual([2, 1]);
    expect(sizes([message(Buffer.alloc(maxRequestBytes - 1)), message('')])).toEqual([1, 1]);
  });

  it('may be one message that is larger', () => {
    const larger = message('x'.repeat(maxRequestBytes));
    expect(sizes([message('a'), larger, message('b')])).toEqual([1, 1, 1]);
  });

  it('fits into a topic also when all of it lies in one partition and does not compress', () => {
    expect(maxRequestBytes).toBeLessThan(MESSAGING_LIMITS.topicMessageBytes / 1.5);
    expect(maxMessageBytes).toBeLessThan(maxRequestBytes);
  });
});

describe('a message', () => {
  it('is as large as the limit, in bytes, and no larger', () => {
    assertWithinLimits(message('x'.repeat(maxMessageBytes)));
    assertWithinLimits(message('案'.repeat(Math.floor(maxMessageBytes / 3))));
    assertWithinLimits(message(Buffer.alloc(maxMessageBytes)));
    for (const value of [
      'x'.repeat(maxMessageBytes + 1),
      '案'.repeat(maxMessageBytes / 3 + 1),
      Buffer.alloc(maxMessageBytes + 1),
    ])
      expect(() => assertWithinLimits(message(value))).toThrow(MessageRefusedError);
  });

  it('has a key', () => {
    expect(() => assertWithinLimits(message('a', { key: '' }))).toThrow(/没有键/);
  });
});
