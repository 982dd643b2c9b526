import {
  assertStep,
  DEAD_LETTER_STATES,
  DEAD_LETTER_STEPS,
  type DeadLetter,
  type DeadLetterState,
  type DeadLetterStep,
  DeadLetterStepError,
  type DeadLetters,
  type DeadLettersPage,
  type DeadLettersQuery,
  isSettled,
  type KeptDeadLetter,
  readDeadLettersQuery,
} from './dead-letters.js';

/** Dead letters in memory, for tests and for plays that need no durability. */
export class MemoryDeadLetters implements DeadLetters {
  private readonly kept = new Map<string, KeptDeadLetter & { readonly number: number }>();

  async keep(letters: readonly DeadLetter[]): Promise<void> {
    for (const letter of letters)
      if (!this.kept.has(letter.id))
        this.kept.set(letter.id, {
          ...structuredClone(letter),
          state: 'open',
          steps: [],
          number: this.kept.size + 1,
        });
  }

  async step(id: string, step: DeadLetterStep): Promise<void> {
    assertStep(step);
    const letter = this.kept.get(id);
    const [from, to] = DEAD_LETTER_STEPS[step.kind];
    if (letter?.state !== from) throw new DeadLetterStepError(id, letter?.state);
    const { value, ...rest } = letter;
    this.kept.set(id, {
      ...rest,
      ...(value === undefined || isSettled(to) ? {} : { value }),
      state: to,
      steps: [...letter.steps, structuredClone(step)],
    });
  }

  async get(id: string): Promise<KeptDeadLetter | undefined> {
    const letter = this.kept.get(id);
    return letter && shown(letter);
  }

  async list(query: DeadLettersQuery): Promise<DeadLettersPage> {
    const after = readDeadLettersQuery(query);
    const found = [...this.kept.values()]
      .filter(({ state, number }) => state === (query.state ?? state) && number < (after ?? number + 1))
      .sort((a, b) => b.number - a.number);
    const page = found.slice(0, query.limit);
    return {
      letters: page.map(shown),
      ...(found.length > page.length ? { next: String(page.at(-1)!.number) } : {}),
    };
  }

  async asked(limit: number): Promise<KeptDeadLetter[]> {
    return [...this.kept.values()]
      .filter(({ state }) => state === 'asked')
      .slice(0, limit)
      .map(shown);
  }

  async counts(): Promise<Record<DeadLetterState, number>> {
    const all = [...this.kept.values()];
    return Object.fromEntries(
      Object.keys(DEAD_LETTER_STATES).map((state) => [state, all.filter((letter) => letter.state === state).length]),
    ) as Record<DeadLetterState, number>;
  }
}

function shown({ number: _, ...letter }: KeptDeadLetter & { readonly number: number }): KeptDeadLetter {
  return structuredClone(letter);
}
