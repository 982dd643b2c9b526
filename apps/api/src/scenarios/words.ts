import type { Person } from './bureau.js';

/*
 * What each act of a scenario says where the scenario says nothing: who gives it, and its input beyond the day. A scenario
 * names an act by its Chinese title, as the pages do, and says only what matters to it.
 */

type Input = Readonly<Record<string, unknown>>;

interface Word {
  readonly by: Person;
  readonly says: Input | ((on: string) => Input);
}

/** 张三 does it, and says no more than the day. */
const OFFICER: Word = { by: '张三', says: {} };
const REGISTRAR: Word = { by: '周登记', says: {} };

export const SHA256 = 'a'.repeat(64);

const ITEM = { itemId: '330217001', name: '擅自占用城市道路', field: 'CITY_APPEARANCE' };
export const CITIZEN = { partyId: 'p1', kind: 'CITIZEN', name: '甲' };
export const FIRM = { partyId: 'p1', kind: 'ORGANISATION', name: '甲公司', uscc: '91330800MA2DH00002' };

/** A leader decides with two others, on record. */
export const together = (signedOn: string) => ({
  attendees: ['chen', 'lin', 'he'],
  signedAll: true,
  record: { documentNo: '集体讨论记录1号', signedOn },
});

/** 罚款, in yuan. */
export const fine = (yuan: number) => ({ kinds: ['FINE'], fineFen: yuan * 100, confiscateFen: 0 });

