import { Bell, backoffMs, endsWithin } from './bell.js';
import { defined } from './defined.js';
import { LOG_START, type Position, type RecordedEvent } from './event.js';
import { errorText } from './fold.js';
import {
  assertReaches,
  CheckpointMovedError,
  FOLLOWER_LIMITS,
  type FollowerEvent,
  type FollowerLimits,
  type FollowerOptions,
  type FollowerStatus,
  FollowerStoppedError,
  type Following,
  SupersededError,
} from './following.js';

/**
 * Follows the log for whatever `open` gives: batch after batch is applied and committed, in order, and the next one is
 * read and applied while one commits. Whatever fails is opened again where it is kept, after a wait. Of several
 * processes with the same name one follows, by lease, and the others stand by.
 */
export class Follower {
  private readonly limits: FollowerLimits;
  private readonly log: (event: FollowerEvent) => void;
  private readonly bell = new Bell();
  /** Rung whenever the position or what is opened has moved. */
  private readonly progress = new Bell();
  private readonly over = Promise.withResolvers<void>();
  private state: FollowerStatus['state'] = 'new';
  private reached: Position = LOG_START;
  private hasOpened = false;
  private following: Following | undefined;
  private isWaiting = true;
  private lease: { release(): Promise<void> } | undefined;
  private stale = false;
  private stopping = false;
  private lastError: string | undefined;
  private failures = 0;
  private isIdleFailing = false;
  private idleDueMs = 0;
  private running: Promise<void> | undefined;
  private unsubscribe: (() => void) | undefined;
  private readonly watchers: ((events: readonly RecordedEvent[], tookMs: number) => void)[] = [];

  constructor(private readonly options: FollowerOptions) {
    this.limits = { ...FOLLOWER_LIMITS, ...options.limits };
    this.log = options.log ?? (() => {});
  }

  /**
   * Begins to follow, or to stand by. Rejects when nothing can be opened, and may be called again then; later failures
   * are retried and shown. Rejects with FollowerStoppedError when it is stopped meanwhile.
   */
  async start(): Promise<void> {
    if (this.stopping) throw this.stopped();
    if (this.running) throw new Error('a follower starts once');
    const beginning = this.begin();
    this.running = beginning.then(
      () => this.follow(),
      () => {},
    );
    try {
      await Promise.race([beginning, this.over.promise]);
    } catch (error) {
      this.running = undefined;
      throw error;
    }
    if (this.stopping) throw this.stopped();
  }

  /** Finishes the commit in flight, and lets go of the lease. Ends within `stopMs`, whatever the store does. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.unsubscribe?.();
    this.bell.ring();
    this.progress.ring();
    const isFinished = await endsWithin(Promise.resolve(this.running), this.limits.stopMs);
    if (!this.isOver()) {
      this.state = 'stopped';
      const event = { kind: 'stopped', position: this.reached } as const;
      this.log(isFinished ? event : { ...event, isUnfinished: true });
    }
    if (!isFinished) void this.release();
    this.over.resolve();
    this.progress.ring();
  }

  /** The last event that is applied and committed. */
  get position(): Position {
    return this.reached;
  }

  /** Whether what was opened last still holds, as far as this process knows. */
  get isOpen(): boolean {
    return this.hasOpened && !this.stale;
  }

  status(): FollowerStatus {
    const { state, reached, lastError } = this;
    return { state, position: reached, ...defined({ lastError }) };
  }

  /** Whether a position was reached within the limit, on standby by the owner. Rejects with FollowerStoppedError. */
  waitFor(position: Position, limitMs: number): Promise<boolean> {
    return this.until(() => this.reached >= position && !this.isWaiting, limitMs);
  }

  /** Whether something about this follower came to hold within the limit. Rejects with FollowerStoppedError. */
  async until(holds: () => boolean, limitMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    const deadline = performance.now() + limitMs;
    while (!holds()) {
      if (this.stopping || this.isOver()) throw this.stopped();
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await this.progress.wait(left);
    }
    return true;
  }

  /** Calls back with each batch that has been applied and committed, and how long that took. */
  onCommitted(listener: (events: readonly RecordedEvent[], tookMs: number) => void): void {
    this.watchers.push(listener);
  }

  /** Opens anew before anything further is committed: what is kept has changed behind the follower's back. */
  openAgain(): void {
    this.stale = true;
    this.bell.ring();
    this.progress.ring();
  }

  private isOver(): boolean {
    return this.state === 'stopped' || this.state === 'lost';
  }

  private stopped(): FollowerStoppedError {
    return new FollowerStoppedError(`${this.options.name} is ${this.isOver() ? this.state : 'stopping'}`);
  }

  /** What settles after the end changes nothing. */
  private be(state: FollowerStatus['state']): void {
    if (!this.isOver()) this.state = state;
  }

  private async begin(): Promise<void> {
    try {
      const isOwner = await this.isOwner();
      if (this.stopping) throw this.stopped();
      await this.open();
      if (this.stopping) throw this.stopped();
      if (isOwner) this.be('following');
      else this.beOnStandby();
    } catch (error) {
      this.be('new');
      await this.close();
      await this.release();
      throw error;
    }
    this.unsubscribe = this.options.store.onAppended(() => this.bell.ring());
    this.log({ kind: 'started', position: this.reached });
  }

  /** Begins again from what is kept; nothing that was opened earlier is trusted. */
  private async open(): Promise<void> {
    const { name, store } = this.options;
    await this.close();
    this.stale = false;
    const following = await this.options.open({ isFirst: !this.hasOpened, isOwner: this.isLeased() });
    this.following = following;
    if (following.position !== 'now') {
      await assertReaches(store, name, following.position);
      this.reached = following.position;
    } else if (!this.hasOpened) this.reached = (await store.head()).position;
    this.hasOpened = true;
    this.isWaiting = following.isWaiting ?? false;
    this.progress.ring();
  }

