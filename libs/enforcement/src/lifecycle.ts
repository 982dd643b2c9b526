import { type Actor, type Decision, type Need, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import { guardNotBefore, guardNotInFuture } from './days.js';
import { type CommandDefinition, command, type LawContext } from './definition.js';
import { guardResponsible, responsibleNeeds } from './responsible-unit.js';
import type { Role } from './roles.js';

/* The state machine of a small aggregate, as a table to read; and the checks that all its later acts have in common. */

/** Where an event may happen, and where it leads; it stays where it is when `to` is absent. */
export interface Step<Phase extends string> {
  readonly from: readonly Phase[];
  readonly to?: Phase;
}

/** What every small aggregate knows of itself. */
export interface Standing<Phase extends string> {
  readonly phase: Phase;
  /** The unit that is responsible; empty before there is one. */
  readonly unitId: string;
  /** Day of the latest act; empty before the first. */
  readonly lastOn: LegalDay;
}

export interface Lifecycle<State extends Standing<string>, Type extends string> {
  readonly initial: State;
  /** Refuses an event outside the phases in which the table has room for it. */
  guard(state: State, type: Type, act: string, article: string): Refusal | undefined;
  /** The phase after the event. */
  after(state: State, type: Type): State['phase'];
}

export function lifecycle<State extends Standing<string>, Type extends string>(table: {
  /** Refusals carry `<code>.phase`. */
  readonly code: string;
  /** 线索, 协同请求, … */
  readonly noun: string;
  readonly initial: State;
  readonly phases: Readonly<Record<State['phase'], string>>;
  readonly steps: Readonly<Record<Type, Step<State['phase']>>>;
}): Lifecycle<State, Type> {
  const { code, noun, initial, steps } = table;
  const phases: Readonly<Record<string, string>> = table.phases;
  return {
    initial,
    guard({ phase }, type, act, article) {
      const { from } = steps[type];
      if (from.includes(phase)) return undefined;
      const where = from.map((allowed) => `“${phases[allowed]}”`).join('或者');
      return refuse({
        code: `${code}.phase`,
        article,
        message: `${noun}现为“${phases[phase]}”，${act}只能在${where}时进行`,
      });
    },
    after: ({ phase }, type) => steps[type].to ?? phase,
  };
}

/**
 * A command on something that is already on record: it stands in the table, the actor acts for the responsible unit,
 * and the day of the act is neither in the future nor before the act that it rests on. Then `decide` goes on.
 */
export function laterAct<State extends Standing<string>, Input extends object, Type extends string>(definition: {
  readonly life: Lifecycle<State, Type>;
  readonly type: NoInfer<Type>;
  readonly input: new () => Input;
  readonly title: string;
  readonly article: string;
  readonly roles: readonly Role[];
  readonly day: (input: Input) => LegalDay;
  /** What the day is, for refusals: 受理日期. */
  readonly dayTitle: string;
  /** The unit for which the actor must act; the one in the state unless it says otherwise. */
  readonly unitOf?: (state: State) => string;
  readonly needs?: (input: Input, state: State, actor: Actor) => readonly Need[];
  readonly decide: (input: Input, state: State, context: LawContext) => Decision;
}): CommandDefinition<State, Input> {
  const { life, type, input, title, article, roles, day, dayTitle, needs, decide } = definition;
  const unitOf = definition.unitOf ?? ((state: State) => state.unitId);
  return command<State, Input>({
    input,
    title,
    article,
    roles,
    mayNeeds: (state, actor) => responsibleNeeds(actor, unitOf(state)),
    may: (state, context) => life.guard(state, type, title, article) ?? guardResponsible(context, unitOf(state)),
    ...(needs === undefined ? {} : { needs }),
    decide: (given, state, context) =>
      guardNotInFuture(day(given), context.today, dayTitle, article) ??
      guardNotBefore(day(given), state.lastOn, dayTitle, '前一环节的日期', article) ??
      decide(given, state, context),
  });
}

/** A narrative that must say something: blank lines are no reason. */
export function guardSaid(text: string, code: string, what: string, article: string): Refusal | undefined {
  if (text.trim() !== '') return undefined;
  return refuse({ code, article, message: `${what}不能为空白，请写明${what}` });
}
