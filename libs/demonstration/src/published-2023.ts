/*
 * What the published annual report of 2023 says: how many cases the registers plan, and what tests hold the report of
 * the demonstration year against, which comes out of the events alone.
 */

/** The bureau's figures. */
export const PUBLISHED_2023 = {
  closed: 3590,
  filedOrdinary: 188,
  closedOrdinary: 235,
  decidedOrdinaryFen: 266_100_000,
  hearings: 9,
  courtApplications: 7,
  closedSummary: 3355,
  closedParking: 3022,
  decidedParkingFen: 44_300_000,
  closedSummaryOther: 333,
  decidedSummaryOtherFen: 4_100_000,
  penalties: 3590,
  penaltiesOffPlatform: 3145,
  penaltiesOffPlatformParking: 3022,
  penaltiesOnPlatform: 445,
  transfersSent: 26,
  referralsReceived: 40,
  remedies: 24,
  reconsiderationCarried: 11,
  litigationCarried: 1,
  reconsiderationNew: 2,
  reconsiderationWithdrawn: 2,
  litigationNew: 10,
  litigationNewWithdrawn: 1,
  litigationNewUpheld: 8,
  litigationNewPending: 1,
  litigationLost: 0,
  reviewRate: 1,
  publicationRate: 1,
  codingRate: 1,
  coordinationRate: 1,
  leadRate: 1,
  appearanceRate: 1,
  licenses: 253,
  coercion: 0,
};

/** Those of the whole city. */
export const PUBLISHED_2023_CITY = {
  cityPenalties: 85_434,
  cityPenaltiesOffPlatform: 80_260,
  cityLicenses: 456,
  cityCoercion: 2,
  cityActs: 85_892,
};

/** 解决执法争议 12 起, of the whole city: in the report's account of the reform, and no figure of its tables. */
export const DISPUTES_RESOLVED_2023 = 12;

/** A number of the published text that a register gives, and the command without which it would not. */
export interface RegisterFigure {
  /** As the text says it. */
  readonly sentence: string;
  /** The part of the metric catalogue that it is. */
  readonly part: string;
  readonly value: number;
  /** The aggregates whose commands give it. */
  readonly aggregates: readonly string[];
  readonly without: string;
  /** Which of the commands of this name, where not any of them gives it. */
  readonly where?: (body: object, id: string) => boolean;
}

/** The unit whose dossier it is ends its id: nine digits of a town, six of a bureau. */
const isOfTown = (_body: object, id: string) => /\.\d{9}$/.test(id);

