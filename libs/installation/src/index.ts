export { bureauStatutes, StatutesFileError } from './bureau-statutes.js';
export type { Clock, Installation, Stores } from './installation.js';
export { memoryInstallation } from './memory-installation.js';
export { MESSAGING_TOPICS, type Messaging, type MessagingConfiguration } from './messaging.js';
export { type Database, openBureauDatabase } from './open-bureau-database.js';
export {
  type InstallationConfiguration,
  type InstallationOptions,
  LogElsewhereError,
  openInstallation,
  SETUP_ERRORS,
} from './open-installation.js';
