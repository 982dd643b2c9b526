import type { Actor } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import type { PlannedCommand } from './play.js';
import { BUREAU, type DemoUnit, firmCode, personName, UNITS } from './quzhou.js';
import type { Dice } from './random.js';

/* The people of the year: officers in teams of two, leaders, reviewers, and the clerks and coordinators beside them. */

export interface Team {
  readonly lead: string;
  readonly assist: string;
}

export interface Crew {
  readonly unit: DemoUnit;
  readonly teams: readonly Team[];
  readonly chief: string;
  readonly deputies: readonly string[];
  readonly reviewers: readonly string[];
  readonly registrar: string;
}

/** The day on which everybody is entered in the register: before the first case of the play. */
export const SETUP_DAY: LegalDay = '2022-07-01';

const CERTIFICATES_FROM: LegalDay = '2021-01-01';
const CERTIFICATES_TO: LegalDay = '2026-12-31';

export interface Cast {
  readonly crews: ReadonlyMap<string, Crew>;
  readonly commands: readonly PlannedCommand[];
}

export function actorOf(userId: string, unitId: string, ...roles: string[]): Actor {
  return { id: userId, unit: unitId, roles };
}

const ADMINISTRATOR = actorOf('admin', BUREAU, 'ADMINISTRATOR');

/** 指导办 of the city. */
export const COORDINATOR = actorOf('coord-330800', BUREAU, 'COORDINATOR');

export function cast(dice: Dice): Cast {
  const commands: PlannedCommand[] = [];
  const give = (aggregate: string, id: string, command: string, body: object) =>
    commands.push({
      on: SETUP_DAY,
      aggregate,
      id,
      command,
      body,
      actor: ADMINISTRATOR,
      key: dice.uuid(),
      chain: `${aggregate}-${id}`,
    });

  const crews = new Map<string, Crew>();
  for (const unit of UNITS) {
    const { unitId, name, level, parentId, territoryCode, uscc, documentPrefix } = unit;
    give('unit', unitId, 'EstablishUnit', {
      unitId,
      name,
      level,
      territoryCode,
      uscc,
      documentPrefix,
      ...(parentId === undefined ? {} : { parentId }),
    });
    let serial = 0;
    const register = (userId: string, auxiliary: boolean): string => {
      give('officer', userId, 'RegisterOfficer', { userId, name: personName(dice), unitId, auxiliary });
      return userId;
    };
    const person = (role: string): string => {
      serial += 1;
      return register(`${role}-${unitId}-${String(serial).padStart(2, '0')}`, false);
    };
    const certified = (role: string): string => {
      const userId = person(role);
      give('officer', userId, 'IssueCertificate', {
        certNo: `${unitId.slice(0, 6).padEnd(6, '0')}${unitId.slice(6).padStart(3, '0')}${String(serial).padStart(4, '0')}`,
        validFrom: CERTIFICATES_FROM,
        validTo: CERTIFICATES_TO,
      });
      return userId;
    };
    const leader = (rank: string): string => {
      const userId = person('leader');
      give('officer', userId, 'AppointLeader', { rank, from: CERTIFICATES_FROM });
      return userId;
    };
    const reviewer = (): string => {
      const userId = person('reviewer');
      const firstTime = dice.oneIn(2);
      give('officer', userId, 'EnrolReviewer', {
        enrolledOn: CERTIFICATES_FROM,
        firstTime,
        ...(firstTime ? { legalQualificationNo: `A2018330${firmCode(dice).slice(8, 14)}` } : {}),
      });
      return userId;
    };
    const size = { CITY: 10, COUNTY: 4, TOWNSHIP: 2 }[level];
    crews.set(unitId, {
      unit,
      chief: leader('CHIEF'),
      deputies: level === 'TOWNSHIP' ? [leader('DEPUTY')] : [leader('DEPUTY'), leader('DEPUTY')],
      reviewers: Array.from({ length: level === 'CITY' ? 4 : 1 }, reviewer),
      teams: Array.from({ length: size }, () => ({ lead: certified('officer'), assist: certified('officer') })),
      registrar: register(`registrar-${unitId}`, true),
    });
    if (unitId === COORDINATOR.unit) register(COORDINATOR.id, false);
  }
  return { crews, commands };
}
