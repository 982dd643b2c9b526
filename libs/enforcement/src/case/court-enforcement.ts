import { defined, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Choices,
  Continued,
  Day,
  Label,
  ListOf,
  Narrative,
  Nested,
  OfficialNumber,
  OfficialNumbers,
  Optional,
  PersonRef,
  Rule,
  say,
  the,
} from '#fields';
import type { CourtEnforcementWindow, LegalDay, Statutes } from '#statutes';
import { OnApproval } from '../definition/approval.js';
import { ruleOf } from '../definition/context.js';
import { lastDay, OpenDay, openOf } from '../definition/open-day.js';
import type { Stage } from '../definition/stage.js';
import { CLAIMS, type Claim } from '../terms.js';
import { act } from './act.js';
import { idsOf, isNothing, type Owed, owed } from './obligations.js';
import { LEADERS } from './officers.js';
import { WhichParties } from './parts.js';
import { Amounts, amountsInWords, total } from './payment.js';
import { planEndsOn } from './plan-standing.js';
import { afterRemedies, guardNoRemedyPending, guardNotAlteredByReconsideration } from './remedy-standing.js';
import type { CaseState } from './state.js';

/* 申请人民法院强制执行 (行政强制法第五十三条至第五十六条; DOMAIN 2.4 阶段 19). */

// ---- commands and, beside each, the event that is stored for ever

export class ApplyCourtEnforcement extends OnApproval {
  @Label('人民法院') court!: string;
  @ActDay('申请日期') appliedOn!: LegalDay;
  /** 行政机关负责人 who signed (第五十五条第二款). */
  @Optional() @PersonRef('签名的负责人') signedBy?: string;
  /** What the court is to enforce; everything that was demanded where nothing is said. */
  @Optional() @Choices('申请执行的义务', CLAIMS) claims?: readonly Claim[];
  @WhichParties() partyIds?: readonly string[];
}
export class CourtEnforcementApplied extends OnApproval {
  @OfficialNumber('强制执行申请书文号') applicationNo!: string;
  @Label('人民法院') court!: string;
  @ActDay('申请日期') appliedOn!: LegalDay;
  /** First and last day for applying (D18 with D16, D26). */
  @Day('可以申请的首日') windowFirstOn!: LegalDay;
  @Day('申请期限') windowEndOn!: LegalDay;
  @Rule('申请期限依据') windowRule!: string;
  @PersonRef('签名的负责人') signedBy!: string;
  /** What was outstanding on the day of the application. */
  @Nested('尚欠款项', () => Amounts) amounts!: Amounts;
  /** D19: last day for the court to accept. */
  @Optional() @Day('法院受理期限') acceptanceDueOn?: LegalDay;
  @Optional() @Rule('受理期限依据') acceptanceRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 1 }) openDays?: readonly OpenDay[];
  /** 行为义务 that the court is to enforce. */
  @Optional() @OfficialNumbers('申请执行的行为义务编号', { max: 20 }) obligations?: readonly string[];
  @Optional() @Choices('申请执行的义务', CLAIMS) claims?: readonly Claim[];
  @WhichParties() partyIds?: readonly string[];
}

export class RecordCourtAcceptance {
  @ActDay('受理日期') on!: LegalDay;
  @Optional() @OfficialNumber('法院案号') courtCaseNo?: string;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class CourtEnforcementAccepted extends RecordCourtAcceptance {
  /** D19: last day for the ruling. */
  @Optional() @Day('法院裁定期限') rulingDueOn?: LegalDay;
  @Optional() @Rule('裁定期限依据') rulingRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 1 }) openDays?: readonly OpenDay[];
}

export class RecordCourtRejection {
  @ActDay('裁定不予受理的日期') on!: LegalDay;
  @Narrative('不予受理的理由') reason!: string;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class CourtEnforcementRejected extends RecordCourtRejection {
  /** D19: last day for applying to the higher court for reconsideration. */
  @Optional() @Day('申请上一级法院复议的期限') objectionDueOn?: LegalDay;
  @Optional() @Rule('复议期限依据') objectionRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 1 }) openDays?: readonly OpenDay[];
}

