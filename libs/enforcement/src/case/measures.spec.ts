import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { standingsOf } from '../definition/clock.js';
import { caseAggregate } from './case.js';
import { CloseCase } from './closing.js';
import { ConcludeInvestigation } from './investigation.js';
import {
  ApproveMeasure,
  ApproveSealing,
  DisposePreserved,
  ExtendSealing,
  HandOverGoods,
  ImposeSealing,
  LiftSealing,
  type MeasureApproved,
  PreserveEvidence,
} from './measures.js';
import {
  by,
  collected,
  happened,
  onPaper,
  penaltyDecided,
  the,
  UNTIL_CONCLUDED,
  UNTIL_FILED,
  UNTIL_NOTICED,
  waived,
} from './scenario.js';
import { paid, published, served } from './scenario-after-decision.js';

const CASE = [...UNTIL_FILED, collected()];
const allowed = (kind: MeasureApproved['kind'], approvedOn = '2023-03-07') =>
  happened<MeasureApproved>('MeasureApproved', { kind, matter: '摊位推车', approverId: 'chen', approvedOn });
const ALLOWED = [...CASE, allowed('PRESERVATION'), allowed('SEIZE')];
const GOODS = [{ name: '摊位推车', description: '1辆，蓝色' }];
const OFFICERS = ['zhang', 'li'];
const LATER = '2023-12-29';

const PRESERVE: PreserveEvidence = {
  goods: GOODS,
  place: '本局罚没物品仓库',
  reason: '当事人流动经营，物品可能灭失',
  officers: OFFICERS,
  preservedOn: '2023-03-07',
};
const SEAL: ImposeSealing = {
  kind: 'SEIZE',
  goods: GOODS,
  concernsCase: true,
  sealedByOthers: false,
  basis: '浙江省城市市容和环境卫生管理条例第四十九条',
  level: 'LOCAL_REGULATION',
  reason: '防止证据损毁',
  officers: OFFICERS,
  imposedAt: '2023-03-07T10:00:00+08:00',
  emergency: false,
};
const AT_ONCE: ImposeSealing = { ...SEAL, emergency: true };

const preserve = (more: Partial<PreserveEvidence> = {}, history: readonly DomainEvent[] = ALLOWED) =>
  given(...history).when(the(PreserveEvidence), { ...PRESERVE, ...more }, by('zhang', LATER));
const seal = (more: Partial<ImposeSealing> = {}, history: readonly DomainEvent[] = ALLOWED) =>
  given(...history).when(the(ImposeSealing), { ...SEAL, ...more }, by('zhang', LATER));
const dispose = (history: readonly DomainEvent[], disposedOn: string, more: Partial<DisposePreserved> = {}) =>
  given(...history).when(
    the(DisposePreserved),
    { measureId: 'm1', disposal: 'FIXED', disposedOn, ...more },
    by('zhang', LATER),
  );
const extend = (history: readonly DomainEvent[], more: Partial<ExtendSealing> = {}) =>
  given(...history).when(
    the(ExtendSealing),
    {
      measureId: 'm1',
      untilOn: '2023-05-06',
      reason: '案情复杂',
      ...onPaper('2023-04-06'),
      notified: true,
      extendedOn: '2023-04-06',
      ...more,
    },
    by('zhang', LATER),
  );
const lift = (history: readonly DomainEvent[], more: Partial<LiftSealing> = {}) =>
  given(...history).when(
    the(LiftSealing),
    { measureId: 'm1', ground: 'NOT_NEEDED', liftedOn: '2023-03-20', ...more },
    by('zhang', LATER),
  );

const events = ({ decision }: { readonly decision: unknown }) =>
  (decision as { readonly events: readonly DomainEvent[] }).events;
const PRESERVED = [...ALLOWED, ...events(preserve())];
const SEALED = [...ALLOWED, ...events(seal())];
const SEALED_AT_ONCE = [...CASE, ...events(given(...CASE).when(the(ImposeSealing), AT_ONCE, by('zhang', LATER)))];

const stateAfter = (history: readonly DomainEvent[]) =>
  history.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);
