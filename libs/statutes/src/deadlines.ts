import {
  type Binds,
  days,
  hours,
  type Mark,
  months,
  nextYearOn,
  type Period,
  type Validity,
  workingDays,
  years,
} from './rows.js';

/** One wording of a period, in force from `from` until the day before `to`. */
export interface Edition extends Validity {
  /** Which of the rule's cases this edition is for; absent: every case that has no edition of its own. */
  readonly variant?: string;
  /** Null: the law gives no number ("及时") or bars the way; `note` says which, and asking for a day is refused. */
  readonly period: Period | null;
  /** The law bars the way, so that no bureau may set a period. */
  readonly bars?: boolean;
  readonly article: string;
  readonly mark: Mark;
  /** R5: a last day off moves to the next working day. Without it the last day stands. */
  readonly rollsOver?: boolean;
  /** Whom this case binds, where it is not whom the rule binds. */
  readonly binds?: Binds;
  /** What starts the period of this case, where it is not what starts the rule's. */
  readonly trigger?: string;
  /** How many units each extension may add at most, in order; absent: may not be extended. */
  readonly extensions?: readonly number[];
  readonly note?: string;
}

export interface Deadline {
  readonly id: string;
  readonly name: string;
  readonly trigger: string;
  /** The event of the case that starts the period. */
  readonly event?: string;
  readonly binds: Binds;
  /**
   * WITHIN (absent): the act is possible from the trigger and due by the last day.
   * EXPIRED_WITHIN: the trigger is itself the last day of a period, so the act is possible from the next day.
   * AFTER: the act is possible from the day after the last day.
   * CLEAR_BEFORE: the act (a hearing) needs that many days between the trigger and itself (R6).
   */
  readonly sense?: 'WITHIN' | 'EXPIRED_WITHIN' | 'AFTER' | 'CLEAR_BEFORE';
  /** R9: what stops the clock. Absent: nothing does. */
  readonly suspendedBy?: string;
  readonly extendedBy?: string;
  /** The cases of the rule; the first is meant when the asker names none. */
  readonly variants?: Readonly<Record<string, string>>;
  /** The unit, though the number is fixed by law, is a reading that a bureau may change (R2: 310号令). */
  readonly unitIsOpen?: boolean;
  readonly editions: readonly Edition[];
}

const V = 'V';
const V2 = 'V2';
const K = 'K';

/** 2021年修订的行政处罚法施行日; the edition before it counted in calendar days. */
const PENALTY_LAW = '2021-07-15';
/** 1996年行政处罚法施行日; 2009 and 2017 left its periods, and the numbers of these articles, as they were. */
const PENALTY_LAW_1996 = '1996-10-01';
/** 生态环境法典施行日. */
const ENVIRONMENTAL_CODE = '2026-08-15';
/** 行政强制法施行日. */
const COERCION_LAW = '2012-01-01';
/** 2023年修订的行政复议法施行日, and the edition before it. */
const RECONSIDERATION_LAW = '2024-01-01';
const RECONSIDERATION_LAW_2017 = '2018-01-01';
/** 行政诉讼法2014年修正施行日: six months for suing. */
const LITIGATION_LAW = '2015-05-01';
/** 1989年行政诉讼法施行日: three months for suing. */
const LITIGATION_LAW_1989 = '1990-10-01';
/** 310号令2020年修订公布即施行, and its first text; the periods are the same. */
const ORDER_310 = '2020-08-07';
const ORDER_310_2001 = '2001-07-09';
/** 公安机关办理刑事案件程序规定（2020）施行日. */
const POLICE_PROCEDURE = '2020-09-01';
/** 住建部令55号施行日. */
const ORDER_55 = '2022-05-01';
/** Rows that the law leaves to the bureau hold for as long as there has been a 行政处罚法. */
const LOCAL = '1996-10-01';

/**
 * The periods of the law, D01 to D43, and the bureau's own response times, L01 and L02. To add a deadline, add a row; to
 * follow an amendment, close the edition with `to` and add the next one.
 */
