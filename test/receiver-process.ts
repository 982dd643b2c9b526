// The inbox of an installation in a process of its own, for tests that kill it. Run with the configuration as JSON, how
// long each command takes longer than it does (ms), and whether anything more is heard of a command once it is appended.
// Prints the id of the record of each.
import { setTimeout as delay } from 'node:timers/promises';
import { lawRegistry } from '#enforcement';
import { type InstallationConfiguration, openInstallation } from '#installation';
import { commandByMessage, openCommandDoor } from '#platform';

const [configuration, slowMs, hangs] = process.argv.slice(2) as [string, string, 'hangs' | 'answers'];
const installation = await openInstallation(JSON.parse(configuration) as InstallationConfiguration);
const { loop, statutes } = installation;
const door = await openCommandDoor({ registry: lawRegistry, loop, ruleset: statutes.version, sourceSystem: 'x' });
const give = commandByMessage(door);
const receiving = installation.receiving(async (command) => {
  await delay(Number(slowMs));
  const outcome = await give(command);
  console.log(command.id);
  return hangs === 'hangs' ? new Promise<never>(() => {}) : outcome;
});
await receiving!.start();
