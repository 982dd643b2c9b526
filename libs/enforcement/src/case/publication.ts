import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Day, Digest, Flag, ListOf, Moment, Narrative, Optional, say, Text, the } from '#fields';
import { dayOf, type LegalDay } from '#statutes';
import { guardMomentHasPassed, utc } from '../days.js';
import { adding } from '../definition/act.js';
import type { Stage } from '../definition/stage.js';
import { act } from './act.js';
import { defects } from './defects.js';
import { isOpen } from './open-days.js';
import { WhichParties } from './parts.js';
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
  @WhichParties() partyIds?: readonly string[];
}
export class PenaltyPublished extends PublishPenalty {}

/** Where the decision had been sent on, and when those were told (55号令第十条第二款). */
export class Pushed {
  @Text('推送的机关或者平台', { max: 100 }) to!: string;
  @Day('告知撤回日期') notifiedOn!: LegalDay;
}

/** 撤回公示并公开说明理由 (D29). */
export class WithdrawPublication {
  @ActDay('撤回日期') withdrawnOn!: LegalDay;
  @Narrative('公开说明的理由') reason!: string;
  /** Everybody to whom it had been pushed; empty where nobody was. */
  @ListOf('已推送的下游', () => Pushed, { min: 0, max: 50 }) pushedTo!: readonly Pushed[];
  @WhichParties() partyIds?: readonly string[];
}
export class PublicationWithdrawn extends WithdrawPublication {
  /** D29, and whether the withdrawal came after it. */
  @Optional() @Day('撤回期限') dueOn?: LegalDay;
  @Flag('是否逾期') late!: boolean;
}

// ---- guards

const ARTICLE = '行政处罚法第四十八条第一款';
const WITHDRAW = '行政处罚法第四十八条第二款';

/** 第四十八条第二款: what is published of a decision that was altered, revoked, or found illegal or void is withdrawn, once. */
function guardToBeWithdrawn({ decision, publishedOn, withdrawnOn, withdrawalDueOn }: CaseState): Refusal | undefined {
  if (publishedOn === undefined)
    return refuse({ code: 'publication.not_published', article: WITHDRAW, message: '本案决定没有公示，不需要撤回' });
  if (withdrawnOn !== undefined)
    return refuse({
      code: 'publication.withdrawn',
      article: WITHDRAW,
      message: `公示已于${withdrawnOn}撤回，不重复撤回`,
    });
  if (withdrawalDueOn !== undefined || decision?.revokedOn !== undefined || decision?.illegalOn !== undefined)
    return undefined;
  return refuse({
    code: 'publication.stands',
    article: WITHDRAW,
    message: '本案决定没有被变更、撤销、确认违法或者确认无效，不能撤回公示',
  });
}

/** G30: what is not to be published stays unpublished, and what is published is published once. */
function guardToBePublished(state: CaseState): Refusal | undefined {
  if (state.publicationDueOn === undefined && !isOpen(state, 'D28'))
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
    decide: (input, { publicationDueOn, publicationRule }, { now }) =>
      guardSameDay(input) ??
      guardMomentHasPassed(input.publishedAt ?? now, now, '公示时刻', ARTICLE) ??
      adding(
        { publishedAt: input.publishedAt && utc(input.publishedAt) },
        { events: defects('PUBLICATION_OVERDUE', publicationDueOn, input.publishedOn, publicationRule) },
      ),
    evolve: (_state, { publishedOn }) => ({ publishedOn }),
  }),
  act(WithdrawPublication, PublicationWithdrawn, {
    title: '撤回公示',
    article: WITHDRAW,
    roles: ['OFFICER', 'REGISTRAR'],
    draft: () => ({ pushedTo: [] }),
    says: ({ withdrawnOn, reason, pushedTo }) =>
      say`${the.day(withdrawnOn)}撤回公示：${the.words(reason)}${
        pushedTo.length === 0 ? undefined : `，已告知${pushedTo.length}个下游`
      }`,
    restsOn: ({ publishedOn }) => [[publishedOn, '公示日期']],
    may: guardToBeWithdrawn,
    decide: ({ withdrawnOn }, { withdrawalDueOn, withdrawalRule }) =>
      adding(
        { dueOn: withdrawalDueOn, late: withdrawalDueOn !== undefined && withdrawnOn > withdrawalDueOn },
        { events: defects('WITHDRAWAL_OVERDUE', withdrawalDueOn, withdrawnOn, withdrawalRule) },
      ),
    evolve: (_state, { withdrawnOn }) => ({ withdrawnOn }),
  }),
];
