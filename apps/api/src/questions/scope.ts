import { officer, type Register, type Role } from '#enforcement';
import type { Filters } from '#eventsourcing';
import { forbidden, type Person } from '#platform';
import type { UnitTree } from './units.js';

/* Who sees what: one table, asked by every question (DOMAIN G40). */

/** A 对接系统 sees nothing. */
type RoleOfPeople = Exclude<Role, 'CONNECTED_SYSTEM'>;

/**
 * How far a role sees. `OWN`: the unit of the person, and what is assigned to him elsewhere. `BELOW`: the unit and those
 * below it. `SYSTEM`: registers of units and people alone, whatever other roles there are.
 */
const REACH: Readonly<Record<RoleOfPeople, 'OWN' | 'BELOW' | 'SYSTEM'>> = {
  OFFICER: 'OWN',
  REGISTRAR: 'OWN',
  REVIEWER: 'OWN',
  LEADER: 'BELOW',
  COORDINATOR: 'BELOW',
  AUDITOR: 'BELOW',
  ANALYST: 'BELOW',
  ADMINISTRATOR: 'SYSTEM',
};

const ADMINISTERS = '系统管理员只管理放假安排、执法单位和执法人员';

/** Public organs, and the notices by which days are counted: everybody with a role of ours may know them. */
export function isPublic({ name }: Pick<Register, 'name'>): boolean {
  return name === 'unit' || name === 'holidayNotice';
}

/** Registers that the administrator keeps: he has an act in them. */
function isOfSystem({ aggregate }: Register): boolean {
  return aggregate.commands.some(({ roles }) => roles.includes('ADMINISTRATOR'));
}

/** The roles of ours that somebody sees with. */
function rolesOfOurs({ roles }: Pick<Person, 'roles'>): RoleOfPeople[] {
  return roles.filter((role): role is RoleOfPeople => Object.hasOwn(REACH, role));
}

/** Whether names are shown: to whoever has a role of ours besides the analyst's. */
export function seesNames(person: Pick<Person, 'roles'>): boolean {
  return rolesOfOurs(person).some((role) => role !== 'ANALYST');
}

/** What one person may see, as his roles, his unit and the tree of units say. */
export class Scope {
  readonly seesNames: boolean;
  private readonly reach: 'NOTHING' | 'OWN' | 'BELOW' | 'SYSTEM';
  /** The units whose records and figures are in sight; undefined where that is the whole tree. */
  readonly units: readonly string[] | undefined;

  constructor(
    private readonly person: Person,
    private readonly tree: UnitTree,
  ) {
    const reaches = new Set(rolesOfOurs(person).map((role) => REACH[role]));
    this.reach = (['SYSTEM', 'BELOW', 'OWN'] as const).find((reach) => reaches.has(reach)) ?? 'NOTHING';
    this.seesNames = seesNames(person);
    this.units = this.unitsInSight();
  }

  private unitsInSight(): readonly string[] | undefined {
    switch (this.reach) {
      case 'NOTHING':
        return [];
      case 'SYSTEM':
        return undefined;
      case 'OWN':
        return [this.person.unit];
      case 'BELOW': {
        const below = this.tree.below(this.person.unit);
        return this.tree.isWhole(below) ? undefined : below;
      }
    }
  }

  /** Whether anything of a register is for this person. */
  mayAsk(register: Register): boolean {
    if (this.reach === 'SYSTEM') return isOfSystem(register);
    // Its records are people, called by their ids.
    return this.reach !== 'NOTHING' && (this.seesNames || register.name !== officer.name);
  }

  /** Whether figures, worklists and looks are for this person: for everybody of ours but the administrator. */
  get seesFigures(): boolean {
    return this.reach === 'OWN' || this.reach === 'BELOW';
  }

  /** Throws ProblemError 403 where nothing of a register is for this person. */
  assertMayAsk(register: Register): void {
    this.assertIsOurs();
    if (this.mayAsk(register)) return;
    if (this.reach === 'SYSTEM') throw forbidden(`${ADMINISTERS}，不能查阅${register.title}`);
    throw forbidden(`您的身份不能查阅${register.title}：记录的都是具名的人员`);
  }

  assertSeesFigures(what: string): void {
    this.assertIsOurs();
    if (!this.seesFigures) throw forbidden(`${ADMINISTERS}，不能查阅${what}`);
  }

  private assertIsOurs(): void {
    if (this.reach === 'NOTHING') throw forbidden('您的登录没有本系统的身份，不能查阅任何内容');
  }

  /** Of which groups of filters a row of the register must meet one; undefined where every row is in sight. */
  groups({ name, unitFields, peopleField }: Register, isList: (field: string) => boolean) {
    if (this.seesAllOf({ name })) return undefined;
    const units = this.units!;
    const groups = unitFields.flatMap((field): Filters<Record<string, unknown>>[] =>
      isList(field) ? units.map((unit) => ({ [field]: { contains: unit } })) : [{ [field]: { in: units } }],
    );
    if (peopleField !== undefined && this.seesNames) groups.push({ [peopleField]: { contains: this.person.id } });
    return groups;
  }

  includes(register: Register, row: Readonly<Record<string, unknown>>): boolean {
    const { name, unitFields, peopleField } = register;
    if (!this.mayAsk(register)) return false;
    if (this.seesAllOf({ name })) return true;
    const holds = (field: string, values: readonly string[]) =>
      [row[field]].flat().some((value) => typeof value === 'string' && values.includes(value));
    return (
      unitFields.some((field) => holds(field, this.units!)) ||
      (peopleField !== undefined && this.seesNames && holds(peopleField, [this.person.id]))
    );
  }

  foreign(register: Register, row: Readonly<Record<string, unknown>>) {
    const [owner] = register.unitFields
      .flatMap((field) => [row[field]].flat())
      .filter((unit) => typeof unit === 'string');
    const whose = owner === undefined ? '' : `属于${this.tree.name(owner)}，`;
    return forbidden(`${register.noun}${whose}不在您的查阅范围：${this.inWords()}`);
  }

  /** The units of figures: one that is asked for with or without those below it, or all in sight. Throws 403. */
  unitsAsked(unit: string | undefined, isWithBelow: boolean): readonly string[] | undefined {
    if (unit === undefined) return this.units;
    const asked = isWithBelow ? this.tree.below(unit) : [unit];
    if (this.units === undefined) return this.tree.isWhole(asked) ? undefined : asked;
    const outside = asked.find((one) => !this.units!.includes(one));
    if (outside === undefined) return asked;
    throw forbidden(`${this.tree.name(outside)}不在您的查阅范围：${this.inWords()}`);
  }

  includesUnit(unit: string): boolean {
    return this.units === undefined || this.units.includes(unit);
  }

  private seesAllOf(register: Pick<Register, 'name'>): boolean {
    return isPublic(register) || this.units === undefined;
  }

  private inWords(): string {
    const own = this.tree.name(this.person.unit);
    return this.reach === 'BELOW' ? `您可以查阅${own}及其下级单位的内容` : `您可以查阅${own}的和指派给您的内容`;
  }
}
