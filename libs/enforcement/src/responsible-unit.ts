import { type Actor, type Need, type Refusal, refuse } from '#eventsourcing';
import { say, the } from '#fields';
import type { LawContext } from './definition/context.js';

/*
 * Who acts for whom: everybody for his own unit; the 指导办 (COORDINATOR) of the city for every unit, that of a county
 * for the units right below it (浙江省综合行政执法条例第十二条: 统筹协调、指挥调度).
 */

const ARTICLE = '浙江省综合行政执法条例第十二条';

/** The unit's own stream, by which it is known. */
export function unitNeed(unitId: string): Need {
  return { aggregate: 'unit', id: unitId };
}

/** Streams that `guardResponsible` reads: none where the actor acts for his own unit. */
export function responsibleNeeds(actor: Actor, unitId: string): Need[] {
  if (actor.unit === unitId || unitId === '' || !actor.roles.includes('COORDINATOR')) return [];
  return [unitNeed(actor.unit), unitNeed(unitId)];
}

/** The actor acts for this unit. The command must list `responsibleNeeds`. */
export function guardResponsible(
  { actor, unitOf }: Pick<LawContext, 'actor' | 'unitOf'>,
  unitId: string,
): Refusal | undefined {
  // Nobody's yet: what is not there is refused by its phase.
  if (actor.unit === unitId || unitId === '') return undefined;
  if (actor.roles.includes('COORDINATOR')) {
    if (unitOf(actor.unit).level === 'CITY' || unitOf(unitId).parentId === actor.unit) return undefined;
  }
  return refuse({
    code: 'unit.not_responsible',
    article: ARTICLE,
    message: say`此事由${the.unit(unitId)}负责，您属于${the.unit(actor.unit)}，只能办理本单位的事项；请转由该单位或者指导办办理`,
  });
}

/** The unit is in the register of units. The command must list `unitNeed(unitId)`. */
export function guardUnitKnown({ unitOf }: Pick<LawContext, 'unitOf'>, unitId: string): Refusal | undefined {
  if (unitOf(unitId).unitId !== '') return undefined;
  return refuse({
    code: 'unit.unknown',
    article: '行政处罚法第十七条',
    message: say`没有编号为${the.label(unitId)}的执法单位，请核对编号，或者先登记该单位`,
  });
}
