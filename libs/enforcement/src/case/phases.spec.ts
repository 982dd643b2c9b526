import { describe, expect, it } from '@jest/globals';
import { caseAggregate } from './case.js';
import { CASE_LIFE, type CasePhase } from './phases.js';

const guard = (phase: 'Concluded' | 'Decided') =>
  CASE_LIFE.guard({ phase }, 'CriminalTransferProposed', '提出移送', '国务院令第310号第五条第一款');

describe('案件状态', () => {
  it('允许的状态下不拒绝', () => {
    expect(guard('Concluded')).toBeUndefined();
  });

  it('其他状态下拒绝，写明现在的状态、允许的状态和条文', () => {
    expect(guard('Decided')).toEqual({
      kind: 'refused',
      code: 'case.phase',
      article: '国务院令第310号第五条第一款',
      message: '案件现为“已决定”，提出移送只能在“调查中”或者“调查终结”时进行',
    });
  });
});

/** DOMAIN 3.2, with what it leaves to the sections that it names: ways of the same line are a line each. */
const NEXT: Readonly<Record<CasePhase, readonly CasePhase[]>> = {
  // 当场处罚 begins with its decision (2.5), what is split off from another case with its investigation.
  Unregistered: ['Registered', 'Performing', 'Served', 'Investigating'],
  Registered: ['Investigating', 'Declined'],
  Declined: [],
  Investigating: ['Suspended', 'Concluded', 'Withdrawn', 'Terminated', 'TransferPending', 'TransferredOut', 'Merged'],
  Suspended: ['Investigating', 'Terminated'],
  // The party's right to be heard lasts as long as its period (第六十四条第一项), whatever the agency does meanwhile.
  // A bureau that does not have every case reviewed tells the party, or decides not to punish, at once (G22).
  Concluded: ['InLegalReview', 'Investigating', 'TransferPending', 'HearingPhase', 'Noticed', 'Decided'],
  InLegalReview: ['ReviewPassed', 'Concluded', 'HearingPhase'],
  ReviewPassed: ['Noticed', 'InDiscussion', 'Decided', 'HearingPhase'],
  Noticed: ['HearingPhase', 'InLegalReview', 'InDiscussion', 'Decided'],
  HearingPhase: ['InLegalReview'],
  InDiscussion: ['Decided', 'Investigating', 'InLegalReview', 'Noticed', 'HearingPhase'],
  // A decision may fall before it is served (第七十五条第二款).
  Decided: ['Served', 'Performing'],
  Served: ['Closed'],
  Performing: ['PlanActive', 'Demanded', 'Closed', 'Served'],
  PlanActive: ['Overdue', 'Closed', 'Served'],
  Overdue: ['Demanded', 'CourtEnforcement', 'Closed', 'Served'],
  Demanded: ['CourtEnforcement', 'Closed', 'Served'],
  CourtEnforcement: ['Overdue', 'Closed', 'Served'],
  TransferPending: ['TransferredCriminal', 'Investigating', 'Concluded'],
  TransferredCriminal: ['Closed'],
  Withdrawn: ['Closed'],
  Terminated: ['Closed'],
  // 第二十五条第二款: designated back.
  TransferredOut: ['Closed', 'Investigating'],
  Merged: [],
  // 重启 is a way and no place.
  Closed: ['Archived', 'Investigating'],
  Archived: ['Investigating'],
};

/** Data on which the ways of the table turn. */
const SAID = [
  {},
  { paymentDueOn: '2023-05-25' },
  { ruling: 'REFUSED' },
  { ruling: 'GRANTED' },
  { fineFen: 0 },
  { fineFen: 1 },
  { returnsTo: 'Investigating' },
  { returnsTo: 'Concluded' },
  { answer: 'ACCEPTED' },
  { answer: 'DISPUTED' },
  { answer: 'DESIGNATED_HERE' },
];

describe('状态的去向（DOMAIN 3.2）', () => {
  it('没有一个事件离开这张表；表上的每一步都有事件走得到', () => {
    const taken = new Map<CasePhase, Set<CasePhase>>();
    for (const type of caseAggregate.events.keys()) {
      const step = CASE_LIFE.step(type);
      if (step?.to === undefined) continue;
      for (const from of step.from)
        for (const data of type === 'CriminalTransferRefused' ? SAID.filter((said) => 'returnsTo' in said) : SAID) {
          const to = CASE_LIFE.after(from, type, data);
          if (to !== from) taken.set(from, (taken.get(from) ?? new Set()).add(to));
        }
    }
    const expected = Object.entries(NEXT).map(([from, to]) => [from, [...to].sort()]);
    const found = Object.keys(NEXT).map((from) => [from, [...(taken.get(from as CasePhase) ?? [])].sort()]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });
});
