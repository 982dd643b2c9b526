import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Accepted, CommandLoop, type DomainEvent, type Facts, MemoryStore, streamName } from '#eventsourcing';
import { parseCommand } from '#fields';
import { addDays, dayOf, type LegalDay, loadStatutes, type PenaltyKind } from '#statutes';
import { AGGREGATES } from '../registry.js';
import { AssignActCode } from './act-code.js';
import { ArchiveDossier, documentsOf } from './archiving.js';
import { caseAggregate } from './case.js';
import { type CaseClosed, CloseCase } from './closing.js';
import {
  ApproveCriminalTransfer,
  ProposeCriminalTransfer,
  RecordPoliceDecline,
  RecordPoliceFiling,
  RefuseCriminalTransfer,
  SendCriminalTransfer,
} from './criminal-transfer.js';
import { DecideNoPenalty, DecideNotEstablished, DecidePenalty, type PenaltyDecided } from './decision.js';
import { ServeDemand } from './demand.js';
import { DiscussCollectively, GiveOpinion } from './discussion.js';
import { CorrectEntry } from './entry-correction.js';
import { ExcludeEvidence, VerifyEvidence } from './evidence.js';
import { FileCase, RegisterCase } from './filing.js';
import {
  type HearingScheduled,
  HoldHearing,
  RequestHearing,
  ScheduleHearing,
  TerminateHearing,
  WaiveHearing,
} from './hearing.js';
import {
  AssignOfficer,
  CollectEvidence,
  ConcludeInvestigation,
  OrderCorrection,
  RemoveOfficer,
  ReturnInvestigation,
} from './investigation.js';
import { PassReview, ReturnReview, SubmitLegalReview } from './legal-review.js';
import { type PenaltyNoticeServed, RecordStatement, ReviewStatement, ServeNotice, WaiveStatement } from './notice.js';
import { RecordTransferAnswer, TerminateCase, TransferCaseOut, WithdrawCase } from './other-ends.js';
import { outstanding, RecordPayment, refundable } from './payment.js';
import { ApprovePaymentPlan, EndPaymentPlan, RequestPaymentPlan, WaiveSurcharge } from './payment-plan.js';
import { PublishPenalty } from './publication.js';
import { DecideRecusal, RequestRecusal } from './recusal.js';
import { actor, BUREAU, lawContext, onPaper, onRecord, SHA256, the } from './scenario.js';
import { ServeDecision } from './service.js';
import type { CaseState } from './state.js';

