import { type Refusal, refuse } from '#eventsourcing';

/* Records of which a unit has one a year: their id says both. */

export function unitYearId(unitId: string, year: number): string {
  return `${unitId}.${year}`;
}

interface UnitYear {
  readonly id: string;
  readonly unitId: string;
  readonly year: number;
  readonly noun: string;
  readonly code: string;
  readonly article: string;
}

/** That a record has the id of its unit and year. */
export function unitYearGuard({ id, unitId, year, noun, code, article }: UnitYear): Refusal | undefined {
  const right = unitYearId(unitId, year);
  if (id === right) return undefined;
  return refuse({ code, article, message: `${noun}以“单位编号.年度”为编号，本单位${year}年度的是${right}` });
}
