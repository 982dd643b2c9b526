import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { caseAggregate } from './case.js';
import { DecidePenalty } from './decision.js';
import { HearOfRemedy } from './remedies.js';
import { type CaseReopened, ReopenCase } from './reopening.js';
import { by, concluded, happened, noticed, onPaper, passed, submitted, the, UNTIL_FILED, waived } from './scenario.js';
import {
  closed,
  paid,
  policeFiled,
  published,
  transferApproved,
  transferProposed,
  transferSent,
  UNTIL_SERVED,
} from './scenario-after-decision.js';
import type { DecisionRevoked } from './setting-right.js';

const fold = (events: readonly DomainEvent[]) =>
  events.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);

const reported = (step: string, on: string, more: object = {}) =>
  happened('RemedyReported', { remedyId: 'R1', kind: 'RECONSIDERATION', step, on, ...more });
const revoked = (data: Partial<DecisionRevoked> = {}) =>
  happened<DecisionRevoked>('DecisionRevoked', {
    by: 'RECONSIDERATION',
    remedyId: 'R1',
    revokedOn: '2023-08-01',
    as: 'REVOKED',
    redo: true,
    isProcedural: false,
    refund: { fineFen: 0, confiscateFen: 0, surchargeFen: 0 },
    ...data,
  });
const CLOSED = closed({ closeReason: 'REVOKED', closedOn: '2023-08-10' });
const fallen = (data: Partial<DecisionRevoked> = {}) => [
  ...UNTIL_SERVED,
  reported('SOUGHT', '2023-06-01'),
  reported('DECIDED', '2023-08-01', { outcome: 'REVOKED', servedOn: '2023-08-01' }),
  revoked(data),
  CLOSED,
];

const reopen = (history: readonly DomainEvent[], cause: ReopenCase['cause'], reopenedOn = '2023-08-15') =>
  given(...history).when(
    the(ReopenCase),
    { cause, reason: '见复议决定书', reopenedOn, ...onPaper(reopenedOn) },
    by('zhang', '2023-12-28'),
  );
const reopened = happened<CaseReopened>('CaseReopened', {
  cause: 'REDO_ORDERED',
  reason: '见复议决定书',
  reopenedOn: '2023-08-15',
  approverId: 'chen',
  deadlineOn: '2023-11-13',
  deadlineRule: 'D03@2021-07-15',
});

