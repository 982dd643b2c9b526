import { ActDay, Choice, Day, Label, Narrative, Optional, PersonRefs, say, the, UnitRef, WholeNumber } from '#fields';
import type { LegalDay } from '#statutes';
import { act } from '../definition/act.js';
import { count, distinct } from '../definition/metric.js';
import { register } from '../definition/register.js';
import { pseudonym } from '../organisation/pseudonym.js';

/*
 * 培训 (行政处罚法第四十二条第一款: 具有行政执法资格; DOMAIN 4.18, F2, F3): what was held, by whom, and who took part. People are
 * counted once however often they come; in the ledger they stand under a pseudonym, which is nobody's name.
 */

export const TRAINING_LEVELS = { PROVINCE: '省级部门', CITY: '市级', OWN: '本单位' } as const;
export type TrainingLevel = keyof typeof TRAINING_LEVELS;

export class Training {
  @UnitRef('单位') unitId!: string;
  @Label('培训名称') title!: string;
  @Label('举办单位') organizer!: string;
  @Choice('层级', TRAINING_LEVELS) level!: TrainingLevel;
  @WholeNumber('学时', { min: 1, max: 500 }) hours!: number;
  @PersonRefs('参训人员', { max: 200 }) attendees!: readonly string[];
  @Day('培训日期') heldOn!: LegalDay;
  @Optional() @Day('作废日期') voidedOn?: LegalDay;
}

export class RecordTraining {
  @Label('培训名称') title!: string;
  @Label('举办单位') organizer!: string;
  @Choice('层级', TRAINING_LEVELS) level!: TrainingLevel;
  @WholeNumber('学时', { min: 1, max: 500 }) hours!: number;
  @PersonRefs('参训人员', { max: 200 }) attendees!: readonly string[];
  @ActDay('培训日期') heldOn!: LegalDay;
}

export class VoidTraining {
  @Narrative('作废的理由') reason!: string;
  @ActDay('作废日期') on!: LegalDay;
}

const QUALIFIED = '行政处罚法第四十二条第一款';
const PHASES = { Unheld: '未登记', Held: '已登记', Voided: '已作废' } as const;

/** 培训, one stream each: `training-<id>`. */
export const training = register<Training, typeof PHASES>({
  name: 'training',
  path: 'trainings',
  title: '培训',
  noun: '培训',
  room: 'SUPPORT',
  row: Training,
  phases: PHASES,
  over: ['Held'],
  roles: ['REGISTRAR', 'LEADER', 'COORDINATOR'],
  acts: [
    act(RecordTraining, 'TrainingHeld', {
      title: '登记培训',
      article: QUALIFIED,
      to: 'Held',
      says: ({ title, organizer, attendees }) =>
        say`参加${the.label(organizer)}举办的“${the.label(title)}”，${attendees.length}人`,
    }),
    act(VoidTraining, 'TrainingVoided', {
      title: '作废',
      article: QUALIFIED,
      from: ['Held'],
      to: 'Voided',
      says: ({ reason }) => say`作废：${the.words(reason)}`,
      evolve: (_row, { on }) => ({ voidedOn: on }),
    }),
  ],
  list: {
    columns: ['title', 'organizer', 'level', 'unitId', 'phase', 'hours', 'heldOn'],
    filters: ['phase', 'level', 'unitId', 'title', 'heldOn'],
    sort: '-heldOn',
  },
  calledBy: 'title',
  measures: {
    'training.held': {
      title: '参加培训',
      on: ({ phase, heldOn }) => (phase === 'Voided' ? null : heldOn),
      subject: ({ level }) => level,
      subjects: TRAINING_LEVELS,
    },
    'training.person': {
      title: '人员参加培训',
      on: ({ phase, heldOn, attendees }) =>
        phase === 'Voided' ? [] : [...new Set(attendees)].map((userId) => ({ on: heldOn, subject: pseudonym(userId) })),
    },
  },
  metrics: [
    {
      id: 'F02',
      name: '培训',
      definition:
        '统计期内参加的培训次数，其中省级部门举办的；参训人次和参训人数（一人多次参训计一人）；误登而作废的不计',
      source: '行政处罚法第四十二条第一款',
      countsBy: '培训日期',
      parts: [
        count('all', '参加培训', ['training.held'], '次'),
        count('province', '其中省级部门举办', ['training.held'], '次', ['PROVINCE']),
        count('attendances', '参训人次', ['training.person'], '人次'),
        distinct('people', '参训人数', ['training.person'], '人'),
      ],
    },
  ],
});
