export { startReceiving } from './receiving.js';
export { WorkerModule } from './worker.module.js';
export type { WorkerOptions } from './worker-health.controller.js';
