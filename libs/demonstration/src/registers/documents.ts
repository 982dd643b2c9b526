import { MECHANISM_KINDS, POLICY_TIERS } from '#enforcement';
import { actorOf, COORDINATOR, registrarOf } from '../cast.js';
import { FIRST_DAY, LAST_DAY, later, someDay, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { published } from '../published-2023.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 合同和文件审查, 制度文件, 行刑协作 and its 联络员. */
export const documents: RegisterShare = {
  bureau: (stage) => [...reviews(stage), ...policies(stage), ...mechanisms(stage)],
};

const CONTRACTS = ['数字城管运维服务合同', '市容环卫作业监理合同', '执法记录仪采购合同', '园林养护检查服务合同'];
const DRAFTS = [
  '停车管理办法',
  '建筑垃圾处置管理规定',
  '户外广告设施管理规定',
  '餐饮油烟污染防治规定',
  '养犬管理实施办法',
];
const ORGANS = ['市司法局', '市住房和城乡建设局', '市生态环境局', '市交通运输局'];

function reviews({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  const { unitId } = bureau.unit;
  const kinds = [
    ...Array.from({ length: published('C05/CONTRACT') }, () => 'CONTRACT' as const),
    ...Array.from({ length: published('C05/NORM_DRAFT') }, () => 'NORM_DRAFT' as const),
  ];
  return kinds.flatMap((kind, n) => {
    const give = commandsTo(
      dice,
      'documentReview',
      `${mark}${YEAR}.${n + 1}`,
      actorOf(dice.oneOf(bureau.reviewers), unitId, 'REVIEWER'),
    );
    const receivedOn = someDay(dice, FIRST_DAY, `${YEAR}-12-01`);
    const reviewedOn = later(receivedOn, dice.between(2, 6));
    const answeredOn = later(reviewedOn, dice.between(0, 2));
    const isDraft = kind === 'NORM_DRAFT';
    return [
      give(receivedOn, 'ReceiveDocument', {
        kind,
        title: `${isDraft ? '衢州市' : ''}${dice.oneOf(isDraft ? DRAFTS : CONTRACTS)}${isDraft ? '（征求意见稿）' : ''}`,
        fromOrgan: isDraft ? dice.oneOf(ORGANS) : '本局机关处室',
        ...(isDraft ? { dueOn: later(receivedOn, 10) } : {}),
        receivedOn,
      }),
      give(reviewedOn, 'ReviewDocument', {
        isLawful: true,
        ...(isDraft ? { isFair: true } : {}),
        opinion: isDraft ? '建议明确执法主体和责令改正的期限' : '建议补充违约责任和争议解决条款',
        on: reviewedOn,
      }),
      give(answeredOn, 'SendFeedback', { on: answeredOn }),
    ];
  });
}

/** “1+1+7+32”. */
const LAYERS = { OVERALL: 1, OPINION: 1, SYSTEM: 7, RULE: 32 } as const;
const PLANS = ['综合行政执法人员教育培训三年行动计划（2023—2025）', '综合行政执法系统2023年度干部教育培训实施方案'];
const CO_SIGNERS = [
  '市人民检察院',
  '市中级人民法院',
  '市公安局',
  '市司法局',
  '市生态环境局',
  '市市场监管局',
  '市应急管理局',
  '市农业农村局',
  '市交通运输局',
];

function policies({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  const leader = actorOf(bureau.chief, bureau.unit.unitId, 'LEADER');
  const all = [
    ...Object.entries(LAYERS).flatMap(([tier, count]) =>
      Array.from({ length: count }, (_, n) => ({
        tier,
        title: `“大综合一体化”行政执法改革${POLICY_TIERS[tier as keyof typeof LAYERS]}之${n + 1}`,
        coSigners: [],
      })),
    ),
    ...PLANS.map((title) => ({ tier: 'PLAN', title, coSigners: [] })),
    {
      tier: 'JOINT',
      title: '衢州市行政执法与刑事司法衔接工作实施意见',
      coSigners: CO_SIGNERS.map((name) => ({ name })),
    },
  ];
  return all.map(({ tier, title, coSigners }, n) => {
    const enactedOn = someDay(dice, FIRST_DAY, `${YEAR}-11-30`);
    return commandsTo(
      dice,
      'policyDocument',
      `${mark}${YEAR}.${n + 1}`,
      leader,
    )(enactedOn, 'EnactPolicyDocument', {
      title,
      documentNo: `衢综指办〔${YEAR}〕${mark}${n + 11}号`,
      tier,
      coSigners,
      effectiveOn: enactedOn,
      enactedOn,
    });
  });
}

const PARTNERS = ['衢州市公安局', '衢州市人民检察院'];

/** Each of the five mechanisms is called upon some times; every unit names a liaison. */
function mechanisms({ dice, cast, mark }: Stage): PlannedCommand[] {
  const invoked = Object.keys(MECHANISM_KINDS).flatMap((kind, k) =>
    Array.from({ length: dice.between(2, 6) }, (_, n): PlannedCommand[] => {
      const give = commandsTo(dice, 'jointMechanism', `${mark}${YEAR}.${k + 1}.${n + 1}`, COORDINATOR);
      const invokedOn = someDay(dice, FIRST_DAY, `${YEAR}-12-01`);
      const on = later(invokedOn, dice.between(1, 8));
      return [
        give(invokedOn, 'InvokeMechanism', {
          kind,
          partner: dice.oneOf(PARTNERS),
          matter: '对涉嫌犯罪的线索就取证方向和移送标准会商',
          invokedOn,
        }),
        give(on, 'ConcludeMechanism', { result: '形成一致意见，纪要双方存档', on }),
      ];
    }).flat(),
  );
  const liaisons = [cast.bureau, ...cast.others].map((crew) => {
    const appointedOn = someDay(dice, FIRST_DAY, `${YEAR}-02-28`);
    return commandsTo(
      dice,
      'liaison',
      `${mark}${YEAR}.${crew.unit.unitId}`,
      registrarOf(crew),
    )(appointedOn, 'AppointLiaison', { personId: dice.oneOf(crew.teams).lead, appointedOn });
  });
  return [...invoked, ...liaisons].filter(({ on }) => on <= LAST_DAY);
}
