import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { lawLoop, lawRegistry } from '#enforcement';
import type { CommandOutcome, EventStore } from '#eventsourcing';
import { CommandExecutionModule, ExecuteCommand } from '#platform';
import type { LegalDay, Statutes } from '#statutes';
import { SETUP_DAY } from './cast.js';
import { type PlannedCommand, play } from './play.js';

/** The day that the play has come to, as a clock: the end of office hours in Shanghai. */
export class VirtualClock {
  day: LegalDay = SETUP_DAY;

  /** ISO-8601 UTC; 18:00 in Shanghai of the virtual day. */
  readonly now = (): string => `${this.day}T10:00:00.000Z`;
}

export interface DemonstrationOptions {
  /** Records with the time of `clock`. */
  readonly store: EventStore;
  readonly clock: VirtualClock;
  readonly statutes: Statutes;
  readonly plan: readonly PlannedCommand[];
  readonly signal?: AbortSignal;
  readonly onDay?: (day: LegalDay) => Promise<void> | void;
  /** After each command was acknowledged as durable. */
  readonly onDone?: (command: PlannedCommand, outcome: CommandOutcome) => void;
}

/** Plays the plan through the CommandBus, exactly as a door would: parsed, authorised, decided, appended. */
export async function demonstrate(options: DemonstrationOptions): Promise<{ commands: number }> {
  const { store, clock, statutes } = options;
  const application = await NestFactory.createApplicationContext(
    CommandExecutionModule.register({
      registry: lawRegistry,
      loop: lawLoop(store, statutes),
      ruleset: statutes.version,
      sourceSystem: 'PLATFORM',
    }),
    { logger: ['error', 'warn'], abortOnError: false },
  );
  const bus = application.get(CommandBus);
  try {
    return await play(options.plan, {
      execute: ({ aggregate, id, command, actor, key }, body) =>
        bus.execute(new ExecuteCommand({ aggregate, id, name: command, body, actor, now: clock.now(), key })),
      onDay: async (day) => {
        clock.day = day;
        await options.onDay?.(day);
      },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.onDone === undefined ? {} : { onDone: options.onDone }),
    });
  } finally {
    await application.close();
  }
}
