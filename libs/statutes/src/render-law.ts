import { DEADLINES, type Deadline, type Edition } from './deadlines.js';
import { FORMULAS } from './formulas.js';
import { FIELD_RULES, GUARDS } from './law-rows.js';
import { yuanInWords } from './money.js';
import { MARK, markOf } from './not-in-use.js';
import { PARAMETERS } from './parameters.js';
import { PENALTY_KIND_NAMES } from './penalty-kind.js';
import { periodName, type Validity } from './rows.js';
import { COUNTING_RULES } from './rules.js';
import type { Statutes } from './statutes.js';

const BINDS = { AGENCY: '机关', PARTY: '当事人', OTHER: '其他机关', EFFECT: '期满生效' } as const;
const SENSE = {
  WITHIN: '内',
  EXPIRED_WITHIN: '内（自次日）',
  AFTER: '后',
  CLEAR_BEFORE: '前（净日）',
} as const;

/** How the codes of the configuration read in law. */
const WORDS: Readonly<Record<string, string>> = {
  ...PENALTY_KIND_NAMES,
  CITIZEN: '公民',
  ORGANISATION: '法人、其他组织',
  FULL: '罚款数额（全额）',
  UNPAID: '未缴数额',
  ALL: '全部处罚',
  ORDINARY: '普通程序处罚',
  true: '是',
  false: '否',
};

/** The whole ruleset as Markdown, for a lawyer to check: what `docs/law.md` holds. */
export function renderLaw(statutes: Statutes): string {
  const { bureau } = statutes.configuration;
  return [
    '# 期间、金额与口径总表',
    '',
    `规则集 \`${statutes.version}\`${bureau === null ? '（内置默认）' : `（${bureau}）`}。由 libs/statutes 生成，请勿手改。`,
    '',
    '标记：**V** 已与法条逐字核对；**V2** 只见转载，未见官方原件；**K** 本系统的理解，须由单位确认，可按生效日配置。',
    '有效期：自起日（含）至止日（不含），以行为发生之日选定。',
    ...section('一、怎样计算', ['编号', '规则', '内容', '依据', '标', '所在'], rules()),
    ...section(
      '二、期间',
      ['编号', '事项', '情形', '触发', '期间', '约束', '末日顺延', '停止·延长', '依据', '有效期', '标', '说明'],
      DEADLINES.flatMap(deadline),
    ),
    ...section('三、金额与判断', ['编号', '事项', '内容', '依据', '有效期', '标', '所在'], formulas()),
    ...section('四、由单位决定的参数（默认值均为 K）', ['参数', '含义', '默认值', '依据'], parameters()),
    ...section('五、案件的守卫与实务规则', ['编号', '要求', '依据'], guards()),
    ...bureauSettings(statutes),
    ...section('工作日历', ['年份', '工作日', '放假', '调休上班', '来源'], years(statutes)),
    '',
  ].join('\n');
}

function rules(): string[][] {
  return COUNTING_RULES.map(({ id, name, says, article, mark, place }) => [id, name, says, article, mark, place]);
}

function deadline(row: Deadline): string[][] {
  return row.editions.map((edition: Edition, i) => [
    i === 0 ? row.id : '',
    i === 0 ? row.name : '',
    edition.variant === undefined ? allVariants(row) : (row.variants?.[edition.variant] ?? ''),
    edition.trigger ?? row.trigger,
    periodOf(row, edition),
    BINDS[edition.binds ?? row.binds],
    edition.rollsOver === true && edition.period?.unit !== 'WORKING_DAY' ? '是' : '—',
    movable(row, edition),
    edition.article,
    inForce(edition),
    edition.mark,
    edition.note ?? '',
  ]);
}

/** An edition for every case: of a law that told no cases apart, or with one number for all of them. */
function allVariants({ variants, editions }: Deadline): string {
  if (variants === undefined) return '';
  return editions.some((row) => row.variant !== undefined) ? '不分情形' : Object.values(variants).join('；');
}

