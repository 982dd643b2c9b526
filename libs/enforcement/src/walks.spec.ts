import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Accepted, type DomainEvent, type Facts, streamName } from '#eventsourcing';
import { actDayField, type Constructor, fieldsOf, parseCommand } from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { inputOf } from './arbitrary-input.js';
import { lawContext, UNTIL_HELD } from './case/scenario.js';
import type { LawAggregate, RegisteredCommand } from './definition/aggregate.js';
import { AGGREGATES } from './registry.js';
import { CITY, ordinaryCase, summaryCase } from './scenario.js';

/*
 * What holds whoever does what, in whatever order, over every register: random walks of commands that the law accepts. The
 * case has its own walks (`case/ordinary-procedure.spec.ts`), since hardly any of its inputs is right by chance.
 */

type State = Readonly<Record<string, unknown>> & { readonly phase: string };
type Command = RegisteredCommand<State, object>;
type Register = LawAggregate<State>;

/** Seed of every run: a failure is found again. */
const SEED = 2023;

const REGISTERS = AGGREGATES.filter(
  ({ name, life, commands }) => name !== 'case' && life !== undefined && commands.length > 0,
) as readonly Register[];

/** What others have on record: cases filed, decided on the spot, heard. */
const ELSEWHERE: ReadonlyMap<string, readonly DomainEvent[]> = new Map<string, readonly DomainEvent[]>([
  ...Object.entries(CITY),
  ['case-k1', ordinaryCase('k1', 'qz', '2022-01-04')],
  ['case-k2', summaryCase('k2', 'qz', '2022-01-04')],
  ['case-k3', UNTIL_HELD],
]);

function factsOf(streams: ReadonlyMap<string, readonly DomainEvent[]>): Facts {
  const of = (aggregate: string, id: string) => streams.get(streamName({ aggregate, id })) ?? [];
  return {
    get: (aggregate, id) =>
      of(aggregate.name, id).reduce((state, event) => aggregate.evolve(state, event), aggregate.initialState),
    length: (aggregate, id) => of(aggregate.name, id).length,
  };
}

/** Texts of a state: what an input may have to name again. */
function textsIn(value: unknown, found: string[] = []): string[] {
  if (typeof value === 'string') found.push(value);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) textsIn(one, found);
  return found;
}

const NAMING = new Set([
  'id',
  'recordRef',
  'officialNumber',
  'personRef',
  'unitRef',
  'digest',
  'text',
  'label',
  'name',
]);

/** Inputs of a command on a day, which name what the record knows as often as not. */
function inputsOn(command: Command, state: State, day: LegalDay, count: number, seed: number): object[] {
  const type = command.input as Constructor;
  const known = textsIn(state);
  const drafted = { ...command.draft(state, actorOf(command, 0)) };
  return fc
    .sample(fc.tuple(inputOf(type), fc.nat(1_000), fc.boolean(), fc.boolean()), { numRuns: count, seed })
    .map(([given, pick, isKnown, isDrafted]) => {
      const said: Record<string, unknown> = { ...given, ...(isDrafted ? drafted : {}) };
      for (const [name, { kind, isList, isOptional, terms }] of fieldsOf(type)) {
        // A proposal, and paper, are tried by their own specs.
        if (name === 'proposalId' || name === 'paper') delete said[name];
        else if (terms !== undefined || isList || !NAMING.has(kind)) continue;
        else if (isKnown && known.length > 0 && !isOptional) said[name] = known[(pick + name.length) % known.length];
      }
      const own = actDayField(type);
      if (own !== undefined) said[own] = fieldsOf(type).get(own)!.kind === 'moment' ? `${day}T09:30:00+08:00` : day;
      return said;
    });
}

const PEOPLE = ['zhang', 'chen', 'li', 'sun'];

function actorOf({ roles }: Command, pick: number) {
  const own = roles.filter((role) => role !== 'CONNECTED_SYSTEM');
  const role = own[pick % own.length]!;
  const id = role === 'LEADER' ? 'chen' : role === 'REVIEWER' ? 'sun' : PEOPLE[pick % PEOPLE.length]!;
  return { id, unit: 'qz', roles: [role] };
}

interface Step {
  readonly command: Command;
  readonly given: object;
  readonly actor: ReturnType<typeof actorOf>;
  readonly today: LegalDay;
  readonly streams: ReadonlyMap<string, readonly DomainEvent[]>;
  readonly before: number;
  readonly accepted: Accepted;
}

