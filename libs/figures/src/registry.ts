import type { AnyReadModel } from '#eventsourcing';
import { actOverview } from './act-overview.js';
import { caseOverview } from './case-overview.js';
import { coordinationOverview } from './coordination-overview.js';
import { officerDirectory, unitDirectory } from './directory.js';
import { leadOverview } from './lead-overview.js';
import { referralOverview } from './referral-overview.js';
import { remedyOverview } from './remedy-overview.js';
import { timeline } from './timeline.js';
import { worklist } from './worklist.js';

/** Every read model that the projector keeps. Adding one is its file and its line here. */
export const READ_MODELS: readonly AnyReadModel[] = [
  caseOverview,
  timeline,
  worklist,
  unitDirectory,
  officerDirectory,
  leadOverview,
  coordinationOverview,
  remedyOverview,
  referralOverview,
  actOverview,
];
