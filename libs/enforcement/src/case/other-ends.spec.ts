import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { caseAggregate } from './case.js';
import { CloseCase } from './closing.js';
import {
  CaseMerged,
  type CaseTransferredOut,
  MergeCase,
  RecordTransferAnswer,
  TerminateCase,
  TransferCaseOut,
  WithdrawCase,
} from './other-ends.js';
import {
  by,
  collected,
  concluded,
  filed,
  happened,
  onPaper,
  registered,
  the,
  UNTIL_CONCLUDED,
  UNTIL_FILED,
  UNTIL_NOTICED,
} from './scenario.js';

const ON = '2023-04-20';
const fold = (events: readonly DomainEvent[]) =>
  events.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);
const close = (history: readonly DomainEvent[], closeReason: string, closedOn = '2023-05-30') =>
  given(...history).when(
    the(CloseCase),
    { closeReason, closedOn, ...onPaper(closedOn) } as CloseCase,
    by('zhang', '2024-06-28'),
  );

describe('撤案（DOMAIN 3.4）', () => {
  const withdraw = (history: readonly DomainEvent[], withdrawnOn = ON, paper = onPaper(withdrawnOn)) =>
    given(...history).when(
      the(WithdrawCase),
      { ground: 'NOT_TO_BE_FILED', reason: '复核后不符合立案条件', withdrawnOn, ...paper },
      by('zhang', ON),
    );
  const withdrawn = (withdrawnOn = ON) =>
    happened('CaseWithdrawn', {
      ground: 'NOT_TO_BE_FILED',
      reason: '复核后不符合立案条件',
      withdrawnOn,
      approverId: 'chen',
    });

  it('调查中经负责人批准可以撤案', () => {
    withdraw(UNTIL_FILED).then({ type: 'CaseWithdrawn', data: { withdrawnOn: ON, approverId: 'chen' } });
  });

  it('没有负责人批准的，不能撤案（第五十四条第二款）', () => {
    given(...UNTIL_FILED)
      .when(
        the(WithdrawCase),
        { ground: 'FILED_TWICE', reason: '重复', withdrawnOn: ON, approverId: 'chen' },
        by('zhang', ON),
      )
      .thenRefused('approval.not_proposed', { article: '行政处罚法第五十四条第二款' });
  });

  it('办案人员不能批准自己办理的案件撤案', () => {
    withdraw(
      [registered(), filed({ officers: [{ userId: 'both', certNo: 'C09', duty: 'LEAD' }] })],
      ON,
      onPaper(ON, 'both'),
    ).thenRefused('approver.investigates');
  });

  it('调查终结以后不再撤案', () => {
    withdraw(UNTIL_CONCLUDED).thenRefused('case.phase');
  });

  it('取证当日可以撤案，取证前一日不可以', () => {
    const history = [...UNTIL_FILED, collected()];
    withdraw(history, '2023-03-06').then({ type: 'CaseWithdrawn' });
    withdraw(history, '2023-03-05').thenRefused('day.out_of_order', { earliest: '2023-03-06' });
  });

  it('以撤案结案，不能以其他理由；撤案以前不能以撤案结案（G36）', () => {
    close([...UNTIL_FILED, withdrawn()], 'WITHDRAWN').then({ type: 'CaseClosed', data: { closeReason: 'WITHDRAWN' } });
    close([...UNTIL_FILED, withdrawn()], 'TERMINATED').thenRefused('case.phase');
    close([...UNTIL_FILED], 'WITHDRAWN').thenRefused('case.phase');
  });

  it('撤案当日可以结案，前一日不可以', () => {
    close([...UNTIL_FILED, withdrawn()], 'WITHDRAWN', ON).then({ type: 'CaseClosed' });
    close([...UNTIL_FILED, withdrawn()], 'WITHDRAWN', '2023-04-19').thenRefused('day.out_of_order', { earliest: ON });
  });
});