  private async close(): Promise<void> {
    const { following } = this;
    this.following = undefined;
    // What cannot be closed is of no more use either way.
    await following?.close?.().catch(() => {});
  }

  private async follow(): Promise<void> {
    while (!this.stopping) {
      try {
        if (await this.isOwner()) {
          if (!this.following || this.stale) await this.open();
          await this.pump(this.following!);
        } else {
          const news = this.bell.heard();
          // As long as another process follows, opening again is how this one learns where that one is.
          await this.open();
          this.beOnStandby();
          await news(this.limits.pollIntervalMs);
          await this.bell.pause(this.limits.gatherMs, () => this.stopping);
        }
      } catch (error) {
        this.stale = true;
        if (error instanceof SupersededError) this.lose(error.message);
        else if (!(error instanceof CheckpointMovedError)) await this.backOff(error);
        // What was kept may have changed at the same position, and a crash of the store may put it back: this owner
        // opens again and goes on. Only another owner moves it on: the lease ended, and we have not heard of it yet.
        else if (error.actual > error.expected) await this.release();
      }
    }
    await this.close();
    await this.release();
  }

  private isLeased(): boolean {
    return this.lease !== undefined || this.options.lease === undefined;
  }

  /** Whether this process has the lease, or gets it now. */
  private async isOwner(): Promise<boolean> {
    if (this.isLeased()) return true;
    let isLost = false;
    let lease: { release(): Promise<void> } | undefined;
    lease = await this.options.lease?.(this.options.name, () => {
      isLost = true;
      if (this.lease === lease) this.lease = undefined;
      this.openAgain();
    });
    if (!lease || isLost) return false;
    this.lease = lease;
    // Whatever was opened before may be behind what the last owner committed.
    this.stale = true;
    if (this.state === 'standby') this.log({ kind: 'took-over', position: this.reached });
    this.be('following');
    return true;
  }

  /** A lease that cannot be given back ends by itself. */
  private async release(): Promise<void> {
    const { lease } = this;
    this.lease = undefined;
    await lease?.release().catch(() => {});
  }

  private beOnStandby(): void {
    if (this.isOver()) return;
    if (this.state !== 'standby') this.log({ kind: 'standby', position: this.reached });
    this.failures = 0;
    this.lastError = undefined;
    this.state = 'standby';
  }

  /** Commits batch after batch until told to stop or to open again. Reads and applies the next one while one commits. */
  private async pump(following: Following): Promise<void> {
    const isEnding = () => this.stopping || this.stale;
    let committing: Promise<void> = Promise.resolve();
    let position = this.reached;
    let news = this.bell.heard();
    let reading = this.read(following, position);
    try {
      for (;;) {
        const events = await reading;
        if (isEnding()) return;
        const beganMs = performance.now();
        if (events.length > 0) await following.apply(events);
        await committing;
        // What was applied is committed also when it is time to stop: a relay has told it by then.
        if (this.stale) return;
        if (events.length > 0) {
          const next = events.at(-1)!.position;
          committing = this.commit(following, position, next).then(() => {
            for (const watch of this.watchers) watch(events, performance.now() - beganMs);
          });
          committing.catch(() => {});
          position = next;
        }
        if (events.length < this.limits.batchEvents / 10) {
          await committing;
          await this.idle(following);
          if (events.length > 0) await this.bell.pause(this.limits.gatherMs, () => this.stopping);
          else {
            this.recovered();
            await news(Math.min(this.limits.pollIntervalMs, this.untilIdleMs(following)));
          }
          if (isEnding()) return;
        }
        news = this.bell.heard();
        reading = this.read(following, position);
      }
    } finally {
      await Promise.allSettled([committing, reading]);
    }
  }

  private read(following: Following, position: Position): Promise<readonly RecordedEvent[]> {
    if (following.isWaiting) return Promise.resolve([]);
    const reading = this.options.store.readAll(position, this.limits.batchEvents);
    reading.catch(() => {});
    return reading;
  }

  private async commit(following: Following, expected: Position, next: Position): Promise<void> {
    await following.commit?.(expected, next);
    this.reached = next;
    // Events that come in between are no reason to ask a clock that fails more often.
    if (!this.isIdleFailing) this.recovered();
    this.progress.ring();
  }

  private async idle(following: Following): Promise<void> {
    if (following.isWaiting || this.untilIdleMs(following) > 0) return;
    this.isIdleFailing = true;
    await following.idle?.();
    this.isIdleFailing = false;
    this.idleDueMs = performance.now() + this.limits.idleIntervalMs;
  }

  private untilIdleMs(following: Following): number {
    return following.idle ? this.idleDueMs - performance.now() : Number.POSITIVE_INFINITY;
  }

  private recovered(): void {
    if (this.failures === 0 && this.lastError === undefined && this.state === 'following') return;
    this.failures = 0;
    this.lastError = undefined;
    this.be('following');
    this.progress.ring();
  }

  private lose(reason: string): void {
    if (this.isOver()) return;
    this.state = 'lost';
    this.lastError = reason;
    this.stopping = true;
    this.unsubscribe?.();
    this.bell.ring();
    this.log({ kind: 'lost', reason, position: this.reached });
    this.progress.ring();
  }

  private async backOff(error: unknown): Promise<void> {
    if (this.isOver()) return;
    this.failures += 1;
    this.state = 'failing';
    this.lastError = errorText(error);
    const retryInMs = backoffMs(this.limits, this.failures);
    this.log({ kind: 'failed', error: this.lastError, failures: this.failures, retryInMs });
    this.progress.ring();
    await this.bell.pause(retryInMs, () => this.stopping);
  }
}
