import { registrarOf } from '../cast.js';
import { earliest, LAST_DAY, later, someDay, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 作废编号: two forms that were spoiled on the spot, and the number of the case that was filed by mistake. */
export const voidedNumbers: RegisterShare = { bureau };

function bureau({ dice, cast: { bureau: crew }, mark, planned }: Stage): PlannedCommand[] {
  const clerk = registrarOf(crew);
  const give = (n: number) => commandsTo(dice, 'voidedNumber', `${mark}ZF.${YEAR}.${n}`, clerk);
  const spoiled = [1, 2].map((n) => {
    const voidedOn = someDay(dice, `${YEAR}-02-06`, `${YEAR}-11-30`);
    return give(n)(voidedOn, 'VoidNextNumber', {
      kind: 'SUMMARY',
      ground: 'SPOILED',
      reason: '当场处罚决定书填写有误，没有交付，已加盖作废章并入卷',
      voidedOn,
    });
  });
  const withdrawn = planned.find(
    ({ command, id, actor, on }) =>
      command === 'WithdrawCase' && actor.unit === crew.unit.unitId && on < `${YEAR}-12-01` && isForGood(planned, id),
  );
  if (withdrawn === undefined) return spoiled;
  const voidedOn = earliest(later(withdrawn.on, 10), LAST_DAY);
  const reason = '不符合立案条件，撤销立案，案号作废';
  return [...spoiled, give(3)(voidedOn, 'VoidCaseNumber', { caseId: withdrawn.id, reason, voidedOn })];
}

/** What was taken up anew goes on under its number. */
function isForGood(planned: readonly PlannedCommand[], caseId: string): boolean {
  return !planned.some(({ command, id }) => command === 'ReopenCase' && id === caseId);
}