describe('终止调查（DOMAIN 3.4）', () => {
  const terminate = (history: readonly DomainEvent[], ground: 'DIED' | 'DISSOLVED' | 'OTHER') =>
    given(...history).when(
      the(TerminateCase),
      { ground, reason: '见证明', terminatedOn: ON, ...onPaper(ON) },
      by('zhang', ON),
    );
  const firm = registered({ parties: [{ partyId: 'p1', kind: 'ORGANISATION', name: '某商贸有限公司' }] });

  it('自然人死亡、法人终止的，终止调查；理由与当事人种类要一致', () => {
    terminate(UNTIL_FILED, 'DIED').then({ type: 'CaseTerminated', data: { ground: 'DIED' } });
    terminate([firm, filed()], 'DISSOLVED').then({ type: 'CaseTerminated' });
    terminate(UNTIL_FILED, 'DISSOLVED').thenRefused('ending.ground_disagrees');
    terminate([firm, filed()], 'DIED').thenRefused('ending.ground_disagrees');
  });

  it('中止期间也可以终止调查，终止以后不再中止', () => {
    const suspended = happened('CaseSuspended', {
      ground: 'PARTY_MISSING',
      reason: '下落不明',
      suspendedOn: '2023-04-03',
      approverId: 'chen',
    });
    const { decision } = terminate([...UNTIL_FILED, suspended], 'DIED');
    const state = fold([...UNTIL_FILED, suspended, ...(decision.kind === 'accepted' ? decision.events : [])]);
    expect(state).toMatchObject({ phase: 'Terminated', endedEarlyOn: ON });
    expect(state.suspendedOn).toBeUndefined();
  });
});

describe('移送其他机关（行政处罚法第二十二条、第二十五条）', () => {
  const sent = happened<CaseTransferredOut>('CaseTransferredOut', {
    toOrgan: '衢州市市场监督管理局',
    reason: '属于市场监督管理领域',
    transferredOn: ON,
    transferNo: '衢综执移函字〔2023〕1号',
    approverId: 'chen',
  });
  const answered = (answer: string, on: string, more: object = {}) =>
    happened('TransferOutAnswered', { answer, on, ...more });
  const answer = (
    history: readonly DomainEvent[],
    what: 'ACCEPTED' | 'DISPUTED' | 'DESIGNATED_HERE',
    on = '2023-04-25',
  ) => given(...history).when(the(RecordTransferAnswer), { answer: what, on }, by('zhang', '2023-05-30'));
  const SENT = [...UNTIL_FILED, sent];

  it('经批准移送，取用移送函文号', () => {
    given(...UNTIL_FILED)
      .when(
        the(TransferCaseOut),
        { toOrgan: '衢州市市场监督管理局', reason: '不属于本机关管辖', transferredOn: ON, ...onPaper(ON) },
        by('zhang', ON),
      )
      .then({ type: 'CaseTransferredOut', data: { transferNo: '衢综执移函字〔2023〕1号' } });
  });

  it('对方接收以后才能以移送结案', () => {
    close(SENT, 'TRANSFERRED_OUT').thenRefused('closing.not_taken_over');
    close([...SENT, answered('DISPUTED', '2023-04-25')], 'TRANSFERRED_OUT').thenRefused('closing.not_taken_over');
    close([...SENT, answered('ACCEPTED', '2023-04-25')], 'TRANSFERRED_OUT').then({ type: 'CaseClosed' });
  });

  it('答复不早于移送之日；接收以后不再答复', () => {
    answer(SENT, 'ACCEPTED', ON).then({ type: 'TransferOutAnswered' });
    answer(SENT, 'ACCEPTED', '2023-04-19').thenRefused('day.out_of_order', { earliest: ON });
    answer([...SENT, answered('ACCEPTED', ON)], 'DISPUTED').thenRefused('ending.answered');
  });

  it('没有争议的，不需要指定管辖；有争议的，上级指定对方或者本机关（第二十五条第二款）', () => {
    answer(SENT, 'DESIGNATED_HERE').thenRefused('ending.not_disputed');
    const disputed = [...SENT, answered('DISPUTED', '2023-04-25')];
    answer(disputed, 'ACCEPTED', '2023-05-10').then({ type: 'TransferOutAnswered' });
    answer(disputed, 'DISPUTED', '2023-05-10').thenRefused('ending.answered');
    const { decision } = answer(disputed, 'DESIGNATED_HERE', '2023-05-10');
    const state = fold([...disputed, ...(decision.kind === 'accepted' ? decision.events : [])]);
    expect(state).toMatchObject({ phase: 'Investigating', cameBackOn: '2023-05-10' });
    expect(state.transferredOut).toBeUndefined();
  });
});

