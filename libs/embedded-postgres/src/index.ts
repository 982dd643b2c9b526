export { ServerSetupError } from '#supervisor';
export { type EmbeddedOptions, type EmbeddedServer, MAX_CONNECTIONS, startEmbedded } from './embedded.js';
export * from './errors.js';
export { type OpenEmbedded, type OpenEmbeddedOptions, openEmbedded } from './open-embedded.js';
