import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { caseTerms } from './clocks.js';
import { CloseCase } from './closing.js';
import { DecideNoPenalty, DecidePenalty } from './decision.js';
import { ServeNotice } from './notice.js';
import { WithdrawCase } from './other-ends.js';
import { RecordPayment } from './payment.js';
import { PublishPenalty } from './publication.js';
import {
  by,
  hearingRequested,
  onPaper,
  penaltyDecided,
  SHA256,
  submitted,
  the,
  UNTIL_NOTICED,
  waived,
} from './scenario.js';
import { paid, published, served } from './scenario-after-decision.js';
import {
  about,
  BOTH_FINED,
  BOTH_SERVED,
  FINED_AND_LET_OFF,
  HEARD_BY_THREE,
  HEARD_BY_TWO,
  standingsAfter,
  stateAfter,
  THREE,
  together,
} from './scenario-parties.js';
import { ServeDecision } from './service.js';

const DECIDE: DecidePenalty = {
  decidedOn: '2023-05-08',
  kinds: ['FINE'],
  fineFen: 600_000,
  confiscateFen: 0,
  lawVersion: '浙江省城市市容和环境卫生管理条例（2020）第十二条',
};
const LET_OFF: DecideNoPenalty = { decidedOn: '2023-05-08', ground: '33.1a', educated: true };
const SERVE: ServeDecision = { method: 'DIRECT', servedOn: '2023-05-10', receiptId: 'SE1' };

