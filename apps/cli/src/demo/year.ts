import { addDays, type LegalDay } from '#statutes';
import { actorOf, type Cast, COORDINATOR, type Crew, cast } from './cast.js';
import { later, someDay, statutes } from './days.js';
import { type Course, drawOrdinary, type OrdinaryCase, type Planned, planOrdinary } from './ordinary.js';
import type { PlannedCommand } from './play.js';
import { BUREAU, firmName, ORDINARY_ITEMS, personName, place } from './quzhou.js';
import { Dice } from './random.js';
import { parking, summaryCases } from './summary.js';

/*
 * The year 2023 of Quzhou as a plan of commands whose outcomes add up to the published report. Numbers here say how
 * many cases take which course; the figures of the report are never written anywhere: they come out of the events.
 */

export const YEAR = 2023;
const FIRST: LegalDay = '2023-01-03';
const LAST: LegalDay = '2023-12-29';

/** What the published report says of the bureau, as far as it decides how many cases take which course. */
const BUREAU_YEAR = {
  filed: 188,
  closed: 235,
  /** 处罚决定 of the year: the annex counts as many penalties as closings. */
  penalties: 235,
  penaltyFen: 266_100_000,
  hearings: 9,
  courtApplications: 7,
  transfersSent: 26,
  referrals: 40,
  /** 400余件次. */
  reviewSubmissions: 412,
  licenses: 253,
  parkingOffPlatform: 3022,
  parkingFen: 44_300_000,
  otherOffPlatform: 123,
  otherOnPlatform: 210,
  otherFen: 4_100_000,
} as const;

/** The rest of the city: the annex less the bureau's own. */
const OTHERS = { ordinary: 900, summary: 3829, parking: 77_115, licenses: 203, measures: 2 } as const;

/** Which year is played. The same choice is the same year, to the letter. */
export interface DemonstrationYear {
  readonly seed: number;
  /** How many times over the year is played. */
  readonly scale: number;
  /** Only the bureau's own year, without the rest of the city. */
  readonly bureauOnly: boolean;
}

/** The year that `npm start` and `npm run demo` play; another seed is another year with the same figures. */
export const DEMONSTRATION_YEAR: DemonstrationYear = { seed: 2023, scale: 1, bureauOnly: false };

/** Every command of the year, in no particular order of days. */
export function planYear({ seed, scale, bureauOnly }: DemonstrationYear): PlannedCommand[] {
  const people = cast(new Dice(seed));
  const commands: PlannedCommand[] = [...people.commands];
  for (let copy = 1; copy <= scale; copy++) {
    const dice = new Dice(seed + 7919 * copy);
    const mark = scale === 1 ? '' : `${copy}x`;
    for (const part of [...bureau(dice, people, mark), ...(bureauOnly ? [] : others(dice, people, mark))])
      for (const command of part) commands.push(command);
  }
  return commands;
}

// ---- 市局

function bureau(dice: Dice, people: Cast, mark: string): PlannedCommand[][] {
  const crew = people.crews.get(BUREAU)!;
  return [
    ordinaryCases(dice, crew, mark),
    summaryCases(dice, crew, {
      count: BUREAU_YEAR.otherOnPlatform,
      // The platform's part of the 333 and 4.1万; the offline channel brings the rest.
      totalFen: BUREAU_YEAR.otherFen - 123 * 10_000,
      prefix: `${mark}S`,
    }),
    parking(dice, crew, { count: BUREAU_YEAR.parkingOffPlatform, totalFen: BUREAU_YEAR.parkingFen, prefix: mark }),
    parking(dice, crew, {
      count: BUREAU_YEAR.otherOffPlatform,
      totalFen: 123 * 10_000,
      prefix: `${mark}Q`,
      otherFields: true,
    }),
    referrals(dice, crew, mark),
    remedies(dice, crew, mark),
    licenses(dice, crew, BUREAU_YEAR.licenses, mark),
    leads(dice, crew, 160, mark),
    coordination(dice, people, 120, mark),
  ];
}

