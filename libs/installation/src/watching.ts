import { eventsBetween } from '#eventsourcing';
import type { Telemetry } from '#telemetry';
import { FOLLOWER_STATES } from './follower-standing.js';
import type { Installation } from './installation.js';
import type { Reported } from './reporting.js';

/** How often at the most the store is asked for what a scrape shows: many who ask cost no more than one. */
const ASK_EVERY_MS = 1_000;

/** Whatever is told of what an installation does in this process, and how its followers stand. */
export function watchInstallation(
  installation: Installation,
  telemetry: Telemetry,
  followers: readonly Reported[] = [],
): void {
  const { metrics } = telemetry;
  telemetry.queues(() => installation.queues());
  for (const { name, watched } of followers) if (watched) telemetry.watch(name, watched);
  let asked = Number.NEGATIVE_INFINITY;
  let asking: Promise<unknown> = Promise.resolve();
  metrics.onCollect(() => {
    if (performance.now() - asked > ASK_EVERY_MS) {
      asked = performance.now();
      asking = Promise.all([
        askLog(installation, telemetry, followers),
        askLetters(installation, telemetry),
        askRelays(installation, telemetry),
      ]);
    }
    return asking.then(() => {});
  });
}

async function askLog(
  { log, demonstration }: Installation,
  { metrics }: Telemetry,
  followers: readonly Reported[],
): Promise<void> {
  const head = await log.head().catch(() => undefined);
  metrics.set('anjuan_store_up', {}, head === undefined ? 0 : 1);
  if (head !== undefined) {
    const { position, recordedAt } = head;
    metrics.set('anjuan_log_head_position', {}, position);
    // The time of a demonstration is played: no clock is wrong there.
    const isPlayed = demonstration !== undefined || recordedAt === undefined;
    const aheadMs = isPlayed ? 0 : Math.max(0, Date.parse(recordedAt) - Date.now());
    metrics.set('anjuan_log_head_ahead_seconds', {}, aheadMs / 1000);
  }
  for (const { name: follower, status } of followers) {
    const { state, position, readModels = [] } = status();
    for (const each of Object.keys(FOLLOWER_STATES))
      if (each !== 'silent') metrics.set('anjuan_follower_state', { follower, state: each }, each === state ? 1 : 0);
    // The clock of the deadlines asks the tables, and has no place in the log.
    if (position !== undefined && follower !== 'deadlines') {
      metrics.set('anjuan_follower_position', { follower }, position);
      const lag = head && eventsBetween(log, position, head.position);
      if (lag !== undefined) metrics.set('anjuan_follower_lag_events', { follower }, lag);
    }
    // Who stands by keeps no tables, and says nothing of them.
    if (state === 'standby') continue;
    for (const model of readModels) {
      const labels = { read_model: model.name };
      metrics.set('anjuan_read_model_rebuilding', labels, model.state === 'following' ? 0 : 1);
      metrics.set('anjuan_read_model_parked_keys', labels, model.parkedKeys);
    }
  }
}

async function askLetters({ deadLetters }: Installation, { metrics }: Telemetry): Promise<void> {
  const counts = await deadLetters.counts().catch(() => undefined);
  if (counts === undefined) return;
  metrics.set('anjuan_dead_letters', { state: 'open' }, counts.open);
  metrics.set('anjuan_dead_letters', { state: 'asked' }, counts.asked);
}

async function askRelays({ relayLags }: Installation, { metrics }: Telemetry): Promise<void> {
  const lags = await relayLags().catch(() => []);
  for (const { name: relay, lagMs } of lags) metrics.set('anjuan_relay_lag_seconds', { relay }, lagMs / 1000);
}
