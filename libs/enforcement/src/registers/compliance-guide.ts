import { ActDay, Choice, Day, Label, Narrative, Optional, say, the, UnitRef, WholeNumber } from '#fields';
import type { LegalDay } from '#statutes';
import { act } from '../definition/act.js';
import { count, stock } from '../definition/metric.js';
import { register } from '../definition/register.js';
import { CATALOGUE_FIELDS, type CatalogueField } from '../terms.js';

/*
 * 企业行政合规指引 (优化营商环境条例第五十九条: 行政指导等非强制性手段; DOMAIN E15): matter by matter, where firms run a risk and
 * what keeps them out of it.
 */

/** 合规指引, as it stands. */
export class ComplianceGuide {
  @UnitRef('发布单位') unitId!: string;
  @Label('指引事项') matter!: string;
  @Choice('领域', CATALOGUE_FIELDS) field!: CatalogueField;
  @Narrative('风险点') risk!: string;
  @Narrative('合规要求') advice!: string;
  @WholeNumber('修订次数') revisions!: number;
  @Day('发布日期') publishedOn!: LegalDay;
  @Optional() @Day('停用日期') withdrawnOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class PublishComplianceGuide {
  @Label('指引事项') matter!: string;
  @Choice('领域', CATALOGUE_FIELDS) field!: CatalogueField;
  @Narrative('风险点') risk!: string;
  @Narrative('合规要求') advice!: string;
  @ActDay('发布日期') publishedOn!: LegalDay;
}

export class ReviseComplianceGuide {
  @Narrative('风险点') risk!: string;
  @Narrative('合规要求') advice!: string;
  @ActDay('修订日期') on!: LegalDay;
}

export class WithdrawComplianceGuide {
  @Narrative('停用的理由') reason!: string;
  @ActDay('停用日期') on!: LegalDay;
}

const GUIDANCE = '优化营商环境条例第五十九条';

const PHASES = { Unpublished: '未发布', InUse: '施行', Withdrawn: '已停用' } as const;

/** 合规指引, one stream a matter: `complianceGuide-<id>`. */
export const complianceGuide = register<ComplianceGuide, typeof PHASES>({
  name: 'complianceGuide',
  path: 'compliance-guides',
  title: '合规指引',
  noun: '合规指引',
  room: 'SERVICE',
  row: ComplianceGuide,
  phases: PHASES,
  roles: ['COORDINATOR', 'REGISTRAR', 'OFFICER'],
  acts: [
    act(PublishComplianceGuide, 'ComplianceGuidePublished', {
      title: '发布合规指引',
      article: GUIDANCE,
      to: 'InUse',
      says: ({ matter }) => say`发布“${the.label(matter)}”合规指引`,
      evolve: () => ({ revisions: 0 }),
    }),
    act(ReviseComplianceGuide, 'ComplianceGuideRevised', {
      title: '修订合规指引',
      article: GUIDANCE,
      from: ['InUse'],
      evolve: ({ revisions }) => ({ revisions: revisions + 1 }),
    }),
    act(WithdrawComplianceGuide, 'ComplianceGuideWithdrawn', {
      title: '停用合规指引',
      article: GUIDANCE,
      from: ['InUse'],
      to: 'Withdrawn',
      says: ({ reason }) => say`停用：${the.words(reason)}`,
      evolve: (_row, { on }) => ({ withdrawnOn: on }),
    }),
  ],
  list: {
    columns: ['matter', 'field', 'unitId', 'phase', 'publishedOn', 'revisions'],
    filters: ['phase', 'field', 'unitId', 'matter', 'publishedOn'],
    sort: '-publishedOn',
  },
  calledBy: 'matter',
  measures: {
    'guide.published': {
      title: '发布合规指引',
      on: ({ publishedOn }) => publishedOn,
      subject: ({ field }) => field,
      subjects: CATALOGUE_FIELDS,
    },
    'guide.inUse': {
      title: '合规指引施行',
      on: ({ publishedOn }) => publishedOn,
      until: ({ withdrawnOn }) => withdrawnOn,
    },
  },
  metrics: [
    {
      id: 'E15',
      name: '企业行政合规指引',
      definition: '统计期内完成梳理并发布的合规指引事项数；期末施行的事项数',
      source: '优化营商环境条例第五十九条',
      countsBy: '发布日期；停用日期',
      parts: [
        count('published', '梳理合规指引', ['guide.published'], '项'),
        stock('inUse', '期末施行的合规指引', 'guide.inUse', '项'),
      ],
    },
  ],
});