interface Group {
  readonly course: Course;
  readonly count: number;
  readonly filed: readonly [first: LegalDay, last: LegalDay];
  readonly more?: Partial<OrdinaryCase>;
  /** What has to come out; days are drawn again until it does. */
  readonly want: (planned: Planned) => boolean;
}

const inYear = (day: LegalDay | undefined) => day?.startsWith(`${YEAR}-`) === true;

/**
 * 298 cases of the ordinary procedure: 110 carried over from 2022, 188 filed in 2023. 235 are closed in the year (209
 * with a penalty, 9 without, 17 taken up by the police), 235 penalties are decided in it.
 */
const GROUPS: readonly Group[] = [
  // Carried over with a penalty decided in 2022: ten pay late, two are taken to court.
  {
    course: 'PENALTY',
    count: 10,
    filed: ['2022-10-10', '2022-10-28'],
    more: { notClosedBefore: FIRST },
    want: ({ decidedOn, closedOn }) => decidedOn! < FIRST && inYear(closedOn),
  },
  {
    course: 'COURT',
    count: 2,
    filed: ['2022-08-10', '2022-09-09'],
    want: ({ decidedOn, closedOn }) => decidedOn! < FIRST && inYear(closedOn),
  },
  // Carried over undecided.
  {
    course: 'COURT',
    count: 5,
    filed: ['2022-11-14', '2022-12-02'],
    more: { notDecidedBefore: FIRST },
    want: ({ decidedOn, closedOn }) => inYear(decidedOn) && inYear(closedOn),
  },
  {
    course: 'PENALTY',
    count: 87,
    filed: ['2022-11-14', '2022-12-29'],
    more: { notDecidedBefore: FIRST },
    want: ({ decidedOn, closedOn }) => inYear(decidedOn) && inYear(closedOn),
  },
  {
    course: 'NO_PENALTY',
    count: 2,
    filed: ['2022-12-01', '2022-12-29'],
    more: { notDecidedBefore: FIRST },
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
    filed: [FIRST, '2023-09-15'],
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
    count: 4,
    filed: [FIRST, '2023-09-15'],
    want: ({ closedOn }) => inYear(closedOn),
  },
  {
    course: 'NOT_ESTABLISHED',
    count: 3,
    filed: [FIRST, '2023-09-15'],
    want: ({ closedOn }) => inYear(closedOn),
  },
  {
    course: 'TRANSFER_CLOSED',
    count: 13,
    filed: [FIRST, '2023-11-15'],
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
  { course: 'OPEN', count: 16, filed: ['2023-10-16', '2023-12-15'], want: () => true },
];

/** Cases whose first review sends them back once. */
const RETURNED = 80;

/** Draws that a group may need until its days come out right, before the plan is called wrong. */
const MAX_DRAWS = 200;

function ordinaryCases(dice: Dice, crew: Crew, mark: string): PlannedCommand[] {
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
            course === 'PENALTY' && filedOn >= FIRST && filedOn < '2023-08-01' && party.kind === 'ORGANISATION',
        ),
      )
      .slice(0, BUREAU_YEAR.hearings),
  );
  const withFines = fines(dice, decided, heard);
  const final = cases.map((plan) => withFines.get(plan) ?? plan);

  // How often the reviewers see a case decides the year's 件次: second rounds are added until the count is right.
  const returned = new Set(
    dice
      .shuffled(
        final.filter(({ course, filedOn }) => (course === 'PENALTY' || course === 'UNPAID') && filedOn >= FIRST),
      )
      .slice(0, RETURNED),
  );
  const once = final.map((plan) => (returned.has(plan) ? { ...plan, returnedOnce: true } : plan));
  const submissions = (plan: OrdinaryCase) => planOrdinary(new Dice(1), plan).reviewsSubmittedOn.filter(inYear).length;
  const missing = BUREAU_YEAR.reviewSubmissions - once.reduce((sum, plan) => sum + submissions(plan), 0);
  const candidates = dice
    .shuffled(once)
    .filter((plan) => submissions({ ...plan, secondReview: true }) > submissions(plan));
  if (missing < 0 || missing > candidates.length)
    throw new Error(`${missing} second reviews wanted, ${candidates.length} possible`);
  const twice = new Set(candidates.slice(0, missing));
  return once.flatMap((plan) => planOrdinary(dice, twice.has(plan) ? { ...plan, secondReview: true } : plan).commands);
}

