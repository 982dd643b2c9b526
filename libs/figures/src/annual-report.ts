import type { MetricPart } from '#enforcement';
import type { LedgerReader } from '#eventsourcing';
import { partNamed } from './catalogue.js';
import { type Evaluated, evaluate, type Scope } from './evaluate.js';

/*
 * The annual report (行政执法工作年报) of one unit, with the city's totals where the report gives them. Text, JSON and
 * web page are three renderings of the same pieces; every figure names the sum of ledger entries that it is.
 */

export interface ReportRequest {
  readonly year: number;
  /** The reporting unit (本单位). */
  readonly unit: { readonly unitId: string; readonly name: string };
  /** The reporting unit and those below it (辖区), where that is not the whole city. */
  readonly area?: readonly string[];
  /** As the ledger knew it at the end of this day; as it knows now when absent. */
  readonly knownOn?: string;
  /** The present day, for a year that is not over: what falls due later is in no rate yet. */
  readonly today?: string;
}

/** Whose entries a figure sums: the reporting unit's, or those of its area: the whole city's where nothing else is said. */
export type Reach = 'UNIT' | 'CITY';

export interface Figure {
  readonly key: string;
  /** The catalogue's part: `M02/summary`. */
  readonly metric: string;
  readonly name: string;
  readonly reach: Reach;
  readonly unit: MetricPart['unit'];
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator?: number;
}

/** Text, or text that shows a figure and opens into its entries. */
export type Piece = string | { readonly figure: string; readonly text: string };

export interface Section {
  readonly heading: string;
  readonly level: 1 | 2;
  readonly paragraphs: readonly (readonly Piece[])[];
}

export interface AnnexRow {
  readonly subject: string;
  readonly cells: readonly (readonly Piece[])[];
}

/** An identity between figures that the report keeps, or a difference that it explains (DOMAIN 1.2, 1.3). */
export interface Check {
  readonly id: string;
  readonly statement: string;
  readonly holds: boolean;
  readonly explanation?: string;
}

export interface AnnualReport {
  readonly title: string;
  readonly year: number;
  readonly unitId: string;
  readonly unitName: string;
  readonly knownOn: string | null;
  readonly figures: Readonly<Record<string, Figure>>;
  readonly sections: readonly Section[];
  readonly annex: { readonly title: string; readonly columns: readonly string[]; readonly rows: readonly AnnexRow[] };
  readonly checks: readonly Check[];
}

