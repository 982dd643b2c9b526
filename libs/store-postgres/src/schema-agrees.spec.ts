import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MAX_CLOCK_BEHIND_MS } from '#eventsourcing';

const directory = new URL('schema/', import.meta.url);
const files = readdirSync(directory).sort();
const sql = (name: string) => readFileSync(new URL(name, directory), 'utf8');
/** The last file that says what a function does: numbered files are never edited. */
const last = (functionName: string) => files.findLast((name) => sql(name).includes(`function ${functionName}(`))!;
/** From the function to its end, without comments and blanks that mean nothing. */
const body = (name: string, functionName: string) =>
  sql(name)
    .slice(sql(name).indexOf(`function ${functionName}(`))
    .replace(/--.*$/gm, '')
    .replace(/\s+/g, ' ');

describe('the SQL of the store', () => {
  it('refuses to record where the clock is as far behind as every store of ours does', () => {
    const minutes = /interval '(\d+) minutes'/.exec(sql(last('anjuan.append')))![1];
    expect(Number(minutes) * 60_000).toBe(MAX_CLOCK_BEHIND_MS);
  });

  it('appends as it did at first, but for that', () => {
    const first = body('0002-append.sql', 'anjuan.append');
    const now = body(last('anjuan.append'), 'anjuan.append');
    const clock = / if played is null and head_recorded .*? end if;/;
    expect(now).toMatch(clock);
    expect(now.replace(clock, '')).toBe(first);
  });
});
