import type { JsonSchema } from '#fields';

/* What every message says around what happened: CloudEvents 1.0 with attributes of ours. */

const text = (title: string, more: JsonSchema = {}): JsonSchema => ({ title, type: 'string', minLength: 1, ...more });

/** Attributes that every message has. */
const ALWAYS = {
  specversion: text('CloudEvents 的版本', { const: '1.0' }),
  id: text('消息编号，即事件编号：编号相同的就是同一件事', { format: 'uuid' }),
  source: text('发出消息的机关', { format: 'uri-reference' }),
  type: text('发生了什么：cn.anjuan.登记簿.事件'),
  time: text('记入案卷的时刻', { format: 'date-time' }),
  stream: text('同一 stream 的消息按顺序到达；也是 Kafka 消息的 key'),
  position: text('在全部事件中的位置，16 位数字：按文本比较即先后，不得用来计数', { pattern: '^[0-9]{16}$' }),
  schemaversion: { title: '事件存储格式的版本', type: 'integer', minimum: 1 },
} as const satisfies Record<string, JsonSchema>;

/** Attributes that a message has where there is something to say. */
const PERHAPS = {
  subject: text('记录的编号；记录是工作人员的，没有此项'),
  revision: { title: '在本记录中的序号，从 0 起逐一递增；记录是工作人员的，没有此项', type: 'integer', minimum: 0 },
  dataschema: text('data 的 JSON Schema 的地址，末段是其版本', { format: 'uri' }),
  datacontenttype: text('data 的格式', { const: 'application/json' }),
  unit: text('办理单位的编号'),
  sourcesystem: text('办理所经的系统'),
  ruleset: text('适用的规则版本'),
  correlationid: text('同一外部缘由所引起的一切共有的编号', { format: 'uuid' }),
  causationid: text('引起本事件的事件编号', { format: 'uuid' }),
  withheld: text('没有 data 的缘故：unknown 本版本不认识，unreadable 存储的内容无法读出；不影响其后的消息'),
  data: { title: '事件的内容；自然人的姓名、任何人写的文字、工作人员不在其中', type: 'object' },
} as const satisfies Record<string, JsonSchema>;

/** The schema of a message as a whole; what `data` looks like says its `dataschema`. */
export const ENVELOPE_SCHEMA: JsonSchema = {
  title: '消息',
  type: 'object',
  properties: { ...ALWAYS, ...PERHAPS },
  required: Object.keys(ALWAYS),
};
