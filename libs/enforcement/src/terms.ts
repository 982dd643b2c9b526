import { PENALTY_KIND_NAMES } from '#statutes';

/* The law's terms that commands offer as choices: identifier (DOMAIN 7) and Chinese term. */

/** 当事人种类. */
export const PARTY_KINDS = { CITIZEN: '公民', SOLE_TRADER: '个体工商户', ORGANISATION: '法人或者其他组织' } as const;
export type PartyKind = keyof typeof PARTY_KINDS;

/** 程序: 普通程序, 简易程序 (当场处罚). */
export const PROCEDURES = { ORDINARY: '普通程序', SUMMARY: '简易程序' } as const;
export type Procedure = keyof typeof PROCEDURES;

/** 处理结果: what a case was decided to (行政处罚法第五十七条第一款). */
export const OUTCOMES = {
  PENALTY: '行政处罚',
  NO_PENALTY: '不予行政处罚',
  NOT_ESTABLISHED: '违法事实不成立',
} as const;
export type Outcome = keyof typeof OUTCOMES;

/** 办案分工. */
export const DUTIES = { LEAD: '主办', ASSIST: '协办' } as const;
export type Duty = keyof typeof DUTIES;

/** 领域: the field to which a power item belongs (DOMAIN 4.6). */
export const ITEM_FIELDS = {
  TRAFFIC_PARKING: '交通违停',
  CITY_APPEARANCE: '市容环境',
  COMMERCE: '工商管理',
  PLANNING: '城乡规划',
  CONSTRUCTION: '住房建设',
  CONSTRUCTION_WASTE: '建筑垃圾',
  GAS: '燃气管理',
  ENVIRONMENT: '生态环境',
  WASTE_SORTING: '垃圾分类',
  PARKS: '园林绿化',
  MUNICIPAL: '市政公用',
  FORESTRY: '林业',
  WATER: '水行政',
  PETS: '养犬管理',
  EMERGENCY: '应急管理',
  AGRICULTURE: '农业农村',
} as const;
export type ItemField = keyof typeof ITEM_FIELDS;

/** Every field of the general catalogue: some have no cases of the bureau yet. */
export const CATALOGUE_FIELDS = {
  ...ITEM_FIELDS,
  NATURAL_RESOURCES: '自然资源',
  CIVIL_DEFENCE: '人民防空',
  METEOROLOGY: '气象',
  EARTHQUAKE: '防震减灾',
  CULTURE: '文化旅游',
  CIVIL_AFFAIRS: '民政',
  RELIGION: '民族宗教',
  ENERGY: '能源',
} as const;
export type CatalogueField = keyof typeof CATALOGUE_FIELDS;

/** 处罚种类 (行政处罚法第九条). */
export const PENALTY_KINDS = PENALTY_KIND_NAMES;

/** 行为义务: what the party owes beside money. */
export const ACT_OBLIGATIONS = {
  HAND_OVER_GOODS: '交出没收的财物',
  DEMOLISH: '拆除',
  RESTORE: '恢复原状',
  RETURN_LAND: '退还土地',
  CORRECT: '限期改正',
  SUSPEND_BUSINESS: '停产停业',
  RESTRICT_BUSINESS: '限制开展生产经营活动',
  CLOSE_DOWN: '关闭',
  RESTRICT_EMPLOYMENT: '限制从业',
  HAND_IN_LICENSE: '交回许可证件',
  OTHER: '其他行为义务',
} as const;
export type ActObligation = keyof typeof ACT_OBLIGATIONS;

/** 可以催告、申请执行的义务: money and acts. */
export const CLAIMS = {
  FINE: '缴纳罚款',
  CONFISCATE: '缴纳没收款',
  SURCHARGE: '缴纳加处罚款',
  ...ACT_OBLIGATIONS,
} as const;
export type Claim = keyof typeof CLAIMS;

/** 来源系统: where a record comes from. Records that did not run on the platform are marked by it for ever. */
export const SOURCE_SYSTEMS = {
  PLATFORM: '行政执法平台',
  OFFLINE_TRAFFIC: '交通违停离线系统',
  XINGXING: '两法衔接平台',
  '12345': '12345热线',
  IMPORT: '其他导入',
} as const;
export type SourceSystem = keyof typeof SOURCE_SYSTEMS;

/** Sources of decisions that were made outside the platform and only imported. */
export const OFF_PLATFORM_SOURCES = ['OFFLINE_TRAFFIC', 'IMPORT'] as const satisfies readonly SourceSystem[];

/** 证据种类 (行政处罚法第四十六条). */
export const EVIDENCE_KINDS = {
  DOCUMENT: '书证',
  OBJECT: '物证',
  AUDIOVISUAL: '视听资料',
  ELECTRONIC: '电子数据',
  WITNESS: '证人证言',
  PARTY_STATEMENT: '当事人的陈述',
  EXPERT_OPINION: '鉴定意见',
  SITE_RECORD: '勘验笔录、现场笔录',
} as const;
export type EvidenceKind = keyof typeof EVIDENCE_KINDS;

