import { ActDay, Choice, Day, Label, Narrative, Optional, say, the, UnitRef, WholeNumber } from '#fields';
import type { LegalDay } from '#statutes';
import { act } from '../definition/act.js';
import { count, distinct } from '../definition/metric.js';
import { register } from '../definition/register.js';

/*
 * 保障台账 (DOMAIN 4.18): what is recorded once and stands: 普法宣传, 专项督查 every month, 中队规范化督查 every quarter, 新增装备. They
 * share their life, and so their register; the kind says which it is.
 */

export const SUPPORT_KINDS = {
  EDUCATION: '普法宣传',
  SPECIAL_SUPERVISION: '专项督查',
  TEAM_SUPERVISION: '中队规范化督查',
  VEHICLE: '执法用车',
  EQUIPMENT: '其他执法装备',
} as const;
export type SupportKind = keyof typeof SUPPORT_KINDS;

export class SupportRecord {
  @UnitRef('单位') unitId!: string;
  @Choice('种类', SUPPORT_KINDS) kind!: SupportKind;
  @Label('名称') title!: string;
  @Label('渠道、对象或者型号') detail!: string;
  @WholeNumber('数量', { min: 1, max: 10_000 }) quantity!: number;
  @Day('日期') doneOn!: LegalDay;
  @Optional() @Day('作废日期') voidedOn?: LegalDay;
}

export class RecordSupport {
  @Choice('种类', SUPPORT_KINDS) kind!: SupportKind;
  @Label('名称') title!: string;
  @Label('渠道、对象或者型号') detail!: string;
  @WholeNumber('数量', { min: 1, max: 10_000 }) quantity!: number;
  @ActDay('日期') doneOn!: LegalDay;
}

export class VoidSupport {
  @Narrative('作废的理由') reason!: string;
  @ActDay('作废日期') on!: LegalDay;
}

const SUPPORT = '浙江省综合行政执法条例第十二条';
const PHASES = { Unrecorded: '未登记', Recorded: '已登记', Voided: '已作废' } as const;

/** The quarter of a day, 2023-Q2. */
function quarterOf(day: LegalDay): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** 保障台账, one stream an entry: `supportRecord-<id>`. */
export const supportRecord = register<SupportRecord, typeof PHASES>({
  name: 'supportRecord',
  path: 'support-records',
  title: '保障台账',
  noun: '台账记录',
  room: 'SUPPORT',
  row: SupportRecord,
  phases: PHASES,
  over: ['Recorded'],
  roles: ['REGISTRAR', 'LEADER', 'COORDINATOR'],
  acts: [
    act(RecordSupport, 'SupportRecorded', {
      title: '登记',
      article: SUPPORT,
      to: 'Recorded',
      says: ({ kind, title }) => say`${SUPPORT_KINDS[kind]}：${the.label(title)}`,
    }),
    act(VoidSupport, 'SupportVoided', {
      title: '作废',
      article: SUPPORT,
      from: ['Recorded'],
      to: 'Voided',
      says: ({ reason }) => say`作废：${the.words(reason)}`,
      evolve: (_row, { on }) => ({ voidedOn: on }),
    }),
  ],
  list: {
    columns: ['kind', 'title', 'detail', 'unitId', 'phase', 'quantity', 'doneOn'],
    filters: ['phase', 'kind', 'unitId', 'title', 'doneOn'],
    sort: '-doneOn',
  },
  calledBy: 'title',
  measures: {
    'support.done': {
      title: '保障台账登记',
      on: ({ phase, doneOn, quantity }) => (phase === 'Voided' ? [] : [{ on: doneOn, count: quantity }]),
      subject: ({ kind }) => kind,
      subjects: SUPPORT_KINDS,
    },
    'support.month': {
      title: '当月有专项督查',
      on: ({ phase, kind, doneOn }) => (phase === 'Voided' || kind !== 'SPECIAL_SUPERVISION' ? null : doneOn),
      subject: ({ doneOn }) => doneOn.slice(0, 7),
    },
    'support.quarter': {
      title: '当季有中队规范化督查',
      on: ({ phase, kind, doneOn }) => (phase === 'Voided' || kind !== 'TEAM_SUPERVISION' ? null : doneOn),
      subject: ({ doneOn }) => quarterOf(doneOn),
    },
  },
  metrics: [
    {
      id: 'F06',
      name: '普法、督查和装备',
      definition:
        '统计期内普法宣传、专项督查、中队规范化督查的次数和新增装备数；有专项督查的月数（应有每月一次）、有中队督查的季数（应有每季一次）',
      source: '浙江省综合行政执法条例第十二条',
      countsBy: '登记的日期',
      excluded: '误登而作废的',
      parts: [
        count('education', '普法宣传', ['support.done'], '次', ['EDUCATION']),
        count('vehicles', '新增执法用车', ['support.done'], '辆', ['VEHICLE']),
        count('equipment', '新增其他执法装备', ['support.done'], '件', ['EQUIPMENT']),
        count('special', '专项督查', ['support.done'], '次', ['SPECIAL_SUPERVISION']),
        distinct('specialMonths', '有专项督查的月数', ['support.month'], '个'),
        count('team', '中队规范化督查', ['support.done'], '次', ['TEAM_SUPERVISION']),
        distinct('teamQuarters', '有中队规范化督查的季数', ['support.quarter'], '个'),
      ],
    },
  ],
});