/** The figures of the report: key, part of the catalogue, and whose entries. */
const FIGURES: readonly (readonly [key: string, metric: string, reach: Reach])[] = [
  ['coordinationRate', 'M09/rate', 'CITY'],
  ['leadRate', 'M10/rate', 'CITY'],
  ['codingRate', 'M11/rate', 'CITY'],
  ['reviewRate', 'M06/rate', 'UNIT'],
  ['publicationRate', 'M12/rate', 'UNIT'],
  ['transfersSent', 'M14/sent', 'UNIT'],
  ['referralsReceived', 'M14/received', 'UNIT'],
  ['filedOrdinary', 'M01/ordinary', 'UNIT'],
  ['closed', 'M02/all', 'UNIT'],
  ['closedOrdinary', 'M02/ordinary', 'UNIT'],
  ['closedSummary', 'M02/summary', 'UNIT'],
  ['closedParking', 'M02/summary.parking', 'UNIT'],
  ['closedSummaryOther', 'M02/summary.other', 'UNIT'],
  ['closedWithoutPenalty', 'M02/withoutPenalty', 'UNIT'],
  ['openingOrdinary', 'M03/ordinary.opening', 'UNIT'],
  ['closingOrdinary', 'M03/ordinary.closing', 'UNIT'],
  ['decidedNotClosedOpening', 'M03/decidedNotClosed.opening', 'UNIT'],
  ['decidedNotClosedClosing', 'M03/decidedNotClosed.closing', 'UNIT'],
  ['decidedOrdinaryFen', 'M05/decided.ordinary', 'UNIT'],
  ['decidedParkingFen', 'M05/decided.parking', 'UNIT'],
  ['decidedSummaryOtherFen', 'M05/decided.summaryOther', 'UNIT'],
  ['decidedFen', 'M05/decided', 'UNIT'],
  ['collectedFen', 'M05/collected', 'UNIT'],
  ['hearings', 'M08/hearings', 'UNIT'],
  ['courtApplications', 'M08/courtApplications', 'UNIT'],
  ['reviewSubmissions', 'M07/submissions', 'UNIT'],
  ['remedies', 'M15/handled', 'UNIT'],
  ['reconsiderationCarried', 'M15/reconsideration.opening', 'UNIT'],
  ['reconsiderationNew', 'M15/reconsideration.accepted', 'UNIT'],
  ['reconsiderationConcluded', 'M15/reconsideration.concluded', 'UNIT'],
  ['reconsiderationPending', 'M15/reconsideration.closing', 'UNIT'],
  ['reconsiderationWithdrawn', 'M15/reconsideration.withdrawn', 'UNIT'],
  ['litigationCarried', 'M15/litigation.opening', 'UNIT'],
  ['litigationNew', 'M15/litigation.accepted', 'UNIT'],
  ['litigationConcluded', 'M15/litigation.concluded', 'UNIT'],
  ['litigationPending', 'M15/litigation.closing', 'UNIT'],
  ['litigationNewWithdrawn', 'M15/litigation.newWithdrawn', 'UNIT'],
  ['litigationNewUpheld', 'M15/litigation.newUpheld', 'UNIT'],
  ['litigationNewPending', 'M15/litigation.newPending', 'UNIT'],
  ['litigationLost', 'M15/litigation.lost', 'UNIT'],
  ['appearanceRate', 'M16/rate', 'UNIT'],
  ['penalties', 'M04/all', 'UNIT'],
  ['penaltiesOnPlatform', 'M04/onPlatform', 'UNIT'],
  ['penaltiesOffPlatform', 'M04/offPlatform', 'UNIT'],
  ['penaltiesOffPlatformParking', 'M04/offPlatform.parking', 'UNIT'],
  ['penaltiesOnPlatformParking', 'M04/onPlatform.parking', 'UNIT'],
  ['penaltiesOrdinary', 'M04/ordinary', 'UNIT'],
  ['unitCodingRate', 'M11/rate', 'UNIT'],
  ['unitCodingRateOfAll', 'M11/rateOfAll', 'UNIT'],
  ['cityPenalties', 'M04/all', 'CITY'],
  ['cityPenaltiesOffPlatform', 'M04/offPlatform', 'CITY'],
  ['cityPenaltiesOffPlatformParking', 'M04/offPlatform.parking', 'CITY'],
  ['acts', 'A01/all', 'UNIT'],
  ['cityActs', 'A01/all', 'CITY'],
  ['licenses', 'A01/license', 'UNIT'],
  ['cityLicenses', 'A01/license', 'CITY'],
  ['coercion', 'A01/coercion', 'UNIT'],
  ['cityCoercion', 'A01/coercion', 'CITY'],
];

/** Columns of the annex between 行政强制 and 合计, all from the act ledger. */
const OTHER_ACTS = ['LEVY', 'ADJUDICATION', 'PAYMENT', 'CONFIRMATION', 'REWARD', 'OTHER'] as const;

const FIGURE_LIST = [
  ...FIGURES,
  ...OTHER_ACTS.flatMap((subject) => [
    [`other${subject}`, `A01/other.${subject}`, 'UNIT'] as const,
    [`cityOther${subject}`, `A01/other.${subject}`, 'CITY'] as const,
  ]),
];

/** The business days and units that a figure sums; the same scope opens it into its entries. */
export function scopeOf(request: ReportRequest, reach: Reach): Scope {
  const units = reach === 'UNIT' ? [request.unit.unitId] : request.area;
  return {
    from: `${request.year}-01-01`,
    to: `${request.year}-12-31`,
    ...(units === undefined ? {} : { units }),
    ...(request.knownOn === undefined ? {} : { knownOn: request.knownOn }),
    ...(request.today === undefined ? {} : { today: request.today }),
  };
}

export async function annualReport(ledger: LedgerReader, request: ReportRequest): Promise<AnnualReport> {
  const figures: Record<string, Figure> = {};
  for (const reach of ['UNIT', 'CITY'] as const) {
    const wanted = FIGURE_LIST.filter((entry) => entry[2] === reach);
    const parts = wanted.map(([, metric]) => partNamed(metric));
    const results: Evaluated[] = await evaluate(ledger, parts, scopeOf(request, reach));
    for (const [index, [key, metric]] of wanted.entries()) {
      const { part, value, numerator, denominator } = results[index]!;
      figures[key] = {
        key,
        metric,
        name: part.name,
        reach,
        unit: part.unit,
        value,
        numerator,
        ...(denominator === undefined ? {} : { denominator }),
      };
    }
  }
  return {
    title: `${request.unit.name}${request.year}年度行政执法工作年报`,
    year: request.year,
    unitId: request.unit.unitId,
    unitName: request.unit.name,
    knownOn: request.knownOn ?? null,
    figures,
    sections: sectionsOf(request, figures),
    annex: annexOf(request, figures),
    checks: checksOf(request, figures),
  };
}

