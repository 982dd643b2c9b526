import type { Statutes } from './statutes.js';

export function renderLaw(statutes: Statutes): string {
  return statutes.version;
}
