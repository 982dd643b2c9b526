import { COORDINATOR } from '../cast.js';
import { FIRST_DAY, inYear, LAST_DAY, later, someDay, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 执法协同: led by the city's 指导办. */
export const coordination: RegisterShare = { bureau: requests };

const REQUESTS = 120;

/** 协同请求 between the units of the city, all answered in time, some turned down with a reason. */
function requests({ dice, cast: { bureau, counties }, mark }: Stage): PlannedCommand[] {
  const crews = [bureau, ...counties];
  return Array.from({ length: REQUESTS }, (_, n) => {
    const id = `${mark}${YEAR}.${n + 1}`;
    const [from, to] = dice.shuffled(crews);
    const give = commandsTo(dice, 'coordination', id, COORDINATOR);
    const requestedOn = someDay(dice, FIRST_DAY, LAST_DAY);
    const commands = [
      give(requestedOn, 'RequestCoordination', {
        kind: dice.oneOf(['EVIDENCE', 'APPRAISAL', 'JOINT_ENFORCEMENT', 'INFORMATION', 'COOPERATION']),
        fromUnitId: from!.unit.unitId,
        toUnitId: to!.unit.unitId,
        content: '请协助提供涉案场所的审批资料，并派员参加现场核查',
        requestedOn,
      }),
    ];
    const answeredOn = later(requestedOn, dice.between(0, 4));
    if (!inYear(answeredOn)) return commands;
    if (dice.oneIn(15))
      commands.push(
        give(answeredOn, 'DeclineCoordination', {
          reason: '所请事项不属于本单位职责，建议向资源规划部门提出',
          on: answeredOn,
        }),
      );
    else {
      commands.push(give(answeredOn, 'AcceptCoordination', { on: answeredOn }));
      const doneOn = later(answeredOn, dice.between(2, 8));
      if (inYear(doneOn))
        commands.push(
          give(doneOn, 'RespondCoordination', { on: doneOn, result: '已派员参加现场核查，资料随函反馈' }),
          give(doneOn, 'CompleteCoordination', { on: doneOn }),
        );
    }
    return commands;
  }).flat();
}
