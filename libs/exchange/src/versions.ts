/**
 * Versions above 1 of what messages look like, by name: raised when a change of an event is more than other systems can read by
 * the version before, or a change of a command (`in.RegisterLead`) more than they can still write. An entry here, then
 * `npm run contract:update`.
 */
const VERSIONS: Readonly<Record<string, number>> = {};

export function versionOf(name: string): number {
  return VERSIONS[name] ?? 1;
}
