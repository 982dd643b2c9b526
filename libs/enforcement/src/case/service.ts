import { defined, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Day,
  Flag,
  ListOf,
  OfficialNumber,
  Optional,
  Rule,
  Seldom,
  say,
  the,
  WholeNumber,
} from '#fields';
import { daysBetween, type LegalDay } from '#statutes';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { adding } from '../definition/act.js';
import { type LawContext, ruleOf } from '../definition/context.js';
import { type LastDay, lastDay, NO_DAY, OpenDay, openOf } from '../definition/open-day.js';
import type { Stage } from '../definition/stage.js';
import { act } from './act.js';
import { defects } from './defects.js';
import { changed, dueFromService, ObligationDue } from './obligations.js';
import { WhichParties } from './parts.js';
import { guardOtherWaysFirst } from './service-attempts.js';
import type { CaseState } from './state.js';

/*
 * 送达 (行政处罚法第六十一条; 民事诉讼法第八十七条至第九十五条; DOMAIN 2.4 阶段 13). From here the party's periods run: to pay, to
 * apply for reconsideration, to sue.
 */

/** 送达方式. */
export const SERVICE_METHODS = {
  DIRECT: '直接送达',
  LEFT: '留置送达',
  MAIL: '邮寄送达',
  ELECTRONIC: '电子送达',
  ANNOUNCE: '公告送达',
} as const;
export type ServiceMethod = keyof typeof SERVICE_METHODS;

// ---- events, stored for ever

export class DecisionServed {
  @Choice('送达方式', SERVICE_METHODS) method!: ServiceMethod;
  /** Day of receipt; for ANNOUNCE the day on which the decision is deemed served (D12). */
  @ActDay('送达日期') servedOn!: LegalDay;
  @OfficialNumber('送达回证编号') receiptId!: string;
  @Optional() @OfficialNumber('电子送达确认书编号') eConsentId?: string;
  @Optional() @Day('公告日期') announcedOn?: LegalDay;
  /** D12, with the edition that gave `servedOn`. */
  @Optional() @Rule('公告送达依据') announcementRule?: string;
  /** D11: last day for serving a party who was absent; later service is a fact, and late. */
  @Optional() @Day('送达期限') serviceDueOn?: LegalDay;
  @Optional() @Rule('送达期限依据') serviceRule?: string;
  /** D13: last day for paying; absent when nothing is to be paid. */
  @Optional() @Day('缴款期限') paymentDueOn?: LegalDay;
  @Optional() @Rule('缴款期限依据') paymentRule?: string;
  /** D28 moved: nothing is published before it is served, so that a service later than the last day moves that day. */
  @Optional() @Day('顺延后的公示期限') publicationDueOn?: LegalDay;
  @Optional() @Rule('公示期限顺延的依据') publicationRule?: string;
  @Optional() @WholeNumber('公示期限顺延的天数') publicationMovedDays?: number;
  /** The decision imposes more than money: the party has something to perform. */
  @Optional() @Flag('有行为义务待履行') isToPerform?: true;
  /** Last days of the obligations whose days run from this service. */
  @Optional() @ListOf('行为义务的履行期限', () => ObligationDue, { max: 20 }) obligationsDue?: readonly ObligationDue[];
  /** Last days that cannot be told yet (F2). */
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 3 }) openDays?: readonly OpenDay[];
  @WhichParties() partyIds?: readonly string[];
}

// ---- commands

export class ServeDecision {
  @Choice('送达方式', SERVICE_METHODS) method!: ServiceMethod;
  /** Left out for ANNOUNCE: the day follows from the announcement. */
  @Optional() @ActDay('送达日期') servedOn?: LegalDay;
  @OfficialNumber('送达回证编号') receiptId!: string;
  @Seldom() @Optional() @OfficialNumber('电子送达确认书编号') eConsentId?: string;
  @Seldom() @Optional() @Day('公告日期') announcedOn?: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}

// ---- guards

const ARTICLE = '行政处罚法第六十一条';
const ANNOUNCEMENT = '民事诉讼法第九十五条';

/** G28: by electronic means only to a party who agreed and signed the confirmation. */
function guardElectronicConsent(input: ServeDecision): Refusal | undefined {
  if (input.method !== 'ELECTRONIC' || input.eConsentId !== undefined) return undefined;
  return refuse({
    code: 'service.no_electronic_consent',
    article: '行政处罚法第六十一条第二款',
    message: '当事人同意并签订确认书的，才可以电子送达，请填写电子送达确认书编号或者改用其他方式',
  });
}

interface ServiceDay {
  readonly servedOn: LegalDay;
  readonly announcementRule?: string;
}

