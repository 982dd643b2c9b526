import { hostname } from 'node:os';
import {
  Bell,
  defined,
  type Follower,
  type FollowerReport,
  type FollowerReports,
  type FollowerStatus,
  type Projector,
  REPORT_LIMITS,
} from '#eventsourcing';
import type { Relay } from '#messaging';
import type { Watched } from '#telemetry';
import type { Receiving } from './inbox.js';

/** Somebody who follows, and can say how he stands. */
export interface Reported {
  readonly name: string;
  status(): Pick<FollowerReport, 'state' | 'position' | 'lastError' | 'readModels'>;
  /** What it commits can be watched. */
  readonly watched?: Watched;
}

/** The followers of a process that keeps the read models, by the names under which people know them. */
export function followersOf({
  projector,
  deadlines,
  reactions,
  relays,
  receiving,
}: {
  readonly projector: Projector;
  readonly deadlines: Follower;
  readonly reactions: Follower;
  readonly relays: readonly Relay[];
  readonly receiving: Receiving | undefined;
}): Reported[] {
  return [
    { name: 'read-models', status: () => projector.status(), watched: projector },
    { name: 'deadlines', status: () => deadlines.status(), watched: deadlines },
    { name: 'reactions', status: () => reactions.status(), watched: reactions },
    ...relays.map((relay) => ({ name: relay.name, status: () => relay.status(), watched: relay })),
    ...(receiving === undefined
      ? []
      : [
          { name: 'inbox', status: () => receiving.inbox.status() },
          { name: 'inbox-replays', status: () => withoutPosition(receiving.replays.status()) },
        ]),
  ];
}

/** Of whoever goes by what people ask for, and not by the log. */
function withoutPosition({ position: _position, ...status }: FollowerStatus): Omit<FollowerStatus, 'position'> {
  return status;
}

/** Says in the store, every few seconds, how the followers of this process stand. A store that is away is told next time. */
export class Reporting {
  private readonly bell = new Bell();
  private readonly process = `${hostname()}:${process.pid}`;
  private isStopping = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly reports: FollowerReports,
    private readonly followers: readonly Reported[],
    private readonly everyMs: number = REPORT_LIMITS.everyMs,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** With a last word: that they have stopped. Stop the followers first. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.bell.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      await this.say();
      await this.bell.pause(this.everyMs, () => this.isStopping);
    }
    await this.say();
  }

  private async say(): Promise<void> {
    const at = new Date().toISOString();
    const reports = this.followers.map(({ name, status }): FollowerReport => {
      const { state, position, lastError, readModels } = status();
      return {
        ...{ name, process: this.process, at, state },
        ...defined({ position, lastError, readModels }),
      };
    });
    await this.reports.report(reports).catch(() => {});
  }
}
