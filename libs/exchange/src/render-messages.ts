import { TOPICS, type Topic } from './contract.js';
import { fieldTable, table } from './field-tables.js';
import { CONTENT_TYPE } from './message.js';
import { renderInbound } from './render-inbound.js';
import { ENVELOPE, type Published, presentSchemas } from './schemas.js';

/* docs/messages.md: the contract for people who connect another system. `npm run contract:update` writes it. */

/** The whole contract as Markdown, from what the messages are made of. */
export function renderMessages(): string {
  const { [ENVELOPE]: envelope, ...kinds } = presentSchemas();
  return `${[
    '# 消息：与其他系统的数据交换',
    '<!-- 由 npm run contract:update 生成，不要手改 -->',
    '本系统把每一件事发到 Kafka，其他系统据此知道案卷里发生了什么；经单位同意的系统也可以发来消息。本页写明主题、消息的样子、怎样接收，以及每件消息的内容；怎样发来在最后。',
    '## 主题',
    `主题名由安装时设定的前缀（默认 \`anjuan\`）和下列名称组成，如 \`anjuan.cases\`。每条消息的内容类型（\`content-type\` 头）是 \`${CONTENT_TYPE}\`。`,
    table(
      ['主题', '内容'],
      TOPICS.map(({ name, title }) => [`\`${name}\``, title]),
    ),
    RECEIVING,
    '## 信封',
    '每条消息是一件 CloudEvents 1.0 的 JSON（结构化模式）。',
    fieldTable(envelope!.schema),
    ...TOPICS.flatMap((topic) => ofTopic(topic, kinds)),
    ...renderInbound(),
  ].join('\n\n')}\n`;
}

const RECEIVING = `## 怎样接收

- **至少一次**。每一件事都会发出；发送方重新启动、或者不知道上一次是否发成的，会再发一次，编号 \`id\` 不变。编号相同的就是同一件事，收过的应当略过。
- **怎样认出重复**。不必记住全部编号：对每个 \`stream\` 记住处理过的最后一个 \`position\`，不大于它的都是处理过的（数字的变动另有说明，见该主题）。重复可能成段到来（1 2 3 2 3 4）。
- **顺序**。Kafka 消息的 key 就是 \`stream\`；同一 \`stream\` 的消息首次到来时按 \`revision\` 逐一递增，中间没有缺号。不同 \`stream\` 之间没有先后；要比较先后的，比较 \`position\`（按文本）。\`position\` 可以跳号，不得用来计数。
- **没有内容的消息**。\`withheld\` 说明缘故：\`unknown\` 是发送方的版本还不认识这种事件，\`unreadable\` 是存储的内容读不出来。它占着自己的位置，其后的消息照常处理。
- **不在消息里的**。自然人（含个体工商户）的姓名和代码、任何人写的文字、工作人员（谁办的、以什么身份、证号）一律不发，不是打码，是没有；法人和其他组织的名称可以发。记录本身就是工作人员的登记簿，不说是哪一条记录：没有 \`subject\` 和 \`revision\`，\`stream\` 是登记簿的名称，先后只看 \`position\`。
- **约定的版本**。\`dataschema\` 是 data 的 JSON Schema（2020-12）的地址，可以直接取用，末段是版本。同一版本内只会增加消息的种类、可以没有的字段和选项，名称的写法可以改；不认识的字段和选项请略过，不要报错。读不了的改动一定是新的版本：\`dataschema\` 不同，原来版本的 Schema 仍在原处。`;

function ofTopic({ name, title, about }: Topic, kinds: Readonly<Record<string, Published>>): string[] {
  const own = Object.entries(kinds).filter(([, { topic }]) => topic === name);
  if (own.length === 0) return [];
  return [
    `## ${title}（\`${name}\`）`,
    ...(about === undefined ? [] : [about]),
    ...own.flatMap(([kind, { version, schema }]) => [
      `### ${schema['title']} \`${kind}\``,
      `\`type\` 是 \`cn.anjuan.${kind}\`，\`dataschema\` 的末尾是 \`${kind}/${version}\`。`,
      fieldTable(schema),
    ]),
  ];
}
