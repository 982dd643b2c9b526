import { type Aggregate, type Decision, type Facts, type RecordedEvent, streamName } from '#eventsourcing';
import { actDayOf, type Constructor, type Field, fieldsOf, parseCommand, type Sentence } from '#fields';
import { dayOf, type LegalDay, type Statutes } from '#statutes';
import { caseAggregate } from './case/case.js';
import { DEFECTS, type Defect, ProceduralDefectRecorded } from './case/defects.js';
import type { Discretion } from './case/discretion.js';
import type { CaseState } from './case/state.js';
import type { PartOf } from './definition/act.js';
import type { RegisteredCommand } from './definition/aggregate.js';
import { asApproved, type OnProposal } from './definition/approval.js';
import type { LawContext } from './definition/context.js';
import { contextOver } from './law-loop.js';
import type { PeopleRule } from './organisation/standing.js';
import { proposal } from './registers/proposal.js';
import { aggregateNamed } from './registry.js';

/*
 * 依法复核: whether what was done would be lawful by another ruleset, or by the present one. Every act of a case is asked
 * again what its guards asked when it was given, at the day that it was given, with what was known then; the days that follow
 * from it follow by the ruleset that is asked. Nothing is written.
 */

/** An act that the ruleset refuses, or that it takes for late where it was in time. */
export interface LawFinding {
  readonly code: string;
  readonly article: string;
  readonly message: Sentence;
  readonly caseId: string;
  /** Title of the act. */
  readonly act: string;
  readonly revision: number;
  readonly on: LegalDay;
}

/** What was written of one stream by one command. */
interface Written {
  readonly stream: string;
  readonly events: readonly [RecordedEvent, ...RecordedEvent[]];
}

/** A stream as it stood, and how often it was written to. */
interface Standing {
  readonly state: unknown;
  readonly length: number;
}

// biome-ignore lint/suspicious/noExplicitAny: an act of the case, whatever it says.
type Act = RegisteredCommand<CaseState, any>;

const ACTS: ReadonlyMap<string, Act> = new Map(
  caseAggregate.commands.flatMap((command) => (command.records === undefined ? [] : [[command.records, command]])),
);

/** Follows the log from its beginning, event by event in its order, and tells what it finds in the cases. */
export class LawCheck {
  private readonly known = new Map<string, Standing>();
  /** Cases as they would stand by the ruleset that is asked. */
  private readonly asked = new Map<string, CaseState>();
  private pending: RecordedEvent[] = [];
  /** Acts that were asked again, and those whose event says too little of them. */
  readonly counts = { asked: 0, unasked: 0 };

  constructor(private readonly statutes: Statutes) {}

  /** The next events of the log; what they show is told once the last of their command has come. */
  *read(events: Iterable<RecordedEvent>): Generator<LawFinding> {
    for (const event of events) {
      const [first] = this.pending;
      if (first !== undefined && first.meta.commandId !== event.meta.commandId) yield* this.settle();
      this.pending.push(event);
    }
  }

  /** What is left when the log has ended. */
  *end(): Generator<LawFinding> {
    if (this.pending.length > 0) yield* this.settle();
  }

  private *settle(): Generator<LawFinding> {
    const written = Map.groupBy(this.pending, ({ stream }) => stream);
    this.pending = [];
    for (const [stream, events] of written)
      if (stream.startsWith(`${caseAggregate.name}-`))
        yield* this.ask({ stream, events: events as unknown as Written['events'] });
    for (const [stream, events] of written) this.keep(stream, events);
  }

  private keep(stream: string, events: readonly RecordedEvent[]): void {
    const aggregate = aggregateNamed(stream.slice(0, stream.indexOf('-')));
    if (aggregate === undefined) return;
    const { state, length } = this.known.get(stream) ?? { state: aggregate.initialState, length: 0 };
    this.known.set(stream, {
      state: events.reduce((before, event) => aggregate.evolve(before, event), state),
      length: length + events.length,
    });
  }

  private *ask({ stream, events }: Written): Generator<LawFinding> {
    const before = this.asked.get(stream) ?? caseAggregate.initialState;
    const [event] = events;
    const act = ACTS.get(event.type);
    const decision = act && this.decide(act, before, { stream, events });
    if (act !== undefined) this.counts[decision === undefined ? 'unasked' : 'asked'] += 1;
    if (act !== undefined && decision !== undefined) yield* findings(act, { stream, events }, decision);
    // What was refused has happened all the same: the case goes on from what is on record.
    const happened = decision?.kind === 'accepted' && decision.events.length > 0 ? decision.events : events;
    this.asked.set(
      stream,
      happened.reduce((state, one) => caseAggregate.evolve(state, one), before),
    );
  }

