import v8 from 'node:v8';

/**
 * Percent of what is in use by which the heap may grow before everything unreachable is collected. V8's own rule lets it
 * quadruple where the machine has much memory: the demonstration year then takes 870 MB instead of 560, for a tenth less
 * processor time. Unlike a largest size it ends no process that really needs more.
 */
const HEAP_GROWTH_PERCENT = 60;

/** Keeps a process of ours within the memory that DESIGN section 8 gives it. Call it first of all. */
export function keepHeapSmall(growthPercent = HEAP_GROWTH_PERCENT): void {
  v8.setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
}
