import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ITEM_FIELDS, PHASES } from '#enforcement';
import { type Person, SignedIn } from '#platform';
import { API_OPTIONS, type ApiOptions } from '../api-options.js';
import { CASES_QUERY, CaseQueriesController } from '../case-queries.controller.js';
import { Directory, type Unit, unitName } from '../directory.js';
import { seesNames } from '../masking.js';
import { readForm } from './figure-scope.js';
import { yuan } from './format.js';
import { html, Layout } from './layout.js';
import { PAGE_TYPE } from './page.js';
import { Table } from './table.js';

const SORTS = {
  '-registeredOn': '登记日，近的在前',
  '-filedOn': '立案日，近的在前',
  '-decidedOn': '决定日，近的在前',
  decisionDueOn: '决定期限，近的在前',
  paymentDueOn: '缴款期限，近的在前',
  '-closedOn': '结案日，近的在前',
  '-fineFen': '罚款额，大的在前',
  '-updatedAt': '最近变动',
} as const;
const DEFAULT_SORT: keyof typeof SORTS = '-registeredOn';

const OUTCOMES = { PENALTY: '处罚', NO_PENALTY: '不予处罚', NOT_ESTABLISHED: '违法事实不成立' } as const;
const PROCEDURES = { ORDINARY: '普通程序', SUMMARY: '简易程序' } as const;

/** Fields of the form beyond the first line. */
const FURTHER = [
  'procedure',
  'field',
  'outcome',
  'caseNo',
  'filedFrom',
  'filedTo',
  'decidedFrom',
  'decidedTo',
] as const;

type Given = Readonly<Record<string, string | undefined>>;
type Found = Awaited<ReturnType<CaseQueriesController['cases']>>;

@Controller()
export class CasesPage {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly directory: Directory,
    private readonly queries: CaseQueriesController,
  ) {}

  @Get('cases')
  @Header('content-type', PAGE_TYPE)
  async show(@Query() query: unknown, @SignedIn() person: Person): Promise<string> {
    // Checked as the API checks it, and shown again as it was given.
    readForm(CASES_QUERY, query);
    const given = Object.fromEntries(
      Object.entries(query as Given).filter(([, value]) => value !== undefined && value !== ''),
    ) as Given;
    const showsNames = seesNames(person);
    const { registry } = this.options;
    const [units, found] = await Promise.all([
      this.directory.units(),
      this.queries.cases({ sort: DEFAULT_SORT, ...given }, person),
    ]);
    return html(
      <Layout title="案件" person={person} roleTitle={(role) => registry.roleTitle(role)} place="cases">
        <h1>案件</h1>
        <Filters given={given} units={units} showsNames={showsNames} />
        <Cases found={found} units={units} />
        <nav class="pager" aria-label="翻页">
          {given['cursor'] === undefined ? null : (
            <a href={`/cases?${search({ ...given, cursor: undefined })}`}>回到第一页</a>
          )}
          {found.next === null ? null : (
            <a class="button" href={`/cases?${search({ ...given, cursor: found.next })}`}>
              下一页
            </a>
          )}
        </nav>
      </Layout>,
    );
  }
}

function search(given: Given): string {
  const result = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) result.set(name, value);
  return result.toString();
}

function Options({ terms, chosen, all }: { terms: Readonly<Record<string, string>>; chosen?: string; all?: string }) {
  return (
    <>
      {all === undefined ? null : <option value="">{all}</option>}
      {Object.entries(terms).map(([value, title]) => (
        <option key={value} value={value} selected={value === chosen}>
          {title}
        </option>
      ))}
    </>
  );
}

function Filters({
  given,
  units,
  showsNames,
}: {
  readonly given: Given;
  readonly units: readonly Unit[];
  readonly showsNames: boolean;
}) {
  const chosen = (name: string) => {
    const value = given[name];
    return value === undefined ? {} : { chosen: value };
  };
  const date = (name: string, label: string) => (
    <label>
      {label}
      <input type="date" name={name} value={given[name] ?? ''} />
    </label>
  );
  return (
    <form method="get" action="/cases" class="filters" aria-label="筛选">
      <div class="filter-line">
        {showsNames ? (
          <label>
            当事人
            <input type="search" name="party" value={given['party'] ?? ''} placeholder="名称的开头" maxLength={100} />
          </label>
        ) : null}
        <label>
          状态
          <select name="phase">
            <Options terms={PHASES} all="全部" {...chosen('phase')} />
          </select>
        </label>
        <label class="wide">
          单位
          <select name="unit">
            <option value="">全市</option>
            {units.map(({ unitId, name, depth }) => (
              <option key={unitId} value={unitId} selected={unitId === given['unit']}>
                {'　'.repeat(depth) + name}
              </option>
            ))}
          </select>
        </label>
        <label>
          排序
          <select name="sort">
            <Options terms={SORTS} chosen={given['sort'] ?? DEFAULT_SORT} />
          </select>
        </label>
        <button type="submit">查询</button>
        <a class="clear" href="/cases">
          清除
        </a>
      </div>
      <details open={FURTHER.some((name) => given[name] !== undefined)}>
        <summary>更多条件</summary>
        <div class="filter-line">
          <label>
            程序
            <select name="procedure">
              <Options terms={PROCEDURES} all="全部" {...chosen('procedure')} />
            </select>
          </label>
          <label>
            领域
            <select name="field">
              <Options terms={ITEM_FIELDS} all="全部" {...chosen('field')} />
            </select>
          </label>
          <label>
            处理结果
            <select name="outcome">
              <Options terms={OUTCOMES} all="全部" {...chosen('outcome')} />
            </select>
          </label>
          <label>
            案号
            <input type="search" name="caseNo" value={given['caseNo'] ?? ''} maxLength={100} />
          </label>
          {date('filedFrom', '立案日起')}
          {date('filedTo', '立案日止')}
          {date('decidedFrom', '决定日起')}
          {date('decidedTo', '决定日止')}
        </div>
      </details>
    </form>
  );
}

function Cases({ found, units }: { readonly found: Found; readonly units: readonly Unit[] }) {
  if (found.cases.length === 0) return <p class="nothing">没有符合条件的案件。</p>;
  return (
    <Table
      caption="案件"
      hidesCaption
      columns={[
        { title: '案件', isHead: true },
        { title: '当事人' },
        { title: '单位' },
        { title: '状态' },
        { title: '立案', isDay: true },
        { title: '决定', isDay: true },
        { title: '结案', isDay: true },
        { title: '罚没款（元）', isNumber: true },
      ]}
      rows={found.cases.map((row) => ({
        key: row.caseId,
        cells: [
          <>
            <a href={`/cases/${encodeURIComponent(row.caseId)}`}>{row.caseNo ?? row.decisionNo ?? row.caseId}</a>
            <small>{row.itemName}</small>
          </>,
          row.partyNames,
          unitName(units, row.unitId),
          <span class={row.phase === 'Closed' ? 'tag quiet' : 'tag'}>{row.phaseTitle}</span>,
          row.procedure === 'SUMMARY' ? <span class="faint">简易</span> : row.filedOn,
          row.decidedOn,
          row.closedOn,
          row.fineFen + row.confiscateFen === 0 ? null : yuan(row.fineFen + row.confiscateFen),
        ],
      }))}
    />
  );
}
