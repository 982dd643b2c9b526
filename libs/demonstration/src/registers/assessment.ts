import { actorOf, COORDINATOR } from '../cast.js';
import { later, someDay, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { published } from '../published-2023.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 评查标准, 执法业务考评, 案卷评查 of the whole city, and 法制审核派单 from the pool of reviewers. */
export const assessment: RegisterShare = {
  elsewhere: (stage) => [...standards(stage), ...rounds(stage), ...assignments(stage)],
  bureau: () => [],
};

const STANDARDS = { QUALITY: '案件质量评判', REVIEW: '法制审核' } as const;
const ITEMS = [
  { itemNo: '1', title: '执法主体和执法人员资格', points: 15, isVeto: true },
  { itemNo: '2', title: '违法事实清楚、证据确凿', points: 30, isVeto: true },
  { itemNo: '3', title: '程序合法', points: 25, isVeto: false },
  { itemNo: '4', title: '责令改正内容明确', points: 15, isVeto: false },
  { itemNo: '5', title: '文书制作和归档', points: 15, isVeto: false },
];
const REVISED_ON = `${YEAR}-02-15`;
const OPENED = [`${YEAR}-04-17`, `${YEAR}-07-17`, `${YEAR}-11-13`];
const MATTERS = [
  '责令改正通知书未写明改正的标准',
  '现场笔录缺少起止时间',
  '公示摘要未写明处罚依据',
  '送达回证未注明代收关系',
];

const standardId = (mark: string, kind: string) => `${mark}${kind}`;

function standards({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  const leader = actorOf(bureau.chief, bureau.unit.unitId, 'LEADER');
  return Object.keys(STANDARDS).flatMap((kind, n) => {
    const give = commandsTo(dice, 'assessmentStandard', standardId(mark, kind), leader);
    const [first, second] = ['2022-07-20', REVISED_ON];
    const before = ITEMS.map((item) => ({ ...item, points: 20 }));
    return [
      give(first, 'EnactAssessmentStandard', {
        kind,
        documentNo: `衢综法发〔2022〕${n + 4}号`,
        items: before,
        effectiveOn: '2022-08-01',
        on: first,
      }),
      give(second, 'ReviseAssessmentStandard', {
        documentNo: `衢综法发〔${YEAR}〕${n + 1}号`,
        items: ITEMS,
        effectiveOn: `${YEAR}-03-01`,
        on: second,
      }),
    ];
  });
}

/** Three rounds, in each of them a dossier of every county and every town with delegated powers. */
function rounds({ dice, cast: { others }, mark, planned }: Stage): PlannedCommand[] {
  const decisions = Map.groupBy(
    planned.filter(({ command }) => command === 'MakeSummaryDecision'),
    ({ actor }) => actor.unit,
  );
  return OPENED.slice(0, published('E13/rounds')).flatMap((openedOn, round) => {
    const roundId = `${mark}${YEAR}.${round + 1}`;
    const give = commandsTo(dice, 'assessmentRound', roundId, COORDINATOR);
    const closedOn = later(openedOn, 25);
    const dossiers = others.flatMap(({ unit, chief }): PlannedCommand[] => {
      const mine = commandsTo(dice, 'dossierAssessment', `${roundId}.${unit.unitId}`, COORDINATOR);
      const theirs = commandsTo(
        dice,
        'dossierAssessment',
        `${roundId}.${unit.unitId}`,
        actorOf(chief, unit.unitId, 'LEADER'),
      );
      const decided = (decisions.get(unit.unitId) ?? []).filter(({ on }) => on < openedOn);
      const sampledOn = later(openedOn, dice.between(1, 4));
      const scoredOn = later(sampledOn, dice.between(1, 6));
      const commands = [
        mine(sampledOn, 'SampleDossier', { roundId, caseId: dice.oneOf(decided).id, sampledOn }),
        mine(scoredOn, 'ScoreDossier', {
          scores: dice.oneIn(2) ? [] : [{ itemNo: String(dice.between(3, 5)), deducted: dice.between(1, 6) }],
          opinion: '事实清楚，程序合法，文书基本规范',
          on: scoredOn,
        }),
      ];
      if (!dice.oneIn(6)) return commands;
      const raisedOn = later(scoredOn, 1);
      const rectifiedOn = later(raisedOn, dice.between(3, 9));
      return [
        ...commands,
        mine(raisedOn, 'RaiseIssue', { issue: dice.oneOf(MATTERS), dueOn: later(raisedOn, 10), on: raisedOn }),
        theirs(rectifiedOn, 'CompleteRectification', { result: '已补正并组织学习', on: rectifiedOn }),
      ];
    });
    return [
      give(openedOn, 'OpenAssessmentRound', {
        title: `${YEAR}年第${round + 1}次执法业务考评`,
        standardId: standardId(mark, 'QUALITY'),
        openedOn,
      }),
      ...dossiers,
      give(closedOn, 'CloseAssessmentRound', { report: '案卷总体规范，问题已逐一通报', on: closedOn }),
    ];
  });
}

/** Cases of counties that are reviewed by somebody of another department. */
const ASSIGNMENTS = 36;

function assignments({ dice, cast: { bureau, counties }, mark, planned }: Stage): PlannedCommand[] {
  // A case begins registered, or is taken over from what was decided on the spot.
  const handlers = new Map(
    planned
      .filter(({ command }) => command === 'RegisterCase' || command === 'ConvertToOrdinary')
      .map(({ id, actor }) => [id, actor]),
  );
  const filed = planned.filter(
    ({ command, actor, on }) =>
      command === 'FileCase' && counties.some(({ unit }) => unit.unitId === actor.unit) && on < `${YEAR}-09-01`,
  );
  return dice
    .shuffled(filed)
    .slice(0, ASSIGNMENTS)
    .flatMap(({ id: caseId, on }, n): PlannedCommand[] => {
      const id = `${mark}${YEAR}.${n + 1}`;
      const actor = handlers.get(caseId)!;
      const lenders = [bureau, ...counties.filter(({ unit }) => unit.unitId !== actor.unit)];
      const lender = dice.oneIn(5) ? counties.find(({ unit }) => unit.unitId === actor.unit)! : dice.oneOf(lenders);
      const reviewerId = dice.oneOf(lender.reviewers);
      const requestedOn = someDay(dice, later(on, 2), later(on, 15));
      const assignedOn = later(requestedOn, dice.between(0, 2));
      const finishedOn = later(assignedOn, dice.between(2, 9));
      const give = (by: PlannedCommand['actor']) => commandsTo(dice, 'reviewAssignment', id, by);
      return [
        give(actor)(requestedOn, 'RequestReviewer', {
          caseId,
          reason: '案情涉及划转领域，本局审核力量不足',
          requestedOn,
        }),
        give(COORDINATOR)(assignedOn, 'AssignReviewer', { reviewerId, on: assignedOn }),
        give(actorOf(reviewerId, lender.unit.unitId, 'REVIEWER'))(finishedOn, 'FinishAssignedReview', {
          isApproved: !dice.oneIn(8),
          opinion: '主体适格，依据准确，裁量理由应当补充说明',
          on: finishedOn,
        }),
      ];
    });
}
