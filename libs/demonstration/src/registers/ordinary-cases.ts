import { MIN_ATTENDEES } from '#enforcement';
import type { LegalDay } from '#statutes';
import type { Crew } from '../cast.js';
import { FIRST_DAY, inYear, someDay, YEAR } from '../days.js';
import { type Course, drawOrdinary, type OrdinaryCase } from '../drawn-case.js';
import { isGrave, type Planned, planOrdinary } from '../ordinary-case.js';
import type { PlannedCommand } from '../planned-command.js';
import { PUBLISHED_2023 } from '../published-2023.js';
import { ORDINARY_ITEMS } from '../quzhou.js';
import { Dice } from '../random.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 普通程序案件. */
export const ordinaryCases: RegisterShare = { bureau, elsewhere };

/** Penalties in the ordinary procedure of the other units; the published figures give only all of theirs together. */
export const ORDINARY_ELSEWHERE = 900;

/** 法制审核 of the year: 400余件次. */
const REVIEW_SUBMISSIONS = 412;

interface Group {
  readonly course: Course;
  readonly count: number;
  readonly filed: readonly [first: LegalDay, last: LegalDay];
  readonly more?: Partial<OrdinaryCase>;
  /** What has to come out; days are drawn again until it does. */
  readonly want: (planned: Planned) => boolean;
}

/**
 * 298 cases of the ordinary procedure: 110 carried over from 2022, 188 filed in 2023. 235 are closed in the year (209
 * with a penalty, 9 without one in whatever way, 17 taken up by the police), 235 penalties are decided in it. One of the 188
 * is a case of 2022 taken up anew, one is split off from another; a 299th is merged into another.
 */
const GROUPS: readonly Group[] = [
  // Carried over with a penalty decided in 2022: ten pay late, two are taken to court.
  {
    course: 'PENALTY',
    count: 10,
    filed: ['2022-10-10', '2022-10-28'],
    more: { notClosedBefore: FIRST_DAY },
    want: ({ decidedOn, closedOn }) => decidedOn! < FIRST_DAY && inYear(closedOn),
  },
  {
    course: 'COURT',
    count: 2,
    filed: ['2022-08-10', '2022-09-09'],
    want: ({ decidedOn, closedOn }) => decidedOn! < FIRST_DAY && inYear(closedOn),
  },
  // Carried over undecided.
  {
    course: 'COURT',
    count: 5,
    filed: ['2022-11-14', '2022-12-02'],
    more: { notDecidedBefore: FIRST_DAY },
    want: ({ decidedOn, closedOn }) => inYear(decidedOn) && inYear(closedOn),
  },
  {
    course: 'PENALTY',
    count: 87,
    filed: ['2022-11-14', '2022-12-29'],
    more: { notDecidedBefore: FIRST_DAY },
    want: ({ decidedOn, closedOn }) => inYear(decidedOn) && inYear(closedOn),
  },
  {
    course: 'NO_PENALTY',
    count: 1,
    filed: ['2022-12-01', '2022-12-29'],
    more: { notDecidedBefore: FIRST_DAY },
    want: ({ closedOn }) => inYear(closedOn),
  },
  // Withdrawn and closed in the year, and filed anew in it.
  {
    course: 'REOPENED',
    count: 1,
    filed: ['2022-12-26', '2022-12-29'],
    want: ({ closedOn }) => inYear(closedOn),
  },
  {
    course: 'TRANSFER_CLOSED',
    count: 4,
    filed: ['2022-12-26', '2022-12-30'],
    want: ({ sentOn, closedOn }) => inYear(sentOn) && inYear(closedOn),
  },
  // Filed in the year.
  {
    course: 'PENALTY',
    count: 105,
    filed: [FIRST_DAY, '2023-09-15'],
    want: ({ decidedOn, closedOn }) => inYear(decidedOn) && inYear(closedOn),
  },
  {
    course: 'UNPAID',
    count: 38,
    filed: ['2023-09-18', '2023-11-08'],
    want: ({ decidedOn }) => inYear(decidedOn),
  },
  {
    course: 'NO_PENALTY',
    count: 3,
    filed: [FIRST_DAY, '2023-09-15'],
    want: ({ closedOn }) => inYear(closedOn),
  },
  {
    course: 'NOT_ESTABLISHED',
    count: 1,
    filed: [FIRST_DAY, '2023-09-15'],
    want: ({ closedOn }) => inYear(closedOn),
  },
  ...(['WITHDRAWN', 'TERMINATED', 'TRANSFERRED_OUT'] as const).map(
    (course): Group => ({
      course,
      count: 1,
      filed: [FIRST_DAY, '2023-09-15'],
      want: ({ closedOn }) => inYear(closedOn),
    }),
  ),
  {
    course: 'TRANSFER_CLOSED',
    count: 13,
    filed: [FIRST_DAY, '2023-11-15'],
    want: ({ sentOn, closedOn }) => inYear(sentOn) && inYear(closedOn),
  },
  {
    course: 'TRANSFER_FILED',
    count: 3,
    filed: ['2023-12-08', '2023-12-14'],
    want: ({ sentOn }) => inYear(sentOn),
  },
  {
    course: 'TRANSFER_DECLINED',
    count: 3,
    filed: ['2023-11-15', '2023-12-08'],
    want: ({ sentOn }) => inYear(sentOn),
  },
  {
    course: 'TRANSFER_SENT',
    count: 3,
    filed: ['2023-12-13', '2023-12-18'],
    want: ({ sentOn }) => inYear(sentOn),
  },
  { course: 'ABSORBING', count: 1, filed: ['2023-10-16', '2023-12-08'], want: () => true },
  { course: 'SPLITTING', count: 1, filed: ['2023-10-16', '2023-12-08'], want: () => true },
  { course: 'OPEN', count: 12, filed: ['2023-10-16', '2023-12-15'], want: () => true },
];

