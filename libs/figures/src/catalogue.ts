import { ITEM_FIELDS } from '#enforcement';

/*
 * The metric catalogue (DOMAIN 5.4). A metric is a sum of measures that the read models book in the ledger, or the
 * ratio of two such sums. Adding a metric is one entry here; adding a measure is one line in a read model's `facts`.
 */

/** A sum of ledger entries: of these measures, and of these subjects within them where given. */
export interface MeasureSum {
  readonly measures: readonly string[];
  readonly subjects?: readonly string[];
}

export interface MetricPart {
  readonly key: string;
  readonly name: string;
  readonly numerator: MeasureSum;
  /** Present for rates. A rate with nothing to divide by is null, never 100%. */
  readonly denominator?: MeasureSum;
  /** What is summed: how many, or how much. */
  readonly sums: 'count' | 'fen';
  /**
   * `period`: entries dated in the period. `opening`, `closing`: entries dated before its start, up to its end.
   * `handled`: entries up to its end less those of `less` before its start: what was open at any time in it.
   */
  readonly over?: 'period' | 'opening' | 'closing' | 'handled';
  /** Sums taken away, for balances: opening = accepted before − concluded before. */
  readonly less?: MeasureSum;
  readonly unit: '件' | '件次' | '宗' | '分' | '率' | '件/次';
}

export interface Metric {
  readonly id: string;
  readonly name: string;
  /** What is counted, in a sentence for a lawyer. */
  readonly definition: string;
  /** Statute, statistical rule or agreement that the definition follows. */
  readonly source: string;
  /** The business day that an entry is counted by. */
  readonly countsBy: string;
  readonly excluded?: string;
  readonly parts: readonly MetricPart[];
}

const count = (
  key: string,
  name: string,
  measures: string[],
  unit: MetricPart['unit'],
  subjects?: string[],
): MetricPart => ({
  key,
  name,
  numerator: subjects ? { measures, subjects } : { measures },
  sums: 'count',
  unit,
});

const amount = (key: string, name: string, measures: string[], subjects?: string[]): MetricPart => ({
  key,
  name,
  numerator: subjects ? { measures, subjects } : { measures },
  sums: 'fen',
  unit: '分',
});

const rate = (key: string, name: string, numerator: string[], denominator: string[]): MetricPart => ({
  key,
  name,
  numerator: { measures: numerator },
  denominator: { measures: denominator },
  sums: 'count',
  unit: '率',
});

/** Opening, new, concluded and closing of matters that are accepted and concluded. */
function balance(key: string, name: string, accepted: string, concluded: string): MetricPart[] {
  const part = (suffix: string, title: string): Pick<MetricPart, 'key' | 'name' | 'sums' | 'unit'> => ({
    key: `${key}.${suffix}`,
    name: `${name}${title}`,
    sums: 'count',
    unit: '件',
  });
  return [
    {
      ...part('opening', '期初未结（结转）'),
      numerator: { measures: [accepted] },
      less: { measures: [concluded] },
      over: 'opening',
    },
    { ...part('accepted', '新收'), numerator: { measures: [accepted] } },
    { ...part('concluded', '办结'), numerator: { measures: [concluded] } },
    {
      ...part('closing', '期末未结'),
      numerator: { measures: [accepted] },
      less: { measures: [concluded] },
      over: 'closing',
    },
  ];
}

/** Every field but parking: the report gives 市容环境、工商管理等领域 as one figure. */
const OTHER_FIELDS = Object.keys(ITEM_FIELDS).filter((field) => field !== 'TRAFFIC_PARKING');

/** Outcomes by which an act of the bureau was set right (复议法第六十三条至第六十七条; 行政诉讼法第七十条、第七十四条至第七十七条). */
const SET_RIGHT = ['ALTERED', 'REVOKED', 'PARTLY_REVOKED', 'ILLEGAL', 'INVALID'];

/**
 * Outcomes of matters that were heard to the end. Withdrawals, and the terminations that follow them (复议法第四十一条), stand
 * apart: they are no victory (DOMAIN 4.12).
 */
const RECONSIDERED = ['UPHELD', 'DISMISSED', 'MEDIATED', ...SET_RIGHT];
const JUDGED = ['DISMISSED', 'UPHELD', 'MEDIATED', ...SET_RIGHT];

