import { type Need, type Refusal, refuse } from '#eventsourcing';
import { Day, Optional, say, the, UnitRef } from '#fields';
import type { LegalDay } from '#statutes';

/* 职权法定 (行政处罚法第十七条、第二十四条; G03): what the organ has claimed it may enforce, and a town what was delegated to it. */

/** From the first day to the day before `until`. */
export class ItemClaim {
  @Day('认领日期') from!: LegalDay;
  @Optional() @Day('取消认领日期') until?: LegalDay;
}

/** 赋权 to a town or street. */
export class Delegation {
  @UnitRef('承接的乡镇（街道）') townId!: string;
  @Day('生效日期') effectiveOn!: LegalDay;
  @Optional() @Day('收回日期') until?: LegalDay;
}

/** What the library of power items says of who may enforce an item; nothing of one that it does not have. */
export interface Competence {
  readonly addedOn?: LegalDay;
  readonly claims?: readonly ItemClaim[];
  readonly delegations?: readonly Delegation[];
}

const isBefore = (day: LegalDay, until: LegalDay | undefined) => until === undefined || day < until;

/** The item is delegated to the town on a day. */
export function isDelegatedOn({ delegations = [] }: Competence, townId: string, day: LegalDay): boolean {
  return delegations.some((one) => one.townId === townId && one.effectiveOn <= day && isBefore(day, one.until));
}

/** What the guard asks of items and units; every decision's context has it. */
interface Asked {
  readonly itemOf: (itemId: string) => Competence;
  readonly unitOf: (unitId: string) => { readonly level?: string };
}

/** The first of these days that is yet to come. */
function nextOf(days: readonly LegalDay[], day: LegalDay): { earliest?: LegalDay } {
  const [earliest] = days.filter((from) => from > day).sort();
  return earliest === undefined ? {} : { earliest };
}

/** Streams that `guardCompetent` reads. */
export function competenceNeeds(itemId: string | undefined, unitId: string): Need[] {
  return itemId === undefined
    ? []
    : [
        { aggregate: 'powerItem', id: itemId },
        { aggregate: 'unit', id: unitId },
      ];
}

/**
 * G03: on the day the item was claimed, and delegated where the unit is a town or street. Of what is not in the library, or
 * was not yet on that day, nothing is known, and nothing is refused (F2).
 */
export function guardCompetent(
  { itemOf, unitOf }: Asked,
  item: { readonly itemId: string; readonly name: string },
  unitId: string,
  on: LegalDay,
): Refusal | undefined {
  const known = itemOf(item.itemId);
  if (known.addedOn === undefined || known.addedOn > on) return undefined;
  const { claims = [], delegations = [] } = known;
  if (!claims.some(({ from, until }) => from <= on && isBefore(on, until)))
    return refuse({
      code: 'item.not_claimed',
      article: '行政处罚法第十七条',
      message: say`“${the.label(item.name)}”在${the.day(on)}没有由本机关认领，不能办理；应由实施该事项的机关管辖`,
      ...nextOf(
        claims.map(({ from }) => from),
        on,
      ),
    });
  if (unitOf(unitId).level !== 'TOWNSHIP' || isDelegatedOn(known, unitId, on)) return undefined;
  return refuse({
    code: 'item.not_delegated',
    article: '行政处罚法第二十四条第一款',
    message: say`“${the.label(item.name)}”在${the.day(on)}没有赋权给${the.unit(unitId)}，不能以其名义办理，应由县级执法部门管辖`,
    ...nextOf(
      delegations.flatMap(({ townId, effectiveOn }) => (townId === unitId ? effectiveOn : [])),
      on,
    ),
  });
}