/** Cases whose first review sends them back once. */
const RETURNED = 80;

/** Draws that a group, or the whole of them, may need until its days and sums come out right, before the plan is called wrong. */
const MAX_DRAWS = 200;

/** Now and then the fines drawn cannot be brought to the year's total, or too few cases can have a second review: then anew. */
function bureau(stage: Stage): PlannedCommand[] {
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const planned = drawnBureau(stage);
    if (planned) return planned;
  }
  throw new Error('the cases of the bureau do not come out as the year wants them');
}

function drawnBureau({ dice, cast: { bureau: crew }, mark }: Stage): PlannedCommand[] | undefined {
  const cases: OrdinaryCase[] = [];
  for (const group of GROUPS)
    for (let n = 0; n < group.count; n++)
      cases.push(drawn(dice, crew, group, `${mark}${group.filed[0].slice(0, 4)}.${cases.length + 1}`));

  const decided = cases.filter(
    ({ course, filedOn }) =>
      (course === 'PENALTY' || course === 'COURT' || course === 'UNPAID') && filedOn >= '2022-11-14',
  );
  const heard = new Set(
    dice
      .shuffled(
        decided.filter(
          ({ course, filedOn, party }) =>
            course === 'PENALTY' && filedOn >= FIRST_DAY && filedOn < '2023-08-01' && party.kind === 'ORGANISATION',
        ),
      )
      .slice(0, PUBLISHED_2023.hearings),
  );
  const withFines = fines(dice, decided, heard);
  if (withFines === undefined) return undefined;
  const final = cases.map((plan) => withFines.get(plan) ?? plan);

  // How often the reviewers see a case decides the year's 件次: second rounds are added until the count is right.
  const returned = new Set(
    dice
      .shuffled(
        final.filter(({ course, filedOn }) => (course === 'PENALTY' || course === 'UNPAID') && filedOn >= FIRST_DAY),
      )
      .slice(0, RETURNED),
  );
  const once = final.map((plan) => (returned.has(plan) ? { ...plan, returnedOnce: true } : plan));
  const submissions = (plan: OrdinaryCase) => planOrdinary(new Dice(1), plan).reviewsSubmittedOn.filter(inYear).length;
  const missing = REVIEW_SUBMISSIONS - once.reduce((sum, plan) => sum + submissions(plan), 0);
  const candidates = dice
    .shuffled(once)
    .filter((plan) => submissions({ ...plan, secondReview: true }) > submissions(plan));
  if (missing < 0 || missing > candidates.length) return undefined;
  const twice = new Set(candidates.slice(0, missing));
  return once.flatMap((plan) => planOrdinary(dice, twice.has(plan) ? { ...plan, secondReview: true } : plan).commands);
}

