import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  AGGREGATES,
  aggregateNamed,
  commandNamed,
  DeadlineMissed,
  happenedOn,
  lawLoop,
  sentenceOf,
} from '#enforcement';
import {
  type AnyReadModel,
  type CheckpointStep,
  type DomainEvent,
  fold,
  type LedgerEntry,
  MemoryReadModelStore,
  MemoryStore,
  type ReadModel,
  type ReadModelChanges,
  type RecordedEvent,
  type StreamWrite,
} from '#eventsourcing';
import { fieldsOf, inWords, parseCommand, spoken } from '#fields';
import { loadStatutes } from '#statutes';
import { lawProjector } from './law-projector.js';
import { READ_MODELS } from './registers.js';

/*
 * The golden log, `test/golden/`: commands of two years, the events that they gave, and what was folded and projected
 * from those, written once by the version of the domain before events had declared fields. The files are never written
 * anew: what is stored stays readable, and means the same, or the difference is declared here.
 */

type Data = Readonly<Record<string, unknown>>;

/** A column as it is called now, or what its value is now. */
type ColumnNow = string | ((row: Data) => unknown);

interface Renamed {
  readonly name?: string;
  /** The present table has more rows than the golden one: cases that are over stood in no worklist. */
  readonly isPart?: true;
  readonly columns?: Readonly<Record<string, ColumnNow>>;
}

const partyNames = (row: Data) => (row['parties'] as readonly Data[]).map(({ name }) => name).join('、');
const openTerm = (row: Data) =>
  (row['leaderTerms'] as readonly Data[]).findLast(({ until }) => until === undefined)?.['rank'] ?? null;

/** Clocks that the worklist of then did not have: of transfers, and of a fine whose day is past. */
const isOfLater = ({ phase, nextDue }: Data) =>
  phase === 'TransferPending' || (nextDue === '当事人缴款' && phase !== 'Performing');

/** Read models that are called otherwise now, by golden name, and their columns that are, by golden column. */
const RENAMED: Readonly<Record<string, Renamed>> = {
  case_overview: { columns: { partyNames } },
  // Each register shows its own next deadline: the worklist is a question, and no table.
  worklist: {
    name: 'case_overview',
    isPart: true,
    columns: {
      partyNames,
      nextDue: (row) => (isOfLater(row) ? null : row['nextDue']),
      nextDueOn: (row) => (isOfLater(row) ? null : row['nextDueOn']),
    },
  },
  unit_directory: { name: 'unit' },
  officer_directory: {
    name: 'officer',
    columns: { leaderRank: openTerm, isReviewer: ({ reviewer }) => reviewer !== null },
  },
  lead_overview: { name: 'lead' },
  coordination_overview: { name: 'coordination' },
  remedy_overview: { name: 'remedy' },
  referral_overview: { name: 'referral', columns: { sender: 'from' } },
  act_overview: {
    name: 'act_ledger',
    columns: {
      kind: ({ actKind, matter }) => actKind ?? matter,
      subject: ({ applicant, subject }) => applicant ?? subject,
    },
  },
};

/**
 * Aggregates whose state is said otherwise now: `more` where it has grown, so that the golden properties alone are
 * compared; else what the golden state is made of the present one.
 */
const STATES: Readonly<Record<string, 'more' | ((state: Data) => unknown)>> = {
  // It remembers by which rules its days were found, and what was missed.
  case: 'more',
  unit: 'more',
  officer: 'more',
  documentNumber: 'more',
  coordination: 'more',
  remedy: 'more',
  remedyRegister: 'more',
  summaryImport: 'more',
  lead: 'more',
  referral: 'more',
  actLedger: ({ phase, unitId, lastOn, licenseId = '', actKind, matter, applicant = '' }) => ({
    phase,
    unitId,
    lastOn,
    licenseId,
    kind: actKind ?? matter,
    applicant,
  }),
};

/** What a state of then remembered of what no longer held: the day for deciding while a reconsideration is suspended. */
const FORGOTTEN: Readonly<Record<string, readonly string[]>> = { remedy: ['decisionDueOn'] };