const REGISTER = {
  item: { itemId: '330217001', name: '擅自占用城市道路摆摊', field: 'CITY_APPEARANCE' },
  parties: [{ partyId: 'p1', kind: 'CITIZEN', name: '当事人甲' }],
  happenedOn: '2023-03-01',
  place: '柯城区上街1号',
  territoryCode: '330802',
};
const OFFICERS = [
  { userId: 'zhang', duty: 'LEAD' },
  { userId: 'li', duty: 'ASSIST' },
];
const PROPOSED = { kinds: ['FINE'], fineFen: 1_000_000, confiscateFen: 0 };

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('普通程序的一个案件，从登记到决定，经过听证', () => {
  /** Who does what on which day, as plain JSON, the way the doors receive it. */
  const PLAY: readonly [string, LegalDay, new () => object, object][] = [
    ['zhang', '2023-03-02', RegisterCase, REGISTER],
    ['chen', '2023-03-03', FileCase, { filedOn: '2023-03-03', officers: OFFICERS }],
    [
      'zhang',
      '2023-03-06',
      CollectEvidence,
      {
        evidenceId: 'E1',
        kind: 'SITE_RECORD',
        sha256: SHA256,
        obtainedAt: '2023-03-06T10:00:00+08:00',
        officers: ['zhang', 'li'],
      },
    ],
    [
      'zhang',
      '2023-03-06',
      OrderCorrection,
      { content: '立即清理占用人行道的摊位和货物，恢复道路原状。', orderedOn: '2023-03-06', dueOn: '2023-03-08' },
    ],
    [
      'zhang',
      '2023-04-10',
      ConcludeInvestigation,
      {
        concludedOn: '2023-04-10',
        facts: '占用',
        nature: '占用道路',
        proposedFineFen: 1_000_000,
        discretionReason: '一般',
      },
    ],
    ['zhang', '2023-04-11', SubmitLegalReview, { trigger: 'EVERY_CASE', reviewerId: 'sun', submittedOn: '2023-04-11' }],
    ['sun', '2023-04-14', PassReview, { opinion: '同意', passedOn: '2023-04-14' }],
    ['zhang', '2023-04-26', ServeNotice, { proposed: PROPOSED, servedOn: '2023-04-26' }],
    ['zhang', '2023-04-27', RecordStatement, { content: '请求从轻', receivedOn: '2023-04-27' }],
    ['zhang', '2023-04-28', ReviewStatement, { adopted: true, reason: '酌情采纳', reviewedOn: '2023-04-28' }],
    ['zhang', '2023-05-06', RequestHearing, { requestedOn: '2023-05-06' }],
    [
      'zhang',
      '2023-05-08',
      ScheduleHearing,
      { hostId: 'qian', noticeServedOn: '2023-05-08', on: '2023-05-18', place: '三楼会议室', public: true },
    ],
    ['zhang', '2023-05-18', HoldHearing, { heldOn: '2023-05-18', recordSigned: true }],
    ['zhang', '2023-05-19', SubmitLegalReview, { trigger: '58.2', reviewerId: 'sun', submittedOn: '2023-05-19' }],
    ['sun', '2023-05-22', PassReview, { opinion: '同意', passedOn: '2023-05-22' }],
    [
      'chen',
      '2023-05-23',
      DiscussCollectively,
      { ...onRecord('2023-05-23'), conclusion: '同意', discussedOn: '2023-05-23' },
    ],
    [
      'chen',
      '2023-05-24',
      DecidePenalty,
      { decidedOn: '2023-05-24', kinds: ['FINE'], fineFen: 800_000, confiscateFen: 0, lawVersion: '条例第十二条' },
    ],
  ];

  it('逐条命令都被接受，文书编号连续', async () => {
    const store = new MemoryStore(() => '2023-06-01T00:00:00.000Z');
    await store.append(
      Object.entries(BUREAU).map(([stream, events]) => ({
        stream,
        expected: 'no-stream' as const,
        events: events.map((event) => ({
          ...event,
          schemaVersion: 1,
          meta: {
            actor: 'x',
            unit: 'qz',
            role: 'ADMINISTRATOR',
            commandId: uuid(0),
            correlationId: uuid(0),
            sourceSystem: 'PLATFORM',
            ruleset: 'test',
          },
        })),
      })),
      { commandId: uuid(0) },
    );
    const loop = new CommandLoop({
      store,
      aggregates: new Map(AGGREGATES.map((aggregate) => [aggregate.name, aggregate])),
      context: lawContext,
    });
    let commands = 0;
    for (const id of ['k1', 'k2'])
      for (const [userId, day, input, body] of PLAY) {
        const { command, faults } = parseCommand(input, body);
        expect(faults).toBeUndefined();
        const outcome = await loop.handle({
          decider: the(input),
          id,
          command: command!,
          actor: actor(userId),
          now: `${day}T04:00:00.000Z`,
          commandId: uuid(++commands),
          sourceSystem: 'PLATFORM',
          ruleset: 'test',
          role: actor(userId).roles[0]!,
        });
        expect(outcome).toMatchObject({ kind: 'done' });
      }
    const numbers = async (kind: string) =>
      (await store.readStream(`documentNumber-qz.${kind}.2023`)).map(({ data }) => (data as { number: string }).number);
    expect(await numbers('FILING')).toEqual(['衢综执立字〔2023〕1号', '衢综执立字〔2023〕2号']);
    expect(await numbers('DECISION')).toEqual(['衢综执罚决字〔2023〕1号', '衢综执罚决字〔2023〕2号']);
    const events = await store.readStream('case-k2');
    expect(events.reduce((s, e) => caseAggregate.evolve(s, e), caseAggregate.initialState)).toMatchObject({
      phase: 'Decided',
      decision: { decisionNo: '衢综执罚决字〔2023〕2号', fineFen: 800_000 },
    });
  });
});

// ---- whatever people try, in whatever order

/** One attempt: which command, how many days later, dated how far back, by whom. */
interface Attempt {
  readonly any: number;
  /** Follow the usual course of a case instead of trying just anything. */
  readonly usual: boolean;
  readonly later: number;
  readonly back: number;
  readonly pick: number;
}

interface Step {
  readonly command: object;
  readonly input: new () => object;
  readonly actorId: string;
  readonly today: LegalDay;
  readonly streams: ReadonlyMap<string, readonly DomainEvent[]>;
  /** How many events the case had. */
  readonly length: number;
  readonly accepted: Accepted;
}

