import { actorOf, registrarOf } from '../cast.js';
import { FIRST_DAY, later, someDay, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { firmCode, firmName } from '../quzhou.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 检查计划 and 检查, some of them by several departments at once (综合查一次). */
export const inspections: RegisterShare = { bureau: inspected };

const FIRMS = 48;
/** Firms for which three departments planned a visit each; they are visited once. */
const JOINT = 9;
const MATTERS = ['餐饮场所油烟和燃气安全', '建筑垃圾处置', '户外广告设施安全', '燃气经营安全', '园林绿化管护'];
const OWN = { name: '市综合执法局' };
const OTHERS = [{ name: '市市场监管局' }, { name: '市消防救援支队' }];

function inspected({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  const clerk = registrarOf(bureau);
  return Array.from({ length: FIRMS }, (_, n): PlannedCommand[] => {
    const firm = { uscc: firmCode(dice), firmName: firmName(dice) };
    const isJoint = n < JOINT;
    const participants = isJoint ? [OWN, ...OTHERS] : [OWN];
    const id = `${mark}${YEAR}.${n + 1}`;
    const submittedOn = someDay(dice, FIRST_DAY, `${YEAR}-01-20`);
    const mergedOn = later(submittedOn, 3);
    const publishedOn = later(submittedOn, dice.between(8, 14));
    const matter = dice.oneOf(MATTERS);
    const plan = commandsTo(dice, 'inspectionPlan', id, clerk);
    const merged = (isJoint ? OTHERS : []).flatMap((other, k) => {
      const own = commandsTo(dice, 'inspectionPlan', `${id}.${k + 1}`, clerk);
      return [
        own(submittedOn, 'SubmitInspectionPlan', {
          ...firm,
          matter: `${matter}（${other.name}）`,
          participants: [other],
          yearlyCap: 2,
          submittedOn,
        }),
        own(mergedOn, 'MergeInspectionPlan', { mergedInto: id, on: mergedOn }),
      ];
    });
    const issuedOn = someDay(dice, later(publishedOn, 5), `${YEAR}-12-08`);
    const on = later(issuedOn, dice.between(0, 3));
    const team = dice.oneOf(bureau.teams);
    const officer = actorOf(team.lead, bureau.unit.unitId, 'OFFICER');
    const visit = commandsTo(dice, 'inspection', id, officer);
    const code = `JC330800${YEAR}${mark}${String(n + 1).padStart(5, '0')}`;
    return [
      plan(submittedOn, 'SubmitInspectionPlan', { ...firm, matter, participants, yearlyCap: 2, submittedOn }),
      ...merged,
      plan(publishedOn, 'PublishInspectionPlan', { documentNo: `衢综发〔${YEAR}〕2号`, on: publishedOn }),
      visit(issuedOn, 'IssueInspectionCode', { ...firm, source: 'PLAN', planId: id, code, participants, issuedOn }),
      visit(on, 'StartInspection', { scanned: code, officers: [team.lead, team.assist], on }),
      visit(on, 'CompleteInspection', {
        result: dice.oneIn(4) ? 'CORRECTED' : 'SOUND',
        findings: '查看现场和台账，检查记录由企业签字确认',
        on,
      }),
    ];
  }).flat();
}
