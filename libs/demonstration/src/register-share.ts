import type { Cast } from './cast.js';
import type { PlannedCommand } from './planned-command.js';
import type { Dice } from './random.js';

/** What a register plans its share with. */
export interface Stage {
  readonly dice: Dice;
  readonly cast: Cast;
  /** Stands before every id: empty, or which copy of the year it is. */
  readonly mark: string;
  /** What the registers before this one plan: for those that rest on cases. */
  readonly planned: readonly PlannedCommand[];
}

/** What happens in one register in the year. A register more is a file in `registers/` and a line in `year.ts`. */
export interface RegisterShare {
  /** The bureau's own year: what the published report counts. */
  readonly bureau: (stage: Stage) => PlannedCommand[];
  /** The rest of the city. */
  readonly elsewhere?: (stage: Stage) => PlannedCommand[];
}

/** A total as so many whole parts that differ by one at most, the larger first. */
export function divided(total: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, n) => Math.floor(total / parts) + (n < total % parts ? 1 : 0));
}