const open = (history: readonly DomainEvent[]) =>
  standingsOf(caseAggregate.clocks, stateAfter(history)).flatMap(({ clock, dueOn, isOpen }) =>
    isOpen && /^(preservation|sealing)/.test(clock) ? [`${clock} ${dueOn}`] : [],
  );

describe('G09 先行登记保存（行政处罚法第五十六条）', () => {
  it('有清单，取通知书文号，七个工作日内处理（D04）', () => {
    preserve().then({
      type: 'EvidencePreserved',
      data: { measureId: 'm1', documentNo: '衢综执存字〔2023〕1号', goods: GOODS, dueOn: '2023-03-16' },
    });
    expect(open(PRESERVED)).toEqual(['preservation 2023-03-16']);
  });

  it('事先经负责人批准：当日批准的可以，次日才批准的不可以，最早在批准之日', () => {
    preserve({}, [...CASE, allowed('PRESERVATION', '2023-03-08')]).thenRefused('measure.approved_afterwards', {
      article: '行政处罚法第五十六条',
      earliest: '2023-03-08',
    });
    preserve().then({ type: 'EvidencePreserved', data: { approverId: 'chen', approvedOn: '2023-03-07' } });
  });

  it('没有批准的、批准了别的措施的、批准已经用过的，不能采取', () => {
    for (const history of [CASE, [...CASE, allowed('SEIZE')], PRESERVED])
      preserve({}, history).thenRefused('measure.not_approved', { article: '行政处罚法第五十六条' });
  });

  it('批准由负责人本人作出，或者写明纸质审批；办案人员不能代其记录', () => {
    const approve = (more: object, who: string) =>
      given(...CASE).when(
        the(ApproveMeasure),
        { kind: 'PRESERVATION', matter: '摊位推车', approvedOn: '2023-03-07', ...more },
        by(who, LATER),
      );
    approve({}, 'chen').then({ type: 'MeasureApproved', data: { approverId: 'chen' } });
    approve(onPaper('2023-03-07'), 'zhang').then({ type: 'MeasureApproved', data: { approverId: 'chen' } });
    approve({ approverId: 'chen' }, 'zhang').thenRefused('approval.not_proposed');
    approve(onPaper('2023-03-07', 'qian'), 'zhang').thenRefused('approver.not_leader');
  });

  it('两名本案执法人员', () => {
    preserve({ officers: ['zhang', 'zhang'] }).thenRefused('officer.fewer_than_two');
    preserve({ officers: ['zhang', 'zhao'] }).thenRefused('officer.not_assigned');
  });

  it('期限最后一日仍可作任何处理；次日起已自行解除，只能退还', () => {
    dispose(PRESERVED, '2023-03-16').then({ type: 'PreservedEvidenceDisposed' });
    dispose(PRESERVED, '2023-03-17').thenRefused('preservation.lapsed', { article: '行政处罚法第五十六条' });
    dispose(PRESERVED, '2023-03-17', { disposal: 'RETURNED' }).then(
      { type: 'PreservedEvidenceDisposed' },
      { type: 'ProceduralDefectRecorded', data: { kind: 'PRESERVATION_OVERDUE', days: 1 } },
    );
  });

  it('处理过的期限不再运行，不能再处理；没有的不能处理；不能早于登记保存', () => {
    const disposed = [...PRESERVED, ...events(dispose(PRESERVED, '2023-03-10'))];
    expect(open(disposed)).toEqual([]);
    dispose(disposed, '2023-03-11').thenRefused('measure.ended');
    dispose(PRESERVED, '2023-03-10', { measureId: 'm2' }).thenRefused('measure.unknown');
    dispose(SEALED, '2023-03-10').thenRefused('measure.unknown');
    dispose(PRESERVED, '2023-03-06').thenRefused('day.out_of_order');
  });
});

