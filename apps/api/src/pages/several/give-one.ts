import type { CommandBus } from '@nestjs/cqrs';
import type { Position } from '#eventsourcing';
import { type CommandEnvelope, ExecuteCommand, ProblemError } from '#platform';
import type { Reader } from '../../questions/reader.js';
import { textOf } from '../../questions/spoken.js';

/** What became of one of several acts: where the read models have to be to show it, or why it was not done. */
export interface Given {
  readonly position?: Position | undefined;
  readonly refusal?: string;
}

/** Gives one of several acts that were sent together: what keeps it from being done keeps none of the others. */
export async function giveOne(
  bus: CommandBus,
  reader: Reader,
  act: Omit<CommandEnvelope, 'actor' | 'now'>,
): Promise<Given> {
  try {
    const outcome = await bus.execute(new ExecuteCommand({ ...act, actor: reader.person, now: reader.now }));
    if (outcome.kind === 'done') return { position: outcome.position };
    if (outcome.kind !== 'refused') return { refusal: '此事刚刚有其他人办理，请重新核对' };
    const [spoken] = await reader.speak([outcome.refusal.message]);
    return { refusal: `${textOf(spoken!)}（${outcome.refusal.article}）` };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { refusal: error.problem.detail };
  }
}