/** 法院的裁定 (行政强制法第五十七条、第五十八条; 行诉解释第一百六十一条). */
export const COURT_RULINGS = { GRANTED: '准予执行', PARTLY_GRANTED: '部分准予执行', REFUSED: '不准予执行' } as const;
export type CourtRuling = keyof typeof COURT_RULINGS;

export class RecordCourtRuling {
  @Choice('裁定', COURT_RULINGS) ruling!: CourtRuling;
  @ActDay('裁定日期') ruledOn!: LegalDay;
  /** Of a grant in part: what is to be enforced. */
  @Optional() @Choices('准予执行的义务', CLAIMS) granted?: readonly Claim[];
  @Optional() @Narrative('不准予的理由') reason?: string;
  @Optional() @OfficialNumber('裁定文号') rulingNo?: string;
  @WhichParties() partyIds?: readonly string[];
}
export class CourtRulingReceived extends RecordCourtRuling {
  /** D19 as of an application that was not accepted: last day for applying to the higher court for reconsideration. */
  @Optional() @Day('申请上一级法院复议的期限') objectionDueOn?: LegalDay;
  @Optional() @Rule('复议期限依据') objectionRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 1 }) openDays?: readonly OpenDay[];
}

// ---- guards

const ARTICLE = '行政强制法第五十三条';
const DEMANDED = '行政强制法第五十四条';
const SIGNED = '行政强制法第五十五条第二款';
const ACCEPTANCE = '行政强制法第五十六条';
const RULING = '行政强制法第五十七条、第五十八条';

/** The three months run from the end of the time for suing, or from the end of the remedy that the party did seek. */
function windowOf(statutes: Statutes, state: CaseState): CourtEnforcementWindow {
  return statutes.courtEnforcementWindow({
    servedOn: state.servedOn!,
    decidedOn: state.decision!.decidedOn,
    procedure: state.procedure,
    demandServedOn: state.demandServedOn,
    planEndsOn: planEndsOn(state),
    ...afterRemedies(state),
  });
}

/** G35: the three months are not over. */
function guardWindowOpen(window: CourtEnforcementWindow, appliedOn: LegalDay): Refusal | undefined {
  if (window.open && appliedOn <= window.lastOn) return undefined;
  return refuse({
    code: 'court.window_closed',
    article: ARTICLE,
    message: `申请强制执行的期限自起诉期限届满起三个月，已于${window.lastOn}届满，不能再申请`,
  });
}

/**
 * G35: the party's periods for reconsideration and suing are over, and the demand is ten working days old. Whichever of
 * them is still open, `earliest` is the first day on which all are over.
 */
function guardPeriodsOver(
  window: CourtEnforcementWindow,
  state: CaseState,
  appliedOn: LegalDay,
  statutes: Statutes,
): Refusal | undefined {
  if (!window.open || appliedOn >= window.firstOn) return undefined;
  const demandOver = statutes.window('D16', { on: state.demandServedOn! }).firstOn;
  if (appliedOn < demandOver)
    return refuse({
      code: 'court.demand_pending',
      article: DEMANDED,
      message: `催告书${state.demandServedOn}送达，满十个工作日仍不履行才能申请，最早可于${window.firstOn}申请`,
      earliest: window.firstOn,
    });
  return refuse({
    code: 'court.suing_period_open',
    article: ARTICLE,
    message: `当事人申请复议、提起诉讼的期限至${window.runsFrom}届满，最早可于${window.firstOn}申请`,
    earliest: window.firstOn,
  });
}

function guardOutstanding(what: Owed): Refusal | undefined {
  if (!isNothing(what)) return undefined;
  return refuse({ code: 'court.nothing_owed', article: ARTICLE, message: '当事人已经履行完毕，不需要申请强制执行' });
}

