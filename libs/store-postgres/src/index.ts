export { type BackupList, backUp, restoreBackup } from './backup.js';
export { PostgresCheckpoints } from './checkpoints.js';
export {
  CONNECTION_LIMITS,
  type ConnectOptions,
  connect,
  createPool,
  type PoolOptions,
  poolQueues,
} from './connection.js';
export { type Database, openDatabase } from './database.js';
export { PostgresDeadLetters } from './dead-letters.js';
export * from './errors.js';
export { POSTGRES_STORE_LIMITS, PostgresEventStore, type PostgresEventStoreOptions } from './event-store.js';
export { PostgresFollowerReports } from './follower-reports.js';
export { POSTGRES_LOOK_LIMITS, PostgresLooks } from './looks.js';
export { PostgresLedger } from './metric-ledger.js';
export { migrate } from './migrate.js';
export { PostgresPlayedTime } from './played-time.js';
export { tableOf } from './read-model-schema.js';
export { PostgresReadModelStore } from './read-model-store.js';
export { PostgresSecurityLog } from './security-log.js';
export { PostgresSessions } from './sessions.js';
export { PostgresUploads } from './uploads.js';
