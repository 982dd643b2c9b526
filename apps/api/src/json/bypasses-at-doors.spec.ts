import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { byRegister, commandNamed, lawLoop, lawRegistry, proposable } from '#enforcement';
import type { DomainEvent } from '#eventsourcing';
import { INBOUND_GROUPS, Inbound, type InboundGroup } from '#exchange';
import { type CommandDoor, commandByMessage, openCommandDoor } from '#platform';
import { dayOf, loadStatutes } from '#statutes';
import {
  BUREAU,
  noticed,
  penaltyDecided,
  UNTIL_NOTICED,
  UNTIL_REQUESTED,
  UNTIL_SCHEDULED,
  waived,
} from '../../../../libs/enforcement/src/case/scenario.js';
import { filledFrom, inputsOf } from '../pages/form/filled.js';
import { apiBench } from '../testing/api-bench.js';
import { BROWSER } from '../testing/browsing.js';
import { encoded } from '../testing/form-inputs.js';

/*
 * F16 at the doors: each way round that `decide` closes is tried by every door through which an act can come. What a door
 * does not offer at all it says so of. Whichever it is, nothing is written.
 */

const LEADER = 'chen';
const ZHANG = 'zhang';
const REGISTRAR = 'deng';

interface Bypass {
  readonly what: string;
  readonly history: readonly DomainEvent[];
  readonly act: string;
  readonly input: object;
  readonly by: typeof LEADER | typeof ZHANG;
  /** The day on which it is tried. */
  readonly on: string;
  readonly code: string;
}

const FINE = { kinds: ['FINE'], fineFen: 1_000_000, confiscateFen: 0, lawVersion: '条例第十二条' };
const SECOND_NOTICE = { servedOn: '2023-05-08', hearingRequestDueOn: '2023-05-15', statementDueOn: '2023-05-11' };

/** The second notice is of so little that nobody may ask for a hearing. */
function noticedOfLess(): DomainEvent {
  const proposed = { kinds: ['FINE' as const], fineFen: 100_000, confiscateFen: 0 };
  const { type, data } = noticed({ ...SECOND_NOTICE, proposed, hearingEntitled: false });
  const { hearingRequestDueOn: _due, hearingRequestRule: _rule, ...rest } = data as Record<string, unknown>;
  return { type, data: rest };
}

const BYPASSES: readonly Bypass[] = [
  {
    what: '已经申请听证的再次告知',
    history: UNTIL_REQUESTED,
    act: 'ServeNotice',
    input: {
      proposed: { kinds: ['FINE'], fineFen: 1_000_000, confiscateFen: 0 },
      changeReason: '补充证据后重新告知',
      servedOn: '2023-05-08',
    },
    by: ZHANG,
    on: '2023-05-08',
    code: 'case.phase',
  },
  {
    what: '再次告知后，在重新起算的申请听证期限内作出决定',
    history: [...UNTIL_NOTICED, noticed(SECOND_NOTICE), waived('2023-05-08')],
    act: 'DecidePenalty',
    input: { ...FINE, decidedOn: '2023-05-15' },
    by: LEADER,
    on: '2023-05-15',
    code: 'decision.hearing_period_open',
  },
  {
    what: '再次告知降低数额后，按原来的数额作出决定',
    history: [...UNTIL_NOTICED, noticedOfLess(), waived('2023-05-08')],
    act: 'DecidePenalty',
    input: { ...FINE, decidedOn: '2023-05-09' },
    by: LEADER,
    on: '2023-05-09',
    code: 'decision.heavier_than_notice',
  },
  {
    what: '听证早于通知载明之日',
    history: UNTIL_SCHEDULED,
    act: 'HoldHearing',
    input: { heldOn: '2023-05-17', recordSigned: true },
    by: ZHANG,
    on: '2023-05-18',
    code: 'hearing.other_day',
  },
  {
    what: '集体讨论没有人发表意见',
    history: [...UNTIL_NOTICED, waived()],
    act: 'DiscussCollectively',
    input: { conclusion: '同意处罚', discussedOn: '2023-05-08' },
    by: LEADER,
    on: '2023-05-08',
    code: 'discussion.too_few',
  },
  {
    what: '集体讨论的意见由他人代为登记，没有纸质记录',
    history: [...UNTIL_NOTICED, waived()],
    act: 'DiscussCollectively',
    input: {
      conclusion: '同意处罚',
      discussedOn: '2023-05-08',
      attendees: ['chen', 'lin', 'he'],
      signedAll: true,
    },
    by: LEADER,
    on: '2023-05-08',
    code: 'discussion.not_own',
  },
  {
    what: '决定书尚未送达即公示',
    history: [...UNTIL_NOTICED, waived(), penaltyDecided()],
    act: 'PublishPenalty',
    input: { channel: '浙江政务服务网', redactedDocSha: 'a'.repeat(64), publishedOn: '2023-05-09' },
    by: ZHANG,
    on: '2023-05-09',
    code: 'case.phase',
  },
];

