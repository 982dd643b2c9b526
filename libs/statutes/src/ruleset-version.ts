import type { HolidayNotice } from './calendar.js';
import type { StatutesConfiguration } from './configuration.js';
import { DEADLINES } from './deadlines.js';
import { FORMULAS } from './formulas.js';
import { PARAMETERS } from './parameters.js';
import { sha256 } from './sha256.js';

/** To be raised when the code that counts or computes changes what it answers, which no row would show. */
export const REVISION = 2;

/** A name for everything that the answers depend on: equal names, equal answers. */
export function rulesetVersion(notices: readonly HolidayNotice[], configuration: StatutesConfiguration): string {
  const standards = Object.entries(PARAMETERS).map(([name, { standard }]) => [name, standard]);
  const ruleset = [REVISION, DEADLINES, FORMULAS, standards, notices, configuration];
  return `law-${REVISION}-${sha256(canonical(ruleset)).slice(0, 16)}`;
}

/** JSON with sorted keys: the same value is the same text, however its keys were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
