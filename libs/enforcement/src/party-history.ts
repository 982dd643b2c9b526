import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Accepted, Facts, Need } from '#eventsourcing';
import {
  ActDay,
  arranged,
  Day,
  Fen,
  OfficialNumber,
  Optional,
  RecordRef,
  sameNumber,
  say,
  the,
  UnitRef,
} from '#fields';
import type { LegalDay } from '#statutes';
import type { Party } from './case/parts.js';
import { aggregate } from './definition/aggregate.js';
import { event, type Stage } from './definition/stage.js';

/*
 * 当事人处罚记录 (行政处罚法第二十九条、第三十三条第一款): what somebody was punished for before, whichever unit decided it, one
 * stream a party: `partyHistory-<key>`. A decision reads and writes it in the same append, so that no two units fine one
 * fact. Parties are told apart by their code; who has none by his name, and by his birth date where both have one.
 *
 * Out of its reach: decisions that were imported from other systems, and those made before this register was there.
 */

/** Penalties that are remembered of one party: of a name that many bear, the latest. */
export const MAX_REMEMBERED = 1_000;

/** A penalty, as later decisions ask of it. */
export class PenaltyEntered {
  @RecordRef('case', '案件编号') caseId!: string;
  @UnitRef('执法单位') unitId!: string;
  @RecordRef('powerItem', '事项编码') itemId!: string;
  @OfficialNumber('决定书文号') decisionNo!: string;
  @ActDay('决定日期') decidedOn!: LegalDay;
  @Fen('罚款数额') fineFen!: number;
  @Optional() @OfficialNumber('违法事实编号') violationFactId?: string;
  @Optional() @Day('出生日期', { privacy: 'name' }) bornOn?: LegalDay;
}

/** 撤销、确认无效: it is as if there had been none. */
export class PenaltyStruck {
  @RecordRef('case', '案件编号') caseId!: string;
  @ActDay('撤销日期') struckOn!: LegalDay;
}

/** 移送公安机关: while the police have a fact no case fines it (310号令第十一条). */
export class TransferEntered {
  @RecordRef('case', '案件编号') caseId!: string;
  @UnitRef('执法单位') unitId!: string;
  @OfficialNumber('移送书文号') transferNo!: string;
  @ActDay('移送日期') sentOn!: LegalDay;
  @OfficialNumber('违法事实编号') violationFactId!: string;
}

/** 公安机关不予立案: the fact is the organ's again. */
export class TransferReturned {
  @RecordRef('case', '案件编号') caseId!: string;
  @ActDay('退回日期') returnedOn!: LegalDay;
}

interface History {
  readonly penalties: readonly PenaltyEntered[];
  readonly transfers: readonly TransferEntered[];
}

const entering: Stage<History> = {
  events: [
    event<History, PenaltyEntered>(PenaltyEntered, {
      title: '记入当事人处罚记录',
      says: ({ decisionNo, fineFen }) => say`${the.label(decisionNo)}记入，罚款${the.money(fineFen)}`,
      evolve: (history, entered) => ({
        ...history,
        penalties: [...history.penalties, entered].slice(-MAX_REMEMBERED),
      }),
    }),
    event<History, PenaltyStruck>(PenaltyStruck, {
      title: '划去当事人处罚记录',
      evolve: (history, { caseId }) => ({
        ...history,
        penalties: history.penalties.filter((one) => one.caseId !== caseId),
      }),
    }),
    event<History, TransferEntered>(TransferEntered, {
      title: '记入移送公安机关',
      says: ({ transferNo, sentOn }) => say`${the.label(transferNo)}记入，${the.day(sentOn)}移送公安机关`,
      evolve: (history, entered) => ({
        ...history,
        transfers: [...history.transfers, entered].slice(-MAX_REMEMBERED),
      }),
    }),
    event<History, TransferReturned>(TransferReturned, {
      title: '划去移送公安机关的记录',
      evolve: (history, { caseId }) => ({
        ...history,
        transfers: history.transfers.filter((one) => one.caseId !== caseId),
      }),
    }),
  ],
  commands: [],
};