// biome-ignore format: a table is read by its lines
export const DEADLINES = [
  {
    id: 'D01', name: '线索核查决定是否立案', trigger: '线索登记', event: 'LeadRegistered', binds: 'AGENCY',
    suspendedBy: '检测、鉴定', extendedBy: '机关负责人批准', variants: { URBAN: '城市管理（55号令）', MARKET: '市场监管' },
    editions: [
      { variant: 'URBAN', from: LOCAL, period: workingDays(15), extensions: [10],
        article: '住建部令55号；行政处罚法54条2款（及时立案）', mark: K },
      { variant: 'MARKET', from: PENALTY_LAW, period: workingDays(15), extensions: [15],
        article: '市场监督管理行政处罚程序规定18条', mark: V },
    ],
  },
  {
    id: 'D02', name: '管辖争议协商', trigger: '发生管辖争议', event: 'DisputeRaised', binds: 'AGENCY', unitIsOpen: true,
    editions: [
      { from: ORDER_55, period: workingDays(7),
        article: '住建部令55号6条；行政处罚法25条', mark: V, note: '协商不成的报共同的上一级机关指定管辖；“七日”按工作日为K' },
    ],
  },
  {
    id: 'D03', name: '办案期限（作出处罚决定）', trigger: '立案', event: 'CaseFiled', binds: 'AGENCY',
    suspendedBy: '中止、检测、鉴定、听证、公告', extendedBy: '第一次负责人批准，第二次负责人集体讨论',
    editions: [
      { from: PENALTY_LAW, period: days(90), extensions: [30, 60],
        article: '行政处罚法60条；延长见住建部令55号', mark: V, note: '延长与扣除的依据为K' },
    ],
  },
  {
    id: 'D04', name: '先行登记保存处理', trigger: '先行登记保存', event: 'EvidencePreserved', binds: 'AGENCY',
    editions: [
      { from: PENALTY_LAW, period: workingDays(7), article: '行政处罚法56条、85条', mark: V },
      { from: PENALTY_LAW_1996, to: PENALTY_LAW, period: days(7), article: '行政处罚法（1996、2017）37条2款', mark: K },
    ],
  },
  {
    id: 'D05', name: '查封、扣押', trigger: '查封、扣押', event: 'SealingImposed', binds: 'AGENCY',
    suspendedBy: '检测、检验、检疫、技术鉴定', extendedBy: '负责人批准并书面告知，一次',
    editions: [
      { from: COERCION_LAW, period: days(30), extensions: [30], article: '行政强制法25条', mark: V, note: '“不得超过”，末日不顺延' },
    ],
  },
  {
    id: 'D06', name: '当场强制措施补办批准', trigger: '当场实施强制措施', event: 'EmergencyMeasureTaken', binds: 'AGENCY',
    editions: [{ from: COERCION_LAW, period: hours(24), article: '行政强制法19条', mark: V }],
  },
  {
    id: 'D07', name: '听证申请', trigger: '听证告知送达', event: 'PenaltyNoticeServed', binds: 'PARTY',
    editions: [
      { from: PENALTY_LAW, period: workingDays(5), article: '行政处罚法64条(一)、85条', mark: V },
      { from: PENALTY_LAW_1996, to: PENALTY_LAW, period: days(3), rollsOver: true,
        article: '行政处罚法（1996、2017）42条(一)', mark: K },
    ],
  },
  {
    id: 'D08', name: '听证通知提前', trigger: '听证通知送达', event: 'HearingScheduled', binds: 'AGENCY', sense: 'CLEAR_BEFORE',
    editions: [
      { from: PENALTY_LAW, period: workingDays(7), article: '行政处罚法64条(二)、85条', mark: V, note: '净日：通知日与听证日均不计（单位可改，K）' },
      { from: PENALTY_LAW_1996, to: PENALTY_LAW, period: days(7), article: '行政处罚法（1996、2017）42条(二)', mark: K },
    ],
  },
  {
    id: 'D09', name: '陈述申辩', trigger: '处罚告知送达', event: 'PenaltyNoticeServed', binds: 'PARTY',
    editions: [
      { from: LOCAL, period: workingDays(3), rollsOver: true,
        article: '行政处罚法44条、45条、62条', mark: K, note: '法未定期限；当事人明确放弃的可提前' },
    ],
  },
  {
    id: 'D10', name: '法制审核办理', trigger: '送法制审核', event: 'LegalReviewSubmitted', binds: 'AGENCY', suspendedBy: '补充材料',
    editions: [
      { from: LOCAL, period: workingDays(10), article: '行政处罚法58条；住建部令55号', mark: K, note: '58条未定期限' },
    ],
  },
  {
    id: 'D11', name: '处罚决定书送达', trigger: '作出处罚决定', event: 'PenaltyDecided', binds: 'AGENCY',
    variants: { ABSENT: '当事人不在场', PRESENT: '当事人在场' },
    editions: [
      { variant: 'ABSENT', from: PENALTY_LAW, period: workingDays(7), article: '行政处罚法61条、85条', mark: V },
      { variant: 'PRESENT', from: PENALTY_LAW, period: days(0), article: '行政处罚法61条', mark: V, note: '宣告后当场交付' },
      { variant: 'ABSENT', from: PENALTY_LAW_1996, to: PENALTY_LAW, period: days(7),
        article: '行政处罚法（1996、2017）40条', mark: K },
      { variant: 'PRESENT', from: PENALTY_LAW_1996, to: PENALTY_LAW, period: days(0),
        article: '行政处罚法（1996、2017）40条', mark: K },
    ],
  },
  {
    id: 'D12', name: '公告送达视为送达', trigger: '发出公告', event: 'ServiceByAnnouncement', binds: 'EFFECT',
    editions: [
      { from: '2022-01-01', period: days(30), article: '民事诉讼法（2021、2023）95条', mark: V, note: '经过三十日即视为送达，不顺延' },
      { from: '2008-04-01', to: '2022-01-01', period: days(60), article: '民事诉讼法（2017）92条', mark: K },
    ],
  },
  {
    id: 'D13', name: '缴纳罚款', trigger: '处罚决定书送达', event: 'DecisionServed', binds: 'PARTY',
    editions: [
      { from: PENALTY_LAW, period: days(15), rollsOver: true, article: '行政处罚法67条3款', mark: V, note: '延期、分期依66条2款另定' },
      { from: PENALTY_LAW_1996, to: PENALTY_LAW, period: days(15), rollsOver: true,
        article: '行政处罚法（1996、2017）46条3款', mark: K },
    ],
  },
  {
    id: 'D14', name: '加处罚款封顶', trigger: '缴款期限届满', event: 'SurchargeAccrued', binds: 'EFFECT',
    suspendedBy: '复议、诉讼、延期或者分期缴纳',
    editions: [
      { from: PENALTY_LAW, period: days(34),
        article: '行政处罚法72条1款(一)、73条3款；行政强制法45条', mark: V, note: '每日3%，第34日达到罚款数额' },
      { from: PENALTY_LAW_1996, to: PENALTY_LAW, period: days(34), article: '行政处罚法（1996、2017）51条(一)；行政强制法45条', mark: K },
    ],
  },
  {
    id: 'D15', name: '当场收缴罚款上交', trigger: '当场收缴（水上为抵岸；缴付银行为机关收到罚款）', event: 'CashCollected', binds: 'AGENCY',
    variants: { TO_AGENCY: '执法人员交至机关', ON_WATER: '水上收缴，自抵岸之日起交至机关', TO_BANK: '机关缴付银行' },
    editions: [
      { from: PENALTY_LAW, period: workingDays(2), article: '行政处罚法71条、85条', mark: V },
      { from: PENALTY_LAW_1996, to: PENALTY_LAW, period: days(2), article: '行政处罚法（1996、2017）50条', mark: K },
    ],
  },
  {
    id: 'D16', name: '催告（申请法院强制执行前）', trigger: '催告书送达', event: 'DemandServed', binds: 'PARTY', sense: 'AFTER',
    editions: [
      { from: COERCION_LAW, period: workingDays(10), article: '行政强制法54条、69条', mark: V, note: '送达十日后仍未履行，方可申请' },
    ],
  },
  {
    id: 'D17', name: '加处罚款超过三十日（有强制执行权的机关）', trigger: '开始加处罚款前一日', binds: 'PARTY', sense: 'AFTER',
    editions: [{ from: COERCION_LAW, period: days(30), article: '行政强制法46条', mark: V, note: '超过三十日，经催告仍不履行' }],
  },
  {
    id: 'D18', name: '申请法院强制执行', trigger: '法定起诉期限届满', binds: 'AGENCY', sense: 'EXPIRED_WITHIN',
    editions: [
      { from: COERCION_LAW, period: months(3), rollsOver: true,
        article: '行政强制法53条；行诉解释156条；行政处罚法72条2款', mark: V, note: '批准延期、分期的，自该期限结束之日起' },
    ],
  },
  {
    id: 'D19', name: '法院受理与裁定', trigger: '收到强制执行申请', event: 'CourtEnforcementApplied', binds: 'OTHER',
    variants: { ACCEPT: '受理', RULE: '自受理起裁定', RULE_AFTER_HEARING: '听取意见的裁定', OBJECT: '对不予受理、不予执行申请复议',
      REVIEW_ACCEPT: '上一级法院对不予受理的复议裁定', REVIEW_RULE: '上一级法院对不予执行的复议裁定' },
    editions: [
      { variant: 'ACCEPT', from: COERCION_LAW, period: workingDays(5), article: '行政强制法56条1款、69条', mark: V },
      { variant: 'RULE', from: COERCION_LAW, trigger: '法院受理', period: workingDays(7),
        article: '行政强制法57条、69条', mark: V },
      { variant: 'RULE_AFTER_HEARING', from: COERCION_LAW, trigger: '法院受理', period: days(30), rollsOver: true,
        article: '行政强制法58条2款', mark: V },
      { variant: 'OBJECT', from: COERCION_LAW, binds: 'AGENCY', trigger: '收到不予受理的裁定', period: days(15), rollsOver: true,
        article: '行政强制法56条2款', mark: V },
      { variant: 'REVIEW_ACCEPT', from: COERCION_LAW, trigger: '上一级法院收到复议申请', period: days(15), rollsOver: true,
        article: '行政强制法56条2款', mark: V },
      { variant: 'REVIEW_RULE', from: COERCION_LAW, trigger: '上一级法院收到复议申请', period: days(30), rollsOver: true,
        article: '行政强制法58条3款', mark: V },
    ],
  },
  {
    id: 'D20', name: '申请行政复议', trigger: '知道行政行为（决定书送达）', event: 'DecisionServed', binds: 'PARTY',
    variants: { INFORMED: '已告知复议权利与期限', NOT_INFORMED: '未告知的，自知道内容起最长' },
    editions: [
      { variant: 'INFORMED', from: RECONSIDERATION_LAW, period: days(60), rollsOver: true,
        article: '行政复议法20条1款', mark: V },
      { variant: 'NOT_INFORMED', from: RECONSIDERATION_LAW, period: years(1), rollsOver: true,
        article: '行政复议法20条3款', mark: V },
      { variant: 'INFORMED', from: '1999-10-01', to: RECONSIDERATION_LAW, period: days(60), rollsOver: true,
        article: '行政复议法（2017）9条1款', mark: V },
    ],
  },
  {
    id: 'D21', name: '复议受理审查', trigger: '收到复议申请', event: 'ReconsiderationFiled', binds: 'OTHER',
    editions: [
      { from: RECONSIDERATION_LAW, period: workingDays(5), article: '行政复议法30条、88条2款', mark: V, note: '逾期未通知的视为受理' },
      { from: RECONSIDERATION_LAW_2017, to: RECONSIDERATION_LAW, period: workingDays(5),
        article: '行政复议法（2017）17条、40条2款', mark: V },
    ],
  },
  {
    id: 'D22', name: '经处罚机关转送复议申请', trigger: '处罚机关收到复议申请', binds: 'AGENCY',
    editions: [
      { from: RECONSIDERATION_LAW, period: workingDays(5),
        article: '行政复议法32条2款、88条2款', mark: V, note: '当场处罚、电子监控处罚' },
    ],
  },
  {
    id: 'D23', name: '复议答复', trigger: '收到复议申请书副本', binds: 'AGENCY',
    variants: { ORDINARY: '普通程序', SUMMARY: '简易程序' },
    editions: [
      { variant: 'ORDINARY', from: RECONSIDERATION_LAW, period: workingDays(10),
        article: '行政复议法48条、88条2款', mark: V, note: '逾期视为没有证据、依据（70条）' },
      { variant: 'SUMMARY', from: RECONSIDERATION_LAW, period: workingDays(5),
        article: '行政复议法54条、88条2款', mark: V, note: '逾期视为没有证据、依据（70条）' },
      { from: RECONSIDERATION_LAW_2017, to: RECONSIDERATION_LAW, period: days(10), rollsOver: true,
        article: '行政复议法（2017）23条、40条', mark: V, note: '40条只把五日、七日定为工作日' },
    ],
  },
  {
    id: 'D24', name: '复议决定', trigger: '受理复议申请', event: 'ReconsiderationAccepted', binds: 'OTHER',
    suspendedBy: '中止（39条）', extendedBy: '复议机构负责人批准，2023年以前为复议机关负责人', variants: { ORDINARY: '普通程序', SUMMARY: '简易程序' },
    editions: [
      { variant: 'ORDINARY', from: RECONSIDERATION_LAW, period: days(60), rollsOver: true, extensions: [30],
        article: '行政复议法62条1款', mark: V },
      { variant: 'SUMMARY', from: RECONSIDERATION_LAW, period: days(30), rollsOver: true,
        article: '行政复议法62条2款', mark: V },
      { from: RECONSIDERATION_LAW_2017, to: RECONSIDERATION_LAW, period: days(60), rollsOver: true, extensions: [30],
        article: '行政复议法（2017）31条', mark: V },
    ],
  },
  {
    id: 'D25', name: '对复议决定不服起诉', trigger: '收到复议决定书', binds: 'PARTY',
    editions: [
      { from: LITIGATION_LAW, period: days(15), rollsOver: true, article: '行政诉讼法45条', mark: V },
      { from: LITIGATION_LAW_1989, to: LITIGATION_LAW, period: days(15), rollsOver: true, article: '行政诉讼法（1989）38条2款', mark: K },
    ],
  },
  {
    id: 'D26', name: '直接起诉', trigger: '知道作出行政行为', binds: 'PARTY',
    variants: { ORDINARY: '普通程序处罚', SUMMARY: '当场处罚', NOT_INFORMED: '未告知起诉期限的，自知道内容起最长' },
    editions: [
      { variant: 'ORDINARY', from: LITIGATION_LAW, period: months(6), rollsOver: true,
        article: '行政诉讼法46条1款', mark: V },
      { variant: 'SUMMARY', from: RECONSIDERATION_LAW, period: null, bars: true,
        article: '行政复议法23条1款(一)', mark: V, note: '对当场处罚不服的应当先申请行政复议，不得直接起诉' },
      { variant: 'SUMMARY', from: LITIGATION_LAW, to: RECONSIDERATION_LAW, period: months(6), rollsOver: true,
        article: '行政诉讼法46条1款', mark: V },
      { variant: 'ORDINARY', from: LITIGATION_LAW_1989, to: LITIGATION_LAW, period: months(3), rollsOver: true,
        article: '行政诉讼法（1989）39条', mark: K },
      { variant: 'SUMMARY', from: LITIGATION_LAW_1989, to: LITIGATION_LAW, period: months(3), rollsOver: true,
        article: '行政诉讼法（1989）39条', mark: K },
      { variant: 'NOT_INFORMED', from: '2018-02-08', period: years(1), rollsOver: true, article: '行诉解释64条', mark: V },
      { variant: 'NOT_INFORMED', from: '2000-03-10', to: '2018-02-08', period: years(2), rollsOver: true,
        article: '行诉解释（2000）41条', mark: K },
    ],
  },
  {
    id: 'D27', name: '诉讼答辩、举证', trigger: '收到起诉状副本', binds: 'AGENCY',
    editions: [
      { from: LITIGATION_LAW, period: days(15), rollsOver: true, article: '行政诉讼法67条1款', mark: V },
      { from: LITIGATION_LAW_1989, to: LITIGATION_LAW, period: days(10), rollsOver: true, article: '行政诉讼法（1989）43条1款', mark: K },
    ],
  },
  {
    id: 'D28', name: '公示处罚决定', trigger: '作出处罚决定', event: 'PenaltyDecided', binds: 'AGENCY',
    variants: { BUREAU: '本局', MARKET: '市场监管、政府信息公开', AFTER_SERVICE: '送达晚于公示期限，自送达起' },
    editions: [
      { variant: 'BUREAU', from: LOCAL, period: workingDays(7), article: '行政处罚法48条1款；国办发〔2018〕118号', mark: K },
      { variant: 'MARKET', from: '2021-09-01', period: workingDays(20),
        article: '市场监管总局令45号9条；政府信息公开条例26条', mark: V },
      { variant: 'AFTER_SERVICE', from: LOCAL, period: workingDays(1), trigger: '送达处罚决定书',
        article: '行政处罚法48条1款、61条', mark: K, note: '未送达不公示：公告送达等致送达晚于期满的，顺延至送达后一个工作日' },
    ],
  },
  {
    id: 'D29', name: '撤回公示并说明理由', trigger: '决定被变更、撤销、确认违法或者无效', event: 'DecisionRevoked', binds: 'AGENCY',
    editions: [{ from: PENALTY_LAW, period: workingDays(3), article: '行政处罚法48条2款、85条', mark: V }],
  },
  {
    id: 'D30', name: '移送涉嫌犯罪案件审批', trigger: '接到移送报告', event: 'CriminalTransferProposed',
    binds: 'AGENCY', unitIsOpen: true,
    editions: [
      { from: ORDER_310, period: days(3), article: '国务院令310号5条2款', mark: V, note: '不批准的记录理由；310号令无工作日条款' },
      { from: ORDER_310_2001, to: ORDER_310, period: days(3), article: '国务院令310号（2001）5条2款', mark: K },
    ],
  },
  {
    id: 'D31', name: '批准后移送公安机关', trigger: '批准移送', event: 'CriminalTransferApproved', binds: 'AGENCY',
    editions: [
      { from: ORDER_310, period: hours(24), article: '国务院令310号5条2款', mark: V },
      { from: ORDER_310_2001, to: ORDER_310, period: hours(24), article: '国务院令310号（2001）5条2款', mark: K },
    ],
  },
  {
    id: 'D32', name: '公安机关审查移送案件', trigger: '公安机关接受移送', event: 'CriminalTransferAccepted',
    binds: 'OTHER', unitIsOpen: true,
    variants: { REVIEW: '决定是否立案', INCOMPLETE: '材料不全的通知', SUPPLEMENT: '补正材料', FORWARD: '不属管辖的转送' },
    editions: [
      { variant: 'REVIEW', from: ORDER_310, period: days(3), article: '国务院令310号8条', mark: V },
      { variant: 'INCOMPLETE', from: POLICE_PROCEDURE, period: hours(24), article: '公安机关办理刑事案件程序规定180条', mark: V },
      { variant: 'SUPPLEMENT', from: POLICE_PROCEDURE, binds: 'AGENCY', trigger: '收到补正通知', period: days(3),
        article: '公安机关办理刑事案件程序规定180条', mark: V },
      { variant: 'FORWARD', from: ORDER_310, period: hours(24), article: '国务院令310号7条', mark: V },
    ],
  },
  {
    id: 'D33', name: '对不予立案提请复议、建议立案监督', trigger: '收到不予立案通知书', event: 'PoliceDeclinedToFile',
    binds: 'AGENCY', unitIsOpen: true,
    variants: { REQUEST: '提请公安复议', DECIDE: '公安作出复议决定', SUPERVISION: '建议检察院立案监督' },
    editions: [
      { variant: 'REQUEST', from: ORDER_310, period: days(3), article: '国务院令310号9条1款', mark: V },
      { variant: 'DECIDE', from: ORDER_310, binds: 'OTHER', trigger: '公安机关收到提请复议的文件', period: days(3),
        article: '国务院令310号9条2款', mark: V },
      { variant: 'SUPERVISION', from: ORDER_310, trigger: '收到不予立案的复议决定通知书', period: days(3),
        article: '国务院令310号9条2款', mark: V },
    ],
  },
  {
    id: 'D34', name: '立案后移交涉案物品和材料', trigger: '收到立案通知书', event: 'PoliceFiledCase', binds: 'AGENCY', unitIsOpen: true,
    editions: [{ from: ORDER_310, period: days(3), article: '国务院令310号12条', mark: V }],
  },
  {
    id: 'D35', name: '追责时效', trigger: '违法行为发生或者终了', binds: 'AGENCY',
    variants: {
      GENERAL: '一般', GRAVE: '涉生命健康安全、金融安全且有危害后果',
      ENVIRONMENT: '生态环境违法行为造成危害后果',
    },
    editions: [
      { variant: 'GENERAL', from: PENALTY_LAW, period: years(2),
        article: '行政处罚法36条', mark: V, note: '连续或者继续的，自终了之日起' },
      { variant: 'GRAVE', from: PENALTY_LAW, period: years(5), article: '行政处罚法36条1款', mark: V },
      { variant: 'ENVIRONMENT', from: ENVIRONMENTAL_CODE, period: years(5), article: '生态环境法典1054条', mark: V2 },
      { variant: 'ENVIRONMENT', from: PENALTY_LAW, to: ENVIRONMENTAL_CODE, period: years(2),
        article: '行政处罚法36条', mark: V, note: '法典施行以前终了的，从旧（法典1057条）' },
      { from: '1996-10-01', to: PENALTY_LAW, period: years(2), article: '行政处罚法（1996、2017）29条', mark: K },
    ],
  },
  {
    id: 'D36', name: '信用公示（58号令）', trigger: '作出处罚决定', binds: 'EFFECT',
    variants: { SHORTEST: '最短', SHORTEST_SAFETY: '最短（食品药品、特种设备、安全生产、消防）', LONGEST: '最长' },
    editions: [
      { variant: 'SHORTEST', from: '2023-05-01', to: '2026-04-01', period: months(3),
        article: '国家发展改革委令58号', mark: V2 },
      { variant: 'SHORTEST_SAFETY', from: '2023-05-01', to: '2026-04-01', period: years(1),
        article: '国家发展改革委令58号', mark: V2 },
      { variant: 'LONGEST', from: '2023-05-01', to: '2026-04-01', period: years(3),
        article: '国家发展改革委令58号', mark: V2 },
    ],
  },
  {
    id: 'D37', name: '信用公示（36号令）', trigger: '认定（作出处罚决定）', binds: 'EFFECT',
    variants: {
      ORDINARY_SHORTEST: '一般失信最短', ORDINARY_LONGEST: '一般失信最长', SERIOUS_SHORTEST: '严重失信最短',
      SERIOUS_LONGEST: '严重失信最长', MINOR_LONGEST: '轻微失信确有必要公示的最长',
    },
    editions: [
      { variant: 'ORDINARY_SHORTEST', from: '2026-04-01', period: months(3), article: '国家发展改革委令36号', mark: V2 },
      { variant: 'ORDINARY_LONGEST', from: '2026-04-01', period: years(1), article: '国家发展改革委令36号', mark: V2 },
      { variant: 'SERIOUS_SHORTEST', from: '2026-04-01', period: years(1), article: '国家发展改革委令36号', mark: V2 },
      { variant: 'SERIOUS_LONGEST', from: '2026-04-01', period: years(3), article: '国家发展改革委令36号', mark: V2 },
      { variant: 'MINOR_LONGEST', from: '2026-04-01', period: months(3), article: '国家发展改革委令36号', mark: V2 },
    ],
  },
  {
    id: 'D38', name: '浙江不良信息保存、披露', trigger: '不良行为认定', binds: 'EFFECT',
    editions: [{ from: '2018-01-01', period: years(5), article: '浙江省公共信用信息管理条例16条1款', mark: V }],
  },
  {
    id: 'D39', name: '行政执法年报公开', trigger: '统计年度', binds: 'AGENCY',
    editions: [{ from: '2018-12-05', period: nextYearOn('01-31'), article: '国办发〔2018〕118号', mark: V2 }],
  },
  {
    id: 'D40', name: '强制拆除', trigger: '复议、起诉期限均届满', binds: 'PARTY', sense: 'AFTER',
    editions: [
      { from: COERCION_LAW, period: days(0),
        article: '行政强制法44条；浙江省违法建筑处置规定16—19条', mark: V, note: '公告限期自拆；复议、起诉期内不得强制拆除' },
    ],
  },
  {
    id: 'D41', name: '复议意见书整改反馈', trigger: '收到行政复议意见书', binds: 'AGENCY',
    editions: [{ from: RECONSIDERATION_LAW, period: days(60), rollsOver: true, article: '行政复议法76条', mark: V }],
  },
  {
    id: 'D42', name: '电子监控违法告知', trigger: '电子监控记录审核通过', binds: 'AGENCY',
    editions: [{ from: PENALTY_LAW, period: null, article: '行政处罚法41条3款', mark: V, note: '法律只要求“及时”告知，没有可计算的期限' }],
  },
  {
    id: 'D43', name: '案卷归档', trigger: '结案', event: 'CaseClosed', binds: 'AGENCY',
    editions: [
      { from: LOCAL, period: days(30), article: '本单位规定；档案法14条、行政处罚法47条', mark: K,
        note: '法律只要求按规定定期移交、及时归档，日数由单位规定；简易程序多案一卷，不按件起算' },
    ],
  },
  {
    id: 'L01', name: '线索回应', trigger: '线索登记', event: 'LeadRegistered', binds: 'AGENCY',
    variants: {
      PLATFORM: '执法平台', '12345': '12345热线', PATROL: '巡查', REPORT: '举报', SUPERIOR: '上级交办', TRANSFER: '部门移送',
      INSPECTION: '检查', SENSOR: '感知设备',
    },
    editions: [{ from: LOCAL, period: workingDays(5), article: '本单位规定；浙江省综合行政执法条例18条', mark: K, note: '法无定值，按来源配置' }],
  },
  {
    id: 'L02', name: '执法协同响应', trigger: '收到协同请求', event: 'CoordinationRequested', binds: 'AGENCY',
    editions: [{ from: LOCAL, period: workingDays(5), article: '本单位规定；浙江省综合行政执法条例17条（应当及时）', mark: K }],
  },
] as const satisfies readonly Deadline[];

export type DeadlineId = (typeof DEADLINES)[number]['id'];
