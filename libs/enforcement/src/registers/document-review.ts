import { refuse } from '#eventsourcing';
import { ActDay, Choice, Day, Flag, Label, Narrative, Optional, say, the, UnitRef } from '#fields';
import type { LegalDay } from '#statutes';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import { count, rate } from '../definition/metric.js';
import { register } from '../definition/register.js';

/*
 * 合同和文件审查 (国办发〔2018〕115号; 法治政府建设实施纲要（2021—2025年）; DOMAIN 4.17): contracts of organs, drafts that others send
 * for comment, and the bureau's own normative documents. They share their life: received, reviewed, answered.
 */

export const REVIEWED_KINDS = {
  CONTRACT: '行政机关合同',
  NORM_DRAFT: '规范性文件征求意见稿',
  NORMATIVE: '本机关规范性文件',
} as const;
export type ReviewedKind = keyof typeof REVIEWED_KINDS;

/** 审查件, as it stands. */
export class DocumentReview {
  @UnitRef('审查单位') unitId!: string;
  @Choice('种类', REVIEWED_KINDS) kind!: ReviewedKind;
  @Label('文件名称') title!: string;
  @Label('送审单位') fromOrgan!: string;
  @Day('收到日期') receivedOn!: LegalDay;
  @Optional() @Day('要求反馈的期限') dueOn?: LegalDay;
  @Optional() @Day('审查日期') reviewedOn?: LegalDay;
  @Optional() @Flag('是否合法') isLawful?: boolean;
  @Optional() @Day('反馈日期') answeredOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class ReceiveDocument {
  @Choice('种类', REVIEWED_KINDS) kind!: ReviewedKind;
  @Label('文件名称') title!: string;
  @Label('送审单位') fromOrgan!: string;
  @Optional() @Day('要求反馈的期限') dueOn?: LegalDay;
  @ActDay('收到日期') receivedOn!: LegalDay;
}

export class ReviewDocument {
  @Flag('是否合法') isLawful!: boolean;
  /** 公平竞争审查 of what touches the market. */
  @Optional() @Flag('是否通过公平竞争审查') isFair?: boolean;
  @Narrative('审查意见') opinion!: string;
  @ActDay('审查日期') on!: LegalDay;
}

export class SendFeedback {
  @ActDay('反馈日期') on!: LegalDay;
}

const REVIEWING = '国办发〔2018〕115号';

const PHASES = { Unreceived: '未收到', Received: '待审查', Reviewed: '已审查', Answered: '已反馈' } as const;

/** 合同和文件审查, one stream a document: `documentReview-<id>`. */
export const documentReview = register<DocumentReview, typeof PHASES>({
  name: 'documentReview',
  path: 'document-reviews',
  title: '合同和文件审查',
  noun: '审查件',
  room: 'SERVICE',
  row: DocumentReview,
  phases: PHASES,
  over: ['Reviewed'],
  roles: ['REVIEWER', 'REGISTRAR', 'LEADER'],
  acts: [
    act(ReceiveDocument, 'DocumentReceived', {
      title: '收到审查件',
      article: REVIEWING,
      to: 'Received',
      says: ({ kind, title, fromOrgan }) =>
        say`收到${the.label(fromOrgan)}送审的${REVIEWED_KINDS[kind]}《${the.label(title)}》`,
      decide: ({ kind, dueOn, receivedOn }) => {
        if (kind === 'NORM_DRAFT' && dueOn === undefined)
          return refuse({
            code: 'documentReview.no_due',
            article: REVIEWING,
            message: '征求意见稿应当写明要求反馈的期限',
          });
        return guardNotBefore(dueOn ?? receivedOn, receivedOn, '要求反馈的期限', '收到日期', REVIEWING) ?? {};
      },
    }),
    act(ReviewDocument, 'DocumentReviewed', {
      title: '审查',
      article: REVIEWING,
      from: ['Received'],
      to: 'Reviewed',
      says: ({ isLawful, opinion }) => say`审查${isLawful ? '合法' : '不合法'}：${the.words(opinion)}`,
      evolve: (_row, { on }) => ({ reviewedOn: on }),
    }),
    act(SendFeedback, 'FeedbackSent', {
      title: '反馈审查意见',
      article: REVIEWING,
      from: ['Reviewed'],
      to: 'Answered',
      evolve: (_row, { on }) => ({ answeredOn: on }),
    }),
  ],
  desks: { REVIEWER: ['Received', 'Reviewed'] },
  list: {
    columns: ['kind', 'title', 'fromOrgan', 'phase', 'receivedOn', 'dueOn', 'reviewedOn', 'answeredOn'],
    filters: ['phase', 'kind', 'unitId', 'title', 'receivedOn', 'dueOn', 'reviewedOn'],
    sort: '-receivedOn',
    sorts: ['dueOn'],
  },
  calledBy: 'title',
  clocks: [
    {
      name: 'feedback',
      what: '反馈审查意见',
      due: 'dueOn',
      done: 'answeredOn',
      by: ['SendFeedback', 'ReviewDocument'],
      // Reviewed is not answered.
      runs: ({ phase }) => phase === 'Received' || phase === 'Reviewed',
    },
  ],
  measures: {
    'document.reviewed': {
      title: '审查合同和文件',
      on: ({ reviewedOn }) => reviewedOn,
      subject: ({ kind }) => kind,
      subjects: REVIEWED_KINDS,
    },
    'document.due': { title: '审查意见反馈期限届满', on: ({ dueOn }) => dueOn },
    'document.answeredInTime': {
      title: '按期反馈审查意见',
      on: ({ answeredOn, dueOn }) => (answeredOn !== null && dueOn !== null && answeredOn <= dueOn ? dueOn : null),
    },
  },
  metrics: [
    {
      id: 'C05',
      name: '合同和规范性文件审查',
      definition:
        '统计期内审查的行政机关合同、规范性文件征求意见稿、本机关规范性文件数；反馈期限届满的审查件中期限内反馈的比例',
      source: '国办发〔2018〕115号；法治政府建设实施纲要（2021—2025年）',
      countsBy: '审查日期；反馈期限届满日',
      parts: [
        ...Object.entries(REVIEWED_KINDS).map(([kind, name]) =>
          count(kind, `审查${name}`, ['document.reviewed'], '份', [kind]),
        ),
        rate('feedbackRate', '及时反馈率', ['document.answeredInTime'], ['document.due']),
      ],
    },
  ],
});
