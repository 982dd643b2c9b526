import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ITEM_FIELDS, type ItemField, PHASES, SOURCE_SYSTEMS, type SourceSystem } from '#enforcement';
import type { Filter, KeyedRow, ListPage, ListQuery, ReadModel } from '#eventsourcing';
import { type CaseOverview, caseOverview, timeline, worklist } from '#figures';
import { assertAggregateId, badInput, forbidden, notFound, type Person, SignedIn } from '#platform';
import { API_OPTIONS, type ApiOptions } from './api-options.js';
import { Directory } from './directory.js';
import { Freshness } from './freshness.js';
import { maskedParties, seesNames } from './masking.js';
import { AFTER_POSITION, choice, day, type Parameter, pageAt, readQuery, text, wholeNumber } from './query.js';
import { peopleOf, wording } from './wording.js';

const DEFAULT_PAGE = 50;
const MAX_PAGE = 200;

const PAGE = {
  limit: wholeNumber('每页条数', 1, MAX_PAGE),
  cursor: text('上一页的 next', 2_000),
  after: AFTER_POSITION,
} as const;

/** Properties that the list of cases may be sorted by; all of them have an order that means something to an officer. */
const SORTABLE = {
  registeredOn: '登记日',
  filedOn: '立案日',
  decisionDueOn: '决定期限',
  decidedOn: '决定日',
  closedOn: '结案日',
  paymentDueOn: '缴款期限',
  fineFen: '罚款额',
  caseNo: '案号',
  updatedAt: '最近变动',
} as const satisfies Partial<Record<keyof CaseOverview, string>>;

const SORT: Parameter<{ property: keyof typeof SORTABLE; direction: 'asc' | 'desc' }> = {
  title: `应为下列之一，前面加 - 为降序：${Object.entries(SORTABLE)
    .map(([property, title]) => `${property}（${title}）`)
    .join('、')}`,
  schema: { type: 'string', enum: Object.keys(SORTABLE).flatMap((property) => [property, `-${property}`]) },
  read: (value) => {
    const property = (Object.keys(SORTABLE) as (keyof typeof SORTABLE)[]).find(
      (name) => name === value.replace(/^-/, ''),
    );
    return property && { property, direction: value.startsWith('-') ? 'desc' : 'asc' };
  },
};

const DAY_RANGES = ['registered', 'filed', 'decided', 'closed'] as const;

export const CASES_QUERY = {
  phase: choice('案件状态', PHASES),
  unit: text('单位编号'),
  procedure: choice('程序', { ORDINARY: '普通程序', SUMMARY: '简易程序' }),
  field: choice<ItemField>('领域', ITEM_FIELDS),
  source: choice<SourceSystem>('来源系统', SOURCE_SYSTEMS),
  outcome: choice('处理结果', { PENALTY: '处罚', NO_PENALTY: '不予处罚', NOT_ESTABLISHED: '违法事实不成立' }),
  officer: text('办案人员编号'),
  party: text('当事人姓名或者名称的开头'),
  caseNo: text('案号'),
  decisionNo: text('决定书文号'),
  registeredFrom: day('登记日起'),
  registeredTo: day('登记日止'),
  filedFrom: day('立案日起'),
  filedTo: day('立案日止'),
  decidedFrom: day('决定日起'),
  decidedTo: day('决定日止'),
  closedFrom: day('结案日起'),
  closedTo: day('结案日止'),
  sort: SORT,
  ...PAGE,
} as const;

export const CASE_QUERY = { after: AFTER_POSITION } as const;
export const TIMELINE_QUERY = PAGE;
export const WORKLIST_QUERY = {
  officer: text('办案人员编号，缺省为本人'),
  unit: text('单位编号，给出时列出全单位的在办案件'),
  dueTo: day('期限在此日及以前'),
  ...PAGE,
} as const;

/** Highest code point: what begins with a text lies between the text and the text with this behind it. */
const LAST = '\u{10ffff}';

