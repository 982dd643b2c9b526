import type { CommandOutcome } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import type { PlannedCommand } from './planned-command.js';

/** Chains that run side by side. */
export const PLAY_CONCURRENCY = 64;

export interface PlayOptions {
  /** Stops the play before its next command; what was acknowledged stays. */
  readonly signal?: AbortSignal;
  /** Carries a command out. */
  readonly execute: (command: PlannedCommand, body: object) => Promise<CommandOutcome>;
  /** Called before the commands of a day: the virtual clock moves. */
  readonly onDay?: (day: LegalDay) => Promise<void> | void;
  /** Called after each command, acknowledged and durable. */
  readonly onDone?: (command: PlannedCommand, outcome: CommandOutcome) => void;
}

/** A command of the plan that the law refused, or that lost its race: the plan is wrong, and the play stops. */
export class PlayStoppedError extends Error {
  override readonly name = 'PlayStoppedError';
}

/** Plays commands day by day. Every command has to be carried out; the first that is not stops the play. */
export async function play(plan: readonly PlannedCommand[], options: PlayOptions): Promise<{ commands: number }> {
  let commands = 0;
  for (const [day, ofDay] of byDay(plan)) {
    await options.onDay?.(day);
    const chains = [...Map.groupBy(ofDay, ({ chain }) => chain).values()];
    let next = 0;
    const worker = async () => {
      for (let chain = chains[next++]; chain !== undefined; chain = chains[next++])
        for (const command of chain) {
          options.signal?.throwIfAborted();
          const body = typeof command.body === 'function' ? (command.body as () => object)() : command.body;
          const outcome = await options.execute(command, body);
          if (outcome.kind !== 'done') throw new PlayStoppedError(stopped(command, body, outcome));
          commands += 1;
          options.onDone?.(command, outcome);
        }
    };
    await Promise.all(Array.from({ length: Math.min(PLAY_CONCURRENCY, chains.length) }, worker));
  }
  return { commands };
}

/** The commands by day, days in order, the order within a day kept. */
function byDay(plan: readonly PlannedCommand[]): [LegalDay, PlannedCommand[]][] {
  return [...Map.groupBy(plan, ({ on }) => on)].sort(([a], [b]) => (a < b ? -1 : 1));
}

function stopped(command: PlannedCommand, body: object, outcome: CommandOutcome): string {
  const what = `${command.on} ${command.aggregate}/${command.id} ${command.command} ${JSON.stringify(body).slice(0, 500)}`;
  return outcome.kind === 'refused'
    ? `${what}：${outcome.refusal.code} ${outcome.refusal.message}（${outcome.refusal.article}）`
    : `${what}：${outcome.kind}`;
}