  /** Undefined where the event says too little of its command to ask. */
  private decide(act: Act, before: CaseState, { stream, events: [event, ...more] }: Written): Decision | undefined {
    const { command } = parseCommand(act.input, this.proposed(act, event) ?? said(act, event, more));
    if (command === undefined) return undefined;
    const { meta, recordedAt } = event;
    return act.decide(command, before, this.context(stream, meta, recordedAt));
  }

  /** What was proposed, word for word, where a leader gave the act on a proposal. */
  private proposed(act: Act, { data }: RecordedEvent): object | undefined {
    const { proposalId } = data as OnProposal;
    if (proposalId === undefined) return undefined;
    const found = this.known.get(streamName({ aggregate: proposal.name, id: proposalId }));
    const { input } = (found?.state ?? proposal.initialState) as { readonly input?: object };
    return input && asApproved(act, input, proposalId, actDayOf(act.input, data as object)!);
  }

  private context(stream: string, meta: RecordedEvent['meta'], now: string): LawContext {
    const facts: Facts = {
      get: <State>(aggregate: Aggregate<State>, id: string) =>
        (this.known.get(streamName({ aggregate: aggregate.name, id }))?.state as State | undefined) ??
        aggregate.initialState,
      length: (aggregate, id) => this.known.get(streamName({ aggregate: aggregate.name, id }))?.length ?? 0,
    };
    const actor = { id: meta.actor, unit: meta.unit, roles: [meta.role] };
    const id = stream.slice(stream.indexOf('-') + 1);
    return contextOver(this.statutes, { id, actor, now, sourceSystem: meta.sourceSystem, facts }, asRecorded);
  }
}

/** Who gave a past act is not asked again: the register was asked then, and acts from before it stand by their tokens. */
const asRecorded: PeopleRule = (_person, { id, unit, roles }) => ({ id, unit: unit!, roles: roles! });

/** What was declared when an act was given, or else it was refused, and does not stand in its event. */
const DECLARED: Readonly<Record<string, unknown>> = { concernsCase: true, sealedByOthers: false };

/** What the command must have said, as its event tells it. */
function said({ input }: Act, { data }: RecordedEvent, more: readonly RecordedEvent[]): object {
  const told = { ...DECLARED, ...(data as Readonly<Record<string, unknown>>) };
  const fields = fieldsOf(input);
  // A discussion that is not on paper rests on the members' own opinions: nobody names them.
  const isOral = fields.has('record') && told['record'] === undefined;
  if (isOral) for (const name of ['attendees', 'dissent', 'signedAll']) delete told[name];
  if (more.some(({ type }) => type === ProceduralDefectRecorded.name)) told['acknowledgeOverdue'] = true;
  if (((told['namesakes'] as number | undefined) ?? 0) > 0) told['isNamesake'] = true;
  const { factor, reason } = (told['discretion'] ?? {}) as PartOf<Discretion>;
  if (factor !== undefined) Object.assign(told, { deviationFactor: factor, deviationReason: reason });
  return Object.fromEntries(
    [...fields].flatMap(([name, field]) => (told[name] === undefined ? [] : asSaid(name, field, told[name]))),
  );
}

/** A field of an event as its command has it. */
function asSaid(name: string, { kind, terms, nested }: Field, value: unknown): [string, unknown][] {
  // Officers stand in events with their certificates; commands name them alone.
  if (kind === 'personRef' && Array.isArray(value)) return [[name, value.map((one) => one.userId ?? one)]];
  // The law may have found what nobody may enter.
  if (terms !== undefined && typeof value === 'string' && !(value in terms)) return [];
  return [[name, within(nested?.(), value)]];
}

/** Of an object, or of each in a list, what the command's class has room for. */
function within(type: Constructor | undefined, value: unknown): unknown {
  if (type === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => within(type, one));
  const names = fieldsOf(type);
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.has(name)));
}

function* findings(act: Act, { stream, events }: Written, decision: Decision): Generator<LawFinding> {
  const [event] = events;
  const where = {
    caseId: stream.slice(stream.indexOf('-') + 1),
    act: act.title,
    revision: event.revision,
    on: actDayOf(act.input, event.data as object) ?? dayOf(event.recordedAt),
  };
  if (decision.kind === 'refused') {
    const { code, article, message } = decision;
    yield { code, article, message: message as Sentence, ...where };
    return;
  }
  const recorded = new Set(events.flatMap((one) => defectsIn(one).map(({ kind }) => kind)));
  for (const { kind, dueOn, days, rule } of decision.events.flatMap(defectsIn))
    if (!recorded.has(kind))
      yield {
        code: `defect.${kind}`,
        article: rule ?? act.article,
        message: `${DEFECTS[kind]}：期限为${dueOn}，逾期${days}天`,
        ...where,
      };
}

type Known = { readonly kind: Defect } & ProceduralDefectRecorded;

function defectsIn({ type, data }: { readonly type: string; readonly data: unknown }): Known[] {
  return type === ProceduralDefectRecorded.name ? [data as Known] : [];
}