/** A case of the group whose days come out as wanted, however often its reviews are repeated. */
function drawn(dice: Dice, crew: Crew, group: Group, caseId: string): OrdinaryCase {
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const plan = drawOrdinary(
      dice,
      { caseId, crew, course: group.course, filedOn: someDay(dice, ...group.filed), ...group.more },
      ORDINARY_ITEMS,
    );
    const slow = { ...plan, secondReview: true, returnedOnce: true };
    if (group.want(planOrdinary(new Dice(1), plan)) && group.want(planOrdinary(new Dice(1), slow))) return plan;
  }
  throw new Error(`no ${group.course} filed in ${group.filed.join(' to ')} comes out as wanted`);
}

/** Fines that add up to the year's total; cases with a hearing get enough to be entitled to one. */
function fines(
  dice: Dice,
  decided: readonly OrdinaryCase[],
  heard: ReadonlySet<OrdinaryCase>,
): Map<OrdinaryCase, OrdinaryCase> {
  if (decided.length !== BUREAU_YEAR.penalties) throw new Error(`${decided.length} penalties planned`);
  const STEP = 10_000;
  const plans = decided.map((plan): OrdinaryCase => {
    if (heard.has(plan)) return { ...plan, hearing: true, fineFen: dice.between(500, 680) * STEP };
    const confiscateFen = dice.oneIn(20) ? dice.between(5, 60) * STEP : 0;
    return confiscateFen === 0 ? plan : { ...plan, confiscateFen, kinds: ['FINE', 'CONFISCATE_INCOME'] };
  });
  // What the draws miss of the total is spread in steps of a hundred yuan over the firms' fines, within their ranges.
  let rest = BUREAU_YEAR.penaltyFen - plans.reduce((sum, plan) => sum + plan.fineFen + plan.confiscateFen, 0);
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
    if (rest === before) throw new Error(`${rest} fen can't be spread`);
  }
  return new Map(decided.map((plan, n) => [plan, { ...plans[n]!, fineFen: fineFen.get(plan.caseId)! }]));
}

// ---- 其余单位

function others(dice: Dice, people: Cast, mark: string): PlannedCommand[][] {
  const crews = [...people.crews.values()].filter(({ unit }) => unit.unitId !== BUREAU);
  const counties = crews.filter(({ unit }) => unit.level === 'COUNTY');
  const parts: PlannedCommand[][] = [];
  const group: Group = {
    course: 'PENALTY',
    count: OTHERS.ordinary,
    filed: [FIRST, '2023-09-15'],
    want: ({ decidedOn, closedOn }) => inYear(decidedOn) && inYear(closedOn),
  };
  for (let n = 0; n < group.count; n++) {
    const crew = crews[n % crews.length]!;
    const plan = drawn(dice, crew, group, `${mark}${crew.unit.unitId}.${YEAR}.${n + 1}`);
    parts.push(planOrdinary(dice, plan).commands);
  }
  for (const [n, crew] of crews.entries()) {
    const share = (total: number) => Math.floor(total / crews.length) + (n < total % crews.length ? 1 : 0);
    parts.push(summaryCases(dice, crew, { count: share(OTHERS.summary), prefix: `${mark}S` }));
    parts.push(leads(dice, crew, 12, mark));
  }
  for (const [n, crew] of counties.entries()) {
    const share = (total: number) => Math.floor(total / counties.length) + (n < total % counties.length ? 1 : 0);
    parts.push(parking(dice, crew, { count: share(OTHERS.parking), prefix: mark }));
    parts.push(licenses(dice, crew, share(OTHERS.licenses), mark));
    if (n < OTHERS.measures) parts.push([measure(dice, crew, mark)]);
  }
  return parts;
}

