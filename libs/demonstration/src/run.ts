import { closeSync, openSync, writeSync } from 'node:fs';
import { lawRegistry } from '#enforcement';
import { defined, eventsBetween, LOG_START } from '#eventsourcing';
import { type AnnualReport, annualReport, draftOf, eventsIn } from '#figures';
import type { Installation } from '#installation';
import { ConfigurationError, openCommandDoor } from '#platform';
import type { LegalDay } from '#statutes';
import { ADMINISTRATOR } from './cast.js';
import { YEAR } from './days.js';
import { demonstrate, VirtualClock } from './demonstrate.js';
import type { PlannedCommand } from './planned-command.js';
import { BUREAU, UNITS } from './quzhou.js';
import { Dice } from './random.js';
import { unitsAndOfficers } from './registers/units-and-officers.js';
import { type DemonstrationYear, planYear } from './year.js';

/** Where a play stands; told after every day and some commands. */
export interface PlayProgress {
  readonly day: LegalDay;
  readonly commands: number;
  readonly total: number;
}

export interface RunOptions {
  readonly installation: Installation;
  readonly year: DemonstrationYear;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PlayProgress) => void;
  /** File that gets the key of every command as it is acknowledged, for whoever wants to hold us to it. */
  readonly journal?: string;
}

export interface RunResult {
  readonly commands: number;
  /** Where the positions of the store count them. */
  readonly events: number | undefined;
  /** Planning, playing, and projecting to the last event. */
  readonly planMs: number;
  readonly playMs: number;
  readonly report: AnnualReport;
}

/** Commands between two tellings of progress. */
const TELL_EVERY = 200;

/**
 * Plays the year into an installation while the projector follows, and reads the report. Played again into the same
 * one it goes on where it was cut off: every command has its key, and what was acknowledged is not done twice.
 */
export async function runDemonstration(options: RunOptions): Promise<RunResult> {
  const { year } = options;
  const started = performance.now();
  const plan = planYear(year);
  const planned = performance.now();
  const clock = new VirtualClock();
  const installation = options.installation.onClock(clock.now, ADMINISTRATOR.id);
  const projector = installation.projector();
  const journal = options.journal === undefined ? undefined : openSync(options.journal, 'a');
  try {
    await projector.start();
    let commands = 0;
    const tell = () => options.onProgress?.({ day: clock.day, commands, total: plan.length });
    await demonstrate({
      installation,
      clock,
      plan,
      ...defined({ signal: options.signal }),
      onDay: tell,
      onDone: (command) => {
        commands += 1;
        if (journal !== undefined) writeSync(journal, `${command.key}\n`);
        if (commands % TELL_EVERY === 0) tell();
      },
    });
    tell();
    await projector.caughtUp();
    const { position } = await installation.store.head();
    return {
      commands,
      events: eventsBetween(installation.store, LOG_START, position),
      planMs: planned - started,
      playMs: performance.now() - planned,
      report: await annualReport(installation.ledger, {
        year: YEAR,
        unit: BUREAU_UNIT,
        ...(await draftOf(eventsIn(installation.store), BUREAU, YEAR)),
      }),
    };
  } catch (error) {
    if (options.signal?.aborted || (await answers(installation))) throw error;
    throw new ConfigurationError([
      '数据库中途停止，多半是磁盘已满或者内存不足，详见数据目录中的 postgresql.log；排除后再次运行会接着办',
    ]);
  } finally {
    if (journal !== undefined) closeSync(journal);
    await installation.close();
  }
}

/** Where the clock of a demonstration stands when its year has been played: the last morning of the year, 09:00 in Shanghai. */
const STANDS_AT = `${YEAR}-12-31T01:00:00.000Z`;

/** An installation whose store holds a year that was played, on the clock that the year left behind. */
export async function afterTheYear(installation: Installation): Promise<Installation> {
  return installation.demonstration === undefined ? installation.asDemonstration(STANDS_AT) : installation;
}

/**
 * Enters in a store that an earlier version played who of its people may do what: then tokens alone said so. What is there
 * already is not done twice.
 */
export async function enterPeople(installation: Installation, year: DemonstrationYear): Promise<void> {
  const { loop, statutes, people, now } = installation;
  // The last of them but one; the administrator administers anyhow.
  if (!('kind' in (await people.standing({ id: 'analyst', roles: ['ANALYST'] }, now(), { asKept: false })))) return;
  const door = await openCommandDoor({
    registry: lawRegistry,
    loop,
    ruleset: statutes.version,
    sourceSystem: 'PLATFORM',
  });
  try {
    for (const { aggregate, id, command: name, body, actor, key } of duties(year))
      await door.execute({ aggregate, id, name, body, actor, now: now(), key });
  } finally {
    await door.close();
  }
}

/** Whoever is known by what he was granted, and the grants. */
function duties({ seed }: DemonstrationYear): readonly PlannedCommand[] {
  const { commands } = unitsAndOfficers(new Dice(seed));
  const granted = new Set(commands.filter(({ command }) => command === 'GrantRole').map(({ id }) => id));
  return commands.filter(({ id, command }) => granted.has(id) && ['RegisterOfficer', 'GrantRole'].includes(command));
}

const BUREAU_UNIT = { unitId: BUREAU, name: UNITS[0]!.name };

async function answers({ store }: Installation): Promise<boolean> {
  return store.head().then(
    () => true,
    () => false,
  );
}

/** Whether nothing was ever appended. */
export async function isEmpty({ store }: Installation): Promise<boolean> {
  return (await store.readAll(0, 1)).length === 0;
}
