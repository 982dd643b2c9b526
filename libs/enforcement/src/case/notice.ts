import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  arranged,
  Choices,
  Day,
  Fen,
  Flag,
  Id,
  Label,
  Narrative,
  Nested,
  OfficialNumber,
  Optional,
  Rule,
  Seldom,
  say,
  termsOf,
  the,
} from '#fields';
import type { LegalDay, PenaltyKind, Statutes } from '#statutes';
import { guardNotBefore } from '../days.js';
import type { PartOf } from '../definition/act.js';
import { type LawContext, ruleOf } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { PENALTY_KINDS } from '../terms.js';
import { act } from './act.js';
import { clockMoved, clockResumed } from './decision-clock.js';
import { anyDay, guardReviewed, latestRound } from './legal-review.js';
import { WhichParties } from './parts.js';
import { guardOtherWaysFirst } from './service-attempts.js';
import { type CaseState, withoutOpinions } from './state.js';

/* 告知、陈述申辩 (行政处罚法第四十四条、第四十五条、第六十二条至第六十四条; DOMAIN 2.4 阶段 7–8). */

// ---- commands and, beside each, the event that is stored for ever

export class ProposedPenalty {
  @Choices('拟处罚种类', PENALTY_KINDS) kinds!: readonly PenaltyKind[];
  @Fen('拟罚款数额') fineFen!: number;
  @Fen('拟没收数额') confiscateFen!: number;
}

