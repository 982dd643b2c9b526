import { actorOf, type Crew, registrarOf } from '../cast.js';
import { FIRST_DAY, LAST_DAY, later, someDay, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { PUBLISHED_2023, PUBLISHED_2023_CITY } from '../published-2023.js';
import { firmName } from '../quzhou.js';
import { divided, type RegisterShare, type Stage } from '../register-share.js';

/** 行政许可和行政强制. */
export const administrativeActs: RegisterShare = {
  bureau: (stage) => licenses(stage, stage.cast.bureau, PUBLISHED_2023.licenses),
  elsewhere: (stage) => {
    const { counties } = stage.cast;
    const counts = divided(PUBLISHED_2023_CITY.cityLicenses - PUBLISHED_2023.licenses, counties.length);
    const measures = PUBLISHED_2023_CITY.cityCoercion - PUBLISHED_2023.coercion;
    return [
      ...counties.flatMap((crew, n) => licenses(stage, crew, counts[n]!)),
      ...counties.slice(0, measures).map((crew) => measure(stage, crew)),
    ];
  },
};

function licenses({ dice, mark }: Stage, crew: Crew, count: number): PlannedCommand[] {
  return Array.from({ length: count }, (_, n) => {
    const id = `${mark}${crew.unit.unitId}.XK.${YEAR}.${n + 1}`;
    const give = commandsTo(dice, 'actLedger', id, registrarOf(crew));
    const appliedOn = someDay(dice, FIRST_DAY, '2023-12-15');
    const grantedOn = later(appliedOn, dice.between(2, 8));
    return [
      give(appliedOn, 'ApplyLicense', {
        kind: dice.oneOf([
          '城市建筑垃圾处置核准',
          '临时占用城市道路审批',
          '户外广告设施设置审批',
          '城市树木砍伐移植审批',
        ]),
        applicant: firmName(dice),
        on: appliedOn,
      }),
      give(later(appliedOn, 1), 'AcceptLicense', { on: later(appliedOn, 1) }),
      give(grantedOn, 'GrantLicense', { on: grantedOn }),
    ];
  }).flat();
}

function measure({ dice, mark }: Stage, crew: Crew): PlannedCommand {
  const { unitId } = crew.unit;
  const officer = actorOf(crew.teams[0]!.lead, unitId, 'OFFICER');
  const decidedOn = someDay(dice, FIRST_DAY, LAST_DAY);
  return commandsTo(
    dice,
    'actLedger',
    `${mark}${unitId}.QZ.${YEAR}.1`,
    officer,
  )(decidedOn, 'DecideMeasure', {
    kind: 'SEIZURE',
    decidedOn,
    approverId: crew.chief,
    paper: { documentNo: `审批表${unitId}.1`, approvedOn: decidedOn },
  });
}
