import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Day, Narrative, Optional, say, the, UnitRef } from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { type Act, type ActDefinition, act } from '../definition/act.js';
import { guardUnitKnown, unitNeed } from '../responsible-unit.js';
import { GRANTED_ROLES, type GrantedRole } from '../roles.js';
import { holdsOn, type Officer, type Posting } from './person.js';

/*
 * 职责和任职: what somebody may do here, and in which unit. The register decides it, from a day until a day; whoever is
 * transferred or leaves has none of it any more (docs/decisions/0012).
 */

/** Of duties that no statute hands out: the bureau's own rule. */
export const BY_REGISTER = '人员职责以执法人员登记簿为准';
const REVIEWING = '行政处罚法第五十八条第二款';

export const OFFICER_PHASES = { Unregistered: '未登记', Registered: '在册', Departed: '已离任' } as const;
export type OfficerPhase = keyof typeof OFFICER_PHASES;

/** An act on a registered person: the administrator's, whatever the unit, and in any order of days. */
export const ON_OFFICER = {
  roles: ['ADMINISTRATOR'],
  from: ['Registered'],
  forAnyUnit: true,
  isBeside: true,
  isInAnyOrder: true,
} as const satisfies Partial<ActDefinition<Officer, OfficerPhase, object, object>>;

// ---- commands and, beside each, the event that is stored for ever

/** 授予职责. */
export class GrantRole {
  @Choice('职责', GRANTED_ROLES) role!: GrantedRole;
  @ActDay('授予之日') from!: LegalDay;
  /** Last day on which it is held. */
  @Optional() @Day('期限止') to?: LegalDay;
}
export class RoleGranted extends GrantRole {}

/** 收回职责. */
export class WithdrawRole {
  @Choice('职责', GRANTED_ROLES) role!: GrantedRole;
  /** First day without it. */
  @ActDay('收回之日') from!: LegalDay;
  @Narrative('理由') reason!: string;
}
export class RoleWithdrawn extends WithdrawRole {}

/** 移出法制审核人员库. */
export class RemoveReviewer {
  /** First day out of it. */
  @ActDay('出库日') from!: LegalDay;
  @Narrative('理由') reason!: string;
}
export class ReviewerRemoved extends RemoveReviewer {}

/** 调任另一单位, or back into the bureau. */
export class TransferOfficer {
  @UnitRef('调入单位') unitId!: string;
  @ActDay('到任日') from!: LegalDay;
}
export class OfficerTransferred extends TransferOfficer {}

const REASONS_TO_LEAVE = {
  TRANSFERRED_OUT: '调离',
  RETIRED: '退休',
  RESIGNED: '辞职',
  DISMISSED: '辞退、开除',
  DECEASED: '去世',
} as const;

/** 离任. */
export class RecordDeparture {
  /** First day on which he is no longer there. */
  @ActDay('离任日') from!: LegalDay;
  @Choice('离任原因', REASONS_TO_LEAVE) reason!: keyof typeof REASONS_TO_LEAVE;
}
export class OfficerDeparted extends RecordDeparture {}

// ---- guards and what follows

/** Whoever gives and takes duties does not take his own: there is always another one left. */
function guardNotOneself(title: '收回' | '调任' | '离任', actorId: string, id: string): Refusal | undefined {
  if (actorId !== id) return undefined;
  return refuse({
    code: 'officer.oneself',
    article: BY_REGISTER,
    message: say`${the.person(id)}不能办理本人的${title}，请由另一名系统管理员办理`,
  });
}

/** Somebody comes to a unit and leaves it on days that follow one another. */
function guardAfterPosting({ postings }: Pick<Officer, 'postings'>, from: LegalDay): Refusal | undefined {
  const last = postings.at(-1);
  const earliest = last?.until ?? (last?.from === undefined ? undefined : addDays(last.from, 1));
  if (earliest === undefined || earliest <= from) return undefined;
  return refuse({
    code: 'officer.posting_overlaps',
    article: BY_REGISTER,
    message: say`此人自${the.day(last!.until ?? last!.from!)}起的任职已有记录，日期不能早于${the.day(earliest)}`,
    earliest,
  });
}

/** What somebody was in a unit ends with his time there. */
function without({ leaderTerms, reviewer, roleTerms, postings }: Officer, from: LegalDay) {
  const ended = <Term extends { readonly until?: LegalDay }>(term: Term): Term =>
    term.until === undefined || from < term.until ? { ...term, until: from } : term;
  return {
    leaderTerms: leaderTerms.map(ended),
    roleTerms: roleTerms.map(ended),
    ...(reviewer && { reviewer: ended(reviewer) }),
    postings: postings.map((posting): Posting => (posting.until === undefined ? { ...posting, until: from } : posting)),
  };
}

function overlaps(a: { from: LegalDay; until?: LegalDay }, b: { from: LegalDay; until?: LegalDay }): boolean {
  return (a.until === undefined || b.from < a.until) && (b.until === undefined || a.from < b.until);
}

