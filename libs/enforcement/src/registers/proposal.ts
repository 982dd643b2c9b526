import { type Need, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  arranged,
  Continued,
  Day,
  Enclosed,
  type Enclosure,
  Id,
  Label,
  Narrative,
  Optional,
  PersonRef,
  PersonRefs,
  say,
  the,
  UnitRef,
} from '#fields';
import type { LegalDay } from '#statutes';
import { act, follows } from '../definition/act.js';
import { allProposable, type OnApproval, ProposalCarriedOut, proposable } from '../definition/approval.js';
import type { LawContext } from '../definition/context.js';
import { register } from '../definition/register.js';

/*
 * 呈批 (行政处罚法第五十四条、第五十七条; DOMAIN 2.7): an act that a leader has to approve or to decide, as somebody proposes it to
 * him: whole, so that he sees the finished act. He carries it out by giving the act himself, or returns it with a reason.
 */

/** Which act an object that is enclosed is: told by the register and the name beside it. */
const OF_AN_ACT: Enclosure = {
  classIn: (beside) => {
    const { register: of, act: name } = beside as Partial<Pick<Proposal, 'register' | 'act'>>;
    return proposable(String(of), String(name))?.command.input;
  },
  kinds: () =>
    allProposable().map(({ aggregate, command: { name, input } }) => ({
      beside: { register: aggregate.name, act: name },
      type: input,
    })),
};

/** 呈批, as it stands. */
export class Proposal {
  @UnitRef('办理单位') unitId!: string;
  /** 立案, 结案 … */
  @Label('呈批事项') title!: string;
  @Label('登记簿') register!: string;
  @Id('所办事项编号') recordId!: string;
  @Label('办理事项名称') act!: string;
  @Enclosed('呈批内容', OF_AN_ACT) input!: object;
  @PersonRef('呈批人') proposerId!: string;
  @PersonRef('呈批给') forId!: string;
  @Optional() @Narrative('呈批意见') opinion?: string;
  @Day('呈批日期') proposedOn!: LegalDay;
  /** Who proposed it, and to whom it was ever proposed. */
  @PersonRefs('有关人员', { min: 0 }) concerns!: readonly string[];
  /** On whose desk it lies now. */
  @PersonRefs('待办人', { min: 0 }) waitsFor!: readonly string[];
  @Optional() @Day('退回日期') returnedOn?: LegalDay;
  @Optional() @PersonRef('退回人') returnedBy?: string;
  @Optional() @Narrative('退回理由') returnReason?: string;
  @Optional() @Day('批准日期') carriedOutOn?: LegalDay;
  @Optional() @PersonRef('批准人') approverId?: string;
}

// ---- commands and, beside each, the event that is stored for ever

export class Propose {
  @Label('登记簿') register!: string;
  @Id('所办事项编号') recordId!: string;
  @Label('办理事项名称') act!: string;
  @Enclosed('呈批内容', OF_AN_ACT) input!: object;
  @PersonRef('呈批给') forId!: string;
  @Optional() @Narrative('呈批意见') opinion?: string;
  @ActDay('呈批日期') on!: LegalDay;
}
@Continued()
export class ActProposed extends Propose {
  @UnitRef('办理单位') unitId!: string;
  @Label('呈批事项') title!: string;
  @PersonRef('呈批人') proposerId!: string;
}

export class ReturnProposal {
  @Narrative('退回理由') reason!: string;
  @ActDay('退回日期') on!: LegalDay;
}
export class ProposalReturned extends ReturnProposal {
  @PersonRef('退回人') returnedBy!: string;
}

/** The act itself stays what it was: which one and of which record. */
export class ReviseProposal extends Propose {}
export class ProposalRevised extends ReviseProposal {}

export class WithdrawProposal {
  @Narrative('撤回理由') reason!: string;
  @ActDay('撤回日期') on!: LegalDay;
}

const ARTICLE = '行政处罚法第五十四条、第五十七条';

const PHASES = {
  Unproposed: '未呈批',
  Proposed: '待批准',
  Returned: '已退回',
  Withdrawn: '已撤回',
  CarriedOut: '已批准办理',
} as const;

/** The record whose act it is; of one that is yet to begin there is nothing. */
function recordNeeds({ register: aggregate, recordId }: Propose): Need[] {
  return [{ aggregate, id: recordId }];
}

/** The act with its record as it stands, and whose that is; of a record that is yet to begin, the proposer's. */
function proposedAct({ register: of, act: name, recordId }: Propose, { facts, actor }: LawContext) {
  const { command, aggregate } = proposable(of, name)!;
  const state = facts.get(aggregate, recordId);
  const { units, people } = aggregate.belongsTo(state);
  const [unitId = ''] = units;
  const isOwn = unitId === '' || units.includes(actor.unit) || people.includes(actor.id);
  return { command, aggregate, state, isOwn, unitId: unitId === '' ? actor.unit : unitId };
}

/** The proposer has to do with the record, and its phase has room for the act. */
function guardProposable(input: Propose, context: LawContext): Refusal | undefined {
  const { command, aggregate, state, isOwn, unitId } = proposedAct(input, context);
  if (!isOwn)
    return refuse({
      code: 'unit.not_responsible',
      article: ARTICLE,
      message: say`此事由${the.unit(unitId)}办理，您不是该单位的人员，也没有被指派，不能呈批`,
    });
  const { records, title, article } = command;
  return records === undefined ? undefined : aggregate.life?.guard(state, records, title, article);
}