// ---- 线索、协同、行刑衔接、复议诉讼、许可和强制

/** Leads that do not become a case: taken up and found baseless, or turned down with a reason. */
function leads(dice: Dice, crew: Crew, count: number, mark: string): PlannedCommand[] {
  const { unitId } = crew.unit;
  return Array.from({ length: count }, (_, n) => {
    const id = `${mark}${unitId}.${YEAR}.${n + 1}`;
    const team = dice.oneOf(crew.teams);
    const officer = actorOf(team.lead, unitId, 'OFFICER');
    const give = (on: LegalDay, command: string, body: object): PlannedCommand => ({
      on,
      aggregate: 'lead',
      id,
      command,
      body,
      actor: officer,
      key: dice.uuid(),
      chain: `lead-${id}`,
    });
    const registeredOn = someDay(dice, FIRST, LAST);
    const where = place(dice, crew.unit);
    const item = dice.oneOf(ORDINARY_ITEMS);
    const commands = [
      give(registeredOn, 'RegisterLead', {
        source: dice.oneOf(['PLATFORM', 'PLATFORM', 'PLATFORM', '12345', 'PATROL', 'REPORT']),
        content: `反映${where}疑似${item.name}`,
        place: where,
        territoryCode: crew.unit.territoryCode,
        registeredOn,
        field: item.field,
      }),
    ];
    const answeredOn = later(registeredOn, dice.between(0, 4));
    if (answeredOn > '2023-12-31') return commands;
    if (dice.oneIn(6))
      commands.push(
        give(answeredOn, 'RejectLead', {
          reason: '反映事项不属于本机关执法事项，已告知向有管辖权的部门反映',
          on: answeredOn,
        }),
      );
    else {
      commands.push(give(answeredOn, 'AcknowledgeLead', { on: answeredOn }));
      const verifiedOn = later(answeredOn, dice.between(1, 3));
      if (verifiedOn <= '2023-12-31') {
        commands.push(
          give(verifiedOn, 'VerifyLead', {
            on: verifiedOn,
            officers: [team.lead, team.assist],
            finding: '经现场核查，未发现违法行为',
          }),
          give(verifiedOn, 'CloseLead', { reason: '经核查违法行为不存在', on: verifiedOn }),
        );
      }
    }
    return commands;
  }).flat();
}

/** 协同请求 between the units of the city, all answered in time, some turned down with a reason. */
function coordination(dice: Dice, people: Cast, count: number, mark: string): PlannedCommand[] {
  const crews = [...people.crews.values()].filter(({ unit }) => unit.level !== 'TOWNSHIP');
  return Array.from({ length: count }, (_, n) => {
    const id = `${mark}${YEAR}.${n + 1}`;
    const [from, to] = dice.shuffled(crews);
    const give = (on: LegalDay, command: string, body: object): PlannedCommand => ({
      on,
      aggregate: 'coordination',
      id,
      command,
      body,
      actor: COORDINATOR,
      key: dice.uuid(),
      chain: `coordination-${id}`,
    });
    const requestedOn = someDay(dice, FIRST, LAST);
    const commands = [
      give(requestedOn, 'RequestCoordination', {
        kind: dice.oneOf(['EVIDENCE', 'APPRAISAL', 'JOINT_ENFORCEMENT', 'INFORMATION', 'COOPERATION']),
        fromUnitId: from!.unit.unitId,
        toUnitId: to!.unit.unitId,
        content: '请协助提供涉案场所的审批资料，并派员参加现场核查',
        requestedOn,
      }),
    ];
    const answeredOn = later(requestedOn, dice.between(0, 4));
    if (answeredOn > '2023-12-31') return commands;
    if (dice.oneIn(15))
      commands.push(
        give(answeredOn, 'DeclineCoordination', {
          reason: '所请事项不属于本单位职责，建议向资源规划部门提出',
          on: answeredOn,
        }),
      );
    else {
      commands.push(give(answeredOn, 'AcceptCoordination', { on: answeredOn }));
      const doneOn = later(answeredOn, dice.between(2, 8));
      if (doneOn <= '2023-12-31')
        commands.push(
          give(doneOn, 'RespondCoordination', { on: doneOn, result: '已派员参加现场核查，资料随函反馈' }),
          give(doneOn, 'CompleteCoordination', { on: doneOn }),
        );
    }
    return commands;
  }).flat();
}

