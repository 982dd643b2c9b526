import { actorOf, COORDINATOR, registrarOf } from '../cast.js';
import { FIRST_DAY, later, someDay, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { published } from '../published-2023.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 执法监督通知书 and 督办销号. */
export const supervision: RegisterShare = {
  bureau: (stage) => [...notices(stage), ...tasks(stage)],
};

/** What the report says the notices were about. */
const NOTICES = [
  {
    issues: ['TIME_LIMIT'],
    findings: '两件普通程序案件未在九十日内作出决定，也未按程序延长办案期限',
    result: '逐件核查在办案件，建立办案期限提示，超期的说明原因并报负责人',
  },
  {
    issues: ['PUBLICATION'],
    findings: '部分处罚决定公示的内容不全，未写明处罚依据',
    result: '补正公示内容，统一公示摘要的格式',
  },
  {
    issues: ['CORRECTION_ORDER', 'FACTS'],
    findings: '部分县级执法局办理的案件责令改正内容不明确，违法事实表述不清',
    result: '组织县级执法局自查，责令改正通知书写明行为、标准和期限',
  },
] as const;

function notices({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  return NOTICES.slice(0, published('G05/received')).flatMap(({ issues, findings, result }, n) => {
    const number = `${mark}${YEAR}.${n + 1}`;
    const clerk = commandsTo(dice, 'supervisionNotice', number, registrarOf(bureau));
    const leader = commandsTo(dice, 'supervisionNotice', number, actorOf(bureau.chief, bureau.unit.unitId, 'LEADER'));
    const receivedOn = someDay(dice, FIRST_DAY, `${YEAR}-10-20`);
    const dueOn = later(receivedOn, 20);
    const plannedOn = later(receivedOn, dice.between(1, 4));
    const reportedOn = later(plannedOn, dice.between(5, 15));
    const closedOn = later(reportedOn, dice.between(3, 8));
    return [
      clerk(receivedOn, 'ReceiveSupervisionNotice', {
        issuer: '衢州市司法局',
        documentNo: `衢司执监〔${YEAR}〕${mark}${n + 1}号`,
        issues,
        findings,
        receivedOn,
        dueOn,
      }),
      leader(plannedOn, 'PlanRectification', { plan: '成立整改专班，逐条核查，举一反三', on: plannedOn }),
      clerk(reportedOn, 'ReportRectification', { result, on: reportedOn }),
      leader(closedOn, 'CloseSupervisionNotice', { opinion: '整改到位，同意办结', on: closedOn }),
    ];
  });
}

const MATTERS = [
  '水亭门街区店外经营反复，群众投诉集中',
  '建筑垃圾运输车辆夜间带泥上路',
  '大型商超周边非机动车停放秩序混乱',
  '燃气餐饮场所未按要求安装报警装置',
  '餐饮油烟扰民投诉多次处理未彻底解决',
];

/** One each quarter for every county and branch; the last of the year is still open. */
function tasks({ dice, cast: { counties }, mark }: Stage): PlannedCommand[] {
  return counties.flatMap((crew, county) =>
    ['01', '04', '07', '10'].flatMap((month, quarter): PlannedCommand[] => {
      const id = `${mark}${YEAR}.${crew.unit.unitId}.${quarter + 1}`;
      const above = commandsTo(dice, 'supervisedTask', id, COORDINATOR);
      const own = commandsTo(dice, 'supervisedTask', id, actorOf(crew.teams[0]!.lead, crew.unit.unitId, 'OFFICER'));
      const issuedOn = someDay(dice, `${YEAR}-${month}-08`, `${YEAR}-${month}-25`);
      const isOpen = quarter === 3 && county === 0;
      const dueOn = later(issuedOn, isOpen ? 60 : 25);
      const issue = above(issuedOn, 'IssueTask', {
        toUnitId: crew.unit.unitId,
        origin: quarter === 0 ? '市政府督查' : '领域牵头处室督办',
        matter: dice.oneOf(MATTERS),
        issuedOn,
        dueOn,
      });
      if (isOpen) return [issue];
      const submittedOn = later(issuedOn, dice.between(8, 16));
      const verifiedOn = later(submittedOn, dice.between(1, 5));
      const dischargedOn = later(verifiedOn, dice.between(0, 2));
      return [
        issue,
        own(submittedOn, 'SubmitRectification', { result: '已落实整改，现场照片和台账随附', on: submittedOn }),
        above(verifiedOn, 'VerifyRectification', {
          isPassed: true,
          opinion: '现场核查，问题已经消除',
          on: verifiedOn,
        }),
        above(dischargedOn, 'DischargeTask', { on: dischargedOn }),
      ];
    }),
  );
}
