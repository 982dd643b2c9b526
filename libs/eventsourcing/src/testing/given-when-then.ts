import { expect } from '@jest/globals';
import type { Actor, Decider, Decision, DecisionContext, Facts, Need, Refusal } from '../decider.js';
import { streamName } from '../decider.js';
import type { DomainEvent } from '../event.js';
import { plainText } from '../sentence.js';

/** Histories of other streams that the decision reads, by stream name: `officer-zhang`. */
export type OtherHistories = Readonly<Record<string, readonly DomainEvent[]>>;

export interface Scenario<Context extends DecisionContext> {
  /** Completes the kernel's context, as the command loop would. */
  readonly context: (kernel: DecisionContext) => Context;
  readonly actor: Actor;
  /** ISO-8601 UTC or a day (YYYY-MM-DD), then noon in Shanghai. */
  readonly at: string;
  readonly elsewhere?: OtherHistories;
  /** Id of the aggregate; default `1`. */
  readonly id?: string;
  /** Default `PLATFORM`. */
  readonly sourceSystem?: string;
}

/**
 * Rules read as rules: `given(history).when(decider, command, scenario).then(events)` or `.thenRefused(code)`, and
 * `.looking(decider, scenario)` for what is known before there is a command. History is given as events and folded by the
 * aggregate itself, never as a state built by hand.
 */
export function given(...history: readonly DomainEvent[]) {
  const stateOf = <State>({ aggregate }: Pick<Decider<State, never>, 'aggregate'>): State =>
    history.reduce((state, event) => aggregate.evolve(state, event), aggregate.initialState);

  const look = <State, Command, Context extends DecisionContext>(
    decider: Decider<State, Command, Context>,
    scenario: Scenario<Context>,
  ): Refusal | undefined => {
    const state = stateOf(decider);
    const context = contextOf(scenario, decider.mayNeeds?.(state, scenario.actor) ?? []);
    return decider.who?.(state, context) ?? decider.may?.(state, context);
  };

  return {
    when<State, Command, Context extends DecisionContext>(
      decider: Decider<State, Command, Context>,
      command: Command,
      scenario: Scenario<Context>,
    ) {
      const state = stateOf(decider);
      const needs = decider.needs?.(command, state, scenario.actor) ?? [];
      const decision = decider.decide(command, state, contextOf(scenario, needs));
      const beforehand = look(decider, scenario);
      // What is refused beforehand is refused for the same reason when it is tried.
      if (beforehand !== undefined) expect(decision).toEqual(beforehand);
      return verdict(decision);
    },

    looking<State, Command, Context extends DecisionContext>(
      decider: Decider<State, Command, Context>,
      scenario: Scenario<Context>,
    ) {
      const refusal = look(decider, scenario);
      return {
        thenPossible() {
          expect(refusal).toBeUndefined();
        },
        thenRefused(code: string, expected: Partial<Omit<Refusal, 'kind' | 'code'>> = {}) {
          expect(refusal && spoken(refusal)).toMatchObject({ kind: 'refused', code, ...expected });
        },
      };
    },
  };
}

/** What a decision sees: the moment, the person, and of other streams those that it has named. */
function contextOf<Context extends DecisionContext>(scenario: Scenario<Context>, needs: readonly Need[]): Context {
  const needed = new Set(needs.map(streamName));
  const facts: Facts = {
    get(aggregate, id) {
      const stream = assertNeeded(needed, aggregate.name, id);
      const events = scenario.elsewhere?.[stream] ?? [];
      return events.reduce((s, event) => aggregate.evolve(s, event), aggregate.initialState);
    },
    length(aggregate, id) {
      return (scenario.elsewhere?.[assertNeeded(needed, aggregate.name, id)] ?? []).length;
    },
  };
  return scenario.context({
    id: scenario.id ?? '1',
    actor: scenario.actor,
    sourceSystem: scenario.sourceSystem ?? 'PLATFORM',
    now: scenario.at.length === 10 ? `${scenario.at}T04:00:00.000Z` : scenario.at,
    facts,
  });
}

function assertNeeded(needed: ReadonlySet<string>, aggregate: string, id: string): string {
  const stream = streamName({ aggregate, id });
  if (!needed.has(stream)) throw new Error(`${stream} is not among the needs of this command`);
  return stream;
}

/** A refusal with its sentence as plain text, ids and all. */
function spoken(decision: Decision) {
  return decision.kind === 'refused' ? { ...decision, message: plainText(decision.message) } : decision;
}

function verdict(decision: Decision) {
  return {
    decision,
    /** Exactly these event types follow, with at least these data. */
    // biome-ignore lint/suspicious/noThenProperty: given/when/then is how rules read; nothing here is ever awaited.
    then(...events: readonly { readonly type: string; readonly data?: object }[]) {
      if (decision.kind === 'refused') throw new Error(`refused: ${decision.code} ${plainText(decision.message)}`);
      expect(decision.events.map(({ type }) => type)).toEqual(events.map(({ type }) => type));
      for (const [index, { data }] of events.entries())
        if (data !== undefined) expect(decision.events[index]!.data).toMatchObject(data);
      return decision;
    },
    /** Refused with this code; further expectations on article, message or earliest day may be given. */
    thenRefused(code: string, expected: Partial<Omit<Refusal, 'kind' | 'code'>> = {}) {
      expect(spoken(decision)).toMatchObject({ kind: 'refused', code, ...expected });
      const refusal = decision as Refusal;
      expect(refusal.article).not.toBe('');
      expect(plainText(refusal.message)).toMatch(/[\u4e00-\u9fff]/);
      return refusal;
    },
    /** The command already holds: nothing follows. */
    thenNothing() {
      expect(decision).toMatchObject({ kind: 'accepted', events: [] });
    },
  };
}
