import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, each, Id, Narrative, say, the } from '#fields';
import { addDays, type LegalDay, type Statutes } from '#statutes';
import type { LawContext } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { EVIDENCE_KINDS, type EvidenceKind } from '../terms.js';
import { act } from './act.js';
import { ageOf } from './discretion.js';
import { guardHandles } from './officers.js';
import type { CaseState, Evidence } from './state.js';

/*
 * 证据的查证和排除 (行政处罚法第四十条、第四十六条; G08): a fact rests on evidence that was verified, and never on what was obtained
 * unlawfully. A record that the officers made themselves was verified by the two who made it; a bureau may ask for more.
 */

/** 不得作为认定案件事实的根据 (第四十六条第二款、第三款). */
export const EXCLUSION_GROUNDS = {
  ILLEGAL: '以非法手段取得',
  UNPROVEN: '不能查证属实',
  UNRELATED: '与案件事实没有关联',
} as const;

// ---- commands and events

/** 查证属实. */
export class VerifyEvidence {
  @Id('证据编号') evidenceId!: string;
  @Narrative('查证的方法和结果') finding!: string;
  @ActDay('查证日期') verifiedOn!: LegalDay;
}
export class EvidenceVerified extends VerifyEvidence {}

/** 排除. */
export class ExcludeEvidence {
  @Id('证据编号') evidenceId!: string;
  @Choice('排除的情形', EXCLUSION_GROUNDS) ground!: keyof typeof EXCLUSION_GROUNDS;
  @Narrative('理由') reason!: string;
  @ActDay('排除日期') excludedOn!: LegalDay;
}
export class EvidenceExcluded extends ExcludeEvidence {}

// ---- what facts may rest on

const VERIFIED = '行政处罚法第四十六条第二款';
const EXCLUDED = '行政处罚法第四十六条第三款';

/** Records of the officers' own making. */
const OWN_RECORDS: readonly EvidenceKind[] = ['SITE_RECORD', 'PARTY_STATEMENT'];

const found = ({ evidence = [] }: CaseState, evidenceId: string) =>
  evidence.find((piece) => piece.evidenceId === evidenceId);

/** Whether a fact may rest on it, as the bureau asks. */
function carries({ kind, verifiedOn, excludedOn }: Evidence, asked: 'ALL' | 'OTHERS' | 'NONE'): boolean {
  if (excludedOn !== undefined) return false;
  return verifiedOn !== undefined || asked === 'NONE' || (asked === 'OTHERS' && OWN_RECORDS.includes(kind));
}

/**
 * The evidence on which a conclusion or a decision rests: what it names, or whatever carries a fact. Refused where it
 * names what does not, or where nothing does.
 */
export function restingOn(
  state: CaseState,
  named: readonly string[] | undefined,
  on: LegalDay,
  statutes: Statutes,
): readonly string[] | Refusal {
  const asked = statutes.parameters(on).evidenceVerification;
  for (const evidenceId of named ?? []) {
    const piece = found(state, evidenceId);
    if (piece === undefined)
      return refuse({
        code: 'evidence.unknown',
        article: VERIFIED,
        message: say`本案没有证据${the.words(evidenceId)}`,
      });
    if (piece.excludedOn !== undefined)
      return refuse({
        code: 'evidence.excluded',
        article: EXCLUDED,
        message: say`证据${the.words(evidenceId)}已于${the.day(piece.excludedOn)}排除，不得作为认定案件事实的根据`,
      });
    if (!carries(piece, asked)) return notVerified([piece]);
  }
  if (named !== undefined) return named;
  const { evidence = [] } = state;
  const usable = evidence.filter((piece) => carries(piece, asked));
  if (usable.length > 0) return usable.map(({ evidenceId }) => evidenceId);
  const open = evidence.filter(({ excludedOn }) => excludedOn === undefined);
  if (open.length > 0) return notVerified(open);
  return refuse({
    code: 'investigation.no_evidence',
    article: '行政处罚法第四十条、第四十六条',
    message:
      evidence.length === 0 ? '没有任何证据，事实不能认定，请先取证' : '证据已经全部排除，事实不能认定，请重新取证',
  });
}

function notVerified(pieces: readonly Evidence[]): Refusal {
  return refuse({
    code: 'evidence.not_verified',
    article: VERIFIED,
    message: say`证据${each(pieces, ({ evidenceId, kind }) => say`${the.words(evidenceId)}（${EVIDENCE_KINDS[kind]}）`)}还没有查证属实，不得作为认定案件事实的根据`,
  });
}

// ---- guards of the collecting

const VIDEO_FROM = '2025-04-01';
const VIDEO_KEPT_DAYS = 30;

/** 公共安全视频图像信息系统管理条例第十七条: recordings are kept for thirty days; what is taken later says where it comes from. */
export function guardVideoFixed(
  input: { readonly recordedOn?: LegalDay; readonly lateReason?: string },
  obtainedOn: LegalDay,
): Refusal | undefined {
  const { recordedOn, lateReason } = input;
  if (recordedOn === undefined) return undefined;
  const article = '公共安全视频图像信息系统管理条例第十七条';
  if (recordedOn > obtainedOn)
    return refuse({
      code: 'evidence.video_to_come',
      article,
      message: `录制日期${recordedOn}晚于取得日期${obtainedOn}`,
    });
  const keptUntil = addDays(recordedOn, VIDEO_KEPT_DAYS);
  if (obtainedOn < VIDEO_FROM || obtainedOn <= keptUntil || lateReason !== undefined) return undefined;
  return refuse({
    code: 'evidence.video_late',
    article,
    message: `${recordedOn}录制的视频应当在三十日内（${keptUntil}以前）固定；以后取得的，应当说明来源和完整性`,
  });
}

