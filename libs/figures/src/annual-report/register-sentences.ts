import { SUPERVISION_ISSUES, type SupervisionIssue } from '#enforcement';
import type { Piece, Reach } from './parts.js';

/*
 * What the registers beside the cases say in the report: their figures, and the sentences in which the published text gives
 * them. A sentence stands only where there is something to say: a unit that keeps no such register says nothing of it.
 */

/** Figures of the registers: key, part of the catalogue, and whose entries. */
export const REGISTER_FIGURES: readonly (readonly [key: string, metric: string, reach: Reach])[] = [
  ['policyOverall', 'B02/OVERALL', 'UNIT'],
  ['policyOpinion', 'B02/OPINION', 'UNIT'],
  ['policySystem', 'B02/SYSTEM', 'UNIT'],
  ['policyRule', 'B02/RULE', 'UNIT'],
  ['policyDocuments', 'B02/all', 'UNIT'],
  ['policyPlans', 'B02/plans', 'UNIT'],
  ['coSigners', 'B02/coSigners', 'UNIT'],
  ['leniencyDepartments', 'B03/departments', 'UNIT'],
  ['fieldCoverage', 'M13/coverage', 'UNIT'],
  ['townCoverage', 'M13/townCoverage', 'UNIT'],
  ['implementation', 'M13/implementation', 'UNIT'],
  ['disputesResolved', 'B10/resolved', 'CITY'],
  ['benchmarks', 'C01/inForce', 'UNIT'],
  ['contractsReviewed', 'C05/CONTRACT', 'UNIT'],
  ['draftsReviewed', 'C05/NORM_DRAFT', 'UNIT'],
  ['draftFeedbackRate', 'C05/feedbackRate', 'UNIT'],
  ['powerItemsOpening', 'C07/opening', 'UNIT'],
  ['powerItemsAdded', 'C07/added', 'UNIT'],
  ['powerItemsRemoved', 'C07/removed', 'UNIT'],
  ['powerItems', 'C07/closing', 'UNIT'],
  ['powerItemsComprehensive', 'C07/comprehensive', 'UNIT'],
  ['powerItemsSpecialized', 'C07/specialized', 'UNIT'],
  ['claimRate', 'M13/claim', 'UNIT'],
  ['itemsDrafted', 'C07/drafted', 'UNIT'],
  ['standardsRevised', 'E13/standards', 'UNIT'],
  ['unitsAssessed', 'E13/units', 'CITY'],
  ['bureausAssessed', 'E13/units.bureaus', 'CITY'],
  ['townsAssessed', 'E13/units.towns', 'CITY'],
  ['assessmentRounds', 'E13/rounds', 'UNIT'],
  ['guides', 'E15/published', 'UNIT'],
  ['firmsRepaired', 'M22/firms', 'UNIT'],
  ['trainings', 'F02/province', 'UNIT'],
  ['peopleTrained', 'F02/people', 'UNIT'],
  ['trainingRate', 'M24/training', 'CITY'],
  ['typicalCases', 'F05/wechat', 'UNIT'],
  ['vehicles', 'F06/vehicles', 'UNIT'],
  ['expensesFen', 'M25/spent', 'UNIT'],
  ['supervisionNotices', 'G05/received', 'UNIT'],
  ...Object.keys(SUPERVISION_ISSUES).map((issue) => [`issue${issue}`, `G05/issue.${issue}`, 'UNIT'] as const),
  ['noticeFeedbackRate', 'M23/feedback', 'UNIT'],
];

/** What a sentence is written with. */
export interface Writing {
  /** A figure, in the words given or as the report writes it. */
  readonly f: (key: string, text?: string) => Piece;
  /** A round number with 余, to hundreds or another step. */
  readonly about: (key: string, step?: number) => Piece;
  /** A rate as 超N%. */
  readonly over: (key: string) => Piece;
  readonly count: (key: string) => number;
  readonly value: (key: string) => number | null;
  readonly area: string;
  readonly line: (words: TemplateStringsArray, ...parts: readonly (Piece | readonly Piece[])[]) => Piece[];
}

/** Where in the report a sentence stands. */
export type Place = 'REFORM' | 'STANDARDS' | 'JUSTICE' | 'CASES' | 'SUPPORT' | 'SUPERVISION';

/** A sentence of the report, and the figure without which there is nothing to say. */
export interface SentenceTemplate {
  readonly at: Place;
  readonly needs: string;
  readonly says: (writing: Writing) => Piece[];
}

