import type { LegalDay } from '#statutes';
import { actorOf, COORDINATOR, type Crew, registrarOf } from '../cast.js';
import { FIRST_DAY, later, someDay, statutes, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { DISPUTES_RESOLVED_2023 } from '../published-2023.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 执法争议 between the units of the city. */
export const disputes: RegisterShare = { bureau: settled };

/** How a dispute ends; the open one is not settled when the year is over. */
type End = 'NEGOTIATION' | 'MEDIATION' | 'DESIGNATION' | 'WITHDRAWN' | 'OPEN';

/** Of those resolved in the year, the first carried over from 2022; the parties settle the others themselves. */
const MEDIATED = 4;
const DESIGNATED = 3;
const CARRIED = 1;

interface Matter {
  readonly kind: 'JURISDICTION' | 'DUTY' | 'STANDARD';
  readonly matter: string;
  readonly result: string;
}

/** Whose a matter is may be designated; who does what, and how much it costs, is for the parties to agree upon. */
const JURISDICTION: readonly Matter[] = [
  {
    kind: 'JURISDICTION',
    matter: '车辆跨区倾倒建筑垃圾，装载地和倾倒地分属两地，由哪一方管辖有争议',
    result: '由最先立案的一方管辖，另一方移交已经取得的证据',
  },
  {
    kind: 'JURISDICTION',
    matter: '在两地交界河道管理范围内弃置阻碍行洪的物体，由哪一方管辖有争议',
    result: '由弃置物体所在地的一方管辖，清除时另一方派员配合',
  },
];
const OTHER_MATTERS: readonly Matter[] = [
  {
    kind: 'DUTY',
    matter: '交界道路两侧占道经营的日常巡查，由哪一方负责有争议',
    result: '以道路养护分界为巡查分界，节假日联合巡查',
  },
  {
    kind: 'STANDARD',
    matter: '同一企业在两地设置的同类户外广告，处罚幅度是否应当一致有争议',
    result: '两地统一适用市级裁量基准，处罚前互相通报',
  },
];

/** Twelve are resolved in the year, one of them raised in 2022; one more is withdrawn, and one is open at its end. */
function settled(stage: Stage): PlannedCommand[] {
  const { dice } = stage;
  const ends = dice.shuffled<End>([
    ...Array.from({ length: MEDIATED - CARRIED }, () => 'MEDIATION' as const),
    ...Array.from({ length: DESIGNATED }, () => 'DESIGNATION' as const),
    ...Array.from({ length: DISPUTES_RESOLVED_2023 - MEDIATED - DESIGNATED }, () => 'NEGOTIATION' as const),
    'WITHDRAWN',
  ]);
  return [
    ...argued(stage, '2022.1', someDay(dice, '2022-12-26', '2022-12-30'), 'MEDIATION'),
    ...ends.flatMap((end, n) => argued(stage, `${YEAR}.${n + 1}`, someDay(dice, FIRST_DAY, `${YEAR}-11-17`), end)),
    ...argued(stage, `${YEAR}.${ends.length + 1}`, someDay(dice, `${YEAR}-12-21`, `${YEAR}-12-27`), 'OPEN'),
  ];
}

/** One dispute: raised by the head of one unit, negotiated within the period, and settled by whoever it takes. */
function argued({ dice, cast, mark }: Stage, number: string, raisedOn: LegalDay, end: End): PlannedCommand[] {
  const [own, other] = dice.shuffled([cast.bureau, ...cast.counties]) as [Crew, Crew];
  const of = (actor: PlannedCommand['actor']) => commandsTo(dice, 'dispute', `${mark}${number}`, actor);
  const raiser = of(actorOf(own.chief, own.unit.unitId, 'LEADER'));
  const coordinator = of(COORDINATOR);
  const { kind, matter, result } = dice.oneOf(
    end === 'DESIGNATION' ? JURISDICTION : [...JURISDICTION, ...OTHER_MATTERS],
  );
  const commands = [raiser(raisedOn, 'RaiseDispute', { kind, otherUnitId: other.unit.unitId, matter, raisedOn })];
  if (end === 'OPEN') return commands;
  if (end === 'WITHDRAWN') {
    const on = later(raisedOn, dice.between(2, 5));
    const reason = '经核对案发地点，属于本单位辖区，不再有争议';
    return [...commands, raiser(on, 'WithdrawDispute', { reason, on })];
  }

  // 协商记录: kept by the other side, before the period is over.
  const { dueOn } = statutes.due('D02', { on: raisedOn });
  const on = someDay(dice, later(raisedOn, 2), dueOn);
  const isAgreed = end === 'NEGOTIATION';
  const record = isAgreed ? '双方负责人会商，达成一致意见，会议纪要双方签字' : '双方会商，未能达成一致，各执一词';
  commands.push(of(registrarOf(other))(on, 'RecordNegotiation', { isAgreed, record, on }));
  const resolvedAfter = (day: LegalDay, by: typeof raiser, days: number) => {
    const resolvedOn = later(day, days);
    commands.push(by(resolvedOn, 'ResolveDispute', { mode: end, result, on: resolvedOn }));
    return commands;
  };
  if (end === 'NEGOTIATION') return resolvedAfter(on, raiser, dice.between(0, 2));
  if (end === 'MEDIATION') return resolvedAfter(on, coordinator, dice.between(3, 8));

  const requestedOn = later(on, 1);
  const designatedOn = later(requestedOn, dice.between(3, 6));
  const organ = '衢州市人民政府';
  const { unitId } = dice.oneOf([own, other]).unit;
  commands.push(
    raiser(requestedOn, 'RequestDesignation', { toOrgan: organ, on: requestedOn }),
    coordinator(designatedOn, 'DesignateJurisdiction', {
      designatedUnitId: unitId,
      byOrgan: organ,
      documentNo: `衢政函〔${designatedOn.slice(0, 4)}〕${mark}${number.split('.')[1]}号`,
      on: designatedOn,
    }),
  );
  return resolvedAfter(designatedOn, raiser, dice.between(1, 3));
}
