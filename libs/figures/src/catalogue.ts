import type { Metric, MetricPart } from '#enforcement';
import type { Terms } from '#fields';
import { REGISTERS } from './registers.js';

/** The metric catalogue (DOMAIN 5.4): what the registers declare, by number; those without an M come last. */
export const CATALOGUE: readonly Metric[] = REGISTERS.flatMap(({ metrics }) => metrics).toSorted(
  (a, b) => order(a.id) - order(b.id),
);

function order(id: string): number {
  return (id.startsWith('M') ? 0 : 1_000) + Number(id.slice(1));
}

const byId = new Map(CATALOGUE.map((metric) => [metric.id, metric]));
const measures = new Map(REGISTERS.flatMap((register) => Object.entries(register.measures)));

export function metricNamed(id: string): Metric | undefined {
  return byId.get(id);
}

/** A part by `M02/summary`; throws on a name that the catalogue lacks, which is a fault of the program. */
export function partNamed(name: string): MetricPart {
  const [id = '', key] = name.split('/');
  const part = byId.get(id)?.parts.find((entry) => entry.key === key);
  if (!part) throw new Error(`no metric part ${name}`);
  return part;
}

/** What one booking of a measure is: 响应期限届满. */
export function measureTitle(measure: string): string {
  return measures.get(measure)?.title ?? measure;
}

/** The terms of the classes within a measure. */
export function subjectTerms(measure: string): Terms {
  return measures.get(measure)?.subjects ?? {};
}
