import { type Refusal, refuse } from '#eventsourcing';

/* The phases of an aggregate, as one table to read: guards, `evolve`, read models and pages all go by it. */

/** Where an event may happen, and where it leads; everything stays where it is when `to` is absent. */
export interface Step<Phase extends string> {
  readonly from: readonly Phase[];
  // biome-ignore lint/suspicious/noExplicitAny: the data of whatever event the table names (`evolve` checks its type), and the phase before it.
  readonly to?: Phase | ((data: any, phase: any) => Phase) | undefined;
}

/** What whoever has phases knows of itself. */
export interface Phased<Phase extends string> {
  readonly phase: Phase;
}

export interface Lifecycle<Phase extends string> {
  /** The phases in the order of the table, the one before the first event first, with their Chinese names. */
  readonly phases: Readonly<Record<Phase, string>>;
  /** The phase before the first event. */
  readonly unborn: Phase;
  /** Phases out of which no event leads any more. */
  isOver(phase: Phase): boolean;
  /** Refuses an event outside the phases in which the table has room for it. */
  guard(state: Phased<Phase>, type: string, act: string, article: string): Refusal | undefined;
  /** Where an event may happen and where it leads; undefined for one that the table does not name. */
  step(type: string): Step<Phase> | undefined;
  /** The phase after the event. */
  after(phase: Phase, type: string, data: unknown): Phase;
}

export function lifecycle<const Phases extends Readonly<Record<string, string>>>(table: {
  /** Refusals carry `<code>.phase`. */
  readonly code: string;
  /** 线索, 协同请求, … */
  readonly noun: string;
  readonly phases: Phases;
  /** Phases in which the matter is at rest for good, though the table may know a way out of them. */
  readonly over?: readonly (keyof Phases & string)[];
  readonly steps: Readonly<Record<string, Step<keyof Phases & string>>>;
}): Lifecycle<keyof Phases & string> {
  type Phase = keyof Phases & string;
  const { code, noun, phases, steps, over = [] } = table;
  const titles: Readonly<Record<string, string>> = phases;
  const left = new Set(Object.values(steps).flatMap(({ from, to }) => (to === undefined ? [] : from)));
  return {
    phases: phases as Readonly<Record<Phase, string>>,
    unborn: Object.keys(phases)[0] as Phase,
    isOver: (phase) => over.includes(phase) || !left.has(phase),
    guard({ phase }, type, act, article) {
      const step = steps[type];
      if (step === undefined || step.from.includes(phase)) return undefined;
      const where = step.from.map((allowed) => `“${titles[allowed]}”`).join('或者');
      return refuse({
        code: `${code}.phase`,
        article,
        message: `${noun}现为“${titles[phase]}”，${act}只能在${where}时进行`,
      });
    },
    step: (type) => (Object.hasOwn(steps, type) ? steps[type] : undefined),
    after(phase, type, data) {
      const to = steps[type]?.to;
      return typeof to === 'function' ? to(data, phase) : (to ?? phase);
    },
  };
}
