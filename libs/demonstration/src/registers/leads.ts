import { actorOf, type Crew } from '../cast.js';
import { FIRST_DAY, inYear, LAST_DAY, later, someDay, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { ORDINARY_ITEMS, place } from '../quzhou.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 线索 that lead to no case; those that do come with their case. */
export const leads: RegisterShare = {
  bureau: (stage) => handled(stage, stage.cast.bureau, 160),
  elsewhere: (stage) => stage.cast.others.flatMap((crew) => handled(stage, crew, 12)),
};

/** Leads that do not become a case: taken up and found baseless, or turned down with a reason. */
function handled({ dice, mark }: Stage, crew: Crew, count: number): PlannedCommand[] {
  const { unitId } = crew.unit;
  return Array.from({ length: count }, (_, n) => {
    const id = `${mark}${unitId}.${YEAR}.${n + 1}`;
    const team = dice.oneOf(crew.teams);
    const officer = actorOf(team.lead, unitId, 'OFFICER');
    const give = commandsTo(dice, 'lead', id, officer);
    const registeredOn = someDay(dice, FIRST_DAY, LAST_DAY);
    const where = place(dice, crew.unit);
    const item = dice.oneOf(ORDINARY_ITEMS);
    const commands = [
      give(registeredOn, 'RegisterLead', {
        source: dice.oneOf(['PLATFORM', 'PLATFORM', 'PLATFORM', '12345', 'PATROL', 'REPORT']),
        content: `反映${where}疑似${item.name}`,
        place: where,
        territoryCode: crew.unit.territoryCode,
        registeredOn,
        field: item.field,
      }),
    ];
    const answeredOn = later(registeredOn, dice.between(0, 4));
    if (!inYear(answeredOn)) return commands;
    if (dice.oneIn(6))
      commands.push(
        give(answeredOn, 'RejectLead', {
          reason: '反映事项不属于本机关执法事项，已告知向有管辖权的部门反映',
          on: answeredOn,
        }),
      );
    else {
      commands.push(give(answeredOn, 'AcknowledgeLead', { on: answeredOn }));
      const verifiedOn = later(answeredOn, dice.between(1, 3));
      if (inYear(verifiedOn)) {
        commands.push(
          give(verifiedOn, 'VerifyLead', {
            on: verifiedOn,
            officers: [team.lead, team.assist],
            finding: '经现场核查，未发现违法行为',
          }),
          give(verifiedOn, 'CloseLead', { reason: '经核查违法行为不存在', on: verifiedOn }),
        );
      }
    }
    return commands;
  }).flat();
}
