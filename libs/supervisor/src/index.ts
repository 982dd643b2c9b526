export { isFileFault, makeDirectory, notWritable } from './directory.js';
export * from './errors.js';
export { exitOf, isAlive, processExists } from './process.js';
export { type EarlyEnd, type ServerPlace, type ServerProgram, SUPERVISOR_LIMITS } from './server-program.js';
export { placeIn, type SupervisedServer, type SupervisorOptions, supervise } from './supervise.js';
