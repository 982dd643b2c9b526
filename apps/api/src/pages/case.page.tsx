import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { caseAggregate, PHASES } from '#enforcement';
import { fold, present, type RecordedEvent } from '#eventsourcing';
import { assertAggregateId, badInput, notFound, type Person, registeredAggregate, SignedIn } from '#platform';
import { dayOf } from '#statutes';
import { Actions } from '../actions.js';
import { API_OPTIONS, type ApiOptions, serverTime } from '../api-options.js';
import { AS_OF, type AsOf, isWithin } from '../as-of.js';
import { Directory, unitName } from '../directory.js';
import { seesNames } from '../masking.js';
import { wholeNumber } from '../query.js';
import { peopleOf, wording } from '../wording.js';
import { Acts } from './acts.js';
import { CaseStateView } from './case-state.js';
import { readForm } from './figure-scope.js';
import { moment } from './format.js';
import { Timeline, timelineOf } from './history.js';
import { html, Layout } from './layout.js';
import { PAGE_TYPE } from './page.js';

const CASE_PAGE = { revision: wholeNumber('版本', 0, 999_999_999), asOf: AS_OF } as const;

/** One case, straight from the log: as it is, or as it was at a revision or moment. */
@Controller()
export class CasePage {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly directory: Directory,
    private readonly actions: Actions,
  ) {}

  @Get('cases/:id')
  @Header('content-type', PAGE_TYPE)
  async show(@Param('id') id: string, @Query() query: unknown, @SignedIn() person: Person): Promise<string> {
    const q = readForm(CASE_PAGE, query);
    if (q.revision !== undefined && q.asOf !== undefined)
      throw badInput([{ path: 'asOf', message: '不能与 revision 同时给出' }]);
    assertAggregateId(id);
    const { store, statutes, registry } = this.options;
    const [stored, units] = await Promise.all([store.readStream(`case-${id}`), this.directory.units()]);
    if (stored.length === 0) throw notFound(`没有案件 ${id}`);
    const events = stored.map((event) => present(caseAggregate, event));
    const asOf: AsOf | undefined = q.revision === undefined ? q.asOf : { by: 'revision', revision: q.revision };
    const past = asOf === undefined ? events : events.filter((event) => isWithin(event, asOf));
    const last = past.at(-1);
    if (!last || (asOf?.by === 'revision' && last.revision < asOf.revision))
      throw notFound(
        last ? `案件 ${id} 只到版本 ${last.revision}` : `案件 ${id} 在那时还不存在`,
        last ? { lastRevision: last.revision } : { firstRecordedAt: events[0]!.recordedAt },
      );
    const state = fold(caseAggregate, caseAggregate.initialState, past);
    const showsNames = seesNames(person);
    const people = await this.directory.officerNames([...peopleOf(events), person.id]);
    const words = wording(events, people, showsNames);
    const today = dayOf(asOf === undefined ? serverTime(this.options) : last.recordedAt);
    // Nothing is done in the past.
    const actions =
      asOf === undefined ? await this.actions.of(registeredAggregate(registry, 'case'), id, person) : undefined;
    const title = state.caseNo ?? state.decision?.decisionNo ?? id;
    const roleTitle = (role: string) => registry.roleTitle(role);
    const unitTitle = (unitId: string) => unitName(units, unitId);
    const here = `/cases/${encodeURIComponent(id)}`;
    return html(
      <Layout title={title} person={person} roleTitle={roleTitle} place="cases">
        <nav class="crumbs" aria-label="位置">
          <a href="/cases">案件</a>
          <span>{id}</span>
        </nav>
        <header class="headline">
          <h1>
            {title}
            <small>
              {state.item?.name}　
              {state.parties.map(({ name, kind }) => words.party(name, kind === 'ORGANISATION')).join('、')}
            </small>
          </h1>
          <p class="headline-figure phase">{PHASES[state.phase]}</p>
        </header>
        <Moment here={here} events={events} last={last} isPast={asOf !== undefined} />
        <div class="case">
          <div class="case-state">
            {actions === undefined ? null : <Acts actions={actions} sentence={words.sentence} />}
            <CaseStateView state={state} today={today} statutes={statutes} words={words} unitTitle={unitTitle} />
          </div>
          <section class="case-history" aria-labelledby="history">
            <h2 id="history">办理经过</h2>
            <Timeline
              entries={timelineOf(events)}
              shown={asOf === undefined ? undefined : last.revision}
              words={words}
              roleTitle={roleTitle}
              unitTitle={unitTitle}
              href={(revision) => `${here}?revision=${revision}`}
            />
            {showsNames ? (
              <p class="formats">
                <a href={`/api/case/${encodeURIComponent(id)}${asOf ? `?asOf=${last.revision}` : ''}`}>状态 JSON</a>
                <a href={`/api/cases/${encodeURIComponent(id)}/timeline`}>经过 JSON</a>
                {person.roles.includes('AUDITOR') ? (
                  <a href={`/api/case/${encodeURIComponent(id)}/events`}>原始事件</a>
                ) : null}
              </p>
            ) : null}
          </section>
        </div>
      </Layout>,
    );
  }
}

/** At which point the case is shown, and the way to the points beside it. */
function Moment({
  here,
  events,
  last,
  isPast,
}: {
  readonly here: string;
  readonly events: readonly RecordedEvent[];
  readonly last: RecordedEvent;
  readonly isPast: boolean;
}) {
  const end = events.at(-1)!.revision;
  return (
    <nav class={isPast ? 'moment past' : 'moment'} aria-label="版本">
      <p>
        {isPast ? '此处是当时的案卷：' : ''}版本 {last.revision}
        {isPast ? `（共到 ${end}）` : ''}，{moment(last.recordedAt)} 记录
      </p>
      <p class="moves">
        {last.revision > 0 ? (
          <a href={`${here}?revision=${last.revision - 1}`} rel="prev">
            上一版
          </a>
        ) : null}
        {isPast && last.revision < end ? (
          <a href={`${here}?revision=${last.revision + 1}`} rel="next">
            下一版
          </a>
        ) : null}
        {isPast ? <a href={here}>回到现在</a> : null}
      </p>
      <form method="get" action={here}>
        <label>
          看某日终了时
          <input type="date" name="asOf" />
        </label>
        <button type="submit" class="quiet">
          查看
        </button>
      </form>
    </nav>
  );
}
