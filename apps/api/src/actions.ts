import { Inject, Injectable } from '@nestjs/common';
import type { Refusal } from '#eventsourcing';
import {
  type AggregateEntry,
  COMMAND_EXECUTION,
  type CommandEntry,
  type CommandExecutionOptions,
  type JsonSchema,
  type Person,
  whoseAct,
} from '#platform';
import { API_OPTIONS, type ApiOptions, serverTime } from './api-options.js';

/** An act that there is for a kind of aggregate. */
interface Act {
  readonly command: string;
  readonly title: string;
  readonly article: string;
  readonly roles: readonly { readonly role: string; readonly title: string }[];
  readonly schema: JsonSchema;
}

/** Whether somebody may do it now; what only its input decides is not said here. */
export interface Action extends Act {
  /** Whether the person's roles are among those that do this at all. */
  readonly isInRole: boolean;
  readonly href: string;
  readonly isPossible: boolean;
  readonly refusal: {
    readonly code: string;
    readonly article: string;
    readonly message: string;
    /** The first day on which it becomes possible, where waiting helps. */
    readonly earliest: string | null;
  } | null;
}

/** What a person may do with an aggregate now, and if not why, by which article and from which day. */
@Injectable()
export class Actions {
  private readonly acts: ReadonlyMap<string, readonly Act[]>;

  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    @Inject(COMMAND_EXECUTION) private readonly execution: CommandExecutionOptions,
  ) {
    const { registry } = options;
    this.acts = new Map(
      registry.aggregates.map(({ name, commands }) => [
        name,
        commands.map((command) => ({
          command: command.name,
          title: command.title,
          article: command.article,
          roles: command.roles.map((role) => ({ role, title: registry.roleTitle(role) })),
          schema: registry.schemaOf(command),
        })),
      ]),
    );
  }

  async of({ name, commands }: AggregateEntry, id: string, person: Person): Promise<Action[]> {
    const { loop, sourceSystem } = this.execution;
    const own = commands.filter(({ roles }) => roles.some((role) => person.roles.includes(role)));
    const looked = await loop.look({ deciders: own, id, actor: person, now: serverTime(this.options), sourceSystem });
    const refusals = new Map(own.map((command, index) => [command.name, looked[index]]));
    const acts = this.acts.get(name)!;
    return commands.map((command, index) => {
      const isInRole = refusals.has(command.name);
      const refusal = isInRole ? refusals.get(command.name) : this.notInRole(command);
      return {
        ...acts[index]!,
        href: `/api/${name}/${id}/${command.name}`,
        isInRole,
        isPossible: refusal === undefined,
        refusal: refusal === undefined ? null : shown(refusal),
      };
    });
  }

  private notInRole(command: CommandEntry): Omit<Refusal, 'kind'> {
    return { code: 'actor.role', article: command.article, message: whoseAct(this.options.registry, command) };
  }
}

function shown({ code, article, message, earliest }: Omit<Refusal, 'kind'>) {
  return { code, article, message, earliest: earliest ?? null };
}
