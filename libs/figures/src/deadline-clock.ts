import { v5 } from 'uuid';
import { type LawContext, type Register, SYSTEM_ROLE, standingsOf } from '#enforcement';
import {
  type CommandLoop,
  defined,
  type EventStore,
  Follower,
  type FollowerEvent,
  ReadModelNotReadyError,
  type ReadModelStore,
} from '#eventsourcing';
import { addDays, dayOf, type LegalDay } from '#statutes';
import { REGISTERS } from './registers.js';

export const DEADLINE_CLOCK_LIMITS = {
  /** How often the clock asks which day it is; a deadline that passes at midnight is on record this soon after it. */
  askEveryMs: 1_000,
  /** How often it looks at the registers within a day: what was put on record late may have been due before. */
  lookEveryMs: 60_000,
  /** Who stands by asks this often whether it is his turn. */
  pollMs: 1_000,
  /** Records of one page of a register; that many commands are under way at the most. */
  page: 100,
} as const;

const NAMESPACE = '5f3a2c1e-9d4b-5e6f-8a7b-0c1d2e3f4a5b';

/** Whoever acts is a person, but for this. */
const CLOCK = 'deadline-clock';

export interface DeadlineClockOptions {
  readonly store: EventStore;
  readonly readModelStore: ReadModelStore;
  readonly loop: CommandLoop<LawContext>;
  /** Version of the statutes, stamped on what it records. */
  readonly ruleset: string;
  readonly registers?: readonly Register[];
  /** ISO-8601 UTC; the clock of the machine by default. */
  readonly now?: () => string;
  /** Default DEADLINE_CLOCK_LIMITS. */
  readonly askEveryMs?: number;
  readonly lookEveryMs?: number;
  readonly log?: (event: FollowerEvent) => void;
}

/**
 * The clock of the deadlines: records once, as an event of the case or record, each deadline that has passed with nothing
 * done (`DeadlineMissed`), also those that passed while nobody watched. It asks the registers' tables what to look at;
 * whether it is so is decided on the record itself, and the command's id follows from clock and day, so that nothing is
 * recorded twice whoever watches. Of several processes one watches, by lease.
 */
export function deadlineClock(options: DeadlineClockOptions): Follower {
  const { store, readModelStore, log, lookEveryMs = DEADLINE_CLOCK_LIMITS.lookEveryMs } = options;
  let looked: { readonly on: LegalDay; readonly atMs: number } | undefined;
  const lookIfDue = async () => {
    const now = options.now?.() ?? new Date().toISOString();
    const on = dayOf(now);
    if (looked?.on === on && performance.now() - looked.atMs < lookEveryMs) return;
    const atMs = performance.now();
    await look(now, options);
    looked = { on, atMs };
  };
  return new Follower({
    name: CLOCK,
    // It goes by the time, not by the events: what is due stands in the registers' tables.
    store: { readAll: async () => [], head: () => store.head(), onAppended: () => () => {} },
    lease: (name, onLost) => readModelStore.lease(name, onLost),
    open: async () => ({ position: 'now' as const, apply: async () => {}, idle: lookIfDue }),
    limits: {
      idleIntervalMs: options.askEveryMs ?? DEADLINE_CLOCK_LIMITS.askEveryMs,
      pollIntervalMs: DEADLINE_CLOCK_LIMITS.pollMs,
    },
    ...defined({ log }),
  });
}

/** Looks once at every register that has clocks. Throws StoreUnavailableError. */
async function look(now: string, options: DeadlineClockOptions): Promise<void> {
  const yesterday = addDays(dayOf(now), -1);
  for (const register of options.registers ?? REGISTERS)
    if (register.aggregate.recordMissed !== undefined)
      await lookAt(register, yesterday, now, options).catch((error: unknown) => {
        // A table that is still being built is looked at next time.
        if (!(error instanceof ReadModelNotReadyError)) throw error;
      });
}

async function lookAt(
  register: Register,
  until: LegalDay,
  now: string,
  { readModelStore, loop, ruleset }: DeadlineClockOptions,
): Promise<void> {
  const { aggregate, readModel } = register;
  let after: string | undefined;
  do {
    const page = await readModelStore.list(readModel, {
      filters: { watchedOn: { to: until } },
      sort: { property: 'watchedOn', direction: 'asc' },
      limit: DEADLINE_CLOCK_LIMITS.page,
      ...defined({ after }),
    });
    await Promise.all(
      page.rows.flatMap(({ key, row }) =>
        standingsOf(register.clocks, row)
          .filter(({ dueOn, isOpen, isRight }) => isOpen && !isRight && dueOn <= until)
          .map(({ clock, dueOn }) =>
            loop.handle({
              decider: aggregate.recordMissed!,
              id: key,
              command: { clock, dueOn },
              actor: { id: CLOCK, unit: (row as { readonly unitId: string }).unitId, roles: [SYSTEM_ROLE] },
              role: SYSTEM_ROLE,
              now,
              commandId: v5(`${register.name}-${key} ${clock} ${dueOn}`, NAMESPACE),
              sourceSystem: 'PLATFORM',
              ruleset,
            }),
          ),
      ),
    );
    after = page.next;
  } while (after !== undefined);
}