const PEOPLE = ['zhang', 'li', 'wang', 'zhao', 'zhou', 'sun', 'qian', 'both', 'twin'];
const CLOSINGS = [
  ...['EXECUTED', 'EXECUTED', 'NO_PENALTY', 'NOT_ESTABLISHED', 'TRANSFERRED'],
  ...['WITHDRAWN', 'TERMINATED', 'TRANSFERRED_OUT'],
];
const LEADERS = ['chen', 'lin', 'he', 'both', 'new'];
const one = (list: readonly string[], pick: number): string => list[pick % list.length] ?? 'none';

type Attempted = (day: LegalDay, pick: number, state: CaseState) => object;

/** Every command with an input that is right more often than not. */
const COMMANDS: readonly [new () => object, Attempted, (readonly string[])?][] = [
  [RegisterCase, () => REGISTER],
  [FileCase, (filedOn) => ({ filedOn, officers: OFFICERS }), ['chen', 'chen', 'zhang']],
  [
    CollectEvidence,
    (day, pick, state) => ({
      evidenceId: `E${state.evidenceIds.length + 1}`,
      kind: pick % 2 === 0 ? 'SITE_RECORD' : 'OBJECT',
      sha256: SHA256,
      obtainedAt: `${day}T08:00:00+08:00`,
      officers: ['zhang', one(PEOPLE, pick)],
    }),
  ],
  [
    VerifyEvidence,
    (verifiedOn, pick, { evidenceIds }) => ({ evidenceId: one(evidenceIds, pick), finding: '属实', verifiedOn }),
  ],
  [
    ExcludeEvidence,
    (excludedOn, pick, { evidenceIds }) => ({
      evidenceId: one(evidenceIds, pick),
      ground: 'UNPROVEN',
      reason: '不能查证属实',
      excludedOn,
    }),
  ],
  [
    RequestRecusal,
    (requestedOn, pick) => ({
      targetId: one([...PEOPLE, 'chen'], pick),
      requestedBy: 'PARTY',
      reason: '有利害关系',
      requestedOn,
    }),
  ],
  [
    DecideRecusal,
    (decidedOn, pick, { recusals = [] }) => ({
      targetId: recusals.at(-1)?.targetId ?? 'li',
      granted: pick % 3 === 0,
      reason: '经查',
      decidedOn,
      ...(pick % 2 === 0 ? { attendees: ['chen', 'lin', 'he'] } : {}),
    }),
    LEADERS,
  ],
  [
    ConcludeInvestigation,
    (concludedOn) => ({ concludedOn, facts: '占用', nature: '占用', proposedFineFen: 1, discretionReason: '一般' }),
  ],
  [
    SubmitLegalReview,
    (submittedOn, pick) => ({ trigger: 'EVERY_CASE', reviewerId: pick % 3 === 0 ? 'zhou' : 'sun', submittedOn }),
  ],
  [PassReview, (passedOn) => ({ opinion: '同意', passedOn }), ['sun', 'zhou']],
  [ReturnReview, (returnedOn) => ({ opinion: '退回', returnedOn }), ['sun', 'zhou']],
  [
    ServeNotice,
    (servedOn, pick) => ({
      proposed: { kinds: ['FINE'], fineFen: pick % 2 === 0 ? 1_000_000 : 100_000, confiscateFen: 0 },
      servedOn,
      ...(pick % 5 === 0 ? { changeReason: '新的事实' } : {}),
    }),
  ],
  [RecordStatement, (receivedOn) => ({ content: '从轻', receivedOn })],
  [ReviewStatement, (reviewedOn) => ({ adopted: false, reason: '不采纳', reviewedOn })],
  [WaiveStatement, (waivedOn) => ({ waivedOn })],
  [RequestHearing, (requestedOn) => ({ requestedOn })],
  [
    ScheduleHearing,
    (noticeServedOn, pick) => ({
      hostId: one(PEOPLE, pick),
      noticeServedOn,
      on: loadStatutes().window('D08', { on: noticeServedOn }).firstOn,
      place: '会议室',
      public: true,
    }),
  ],
  [HoldHearing, (day, _pick, state) => ({ heldOn: state.hearing?.scheduledOn ?? day, recordSigned: true })],
  [
    TerminateHearing,
    (day, pick, state) =>
      pick % 2 === 0
        ? { abandonReason: 'WITHDRAWN', terminatedOn: day }
        : { abandonReason: 'ABSENT', terminatedOn: state.hearing?.scheduledOn ?? day },
  ],
  [
    GiveOpinion,
    (givenOn, pick) => ({ topic: 'DECISION', stance: pick % 3 === 0 ? 'DISAGREE' : 'AGREE', opinion: '意见', givenOn }),
    LEADERS,
  ],
  [
    DiscussCollectively,
    (discussedOn, pick) => ({
      ...(pick % 2 === 0 ? onRecord(discussedOn, ['chen', 'lin', one(LEADERS, pick)]) : {}),
      conclusion: '同意',
      discussedOn,
    }),
  ],
  [
    DecidePenalty,
    (decidedOn, pick) => ({
      decidedOn,
      kinds: (pick % 7 === 0 ? ['FINE', 'WARNING'] : ['FINE']) as PenaltyKind[],
      fineFen: pick % 3 === 0 ? 1_000_000 : 100_000,
      confiscateFen: 0,
      lawVersion: '条例第十二条',
      acknowledgeOverdue: pick % 2 === 0,
    }),
    LEADERS,
  ],
  [ReturnInvestigation, (returnedOn) => ({ reason: '补充证据', returnedOn })],
  [
    AssignOfficer,
    (assignedOn, pick) => ({ userId: one(PEOPLE, pick), duty: 'ASSIST', assignedOn }),
    ['chen', 'lin', 'zhang'],
  ],
  [
    RemoveOfficer,
    (removedOn, pick) => ({ userId: one(PEOPLE, pick), reason: '撤换', removedOn }),
    ['chen', 'lin', 'zhang'],
  ],
  [OrderCorrection, (orderedOn) => ({ content: '改'.repeat(20), orderedOn, dueOn: orderedOn })],
  [
    ProposeCriminalTransfer,
    (proposedOn, pick) => ({ proposedOn, taskForce: ['zhang', one(PEOPLE, pick)], reportId: 'TR' }),
  ],
  [ApproveCriminalTransfer, (day) => ({ approvedAt: `${day}T09:00:00+08:00` }), ['chen', 'chen', 'lin', 'both']],
  [RefuseCriminalTransfer, (refusedOn) => ({ reason: '不构成犯罪', refusedOn }), ['chen', 'lin']],
  [SendCriminalTransfer, (day) => ({ sentAt: `${day}T10:00:00+08:00`, copiedToProcuratorate: true })],
  [RecordPoliceFiling, (on) => ({ on })],
  [RecordPoliceDecline, (on) => ({ on, reason: '证据不足' })],
  [ServeDecision, (servedOn) => ({ method: 'DIRECT', servedOn, receiptId: 'SE1' })],
  [AssignActCode, () => ({})],
  [PublishPenalty, (publishedOn) => ({ channel: '浙江政务服务网', redactedDocSha: SHA256, publishedOn })],
  [
    RecordPayment,
    (paidOn, pick, { decision, paid }) => {
      const kind = pick % 4 === 0 ? 'SURCHARGE' : 'FINE';
      const owedFen = kind === 'FINE' ? (decision?.fineFen ?? 0) - paid.fineFen : 3_000 * (pick % 20);
      const amountFen = Math.max(1, pick % 5 === 0 ? owedFen + 1 : pick % 5 === 1 ? Math.floor(owedFen / 2) : owedFen);
      return { receiptNo: `R${pick}`, amountFen, kind, channel: 'BANK', paidOn };
    },
  ],
  [ServeDemand, (servedOn) => ({ servedOn })],
  [
    CloseCase,
    (closedOn, pick) => ({
      closeReason: one(CLOSINGS, pick),
      closedOn,
      ...onPaper(closedOn, one(['chen', 'lin', ...LEADERS], pick)),
    }),
  ],
  [WaiveHearing, (waivedOn) => ({ waivedOn })],
  [
    WithdrawCase,
    (withdrawnOn) => ({ ground: 'NOT_TO_BE_FILED', reason: '不符', withdrawnOn, ...onPaper(withdrawnOn) }),
  ],
  [TerminateCase, (terminatedOn) => ({ ground: 'DIED', reason: '死亡', terminatedOn, ...onPaper(terminatedOn) })],
  [
    TransferCaseOut,
    (transferredOn) => ({ toOrgan: '市场监督管理局', reason: '管辖', transferredOn, ...onPaper(transferredOn) }),
  ],
  [
    RecordTransferAnswer,
    (on, pick) => ({ on, answer: one(['ACCEPTED', 'DISPUTED', 'DESIGNATED_HERE'], pick) as 'ACCEPTED' }),
  ],
  [RequestPaymentPlan, (requestedOn) => ({ kind: 'DEFERRAL', hardship: '困难', requestedOn })],
  [
    ApprovePaymentPlan,
    (approvedOn, _pick, { decision, paid, paymentDueOn = approvedOn }) => {
      const amountFen = Math.max(1, (decision?.fineFen ?? 0) - paid.fineFen);
      const from = paymentDueOn > approvedOn ? paymentDueOn : approvedOn;
      return { instalments: [{ dueOn: addDays(from, 5), amountFen }], approvedOn, ...onPaper(approvedOn) };
    },
  ],
  [EndPaymentPlan, (endedOn) => ({ endedOn })],
  [
    WaiveSurcharge,
    (waivedOn, pick) => ({
      agreementNo: 'A1',
      remedying: '补救',
      amountFen: 1_000 * (1 + (pick % 40)),
      waivedOn,
      ...onPaper(waivedOn),
    }),
  ],
  [
    ArchiveDossier,
    (archivedOn, _pick, state) => ({
      archiveNo: 'D1',
      retention: 'TEN_YEARS',
      documents: state.phase === 'Closed' ? documentsOf(state) : ['CLOSING'],
      pages: 9,
      archivedOn,
    }),
  ],
  [
    CorrectEntry,
    (correctedOn, pick) => ({
      entry: one(['CaseFiled.filedOn', 'PenaltyPublished.publishedOn', 'CaseClosed.closedOn'], pick),
      becomesOn: addDays(correctedOn, -(pick % 9)),
      reason: '误录',
      correctedOn,
      ...onPaper(correctedOn),
    }),
  ],
  [DecideNoPenalty, (decidedOn) => ({ decidedOn, ground: '33.1a', educated: true }), LEADERS],
  [DecideNotEstablished, (decidedOn) => ({ decidedOn, reason: '不成立' }), LEADERS],
];