/** The day of service as the method gives it. */
function serviceDay(input: ServeDecision, statutes: LawContext['statutes']): ServiceDay | Refusal {
  if (input.method !== 'ANNOUNCE') {
    if (input.servedOn !== undefined && input.announcedOn === undefined) return { servedOn: input.servedOn };
    return refuse({
      code: 'service.day_missing',
      article: ARTICLE,
      message: `${SERVICE_METHODS[input.method]}应填写送达日期，公告日期只用于公告送达`,
    });
  }
  if (input.announcedOn === undefined)
    return refuse({
      code: 'service.announcement_missing',
      article: ANNOUNCEMENT,
      message: '公告送达应填写公告日期，送达日期由此计算',
    });
  const deemed = statutes.due('D12', { on: input.announcedOn });
  if (input.servedOn !== undefined && input.servedOn !== deemed.dueOn)
    return refuse({
      code: 'service.deemed_day',
      article: ANNOUNCEMENT,
      message: `${input.announcedOn}公告的，${deemed.dueOn}视为送达，不能另填送达日期${input.servedOn}`,
      earliest: deemed.dueOn,
    });
  return { servedOn: deemed.dueOn, announcementRule: ruleOf(deemed) };
}

/** F6, G30: the last day for publishing, where the decision is served later than that. */
function movedPublication({ publicationDueOn }: CaseState, servedOn: LegalDay, statutes: LawContext['statutes']) {
  if (publicationDueOn === undefined || servedOn <= publicationDueOn) return { day: NO_DAY };
  const day = lastDay(statutes, 'D28', { on: servedOn, variant: 'AFTER_SERVICE' });
  if (day.dueOn === undefined) return { day };
  const moved = {
    publicationDueOn: day.dueOn,
    publicationRule: day.rule,
    publicationMovedDays: daysBetween(publicationDueOn, day.dueOn),
  };
  return { day, moved };
}

/** D28 of a decision that was served on a day: from the decision, or from the service where that is later than the first (F6). */
export function publicationDay(decidedOn: LegalDay, servedOn: LegalDay, statutes: LawContext['statutes']): LastDay {
  const first = lastDay(statutes, 'D28', { on: decidedOn });
  if (first.dueOn === undefined || servedOn <= first.dueOn) return first;
  return lastDay(statutes, 'D28', { on: servedOn, variant: 'AFTER_SERVICE' });
}

export const service: readonly Stage<CaseState>[] = [
  act(ServeDecision, DecisionServed, {
    title: '送达决定书',
    article: ARTICLE,
    roles: ['OFFICER'],
    // The day of an announcement is computed, and asked by the article on announcements.
    isInAnyOrder: true,
    says: ({ method, servedOn, paymentDueOn, publicationDueOn }) =>
      say`${SERVICE_METHODS[method]}，${the.day(servedOn)}送达${
        paymentDueOn === undefined ? undefined : say`，应于${the.day(paymentDueOn)}前缴款`
      }${
        publicationDueOn === undefined ? undefined : say`；送达晚于公示期限，公示顺延至${the.day(publicationDueOn)}前`
      }`,
    decide: (input, state, { statutes, today }) => {
      const day = guardElectronicConsent(input) ?? serviceDay(input, statutes);
      if ('kind' in day) return day;
      const { decidedOn, fineFen, confiscateFen } = state.decision!;
      const { servedOn } = day;
      const refusal =
        guardNotBefore(input.announcedOn ?? servedOn, decidedOn, '送达日期', '决定日期', ARTICLE) ??
        guardNotInFuture(servedOn, today, '送达日期', input.method === 'ANNOUNCE' ? ANNOUNCEMENT : ARTICLE) ??
        (input.announcedOn && guardOtherWaysFirst(state, 'DECISION', decidedOn, input.announcedOn));
      if (refusal) return refusal;
      const serving = lastDay(statutes, 'D11', { on: decidedOn, variant: 'ABSENT' });
      const paying = fineFen + confiscateFen > 0 ? lastDay(statutes, 'D13', { on: servedOn }) : NO_DAY;
      const publishing = movedPublication(state, servedOn, statutes);
      const served = {
        ...day,
        serviceDueOn: serving.dueOn,
        serviceRule: serving.rule,
        paymentDueOn: paying.dueOn,
        paymentRule: paying.rule,
        ...publishing.moved,
        openDays: openOf(serving, paying, publishing.day),
        isToPerform: state.obligations.length > 0 ? (true as const) : undefined,
        obligationsDue: dueFromService(statutes, state, servedOn),
      };
      // 公告: what the law asks within seven days is that it begins; the thirty days are the law's own.
      const doneOn = input.announcedOn ?? servedOn;
      return adding(served, { events: defects('SERVICE_OVERDUE', serving.dueOn, doneOn, serving.rule) });
    },
    evolve: (
      state,
      { servedOn, paymentDueOn, paymentRule, publicationDueOn, publicationRule, obligationsDue = [] },
    ) => ({
      ...defined({ publicationDueOn, publicationRule }),
      servedOn,
      paymentDueOn,
      paymentRule,
      obligations: obligationsDue.reduce(
        (known, { obligationId, dueOn }) => changed(known, obligationId, { dueOn }),
        state.obligations,
      ),
    }),
  }),
];
