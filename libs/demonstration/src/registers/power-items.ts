import type { CatalogueField } from '#enforcement';
import { registrarOf } from '../cast.js';
import { FIRST_DAY, LAST_DAY, later, someDay, YEAR } from '../days.js';
import { benchmarkedYuan } from '../fines.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { type ListedItem, powerItemList } from '../power-item-list.js';
import { published } from '../published-2023.js';
import { type DemoItem, ORDINARY_ITEMS, PARKING_ITEM, SUMMARY_ITEMS } from '../quzhou.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 权力事项库, its catalogue and what of it is delegated to towns and streets. */
export const powerItems: RegisterShare = { bureau: library, elsewhere: assessed };

const ADDED = published('C07/drafted');
const REMOVED = 29;
const OPENING = published('C07/closing') - ADDED + REMOVED;
/** Items whose entries are gone over again: 已编事项质量自查. */
const CHECKED = 120;

/** Fields whose items other departments keep; all others are on the 综合 list. */
const SPECIALIZED: readonly CatalogueField[] = [
  'COMMERCE',
  'ENVIRONMENT',
  'EMERGENCY',
  'AGRICULTURE',
  'METEOROLOGY',
  'EARTHQUAKE',
  'CIVIL_AFFAIRS',
  'RELIGION',
];

/** What towns handle cases about. */
const OF_TOWNS = [...ORDINARY_ITEMS, ...SUMMARY_ITEMS].map(({ itemId }) => itemId);
const OF_CASES: ReadonlySet<string> = new Set([...OF_TOWNS, PARKING_ITEM.itemId]);
/** Further items that were delegated, to a few towns each, and that none has had a case about. */
const UNUSED = 23;
const TOWNS_OF_UNUSED = 3;

const PREPARED_FROM = '2022-07-04';
const PREPARED_TO = '2022-11-30';
const DELEGATED_ON = '2022-12-01';

const ENTRY = {
  illegalBasis: '《浙江省城市市容和环境卫生管理条例》第十二条',
  punishBasis: '《浙江省城市市容和环境卫生管理条例》第四十八条',
};

/** Between what an item is fined: the law leaves more room than the benchmark. */
function ranges(item: DemoItem): object[] {
  const [low, high] = benchmarkedYuan(item);
  const of = { basis: ENTRY.punishBasis, level: 'LOCAL_REGULATION', from: '2020-01-01' };
  return [{ ...of, minFen: Math.min(low, 100) * 100, maxFen: Math.max(high, 100_000) * 100 }];
}

function library(stage: Stage): PlannedCommand[] {
  const { dice, cast, mark } = stage;
  const clerk = registrarOf(cast.bureau);
  const items = powerItemList(OPENING + ADDED);
  const towns = cast.others.filter(({ unit }) => unit.level === 'TOWNSHIP');
  const fieldsOfTowns = new Set<CatalogueField>([...ORDINARY_ITEMS, ...SUMMARY_ITEMS].map(({ field }) => field));
  const unused = items
    .filter(({ itemId, field }) => fieldsOfTowns.has(field) && !OF_TOWNS.includes(itemId))
    .slice(0, UNUSED);
  const removed = new Set(items.slice(OPENING - REMOVED, OPENING));
  const checked = new Set(items.slice(200, 200 + CHECKED));

  const begun = (item: ListedItem, on: string): PlannedCommand[] => {
    const { itemId, name, field } = item;
    const give = commandsTo(dice, 'powerItem', `${mark}${itemId}`, clerk);
    const claimedOn = later(on, dice.between(1, 5));
    const tier = SPECIALIZED.includes(field) ? 'SPECIALIZED' : 'COMPREHENSIVE';
    return [
      give(on, 'AddPowerItem', { name, field, tier, versionCode: `${on.slice(0, 4)}.1`, on }),
      give(claimedOn, 'ClaimPowerItem', { on: claimedOn }),
    ];
  };
  const opening = items.slice(0, OPENING).flatMap((item) => {
    const give = commandsTo(dice, 'powerItem', `${mark}${item.itemId}`, clerk);
    const listedOn = someDay(dice, PREPARED_FROM, PREPARED_TO);
    // What the carried-over cases are about was claimed before they were filed.
    const commands = begun(item, OF_CASES.has(item.itemId) ? PREPARED_FROM : listedOn);
    const known = ORDINARY_ITEMS.find(({ itemId }) => itemId === item.itemId);
    if (known)
      commands.push(give(DELEGATED_ON, 'DraftItemEntry', { ...ENTRY, fineRanges: ranges(known), on: DELEGATED_ON }));
    if (checked.has(item)) {
      const on = someDay(dice, FIRST_DAY, `${YEAR}-06-30`);
      commands.push(give(on, 'CheckItemQuality', { isSound: true, opinion: '违则、罚则与现行法一致', on }));
    }
    if (removed.has(item)) {
      const on = someDay(dice, `${YEAR}-07-03`, LAST_DAY);
      commands.push(give(on, 'RemovePowerItem', { reason: '所依据的条款已经废止', on }));
    }
    return commands;
  });
  const further = items.slice(OPENING).flatMap((item) => {
    const give = commandsTo(dice, 'powerItem', `${mark}${item.itemId}`, clerk);
    const on = someDay(dice, FIRST_DAY, `${YEAR}-12-01`);
    const draftedOn = later(on, dice.between(6, 12));
    return [...begun(item, on), give(draftedOn, 'DraftItemEntry', { ...ENTRY, on: draftedOn })];
  });
  const delegations = [
    ...OF_TOWNS.map((itemId) => ({ itemId, to: towns })),
    ...unused.map(({ itemId }) => ({ itemId, to: dice.shuffled(towns).slice(0, TOWNS_OF_UNUSED) })),
  ].flatMap(({ itemId, to }) => {
    const give = commandsTo(dice, 'powerItem', `${mark}${itemId}`, clerk);
    return to.map(({ unit: { unitId } }) =>
      give(DELEGATED_ON, 'DelegatePower', {
        townId: unitId,
        documentNo: '衢政发〔2022〕31号',
        effectiveOn: '2022-12-15',
        on: DELEGATED_ON,
      }),
    );
  });
  return [...opening, ...further, ...delegations];
}

/** At the end of the year each item that a town has had a case about is assessed, by one such case. */
function assessed({ dice, cast, mark, planned }: Stage): PlannedCommand[] {
  const clerk = registrarOf(cast.bureau);
  const towns = new Set(cast.others.filter(({ unit }) => unit.level === 'TOWNSHIP').map(({ unit }) => unit.unitId));
  const filed = new Set(planned.filter(({ command }) => command === 'FileCase').map(({ id }) => id));
  const byItem = new Map<string, { readonly townId: string; readonly caseId: string }>();
  for (const { aggregate, command, id, actor, body } of planned) {
    if (aggregate !== 'case' || !towns.has(actor.unit)) continue;
    const isBegun = command === 'MakeSummaryDecision' || (command === 'RegisterCase' && filed.has(id));
    const itemId = (body as { readonly item?: { readonly itemId: string } }).item?.itemId;
    if (isBegun && itemId !== undefined && !byItem.has(itemId)) byItem.set(itemId, { townId: actor.unit, caseId: id });
  }
  return [...byItem].map(([itemId, { townId, caseId }]) =>
    commandsTo(
      dice,
      'powerItem',
      `${mark}${itemId}`,
      clerk,
    )(LAST_DAY, 'AssessDelegation', {
      townId,
      caseId,
      on: LAST_DAY,
    }),
  );
}
