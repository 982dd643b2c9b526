import { type Actor, type DecisionContext, type Facts, type Need, type Refusal, refuse } from '#eventsourcing';
import { unit, unitNeed } from './organisation/unit.js';

/*
 * Who acts for whom: everybody for his own unit; the 指导办 (COORDINATOR) of the city for every unit, that of a county
 * for the units right below it (浙江省综合行政执法条例第十二条: 统筹协调、指挥调度).
 */

const ARTICLE = '浙江省综合行政执法条例第十二条';

/** Streams that `guardResponsible` reads: none where the actor acts for his own unit. */
export function responsibleNeeds(actor: Actor, unitId: string): Need[] {
  if (actor.unit === unitId || unitId === '' || !actor.roles.includes('COORDINATOR')) return [];
  return [unitNeed(actor.unit), unitNeed(unitId)];
}

/** The actor acts for this unit. The command must list `responsibleNeeds`. */
export function guardResponsible(
  { actor, facts }: Pick<DecisionContext, 'actor' | 'facts'>,
  unitId: string,
): Refusal | undefined {
  if (actor.unit === unitId) return undefined;
  if (actor.roles.includes('COORDINATOR')) {
    const own = facts.get(unit, actor.unit);
    if (own.level === 'CITY' || facts.get(unit, unitId).parentId === actor.unit) return undefined;
  }
  return refuse({
    code: 'unit.not_responsible',
    article: ARTICLE,
    message: `此事由单位${unitId}负责，您属于${actor.unit}，只能办理本单位的事项；请转由该单位或者指导办办理`,
  });
}

/** The unit is in the register of units. The command must list `unitNeed(unitId)`. */
export function guardUnitKnown(facts: Facts, unitId: string): Refusal | undefined {
  if (facts.get(unit, unitId).unitId !== undefined) return undefined;
  return refuse({
    code: 'unit.unknown',
    article: '行政处罚法第十七条',
    message: `没有编号为${unitId}的执法单位，请核对编号，或者先登记该单位`,
  });
}
