import { setTimeout as delay } from 'node:timers/promises';
import type { KurrentConnection } from './connection.js';
import type { StreamNames } from './records.js';

export const KURRENT_WAKE_LIMITS = {
  /** Wait before subscribing again after a subscription ended, as it does whenever its node goes. */
  retryMs: 1_000,
} as const;

/**
 * Tells readers that the log has grown: those of this process at once, those of others by a subscription. Only hints; a
 * reader polls as well. It subscribes to what an append leaves of its command, not to the events: those are read anyway.
 */
export class Wake {
  private readonly listeners = new Set<() => void>();
  private readonly ended = new AbortController();
  private listening: Promise<void> | undefined;
  private isDue = false;

  constructor(
    private readonly connection: KurrentConnection,
    private readonly names: StreamNames,
  ) {}

  /** Calls back after appends of any process; the answer stops that. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    this.listening ??= this.keepListening();
    return () => this.listeners.delete(listener);
  }

  /** Somebody has appended. Many in one turn are one call. */
  call(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      // A listener that throws must not look like an append that failed.
      for (const listener of this.listeners) queueMicrotask(listener);
    });
  }

  async close(): Promise<void> {
    this.ended.abort();
    this.listeners.clear();
    await this.listening;
  }

  private async keepListening(): Promise<void> {
    while (!this.ended.signal.aborted) {
      await this.listenOnce().catch(() => {});
      await delay(KURRENT_WAKE_LIMITS.retryMs, undefined, { signal: this.ended.signal, ref: false }).catch(() => {});
    }
  }

  /** Until the subscription ends, which it tells once, or the client is left. */
  private async listenOnce(): Promise<void> {
    const { client, left } = this.connection;
    const subscription = client.subscribeToAll({ fromPosition: 'end', filter: this.names.commandsOnly });
    const over = new Promise<void>((done) => {
      for (const kind of ['error', 'end', 'close'] as const) subscription.on(kind, () => done());
      for (const signal of [left, this.ended.signal]) signal.addEventListener('abort', () => done(), { once: true });
    });
    subscription.on('data', () => this.call());
    // What was appended before it began was not announced to us.
    subscription.on('confirmation', () => this.call());
    await over;
    subscription.destroy();
    await subscription.unsubscribe().catch(() => {});
  }
}