let now = '';
let bench: Awaited<ReturnType<typeof apiBench>>;
let door: CommandDoor;
let inbound: Inbound;

/** A system that may send whatever systems may. */
const SENDER = {
  ...{ id: 'partner', title: '对接系统', source: '/qz/partner', units: ['qz'] },
  kinds: Object.keys(INBOUND_GROUPS) as InboundGroup[],
};

beforeAll(async () => {
  const statutes = loadStatutes();
  const standing = byRegister();
  bench = await apiBench({ registry: lawRegistry, standing, now: () => now });
  door = await openCommandDoor({
    registry: lawRegistry,
    loop: lawLoop(bench.store, statutes, standing),
    ruleset: statutes.version,
    sourceSystem: 'PLATFORM',
  });
  const give = commandByMessage(door);
  inbound = new Inbound({ senders: [SENDER], bureau: 'quzhou', topicPrefix: 'anjuan', give, now: () => now });
  setDay('2023-05-08');
  for (const [stream, events] of Object.entries(BUREAU)) await happened(stream, events);
  await happened(`officer-${REGISTRAR}`, [
    { type: 'OfficerRegistered', data: { userId: REGISTRAR, name: '邓登记', unitId: 'qz', auxiliary: false } },
    { type: 'RoleGranted', data: { role: 'REGISTRAR', from: '2022-01-01' } },
  ]);
  for (const [n, { history }] of BYPASSES.entries()) await happened(`case-${idOf(n)}`, history);
  await bench.projector.caughtUp();
});
afterAll(async () => {
  await door.close();
  await bench.close();
});

function setDay(day: string): void {
  now = `${day}T04:00:00.000Z`;
}

const idOf = (n: number) => `b${n + 1}`;
/** Who somebody is, is asked of the register alone. */
const claimsOf = (sub: string) => ({ sub, name: sub });

async function happened(stream: string, events: readonly DomainEvent[]): Promise<void> {
  const commandId = randomUUID();
  const said = { actor: ZHANG, unit: 'qz', role: 'OFFICER', sourceSystem: 'PLATFORM', ruleset: 'r' };
  const meta = { ...said, commandId, correlationId: commandId };
  const news = events.map((event) => ({ ...event, schemaVersion: 1, meta }));
  await bench.store.append([{ stream, expected: 'no-stream', events: news }], { commandId });
}

async function byPage(
  method: 'GET' | 'POST',
  url: string,
  person: string,
  fields?: Iterable<readonly [string, string]>,
) {
  const cookie = await bench.cookie(claimsOf(person));
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const headers = { ...BROWSER, cookie, 'sec-fetch-site': 'same-origin', ...(fields && type) };
  return bench.app.inject({ method, url, headers, ...(fields && { payload: encoded(fields) }) });
}

const asJson = async (path: string, body: object, person: string) =>
  bench.post(path, body, await bench.as(claimsOf(person)));

/** What is read of a page, whatever is marked up in it. */
const wordsOf = (html: string) => html.replace(/<[^>]+>|\s/g, '');

/** Nothing is in the log afterwards that was not there before. */
async function writesNothing(attempt: () => Promise<void>): Promise<void> {
  const before = await bench.store.head();
  await attempt();
  expect(await bench.store.head()).toEqual(before);
}

