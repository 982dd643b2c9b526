import { describe, expect, it } from '@jest/globals';
import { CASE_CLOCKS, standingsOf } from '#enforcement';
import { penaltyDecided } from '../../enforcement/src/case/scenario.js';
import { paid, published, served } from '../../enforcement/src/case/scenario-after-decision.js';
import {
  about,
  BOTH_SERVED,
  FINED_AND_LET_OFF,
  HEARD_BY_THREE,
  HEARD_BY_TWO,
} from '../../enforcement/src/case/scenario-parties.js';
import { caseOverview } from './case-overview.js';
import { playInto } from './overview-history.js';

/* 一案多人 (DOMAIN F14): decisions are counted by the decision, cases by the case. */

const play = (...events: Parameters<typeof playInto>[2][]) => playInto(caseOverview, 'case-k1', ...events);

describe('一案多人的计数（F14、M04、M05、M12）', () => {
  it('两个处罚决定计两宗、两笔金额，给予处罚的案件计一件', () => {
    const { facts } = play(...BOTH_SERVED);
    expect(facts.filter((fact) => /^(penalty |case\.penalised|decided\.ordinary|publication\.due)/.test(fact))).toEqual(
      [
        'decided.ordinary 2023-05-08 qz PENALTY',
        'decided.ordinary 2023-05-08 qz PENALTY',
        'case.penalised 2023-05-08 qz ORDINARY',
        'penalty 2023-05-08 qz FINE 400000分',
        'penalty 2023-05-08 qz FINE 600000分',
        'publication.due 2023-05-17 qz',
        'publication.due 2023-05-17 qz',
      ],
    );
  });

  it('一人不予处罚的，处罚计一宗，决定计两件', () => {
    const { facts } = play(...FINED_AND_LET_OFF);
    expect(facts.filter((fact) => /^(penalty |case\.penalised|decided\.ordinary)/.test(fact)).sort()).toEqual([
      'case.penalised 2023-05-08 qz ORDINARY',
      'decided.ordinary 2023-05-08 qz NO_PENALTY',
      'decided.ordinary 2023-05-08 qz PENALTY',
      'penalty 2023-05-08 qz FINE 600000分',
    ]);
  });

  it('监督线索按案件记一次；不知道是哪一单位的，不写名称', () => {
    const { facts } = play(...BOTH_SERVED);
    expect(facts.filter((fact) => fact.startsWith('signal.'))).toEqual(['signal.notOrdered 2023-05-08 qz']);
    const firmAlone = play(...HEARD_BY_THREE, about(['p3'], penaltyDecided({ partyKind: 'ORGANISATION' })));
    expect(firmAlone.facts.filter((fact) => fact.startsWith('signal.finedUncorrected'))).toEqual([]);
  });

  it('另有文号的决定书，按其文号也能查到案件', () => {
    const other = penaltyDecided({ decisionNo: '衢综执罚决字〔2023〕2号' });
    const { row } = play(...HEARD_BY_TWO, about(['p1'], penaltyDecided()), other);
    expect([row.decisionNo, ...row.otherDecisionNos].sort()).toEqual([
      '衢综执罚决字〔2023〕1号',
      '衢综执罚决字〔2023〕2号',
    ]);
    expect(play(...BOTH_SERVED).row.otherDecisionNos).toEqual([]);
  });

  it('一人缴款、公示只记在他的决定上', () => {
    const { row, booked } = play(
      ...BOTH_SERVED,
      about(['p1'], published()),
      about(['p1'], paid({ amountFen: 600_000 })),
    );
    expect(booked).toEqual(['+1 fine.collected 2023-05-25 qz 600000分']);
    const standings = [row, ...row.others];
    expect(standings.find(({ partyIds }) => partyIds[0] === 'p1')).toMatchObject({
      publishedOn: '2023-05-12',
      paidInFullOn: '2023-05-25',
    });
    expect(standings.find(({ partyIds }) => partyIds.length === 0)).toMatchObject({ publishedOn: null, payments: [] });
  });
});

describe('一案多人的期限', () => {
  const running = (...events: Parameters<typeof playInto>[2][]) =>
    standingsOf(CASE_CLOCKS, play(...events).row).flatMap(({ clock, dueOn, isOpen, partyIds }) =>
      isOpen ? [`${clock} ${dueOn} ${partyIds?.join() ?? ''}`.trim()] : [],
    );

  it('各有各的缴款、公示期限；一人缴清以后只剩另一人的', () => {
    expect(running(...BOTH_SERVED)).toEqual([
      'publication 2023-05-17',
      'publication 2023-05-17 p1',
      'payment 2023-05-29',
      'payment 2023-05-25 p1',
    ]);
    const done = [about(['p1'], published()), about(['p1'], paid({ amountFen: 600_000 }))];
    expect(running(...BOTH_SERVED, ...done)).toEqual(['publication 2023-05-17', 'payment 2023-05-29']);
    expect(play(...BOTH_SERVED, ...done).row).toMatchObject({ nextDueOn: '2023-05-17' });
  });

  it('一人逾期只记在他身上', () => {
    const missed = {
      type: 'DeadlineMissed',
      data: {
        unitId: 'qz',
        clock: 'payment',
        what: '当事人缴款',
        dueOn: '2023-05-25',
        missedOn: '2023-05-26',
        days: 1,
        partyIds: ['p1'],
      },
    };
    const { row } = play(...BOTH_SERVED, about(['p1'], served()), missed);
    expect(row.missed).toEqual([{ clock: 'payment', dueOn: '2023-05-25', partyIds: ['p1'] }]);
  });
});
