/** Longest wait that a timer of Node understands; a longer one would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Wakes those who wait, at once or after a time. Time is the machine's own: a wall clock that is set disturbs nobody. */
export class Bell {
  private rings = 0;
  private waiting = new Set<() => void>();

  ring(): void {
    this.rings += 1;
    const waiting = this.waiting;
    this.waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** From now on: a wait that ends with the first ring after this call, even one that came before the wait. */
  heard(): (limitMs: number) => Promise<void> {
    const before = this.rings;
    return async (limitMs) => {
      if (this.rings === before) await this.wait(limitMs);
    };
  }

  /** Waits for the next ring, at most so long. */
  wait(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.max(0, Math.min(limitMs, LONGEST_TIMER_MS)));
      this.waiting.add(wake);
    });
  }

  /** Waits so long whoever rings, unless there is a reason to end. */
  async pause(limitMs: number, isOver: () => boolean): Promise<void> {
    const end = performance.now() + limitMs;
    for (let left = limitMs; left > 0 && !isOver(); left = end - performance.now()) await this.wait(left);
  }
}

/** Whether work ends within the limit, well or badly. */
export async function endsWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const limit = new Bell();
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
    limit.ring();
  };
  work.then(end, end);
  await limit.wait(limitMs);
  return hasEnded;
}

/** What work gives, or the error `late` where it takes longer; the work goes on, and what becomes of it is nobody's concern. */
export async function inTime<Result>(work: Promise<Result>, limitMs: number, late: () => Error): Promise<Result> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(late()), limitMs);
  work.catch(() => {});
  try {
    return await Promise.race([work, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** How long to wait after so many failures in a row: each one doubles it, up to a limit. */
export function backoffMs(
  limits: { readonly firstBackoffMs: number; readonly maxBackoffMs: number },
  failures: number,
): number {
  return Math.min(limits.maxBackoffMs, limits.firstBackoffMs * 2 ** Math.min(failures - 1, 20));
}
