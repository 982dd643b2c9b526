// Writes docs/limits.md: every limit that the code declares, with its value and what it bounds, from the code itself.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const root = new URL('../', import.meta.url).pathname;

/** The limits of each file, in the order of the files. */
export function declaredLimits() {
  return globSync('{apps,libs}/*/src/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => !/\.spec\.tsx?$|\/testing\//.test(file))
    .sort()
    .flatMap((file) => limitsIn(file, readFileSync(`${root}${file}`, 'utf8')));
}

function limitsIn(file, text) {
  const found = [];
  for (const [, name, body] of text.matchAll(/const (\w+_LIMITS) = \{(.*?)\} as const/gs)) {
    const entries = [
      ...body.matchAll(/(?:\/\*\*(.*?)\*\/\s*)?(?:\.\.\.(\w+)|(\w+): (.*?))(?:,\s*$|, (?=\w+: )|\s*$)/gms),
    ];
    for (const [, comment, spread, limit, value] of entries)
      found.push({ file, name, limit: limit ?? `…${spread}`, value: value ?? '', what: sentence(comment) });
  }
  // A limit that stands alone.
  for (const [, comment, name, value] of text.matchAll(
    /(?:\/\*\*((?:(?!\*\/).)*)\*\/\n)?(?:export )?const (MAX_\w+)(?:: number)? = ([^;\n]+);/gs,
  ))
    found.push({ file, name, limit: '', value, what: sentence(comment) });
  return found;
}

function sentence(comment = '') {
  return comment
    .replace(/\s*\n\s*\* ?/g, ' ')
    .replace(/\|/g, '\\|')
    .trim();
}

export function limitsPage() {
  const byFile = Map.groupBy(declaredLimits(), ({ file }) => file.replace(/\/src\/.*/, ''));
  const parts = [...byFile].map(([lib, limits]) => {
    const rows = limits.map(
      ({ name, limit, value, what }) =>
        `| \`${limit === '' ? name : `${name}.${limit}`}\` | ${value.replace(/\s+/g, ' ')} | ${what} |`,
    );
    return `## ${lib}\n\n| limit | value | what it bounds |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Limits\n\nEvery queue, batch, retry, payload and wait has a limit with a name. Written from the code by \`npm run limits:docs\`;\na spec compares. Which queues fill up under load, and how full they are: docs/operate.md, 上限.\n\n${parts.join('\n')}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(`${root}docs/limits.md`, limitsPage());