/** The term that a command or event speaks of. */
function termOf({ role, from, to }: GrantRole) {
  return { role, from, ...(to === undefined ? {} : { until: addDays(to, 1) }) };
}

export const DUTY_ACTS: readonly Act<Officer, OfficerPhase>[] = [
  act(GrantRole, RoleGranted, {
    ...ON_OFFICER,
    title: '授予职责',
    article: BY_REGISTER,
    says: ({ role, from, to }) =>
      say`授予${GRANTED_ROLES[role]}职责，自${the.day(from)}起${to === undefined ? undefined : say`，至${the.day(to)}止`}`,
    decide: (given, { roleTerms }) => {
      const { role, from, to } = given;
      if (to !== undefined && to < from)
        return refuse({
          code: 'officer.period_reversed',
          article: BY_REGISTER,
          message: `期间的起日${from}晚于止日${to}`,
        });
      const held = roleTerms.find((term) => term.role === role && overlaps(term, termOf(given)));
      if (held === undefined) return {};
      const last = held.until === undefined ? undefined : addDays(held.until, -1);
      return refuse({
        code: 'role.granted',
        article: BY_REGISTER,
        message: say`${GRANTED_ROLES[role]}职责已自${the.day(held.from)}起授予${last === undefined ? undefined : say`，至${the.day(last)}止`}，期间不能重叠`,
        ...(held.until === undefined ? {} : { earliest: held.until }),
      });
    },
    evolve: ({ roleTerms }, granted) => ({ roleTerms: [...roleTerms, termOf(granted)] }),
  }),
  act(WithdrawRole, RoleWithdrawn, {
    ...ON_OFFICER,
    title: '收回职责',
    article: BY_REGISTER,
    isFinal: true,
    says: ({ role, from }) => say`收回${GRANTED_ROLES[role]}职责，自${the.day(from)}起`,
    decide: ({ role, from }, { roleTerms }, { actor, id }) => {
      const oneself = role === 'ADMINISTRATOR' ? guardNotOneself('收回', actor.id, id) : undefined;
      if (oneself) return oneself;
      if (roleTerms.some((term) => term.role === role && (term.until === undefined || from < term.until))) return {};
      return refuse({
        code: 'role.not_granted',
        article: BY_REGISTER,
        message: say`此人在${the.day(from)}以后没有${GRANTED_ROLES[role]}职责，无可收回`,
      });
    },
    evolve: ({ roleTerms }, { role, from }) => ({
      // One that had not begun by then never begins.
      roleTerms: roleTerms.map((term) =>
        term.role === role && (term.until === undefined || from < term.until)
          ? { ...term, until: from < term.from ? term.from : from }
          : term,
      ),
    }),
  }),
  act(RemoveReviewer, ReviewerRemoved, {
    ...ON_OFFICER,
    title: '移出法制审核人员库',
    article: REVIEWING,
    isFinal: true,
    says: ({ from }) => say`移出法制审核人员库，自${the.day(from)}起`,
    decide: ({ from }, { reviewer }) =>
      reviewer !== undefined && (reviewer.until === undefined || from < reviewer.until)
        ? {}
        : refuse({ code: 'reviewer.not_enrolled', article: REVIEWING, message: '此人不在法制审核人员库' }),
    evolve: ({ reviewer }, { from }) => (reviewer === undefined ? {} : { reviewer: { ...reviewer, until: from } }),
  }),
  act(TransferOfficer, OfficerTransferred, {
    ...ON_OFFICER,
    from: ['Registered', 'Departed'],
    to: 'Registered',
    title: '调任',
    article: BY_REGISTER,
    says: ({ unitId, from }) => say`调任${the.unit(unitId)}，自${the.day(from)}起；原单位的职务、职责同时终止`,
    needs: ({ unitId }) => [unitNeed(unitId)],
    decide: ({ unitId, from }, person, context) => {
      const isThere = person.postings.some((posting) => posting.unitId === unitId && holdsOn(posting, from));
      return (
        guardUnitKnown(context, unitId) ??
        guardNotOneself('调任', context.actor.id, context.id) ??
        guardAfterPosting(person, from) ??
        (isThere
          ? refuse({
              code: 'officer.in_unit',
              article: BY_REGISTER,
              message: say`此人在${the.day(from)}已经属于${the.unit(unitId)}`,
            })
          : {})
      );
    },
    evolve: (person, { unitId, from }) => {
      const left = without(person, from);
      return { ...left, postings: [...left.postings, { unitId, from }] };
    },
  }),
  act(RecordDeparture, OfficerDeparted, {
    ...ON_OFFICER,
    to: 'Departed',
    title: '离任',
    article: BY_REGISTER,
    isFinal: true,
    says: ({ from, reason }) => say`${REASONS_TO_LEAVE[reason]}，自${the.day(from)}起不再任职`,
    decide: ({ from }, person, { actor, id }) =>
      guardNotOneself('离任', actor.id, id) ?? guardAfterPosting(person, from) ?? {},
    evolve: (person, { from }) => without(person, from),
  }),
];
