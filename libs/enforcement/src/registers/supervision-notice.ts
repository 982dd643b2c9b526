import { refuse } from '#eventsourcing';
import {
  ActDay,
  Choices,
  Day,
  Hint,
  Label,
  Narrative,
  OfficialNumber,
  Optional,
  say,
  termsOf,
  the,
  UnitRef,
} from '#fields';
import type { LegalDay } from '#statutes';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import { count, rate } from '../definition/metric.js';
import { register } from '../definition/register.js';

/*
 * 执法监督通知书 (行政处罚法第七十五条; DOMAIN 4.13): an organ of supervision tells a unit what is wrong with how it
 * enforces, and until when it wants to hear what was done about it. The day is that of the document itself: no law gives one.
 */

/** 问题类别: what supervision finds, as the report of 2023 names it. */
export const SUPERVISION_ISSUES = {
  TIME_LIMIT: '案件办理期限',
  PUBLICATION: '行政处罚公示不规范',
  CORRECTION_ORDER: '责令内容不明确',
  FACTS: '事实不清',
  EVIDENCE: '证据不足',
  PROCEDURE: '程序违法',
  APPLICATION_OF_LAW: '适用依据错误',
  DISCRETION: '裁量不当',
  OTHER: '其他问题',
} as const;
export type SupervisionIssue = keyof typeof SUPERVISION_ISSUES;

