import type { Projector } from '#eventsourcing';
import { followersOf, type Installation, type Receiving, watchInstallation } from '#installation';
import type { Stop } from '#platform';
import type { Telemetry } from '#telemetry';
import { startReceiving } from './receiving.js';
import type { WorkerOptions } from './worker-health.controller.js';

export interface StartedFollowers extends WorkerOptions {
  readonly projector: Projector;
  readonly receiving: Receiving | undefined;
}

/**
 * Starts everything that follows the log, and begins to tell how it stands: in the store for people, and by telemetry. The
 * installation stops them when it closes.
 */
export async function startFollowers(
  installation: Installation,
  telemetry: Telemetry,
  onStop: (stop: Stop) => void,
): Promise<StartedFollowers> {
  const tell = (follower: string) => telemetry.follower(follower);
  const { store } = installation;
  const projector = installation.projector(tell('read-models'));
  await projector.start();
  const deadlines = installation.deadlineClock(tell('deadlines'));
  await deadlines.start();
  const reactions = installation.reactions(tell('reactions'));
  await reactions.start();
  const relays = installation.relays((relay, event) => tell(relay)(event));
  await Promise.all(relays.map((relay) => relay.start()));
  const receiving = await startReceiving(installation, onStop, (part, event) => tell(part)(event), telemetry);
  const followers = followersOf({ projector, deadlines, reactions, relays, receiving });
  watchInstallation(installation, telemetry, followers);
  installation.reporting(followers).start();
  const inbox = receiving?.inbox;
  return { store, projector, deadlines, reactions, relays, receiving, ...(inbox && { inbox }) };
}
