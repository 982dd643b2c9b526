import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { CommandOutcome } from '#eventsourcing';
import { CommandExecutionModule } from './command-execution.module.js';
import { type CommandEnvelope, type CommandExecutionOptions, ExecuteCommand } from './execute-command.js';
import { nestLog } from './nest-log.js';

/** The CommandBus without HTTP, for whoever gives commands from within the process. */
export interface CommandDoor {
  /** As any door does it: found, authorised, checked, decided, appended. */
  execute(envelope: CommandEnvelope): Promise<CommandOutcome>;
  close(): Promise<void>;
}

/** Opens a CommandBus of its own over the loop. */
export async function openCommandDoor(options: CommandExecutionOptions): Promise<CommandDoor> {
  const application = await NestFactory.createApplicationContext(CommandExecutionModule.register(options), {
    logger: options.telemetry ? nestLog(options.telemetry.log) : ['error', 'warn'],
    abortOnError: false,
  });
  const bus = application.get(CommandBus);
  return {
    execute: (envelope) => bus.execute(new ExecuteCommand(envelope)),
    close: () => application.close(),
  };
}
