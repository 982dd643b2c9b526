export { backUpBureau, restoreBureau } from './backup.js';
export { bureauStatutes, StatutesFileError } from './bureau-statutes.js';
export { addNotice } from './calendar-notice.js';
export { DemonstrationClock } from './demonstration-clock.js';
export { FOLLOWER_STATES, type FollowerStanding, followerStandings } from './follower-standing.js';
export {
  INBOUND_TOPICS,
  inboundTopic,
  inboxNames,
  type Receiving,
  receivingOver,
} from './inbox.js';
export type { Clock, Installation, MessagesHere, Stores } from './installation.js';
export { checkLogCopy, LogCopyError, logCopy, restoreLog } from './log-copy.js';
export { memoryInstallation } from './memory-installation.js';
export { MESSAGING_TOPICS, type Messaging, type MessagingConfiguration, messagingOver } from './messaging.js';
export { type Database, openBureauDatabase } from './open-bureau-database.js';
export {
  type InstallationConfiguration,
  type InstallationOptions,
  LogElsewhereError,
  openInstallation,
  SETUP_ERRORS,
} from './open-installation.js';
export { followersOf, type Reported, Reporting } from './reporting.js';
export { SendersFileError, sendersIn } from './senders-file.js';
export { type CommandIdOf, type InboxVerified, verifyInbox } from './verify-inbox.js';
export { watchInstallation } from './watching.js';
