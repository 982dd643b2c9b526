import type { RecordedEvent } from '#eventsourcing';

export interface Told {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

/**
 * What others were told of the log: everything, of each stream in its order and nothing left out, and what comes more than once
 * is the same.
 */
export function checkRelay(log: readonly RecordedEvent[], told: readonly Told[]) {
  const violations: string[] = [];
  const ids = new Map(log.map(({ stream, revision, id }) => [`${stream}/${revision}`, id]));
  const upTo = new Map<string, number>();
  let again = 0;
  for (const { stream, revision, id } of told) {
    const last = upTo.get(stream) ?? -1;
    if (ids.get(`${stream}/${revision}`) !== id)
      violations.push(`${stream}/${revision} was told and is not in the log`);
    if (revision > last + 1) violations.push(`${stream}/${revision} was told before ${stream}/${last + 1}`);
    if (revision <= last) again += 1;
    upTo.set(stream, Math.max(last, revision));
  }
  for (const [stream, events] of Map.groupBy(log, (event) => event.stream))
    if ((upTo.get(stream) ?? -1) < events.at(-1)!.revision) violations.push(`of ${stream} not everything was told`);
  return { violations, counts: { told: told.length, toldAgain: again } };
}