describe('一案多人：分别决定（F14，行政处罚法第五十九条第一款第一项）', () => {
  it('只有一名当事人的，选不选当事人都一样，事件不记当事人，也没有分开的处理', () => {
    const alone = [...UNTIL_NOTICED, waived()];
    for (const partyIds of [undefined, ['p1']]) {
      const { events } = given(...alone)
        .when(the(DecidePenalty), { ...DECIDE, partyIds } as DecidePenalty, by('chen', '2023-05-08'))
        .then({ type: 'PenaltyDecided' });
      expect(events[0]!.data).not.toHaveProperty('partyIds');
    }
    expect(stateAfter(...alone, penaltyDecided())).not.toHaveProperty('others');
  });

  it('对其中一人决定的，其余的人仍在决定之前，告知、陈述申辩照旧', () => {
    const { events, elsewhere } = given(...HEARD_BY_THREE)
      .when(the(DecidePenalty), { ...DECIDE, partyIds: ['p3'] }, by('chen', '2023-05-08'))
      .then({ type: 'PenaltyDecided', data: { partyIds: ['p3'], partyKind: 'ORGANISATION' } });
    // 处罚记录 is the punished party's alone.
    expect(elsewhere.filter(({ stream }) => stream.aggregate === 'partyHistory')).toMatchObject([
      { stream: { id: '91330800MA28F0XK2J' } },
    ]);
    const { p3, 'p1,p2': rest } = standingsAfter(...HEARD_BY_THREE, ...events);
    expect(p3).toMatchObject({ phase: 'Decided', decision: { fineFen: 600_000 } });
    expect(rest).toMatchObject({ phase: 'Noticed', statement: 'WAIVED', notice: { fineFen: 1_000_000 } });
    expect(rest).not.toHaveProperty('decision');
  });

  it('案件的状态是进度最慢的当事人的状态', () => {
    expect(stateAfter(...HEARD_BY_TWO, about(['p1'], penaltyDecided())).phase).toBe('Noticed');
    expect(stateAfter(...FINED_AND_LET_OFF).phase).toBe('Decided');
    expect(stateAfter(...FINED_AND_LET_OFF, about(['p1'], served())).phase).toBe('Decided');
    // Nothing is left to do for one, and something for the other.
    expect(
      stateAfter(...FINED_AND_LET_OFF, about(['p1'], served()), served({ paymentDueOn: undefined } as never)).phase,
    ).toBe('Performing');
  });

  it('处罚一人、不处罚另一人；未选当事人的，是尚未决定的人', () => {
    const { events } = given(...HEARD_BY_TWO, about(['p1'], penaltyDecided()))
      .when(the(DecideNoPenalty), LET_OFF, by('chen', '2023-05-08'))
      .then({ type: 'NoPenaltyDecided' });
    expect(events[0]!.data).not.toHaveProperty('partyIds');
    const { p1, p2 } = standingsAfter(...FINED_AND_LET_OFF);
    expect(p1).toMatchObject({ decision: { outcome: 'PENALTY', fineFen: 600_000 } });
    expect(p2).toMatchObject({ decision: { outcome: 'NO_PENALTY', fineFen: 0 } });
  });

  it('二人共同缴纳一笔罚款的，是一个决定、一笔债', () => {
    const { events } = given(...HEARD_BY_THREE)
      .when(the(DecidePenalty), { ...DECIDE, partyIds: ['p2', 'p1'] }, by('chen', '2023-05-08'))
      .then({ type: 'PenaltyDecided', data: { partyIds: ['p1', 'p2'], fineFen: 600_000 } });
    expect(Object.keys(standingsAfter(...HEARD_BY_THREE, ...events)).sort()).toEqual(['p1,p2', 'p3']);
  });

  it('同一决定处理的当事人不能再分开；已经分开的不能一并办理；没有的当事人不能选', () => {
    const joint = [...HEARD_BY_THREE, about(['p1', 'p2'], penaltyDecided())];
    given(...joint)
      .when(the(ServeDecision), { ...SERVE, partyIds: ['p1'] }, by('zhang', '2023-05-10'))
      .thenRefused('case.parties_together');
    given(...joint)
      .when(the(ServeDecision), { ...SERVE, partyIds: ['p1', 'p2'] }, by('zhang', '2023-05-10'))
      .then({ type: 'DecisionServed', data: { partyIds: ['p1', 'p2'] } });
    given(...BOTH_FINED)
      .when(the(ServeDecision), { ...SERVE, partyIds: ['p1', 'p2'] }, by('zhang', '2023-05-10'))
      .thenRefused('case.parties_apart');
    given(...BOTH_FINED)
      .when(the(ServeDecision), { ...SERVE, partyIds: ['p9'] }, by('zhang', '2023-05-10'))
      .thenRefused('case.unknown_party');
  });

  it('一份决定书可以对几名当事人：同日作出的同类决定共用文号，另一日的、没有的文号不能用', () => {
    const no = '衢综执罚决字〔2023〕1号';
    const half = [...HEARD_BY_TWO, about(['p1'], penaltyDecided({ fineFen: 600_000 }))];
    const { elsewhere } = given(...half)
      .when(the(DecidePenalty), { ...DECIDE, documentNo: no }, by('chen', '2023-05-08'))
      .then({ type: 'PenaltyDecided', data: { decisionNo: no } });
    expect(elsewhere.map(({ stream }) => stream.aggregate)).toEqual(['partyHistory']);
    given(...half)
      .when(the(DecidePenalty), { ...DECIDE, documentNo: no, decidedOn: '2023-05-09' }, by('chen', '2023-05-09'))
      .thenRefused('document.of_other_day');
    given(...half)
      .when(the(DecidePenalty), { ...DECIDE, documentNo: '衢综执罚决字〔2023〕2号' }, by('chen', '2023-05-08'))
      .thenRefused('document.of_other_day');
    // 不予处罚 is a document of its own kind.
    given(...half)
      .when(the(DecideNoPenalty), { ...LET_OFF, documentNo: no }, by('chen', '2023-05-08'))
      .thenRefused('document.of_other_day');
  });

  it('决定过的当事人不能再决定一次', () => {
    given(...HEARD_BY_TWO, about(['p1'], penaltyDecided()))
      .when(the(DecidePenalty), { ...DECIDE, partyIds: ['p1'] }, by('chen', '2023-05-08'))
      .thenRefused('case.phase');
  });
});