/**
 * An approval is the approver's own act (M6): officers of then typed who approves. What they gave is given again as from
 * paper, approved on the day of the act; the events of then say nothing of a paper, and stay as they are.
 */
const FROM_PAPER: Readonly<Record<string, { readonly day: string; readonly as?: string }>> = {
  FileCase: { day: 'filedOn' },
  DeclineFiling: { day: 'declinedOn' },
  CloseCase: { day: 'closedOn' },
  ApplyCourtEnforcement: { day: 'appliedOn', as: 'signedBy' },
  DecideMeasure: { day: 'decidedOn' },
  // Nobody approved it then (L13).
  AssignOfficer: { day: 'assignedOn' },
  RemoveOfficer: { day: 'removedOn' },
};

function fromPaper(name: string, body: Data): Data {
  // The members of a discussion give their own opinions now; what an officer recorded for them was on paper.
  if (name === 'DiscussCollectively')
    return { ...body, record: { documentNo: '当时的讨论记录', signedOn: body['discussedOn'] } };
  const { day, as = 'approverId' } = FROM_PAPER[name] ?? {};
  const approverId = body[as] ?? (name.endsWith('Officer') ? 'chen' : undefined);
  if (day === undefined || approverId === undefined) return body;
  return { ...body, [as]: approverId, paper: { documentNo: '当时的审批表', approvedOn: body[day] } };
}

const withPaper = (golden: Data, { paper, approverId }: Data): Data =>
  paper === undefined ? golden : { ...golden, paper, ...(approverId === undefined ? {} : { approverId }) };

/** What commands give now otherwise than then, on purpose: the golden data of an event type as the present domain says it. */
const DELIBERATE: Readonly<Record<string, (golden: Data, present: Data) => Data>> = {
  FilingDeclined: withPaper,
  // A folder has its day (D43).
  CaseClosed: (golden, present) => ({
    ...withPaper(golden, present),
    ...(present['archivingDueOn'] === undefined
      ? {}
      : { archivingDueOn: present['archivingDueOn'], archivingRule: present['archivingRule'] }),
  }),
  CourtEnforcementApplied: withPaper,
  MeasureDecided: withPaper,
  OfficerAssigned: withPaper,
  OfficerRemoved: withPaper,
  CollectivelyDiscussed: (golden, { record }) => ({ ...golden, ...(record ? { record } : {}) }),
  // Each duplicate is told by its row as well.
  // A service later than the last day for publishing moves that day (F6).
  DecisionServed: (golden, { publicationDueOn, publicationRule, publicationMovedDays }) => ({
    ...golden,
    ...(publicationDueOn ? { publicationDueOn, publicationRule, publicationMovedDays } : {}),
  }),
  // A fine says what it was held to, and what of the registers was not there to hold it to (G24).
  // It says on what its facts rest (G08).
  PenaltyDecided: (golden, { discretion, evidence }) => ({
    ...golden,
    ...(discretion ? { discretion } : {}),
    ...(evidence ? { evidence } : {}),
  }),
  InvestigationConcluded: (golden, { evidence }) => ({ ...golden, ...(evidence ? { evidence } : {}) }),
  // 初次违法 says how far back was looked (G27).
  NoPenaltyDecided: (golden, { firstOffenceYears, namesakes }) => ({
    ...golden,
    ...(firstOffenceYears === undefined ? {} : { firstOffenceYears, namesakes }),
  }),
  // The limitation of action is asked and kept (G04).
  CaseFiled: (golden, present) => ({
    ...withPaper(golden, present),
    discoveredOn: present['discoveredOn'],
    limitationOn: present['limitationOn'],
    limitationRule: present['limitationRule'],
  }),
  // A defect says by which rule it is one (R11).
  ProceduralDefectRecorded: (golden, { rule }) => ({ ...golden, rule }),
  SummaryDecisionsImported: (golden, { duplicateRows }) => ({ ...golden, ...(duplicateRows ? { duplicateRows } : {}) }),
};

