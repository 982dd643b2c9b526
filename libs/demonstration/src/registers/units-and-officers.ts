import type { GrantedRole } from '#enforcement';
import { defined } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import { ADMINISTRATOR, type Cast, COORDINATOR, type Crew } from '../cast.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { published } from '../published-2023.js';
import { BUREAU, firmCode, personName, UNITS } from '../quzhou.js';
import type { Dice } from '../random.js';

/** The day on which everybody is entered in the register: before the first case of the play. */
export const SETUP_DAY: LegalDay = '2022-07-01';

/** Units are there before their people, and each before those below it: the day before, one after another. */
const UNITS_DAY: LegalDay = '2022-06-30';

const CERTIFICATES_FROM: LegalDay = '2021-01-01';
const CERTIFICATES_TO: LegalDay = '2026-12-31';

/** 机构和执法人员: entered once, however often the year is played over; everything else refers to them. */
export function unitsAndOfficers(dice: Dice): { readonly cast: Cast; readonly commands: readonly PlannedCommand[] } {
  const commands: PlannedCommand[] = [];
  const give = (aggregate: string, id: string, command: string, body: object) =>
    commands.push(commandsTo(dice, aggregate, id, ADMINISTRATOR)(SETUP_DAY, command, body));

  const names = new Map<string, string>();
  const crews: Crew[] = [];
  for (const unit of UNITS) {
    const { unitId, name, level, parentId, territoryCode, uscc, documentPrefix } = unit;
    const body = { name, level, territoryCode, uscc, documentPrefix, ...defined({ parentId }) };
    const established = commandsTo(dice, 'unit', unitId, ADMINISTRATOR)(UNITS_DAY, 'EstablishUnit', body);
    commands.push({ ...established, chain: 'units' });
    let serial = 0;
    const register = (userId: string, auxiliary: boolean): string => {
      const name = personName(dice);
      names.set(userId, name);
      give('officer', userId, 'RegisterOfficer', { name, unitId, auxiliary });
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
    crews.push({
      unit,
      chief: leader('CHIEF'),
      deputies: level === 'TOWNSHIP' ? [leader('DEPUTY')] : [leader('DEPUTY'), leader('DEPUTY')],
      reviewers: Array.from({ length: level === 'CITY' ? 4 : 1 }, reviewer),
      teams: Array.from({ length: size }, () => ({ lead: certified('officer'), assist: certified('officer') })),
      registrar: register(`registrar-${unitId}`, true),
    });
    if (unitId === COORDINATOR.unit) register(COORDINATOR.id, false);
  }
  // Drawn last, so that whoever is drawn before them is who he was.
  const enter = (userId: string, unitId: string, auxiliary: boolean): void => {
    const name = personName(dice);
    names.set(userId, name);
    give('officer', userId, 'RegisterOfficer', { name, unitId, auxiliary });
  };
  const office: readonly (readonly [userId: string, role: GrantedRole])[] = [
    ['auditor', 'AUDITOR'],
    ['analyst', 'ANALYST'],
    [ADMINISTRATOR.id, 'ADMINISTRATOR'],
  ];
  for (let n = 0; names.size < published('F02/people') - office.length; n++) {
    const { unitId } = UNITS[n % UNITS.length]!;
    enter(`staff-${unitId}-${String(Math.floor(n / UNITS.length) + 1).padStart(2, '0')}`, unitId, true);
  }
  for (const [userId] of office) enter(userId, BUREAU, false);
  const grant = (userId: string, role: GrantedRole) =>
    give('officer', userId, 'GrantRole', { role, from: CERTIFICATES_FROM });
  for (const { registrar } of crews) grant(registrar, 'REGISTRAR');
  grant(COORDINATOR.id, 'COORDINATOR');
  for (const [userId, role] of office) grant(userId, role);
  const [bureau, ...others] = crews;
  const counties = others.filter(({ unit }) => unit.level === 'COUNTY');
  return { cast: { bureau: bureau!, others, counties, names }, commands };
}
