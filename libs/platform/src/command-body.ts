import type { Fault } from './command-registry.js';

const BODY_LIMITS = {
  /** Objects and lists inside each other; commands have three. */
  depth: 16,
  /** Faults that one answer lists. */
  faults: 100,
} as const;

/**
 * What no command can hold, whichever it is: nesting that would exhaust the stack of whoever walks it, and characters
 * that no store keeps (U+0000, halves of surrogate pairs). Checked before the command's own rules, for every door.
 */
export function bodyFaults(body: unknown): readonly Fault[] {
  const faults: Fault[] = [];
  look(body, '', 0, faults);
  return faults;
}

function look(value: unknown, path: string, depth: number, faults: Fault[]): void {
  if (faults.length >= BODY_LIMITS.faults) return;
  if (typeof value === 'string') {
    if (!value.isWellFormed() || value.includes('\u0000'))
      faults.push({ path, message: '含有无法存储的字符（空字符或者不成对的代理码位）' });
  } else if (typeof value === 'object' && value !== null) {
    if (depth === BODY_LIMITS.depth) faults.push({ path, message: `嵌套不能超过${BODY_LIMITS.depth}层` });
    else if (Array.isArray(value))
      for (const [index, item] of value.entries()) look(item, `${path}[${index}]`, depth + 1, faults);
    else
      for (const [name, item] of Object.entries(value))
        look(item, path === '' ? name : `${path}.${name}`, depth + 1, faults);
  }
}
