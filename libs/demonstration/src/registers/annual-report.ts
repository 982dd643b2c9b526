import { unitYearId } from '#enforcement';
import { actorOf } from '../cast.js';
import { YEAR } from '../days.js';
import { commandsTo } from '../planned-command.js';
import type { RegisterShare } from '../register-share.js';
import { PLAN_2024, SECTIONS_2023 } from '../report-words-2023.js';

const BEGUN_ON = `${YEAR}-12-28`;
const WRITTEN_ON = `${YEAR}-12-29`;

/** 年报 of the year, begun and written before the year is over, and the plan of the next. A unit has one of each, however often the year is played. */
export const annualReport: RegisterShare = {
  bureau: ({ dice, cast: { bureau }, mark }) => {
    if (mark !== '' && mark !== '1x') return [];
    const { unitId } = bureau.unit;
    const analyst = actorOf('analyst', unitId, 'ANALYST');
    const report = commandsTo(dice, 'annualReport', unitYearId(unitId, YEAR), analyst);
    const plan = commandsTo(dice, 'workPlan', unitYearId(unitId, YEAR + 1), actorOf(bureau.chief, unitId, 'LEADER'));
    return [
      plan(BEGUN_ON, 'AdoptWorkPlan', { year: YEAR + 1, ...PLAN_2024, adoptedOn: BEGUN_ON }),
      report(BEGUN_ON, 'OpenReport', { year: YEAR, template: 'ZJ_2024', openedOn: BEGUN_ON }),
      ...SECTIONS_2023.map((section) => report(WRITTEN_ON, 'WriteSection', { ...section, writtenOn: WRITTEN_ON })),
    ];
  },
};
