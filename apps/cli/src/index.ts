export { type DemonstrationMark, isEmpty, readMark, runDemonstration, writeMark } from './demo/run.js';
export { demonstrationPeople } from './demo/users.js';
export { DEMONSTRATION_YEAR, type DemonstrationYear } from './demo/year.js';
export { progressBar } from './demo.command.js';