describe('并案（计数按存续案）', () => {
  const OTHER = [registered({ caseId: 'k2' }), filed({ caseNo: '衢综执立字〔2023〕2号' })];
  const merge = (history: readonly DomainEvent[], others: readonly DomainEvent[], intoCaseId = 'k2') =>
    given(...history).when(
      the(MergeCase),
      { intoCaseId, reason: '同一当事人的同类行为', mergedOn: ON, ...onPaper(ON) },
      by('zhang', ON, { 'case-k2': others }),
    );

  it('同一当事人的两件案件合并：一件并入，另一件接着办', () => {
    const decision = merge(UNTIL_FILED, OTHER).then({ type: CaseMerged.name, data: { intoCaseId: 'k2' } });
    const [{ stream, events }] = decision.elsewhere.filter(({ stream: { aggregate } }) => aggregate === 'case') as [
      (typeof decision.elsewhere)[number],
    ];
    expect(stream).toEqual({ aggregate: 'case', id: 'k2' });
    expect(fold([...UNTIL_FILED, ...decision.events]).phase).toBe('Merged');
    expect(fold([...OTHER, ...events])).toMatchObject({
      phase: 'Investigating',
      absorbed: ['k1'],
      parties: [{ name: '当事人甲' }],
      everInvestigated: ['zhang', 'li'],
    });
  });

  it('并入以后不结案，也不再办理', () => {
    const { decision } = merge(UNTIL_FILED, OTHER);
    const merged = [...UNTIL_FILED, ...(decision.kind === 'accepted' ? decision.events : [])];
    expect(caseAggregate.life!.isOver('Merged')).toBe(true);
    close(merged, 'WITHDRAWN').thenRefused('case.phase');
  });

  it('没有的案件、自己、别的单位的案件、不在调查中的案件，不能并入', () => {
    merge(UNTIL_FILED, []).thenRefused('merging.unknown');
    given(...UNTIL_FILED)
      .when(
        the(MergeCase),
        { intoCaseId: 'k1', reason: '误', mergedOn: ON, ...onPaper(ON) },
        by('zhang', ON, { 'case-k1': UNTIL_FILED }),
      )
      .thenRefused('merging.same_case');
    merge(UNTIL_FILED, [registered({ caseId: 'k2', unitId: 'kecheng' }), filed()]).thenRefused('merging.other_unit');
    merge(UNTIL_FILED, [...OTHER, collected(), concluded()]).thenRefused('merging.phase');
  });

  it('没有相同的当事人，也不是同一违法事实的，不能并案；同一违法事实的可以', () => {
    const stranger = { caseId: 'k2', parties: [{ partyId: 'p2', kind: 'CITIZEN', name: '当事人乙' }] } as const;
    merge(UNTIL_FILED, [registered(stranger), filed()]).thenRefused('merging.unrelated');
    const fact = { violationFactId: 'F1' };
    merge([registered(fact), filed()], [registered({ ...stranger, ...fact }), filed()]).then({ type: CaseMerged.name });
  });

  it('调查终结以后不能并案', () => {
    merge(UNTIL_NOTICED, OTHER).thenRefused('case.phase');
  });
});
