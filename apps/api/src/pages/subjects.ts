import {
  CLOSE_REASONS,
  EXECUTION_KINDS,
  ITEM_FIELDS,
  JUDGMENT_OUTCOMES,
  LEAD_SOURCES,
  MEASURE_KINDS,
  OTHER_ACT_KINDS,
  RECONSIDERATION_OUTCOMES,
  REFERRAL_SENDERS,
} from '#enforcement';
import { PENALTY_KINDS, type Statutes } from '#statutes';

type Terms = Readonly<Record<string, string>>;

const OUTCOMES = { PENALTY: '行政处罚', NO_PENALTY: '不予处罚', NOT_ESTABLISHED: '违法事实不成立' } as const;
const WITHDRAWN = { WITHDRAWN: '撤回' } as const;

/** What the subjects of a measure mean. A measure that is not here has none. */
const SUBJECTS: Readonly<Record<string, Terms>> = {
  'closed.summary': ITEM_FIELDS,
  'penalty.onPlatform': ITEM_FIELDS,
  'penalty.offPlatform': ITEM_FIELDS,
  'closed.ordinary': CLOSE_REASONS,
  'decided.ordinary': OUTCOMES,
  'reconsideration.concluded': { ...RECONSIDERATION_OUTCOMES, ...WITHDRAWN },
  'litigation.concluded': { ...JUDGMENT_OUTCOMES, ...WITHDRAWN },
  'litigation.concludedNew': { ...JUDGMENT_OUTCOMES, ...WITHDRAWN },
  'referral.received': REFERRAL_SENDERS,
  'lead.registered': LEAD_SOURCES,
  'act.license': { LICENSE: '行政许可' },
  'act.measure': MEASURE_KINDS,
  'act.execution': EXECUTION_KINDS,
  'act.other': OTHER_ACT_KINDS,
};

/** 分类 in Chinese: the field, outcome, reason or class that a ledger entry was booked under. */
export function subjectTitle(statutes: Statutes, measure: string, subject: string, year: number): string {
  if (subject === '') return '';
  if (measure === 'penalty') return penaltyClassName(statutes, subject, year);
  return SUBJECTS[measure]?.[subject] ?? subject;
}

/** The columns of the statistical table bear their names by year. */
function penaltyClassName(statutes: Statutes, penaltyClass: string, year: number): string {
  for (const kind of PENALTY_KINDS) {
    const known = statutes.penaltyClass([kind], year);
    if (known.class === penaltyClass) return known.name;
  }
  return penaltyClass;
}

/** What one booking of a measure is, for entries of figures that sum several. */
export const MEASURE_TITLES: Readonly<Record<string, string>> = {
  'filed.ordinary': '立案',
  'closed.ordinary': '普通程序结案',
  'closed.summary': '简易程序办结',
  'decided.ordinary': '普通程序决定',
  'decided.reviewed': '审核通过后决定',
  'review.submitted': '送法制审核',
  'hearing.held': '举行听证',
  'court.applied': '申请法院强制执行',
  'transfer.sent': '移送公安机关',
  'transfer.policeFiled': '公安机关立案',
  penalty: '行政处罚',
  'penalty.ordinary': '普通程序处罚',
  'penalty.onPlatform': '平台办理的处罚',
  'penalty.offPlatform': '未在平台的处罚',
  'penalty.coded': '已赋码的处罚',
  'publication.due': '公示期限届满',
  'publication.inTime': '按期公示',
  'fine.collected': '收缴罚没款',
  'surcharge.collected': '收缴加处罚款',
  'coordination.due': '协同响应期限届满',
  'coordination.answeredInTime': '按期响应协同',
  'coordination.answeredEffectively': '按期有效响应协同',
  'lead.registered': '登记线索',
  'lead.due': '线索回应期限届满',
  'lead.answeredInTime': '按期回应线索',
  'lead.verified': '核查线索',
  'lead.converted': '线索转立案',
  'referral.received': '接收移送',
  'reconsideration.accepted': '复议受理',
  'reconsideration.concluded': '复议审结',
  'litigation.accepted': '应诉',
  'litigation.concluded': '诉讼审结',
  'litigation.concludedNew': '新收诉讼审结',
  'litigation.heard': '开庭',
  'litigation.leaderAttended': '负责人出庭',
  'act.license': '行政许可',
  'act.measure': '行政强制措施',
  'act.execution': '行政强制执行',
  'act.other': '其他行政执法行为',
};
