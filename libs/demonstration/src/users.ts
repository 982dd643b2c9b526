import type { Role } from '#enforcement';
import type { Actor } from '#eventsourcing';
import { COORDINATOR } from './cast.js';
import { Dice } from './random.js';
import { unitsAndOfficers } from './registers/units-and-officers.js';
import { DEMONSTRATION_YEAR } from './year.js';

export interface DemonstrationPerson extends Actor {
  readonly name: string;
  /** What this person does, for the list of tokens. */
  readonly title: string;
}

/** One person for each way of working with the demonstration year; those of the bureau come first. */
export function demonstrationPeople(seed = DEMONSTRATION_YEAR.seed): DemonstrationPerson[] {
  const { bureau, counties, others, names } = unitsAndOfficers(new Dice(seed)).cast;
  const county = counties[0]!;
  const township = others.find(({ unit }) => unit.parentId === county.unit.unitId)!;
  const person =
    ({ unit }: typeof bureau) =>
    (id: string, title: string, ...roles: Role[]): DemonstrationPerson => ({
      id,
      title,
      unit: unit.unitId,
      roles,
      name: names.get(id) ?? title,
    });
  const ofBureau = person(bureau);
  return [
    ofBureau(bureau.teams[0]!.lead, '办案员', 'OFFICER'),
    ofBureau(bureau.reviewers[0]!, '法制审核员', 'REVIEWER'),
    ofBureau(bureau.chief, '机关负责人', 'LEADER'),
    ofBureau(COORDINATOR.id, '指导办', 'COORDINATOR'),
    ofBureau(bureau.registrar, '登记人员', 'REGISTRAR'),
    ofBureau('auditor', '审计员', 'AUDITOR'),
    ofBureau('analyst', '分析员', 'ANALYST'),
    ofBureau('admin', '系统管理员', 'ADMINISTRATOR'),
    // What people of a county and of a town see is less.
    person(county)(county.chief, `${county.unit.name}负责人`, 'LEADER'),
    person(township)(township.teams[0]!.lead, `${township.unit.name}办案员`, 'OFFICER'),
  ];
}
