import { accept, acceptWith, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay, PenaltyKind, Statutes } from '#statutes';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { command, event, type Stage } from '../definition.js';
import { numberNeeds, takeNumber } from '../document-number.js';
import { Choices, Day, Fen, Flag, Id, LongText, Nested, Optional } from '../fields.js';
import { PENALTY_KINDS } from '../terms.js';
import { latestRound } from './legal-review.js';
import { type CasePhase, inPhase } from './phases.js';
import type { CaseState } from './state.js';

/* 告知、陈述申辩 (行政处罚法第四十四条、第四十五条、第六十二条至第六十四条; DOMAIN 2.4 阶段 7–8). */

// ---- events, stored for ever

export interface ProposedPenalty {
  readonly kinds: readonly PenaltyKind[];
  readonly fineFen: number;
  readonly confiscateFen: number;
}

export interface PenaltyNoticeServed {
  readonly noticeId: string;
  readonly noticeNo: string;
  readonly proposed: ProposedPenalty;
  /** Follows from the proposed penalty, the party and the bureau's thresholds; nobody enters it. */
  readonly hearingEntitled: boolean;
  readonly hearingReason: string;
  readonly hearingArticle: string;
  readonly servedOn: LegalDay;
  /** D07: last day on which a hearing may be requested, and the edition of the rule; absent without the right to one. */
  readonly hearingRequestDueOn?: LegalDay;
  readonly hearingRequestRule?: string;
  /** D09: last day for statement and defence, and the edition of the rule. */
  readonly statementDueOn: LegalDay;
  readonly statementRule: string;
  /** 送达回证编号. */
  readonly receiptId?: string;
  /** 重新告知 only: the new facts, grounds or evidence. */
  readonly changeReason?: string;
}

export interface StatementReceived {
  readonly content: string;
  readonly receivedOn: LegalDay;
}

export interface StatementReviewed {
  readonly adopted: boolean;
  readonly reason: string;
  readonly reviewedOn: LegalDay;
}

export interface StatementWaived {
  readonly waivedOn: LegalDay;
}

// ---- commands

export class ProposedPenaltyInput {
  @Choices('拟处罚种类', PENALTY_KINDS) kinds!: PenaltyKind[];
  @Fen('拟罚款数额') fineFen!: number;
  @Fen('拟没收数额') confiscateFen!: number;
}

/** 行政处罚事先告知. */
export class ServeNotice {
  @Nested('拟作出的处罚', () => ProposedPenaltyInput) proposed!: ProposedPenaltyInput;
  @Day('送达日期') servedOn!: LegalDay;
  @Optional() @Id('送达回证编号') receiptId?: string;
  @Optional() @LongText('重新告知的理由') changeReason?: string;
}

/** 记录陈述申辩. */
export class RecordStatement {
  @LongText('陈述申辩的内容') content!: string;
  @Day('收到日期') receivedOn!: LegalDay;
}

/** 复核陈述申辩. */
export class ReviewStatement {
  @Flag('是否采纳') adopted!: boolean;
  @LongText('复核意见') reason!: string;
  @Day('复核日期') reviewedOn!: LegalDay;
}

/** 当事人明确放弃陈述申辩. */
export class WaiveStatement {
  @Day('放弃日期') waivedOn!: LegalDay;
}

// ---- guards

const NOTICE = '行政处罚法第四十四条';
const STATEMENT = '行政处罚法第四十五条';

/**
 * Phases in which a notice may be pending. The agency's own steps (a second review, a discussion) do not take away the
 * party's right to be heard: it lasts as long as the period runs and nothing is decided.
 */
export const NOTICE_PENDING: readonly CasePhase[] = [
  'Noticed',
  'HearingPhase',
  'Concluded',
  'InLegalReview',
  'ReviewPassed',
  'InDiscussion',
];

