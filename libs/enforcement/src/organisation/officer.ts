import { accept, type Need, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import { aggregate, command, event, type LawContext, type Stage } from '../definition.js';
import { Choice, Day, Flag, Id, Optional, Text } from '../fields.js';

/*
 * 执法人员: who they are, which certificate covers which days, who leads, who reviews. One stream each:
 * `officer-<userId>`, so that a decision about a case can rest on exactly the people it names.
 */

export const LEADER_RANKS = { CHIEF: '正职负责人', ACTING_CHIEF: '主持工作的负责人', DEPUTY: '副职负责人' } as const;
export type LeaderRank = keyof typeof LEADER_RANKS;

// ---- events, stored for ever

export interface OfficerRegistered {
  readonly userId: string;
  readonly name: string;
  readonly unitId: string;
  /** 行政执法辅助人员: 不得计入两人 (浙江省综合行政执法条例第三十条). */
  readonly auxiliary: boolean;
}

export interface CertificateIssued {
  readonly certNo: string;
  readonly validFrom: LegalDay;
  /** Last day on which it is valid. */
  readonly validTo: LegalDay;
}

export interface CertificateRevoked {
  readonly certNo: string;
  /** First day on which it is no longer valid. */
  readonly revokedOn: LegalDay;
  readonly reason: string;
}

export interface LeaderAppointed {
  readonly rank: LeaderRank;
  readonly from: LegalDay;
}

export interface LeaderRelieved {
  /** First day out of office. */
  readonly from: LegalDay;
}

export interface ReviewerEnrolled {
  readonly enrolledOn: LegalDay;
  /** 初次从事法制审核: 应当通过国家统一法律职业资格考试取得法律职业资格 (行政处罚法第五十八条第二款). */
  readonly firstTime: boolean;
  readonly legalQualificationNo?: string;
}

export interface OfficerSeconded {
  readonly toUnitId: string;
  readonly from: LegalDay;
  readonly to: LegalDay;
}

// ---- state

interface Certificate {
  readonly certNo: string;
  readonly validFrom: LegalDay;
  readonly validTo: LegalDay;
  readonly revokedOn?: LegalDay;
}

export interface OfficerState {
  readonly userId?: string;
  readonly name?: string;
  readonly unitId?: string;
  readonly auxiliary: boolean;
  readonly certificates: readonly Certificate[];
  /** Terms of office in the order in which they were recorded; a later one prevails where two overlap. */
  readonly leaderTerms: readonly { readonly rank: LeaderRank; readonly from: LegalDay; readonly until?: LegalDay }[];
  readonly reviewer?: ReviewerEnrolled;
  readonly secondments: readonly OfficerSeconded[];
}

// ---- what the rest of the domain asks

/** The certificate that covers a day, if any (行政处罚法第四十二条第一款: 具有行政执法资格). */
export function certificateOn(officer: OfficerState, day: LegalDay): Certificate | undefined {
  return officer.certificates.find(
    (c) => c.validFrom <= day && day <= c.validTo && (c.revokedOn === undefined || day < c.revokedOn),
  );
}

/** The first day after this one on which another certificate begins, if any: from then on waiting helps. */
export function nextCertificateFrom(officer: OfficerState, day: LegalDay): LegalDay | undefined {
  return first(
    officer.certificates.flatMap(({ validFrom, revokedOn }) => (revokedOn ? [] : [validFrom])),
    day,
  );
}

/** The first day after this one on which a term of office begins, if any. */
export function nextTermFrom(officer: OfficerState, day: LegalDay): LegalDay | undefined {
  return first(
    officer.leaderTerms.map(({ from }) => from),
    day,
  );
}

/** The first day after this one from which the officer is called in by the unit, if any. */
export function nextSecondmentFrom(officer: OfficerState, unitId: string, day: LegalDay): LegalDay | undefined {
  return first(
    officer.secondments.flatMap(({ toUnitId, from }) => (toUnitId === unitId ? [from] : [])),
    day,
  );
}

function first(days: readonly LegalDay[], after: LegalDay): LegalDay | undefined {
  return days.filter((day) => day > after).sort()[0];
}

/** Rank as a leader on a day; undefined when not in office. */
export function leaderRankOn(officer: OfficerState, day: LegalDay): LeaderRank | undefined {
  return officer.leaderTerms.findLast(({ from, until }) => from <= day && (until === undefined || day < until))?.rank;
}

/** Whether the officer works for the unit on a day, as its own or called in (浙江省综合行政执法条例第二十九条). */
export function servesUnitOn(officer: OfficerState, unitId: string, day: LegalDay): boolean {
  return (
    officer.unitId === unitId || officer.secondments.some((s) => s.toUnitId === unitId && s.from <= day && day <= s.to)
  );
}

/** Whether the officer may review on a day: enrolled, and with legal qualification when new to the work. */
export function mayReviewOn(officer: OfficerState, day: LegalDay): boolean {
  const { reviewer } = officer;
  return (
    reviewer !== undefined &&
    reviewer.enrolledOn <= day &&
    (!reviewer.firstTime || reviewer.legalQualificationNo !== undefined)
  );
}

export function officerNeed(userId: string): Need {
  return { aggregate: 'officer', id: userId };
}

// ---- commands

export class RegisterOfficer {
  @Id('用户编号') userId!: string;
  @Text('姓名', { max: 50 }) name!: string;
  @Id('所属单位') unitId!: string;
  @Flag('是否辅助人员') auxiliary!: boolean;
}

export class IssueCertificate {
  @Id('执法证号') certNo!: string;
  @Day('有效期起') validFrom!: LegalDay;
  @Day('有效期止') validTo!: LegalDay;
}

export class RevokeCertificate {
  @Id('执法证号') certNo!: string;
  @Day('失效日') revokedOn!: LegalDay;
  @Text('理由') reason!: string;
}

export class AppointLeader {
  @Choice('职务', LEADER_RANKS) rank!: LeaderRank;
  @Day('任职日') from!: LegalDay;
}

export class RelieveLeader {
  @Day('免职日') from!: LegalDay;
}

export class EnrolReviewer {
  @Day('入库日') enrolledOn!: LegalDay;
  @Flag('是否初次从事法制审核') firstTime!: boolean;
  @Optional() @Text('法律职业资格证号', { max: 50 }) legalQualificationNo?: string;
}

export class SecondOfficer {
  @Id('调用单位') toUnitId!: string;
  @Day('调用期起') from!: LegalDay;
  @Day('调用期止') to!: LegalDay;
}

const ARTICLE = '行政处罚法第四十二条第一款';
const REVIEWING = '行政处罚法第五十八条第二款';

function registered(state: OfficerState): Refusal | undefined {
  if (state.userId !== undefined) return undefined;
  return refuse({ code: 'officer.unknown', article: ARTICLE, message: '没有这名执法人员，请先登记' });
}

function inOrder(from: LegalDay, to: LegalDay): Refusal | undefined {
  if (from <= to) return undefined;
  return refuse({ code: 'officer.period_reversed', article: ARTICLE, message: `期间的起日${from}晚于止日${to}` });
}

/** A command on a registered officer that adds one event, unless a guard refuses. */
function onOfficer<Command extends object>(
  input: new () => Command,
  title: string,
  article: string,
  type: string,
  guard: (input: Command, state: OfficerState, context: LawContext) => Refusal | undefined = () => undefined,
) {
  return command<OfficerState, Command>({
    input,
    title,
    article,
    roles: ['ADMINISTRATOR'],
    decide: (data, state, context) =>
      registered(state) ?? guard(data, state, context) ?? accept({ type, data: { ...data } }),
  });
}

const register: Stage<OfficerState> = {
  events: {
    OfficerRegistered: event<OfficerState, OfficerRegistered>({
      title: '登记执法人员',
      describe: (data) => `登记${data.auxiliary ? '辅助人员' : '执法人员'}${data.name}`,
      evolve: (state, data) => ({ ...state, ...data }),
    }),
    CertificateIssued: event<OfficerState, CertificateIssued>({
      title: '颁发执法证',
      describe: (data) => `颁发执法证${data.certNo}，有效期${data.validFrom}至${data.validTo}`,
      evolve: (state, data) => ({ ...state, certificates: [...state.certificates, data] }),
    }),
    CertificateRevoked: event<OfficerState, CertificateRevoked>({
      title: '注销执法证',
      describe: (data) => `执法证${data.certNo}自${data.revokedOn}起失效`,
      evolve: (state, data) => ({
        ...state,
        certificates: state.certificates.map((c) =>
          c.certNo === data.certNo ? { ...c, revokedOn: data.revokedOn } : c,
        ),
      }),
    }),
    LeaderAppointed: event<OfficerState, LeaderAppointed>({
      title: '任命负责人',
      describe: (data) => `任${LEADER_RANKS[data.rank]}，自${data.from}起`,
      evolve: (state, { rank, from }) => ({ ...state, leaderTerms: [...state.leaderTerms, { rank, from }] }),
    }),
    LeaderRelieved: event<OfficerState, LeaderRelieved>({
      title: '免去负责人',
      evolve: (state, data) => ({
        ...state,
        leaderTerms: state.leaderTerms.map((term) => (term.until === undefined ? { ...term, until: data.from } : term)),
      }),
    }),
    ReviewerEnrolled: event<OfficerState, ReviewerEnrolled>({
      title: '列入法制审核人员库',
      evolve: (state, data) => ({ ...state, reviewer: data }),
    }),
    OfficerSeconded: event<OfficerState, OfficerSeconded>({
      title: '调用执法人员',
      describe: (data) => `由${data.toUnitId}调用，${data.from}至${data.to}`,
      evolve: (state, data) => ({ ...state, secondments: [...state.secondments, data] }),
    }),
  },
  commands: [
    command<OfficerState, RegisterOfficer>({
      input: RegisterOfficer,
      title: '登记执法人员',
      article: ARTICLE,
      roles: ['ADMINISTRATOR'],
      creates: true,
      decide: (data, state) =>
        state.userId === undefined
          ? accept({ type: 'OfficerRegistered', data: { ...data } satisfies OfficerRegistered })
          : refuse({ code: 'officer.registered', article: ARTICLE, message: `${state.name}已经登记` }),
    }),
    onOfficer(IssueCertificate, '颁发执法证', ARTICLE, 'CertificateIssued', (data, state) => {
      if (state.certificates.some(({ certNo }) => certNo === data.certNo))
        return refuse({ code: 'certificate.issued', article: ARTICLE, message: `执法证${data.certNo}已经颁发` });
      return inOrder(data.validFrom, data.validTo);
    }),
    onOfficer(RevokeCertificate, '注销执法证', ARTICLE, 'CertificateRevoked', (data, state) => {
      const known = state.certificates.find(({ certNo }) => certNo === data.certNo);
      if (known === undefined)
        return refuse({ code: 'certificate.unknown', article: ARTICLE, message: `没有执法证${data.certNo}` });
      if (known.revokedOn === undefined) return undefined;
      return refuse({
        code: 'certificate.revoked',
        article: ARTICLE,
        message: `执法证${data.certNo}已自${known.revokedOn}起失效，不能再次注销`,
      });
    }),
    onOfficer(AppointLeader, '任命负责人', '行政处罚法第五十七条第一款', 'LeaderAppointed'),
    onOfficer(RelieveLeader, '免去负责人', '行政处罚法第五十七条第一款', 'LeaderRelieved', (_data, state) =>
      state.leaderTerms.some(({ until }) => until === undefined)
        ? undefined
        : refuse({
            code: 'leader.not_in_office',
            article: '行政处罚法第五十七条第一款',
            message: `${state.name}不是在任负责人`,
          }),
    ),
    onOfficer(EnrolReviewer, '列入法制审核人员库', REVIEWING, 'ReviewerEnrolled', (data, { reviewer }) => {
      if (reviewer !== undefined)
        return refuse({
          code: 'reviewer.enrolled',
          article: REVIEWING,
          message: `已于${reviewer.enrolledOn}列入法制审核人员库`,
        });
      if (!data.firstTime || data.legalQualificationNo !== undefined) return undefined;
      return refuse({
        code: 'reviewer.unqualified',
        article: REVIEWING,
        message: '初次从事法制审核的人员，应当取得法律职业资格',
      });
    }),
    onOfficer(SecondOfficer, '调用执法人员', '浙江省综合行政执法条例第二十九条', 'OfficerSeconded', (data) =>
      inOrder(data.from, data.to),
    ),
  ],
};

/** 执法人员, one stream each: `officer-<userId>`. */
export const officer = aggregate<OfficerState>({
  name: 'officer',
  title: '执法人员',
  initialState: { auxiliary: false, certificates: [], leaderTerms: [], secondments: [] },
  stages: [register],
});
