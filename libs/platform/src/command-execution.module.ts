import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { COMMAND_EXECUTION, CommandExecution, type CommandExecutionOptions } from './execute-command.js';

/** Puts the execution of commands on the CommandBus. Every process that takes commands imports it, with or without HTTP. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest knows a module by its class.
export class CommandExecutionModule {
  static register(options: CommandExecutionOptions): DynamicModule {
    return {
      module: CommandExecutionModule,
      imports: [CqrsModule.forRoot()],
      providers: [{ provide: COMMAND_EXECUTION, useValue: options }, CommandExecution],
      exports: [CqrsModule, COMMAND_EXECUTION],
    };
  }
}
