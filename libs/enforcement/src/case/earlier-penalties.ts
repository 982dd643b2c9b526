import { type Facts, type Refusal, refuse } from '#eventsourcing';
import { say, the } from '#fields';
import type { LegalDay, Statutes } from '#statutes';
import type { LawContext } from '../definition/context.js';
import { applicableRanges } from '../fine-range.js';
import { type Earlier, earlierPenalties, isSameFact, transferElsewhere } from '../party-history.js';
import type { Item, Party } from './parts.js';

/* What a decision asks of the penalties before it: 一事不二罚款, 从高 (行政处罚法第二十九条; G25), 初次违法 (第三十三条第一款; G27). */

const ONE_FINE = '行政处罚法第二十九条';
const FIRST = '行政处罚法第三十三条第一款';

/** G25 不得以罚代移: what is with the police is not fined meanwhile, whichever case handed it over. */
export const WITH_POLICE = '国务院令第310号第十一条、行政处罚法第二十七条第一款';

/** G25: 对当事人的同一个违法行为, 不得给予两次以上罚款, nor one while the police have it. Other kinds of penalty may follow. */
export function guardOneFine(
  facts: Facts,
  party: Party,
  fine: { readonly caseId: string; readonly fineFen: number; readonly violationFactId?: string | undefined },
): Refusal | undefined {
  if (fine.fineFen === 0) return undefined;
  const fined = earlierPenalties(facts, party, fine.caseId).find(
    ({ fineFen, violationFactId }) => fineFen > 0 && isSameFact(violationFactId, fine.violationFactId),
  );
  if (fined === undefined) return guardNotWithPolice(facts, party, fine);
  return refuse({
    code: 'decision.fact_fined',
    article: ONE_FINE,
    message: say`${the.unit(fined.unitId)}已于${the.day(fined.decidedOn)}以${the.label(fined.decisionNo)}就同一违法事实罚款${the.money(
      fined.fineFen,
    )}，不得再次罚款；可以给予其他种类的处罚`,
  });
}

function guardNotWithPolice(
  facts: Facts,
  party: Party,
  of: { readonly caseId: string; readonly violationFactId?: string | undefined },
): Refusal | undefined {
  const transfer = transferElsewhere(facts, party, of);
  if (transfer === undefined) return undefined;
  return refuse({
    code: 'decision.fact_with_police',
    article: WITH_POLICE,
    message: say`${the.unit(transfer.unitId)}已于${the.day(transfer.sentOn)}以${the.label(transfer.transferNo)}就同一违法事实移送公安机关，公安机关没有退回以前不得罚款`,
  });
}

/** 同一个违法行为违反多个法律规范应当给予罚款处罚的, 按照罚款数额高的规定处罚: as far as the library has the ranges. */
export function guardHigherProvision(
  { itemOf }: LawContext,
  item: Item,
  others: readonly Item[],
  {
    kind,
    happenedOn,
    decidedOn,
  }: { readonly kind: Party['kind']; readonly happenedOn: LegalDay; readonly decidedOn: LegalDay },
): Refusal | undefined {
  const mostOf = ({ itemId }: Item) =>
    Math.max(-1, ...applicableRanges(itemOf(itemId), kind, happenedOn, decidedOn).map(({ maxFen }) => maxFen));
  const most = mostOf(item);
  const higher = most < 0 ? undefined : others.find((other) => mostOf(other) > most);
  if (higher === undefined) return undefined;
  return refuse({
    code: 'decision.lesser_provision',
    article: ONE_FINE,
    message: say`同一违法行为还违反“${the.words(higher.name)}”的规定，其罚款最高${the.money(
      mostOf(higher),
    )}，高于“${the.words(item.name)}”的${the.money(most)}，应当按照罚款数额高的规定处罚`,
  });
}

/** What was looked at before an offence was called the first. */
export interface FirstOffence {
  readonly years: number;
  /** Penalties for the same item of others who bear the same name, as the decider confirmed. */
  readonly namesakes: number;
}

/** The same day so many years before; it need not be in the calendar to be compared with. */
function yearsBefore(day: LegalDay, years: number): string {
  return `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`;
}

/**
 * G27: 初次违法: no penalty for the same item within the years that the bureau has set, counted back from the day of the
 * act. Who has no code is found by his name: that it was somebody else is for the decider to say.
 */
export function firstOffence(
  { facts, statutes }: { readonly facts: Facts; readonly statutes: Statutes },
  parties: readonly Party[],
  offence: {
    readonly caseId: string;
    readonly itemId: string;
    readonly happenedOn: LegalDay;
    readonly isNamesake: boolean;
  },
): FirstOffence | Refusal {
  const years = statutes.parameters(offence.happenedOn).firstOffenceYears;
  const from = yearsBefore(offence.happenedOn, years);
  let namesakes = 0;
  for (const party of parties) {
    const before = earlierPenalties(facts, party, offence.caseId).filter(
      ({ itemId, decidedOn }) => itemId === offence.itemId && from <= decidedOn && decidedOn <= offence.happenedOn,
    );
    const known = before.findLast(({ isSame }) => isSame);
    if (known !== undefined) return notFirst(party, known, years);
    if (before.length > 0 && !offence.isNamesake) return perhapsNotFirst(party, before.at(-1)!);
    namesakes += before.length;
  }
  return { years, namesakes };
}

function notFirst(party: Party, { decidedOn, decisionNo }: Earlier, years: number): Refusal {
  return refuse({
    code: 'decision.not_first_offence',
    article: FIRST,
    message: say`${the.party(party)}在${the.day(decidedOn)}因同类违法受过处罚（${the.label(
      decisionNo,
    )}），在${years}年以内，不是初次违法，不能以此不予处罚`,
  });
}

function perhapsNotFirst(party: Party, { decidedOn, decisionNo }: Earlier): Refusal {
  return refuse({
    code: 'decision.perhaps_not_first_offence',
    article: FIRST,
    message: say`与${the.party(party)}同名的当事人在${the.day(decidedOn)}因同类违法受过处罚（${the.label(
      decisionNo,
    )}）；经核对不是同一人的，勾选“同名记录经核对不是同一人”`,
  });
}
