import { type HolidayNotice, PUBLISHED_NOTICES, WorkCalendar } from './calendar.js';
import { type CashCollection, type CashCollectionInput, cashCollection } from './cash-collection.js';
import { noticeAsSet, type StatutesConfiguration, validated } from './configuration.js';
import {
  type CourtEnforcementInput,
  type CourtEnforcementWindow,
  courtEnforcementWindow,
} from './court-enforcement-window.js';
import { type CreditDisclosure, type CreditDisclosureInput, creditDisclosure } from './credit-disclosure.js';
import { type ActWindow, DeadlineClock, type DueDate, type DueInstant, type Trigger } from './deadline-clock.js';
import { DEADLINES, type Deadline, type DeadlineId } from './deadlines.js';
import { StatutesError } from './errors.js';
import { type HearingEntitlement, type HearingEntitlementInput, hearingEntitled } from './hearing-entitlement.js';
import type { Law } from './law.js';
import { epochDay, type LegalDay, legalDay, legalDayOf } from './legal-day.js';
import { type Limitation, type LimitationInput, limitationOfAction } from './limitation-of-action.js';
import { type OnTheSpotLimit, onTheSpotLimit } from './on-the-spot.js';
import { type Expiry, expiry } from './overdue.js';
import { type BureauParameters, PARAMETERS } from './parameters.js';
import { type PenaltyClass, penaltyClass } from './penalty-class.js';
import type { PartyKind, PenaltyKind, Procedure } from './penalty-kind.js';
import { type RemedyOrder, remedyOrder } from './remedy-order.js';
import { type ResponsibleAge, responsibleAge } from './responsible-age.js';
import { inForce, type Validity } from './rows.js';
import { type RuleFineCap, type RuleFineCapInput, ruleFineCap } from './rule-fine-cap.js';
import { rulesetVersion } from './ruleset-version.js';
import { type SurchargeInput, type SurchargeResult, surcharge } from './surcharge.js';

/** The law as one bureau applies it. Immutable; every answer depends on the arguments alone. */
export interface Statutes {
  /** Names the whole ruleset: table, calendar, parameters. Events carry it. */
  readonly version: string;
  readonly configuration: StatutesConfiguration;
  /** The notices that the calendar was built from, a bureau's own last. */
  readonly notices: readonly HolidayNotice[];

  /** The last day of period `rule` that began with `trigger`. Throws for rules in hours: ask `dueAt`. */
  due(rule: DeadlineId, trigger: Trigger): DueDate;
  /** The last moment of a period in hours. */
  dueAt(rule: DeadlineId, trigger: { at: string; variant?: string | undefined }): DueInstant;
  /** The first and last day on which the act that `rule` is about is possible. */
  window(rule: DeadlineId, trigger: Trigger): ActWindow;
  /** R11: what it means that the act of `rule` is done, or still undone, on day `on`. */
  expiry(rule: DeadlineId, trigger: Trigger, on: LegalDay): Expiry;
  /** The row of the table. */
  deadline(rule: DeadlineId): Deadline;
  /** By how many units each extension of a period that begins on a day may move it at most, in order. */
  extensions(rule: DeadlineId, on: LegalDay): readonly number[];
  /** Whether the law set this period at all on a day: before its first edition there was none. */
  hasPeriod(rule: DeadlineId, on: LegalDay): boolean;

  /** The last day of which it is known whether it is worked. */
  readonly knownUntil: LegalDay;
  isWorkingDay(day: LegalDay): boolean;
  /** The `n`-th working day after `day`; before it for negative `n`; `day` itself for 0. */
  addWorkingDays(day: LegalDay, n: number): LegalDay;
  /**
   * The last day of a period of `n` days that a document set, by the general rules: the day itself not counted (R1), a day
   * off at the end moved to the next working day (R5). 民法典201条、203条.
   */
  daysAfter(day: LegalDay, n: number): LegalDay;
  /** Working days after `from` up to and including `to`; 0 if `to` is not later. */
  workingDaysBetween(from: LegalDay, to: LegalDay): number;

  surcharge(input: SurchargeInput): SurchargeResult;
  onTheSpotLimit(input: { partyKind: PartyKind; on: LegalDay }): OnTheSpotLimit;
  onTheSpotLimitFen(partyKind: PartyKind, on: LegalDay): number;
  cashCollection(input: CashCollectionInput): CashCollection;
  hearingEntitled(input: HearingEntitlementInput): HearingEntitlement;
  limitationOfAction(input: LimitationInput): Limitation;
  responsibleAge(input: { bornOn: LegalDay; actOn: LegalDay }): ResponsibleAge;
  ruleFineCap(input: RuleFineCapInput): RuleFineCap;
  courtEnforcementWindow(input: CourtEnforcementInput): CourtEnforcementWindow;
  remedyOrder(input: { procedure: Procedure; on: LegalDay }): RemedyOrder;
  creditDisclosure(input: CreditDisclosureInput): CreditDisclosure;
  penaltyClass(kinds: readonly PenaltyKind[], year: number): PenaltyClass;

  /** What the bureau decided where the law leaves it open, in force on day `on`. */
  parameters(on: LegalDay): BureauParameters;
}

