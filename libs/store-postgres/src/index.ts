export { CONNECTION_LIMITS, connect, connectionConfig, createPool } from './connection.js';
export { type Database, type DatabaseOptions, openDatabase } from './database.js';
export { EMBEDDED_LIMITS, type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded.js';
export * from './errors.js';
export { migrate } from './migrate.js';