export const WORDS: Readonly<Record<string, Word>> = {
  登记案件: {
    by: '张三',
    says: (on) => ({
      item: ITEM,
      parties: [CITIZEN],
      happenedOn: on,
      place: '柯城区上街1号',
      territoryCode: '330802',
    }),
  },
  立案: {
    by: '陈局长',
    says: {
      officers: [
        { userId: 'zhang', duty: 'LEAD' },
        { userId: 'li', duty: 'ASSIST' },
      ],
    },
  },
  不予立案: { by: '陈局长', says: { reason: '不应立案' } },
  取证: {
    by: '张三',
    says: { evidenceId: 'E1', kind: 'SITE_RECORD', sha256: SHA256, officers: ['zhang', 'li'] },
  },
  责令改正: {
    by: '张三',
    says: { content: '立即清理占用人行道的摊位和货物，恢复道路原状。' },
  },
  申请回避: { by: '张三', says: { requestedBy: 'PARTY', reason: '与当事人有利害关系' } },
  决定回避申请: { by: '陈局长', says: { granted: true, reason: '查属实' } },
  指派办案人员: { by: '陈局长', says: { duty: 'ASSIST' } },
  批准采取措施: { by: '陈局长', says: { matter: '证据可能灭失' } },
  先行登记保存: {
    by: '张三',
    says: {
      goods: [{ name: '货架', description: '铁制货架三个' }],
      place: '局仓库',
      reason: '可能灭失',
      officers: ['zhang', 'li'],
    },
  },
  处理先行登记保存的物品: { by: '张三', says: { measureId: 'm1', disposal: 'RETURNED' } },
  '查封、扣押': {
    by: '张三',
    says: {
      kind: 'SEIZE',
      goods: [{ name: '液化气钢瓶', description: '15公斤装二十只' }],
      concernsCase: true,
      sealedByOthers: false,
      basis: '城镇燃气管理条例第十一条',
      level: 'ADMINISTRATIVE_REGULATION',
      reason: '防止危害发生',
      officers: ['zhang', 'li'],
      emergency: false,
    },
  },
  '延长查封、扣押期限': { by: '陈局长', says: { measureId: 'm1', reason: '案情复杂', notified: true } },
  '解除查封、扣押': { by: '张三', says: { measureId: 'm1', ground: 'NOT_NEEDED' } },
  '查封、扣押的财物随案移送': { by: '张三', says: { measureId: 'm1', to: '衢州市公安局', notified: true } },
  '委托检测、检验、鉴定': {
    by: '张三',
    says: { entrustNo: '委托1号', kind: 'TEST', agency: '检测中心', matter: '检测' },
  },
  '收到检测、检验、鉴定结果': { by: '张三', says: { entrustNo: '委托1号', reportNo: '报告1号' } },
  中止调查: { by: '陈局长', says: { ground: 'FORCE_MAJEURE', reason: '洪水' } },
  恢复调查: { by: '张三', says: { reason: '洪水已退' } },
  延长办案期限: { by: '陈局长', says: { days: 30, reason: '案情复杂' } },
  再次延长办案期限: { by: '陈局长', says: (on) => ({ days: 60, reason: '案情特别复杂', ...together(on) }) },
  调查终结: {
    by: '张三',
    says: { facts: '占用城市道路', nature: '擅自占用城市道路', proposedFineFen: 100_000, discretionReason: '一般' },
  },
  退回补充调查: { by: '陈局长', says: { reason: '事实不清' } },
  送法制审核: { by: '张三', says: { trigger: 'EVERY_CASE', reviewerId: 'sun' } },
  法制审核通过: { by: '孙审核', says: { opinion: '同意' } },
  处罚告知: { by: '张三', says: { proposed: fine(1_000) } },
  记录陈述申辩: { by: '张三', says: { content: '请求从轻' } },
  复核陈述申辩: { by: '张三', says: { adopted: false, reason: '不属于从轻的情形' } },
  放弃陈述申辩: OFFICER,
  申请听证: OFFICER,
  放弃听证: OFFICER,
  通知听证: {
    by: '张三',
    says: (on) => ({ hostId: 'qian', noticeServedOn: on, place: '三楼会议室', public: true }),
  },
  举行听证: { by: '张三', says: { recordSigned: true } },
  集体讨论: { by: '陈局长', says: (on) => ({ conclusion: '同意处罚', ...together(on) }) },
  处罚决定: { by: '陈局长', says: { ...fine(1_000), lawVersion: '浙江省城市市容和环境卫生管理条例第十二条' } },
  不予处罚决定: { by: '陈局长', says: { ground: '33.1a', educated: true } },
  违法事实不成立: { by: '陈局长', says: { reason: '证据不足' } },
  作出当场处罚决定: {
    by: '张三',
    says: {
      item: ITEM,
      party: CITIZEN,
      kinds: ['FINE'],
      fineFen: 5_000,
      officers: ['zhang', 'li'],
      place: '柯城区上街1号',
      territoryCode: '330802',
    },
  },
  记录未能送达: {
    by: '张三',
    says: { method: 'DIRECT', result: 'WHEREABOUTS_UNKNOWN', account: '住所、邻居、居委会均不知其下落' },
  },
  送达决定书: { by: '张三', says: { method: 'DIRECT', receiptId: '衢综执送字1号' } },
  赋码: OFFICER,
  公示处罚决定: { by: '张三', says: { channel: '浙江政务服务网', redactedDocSha: SHA256 } },
  撤回公示: { by: '张三', says: { reason: '决定已被撤销', pushedTo: [] } },
  记录缴款: { by: '周登记', says: { receiptNo: '票1', kind: 'FINE', channel: 'BANK', amountFen: 100_000 } },
  退还款项: { by: '周登记', says: { receiptNo: '退1', kind: 'FINE' } },
  '申请延期、分期缴纳': { by: '张三', says: { kind: 'INSTALMENTS', hardship: '失业' } },
  '批准延期、分期缴纳': { by: '陈局长', says: {} },
  记录未按期缴纳: REGISTRAR,
  减免加处罚款: { by: '陈局长', says: { agreementNo: '协议1号', remedying: '已自行拆除' } },
  记录履行: { by: '张三', says: { performance: '已履行' } },
  核验履行: { by: '张三', says: { isPerformed: true, findings: '属实', officers: ['zhang', 'li'] } },
  送达履行催告书: { by: '张三', says: { receiptId: '衢综执送字2号' } },
  申请法院强制执行: { by: '陈局长', says: { court: '衢州市柯城区人民法院' } },
  记录法院受理: { by: '周登记', says: {} },
  记录法院裁定: { by: '周登记', says: { ruling: 'GRANTED' } },
  记录法院不予受理: { by: '周登记', says: { reason: '材料不全' } },
  提出移送涉嫌犯罪案件: { by: '张三', says: { taskForce: ['zhang', 'li'], reportId: '移送报告1号' } },
  批准移送涉嫌犯罪案件: { by: '陈局长', says: {} },
  移送公安机关: { by: '张三', says: { copiedToProcuratorate: true } },
  记录公安机关立案: REGISTRAR,
  记录公安机关不予立案: { by: '周登记', says: { reason: '没有犯罪事实' } },
  自行撤销处罚决定: { by: '陈局长', says: { reason: '认定事实有误' } },
  重新立案: { by: '陈局长', says: { reason: '重新调查处理' } },
  撤案: { by: '陈局长', says: { ground: 'NOT_TO_BE_FILED', reason: '不应立案' } },
  终止调查: { by: '陈局长', says: { ground: 'DIED', reason: '当事人死亡' } },
  移送其他机关: { by: '陈局长', says: { toOrgan: '衢州市市场监督管理局', reason: '不属于本机关管辖' } },
  记录受移送机关的答复: REGISTRAR,
  结案: { by: '陈局长', says: { closeReason: 'EXECUTED' } },
  归档: { by: '周登记', says: { archiveNo: '档1', retention: 'TEN_YEARS', pages: 30 } },
  更正误录: { by: '陈局长', says: { reason: '录入有误' } },
  登记行政复议申请: { by: '周登记', says: { caseId: 'k1', applicant: '甲' } },
  登记复议受理: REGISTRAR,
  登记复议延期: REGISTRAR,
  登记撤回复议申请: REGISTRAR,
  登记复议决定: { by: '周登记', says: { outcome: 'UPHELD' } },
  登记行政诉讼: { by: '周登记', says: { caseId: 'k1', plaintiff: '甲' } },
  登记法院立案: REGISTRAR,
  登记开庭: REGISTRAR,
  登记裁判: { by: '周登记', says: { instance: 1, outcome: 'DISMISSED' } },
  登记上诉: { by: '周登记', says: { appellant: '甲' } },
  登记裁判生效: REGISTRAR,
  登记结果送达当事人: REGISTRAR,
  列入信用记录: {
    by: '周登记',
    says: {
      uscc: '91330800MA2DH00002',
      firmName: '甲公司',
      decisionNo: '衢综执罚决字1号',
      procedure: 'ORDINARY',
      kinds: ['FINE'],
      isOfSafety: false,
    },
  },
  申请信用修复: { by: '周登记', says: { hasPromised: true } },
  审查合规记录: { by: '周登记', says: { isFulfilled: true, opinion: '已履行' } },
  准予信用修复: REGISTRAR,
  期满停止公示: REGISTRAR,
};
