import { defined } from '#eventsourcing';
import { OTHER_ACTS } from './figures.js';
import { areaOf, type Check, type Figures, type ReportRequest } from './parts.js';
import { percent, wan } from './written.js';

/** The identities that the report keeps, and the differences that it explains (DOMAIN 1.2, 1.3). */
export function checksOf(request: ReportRequest, figures: Figures): Check[] {
  const n = (key: string) => figures[key]!.numerator;
  const sum = (...keys: readonly string[]) => keys.reduce((total, key) => total + n(key), 0);
  const equal = (
    id: string,
    statement: string,
    left: number,
    right: number,
    explanation?: string,
    write: (value: number) => string = String,
  ): Check => ({
    id,
    statement: `${statement}：${write(left)} = ${write(right)}`,
    holds: left === right,
    ...defined({ explanation }),
  });
  const parkingGap = n('penaltiesOffPlatform') - n('closedParking');
  const annex = (prefix: 'other' | 'cityOther', ...keys: readonly string[]) =>
    sum(...keys, ...OTHER_ACTS.map((act) => `${prefix}${act}`));
  const within = [
    ['penalties', 'cityPenalties'],
    ['licenses', 'cityLicenses'],
    ['coercion', 'cityCoercion'],
  ] as const;
  return [
    equal('E1', '办结 = 普通程序 + 简易程序', n('closed'), sum('closedOrdinary', 'closedSummary')),
    equal(
      'M03',
      '期初在办 + 立案 − 办结 = 期末在办',
      sum('openingOrdinary', 'filedOrdinary') - n('closedOrdinary'),
      n('closingOrdinary'),
      `办结的${n('closedOrdinary')}件中含上年结转的案件，所以与立案的${n('filedOrdinary')}件不是同一批；法制审核以件次计，一案可以多次`,
    ),
    equal('E7', '简易办结 = 交通违停 + 其他领域', n('closedSummary'), sum('closedParking', 'closedSummaryOther')),
    equal(
      'X9',
      '处罚宗数 = 办结 − 非处罚办结 + 期末已决定未结 − 期初已决定未结',
      n('penalties'),
      n('closed') - n('closedWithoutPenalty') + n('decidedNotClosedClosing') - n('decidedNotClosedOpening'),
      '办结数与处罚宗数口径不同：办结含不予处罚、事实不成立和移送结案；处罚以作出决定计',
    ),
    equal(
      'X10',
      '罚没款 = 普通程序 + 交通违停 + 其他领域简易程序',
      n('decidedFen'),
      sum('decidedOrdinaryFen', 'decidedParkingFen', 'decidedSummaryOtherFen'),
      `罚没款以处罚决定书确定的金额为准；同期收缴${wan(n('collectedFen'))}万元（不含加处罚款），其中有以前年度决定的`,
      (fen) => `${wan(fen)}万元`,
    ),
    equal(
      'X2',
      '处罚宗数 = 平台办理 + 未在平台',
      n('penalties'),
      sum('penaltiesOnPlatform', 'penaltiesOffPlatform'),
      `赋码率以平台办理的${figures['unitCodingRate']!.denominator}宗为分母；以全部处罚为分母的，为${percent(figures['unitCodingRateOfAll']!.value)}`,
    ),
    equal(
      'X1',
      '简易程序的交通违停 + 普通程序的交通违停 = 未在平台的交通违停 + 平台办理的交通违停',
      sum('closedParking', 'penaltiesOrdinaryParking'),
      sum('penaltiesOffPlatformParking', 'penaltiesOnPlatformParking'),
      `按领域计交通违停${n('closedParking')}件，按渠道计未在平台${n('penaltiesOffPlatform')}件，相差${parkingGap}件：` +
        '前者按事项领域，后者按办理渠道，差额为同一离线渠道办理的其他领域案件',
    ),
    equal(
      'X5',
      '本单位行政执法行为合计 = 处罚 + 许可 + 强制 + 其他',
      n('acts'),
      annex('other', 'penalties', 'licenses', 'coercion'),
      `申请人民法院强制执行${n('courtApplications')}件在强制表中单列，不并入行政强制`,
    ),
    equal(
      'I2',
      `${areaOf(request)}行政执法行为合计 = 处罚 + 许可 + 强制 + 其他`,
      n('cityActs'),
      annex('cityOther', 'cityPenalties', 'cityLicenses', 'cityCoercion'),
    ),
    {
      id: 'I1',
      statement: `本单位不超过${areaOf(request)}：${within.map(([own, city]) => `${n(own)} ≤ ${n(city)}`).join('，')}`,
      holds: within.every(([own, city]) => n(own) <= n(city)),
    },
    equal(
      'C07',
      '期初事项 + 列入 − 取消 = 期末事项',
      sum('powerItemsOpening', 'powerItemsAdded') - n('powerItemsRemoved'),
      n('powerItems'),
    ),
    equal(
      'B04',
      '总目录 = 综合执法清单 + 专业执法清单',
      n('powerItems'),
      sum('powerItemsComprehensive', 'powerItemsSpecialized'),
    ),
    equal(
      'B02',
      '制度体系 = 四个层级之和',
      n('policyDocuments'),
      sum('policyOverall', 'policyOpinion', 'policySystem', 'policyRule'),
    ),
    equal(
      'G1',
      '办理复议、诉讼 = 结转 + 新收',
      n('remedies'),
      sum('reconsiderationCarried', 'litigationCarried', 'reconsiderationNew', 'litigationNew'),
    ),
    equal(
      'M15',
      '复议：结转 + 新收 − 办结 = 期末未结',
      sum('reconsiderationCarried', 'reconsiderationNew') - n('reconsiderationConcluded'),
      n('reconsiderationPending'),
    ),
    equal(
      'M15b',
      '诉讼：结转 + 新收 − 办结 = 期末未结',
      sum('litigationCarried', 'litigationNew') - n('litigationConcluded'),
      n('litigationPending'),
    ),
  ];
}
