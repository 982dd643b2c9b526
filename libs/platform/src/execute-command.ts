import { hash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type {
  Actor,
  CommandOutcome,
  CommandRequest,
  Decision,
  DecisionContext,
  LookRequest,
  Refusal,
  RehearsalRequest,
  Revision,
} from '#eventsourcing';
import { defined, StoreUnavailableError } from '#eventsourcing';
import type { CommandEnd, Telemetry } from '#telemetry';
import { bodyFaults } from './command-body.js';
import { commandIdOf, unrepeatableCommandId } from './command-id.js';
import type { AggregateEntry, CommandEntry, CommandRegistry } from './command-registry.js';
import { badInput, forbidden, notFound, ProblemError } from './problem.js';

/** A command as it comes through a door. */
export interface CommandEnvelope {
  readonly aggregate: string;
  readonly id: string;
  /** Name of the command: `FileCase`. */
  readonly name: string;
  /** Plain JSON. */
  readonly body: unknown;
  /** From the signed token, never from the body. */
  readonly actor: Actor;
  /** ISO-8601 UTC. */
  readonly now: string;
  /** Idempotency key of the caller, 1 to 200 printable ASCII characters. */
  readonly key?: string | undefined;
  readonly ifMatch?: Revision | 'no-stream' | undefined;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** Default: the source system of the execution's options. */
  readonly sourceSystem?: string;
}

/** The one message on the CommandBus: every change of every aggregate, whichever door it comes through. */
export class ExecuteCommand extends Command<CommandOutcome> {
  readonly commandId: string;
  /** Whether the caller gave a key, so that sending the command again does nothing twice. */
  readonly isRepeatable: boolean;

  constructor(readonly envelope: CommandEnvelope) {
    super();
    const { actor, aggregate, id, name, key } = envelope;
    this.isRepeatable = key !== undefined;
    this.commandId =
      key === undefined ? unrepeatableCommandId() : commandIdOf({ actorId: actor.id, aggregate, id, name, key });
  }
}

/** What the execution asks of a CommandLoop. */
export interface DecisionLoop {
  handle(request: CommandRequest<unknown, object, DecisionContext>): Promise<CommandOutcome>;
  /** For each command what refuses it now, whatever it will say. */
  look(request: LookRequest<DecisionContext>): Promise<readonly (Refusal | undefined)[]>;
  /** What a command would come to now; nothing is done. */
  rehearse(request: RehearsalRequest<unknown, object, DecisionContext>): Promise<Decision>;
}

export const COMMAND_EXECUTION = Symbol('command execution');

export interface CommandExecutionOptions {
  readonly registry: CommandRegistry;
  readonly loop: DecisionLoop;
  /** Version of the statutes and the bureau's parameters, stamped on every event. */
  readonly ruleset: string;
  /** Stamped on events of commands that name no other. */
  readonly sourceSystem: string;
  readonly telemetry?: Telemetry | undefined;
}

/** An aggregate's id becomes part of a stream's name. */
export const AGGREGATE_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;

/**
 * Carries out every command: finds it, asks whether this person may give it, checks its input, and hands it to the
 * loop, which decides, appends and retries a lost race. What must hold around every command stands here, once.
 * Throws ProblemError 404, 403 and 400.
 */
@CommandHandler(ExecuteCommand)
export class CommandExecution implements ICommandHandler<ExecuteCommand, CommandOutcome> {
  constructor(@Inject(COMMAND_EXECUTION) private readonly options: CommandExecutionOptions) {}

  async execute(command: ExecuteCommand): Promise<CommandOutcome> {
    const { envelope, commandId } = command;
    const { aggregate, id, name, correlationId = commandId } = envelope;
    // An id that is none may be anything that somebody typed.
    const told = AGGREGATE_ID.test(id) ? id : '';
    const end = this.options.telemetry?.command({ commandId, correlationId, aggregate, id: told, name });
    if (end === undefined) return this.carryOut(command);
    try {
      const outcome = await this.carryOut(command);
      end(endOf(outcome));
      return outcome;
    } catch (error) {
      end(failureOf(error));
      throw error;
    }
  }

  private async carryOut({ envelope, commandId }: ExecuteCommand): Promise<CommandOutcome> {
    const { registry, loop, ruleset, sourceSystem } = this.options;
    const { aggregate, id, name, actor } = envelope;
    const entry = registeredCommand(registry, aggregate, name);
    const role = roleFor(registry, entry, actor);
    assertAggregateId(id);
    const unfit = bodyFaults(envelope.body);
    if (unfit.length > 0) throw badInput(unfit);
    const parsed = registry.parse(entry, envelope.body);
    if (parsed.faults) throw badInput(parsed.faults);
    return loop.handle({
      decider: entry,
      id,
      command: parsed.command,
      actor,
      role,
      now: envelope.now,
      commandId,
      // In normal form and in the order of its class: the same thing said in another way is the same thing.
      inputDigest: hash('sha256', JSON.stringify(parsed.command), 'base64url'),
      sourceSystem: envelope.sourceSystem ?? sourceSystem,
      ruleset,
      ...defined({
        ifMatch: envelope.ifMatch,
        correlationId: envelope.correlationId,
        causationId: envelope.causationId,
      }),
    });
  }
}

function endOf(outcome: CommandOutcome): CommandEnd {
  if (outcome.kind === 'refused') return { outcome: 'refused', code: outcome.refusal.code };
  if (outcome.kind !== 'done') return { outcome: outcome.kind };
  return { outcome: outcome.replayed ? 'replayed' : 'done', position: outcome.position };
}

function failureOf(error: unknown): CommandEnd {
  if (error instanceof ProblemError) return { outcome: 'unacceptable', code: error.problem.code };
  return { outcome: error instanceof StoreUnavailableError ? 'unavailable' : 'failed', error };
}

/** Throws ProblemError 400. */
export function assertAggregateId(id: string): void {
  if (!AGGREGATE_ID.test(id))
    throw badInput([{ path: 'id', message: '编号只能由字母、数字和 -_.: 组成，至多100个字符' }]);
}

/** The command of that name; throws ProblemError 404 that names what there is. */
export function registeredCommand(registry: CommandRegistry, aggregate: string, name: string): CommandEntry {
  const entry = registry.command(aggregate, name);
  if (entry) return entry;
  const known = registeredAggregate(registry, aggregate);
  throw notFound(`${known.title}没有名为 ${name} 的办理事项`, { known: known.commands.map((command) => command.name) });
}

/** The aggregate of that name; throws ProblemError 404 that names what there is. */
export function registeredAggregate(registry: CommandRegistry, name: string): AggregateEntry {
  const entry = registry.aggregate(name);
  if (entry) return entry;
  throw notFound(`没有名为 ${name} 的档案种类`, { known: registry.aggregates.map((aggregate) => aggregate.name) });
}

/** The aggregate at that path; throws ProblemError 404 that names what there is. */
export function aggregateAt(registry: CommandRegistry, path: string): AggregateEntry {
  const entry = registry.aggregateAt(path);
  if (entry) return entry;
  throw notFound(`没有名为 ${path} 的档案种类`, { known: registry.aggregates.map((aggregate) => aggregate.path) });
}

/** The role in which the person gives the command; throws ProblemError 403. */
export function roleFor(registry: CommandRegistry, entry: CommandEntry, actor: Actor): string {
  const role = entry.roles.find((candidate) => actor.roles.includes(candidate));
  if (role !== undefined) return role;
  const { title, roles } = entry;
  const own = titlesOf(registry, actor.roles);
  throw forbidden(`“${title}”应由${titlesOf(registry, roles)}办理，您的身份是${own}`, { roles });
}

function titlesOf(registry: CommandRegistry, roles: readonly string[]): string {
  return roles.map((name) => registry.roleTitle(name)).join('、');
}
