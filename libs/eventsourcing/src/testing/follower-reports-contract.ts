import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FollowerReport, type FollowerReports, REPORT_LIMITS } from '../follower-reports.js';

export interface FollowerReportsUnderTest {
  readonly reports: FollowerReports;
  close(): Promise<void>;
}

/** What every store of reports must hold. The store is empty. */
export function followerReportsContract(name: string, create: () => Promise<FollowerReportsUnderTest>): void {
  describe(`${name} keeps the contract of follower reports`, () => {
    let under: FollowerReportsUnderTest;
    beforeEach(async () => {
      under = await create();
    });
    afterEach(() => under.close());

    const report = (more: Partial<FollowerReport> = {}): FollowerReport => ({
      name: 'main',
      process: 'a',
      at: '2024-03-01T01:00:00.000Z',
      state: 'following',
      position: 7,
      ...more,
    });

    it('gives back what each process said last of each follower', async () => {
      const model = { name: 'lead', version: 1, position: 3, state: 'rebuilding', parkedKeys: 0 } as const;
      await under.reports.report([report(), report({ name: 'relay', lastError: '连不上 "x"\u0000' })]);
      await under.reports.report([report({ process: 'b', state: 'standby' })]);
      const later = report({ at: '2024-03-01T01:00:05.000Z', position: 9, readModels: [model] });
      await under.reports.report([later]);
      await under.reports.report([]);
      expect(await under.reports.list()).toEqual([
        later,
        report({ process: 'b', state: 'standby' }),
        report({ name: 'relay', lastError: '连不上 "x"\u0000' }),
      ]);
    });

    it('forgets processes that have been silent for long', async () => {
      await under.reports.report([report()]);
      const at = (ms: number) => new Date(Date.parse(report().at) + ms).toISOString();
      await under.reports.report([report({ process: 'b', at: at(REPORT_LIMITS.keptMs) })]);
      expect((await under.reports.list()).map(({ process }) => process)).toEqual(['a', 'b']);
      await under.reports.report([report({ process: 'b', at: at(REPORT_LIMITS.keptMs + 1) })]);
      expect((await under.reports.list()).map(({ process }) => process)).toEqual(['b']);
    });
  });
}
