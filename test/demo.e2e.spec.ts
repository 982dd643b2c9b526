import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMONSTRATION_YEAR, PUBLISHED_2023, PUBLISHED_2023_CITY, planYear } from '#demonstration';
import { openInstallation } from '#installation';
import { commandIdOf } from '#platform';
import { PUBLISHED_TEXT_2023, plainReport } from '../libs/demonstration/src/testing/published-text.js';
import { run, stopLeftovers } from './processes.js';

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'anjuan-e2e-'));
});
afterEach(stopLeftovers);
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

describe('npm run demo', () => {
  it('plays the whole city and prints the published report word for word, with exactly its figures', async () => {
    const directory = join(scratch, 'whole');
    const demo = run('cli', ['demo', '--dir', directory]);
    expect(await demo.exited).toBe(0);
    expect(plainReport(demo.stdout)).toBe(plainReport(PUBLISHED_TEXT_2023));
    const report = run('cli', ['report', '2023', '--json'], { ANJUAN_DATA: directory });
    expect(await report.exited).toBe(0);
    const figures = JSON.parse(report.stdout) as Record<string, number | null>;
    expect(figures).toMatchObject({ ...PUBLISHED_2023, ...PUBLISHED_2023_CITY });
  }, 480_000);

  it('killed at any moment loses nothing that was acknowledged, and goes on to the same figures', async () => {
    const directory = join(scratch, 'killed 中途');
    const journal = join(scratch, 'journal');
    // A command that is acknowledged again after the restart stands in the journal twice.
    const acknowledged = () => {
      const lines = readFileSync(journal, { encoding: 'utf8', flag: 'a+' }).split('\n');
      return new Set(lines.slice(0, -1));
    };
    const args = ['demo', '--bureau-only', '--json', '--dir', directory, '--journal', journal];
    for (const commands of [300, 4_000]) {
      const demo = run('cli', args);
      await demo.until(() => acknowledged().size > commands, 120_000);
      await demo.stop('SIGKILL');
    }

    const planned = new Map(
      planYear({ ...DEMONSTRATION_YEAR, bureauOnly: true }).map((command) => [command.key, command]),
    );
    const keys = acknowledged();
    const installation = await openInstallation({ dataDirectory: directory });
    const lost: string[] = [];
    for (const key of keys) {
      const { actor, aggregate, id, command } = planned.get(key)!;
      const commandId = commandIdOf({ actorId: actor.id, aggregate, id, name: command, key });
      if (!(await installation.store.outcomeOf(commandId))) lost.push(`${command} ${id}`);
    }
    await installation.close();
    expect(lost).toEqual([]);
    expect(keys.size).toBeGreaterThan(4_000);

    const rest = run('cli', args);
    expect(await rest.exited).toBe(0);
    expect(JSON.parse(rest.stdout)).toMatchObject(PUBLISHED_2023);
  }, 480_000);
});
