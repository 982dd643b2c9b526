import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  arranged,
  Continued,
  Flag,
  ListOf,
  Narrative,
  Optional,
  PersonRef,
  PersonRefs,
  say,
  the,
} from '#fields';
import type { LegalDay } from '#statutes';
import type { LawContext } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { act } from './act.js';
import { latestRound } from './legal-review.js';
import { guardApprover, ledBy, peopleNeeds } from './officers.js';
import type { CaseState } from './state.js';

/* 负责人集体讨论 (行政处罚法第五十七条第二款; DOMAIN 2.4 阶段 11). */

export const MIN_ATTENDEES = 3;

// ---- the command and the event that is stored for ever

/** An opinion that differs from the conclusion. */
export class Dissent {
  @PersonRef('人员') userId!: string;
  @Narrative('不同意见') opinion!: string;
}

export class DiscussCollectively {
  @PersonRefs('参加讨论的负责人', { min: MIN_ATTENDEES, max: 30 }) attendees!: readonly string[];
  @Optional() @ListOf('不同意见', () => Dissent, { min: 0, max: 30 }) dissent?: readonly Dissent[];
  @Narrative('讨论结论') conclusion!: string;
  @Flag('是否全部签字') signedAll!: boolean;
  @ActDay('讨论日期') discussedOn!: LegalDay;
}
@Continued()
export class CollectivelyDiscussed extends DiscussCollectively {
  @ListOf('不同意见', () => Dissent, { min: 0, max: 30 }) declare dissent: readonly Dissent[];
}

const ARTICLE = '行政处罚法第五十七条第二款';

/** Who discusses, for whatever the leaders have to discuss: enough of them, leaders on the day, and none who handled the case. */
export function guardAttendees(
  input: Pick<DiscussCollectively, 'attendees' | 'discussedOn' | 'dissent'>,
  state: CaseState,
  { facts }: LawContext,
): Refusal | undefined {
  const attendees = new Set(input.attendees);
  if (attendees.size < MIN_ATTENDEES)
    return refuse({
      code: 'discussion.too_few',
      article: ARTICLE,
      message: `集体讨论应有负责人${MIN_ATTENDEES}人以上参加，现为${attendees.size}人`,
    });
  for (const userId of attendees) {
    const refusal = guardApprover(facts, userId, state.unitId, state.everInvestigated, input.discussedOn, ARTICLE);
    if (refusal)
      return refuse({
        ...refusal,
        message: say`${the.person(userId)}不能参加集体讨论：须是讨论当日本机关在任的负责人，且没有办理过本案`,
      });
  }
  const stranger = input.dissent?.find(({ userId }) => !attendees.has(userId));
  if (stranger)
    return refuse({
      code: 'discussion.dissent_of_absent',
      article: ARTICLE,
      message: say`${the.person(stranger.userId)}没有参加讨论，不能记录其不同意见`,
    });
  return undefined;
}

export function guardSigned({ signedAll }: Pick<DiscussCollectively, 'signedAll'>): Refusal | undefined {
  if (signedAll) return undefined;
  return refuse({
    code: 'discussion.unsigned',
    article: ARTICLE,
    message: '集体讨论记录应当由参加讨论的人员全部签字，请签字后再记录',
  });
}

export const discussion: readonly Stage<CaseState>[] = [
  act(DiscussCollectively, CollectivelyDiscussed, {
    title: '集体讨论',
    article: ARTICLE,
    roles: ['LEADER', 'OFFICER'],
    needs: ({ attendees }) => peopleNeeds(...attendees),
    says: ({ attendees, conclusion }) => say`${attendees.length}名负责人集体讨论：${the.words(conclusion)}`,
    restsOn: (state) => [
      [latestRound(state)?.finishedOn, '法制审核通过日期'],
      [state.notice?.servedOn, '告知送达日期'],
    ],
    decide: (input, state, context) =>
      guardAttendees(input, state, context) ??
      guardSigned(input) ?? {
        attendees: [...new Set(input.attendees)],
        dissent: (input.dissent ?? []).map((opinion) => arranged(Dissent, opinion)),
      },
    evolve: (state, { attendees, discussedOn }) => ({
      ...ledBy(state, ...attendees),
      discussedOn: [...state.discussedOn, discussedOn],
    }),
  }),
];
