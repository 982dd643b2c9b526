import type { DeadLetter } from '#eventsourcing';
import type { Sender } from '#exchange';
import type { ApiOptions } from '../api-options.js';

/** Two connected systems, and how far the inbox is behind in what they sent; of the second the broker does not tell. */
export const HOTLINE: Sender = {
  ...{ id: 'hotline', title: '市12345热线', source: '/quzhou/12345', kinds: ['leads'], units: ['QZ'] },
};
export const BANK: Sender = {
  ...{ id: 'bank', title: '代收银行', source: '/quzhou/bank', kinds: ['payments'], units: ['QZ'] },
};

export const messagesHere: NonNullable<ApiOptions['messages']> = {
  senders: [HOTLINE, BANK],
  topicOf: ({ id }) => `anjuan.in.${id}`,
  lag: async () => [
    { topic: 'anjuan.in.hotline', partition: 0, committed: '5', end: '7', behind: 2 },
    { topic: 'anjuan.in.hotline', partition: 1, end: '3', behind: 3 },
  ],
};

/** A lead that names somebody, in words and as a number that is wrong. */
export const leadData = {
  source: '12345',
  content: '王小二反映李大妈在门口堆放杂物',
  place: '李大妈家门口',
  territoryCode: '330802',
  registeredOn: '2023-06-21',
};

export const letterId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export function letterOf(number: number, more: Partial<DeadLetter> = {}): DeadLetter {
  const message = {
    ...{ specversion: '1.0', id: `T-${number}`, source: HOTLINE.source, type: 'cn.anjuan.in.RegisterLead' },
    ...{ subject: `W${number}`, data: leadData },
  };
  const value = Buffer.from(JSON.stringify(message));
  return {
    id: letterId(number),
    topic: 'anjuan.in.hotline',
    partition: 3,
    offset: String(number),
    receivedAt: '2023-06-20T01:00:00.000Z',
    key: '王小二',
    headers: { from: '王小二' },
    value,
    bytes: value.length,
    ...{ sender: 'hotline', kind: 'RegisterLead', sourceId: `T-${number}`, subject: `W${number}`, unit: 'QZ' },
    code: 'day.in_future',
    reason: '登记日期不能晚于今天',
    article: '浙江省综合行政执法条例第十八条',
    earliest: '2023-06-21',
    ...more,
  };
}
