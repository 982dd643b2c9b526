import { CommandLoop, type DecisionContext, defined, type EventStore, type StateCache } from '#eventsourcing';
import { parseCommand, schemaOf } from '#fields';
import { dayOf, type Statutes } from '#statutes';
import { caseAggregate } from './case/case.js';
import type { RegisteredCommand } from './definition/aggregate.js';
import type { LawContext } from './definition/context.js';
import { unit } from './organisation/unit.js';
import { powerItem } from './registers/power-item.js';
import { proposal } from './registers/proposal.js';
import { AGGREGATES, aggregateNamed, commandNamed } from './registry.js';
import { ROLES, SYSTEM_ROLE } from './roles.js';
import type { SourceSystem } from './terms.js';

/** The command loop over the whole domain: every door that takes commands runs them through one of these. */
export function lawLoop(store: EventStore, statutes: Statutes, cache?: StateCache): CommandLoop<LawContext> {
  return new CommandLoop<LawContext>({
    store,
    aggregates: new Map(AGGREGATES.map((aggregate) => [aggregate.name, aggregate])),
    context: (kernel: DecisionContext) => ({
      ...kernel,
      sourceSystem: kernel.sourceSystem as SourceSystem,
      statutes,
      today: dayOf(kernel.now),
      unitOf: (unitId) => kernel.facts.get(unit, unitId),
      itemOf: (itemId) => kernel.facts.get(powerItem, itemId),
      proposalOf: (proposalId) => kernel.facts.get(proposal, proposalId),
      caseOf: (caseId) => kernel.facts.get(caseAggregate, caseId),
    }),
    ...defined({ cache }),
  });
}

/** Every entry that the registry hands out is one of the domain's, so that it may be taken back as such. */
const inputOf = (command: object) => (command as RegisteredCommand).input;

const byPath = new Map(AGGREGATES.map((aggregate) => [aggregate.path, aggregate]));

/** The domain's commands as a door sees them: what there is, how it is checked, what its form looks like. */
export const lawRegistry = {
  aggregates: AGGREGATES,
  aggregate: aggregateNamed,
  aggregateAt: (path: string) => byPath.get(path),
  command: commandNamed,
  parse: (command: object, body: unknown) => parseCommand(inputOf(command), body),
  schemaOf: (command: object) => schemaOf(inputOf(command)),
  roleTitle: (role: string) =>
    role === SYSTEM_ROLE ? '系统' : ((ROLES as Readonly<Record<string, string>>)[role] ?? role),
};
