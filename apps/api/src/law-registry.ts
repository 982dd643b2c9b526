import {
  AGGREGATES,
  aggregateNamed,
  commandNamed,
  parseCommand,
  type RegisteredCommand,
  ROLES,
  schemaOf,
} from '#enforcement';
import type { CommandEntry, CommandRegistry } from '#platform';

/** Every entry that the registry hands out is one of the domain's, so that it may be taken back as such. */
const inputOf = (command: CommandEntry) => (command as RegisteredCommand).input;

/** The domain's commands, for the doors. */
export const lawRegistry: CommandRegistry = {
  aggregates: AGGREGATES,
  aggregate: aggregateNamed,
  command: commandNamed,
  parse: (command, body) => parseCommand(inputOf(command), body),
  schemaOf: (command) => schemaOf(inputOf(command)),
  roleTitle: (role) => (ROLES as Readonly<Record<string, string>>)[role] ?? role,
};
