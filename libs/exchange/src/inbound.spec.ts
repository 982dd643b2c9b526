import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lawLoop, lawRegistry } from '#enforcement';
import { type DomainEvent, type EventStore, MemoryStore } from '#eventsourcing';
import { type Delivery, MESSAGING_LIMITS, type Receipt } from '#messaging';
import { type CommandDoor, commandByMessage, openCommandDoor } from '#platform';
import { loadStatutes } from '#statutes';
import { BUREAU, filed, registered } from '../../enforcement/src/case/scenario.js';
import {
  courtApplied,
  demanded,
  transferApproved,
  transferProposed,
  transferSent,
  UNTIL_SERVED,
} from '../../enforcement/src/case/scenario-after-decision.js';
import { Inbound, maskedContent } from './inbound.js';
import { INBOUND_LIMITS } from './inbound-event.js';
import { INBOUND_KINDS } from './inbound-kinds.js';
import type { Sender } from './senders.js';

const NOW = '2023-12-01T04:00:00.000Z';
const HOTLINE: Sender = { id: 'hotline', title: '12345热线', source: '/qz/12345', kinds: ['leads'], units: ['qz'] };
const PARKING: Sender = {
  ...{ id: 'parking', title: '交通违停系统', source: '/qz/parking', kinds: ['summary-decisions'] },
  units: 'ALL',
};
const POLICE: Sender = { id: 'police', title: '公安', source: '/qz/police', kinds: ['police'], units: ['qz', 'kc'] };
const COURT: Sender = { id: 'court', title: '法院', source: '/qz/court', kinds: ['courts'], units: ['qz'] };
const BANK: Sender = { id: 'bank', title: '代收银行', source: '/qz/bank', kinds: ['payments'], units: ['qz'] };
const SENDERS = [HOTLINE, PARKING, POLICE, COURT, BANK];

let store: EventStore;
let door: CommandDoor;
let inbound: Inbound;

beforeAll(async () => {
  store = new MemoryStore(() => NOW);
  const statutes = loadStatutes();
  door = await openCommandDoor({
    registry: lawRegistry,
    loop: lawLoop(store, statutes),
    ruleset: statutes.version,
    sourceSystem: 'PLATFORM',
  });
  inbound = new Inbound({
    senders: SENDERS,
    bureau: 'quzhou',
    topicPrefix: 'anjuan',
    give: commandByMessage(door),
    now: () => NOW,
  });
  for (const [stream, events] of Object.entries(BUREAU)) await happen(stream, events);
  await happen('case-served', UNTIL_SERVED);
  await happen('case-applied', [...UNTIL_SERVED, demanded(), courtApplied()]);
  await happen('case-complained', [
    ...UNTIL_SERVED,
    demanded(),
    courtApplied(),
    { type: 'CourtEnforcementRejected', data: { on: '2023-11-16', reason: '材料不齐' } },
    {
      type: 'CourtReviewApplied',
      data: { court: '衢州市中级人民法院', appliedOn: '2023-11-17', reason: '材料齐备', against: 'REJECTION' },
    },
  ]);
  await happen('case-sent', [registered(), filed(), transferProposed(), transferApproved(), transferSent()]);
});
afterAll(() => door.close());

let appended = 0;
async function happen(stream: string, events: readonly DomainEvent[]): Promise<void> {
  appended += 1000;
  const commandId = `00000000-0000-4000-8000-${String(appended).padStart(12, '0')}`;
  const meta = { actor: 'a', unit: 'qz', role: 'OFFICER', commandId, correlationId: commandId, ruleset: 'r' };
  const aggregate = lawRegistry.aggregate(stream.slice(0, stream.indexOf('-')))!;
  await store.append(
    [
      {
        stream,
        expected: 'no-stream',
        events: events.map((event) => ({
          ...event,
          schemaVersion: aggregate.schemaVersion(event.type),
          meta: { ...meta, sourceSystem: 'PLATFORM' },
        })),
      },
    ],
    { commandId },
  );
}