describe('G10 查封、扣押（行政强制法第十六条至第二十五条）', () => {
  it('三十日（D05），末日不顺延；可以短，不可以长', () => {
    seal().then({ type: 'SealingImposed', data: { documentNo: '衢综执查扣字〔2023〕1号', untilOn: '2023-04-06' } });
    seal({ untilOn: '2023-03-07' }).then({ type: 'SealingImposed', data: { untilOn: '2023-03-07' } });
    seal({ untilOn: '2023-04-07' }).thenRefused('sealing.too_long', { article: '行政强制法第二十五条第一款' });
    seal({ untilOn: '2023-03-06' }).thenRefused('sealing.too_long');
    expect(open(SEALED)).toEqual(['sealing 2023-04-06']);
  });

  it('由法律、法规设定，规章不能设定（第十条、第二十二条）', () => {
    for (const level of ['LAW', 'ADMINISTRATIVE_REGULATION'] as const) seal({ level }).then({ type: 'SealingImposed' });
    for (const level of ['DEPARTMENT_RULE', 'LOCAL_GOVERNMENT_RULE'] as const)
      seal({ level }).thenRefused('sealing.no_authority');
  });

  it('限于涉案财物；其他机关已经查封的、本案已经扣押的，不得重复（第二十三条）', () => {
    seal({ concernsCase: false }).thenRefused('sealing.unrelated', { article: '行政强制法第二十三条第一款' });
    seal({ sealedByOthers: true }).thenRefused('sealing.repeated', { article: '行政强制法第二十三条第二款' });
    const again = [...SEALED, allowed('SEIZE')];
    seal({}, again).thenRefused('sealing.repeated');
    seal({ goods: [{ name: '摊位推车', description: '1辆，红色' }] }, again).then({
      type: 'SealingImposed',
      data: { measureId: 'm2' },
    });
    seal({}, PRESERVED).then({ type: 'SealingImposed', data: { measureId: 'm2' } });
  });

  it('两名本案执法人员，事先经负责人批准（第十八条）', () => {
    seal({ officers: ['zhang', 'zhang'] }).thenRefused('officer.fewer_than_two');
    seal({}, [...CASE, allowed('SEIZE', '2023-03-08')]).thenRefused('measure.approved_afterwards', {
      earliest: '2023-03-08',
    });
    seal().then({ type: 'SealingImposed', data: { approverId: 'chen', approvedOn: '2023-03-07' } });
    for (const history of [CASE, [...CASE, allowed('SEAL')]])
      seal({}, history).thenRefused('measure.not_approved', { article: '行政强制法第十八条第一项' });
  });

  it('情况紧急当场实施的，二十四小时内补办批准（第十九条、D06）；逾期的照实记为逾期', () => {
    expect(open(SEALED_AT_ONCE)).toEqual(['sealing 2023-04-06', 'sealingApproval 2023-03-08']);
    const approve = (history: readonly DomainEvent[], approvedAt: string, who = 'chen') =>
      given(...history).when(the(ApproveSealing), { measureId: 'm1', approvedAt }, by(who, LATER));
    approve(SEALED_AT_ONCE, '2023-03-08T10:00:00+08:00').then({
      type: 'SealingApproved',
      data: { approverId: 'chen', late: false },
    });
    const late = approve(SEALED_AT_ONCE, '2023-03-08T10:00:01+08:00');
    late.then({ type: 'SealingApproved', data: { late: true } });
    const approved = [...SEALED_AT_ONCE, ...events(late)];
    expect(open(approved)).toEqual(['sealing 2023-04-06']);
    approve(approved, '2023-03-09T10:00:00+08:00').thenRefused('sealing.approved');
    approve(SEALED, '2023-03-08T09:00:00+08:00').thenRefused('sealing.approved');
    approve(SEALED_AT_ONCE, '2023-03-08T09:00:00+08:00', 'qian').thenRefused('approver.not_leader');
  });

  it('延长一次，不超过三十日，届满以前，经批准并书面告知（第二十五条）', () => {
    extend(SEALED).then({ type: 'SealingExtended', data: { untilOn: '2023-05-06' } });
    extend(SEALED, { untilOn: '2023-05-07' }).thenRefused('sealing.too_long');
    extend(SEALED, { untilOn: '2023-04-06' }).thenRefused('sealing.too_long');
    extend(SEALED, { extendedOn: '2023-04-07' }).thenRefused('sealing.lapsed');
    extend(SEALED, { notified: false }).thenRefused('sealing.extension_not_notified', {
      article: '行政强制法第二十五条第二款',
    });
    extend(SEALED, { approverId: 'qian' }).thenRefused('approver.not_leader');
    const extended = [...SEALED, ...events(extend(SEALED))];
    expect(open(extended)).toEqual(['sealing 2023-05-06']);
    extend(extended, { extendedOn: '2023-05-05', untilOn: '2023-06-01' }).thenRefused('sealing.extended');
  });

  it('解除：届满之日起才可以说届满；没收的，须有没收非法财物的决定（第二十七条、第二十八条）', () => {
    lift(SEALED).then({ type: 'SealingLifted' });
    lift(SEALED, { ground: 'EXPIRED', liftedOn: '2023-04-05' }).thenRefused('sealing.not_expired', {
      earliest: '2023-04-06',
    });
    lift(SEALED, { ground: 'EXPIRED', liftedOn: '2023-04-06' }).then({ type: 'SealingLifted' });
    lift(SEALED, { ground: 'CONFISCATED' }).thenRefused('sealing.not_confiscated');
    const lifted = [...SEALED, ...events(lift(SEALED))];
    expect(open(lifted)).toEqual([]);
    lift(lifted).thenRefused('measure.ended');
    seal({}, [...lifted, allowed('SEIZE')]).then({ type: 'SealingImposed', data: { measureId: 'm2' } });
  });
});

