export { ApiModule } from './api.module.js';
export type { ApiOptions } from './api-options.js';
export { bureauStatutes } from './bureau-statutes.js';
