import type { CommandDefinition } from './definition/stage.js';

export { MAX_FAULTS, parseCommand } from '#fields';
export * from './definition/aggregate.js';
export * from './definition/context.js';
export { type CommandDefinition, command } from './definition/stage.js';
// biome-ignore lint/suspicious/noExplicitAny: transition.
export type Stage<_S> = any;
// biome-ignore lint/suspicious/noExplicitAny: transition.
export function event<_S, _D>(definition: any): any {
  return definition;
}
export type _C = CommandDefinition<object, object>;