/** What people usually do next. */
function course(state: CaseState): readonly (new () => object)[] {
  switch (state.phase) {
    case 'Unregistered':
      return [RegisterCase];
    case 'Registered':
      return [FileCase];
    case 'Investigating':
      return state.evidenceIds.length === 0
        ? [CollectEvidence]
        : [
            VerifyEvidence,
            ConcludeInvestigation,
            ConcludeInvestigation,
            ConcludeInvestigation,
            ProposeCriminalTransfer,
          ];
    case 'Concluded':
      return [SubmitLegalReview, SubmitLegalReview, SubmitLegalReview, ReturnInvestigation];
    case 'InLegalReview':
      return [PassReview, PassReview, RequestHearing];
    case 'ReviewPassed':
      return state.notice ? [DecidePenalty, GiveOpinion, GiveOpinion, DiscussCollectively, ServeNotice] : [ServeNotice];
    case 'Noticed':
      return state.statement === 'RECEIVED'
        ? [ReviewStatement]
        : [WaiveStatement, RecordStatement, RequestHearing, DecidePenalty, SubmitLegalReview];
    case 'HearingPhase':
      if (state.hearing?.heldOn ?? state.hearing?.terminatedOn) return [SubmitLegalReview];
      return state.hearing?.scheduledOn === undefined
        ? [ScheduleHearing]
        : [HoldHearing, HoldHearing, TerminateHearing];
    case 'TransferPending':
      if (state.transfer?.stage === 'PROPOSED') return [ApproveCriminalTransfer, RefuseCriminalTransfer];
      return state.transfer?.stage === 'APPROVED' ? [SendCriminalTransfer] : [RecordPoliceDecline, RecordPoliceFiling];
    case 'Decided':
      return [ServeDecision, AssignActCode];
    case 'Performing':
    case 'Demanded':
      if (state.publishedOn === undefined) return [PublishPenalty, PublishPenalty, RecordPayment];
      return state.paid.fineFen < state.decision!.fineFen ? [RecordPayment, RecordPayment, ServeDemand] : [CloseCase];
    case 'PlanActive':
      return [RecordPayment, RecordPayment, EndPaymentPlan];
    case 'TransferredOut':
      return [RecordTransferAnswer, CloseCase];
    case 'Closed':
      return [ArchiveDossier];
    case 'Served':
    case 'TransferredCriminal':
    case 'Withdrawn':
    case 'Terminated':
      return [CloseCase];
    default:
      return [DecidePenalty];
  }
}