describe('一案多人：决定以前', () => {
  const told = together(...THREE.slice(0, 2)).slice(0, -1);

  it('一人申请听证、另一人放弃的，放弃的可以先决定；听证期间办案期限停止计算', () => {
    const asked = [...told, about(['p1'], waived()), about(['p1'], hearingRequested())];
    const { p1, p2 } = standingsAfter(...asked);
    expect(p1).toMatchObject({ phase: 'HearingPhase', hearing: { requestedOn: '2023-05-05' } });
    expect(p2).toMatchObject({ phase: 'Noticed', statement: 'NONE' });
    expect(caseTerms(stateAfter(...asked)).stoppedBy).toEqual(['2023-05-05']);
    given(...asked)
      .when(the(DecidePenalty), { ...DECIDE, partyIds: ['p1'] }, by('chen', '2023-05-08'))
      .thenRefused('decision.hearing_pending');
    given(...asked, about(['p2'], waived()), about(['p2'], { type: 'HearingWaived', data: { waivedOn: '2023-05-05' } }))
      .when(the(DecidePenalty), { ...DECIDE, partyIds: ['p2'] }, by('chen', '2023-05-08'))
      .then({ type: 'PenaltyDecided', data: { partyIds: ['p2'] } });
  });

  it('分别告知的，各有各的期限和听证权', () => {
    const WARN: ServeNotice = {
      proposed: { kinds: ['WARNING'], fineFen: 0, confiscateFen: 0 },
      servedOn: '2023-04-27',
      changeReason: '情节不同，分别处理',
      partyIds: ['p2'],
    };
    const { events } = given(...told)
      .when(the(ServeNotice), WARN, by('zhang', '2023-04-27'))
      .then({ type: 'PenaltyNoticeServed', data: { partyIds: ['p2'], hearingEntitled: false } });
    const { p1, p2 } = standingsAfter(...told, ...events);
    expect(p1!.notice).toMatchObject({ servedOn: '2023-04-26', hearingEntitled: true });
    expect(p2!.notice).toMatchObject({ servedOn: '2023-04-27', hearingEntitled: false });
  });

  it('对全案办理的审核，各当事人一并进退', () => {
    const apart = [...told, about(['p1'], waived())];
    const both = [...apart, submitted(2, '2023-05-08')];
    expect(Object.values(standingsAfter(...both)).map(({ phase }) => phase)).toEqual([
      'InLegalReview',
      'InLegalReview',
    ]);
    expect(stateAfter(...both).reviews).toHaveLength(2);
  });
});

describe('一案多人：分别送达', () => {
  it('可以对谁办理不止一种的，应当选取；只对一人可以办理的，不必选', () => {
    given(...BOTH_FINED)
      .when(the(ServeDecision), SERVE, by('zhang', '2023-05-10'))
      .thenRefused('case.which_party', { message: expect.stringContaining('当事人甲') as unknown as string });
    const { events } = given(...BOTH_FINED, about(['p1'], served()))
      .when(the(ServeDecision), { ...SERVE, servedOn: '2023-05-12' }, by('zhang', '2023-05-12'))
      .then({ type: 'DecisionServed', data: { paymentDueOn: '2023-05-29' } });
    expect(events[0]!.data).not.toHaveProperty('partyIds');
  });

  it('送达一人不动另一人的期限', () => {
    const { p1, p2 } = standingsAfter(...BOTH_SERVED);
    expect(p1).toMatchObject({ phase: 'Performing', servedOn: '2023-05-10', paymentDueOn: '2023-05-25' });
    expect(p2).toMatchObject({ phase: 'Performing', servedOn: '2023-05-12', paymentDueOn: '2023-05-29' });
    const { p2: before } = standingsAfter(...BOTH_FINED);
    const { p2: after } = standingsAfter(...BOTH_FINED, about(['p1'], served()));
    expect(after!.servedOn).toBeUndefined();
    expect({ ...after, others: [] }).toEqual({ ...before, others: [] });
  });
});

describe('一案多人：分别缴款、公示', () => {
  const PAY: RecordPayment = {
    receiptNo: 'R1',
    amountFen: 400_000,
    kind: 'FINE',
    channel: 'BANK',
    paidOn: '2023-05-20',
  };

  it('各缴各的罚款，缴一人的不抵另一人的', () => {
    given(...BOTH_SERVED)
      .when(the(RecordPayment), PAY, by('zhang', '2023-05-20'))
      .thenRefused('case.which_party');
    given(...BOTH_SERVED)
      .when(the(RecordPayment), { ...PAY, amountFen: 400_001, partyIds: ['p2'] }, by('zhang', '2023-05-20'))
      .thenRefused('payment.more_than_owed');
    const { events } = given(...BOTH_SERVED)
      .when(the(RecordPayment), { ...PAY, partyIds: ['p2'] }, by('zhang', '2023-05-20'))
      .then({ type: 'FinePaid', data: { amountFen: 400_000 } });
    const { p1, p2 } = standingsAfter(...BOTH_SERVED, ...events);
    expect([p1!.paid.fineFen, p2!.paid.fineFen]).toEqual([0, 400_000]);
  });

  it('共同的罚款缴一次，缴清以后没有应缴的', () => {
    const joint = [
      ...HEARD_BY_THREE,
      about(['p1', 'p2'], penaltyDecided({ fineFen: 400_000 })),
      about(['p1', 'p2'], served()),
      about(['p1', 'p2'], paid({ amountFen: 400_000, paidOn: '2023-05-20' })),
    ];
    given(...joint)
      .when(the(RecordPayment), { ...PAY, receiptNo: 'R2', partyIds: ['p1', 'p2'] }, by('zhang', '2023-05-20'))
      .thenRefused('payment.nothing_owed');
  });

  it('公示一人的决定以后，只剩另一人的可以公示', () => {
    const PUBLISH: PublishPenalty = { channel: '浙江政务服务网', redactedDocSha: SHA256, publishedOn: '2023-05-12' };
    given(...BOTH_SERVED)
      .when(the(PublishPenalty), PUBLISH, by('zhang', '2023-05-12'))
      .thenRefused('case.which_party');
    const { events } = given(...BOTH_SERVED, about(['p1'], published()))
      .when(the(PublishPenalty), PUBLISH, by('zhang', '2023-05-12'))
      .then({ type: 'PenaltyPublished' });
    const { p1, p2 } = standingsAfter(...BOTH_SERVED, about(['p1'], published()), ...events);
    expect([p1!.publishedOn, p2!.publishedOn]).toEqual(['2023-05-12', '2023-05-12']);
  });
});

