import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Day, Label, Narrative, Optional, PersonRef, RecordRef, say, the, UnitRef } from '#fields';
import type { LegalDay } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { caseNeeds } from '../case/case-need.js';
import { act } from '../definition/act.js';
import type { LawContext } from '../definition/context.js';
import { count, distinctStock, stock } from '../definition/metric.js';
import { register } from '../definition/register.js';
import { officer } from '../organisation/officer.js';
import { officerNeed } from '../organisation/person.js';

/*
 * 行刑衔接的五项协作机制和联络员 (行政处罚法第二十七条第二款; DOMAIN D2, D3): the bureau and police, procuratorate, court call upon each
 * other before and beside a transfer; each unit names somebody for it.
 */

export const MECHANISM_KINDS = {
  EARLY_INTERVENTION: '提前介入',
  EVIDENCE: '取证协作',
  TECHNICAL: '技术协作',
  INFORMATION: '信息共享',
  CONFERENCE: '联席会议及案件研讨会商',
} as const;
export type MechanismKind = keyof typeof MECHANISM_KINDS;

const COOPERATION = '行政处罚法第二十七条第二款';

export class JointMechanism {
  @UnitRef('启动单位') unitId!: string;
  @Choice('协作机制', MECHANISM_KINDS) kind!: MechanismKind;
  @Label('协作机关') partner!: string;
  @Narrative('协作事项') matter!: string;
  @Optional() @RecordRef('case', '案件') caseId?: string;
  @Day('启动日期') invokedOn!: LegalDay;
  @Optional() @Day('完成日期') concludedOn?: LegalDay;
}

export class InvokeMechanism {
  @Choice('协作机制', MECHANISM_KINDS) kind!: MechanismKind;
  @Label('协作机关') partner!: string;
  @Narrative('协作事项') matter!: string;
  @Optional() @RecordRef('case', '案件') caseId?: string;
  @ActDay('启动日期') invokedOn!: LegalDay;
}

export class ConcludeMechanism {
  @Narrative('协作结果') result!: string;
  @ActDay('完成日期') on!: LegalDay;
}

const PHASES = { Uninvoked: '未启动', Invoked: '协作中', Concluded: '已完成' } as const;

function guardCase({ facts, actor }: LawContext, caseId: string | undefined): Refusal | undefined {
  if (caseId === undefined || facts.get(caseAggregate, caseId).unitId === actor.unit) return undefined;
  return refuse({
    code: 'mechanism.other_case',
    article: COOPERATION,
    message: say`本单位没有编号为${the.record('case', caseId)}的案件，请核对案件编号`,
  });
}

