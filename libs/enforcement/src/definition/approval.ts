import {
  type Accepted,
  type Actor,
  type Aggregate,
  type Decision,
  type Need,
  type Refusal,
  refuse,
} from '#eventsourcing';
import {
  ActDay,
  actDayField,
  actDayOf,
  arranged,
  Carried,
  type Constructor,
  Day,
  fieldsOf,
  Hint,
  Nested,
  OfficialNumber,
  Optional,
  PersonRef,
  RecordRef,
  say,
  the,
} from '#fields';
import type { LegalDay } from '#statutes';
import { guardNotInFuture } from '../days.js';
import type { LawContext } from './context.js';
import type { Lifecycle } from './lifecycle.js';

/*
 * 审批 (DOMAIN 2.7; G05): an approval is the approver's own act. What needs a leader is given by the leader himself, on
 * somebody's proposal (呈批) or without one; whoever works from paper names the document, and the log says so.
 */

/** 纸质审批: the document on which a leader approved. */
export class Paper {
  @OfficialNumber('审批文书编号') documentNo!: string;
  @Day('批准日期') approvedOn!: LegalDay;
}

/** What an act and its event say when a leader gave the act as it had been proposed to him. */
export class OnProposal {
  @Optional() @Carried() @RecordRef('proposal', '呈批编号') proposalId?: string;
}

/** What an act that a leader has to approve says of the approval, and its event: neither of them before 2026-11-26. */
export class OnApproval extends OnProposal {
  @Optional()
  @Hint('负责人在纸质审批表上批准的，填写文书编号和批准日期；在本平台呈批的不填')
  @Nested('纸质审批', () => Paper)
  paper?: Paper;
}

/** 呈批已经批准办理: follows from the act itself, in the same append. */
export class ProposalCarriedOut {
  @ActDay('批准日期') on!: LegalDay;
  @PersonRef('批准人') approverId!: string;
}

