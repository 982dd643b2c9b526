import type { Aggregate, Decider } from '#eventsourcing';

export type JsonSchema = { readonly [keyword: string]: unknown };

/** A fault in what was sent: where (`officers[0].certNo`; empty for the body itself), and what is wrong, in Chinese. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** A command as every door sees it. */
export interface CommandEntry extends Decider<unknown, object> {
  readonly name: string;
  /** Chinese name of the act: 立案. */
  readonly title: string;
  readonly article: string;
  /** Roles that may give the command, the usual one first. */
  readonly roles: readonly string[];
}

export interface AggregateEntry extends Aggregate {
  /** Its part of every address: `cases`. */
  readonly path: string;
  readonly title: string;
  readonly commands: readonly CommandEntry[];
}

export type Parsed =
  | { readonly command: object; readonly faults?: undefined }
  | { readonly command?: undefined; readonly faults: readonly Fault[] };

/** The commands of a domain, as an app injects them: routes, checks, OpenAPI and forms are derived from it. */
export interface CommandRegistry {
  readonly aggregates: readonly AggregateEntry[];
  aggregate(name: string): AggregateEntry | undefined;
  aggregateAt(path: string): AggregateEntry | undefined;
  command(aggregate: string, name: string): CommandEntry | undefined;
  /** Checks plain JSON against the command's class. */
  parse(command: CommandEntry, body: unknown): Parsed;
  /** JSON schema (2020-12) of the command's input. */
  schemaOf(command: CommandEntry): JsonSchema;
  /** Chinese name of a role. */
  roleTitle(role: string): string;
}
