import type { Need } from '#eventsourcing';
import { Choice, Day, Flag, ListOf, Nested, OfficialNumber, Optional, PersonName, PersonRef, UnitRef } from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { GRANTED_ROLES, type GrantedRole } from '../roles.js';

/* A person of the bureau as the register of people has him, and what the rest of the domain asks of him. */

export const LEADER_RANKS = { CHIEF: '正职负责人', ACTING_CHIEF: '主持工作的负责人', DEPUTY: '副职负责人' } as const;
export type LeaderRank = keyof typeof LEADER_RANKS;

export class Certificate {
  @OfficialNumber('执法证号', { privacy: 'staff' }) certNo!: string;
  @Day('有效期起') validFrom!: LegalDay;
  @Day('有效期止') validTo!: LegalDay;
  @Optional() @Day('失效日') revokedOn?: LegalDay;
}

export class LeaderTerm {
  @Choice('职务', LEADER_RANKS) rank!: LeaderRank;
  @Day('任职日') from!: LegalDay;
  /** First day out of office. */
  @Optional() @Day('免职日') until?: LegalDay;
}

/** 列入法制审核人员库. */
export class Reviewing {
  @Day('入库日') enrolledOn!: LegalDay;
  @Flag('是否初次从事法制审核') firstTime!: boolean;
  @Optional() @OfficialNumber('法律职业资格证号', { max: 50, privacy: 'staff' }) legalQualificationNo?: string;
  /** First day out of the pool. */
  @Optional() @Day('出库日') until?: LegalDay;
}

/** 职责: what the administrator granted. */
export class RoleTerm {
  @Choice('职责', GRANTED_ROLES) role!: GrantedRole;
  @Day('授予之日') from!: LegalDay;
  /** First day without it. */
  @Optional() @Day('终止之日') until?: LegalDay;
}

/** 任职单位: from the beginning, as far as anybody knows, where no first day is said. */
export class Posting {
  @UnitRef('单位') unitId!: string;
  @Optional() @Day('到任日') from?: LegalDay;
  /** First day elsewhere. */
  @Optional() @Day('离任日') until?: LegalDay;
}

/** 调用 (浙江省综合行政执法条例第二十九条). */
export class Secondment {
  @UnitRef('调用单位') toUnitId!: string;
  @Day('调用期起') from!: LegalDay;
  @Day('调用期止') to!: LegalDay;
}

export class Officer {
  @Optional() @PersonRef('用户编号') userId?: string;
  @PersonName('姓名') name!: string;
  @UnitRef('所属单位') unitId!: string;
  @Flag('是否辅助人员') auxiliary!: boolean;
  @ListOf('执法证', () => Certificate, { min: 0 }) certificates!: readonly Certificate[];
  /** Terms of office in the order in which they were recorded; a later one prevails where two overlap. */
  @ListOf('任职', () => LeaderTerm, { min: 0 }) leaderTerms!: readonly LeaderTerm[];
  @Optional() @Nested('法制审核', () => Reviewing) reviewer?: Reviewing;
  @ListOf('以前的法制审核', () => Reviewing, { min: 0 }) reviewedBefore!: readonly Reviewing[];
  @ListOf('调用', () => Secondment, { min: 0 }) secondments!: readonly Secondment[];
  @ListOf('职责', () => RoleTerm, { min: 0 }) roleTerms!: readonly RoleTerm[];
  /** One after the other; the last one is open while the person is there. */
  @ListOf('任职单位', () => Posting, { min: 0 }) postings!: readonly Posting[];
}

/** What may be asked of a person, registered or not. */
export type Asked = Pick<
  Officer,
  'certificates' | 'leaderTerms' | 'reviewer' | 'reviewedBefore' | 'secondments' | 'postings'
>;

export function officerNeed(userId: string): Need {
  return { aggregate: 'officer', id: userId };
}

/** What holds from a first day, or always, until the first day on which it does not. */
export function holdsOn(
  { from, until }: { readonly from?: LegalDay | undefined; readonly until?: LegalDay | undefined },
  day: LegalDay,
): boolean {
  return (from === undefined || from <= day) && (until === undefined || day < until);
}

/** The unit of which the person is on a day; undefined where nobody has registered him, or he has left. */
export function unitOn({ postings }: Pick<Officer, 'postings'>, day: LegalDay): string | undefined {
  return postings.find((posting) => holdsOn(posting, day))?.unitId;
}

/** First day on which a certificate is no longer valid. */
export function certificateEnds({ validTo, revokedOn }: Certificate): LegalDay {
  return revokedOn !== undefined && revokedOn <= validTo ? revokedOn : addDays(validTo, 1);
}

/** The certificate that covers a day, if any (行政处罚法第四十二条第一款: 具有行政执法资格). */
export function certificateOn(officer: Asked, day: LegalDay): Certificate | undefined {
  return officer.certificates.find((one) => one.validFrom <= day && day < certificateEnds(one));
}

/** The first day after this one on which another certificate begins, if any: from then on waiting helps. */
export function nextCertificateFrom(officer: Asked, day: LegalDay): LegalDay | undefined {
  return first(
    officer.certificates.flatMap(({ validFrom, revokedOn }) => (revokedOn ? [] : [validFrom])),
    day,
  );
}

/** The first day after this one on which a term of office begins, if any. */
export function nextTermFrom(officer: Asked, day: LegalDay): LegalDay | undefined {
  return first(
    officer.leaderTerms.map(({ from }) => from),
    day,
  );
}

/** The first day after this one from which the officer is called in by the unit, if any. */
export function nextSecondmentFrom(officer: Asked, unitId: string, day: LegalDay): LegalDay | undefined {
  return first(
    officer.secondments.flatMap(({ toUnitId, from }) => (toUnitId === unitId ? [from] : [])),
    day,
  );
}

function first(days: readonly LegalDay[], after: LegalDay): LegalDay | undefined {
  return days.filter((day) => day > after).sort()[0];
}

/** Rank as a leader on a day; undefined when not in office. */
export function leaderRankOn(officer: Asked, day: LegalDay): LeaderRank | undefined {
  return officer.leaderTerms.findLast((term) => holdsOn(term, day))?.rank;
}

/** Whether the officer works for the unit on a day, as its own or called in (浙江省综合行政执法条例第二十九条). */
export function servesUnitOn(officer: Asked, unitId: string, day: LegalDay): boolean {
  const own = unitOn(officer, day);
  if (own === undefined) return false;
  return own === unitId || officer.secondments.some((s) => s.toUnitId === unitId && s.from <= day && day <= s.to);
}

/** Whether the officer may review on a day: enrolled, and with legal qualification when new to the work. */
export function mayReviewOn({ reviewer, reviewedBefore }: Asked, day: LegalDay): boolean {
  return [...reviewedBefore, ...(reviewer ? [reviewer] : [])].some(
    ({ enrolledOn, until, firstTime, legalQualificationNo }) =>
      holdsOn({ from: enrolledOn, until }, day) && (!firstTime || legalQualificationNo !== undefined),
  );
}
