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
}

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
] as const satisfies readonly RegisterFigure[];

/** How many the text says of a part of the catalogue. */
export function published(part: (typeof REGISTER_FIGURES_2023)[number]['part']): number {
  return REGISTER_FIGURES_2023.find((figure) => figure.part === part)!.value;
}