let builtIn: Statutes | undefined;

/**
 * The law with a bureau's configuration, or with the built-in defaults. Throws `StatutesConfigurationError` that lists
 * everything wrong with the configuration; then nothing is loaded. For a text, `parseStatutesConfiguration` comes first.
 */
export function loadStatutes(configuration?: unknown): Statutes {
  if (configuration !== undefined) return assemble(validated(configuration));
  builtIn ??= assemble(validated({}));
  return builtIn;
}

/**
 * The same law but for one period: by a named edition of it (`D07@1996-10-01`), whatever day is asked about. For asking what
 * past acts would have come to. Throws StatutesError where there is no such edition.
 */
export function underEdition({ configuration }: Statutes, named: string): Statutes {
  const [rule = '', from = ''] = named.split('@');
  const deadline: Deadline | undefined = DEADLINES.find(({ id }) => id === rule);
  if (deadline === undefined)
    throw new StatutesError(`没有编号为${rule}的期限，版本应写作“期限编号@施行日”，如 D07@1996-10-01`);
  const editions = [...new Set(deadline.editions.map((edition) => edition.from))];
  if (!editions.includes(from))
    throw new StatutesError(
      `${rule}${deadline.name}没有${from === '' ? '写明施行日' : `自${from}施行`}的版本，有${editions.map((day) => `${rule}@${day}`).join('、')}`,
    );
  return assemble(configuration, new Map([[rule, from]]));
}

function assemble(configuration: StatutesConfiguration, lawOf?: ReadonlyMap<string, LegalDay>): Statutes {
  const notices = [...PUBLISHED_NOTICES, ...configuration.calendar.map(noticeAsSet)];
  const calendar = new WorkCalendar(notices);
  const parameters = parameterBook(configuration, (on) => ({
    leadResponseLength: clock.period('L01', on).length,
    coordinationResponseLength: clock.period('L02', on).length,
  }));
  const clock = new DeadlineClock(calendar, configuration.deadlines, parameters, lawOf);
  const law: Law = {
    calendar,
    parameters,
    due: (rule, trigger) => clock.due(rule, trigger),
    window: (rule, trigger) => clock.window(rule, trigger),
  };
  return Object.freeze<Statutes>({
    version: rulesetVersion(notices, configuration),
    configuration,
    notices,
    due: law.due,
    dueAt: (rule, trigger) => clock.dueAt(rule, trigger),
    window: law.window,
    expiry: (rule, trigger, on) => expiry(clock.due(rule, trigger), on),
    deadline: (rule) => clock.deadline(rule),
    extensions: (rule, on) => clock.extensions(rule, on),
    hasPeriod: (rule, on) => clock.deadline(rule).editions.some((row) => inForce(row, lawOf?.get(rule) ?? on)),
    knownUntil: `${calendar.lastYear}-12-31`,
    isWorkingDay: (day) => calendar.isWorkingDay(epochDay(day)),
    addWorkingDays: (day, n) => legalDayOf(calendar.addWorkingDays(epochDay(day), n)),
    daysAfter: (day, n) => legalDayOf(calendar.nextWorkingDay(epochDay(day) + n)),
    workingDaysBetween: (from, to) => calendar.workingDaysIn(epochDay(from) + 1, epochDay(to) + 1),
    surcharge: (input) => surcharge(law, input),
    onTheSpotLimit: (input) => onTheSpotLimit(law, input),
    onTheSpotLimitFen: (partyKind, on) => onTheSpotLimit(law, { partyKind, on }).limitFen,
    cashCollection,
    hearingEntitled: (input) => hearingEntitled(law, input),
    limitationOfAction: (input) => limitationOfAction(law, input),
    responsibleAge: (input) => responsibleAge(law, input),
    ruleFineCap,
    courtEnforcementWindow: (input) => courtEnforcementWindow(law, input),
    remedyOrder,
    creditDisclosure: (input) => creditDisclosure(law, input),
    penaltyClass,
    parameters,
  });
}

/** Answers for a day with the settings in force on it, and keeps one answer for each stretch between two changes. */
function parameterBook(
  configuration: StatutesConfiguration,
  responseTimes: (on: LegalDay) => Pick<BureauParameters, 'leadResponseLength' | 'coordinationResponseLength'>,
): (on: LegalDay) => BureauParameters {
  const settings = configuration.parameters;
  const dated: readonly Validity[] = [...settings, ...configuration.deadlines];
  const changes = [...new Set(dated.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])))].sort();
  const kept = new Map<number, BureauParameters>();
  return (on) => {
    legalDay(on);
    const stretch = changes.filter((day) => day <= on).length;
    let parameters = kept.get(stretch);
    if (parameters === undefined) {
      const values = Object.entries(PARAMETERS).map(([name, { standard }]) => {
        const set = settings.find((setting) => setting.name === name && inForce(setting, on));
        return [name, set === undefined ? standard : set.value];
      });
      // Every value was checked against its row when the configuration was read.
      parameters = Object.freeze({ ...Object.fromEntries(values), ...responseTimes(on) } as BureauParameters);
      kept.set(stretch, parameters);
    }
    return parameters;
  };
}
