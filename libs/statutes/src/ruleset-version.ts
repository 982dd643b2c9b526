import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { HolidayNotice } from './calendar.js';
import type { StatutesConfiguration } from './configuration.js';
import { DEADLINES } from './deadlines.js';
import { FORMULAS } from './formulas.js';
import { PARAMETERS } from './parameters.js';

/** To be raised when the code that counts or computes changes what it answers, which no row would show. */
export const REVISION = 2;

/** A name for everything that the answers depend on: equal names, equal answers. */
export function rulesetVersion(notices: readonly HolidayNotice[], configuration: StatutesConfiguration): string {
  const standards = Object.entries(PARAMETERS).map(([name, { standard }]) => [name, standard]);
  const ruleset = [REVISION, DEADLINES, FORMULAS, standards, notices, configuration];
  return `law-${REVISION}-${digest(canonical(ruleset)).slice(0, 16)}`;
}

/** SHA-256 of a text, in hex: anybody can check it with another tool. Not the platform's, which this library may not use. */
function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** JSON with sorted keys: the same value is the same text, however its keys were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