let offset = 0;
/** A message as it lies in the topic of its sender. */
function delivery(
  sender: Sender,
  said: string | Uint8Array | object | undefined,
  more: Partial<Delivery> = {},
): Delivery {
  offset += 1;
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  const value = said === undefined ? undefined : said instanceof Uint8Array ? said : Buffer.from(text);
  return {
    id: `delivery-${offset}`,
    topic: `anjuan.in.${sender.id}`,
    partition: 2,
    offset: String(offset),
    key: 'k',
    headers: {},
    attempt: 0,
    ...(value === undefined ? {} : { value }),
    ...more,
  };
}

async function receive(one: Delivery): Promise<Receipt & { readonly said: Record<string, unknown> }> {
  const receipt = await inbound.receive(one);
  if (receipt.outcome.kind === 'not-yet') throw new Error(receipt.outcome.reason);
  const received = receipt as Receipt;
  const [reply] = received.replies;
  const said = reply === undefined ? {} : (JSON.parse(String(reply.value)) as { data: Record<string, unknown> }).data;
  return { ...received, said };
}

const LEAD = {
  source: '12345',
  content: '某某在人行道上占道经营',
  place: '新桥街1号',
  territoryCode: '330802',
  registeredOn: '2023-11-30',
};
const event = (sender: Sender, kind: string, id: string, subject: string, data: unknown, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: sender.source,
  type: `cn.anjuan.in.${kind}`,
  subject,
  data,
  ...more,
});
const leadEvent = (id: string, more: object = {}) => event(HOTLINE, 'RegisterLead', id, `T-${id}`, LEAD, more);

const DONE = [
  ['线索', HOTLINE, 'RegisterLead', 'W20231130', LEAD, 'lead-hotline.W20231130', ['LeadRegistered']],
  [
    '离线当场处罚',
    PARKING,
    'ImportSummaryDecisions',
    'B1',
    {
      sourceSystem: 'OFFLINE_TRAFFIC',
      unitId: 'qz',
      records: [
        {
          ...{ sourceNo: 'T1', decisionNo: '浙衢违停1号', decidedOn: '2023-11-20', itemId: 'I-1', itemName: '违停' },
          ...{ field: 'TRAFFIC_PARKING', partyKind: 'CITIZEN', partyName: '浙H·***12', fineFen: 15_000 },
          ...{ place: '荷花路', territoryCode: '330802', paidOn: '2023-11-21', receiptNo: 'R1' },
        },
      ],
    },
    'summaryImport-parking.B1',
    ['SummaryDecisionsImported'],
  ],
  ['公安立案', POLICE, 'RecordPoliceFiling', 'sent', { on: '2023-03-24' }, 'case-sent', ['PoliceFiledCase'], 'qz'],
  [
    '检察机关移送',
    POLICE,
    'ReceiveReferral',
    'J2023-7',
    {
      ...{ from: 'PROCURATORATE', fromOrg: '柯城区人民检察院', subject: '不起诉案件，建议给予行政处罚' },
      ...{ receivedOn: '2023-11-20', replyDueOn: '2024-02-20' },
    },
    'referral-police.J2023-7',
    ['InboundReferralReceived'],
    'qz',
  ],
  [
    '法院受理',
    COURT,
    'RecordCourtAcceptance',
    'applied',
    { on: '2023-11-16', courtCaseNo: '（2023）浙08行审1号' },
    'case-applied',
    ['CourtEnforcementAccepted'],
  ],
  [
    '法院裁定',
    COURT,
    'RecordCourtRuling',
    'applied',
    { ruledOn: '2023-11-20', ruling: 'GRANTED' },
    'case-applied',
    ['CourtRulingReceived'],
  ],
  [
    '上一级法院的复议裁定',
    COURT,
    'RecordCourtReview',
    'complained',
    { on: '2023-11-20', outcome: 'ACCEPTED' },
    'case-complained',
    ['CourtReviewDecided'],
  ],
  [
    '缴款',
    BANK,
    'RecordPayment',
    'served',
    { receiptNo: 'B-77', amountFen: 1_000, kind: 'FINE', channel: 'BANK', paidOn: '2023-05-15' },
    'case-served',
    ['FinePaid'],
  ],
] as const;