describe('重新立案（复议法第六十四条，DOMAIN 3.4）', () => {
  it('被责令重作的，经批准重新立案，办案期限自重新立案起九十日', () => {
    reopen(fallen(), 'REDO_ORDERED').then({
      type: 'CaseReopened',
      data: { reopenedOn: '2023-08-15', deadlineOn: '2023-11-13' },
    });
  });

  it('结案当日可以重新立案，前一日不可以；没有结案的不能', () => {
    reopen(fallen(), 'REDO_ORDERED', '2023-08-10').then({ type: 'CaseReopened' });
    reopen(fallen(), 'REDO_ORDERED', '2023-08-09').thenRefused('day.out_of_order', { earliest: '2023-08-10' });
    reopen(fallen().slice(0, -1), 'REDO_ORDERED').thenRefused('case.phase');
  });

  it('决定仍然有效的，不能重新立案', () => {
    const executed = [
      ...UNTIL_SERVED,
      published(),
      paid(),
      closed({ closeReason: 'EXECUTED', closedOn: '2023-06-01' }),
    ];
    reopen(executed, 'NEW_EVIDENCE').thenRefused('reopening.decision_stands');
  });

  it('没有责令重作的，只能以新的事实、证据重新立案', () => {
    reopen(fallen({ redo: false }), 'REDO_ORDERED').thenRefused('reopening.cause_disagrees');
    reopen(fallen({ redo: false }), 'REVOKED_BY_SELF').thenRefused('reopening.cause_disagrees');
    reopen(fallen({ redo: false }), 'NEW_EVIDENCE').then({ type: 'CaseReopened' });
  });

  it('自行撤销的、公安机关移回的，各以其原因重新立案', () => {
    reopen(fallen({ by: 'SELF', redo: false }), 'REVOKED_BY_SELF').then({ type: 'CaseReopened' });
    const transferred = [
      ...UNTIL_FILED,
      transferProposed(),
      transferApproved(),
      transferSent(),
      policeFiled(),
      closed({ closeReason: 'TRANSFERRED', closedOn: '2023-04-01' }),
    ];
    reopen(transferred, 'POLICE_RETURNED').then({ type: 'CaseReopened' });
    reopen(transferred, 'NEW_EVIDENCE').thenRefused('reopening.cause_disagrees');
  });

  it('应退的款项退还以前，不能重新立案', () => {
    const owing = [...UNTIL_SERVED, paid(), revoked(), CLOSED];
    reopen(owing, 'REDO_ORDERED').thenRefused('closing.not_refunded');
  });

  it('重新立案以后回到调查：案号、人员、证据还在，决定、缴款从头来', () => {
    const state = fold([...fallen(), reopened]);
    expect(state).toMatchObject({
      phase: 'Investigating',
      caseNo: '衢综执立字〔2023〕1号',
      filedOn: '2023-08-15',
      decisionDueOn: '2023-11-13',
      officers: [{ userId: 'zhang' }, { userId: 'li' }],
      evidenceIds: ['E1'],
      remedies: [],
      paid: { fineFen: 0 },
      former: { by: 'RECONSIDERATION', fineFen: 1_000_000, remedyIds: ['R1'] },
    });
    for (const name of ['decision', 'notice', 'servedOn', 'closedOn', 'paymentDueOn'] as const)
      expect(state[name]).toBeUndefined();
  });

  it('关于原决定的救济再有消息，不影响重新作出的决定', () => {
    const { decision } = given(...fallen(), reopened).when(
      caseAggregate.told.find(({ name }) => name === HearOfRemedy.name)!,
      { remedyId: 'R1', kind: 'RECONSIDERATION', step: 'DECIDED', on: '2023-08-01', outcome: 'REVOKED' },
      by('zhang', '2023-12-28'),
    );
    expect(decision).toMatchObject({ kind: 'accepted', events: [{ type: 'RemedyReported' }] });
    expect(fold([...fallen(), reopened, reported('SERVED', '2023-08-20')]).remedies).toEqual([]);
  });
});

describe('不得以同一事实和理由作出相同的决定（复议法第六十四条第二款）', () => {
  const again = (data: Partial<DecisionRevoked> = {}) => [
    ...fallen(data),
    reopened,
    concluded('2023-08-20'),
    submitted(2, '2023-08-21'),
    passed(2, '2023-08-22'),
    noticed({ servedOn: '2023-08-24', statementDueOn: '2023-08-29', hearingRequestDueOn: '2023-08-31' }),
    waived('2023-08-25'),
  ];
  const decide = (history: readonly DomainEvent[], more: Partial<DecidePenalty> = {}) =>
    given(...history).when(
      the(DecidePenalty),
      {
        decidedOn: '2023-09-01',
        kinds: ['FINE'],
        fineFen: 1_000_000,
        confiscateFen: 0,
        lawVersion: '条例第十二条',
        ...more,
      },
      by('chen', '2023-09-01'),
    );

  it('相同的决定被拒绝；少一分的不是；写明不同的事实、理由的可以', () => {
    decide(again()).thenRefused('decision.same_again', { article: '行政复议法第六十四条第二款、行政诉讼法第七十一条' });
    decide(again(), { fineFen: 999_999 }).then({ type: 'PenaltyDecided' });
    decide(again(), { differsBecause: '补充调取的监控证明占道三日' }).then({
      type: 'PenaltyDecided',
      data: { differsBecause: '补充调取的监控证明占道三日' },
    });
  });

  it('仅因违反法定程序被撤销的，可以作出相同的决定；自行撤销的也可以', () => {
    decide(again({ isProcedural: true })).then({ type: 'PenaltyDecided' });
    decide(again({ by: 'SELF', redo: false })).then({ type: 'PenaltyDecided' });
  });
});
