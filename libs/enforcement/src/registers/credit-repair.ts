import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Choices,
  Day,
  Flag,
  Label,
  Narrative,
  OfficialNumber,
  Optional,
  RecordRef,
  Rule,
  say,
  the,
  UnitRef,
  Uscc,
} from '#fields';
import { addDays, type LegalDay, type PenaltyKind } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { caseNeeds } from '../case/case-need.js';
import { decisionsIn } from '../case/standings.js';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import { type LawContext, ruleOf } from '../definition/context.js';
import { count, distinct, rate } from '../definition/metric.js';
import { register } from '../definition/register.js';
import { PENALTY_KINDS, PROCEDURES, type Procedure } from '../terms.js';

/*
 * 信用修复 (国家发展改革委令第58号 until 2026-03-31, 第36号 from 2026-04-01; DOMAIN 4.14): what of a penalty of a firm is shown
 * for how long, and how the showing ends before its longest day: duties fulfilled, the shortest time over, a promise given.
 */

/** 失信程度 (36号令). */
export const CREDIT_GRAVITIES = { MINOR: '轻微', ORDINARY: '一般', SERIOUS: '严重' } as const;
export type CreditGravity = keyof typeof CREDIT_GRAVITIES;

/** What a firm's record rests on, as the rules of disclosure ask it. */
class CreditRecord {
  @Uscc('统一社会信用代码') uscc!: string;
  @Label('企业名称') firmName!: string;
  @OfficialNumber('处罚决定文号') decisionNo!: string;
  @Day('处罚决定日期') decidedOn!: LegalDay;
  @Choice('程序', PROCEDURES) procedure!: Procedure;
  @Choices('处罚种类', PENALTY_KINDS) kinds!: readonly PenaltyKind[];
  @Flag('是否食品药品、特种设备、安全生产、消防领域') isOfSafety!: boolean;
  @Optional() @Choice('失信程度', CREDIT_GRAVITIES) gravity?: CreditGravity;
  @Optional() @RecordRef('case', '案件') caseId?: string;
}

