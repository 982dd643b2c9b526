import { describe, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { ServeNotice } from './notice.js';
import { attempted, by, the, UNTIL_CONCLUDED, UNTIL_NOTICED, UNTIL_REVIEWED, waived } from './scenario.js';
import { UNTIL_DECIDED, UNTIL_SERVED } from './scenario-after-decision.js';
import { ServeDecision } from './service.js';
import { RecordServiceAttempt, type ServiceAttempted } from './service-attempts.js';

const ATTEMPT: RecordServiceAttempt = {
  method: 'DIRECT',
  attemptedOn: '2023-05-09',
  result: 'ABSENT',
  account: '到柯城区上街1号送达，门已上锁，邻居称当事人外出',
};

const attempt = (change: Partial<RecordServiceAttempt> = {}, at = '2023-05-31') =>
  given(...UNTIL_DECIDED).when(the(RecordServiceAttempt), { ...ATTEMPT, ...change }, by('zhang', at));

describe('记录未能送达（民事诉讼法第八十八条至第九十一条）', () => {
  it('决定以后记录的是决定书，审核通过以后、决定以前记录的是告知书', () => {
    attempt().then({ type: 'ServiceAttempted', data: { document: 'DECISION', method: 'DIRECT', result: 'ABSENT' } });
    for (const history of [UNTIL_REVIEWED, UNTIL_NOTICED])
      given(...history)
        .when(the(RecordServiceAttempt), { ...ATTEMPT, attemptedOn: '2023-04-20' }, by('zhang', '2023-05-31'))
        .then({ type: 'ServiceAttempted', data: { document: 'NOTICE' } });
  });

  it('没有通过法制审核的告知书不能送达；已经送达的，不能记录', () => {
    given(...UNTIL_CONCLUDED)
      .when(the(RecordServiceAttempt), ATTEMPT, by('zhang', '2023-05-31'))
      .thenRefused('service.not_reviewed');
    given(...UNTIL_SERVED)
      .when(the(RecordServiceAttempt), ATTEMPT, by('zhang', '2023-05-31'))
      .thenRefused('case.phase');
  });

  it('不早于决定，不在将来', () => {
    attempt({ attemptedOn: '2023-05-08' }).then({ type: 'ServiceAttempted' });
    attempt({ attemptedOn: '2023-05-07' }).thenRefused('day.out_of_order', { earliest: '2023-05-08' });
    attempt({}, '2023-05-09').then({ type: 'ServiceAttempted' });
    attempt({}, '2023-05-08').thenRefused('day.in_future', { earliest: '2023-05-09' });
  });

  it('情形与方式相符：退回的是邮件，没有到达系统的是电子送达', () => {
    attempt({ method: 'MAIL', result: 'RETURNED' }).then({ type: 'ServiceAttempted' });
    attempt({ result: 'RETURNED' }).thenRefused('service.result_of_other_way');
    attempt({ method: 'ELECTRONIC', result: 'NOT_REACHED' }).then({ type: 'ServiceAttempted' });
    attempt({ method: 'MAIL', result: 'NOT_REACHED' }).thenRefused('service.result_of_other_way');
  });
});

describe('公告送达须先穷尽其他方式（民事诉讼法第九十五条第一款；G28）', () => {
  const announce = (...attempts: Partial<ServiceAttempted>[]) =>
    given(...UNTIL_DECIDED, ...attempts.map((one) => attempted({ document: 'DECISION', ...one }))).when(
      the(ServeDecision),
      { method: 'ANNOUNCE', receiptId: 'SE3', announcedOn: '2023-05-20' },
      by('zhang', '2023-06-30'),
    );
  const refused = { article: '民事诉讼法第九十五条第一款' };
  const direct = { method: 'DIRECT', attemptedOn: '2023-05-10' } as const;
  const mail = { method: 'MAIL', result: 'RETURNED', attemptedOn: '2023-05-20' } as const;

  it('直接送达、邮寄送达都没有送达的可以公告，缺一不可', () => {
    announce(direct, mail).then({ type: 'DecisionServed' }, { type: 'ProceduralDefectRecorded' });
    announce(direct).thenRefused('service.other_ways_first', refused);
    announce(mail).thenRefused('service.other_ways_first', refused);
    announce().thenRefused('service.other_ways_first', refused);
  });

  it('经查找下落不明的，记录一次即可公告', () => {
    announce({ ...direct, result: 'WHEREABOUTS_UNKNOWN' }).then(
      { type: 'DecisionServed' },
      { type: 'ProceduralDefectRecorded' },
    );
  });

  it('公告当日未成的算数，公告以后的不算', () => {
    announce(direct, { ...mail, attemptedOn: '2023-05-21' }).thenRefused('service.other_ways_first');
  });

  it('其他方式代替不了：留置须有人在场而拒收，电子送达须当事人同意', () => {
    announce(direct, { method: 'LEFT' }, { method: 'ELECTRONIC', result: 'NOT_REACHED' }).thenRefused(
      'service.other_ways_first',
    );
  });

  it('告知书未能送达，不等于决定书未能送达', () => {
    given(
      ...UNTIL_REVIEWED,
      attempted({ result: 'WHEREABOUTS_UNKNOWN' }),
      ...UNTIL_DECIDED.slice(UNTIL_REVIEWED.length),
    )
      .when(
        the(ServeDecision),
        { method: 'ANNOUNCE', receiptId: 'SE3', announcedOn: '2023-05-20' },
        by('zhang', '2023-06-30'),
      )
      .thenRefused('service.other_ways_first');
  });

  it('公告送达告知书也一样；前一份告知书的记录不能用于重新告知', () => {
    const notice = (history: typeof UNTIL_REVIEWED, on: string, until: string) =>
      given(...history).when(
        the(ServeNotice),
        {
          proposed: { kinds: ['FINE'], fineFen: 1_000_000, confiscateFen: 0 },
          announcedOn: on,
          servedOn: until,
          changeReason: '补充了新的证据',
        },
        by('zhang', '2023-07-31'),
      );
    const unknown = attempted({ result: 'WHEREABOUTS_UNKNOWN' });
    notice([...UNTIL_REVIEWED, unknown], '2023-04-20', '2023-05-20').then({ type: 'PenaltyNoticeServed' });
    notice(UNTIL_REVIEWED, '2023-04-20', '2023-05-20').thenRefused('service.other_ways_first', refused);
    const noticed = [...UNTIL_REVIEWED, unknown, ...UNTIL_NOTICED.slice(UNTIL_REVIEWED.length), waived()];
    notice(noticed, '2023-05-10', '2023-06-09').thenRefused('service.other_ways_first', refused);
    const again = attempted({ result: 'WHEREABOUTS_UNKNOWN', attemptedOn: '2023-05-09' });
    notice([...noticed, again], '2023-05-10', '2023-06-09').then({ type: 'PenaltyNoticeServed' });
  });
});
