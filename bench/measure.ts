// What every bench needs: the machine in one line, percentiles, and a table of targets. Nothing here fails a run: how
// fast a machine is today is to be read, not asserted.
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { dirname } from 'node:path';
import type pg from 'pg';

/** The machine, the server and their settings, as a bench found them. */
export async function describeMachine(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ version: string; fsync: string; commit: string }>(
    `select version(), current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
  );
  const { version, fsync, commit } = rows[0]!;
  return [
    `${cpus()[0]?.model}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}`,
    `Node ${process.version}, ${version.split(' on ')[0]} on the same machine, fsync ${fsync}, synchronous_commit ${commit}`,
    `load before the run ${loadavg()[0]!.toFixed(1)} (other work on the machine takes from what follows)`,
  ].join('\n');
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** One line of the table. */
export interface Measured {
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  /** `>=` or `<` and how much; without it the line is for information. */
  readonly target?: readonly ['>=' | '<', number];
}

const tables: { readonly title: string; readonly lines: readonly Measured[] }[] = [];

/** Everything that was printed, with the machine and what it was doing, for `docs/performance.md`. */
export function saveResults(file: string, machine: string): void {
  const [before, after] = [/load before the run ([\d.]+)/.exec(machine)?.[1], loadavg()[0]!.toFixed(1)];
  const results = {
    at: new Date().toISOString(),
    machine: machine.split('\n'),
    load: { before: Number(before), after: Number(after) },
    tables,
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

export function printTable(title: string, lines: readonly Measured[]): void {
  tables.push({ title, lines });
  console.log(`\n${title}`);
  for (const { what, unit, value, target } of lines) {
    const goal = target === undefined ? '' : `${target[0]} ${shown(target[1])}`;
    console.log(
      `  ${what.padEnd(58)} ${shown(value).padStart(10)} ${unit.padEnd(9)} ${goal.padStart(10)}  ${verdict(value, target)}`,
    );
  }
}

function verdict(value: number, target: Measured['target']): string {
  if (target === undefined) return '';
  const [sense, goal] = target;
  return (sense === '>=' ? value >= goal : value < goal) ? 'ok' : 'missed';
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 100 ? 1 : 0 });
}
