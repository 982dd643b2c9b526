export { startReceiving } from './receiving.js';
export { type StartedFollowers, startFollowers } from './start-followers.js';
export { WorkerModule } from './worker.module.js';
export type { WorkerOptions } from './worker-health.controller.js';
