import { refuse } from '#eventsourcing';
import { ActDay, Choice, Day, Label, Narrative, Optional, RecordRef, say, the, UnitRef } from '#fields';
import type { LegalDay } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { caseNeeds } from '../case/case-need.js';
import { isFiledAway } from '../case/phases.js';
import { decisionsIn } from '../case/standings.js';
import { act } from '../definition/act.js';
import { count } from '../definition/metric.js';
import { register } from '../definition/register.js';

/*
 * 典型案例 (行政处罚法第四十八条、第五十条; 个人信息保护法第二十八条; DOMAIN F5): a case that is over, told to the public, in words that name no natural person.
 */

export const TYPICAL_CASE_CHANNELS = { WECHAT: '微信公众号', WEBSITE: '网站', MEDIA: '新闻媒体' } as const;
export type TypicalCaseChannel = keyof typeof TYPICAL_CASE_CHANNELS;

export class TypicalCase {
  @UnitRef('发布单位') unitId!: string;
  @RecordRef('case', '案件') caseId!: string;
  @Label('标题') title!: string;
  @Narrative('案例内容') summary!: string;
  @Choice('发布渠道', TYPICAL_CASE_CHANNELS) channel!: TypicalCaseChannel;
  @Day('发布日期') publishedOn!: LegalDay;
  @Optional() @Day('撤下日期') withdrawnOn?: LegalDay;
}

export class PublishTypicalCase {
  @RecordRef('case', '案件') caseId!: string;
  @Label('标题') title!: string;
  @Narrative('案例内容', { min: 20 }) summary!: string;
  @Choice('发布渠道', TYPICAL_CASE_CHANNELS) channel!: TypicalCaseChannel;
  @ActDay('发布日期') publishedOn!: LegalDay;
}

export class WithdrawTypicalCase {
  @Narrative('撤下的理由') reason!: string;
  @ActDay('撤下日期') on!: LegalDay;
}

const PUBLIC = '行政处罚法第四十八条第一款';
const PRIVACY = '行政处罚法第五十条';
const PHASES = { Unpublished: '未发布', Published: '已发布', Withdrawn: '已撤下' } as const;

/** 典型案例, one stream each: `typicalCase-<id>`. */
export const typicalCase = register<TypicalCase, typeof PHASES>({
  name: 'typicalCase',
  path: 'typical-cases',
  title: '典型案例',
  noun: '典型案例',
  room: 'SUPPORT',
  row: TypicalCase,
  phases: PHASES,
  over: ['Published'],
  roles: ['REGISTRAR', 'LEADER', 'COORDINATOR'],
  acts: [
    act(PublishTypicalCase, 'TypicalCasePublished', {
      title: '发布典型案例',
      article: PUBLIC,
      to: 'Published',
      needs: ({ caseId }) => caseNeeds(caseId),
      says: ({ title, channel }) => say`在${TYPICAL_CASE_CHANNELS[channel]}发布“${the.label(title)}”`,
      decide: ({ caseId, title, summary }, _row, { facts, actor }) => {
        const about = facts.get(caseAggregate, caseId);
        const { unitId, phase, parties } = about;
        const isPunished = decisionsIn(about).some(({ outcome }) => outcome === 'PENALTY');
        if (unitId !== actor.unit || !isPunished || !isFiledAway(phase))
          return refuse({
            code: 'typicalCase.not_effective',
            article: PUBLIC,
            message: say`案件${the.record('case', caseId)}不是本单位作出处罚决定并已结案的案件，不能作为典型案例发布`,
          });
        const named = parties.find(
          ({ kind, name }) => kind !== 'ORGANISATION' && (title.includes(name) || summary.includes(name)),
        );
        return named === undefined
          ? {}
          : refuse({
              code: 'typicalCase.names_person',
              article: PRIVACY,
              message: '标题或者案例内容写出了自然人当事人的姓名，请隐去后发布',
            });
      },
    }),
    act(WithdrawTypicalCase, 'TypicalCaseWithdrawn', {
      title: '撤下典型案例',
      article: '行政处罚法第四十八条第二款',
      from: ['Published'],
      to: 'Withdrawn',
      says: ({ reason }) => say`撤下：${the.words(reason)}`,
      evolve: (_row, { on }) => ({ withdrawnOn: on }),
    }),
  ],
  list: {
    columns: ['title', 'caseId', 'unitId', 'phase', 'channel', 'publishedOn'],
    filters: ['phase', 'channel', 'unitId', 'caseId', 'title', 'publishedOn'],
    sort: '-publishedOn',
  },
  calledBy: 'title',
  measures: {
    'typicalCase.published': {
      title: '发布典型案例',
      on: ({ publishedOn }) => publishedOn,
      subject: ({ channel }) => channel,
      subjects: TYPICAL_CASE_CHANNELS,
    },
  },
  metrics: [
    {
      id: 'F05',
      name: '典型案例',
      definition: '统计期内发布的典型案例数，按渠道；其后撤下的仍计入发布之期',
      source: '行政处罚法第四十八条',
      countsBy: '发布日期',
      parts: [
        count('all', '发布典型案例', ['typicalCase.published'], '个'),
        count('wechat', '其中微信公众号', ['typicalCase.published'], '个', ['WECHAT']),
      ],
    },
  ],
});