/** 监督通知书, as it stands. */
export class SupervisionNotice {
  @UnitRef('被监督单位') unitId!: string;
  @Label('发出机关') issuer!: string;
  @OfficialNumber('文书文号') documentNo!: string;
  @Choices('问题类别', SUPERVISION_ISSUES) issues!: readonly SupervisionIssue[];
  @Narrative('指出的问题') findings!: string;
  @Day('收到日期') receivedOn!: LegalDay;
  @Day('反馈期限') dueOn!: LegalDay;
  @Optional() @Day('制定整改措施日期') plannedOn?: LegalDay;
  @Optional() @Day('反馈日期') reportedOn?: LegalDay;
  @Optional() @Day('办结日期') closedOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class ReceiveSupervisionNotice {
  @Optional() @UnitRef('被监督单位') unitId?: string;
  @Label('发出机关') issuer!: string;
  @OfficialNumber('文书文号') documentNo!: string;
  @Choices('问题类别', SUPERVISION_ISSUES) issues!: readonly SupervisionIssue[];
  @Narrative('指出的问题') findings!: string;
  @ActDay('收到日期') receivedOn!: LegalDay;
  @Hint('通知书载明的反馈期限') @Day('反馈期限') dueOn!: LegalDay;
}

export class PlanRectification {
  @Narrative('整改措施') plan!: string;
  @ActDay('制定日期') on!: LegalDay;
}

export class ReportRectification {
  @Narrative('整改结果') result!: string;
  @ActDay('反馈日期') on!: LegalDay;
}

/** 发出机关认可整改: what was reported is taken as done. */
export class CloseSupervisionNotice {
  @Narrative('发出机关的意见') opinion!: string;
  @ActDay('办结日期') on!: LegalDay;
}

/** 发出机关退回: what was reported is not enough. */
export class ReturnRectification {
  @Narrative('退回的理由') reason!: string;
  @ActDay('退回日期') on!: LegalDay;
}

const SUPERVISION = '行政处罚法第七十五条第一款';
const CORRECTING = '行政处罚法第七十五条第二款';

const PHASES = {
  Unreceived: '未收到',
  Received: '待整改',
  Planned: '整改中',
  Reported: '已反馈',
  Closed: '已办结',
} as const;

/** 执法监督通知书, one stream each: `supervisionNotice-<id>`. */
export const supervisionNotice = register<SupervisionNotice, typeof PHASES>({
  name: 'supervisionNotice',
  path: 'supervision-notices',
  title: '监督通知书',
  noun: '监督通知书',
  room: 'SUPERVISION',
  row: SupervisionNotice,
  phases: PHASES,
  over: ['Reported'],
  roles: ['LEADER', 'COORDINATOR', 'REGISTRAR'],
  acts: [
    act(ReceiveSupervisionNotice, 'SupervisionNoticeReceived', {
      title: '收到监督通知书',
      article: SUPERVISION,
      to: 'Received',
      says: ({ issuer, documentNo, issues, dueOn }) =>
        say`收到${the.label(issuer)}${the.label(documentNo)}，指出${termsOf(SUPERVISION_ISSUES, issues)}问题，应于${the.day(dueOn)}前反馈`,
      decide: ({ receivedOn, dueOn }) => guardNotBefore(dueOn, receivedOn, '反馈期限', '收到日期', SUPERVISION) ?? {},
    }),
    act(PlanRectification, 'RectificationPlanned', {
      title: '制定整改措施',
      article: CORRECTING,
      from: ['Received'],
      to: 'Planned',
      says: ({ plan }) => say`制定整改措施：${the.words(plan)}`,
      evolve: (_row, { on }) => ({ plannedOn: on }),
    }),
    act(ReportRectification, 'RectificationReported', {
      title: '反馈整改情况',
      article: CORRECTING,
      from: ['Received', 'Planned'],
      to: 'Reported',
      says: ({ result }) => say`反馈整改情况：${the.words(result)}`,
      // What was sent back in time stays so, though it has to be mended.
      evolve: ({ reportedOn }, { on }) => ({ reportedOn: reportedOn ?? on }),
    }),
    act(ReturnRectification, 'RectificationReturned', {
      title: '退回整改',
      article: SUPERVISION,
      from: ['Reported'],
      to: 'Planned',
      says: ({ reason }) => say`发出机关退回：${the.words(reason)}`,
    }),
    act(CloseSupervisionNotice, 'SupervisionNoticeClosed', {
      title: '监督通知书办结',
      article: SUPERVISION,
      roles: ['LEADER', 'COORDINATOR'],
      from: ['Reported'],
      to: 'Closed',
      says: ({ opinion }) => say`发出机关认可整改：${the.words(opinion)}`,
      decide: (_input, { reportedOn }) =>
        reportedOn === undefined
          ? refuse({ code: 'supervision.not_reported', article: SUPERVISION, message: '尚未反馈整改情况，不能办结' })
          : {},
      evolve: (_row, { on }) => ({ closedOn: on }),
    }),
  ],
  list: {
    columns: ['documentNo', 'issuer', 'unitId', 'issues', 'phase', 'receivedOn', 'dueOn', 'reportedOn'],
    filters: ['phase', 'unitId', 'documentNo', 'receivedOn', 'dueOn'],
    sort: '-receivedOn',
    sorts: ['dueOn'],
  },
  calledBy: 'documentNo',
  clocks: [
    {
      name: 'feedback',
      what: '反馈监督通知书的整改情况',
      due: 'dueOn',
      done: 'reportedOn',
      by: ['ReportRectification', 'PlanRectification'],
    },
  ],
  measures: {
    'supervision.received': { title: '收到监督通知书', on: ({ receivedOn }) => receivedOn },
    'supervision.due': { title: '监督通知书反馈期限届满', on: ({ dueOn }) => dueOn },
    'supervision.reportedInTime': {
      title: '按期反馈监督通知书',
      on: ({ reportedOn, dueOn }) => (reportedOn !== null && reportedOn <= dueOn ? dueOn : null),
    },
    // A notice that finds fault with several things counts for each.
    'supervision.issue': {
      title: '监督通知书指出的问题',
      on: ({ issues, receivedOn }) => issues.map((subject) => ({ on: receivedOn, subject })),
      subjects: SUPERVISION_ISSUES,
    },
  },
  metrics: [
    {
      id: 'G05',
      name: '执法监督通知',
      definition: '统计期内收到的执法监督通知书数，并按指出的问题分类；一份指出几类问题的，各类分别计',
      source: '行政处罚法第七十五条',
      countsBy: '收到日期',
      parts: [
        count('received', '收到执法监督通知', ['supervision.received'], '份'),
        ...Object.entries(SUPERVISION_ISSUES).map(([key, name]) =>
          count(`issue.${key}`, `其中指出${name}`, ['supervision.issue'], '份', [key]),
        ),
      ],
    },
    {
      id: 'M23',
      name: '监督通知按期反馈率和督办销号率',
      definition:
        '反馈期限在统计期内届满的监督通知书中期限内反馈整改结果的比例；整改期限在统计期内届满的督办事项中已经销号、期限内销号的比例',
      source: '行政处罚法第七十五条；浙江省综合行政执法条例第十二条',
      countsBy: '期限届满日',
      excluded: '期限未届满的',
      parts: [
        rate('feedback', '监督通知按期反馈率', ['supervision.reportedInTime'], ['supervision.due']),
        rate('discharge', '督办销号率', ['task.discharged'], ['task.due']),
        rate('dischargeInTime', '督办按期销号率', ['task.dischargedInTime'], ['task.due']),
      ],
    },
  ],
});