/** 接收检察机关、公安机关移送. */
function referrals(dice: Dice, crew: Crew, mark: string): PlannedCommand[] {
  const { unitId } = crew.unit;
  return Array.from({ length: BUREAU_YEAR.referrals }, (_, n) => {
    const id = `${mark}${YEAR}.${n + 1}`;
    const receivedOn = someDay(dice, FIRST, LAST);
    const fromPolice = dice.oneIn(2);
    return {
      on: receivedOn,
      aggregate: 'referral',
      id,
      command: 'ReceiveReferral',
      body: {
        from: fromPolice ? 'PSB' : 'PROCURATORATE',
        fromOrg: fromPolice ? '衢州市公安局' : '衢州市人民检察院',
        subject: `${personName(dice)}涉嫌${dice.oneOf(ORDINARY_ITEMS).name}，不构成犯罪，移送行政处理`,
        receivedOn,
      },
      actor: actorOf(crew.registrar, unitId, 'REGISTRAR'),
      key: dice.uuid(),
      chain: `referral-${id}`,
    };
  });
}

/** 复议 11 件结转、2 件新收; 诉讼 1 件结转、10 件新收. */
function remedies(dice: Dice, crew: Crew, mark: string): PlannedCommand[] {
  const { unitId } = crew.unit;
  const registrar = actorOf(crew.registrar, unitId, 'REGISTRAR');
  const commands: PlannedCommand[] = [];
  const start = (id: string) => (on: LegalDay, command: string, body: object) =>
    commands.push({
      on,
      aggregate: 'remedy',
      id,
      command,
      body,
      actor: registrar,
      key: dice.uuid(),
      chain: `remedy-${id}`,
    });

  const reconsideration = (n: number, filedOn: LegalDay, end: 'WITHDRAWN' | 'UPHELD' | 'DISMISSED') => {
    const give = start(`${mark}FY.${filedOn.slice(0, 4)}.${n}`);
    give(filedOn, 'FileReconsideration', { applicant: firmName(dice), filedOn });
    const acceptedOn = later(filedOn, dice.between(1, 4));
    give(acceptedOn, 'AcceptReconsideration', { acceptedOn });
    const answeredOn = later(acceptedOn, 5);
    give(answeredOn, 'SubmitReconsiderationAnswer', { on: answeredOn });
    const endedOn = later(addDays(acceptedOn, dice.between(48, 55)), 0);
    if (end === 'WITHDRAWN') give(endedOn, 'WithdrawReconsideration', { on: endedOn });
    else give(endedOn, 'DecideReconsideration', { outcome: end, redo: false, decidedOn: endedOn });
  };
  for (let n = 1; n <= 11; n++)
    reconsideration(
      n,
      someDay(dice, '2022-11-21', '2022-12-20'),
      n <= 2 ? 'WITHDRAWN' : n <= 8 ? 'UPHELD' : 'DISMISSED',
    );
  reconsideration(12, someDay(dice, '2023-03-01', '2023-04-28'), 'UPHELD');
  reconsideration(13, someDay(dice, '2023-07-03', '2023-08-31'), 'UPHELD');

  const lawsuit = (n: number, filedOn: LegalDay, end: 'WITHDRAWN' | 'DISMISSED' | 'UPHELD' | 'PENDING') => {
    const give = start(`${mark}SS.${filedOn.slice(0, 4)}.${n}`);
    const plaintiff = firmName(dice);
    give(filedOn, 'FileLitigation', { plaintiff, filedOn });
    const acceptedOn = later(filedOn, dice.between(1, 5));
    give(acceptedOn, 'AcceptLitigation', { acceptedOn });
    const answeredOn = later(acceptedOn, 8);
    give(answeredOn, 'SubmitLitigationAnswer', { on: answeredOn });
    if (end === 'WITHDRAWN') {
      const on = later(answeredOn, 10);
      give(on, 'WithdrawLitigation', { on });
      return;
    }
    const heldOn = later(answeredOn, dice.between(15, 25));
    give(heldOn, 'HoldCourtHearing', {
      heldOn,
      leaderId: dice.oneOf([crew.chief, ...crew.deputies]),
    });
    if (end === 'PENDING') return;
    const judgedOn = later(heldOn, dice.between(15, 30));
    give(judgedOn, 'JudgeLitigation', { instance: 1, outcome: 'DISMISSED', judgedOn });
    if (end === 'UPHELD') {
      const appealedOn = later(judgedOn, 5);
      give(appealedOn, 'AppealLitigation', { appellant: plaintiff, on: appealedOn });
      const finalOn = later(appealedOn, dice.between(20, 40));
      give(finalOn, 'JudgeLitigation', { instance: 2, outcome: 'UPHELD', judgedOn: finalOn });
      give(finalOn, 'RecordEffectiveJudgment', { effectiveOn: finalOn });
      return;
    }
    const effectiveOn = later(statutes.due('D25', { on: judgedOn }).dueOn, 1);
    if (effectiveOn <= '2023-12-31') give(effectiveOn, 'RecordEffectiveJudgment', { effectiveOn });
  };
  lawsuit(1, '2022-12-05', 'PENDING');
  for (let n = 2; n <= 11; n++)
    lawsuit(
      n,
      n === 11 ? '2023-10-23' : someDay(dice, '2023-01-16', n > 8 ? '2023-03-31' : '2023-06-30'),
      n === 2 ? 'WITHDRAWN' : n === 11 ? 'PENDING' : n <= 8 ? 'DISMISSED' : 'UPHELD',
    );
  return commands;
}

