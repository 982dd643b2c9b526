// Gives the commands of the demonstration year, one after the other, and writes down which were acknowledged. Whoever takes its
// place goes on with them. Run with the url, the journal of acknowledged commands, and `bureau` for the small year.
import { DEMONSTRATION_YEAR, runDemonstration } from '#demonstration';
import { openInstallation } from '#installation';
import { START_ME_AGAIN } from './children.js';

const [databaseUrl, journal, size] = process.argv.slice(2) as [string, string, 'bureau' | 'city'];
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
try {
  await using opened = new AsyncDisposableStack();
  const installation = opened.adopt(await openInstallation({ databaseUrl, dataDirectory: 'unused' }), (made) =>
    made.close(),
  );
  await runDemonstration({
    installation,
    year: { ...DEMONSTRATION_YEAR, bureauOnly: size === 'bureau' },
    journal,
    signal: stopping.signal,
  });
} catch (error) {
  // A database that was away longer than a command is tried again: the next player goes on.
  if (!stopping.signal.aborted) {
    console.error(`player: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = START_ME_AGAIN;
  }
}
