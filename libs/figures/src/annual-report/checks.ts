import { defined } from '#eventsourcing';
import { loadStatutes } from '#statutes';
import { annexTotal, IN_WAN } from './annex.js';
import { OTHER_ACTS } from './figures.js';
import { areaOf, type Check, type Figures, type ReportRequest } from './parts.js';
import { percent, roughly, wan } from './written.js';

const statutes = loadStatutes();
const NO_CAP = Number.POSITIVE_INFINITY;

/** A figure that is added, or with a minus before its key taken away. */
type Term = string;

/** What is said of a check beside its numbers. */
interface Said {
  readonly explanation?: string;
  /** See `Check.apart`. */
  readonly apart?: boolean;
  readonly write?: (value: number) => string;
}

/** Figures that the report writes with 余, and by which step. */
const ROUGH = [
  ['reviewSubmissions', 100],
  ['itemsDrafted', 10],
  ['guides', 100],
  ['peopleTrained', 100],
] as const;

/** The identities that the report keeps, and the differences that it explains (DOMAIN 1.2, 1.3). */
export function checksOf(request: ReportRequest, figures: Figures): Check[] {
  const n = (key: string) => figures[key]!.numerator;
  const under = (key: string) => figures[key]!.denominator!;
  const isFull = (key: string) => figures[key]!.value === 1;
  const keyOf = (term: Term) => term.replace('-', '');
  const sum = (terms: readonly Term[]) =>
    terms.reduce((total, term) => (term.startsWith('-') ? total - n(keyOf(term)) : total + n(term)), 0);
  const equal = (
    id: string,
    statement: string,
    left: readonly Term[],
    right: readonly Term[],
    { write = String, apart = false, explanation }: Said = {},
  ): Check => ({
    id,
    statement: `${statement}：${write(sum(left))} = ${write(sum(right))}`,
    holds: sum(left) === sum(right),
    apart,
    figures: [...left, ...right].map(keyOf),
    ...defined({ explanation }),
  });
  /** What a rate counts is among what it counts it in. */
  const within = (id: string, statement: string, rate: string, { apart = false, explanation }: Said): Check => ({
    id,
    statement: `${statement}：${n(rate)} ≤ ${under(rate)}`,
    holds: n(rate) <= under(rate),
    apart,
    figures: [rate],
    ...defined({ explanation }),
  });
  const average = (sum: string, of: string) => (n(of) === 0 ? '—' : `${(n(sum) / n(of) / 100).toFixed(2)}元`);
  /** An average of what has a sum only where there is something to average, and at most what one of them may come to. */
  const averageOf = (
    id: string,
    statement: string,
    sum: string,
    of: string,
    { most = NO_CAP, apart = false, explanation }: Said & { readonly most?: number | undefined },
  ): Check => ({
    id,
    statement: `${statement}：${wan(n(sum))}万元 ÷ ${n(of)} = ${average(sum, of)}${most === NO_CAP ? '' : `，不超过当场处罚限额${most / 100}元`}`,
    holds: n(sum) <= n(of) * most || (n(of) === 0 && n(sum) === 0),
    apart: apart && n(of) > 0,
    figures: [sum, of],
    ...defined({ explanation }),
  });
  // 当场处罚 came with the 行政处罚法 of 1996.
  const cap = request.year < 1996 ? undefined : statutes.onTheSpotLimitFen('ORGANISATION', `${request.year}-12-31`);
  const gap = n('penaltiesOffPlatform') - n('closedParking');
  const annex = (prefix: 'other' | 'cityOther', ...keys: readonly string[]) => [
    ...keys,
    ...OTHER_ACTS.map((act) => `${prefix}${act}`),
  ];
  const reaches = [
    ['penalties', 'cityPenalties'],
    ['licenses', 'cityLicenses'],
    ['coercion', 'cityCoercion'],
  ] as const;
  const noticed = (key: string, issue: string) => (n(key) === 0 ? '' : `；监督通知${n(key)}次指出${issue}`);
  const rough = ROUGH.filter(([key, step]) => n(key) > 0 && roughly(n(key), step) !== String(n(key)));
  return [
    equal('E1', '办结 = 普通程序 + 简易程序', ['closed'], ['closedOrdinary', 'closedSummary']),
    equal(
      'X3',
      '期初在办 + 立案 − 办结 = 期末在办',
      ['openingOrdinary', 'filedOrdinary', '-closedOrdinary'],
      ['closingOrdinary'],
      {
        apart: n('closedOrdinary') > n('filedOrdinary'),
        explanation: `办结的${n('closedOrdinary')}件中含上年结转的案件，所以与立案的${n('filedOrdinary')}件不是同一批；法制审核${n('reviewSubmissions')}件次，一案可以多次`,
      },
    ),
    equal('E7', '简易办结 = 交通违停 + 其他领域', ['closedSummary'], ['closedParking', 'closedSummaryOther']),
    equal(
      'X9',
      '处罚宗数 = 办结 − 非处罚办结 + 期末已决定未结 − 期初已决定未结',
      ['penalties'],
      ['closed', '-closedWithoutPenalty', 'decidedNotClosedClosing', '-decidedNotClosedOpening'],
      {
        apart: n('penalties') === n('closed') && n('closedWithoutPenalty') > 0,
        explanation: `办结数与处罚宗数口径不同：办结含不予处罚、事实不成立和移送等结案${n('closedWithoutPenalty')}件；处罚以作出决定计，期初已决定未结${n('decidedNotClosedOpening')}件，期末${n('decidedNotClosedClosing')}件${n('penalties') === n('closed') ? '；两数相等是巧合' : ''}`,
      },
    ),
    equal(
      'X10',
      '罚没款 = 普通程序 + 交通违停 + 其他领域简易程序',
      ['decidedFen'],
      ['decidedOrdinaryFen', 'decidedParkingFen', 'decidedSummaryOtherFen'],
      {
        apart: n('decidedFen') !== n('collectedFen'),
        explanation: `罚没款以处罚决定书确定的金额为准；同期收缴${wan(n('collectedFen'))}万元（不含加处罚款），其中有以前年度决定的`,
        write: (fen) => `${wan(fen)}万元`,
      },
    ),
    averageOf('A1', '普通程序案均罚没款', 'decidedOrdinaryFen', 'closedOrdinary', {
      apart: n('closedOrdinary') !== n('penaltiesOrdinary'),
      explanation: `罚没款是本年作出的${n('penaltiesOrdinary')}宗普通程序处罚决定的金额，以其为分母的，宗均${average('decidedOrdinaryFen', 'penaltiesOrdinary')}；本年办结的${n('closedOrdinary')}件与之不是同一批案件`,
    }),
    averageOf('A2', '交通违停案均罚没款', 'decidedParkingFen', 'closedParking', {
      apart: gap !== 0,
      most: cap,
      explanation: `各件罚款额不一，不是一个数乘以件数；以未在平台的${n('penaltiesOffPlatform')}宗为分母的，得${average('decidedParkingFen', 'penaltiesOffPlatform')}，分子分母不是同一批案件，不采用`,
    }),
    averageOf('A3', '市容环境、工商管理等领域简易程序案均罚没款', 'decidedSummaryOtherFen', 'closedSummaryOther', {
      most: cap,
    }),
    equal('X2', '处罚宗数 = 平台办理 + 未在平台', ['penalties'], ['penaltiesOnPlatform', 'penaltiesOffPlatform'], {
      apart: isFull('unitCodingRate') && !isFull('unitCodingRateOfAll'),
      explanation: `赋码率以平台办理的${under('unitCodingRate')}宗为分母；以全部处罚为分母的，为${percent(figures['unitCodingRateOfAll']!.value)}`,
    }),
    equal(
      'X2c',
      `${areaOf(request)}处罚宗数 = 平台办理 + 未在平台`,
      ['cityPenalties'],
      ['cityPenaltiesOnPlatform', 'cityPenaltiesOffPlatform'],
    ),
    equal(
      'X1',
      '简易程序的交通违停 + 普通程序的交通违停 = 未在平台的交通违停 + 平台办理的交通违停',
      ['closedParking', 'penaltiesOrdinaryParking'],
      ['penaltiesOffPlatformParking', 'penaltiesOnPlatformParking'],
      {
        apart: gap !== 0,
        explanation:
          `按领域计交通违停${n('closedParking')}件，按渠道计未在平台${n('penaltiesOffPlatform')}件，相差${gap}件：` +
          '前者按事项领域，后者按办理渠道，差额为同一离线渠道办理的其他领域案件',
      },
    ),
    equal(
      'X1b',
      '简易程序办结 − 未在平台 = 平台办理 − 普通程序处罚',
      ['closedSummary', '-penaltiesOffPlatform'],
      ['penaltiesOnPlatform', '-penaltiesOrdinary'],
      {
        apart: gap !== 0,
        explanation: `按渠道计平台办理的简易程序${sum(['closedSummary', '-penaltiesOffPlatform'])}件，按领域计交通违停以外的${n('closedSummaryOther')}件，相差的${gap}件就是上一项的差额`,
      },
    ),
    within('X6', '决定前法制审核通过的 ≤ 作出决定的普通程序案件', 'reviewRate', {
      apart: ![n('filedOrdinary'), n('closedOrdinary')].includes(under('reviewRate')),
      explanation: `法制审核率以本年作出决定的${under('reviewRate')}件为分母，不是立案的${n('filedOrdinary')}件，也不是办结的${n('closedOrdinary')}件`,
    }),
    within('X4', '期限内公示的 ≤ 应公示且期限届满的', 'publicationRate', {
      apart: isFull('publicationRate') && n('issuePUBLICATION') > 0,
      explanation: `公示率只量是否公示、是否按时；公示内容是否规范另计${noticed('issuePUBLICATION', '公示不规范')}`,
    }),
    within('X12', '超过办案期限的 ≤ 办案期限届满的', 'decisionOverdue', {
      apart: n('issueTIME_LIMIT') > 0 && n('decisionOverdue') === 0,
      explanation: `本年办案期限届满${under('decisionOverdue')}件，其中超期${n('decisionOverdue')}件${noticed('issueTIME_LIMIT', '办案期限问题，其所查的案件以通知书为准')}`,
    }),
    equal(
      'X5',
      '本单位行政执法行为合计 = 处罚 + 许可 + 强制 + 其他',
      ['acts'],
      annex('other', 'penalties', 'licenses', 'coercion'),
      {
        apart: n('courtApplications') > n('coercion'),
        explanation: `申请人民法院强制执行${n('courtApplications')}件在强制表中单列，不并入行政强制`,
      },
    ),
    equal(
      'I2',
      `${areaOf(request)}行政执法行为合计 = 处罚 + 许可 + 强制 + 其他`,
      ['cityActs'],
      annex('cityOther', 'cityPenalties', 'cityLicenses', 'cityCoercion'),
      n('cityActs') < IN_WAN
        ? {}
        : { explanation: `附件以万为单位写作${annexTotal(n('cityActs'))}，四舍五入到0.001万` },
    ),
    {
      id: 'I1',
      statement: `本单位不超过${areaOf(request)}：${reaches.map(([own, city]) => `${n(own)} ≤ ${n(city)}`).join('，')}`,
      holds: reaches.every(([own, city]) => n(own) <= n(city)),
      apart: false,
      figures: reaches.flat(),
    },
    equal(
      'C07',
      '期初事项 + 列入 − 取消 = 期末事项',
      ['powerItemsOpening', 'powerItemsAdded', '-powerItemsRemoved'],
      ['powerItems'],
    ),
    equal(
      'B04',
      '总目录 = 综合执法清单 + 专业执法清单',
      ['powerItems'],
      ['powerItemsComprehensive', 'powerItemsSpecialized'],
    ),
    equal(
      'B02',
      '制度体系 = 四个层级之和',
      ['policyDocuments'],
      ['policyOverall', 'policyOpinion', 'policySystem', 'policyRule'],
    ),
    equal('E13', '评查的单位 = 局、分局 + 赋权乡镇（街道）', ['unitsAssessed'], ['bureausAssessed', 'townsAssessed']),
    equal(
      'G1',
      '办理复议、诉讼 = 结转 + 新收',
      ['remedies'],
      ['reconsiderationCarried', 'litigationCarried', 'reconsiderationNew', 'litigationNew'],
    ),
    equal('G1r', '办理行政复议 = 结转 + 新收', ['reconsiderations'], ['reconsiderationCarried', 'reconsiderationNew']),
    equal('G1l', '办理行政诉讼 = 结转 + 新收', ['litigations'], ['litigationCarried', 'litigationNew']),
    equal('G1k', '办理复议、诉讼 = 行政复议 + 行政诉讼', ['remedies'], ['reconsiderations', 'litigations']),
    equal(
      'G3',
      '新提起诉讼 = 撤诉 + 驳回或维持 + 以其他方式审结 + 审理中',
      ['litigationNew'],
      ['litigationNewWithdrawn', 'litigationNewUpheld', 'litigationNewOther', 'litigationNewPending'],
    ),
    equal(
      'X8',
      '复议：结转 + 新收 − 办结 = 期末未结',
      ['reconsiderationCarried', 'reconsiderationNew', '-reconsiderationConcluded'],
      ['reconsiderationPending'],
      {
        apart: n('reconsiderationCarried') > 0,
        explanation: `结转的${n('reconsiderationCarried')}件与新收的一并平衡：本年审结${n('reconsiderationConcluded')}件，期末未结${n('reconsiderationPending')}件；撤回申请按撤回日期计，不分结转和新收`,
      },
    ),
    equal(
      'X8b',
      '诉讼：结转 + 新收 − 办结 = 期末未结',
      ['litigationCarried', 'litigationNew', '-litigationConcluded'],
      ['litigationPending'],
      {
        apart: n('litigationCarried') > 0,
        explanation: `结转的${n('litigationCarried')}件与新收的一并平衡：本年审结${n('litigationConcluded')}件，期末未结${n('litigationPending')}件`,
      },
    ),
    within('X7', '负责人出庭的 ≤ 首次开庭的审理程序', 'appearanceRate', {
      apart: isFull('appearanceRate') && under('appearanceRate') < sum(['litigationCarried', 'litigationNew']),
      explanation: `出庭率以已开庭的${under('appearanceRate')}次审理程序为分母；办理的诉讼${sum(['litigationCarried', 'litigationNew'])}件中，书面审理、未开庭即撤诉和尚未开庭的不在其中`,
    }),
    {
      id: 'X11',
      statement:
        rough.length === 0
          ? '没有以“余”写出的约数'
          : `约数不大于实数：${rough.map(([key, step]) => `${figures[key]!.name}${roughly(n(key), step)}，实为${n(key)}`).join('；')}`,
      holds: rough.every(([key, step]) => Number.parseInt(roughly(n(key), step), 10) <= n(key)),
      apart: rough.length > 0,
      figures: rough.map(([key]) => key),
      ...(rough.length === 0 ? {} : { explanation: '文本以“余”写出的是舍去尾数的约数，实数由事件累计' }),
    },
  ];
}
