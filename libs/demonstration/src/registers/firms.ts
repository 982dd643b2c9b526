import { registrarOf } from '../cast.js';
import { FIRST_DAY, LAST_DAY, later, someDay, workingDay, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { powerItemList } from '../power-item-list.js';
import { published } from '../published-2023.js';
import { firmCode, firmName } from '../quzhou.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 信用修复 and 合规指引: what is done for firms. */
export const firms: RegisterShare = { bureau: (stage) => [...repairs(stage), ...guides(stage)] };

/** Firms with two records, both repaired: they count once. */
const TWICE = 5;
/** Firms whose record stays, for want of payment. */
const WANTING = 3;
const GUIDES = published('E15/published');

function repairs({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  const repaired = Array.from({ length: published('M22/firms') }, () => [firmCode(dice), firmName(dice)] as const);
  const wanting = Array.from({ length: WANTING }, () => [firmCode(dice), firmName(dice)] as const);
  const clerk = registrarOf(bureau);
  return [...repaired.slice(0, TWICE), ...repaired, ...wanting].flatMap(([uscc, name], n) => {
    const give = commandsTo(dice, 'creditRepair', `${mark}${YEAR}.${n + 1}`, clerk);
    const decidedOn = someDay(dice, `${YEAR}-05-04`, `${YEAR}-08-18`);
    const listedOn = later(decidedOn, dice.between(2, 6));
    // Three months of showing have to be over.
    const [year, month, day] = decidedOn.split('-').map(Number) as [number, number, number];
    const requestedOn = later(
      workingDay(`${year}-${String(month + 3).padStart(2, '0')}-${String(Math.min(day, 28)).padStart(2, '0')}`),
      dice.between(3, 10),
    );
    const checkedOn = later(requestedOn, dice.between(1, 3));
    const grantedOn = later(checkedOn, dice.between(0, 2));
    const isWanting = n >= repaired.length + TWICE;
    return [
      give(listedOn, 'ListCreditRecord', {
        uscc,
        firmName: name,
        decisionNo: `衢综执罚决字〔${YEAR}〕${mark}X${n + 1}号`,
        decidedOn,
        procedure: 'ORDINARY',
        kinds: ['FINE'],
        isOfSafety: false,
        listedOn,
      }),
      give(requestedOn, 'RequestRepair', { hasPromised: true, on: requestedOn }),
      give(checkedOn, 'CheckCompliance', {
        isFulfilled: !isWanting,
        opinion: isWanting ? '罚款尚有部分未缴纳' : '罚款已缴纳，违法行为已改正，未发现新的违法记录',
        on: checkedOn,
      }),
      ...(isWanting ? [] : [give(grantedOn, 'GrantRepair', { on: grantedOn })]),
    ];
  });
}

function guides({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  return powerItemList(GUIDES).map(({ name, field }, n) => {
    const publishedOn = someDay(dice, FIRST_DAY, LAST_DAY);
    return commandsTo(
      dice,
      'complianceGuide',
      `${mark}${YEAR}.${n + 1}`,
      registrarOf(bureau),
    )(publishedOn, 'PublishComplianceGuide', {
      matter: name,
      field,
      risk: `经营中容易出现“${name}”的情形`,
      advice: '开业前核对许可和设施要求，日常留存检查记录，收到责令改正通知后按期整改并书面反馈',
      publishedOn,
    });
  });
}
