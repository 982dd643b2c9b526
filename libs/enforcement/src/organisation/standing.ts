import { type Actor, type Refusal, refuse } from '#eventsourcing';
import { each, type Phrase, say, the } from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { type GrantedRole, ROLES, type Role } from '../roles.js';
import { BY_REGISTER } from './duties.js';
import type { OfficerState } from './officer.js';
import { certificateEnds, holdsOn, servesUnitOn, unitOn } from './person.js';

/*
 * Who somebody is today: roles and unit are those of the register of people, whatever a token says (DESIGN.md section 6;
 * docs/decisions/0012). A token may say less than the register, never more.
 */

/** Whom a token or a session names, and what it says of him, where it says anything. */
export interface Claimed {
  readonly id: string;
  readonly unit?: string | undefined;
  readonly roles?: readonly string[] | undefined;
}

/** Who administers a store in which nobody does yet: the user id that the installation names. */
type InitialAdministrator = string | undefined;

/** Tells who somebody is on a day by what the register has of him; or why he is not whom his token says. */
export type PeopleRule = (person: OfficerState, claimed: Claimed, day: LegalDay) => Actor | Refusal;

/** The register decides. */
export function byRegister(initialAdministrator?: string): PeopleRule {
  return (person, claimed, day) => standingOn(person, claimed, day, initialAdministrator);
}

const ARTICLES: Partial<Readonly<Record<Role, string>>> = {
  OFFICER: '行政处罚法第四十二条第一款',
  REVIEWER: '行政处罚法第五十八条第二款',
  LEADER: '行政处罚法第五十七条第一款',
};

/** By what a role is held, as a refusal says it. */
const HELD_BY: Partial<Readonly<Record<Role, string>>> = {
  OFFICER: '有效的执法证',
  REVIEWER: '法制审核人员库的入库记录',
  LEADER: '在任的职务',
};

interface Term {
  readonly from: LegalDay;
  readonly until?: LegalDay | undefined;
}

/** When somebody holds a role: by a certificate, a term of office, the pool of reviewers, or because it was granted. */
function termsOf(person: OfficerState, role: Role): readonly Term[] {
  switch (role) {
    case 'OFFICER':
      return person.auxiliary
        ? []
        : person.certificates.map((one) => ({ from: one.validFrom, until: certificateEnds(one) }));
    case 'REVIEWER':
      return [...person.reviewedBefore, ...(person.reviewer ? [person.reviewer] : [])].flatMap(
        ({ enrolledOn: from, until, firstTime, legalQualificationNo }) =>
          firstTime && legalQualificationNo === undefined ? [] : [{ from, until }],
      );
    case 'LEADER':
      return person.leaderTerms;
    case 'CONNECTED_SYSTEM':
      return [];
    default:
      return person.roleTerms.filter((term) => term.role === (role satisfies GrantedRole));
  }
}

function holds(person: OfficerState, role: Role, day: LegalDay): boolean {
  return termsOf(person, role).some((term) => holdsOn(term, day));
}

/**
 * The roles that somebody holds on a day. Whom the installation names administers until the register has ever said that
 * he does: from then on the register alone decides.
 */
function rolesOn(person: OfficerState, id: string, day: LegalDay, initial?: InitialAdministrator): Role[] {
  const isInitial = isInitialAdministrator(person, id, initial);
  const isThere = unitOn(person, day) !== undefined;
  return (Object.keys(ROLES) as Role[]).filter(
    (role) => (isThere && holds(person, role, day)) || (role === 'ADMINISTRATOR' && isInitial),
  );
}

function isInitialAdministrator(person: OfficerState, id: string, initial: InitialAdministrator): boolean {
  const wasNamed = person.roleTerms.some(({ role }) => role === 'ADMINISTRATOR');
  return id === initial && !wasNamed && person.phase !== 'Departed';
}