type Figures = Readonly<Record<string, Figure>>;

/** What the column beside 本单位 is called. */
function areaOf({ area }: ReportRequest): '全市' | '辖区' {
  return area === undefined ? '全市' : '辖区';
}

// ---- how figures are written

/** Whole number; the report writes no thousands separators. */
export function written(figure: Figure): string {
  if (figure.unit === '率') return percent(figure.value);
  if (figure.unit === '分') return wan(figure.numerator);
  return String(figure.numerator);
}

/** 万元 with one decimal, as the report writes sums of money: 266.1. Half a unit rounds up. */
export function wan(fen: number): string {
  return (Math.round(fen / 100_000) / 10).toFixed(1);
}

/** A ratio as a percentage with at most two decimals; — when there is nothing to divide by. */
export function percent(ratio: number | null): string {
  if (ratio === null) return '—';
  const hundredths = Math.round(ratio * 10_000);
  // What is not quite all is never written as all.
  const honest = ratio < 1 && hundredths === 10_000 ? 9_999 : hundredths;
  return `${honest / 100}%`;
}

/** A round number with 余, as the report writes what it does not count exactly: 431 is 400余. Below 100 it is exact. */
export function roughly(count: number): string {
  if (count < 100 || count % 100 === 0) return String(count);
  return `${Math.floor(count / 100) * 100}余`;
}

/** A total of the annex: from 10 000 on in 万 with three decimals. */
function total(count: number): string {
  return count < 10_000 ? `${count}(件/次)` : `${(Math.round(count / 10) / 1000).toFixed(3)}(万件/次)`;
}

function sectionsOf(request: ReportRequest, figures: Figures): Section[] {
  const f = (key: string, text = written(figures[key]!)): Piece => ({ figure: key, text });
  const n = (key: string) => figures[key]!.numerator;
  const value = (key: string) => figures[key]!.value;
  const allFull = (keys: readonly string[]) => keys.every((key) => value(key) === 1);
  const core = ['coordinationRate', 'leadRate', 'codingRate'];
  const coreSentence: Piece[] = allFull(core)
    ? [
        areaOf(request),
        f('coordinationRate', '执法协同响应率'),
        '、',
        f('leadRate', '平台线索回应率'),
        '、',
        f('codingRate', '行政处罚赋码率'),
        '等核心指标均达100%。',
      ]
    : [
        `${areaOf(request)}执法协同响应率`,
        f('coordinationRate'),
        '、平台线索回应率',
        f('leadRate'),
        '、行政处罚赋码率',
        f('codingRate'),
        '。',
      ];
  const two = ['reviewRate', 'publicationRate'];
  return [
    { heading: '一、基本情况', level: 1, paragraphs: [] },
    { heading: '(一)深化“大综合一体化”行政执法改革', level: 2, paragraphs: [coreSentence] },
    {
      heading: '(二)推进综合行政执法规范化建设',
      level: 2,
      paragraphs: [
        allFull(two)
          ? [
              '严格落实行政执法三项制度，实现普通程序案件',
              f('reviewRate', '法制审核率'),
              '、处罚结果信息',
              f('publicationRate', '按规定公示率'),
              '两个100%。',
            ]
          : [
              '严格落实行政执法三项制度，普通程序案件法制审核率',
              f('reviewRate'),
              '，处罚结果信息按规定公示率',
              f('publicationRate'),
              '。',
            ],
      ],
    },
    {
      heading: '(三)加强和规范行刑衔接工作',
      level: 2,
      paragraphs: [
        [
          `${request.year}年共移送公安机关案件`,
          f('transfersSent'),
          '件，接收检察机关、公安机关移送案件',
          f('referralsReceived'),
          '件。',
        ],
      ],
    },
    {
      heading: '(四)加强行政执法案件办理',
      level: 2,
      paragraphs: [
        [
          `${request.year}年，全局共办结案件`,
          f('closed'),
          '件(含简易程序案件)。其中普通程序案件共立案',
          f('filedOrdinary'),
          '件，办结',
          f('closedOrdinary'),
          '件，共罚没款',
          f('decidedOrdinaryFen'),
          '万元，举行听证案件',
          f('hearings'),
          '件，申请法院强制执行',
          f('courtApplications'),
          '件；简易程序案件共办结',
          f('closedSummary'),
          '件，其中交通违停案件',
          f('closedParking'),
          '件，累计罚没款',
          f('decidedParkingFen'),
          '万元，市容环境、工商管理等领域简易程序案件',
          f('closedSummaryOther'),
          '件，累计罚没款',
          f('decidedSummaryOtherFen'),
          '万元。',
        ],
        [
          ...(value('reviewRate') === 1 ? ['所有普通程序案件均经过法制审核，'] : []),
          '全年共审核普通程序案卷',
          f('reviewSubmissions', roughly(n('reviewSubmissions'))),
          '件次。',
        ],
      ],
    },
    { heading: '二、存在问题', level: 1, paragraphs: [] },
    {
      heading: '(一)行政复议诉讼情况',
      level: 2,
      paragraphs: [
        [
          '全年共办理行政复议、诉讼案件',
          f('remedies'),
          '件(含结转复议案件',
          f('reconsiderationCarried'),
          '件，诉讼案件',
          f('litigationCarried'),
          '件)，其中新立案行政复议案件',
          f('reconsiderationNew'),
          '件，撤回申请',
          f('reconsiderationWithdrawn'),
          '件。新提起行政诉讼案件',
          f('litigationNew'),
          '件，撤诉',
          f('litigationNewWithdrawn'),
          '件，驳回或维持原判',
          f('litigationNewUpheld'),
          '件，审理中',
          f('litigationNewPending'),
          '件，',
          ...(n('litigationLost') === 0
            ? [f('litigationLost', '无行政败诉案件')]
            : ['行政败诉', f('litigationLost'), '件']),
          '。机关负责人',
          f('appearanceRate'),
          '出庭应诉。',
        ],
      ],
    },
  ];
}

