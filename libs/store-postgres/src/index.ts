export { CONNECTION_LIMITS, type ConnectOptions, connect, createPool, type PoolOptions } from './connection.js';
export { type Database, type DatabaseOptions, openDatabase } from './database.js';
export { EMBEDDED_LIMITS, type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded.js';
export * from './errors.js';
export { POSTGRES_STORE_LIMITS, PostgresEventStore, type PostgresEventStoreOptions } from './event-store.js';
export { PostgresLedger } from './metric-ledger.js';
export { migrate } from './migrate.js';
export { tableOf } from './read-model-schema.js';
export { PostgresReadModelStore } from './read-model-store.js';
