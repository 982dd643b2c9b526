import { count, EXECUTION_KINDS, MEASURE_KINDS, type MetricPart, OTHER_ACT_KINDS, stockRate } from '#enforcement';
import type { PenaltyClassId } from '#statutes';

/*
 * 行政执法年度数据表 (DOMAIN 5.3, F15): which tables a report of a year and place has, in which order, and the columns of each. A
 * template is never changed once a report was made by it: another year or place is another template.
 */

export interface TableColumn {
  readonly title: string;
  /** What stands over several columns: 行政强制措施. */
  readonly group?: string;
  readonly part: MetricPart;
  /** The column is the sum of those that are neither a sum nor beside it. */
  readonly isTotal?: true;
  /** Stands beside what is summed: an amount, a rate, what is counted elsewhere. */
  readonly isBeside?: true;
}

export interface TableTemplate {
  readonly title: string;
  readonly columns: readonly TableColumn[];
}

export interface ReportTemplate {
  readonly name: string;
  /** Whose form it is, and where it was seen. */
  readonly source: string;
  readonly tables: readonly TableTemplate[];
}

const column = (title: string, measures: readonly string[], subjects?: readonly string[]): TableColumn => ({
  title,
  part: count(title, title, measures, '宗', subjects),
});
const total = (title: string, ...measures: readonly string[]): TableColumn => ({
  ...column(title, measures),
  isTotal: true,
});
const money = (title: string, measure: string, subjects?: readonly string[]): TableColumn => ({
  title,
  part: { ...column(title, [measure], subjects).part, sums: 'fen', unit: '分' },
  isBeside: true,
});
const under = (group: string, columns: readonly TableColumn[]): TableColumn[] =>
  columns.map((one) => ({ ...one, group }));
const kinds = (measure: string, terms: Readonly<Record<string, string>>) =>
  Object.entries(terms).map(([kind, title]) => column(title, [measure], [kind]));

const penalties = (...classes: readonly (readonly [title: string, id: PenaltyClassId])[]): TableTemplate => ({
  title: '行政处罚实施情况统计表',
  columns: [
    ...classes.map(([title, id]) => column(title, ['penalty'], [id])),
    total('合计（宗）', 'penalty'),
    money('罚没金额（万元）', 'penalty'),
  ],
});

const licenses: TableTemplate = {
  title: '行政许可实施情况统计表',
  columns: [
    column('申请数量', ['license.applied']),
    column('受理数量', ['license.accepted']),
    column('许可数量', ['act.license']),
    column('不予许可数量', ['license.refused']),
    column('撤销许可数量', ['license.revoked']),
  ],
};

/** 申请人民法院强制执行 stands in its own column, and not among the measures and executions of the organ itself (DOMAIN X5). */
const coercion: TableTemplate = {
  title: '行政强制实施情况统计表',
  columns: [
    ...under('行政强制措施', kinds('act.measure', MEASURE_KINDS)),
    ...under('行政强制执行', kinds('act.execution', EXECUTION_KINDS)),
    { ...column('申请人民法院强制执行', ['court.applied']), isBeside: true },
    total('合计（宗）', 'act.measure', 'act.execution'),
  ],
};

const { LEVY, ADJUDICATION, PAYMENT, CONFIRMATION, REWARD, OTHER } = OTHER_ACT_KINDS;

const otherActs: TableTemplate = {
  title: '其他行政执法行为实施情况统计表',
  columns: [
    column(`${LEVY}次数`, ['act.other'], ['LEVY']),
    money(`${LEVY}金额（万元）`, 'act.other', ['LEVY']),
    column('行政检查次数', ['inspection.visit']),
    column(ADJUDICATION, ['act.other'], ['ADJUDICATION']),
    column(PAYMENT, ['act.other'], ['PAYMENT']),
    column(CONFIRMATION, ['act.other'], ['CONFIRMATION']),
    column(REWARD, ['act.other'], ['REWARD']),
    column(OTHER, ['act.other'], ['OTHER']),
  ],
};

const certificates: TableTemplate = {
  title: '行政执法证持证率情况统计表',
  columns: [
    {
      title: '持证率',
      part: stockRate('certified', '持证率', 'officer.certified', 'officer.enforcing', 'distinct'),
      isBeside: true,
    },
  ],
};

/** The classes of 2024, in the order in which the province writes them. */
const PENALTIES_2024 = penalties(
  ['警告、通报批评', 'WARNING'],
  ['罚款', 'FINE'],
  ['没收违法所得、没收非法财物', 'CONFISCATION'],
  ['暂扣许可证、执照，降低资质等级', 'LICENSE_SUSPENSION'],
  ['吊销许可证、执照', 'REVOCATION'],
  ['限制开展生产经营活动', 'BUSINESS_RESTRICTION'],
  ['责令停产停业、责令关闭、限制从业', 'CLOSURE'],
  ['行政拘留', 'DETENTION'],
  ['其他行政处罚', 'OTHER'],
);

/** By the name that a report chooses when it is begun; see `REPORT_TEMPLATES` of the register. */
export const TABLE_TEMPLATES = {
  ZJ_2022: {
    name: '浙江2022（杭州西湖）',
    source: '杭州市公安局西湖风景名胜区分局2022年度行政执法统计年报',
    tables: [
      penalties(
        ['警告', 'WARNING'],
        ['罚款', 'FINE'],
        ['没收违法所得、没收非法财物', 'CONFISCATION'],
        ['暂扣许可证、执照', 'LICENSE_SUSPENSION'],
        ['责令停产停业', 'CLOSURE'],
        ['吊销许可证、执照', 'REVOCATION'],
        ['行政拘留', 'DETENTION'],
        ['其他行政处罚', 'OTHER'],
      ),
      licenses,
      coercion,
      otherActs,
    ],
  },
  ZJ_2024: {
    name: '浙江2024（庆元）',
    source: '庆元县2024年度行政执法数据表',
    tables: [PENALTIES_2024, licenses, coercion, otherActs, certificates],
  },
  ZJ_2025_HUZHOU: {
    name: '浙江2025（湖州）',
    source: '湖州市建设局2025年度行政执法统计年报：许可在前，没有持证率表',
    tables: [licenses, PENALTIES_2024, coercion, otherActs],
  },
} as const satisfies Readonly<Record<string, ReportTemplate>>;
