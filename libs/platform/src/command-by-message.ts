import { type CommandOutcome, InvalidAppendError } from '#eventsourcing';
import type { CommandDoor } from './command-door.js';
import type { Fault } from './command-registry.js';
import type { CommandEnvelope } from './execute-command.js';
import { ProblemError } from './problem.js';

/** A command that was not decided, because it is none: unknown, not of this role, with faults, too large. */
export interface UnacceptableCommand {
  readonly kind: 'unacceptable';
  /** As in the problem details of HTTP. */
  readonly code: string;
  /** In Chinese. */
  readonly message: string;
  readonly faults: readonly Fault[];
}

/**
 * Gives commands that came by message: what is wrong with one is an answer, and only what is wrong with the house is
 * thrown. It then comes again.
 */
export function commandByMessage(
  door: Pick<CommandDoor, 'execute'>,
): (envelope: CommandEnvelope) => Promise<CommandOutcome | UnacceptableCommand> {
  return async (envelope) => {
    try {
      return await door.execute(envelope);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status < 500) {
        const { code, detail, faults = [] } = error.problem as typeof error.problem & { readonly faults?: Fault[] };
        return { kind: 'unacceptable', code, message: detail, faults };
      }
      if (error instanceof InvalidAppendError)
        return { kind: 'unacceptable', code: 'too_large', message: '内容过大，无法存储', faults: [] };
      throw error;
    }
  };
}