/** 改正的复查结果. */
export const CORRECTION_RESULTS = { CORRECTED: '已经改正', PARTLY: '部分改正', NOT_CORRECTED: '没有改正' } as const;
export type CorrectionResult = keyof typeof CORRECTION_RESULTS;

/** 结案理由. */
export const CLOSE_REASONS = {
  EXECUTED: '履行完毕',
  COURT_ACCEPTED: '法院受理强制执行',
  NO_PENALTY: '不予处罚',
  NOT_ESTABLISHED: '违法事实不成立',
  TRANSFERRED: '移送司法机关',
  REVOKED: '处罚决定被撤销',
  WITHDRAWN: '撤案',
  TERMINATED: '终止调查',
  TRANSFERRED_OUT: '移送其他机关',
} as const;
export type CloseReason = keyof typeof CLOSE_REASONS;

/** 送审情形: the four of 第五十八条第一款, and the bureau's own rule that every ordinary case is reviewed. */
export const REVIEW_TRIGGERS = {
  '58.1': '涉及重大公共利益',
  '58.2': '直接关系当事人或者第三人重大权益，经过听证程序',
  '58.3': '案件情况疑难复杂、涉及多个法律关系',
  '58.4': '法律、法规规定应当进行法制审核的其他情形',
  EVERY_CASE: '本局普通程序案件全部审核',
} as const;
export type ReviewTrigger = keyof typeof REVIEW_TRIGGERS;

/** 可以送达不成的方式: an announcement always succeeds, in thirty days. */
export const ATTEMPT_METHODS = {
  DIRECT: '直接送达',
  LEFT: '留置送达',
  ENTRUSTED: '委托送达',
  MAIL: '邮寄送达',
  ELECTRONIC: '电子送达',
} as const;
export type AttemptMethod = keyof typeof ATTEMPT_METHODS;

/** 未能送达的情形. */
export const ATTEMPT_RESULTS = {
  ABSENT: '受送达人不在，没有可以代收的人',
  MOVED: '送达地址不存在或者受送达人已经搬离',
  RETURNED: '邮件无人签收被退回',
  NOT_REACHED: '电子送达没有到达受送达人的系统',
  WHEREABOUTS_UNKNOWN: '经查找，受送达人下落不明',
} as const;
export type AttemptResult = keyof typeof ATTEMPT_RESULTS;

/** 送达的文书. */
export const ATTEMPTED_DOCUMENTS = { NOTICE: '行政处罚事先告知书', DECISION: '决定书' } as const;
export type AttemptedDocument = keyof typeof ATTEMPTED_DOCUMENTS;

/** 救济途径. */
export const REMEDY_KINDS = { RECONSIDERATION: '行政复议', LITIGATION: '行政诉讼' } as const;
export type RemedyKind = keyof typeof REMEDY_KINDS;

/** 复议决定和终止. */
export const RECONSIDERATION_OUTCOMES = {
  UPHELD: '维持',
  ALTERED: '变更',
  REVOKED: '撤销',
  PARTLY_REVOKED: '部分撤销',
  ILLEGAL: '确认违法',
  INVALID: '确认无效',
  ORDERED_PERFORMANCE: '责令履行',
  DISMISSED: '驳回',
  MEDIATED: '调解',
  TERMINATED: '终止',
} as const;
export type ReconsiderationOutcome = keyof typeof RECONSIDERATION_OUTCOMES;

/** 裁判结果. */
export const JUDGMENT_OUTCOMES = {
  SUIT_DISMISSED: '驳回起诉',
  DISMISSED: '驳回诉讼请求',
  UPHELD: '维持原判',
  REMANDED: '发回重审',
  REVOKED: '撤销',
  PARTLY_REVOKED: '部分撤销',
  ALTERED: '变更',
  ILLEGAL: '确认违法',
  INVALID: '确认无效',
  ORDERED_PERFORMANCE: '责令履行',
  MEDIATED: '调解',
} as const;
export type JudgmentOutcome = keyof typeof JUDGMENT_OUTCOMES;

/** What a remedy may end in, of either kind. */
export const REMEDY_OUTCOMES = { ...JUDGMENT_OUTCOMES, ...RECONSIDERATION_OUTCOMES } as const;
export type RemedyOutcome = keyof typeof REMEDY_OUTCOMES;

/** What the leaders discuss together. */
export const TOPICS = { DECISION: '处罚决定', EXTENSION: '再次延长办案期限', RECUSAL: '负责人的回避' } as const;
export type Topic = keyof typeof TOPICS;

/** 讨论意见. */
export const STANCES = { AGREE: '同意', DISAGREE: '不同意' } as const;
export type Stance = keyof typeof STANCES;