describe('其他系统的消息', () => {
  it('一条就是一条命令：由该系统的机器账号、为所说的单位、以对接系统的身份下达', async () => {
    for (const [, sender, kind, subject, data, stream, events, unit] of DONE) {
      const before = await store.readStream(stream);
      const more = unit === undefined ? {} : { unit };
      const { outcome, said, replies, ...rest } = await receive(
        delivery(sender, event(sender, kind, `id-${kind}`, subject, data, more)),
      );
      expect(outcome).toMatchObject({ kind: 'done', stream, revision: before.length });
      expect(rest.subject).toEqual({ sender: sender.id, kind, sourceId: `id-${kind}`, subject, unit: 'qz' });
      expect(said).toEqual({
        source: sender.source,
        id: `id-${kind}`,
        type: `cn.anjuan.in.${kind}`,
        place: { topic: `anjuan.in.${sender.id}`, partition: 2, offset: String(offset) },
        outcome: 'accepted',
        repeated: false,
        stream,
        revision: before.length,
        position: expect.stringMatching(/^\d{16}$/),
      });
      expect(replies[0]).toMatchObject({ topic: `anjuan.in.${sender.id}.replies`, key: 'k' });
      const news = (await store.readStream(stream)).slice(before.length);
      expect(news.map(({ type }) => type)).toEqual(events);
      expect(news[0]!.meta).toMatchObject({
        actor: `system:${sender.id}`,
        role: 'CONNECTED_SYSTEM',
        unit: 'qz',
        sourceSystem: sender.id,
      });
    }
    expect(DONE.map(([, , kind]) => kind)).toEqual(
      INBOUND_KINDS.map(({ name }) => name).filter((name) => !/Decline|Rejection/.test(name)),
    );
  });

  it('再来一次，还是第一次的结果；编号相同而内容不同的，不办', async () => {
    const first = await receive(delivery(HOTLINE, leadEvent('again')));
    const head = await store.head();
    const again = await receive(delivery(HOTLINE, leadEvent('again')));
    expect(again.outcome).toEqual(first.outcome);
    expect(again.said).toMatchObject({ outcome: 'accepted', repeated: true });
    const other = { ...leadEvent('again'), data: { ...LEAD, place: '别处' } };
    expect((await receive(delivery(HOTLINE, other))).outcome).toMatchObject({
      kind: 'refused',
      code: 'idempotency.other_body',
      reason: expect.stringContaining('again'),
    });
    expect(await store.head()).toEqual(head);
  });

  it('同一编号来自两个系统，是两件事', async () => {
    const both = [HOTLINE, { ...HOTLINE, id: 'platform', source: '/qz/platform' }];
    const two = new Inbound({
      ...{ senders: both, bureau: 'quzhou', topicPrefix: 'anjuan', give: commandByMessage(door), now: () => NOW },
    });
    const outcomes = await Promise.all(
      both.map((sender) => two.receive(delivery(sender, { ...leadEvent('shared'), source: sender.source }))),
    );
    expect(outcomes.map(({ outcome }) => (outcome.kind === 'done' ? outcome.stream : outcome))).toEqual([
      'lead-hotline.T-shared',
      'lead-platform.T-shared',
    ]);
  });

  it('依法不能办的，告以条文、理由和最早的日期；单位不对的，不办', async () => {
    const early = { ...leadEvent('early'), data: { ...LEAD, registeredOn: '2023-12-02' } };
    const refused = await receive(delivery(HOTLINE, early));
    expect(refused.outcome).toEqual({
      kind: 'refused',
      code: 'day.in_future',
      reason: expect.stringMatching(/[\u4e00-\u9fff]/),
      article: '浙江省综合行政执法条例第十八条',
      earliest: '2023-12-02',
    });
    const { kind: _kind, reason, ...lawful } = refused.outcome as { kind: string; reason: string };
    expect(refused.said).toMatchObject({ outcome: 'refused', message: reason, ...lawful });
    const foreign = event(POLICE, 'RecordPoliceFiling', 'foreign', 'sent', { on: '2023-03-24' }, { unit: 'kc' });
    expect((await receive(delivery(POLICE, foreign))).outcome).toMatchObject({ code: 'unit.not_responsible' });
  });

  it('拒绝的理由里没有人员和自由填写的文字', async () => {
    const give = async () => ({
      kind: 'refused' as const,
      refusal: {
        ...{ kind: 'refused' as const, code: 'x', article: '条' },
        message: [
          { is: 'person', value: 'zhang' },
          '、',
          { is: 'name', value: '李四光', isPerson: true },
          '、',
          { is: 'narrative', value: '李四说' },
          '、',
          { is: 'money', value: 100 },
          { is: 'name', value: '某公司', isPerson: false },
        ] as never,
      },
    });
    const spoken = new Inbound({ senders: SENDERS, bureau: 'qz', topicPrefix: 'anjuan', give });
    const { outcome } = await spoken.receive(delivery(HOTLINE, leadEvent('masked')));
    expect(outcome).toMatchObject({ reason: '某工作人员、李**、（文字内容略）、1.00元某公司' });
  });

  it('有人同时在办的，稍后再试，不算拒绝', async () => {
    const give = async () => ({ kind: 'lost-race' as const, stream: 'lead-1', actual: 3 });
    const busy = new Inbound({ senders: SENDERS, bureau: 'qz', topicPrefix: 'anjuan', give });
    expect(await busy.receive(delivery(HOTLINE, leadEvent('busy')))).toMatchObject({ outcome: { kind: 'not-yet' } });
  });
});

