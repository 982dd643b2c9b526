/**
 * Versions above 1 of what messages look like, by name: raised when a change of an event is more than other systems can read by
 * the version before, or a change of a command (`in.RegisterLead`) more than they can still write. An entry here, then
 * `npm run contract:update`.
 */
const VERSIONS: Readonly<Record<string, number>> = {
  // The law of before 2021 set no period for deciding: its last day may be missing.
  'case.CaseFiled': 2,
  'case.HearingHeld': 2,
  'case.HearingTerminated': 2,
  // The penalty of a minor is not published: it has no last day for that.
  'case.PenaltyDecided': 2,
  // A last day stays open as long as the days off of its year are not published.
  'case.DecisionServed': 2,
  'case.CourtEnforcementApplied': 2,
  'case.CourtEnforcementAccepted': 2,
  'case.CourtEnforcementRejected': 2,
  'case.CriminalTransferSent': 2,
  'case.PoliceFiledCase': 2,
  'case.PoliceDeclinedToFile': 2,
  'remedy.ReconsiderationAccepted': 2,
  'remedy.ReconsiderationResumed': 2,
  'remedy.ReconsiderationExtended': 2,
  'remedy.LitigationAccepted': 2,
};

export function versionOf(name: string): number {
  return VERSIONS[name] ?? 1;
}