/** Every sentence of the registers, in the order of the published text. */
export const REGISTER_SENTENCES: readonly SentenceTemplate[] = [
  {
    at: 'REFORM',
    needs: 'policyDocuments',
    says: ({ f, line }) =>
      line`系统完善“${f('policyOverall')}+${f('policyOpinion')}+${f('policySystem')}+${f('policyRule')}”制度体系。`,
  },
  {
    at: 'REFORM',
    needs: 'leniencyDepartments',
    says: ({ f, line }) => line`制定公布${f('leniencyDepartments')}大专业执法部门《轻微违法行为不予处罚清单》。`,
  },
  {
    at: 'REFORM',
    needs: 'powerItems',
    says: ({ over, line }) =>
      line`构建“执法目录总清单+综合执法清单+专业执法清单”体系，综合执法部门处罚事项领域覆盖率${over('fieldCoverage')}，乡镇(街道)下放事项实施率${over('implementation')}，领域覆盖率${over('townCoverage')}。`,
  },
  {
    at: 'REFORM',
    needs: 'disputesResolved',
    says: ({ f, area, line }) => line`${area}解决执法争议${f('disputesResolved')}起。`,
  },
  {
    at: 'STANDARDS',
    needs: 'benchmarks',
    says: ({ f, line }) => line`制定${f('benchmarks')}项行政处罚事项的裁量基准，统一处罚裁量标准。`,
  },
  {
    at: 'STANDARDS',
    needs: 'contractsReviewed',
    says: ({ f, value, line }) =>
      line`全年审核行政机关合同${f('contractsReviewed')}份，审查规范性文件征求意见稿${f('draftsReviewed')}份，${
        value('draftFeedbackRate') === 1
          ? f('draftFeedbackRate', '并及时反馈建议意见')
          : line`及时反馈率${f('draftFeedbackRate')}`
      }。`,
  },
  {
    at: 'STANDARDS',
    needs: 'powerItems',
    says: ({ f, about, line }) =>
      line`进行监管事项动态调整，调整后事项共${f('powerItems')}项；动态认领综合执法事项，实现事项认领率${f('claimRate')}；共编制新增事项${about('itemsDrafted', 10)}条。`,
  },
  {
    at: 'JUSTICE',
    needs: 'coSigners',
    says: ({ f, line }) =>
      line`会同${f('coSigners')}个部门制定行政执法与刑事司法衔接工作实施意见，建立提前介入、取证协作、技术协作、信息共享和联席会议及案件研讨会商机制。`,
  },
  {
    at: 'CASES',
    needs: 'standardsRevised',
    says: ({ f, line }) => line`修订了普通程序行政处罚案件质量评判标准和案卷法制审核标准${f('standardsRevised')}项。`,
  },
  {
    at: 'CASES',
    needs: 'unitsAssessed',
    says: ({ f, line }) =>
      line`对${f('bureausAssessed')}个县(市、区)局、分局，${f('townsAssessed')}个赋权乡镇街道组织开展执法业务评查，发现问题、及时通报、及时整改。`,
  },
  {
    at: 'CASES',
    needs: 'assessmentRounds',
    says: ({ f, line }) => line`共组织执法业务考评${f('assessmentRounds')}次。`,
  },
  {
    at: 'CASES',
    needs: 'guides',
    says: ({ about, line }) => line`探索开展企业行政合规指导梳理，已完成梳理${about('guides')}项事项。`,
  },
  {
    at: 'CASES',
    needs: 'firmsRepaired',
    says: ({ f, line }) => line`开展企业信用修复专项行动，全年共协助${f('firmsRepaired')}家企业进行信用修复。`,
  },
  {
    at: 'SUPPORT',
    needs: 'policyPlans',
    says: ({ f, line }) => line`制订教育培训行动计划和年度实施方案${f('policyPlans')}个。`,
  },
  {
    at: 'SUPPORT',
    needs: 'peopleTrained',
    says: ({ f, about, area, value, line }) =>
      line`积极参加省级部门举办的各类培训${f('trainings')}次，${
        value('trainingRate') === 1
          ? line`实现${area}${about('peopleTrained')}名综合行政执法系统干部${f('trainingRate', '培训全覆盖')}`
          : line`${area}${about('peopleTrained')}名综合行政执法系统干部参加培训，覆盖率${f('trainingRate')}`
      }。`,
  },
  {
    at: 'SUPPORT',
    needs: 'typicalCases',
    says: ({ f, line }) => line`通过公众号发布执法典型案例${f('typicalCases')}个。`,
  },
  {
    at: 'SUPPORT',
    needs: 'expensesFen',
    says: ({ f, line }) =>
      line`新增执法用车${f('vehicles')}辆，投入执法办案专项经费${f('expensesFen')}万元，保障执法案件鉴定、评估、执法文书、专家论证、法律顾问服务等工作。`,
  },
  {
    at: 'SUPERVISION',
    needs: 'supervisionNotices',
    says: ({ f, count, value, line }) => {
      const found = (Object.keys(SUPERVISION_ISSUES) as SupervisionIssue[]).filter(
        (issue) => count(`issue${issue}`) > 0,
      );
      const issues = found.flatMap((issue, n): Piece[] => [
        ...(n === 0 ? [] : ['、']),
        f(`issue${issue}`, SUPERVISION_ISSUES[issue]),
      ]);
      const feedback =
        value('noticeFeedbackRate') === 1
          ? f('noticeFeedbackRate', '整改结果均按期反馈报告')
          : line`整改结果按期反馈率${f('noticeFeedbackRate')}`;
      return line`全年收到执法监督通知${f('supervisionNotices')}份，主要是${issues}等问题。${feedback}。`;
    },
  },
];
