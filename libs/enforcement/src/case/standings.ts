import { type DomainEvent, type Refusal, refuse } from '#eventsourcing';
import { each, type Phrase, say, the } from '#fields';
import type { OfParties, Standings } from '../definition/standings.js';
import type { Party } from './parts.js';
import { CASE_LIFE, type CasePhase, isBefore } from './phases.js';
import { type CaseState, OF_STANDING, type PenaltyDecision } from './state.js';

/*
 * 一案多人 (DOMAIN F14; 行政处罚法第五十九条第一款第一项; docs/decisions/0009): what parties have of their own, and what the case is in view of it.
 * For the state of the case and for its row alike.
 */

/** What has standings: the one in view is said flat, the others beside it. */
export interface Divided {
  readonly phase: CasePhase;
  /** Whom the standing in view is about; all whom no other one names, where nothing is said. */
  readonly partyIds?: readonly string[];
  readonly others?: readonly object[];
}

type Part = Divided & { readonly [field: string]: unknown };

const namedBy = ({ partyIds = [] }: OfParties) => partyIds;
const isRest = (part: OfParties) => namedBy(part).length === 0;

/** The least advanced first; of those equally far the one that names nobody, then by the first party that is named. */
function byProgress(one: Part, other: Part): number {
  if (one.phase !== other.phase) return isBefore(one.phase, other.phase) ? -1 : 1;
  return (namedBy(one)[0] ?? '') < (namedBy(other)[0] ?? '') ? -1 : 1;
}

export function dividedBy<Whole extends Divided>(own: readonly string[]) {
  const names: ReadonlySet<string> = new Set([...own, 'partyIds']);
  const fields = (whole: object, isOwn: boolean) =>
    Object.fromEntries(
      Object.entries(whole).filter(([name]) => name !== 'others' && names.has(name) === isOwn),
    ) as unknown as Part;
  const parts = (whole: Whole): readonly Part[] => [fields(whole, true), ...((whole.others ?? []) as readonly Part[])];
  const seen = (whole: Whole, part: Part, others: readonly Part[]) =>
    ({ ...fields(whole, false), ...part, others }) as unknown as Whole;
  const isDivided = ({ others = [] }: Whole) => others.length > 0;

  /** Each standing in view, the least advanced first. */
  function all(whole: Whole): readonly Whole[] {
    if (!isDivided(whole)) return [whole];
    const ordered = [...parts(whole)].sort(byProgress);
    return ordered.map((part) =>
      seen(
        whole,
        part,
        ordered.filter((other) => other !== part),
      ),
    );
  }

  /** The standing of these parties in view; where they are fewer than those of a standing, it is divided. */
  function of(whole: Whole, partyIds: readonly string[]): Whole {
    const known = parts(whole);
    const part = known.find((one) => namedBy(one).includes(partyIds[0]!)) ?? known.find(isRest)!;
    const others = known.filter((one) => one !== part);
    const left = namedBy(part).filter((partyId) => !partyIds.includes(partyId));
    if (!isRest(part) && left.length === 0) return seen(whole, part, others);
    return seen(whole, { ...part, partyIds }, [...others, isRest(part) ? part : { ...part, partyIds: left }]);
  }

  function rest(whole: Whole): Whole {
    return all(whole).find(isRest) ?? whole;
  }

  /** The record with the standing that is least advanced in view. */
  function atRest(view: Whole): Whole {
    return all(view)[0]!;
  }

  /** What happened to one of the standings, or to all of them in whose phase there is room for it. */
  function after(whole: Whole, { type, data }: DomainEvent, isOfParties: boolean, evolve: (view: Whole) => Whole) {
    const partyIds = isOfParties ? (data as OfParties).partyIds : undefined;
    if (partyIds === undefined && !isDivided(whole)) return evolve(whole);
    if (isOfParties) return atRest(evolve(partyIds === undefined ? rest(whole) : of(whole, partyIds)));
    const from = CASE_LIFE.step(type)?.from;
    const [first = whole, ...more] = from === undefined ? [] : all(whole).filter(({ phase }) => from.includes(phase));
    // What is the whole record's changes once; what is their own, of each.
    const changed = more.map((view) => fields(evolve(view), true));
    const isChanged = (part: Part) => changed.find((one) => namedBy(one)[0] === namedBy(part)[0]);
    const once = evolve(first);
    return atRest({ ...once, others: ((once.others ?? []) as readonly Part[]).map((part) => isChanged(part) ?? part) });
  }

  return { all, of, rest, after, isDivided };
}

const CASE = dividedBy<CaseState>(OF_STANDING);

/** Each standing of a case in view, the least advanced first: the case alone where there is but one. */
export const standingsIn: (state: CaseState) => readonly CaseState[] = CASE.all;

/** The parties of the standing in view. */
export function partiesOf({ parties, partyIds = [], others = [] }: CaseState): readonly Party[] {
  if (partyIds.length > 0) return parties.filter(({ partyId }) => partyIds.includes(partyId));
  const elsewhere = new Set(others.flatMap(namedBy));
  return parties.filter(({ partyId }) => !elsewhere.has(partyId));
}

/** Guards ask of the parties of a standing, as if there were no others. */
const narrowed = (view: CaseState): CaseState => ({ ...view, parties: partiesOf(view) });

/** Every decision of the case: one of each standing that has one. */
export function decisionsIn(state: CaseState): readonly PenaltyDecision[] {
  return standingsIn(state).flatMap(({ decision }) => decision ?? []);
}

