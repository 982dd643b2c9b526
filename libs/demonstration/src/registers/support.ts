import { actorOf, registrarOf } from '../cast.js';
import { FIRST_DAY, LAST_DAY, later, someDay, workingDay, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { published } from '../published-2023.js';
import { divided, type RegisterShare, type Stage } from '../register-share.js';

/** 培训, 典型案例, 办案经费 and 保障台账. */
export const support: RegisterShare = {
  bureau: (stage) => [...trainings(stage), ...typicalCases(stage), ...expenses(stage), ...records(stage)],
};

/** People of one course at most. */
const SEATS = 190;
const PROVINCE = ['浙江省司法厅', '浙江省住房和城乡建设厅', '浙江省林业局'];

/** Fifteen courses of the province for a few; everybody of the city's system in courses of the bureau. */
function trainings({ dice, cast: { bureau, names }, mark }: Stage): PlannedCommand[] {
  const clerk = registrarOf(bureau);
  const everybody = dice.shuffled([...names.keys()]);
  const courses = [
    ...Array.from({ length: published('F02/province') }, (_, n) => ({
      title: `行政执法业务培训班第${n + 1}期`,
      organizer: PROVINCE[n % PROVINCE.length]!,
      level: 'PROVINCE',
      attendees: dice.shuffled(everybody).slice(0, dice.between(2, 6)),
    })),
    ...Array.from({ length: Math.ceil(everybody.length / SEATS) }, (_, n) => ({
      title: `全市综合执法系统业务培训班第${n + 1}期`,
      organizer: bureau.unit.name,
      level: 'CITY',
      attendees: everybody.slice(n * SEATS, (n + 1) * SEATS),
    })),
  ];
  return courses.map((course, n) => {
    const heldOn = someDay(dice, `${YEAR}-02-06`, `${YEAR}-12-15`);
    return commandsTo(
      dice,
      'training',
      `${mark}${YEAR}.${n + 1}`,
      clerk,
    )(heldOn, 'RecordTraining', { ...course, hours: dice.between(1, 5) * 8, heldOn });
  });
}

/** Cases of the bureau that are closed with a penalty, told without names. */
function typicalCases({ dice, cast: { bureau }, mark, planned }: Stage): PlannedCommand[] {
  const { unitId } = bureau.unit;
  // What lies outside its benchmark is nobody's example.
  const penal = new Set(
    planned
      .filter(({ command, body }) => command === 'DecidePenalty' && !('deviationReason' in body))
      .map(({ id }) => id),
  );
  const closed = planned.filter(
    ({ command, actor, id, on }) =>
      command === 'CloseCase' && actor.unit === unitId && penal.has(id) && on < `${YEAR}-12-01` && on >= FIRST_DAY,
  );
  return dice
    .shuffled(closed)
    .slice(0, published('F05/wechat'))
    .map(({ id: caseId, on }, n) => {
      const publishedOn = later(on, dice.between(3, 12));
      return commandsTo(
        dice,
        'typicalCase',
        `${mark}${YEAR}.${n + 1}`,
        registrarOf(bureau),
      )(publishedOn, 'PublishTypicalCase', {
        caseId,
        title: `新领域执法典型案例之${n + 1}`,
        summary:
          '当事人的行为违反有关管理规定，经调查取证、责令改正、告知权利后依法作出处罚决定，当事人已经履行，案件办结。',
        channel: 'WECHAT',
        publishedOn,
      });
    });
}

const EXPENSES = 24;
const PURPOSES = {
  APPRAISAL: '建筑面积和质量鉴定',
  ASSESSMENT: '违法建筑价值评估',
  DOCUMENTS: '执法文书印制',
  EXPERTS: '重大案件专家论证',
  COUNSEL: '法律顾问服务费',
};

/** A thousand yuan each step. */
const STEP_FEN = 100_000;

function expenses({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  const spentFen = published('M25/spent');
  const give = commandsTo(
    dice,
    'caseBudget',
    `${mark}${bureau.unit.unitId}.${YEAR}`,
    actorOf(bureau.chief, bureau.unit.unitId, 'LEADER'),
  );
  const approvedOn = `${YEAR}-01-20`;
  const steps = divided(spentFen / STEP_FEN, EXPENSES);
  const days = steps.map(() => someDay(dice, `${YEAR}-02-01`, LAST_DAY)).sort();
  return [
    give(approvedOn, 'ApproveBudget', { year: YEAR, budgetFen: 36_000_000, approvedOn }),
    ...steps.map((step, n) => {
      const category = dice.oneOf(Object.keys(PURPOSES) as (keyof typeof PURPOSES)[]);
      const on = days[n]!;
      return give(on, 'RecordExpense', {
        category,
        amountFen: step * STEP_FEN,
        purpose: PURPOSES[category],
        on,
      });
    }),
  ];
}

const CHANNELS = ['微信公众号', 'LED屏幕', '综合执法岗亭', '8090法治宣讲团', '城管老娘舅'];

/** 专项督查 every month, 中队规范化督查 every quarter, 普法, and the one car. */
function records({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  const months = Array.from({ length: 12 }, (_, n) => String(n + 1).padStart(2, '0'));
  const inMonth = (month: string) => someDay(dice, workingDay(`${YEAR}-${month}-05`), `${YEAR}-${month}-26`);
  const all = [
    ...months.map((month) => ['SPECIAL_SUPERVISION', `${Number(month)}月专项督查`, '重点区域市容秩序', inMonth(month)]),
    ...['03', '06', '09', '12'].map((month) => [
      'TEAM_SUPERVISION',
      '中队规范化督查',
      '县（市、区）中队',
      inMonth(month),
    ]),
    ...months.flatMap((month) => [0, 1].map(() => ['EDUCATION', '法治宣传活动', dice.oneOf(CHANNELS), inMonth(month)])),
    ...Array.from({ length: published('F06/vehicles') }, () => [
      'VEHICLE',
      '执法执勤用车',
      '小型普通客车',
      inMonth('08'),
    ]),
  ];
  return all.map(([kind, title, detail, doneOn], n) =>
    commandsTo(
      dice,
      'supportRecord',
      `${mark}${YEAR}.${n + 1}`,
      registrarOf(bureau),
    )(doneOn!, 'RecordSupport', { kind, title, detail, quantity: 1, doneOn }),
  );
}