function factsOf(streams: ReadonlyMap<string, readonly DomainEvent[]>): Facts {
  return {
    get: (aggregate, id) =>
      (streams.get(streamName({ aggregate: aggregate.name, id })) ?? []).reduce(
        (state, event) => aggregate.evolve(state, event),
        aggregate.initialState,
      ),
    length: (aggregate, id) => (streams.get(streamName({ aggregate: aggregate.name, id })) ?? []).length,
  };
}

const foldCase = (events: readonly DomainEvent[]) =>
  events.reduce((s, e) => caseAggregate.evolve(s, e), caseAggregate.initialState);

function decideOn(state: CaseState, step: Omit<Step, 'accepted' | 'length'>) {
  return the(step.input).decide(
    step.command,
    state,
    lawContext({
      id: 'k1',
      actor: actor(step.actorId),
      sourceSystem: 'PLATFORM',
      now: `${step.today}T04:00:00.000Z`,
      facts: factsOf(step.streams),
    }),
  );
}

/** Plays the attempts; keeps those that the law accepted. */
function play(attempts: readonly Attempt[]) {
  let streams: ReadonlyMap<string, readonly DomainEvent[]> = new Map(Object.entries(BUREAU));
  let state = caseAggregate.initialState;
  let today = '2023-03-02';
  let refused = 0;
  let named = 0;
  const steps: Step[] = [];
  const events: DomainEvent[] = [];
  for (const { any, usual, later, back, pick } of attempts) {
    today = addDays(today, later);
    const next = course(state);
    const input = usual ? next[pick % next.length]! : COMMANDS[any % COMMANDS.length]![0];
    const [, attempted, people] = COMMANDS.find(([type]) => type === input)!;
    const { command, faults } = parseCommand(input, attempted(addDays(today, -back), pick, state));
    if (!command) throw new Error(JSON.stringify(faults));
    const attempt = { command, input, actorId: one(people ?? ['zhang'], pick), today, streams };
    const decision = decideOn(state, attempt);
    if (decision.kind === 'refused') {
      refused += 1;
      const { code, earliest } = decision;
      if (earliest === undefined) continue;
      // Everything else equal: on the day that the refusal names it is no obstacle any more, the day before it is one.
      const on = (day: LegalDay) => {
        const said = parseCommand(input, attempted(day, pick, state)).command!;
        return decideOn(state, { ...attempt, command: said, today: today > day ? today : day });
      };
      const then = on(earliest);
      // Something else may stand in the way; what was named does not.
      if (then.kind === 'refused' && then.code === code)
        expect({ code, earliest, later: (then.earliest ?? '') > earliest }).toEqual({ code, earliest, later: true });
      expect({ code, earliest, decision: on(addDays(earliest, -1)) }).toMatchObject({ decision: { kind: 'refused' } });
      named += 1;
      continue;
    }
    steps.push({ ...attempt, length: events.length, accepted: decision });
    events.push(...decision.events);
    state = decision.events.reduce((s, e) => caseAggregate.evolve(s, e), state);
    const after = new Map(streams);
    for (const written of decision.elsewhere) {
      const stream = streamName(written.stream);
      after.set(stream, [...(after.get(stream) ?? []), ...written.events]);
    }
    streams = after;
  }
  return { steps, events, state, refused, named };
}