/** Whom an act needs, and who may not be it. */
export interface Approval<Command, State> {
  /** Whether this act needs it; every one does where nothing is said. */
  readonly isNeeded?: ((given: Command, state: State) => boolean) | undefined;
  /** The field by which command and event name the approver. */
  readonly as: string;
  readonly needs: (approverId: string) => readonly Need[];
  /** Refuses whoever was no leader in office on the day, or worked on the matter himself, as `others` did as well. */
  readonly guard: (
    approverId: string,
    others: readonly string[],
    on: LegalDay,
    given: Command,
    state: State,
    context: LawContext,
  ) => Refusal | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: approvals of acts of whatever state.
type AnyApproval = Approval<any, any>;

/** The part of a command that this file reads. */
interface Given extends OnApproval {
  readonly [field: string]: unknown;
}

const NAME = 'proposal';

/** An act that may be proposed, with its register; what both say of themselves beyond this is `commandNamed`'s to tell. */
export interface Proposable {
  readonly command: {
    readonly name: string;
    readonly title: string;
    readonly article: string;
    readonly input: Constructor;
    readonly records: string | undefined;
  };
  // biome-ignore lint/suspicious/noExplicitAny: registers of different states.
  readonly aggregate: Aggregate<any> & {
    readonly life: Lifecycle<string> | undefined;
    belongsTo(state: unknown): { readonly units: readonly string[]; readonly people: readonly string[] };
  };
}

const PROPOSABLE = new Map<string, Proposable>();

/** Notes an act among those that may be proposed, where it is one: its command may name a proposal. */
export function noteProposable(entry: Proposable): void {
  const { command, aggregate } = entry;
  if (fieldsOf(command.input).has('proposalId')) PROPOSABLE.set(keyOf(aggregate.name, command.name), entry);
}

/** The act of that name of a register, where it may be proposed. */
export function proposable(register: string, act: string): Proposable | undefined {
  return PROPOSABLE.get(keyOf(register, act));
}

/** Every act that may be proposed. */
export function allProposable(): readonly Proposable[] {
  return [...PROPOSABLE.values()];
}

function keyOf(register: string, act: string): string {
  return `${register} ${act}`;
}

/** Streams that `approvedOr` reads and writes. */
export function approvalNeeds(approval: AnyApproval | undefined, command: object, actor: Actor): Need[] {
  const given = command as Given;
  const { proposalId, paper } = given;
  const approverId = approval && ((paper && given[approval.as]) ?? actor.id);
  return [
    ...(typeof approverId === 'string' ? approval!.needs(approverId) : []),
    ...(proposalId === undefined ? [] : [{ aggregate: NAME, id: proposalId }]),
  ];
}

/** What the act says once it is known who approved it, and what follows for the proposal. */
type Approved = { readonly said: object; readonly elsewhere: Accepted['elsewhere'] };

/**
 * Decides an act with its approval: the leader who gives it is the approver, whatever he was proposed; else the paper
 * names him. Every guard of the act is asked again at this moment.
 */
export function approvedOr<Command extends object, State>(
  type: Constructor<Command>,
  article: string,
  approval: Approval<Command, State> | undefined,
  given: Command,
  state: State,
  context: LawContext,
  decide: (said: Command, elsewhere: Accepted['elsewhere']) => Decision,
): Decision {
  const outcome = approve(type, article, approval, given as Command & Given, state, context);
  if ('kind' in outcome) return outcome;
  return decide({ ...given, ...outcome.said }, outcome.elsewhere);
}

function approve<State>(
  type: Constructor,
  article: string,
  approval: AnyApproval | undefined,
  given: Given,
  state: State,
  context: LawContext,
): Approved | Refusal {
  const { paper, proposalId } = given;
  const { actor, today } = context;
  const on = actDayOf(type, given) ?? today;
  const asProposed = proposalId === undefined ? undefined : guardAsProposed(type, article, approval, given, context);
  if (asProposed) return asProposed;
  const proposers = proposalId === undefined ? [] : [context.proposalOf(proposalId).proposerId];
  const elsewhere = carriedOut(proposalId, on, actor);
  if (approval === undefined) return { said: {}, elsewhere };
  const named = given[approval.as] as string | undefined;
  if (paper !== undefined) {
    if (named === undefined)
      return refuse({ code: 'approval.approver_missing', article, message: '请填写在纸质审批表上批准的负责人' });
    return (
      guardPaper(paper, on, article, context) ??
      approval.guard(named, [actor.id], paper.approvedOn, given, state, context) ?? { said: {}, elsewhere }
    );
  }
  const isPlain = named === undefined && proposalId === undefined;
  if (isPlain && approval.isNeeded?.(given, state) === false) return { said: {}, elsewhere };
  if (!actor.roles.includes('LEADER') || (named ?? actor.id) !== actor.id) return notHis(article, named, actor);
  return (
    approval.guard(actor.id, proposers, on, given, state, context) ?? { said: { [approval.as]: actor.id }, elsewhere }
  );
}

/** M6: nobody approves in another's name. */
function notHis(article: string, named: string | undefined, actor: Actor): Refusal {
  const who = named === undefined || named === actor.id ? '本机关负责人' : the.person(named);
  return refuse({
    code: 'approval.not_proposed',
    article,
    message: say`此事须由机关负责人批准，不能代其记录：请呈批，由${who}本人批准；负责人已在纸质审批表上批准的，请填写文书编号和批准日期`,
  });
}

/** The paper was signed when the act was done, or before. */
function guardPaper({ approvedOn }: Paper, on: LegalDay, article: string, { today }: LawContext): Refusal | undefined {
  const early = guardNotInFuture(approvedOn, today, '批准日期', article);
  if (early || approvedOn <= on) return early;
  return refuse({
    code: 'approval.after_act',
    article,
    message: `纸质审批的批准日期${approvedOn}晚于办理日期${on}，批准以后才能办理`,
    earliest: approvedOn,
  });
}

/** The act is the one that was proposed, word for word, and its proposal waits for an answer. */
function guardAsProposed(
  type: Constructor,
  article: string,
  approval: AnyApproval | undefined,
  given: Given,
  { id, actor, proposalOf }: LawContext,
): Refusal | undefined {
  const proposal = proposalOf(given.proposalId!);
  const isOfThis = proposable(proposal.register, proposal.act)?.command.input === type && proposal.recordId === id;
  if (!isOfThis)
    return refuse({ code: 'proposal.of_other', article, message: '所填的呈批不是就此事提出的，请核对呈批编号' });
  if (proposal.phase !== 'Proposed')
    return refuse({
      code: 'proposal.phase',
      article,
      message: '此件呈批已经退回、撤回或者批准办理，不能再批准',
    });
  if (proposal.proposerId === actor.id)
    return refuse({
      code: 'approver.proposed',
      article,
      message: say`${the.person(actor.id)}是呈批人，不能批准自己的呈批`,
    });
  if (given.paper !== undefined || essence(type, approval, given) !== essence(type, approval, proposal.input as Given))
    return refuse({
      code: 'proposal.said_otherwise',
      article,
      message: '办理的内容与呈批的不同：应按呈批的内容批准，需要改动的，请写明理由退回',
    });
  const day = actDayField(type);
  if (day === undefined || actDayOf(type, given)! >= (actDayOf(type, proposal.input) ?? '')) return undefined;
  return refuse({
    code: 'proposal.before_proposed',
    article,
    message: `${fieldsOf(type).get(day)!.title}不能早于呈批的${actDayOf(type, proposal.input)}`,
    earliest: actDayOf(type, proposal.input)!,
  });
}

/** What has to be the same: all but who approves, and on which day. */
function essence(type: Constructor, approval: AnyApproval | undefined, input: Given): string {
  const apart = new Set(['proposalId', approval?.as, actDayField(type)]);
  return JSON.stringify(Object.entries(arranged(type, input as never)).filter(([name]) => !apart.has(name)));
}

function carriedOut(proposalId: string | undefined, on: LegalDay, actor: Actor): Accepted['elsewhere'] {
  if (proposalId === undefined) return [];
  const data: ProposalCarriedOut = { on, approverId: actor.id };
  return [{ stream: { aggregate: NAME, id: proposalId }, events: [{ type: ProposalCarriedOut.name, data }] }];
}

/** The act as a leader gives it who approves a proposal on a day. */
export function asApproved(
  command: { readonly input: Constructor },
  input: object,
  proposalId: string,
  on: LegalDay,
): object {
  const name = actDayField(command.input);
  const isDay = name !== undefined && fieldsOf(command.input).get(name)!.kind === 'day';
  return { ...input, ...(isDay ? { [name]: on } : {}), proposalId };
}
