import { actorOf, type Crew } from '../cast.js';
import { FIRST_DAY, later, someDay } from '../days.js';
import { fineAmounts } from '../fines.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { PUBLISHED_2023, PUBLISHED_2023_CITY } from '../published-2023.js';
import { personName, place, SUMMARY_ITEMS } from '../quzhou.js';
import { divided, type RegisterShare, type Stage } from '../register-share.js';
import { ORDINARY_ELSEWHERE } from './ordinary-cases.js';
import { OFFLINE_OTHER } from './summary-imports.js';

/** 简易程序案件 made on the platform; what the offline system made is imported. */
export const summaryCases: RegisterShare = {
  // The published other fields of the bureau, less what the offline system brings of them.
  bureau: (stage) =>
    decided(
      stage,
      stage.cast.bureau,
      PUBLISHED_2023.closedSummaryOther - OFFLINE_OTHER.count,
      PUBLISHED_2023.decidedSummaryOtherFen - OFFLINE_OTHER.totalFen,
    ),
  elsewhere: (stage) => {
    const { others } = stage.cast;
    const counts = divided(ON_PLATFORM_ELSEWHERE - ORDINARY_ELSEWHERE, others.length);
    return others.flatMap((crew, n) => decided(stage, crew, counts[n]!));
  },
};

/** Penalties of the other units that were made on the platform, in either procedure. */
const ON_PLATFORM_ELSEWHERE =
  PUBLISHED_2023_CITY.cityPenalties - PUBLISHED_2023_CITY.cityPenaltiesOffPlatform - PUBLISHED_2023.penaltiesOnPlatform;

const LAST_DECISION = '2023-12-20';

/** 当场处罚 on the platform: made, coded, paid, closed. */
function decided({ dice, mark }: Stage, crew: Crew, count: number, totalFen?: number): PlannedCommand[] {
  const { unitId } = crew.unit;
  return fineAmounts(dice, count, 10_000, 20_000, totalFen).flatMap((fineFen, n) => {
    const id = `${mark}S${unitId}.${n + 1}`;
    const team = dice.oneOf(crew.teams);
    const officer = actorOf(team.lead, unitId, 'OFFICER');
    const give = commandsTo(dice, 'case', id, officer);
    const decidedOn = someDay(dice, FIRST_DAY, LAST_DECISION);
    const paidOn = later(decidedOn, dice.between(0, 4));
    const closedOn = later(paidOn, dice.between(0, 2));
    return [
      give(decidedOn, 'MakeSummaryDecision', {
        decidedOn,
        item: dice.oneOf(SUMMARY_ITEMS),
        party: { partyId: `P${id}`, kind: 'CITIZEN', name: personName(dice) },
        kinds: ['FINE'],
        fineFen,
        officers: [team.lead, team.assist],
        place: place(dice, crew.unit),
        territoryCode: crew.unit.territoryCode,
      }),
      give(decidedOn, 'AssignActCode', {}),
      give(paidOn, 'RecordPayment', {
        receiptNo: `F${id}`,
        amountFen: fineFen,
        kind: 'FINE',
        channel: 'EPAY',
        paidOn,
      }),
      give(closedOn, 'CloseCase', { closeReason: 'EXECUTED', closedOn }),
    ];
  });
}
