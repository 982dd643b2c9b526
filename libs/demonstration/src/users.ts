import type { Actor } from '#eventsourcing';
import { COORDINATOR } from './cast.js';
import { BUREAU } from './quzhou.js';
import { Dice } from './random.js';
import { unitsAndOfficers } from './registers/units-and-officers.js';
import { DEMONSTRATION_YEAR } from './year.js';

export interface DemonstrationPerson extends Actor {
  readonly name: string;
  /** What this person does, for the list of tokens. */
  readonly title: string;
}

/** One person for each way of working with the demonstration year. */
export function demonstrationPeople(seed = DEMONSTRATION_YEAR.seed): DemonstrationPerson[] {
  const { bureau: crew, names } = unitsAndOfficers(new Dice(seed)).cast;
  const person = (id: string, title: string, ...roles: string[]): DemonstrationPerson => ({
    id,
    title,
    unit: BUREAU,
    roles,
    name: names.get(id) ?? title,
  });
  return [
    person(crew.teams[0]!.lead, '办案员', 'OFFICER'),
    person(crew.reviewers[0]!, '法制审核员', 'REVIEWER'),
    person(crew.chief, '机关负责人', 'LEADER'),
    person(COORDINATOR.id, '指导办', 'COORDINATOR'),
    person(crew.registrar, '登记人员', 'REGISTRAR'),
    person('auditor', '审计员', 'AUDITOR'),
    person('analyst', '分析员', 'ANALYST'),
    person('admin', '系统管理员', 'ADMINISTRATOR'),
  ];
}