describe('一案多人：结案（G36）', () => {
  const close = (closeReason: CloseCase['closeReason'], closedOn = '2023-06-10'): CloseCase => ({
    closeReason,
    closedOn,
    ...onPaper(closedOn),
  });
  const AT = by('zhang', '2023-06-12');
  const { paymentDueOn: _due, paymentRule: _rule, ...nothingToPay } = served().data as Record<string, unknown>;
  const servedWithoutPayment: DomainEvent = { type: 'DecisionServed', data: nothingToPay };
  const p1Paid = [about(['p1'], published()), about(['p1'], paid({ amountFen: 600_000, paidOn: '2023-05-20' }))];

  it('有一名当事人还没有决定、没有送达、没有公示或者没有缴清的，不能结案，并写明是谁', () => {
    const name = (party: string) => ({ message: expect.stringMatching(`^${party}：`) as unknown as string });
    const p1Served = [...HEARD_BY_TWO, about(['p1'], penaltyDecided({ fineFen: 600_000 })), about(['p1'], served())];
    given(...p1Served, ...p1Paid)
      .when(the(CloseCase), close('EXECUTED'), AT)
      .thenRefused('case.phase', name('当事人乙'));
    given(...FINED_AND_LET_OFF, about(['p1'], served()), ...p1Paid)
      .when(the(CloseCase), close('EXECUTED'), AT)
      .thenRefused('case.phase', name('当事人乙'));
    given(...BOTH_SERVED, ...p1Paid)
      .when(the(CloseCase), close('EXECUTED'), AT)
      .thenRefused('closing.not_published', name('当事人乙'));
    given(...BOTH_SERVED, ...p1Paid, published())
      .when(the(CloseCase), close('EXECUTED'), AT)
      .thenRefused('closing.not_executed', name('当事人乙'));
  });

  it('一人履行完毕、另一人不予处罚的，以履行完毕结案，各当事人的处理都结束', () => {
    const done = [...FINED_AND_LET_OFF, about(['p1'], served()), servedWithoutPayment, ...p1Paid];
    given(...done)
      .when(the(CloseCase), close('NO_PENALTY'), AT)
      .thenRefused('closing.reason_disagrees');
    const { events } = given(...done)
      .when(the(CloseCase), close('EXECUTED'), AT)
      .then({ type: 'CaseClosed' });
    const after = standingsAfter(...done, ...events);
    expect(Object.values(after).map(({ phase, closedOn }) => [phase, closedOn])).toEqual([
      ['Closed', '2023-06-10'],
      ['Closed', '2023-06-10'],
    ]);
  });

  it('全案办理的撤案、移送、并案，在当事人分别处理以后不能办理', () => {
    const back = [
      ...HEARD_BY_TWO,
      about(['p1'], penaltyDecided()),
      {
        type: 'CollectivelyDiscussed',
        data: { attendees: [], dissent: [], conclusion: '补充调查', signedAll: true, discussedOn: '2023-05-08' },
      },
      { type: 'InvestigationReturned', data: { reason: '补充调查', returnedOn: '2023-05-09' } },
    ];
    expect(stateAfter(...back).phase).toBe('Investigating');
    given(...back)
      .when(
        the(WithdrawCase),
        {
          ground: 'NO_VIOLATION',
          reason: '查无违法事实',
          withdrawnOn: '2023-05-10',
          ...onPaper('2023-05-10'),
        } as never,
        by('zhang', '2023-05-10'),
      )
      .thenRefused('case.parties_handled_apart');
  });
});
