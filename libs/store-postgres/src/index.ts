export { CONNECTION_LIMITS, type ConnectOptions, connect, createPool, type PoolOptions } from './connection.js';
export { type Database, openDatabase } from './database.js';
export * from './errors.js';
export { POSTGRES_STORE_LIMITS, PostgresEventStore, type PostgresEventStoreOptions } from './event-store.js';
export { POSTGRES_LOOK_LIMITS, PostgresLooks } from './looks.js';
export { PostgresLedger } from './metric-ledger.js';
export { migrate } from './migrate.js';
export { tableOf } from './read-model-schema.js';
export { PostgresReadModelStore } from './read-model-store.js';
