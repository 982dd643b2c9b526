import { describe, expect, it } from '@jest/globals';
import { memoryInstallation } from './memory-installation.js';
import { followersOf, Reporting } from './reporting.js';

describe('what a process says of its followers', () => {
  it('is how they stand while it runs, and that they have stopped as its last word', async () => {
    const installation = memoryInstallation();
    const projector = installation.projector();
    const deadlines = installation.deadlineClock();
    const reactions = installation.reactions();
    await projector.start();
    await deadlines.start();
    await reactions.start();
    await projector.caughtUp();
    installation.reporting(followersOf({ projector, deadlines, reactions, relays: [], receiving: undefined })).start();
    const said = async () => (await installation.reports.list()).map(({ name, state }) => [name, state]);
    while ((await said()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await said()).toEqual([
      ['deadlines', 'following'],
      ['reactions', 'following'],
      ['read-models', 'following'],
    ]);
    const models = (await installation.reports.list()).find(({ name }) => name === 'read-models');
    expect(models).toMatchObject({ process: expect.stringMatching(/:\d+$/), position: 0 });
    expect(models?.readModels?.length).toBeGreaterThan(5);
    await installation.close();
    expect(await said()).toEqual([
      ['deadlines', 'stopped'],
      ['reactions', 'stopped'],
      ['read-models', 'stopped'],
    ]);
  });

  it('waits for a store that is away', async () => {
    const said: string[] = [];
    let isAway = true;
    const reports = {
      report: async (news: readonly { readonly name: string }[]) => {
        if (isAway) throw new Error('away');
        said.push(...news.map(({ name }) => name));
      },
      list: async () => [],
    };
    const reporting = new Reporting(reports, [{ name: 'x', status: () => ({ state: 'following' }) }], 1);
    reporting.start();
    await new Promise((resolve) => setTimeout(resolve, 5));
    isAway = false;
    while (said.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await reporting.stop();
    expect(said[0]).toBe('x');
  });
});
