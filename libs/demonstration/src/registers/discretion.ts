import { ITEM_FIELDS } from '#enforcement';
import { actorOf } from '../cast.js';
import { YEAR } from '../days.js';
import { BENCHMARKS_FROM, benchmarkedYuan } from '../fines.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { powerItemList } from '../power-item-list.js';
import { published } from '../published-2023.js';
import { ORDINARY_ITEMS } from '../quzhou.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 裁量基准 and 轻微违法行为不予处罚清单. */
export const discretion: RegisterShare = {
  bureau: (stage) => [...benchmarks(stage), ...leniencyLists(stage)],
};

const BENCHMARKS = published('C01/inForce');
const PUBLISHED_ON = `${YEAR}-03-20`;
const FACTORS = ['FAULT', 'MEANS', 'GAINS', 'CONSEQUENCES', 'REMEDYING'];
const CONDITIONS = {
  LENIENT: '初次违法，主动消除或者减轻违法行为危害后果',
  ORDINARY: '无从轻、从重情节',
  AGGRAVATED: '两年内再次发生同类违法行为，或者造成较大社会影响',
} as const;

/** 104 items have a benchmark; one more was given up during the year, its fine being set by a higher rule. */
function benchmarks({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  const leader = actorOf(bureau.chief, bureau.unit.unitId, 'LEADER');
  const items = powerItemList(2 * BENCHMARKS).filter(({ field }) => field in ITEM_FIELDS);
  return items.slice(0, BENCHMARKS + 1).flatMap(({ itemId, name, field }, n) => {
    const give = commandsTo(dice, 'benchmark', `${mark}${itemId}`, leader);
    const known = ORDINARY_ITEMS.find((item) => item.itemId === itemId);
    const [low, high] = known ? benchmarkedYuan(known) : [dice.between(1, 10) * 100, dice.between(20, 90) * 1_000];
    const at = (share: number) => Math.round(low + (high - low) * share) * 100;
    const [first, second] = [at(0.3), at(0.7)];
    const text = {
      sourceNo: `衢综法发〔${YEAR}〕3号`,
      factors: FACTORS,
      tiers: [
        { tier: 'LENIENT', conditions: CONDITIONS.LENIENT, minFen: at(0), maxFen: first },
        { tier: 'ORDINARY', conditions: CONDITIONS.ORDINARY, minFen: first, maxFen: second },
        { tier: 'AGGRAVATED', conditions: CONDITIONS.AGGRAVATED, minFen: second, maxFen: at(1) },
      ],
      effectiveOn: BENCHMARKS_FROM,
      publishedOn: PUBLISHED_ON,
    };
    const publish = give(PUBLISHED_ON, 'PublishBenchmark', { ...text, itemName: name, field });
    if (n < BENCHMARKS) return [publish];
    const on = `${YEAR}-09-04`;
    const reason = '上位裁量基准已经细化此项，适用上位基准';
    return [publish, give(on, 'RetireBenchmark', { reason, retiredFrom: `${YEAR}-10-01`, on })];
  });
}

/** The five professional departments and what counts as minor in their fields. */
const DEPARTMENTS = [
  ['市生态环境局', '环境', '未按规定公开环境信息'],
  ['市市场监管局', '市监', '未按规定明码标价'],
  ['市应急管理局', '应急', '未如实记录安全生产教育和培训情况'],
  ['市农业农村局', '农业', '未按规定保存农产品生产记录'],
  ['市交通运输局', '交通', '未随车携带道路运输证'],
] as const;

function leniencyLists({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  const leader = actorOf(bureau.chief, bureau.unit.unitId, 'LEADER');
  const publishedOn = `${YEAR}-06-15`;
  return DEPARTMENTS.slice(0, published('B03/departments')).map(([department, code, cause], n) =>
    commandsTo(
      dice,
      'leniencyList',
      `${mark}${YEAR}.${n + 1}`,
      leader,
    )(publishedOn, 'PublishLeniencyList', {
      department,
      documentNo: `衢综指办〔${YEAR}〕${n + 6}号`,
      items: Array.from({ length: dice.between(6, 14) }, (_, item) => ({
        itemNo: `${code}${String(item + 1).padStart(2, '0')}`,
        cause: item === 0 ? cause : `${cause}等轻微情形第${item + 1}类`,
        conditions: '初次违法，违法行为轻微，在责令的期限内改正，没有造成危害后果',
        kind: item % 3 === 2 ? 'MAY_NOT' : 'SHALL_NOT',
      })),
      effectiveOn: `${YEAR}-07-01`,
      publishedOn,
    }),
  );
}