const ATTEMPTS = fc.array(
  fc.record<Attempt>({
    any: fc.nat(1_000),
    usual: fc.oneof(fc.constant(true), fc.constant(true), fc.constant(true), fc.boolean()),
    later: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9 })),
    back: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 4 })),
    pick: fc.nat(1_000),
  }),
  { minLength: 30, maxLength: 70 },
);
/** The same walks in every run: a failure is found again, and the counts below are facts. */
const RUNS = { seed: 2023, numRuns: 280, endOnFailure: true } as const;

describe('不论谁在何时以何种次序下命令', () => {
  it('权利没有落空，职责没有混同；被接受的历史重放时不被拒绝，得到同样的事件和状态', () => {
    const reached: Reached = {
      penalties: 0,
      late: 0,
      heard: 0,
      other: 0,
      refused: 0,
      named: 0,
      closed: 0,
      executed: 0,
      endedEarly: 0,
    };
    fc.assert(
      fc.property(ATTEMPTS, (attempts) => {
        const { steps, events, state, refused, named } = play(attempts);
        reached.refused += refused;
        reached.named += named;
        assertLawful(events, reached);

        const stored: readonly DomainEvent[] = JSON.parse(JSON.stringify(events));
        expect(foldCase(stored)).toEqual(state);
        for (const step of steps)
          expect(JSON.stringify(decideOn(foldCase(stored.slice(0, step.length)), step))).toBe(
            JSON.stringify(step.accepted),
          );
      }),
      RUNS,
    );
    // The walks go far enough for the assertions to mean something.
    expect(reached.penalties).toBeGreaterThan(30);
    expect(reached.heard).toBeGreaterThan(5);
    expect(reached.late).toBeGreaterThan(2);
    expect(reached.other).toBeGreaterThan(5);
    expect(reached.closed).toBeGreaterThan(30);
    expect(reached.executed).toBeGreaterThan(5);
    expect(reached.refused).toBeGreaterThan(1_000);
    expect(reached.named).toBeGreaterThan(100);
    expect(reached.endedEarly).toBeGreaterThan(5);
  });
});

