import { type Accepted, defined, type Facts, type Need, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  arranged,
  Choice,
  type Constructor,
  Day,
  Nullable,
  Optional,
  RecordRef,
  say,
  the,
  type Values,
} from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { WhichParties } from '../case/parts.js';
import { aggregate } from '../definition/aggregate.js';
import { event, type Stage } from '../definition/stage.js';
import type { OfParties } from '../definition/standings.js';
import { REMEDY_KINDS, type RemedyKind } from '../terms.js';

/*
 * 救济登记簿: which reconsiderations and lawsuits there are about one case, `remedyRegister-<caseId>`. Each remedy is a
 * stream of its own and could not see the others; both kinds read and write this register in the same append, so that
 * no two can pass each other (G39). Only what has been accepted stands in it: an application that is merely filed
 * keeps nobody from another way.
 */

/** How a remedy ended: decided, turned away at the door, or taken back. */
export const REMEDY_ENDS = { DECIDED: '已决定', DECLINED: '不予受理', WITHDRAWN: '已撤回' } as const;
export type RemedyEnd = keyof typeof REMEDY_ENDS;

// ---- events, stored for ever

export class RemedyEntered {
  @RecordRef('case', '案件编号') caseId!: string;
  @RecordRef('remedy', '救济编号') remedyId!: string;
  @Choice('救济途径', REMEDY_KINDS) kind!: RemedyKind;
  @ActDay('受理日期') acceptedOn!: LegalDay;
  /** D24, of a reconsideration: from the day after it the party may sue all the same. */
  @Optional() @Day('复议决定期限') decisionDueOn?: LegalDay;
  /** Of a case whose parties are handled apart: about whose decision it is. */
  @WhichParties() partyIds?: readonly string[];
}

/** The day for the decision moved; null while the clock stands still. */
export class RemedyDueMoved {
  @RecordRef('remedy', '救济编号') remedyId!: string;
  @Nullable() @Day('复议决定期限') decisionDueOn!: LegalDay | null;
}

export class RemedyEnded {
  @RecordRef('case', '案件编号') caseId!: string;
  @RecordRef('remedy', '救济编号') remedyId!: string;
  @Choice('救济途径', REMEDY_KINDS) kind!: RemedyKind;
  @Choice('结束方式', REMEDY_ENDS) end!: RemedyEnd;
  @ActDay('结束日期') on!: LegalDay;
}

// ---- state

interface Entry extends OfParties {
  readonly remedyId: string;
  readonly kind: RemedyKind;
  readonly decisionDueOn?: LegalDay | null;
  readonly end?: RemedyEnd;
}

interface RegisterState {
  readonly entries: readonly Entry[];
}

function changed(state: RegisterState, remedyId: string, change: Partial<Entry>): RegisterState {
  return { entries: state.entries.map((entry) => (entry.remedyId === remedyId ? { ...entry, ...change } : entry)) };
}

const entering: Stage<RegisterState> = {
  events: [
    event<RegisterState, RemedyEntered>(RemedyEntered, {
      title: '救济程序开始',
      says: ({ kind, remedyId }) => say`${REMEDY_KINDS[kind]}${the.record('remedy', remedyId)}受理`,
      evolve: (state, { remedyId, kind, decisionDueOn, partyIds }) => ({
        entries: [...state.entries, { remedyId, kind, ...defined({ decisionDueOn, partyIds }) }],
      }),
    }),
    event<RegisterState, RemedyDueMoved>(RemedyDueMoved, {
      title: '救济程序期限变动',
      evolve: (state, { remedyId, decisionDueOn }) => changed(state, remedyId, { decisionDueOn }),
    }),
    event<RegisterState, RemedyEnded>(RemedyEnded, {
      title: '救济程序结束',
      says: ({ kind, remedyId }) => say`${REMEDY_KINDS[kind]}${the.record('remedy', remedyId)}结束`,
      evolve: (state, { remedyId, kind, end }) =>
        state.entries.some((entry) => entry.remedyId === remedyId)
          ? changed(state, remedyId, { end })
          : { entries: [...state.entries, { remedyId, kind, end }] },
    }),
  ],
  commands: [],
};

