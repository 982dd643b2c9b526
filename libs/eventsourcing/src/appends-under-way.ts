import { eventId } from './event-id.js';
import type { AppendOutcome } from './event-store.js';

/**
 * The appends of a process that have no outcome yet, by command id: whoever comes second with one waits for the first, and
 * has its outcome. What was decided against the first says nothing of the second.
 */
export class AppendsUnderWay {
  private readonly outcomes = new Map<string, Promise<AppendOutcome>>();

  /** Ends when those that are under way now have their outcome, whichever. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.outcomes.values());
  }

  /** Throws where the command id is no UUID, before anything is begun. */
  async once(commandId: string, begin: () => Promise<AppendOutcome>): Promise<AppendOutcome> {
    eventId(commandId, 0);
    for (let earlier = this.outcomes.get(commandId); earlier; earlier = this.outcomes.get(commandId)) {
      const outcome = await earlier.catch(() => undefined);
      if (outcome?.kind === 'appended') return { ...outcome, replayed: true };
    }
    const outcome = begin();
    this.outcomes.set(commandId, outcome);
    try {
      return await outcome;
    } finally {
      this.outcomes.delete(commandId);
    }
  }
}
