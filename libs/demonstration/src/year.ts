import type { PlannedCommand } from './planned-command.js';
import { Dice } from './random.js';
import type { RegisterShare } from './register-share.js';
import { administrativeActs } from './registers/administrative-acts.js';
import { annualReport } from './registers/annual-report.js';
import { assessment } from './registers/assessment.js';
import { coordination } from './registers/coordination.js';
import { discretion } from './registers/discretion.js';
import { disputes } from './registers/disputes.js';
import { documents } from './registers/documents.js';
import { firms } from './registers/firms.js';
import { inspections } from './registers/inspections.js';
import { leads } from './registers/leads.js';
import { ordinaryCases } from './registers/ordinary-cases.js';
import { powerItems } from './registers/power-items.js';
import { referrals } from './registers/referrals.js';
import { remedies } from './registers/remedies.js';
import { summaryCases } from './registers/summary-cases.js';
import { summaryImports } from './registers/summary-imports.js';
import { supervision } from './registers/supervision.js';
import { support } from './registers/support.js';
import { unitsAndOfficers } from './registers/units-and-officers.js';
import { voidedNumbers } from './registers/voided-numbers.js';

/*
 * The year 2023 of Quzhou as a plan of commands whose outcomes add up to the published report. The plan says how many
 * cases take which course; the figures of the report are never inserted anywhere: they come out of the events.
 */

/** New registers at the end: the dice of each follow from its place, so that those before it play what they played. */
const SHARES: readonly RegisterShare[] = [
  ordinaryCases,
  summaryCases,
  summaryImports,
  referrals,
  remedies,
  administrativeActs,
  leads,
  coordination,
  disputes,
  supervision,
  discretion,
  powerItems,
  firms,
  assessment,
  inspections,
  documents,
  support,
  annualReport,
  voidedNumbers,
];

/** Which year is played. The same choice is the same year, to the letter. */
export interface DemonstrationYear {
  readonly seed: number;
  /** How many times over the year is played. */
  readonly scale: number;
  /** Only the bureau's own year, without the rest of the city. */
  readonly bureauOnly: boolean;
}

/** The year that `npm start` and `npm run demo` play; another seed is another year with the same figures. */
export const DEMONSTRATION_YEAR: DemonstrationYear = { seed: 2023, scale: 1, bureauOnly: false };

/** Every command of the year, in no particular order of days. */
export function planYear({ seed, scale, bureauOnly }: DemonstrationYear): PlannedCommand[] {
  const { cast, commands } = unitsAndOfficers(new Dice(seed));
  const copies: PlannedCommand[] = [];
  for (let copy = 1; copy <= scale; copy++) {
    const planned: PlannedCommand[] = [];
    for (const [place, { bureau, elsewhere }] of SHARES.entries()) {
      const dice = new Dice(seed + 7_919 * copy + 104_729 * place);
      const stage = { dice, cast, mark: scale === 1 ? '' : `${copy}x`, planned };
      for (const command of bureau(stage)) planned.push(command);
      if (!bureauOnly && elsewhere) for (const command of elsewhere(stage)) planned.push(command);
    }
    for (const command of planned) copies.push(command);
  }
  return [...commands, ...copies];
}