/** Nobody is asked to approve what he himself proposes. */
function guardOther({ forId }: Propose, { actor }: LawContext): Refusal | undefined {
  if (forId !== actor.id) return undefined;
  return refuse({
    code: 'proposal.to_oneself',
    article: ARTICLE,
    message: '不能呈批给本人，请选择批准的机关负责人；本人是负责人的，可以直接办理',
  });
}

/** What is proposed says nothing of how it is approved: that follows when it is. */
function unapproved({ register: of, act: name, input }: Propose): object {
  const { proposalId: _proposal, paper: _paper, ...said } = input as OnApproval;
  return arranged(proposable(of, name)!.command.input, said);
}

/** Whoever proposed it revises it and takes it back. */
function guardOwn({ proposerId }: Proposal, { actor }: LawContext): Refusal | undefined {
  if (proposerId === actor.id) return undefined;
  return refuse({
    code: 'proposal.not_own',
    article: ARTICLE,
    message: say`此件由${the.person(proposerId)}呈批，应由其本人修改或者撤回`,
  });
}

/** It lies on the desk of whom it is for. */
function proposed({ concerns }: Proposal, { forId, on }: Propose, ...others: readonly string[]) {
  return {
    proposedOn: on,
    concerns: [...new Set([...concerns, ...others, forId])],
    waitsFor: [forId],
    returnedOn: undefined,
    returnedBy: undefined,
    returnReason: undefined,
  };
}

/** 呈批簿, one stream each: `proposal-<id>`. */
export const proposal = register<Proposal, typeof PHASES>({
  name: 'proposal',
  path: 'proposals',
  title: '呈批',
  noun: '呈批件',
  row: Proposal,
  phases: PHASES,
  roles: ['OFFICER', 'REGISTRAR'],
  people: 'concerns',
  unitOf: ({ unitId, proposerId }, { id, unit }) => (id === proposerId ? unit : unitId),
  calledBy: 'title',
  initial: { concerns: [], waitsFor: [] },
  acts: [
    act(Propose, ActProposed, {
      title: '呈批',
      article: ARTICLE,
      to: 'Proposed',
      needs: recordNeeds,
      unitOf: (_row, _input, actor) => actor.unit,
      says: ({ title, forId }) => say`呈请${the.person(forId)}批准：${the.label(title)}`,
      decide: (input, _row, context) => {
        const refusal = guardOther(input, context) ?? guardProposable(input, context);
        if (refusal) return refusal;
        const { command, unitId } = proposedAct(input, context);
        return { unitId, title: command.title, proposerId: context.actor.id, input: unapproved(input) };
      },
      evolve: (row, data) => proposed(row, data, data.proposerId),
    }),
    act(ReturnProposal, ProposalReturned, {
      title: '退回',
      eventTitle: '退回呈批',
      article: ARTICLE,
      roles: ['LEADER'],
      from: ['Proposed'],
      to: 'Returned',
      says: ({ reason }) => say`退回：${the.words(reason)}`,
      decide: (_input, _row, { actor }) => ({ returnedBy: actor.id }),
      evolve: ({ proposerId }, { reason, on }) => ({ waitsFor: [proposerId], returnReason: reason, returnedOn: on }),
    }),
    act(ReviseProposal, ProposalRevised, {
      title: '修改后重新呈批',
      article: ARTICLE,
      from: ['Returned', 'Proposed'],
      to: 'Proposed',
      may: guardOwn,
      needs: recordNeeds,
      says: ({ forId }) => say`修改后重新呈请${the.person(forId)}批准`,
      decide: (input, row, context) => {
        if (input.register !== row.register || input.recordId !== row.recordId || input.act !== row.act)
          return refuse({
            code: 'proposal.of_other',
            article: ARTICLE,
            message: '重新呈批的应是同一事项，另一事项请另行呈批',
          });
        return guardOther(input, context) ?? guardProposable(input, context) ?? { input: unapproved(input) };
      },
      evolve: (row, data) => proposed(row, data),
    }),
    act(WithdrawProposal, 'ProposalWithdrawn', {
      title: '撤回呈批',
      article: ARTICLE,
      from: ['Proposed', 'Returned'],
      to: 'Withdrawn',
      may: guardOwn,
      says: ({ reason }) => say`撤回：${the.words(reason)}`,
      evolve: () => ({ waitsFor: [] }),
    }),
    follows(ProposalCarriedOut, {
      title: '批准办理',
      from: ['Proposed'],
      to: 'CarriedOut',
      says: ({ approverId }) => say`${the.person(approverId)}批准，已经办理`,
      evolve: (_row, { on, approverId }) => ({ waitsFor: [], carriedOutOn: on, approverId }),
    }),
  ],
  waits: [{ what: '批准', in: ['Proposed'], by: 'proposerId', from: 'forId', since: 'proposedOn' }],
  list: {
    columns: ['title', 'recordId', 'unitId', 'phase', 'proposerId', 'forId', 'proposedOn'],
    filters: ['phase', 'unitId', 'title', 'waitsFor', 'proposerId', 'forId', 'proposedOn', 'carriedOutOn'],
    sort: '-proposedOn',
  },
  measures: {
    'proposal.made': { title: '呈批', on: ({ proposedOn }) => proposedOn },
    'proposal.carriedOut': { title: '呈批后批准办理', on: ({ carriedOutOn }) => carriedOutOn },
  },
});
