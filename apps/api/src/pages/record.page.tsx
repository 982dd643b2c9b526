import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { aggregateNamed } from '#enforcement';
import { present, streamName } from '#eventsourcing';
import { assertAggregateId, notFound, type Person, registeredAggregate, SignedIn } from '#platform';
import { API_OPTIONS, type ApiOptions } from '../api-options.js';
import { Directory, unitName } from '../directory.js';
import { seesNames } from '../masking.js';
import { peopleOf, wording } from '../wording.js';
import { readForm } from './figure-scope.js';
import { Timeline, timelineOf } from './history.js';
import { html, Layout } from './layout.js';
import { PAGE_TYPE } from './page.js';

/** Leads, requests, remedies, referrals and other acts: what figures open into that is no case. Their timeline. */
@Controller()
export class RecordPage {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly directory: Directory,
  ) {}

  @Get('records/:aggregate/:id')
  @Header('content-type', PAGE_TYPE)
  async show(
    @Param('aggregate') name: string,
    @Param('id') id: string,
    @Query() query: unknown,
    @SignedIn() person: Person,
  ): Promise<string> {
    readForm({}, query);
    const { store, registry } = this.options;
    const { title } = registeredAggregate(registry, name);
    assertAggregateId(id);
    const aggregate = aggregateNamed(name)!;
    const [stored, units] = await Promise.all([
      store.readStream(streamName({ aggregate: name, id })),
      this.directory.units(),
    ]);
    if (stored.length === 0) throw notFound(`没有${title} ${id}`);
    const events = stored.map((event) => present(aggregate, event));
    const showsNames = seesNames(person);
    const words = wording(events, await this.directory.officerNames(peopleOf(events)), showsNames);
    const cases = casesNamedIn(events.map(({ data }) => data));
    const roleTitle = (role: string) => registry.roleTitle(role);
    return html(
      <Layout title={`${title} ${id}`} person={person} roleTitle={roleTitle}>
        <header class="headline">
          <h1>
            {title}
            <small>{id}</small>
          </h1>
        </header>
        {cases.map((caseId) => (
          <p key={caseId}>
            案件：<a href={`/cases/${encodeURIComponent(caseId)}`}>{caseId}</a>
          </p>
        ))}
        <section aria-labelledby="history">
          <h2 id="history">办理经过</h2>
          <Timeline
            entries={timelineOf(events)}
            shown={undefined}
            words={words}
            roleTitle={roleTitle}
            unitTitle={(unitId) => unitName(units, unitId)}
            href={undefined}
          />
          {showsNames ? (
            <p class="formats">
              <a href={`/api/${name}/${encodeURIComponent(id)}`}>状态 JSON</a>
            </p>
          ) : null}
        </section>
      </Layout>,
    );
  }
}

/** The cases that a record is about. */
function casesNamedIn(data: readonly unknown[]): string[] {
  const ids = data.map((fields) => (fields as { readonly caseId?: unknown }).caseId);
  return [...new Set(ids.filter((caseId): caseId is string => typeof caseId === 'string'))];
}
