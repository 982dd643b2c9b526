export { demonstrate, VirtualClock } from './demonstrate.js';
export { type DemonstrationMark, readMark, writeMark } from './mark.js';
export type { PlannedCommand } from './planned-command.js';
export { progressBar } from './progress-bar.js';
export { DISPUTES_RESOLVED_2023, PUBLISHED_2023, PUBLISHED_2023_CITY } from './published-2023.js';
export { afterTheYear, enterPeople, isEmpty, type PlayProgress, type RunResult, runDemonstration } from './run.js';
export { demonstrationPeople } from './users.js';
export { DEMONSTRATION_YEAR, type DemonstrationYear, planYear } from './year.js';
