import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DEADLINES, type Deadline } from './deadlines.js';
import { addDays } from './legal-day.js';
import { REVISION } from './ruleset-version.js';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();

/** A digest of some thousand answers, every eleventh day from 2021 to 2025: every rule and case, stopped clocks, formulas. */
function answers(): string {
  const rules = DEADLINES.flatMap((row: Deadline) =>
    Object.keys(row.variants ?? { '': '' }).map((variant) => ({ rule: row.id, variant: variant || undefined })),
  );
  const lines: string[] = [];
  for (let on = '2021-01-01'; on < '2026-01-01'; on = addDays(on, 11)) {
    for (const { rule, variant } of rules) {
      try {
        const { firstOn, lastOn } = statutes.window(rule as (typeof DEADLINES)[number]['id'], { on, variant });
        lines.push(`${rule} ${variant} ${on} ${firstOn} ${lastOn}`);
      } catch (error) {
        lines.push(`${rule} ${variant} ${on} ${(error as Error).name}`);
      }
    }
    const stopped = { on, suspensions: [{ startOn: addDays(on, 50), endOn: addDays(on, 62) }] };
    lines.push(statutes.due('D24', stopped).dueOn, statutes.due('D10', { ...stopped, extensions: 0 }).dueOn);
    const served = { servedOn: on, procedure: 'ORDINARY' } as const;
    lines.push(JSON.stringify(statutes.courtEnforcementWindow(served)));
    lines.push(
      JSON.stringify(statutes.courtEnforcementWindow({ ...served, procedure: 'SUMMARY', demandServedOn: on })),
    );
    const discoveredOn = addDays(on, 1000);
    lines.push(JSON.stringify(statutes.limitationOfAction({ happenedOn: on, discoveredOn })));
    lines.push(JSON.stringify(statutes.surcharge({ fineFen: 123_457, dueOn: on, asOf: addDays(on, 20) })));
  }
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

describe('规则集的版本号', () => {
  it('答案变了而表没有变的，须升 REVISION；表变了的，版本自会不同', () => {
    // When this fails: if only code changed, raise REVISION in ruleset-version.ts; then note the new digest here.
    expect({ revision: REVISION, answers: answers() }).toEqual({
      revision: 2,
      answers: 'c5a29270e0e5170ea684daf56b307c59778c44f2055c20d95a5faf20c88c0e60',
    });
  });
});
