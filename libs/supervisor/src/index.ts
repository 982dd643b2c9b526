export { isFileFault, makeDirectory, notWritable } from './directory.js';
export { acquireDirectory } from './directory-lock.js';
export * from './errors.js';
export { exitOf, isAlive, processExists, startOf } from './process.js';
export { type EarlyEnd, type ServerPlace, type ServerProgram, SUPERVISOR_LIMITS } from './server-program.js';
export { placeIn, type SupervisedServer, type SupervisorOptions, supervise } from './supervise.js';