/** 行刑协作, one stream each: `jointMechanism-<id>`. */
export const jointMechanism = register<JointMechanism, typeof PHASES>({
  name: 'jointMechanism',
  path: 'joint-mechanisms',
  title: '行刑协作',
  noun: '协作单',
  room: 'SUPERVISION',
  code: 'mechanism',
  row: JointMechanism,
  phases: PHASES,
  roles: ['OFFICER', 'REGISTRAR', 'LEADER', 'COORDINATOR'],
  acts: [
    act(InvokeMechanism, 'JointMechanismInvoked', {
      title: '启动协作机制',
      article: COOPERATION,
      to: 'Invoked',
      needs: ({ caseId }) => caseNeeds(caseId),
      says: ({ kind, partner, matter }) =>
        say`与${the.label(partner)}启动${MECHANISM_KINDS[kind]}：${the.words(matter)}`,
      decide: ({ caseId }, _row, context) => guardCase(context, caseId) ?? {},
    }),
    act(ConcludeMechanism, 'JointMechanismConcluded', {
      title: '完成协作',
      article: COOPERATION,
      from: ['Invoked'],
      to: 'Concluded',
      says: ({ result }) => say`协作完成：${the.words(result)}`,
      evolve: (_row, { on }) => ({ concludedOn: on }),
    }),
  ],
  list: {
    columns: ['kind', 'partner', 'unitId', 'phase', 'invokedOn', 'concludedOn'],
    filters: ['phase', 'kind', 'unitId', 'caseId', 'invokedOn'],
    sort: '-invokedOn',
  },
  measures: {
    'mechanism.invoked': {
      title: '启动行刑协作',
      on: ({ invokedOn }) => invokedOn,
      subject: ({ kind }) => kind,
      subjects: MECHANISM_KINDS,
    },
  },
  metrics: [
    {
      id: 'D02',
      name: '行刑协作机制和联络员',
      definition: '统计期内启动的五类行刑协作次数；期末有联络员的单位数（去重）和联络员数',
      source: '行政处罚法第二十七条第二款',
      countsBy: '启动日期；任免日期',
      parts: [
        count('all', '启动行刑协作', ['mechanism.invoked'], '次'),
        ...Object.entries(MECHANISM_KINDS).map(([kind, name]) =>
          count(kind, `其中${name}`, ['mechanism.invoked'], '次', [kind]),
        ),
        distinctStock('units', '期末有联络员的单位', 'liaison.inOffice', '个'),
        stock('liaisons', '期末联络员', 'liaison.inOffice', '人'),
      ],
    },
  ],
});

// ==== 联络员

export class Liaison {
  @UnitRef('所在单位') unitId!: string;
  @PersonRef('联络员') personId!: string;
  @Day('明确日期') appointedOn!: LegalDay;
  @Optional() @Day('卸任日期') relievedOn?: LegalDay;
}

export class AppointLiaison {
  @PersonRef('联络员') personId!: string;
  @ActDay('明确日期') appointedOn!: LegalDay;
}

export class RelieveLiaison {
  @Narrative('卸任的理由') reason!: string;
  @ActDay('卸任日期') on!: LegalDay;
}

const LIAISON_PHASES = { Unappointed: '未明确', InOffice: '在任', Relieved: '已卸任' } as const;

/** 行刑衔接联络员, one stream an appointment: `liaison-<id>`. */
export const liaison = register<Liaison, typeof LIAISON_PHASES>({
  name: 'liaison',
  path: 'liaisons',
  title: '行刑衔接联络员',
  noun: '联络员',
  room: 'SUPERVISION',
  row: Liaison,
  phases: LIAISON_PHASES,
  roles: ['LEADER', 'REGISTRAR', 'COORDINATOR'],
  acts: [
    act(AppointLiaison, 'LiaisonAppointed', {
      title: '明确联络员',
      article: COOPERATION,
      to: 'InOffice',
      needs: ({ personId }) => [officerNeed(personId)],
      says: ({ personId }) => say`明确${the.person(personId)}为行刑衔接联络员`,
      decide: ({ personId }, _row, { facts, actor }) =>
        facts.get(officer, personId).unitId === actor.unit
          ? {}
          : refuse({
              code: 'liaison.not_of_unit',
              article: COOPERATION,
              message: say`${the.person(personId)}不是本单位在册的人员，请核对`,
            }),
    }),
    act(RelieveLiaison, 'LiaisonRelieved', {
      title: '联络员卸任',
      article: COOPERATION,
      from: ['InOffice'],
      to: 'Relieved',
      says: ({ reason }) => say`卸任：${the.words(reason)}`,
      evolve: (_row, { on }) => ({ relievedOn: on }),
    }),
  ],
  list: {
    columns: ['personId', 'unitId', 'phase', 'appointedOn', 'relievedOn'],
    filters: ['phase', 'unitId', 'appointedOn'],
    sort: '-appointedOn',
  },
  measures: {
    'liaison.inOffice': {
      title: '联络员在任',
      on: ({ appointedOn }) => appointedOn,
      until: ({ relievedOn }) => relievedOn,
      subject: ({ unitId }) => unitId,
    },
  },
});
