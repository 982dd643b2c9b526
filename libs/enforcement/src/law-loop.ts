import { type Actor, CommandLoop, type DecisionContext, type EventStore, type Refusal, refuse } from '#eventsourcing';
import { parseCommand, schemaOf } from '#fields';
import { dayOf, type Statutes } from '#statutes';
import { caseAggregate } from './case/case.js';
import type { RegisteredCommand } from './definition/aggregate.js';
import type { LawContext } from './definition/context.js';
import { officer } from './organisation/officer.js';
import { byRegister, type Claimed, type PeopleRule } from './organisation/standing.js';
import { unit } from './organisation/unit.js';
import { powerItem } from './registers/power-item.js';
import { proposal } from './registers/proposal.js';
import { AGGREGATES, aggregateNamed, commandNamed } from './registry.js';
import { ROLES, SYSTEM_ROLE } from './roles.js';
import type { SourceSystem } from './terms.js';

/** The command loop over the whole domain: every door that takes commands runs them through one of these. */
export function lawLoop(
  store: EventStore,
  statutes: Statutes,
  standing: PeopleRule = byRegister(),
): CommandLoop<LawContext> {
  return new CommandLoop<LawContext>({
    store,
    aggregates: new Map(AGGREGATES.map((aggregate) => [aggregate.name, aggregate])),
    context: (kernel) => contextOver(statutes, kernel, standing),
  });
}

/** Who somebody is today, for doors of people. */
export interface People {
  /**
   * Somebody as the register of people has him at a moment; or why he is not whom his token says. `asKept`: by what this
   * process remembers of him, for a door behind which the loop asks again before anything is written.
   */
  standing(claimed: Claimed, now: string, how: { readonly asKept: boolean }): Promise<Actor | Refusal>;
}

/** The people of a loop's register. Throws StoreUnavailableError. */
export function peopleOfRegister(
  loop: Pick<CommandLoop<LawContext>, 'state'>,
  standing: PeopleRule = byRegister(),
): People {
  return {
    standing: async (claimed, now, { asKept }) => {
      if (claimed.roles?.includes('CONNECTED_SYSTEM')) return connectedSystem(claimed);
      const at = async (fresh: boolean) =>
        standing(await loop.state(officer, claimed.id, { fresh }), claimed, dayOf(now));
      const known = await at(!asKept);
      // What is remembered may be older than what another process did: nobody is refused by it.
      return asKept && 'kind' in known ? at(true) : known;
    },
  };
}

/** A machine account is in no register of people, and nothing beside: its token says for which unit it tells. */
function connectedSystem({ id, unit, roles = [] }: Claimed): Actor | Refusal {
  if (roles.length === 1 && unit !== undefined) return { id, unit, roles };
  return refuse({
    code: 'actor.connected_system',
    article: '对接系统只转达本系统的事实，不代替人员办理',
    message: '对接系统的令牌须写明单位，并且不能兼有人员的身份',
  });
}

/** What every decision of the domain may know, over what the kernel knows. */
export function contextOver(statutes: Statutes, kernel: DecisionContext, standing: PeopleRule): LawContext {
  const { actor, facts, now } = kernel;
  return {
    ...kernel,
    sourceSystem: kernel.sourceSystem as SourceSystem,
    statutes,
    today: dayOf(now),
    standing: () => {
      const known = standing(facts.get(officer, actor.id), actor, dayOf(now));
      return 'kind' in known ? known : known.roles;
    },
    unitOf: (unitId) => facts.get(unit, unitId),
    itemOf: (itemId) => facts.get(powerItem, itemId),
    proposalOf: (proposalId) => facts.get(proposal, proposalId),
    caseOf: (caseId) => facts.get(caseAggregate, caseId),
  };
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
