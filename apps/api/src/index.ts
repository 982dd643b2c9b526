export { ApiModule } from './api.module.js';
export type { ApiOptions } from './api-options.js';
export { demonstrationProvider, mountDemonstrationProvider } from './identity/demonstration-provider.js';
