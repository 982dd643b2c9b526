import { schemaOf } from '#fields';
import { fieldTable, table } from './field-tables.js';
import { REPLY_TYPE } from './inbound.js';
import { INBOUND_LIMITS } from './inbound-event.js';
import { INBOUND_GROUPS, INBOUND_KINDS, INBOUND_TYPE, inboundSchemaAddress } from './inbound-kinds.js';
import { DEAD_LETTERS_TOPIC, parseSenders, repliesTo, topicOfSender } from './senders.js';

/* The part of docs/messages.md for systems that send. */

/** The bureau's file of connected systems, as an example; it is read when the page is made, so that it stays right. */
const SENDERS = `{
  "systems": [
    {
      "id": "hotline",
      "title": "衢州市12345热线",
      "source": "/quzhou/12345",
      "kinds": ["leads"],
      "units": ["330802", "330803"]
    },
    {
      "id": "bank",
      "title": "代收银行",
      "source": "/quzhou/bank",
      "kinds": ["payments"],
      "units": "ALL"
    }
  ]
}`;

const MESSAGE = {
  specversion: '1.0',
  id: '20231130-000123',
  source: '/quzhou/bank',
  type: `${INBOUND_TYPE}RecordPayment`,
  subject: 'OFFLINE_TRAFFIC.T1',
  unit: '330802',
  data: { receiptNo: 'B-77', amountFen: 15_000, kind: 'FINE', channel: 'BANK', paidOn: '2023-11-30' },
};

const ENVELOPE: readonly (readonly [string, string, string])[] = [
  ['specversion', '`1.0`', '是'],
  [
    'id',
    `对方给消息的编号，${INBOUND_LIMITS.idLength} 个以内可打印的 ASCII 字符，不含空格；在该系统内唯一，再发时不变`,
    '是',
  ],
  ['source', '对接系统的文件中写明的来源', '是'],
  ['type', `消息的种类，\`${INBOUND_TYPE}\` 加下列名称`, '是'],
  [
    'subject',
    '开始一条记录的（线索、导入批次），是对方系统中的编号，至多 60 个字符，本系统的编号是 `系统.编号`；其余是本系统中案件的编号',
    '是',
  ],
  ['unit', '所办事项的执法单位编号；只能就一个单位发送的、data 中写明单位的，可以不写', ''],
  ['time', '对方发出的时刻，RFC 3339；只作记载', ''],
  ['datacontenttype', '`application/json`', ''],
  ['dataschema', '以 `in.名称/版本` 结尾；写了的，版本不认识就不办', ''],
  ['data', '内容，各种类见下；没有的字段一律不收', '是'],
];

/** The page's last part, block by block. */
export function renderInbound(): string[] {
  const [hotline] = parseSenders(SENDERS);
  const own = (name: string) => `\`anjuan.${name}\``;
  return [
    '## 怎样发来',
    `每个对接系统有一个自己的主题（${own(topicOfSender(hotline!))}），写入的权限只给它；另有一个只有它读取的答复主题（${own(repliesTo(hotline!))}）。消息是 CloudEvents 1.0 的 JSON（结构化模式），一条消息就是一条命令，与人员办理的一样依法决定。`,
    [
      '- **凭主题识别**。Kafka 不告诉读者是谁写的，消息自己说的不作凭据：主题的写入权限（Kafka ACL，配合 TLS 和 SASL）就是身份。`source` 与主题所属的系统不符的，不办。所以各主题的 ACL 必须只准该系统写入。',
      '- **可以发什么**。由单位的文件（`ANJUAN_SENDERS`）写明：哪个系统、哪些种类、就哪些单位的事项。此外的不办。',
      '- **再发不会重复**。同一系统、同一记录、同一种类、同一 `id` 的消息再来，得到第一次的结果；`id` 相同而内容不同的，不办。没有收到答复的，原样再发。',
      '- **顺序**。Kafka 消息的 key 请用 `subject`：同一 key 的消息依次办理，不同 key 的同时办理。没有 key 的一条一条办理。',
      '- **日期**。data 中的日期是事情发生的日期，晚到的消息照它办理；晚于今天的不办。办理的时刻是收到的时刻，`time` 不作数。',
      '- **约定的版本**。每一种消息 `data` 的 JSON Schema 在 `/api/contract/in.名称/版本`，可以直接取用。同一版本内只会增加可以没有的字段和选项：照以前的约定发来的，仍然照办。',
      `- **大小**。一条消息至多 ${INBOUND_LIMITS.bytes} 字节。`,
      '- **答复**。每条消息都有答复，见下。没有办理的，单位修复后可以用原来的编号重放，结果再答复一次。',
      `- **保存**。发来的消息、答复和未能办理的消息（${own(DEAD_LETTERS_TOPIC)}，只供本单位读取）在 Kafka 中保存 90 天；收件箱停办超过这个时间，未办的就没有了。`,
    ].join('\n'),
    '### 单位的文件',
    '`ANJUAN_SENDERS` 指定这样一个文件；`kinds` 可用的有：',
    table(
      ['种类', '内容', '消息'],
      Object.entries(INBOUND_GROUPS).map(([group, title]) => [
        `\`${group}\``,
        title,
        INBOUND_KINDS.filter((kind) => kind.group === group)
          .map(({ name }) => `\`${name}\``)
          .join('、'),
      ]),
    ),
    ['```json', SENDERS, '```'].join('\n'),
    '### 发来的信封',
    table(
      ['属性', '内容', '必有'],
      ENVELOPE.map(([name, said, needed]) => [`\`${name}\``, said, needed]),
    ),
    '例如：',
    ['```json', JSON.stringify(MESSAGE, null, 2), '```'].join('\n'),
    '### 答复',
    `\`type\` 是 \`${REPLY_TYPE}\`，\`subject\` 与来信相同，\`data\` 说明结果；崩溃之后可能再答一次，\`id\` 不变。拒绝的理由里没有人员、自然人的姓名和自由填写的文字。`,
    table(
      ['字段', '内容'],
      [
        ['`source`、`id`、`type`', '来信的来源、编号和种类，读得出来的'],
        ['`place`', '来信所在的主题、分区和位移（`topic`、`partition`、`offset`）'],
        ['`outcome`', '`accepted` 已办理、`refused` 没有办理'],
        ['`repeated`', '以前已经办过，这是第一次的结果'],
        ['`stream`、`revision`、`position`', '办理所成的记录、其版本和位置；与对外消息中的相同'],
        ['`code`、`message`', '没有办理的代码和中文理由'],
        ['`article`、`earliest`', '依据的条文；等到哪一天就可以办理'],
        ['`faults`', '内容有误的，每一处的路径（`path`）和说明（`message`）'],
      ],
    ),
    ...INBOUND_KINDS.flatMap((kind) => [
      `### ${kind.command.title} \`${kind.name}\``,
      `\`type\` 是 \`${INBOUND_TYPE}${kind.name}\`，\`dataschema\` 的末尾是 \`${inboundSchemaAddress(kind)}\`；种类是 \`${kind.group}\`，依据${kind.command.article}。`,
      fieldTable(schemaOf(kind.command.input)),
    ]),
  ];
}