type Attempt = Omit<Step, 'accepted' | 'before'>;

const contextOf = ({ actor, today, streams }: Attempt) =>
  lawContext({ id: 'x1', actor, sourceSystem: 'PLATFORM', now: `${today}T04:00:00.000Z`, facts: factsOf(streams) });

const decideOn = (state: State, attempt: Attempt) => attempt.command.decide(attempt.given, state, contextOf(attempt));

/** Parsed as a door would; undefined where the fields do not allow it. */
const parsed = (command: Command, said: object) => parseCommand(command.input, said).command as object | undefined;

/** One walk over a register: every step that was accepted, and what was possible and never accepted. */
function walk(register: Register, seed: number, possible: Map<string, boolean>) {
  const dice = fc.sample(fc.nat(1_000_000), { numRuns: STEPS * 3, seed });
  let streams = ELSEWHERE;
  let state = register.initialState as State;
  let today = '2023-10-09';
  const steps: Step[] = [];
  const events: DomainEvent[] = [];
  for (let n = 0; n < STEPS; n += 1) {
    const [which, later, pick] = [dice[3 * n]!, dice[3 * n + 1]!, dice[3 * n + 2]!];
    today = addDays(today, later % 3 === 0 ? 0 : later % 20);
    const open = register.commands.filter((command) => {
      const attempt = { command, given: {}, actor: actorOf(command, pick), today, streams } as Attempt;
      const context = contextOf(attempt);
      return (command.who?.(state, context) ?? command.may?.(state, context)) === undefined;
    }) as readonly Command[];
    if (open.length === 0) continue;
    const command = open[which % open.length]!;
    const actor = actorOf(command, pick);
    const key = `${register.name} ${command.name}`;
    if (!possible.has(key)) possible.set(key, false);
    for (const said of inputsOn(command, state, addDays(today, -(pick % 4 === 0 ? pick % 3 : 0)), TRIES, seed + n)) {
      const given = parsed(command, said);
      if (given === undefined) continue;
      const attempt: Attempt = { command, given, actor, today, streams };
      const decision = decideOn(state, attempt);
      if (decision.kind === 'refused') {
        assertEarliest(state, attempt, decision);
        continue;
      }
      possible.set(key, true);
      steps.push({ ...attempt, before: events.length, accepted: decision });
      assertMoves(register, state, decision.events);
      events.push(...decision.events);
      state = decision.events.reduce((folded, event) => register.evolve(folded, event) as State, state);
      const after = new Map(streams);
      for (const { stream, events: more } of decision.elsewhere)
        after.set(streamName(stream), [...(after.get(streamName(stream)) ?? []), ...more]);
      streams = after;
      break;
    }
  }
  return { steps, events, state };
}

const STEPS = 14;
const TRIES = 16;
const WALKS = 6;

/** An accepted event is one that the table has room for, and leads where the table says; no last day moves back. */
function assertMoves(register: Register, before: State, events: readonly DomainEvent[]): void {
  let state = before;
  for (const event of events) {
    const { phase } = state;
    const step = register.life!.step(event.type);
    if (step !== undefined)
      expect({ register: register.name, event: event.type, from: step.from.includes(phase) }).toMatchObject({
        from: true,
      });
    const after = register.evolve(state, event) as State;
    expect(Object.keys(register.life!.phases)).toContain(after.phase);
    expect({ event: event.type, phase: after.phase }).toEqual({
      event: event.type,
      phase: register.life!.after(phase, event.type, event.data),
    });
    for (const { due } of register.clocks as readonly { readonly due: unknown }[]) {
      if (typeof due !== 'string' || MOVES_BACK.has(event.type)) continue;
      const [was, is] = [state[due], after[due]] as (string | undefined)[];
      if (was !== undefined && is !== undefined && is !== null)
        expect({ event: event.type, due, moved: is < was }).toEqual({ event: event.type, due, moved: false });
    }
    state = after;
  }
}

/** Events by which a last day lawfully becomes an earlier one. */
const MOVES_BACK: ReadonlySet<string> = new Set(['TaskReactivated']);

/**
 * Everything else equal: the refusal is about one of the days that were said; with the day that it names in its place it is
 * gone, with the day before it is not.
 */
