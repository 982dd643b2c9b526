import type { Mark } from './rows.js';

/** How periods are counted at all, whatever the row. `place` is the one file where the rule lives. */
export interface CountingRule {
  readonly id: `R${number}`;
  readonly name: string;
  readonly says: string;
  readonly article: string;
  readonly mark: Mark;
  readonly place: string;
}

// biome-ignore format: a table is read by its lines
export const COUNTING_RULES: readonly CountingRule[] = [
  { id: 'R1', name: '期间开始之日不计入', says: '第一日是触发日的次日', article: '民事诉讼法85条2款；行政复议法88条、行政诉讼法101条准用；对行政处罚法为类推', mark: 'V', place: 'counting.ts' },
  { id: 'R2', name: '工作日集合', says: '行政处罚法只有二、三、五、七日，行政强制法十日以内，行政复议法（2024年起）三、五、七、十日（此前五、七日）为工作日；310号令按自然日（单位可改）；其余为自然日。由每条期限的单位写明', article: '行政处罚法85条；行政强制法69条；行政复议法88条2款、（2017）40条2款', mark: 'V', place: 'deadlines.ts' },
  { id: 'R3', name: '工作日表', says: '周一至周五且非放假日，加调休上班的周末；缺年即拒算', article: '国务院办公厅历年放假安排通知', mark: 'V', place: 'calendar.ts' },
  { id: 'R4', name: '月、年', says: '到期日为对应日，无对应日取月末', article: '民法典202条', mark: 'K', place: 'legal-day.ts' },
  { id: 'R5', name: '末日顺延', says: '末日为休假日的，顺延至其后第一个工作日；调休上班的周末不顺延。是否适用由每条期限写明，单位可改', article: '民事诉讼法85条3款；对行政处罚法为类推', mark: 'V', place: 'counting.ts' },
  { id: 'R6', name: '“n日前”', says: '净日：通知日与听证日均不计，其间须有n个工作日；单位可改为只扣一端（clearDays）', article: '行政处罚法64条(二)；算法为K', mark: 'K', place: 'deadline-clock.ts' },
  { id: 'R7', name: '小时', says: '自时刻起算，不顺延，不扣除夜间与休息日', article: '行政强制法19条；国务院令310号5条', mark: 'V', place: 'deadline-clock.ts' },
  { id: 'R8', name: '加处罚款停计', says: '自复议、诉讼申请日至结果送达日不予计算，首尾均停；单位可改', article: '行政处罚法73条3款；首尾口径为K', mark: 'K', place: 'surcharge.ts' },
  { id: 'R9', name: '停止计算', says: '中止、检测、鉴定、听证、公告等期间左闭右开，并集去重后剔除', article: '住建部令55号；医保局令4号45条', mark: 'V2', place: 'suspensions.ts' },
  { id: 'R10', name: '版本', says: '每条规定有起止日期，以行为发生之日选定，结果载明所用版本', article: '行政处罚法37条', mark: 'V', place: 'rows.ts' },
  { id: 'R11', name: '超期不等于无效', says: '机关期限届满为程序瑕疵；当事人的期限未满，机关不得提前行事', article: '行政处罚法60条；行政复议法65条', mark: 'V', place: 'overdue.ts' },
];