/** 第五十四条: what was not demanded may still be performed by itself. */
function guardDemanded(claims: readonly Claim[] | undefined, { demanded }: CaseState): Refusal | undefined {
  const extra = claims?.find((claim) => demanded !== undefined && !demanded.includes(claim));
  if (extra === undefined) return undefined;
  return refuse({
    code: 'court.not_demanded',
    article: DEMANDED,
    message: `没有催告过“${CLAIMS[extra]}”，申请强制执行前应当先催告`,
  });
}

/** The court's answer comes once. */
function guardUnanswered(state: CaseState): Refusal | undefined {
  if (state.courtAcceptedOn === undefined) return undefined;
  return refuse({
    code: 'court.answered',
    article: ACCEPTANCE,
    message: `法院已于${state.courtAcceptedOn}受理，不能再次记录`,
  });
}

/** The court rules on what it has accepted, once. */
function guardToBeRuled({ courtAcceptedOn, courtRuling }: CaseState): Refusal | undefined {
  if (courtAcceptedOn === undefined)
    return refuse({ code: 'court.not_accepted', article: RULING, message: '法院还没有受理申请，不能记录裁定' });
  if (courtRuling === undefined) return undefined;
  return refuse({ code: 'court.ruled', article: RULING, message: '法院已经裁定，不能再次记录' });
}

/** A grant in part says which part; a refusal says why (第五十八条第二款). */
function guardRulingSays({ ruling, granted, reason }: RecordCourtRuling): Refusal | undefined {
  if ((ruling === 'PARTLY_GRANTED') !== (granted !== undefined))
    return refuse({
      code: 'court.granted_part',
      article: RULING,
      message: '部分准予执行的，应写明准予执行的义务；其他裁定不填',
    });
  if (ruling === 'GRANTED' || reason !== undefined) return undefined;
  return refuse({
    code: 'court.reason_missing',
    article: '行政强制法第五十八条第二款',
    message: '法院裁定不予执行、部分不予执行的，应当说明理由，请填写裁定所写的理由',
  });
}

/** The court's answer, whichever. */
const ANSWER = {
  article: ACCEPTANCE,
  roles: ['OFFICER', 'REGISTRAR', 'CONNECTED_SYSTEM'],
  restsOn: ({ courtAppliedOn }: CaseState) => [[courtAppliedOn, '申请日期']] as const,
  may: guardUnanswered,
} as const;

