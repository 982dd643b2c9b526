import type { ChildProcess } from 'node:child_process';

const RESTART_MS = 100;

/** By this a process says that it wants to be started again: what it needs was away. */
export const START_ME_AGAIN = 75;

/** A process that is started again whenever it was killed, until it is told to stop. */
export class Revived {
  private child: ChildProcess;
  private starts = 1;
  private isStopping = false;
  private isPaused = false;
  /** Ended by itself, and badly: nobody here did it. */
  readonly deaths: string[] = [];

  constructor(
    readonly name: string,
    private readonly start: (generation: number) => ChildProcess,
  ) {
    this.child = this.watched(start(1));
  }

  get pid(): number {
    return this.child.pid!;
  }

  private watched(child: ChildProcess): ChildProcess {
    // An app that cannot reach its database when it starts says so and ends: that is what it is to do.
    let isUp = child.stdout === null;
    child.stdout?.on('data', (text: Buffer) => {
      isUp ||= text.includes('案卷 ');
    });
    child.once('exit', (code, signal) => {
      const mayBe = code === 0 || code === START_ME_AGAIN || signal === 'SIGKILL' || (code === 1 && !isUp);
      // Whoever is asked to finish before he listens for that ends at once.
      const isAsked = this.isStopping && signal === 'SIGTERM';
      if (!mayBe && !isAsked) this.deaths.push(`${this.name} ended by itself with ${code ?? signal}`);
      if (this.isStopping || code === 0) return;
      this.starts += 1;
      this.isPaused = false;
      setTimeout(() => {
        if (!this.isStopping) this.child = this.watched(this.start(this.starts));
      }, RESTART_MS);
    });
    return child;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  pause(): void {
    this.isPaused = this.child.kill('SIGSTOP');
  }

  goOn(): void {
    if (this.isPaused) this.child.kill('SIGCONT');
    this.isPaused = false;
  }

  /** Asks it to finish, and kills it when it does not; then that is a death of its own. */
  async stop(limitMs: number): Promise<void> {
    this.isStopping = true;
    this.goOn();
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    const limit = setTimeout(() => {
      this.deaths.push(`${this.name} did not stop within ${limitMs} ms`);
      child.kill('SIGKILL');
    }, limitMs);
    await ended;
    clearTimeout(limit);
  }
}
