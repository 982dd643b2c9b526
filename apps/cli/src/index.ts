export { type DemonstrationMark, readMark, runDemonstration, writeMark } from './demo/run.js';
export { DEMONSTRATION_SEED, demonstrationPeople } from './demo/users.js';
export { progressBar } from './demo.command.js';
