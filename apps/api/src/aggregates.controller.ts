import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { fold, type RecordedEvent, streamName } from '#eventsourcing';
import {
  type AggregateEntry,
  assertAggregateId,
  forbidden,
  notFound,
  type Person,
  registeredAggregate,
  SignedIn,
} from '#platform';
import { Actions } from './actions.js';
import { API_OPTIONS, type ApiOptions } from './api-options.js';
import { AS_OF, type AsOf, isWithin } from './as-of.js';
import { seesNames } from './masking.js';
import { readQuery, wholeNumber } from './query.js';

/** Events that one page of a stream holds at the most. */
const MAX_EVENT_PAGE = 500;

export const STATE_QUERY = { asOf: AS_OF } as const;
export const EVENTS_QUERY = {
  from: wholeNumber('起始版本', 0, 999_999_999),
  limit: wholeNumber('条数', 1, MAX_EVENT_PAGE),
} as const;

/** Any aggregate straight from the log: its state at any moment, its raw events, and what can be done with it. */
@Controller('api/:aggregate/:id')
export class AggregatesController {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly possible: Actions,
  ) {}

  /** The state as it is, or as it was at a revision or moment: folded from the events, old shapes raised. */
  @Get()
  async state(
    @Param('aggregate') name: string,
    @Param('id') id: string,
    @Query() query: unknown,
    @SignedIn() person: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { asOf } = readQuery(STATE_QUERY, query);
    if (!seesNames(person)) throw forbidden('案卷全文含个人信息，您的身份不能查阅');
    const aggregate = this.aggregate(name, id);
    const stream = streamName({ aggregate: name, id });
    const events = await this.eventsUpTo(aggregate, stream, asOf);
    const last = events.at(-1)!;
    // The state of a past moment never changes; the present one is known by its revision.
    if (!asOf) void reply.header('etag', `"${last.revision}"`);
    return {
      aggregate: name,
      id,
      stream,
      revision: last.revision,
      position: last.position,
      recordedAt: last.recordedAt,
      state: fold(aggregate, aggregate.initialState, events),
    };
  }

  /** The events as they were stored, for the auditor. */
  @Get('events')
  async events(
    @Param('aggregate') name: string,
    @Param('id') id: string,
    @Query() query: unknown,
    @SignedIn() person: Person,
  ) {
    const { from = 0, limit = MAX_EVENT_PAGE } = readQuery(EVENTS_QUERY, query);
    if (!person.roles.includes('AUDITOR'))
      throw forbidden(`原始事件只供${this.options.registry.roleTitle('AUDITOR')}查阅`, { roles: ['AUDITOR'] });
    const aggregate = this.aggregate(name, id);
    const stream = streamName({ aggregate: name, id });
    const events = await this.options.store.readStream(stream, from, from + limit);
    if (events.length === 0 && from === 0) throw missing(aggregate, id);
    const page = events.slice(0, limit);
    return { stream, events: page, next: events.length > limit ? from + limit : null };
  }

  /**
   * Each act that there is for this kind of aggregate: whether this person may do it now and if not why, by which article
   * and from which day it may be done; and the form of its input. What only the input decides is not said here.
   */
  @Get('actions')
  async actions(
    @Param('aggregate') name: string,
    @Param('id') id: string,
    @Query() query: unknown,
    @SignedIn() person: Person,
  ) {
    readQuery({}, query);
    return { actions: await this.possible.of(this.aggregate(name, id), id, person) };
  }

  private aggregate(name: string, id: string): AggregateEntry {
    const aggregate = registeredAggregate(this.options.registry, name);
    assertAggregateId(id);
    return aggregate;
  }

  private async eventsUpTo(
    aggregate: AggregateEntry,
    stream: string,
    asOf: AsOf | undefined,
  ): Promise<readonly RecordedEvent[]> {
    const { store } = this.options;
    const id = stream.slice(aggregate.name.length + 1);
    const events =
      asOf?.by === 'revision' ? await store.readStream(stream, 0, asOf.revision) : await store.readStream(stream);
    const last = events.at(-1);
    if (!last) throw missing(aggregate, id);
    if (!asOf) return events;
    if (asOf.by === 'revision') {
      if (last.revision < asOf.revision)
        throw notFound(`${aggregate.title} ${id} 只到版本 ${last.revision}`, { lastRevision: last.revision });
      return events;
    }
    const then = events.filter((event) => isWithin(event, asOf));
    if (then.length === 0)
      throw notFound(`${aggregate.title} ${id} 在那时还不存在`, { firstRecordedAt: events[0]!.recordedAt });
    return then;
  }
}

function missing(aggregate: AggregateEntry, id: string) {
  return notFound(`没有${aggregate.title} ${id}`);
}
