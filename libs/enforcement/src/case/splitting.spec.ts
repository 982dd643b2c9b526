import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { caseAggregate } from './case.js';
import { MergeCase } from './other-ends.js';
import { by, collected, concluded, filed, onPaper, registered, the } from './scenario.js';
import { SplitCase } from './splitting.js';
import { ExtendDeadline } from './time-for-deciding.js';

const FIRM = { partyId: 'p2', kind: 'ORGANISATION', name: '乙公司', uscc: '11330800768656330Q' } as const;
const PERSON = { partyId: 'p1', kind: 'CITIZEN', name: '当事人甲' } as const;
const TWO = [PERSON, FIRM];
const HISTORY = [registered({ parties: TWO, violationFactId: '衢违实〔2023〕7号' }), filed(), collected()];
const ON = '2023-04-20';

const split = (history: readonly DomainEvent[], more: Partial<SplitCase> = {}, elsewhere = {}) =>
  given(...history).when(
    the(SplitCase),
    { partyIds: ['p2'], reason: '两名当事人的违法行为各自独立', splitOn: ON, ...onPaper(more.splitOn ?? ON), ...more },
    by('zhang', '2023-06-30', elsewhere),
  );
const fold = (events: readonly DomainEvent[]) =>
  events.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);

/** Both cases after the splitting. */
function both(history: readonly DomainEvent[]) {
  const { decision } = split(history);
  if (decision.kind !== 'accepted') throw new Error(decision.code);
  const begun = decision.elsewhere.find(({ stream }) => stream.aggregate === 'case')!;
  return { first: [...history, ...decision.events], id: begun.stream.id, second: begun.events as DomainEvent[] };
}

describe('分案（行政处罚法第五十四条）', () => {
  it('几名当事人中的一名另案处理：有自己的案号，原案件留下其余的', () => {
    split(HISTORY).then({
      type: 'CaseSplit',
      data: { newCaseId: 'k1.1', newCaseNo: '衢综执立字〔2023〕1号', staying: [{ partyId: 'p1' }], approverId: 'chen' },
    });
    const { first, second, id } = both(HISTORY);
    expect(id).toBe('k1.1');
    expect(fold(first)).toMatchObject({ phase: 'Investigating', parties: [{ partyId: 'p1' }], splitOff: ['k1.1'] });
    expect(fold(second)).toMatchObject({
      phase: 'Investigating',
      caseId: 'k1.1',
      caseNo: '衢综执立字〔2023〕1号',
      filedOn: ON,
      parties: [FIRM],
      violationFactId: '衢违实〔2023〕7号',
      officers: [{ userId: 'zhang' }, { userId: 'li' }],
    });
  });

  it('证据随案移转，办理过原案的人员一样不能审核、决定', () => {
    const { evidence, everInvestigated, leaders } = fold(both(HISTORY).second);
    expect(evidence).toMatchObject([{ evidenceId: 'E1', obtainedOn: '2023-03-06' }]);
    expect(everInvestigated).toEqual(['zhang', 'li']);
    expect(leaders).toEqual(['chen']);
  });

  it('办案期限不重新起算，延长的自原立案之日算', () => {
    const { second } = both(HISTORY);
    expect(fold(second)).toMatchObject({ decisionDueOn: '2023-06-01' });
    given(...second)
      .when(
        the(ExtendDeadline),
        { days: 30, reason: '案情复杂', extendedOn: '2023-05-30', ...onPaper('2023-05-30') },
        by('zhang', '2023-05-31'),
      )
      .then({ type: 'DeadlineExtended', data: { decisionDueOn: '2023-07-01' } });
  });

  it('再分一案，编号顺次；编号被占用的不能', () => {
    const three = [registered({ parties: [...TWO, { ...FIRM, partyId: 'p3', name: '丙公司' }] }), filed(), collected()];
    const { first } = both(three);
    split(first, { partyIds: ['p3'] }).then({ type: 'CaseSplit', data: { newCaseId: 'k1.2' } });
    split(HISTORY, {}, { 'case-k1.1': [registered({ caseId: 'k1.1' })] }).thenRefused('splitting.id_taken');
  });

  it('分出的须是本案的当事人，原案件须留下一名', () => {
    split(HISTORY, { partyIds: ['p9'] }).thenRefused('splitting.unknown_party');
    split(HISTORY, { partyIds: ['p1', 'p2'] }).thenRefused('splitting.nobody_left');
    split([registered(), filed(), collected()], { partyIds: ['p1'] }).thenRefused('splitting.nobody_left');
  });

  it('只在调查中，经负责人批准，不早于最近的取证', () => {
    split([...HISTORY, concluded()]).thenRefused('case.phase');
    split(HISTORY, { splitOn: '2023-03-06' }).then({ type: 'CaseSplit' });
    split(HISTORY, { splitOn: '2023-03-05' }).thenRefused('day.out_of_order', { earliest: '2023-03-06' });
    given(...HISTORY)
      .when(the(SplitCase), { partyIds: ['p2'], reason: '各自独立', splitOn: ON }, by('zhang', ON))
      .thenRefused('approval.not_proposed');
  });
});

describe('并案的证据随案移转', () => {
  const other = [
    registered({ caseId: 'k2', parties: [{ partyId: 'p1', kind: 'ORGANISATION', name: '乙公司' }, PERSON] }),
    filed({ caseNo: '衢综执立字〔2023〕2号' }),
    collected('E1', '2023-03-08T02:00:00.000Z'),
    collected('E2', '2023-03-09T02:00:00.000Z'),
  ];

  it('编号与存续案件的证据相同的，注明原案号；当事人编号相同而不是一人的，另编', () => {
    const merging = given(...other).when(
      the(MergeCase),
      { intoCaseId: 'k1', reason: '同一当事人', mergedOn: '2023-03-20', ...onPaper('2023-03-20') },
      { ...by('zhang', '2023-03-21', { 'case-k1': [registered(), filed(), collected()] }), id: 'k2' },
    );
    const { decision } = merging;
    if (decision.kind !== 'accepted') throw new Error(decision.code);
    const told = decision.elsewhere.flatMap(({ events }) => events) as DomainEvent[];
    const survivor = fold([registered(), filed(), collected(), ...told]);
    expect(survivor.evidenceIds).toEqual(['E1', 'E1（衢综执立字〔2023〕2号）', 'E2']);
    expect(survivor.lastEvidenceOn).toBe('2023-03-09');
    expect(survivor.parties.map(({ partyId, name }) => [partyId, name])).toEqual([
      ['p1', '当事人甲'],
      ['k2.p1', '乙公司'],
    ]);
  });
});