/** 信用记录, as it stands. */
export class CreditRepair extends CreditRecord {
  @UnitRef('认定单位') unitId!: string;
  @Day('列入日期') listedOn!: LegalDay;
  /** Last day of the shortest time: repair may be asked for from the day after. */
  @Day('最短公示期届满日') shortestUntilOn!: LegalDay;
  @Day('最长公示期届满日') longestUntilOn!: LegalDay;
  @Rule('期限依据') disclosureRule!: string;
  @Optional() @Day('申请修复日期') requestedOn?: LegalDay;
  @Optional() @Day('合规审查日期') checkedOn?: LegalDay;
  @Optional() @Day('准予修复日期') grantedOn?: LegalDay;
  @Optional() @Day('不予修复日期') refusedOn?: LegalDay;
  /** The showing ended: repaired, or the longest time over. */
  @Optional() @Day('停止公示日期') endedOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class ListCreditRecord extends CreditRecord {
  @ActDay('列入日期') listedOn!: LegalDay;
}
export class CreditRecordListed extends ListCreditRecord {
  @UnitRef('认定单位') unitId!: string;
  @Day('最短公示期届满日') shortestUntilOn!: LegalDay;
  @Day('最长公示期届满日') longestUntilOn!: LegalDay;
  @Rule('期限依据') disclosureRule!: string;
}

export class RequestRepair {
  @Flag('是否已作信用承诺') hasPromised!: boolean;
  @ActDay('申请日期') on!: LegalDay;
}

/** 合规记录审查: whether what the decision wants has been done. */
export class CheckCompliance {
  @Flag('义务是否履行完毕') isFulfilled!: boolean;
  @Narrative('审查意见') opinion!: string;
  @ActDay('审查日期') on!: LegalDay;
}

export class GrantRepair {
  @ActDay('准予日期') on!: LegalDay;
}

export class RefuseRepair {
  @Narrative('不予修复的理由') reason!: string;
  @ActDay('不予修复日期') on!: LegalDay;
}

/** 最长公示期届满，停止公示. */
export class ExpireCreditRecord {
  @ActDay('停止公示日期') on!: LegalDay;
}

const REPAIR = '失信行为纠正后的信用信息修复管理办法（国家发展改革委令）';

const PHASES = {
  Unlisted: '未列入',
  Listed: '公示中',
  Requested: '待审查',
  Compliant: '审查合规',
  Wanting: '审查不合规',
  Granted: '已修复',
  Expired: '期满停止公示',
} as const;

/** For how long the record is shown, by the order in force on the day of the decision. */
function disclosureOf({ statutes }: LawContext, { decidedOn, procedure, kinds, isOfSafety, gravity }: CreditRecord) {
  return statutes.creditDisclosure({
    decidedOn,
    procedure,
    kinds,
    partyKind: 'ORGANISATION',
    safetySector: isOfSafety,
    gravity,
  });
}

/** A case that is named is the unit's own, and was decided by this decision. */
function guardCase({ facts, actor }: LawContext, { caseId, decidedOn, unitId }: CreditRecord & { unitId?: string }) {
  if (caseId === undefined) return undefined;
  const found = facts.get(caseAggregate, caseId);
  const isDecided = decisionsIn(found).some((decision) => decision.decidedOn === decidedOn);
  if (found.unitId === (unitId ?? actor.unit) && isDecided) return undefined;
  return refuse({
    code: 'credit.other_case',
    article: REPAIR,
    message: say`案件${the.record('case', caseId)}不是本单位于${the.day(decidedOn)}作出处罚决定的案件，请核对`,
  });
}

/** 信用修复, one stream a record: `creditRepair-<id>`. */
export const creditRepair = register<CreditRepair, typeof PHASES>({
  name: 'creditRepair',
  path: 'credit-repairs',
  title: '信用修复',
  noun: '信用记录',
  room: 'SERVICE',
  code: 'credit',
  row: CreditRepair,
  phases: PHASES,
  roles: ['REGISTRAR', 'OFFICER', 'LEADER'],
  acts: [
    act(ListCreditRecord, CreditRecordListed, {
      title: '列入信用记录',
      article: REPAIR,
      to: 'Listed',
      needs: ({ caseId }) => caseNeeds(caseId),
      says: ({ firmName, decisionNo, longestUntilOn }) =>
        say`${the.label(firmName)}因${the.label(decisionNo)}列入信用记录，公示至${the.day(longestUntilOn)}`,
      decide: (input, _row, context) => {
        const wrong =
          guardCase(context, input) ??
          guardNotBefore(input.listedOn, input.decidedOn, '列入日期', '处罚决定日期', REPAIR);
        if (wrong) return wrong;
        const { disclosed, reason, shortestUntilOn, longestUntilOn, ...cited } = disclosureOf(context, input);
        if (!disclosed || shortestUntilOn === null || longestUntilOn === null)
          return refuse({ code: 'credit.not_disclosed', article: cited.article, message: `${reason}，不列入` });
        return { shortestUntilOn, longestUntilOn, disclosureRule: ruleOf(cited) };
      },
    }),
    act(RequestRepair, 'RepairRequested', {
      title: '申请信用修复',
      article: REPAIR,
      from: ['Listed', 'Wanting'],
      to: 'Requested',
      decide: ({ hasPromised, on }, row, context): Refusal | object => {
        const { article } = disclosureOf(context, row);
        if (on <= row.shortestUntilOn)
          return refuse({
            code: 'credit.too_early',
            article,
            message: say`最短公示期至${the.day(row.shortestUntilOn)}，届满后方可申请信用修复`,
            earliest: addDays(row.shortestUntilOn, 1),
          });
        if (!hasPromised)
          return refuse({ code: 'credit.no_promise', article, message: '申请信用修复的，应当作出信用承诺' });
        return {};
      },
      evolve: (_row, { on }) => ({ requestedOn: on, refusedOn: undefined }),
    }),
    act(CheckCompliance, 'ComplianceChecked', {
      title: '审查合规记录',
      article: REPAIR,
      from: ['Requested'],
      to: ({ isFulfilled }) => (isFulfilled ? 'Compliant' : 'Wanting'),
      says: ({ isFulfilled, opinion }) => say`义务${isFulfilled ? '已履行完毕' : '未履行完毕'}：${the.words(opinion)}`,
      evolve: (_row, { on }) => ({ checkedOn: on }),
    }),
    act(GrantRepair, 'RepairGranted', {
      title: '准予信用修复',
      article: REPAIR,
      isFinal: true,
      from: ['Compliant'],
      to: 'Granted',
      evolve: (_row, { on }) => ({ grantedOn: on, endedOn: on }),
    }),
    act(RefuseRepair, 'RepairRefused', {
      title: '不予信用修复',
      article: REPAIR,
      from: ['Requested', 'Compliant', 'Wanting'],
      to: 'Listed',
      says: ({ reason }) => say`不予信用修复：${the.words(reason)}`,
      evolve: (_row, { on }) => ({ refusedOn: on }),
    }),
    act(ExpireCreditRecord, 'CreditRecordExpired', {
      title: '期满停止公示',
      article: REPAIR,
      from: ['Listed', 'Requested', 'Compliant', 'Wanting'],
      to: 'Expired',
      decide: ({ on }, row, context) =>
        on > row.longestUntilOn
          ? {}
          : refuse({
              code: 'credit.not_expired',
              article: disclosureOf(context, row).article,
              message: say`最长公示期至${the.day(row.longestUntilOn)}，届满后方可停止公示；提前停止的，应当经信用修复`,
              earliest: addDays(row.longestUntilOn, 1),
            }),
      evolve: (_row, { on }) => ({ endedOn: on }),
    }),
  ],
  list: {
    columns: [
      'firmName',
      'decisionNo',
      'unitId',
      'phase',
      'decidedOn',
      'shortestUntilOn',
      'longestUntilOn',
      'grantedOn',
    ],
    filters: ['phase', 'uscc', 'firmName', 'decisionNo', 'unitId', 'decidedOn', 'grantedOn'],
    sort: '-decidedOn',
    sorts: ['shortestUntilOn', 'longestUntilOn'],
  },
  calledBy: 'decisionNo',
  clocks: [
    {
      name: 'showing',
      what: '停止公示信用记录',
      due: 'longestUntilOn',
      rule: 'disclosureRule',
      done: 'endedOn',
      by: ['ExpireCreditRecord'],
    },
  ],
  measures: {
    'credit.listed': { title: '列入信用记录', on: ({ listedOn }) => listedOn, subject: ({ uscc }) => uscc },
    'credit.requested': { title: '申请信用修复', on: ({ requestedOn }) => requestedOn, subject: ({ uscc }) => uscc },
    'credit.granted': { title: '准予信用修复', on: ({ grantedOn }) => grantedOn, subject: ({ uscc }) => uscc },
  },
  metrics: [
    {
      id: 'M22',
      name: '信用修复企业数',
      definition: '统计期内准予信用修复的企业数，按统一社会信用代码去重；一企业有几条记录修复的，计一家',
      source: '国家发展改革委令第58号、第36号',
      countsBy: '准予修复日期',
      parts: [
        distinct('firms', '信用修复企业', ['credit.granted'], '家'),
        count('granted', '准予信用修复', ['credit.granted'], '件'),
        rate('grantedRate', '准予率', ['credit.granted'], ['credit.requested']),
      ],
    },
  ],
});
