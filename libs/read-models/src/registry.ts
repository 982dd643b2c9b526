import type { AnyReadModel } from '#eventsourcing';
import { caseOverview } from './case-overview.js';
import { officerDirectory, unitDirectory } from './directory.js';
import { timeline } from './timeline.js';
import { worklist } from './worklist.js';

/** Every read model that the projector keeps. Adding one is its file and its line here. */
export const READ_MODELS: readonly AnyReadModel[] = [caseOverview, timeline, worklist, unitDirectory, officerDirectory];
