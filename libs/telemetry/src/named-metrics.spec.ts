import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { METRICS, Metrics } from './metrics.js';

const file = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const NAME = /\b(?:anjuan|nodejs|process)_[a-z0-9_]+/g;

/** Every name under which something is told, those of Node included. */
async function told(): Promise<Set<string>> {
  const text = await new Metrics('test').text();
  const names = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name, kind]) =>
    kind === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  return new Set(names as string[]);
}

describe('the names of figures', () => {
  it('stand in the manual, each with its labels and what it says', () => {
    const rows = [...file('docs/operate.md').matchAll(/^\| `(anjuan_\w+)` *\| ([^|]*?) *\| (.*?) *\|$/gm)];
    expect(rows.map(([, name, labels, help]) => [name, labels, help])).toEqual(
      Object.entries(METRICS).map(([name, { labels, help }]) => [
        name,
        labels.map((label) => `\`${label}\``).join('、'),
        help,
      ]),
    );
  });

  it.each(['docker/prometheus/alerts.yml', 'docker/grafana/dashboards/anjuan.json'])(
    'are told by a process, wherever %s uses one',
    async (path) => {
      const known = await told();
      const used = file(path).match(NAME) ?? [];
      expect(used.length).toBeGreaterThan(5);
      expect(used.filter((name) => !name.endsWith('_') && !known.has(name))).toEqual([]);
    },
  );

  it('in an alert or on the dashboard have the labels that they are asked by', () => {
    const texts = [file('docker/prometheus/alerts.yml'), file('docker/grafana/dashboards/anjuan.json')];
    const asked = texts.flatMap((text) => [...text.matchAll(/(anjuan_[a-z_]+?)(?:_bucket|_count|_sum)?\{([^}]*)\}/g)]);
    expect(asked.length).toBeGreaterThan(2);
    for (const [, name, by] of asked)
      for (const [, label] of by!.matchAll(/(\w+)(?:=~|!~|!=|=)/g))
        expect([...METRICS[name as keyof typeof METRICS].labels, 'job', 'service']).toContain(label);
  });
});