function assertEarliest(
  state: State,
  attempt: Attempt,
  { code, earliest }: { readonly code: string; readonly earliest?: string },
): void {
  if (earliest === undefined) return;
  const days = [...fieldsOf(attempt.command.input as Constructor)].filter(
    ([name, { kind, isList }]) => (kind === 'day' || kind === 'moment') && !isList && name in attempt.given,
  );
  if (days.length === 0) return;
  const saying = (day: LegalDay, fields: typeof days) =>
    decideOn(state, {
      ...attempt,
      given: {
        ...attempt.given,
        ...Object.fromEntries(
          fields.map(([name, { kind }]) => [name, kind === 'moment' ? `${day}T09:30:00+08:00` : day]),
        ),
      },
      today: attempt.today > day ? attempt.today : day,
    });
  const isStill = (decision: ReturnType<typeof decideOn>) =>
    decision.kind === 'refused' && decision.code === code && (decision.earliest ?? '') <= earliest;
  const saidOn = (name: string) => String((attempt.given as Readonly<Record<string, unknown>>)[name]).slice(0, 10);
  // One of them, or all that lie before it.
  const about = [...days.map((field) => [field]), days.filter(([name]) => saidOn(name) < earliest)].filter(
    (fields) => !isStill(saying(earliest, fields)) && saying(addDays(earliest, -1), fields).kind === 'refused',
  );
  named.count += 1;
  const act = attempt.command.name;
  expect({ act, code, earliest, about: about.length > 0 }).toEqual({ act, code, earliest, about: true });
}

const named = { count: 0 };

/**
 * Acts that name what chance does not find: a record of another register in a certain phase, a day years away, a year's
 * notice. Their own specs accept each.
 */
const NOT_BY_CHANCE: ReadonlySet<string> = new Set([
  'proposal ReviseProposal',
  'referral ReportReferralOutcome',
  'summaryImport ImportSummaryDecisions',
  'powerItem DelegatePower',
  'powerItem RevokeDelegation',
  'powerItem AssessDelegation',
  'creditRepair RefuseRepair',
  'creditRepair ExpireCreditRecord',
  'reviewAssignment AssignReviewer',
  'assessmentStandard EnactAssessmentStandard',
  'assessmentRound OpenAssessmentRound',
  'dossierAssessment SampleDossier',
  'inspectionPlan MergeInspectionPlan',
  'inspection EscalateFinding',
  'typicalCase PublishTypicalCase',
  'caseBudget RecordExpense',
  'annualReport OpenReport',
  'workPlan AdoptWorkPlan',
  'holidayNotice EnterHolidayNotice',
  'voidedNumber VoidCaseNumber',
  'officer RemoveReviewer',
  'officer WithdrawRole',
]);

describe(`随机地办理各登记簿（种子${SEED}）`, () => {
  const possible = new Map<string, boolean>();

  it.each(REGISTERS.map((register) => [register.title, register] as const))(
    '%s：不出状态表，期限不往回走，拒绝所说的最早之日为真，被接受的重放时不被拒绝',
    (_title, register) => {
      let accepted = 0;
      for (let n = 0; n < WALKS; n += 1) {
        const { steps, events, state } = walk(register, SEED + 1_000 * n, possible);
        accepted += steps.length;
        const stored: readonly DomainEvent[] = JSON.parse(JSON.stringify(events));
        const fold = (some: readonly DomainEvent[]) =>
          some.reduce((folded, event) => register.evolve(folded, event) as State, register.initialState as State);
        expect(JSON.stringify(fold(stored))).toBe(JSON.stringify(state));
        for (const step of steps)
          expect(JSON.stringify(decideOn(fold(stored.slice(0, step.before)), step))).toBe(
            JSON.stringify(step.accepted),
          );
      }
      // A register whose first act chance does not find is not walked at all.
      const isByChance = ![...NOT_BY_CHANCE].some((act) => act.startsWith(`${register.name} `));
      expect({ register: register.name, walked: accepted > 0 || !isByChance }).toMatchObject({ walked: true });
    },
  );

  it('事先说可以办的，总有一种说法办得成', () => {
    const never = [...possible].flatMap(([act, wasAccepted]) => (wasAccepted ? [] : [act]));
    expect(never.filter((act) => !NOT_BY_CHANCE.has(act))).toEqual([]);
    expect(possible.size).toBeGreaterThan(100);
    expect(named.count).toBeGreaterThan(20);
  });
});