/** What lists of cases, the overview of a case, its timeline and the worklist show. */
@Controller('api')
export class CaseQueriesController {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly freshness: Freshness,
    private readonly directory: Directory,
  ) {}

  @Get('cases')
  async cases(@Query() query: unknown, @SignedIn() person: Person) {
    const q = readQuery(CASES_QUERY, query);
    if (q.party !== undefined && !seesNames(person)) throw forbidden('分析员不能按当事人查找案件');
    const filters: Record<string, Filter> = {};
    const set = (property: keyof CaseOverview, filter: Filter | undefined) => {
      if (filter !== undefined) filters[property] = filter;
    };
    set('phase', q.phase);
    set('unitId', q.unit);
    set('procedure', q.procedure);
    set('field', q.field);
    set('sourceSystem', q.source);
    set('outcome', q.outcome);
    set('caseNo', q.caseNo);
    set('decisionNo', q.decisionNo);
    set('officers', q.officer === undefined ? undefined : { contains: q.officer });
    set('partyNames', q.party === undefined ? undefined : { from: q.party, to: q.party + LAST });
    for (const name of DAY_RANGES) set(`${name}On`, between(name, q[`${name}From`], q[`${name}To`]));
    const page = await this.page(
      caseOverview,
      {
        filters,
        ...(q.sort === undefined ? {} : { sort: q.sort }),
        ...pageOf(q),
      },
      q.after,
    );
    return { cases: page.rows.map((entry) => shown(entry, person)), next: page.next ?? null };
  }

  @Get('cases/:id')
  async case(@Param('id') id: string, @Query() query: unknown, @SignedIn() person: Person) {
    const { after } = readQuery(CASE_QUERY, query);
    assertAggregateId(id);
    await this.freshness.reach(after);
    const row = await this.options.readModelStore.row(caseOverview, id);
    if (!row) throw notFound(`没有案件 ${id}`);
    return shown({ key: id, row }, person);
  }

  /** Who did what and when, in the order in which it was recorded. */
  @Get('cases/:id/timeline')
  async timeline(@Param('id') id: string, @Query() query: unknown, @SignedIn() person: Person) {
    const q = readQuery(TIMELINE_QUERY, query);
    assertAggregateId(id);
    const stream = `case-${id}`;
    const page = await this.page(
      timeline,
      { filters: { stream }, sort: { property: 'revision', direction: 'asc' }, ...pageOf(q) },
      q.after,
    );
    if (page.rows.length === 0 && q.cursor === undefined) throw notFound(`没有案件 ${id}`);
    const events = await this.options.store.readStream(stream);
    const [units, officers] = await Promise.all([
      this.directory.unitNames(page.rows.map(({ row }) => row.unitId)),
      this.directory.officerNames(peopleOf(events)),
    ]);
    const words = wording(events, officers, seesNames(person));
    return {
      entries: page.rows.map(({ row }) => ({
        ...row,
        sentence: words.sentence(row.sentence),
        actorName: words.name(row.actor),
        unitName: units.get(row.unitId) ?? row.unitId,
        roleTitle: this.options.registry.roleTitle(row.role),
      })),
      next: page.next ?? null,
    };
  }

  /** Open cases of an officer (oneself by default) or of a unit, the nearest day due first. */
  @Get('worklist')
  async worklist(@Query() query: unknown, @SignedIn() person: Person) {
    const q = readQuery(WORKLIST_QUERY, query);
    if (!seesNames(person)) throw forbidden('分析员不办案，没有在办清单');
    const officer = q.officer ?? (q.unit === undefined ? person.id : undefined);
    const page = await this.page(
      worklist,
      {
        filters: {
          ...(officer === undefined ? {} : { officers: { contains: officer } }),
          ...(q.unit === undefined ? {} : { unitId: q.unit }),
          ...(q.dueTo === undefined ? {} : { nextDueOn: { to: q.dueTo } }),
        },
        sort: { property: 'nextDueOn', direction: 'asc' },
        ...pageOf(q),
      },
      q.after,
    );
    return {
      cases: page.rows.map(({ key, row }) => ({ caseId: key, ...row, phaseTitle: PHASES[row.phase] })),
      next: page.next ?? null,
    };
  }

  private async page<Row extends object>(
    model: ReadModel<Row>,
    query: ListQuery<Row>,
    after: number | undefined,
  ): Promise<ListPage<Row>> {
    await this.freshness.reach(after);
    return pageAt(query.after, this.options.readModelStore.list(model, query));
  }
}

function pageOf(q: { readonly limit?: number; readonly cursor?: string }) {
  return { limit: q.limit ?? DEFAULT_PAGE, ...(q.cursor === undefined ? {} : { after: q.cursor }) };
}

function between(name: string, from: string | undefined, to: string | undefined): Filter | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from !== undefined && to !== undefined && from > to)
    throw badInput([{ path: `${name}To`, message: `${to}早于${name}From ${from}` }]);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** An overview as this person may see it. */
function shown({ key, row }: KeyedRow<CaseOverview>, person: Person) {
  const partyNames = seesNames(person) ? row.partyNames : maskedParties(row.partyNames, row.partyKind);
  return { caseId: key, ...row, partyNames, phaseTitle: PHASES[row.phase] };
}