/** Numbers of the text that registers beside the cases give; what the shares of the registers plan is read from here. */
export const REGISTER_FIGURES_2023 = [
  {
    sentence: '收到执法监督通知3份',
    part: 'G05/received',
    value: 3,
    aggregates: ['supervisionNotice'],
    without: 'ReceiveSupervisionNotice',
  },
  {
    sentence: '整改结果均按期反馈报告',
    part: 'M23/feedback',
    value: 1,
    aggregates: ['supervisionNotice'],
    without: 'ReportRectification',
  },
  {
    sentence: '制定104项行政处罚事项的裁量基准',
    part: 'C01/inForce',
    value: 104,
    aggregates: ['benchmark'],
    without: 'RetireBenchmark',
  },
  {
    sentence: '制定公布5大专业执法部门《轻微违法行为不予处罚清单》',
    part: 'B03/departments',
    value: 5,
    aggregates: ['leniencyList'],
    without: 'PublishLeniencyList',
  },
  {
    sentence: '调整后事项共2034项',
    part: 'C07/closing',
    value: 2034,
    aggregates: ['powerItem'],
    without: 'RemovePowerItem',
  },
  {
    sentence: '共编制新增事项80余条',
    part: 'C07/drafted',
    value: 83,
    aggregates: ['powerItem'],
    without: 'DraftItemEntry',
  },
  {
    sentence: '实现事项认领率100%',
    part: 'M13/claim',
    value: 1,
    aggregates: ['powerItem'],
    without: 'ClaimPowerItem',
  },
  {
    sentence: '全年共协助71家企业进行信用修复',
    part: 'M22/firms',
    value: 71,
    aggregates: ['creditRepair'],
    without: 'GrantRepair',
  },
  {
    sentence: '完成梳理200余项事项',
    part: 'E15/published',
    value: 208,
    aggregates: ['complianceGuide'],
    without: 'PublishComplianceGuide',
  },
  {
    sentence: '对8个县(市、区)局、分局，35个赋权乡镇街道组织开展执法业务评查',
    part: 'E13/units',
    value: 8 + 35,
    aggregates: ['assessmentStandard', 'assessmentRound', 'dossierAssessment'],
    without: 'ScoreDossier',
  },
  {
    sentence: '8个县(市、区)局、分局',
    part: 'E13/units.bureaus',
    value: 8,
    aggregates: ['assessmentStandard', 'assessmentRound', 'dossierAssessment'],
    without: 'ScoreDossier',
    where: (body, id) => !isOfTown(body, id),
  },
  {
    sentence: '35个赋权乡镇街道',
    part: 'E13/units.towns',
    value: 35,
    aggregates: ['assessmentStandard', 'assessmentRound', 'dossierAssessment'],
    without: 'ScoreDossier',
    where: isOfTown,
  },
  {
    sentence: '共组织执法业务考评3次',
    part: 'E13/rounds',
    value: 3,
    aggregates: ['assessmentStandard', 'assessmentRound'],
    without: 'CloseAssessmentRound',
  },
  {
    sentence: '修订了普通程序行政处罚案件质量评判标准和案卷法制审核标准',
    part: 'E13/standards',
    value: 2,
    aggregates: ['assessmentStandard'],
    without: 'ReviseAssessmentStandard',
  },
  {
    sentence: '系统完善“1+1+7+32”制度体系',
    part: 'B02/all',
    value: 1 + 1 + 7 + 32,
    aggregates: ['policyDocument'],
    without: 'EnactPolicyDocument',
    where: (body) => (body as { tier: string }).tier === 'RULE',
  },
  {
    sentence: '会同市检察院、市中级人民法院、市公安机关等9个部门制定了实施意见',
    part: 'B02/coSigners',
    value: 9,
    aggregates: ['policyDocument'],
    without: 'EnactPolicyDocument',
  },
  {
    sentence: '制订《三年行动计划》《年度干部教育培训实施方案》',
    part: 'B02/plans',
    value: 2,
    aggregates: ['policyDocument'],
    without: 'EnactPolicyDocument',
    where: (body) => (body as { tier: string }).tier === 'PLAN',
  },
  {
    sentence: '全年审核行政机关合同32份',
    part: 'C05/CONTRACT',
    value: 32,
    aggregates: ['documentReview'],
    without: 'ReceiveDocument',
    where: (body) => (body as { kind: string }).kind === 'CONTRACT',
  },
  {
    sentence: '审查规范性文件征求意见稿35份',
    part: 'C05/NORM_DRAFT',
    value: 35,
    aggregates: ['documentReview'],
    without: 'ReviewDocument',
  },
  {
    sentence: '并及时反馈建议意见',
    part: 'C05/feedbackRate',
    value: 1,
    aggregates: ['documentReview'],
    without: 'SendFeedback',
  },
  {
    sentence: '积极参加省司法厅、省住建厅、省林业局举办的各类培训15次',
    part: 'F02/province',
    value: 15,
    aggregates: ['training'],
    without: 'RecordTraining',
    where: (body) => (body as { level: string }).level === 'PROVINCE',
  },
  {
    sentence: '实现全市700余名综合行政执法系统干部培训全覆盖',
    part: 'F02/people',
    value: 712,
    aggregates: ['training'],
    without: 'RecordTraining',
  },
  {
    sentence: '通过公众号发布新领域执法典型案例20个',
    part: 'F05/wechat',
    value: 20,
    aggregates: ['typicalCase'],
    without: 'PublishTypicalCase',
  },
  {
    sentence: '新增执法用车1辆',
    part: 'F06/vehicles',
    value: 1,
    aggregates: ['supportRecord'],
    without: 'RecordSupport',
  },
  {
    sentence: '投入执法办案专项经费34.7万元',
    part: 'M25/spent',
    value: 34_700_000,
    aggregates: ['caseBudget'],
    without: 'RecordExpense',
  },
] as const satisfies readonly RegisterFigure[];

/** How many the text says of a part of the catalogue. */
export function published(part: (typeof REGISTER_FIGURES_2023)[number]['part']): number {
  return REGISTER_FIGURES_2023.find((figure) => figure.part === part)!.value;
}