/** Event types that came later: the log is never written anew. */
const SINCE: readonly string[] = [
  ...AGGREGATES.filter(({ clocks }) => clocks.length > 0).map(({ name }) => `${name} ${DeadlineMissed.name}`),
  ...['case', 'remedy'].map((name) => `${name} DeadlineDetermined`),
  'importedNumbers ImportedNumbersEntered',
  ...['RoleGranted', 'RoleWithdrawn', 'ReviewerRemoved', 'OfficerTransferred', 'OfficerDeparted'].map(
    (type) => `officer ${type}`,
  ),
  'documentNumber DocumentNumberVoided',
  ...['ReconsiderationExtended', 'RetrialOpened', 'OutcomeServed'].map((type) => `remedy ${type}`),
  ...['PenaltyEntered', 'PenaltyStruck', 'TransferEntered', 'TransferReturned'].map((type) => `partyHistory ${type}`),
  ...[
    'OfficerReplaced',
    'EvidenceVerified',
    'EvidenceExcluded',
    'OpinionGiven',
    'RecusalRequested',
    'RecusalDecided',
    'CorrectionVerified',
    'MeasureApproved',
    'EvidencePreserved',
    'PreservedEvidenceDisposed',
    'SealingImposed',
    'SealingApproved',
    'SealingExtended',
    'SealingLifted',
    'GoodsHandedOver',
    'ObligationPerformed',
    'PerformanceVerified',
    'ObligationEnded',
    'CourtRulingReceived',
    'RemedyReported',
    'DecisionRevoked',
    'DecisionAltered',
    'DecisionCorrected',
    'DecisionFoundIllegal',
    'PublicationWithdrawn',
    'RefundIssued',
    'TestEntrusted',
    'PeriodExcluded',
    'CaseSuspended',
    'CaseResumed',
    'DeadlineExtended',
    'DeadlineExtendedAgain',
    'CaseWithdrawn',
    'CaseTerminated',
    'CaseTransferredOut',
    'TransferOutAnswered',
    'CaseMerged',
    'CaseAbsorbed',
    'DossierArchived',
    'CaseReopened',
    'HearingWaived',
    'PaymentPlanRequested',
    'PaymentPlanApproved',
    'PaymentPlanRefused',
    'PaymentPlanEnded',
    'SurchargeWaived',
    'EventCorrected',
    'ServiceAttempted',
    'CourtReviewApplied',
    'CourtReviewDecided',
    'CaseSplit',
    'CaseSplitOff',
    'ConvertedToOrdinary',
  ].map((type) => `case ${type}`),
];

/** Events of a register of which the log has none came with the register. */
const isOfLaterRegister = (entry: string) => !events.some(({ stream }) => stream.startsWith(`${entry.split(' ')[0]}-`));

/** Sentences that say the same in the full term of the law: 驳回 was 驳回诉讼请求, before 驳回起诉 was told apart. */
const SAID_NOW: Readonly<Record<string, string>> = {
  '一审裁判：驳回': '一审裁判：驳回诉讼请求',
  '二审裁判：驳回': '二审裁判：驳回诉讼请求',
};

/** Of a defect is said what was late, since there are several kinds (R11). */
const sentenceNow = (sentence: string) =>
  SAID_NOW[sentence] ?? sentence.replace(/^决定应于(.*)前作出，逾期/, '逾期作出决定：期限为$1，逾期');

/** Acts that were late and that nobody called so then (R11): the event comes after that of the act. */
const isOfLaterDefect = ({ type, data }: DomainEvent) =>
  type === 'ProceduralDefectRecorded' && (data as Data)['kind'] !== 'DECISION_OVERDUE';

/** An announcement asks since then for what was tried before it (G28): it is put on record for those of then, and stands in no golden log. */
const triedBefore = ({ announcedOn }: Data): Data | undefined =>
  announcedOn === undefined
    ? undefined
    : { method: 'DIRECT', attemptedOn: announcedOn, result: 'WHEREABOUTS_UNKNOWN', account: '当时没有记录' };

/** Booked otherwise than then, on purpose (DOMAIN F5): each instance is heard by itself, also the second one of this suit. */
const isOfLaterInstance = ({ stream, position, measure }: Pick<LedgerEntry, 'stream' | 'position' | 'measure'>) =>
  stream === 'remedy-G1' && position === 434 && measure.startsWith('litigation.');

