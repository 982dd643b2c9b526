import { addDays, type LegalDay } from '#statutes';
import { registrarOf } from '../cast.js';
import { inYear, later, someDay, statutes } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { firmName } from '../quzhou.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 行政复议和行政诉讼. */
export const remedies: RegisterShare = { bureau: handled };

/** 复议 11 件结转、2 件新收; 诉讼 1 件结转、10 件新收. */
function handled({ dice, cast: { bureau: crew }, mark }: Stage): PlannedCommand[] {
  const commands: PlannedCommand[] = [];
  const start = (id: string) => {
    const plan = commandsTo(dice, 'remedy', id, registrarOf(crew));
    return (...command: Parameters<typeof plan>) => commands.push(plan(...command));
  };

  const reconsideration = (n: number, filedOn: LegalDay, end: 'WITHDRAWN' | 'UPHELD' | 'DISMISSED') => {
    const give = start(`${mark}FY.${filedOn.slice(0, 4)}.${n}`);
    give(filedOn, 'FileReconsideration', { applicant: firmName(dice), filedOn });
    const acceptedOn = later(filedOn, dice.between(1, 4));
    give(acceptedOn, 'AcceptReconsideration', { acceptedOn });
    const answeredOn = later(acceptedOn, 5);
    give(answeredOn, 'SubmitReconsiderationAnswer', { on: answeredOn });
    const endedOn = later(addDays(acceptedOn, dice.between(48, 55)), 0);
    if (end === 'WITHDRAWN') give(endedOn, 'WithdrawReconsideration', { on: endedOn });
    else give(endedOn, 'DecideReconsideration', { outcome: end, redo: false, decidedOn: endedOn });
  };
  for (let n = 1; n <= 11; n++)
    reconsideration(
      n,
      someDay(dice, '2022-11-21', '2022-12-20'),
      n <= 2 ? 'WITHDRAWN' : n <= 8 ? 'UPHELD' : 'DISMISSED',
    );
  reconsideration(12, someDay(dice, '2023-03-01', '2023-04-28'), 'UPHELD');
  reconsideration(13, someDay(dice, '2023-07-03', '2023-08-31'), 'UPHELD');

  const lawsuit = (n: number, filedOn: LegalDay, end: 'WITHDRAWN' | 'DISMISSED' | 'UPHELD' | 'PENDING') => {
    const give = start(`${mark}SS.${filedOn.slice(0, 4)}.${n}`);
    const plaintiff = firmName(dice);
    give(filedOn, 'FileLitigation', { plaintiff, filedOn });
    const acceptedOn = later(filedOn, dice.between(1, 5));
    give(acceptedOn, 'AcceptLitigation', { acceptedOn });
    const answeredOn = later(acceptedOn, 8);
    give(answeredOn, 'SubmitLitigationAnswer', { on: answeredOn });
    if (end === 'WITHDRAWN') {
      const on = later(answeredOn, 10);
      give(on, 'WithdrawLitigation', { on });
      return;
    }
    const heldOn = later(answeredOn, dice.between(15, 25));
    give(heldOn, 'HoldCourtHearing', {
      heldOn,
      leaderId: dice.oneOf([crew.chief, ...crew.deputies]),
    });
    if (end === 'PENDING') return;
    const judgedOn = later(heldOn, dice.between(15, 30));
    give(judgedOn, 'JudgeLitigation', { instance: 1, outcome: 'DISMISSED', judgedOn });
    if (end === 'UPHELD') {
      const appealedOn = later(judgedOn, 5);
      give(appealedOn, 'AppealLitigation', { appellant: plaintiff, on: appealedOn });
      const finalOn = later(appealedOn, dice.between(20, 40));
      give(finalOn, 'JudgeLitigation', { instance: 2, outcome: 'UPHELD', judgedOn: finalOn });
      give(finalOn, 'RecordEffectiveJudgment', { effectiveOn: finalOn });
      return;
    }
    const effectiveOn = later(statutes.due('D25', { on: judgedOn }).dueOn, 1);
    if (inYear(effectiveOn)) give(effectiveOn, 'RecordEffectiveJudgment', { effectiveOn });
  };
  lawsuit(1, '2022-12-05', 'PENDING');
  for (let n = 2; n <= 11; n++)
    lawsuit(
      n,
      n === 11 ? '2023-10-23' : someDay(dice, '2023-01-16', n > 8 ? '2023-03-31' : '2023-06-30'),
      n === 2 ? 'WITHDRAWN' : n === 11 ? 'PENDING' : n <= 8 ? 'DISMISSED' : 'UPHELD',
    );
  return commands;
}
