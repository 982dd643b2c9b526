import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
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
} from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { act } from '../definition/act.js';
import { type LawContext, ruleOf } from '../definition/context.js';
import { balance, count, rateOfHandled } from '../definition/metric.js';
import { register } from '../definition/register.js';
import { guardResponsible, guardUnitKnown, responsibleNeeds, unitNeed } from '../responsible-unit.js';

/*
 * 执法争议 (行政处罚法第二十五条; 浙江省综合行政执法条例第十二条第二项、第十七条第二款; 住房和城乡建设行政处罚程序规定第六条;
 * DOMAIN 4.3): two units differ on whose a matter is. They negotiate, within the period of D02; what they do not
 * settle, the 指导办 mediates, or the organ above both designates who has jurisdiction.
 */

export const DISPUTE_KINDS = { JURISDICTION: '管辖争议', DUTY: '职责争议', STANDARD: '标准争议' } as const;
export type DisputeKind = keyof typeof DISPUTE_KINDS;

export const DISPUTE_MODES = { NEGOTIATION: '协商', MEDIATION: '指导办协调', DESIGNATION: '上级指定' } as const;
export type DisputeMode = keyof typeof DISPUTE_MODES;

/** 执法争议, as it stands. */
export class Dispute {
  /** The unit that raised it. */
  @UnitRef('提出单位') unitId!: string;
  @UnitRef('对方单位') otherUnitId!: string;
  @Choice('争议种类', DISPUTE_KINDS) kind!: DisputeKind;
  @Narrative('争议事项') matter!: string;
  @Day('提出日期') raisedOn!: LegalDay;
  @Day('协商期限') negotiationDueOn!: LegalDay;
  @Rule('期限依据') negotiationRule!: string;
  /** The first record of a negotiation that came to its end, whichever. */
  @Optional() @Day('协商日期') negotiatedOn?: LegalDay;
  @Optional() @Day('报请指定日期') requestedOn?: LegalDay;
  @Optional() @Day('指定日期') designatedOn?: LegalDay;
  @Optional() @UnitRef('被指定管辖的单位') designatedUnitId?: string;
  @Optional() @Choice('解决方式', DISPUTE_MODES) mode?: DisputeMode;
  @Optional() @Day('解决日期') resolvedOn?: LegalDay;
  @Optional() @Day('撤回日期') withdrawnOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class RaiseDispute {
  @Choice('争议种类', DISPUTE_KINDS) kind!: DisputeKind;
  @Optional() @UnitRef('提出单位') unitId?: string;
  @UnitRef('对方单位') otherUnitId!: string;
  @Narrative('争议事项') matter!: string;
  @ActDay('提出日期') raisedOn!: LegalDay;
}
export class DisputeRaised extends RaiseDispute {
  @RecordRef('dispute', '争议编号') disputeId!: string;
  @UnitRef('提出单位') declare unitId: string;
  /** D02: last day for coming to terms, with the edition of the rule that gave it. */
  @Day('协商期限') negotiationDueOn!: LegalDay;
  @Rule('期限依据') negotiationRule!: string;
}

export class RecordNegotiation {
  @Flag('是否协商一致') isAgreed!: boolean;
  /** 协商记录, which the procedure wants kept. */
  @Narrative('协商记录') record!: string;
  @ActDay('协商日期') on!: LegalDay;
}

/** 报请共同的上一级行政机关指定管辖. */
export class RequestDesignation {
  @Label('报请的机关') toOrgan!: string;
  @ActDay('报请日期') on!: LegalDay;
}

export class DesignateJurisdiction {
  @UnitRef('被指定管辖的单位') designatedUnitId!: string;
  @Label('指定机关') byOrgan!: string;
  @Optional() @OfficialNumber('指定管辖文书文号') documentNo?: string;
  @ActDay('指定日期') on!: LegalDay;
}

export class ResolveDispute {
  @Choice('解决方式', DISPUTE_MODES) mode!: DisputeMode;
  @Narrative('解决结果') result!: string;
  @ActDay('解决日期') on!: LegalDay;
}

export class WithdrawDispute {
  @Narrative('撤回的理由') reason!: string;
  @ActDay('撤回日期') on!: LegalDay;
}

const JURISDICTION = '行政处罚法第二十五条第二款';
const NEGOTIATION = '住房和城乡建设行政处罚程序规定第六条';
const MEDIATION = '浙江省综合行政执法条例第十二条第二项';
const SETTLEMENT = '浙江省综合行政执法条例第十七条第二款';

const PHASES = {
  Unraised: '未提出',
  Raised: '协商中',
  Agreed: '协商一致',
  Failed: '协商不成',
  Requested: '已报请指定',
  Designated: '已指定管辖',
  Resolved: '已解决',
  Withdrawn: '已撤回',
} as const;
type Phase = keyof typeof PHASES;

/** Where each way of settling it is open: what was agreed or designated needs no mediator. */
const OPEN_TO: Readonly<Record<DisputeMode, readonly Phase[]>> = {
  NEGOTIATION: ['Agreed'],
  MEDIATION: ['Raised', 'Failed', 'Requested'],
  DESIGNATION: ['Designated'],
};

/** The 指导办 mediates, and only where it stands above both. */
function guardMediator(context: LawContext, { unitId, otherUnitId }: Dispute): Refusal | undefined {
  if (context.actor.roles.includes('COORDINATOR'))
    return guardResponsible(context, unitId) ?? guardResponsible(context, otherUnitId);
  return refuse({
    code: 'dispute.not_mediator',
    article: MEDIATION,
    message: '协调解决执法争议是指导办的职责，请报指导办协调',
  });
}

/** 执法争议, one stream each: `dispute-<disputeId>`. */
export const dispute = register<Dispute, typeof PHASES>({
  name: 'dispute',
  path: 'disputes',
  title: '执法争议',
  noun: '执法争议',
  row: Dispute,
  phases: PHASES,
  roles: ['LEADER', 'COORDINATOR', 'REGISTRAR'],
  // What both have to do, either side does.
  unitOf: ({ unitId, otherUnitId }, actor) => (actor.unit === otherUnitId ? otherUnitId : unitId),
  acts: [
    act(RaiseDispute, DisputeRaised, {
      title: '提出执法争议',
      article: JURISDICTION,
      to: 'Raised',
      needs: ({ otherUnitId }) => [unitNeed(otherUnitId)],
      says: ({ unitId, otherUnitId, kind, negotiationDueOn }) =>
        say`${the.unit(unitId)}与${the.unit(otherUnitId)}有${DISPUTE_KINDS[kind]}，应于${the.day(negotiationDueOn)}前协商解决`,
      decide: ({ unitId, otherUnitId, raisedOn }, _row, context) => {
        const unknown = guardUnitKnown(context, otherUnitId);
        if (unknown) return unknown;
        if ((unitId ?? context.actor.unit) === otherUnitId)
          return refuse({
            code: 'dispute.same_unit',
            article: JURISDICTION,
            message: '争议双方是同一单位，本单位内部的分歧不是执法争议',
          });
        const due = context.statutes.due('D02', { on: raisedOn });
        return { disputeId: context.id, negotiationDueOn: due.dueOn, negotiationRule: ruleOf(due) };
      },
    }),
    act(RecordNegotiation, 'NegotiationRecorded', {
      title: '记录协商',
      article: NEGOTIATION,
      from: ['Raised', 'Failed'],
      to: ({ isAgreed }) => (isAgreed ? 'Agreed' : 'Failed'),
      says: ({ isAgreed, record }) => say`${isAgreed ? '协商一致' : '协商不成'}：${the.words(record)}`,
      evolve: ({ negotiatedOn }, { on }) => ({ negotiatedOn: negotiatedOn ?? on }),
    }),
    act(RequestDesignation, 'DesignationRequested', {
      title: '报请指定管辖',
      article: JURISDICTION,
      from: ['Raised', 'Failed'],
      to: 'Requested',
      says: ({ toOrgan }) => say`报请${the.label(toOrgan)}指定管辖`,
      decide: ({ on }, { phase, negotiationDueOn }) =>
        phase === 'Raised' && on <= negotiationDueOn
          ? refuse({
              code: 'dispute.still_negotiating',
              article: NEGOTIATION,
              message: say`协商期限至${the.day(negotiationDueOn)}，协商不成或者期限届满的，方可报请指定管辖`,
              earliest: addDays(negotiationDueOn, 1),
            })
          : {},
      evolve: (_row, { on }) => ({ requestedOn: on }),
    }),
    act(DesignateJurisdiction, 'JurisdictionDesignated', {
      title: '指定管辖',
      article: JURISDICTION,
      isFinal: true,
      roles: ['COORDINATOR'],
      // 也可以直接由共同的上一级行政机关指定管辖: it need not wait until it is asked.
      from: ['Raised', 'Failed', 'Requested'],
      to: 'Designated',
      unitOf: ({ unitId }) => unitId,
      needs: ({ designatedUnitId }) => [unitNeed(designatedUnitId)],
      says: ({ byOrgan, designatedUnitId }) => say`${the.label(byOrgan)}指定由${the.unit(designatedUnitId)}管辖`,
      decide: ({ designatedUnitId }, _row, context) => guardUnitKnown(context, designatedUnitId) ?? {},
      evolve: (_row, { on }) => ({ designatedOn: on }),
    }),
    act(ResolveDispute, 'DisputeResolved', {
      title: '解决执法争议',
      article: SETTLEMENT,
      from: ['Raised', 'Agreed', 'Failed', 'Requested', 'Designated'],
      to: 'Resolved',
      needs: ({ mode }, { unitId, otherUnitId }, actor) =>
        mode === 'MEDIATION' ? [unitId, otherUnitId].flatMap((party) => responsibleNeeds(actor, party)) : [],
      says: ({ mode, result }) => say`以${DISPUTE_MODES[mode]}解决：${the.words(result)}`,
      decide: ({ mode }, row, context) => {
        if (!OPEN_TO[mode].includes(row.phase))
          return refuse({
            code: 'dispute.mode',
            article: SETTLEMENT,
            message: say`执法争议现为“${PHASES[row.phase]}”，不能以${DISPUTE_MODES[mode]}解决`,
          });
        return (mode === 'MEDIATION' ? guardMediator(context, row) : undefined) ?? {};
      },
      evolve: (_row, { on }) => ({ resolvedOn: on }),
    }),
    act(WithdrawDispute, 'DisputeWithdrawn', {
      title: '撤回执法争议',
      article: JURISDICTION,
      from: ['Raised', 'Agreed', 'Failed', 'Requested'],
      to: 'Withdrawn',
      unitOf: ({ unitId }) => unitId,
      says: ({ reason }) => say`撤回：${the.words(reason)}`,
      evolve: (_row, { on }) => ({ withdrawnOn: on }),
    }),
  ],
  units: ['unitId', 'otherUnitId'],
  desks: { COORDINATOR: ['Raised', 'Failed', 'Requested', 'Designated'] },
  waits: [
    { what: '协商', in: ['Raised'], by: 'unitId', from: 'otherUnitId', since: 'raisedOn' },
    { what: '指定管辖', in: ['Requested'], by: 'unitId', from: { named: '报请指定的机关' }, since: 'requestedOn' },
  ],
  list: {
    columns: ['kind', 'unitId', 'otherUnitId', 'phase', 'raisedOn', 'negotiationDueOn', 'mode', 'resolvedOn'],
    filters: ['phase', 'kind', 'unitId', 'otherUnitId', 'mode', 'raisedOn', 'negotiationDueOn', 'resolvedOn'],
    sort: '-raisedOn',
    sorts: ['negotiationDueOn'],
  },
  clocks: [
    {
      name: 'negotiation',
      what: '协商解决争议',
      due: 'negotiationDueOn',
      rule: 'negotiationRule',
      // Nobody has to negotiate what has been asked of, or said by, the organ above.
      done: ({ negotiatedOn, requestedOn, designatedOn }) => negotiatedOn ?? requestedOn ?? designatedOn,
      by: ['RecordNegotiation', 'RequestDesignation'],
    },
  ],
  measures: {
    'dispute.raised': { title: '提出执法争议', on: ({ raisedOn }) => raisedOn },
    'dispute.ended': {
      title: '执法争议了结',
      on: ({ resolvedOn, withdrawnOn }) => resolvedOn ?? withdrawnOn,
      subject: ({ mode }) => mode ?? 'WITHDRAWN',
      subjects: { ...DISPUTE_MODES, WITHDRAWN: '撤回' },
    },
    'dispute.resolved': {
      title: '解决执法争议',
      on: ({ resolvedOn }) => resolvedOn,
      subject: ({ mode }) => mode ?? '',
      subjects: DISPUTE_MODES,
    },
  },
  metrics: [
    {
      id: 'B10',
      name: '执法争议解决',
      definition: '统计期内解决的执法争议数；解决率为其与期初未决加统计期内提出的争议数之比；撤回的不算解决',
      source: '行政处罚法第二十五条；浙江省综合行政执法条例第十二条第二项、第十七条第二款',
      countsBy: '提出日期；解决日期；撤回日期',
      excluded: '撤回的争议不入解决数',
      parts: [
        count('resolved', '解决执法争议', ['dispute.resolved'], '起'),
        rateOfHandled('rate', '解决率', ['dispute.resolved'], ['dispute.raised'], ['dispute.ended']),
        ...balance('dispute', '执法争议', 'dispute.raised', 'dispute.ended', '起'),
        count('dispute.withdrawn', '其中撤回', ['dispute.ended'], '起', ['WITHDRAWN']),
      ],
    },
  ],
});
