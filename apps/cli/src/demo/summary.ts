import { actorOf, type Crew } from './cast.js';
import { later, someDay, statutes } from './days.js';
import type { PlannedCommand } from './play.js';
import { PARKING_ITEM, personName, place, plate, SUMMARY_ITEMS } from './quzhou.js';
import { Dice } from './random.js';

/* 简易程序: made on the platform, and brought in batches from the offline system. */

const FIRST = '2023-01-03';
const LAST_DECISION = '2023-12-20';

/** Records of one import. */
const BATCH = 500;

/** Amounts of `count` fines that add up to `totalFen`: mostly the usual, as many of the other as the total asks for. */
function amounts(
  dice: Dice,
  count: number,
  usualFen: number,
  otherFen: number,
  totalFen: number | undefined,
): number[] {
  const others = totalFen === undefined ? Math.floor(count / 8) : (totalFen - count * usualFen) / (otherFen - usualFen);
  if (!Number.isInteger(others) || others < 0 || others > count)
    throw new RangeError(`${count} fines of ${usualFen} and ${otherFen} never make ${totalFen}`);
  return dice.shuffled(Array.from({ length: count }, (_, n) => (n < others ? otherFen : usualFen)));
}

/** 当场处罚 on the platform: made, coded, paid, closed. */
export function summaryCases(
  dice: Dice,
  crew: Crew,
  { count, totalFen, prefix }: { readonly count: number; readonly totalFen?: number; readonly prefix: string },
): PlannedCommand[] {
  const { unitId } = crew.unit;
  return amounts(dice, count, 10_000, 20_000, totalFen).flatMap((fineFen, n) => {
    const id = `${prefix}${unitId}.${n + 1}`;
    const team = dice.oneOf(crew.teams);
    const officer = actorOf(team.lead, unitId, 'OFFICER');
    const give = (on: string, command: string, body: object): PlannedCommand => ({
      on,
      aggregate: 'case',
      id,
      command,
      body,
      actor: officer,
      key: dice.uuid(),
      chain: `case-${id}`,
    });
    const decidedOn = someDay(dice, FIRST, LAST_DECISION);
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

/** 离线系统 hands over its records week by week: parking, or other fields handled through the same channel. */
export function parking(
  dice: Dice,
  crew: Crew,
  options: {
    readonly count: number;
    readonly totalFen?: number;
    readonly prefix: string;
    readonly otherFields?: boolean;
  },
): PlannedCommand[] {
  const { unitId } = crew.unit;
  const fines = options.otherFields
    ? amounts(dice, options.count, 10_000, 20_000, options.totalFen)
    : amounts(dice, options.count, 15_000, 10_000, options.totalFen);
  const batches = Math.max(Math.ceil(options.count / BATCH), Math.min(50, Math.ceil(options.count / 60)));
  const commands: PlannedCommand[] = [];
  for (let batch = 0, next = 0; batch < batches; batch++) {
    const first = next;
    next = Math.round((options.count * (batch + 1)) / batches);
    const mine = fines.slice(first, next);
    // The batch holds the penalties of one stretch of the year and is handed over after it.
    const from = statutes.addWorkingDays(FIRST, Math.floor((245 * batch) / batches));
    const to = statutes.addWorkingDays(FIRST, Math.max(Math.floor((245 * (batch + 1)) / batches) - 1, 0));
    const seed = dice.between(1, 2 ** 31 - 1);
    const id = `${options.prefix}${unitId}.${options.otherFields ? 'Q' : 'P'}${batch + 1}`;
    const importedOn = to;
    commands.push({
      on: importedOn,
      aggregate: 'summaryImport',
      id,
      command: 'ImportSummaryDecisions',
      body: () => records(seed, crew, id, mine, from, to, options.otherFields ?? false),
      actor: actorOf(crew.registrar, unitId, 'REGISTRAR'),
      key: dice.uuid(),
      chain: `summaryImport-${id}`,
    });
  }
  return commands;
}

/** The records of one batch: days within the stretch, all paid by its end. */
function records(
  seed: number,
  crew: Crew,
  batch: string,
  fines: readonly number[],
  from: string,
  to: string,
  otherFields: boolean,
): object {
  const dice = new Dice(seed);
  return {
    sourceSystem: 'OFFLINE_TRAFFIC',
    unitId: crew.unit.unitId,
    records: fines.map((fineFen, n) => {
      const item = otherFields ? dice.oneOf(SUMMARY_ITEMS) : PARKING_ITEM;
      const decidedOn = someDay(dice, from, to);
      return {
        sourceNo: `${batch}.${n + 1}`,
        decisionNo: `${crew.unit.documentPrefix}简〔2023〕${batch}-${n + 1}`,
        decidedOn,
        itemId: item.itemId,
        itemName: item.name,
        field: item.field,
        partyKind: 'CITIZEN',
        partyName: otherFields ? personName(dice) : plate(dice),
        fineFen,
        place: place(dice, crew.unit),
        territoryCode: crew.unit.territoryCode,
        paidOn: someDay(dice, decidedOn, to),
        receiptNo: `F${batch}.${n + 1}`,
      };
    }),
  };
}