/** Measures that registers of then did not book. */
const LATER_MEASURES =
  /^officer\.|^license\.|^signal\.|^(case\.penalised|penalty\.firm|decision\.(due|late|days)|deadline\.missed|defect\.recorded)$/;

/** Registers that came later and are written in the same append as what was there before. */
const LATER_STREAMS = /^(importedNumbers|partyHistory|documentPrefix|certificateNumber)-/;

interface GoldenCommand {
  readonly commandId: string;
  readonly aggregate: string;
  readonly id: string;
  readonly name: string;
  readonly actor: { readonly id: string; readonly unit: string; readonly roles: readonly string[] };
  readonly role: string;
  readonly now: string;
  readonly sourceSystem: string;
  readonly body: unknown;
}

/** An event with its data as the text that was stored. */
type GoldenEvent = Omit<RecordedEvent, 'data'> & { readonly data: string };

interface GoldenRow {
  /** Position of the log at which the row was read: midway twice, and at the end. */
  readonly at: number;
  readonly readModel: string;
  readonly key: string;
  readonly row: Data;
}

interface GoldenSentence {
  readonly position: number;
  /** Whether the timeline of then showed the event at all. */
  readonly inTimeline?: boolean | undefined;
  readonly happenedOn: string | null;
  readonly sentence: string;
}

const textOf = (name: string) => readFileSync(new URL(`../../../test/golden/${name}`, import.meta.url), 'utf8');
const linesOf = <Line>(name: string): Line[] =>
  textOf(`${name}.jsonl`)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

const commands = linesOf<GoldenCommand>('commands');
const events: readonly RecordedEvent[] = linesOf<GoldenEvent>('events').map((event) => ({
  ...event,
  data: JSON.parse(event.data),
}));
/** The bureau of then; what is grave enough to be discussed by the leaders (G20), and penalties before (G27), were asked by nobody. */
const statutes = loadStatutes(
  ((bureau: { readonly parameters: readonly object[] }) => ({
    ...bureau,
    parameters: [
      ...bureau.parameters,
      { name: 'collectiveDiscussionFineFen', from: '2018-01-01', value: 1_000_000_000_000, source: '当时不审查' },
      { name: 'evidenceVerification', from: '2018-01-01', value: 'NONE', source: '当时不审查' },
      { name: 'firstOffenceYears', from: '2018-01-01', value: 0, source: '当时不审查' },
      { name: 'collectiveDiscussionKinds', from: '2018-01-01', value: [], source: '当时不审查' },
    ],
  }))(JSON.parse(textOf('statutes.json'))),
);

const nameNow = (readModel: string) => RENAMED[readModel]?.name ?? readModel;
const modelNow = (readModel: string): AnyReadModel => {
  const found = READ_MODELS.find(({ name }) => name === nameNow(readModel));
  if (!found)
    throw new Error(`no read model is called ${nameNow(readModel)}: say in RENAMED what became of ${readModel}`);
  return found;
};

/** A present row, in the golden columns. */
function inColumnsOf(golden: Data, readModel: string, row: Data): Data {
  const renamed = RENAMED[readModel]?.columns ?? {};
  return Object.fromEntries(
    Object.keys(golden).map((column) => {
      const now = renamed[column] ?? column;
      return [column, typeof now === 'string' ? row[now] : now(row)];
    }),
  );
}

const aggregateOf = (stream: string) => {
  const aggregate = aggregateNamed(stream.slice(0, stream.indexOf('-')));
  if (!aggregate) throw new Error(`no aggregate for ${stream}`);
  return aggregate;
};

/** The events of one append each, in order: those of one command. */
function appends(): { readonly commandId: string; readonly recordedAt: string; readonly writes: StreamWrite[] }[] {
  return [...Map.groupBy(events, ({ meta }) => meta.commandId)].map(([commandId, ofCommand]) => ({
    commandId,
    recordedAt: ofCommand[0]!.recordedAt,
    writes: [...Map.groupBy(ofCommand, ({ stream }) => stream)].map(([stream, ofStream]) => ({
      stream,
      expected: 'any',
      events: ofStream.map(({ type, data, schemaVersion, meta }) => ({ type, data, schemaVersion, meta })),
    })),
  }));
}