function elsewhere({ dice, cast: { others }, mark }: Stage): PlannedCommand[] {
  const group: Group = {
    course: 'PENALTY',
    count: ORDINARY_ELSEWHERE,
    filed: [FIRST_DAY, '2023-09-15'],
    want: ({ decidedOn, closedOn }) => inYear(decidedOn) && inYear(closedOn),
  };
  return Array.from({ length: group.count }, (_, n) => {
    const crew = others[n % others.length]!;
    return planOrdinary(dice, drawn(dice, crew, group, `${mark}${crew.unit.unitId}.${YEAR}.${n + 1}`)).commands;
  }).flat();
}

/** A case of the group whose days come out as wanted, however often its reviews are repeated. */
function drawn(dice: Dice, crew: Crew, group: Group, caseId: string): OrdinaryCase {
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const plan = drawOrdinary(
      dice,
      { caseId, crew, course: group.course, filedOn: someDay(dice, ...group.filed), ...group.more },
      ORDINARY_ITEMS,
    );
    // Where there are too few leaders to discuss it, nothing so grave is decided.
    if (isGrave(plan) && 1 + crew.deputies.length < MIN_ATTENDEES) continue;
    const slow = { ...plan, secondReview: true, returnedOnce: true };
    if (group.want(planOrdinary(new Dice(1), plan)) && group.want(planOrdinary(new Dice(1), slow))) return plan;
  }
  throw new Error(`no ${group.course} filed in ${group.filed.join(' to ')} comes out as wanted`);
}

/** Fines that add up to the year's total, where they can; cases with a hearing get enough to be entitled to one. */
function fines(
  dice: Dice,
  decided: readonly OrdinaryCase[],
  heard: ReadonlySet<OrdinaryCase>,
): Map<OrdinaryCase, OrdinaryCase> | undefined {
  // The annex counts as many penalties as closings.
  if (decided.length !== PUBLISHED_2023.closedOrdinary) throw new Error(`${decided.length} penalties planned`);
  const STEP = 10_000;
  const plans = decided.map((plan): OrdinaryCase => {
    if (heard.has(plan)) return { ...plan, hearing: true, fineFen: dice.between(500, 680) * STEP };
    const confiscateFen = dice.oneIn(20) ? dice.between(5, 60) * STEP : 0;
    return confiscateFen === 0 ? plan : { ...plan, confiscateFen, kinds: ['FINE', 'CONFISCATE_INCOME'] };
  });
  // What the draws miss of the total is spread in steps of a hundred yuan over the firms' fines, within their ranges.
  let rest =
    PUBLISHED_2023.decidedOrdinaryFen - plans.reduce((sum, plan) => sum + plan.fineFen + plan.confiscateFen, 0);
  const adjustable = plans.filter(({ party, hearing }) => party.kind === 'ORGANISATION' && !hearing);
  const fineFen = new Map(plans.map((plan) => [plan.caseId, plan.fineFen]));
  while (rest !== 0) {
    const before = rest;
    for (const plan of adjustable) {
      const now = fineFen.get(plan.caseId)!;
      const step = Math.sign(rest) * STEP;
      if (rest === 0 || now + step < 20 * STEP || now + step > 480 * STEP) continue;
      fineFen.set(plan.caseId, now + step);
      rest -= step;
    }
    if (rest === before) return undefined;
  }
  return new Map(decided.map((plan, n) => [plan, { ...plans[n]!, fineFen: fineFen.get(plan.caseId)! }]));
}