/** A minor is heard in the presence of his guardian; the law says so of other procedures, and this bureau of its own. */
export function guardGuardianPresent(
  { kind, guardian }: { readonly kind: EvidenceKind; readonly guardian?: string },
  { parties }: CaseState,
  on: LegalDay,
  statutes: Statutes,
): Refusal | undefined {
  if (kind !== 'PARTY_STATEMENT' || guardian !== undefined) return undefined;
  const minor = parties.find((party) => (ageOf(party, on, statutes)?.verdict ?? 'FULL') !== 'FULL');
  if (minor === undefined) return undefined;
  return refuse({
    code: 'evidence.guardian_absent',
    article: '参照未成年人保护法第一百一十条第一款',
    message: say`${the.party(minor)}不满十八周岁，询问应当通知其法定代理人或者其他合适成年人到场，请填写到场人员`,
  });
}

// ---- the acts

const isOpen = ({ excludedOn }: Evidence) => excludedOn === undefined;
const isUnverified = (piece: Evidence) => isOpen(piece) && piece.verifiedOn === undefined;

/** Before anybody names a piece: whether there is one that the act could be about. */
function guardAny({ evidence = [] }: CaseState, isLeft: (piece: Evidence) => boolean, none: Refusal) {
  if (evidence.some(isLeft)) return undefined;
  if (evidence.length > 0) return none;
  return refuse({ code: 'evidence.unknown', article: none.article, message: '本案还没有取得证据' });
}

const ALL_VERIFIED = refuse({
  code: 'evidence.verified',
  article: VERIFIED,
  message: '没有排除的证据都已经查证属实',
});
const ALL_EXCLUDED = refuse({ code: 'evidence.excluded', article: EXCLUDED, message: '证据已经全部排除' });

function guardCollected(state: CaseState, evidenceId: string, article: string): Refusal | undefined {
  const piece = found(state, evidenceId);
  if (piece === undefined)
    return refuse({ code: 'evidence.unknown', article, message: say`本案没有证据${the.words(evidenceId)}` });
  if (piece.excludedOn === undefined) return undefined;
  return refuse({
    code: 'evidence.excluded',
    article: EXCLUDED,
    message: say`证据${the.words(evidenceId)}已于${the.day(piece.excludedOn)}排除`,
  });
}

function guardNotVerified(state: CaseState, evidenceId: string): Refusal | undefined {
  const verifiedOn = found(state, evidenceId)?.verifiedOn;
  if (verifiedOn === undefined) return undefined;
  return refuse({
    code: 'evidence.verified',
    article: VERIFIED,
    message: say`证据${the.words(evidenceId)}已于${the.day(verifiedOn)}查证属实`,
  });
}

function guardAfter(state: CaseState, evidenceId: string, on: LegalDay, article: string): Refusal | undefined {
  const { obtainedOn } = found(state, evidenceId)!;
  if (on >= obtainedOn) return undefined;
  return refuse({
    code: 'day.out_of_order',
    article,
    message: `${on}早于证据的取得日期${obtainedOn}`,
    earliest: obtainedOn,
  });
}

function marked(
  { evidence = [] }: CaseState,
  evidenceId: string,
  mark: Partial<Evidence>,
): Pick<CaseState, 'evidence'> {
  return { evidence: evidence.map((piece) => (piece.evidenceId === evidenceId ? { ...piece, ...mark } : piece)) };
}

export const evidence: readonly Stage<CaseState>[] = [
  act(VerifyEvidence, EvidenceVerified, {
    title: '证据查证属实',
    article: VERIFIED,
    roles: ['OFFICER'],
    says: ({ evidenceId, finding }) => say`证据${the.words(evidenceId)}查证属实：${the.words(finding)}`,
    draft: ({ evidence = [] }) => ({ evidenceId: evidence.find(isUnverified)?.evidenceId }),
    may: (state, { actor }: LawContext) =>
      guardHandles(state, [actor.id], VERIFIED) ??
      guardAny(state, isOpen, ALL_EXCLUDED) ??
      guardAny(state, isUnverified, ALL_VERIFIED),
    decide: ({ evidenceId, verifiedOn }, state) =>
      guardCollected(state, evidenceId, VERIFIED) ??
      guardNotVerified(state, evidenceId) ??
      guardAfter(state, evidenceId, verifiedOn, VERIFIED) ??
      {},
    evolve: (state, { evidenceId, verifiedOn }) => marked(state, evidenceId, { verifiedOn }),
  }),
  act(ExcludeEvidence, EvidenceExcluded, {
    title: '排除证据',
    article: EXCLUDED,
    roles: ['OFFICER', 'REVIEWER', 'LEADER'],
    says: ({ evidenceId, ground, reason }) =>
      say`排除证据${the.words(evidenceId)}（${EXCLUSION_GROUNDS[ground]}）：${the.words(reason)}`,
    may: (state) => guardAny(state, isOpen, ALL_EXCLUDED),
    decide: ({ evidenceId, excludedOn }, state) =>
      guardCollected(state, evidenceId, EXCLUDED) ?? guardAfter(state, evidenceId, excludedOn, EXCLUDED) ?? {},
    evolve: (state, { evidenceId, excludedOn }) => marked(state, evidenceId, { excludedOn }),
  }),
];
