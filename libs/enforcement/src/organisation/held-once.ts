import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Accepted, type Facts, type Need, type Refusal, refuse } from '#eventsourcing';
import { Label, OfficialNumber, PersonRef, sameNumber, say, the, UnitRef } from '#fields';
import { aggregate, type LawAggregate } from '../definition/aggregate.js';
import { event } from '../definition/stage.js';

/*
 * 机关代字簿, 执法证号簿: what one unit or one person alone bears, one stream for each mark or number. It is taken in the same
 * append as the act that gives it: of two who ask for one at the same moment, one gets it.
 *
 * Out of its reach: what was given before there were these books. It stays as it is, and is in no book.
 */

/** Stored for ever. */
export class DocumentPrefixTaken {
  @Label('机关代字', { max: 20 }) documentPrefix!: string;
  @UnitRef('执法单位') unitId!: string;
}

/** Stored for ever. */
export class CertificateNumberTaken {
  @OfficialNumber('执法证号', { privacy: 'staff' }) certNo!: string;
  @PersonRef('持证人') userId!: string;
}

interface Holding {
  /** Id of whoever bears it; none before it is taken. */
  readonly heldBy: string | undefined;
}

const FREE: Holding = { heldBy: undefined };
const NOBODY = { units: [], people: [] };

/** 机关代字簿: `documentPrefix-<key>`. Nobody's list: the units themselves say it all. */
export const documentPrefix = aggregate<Holding>({
  name: 'documentPrefix',
  path: 'document-prefixes',
  title: '机关代字簿',
  initialState: FREE,
  belongsTo: ({ heldBy }) => (heldBy === undefined ? NOBODY : { units: [heldBy], people: [] }),
  stages: [
    {
      events: [
        event<Holding, DocumentPrefixTaken>(DocumentPrefixTaken, {
          title: '启用机关代字',
          says: (taken) => say`机关代字“${the.label(taken.documentPrefix)}”由${the.unit(taken.unitId)}使用`,
          evolve: (_state, { unitId }) => ({ heldBy: unitId }),
        }),
      ],
      commands: [],
    },
  ],
});

/** 执法证号簿: `certificateNumber-<key>`. Nobody's list: the people themselves say it all. */
export const certificateNumber = aggregate<Holding>({
  name: 'certificateNumber',
  path: 'certificate-numbers',
  title: '执法证号簿',
  isOfStaff: true,
  initialState: FREE,
  belongsTo: () => NOBODY,
  stages: [
    {
      events: [
        event<Holding, CertificateNumberTaken>(CertificateNumberTaken, {
          title: '启用执法证号',
          says: ({ certNo, userId }) => say`执法证号${the.words(certNo)}由${the.person(userId)}使用`,
          evolve: (_state, { userId }) => ({ heldBy: userId }),
        }),
      ],
      commands: [],
    },
  ],
});

/** However it is written, it is the same one (`sameNumber`); an id has no room for every character. */
function keyOf(written: string): string {
  return bytesToHex(sha256(utf8ToBytes(sameNumber(written)))).slice(0, 32);
}

function book(of: LawAggregate<Holding>, written: string) {
  return { aggregate: of.name, id: keyOf(written) };
}

/** What a command that gives this mark to a unit needs. */
export function prefixNeeds(prefix: string): Need[] {
  return [book(documentPrefix, prefix)];
}

/** No other unit bears it. The command must list `prefixNeeds`. */
export function guardPrefixFree(facts: Facts, prefix: string, unitId: string): Refusal | undefined {
  const { heldBy } = facts.get(documentPrefix, keyOf(prefix));
  if (heldBy === undefined || heldBy === unitId) return undefined;
  return refuse({
    code: 'unit.prefix_taken',
    article: '行政处罚法第十七条',
    message: say`机关代字“${the.label(prefix)}”已由${the.unit(heldBy)}使用：两个单位同一代字，文书会编出同一文号；请另定代字`,
  });
}

export function takePrefix(prefix: string, unitId: string): Accepted['elsewhere'] {
  const data: DocumentPrefixTaken = { documentPrefix: prefix, unitId };
  return [{ stream: book(documentPrefix, prefix), events: [{ type: DocumentPrefixTaken.name, data }] }];
}

/** What a command that gives somebody a certificate of this number needs. */
export function certificateNeeds(certNo: string): Need[] {
  return [book(certificateNumber, certNo)];
}

/** Nobody else bears it. The command must list `certificateNeeds`. */
export function guardCertificateFree(facts: Facts, certNo: string, userId: string): Refusal | undefined {
  const { heldBy } = facts.get(certificateNumber, keyOf(certNo));
  if (heldBy === undefined || heldBy === userId) return undefined;
  return refuse({
    code: 'certificate.of_another',
    article: '行政处罚法第四十二条第一款',
    message: say`执法证号${the.words(certNo)}已由${the.person(heldBy)}使用，一个证号只属于一人，请核对证号`,
  });
}

export function takeCertificate(certNo: string, userId: string): Accepted['elsewhere'] {
  const data: CertificateNumberTaken = { certNo, userId };
  return [{ stream: book(certificateNumber, certNo), events: [{ type: CertificateNumberTaken.name, data }] }];
}