function licenses(dice: Dice, crew: Crew, count: number, mark: string): PlannedCommand[] {
  const { unitId } = crew.unit;
  return Array.from({ length: count }, (_, n) => {
    const id = `${mark}${unitId}.XK.${YEAR}.${n + 1}`;
    const give = (on: LegalDay, command: string, body: object): PlannedCommand => ({
      on,
      aggregate: 'actLedger',
      id,
      command,
      body,
      actor: actorOf(crew.registrar, unitId, 'REGISTRAR'),
      key: dice.uuid(),
      chain: `actLedger-${id}`,
    });
    const appliedOn = someDay(dice, FIRST, '2023-12-15');
    const grantedOn = later(appliedOn, dice.between(2, 8));
    return [
      give(appliedOn, 'ApplyLicense', {
        kind: dice.oneOf([
          '城市建筑垃圾处置核准',
          '临时占用城市道路审批',
          '户外广告设施设置审批',
          '城市树木砍伐移植审批',
        ]),
        applicant: firmName(dice),
        on: appliedOn,
      }),
      give(later(appliedOn, 1), 'AcceptLicense', { on: later(appliedOn, 1) }),
      give(grantedOn, 'GrantLicense', { on: grantedOn }),
    ];
  }).flat();
}

function measure(dice: Dice, crew: Crew, mark: string): PlannedCommand {
  const { unitId } = crew.unit;
  const decidedOn = someDay(dice, FIRST, LAST);
  const id = `${mark}${unitId}.QZ.${YEAR}.1`;
  return {
    on: decidedOn,
    aggregate: 'actLedger',
    id,
    command: 'DecideMeasure',
    body: { kind: 'SEIZURE', decidedOn, approverId: crew.chief },
    actor: actorOf(crew.teams[0]!.lead, unitId, 'OFFICER'),
    key: dice.uuid(),
    chain: `actLedger-${id}`,
  };
}