/** 救济登记簿, one stream a case: `remedyRegister-<caseId>`. Nobody's list: the remedies themselves say it all. */
export const remedyRegister = aggregate<RegisterState>({
  name: 'remedyRegister',
  path: 'remedy-registers',
  title: '救济登记簿',
  initialState: { entries: [] },
  belongsTo: () => ({ units: [], people: [] }),
  stages: [entering],
});

export function registerNeeds(caseId: string | undefined): Need[] {
  return caseId === undefined ? [] : [{ aggregate: remedyRegister.name, id: caseId }];
}

/** The write of a remedy about this case; nothing for a remedy that is not about a case of the register. */
export function registerWrite<Event extends object>(
  caseId: string | undefined,
  type: Constructor<Event>,
  data: Omit<Event, 'caseId'>,
): Accepted['elsewhere'] {
  if (caseId === undefined) return [];
  const stream = { aggregate: remedyRegister.name, id: caseId };
  return [
    { stream, events: [{ type: type.name, data: arranged(type, { caseId, ...data } as unknown as Values<Event>) }] },
  ];
}

/** 2023年修订的行政复议法 in force: which text is cited, and whether there is a summary procedure. */
export const RECONSIDERATION_LAW_2023: LegalDay = '2024-01-01';

/**
 * G39 复议与诉讼不得并行 (行政复议法第二十九条; 2017年版第十六条). A suit waits for the reconsideration that is under way,
 * at the longest until its time has run out (行政诉讼法第四十五条); no reconsideration once a court has taken the case.
 */
export function guardNotParallel(
  facts: Facts,
  { caseId, partyIds }: { readonly caseId?: string | undefined; readonly partyIds?: readonly string[] | undefined },
  kind: RemedyKind,
  on: LegalDay,
): Refusal | undefined {
  if (caseId === undefined) return undefined;
  // Of parties who are handled apart each goes his own way.
  const entries = facts.get(remedyRegister, caseId).entries.filter((entry) => entry.partyIds?.[0] === partyIds?.[0]);
  const current = on >= RECONSIDERATION_LAW_2023;
  if (kind === 'RECONSIDERATION') {
    const suit = entries.find((entry) => entry.kind === 'LITIGATION' && (!entry.end || entry.end === 'DECIDED'));
    if (!suit) return undefined;
    return refuse({
      code: 'remedy.parallel',
      article: current ? '行政复议法第二十九条第二款' : '行政复议法（2017）第十六条第二款',
      message: say`人民法院已经依法受理本案的行政诉讼（${the.record('remedy', suit.remedyId)}），不得申请行政复议；撤诉后方可申请`,
    });
  }
  const underway = entries.find((entry) => entry.kind === 'RECONSIDERATION' && !entry.end && !isOverdue(entry, on));
  if (!underway) return undefined;
  const due = underway.decisionDueOn;
  const number = the.record('remedy', underway.remedyId);
  return refuse({
    code: 'remedy.parallel',
    article: current ? '行政复议法第二十九条第一款' : '行政复议法（2017）第十六条第一款',
    message: due
      ? say`本案正在行政复议（${number}），期限至${the.day(due)}；作出复议决定、撤回申请或者逾期不作决定后方可起诉`
      : say`本案的行政复议（${number}）正在中止或者决定期限待定；作出复议决定或者撤回申请后方可起诉`,
    ...(due ? { earliest: addDays(due, 1) } : {}),
  });
}

function isOverdue({ decisionDueOn }: Entry, on: LegalDay): boolean {
  return decisionDueOn !== undefined && decisionDueOn !== null && decisionDueOn < on;
}

/**
 * Whether a party who had to go through reconsideration first has done so: it was decided, or declined, or its time ran
 * out (行政复议法第三十四条). To take the application back does not open the way to court.
 */
export function hasBeenReconsidered(facts: Facts, caseId: string, on: LegalDay): boolean {
  return facts
    .get(remedyRegister, caseId)
    .entries.some(
      (entry) =>
        entry.kind === 'RECONSIDERATION' &&
        (entry.end === undefined ? isOverdue(entry, on) : entry.end !== 'WITHDRAWN'),
    );
}