/** Acts of the agency that follow each other, with their days: none is dated before the one it follows. */
const SPINE: Readonly<Record<string, string>> = {
  CaseFiled: 'filedOn',
  InvestigationConcluded: 'concludedOn',
  InvestigationReturned: 'returnedOn',
  LegalReviewSubmitted: 'submittedOn',
  LegalReviewPassed: 'passedOn',
  LegalReviewReturned: 'returnedOn',
  PenaltyNoticeServed: 'servedOn',
  HearingHeld: 'heldOn',
  HearingTerminated: 'terminatedOn',
  CollectivelyDiscussed: 'discussedOn',
  CriminalTransferProposed: 'proposedOn',
  CriminalTransferRefused: 'refusedOn',
  CriminalTransferSent: 'sentOn',
  PoliceFiledCase: 'on',
  PoliceDeclinedToFile: 'on',
  PenaltyDecided: 'decidedOn',
  NoPenaltyDecided: 'decidedOn',
  NotEstablishedDecided: 'decidedOn',
  DecisionServed: 'servedOn',
  DemandServed: 'servedOn',
  CaseClosed: 'closedOn',
};

/** What was imposed has been paid to the last fen and not beyond, and is published; what went to the police has no fine. */
function assertClosed(
  { decision, paid, publicationDueOn, publishedOn }: CaseState,
  data: CaseClosed,
  reached: Reached,
) {
  reached.closed += 1;
  if (data.closeReason === 'TRANSFERRED') expect(decision).toBeUndefined();
  if (data.closeReason !== 'EXECUTED') return;
  reached.executed += 1;
  expect(paid.fineFen).toBe(decision!.fineFen);
  expect(paid.surchargeFen).toBeLessThanOrEqual(decision!.fineFen);
  if (publicationDueOn !== undefined) expect(publishedOn).toBeDefined();
}

type Reached = Record<
  'penalties' | 'late' | 'heard' | 'other' | 'refused' | 'named' | 'closed' | 'executed' | 'endedEarly',
  number
>;

/** What was decided is what was paid and not paid back, and what is outstanding; of the surcharge never more than the fine. */
function assertBalance(state: CaseState): void {
  const { decision, paid } = state;
  if (decision === undefined) return;
  const asOf = paid.lastOn ?? decision.decidedOn;
  const due = outstanding(loadStatutes(), state, asOf);
  const back = refundable(loadStatutes(), state, asOf);
  for (const kind of ['fineFen', 'confiscateFen'] as const)
    expect(decision[kind]).toBe(paid[kind] - paid.refunded[kind] + due[kind] - back[kind]);
  expect(paid.surchargeFen - paid.refunded.surchargeFen + (paid.waivedFen ?? 0)).toBeLessThanOrEqual(
    decision.fineFen + back.surchargeFen,
  );
}