describe('查封、扣押的财物随案移送（行政强制法第二十一条）', () => {
  const proposed = {
    type: 'CriminalTransferProposed',
    data: { proposedOn: '2023-03-20', taskForce: [], approvalDueOn: '2023-03-23' },
  };
  const sent = { type: 'CriminalTransferSent', data: { sentAt: '2023-03-21T01:00:00.000Z', sentOn: '2023-03-21' } };
  const handOver = (history: readonly DomainEvent[], more: Partial<HandOverGoods> = {}) =>
    given(...history).when(
      the(HandOverGoods),
      { measureId: 'm1', to: '柯城公安分局', notified: true, handedOverOn: '2023-03-22', ...more },
      by('zhang', LATER),
    );

  it('移送以后，书面告知当事人', () => {
    handOver([...SEALED, proposed, sent]).then({ type: 'GoodsHandedOver' });
    handOver([...SEALED, proposed, sent], { notified: false }).thenRefused('measure.party_not_told');
    handOver([...SEALED, proposed]).thenRefused('transfer.out_of_order');
    handOver(SEALED).thenRefused('case.phase');
  });
});

describe('G14、G36 措施没有处理的，终结时说明，结案前解除', () => {
  const conclude = (history: readonly DomainEvent[], more: Partial<ConcludeInvestigation> = {}) =>
    given(...history).when(
      the(ConcludeInvestigation),
      {
        concludedOn: '2023-04-10',
        facts: '占道摆摊',
        nature: '擅自占用城市道路',
        proposedFineFen: 1_000_000,
        discretionReason: '一般情节',
        ...more,
      },
      by('zhang', LATER),
    );

  it('调查终结时还在保存、查封、扣押的，应当说明如何处理', () => {
    for (const history of [PRESERVED, SEALED]) {
      conclude(history).thenRefused('investigation.measures_open', {
        article: '行政处罚法第五十六条、行政强制法第二十七条',
      });
      conclude(history, { measuresNote: '作出决定后解除' }).then({ type: 'InvestigationConcluded' });
    }
    conclude([...SEALED, ...events(lift(SEALED))]).then({ type: 'InvestigationConcluded' });
  });

  it('结案以前解除', () => {
    const rest = [
      ...[...UNTIL_NOTICED, waived()].slice(UNTIL_CONCLUDED.length - 1),
      penaltyDecided(),
      served(),
      published('2023-05-12'),
      paid({ amountFen: 1_000_000, paidOn: '2023-05-20' }),
    ];
    const close = (history: readonly DomainEvent[]) =>
      given(...history, ...rest).when(
        the(CloseCase),
        { closeReason: 'EXECUTED', closedOn: '2023-05-22', ...onPaper('2023-05-22') },
        by('zhang', LATER),
      );
    close(SEALED).thenRefused('closing.measures_open', { article: '行政强制法第二十八条' });
    close([...SEALED, ...events(lift(SEALED))]).then({ type: 'CaseClosed' });
  });
});
