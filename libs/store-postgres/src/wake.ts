import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { connect } from './connection.js';

export const WAKE_LIMITS = {
  /** Other processes are woken at most this often. */
  intervalMs: 20,
  /** Wait before listening again after the connection broke. */
  listenRetryMs: 1_000,
} as const;

const CHANNEL = 'anjuan_appended';

/**
 * Tells readers, here and in other processes, that the log has grown. Only hints: a notification that gets lost costs
 * a reader the time to its next poll. NOTIFY takes a lock over the whole database up to its commit, so it is sent
 * apart from the appends, and one for many.
 */
export class Wake {
  private readonly listeners = new Set<() => void>();
  private readonly origin = randomUUID();
  private readonly ended = new AbortController();
  private listening: Promise<void> | undefined;
  private sending: Promise<void> | undefined;
  private isDue = false;

  constructor(
    private readonly url: string,
    private readonly pool: pg.Pool,
  ) {}

  /** Calls back after appends of any process; the answer stops that. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    this.listening ??= this.keepListening();
    return () => this.listeners.delete(listener);
  }

  /** This process has appended. */
  appended(): void {
    this.call();
    this.isDue = true;
    this.sending ??= this.send();
  }

  async close(): Promise<void> {
    this.ended.abort();
    this.listeners.clear();
    await Promise.all([this.sending, this.listening]);
  }

  private call(): void {
    // A listener that throws must not look like an append that failed.
    for (const listener of this.listeners) queueMicrotask(listener);
  }

  private async send(): Promise<void> {
    while (this.isDue && !this.ended.signal.aborted) {
      this.isDue = false;
      await this.pool.query('select pg_notify($1, $2)', [CHANNEL, this.origin]).catch(() => {});
      await this.pause(WAKE_LIMITS.intervalMs);
    }
    this.sending = undefined;
  }

  private async keepListening(): Promise<void> {
    while (!this.ended.signal.aborted) {
      // The server may be restarting.
      await this.listenOnce().catch(() => {});
      await this.pause(WAKE_LIMITS.listenRetryMs);
    }
  }

  /** Until the connection ends. */
  private async listenOnce(): Promise<void> {
    const client = await connect(this.url, { name: 'anjuan-log-listen', signal: this.ended.signal });
    const ended = new Promise<void>((done) => {
      client.once('end', done);
    });
    client.on('notification', ({ payload }) => {
      if (payload !== this.origin) this.call();
    });
    try {
      await client.query(`listen ${CHANNEL}`);
      // What was appended before the listening began was not announced to us.
      this.call();
      await ended;
    } finally {
      client.end().catch(() => {});
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.ended.signal, ref: false }).catch(() => {});
  }
}