/** 当事人处罚记录. Nobody's list: the cases themselves say it all. */
export const partyHistory = aggregate<History>({
  name: 'partyHistory',
  path: 'party-history',
  title: '当事人处罚记录',
  // A name can be found out from its key.
  isOfStaff: true,
  initialState: { penalties: [], transfers: [] },
  belongsTo: () => ({ units: [], people: [] }),
  stages: [entering],
});

type Identity = Pick<Party, 'name' | 'uscc' | 'bornOn'>;

function keyOf({ name, uscc }: Identity): string {
  return uscc ?? bytesToHex(sha256(utf8ToBytes(name))).slice(0, 32);
}

/** The records of these parties; decisions about one of them take turns. */
export function historyNeeds(parties: readonly Identity[]): Need[] {
  return [...new Set(parties.map(keyOf))].map((id) => ({ aggregate: partyHistory.name, id, contended: true }));
}

/** An earlier penalty, and whether it is known to be of the same party, or only of one that bears the name. */
export interface Earlier extends PenaltyEntered {
  readonly isSame: boolean;
}

/** What the party was punished for in other cases, the latest last. The command must list `historyNeeds`. */
export function earlierPenalties(facts: Facts, party: Identity, caseId: string): Earlier[] {
  const { uscc, bornOn } = party;
  return facts.get(partyHistory, keyOf(party)).penalties.flatMap((one): Earlier[] => {
    if (one.caseId === caseId) return [];
    if (uscc !== undefined) return [{ ...one, isSame: true }];
    if (bornOn === undefined || one.bornOn === undefined) return [{ ...one, isSame: false }];
    return one.bornOn === bornOn ? [{ ...one, isSame: true }] : [];
  });
}

/** The transfer by which another case handed this fact of the party to the police, who have it still. */
export function transferElsewhere(
  facts: Facts,
  party: Identity,
  of: { readonly caseId: string; readonly violationFactId?: string | undefined },
): TransferEntered | undefined {
  return facts
    .get(partyHistory, keyOf(party))
    .transfers.find((one) => one.caseId !== of.caseId && isSameFact(one.violationFactId, of.violationFactId));
}

/** Whether two cases are about one fact. */
export function isSameFact(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && sameNumber(one) === sameNumber(other);
}

/** The writes that go into the append of a decision. */
export function enterPenalty(
  parties: readonly Identity[],
  penalty: Omit<PenaltyEntered, 'bornOn'>,
): Accepted['elsewhere'] {
  return parties.map((party) => ({
    stream: { aggregate: partyHistory.name, id: keyOf(party) },
    events: [
      { type: PenaltyEntered.name, data: arranged(PenaltyEntered, { ...penalty, bornOn: party.bornOn } as never) },
    ],
  }));
}

/** The writes that go into the append in which a decision falls. */
export function strikePenalty(parties: readonly Identity[], struck: PenaltyStruck): Accepted['elsewhere'] {
  return parties.map((party) => ({
    stream: { aggregate: partyHistory.name, id: keyOf(party) },
    events: [{ type: PenaltyStruck.name, data: arranged(PenaltyStruck, struck as never) }],
  }));
}

/** The writes that go into the append in which a fact goes to the police, or comes back; none of a case that names no fact. */
export function enterTransfer(
  { parties, violationFactId }: { readonly parties: readonly Identity[]; readonly violationFactId?: string },
  event: Omit<TransferEntered, 'violationFactId'> | TransferReturned,
): Accepted['elsewhere'] {
  if (violationFactId === undefined) return [];
  const isReturned = 'returnedOn' in event;
  const type = isReturned ? TransferReturned : TransferEntered;
  const data = arranged(type as never, (isReturned ? event : { ...event, violationFactId }) as never);
  return [...new Set(parties.map(keyOf))].map((id) => ({
    stream: { aggregate: partyHistory.name, id },
    events: [{ type: type.name, data }],
  }));
}