/** Keeps the entries as they are booked: no ledger query would show those of a measure that it does not know. */
class OpenLedger extends MemoryReadModelStore {
  readonly entries: LedgerEntry[] = [];

  override commit(step: CheckpointStep, changes: readonly ReadModelChanges[]): Promise<void> {
    this.entries.push(...changes.flatMap(({ ledger }) => ledger));
    return super.commit(step, changes);
  }
}

async function rowsOf(store: MemoryReadModelStore, readModel: string): Promise<Map<string, Data>> {
  const rows = new Map<string, Data>();
  for (let after: string | undefined; ; ) {
    const page = await store.list(modelNow(readModel) as ReadModel, {
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    for (const { key, row } of page.rows) rows.set(key, row);
    if (page.next === undefined) return rows;
    after = page.next;
  }
}

async function logOf(store: MemoryStore): Promise<RecordedEvent[]> {
  const log: RecordedEvent[] = [];
  for (let page = await store.readAll(0, 500); page.length > 0; page = await store.readAll(log.length, 500))
    log.push(...page);
  return log;
}

describe('the golden log', () => {
  it('has every event type of every aggregate', () => {
    const occurring = new Set(events.map(({ stream, type }) => `${aggregateOf(stream).name} ${type}`));
    const declared = AGGREGATES.flatMap(({ name, events: types }) =>
      [...types.keys()].map((type) => `${name} ${type}`),
    );
    expect(
      declared.filter((type) => !occurring.has(type) && !SINCE.includes(type) && !isOfLaterRegister(type)),
    ).toEqual([]);
  });

  it('folds to the golden state of every stream', () => {
    const byStream = Map.groupBy(events, ({ stream }) => stream);
    const states = linesOf<{ readonly stream: string; readonly state: object }>('states');
    expect(states.map(({ stream }) => stream)).toEqual([...byStream.keys()]);
    for (const { stream, state: remembered } of states) {
      const aggregate = aggregateOf(stream);
      const forgotten = FORGOTTEN[aggregate.name] ?? [];
      const state = Object.fromEntries(Object.entries(remembered).filter(([name]) => !forgotten.includes(name)));
      const said = STATES[aggregate.name];
      const folded = fold(aggregate, aggregate.initialState, byStream.get(stream)!);
      const shown = { stream, state: typeof said === 'function' ? said(folded) : folded };
      if (said === 'more') expect(shown).toMatchObject({ stream, state });
      else expect(shown).toEqual({ stream, state });
    }
  });

  it('is projected to the golden rows, sentences and ledger entries', async () => {
    let now = '';
    const store = new MemoryStore(() => now);
    const readModelStore = new OpenLedger();
    const projector = lawProjector({ store, readModelStore });
    const goldenRows = linesOf<GoldenRow>('rows');
    const stops = new Set(goldenRows.map(({ at }) => at));
    const readModels = [...new Set(goldenRows.map(({ readModel }) => readModel))];
    const rowsNow: { at: number; readModel: string; rows: Map<string, Data> }[] = [];
    await projector.start();
    for (const { commandId, recordedAt, writes } of appends()) {
      now = recordedAt;
      await store.append(writes, { commandId });
      const { position } = await store.head();
      if (!stops.has(position)) continue;
      await projector.caughtUp();
      for (const readModel of readModels)
        rowsNow.push({ at: position, readModel, rows: await rowsOf(readModelStore, readModel) });
    }
    const parked = projector.status().readModels.filter(({ parkedKeys }) => parkedKeys > 0);
    await projector.stop();
    expect(await logOf(store)).toEqual(events);
    expect(parked).toEqual([]);

    for (const { at, readModel, rows } of rowsNow) {
      const golden = goldenRows.filter((row) => row.at === at && row.readModel === readModel);
      const keys = golden.map(({ key }) => key).sort();
      const isGolden = (key: string) => RENAMED[readModel]?.isPart === undefined || keys.includes(key);
      expect({ at, readModel, keys: [...rows.keys()].filter(isGolden).sort() }).toEqual({ at, readModel, keys });
      for (const { key, row } of golden)
        expect({ at, readModel, key, row: inColumnsOf(row, readModel, rows.get(key)!) }).toEqual({
          at,
          readModel,
          key,
          row,
        });
    }

    for (const golden of linesOf<GoldenSentence>('timeline')) {
      const event = events[golden.position - 1]!;
      const aggregate = aggregateOf(event.stream);
      expect({
        position: golden.position,
        happenedOn: happenedOn(aggregate, event) ?? null,
        sentence: spoken(sentenceOf(aggregate, event), (piece) => inWords(piece).replaceAll(',', '')),
      }).toEqual({ ...golden, sentence: sentenceNow(golden.sentence), inTimeline: undefined });
    }

    const place = ({ position, readModel, ordinal }: Pick<LedgerEntry, 'position' | 'readModel' | 'ordinal'>) =>
      `${String(position).padStart(9, '0')} ${readModel} ${String(ordinal).padStart(4, '0')}`;
    // Measures that came later stand between those of then: what is left is numbered anew.
    const inOrder = (entries: readonly Omit<LedgerEntry, 'recordedAt'>[]) =>
      [...Map.groupBy(entries, ({ position, readModel }) => `${position} ${readModel}`).values()]
        .flatMap((together) =>
          together.toSorted((a, b) => a.ordinal - b.ordinal).map((entry, ordinal) => ({ ...entry, ordinal })),
        )
        .sort((a, b) => (place(a) < place(b) ? -1 : 1));
    const golden = linesOf<Omit<LedgerEntry, 'recordedAt'>>('ledger').map((entry) => ({
      ...entry,
      readModel: nameNow(entry.readModel),
    }));
    expect(
      inOrder(
        readModelStore.entries
          .filter((entry) => !isOfLaterInstance(entry) && !LATER_MEASURES.test(entry.measure))
          .map(({ recordedAt: _store, ...entry }) => entry),
      ),
    ).toEqual(inOrder(golden));
  });

  it('is given again by its commands, decided anew from nothing', async () => {
    let now = '';
    const store = new MemoryStore(() => now);
    // Who somebody was, tokens alone said then (docs/decisions/0012).
    const loop = lawLoop(store, statutes, (_person, { id, unit = '', roles = [] }) => ({ id, unit, roles }));
    const { ruleset } = events[0]!.meta;
    for (const { commandId, aggregate, id, name, actor, role, now: at, sourceSystem, body } of commands) {
      now = at;
      const decider = commandNamed(aggregate, name)!;
      // Fields that a command had then and has no more: the id is that of the address alone.
      const fields = fieldsOf(decider.input);
      const said = Object.fromEntries(
        Object.entries(fromPaper(name, body as Data)).filter(([field]) => fields.has(field)),
      );
      const { command, faults } = parseCommand(decider.input, said);
      expect({ commandId, name, faults }).toEqual({ commandId, name, faults: undefined });
      expect({ commandId, name, roles: decider.roles }).toMatchObject({ roles: expect.arrayContaining([role]) });
      const request = { decider, id, command, actor, role, now: at, commandId, sourceSystem, ruleset };
      const tried = triedBefore(said);
      if (tried !== undefined) {
        const attempt = commandNamed(aggregate, 'RecordServiceAttempt')!;
        const before = { ...request, decider: attempt, command: tried, commandId: commandId.replace(/^0/, 'f') };
        expect(await loop.handle(before)).toMatchObject({ kind: 'done' });
      }
      expect({ commandId, name, outcome: await loop.handle(request) }).toMatchObject({ outcome: { kind: 'done' } });
    }
    const deliberate = ({ type, data }: DomainEvent, present: DomainEvent) =>
      DELIBERATE[type]?.(data as Data, present.data as Data) ?? data;
    // Streams and defects that came later take places of their own in the log, and ids in their appends.
    const inOwnPlace = ({ id: _id, position: _position, revision: _revision, ...event }: RecordedEvent) => event;
    const given = (await logOf(store)).filter(
      (event) => !LATER_STREAMS.test(event.stream) && !isOfLaterDefect(event) && event.type !== 'ServiceAttempted',
    );
    for (const [index, event] of events.entries())
      expect(inOwnPlace(given[index]!)).toEqual({ ...inOwnPlace(event), data: deliberate(event, given[index]!) });
    expect(given).toHaveLength(events.length);
  });
});