/** Reads a finished history by the law, without asking the code that produced it. */
function assertLawful(events: readonly DomainEvent[], reached: Reached): void {
  const types = events.map(({ type }) => type);
  const last = (type: string, before: number) => events.slice(0, before).findLast((e) => e.type === type);
  const lastIndex = (type: string, before: number) => types.slice(0, before).lastIndexOf(type);
  const investigators = new Set(
    events.flatMap(({ type, data }) =>
      type === 'CaseFiled'
        ? (data as { officers: { userId: string }[] }).officers.map(({ userId }) => userId)
        : type === 'OfficerAssigned'
          ? [(data as { userId: string }).userId]
          : type === 'CriminalTransferProposed'
            ? (data as { taskForce: { userId: string }[] }).taskForce.map(({ userId }) => userId)
            : [],
    ),
  );

  let state = caseAggregate.initialState;
  let lastOn = '';
  for (const [index, { type, data }] of events.entries()) {
    const decisionDueOn = state.decisionDueOn ?? '';
    state = caseAggregate.evolve(state, events[index]!);
    // The last day for deciding moves on, or goes with the case; back only where an entry was corrected.
    if (type !== 'EventCorrected' && state.decisionDueOn !== undefined)
      expect(state.decisionDueOn >= decisionDueOn).toBe(true);
    assertBalance(state);
    if (/^(CaseWithdrawn|CaseTerminated|CaseTransferredOut)$/.test(type)) reached.endedEarly += 1;
    // 决定回避 takes people off, and nothing is decided until there are two again.
    const isShort = state.recusals?.some(({ granted }) => granted === true) === true && type !== 'PenaltyDecided';
    if (state.filedOn !== undefined && !isShort) expect(state.officers.length).toBeGreaterThanOrEqual(2);
    const day = SPINE[type] === undefined ? undefined : (data as Record<string, LegalDay>)[SPINE[type]]!;
    if (day !== undefined) {
      expect(day >= lastOn).toBe(true);
      lastOn = day;
    }
    if (type === 'CriminalTransferApproved' || type === 'CriminalTransferRefused')
      expect(investigators).not.toContain((data as { approverId: string }).approverId);
    if (type === 'CaseClosed') assertClosed(state, data as CaseClosed, reached);
    if (type === 'LegalReviewPassed') expect(investigators).not.toContain((data as { reviewerId: string }).reviewerId);
    if (type === 'HearingScheduled') {
      const { hostId, noticeServedOn, on } = data as HearingScheduled;
      expect(investigators).not.toContain(hostId);
      expect(loadStatutes().workingDaysBetween(noticeServedOn, addDays(on, -1))).toBeGreaterThanOrEqual(7);
    }
    if (type === 'NoPenaltyDecided' || type === 'NotEstablishedDecided') reached.other += 1;
    if (type !== 'PenaltyDecided') continue;

    reached.penalties += 1;
    const decided = data as PenaltyDecided;
    const noticeAt = lastIndex('PenaltyNoticeServed', index);
    const notice = events[noticeAt]!.data as PenaltyNoticeServed;
    const since = types.slice(noticeAt, index);
    const requested = since.includes('HearingRequested');

    expect(investigators).not.toContain(decided.deciderId);
    // What the party was told rests on the investigation as it stands.
    expect(noticeAt).toBeGreaterThan(lastIndex('InvestigationConcluded', index));
    expect(decided.fineFen).toBeLessThanOrEqual(notice.proposed.fineFen);
    for (const kind of decided.kinds) expect(notice.proposed.kinds).toContain(kind);

    const heard = since.includes('StatementWaived') || since.includes('StatementReceived');
    if (!heard) expect(decided.decidedOn > notice.statementDueOn).toBe(true);
    expect(since.lastIndexOf('StatementReceived')).toBeLessThanOrEqual(since.lastIndexOf('StatementReviewed'));

    if (notice.hearingEntitled && !requested && !since.includes('HearingWaived'))
      expect(decided.decidedOn > notice.hearingRequestDueOn!).toBe(true);
    if (requested) {
      reached.heard += 1;
      const endedAt = Math.max(lastIndex('HearingHeld', index), lastIndex('HearingTerminated', index));
      expect(endedAt).toBeGreaterThan(lastIndex('HearingRequested', index));
      expect(lastIndex('LegalReviewSubmitted', index)).toBeGreaterThan(endedAt);
    }
    const submittedAt = lastIndex('LegalReviewSubmitted', index);
    expect(lastIndex('LegalReviewPassed', index)).toBeGreaterThan(submittedAt);
    expect(lastIndex('LegalReviewReturned', index)).toBeLessThan(submittedAt);

    const filedOn = (last('CaseFiled', index)!.data as { filedOn: LegalDay }).filedOn;
    expect(decisionDueOn >= loadStatutes().due('D03', { on: filedOn }).dueOn).toBe(true);
    const late = decided.decidedOn > decisionDueOn;
    if (late) reached.late += 1;
    expect(types[index + 1] === 'ProceduralDefectRecorded').toBe(late);
  }
  for (const once of [/Decided$/, /^ActCodeAssigned$/, /^PenaltyPublished$/, /^CaseClosed$/])
    expect(types.filter((type) => once.test(type)).length).toBeLessThanOrEqual(1);
  for (const { data } of events.filter(({ type }) => type === 'EvidenceCollected'))
    expect(dayOf((data as { obtainedAt: string }).obtainedAt) >= '2023-03-01').toBe(true);
}