describe.each(BYPASSES.map((bypass, n) => ({ ...bypass, id: idOf(n) })))('F16 $what，每一个入口都不通', (bypass) => {
  const { id, act, input, by, on, code } = bypass;
  const fieldsOfForm = () => {
    const type = commandNamed('case', act)!.input;
    return inputsOf(type, filledFrom(type, input));
  };
  beforeAll(() => setDay(on));

  it('接口：依法拒绝，说明是哪一条', () =>
    writesNothing(async () => {
      const response = await asJson(`cases/${id}/${act}`, input, by);
      expect(response.statusCode).toBe(422);
      expect(response.json()).toMatchObject({ code, article: expect.stringMatching(/第.+条/) });
    }));

  it('表单：填好交来的不办，跳过核对一步直接确认的也不办', () =>
    writesNothing(async () => {
      const response = await byPage('POST', `/cases/${id}/${act}`, by, [...fieldsOfForm(), ['_action', 'confirm']]);
      expect(response.statusCode).toBe(422);
      // For the same reason, in the same words.
      const told = (await asJson(`cases/${id}/${act}`, input, by)).json().detail as string;
      expect(wordsOf(response.body)).toContain(wordsOf(told));
    }));

  it('呈批：可以呈批的，办理人员呈批时已被拒绝，绕过表单呈上来的负责人也批准不了；不能呈批的，不收', async () => {
    const isProposable = proposable('case', act) !== undefined;
    await writesNothing(async () => {
      const asked = [['_for', LEADER] as const, ['_action', 'propose'] as const];
      const response = await byPage('POST', `/cases/${id}/${act}`, ZHANG, [...fieldsOfForm(), ...asked]);
      // Where nothing can be proposed it is the officer's own act, and what is final is asked once more.
      const isAskedOnceMore = !isProposable && commandNamed('case', act)!.isFinal === true;
      expect(response.statusCode).toBe(isAskedOnceMore ? 200 : 422);
    });
    const proposed = { register: 'case', recordId: id, act, input, forId: LEADER, on };
    const before = await bench.store.head();
    const response = await asJson(`proposals/p-${id}/Propose`, proposed, ZHANG);
    if (!isProposable) {
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({ faults: expect.anything() });
      return expect(await bench.store.head()).toEqual(before);
    }
    expect(response.statusCode).toBe(201);
    await bench.projector.caughtUp();
    await writesNothing(async () => {
      const answer = await byPage('POST', '/proposals/approve', LEADER, [['proposal', `p-${id}@0`]]);
      expect(answer.statusCode).toBe(422);
      const named = await asJson(`cases/${id}/${act}`, { ...input, proposalId: `p-${id}` }, LEADER);
      expect(named.json()).toMatchObject({ status: 422, code });
    });
  });

  it('导入：只收当场处罚决定，不是对案件的办理', () =>
    writesNothing(async () => {
      const table = [Object.keys({ caseId: id, ...input }), [id, ...Object.values(input).map(String)]];
      const csv = table.map((row) => row.join('\t')).join('\r\n');
      const head = 'content-disposition: form-data; name="file"; filename="t.csv"\r\ncontent-type: text/csv';
      const response = await bench.app.inject({
        method: 'POST',
        url: '/import',
        headers: {
          ...BROWSER,
          cookie: await bench.cookie(claimsOf(REGISTRAR)),
          'sec-fetch-site': 'same-origin',
          'content-type': 'multipart/form-data; boundary=b',
        },
        payload: `--b\r\n${head}\r\n\r\n${csv}\r\n--b--\r\n`,
      });
      expect(response.statusCode).toBe(400);
      expect(response.body).toContain('第一行应为列名，缺少');
      expect((await byPage('POST', `/import/${id}`, REGISTRAR, [])).statusCode).toBe(404);
    }));

  it('其他系统的消息：没有这一种', () =>
    writesNothing(async () => {
      const message = {
        specversion: '1.0',
        id: `m-${id}`,
        source: SENDER.source,
        subject: id,
        unit: 'qz',
        data: input,
      };
      const receipt = await inbound.receive({
        ...{
          id: `d-${id}`,
          topic: `anjuan.in.${SENDER.id}`,
          partition: 0,
          offset: '1',
          key: id,
          headers: {},
          attempt: 0,
        },
        value: Buffer.from(JSON.stringify({ ...message, type: `cn.anjuan.in.${act}` })),
      });
      expect(receipt).toMatchObject({ outcome: { kind: 'refused', code: 'inbound.unknown_kind' } });
    }));

  it('案卷还是原来的案卷', async () => {
    expect(dayOf(now)).toBe(on);
    expect(await bench.store.readStream(`case-${id}`)).toHaveLength(bypass.history.length);
  });
});