describe('读不懂的、不该来的消息', () => {
  const refusal = async (sender: Sender, said: Parameters<typeof delivery>[1]) => {
    const head = await store.head();
    const receipt = await receive(delivery(sender, said));
    expect(await store.head()).toEqual(head);
    expect(receipt.outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/[\u4e00-\u9fff]/) });
    expect(receipt.replies).toHaveLength(1);
    return receipt;
  };

  it.each([
    ['没有内容', undefined, 'inbound.empty'],
    ['空的', '', 'inbound.empty'],
    ['过大', 'x'.repeat(INBOUND_LIMITS.bytes + 1), 'inbound.too_large'],
    ['GBK', new Uint8Array([0xb0, 0xb8]), 'inbound.not_utf8'],
    ['不是 JSON', '{"id":', 'inbound.not_json'],
    ['不是对象', '[1]', 'inbound.not_event'],
    ['不是 CloudEvents', {}, 'inbound.bad_event'],
  ])('%s', async (_what, said, code) => {
    expect((await refusal(HOTLINE, said)).outcome).toMatchObject({ code });
  });

  it.each([
    [{ specversion: '0.3' }, 'specversion'],
    [{ id: '衢1' }, 'id'],
    [{ id: 'a b' }, 'id'],
    [{ id: undefined }, 'id'],
    [{ source: 7 }, 'source'],
    [{ type: undefined }, 'type'],
    [{ subject: '衢1' }, 'subject'],
    [{ subject: 'x'.repeat(61) }, 'subject'],
    [{ time: 'yesterday' }, 'time'],
    [{ datacontenttype: 'text/xml' }, 'datacontenttype'],
    [{ dataschema: 7 }, 'dataschema'],
    [{ unit: '衢' }, 'unit'],
    [{ data: 'text' }, 'data'],
    [{ data: undefined, data_base64: 'e30=' }, 'data_base64'],
  ])('%j：指出是哪一项', async (more, path) => {
    const { said } = await refusal(HOTLINE, leadEvent('shape', more));
    expect(said).toMatchObject({ code: 'inbound.bad_event' });
    expect((said['faults'] as { path: string }[]).map((fault) => fault.path)).toContain(path);
  });

  it('追踪用的两项可以有', async () => {
    const traced = leadEvent('traced', {
      traceparent: '00-a-b-01',
      tracestate: 'x=1',
      time: '2023-11-30T08:00:00+08:00',
    });
    expect((await receive(delivery(HOTLINE, traced))).outcome.kind).toBe('done');
  });

  it.each([
    ['冒充别的系统', leadEvent('1', { source: '/qz/bank' }), 'inbound.foreign_source'],
    ['没有这一种', leadEvent('1', { type: 'cn.anjuan.in.CloseCase' }), 'inbound.unknown_kind'],
    ['我们自己的消息', leadEvent('1', { type: 'cn.anjuan.lead.LeadRegistered' }), 'inbound.unknown_kind'],
    ['不该由它发送', event(HOTLINE, 'RecordPayment', '1', 'served', {}), 'inbound.kind_not_allowed'],
    ['不认识的版本', leadEvent('1', { dataschema: 'https://x/in.RegisterLead/2' }), 'inbound.unknown_version'],
    ['别的格式', leadEvent('1', { dataschema: 'https://x/in.RecordPayment/1' }), 'inbound.unknown_version'],
    ['不该说的单位', leadEvent('1', { unit: 'kc' }), 'inbound.unit_not_allowed'],
    ['内容里说的单位', leadEvent('1', { data: { ...LEAD, unitId: 'kc' } }), 'inbound.unit_not_allowed'],
  ])('%s', async (_what, said, code) => {
    expect((await refusal(HOTLINE, said)).outcome).toMatchObject({ code });
  });

  it('格式的地址以版本结尾的，认得；几个单位的系统没有说单位的，不知道是哪个', async () => {
    const known = leadEvent('known', { dataschema: 'https://x/api/contract/in.RegisterLead/1' });
    expect((await receive(delivery(HOTLINE, known))).outcome.kind).toBe('done');
    const unsaid = event(POLICE, 'RecordPoliceFiling', '1', 'sent', { on: '2023-03-24' });
    expect((await refusal(POLICE, unsaid)).outcome).toMatchObject({ code: 'inbound.no_unit' });
  });

  it('单位在内容里说了、信封上另说一个的，由领域拒绝', async () => {
    const two = { ...leadEvent('two', { unit: 'qz' }), data: { ...LEAD, unitId: 'kc' } };
    expect((await refusal(HOTLINE, two)).outcome).toMatchObject({ code: 'unit.not_responsible' });
  });

  it('内容有误的，指出每一处；多余的字段也指出，字段名里的汉字不照抄', async () => {
    const bad = { ...leadEvent('bad'), data: { ...LEAD, territoryCode: '33', registeredOn: '2023-02-30', 张三: 1 } };
    const { said, outcome } = await refusal(HOTLINE, bad);
    expect(said).toMatchObject({ code: 'bad_input' });
    expect((said['faults'] as { path: string }[]).map(({ path }) => path).sort()).toEqual([
      'data.registeredOn',
      'data.territoryCode',
      'data.…',
    ]);
    expect(JSON.stringify(outcome)).not.toContain('张三');
  });

  it('没有系统使用的主题：不答复任何人', async () => {
    const stray = await receive(delivery(HOTLINE, leadEvent('stray'), { topic: 'anjuan.in.nobody' }));
    expect(stray).toMatchObject({ outcome: { code: 'inbound.unknown_topic' }, replies: [], subject: {} });
  });

  it('答复的编号：崩溃后再答是同一个，人为重放是另一个', async () => {
    const one = delivery(HOTLINE, '{');
    const idOf = async (more: Partial<Delivery>) =>
      (JSON.parse(String((await receive({ ...one, ...more })).replies[0]!.value)) as { id: string }).id;
    expect(await idOf({})).toBe(await idOf({}));
    expect(await idOf({ attempt: 1 })).not.toBe(await idOf({}));
  });
});

describe('上限', () => {
  it('能发出的，也能收到', () => {
    expect(INBOUND_LIMITS.bytes).toBe(MESSAGING_LIMITS.maxMessageBytes);
  });
});

describe('给不能看姓名的人看的内容', () => {
  it('按字段遮盖；不合格式的一概不显示', () => {
    const shown = maskedContent(Buffer.from(JSON.stringify(leadEvent('1'))), HOTLINE);
    expect(shown).toEqual({ ...LEAD, content: '（文字内容略）', place: '（文字内容略）' });
    const wrong = { ...leadEvent('1'), data: { ...LEAD, territoryCode: '李四' } };
    expect(maskedContent(Buffer.from(JSON.stringify(wrong)), HOTLINE)).toBeUndefined();
    expect(maskedContent(undefined, HOTLINE)).toBeUndefined();
  });
});