/** 行政处罚事先告知. */
export class ServeNotice {
  @Nested('拟作出的处罚', () => ProposedPenalty) proposed!: ProposedPenalty;
  @ActDay('送达日期') servedOn!: LegalDay;
  /** 公告送达 only: the day of the announcement, from which that of service follows (D12). */
  @Seldom() @Optional() @Day('公告日期') announcedOn?: LegalDay;
  @Optional() @OfficialNumber('送达回证编号') receiptId?: string;
  /** 重新告知 only: the new facts, grounds or evidence. */
  @Seldom() @Optional() @Narrative('重新告知的理由') changeReason?: string;
  @WhichParties() partyIds?: readonly string[];
}
export class PenaltyNoticeServed {
  @Id('告知编号') noticeId!: string;
  @OfficialNumber('告知书文号') noticeNo!: string;
  @Nested('拟作出的处罚', () => ProposedPenalty) proposed!: ProposedPenalty;
  /** Follows from the proposed penalty, the party and the bureau's thresholds; nobody enters it. */
  @Flag('是否有权要求听证') hearingEntitled!: boolean;
  @Label('听证权的理由') hearingReason!: string;
  @Label('听证权的依据') hearingArticle!: string;
  @ActDay('送达日期') servedOn!: LegalDay;
  /** D07: last day on which a hearing may be requested, and the edition of the rule; absent without the right to one. */
  @Optional() @Day('听证申请期限') hearingRequestDueOn?: LegalDay;
  @Optional() @Rule('听证申请期限依据') hearingRequestRule?: string;
  /** D09: last day for statement and defence, and the edition of the rule. */
  @Day('陈述申辩期限') statementDueOn!: LegalDay;
  @Rule('陈述申辩期限依据') statementRule!: string;
  @Optional() @OfficialNumber('送达回证编号') receiptId?: string;
  @Optional() @Narrative('重新告知的理由') changeReason?: string;
  @Optional() @Day('公告日期') announcedOn?: LegalDay;
  /** D12, with the edition that gave `servedOn`. */
  @Optional() @Rule('公告送达依据') announcementRule?: string;
  /** R9: the days of the announcement do not count; D03 ends later by as many. */
  @Optional() @Day('办案期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('办案期限依据') decisionDueRule?: string;
  @WhichParties() partyIds?: readonly string[];
}

export class RecordStatement {
  @Narrative('陈述申辩的内容') content!: string;
  @ActDay('收到日期') receivedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
export class StatementReceived extends RecordStatement {}

export class ReviewStatement {
  @Flag('是否采纳') adopted!: boolean;
  @Narrative('复核意见') reason!: string;
  @ActDay('复核日期') reviewedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
export class StatementReviewed extends ReviewStatement {}

/** 当事人明确放弃陈述申辩. */
export class WaiveStatement {
  @ActDay('放弃日期') waivedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
export class StatementWaived extends WaiveStatement {}

// ---- guards

const NOTICE = '行政处罚法第四十四条';
const STATEMENT = '行政处罚法第四十五条';
const TELLS = { code: 'notice', act: '告知当事人' } as const;

/** What the party does, it does after a notice. */
export function guardNoticed({ notice }: CaseState): Refusal | undefined {
  if (notice !== undefined) return undefined;
  return refuse({
    code: 'notice.not_served',
    article: NOTICE,
    message: '还没有向当事人送达行政处罚事先告知书，请先告知',
  });
}

/** Kinds of which the amounts, or the name alone, say everything. */
const AMOUNTS_SAY_ALL: readonly PenaltyKind[] = [
  'WARNING',
  'CRITICISM',
  'FINE',
  'CONFISCATE_INCOME',
  'CONFISCATE_GOODS',
];

/** Kinds and amounts of one penalty say the same: a fine has an amount, and an amount has its kind. */
export function guardKindsMatchAmounts(
  penalty: ProposedPenalty & { readonly otherPenalty?: string },
  article: string,
): Refusal | undefined {
  const { kinds, fineFen, confiscateFen, otherPenalty } = penalty;
  if (kinds.includes('FINE') !== fineFen > 0)
    return refuse({
      code: 'penalty.fine_mismatch',
      article,
      message:
        fineFen > 0
          ? '写明了罚款数额，但处罚种类中没有“罚款”'
          : '处罚种类中有“罚款”，但没有写明数额，请写明或者去掉“罚款”',
    });
  if (otherPenalty !== undefined && kinds.every((kind) => AMOUNTS_SAY_ALL.includes(kind)))
    return refuse({
      code: 'penalty.other_mismatch',
      article,
      message: '写明了其他处罚内容，但处罚种类只有警告、通报批评、罚款或者没收，请选明相应的种类',
    });
  if (confiscateFen > 0 && !kinds.includes('CONFISCATE_INCOME') && !kinds.includes('CONFISCATE_GOODS'))
    return refuse({
      code: 'penalty.confiscation_mismatch',
      article,
      message: '写明了没收数额，但处罚种类中没有“没收违法所得”或者“没收非法财物”',
    });
  return undefined;
}

/** A second notice needs its reason, or the same act would be done twice (G16: 新事实、证据、依据). */
function guardFirstOrReasoned(state: CaseState, changeReason: string | undefined): Refusal | undefined {
  if (state.notice === undefined || changeReason !== undefined) return undefined;
  return refuse({
    code: 'notice.already_served',
    article: NOTICE,
    message: `已于${state.notice.servedOn}告知；重新告知的，应当写明理由（新的事实、证据或者依据）`,
  });
}

/** Whether any party has to be told of the right to a hearing, with the reason for the first that has. */
function hearingRight(statutes: Statutes, state: CaseState, proposed: ProposedPenalty, on: LegalDay) {
  const answers = [...new Set(state.parties.map(({ kind }) => kind))].map((partyKind) =>
    statutes.hearingEntitled({
      partyKind,
      fineFen: proposed.fineFen,
      confiscateFen: proposed.confiscateFen,
      kinds: proposed.kinds,
      on,
    }),
  );
  return answers.find(({ entitled }) => entitled) ?? answers[0]!;
}

const ANNOUNCEMENT = '民事诉讼法第九十五条';

/** What was tried with a notice before this one says nothing of this one. */
function triedSince(state: CaseState): LegalDay | undefined {
  const days = [state.concludedOn, latestRound(state)?.finishedOn, state.notice?.servedOn].filter(
    (day) => day !== undefined,
  );
  return days.sort().at(-1);
}

/** What an announcement says of the notice: when it is deemed served, and until when the days that it took put off D03. */
function announced(
  { announcedOn, servedOn }: ServeNotice,
  state: CaseState,
  { statutes }: LawContext,
): PartOf<PenaltyNoticeServed> | Refusal {
  if (announcedOn === undefined) return {};
  const reviewedOn = latestRound(state)?.finishedOn ?? '';
  const early = guardNotBefore(announcedOn, reviewedOn, '公告日期', '法制审核通过日期', ANNOUNCEMENT);
  if (early) return early;
  const deemed = statutes.due('D12', { on: announcedOn });
  if (servedOn !== deemed.dueOn)
    return refuse({
      code: 'notice.deemed_day',
      article: ANNOUNCEMENT,
      message: `${announcedOn}公告的，${deemed.dueOn}视为送达，送达日期应为该日`,
      earliest: deemed.dueOn,
    });
  const untried = guardOtherWaysFirst(state, 'NOTICE', triedSince(state), announcedOn);
  if (untried) return untried;
  const resumed = clockResumed(statutes, state, { startOn: announcedOn, endOn: servedOn });
  return { announcementRule: ruleOf(deemed), ...resumed };
}

function guardNoneAwaitsReview({ statement, statementOn }: CaseState): Refusal | undefined {
  if (statement !== 'RECEIVED') return undefined;
  return refuse({
    code: 'statement.awaits_review',
    article: STATEMENT,
    message: `${statementOn}收到的陈述申辩还没有复核，请先复核`,
  });
}

function guardAwaitsReview({ statement }: CaseState): Refusal | undefined {
  if (statement === 'RECEIVED') return undefined;
  return refuse({ code: 'statement.nothing_to_review', article: STATEMENT, message: '没有待复核的陈述申辩' });
}

function guardSilent({ statement, statementOn }: CaseState): Refusal | undefined {
  if (statement === 'NONE') return undefined;
  if (statement === 'WAIVED')
    return refuse({
      code: 'statement.already_waived',
      article: STATEMENT,
      message: `当事人已于${statementOn}放弃陈述申辩`,
    });
  return refuse({
    code: 'statement.already_made',
    article: STATEMENT,
    message: '当事人已经陈述申辩，应当复核，不能记为放弃',
  });
}

/** What the party does after a notice, or what answers it. */
const OF_PARTY = {
  article: STATEMENT,
  roles: ['OFFICER'],
  restsOn: ({ notice }: CaseState) => [[notice?.servedOn, '告知送达日期']] as const,
} as const;

export const notice: readonly Stage<CaseState>[] = [
  act(ServeNotice, PenaltyNoticeServed, {
    title: '处罚告知',
    article: NOTICE,
    draft: ({ notice }) => ({
      proposed: {
        kinds: notice?.kinds ?? ['FINE'],
        fineFen: notice?.fineFen,
        confiscateFen: notice?.confiscateFen ?? 0,
      },
    }),
    roles: ['OFFICER'],
    document: 'NOTICE',
    says: ({ noticeNo, proposed, hearingRequestDueOn }) =>
      say`送达${the.label(noticeNo)}，拟处${termsOf(PENALTY_KINDS, proposed.kinds)}；${
        hearingRequestDueOn === undefined ? '不属于听证范围' : say`当事人可于${the.day(hearingRequestDueOn)}前申请听证`
      }`,
    restsOn: (state) => [
      [state.concludedOn, '调查终结日期'],
      [latestRound(state)?.finishedOn, '法制审核通过日期'],
      [state.discussedOn.at(-1), '集体讨论日期'],
      [state.notice?.servedOn, '上一次告知的送达日期'],
    ],
    may: (state, { statutes, today }) => guardReviewed(state, { statutes, days: anyDay(state, today) }, TELLS),
    decide: (input, state, context, { number, seq }) => {
      const { proposed, servedOn, changeReason } = input;
      const { statutes } = context;
      const refusal =
        guardReviewed(state, { statutes, days: [servedOn] }, TELLS) ??
        guardFirstOrReasoned(state, changeReason) ??
        guardKindsMatchAmounts(proposed, NOTICE);
      if (refusal) return refusal;
      const announcement = announced(input, state, context);
      if ('kind' in announcement) return announcement as Refusal;
      const hearing = hearingRight(statutes, state, proposed, servedOn);
      const statement = statutes.due('D09', { on: servedOn });
      const request = hearing.entitled ? statutes.due('D07', { on: servedOn }) : undefined;
      return {
        noticeId: `${state.unitId}.NOTICE.${servedOn.slice(0, 4)}.${seq}`,
        noticeNo: number,
        proposed: arranged(ProposedPenalty, proposed),
        hearingEntitled: hearing.entitled,
        hearingReason: hearing.reason,
        hearingArticle: hearing.article,
        hearingRequestDueOn: request?.dueOn,
        hearingRequestRule: request && ruleOf(request),
        statementDueOn: statement.dueOn,
        statementRule: ruleOf(statement),
        ...announcement,
      };
    },
    evolve: (state, { proposed, announcedOn, announcementRule: _rule, decisionDueOn, decisionDueRule, ...told }) => ({
      ...(announcedOn !== undefined && {
        suspensions: [...state.suspensions, { startOn: announcedOn, endOn: told.servedOn }],
      }),
      ...clockMoved({ decisionDueOn, decisionDueRule }),
      ...withoutOpinions(state, 'DECISION'),
      notice: { ...told, ...proposed },
      isNoticeOutdated: false,
      // The rights of the party begin anew with a new notice.
      hearing: undefined,
      hearingWaivedOn: undefined,
      statement: 'NONE',
      statementOn: undefined,
      statedOn: undefined,
    }),
  }),
  act(RecordStatement, StatementReceived, {
    ...OF_PARTY,
    title: '记录陈述申辩',
    eventTitle: '陈述申辩',
    says: ({ content }) => say`当事人陈述申辩：${the.words(content)}`,
    may: (state) => guardNoticed(state) ?? guardNoneAwaitsReview(state),
    evolve: ({ statedOn }, { receivedOn }) => ({
      statement: 'RECEIVED',
      statementOn: receivedOn,
      statedOn: statedOn ?? receivedOn,
    }),
  }),
  act(ReviewStatement, StatementReviewed, {
    ...OF_PARTY,
    title: '复核陈述申辩',
    says: ({ adopted, reason }) => say`陈述申辩${adopted ? '采纳' : '不予采纳'}：${the.words(reason)}`,
    restsOn: ({ statementOn }) => [[statementOn, '收到陈述申辩的日期']],
    may: (state) => guardNoticed(state) ?? guardAwaitsReview(state),
    evolve: (_state, { reviewedOn }) => ({ statement: 'REVIEWED', statementOn: reviewedOn }),
  }),
  act(WaiveStatement, StatementWaived, {
    ...OF_PARTY,
    title: '放弃陈述申辩',
    says: () => '当事人明确放弃陈述申辩',
    may: (state) => guardNoticed(state) ?? guardSilent(state),
    evolve: ({ statedOn }, { waivedOn }) => ({
      statement: 'WAIVED',
      statementOn: waivedOn,
      statedOn: statedOn ?? waivedOn,
    }),
  }),
];