function annexOf(request: ReportRequest, figures: Figures): AnnualReport['annex'] {
  const n = (key: string) => figures[key]!.numerator;
  const row = (subject: string, keys: { readonly [column: string]: string }): AnnexRow => {
    const plain = (key: string, suffix = ''): Piece[] => [
      n(key) === 0 ? { figure: key, text: '0' } : { figure: key, text: `${n(key)}${suffix}` },
    ];
    return {
      subject,
      cells: [
        [
          { figure: keys['penalties']!, text: `${n(keys['penalties']!)}件` },
          ...(n(keys['off']!) === 0
            ? []
            : [
                '(',
                { figure: keys['off']!, text: `${n(keys['off']!)}件` },
                '未在平台，其中',
                { figure: keys['offParking']!, text: `${n(keys['offParking']!)}件` },
                '为交通违停案件)',
              ]),
        ],
        plain(keys['licenses']!, '件'),
        plain(keys['coercion']!),
        ...OTHER_ACTS.map((act) => plain(`${keys['other']}${act}`)),
        [{ figure: keys['all']!, text: total(n(keys['all']!)) }],
      ],
    };
  };
  return {
    title: `${request.year}年行政执法行为统计表`,
    columns: [
      '行政处罚',
      '行政许可',
      '行政强制',
      '行政征收',
      '行政裁决',
      '行政给付',
      '行政确认',
      '行政奖励',
      '其他行政执法行为',
      '合计',
    ],
    rows: [
      row('本单位', {
        penalties: 'penalties',
        off: 'penaltiesOffPlatform',
        offParking: 'penaltiesOffPlatformParking',
        licenses: 'licenses',
        coercion: 'coercion',
        other: 'other',
        all: 'acts',
      }),
      row(areaOf(request), {
        penalties: 'cityPenalties',
        off: 'cityPenaltiesOffPlatform',
        offParking: 'cityPenaltiesOffPlatformParking',
        licenses: 'cityLicenses',
        coercion: 'cityCoercion',
        other: 'cityOther',
        all: 'cityActs',
      }),
    ],
  };
}

function checksOf(request: ReportRequest, figures: Figures): Check[] {
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
    ...(explanation === undefined ? {} : { explanation }),
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
      '交通违停 = 未在平台的交通违停 + 平台办理的交通违停',
      n('closedParking'),
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

// ---- text

function plainText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
}

/** The report as plain text, in the structure of the published one. */
export function reportText(report: AnnualReport): string {
  const lines: string[] = [report.title, ''];
  for (const section of report.sections) {
    lines.push(section.heading, '');
    for (const paragraph of section.paragraphs) lines.push(`  ${plainText(paragraph)}`, '');
  }
  lines.push(`附件：${report.annex.title}`, `填写单位：${report.unitName}`, '');
  for (const row of report.annex.rows) {
    lines.push(`【${row.subject}】`);
    for (const [index, column] of report.annex.columns.entries())
      lines.push(`  ${column}：${plainText(row.cells[index] ?? [])}`);
    lines.push('');
  }
  lines.push('口径核对');
  for (const check of report.checks) {
    lines.push(`  ${check.holds ? '✓' : '✗ 不平'} ${check.id} ${check.statement}`);
    if (check.explanation !== undefined) lines.push(`    说明：${check.explanation}`);
  }
  return `${lines.join('\n')}\n`;
}
