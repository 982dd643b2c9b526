import {
  amount,
  balance,
  CLOSE_REASONS,
  type CloseReason,
  count,
  DEFECTS,
  ITEM_FIELDS,
  type Metric,
  type MetricPart,
  OTHER_ACT_KINDS,
  rate,
} from '#enforcement';

import { PENALTY_CLASSES } from './case-overview.js';

/*
 * The metrics of the cases, and those that sum over several registers (DOMAIN 5.4). A metric is a sum of measures that
 * rows book in the ledger, or the ratio of two such sums; each register declares its own.
 */

/** Every field but parking: the report gives 市容环境、工商管理等领域 as one figure. */
const OTHER_FIELDS = Object.keys(ITEM_FIELDS).filter((field) => field !== 'TRAFFIC_PARKING');

/** Ends of a case that are no penalty. */
const WITHOUT_PENALTY = [
  'NO_PENALTY',
  'NOT_ESTABLISHED',
  'TRANSFERRED',
  'TRANSFERRED_OUT',
  'WITHDRAWN',
  'TERMINATED',
] as const satisfies readonly CloseReason[];

export const CASE_METRICS: readonly Metric[] = [
  {
    id: 'M01',
    name: '普通程序立案数',
    definition: '统计期内经机关负责人批准立案（含重新立案）的普通程序案件数；并入他案的，由存续的案件计数',
    source: '行政处罚法第五十四条第二款',
    countsBy: '立案日期',
    parts: [count('ordinary', '普通程序立案', ['filed.ordinary'], '件')],
  },
  {
    id: 'M02',
    name: '办结数',
    definition: '统计期内办结的案件数：普通程序以批准结案计，简易程序以作出当场处罚决定计',
    source: '浙江行政执法统计年报口径',
    countsBy: '结案日期；简易程序为决定日期',
    parts: [
      count('all', '办结', ['closed.ordinary', 'closed.summary'], '件'),
      count('ordinary', '普通程序办结', ['closed.ordinary'], '件'),
      count('summary', '简易程序办结', ['closed.summary'], '件'),
      count('summary.parking', '其中交通违停', ['closed.summary'], '件', ['TRAFFIC_PARKING']),
      count('summary.other', '其中市容环境、工商管理等领域', ['closed.summary'], '件', OTHER_FIELDS),
      count(
        'withoutPenalty',
        '其中不予处罚、事实不成立、移送、撤案、终止调查结案',
        ['closed.ordinary'],
        '件',
        WITHOUT_PENALTY,
      ),
      ...WITHOUT_PENALTY.map((reason) =>
        count(`as.${reason}`, `其中以${CLOSE_REASONS[reason]}结案`, ['closed.ordinary'], '件', [reason]),
      ),
    ],
  },
  {
    id: 'M03',
    name: '普通程序在办平衡',
    definition: '期初在办加立案减办结等于期末在办',
    source: '统计平衡式',
    countsBy: '立案日期；结案日期',
    parts: [
      ...balance('ordinary', '普通程序', 'filed.ordinary', 'closed.ordinary'),
      ...(
        [
          ['opening', '期初'],
          ['closing', '期末'],
        ] as const
      ).map(
        ([over, when]): MetricPart => ({
          key: `decidedNotClosed.${over}`,
          name: `${when}已作处罚决定未结案`,
          numerator: { measures: ['case.penalised'], subjects: ['ORDINARY'] },
          less: { measures: ['closed.ordinary'], subjects: ['EXECUTED', 'COURT_ACCEPTED', 'REVOKED'] },
          over,
          sums: 'count',
          unit: '件',
        }),
      ),
    ],
  },
  {
    id: 'M04',
    name: '行政处罚宗数',
    definition:
      '统计期内作出的行政处罚决定数，并处两种以上的计一宗，归入最重的种类；一案对几名当事人分别作出决定的，每一决定计一宗，处罚案件计一件；不含不予处罚',
    source: '浙江省行政执法年度数据表一口径',
    countsBy: '决定日期',
    excluded: '不予行政处罚决定、违法事实不成立决定',
    parts: [
      count('all', '行政处罚', ['penalty'], '宗'),
      count('cases', '给予处罚的案件', ['case.penalised'], '件'),
      count('onPlatform', '其中平台办理', ['penalty.onPlatform'], '宗'),
      count('onPlatform.parking', '其中平台办理的交通违停', ['penalty.onPlatform'], '宗', ['TRAFFIC_PARKING']),
      count('offPlatform', '其中未在平台', ['penalty.offPlatform'], '宗'),
      count('offPlatform.parking', '其中未在平台的交通违停', ['penalty.offPlatform'], '宗', ['TRAFFIC_PARKING']),
      count('ordinary', '其中普通程序', ['penalty.ordinary'], '宗'),
      count('ordinary.parking', '其中普通程序的交通违停', ['penalty.ordinaryParking'], '宗'),
      ...Object.entries(PENALTY_CLASSES).map(([id, name]) =>
        count(`class.${id}`, `其中${name}`, ['penalty'], '宗', [id]),
      ),
    ],
  },
  {
    id: 'M05',
    name: '罚没款',
    definition: '决定额以处罚决定书确定的罚款和没收金额计，收缴额以实际缴款计；加处罚款另列',
    source: '浙江省行政执法年度数据表一口径；行政处罚法第六十七条',
    countsBy: '决定额为决定日期，收缴额为缴款日期',
    excluded: '加处罚款（另列）',
    parts: [
      amount('decided', '决定额', ['penalty']),
      amount('decided.ordinary', '普通程序决定额', ['penalty.ordinary']),
      amount('decided.parking', '简易程序交通违停决定额', ['closed.summary'], ['TRAFFIC_PARKING']),
      amount('decided.summaryOther', '简易程序其他领域决定额', ['closed.summary'], OTHER_FIELDS),
      amount('collected', '收缴额', ['fine.collected']),
      amount('surcharge', '收缴加处罚款', ['surcharge.collected']),
      amount('waived', '减免加处罚款', ['surcharge.waived']),
      amount('refunded', '退还额', ['refund.issued']),
      {
        key: 'collectionRate',
        name: '收缴率',
        numerator: { measures: ['fine.collected'] },
        denominator: { measures: ['penalty'] },
        sums: 'fen',
        unit: '率',
      },
    ],
  },
  {
    id: 'M06',
    name: '普通程序案件法制审核率',
    definition: '统计期内作出决定的普通程序案件中，决定前最近一轮法制审核通过的比例；含不予处罚和违法事实不成立的决定',
    source: '行政处罚法第五十八条；本局普通程序案件全案审核',
    countsBy: '决定日期',
    excluded: '移送、撤案、终止的案件',
    parts: [rate('rate', '法制审核率', ['decided.reviewed'], ['decided.ordinary'])],
  },
  {
    id: 'M07',
    name: '法制审核件次',
    definition: '统计期内送交法制审核的件次，一案多次审核的分别计次',
    source: '行政处罚法第五十八条',
    countsBy: '送审日期',
    parts: [count('submissions', '法制审核', ['review.submitted'], '件次')],
  },
  {
    id: 'M08',
    name: '听证和申请法院强制执行数',
    definition:
      '统计期内举行听证的案件数（不是申请数）和向人民法院申请强制执行的案件数；一案在同一年度多次听证、多次申请的计一件',
    source: '行政处罚法第六十三条、第六十四条；行政强制法第五十三条',
    countsBy: '听证举行日期；申请日期',
    parts: [
      count('hearings', '举行听证', ['hearing.held'], '件'),
      count('courtApplications', '申请法院强制执行', ['court.applied'], '件'),
    ],
  },
  {
    id: 'M11',
    name: '行政处罚赋码率',
    definition: '统计期内在平台作出的行政处罚决定中，已赋行政行为码的比例',
    source: '浙江省行政行为码改革要求',
    countsBy: '决定日期',
    excluded: '未在平台办理、由离线系统导入的处罚',
    parts: [
      rate('rate', '赋码率', ['penalty.coded'], ['penalty.onPlatform']),
      rate('rateOfAll', '赋码率（全量口径）', ['penalty.coded'], ['penalty']),
    ],
  },
  {
    id: 'M12',
    name: '处罚结果信息按规定公示率',
    definition: '公示期限在统计期内届满的应公示处罚决定中，期限内公示的比例',
    source: '行政处罚法第四十八条第一款',
    countsBy: '公示期限届满日',
    excluded: '依法不公示的决定',
    parts: [rate('rate', '按规定公示率', ['publication.inTime'], ['publication.due'])],
  },
  {
    id: 'M14',
    name: '行刑衔接',
    definition: '统计期内移送公安机关的案件数（以送出计）、接收检察机关和公安机关移送的案件数、公安机关立案率',
    source: '行政执法机关移送涉嫌犯罪案件的规定第五条、第六条、第八条；行政处罚法第二十七条',
    countsBy: '送出日期；接收日期',
    parts: [
      count('sent', '移送公安机关', ['transfer.sent'], '件'),
      count('received', '接收检察机关、公安机关移送', ['referral.received'], '件'),
      rate('policeFilingRate', '公安机关立案率', ['transfer.policeFiled'], ['transfer.sent']),
    ],
  },
  {
    id: 'M18',
    name: '涉企行政处罚量同比',
    definition: '上一年度同期对法人和其他组织的处罚宗数减统计期内的，与上一年度同期之比；为正是下降，为负是上升',
    source: '浙江省行政执法年度数据表一口径',
    countsBy: '决定日期',
    excluded: '对公民、个体工商户的处罚',
    parts: [
      count('firms', '涉企行政处罚', ['penalty.firm'], '宗'),
      {
        key: 'decrease',
        name: '同比下降',
        numerator: { measures: ['penalty.firm'] },
        less: { measures: ['penalty.firm'] },
        denominator: { measures: ['penalty.firm'] },
        sums: 'count',
        over: 'decrease',
        unit: '率',
      },
    ],
  },
  {
    id: 'M19',
    name: '超期率',
    definition:
      '期限在统计期内届满的案件中，超过办案期限、超过公示期限的比例；各类期限届满未办而被记录的件次；逾期以后办理而记为程序瑕疵的件次',
    source: '行政处罚法第六十条、第四十八条；行政强制法、310号令各期限',
    countsBy: '期限届满日',
    excluded: '期限未届满的',
    parts: [
      rate('decision', '办案超期率', ['decision.late'], ['decision.due']),
      {
        ...rate('publication', '公示超期率', ['publication.due'], ['publication.due']),
        less: { measures: ['publication.inTime'] },
      },
      count('missed', '期限届满未办', ['deadline.missed'], '件次'),
      count('defects', '逾期办理（程序瑕疵）', ['defect.recorded'], '件次'),
      ...Object.entries(DEFECTS).map(([kind, name]) =>
        count(`defects.${kind}`, `其中${name}`, ['defect.recorded'], '件次', [kind]),
      ),
    ],
  },
  {
    id: 'M20',
    name: '平均办案天数',
    definition: '统计期内作出决定的普通程序案件自立案至决定的日历天数的平均；未扣除依法不计入的期间',
    source: '行政处罚法第六十条',
    countsBy: '决定日期',
    parts: [{ ...rate('days', '平均办案天数', ['decision.days'], ['decided.ordinary']), unit: '天' }],
  },
  {
    id: 'M21',
    name: '不予处罚率、裁量偏离率',
    definition: '统计期内作出决定的普通程序案件中决定不予行政处罚的比例；有裁量基准的罚款决定中，偏离裁量基准的比例',
    source: '行政处罚法第三十三条、第三十四条、第五十七条',
    countsBy: '决定日期',
    parts: [
      {
        ...rate('noPenalty', '不予处罚率', ['decided.ordinary'], ['decided.ordinary']),
        numerator: { measures: ['decided.ordinary'], subjects: ['NO_PENALTY'] },
      },
      {
        ...rate('deviation', '裁量偏离率', ['penalty.measured'], ['penalty.measured']),
        numerator: { measures: ['penalty.measured'], subjects: ['DEVIATES'] },
      },
    ],
  },
  {
    id: 'A01',
    name: '行政执法行为统计',
    definition: '统计期内准予的行政许可、决定的行政强制措施和执行完毕的行政强制执行、其他行政执法行为',
    source: '浙江省行政执法年度数据表二至表四口径',
    countsBy: '许可日期；措施决定日期；执行完毕日期；行为日期',
    parts: [
      count(
        'all',
        '行政执法行为合计',
        ['penalty', 'act.license', 'act.measure', 'act.execution', 'act.other'],
        '件/次',
      ),
      count('license', '行政许可', ['act.license'], '件'),
      count('license.applied', '申请行政许可', ['license.applied'], '件'),
      count('license.accepted', '受理行政许可申请', ['license.accepted'], '件'),
      count('license.refused', '不予行政许可', ['license.refused'], '件'),
      count('license.revoked', '撤销行政许可', ['license.revoked'], '件'),
      count('coercion', '行政强制', ['act.measure', 'act.execution'], '件/次'),
      ...Object.entries(OTHER_ACT_KINDS).map(([subject, name]) =>
        count(`other.${subject}`, name, ['act.other'], '件/次', [subject]),
      ),
      ...Object.entries(OTHER_ACT_KINDS).map(([subject, name]) =>
        amount(`other.${subject}.fen`, `${name}金额`, ['act.other'], [subject]),
      ),
    ],
  },
  {
    id: 'G07',
    name: '监督线索',
    definition:
      '供监督核查的线索，不是认定：登记、受理以后至今没有决定是否立案的；普通程序罚款而没有责令改正的；责令改正而结案时没有查实改正的；单位被罚款而没有查实改正的',
    source: '行政处罚法第五十四条第二款、第二十八条第一款、第七十五条',
    countsBy: '登记日期；决定日期；结案日期',
    excluded: '简易程序',
    parts: [
      count('notFiled', '没有决定是否立案', ['signal.notFiled', 'signal.leadUndecided'], '件'),
      count('notOrdered', '罚款而没有责令改正', ['signal.notOrdered'], '件'),
      count('notCorrected', '结案时没有查实改正', ['signal.notCorrected'], '件'),
      count('finedUncorrected', '单位被罚款而没有查实改正', ['signal.finedUncorrected'], '件'),
    ],
  },
  {
    id: 'M26',
    name: '审批方式',
    definition: '统计期内经机关负责人批准办理的办案事项，按平台呈批和纸质审批分别计数；负责人不经呈批自己办理的不计',
    source: '行政处罚法第五十四条、第五十七条',
    countsBy: '办理日期',
    parts: [
      count('onPlatform', '平台呈批', ['approval.given'], '件次', ['PROPOSAL']),
      count('onPaper', '纸质审批', ['approval.given'], '件次', ['PAPER']),
    ],
  },
];
