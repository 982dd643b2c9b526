import { v5 } from 'uuid';
import {
  type LawContext,
  type Register,
  type RegisteredCommand,
  SYSTEM_ROLE,
  standingsOf,
  type WithOpenDays,
} from '#enforcement';
import {
  type CommandLoop,
  defined,
  type EventStore,
  Follower,
  type FollowerEvent,
  ReadModelNotReadyError,
  type ReadModelStore,
} from '#eventsourcing';
import { addDays, dayOf, type LegalDay, type Statutes } from '#statutes';
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
  /** The law as it stands; its version is stamped on what is recorded. */
  readonly statutes: Statutes;
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
 * done (`DeadlineMissed`), also those that passed while nobody watched; and determines the last days that were open until
 * a year's days off were published (`DeadlineDetermined`). It asks the registers' tables what to look at;
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

/** Looks once at every register: at what has passed, and at what can be told now. Throws StoreUnavailableError. */
async function look(now: string, options: DeadlineClockOptions): Promise<void> {
  const yesterday = addDays(dayOf(now), -1);
  for (const register of options.registers ?? REGISTERS) {
    const { recordMissed, determine } = register.aggregate;
    if (recordMissed !== undefined)
      await lookAt(register, 'watchedOn', yesterday, missedIn(register, yesterday), now, options);
    if (determine !== undefined)
      await lookAt(register, 'openOn', options.statutes.knownUntil, openIn(register), now, options);
  }
}

/** What is to be recorded of a row, and what makes its command's id. */
interface Found {
  // biome-ignore lint/suspicious/noExplicitAny: of whatever register, each with a command of its own.
  readonly decider: RegisteredCommand<any, any>;
  readonly command: object;
  readonly id: string;
}

function missedIn({ aggregate, clocks }: Register, until: LegalDay) {
  return (row: object): Found[] =>
    standingsOf(clocks, row)
      .filter(({ dueOn, isOpen, isRight }) => isOpen && !isRight && dueOn <= until)
      .map(({ clock, dueOn, partyIds }) => ({
        decider: aggregate.recordMissed!,
        command: { clock, dueOn, ...defined({ partyIds }) },
        id: `${clock} ${dueOn}${ofWhom(partyIds)}`,
      }));
}

function openIn({ aggregate }: Register) {
  return (row: object): Found[] =>
    [row, ...((row as { readonly others?: readonly object[] }).others ?? [])].flatMap((of) => {
      const { openDays, partyIds } = of as WithOpenDays & { readonly partyIds?: readonly string[] | null };
      const whose = partyIds == null || partyIds.length === 0 ? {} : { partyIds };
      return openDays.map(({ rule, variant, on, year }) => ({
        decider: aggregate.determine!,
        command: { rule, on, ...defined({ variant }), ...whose },
        id: `open ${rule} ${variant ?? ''} ${on} ${year}${ofWhom(whose.partyIds)}`,
      }));
    });
}

/** Of parties that are handled apart each has its own; where there is one, the ids are those that they always were. */
const ofWhom = (partyIds: readonly string[] | undefined) => (partyIds === undefined ? '' : ` ${partyIds.join()}`);

/** Goes through the rows whose day in a column has come. A table that is still being built is looked at next time. */
async function lookAt(
  register: Register,
  column: 'watchedOn' | 'openOn',
  until: LegalDay,
  find: (row: object) => Found[],
  now: string,
  { readModelStore, loop, statutes }: DeadlineClockOptions,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await readModelStore
      .list(register.readModel, {
        filters: { [column]: { to: until } },
        sort: { property: column, direction: 'asc' },
        limit: DEADLINE_CLOCK_LIMITS.page,
        ...defined({ after }),
      })
      .catch((error: unknown) => {
        if (error instanceof ReadModelNotReadyError) return undefined;
        throw error;
      });
    if (page === undefined) return;
    await Promise.all(
      page.rows.flatMap(({ key, row }) =>
        find(row).map(({ decider, command, id }) =>
          loop.handle({
            decider,
            id: key,
            command,
            actor: { id: CLOCK, unit: (row as { readonly unitId: string }).unitId, roles: [SYSTEM_ROLE] },
            role: SYSTEM_ROLE,
            now,
            commandId: v5(`${register.name}-${key} ${id}`, NAMESPACE),
            sourceSystem: 'PLATFORM',
            ruleset: statutes.version,
          }),
        ),
      ),
    );
    after = page.next;
  } while (after !== undefined);
}