/** What the party does, it does after a notice and before the decision. */
export function guardNoticed(
  state: CaseState,
  act: string,
  article: string,
  ...phases: readonly CasePhase[]
): Refusal | undefined {
  const refusal = inPhase(state, act, article, ...phases);
  if (refusal || state.notice) return refusal;
  return refuse({
    code: 'notice.not_served',
    article: NOTICE,
    message: `还没有向当事人送达行政处罚事先告知书，不能${act}，请先告知`,
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

export const notice: Stage<CaseState> = {
  events: {
    PenaltyNoticeServed: event<CaseState, PenaltyNoticeServed>({
      title: '处罚告知',
      describe: (data) =>
        `送达${data.noticeNo}，拟处${data.proposed.kinds.map((kind) => PENALTY_KINDS[kind]).join('、')}；` +
        (data.hearingEntitled ? `当事人可于${data.hearingRequestDueOn}前申请听证` : '不属于听证范围'),
      evolve: ({ hearing: _earlier, statementOn: _before, ...state }, data) => ({
        ...state,
        phase: 'Noticed',
        notice: {
          noticeId: data.noticeId,
          kinds: data.proposed.kinds,
          fineFen: data.proposed.fineFen,
          confiscateFen: data.proposed.confiscateFen,
          hearingEntitled: data.hearingEntitled,
          servedOn: data.servedOn,
          statementDueOn: data.statementDueOn,
          ...(data.hearingRequestDueOn === undefined ? {} : { hearingRequestDueOn: data.hearingRequestDueOn }),
        },
        isNoticeOutdated: false,
        // The rights of the party begin anew with a new notice.
        statement: 'NONE',
      }),
    }),
    StatementReceived: event<CaseState, StatementReceived>({
      title: '陈述申辩',
      describe: (data) => `当事人陈述申辩：${data.content}`,
      evolve: (state, { receivedOn }) => ({ ...state, statement: 'RECEIVED', statementOn: receivedOn }),
    }),
    StatementReviewed: event<CaseState, StatementReviewed>({
      title: '复核陈述申辩',
      describe: (data) => `陈述申辩${data.adopted ? '采纳' : '不予采纳'}：${data.reason}`,
      evolve: (state, { reviewedOn }) => ({ ...state, statement: 'REVIEWED', statementOn: reviewedOn }),
    }),
    StatementWaived: event<CaseState, StatementWaived>({
      title: '放弃陈述申辩',
      describe: () => '当事人明确放弃陈述申辩',
      evolve: (state, { waivedOn }) => ({ ...state, statement: 'WAIVED', statementOn: waivedOn }),
    }),
  },
  commands: [
    command<CaseState, ServeNotice>({
      input: ServeNotice,
      title: '处罚告知',
      article: NOTICE,
      roles: ['OFFICER'],
      needs: (input, state) => numberNeeds(state.unitId, 'NOTICE', input.servedOn),
      may: (state) => inPhase(state, '告知', NOTICE, 'ReviewPassed', 'Noticed', 'InDiscussion'),
      decide: ({ proposed, servedOn, receiptId, changeReason }, state, { facts, statutes, today }) => {
        const refusal =
          guardFirstOrReasoned(state, changeReason) ??
          guardNotInFuture(servedOn, today, '送达日期', NOTICE) ??
          guardNotBefore(servedOn, latestRound(state)?.finishedOn ?? '', '送达日期', '法制审核通过日期', NOTICE) ??
          guardNotBefore(servedOn, state.discussedOn.at(-1) ?? '', '送达日期', '集体讨论日期', NOTICE) ??
          guardNotBefore(servedOn, state.notice?.servedOn ?? '', '送达日期', '上一次告知的送达日期', NOTICE) ??
          guardKindsMatchAmounts(proposed, NOTICE);
        if (refusal) return refusal;
        const { seq, number, write } = takeNumber(facts, {
          unitId: state.unitId,
          kind: 'NOTICE',
          on: servedOn,
          takenFor: state.caseId,
        });
        const hearing = hearingRight(statutes, state, proposed, servedOn);
        const statement = statutes.due('D09', { on: servedOn });
        const request = hearing.entitled ? statutes.due('D07', { on: servedOn }) : undefined;
        return acceptWith(
          [
            {
              type: 'PenaltyNoticeServed',
              data: {
                noticeId: `${state.unitId}.NOTICE.${servedOn.slice(0, 4)}.${seq}`,
                noticeNo: number,
                proposed: {
                  kinds: proposed.kinds,
                  fineFen: proposed.fineFen,
                  confiscateFen: proposed.confiscateFen,
                },
                hearingEntitled: hearing.entitled,
                hearingReason: hearing.reason,
                hearingArticle: hearing.article,
                servedOn,
                ...(request === undefined
                  ? {}
                  : {
                      hearingRequestDueOn: request.dueOn,
                      hearingRequestRule: `${request.rule}@${request.edition}`,
                    }),
                statementDueOn: statement.dueOn,
                statementRule: `${statement.rule}@${statement.edition}`,
                ...(receiptId === undefined ? {} : { receiptId }),
                ...(changeReason === undefined ? {} : { changeReason }),
              } satisfies PenaltyNoticeServed,
            },
          ],
          [write],
        );
      },
    }),
    command<CaseState, RecordStatement>({
      input: RecordStatement,
      title: '记录陈述申辩',
      article: STATEMENT,
      roles: ['OFFICER'],
      may: (state) =>
        guardNoticed(state, '记录陈述申辩', STATEMENT, ...NOTICE_PENDING) ??
        (state.statement === 'RECEIVED'
          ? refuse({
              code: 'statement.awaits_review',
              article: STATEMENT,
              message: `${state.statementOn}收到的陈述申辩还没有复核，请先复核`,
            })
          : undefined),
      decide: (input, state, { today }) =>
        guardNotInFuture(input.receivedOn, today, '收到日期', STATEMENT) ??
        guardNotBefore(input.receivedOn, state.notice!.servedOn, '收到日期', '告知送达日期', STATEMENT) ??
        accept({
          type: 'StatementReceived',
          data: { content: input.content, receivedOn: input.receivedOn } satisfies StatementReceived,
        }),
    }),
    command<CaseState, ReviewStatement>({
      input: ReviewStatement,
      title: '复核陈述申辩',
      article: STATEMENT,
      roles: ['OFFICER'],
      may: (state) =>
        guardNoticed(state, '复核陈述申辩', STATEMENT, ...NOTICE_PENDING) ??
        (state.statement === 'RECEIVED'
          ? undefined
          : refuse({
              code: 'statement.nothing_to_review',
              article: STATEMENT,
              message: '没有待复核的陈述申辩',
            })),
      decide: (input, state, { today }) =>
        guardNotInFuture(input.reviewedOn, today, '复核日期', STATEMENT) ??
        guardNotBefore(input.reviewedOn, state.statementOn ?? '', '复核日期', '收到陈述申辩的日期', STATEMENT) ??
        accept({
          type: 'StatementReviewed',
          data: {
            adopted: input.adopted,
            reason: input.reason,
            reviewedOn: input.reviewedOn,
          } satisfies StatementReviewed,
        }),
    }),
    command<CaseState, WaiveStatement>({
      input: WaiveStatement,
      title: '放弃陈述申辩',
      article: STATEMENT,
      roles: ['OFFICER'],
      may: (state) =>
        guardNoticed(state, '记录放弃陈述申辩', STATEMENT, ...NOTICE_PENDING) ??
        (state.statement === 'NONE'
          ? undefined
          : refuse({
              code: state.statement === 'WAIVED' ? 'statement.already_waived' : 'statement.already_made',
              article: STATEMENT,
              message:
                state.statement === 'WAIVED'
                  ? `当事人已于${state.statementOn}放弃陈述申辩`
                  : '当事人已经陈述申辩，应当复核，不能记为放弃',
            })),
      decide: (input, state, { today }) =>
        guardNotInFuture(input.waivedOn, today, '放弃日期', STATEMENT) ??
        guardNotBefore(input.waivedOn, state.notice!.servedOn, '放弃日期', '告知送达日期', STATEMENT) ??
        accept({ type: 'StatementWaived', data: { waivedOn: input.waivedOn } satisfies StatementWaived }),
    }),
  ],
};