function periodOf(row: Deadline, { period, binds = row.binds }: Edition): string {
  if (period === null) return '—';
  if (period.unit === 'DATE') return `${periodName(period)}前`;
  if (period.length === 0 && row.sense === 'AFTER') return '届满后';
  return binds === 'EFFECT' ? `满${periodName(period)}` : `${periodName(period)}${SENSE[row.sense ?? 'WITHIN']}`;
}

function movable(row: Deadline, { extensions }: Edition): string {
  const stops = row.suspendedBy === undefined ? [] : [`停：${row.suspendedBy}${markOf('suspensions', row.id)}`];
  const longer =
    extensions === undefined
      ? []
      : [`延：+${extensions.join('、+')}（${row.extendedBy ?? ''}）${markOf('extensions', row.id)}`];
  return [...stops, ...longer].join('；') || '—';
}

function formulas(): string[][] {
  return FORMULAS.flatMap(({ id, name, place, editions }) =>
    editions.map((edition, i) => [
      i === 0 ? id : '',
      i === 0 ? name : '',
      edition.says,
      edition.article,
      inForce(edition),
      edition.mark,
      i === 0 ? place : '',
    ]),
  );
}

function parameters(): string[][] {
  return Object.entries(PARAMETERS).map(([name, { name: meaning, standard, article }]) => [
    `\`${name}\``,
    `${meaning}${markOf('parameters', name)}`,
    inWords(name, standard),
    article,
  ]);
}

function guards(): string[][] {
  return [...GUARDS, ...FIELD_RULES].map(({ id, says, article, notInUse }) => [
    id,
    notInUse === undefined ? says : `${says}${MARK}：${notInUse}`,
    article,
  ]);
}

/** As a lawyer reads it, with what the configuration has to say in brackets. */
function inWords(name: string, standard: unknown): string {
  if (typeof standard === 'number' && !name.endsWith('Fen')) return String(standard);
  const words = Array.isArray(standard)
    ? standard.map((one: string) => WORDS[one] ?? one).join('、')
    : typeof standard === 'number'
      ? yuanInWords(standard)
      : (WORDS[String(standard)] ?? String(standard));
  return `${words}（\`${JSON.stringify(standard)}\`）`;
}

function bureauSettings({ configuration }: Statutes): string[] {
  const deadlines = configuration.deadlines.map((set) => [
    [set.rule, set.variant ?? ''].join(' ').trim(),
    [
      set.length === undefined ? '' : `长度 ${set.length}`,
      set.unit === undefined ? '' : `单位 ${set.unit}`,
      set.rollsOver === undefined ? '' : `末日顺延 ${set.rollsOver ? '是' : '否'}`,
      set.extensions === undefined ? '' : `延长 ${set.extensions.join('、')}`,
    ]
      .filter((part) => part !== '')
      .join('；'),
    inForce(set),
    set.source,
  ]);
  const parameters = configuration.parameters.map((set) => [set.name, String(set.value), inForce(set), set.source]);
  const rows = [...deadlines, ...parameters];
  return rows.length === 0 ? [] : section('六、本单位的设定', ['规则或参数', '设定', '有效期', '依据'], rows);
}

function years(statutes: Statutes): string[][] {
  return statutes.notices.map(({ year, source, holidays, workdays }) => [
    String(year),
    String(statutes.workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`)),
    stretches(holidays.map(({ day }) => day)),
    workdays.map(({ day }) => day.slice(5)).join(' '),
    source,
  ]);
}

/** Consecutive month-days joined: 01-21～01-27. Holidays are listed in order, one after the other. */
function stretches(days: readonly string[]): string {
  const runs: string[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const follows = last !== undefined && Number(day.slice(8)) - Number(last.slice(8)) === 1;
    if (run !== undefined && follows && day.slice(0, 7) === last?.slice(0, 7)) run.push(day);
    else runs.push([day]);
  }
  return runs
    .map((run) => (run.length === 1 ? run[0]!.slice(5) : `${run[0]!.slice(5)}～${run.at(-1)!.slice(5)}`))
    .join(' ');
}

function inForce({ from, to }: Validity): string {
  return `${from}～${to ?? ''}`;
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return ['', `## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line)];
}