export const CATALOGUE: readonly Metric[] = [
  {
    id: 'M01',
    name: '普通程序立案数',
    definition: '统计期内经机关负责人批准立案的普通程序案件数',
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
      count('withoutPenalty', '其中不予处罚、事实不成立、移送结案', ['closed.ordinary'], '件', [
        'NO_PENALTY',
        'NOT_ESTABLISHED',
        'TRANSFERRED',
      ]),
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
      {
        key: 'decidedNotClosed.opening',
        name: '期初已作处罚决定未结案',
        numerator: { measures: ['penalty.ordinary'] },
        less: { measures: ['closed.ordinary'], subjects: ['EXECUTED', 'COURT_ACCEPTED'] },
        over: 'opening',
        sums: 'count',
        unit: '件',
      },
      {
        key: 'decidedNotClosed.closing',
        name: '期末已作处罚决定未结案',
        numerator: { measures: ['penalty.ordinary'] },
        less: { measures: ['closed.ordinary'], subjects: ['EXECUTED', 'COURT_ACCEPTED'] },
        over: 'closing',
        sums: 'count',
        unit: '件',
      },
    ],
  },
  {
    id: 'M04',
    name: '行政处罚宗数',
    definition: '统计期内作出的行政处罚决定数，并处两种以上的计一宗，归入最重的种类；不含不予处罚',
    source: '浙江省行政执法年度数据表一口径',
    countsBy: '决定日期',
    excluded: '不予行政处罚决定、违法事实不成立决定',
    parts: [
      count('all', '行政处罚', ['penalty'], '宗'),
      count('onPlatform', '其中平台办理', ['penalty.onPlatform'], '宗'),
      count('onPlatform.parking', '其中平台办理的交通违停', ['penalty.onPlatform'], '宗', ['TRAFFIC_PARKING']),
      count('offPlatform', '其中未在平台', ['penalty.offPlatform'], '宗'),
      count('offPlatform.parking', '其中未在平台的交通违停', ['penalty.offPlatform'], '宗', ['TRAFFIC_PARKING']),
      count('ordinary', '其中普通程序', ['penalty.ordinary'], '宗'),
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
    id: 'M09',
    name: '执法协同响应率',
    definition: '响应期限在统计期内届满的协同请求中，期限内受理、说明理由不受理或者反馈的比例；有效响应率不含不受理',
    source: '行政处罚法第二十六条；浙江省综合行政执法条例第十七条',
    countsBy: '响应期限届满日',
    excluded: '期限未届满的请求',
    parts: [
      rate('rate', '协同响应率', ['coordination.answeredInTime'], ['coordination.due']),
      rate('effective', '有效响应率', ['coordination.answeredEffectively'], ['coordination.due']),
    ],
  },
  {
    id: 'M10',
    name: '平台线索回应率',
    definition: '回应期限在统计期内届满的平台线索中，期限内受理或者说明理由不受理的比例',
    source: '浙江省综合行政执法条例第十八条',
    countsBy: '回应期限届满日',
    excluded: '非平台来源的线索、重复线索、期限未届满的线索',
    parts: [rate('rate', '平台线索回应率', ['lead.answeredInTime'], ['lead.due'])],
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
    id: 'M15',
    name: '行政复议和行政诉讼',
    definition: '复议、诉讼案件的期初、新收、办结、期末，以及纠错率和败诉率；撤回申请和撤诉单列，不算胜诉',
    source: '行政复议法第六十三条至第六十九条；行政诉讼法第六十九条至第七十八条',
    countsBy: '受理日期；审结日期；新收案件的结果为受理日期',
    excluded: '撤回申请、终止、撤诉不入审结数',
    parts: [
      {
        key: 'handled',
        name: '办理的复议、诉讼案件（结转加新收）',
        numerator: { measures: ['reconsideration.accepted', 'litigation.accepted'] },
        less: { measures: ['reconsideration.concluded', 'litigation.concluded'] },
        over: 'handled',
        sums: 'count',
        unit: '件',
      },
      ...balance('reconsideration', '行政复议', 'reconsideration.accepted', 'reconsideration.concluded'),
      count('reconsideration.withdrawn', '其中撤回申请', ['reconsideration.concluded'], '件', ['WITHDRAWN']),
      {
        key: 'reconsideration.setRightRate',
        name: '复议纠错率',
        numerator: { measures: ['reconsideration.concluded'], subjects: SET_RIGHT },
        denominator: { measures: ['reconsideration.concluded'], subjects: RECONSIDERED },
        sums: 'count',
        unit: '率',
      },
      ...balance('litigation', '行政诉讼', 'litigation.accepted', 'litigation.concluded'),
      count('litigation.newWithdrawn', '新收案件中撤诉', ['litigation.concludedNew'], '件', ['WITHDRAWN']),
      count('litigation.newUpheld', '新收案件中驳回或者维持', ['litigation.concludedNew'], '件', [
        'DISMISSED',
        'UPHELD',
      ]),
      {
        key: 'litigation.newPending',
        name: '新收案件中审理中',
        numerator: { measures: ['litigation.accepted'] },
        less: { measures: ['litigation.concludedNew'] },
        sums: 'count',
        unit: '件',
      },
      count('litigation.lost', '行政败诉', ['litigation.concluded'], '件', SET_RIGHT),
      {
        key: 'litigation.lossRate',
        name: '败诉率',
        numerator: { measures: ['litigation.concluded'], subjects: SET_RIGHT },
        denominator: { measures: ['litigation.concluded'], subjects: JUDGED },
        sums: 'count',
        unit: '率',
      },
    ],
  },
  {
    id: 'M16',
    name: '行政机关负责人出庭应诉率',
    definition: '统计期内首次开庭审理的行政诉讼案件中，行政机关负责人出庭的比例',
    source: '行政诉讼法第三条第三款；最高人民法院适用行政诉讼法解释第一百二十八条',
    countsBy: '首次开庭日期',
    excluded: '书面审理、未开庭即撤诉的案件',
    parts: [rate('rate', '负责人出庭应诉率', ['litigation.leaderAttended'], ['litigation.heard'])],
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
      count('coercion', '行政强制', ['act.measure', 'act.execution'], '件/次'),
      ...(
        [
          ['LEVY', '行政征收'],
          ['ADJUDICATION', '行政裁决'],
          ['PAYMENT', '行政给付'],
          ['CONFIRMATION', '行政确认'],
          ['REWARD', '行政奖励'],
          ['OTHER', '其他行政执法行为'],
        ] as const
      ).map(([subject, name]) => count(`other.${subject}`, name, ['act.other'], '件/次', [subject])),
    ],
  },
];

const byId = new Map(CATALOGUE.map((metric) => [metric.id, metric]));

export function metricNamed(id: string): Metric | undefined {
  return byId.get(id);
}

/** A part by `M02/summary`; throws on a name that the catalogue lacks, which is a fault of the program. */
export function partNamed(name: string): MetricPart {
  const [id = '', key] = name.split('/');
  const part = byId.get(id)?.parts.find((entry) => entry.key === key);
  if (!part) throw new Error(`no metric part ${name}`);
  return part;
}