/** What is first in the way of any of the standings, with whose it is. */
export function guardEach(state: CaseState, guard: (view: CaseState) => Refusal | undefined): Refusal | undefined {
  if (!CASE.isDivided(state)) return guard(state);
  for (const view of standingsIn(state)) {
    const refusal = guard(narrowed(view));
    if (refusal === undefined) continue;
    return { ...refusal, message: [...namesOf(partiesOf(view)), '：', ...[refusal.message].flat()] };
  }
  return undefined;
}

/** What is done to a case as a whole is not done where some of its parties are handled by themselves. */
export function guardTogether(state: CaseState, title: string, article: string): Refusal | undefined {
  if (!CASE.isDivided(state)) return undefined;
  return refuse({
    code: 'case.parties_handled_apart',
    article: `${NAMED}；${article}`,
    message: say`本案当事人（${each(standingsIn(state), (view) => namesOf(partiesOf(view)), '；')}）已经分别告知或者决定，“${the.label(title)}”是对全案的，不能办理`,
  });
}

const NAMED = '行政处罚法第五十九条第一款第一项';

function namesOf(parties: readonly Party[]): Phrase {
  return each(parties, (party) => the.party(party));
}

function guardNamed(state: CaseState, partyIds: readonly string[], article: string): Refusal | undefined {
  const unknown = partyIds.find((id) => state.parties.every(({ partyId }) => partyId !== id));
  if (unknown !== undefined)
    return refuse({
      code: 'case.unknown_party',
      article,
      message: say`本案没有编号为${the.words(unknown)}的当事人，应为${each(state.parties, (party) => say`${the.words(party.partyId)}（${the.party(party)}）`)}`,
    });
  const together = standingsIn(state).map((view) => ({ view, parties: partiesOf(view) }));
  const of = together.filter(({ parties }) => parties.some(({ partyId }) => partyIds.includes(partyId)));
  if (of.length > 1)
    return refuse({
      code: 'case.parties_apart',
      article: `${NAMED}；${article}`,
      message: say`${each(of, ({ parties }) => namesOf(parties))}的处理已经分开，请分别办理`,
    });
  const { view, parties } = of[0]!;
  if (view.decision === undefined || parties.length === new Set(partyIds).size) return undefined;
  return refuse({
    code: 'case.parties_together',
    article: `${NAMED}；${article}`,
    message: say`${namesOf(parties)}由同一决定（${the.label(view.decision.decisionNo)}）处理，不能只对其中一部分当事人办理，请一并选取`,
  });
}

/** 案件 as its acts see it. */
export const CASE_STANDINGS: Standings<CaseState> = {
  after: (state, event, isOfParties, evolve) =>
    CASE.after(state, event, isOfParties, (view) =>
      view === state || !isOfParties ? evolve(view) : { ...evolve(narrowed(view)), parties: state.parties },
    ),
  seen: (state, isOfParties, records) => {
    if (!CASE.isDivided(state)) return [state];
    const views = standingsIn(state);
    const inPhase = views.filter((view) => hasRoom(view, records));
    if (!isOfParties) return [inPhase[0] ?? state];
    return (inPhase.length > 0 ? inPhase : views).map(narrowed);
  },
  named: (state, partyIds, article) => {
    const refusal = guardNamed(state, partyIds, article);
    if (refusal) return refusal;
    const named = inOrder(state, partyIds);
    if (!CASE.isDivided(state) && named.length === state.parties.length) return state;
    const isRest =
      named.length === partiesOf(CASE.rest(state)).length &&
      partiesOf(CASE.rest(state)).every(({ partyId }) => named.includes(partyId));
    return narrowed(isRest ? CASE.rest(state) : CASE.of(state, named));
  },
  rest: (state) => (CASE.isDivided(state) ? narrowed(CASE.rest(state)) : state),
  whichOf: (seen, title, article) =>
    refuse({
      code: 'case.which_party',
      article: `${NAMED}；${article}`,
      message: say`本案当事人分别处理，请选取“${the.label(title)}”是对哪些当事人的：${each(seen, ({ parties }) => namesOf(parties))}`,
    }),
  toChoose: (state, records) => {
    const views = standingsIn(state).filter((view) => hasRoom(view, records));
    // What was decided together is done together; where there is but one whom it can be about nothing is to be chosen.
    const isSettled = CASE.isDivided(state) ? views.length < 2 : state.decision !== undefined;
    const parties = views.flatMap(partiesOf);
    if (parties.length < 2 || (isSettled && views.every(({ decision }) => decision !== undefined))) return [];
    return inOrder(
      state,
      parties.map(({ partyId }) => partyId),
    ).map((id) => {
      const { name } = state.parties.find(({ partyId }) => partyId === id)!;
      return { id, name };
    });
  },
  namesOf: (state, partyIds) => {
    if (!CASE.isDivided(state)) return [];
    const named = partyIds ?? partiesOf(CASE.rest(state)).map(({ partyId }) => partyId);
    return state.parties.flatMap(({ partyId, name }) => (named.includes(partyId) ? [name] : []));
  },
  namesOfEvent: (state, { data }) => {
    const { partyIds } = data as OfParties;
    // What is not said to be of some was of all who were together then.
    return partyIds === undefined ? [] : CASE_STANDINGS.namesOf(state, partyIds);
  },
  partyIdsOf: ({ partyIds }) => (partyIds === undefined || partyIds.length === 0 ? undefined : partyIds),
};

/** Whether there is room for an event in the phase of a standing. */
function hasRoom({ phase }: CaseState, type: string | undefined): boolean {
  return type === undefined || CASE_LIFE.step(type)?.from.includes(phase) !== false;
}

/** Each once, as the case lists them. */
function inOrder({ parties }: CaseState, partyIds: readonly string[]): readonly string[] {
  return parties.flatMap(({ partyId }) => (partyIds.includes(partyId) ? [partyId] : []));
}
