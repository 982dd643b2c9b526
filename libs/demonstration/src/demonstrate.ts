import { lawRegistry } from '#enforcement';
import type { CommandOutcome } from '#eventsourcing';
import { defined } from '#eventsourcing';
import type { Installation } from '#installation';
import { openCommandDoor } from '#platform';
import type { LegalDay } from '#statutes';
import { type PlannedCommand } from './planned-command.js';
import { play } from './play.js';
import { SETUP_DAY } from './registers/units-and-officers.js';

/** The day that the play has come to, as a clock: the end of office hours in Shanghai. */
export class VirtualClock {
  day: LegalDay = SETUP_DAY;

  /** ISO-8601 UTC; 18:00 in Shanghai of the virtual day. */
  readonly now = (): string => `${this.day}T10:00:00.000Z`;
}

export interface DemonstrationOptions {
  /** On `clock`. */
  readonly installation: Installation;
  readonly clock: VirtualClock;
  readonly plan: readonly PlannedCommand[];
  readonly signal?: AbortSignal;
  readonly onDay?: (day: LegalDay) => Promise<void> | void;
  /** After each command was acknowledged as durable. */
  readonly onDone?: (command: PlannedCommand, outcome: CommandOutcome) => void;
}

/** Plays the plan through the CommandBus, exactly as a door would: parsed, authorised, decided, appended. */
export async function demonstrate(options: DemonstrationOptions): Promise<{ commands: number }> {
  const { clock } = options;
  const { loop, statutes } = options.installation;
  const door = await openCommandDoor({
    registry: lawRegistry,
    loop,
    ruleset: statutes.version,
    sourceSystem: 'PLATFORM',
  });
  try {
    return await play(options.plan, {
      execute: ({ aggregate, id, command, actor, key }, body) =>
        door.execute({ aggregate, id, name: command, body, actor, now: clock.now(), key }),
      onDay: async (day) => {
        clock.day = day;
        await options.onDay?.(day);
      },
      ...defined({ signal: options.signal, onDone: options.onDone }),
    });
  } finally {
    await door.close();
  }
}