/** Somebody as the register has him on a day, in the unit and the roles in which he acts; or why he is not. */
function standingOn(
  person: OfficerState,
  claimed: Claimed,
  day: LegalDay,
  initial?: InitialAdministrator,
): Actor | Refusal {
  const { id } = claimed;
  const held = rolesOn(person, id, day, initial);
  const own = unitOn(person, day);
  if (own === undefined && !isInitialAdministrator(person, id, initial)) return notThere(person, id, day);
  const unit = claimed.unit ?? own ?? '';
  if (own !== undefined && !servesUnitOn(person, unit, day)) return elsewhere(person, id, own, unit, day);
  const missing = claimed.roles?.find((role) => !(held as readonly string[]).includes(role));
  if (missing !== undefined) return notHeld(person, id, missing, day);
  // Who runs the system keeps out of its cases: that is nothing to be left unsaid.
  const roles = claimed.roles ?? held;
  return { id, unit, roles: held.includes('ADMINISTRATOR') ? [...new Set([...roles, 'ADMINISTRATOR'])] : roles };
}

function notThere({ phase, postings }: OfficerState, id: string, day: LegalDay): Refusal {
  const who = the.person(id);
  const ended = postings.findLast(({ until }) => until !== undefined && until <= day)?.until;
  if (phase === 'Unregistered')
    return refuse({
      code: 'actor.unregistered',
      article: BY_REGISTER,
      message: say`执法人员登记簿中没有${who}，不能办理，也不能查阅；请系统管理员先登记人员`,
    });
  if (ended !== undefined)
    return refuse({
      code: 'actor.departed',
      article: BY_REGISTER,
      message: say`${who}已自${the.day(ended)}起离任，不能办理，也不能查阅`,
    });
  const from = postings[0]?.from;
  return refuse({
    code: 'actor.not_arrived',
    article: BY_REGISTER,
    message: say`${who}${from === undefined ? undefined : say`自${the.day(from)}起`}才到任`,
    ...(from === undefined ? {} : { earliest: from }),
  });
}

function elsewhere(person: OfficerState, id: string, own: string, claimed: string, day: LegalDay): Refusal {
  const since = person.postings.find((posting) => holdsOn(posting, day))?.from;
  const lent = person.secondments.filter(({ toUnitId }) => toUnitId === claimed).at(-1);
  return refuse({
    code: 'actor.other_unit',
    article: BY_REGISTER,
    message: say`登录令牌称${the.person(id)}属于${the.unit(claimed)}，执法人员登记簿中${since === undefined ? undefined : say`自${the.day(since)}起`}属于${the.unit(own)}${lent === undefined ? undefined : say`，${the.unit(claimed)}的调用期为${the.day(lent.from)}至${the.day(lent.to)}`}`,
  });
}

function notHeld(person: OfficerState, id: string, missing: string, day: LegalDay): Refusal {
  const who = the.person(id);
  const role = missing as Role;
  if (!Object.hasOwn(ROLES, missing) || role === 'CONNECTED_SYSTEM')
    return refuse({
      code: 'actor.role_unknown',
      article: BY_REGISTER,
      message: say`登录令牌称${who}的身份是${the.label(missing)}，本系统的人员没有这种身份`,
    });
  const article = ARTICLES[role] ?? BY_REGISTER;
  const claims = say`登录令牌称${who}是${ROLES[role]}，`;
  const terms = termsOf(person, role);
  const ended = terms
    .flatMap(({ until }) => (until !== undefined && until <= day ? [until] : []))
    .sort()
    .at(-1);
  const next = terms
    .flatMap(({ from, until }) => (day < from && (until === undefined || from < until) ? [from] : []))
    .sort()[0];
  const refused = (code: string, why: Phrase, earliest?: LegalDay): Refusal =>
    refuse({ code, article, message: say`${claims}${why}`, ...(earliest === undefined ? {} : { earliest }) });
  if (ended !== undefined) {
    const left = person.postings.find(({ until }) => until === ended);
    const why = left === undefined ? undefined : say`（调离${the.unit(left.unitId)}）`;
    return refused('actor.role_ended', say`而该身份已于${the.day(addDays(ended, -1))}终止${why}`, next);
  }
  if (next !== undefined) return refused('actor.role_not_begun', say`而该身份自${the.day(next)}起才有`, next);
  const held = rolesOn(person, id, day);
  const others = held.length === 0 ? say`没有任何身份` : say`他的身份是${each(held, (one) => say`${ROLES[one]}`)}`;
  const lacking = HELD_BY[role];
  return refused(
    'actor.role_missing',
    say`而执法人员登记簿中${others}${lacking === undefined ? undefined : say`，没有${the.label(lacking)}`}`,
  );
}
