import { Matches } from 'class-validator';
import { accept, type Refusal, refuse } from '#eventsourcing';
import { dayOf, type LegalDay } from '#statutes';
import { guardMomentHasPassed, guardNotBefore, guardNotInFuture, utc } from '../days.js';
import { command, event, type Stage } from '../definition.js';
import { Day, Moment, Optional, Text } from '../fields.js';
import { inPhase } from './phases.js';
import type { CaseState } from './state.js';

/*
 * 公示 (行政处罚法第四十八条第一款; DOMAIN 4.5). Publishing late is recorded as it happened: the rate of publication in time
 * counts it against the bureau.
 */

// ---- events, stored for ever

export interface PenaltyPublished {
  /** Where: the name of a website or platform. */
  readonly channel: string;
  /** SHA-256 of the redacted document, 64 lower-case hexadecimal digits. */
  readonly redactedDocSha: string;
  readonly publishedOn: LegalDay;
  /** ISO-8601 UTC, where the hour is known. */
  readonly publishedAt?: string;
}

// ---- commands

/** 公示处罚决定. */
export class PublishPenalty {
  @Text('公示渠道', { max: 100 }) channel!: string;
  @Matches(/^[0-9a-f]{64}$/, { message: '脱敏文书的SHA-256应为64位小写十六进制数' })
  @Text('脱敏文书的SHA-256', { min: 64, max: 64 })
  redactedDocSha!: string;
  @Day('公示日期') publishedOn!: LegalDay;
  @Optional() @Moment('公示时刻') publishedAt?: string;
}

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

export const publication: Stage<CaseState> = {
  events: {
    PenaltyPublished: event<CaseState, PenaltyPublished>({
      title: '公示处罚决定',
      describe: (data) => `${data.publishedOn}在${data.channel}公示处罚决定`,
      evolve: (state, data) => ({ ...state, publishedOn: data.publishedOn }),
    }),
  },
  commands: [
    command<CaseState, PublishPenalty>({
      input: PublishPenalty,
      title: '公示处罚决定',
      article: ARTICLE,
      roles: ['OFFICER', 'REGISTRAR'],
      may: (state) =>
        inPhase(state, '公示处罚决定', ARTICLE, 'Served', 'Performing', 'Overdue', 'Demanded', 'CourtEnforcement') ??
        guardToBePublished(state),
      decide: (input, state, { today, now }) =>
        guardNotInFuture(input.publishedOn, today, '公示日期', ARTICLE) ??
        guardNotBefore(input.publishedOn, state.servedOn!, '公示日期', '送达日期', ARTICLE) ??
        guardSameDay(input) ??
        guardMomentHasPassed(input.publishedAt ?? now, now, '公示时刻', ARTICLE) ??
        accept({
          type: 'PenaltyPublished',
          data: {
            channel: input.channel,
            redactedDocSha: input.redactedDocSha,
            publishedOn: input.publishedOn,
            ...(input.publishedAt === undefined ? {} : { publishedAt: utc(input.publishedAt) }),
          } satisfies PenaltyPublished,
        }),
    }),
  ],
};
