import {
  ActDay,
  Choice,
  Day,
  Label,
  ListOf,
  Narrative,
  OfficialNumber,
  Optional,
  say,
  the,
  UnitRef,
  WholeNumber,
} from '#fields';
import type { LegalDay } from '#statutes';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import { count, stock } from '../definition/metric.js';
import { register } from '../definition/register.js';

/*
 * 制度文件 (浙江省综合行政执法条例第十二条; DOMAIN B2, D1, F1): what the reform runs by, in the four layers of “1+1+7+32”; plans; and
 * documents that several organs sign.
 */

/** 层级: the four of “1+1+7+32”, and what stands beside them. */
export const POLICY_TIERS = {
  OVERALL: '总体方案',
  OPINION: '实施意见',
  SYSTEM: '基本制度',
  RULE: '配套规则',
  PLAN: '计划方案',
  JOINT: '联签文件',
} as const;
export type PolicyTier = keyof typeof POLICY_TIERS;

const LAYERS: readonly PolicyTier[] = ['OVERALL', 'OPINION', 'SYSTEM', 'RULE'];

export class CoSigner {
  @Label('单位') name!: string;
}

/** 制度文件, as it stands. */
export class PolicyDocument {
  @UnitRef('制定单位') unitId!: string;
  @Label('文件名称') title!: string;
  @OfficialNumber('文号') documentNo!: string;
  @Choice('层级', POLICY_TIERS) tier!: PolicyTier;
  @ListOf('联签单位', () => CoSigner, { min: 0 }) coSigners!: readonly CoSigner[];
  @Day('印发日期') enactedOn!: LegalDay;
  @Day('施行日期') effectiveOn!: LegalDay;
  @WholeNumber('修订次数') revisions!: number;
  @Optional() @Day('废止日期') repealedFrom?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class EnactPolicyDocument {
  @Label('文件名称') title!: string;
  @OfficialNumber('文号') documentNo!: string;
  @Choice('层级', POLICY_TIERS) tier!: PolicyTier;
  @ListOf('联签单位', () => CoSigner, { min: 0 }) coSigners!: readonly CoSigner[];
  @Day('施行日期') effectiveOn!: LegalDay;
  @ActDay('印发日期') enactedOn!: LegalDay;
}

export class RevisePolicyDocument {
  @OfficialNumber('文号') documentNo!: string;
  @Narrative('修订的内容') changes!: string;
  @ActDay('修订日期') on!: LegalDay;
}

export class RepealPolicyDocument {
  @Narrative('废止的理由') reason!: string;
  @Day('废止日期') repealedFrom!: LegalDay;
  @ActDay('决定日期') on!: LegalDay;
}

const GUIDING = '浙江省综合行政执法条例第十二条';

const PHASES = { Unenacted: '未印发', InForce: '施行', Repealed: '已废止' } as const;

/** 制度文件, one stream each: `policyDocument-<id>`. */
export const policyDocument = register<PolicyDocument, typeof PHASES>({
  name: 'policyDocument',
  path: 'policy-documents',
  title: '制度文件',
  noun: '制度文件',
  room: 'RULES',
  row: PolicyDocument,
  phases: PHASES,
  roles: ['LEADER', 'COORDINATOR', 'REGISTRAR'],
  acts: [
    act(EnactPolicyDocument, 'PolicyDocumentEnacted', {
      title: '印发制度文件',
      article: GUIDING,
      to: 'InForce',
      says: ({ title, documentNo, tier }) =>
        say`印发${POLICY_TIERS[tier]}《${the.label(title)}》（${the.label(documentNo)}）`,
      decide: ({ effectiveOn, enactedOn }) =>
        guardNotBefore(effectiveOn, enactedOn, '施行日期', '印发日期', GUIDING) ?? {},
      evolve: () => ({ revisions: 0 }),
    }),
    act(RevisePolicyDocument, 'PolicyDocumentRevised', {
      title: '修订制度文件',
      article: GUIDING,
      from: ['InForce'],
      says: ({ documentNo, changes }) => say`修订（${the.label(documentNo)}）：${the.words(changes)}`,
      evolve: ({ revisions }) => ({ revisions: revisions + 1 }),
    }),
    act(RepealPolicyDocument, 'PolicyDocumentRepealed', {
      title: '废止制度文件',
      article: GUIDING,
      isFinal: true,
      from: ['InForce'],
      to: 'Repealed',
      says: ({ repealedFrom, reason }) => say`自${the.day(repealedFrom)}起废止：${the.words(reason)}`,
      decide: ({ repealedFrom, on }, { effectiveOn }) =>
        guardNotBefore(repealedFrom, on, '废止日期', '决定日期', GUIDING) ??
        guardNotBefore(repealedFrom, effectiveOn, '废止日期', '施行日期', GUIDING) ??
        {},
    }),
  ],
  list: {
    columns: ['title', 'documentNo', 'tier', 'unitId', 'phase', 'effectiveOn', 'repealedFrom'],
    filters: ['phase', 'tier', 'unitId', 'title', 'documentNo', 'effectiveOn'],
    sort: '-effectiveOn',
  },
  calledBy: 'title',
  measures: {
    'policy.inForce': {
      title: '制度文件施行',
      on: ({ effectiveOn }) => effectiveOn,
      until: ({ repealedFrom }) => repealedFrom,
      subject: ({ tier }) => tier,
      subjects: POLICY_TIERS,
    },
    'policy.enacted': {
      title: '印发制度文件',
      on: ({ enactedOn }) => enactedOn,
      subject: ({ tier }) => tier,
      subjects: POLICY_TIERS,
    },
    'policy.coSigner': {
      title: '联签单位',
      on: ({ enactedOn, coSigners }) => coSigners.map(({ name }) => ({ on: enactedOn, subject: name })),
    },
  },
  metrics: [
    {
      id: 'B02',
      name: '制度体系',
      definition: '期末施行的制度文件数，按四个层级；统计期内印发的计划方案、联签文件数和联签单位数（去重）',
      source: '浙江省综合行政执法条例第十二条',
      countsBy: '施行日期；废止日期；印发日期',
      parts: [
        stock('all', '期末施行的制度文件', 'policy.inForce', '个', LAYERS),
        ...LAYERS.map((tier) => stock(tier, `其中${POLICY_TIERS[tier]}`, 'policy.inForce', '个', [tier])),
        count('plans', '印发计划方案', ['policy.enacted'], '个', ['PLAN']),
        count('joint', '印发联签文件', ['policy.enacted'], '个', ['JOINT']),
        { ...count('coSigners', '联签单位', ['policy.coSigner'], '个'), sums: 'distinct' },
      ],
    },
  ],
});
