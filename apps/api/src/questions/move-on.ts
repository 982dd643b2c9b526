import { REGISTERS } from '#figures';
import { badInput } from '#platform';
import { addDays, type LegalDay, type Statutes, StatutesError } from '#statutes';
import type { Reader } from './reader.js';

/** How far the clock of a demonstration is moved on at once. */
export const MOVES_ON = ['workingDay', 'week', 'deadline'] as const;
export type MoveOn = (typeof MOVES_ON)[number];

/** The day to which a move leads, always a later one. Throws ProblemError 400 where there is none. */
export async function dayAfter(move: MoveOn, reader: Reader, statutes: Statutes): Promise<LegalDay> {
  const { today } = reader;
  switch (move) {
    case 'week':
      return addDays(today, 7);
    case 'workingDay':
      try {
        return statutes.addWorkingDays(today, 1);
      } catch (error) {
        if (!(error instanceof StatutesError)) throw error;
        throw nowhere('下一年度的节假日安排没有载入，推算不出下一个工作日');
      }
    case 'deadline': {
      const days = await Promise.all(
        REGISTERS.filter(({ clocks }) => clocks.length > 0).map((register) => reader.nextWatched(register)),
      );
      const [nearest] = days.filter((day) => day !== undefined).sort();
      if (nearest === undefined) throw nowhere('您的查阅范围内没有尚未届满的期限');
      return nearest;
    }
  }
}

function nowhere(message: string) {
  return badInput([{ path: 'to', message }]);
}