export const courtEnforcement: readonly Stage<CaseState>[] = [
  act(ApplyCourtEnforcement, CourtEnforcementApplied, {
    title: '申请法院强制执行',
    article: ARTICLE,
    isFinal: true,
    roles: ['OFFICER'],
    document: 'COURT_APPLICATION',
    approvedBy: LEADERS,
    approverAs: 'signedBy',
    approvalArticle: SIGNED,
    says: ({ applicationNo, court, amounts, obligations = [] }) =>
      say`${the.label(applicationNo)}向${the.label(court)}申请强制执行${
        total(amounts) > 0 ? amountsInWords(amounts) : undefined
      }${obligations.length > 0 ? `${total(amounts) > 0 ? '和' : ''}行为义务${obligations.join('、')}` : undefined}`,
    restsOn: ({ courtRejectedOn }) => [[courtRejectedOn, '法院上次裁定不予受理的日期']],
    may: (state, { statutes, today }) =>
      guardNotAlteredByReconsideration(state, ARTICLE) ??
      guardPeriodsOver(windowOf(statutes, state), state, today, statutes),
    decide: ({ appliedOn, signedBy, claims }, state, { statutes }, { number }) => {
      const window = windowOf(statutes, state);
      const what = owed(statutes, state, appliedOn, claims ?? state.demanded);
      const refusal =
        guardNoRemedyPending(state, appliedOn, '申请强制执行', 'court.remedy_pending') ??
        guardWindowOpen(window, appliedOn) ??
        guardPeriodsOver(window, state, appliedOn, statutes) ??
        guardOutstanding(what) ??
        guardDemanded(claims, state);
      if (refusal) return refusal;
      const acceptance = lastDay(statutes, 'D19', { on: appliedOn, variant: 'ACCEPT' });
      return {
        applicationNo: number,
        // Whoever approves it is who signs it.
        signedBy: signedBy!,
        windowFirstOn: window.firstOn,
        windowEndOn: window.lastOn,
        windowRule: ruleOf(window),
        amounts: what.amounts,
        obligations: idsOf(what),
        acceptanceDueOn: acceptance.dueOn,
        acceptanceRule: acceptance.rule,
        openDays: openOf(acceptance),
      };
    },
    // Who applies anew complains of the first answer no more.
    evolve: (_state, { appliedOn }) => ({ courtAppliedOn: appliedOn, courtRefusal: undefined }),
  }),
  act(RecordCourtAcceptance, CourtEnforcementAccepted, {
    ...ANSWER,
    title: '记录法院受理',
    eventTitle: '法院受理强制执行申请',
    says: ({ on, courtCaseNo }) =>
      say`法院于${the.day(on)}受理强制执行申请${
        courtCaseNo === undefined ? undefined : say`，案号${the.label(courtCaseNo)}`
      }`,
    decide: ({ on }, _state, { statutes }) => {
      const ruling = lastDay(statutes, 'D19', { on, variant: 'RULE' });
      return { rulingDueOn: ruling.dueOn, rulingRule: ruling.rule, openDays: openOf(ruling) };
    },
    evolve: (_state, { on }) => ({ courtAcceptedOn: on }),
  }),
  act(RecordCourtRuling, CourtRulingReceived, {
    title: '记录法院裁定',
    eventTitle: '法院裁定',
    article: RULING,
    roles: ANSWER.roles,
    says: ({ ruledOn, ruling, reason }) =>
      say`法院于${the.day(ruledOn)}裁定${COURT_RULINGS[ruling]}${
        reason === undefined ? undefined : say`：${the.words(reason)}`
      }`,
    restsOn: ({ courtAcceptedOn }) => [[courtAcceptedOn, '法院受理日期']],
    may: guardToBeRuled,
    decide: (input, _state, { statutes }) => {
      const refusal = guardRulingSays(input);
      if (refusal || input.ruling === 'GRANTED') return refusal ?? {};
      const objection = lastDay(statutes, 'D19', { on: input.ruledOn, variant: 'OBJECT' });
      return { objectionDueOn: objection.dueOn, objectionRule: objection.rule, openDays: openOf(objection) };
    },
    // What was not granted may be demanded and applied for anew, once what was wanting is mended.
    evolve: ({ courtAcceptedOn }, { ruling, ruledOn, objectionDueOn }) => ({
      ...(ruling === 'REFUSED'
        ? { courtRejectedOn: ruledOn, courtAcceptedOn: undefined, courtRuling: undefined }
        : { courtRuling: ruling }),
      ...(ruling !== 'GRANTED' && {
        courtRefusal: {
          against: 'RULING',
          on: ruledOn,
          ...defined({ dueOn: objectionDueOn, acceptedOn: courtAcceptedOn }),
        },
      }),
    }),
  }),
  act(RecordCourtRejection, CourtEnforcementRejected, {
    ...ANSWER,
    title: '记录法院不予受理',
    eventTitle: '法院不予受理强制执行申请',
    says: ({ on, reason }) => say`法院于${the.day(on)}裁定不予受理：${the.words(reason)}`,
    decide: ({ on }, _state, { statutes }) => {
      const objection = lastDay(statutes, 'D19', { on, variant: 'OBJECT' });
      return { objectionDueOn: objection.dueOn, objectionRule: objection.rule, openDays: openOf(objection) };
    },
    evolve: (_state, { on, objectionDueOn }) => ({
      courtRejectedOn: on,
      courtRefusal: { against: 'REJECTION', on, ...defined({ dueOn: objectionDueOn }) },
    }),
  }),
];
