import { type Crew, registrarOf } from '../cast.js';
import { FIRST_DAY, someDay, statutes } from '../days.js';
import { fineAmounts } from '../fines.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { PUBLISHED_2023, PUBLISHED_2023_CITY } from '../published-2023.js';
import { PARKING_ITEM, personName, place, plate, SUMMARY_ITEMS } from '../quzhou.js';
import { Dice } from '../random.js';
import { divided, type RegisterShare, type Stage } from '../register-share.js';

/** 简易程序 as the offline system hands it over, week by week. */
export const summaryImports: RegisterShare = {
  bureau: (stage) => [
    ...parking(stage, stage.cast.bureau, PUBLISHED_2023.closedParking, PUBLISHED_2023.decidedParkingFen),
    ...otherFields(stage, stage.cast.bureau),
  ],
  elsewhere: (stage) => {
    const { counties } = stage.cast;
    const total = PUBLISHED_2023_CITY.cityPenaltiesOffPlatform - PUBLISHED_2023.penaltiesOffPlatform;
    const counts = divided(total, counties.length);
    return counties.flatMap((crew, n) => parking(stage, crew, counts[n]!));
  },
};

const OFFLINE_OTHER_COUNT = PUBLISHED_2023.penaltiesOffPlatform - PUBLISHED_2023.penaltiesOffPlatformParking;

/** What comes through the same channel and is no parking: fines of a hundred yuan each. */
export const OFFLINE_OTHER = { count: OFFLINE_OTHER_COUNT, totalFen: OFFLINE_OTHER_COUNT * 10_000 };

/** Records of one import. */
const BATCH = 500;

/** Working days over which the batches of the year are spread. */
const STRETCH_DAYS = 245;

function parking({ dice, mark }: Stage, crew: Crew, count: number, totalFen?: number): PlannedCommand[] {
  const fines = fineAmounts(dice, count, 15_000, 10_000, totalFen);
  return handedOver(dice, crew, fines, `${mark}${crew.unit.unitId}.P`, false);
}

function otherFields({ dice, mark }: Stage, crew: Crew): PlannedCommand[] {
  const fines = fineAmounts(dice, OFFLINE_OTHER.count, 10_000, 20_000, OFFLINE_OTHER.totalFen);
  return handedOver(dice, crew, fines, `${mark}Q${crew.unit.unitId}.Q`, true);
}

function handedOver(
  dice: Dice,
  crew: Crew,
  fines: readonly number[],
  prefix: string,
  ofOtherFields: boolean,
): PlannedCommand[] {
  const count = fines.length;
  const batches = Math.max(Math.ceil(count / BATCH), Math.min(50, Math.ceil(count / 60)));
  return Array.from({ length: batches }, (_, batch) => {
    const mine = fines.slice(Math.round((count * batch) / batches), Math.round((count * (batch + 1)) / batches));
    // The batch holds the penalties of one stretch of the year and is handed over after it.
    const from = statutes.addWorkingDays(FIRST_DAY, Math.floor((STRETCH_DAYS * batch) / batches));
    const to = statutes.addWorkingDays(FIRST_DAY, Math.max(Math.floor((STRETCH_DAYS * (batch + 1)) / batches) - 1, 0));
    const seed = dice.between(1, 2 ** 31 - 1);
    const id = `${prefix}${batch + 1}`;
    const give = commandsTo(dice, 'summaryImport', id, registrarOf(crew));
    return give(to, 'ImportSummaryDecisions', () => records(seed, crew, id, mine, from, to, ofOtherFields));
  });
}

/** The records of one batch: days within the stretch, all paid by its end. */
function records(
  seed: number,
  crew: Crew,
  batch: string,
  fines: readonly number[],
  from: string,
  to: string,
  ofOtherFields: boolean,
): object {
  const dice = new Dice(seed);
  return {
    sourceSystem: 'OFFLINE_TRAFFIC',
    unitId: crew.unit.unitId,
    records: fines.map((fineFen, n) => {
      const item = ofOtherFields ? dice.oneOf(SUMMARY_ITEMS) : PARKING_ITEM;
      const decidedOn = someDay(dice, from, to);
      return {
        sourceNo: `${batch}.${n + 1}`,
        decisionNo: `${crew.unit.documentPrefix}简〔2023〕${batch}-${n + 1}`,
        decidedOn,
        itemId: item.itemId,
        itemName: item.name,
        field: item.field,
        partyKind: 'CITIZEN',
        partyName: ofOtherFields ? personName(dice) : plate(dice),
        fineFen,
        place: place(dice, crew.unit),
        territoryCode: crew.unit.territoryCode,
        paidOn: someDay(dice, decidedOn, to),
        receiptNo: `F${batch}.${n + 1}`,
      };
    }),
  };
}
