import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Digest, Moment, Optional, say, Text, the } from '#fields';
import { dayOf, type LegalDay } from '#statutes';
import { guardMomentHasPassed, utc } from '../days.js';
import type { Stage } from '../definition/stage.js';
import { act } from './act.js';
import type { CaseState } from './state.js';

/*
 * 公示 (行政处罚法第四十八条第一款; DOMAIN 4.5). Publishing late is recorded as it happened: the rate of publication in time
 * counts it against the bureau.
 */

// ---- command and event, stored for ever

export class PublishPenalty {
  /** Where: the name of a website or platform. */
  @Text('公示渠道', { max: 100 }) channel!: string;
  @Digest('脱敏文书的SHA-256') redactedDocSha!: string;
  @ActDay('公示日期') publishedOn!: LegalDay;
  /** Where the hour is known; in the event as UTC. */
  @Optional() @Moment('公示时刻') publishedAt?: string;
}
export class PenaltyPublished extends PublishPenalty {}

// ---- guards

const ARTICLE = '行政处罚法第四十八条第一款';

/** G30: what is not to be published stays unpublished, and what is published is published once. */
function guardToBePublished(state: CaseState): Refusal | undefined {
  if (state.publicationDueOn === undefined)
    return refuse({ code: 'publication.not_due', article: ARTICLE, message: '本案决定不属于应当公示的处罚决定' });
  if (state.publishedOn !== undefined)
    return refuse({
      code: 'publication.published',
      article: ARTICLE,
      message: `处罚决定已于${state.publishedOn}公示，不重复公示`,
    });
  return undefined;
}

function guardSameDay(input: PublishPenalty): Refusal | undefined {
  if (input.publishedAt === undefined || dayOf(input.publishedAt) === input.publishedOn) return undefined;
  return refuse({
    code: 'publication.moment_of_another_day',
    article: ARTICLE,
    message: `公示时刻${input.publishedAt}不在公示日期${input.publishedOn}当天（北京时间）`,
  });
}

export const publication: readonly Stage<CaseState>[] = [
  act(PublishPenalty, PenaltyPublished, {
    title: '公示处罚决定',
    article: ARTICLE,
    isFinal: true,
    roles: ['OFFICER', 'REGISTRAR'],
    says: ({ publishedOn, channel }) => say`${the.day(publishedOn)}在${the.words(channel)}公示处罚决定`,
    restsOn: ({ servedOn }) => [[servedOn, '送达日期']],
    may: guardToBePublished,
    decide: (input, _state, { now }) =>
      guardSameDay(input) ??
      guardMomentHasPassed(input.publishedAt ?? now, now, '公示时刻', ARTICLE) ?? {
        publishedAt: input.publishedAt && utc(input.publishedAt),
      },
    evolve: (_state, { publishedOn }) => ({ publishedOn }),
  }),
];
