import { describe, expect, it } from '@jest/globals';
import { plainText } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { PublishPenalty } from './publication.js';
import { attempted, by, penaltyDecided, SHA256, the, UNTIL_NOTICED, waived } from './scenario.js';
import { noPenaltyDecided, UNTIL_DECIDED, UNTIL_SERVED, UNTIL_WARNING_DECIDED } from './scenario-after-decision.js';
import { ServeDecision } from './service.js';

const SERVE: ServeDecision = { method: 'DIRECT', servedOn: '2023-06-09', receiptId: 'SE1' };

/** The decision did not reach the party, who cannot be found: it may be announced (G28). */
const NOT_FOUND = attempted({ document: 'DECISION', attemptedOn: '2023-05-08', result: 'WHEREABOUTS_UNKNOWN' });

/** Decided on 2023-05-08, so that the seven working days end on 05-17 (D11). */
const LATE = { type: 'ProceduralDefectRecorded', data: { kind: 'SERVICE_OVERDUE' } };

const serve = (change: Partial<ServeDecision>, at = '2023-06-30') =>
  given(...UNTIL_DECIDED).when(the(ServeDecision), { ...SERVE, ...change }, by('zhang', at));

describe('送达决定书（行政处罚法第六十一条）', () => {
  it('自收到之日起十五日内缴款，末日遇端午节顺延到其后的工作日（第六十七条第三款）', () => {
    serve({}).then(
      {
        type: 'DecisionServed',
        data: { servedOn: '2023-06-09', paymentDueOn: '2023-06-25', paymentRule: 'D13@2021-07-15' },
      },
      LATE,
    );
  });

  it('当事人不在场的应在七个工作日内送达；迟送照实记录，期限一并记下', () => {
    serve({ servedOn: '2023-05-17' }).then({ type: 'DecisionServed', data: { serviceDueOn: '2023-05-17' } });
    serve({ servedOn: '2023-05-18' }).then(
      {
        type: 'DecisionServed',
        data: { servedOn: '2023-05-18', serviceDueOn: '2023-05-17' },
      },
      LATE,
    );
  });

  it('送达以后案件进入履行，不能再送达一次', () => {
    given(...UNTIL_SERVED)
      .when(the(ServeDecision), SERVE, by('zhang', '2023-06-30'))
      .thenRefused('case.phase');
  });

  it('只有没收的，同样自送达起算缴款期限', () => {
    given(...UNTIL_NOTICED, waived(), penaltyDecided({ kinds: ['CONFISCATE_INCOME'], fineFen: 0, confiscateFen: 1 }))
      .when(the(ServeDecision), SERVE, by('zhang', '2023-06-30'))
      .then({ type: 'DecisionServed', data: { paymentDueOn: '2023-06-25' } }, LATE);
  });

  it('警告、不予处罚没有可缴的款项，不起算缴款期限', () => {
    for (const history of [UNTIL_WARNING_DECIDED, [...UNTIL_NOTICED, waived(), noPenaltyDecided()]]) {
      const { decision } = given(...history).when(the(ServeDecision), SERVE, by('zhang', '2023-06-30'));
      if (decision.kind !== 'accepted') throw new Error(plainText(decision.message));
      if ('paymentDueOn' in (decision.events[0]!.data as object)) throw new Error('a period for paying nothing');
    }
  });

  it('送达不早于决定，可以是决定当日', () => {
    serve({ servedOn: '2023-05-08' }).then({ type: 'DecisionServed' });
    serve({ servedOn: '2023-05-07' }).thenRefused('day.out_of_order', { earliest: '2023-05-08' });
  });

  it('送达可以是今天，不能是明天', () => {
    serve({}, '2023-06-09').then({ type: 'DecisionServed' }, LATE);
    serve({}, '2023-06-08').thenRefused('day.in_future', { earliest: '2023-06-09' });
  });

  it('没有决定的案件不能送达', () => {
    given(...UNTIL_NOTICED)
      .when(the(ServeDecision), SERVE, by('zhang', '2023-06-30'))
      .thenRefused('case.phase');
  });

  it('除公告以外须写明送达日期', () => {
    const { servedOn: _, ...withoutDay } = SERVE;
    given(...UNTIL_DECIDED)
      .when(the(ServeDecision), withoutDay, by('zhang', '2023-06-30'))
      .thenRefused('service.day_missing');
    serve({ announcedOn: '2023-06-01' }).thenRefused('service.day_missing');
  });
});

describe('电子送达须当事人同意并签订确认书（行政处罚法第六十一条第二款）', () => {
  it('有确认书的可以电子送达', () => {
    serve({ method: 'ELECTRONIC', eConsentId: 'SE2' }).then(
      {
        type: 'DecisionServed',
        data: { method: 'ELECTRONIC', eConsentId: 'SE2' },
      },
      LATE,
    );
  });

  it('没有确认书的不能', () => {
    serve({ method: 'ELECTRONIC' }).thenRefused('service.no_electronic_consent', {
      article: '行政处罚法第六十一条第二款',
    });
  });
});

describe('公告送达，经过三十日视为送达（民事诉讼法第九十五条）', () => {
  const announce = (announcedOn: string, at: string, servedOn?: string) =>
    given(...UNTIL_DECIDED, NOT_FOUND).when(
      the(ServeDecision),
      { method: 'ANNOUNCE', receiptId: 'SE3', announcedOn, ...(servedOn === undefined ? {} : { servedOn }) },
      by('zhang', at),
    );

  it('5月10日公告，6月9日视为送达；节假日不顺延', () => {
    announce('2023-05-10', '2023-06-09').then({
      type: 'DecisionServed',
      data: {
        announcedOn: '2023-05-10',
        servedOn: '2023-06-09',
        paymentDueOn: '2023-06-25',
        announcementRule: 'D12@2022-01-01',
      },
    });
  });

  it('期满前一日还没有送达', () => {
    announce('2023-05-10', '2023-06-08').thenRefused('day.in_future', { earliest: '2023-06-09' });
  });

  it('视为送达的日期不能另填', () => {
    announce('2023-05-10', '2023-06-30', '2023-06-09').then({ type: 'DecisionServed' });
    announce('2023-05-10', '2023-06-30', '2023-06-01').thenRefused('service.deemed_day', { earliest: '2023-06-09' });
  });

  it('须写明公告日期，公告不早于决定', () => {
    serve({ method: 'ANNOUNCE' }).thenRefused('service.announcement_missing');
    announce('2023-05-07', '2023-06-30').thenRefused('day.out_of_order');
  });
});

describe('未送达不公示：送达晚于公示期限的，公示顺延到送达后一个工作日（第四十八条第一款、第六十一条）', () => {
  it('末日送达的不顺延，次日送达的顺延，天数和依据一并记下', () => {
    const { decision } = serve({ servedOn: '2023-05-17' });
    if (decision.kind !== 'accepted') throw new Error('not served');
    expect(decision.events[0]!.data).not.toHaveProperty('publicationDueOn');
    serve({ servedOn: '2023-05-18' }).then(
      {
        type: 'DecisionServed',
        data: {
          publicationDueOn: '2023-05-19',
          publicationRule: expect.stringMatching(/^D28@/),
          publicationMovedDays: 2,
        },
      },
      LATE,
    );
  });

  it('C28：2023年12月28日决定，2024年1月10日公告，2月9日视为送达；春节后首个工作日2月18日前公示即为按期', () => {
    const history = [
      ...UNTIL_NOTICED,
      waived(),
      penaltyDecided({ decidedOn: '2023-12-28', publicationDueOn: '2024-01-09' }),
      attempted({ document: 'DECISION', attemptedOn: '2024-01-05', result: 'WHEREABOUTS_UNKNOWN' }),
    ];
    given(...history)
      .when(
        the(ServeDecision),
        { method: 'ANNOUNCE', receiptId: 'SE3', announcedOn: '2024-01-10' },
        by('zhang', '2024-02-09'),
      )
      .then({ type: 'DecisionServed', data: { servedOn: '2024-02-09', publicationDueOn: '2024-02-18' } }, LATE);
  });

  it('没有送达的决定不能公示', () => {
    given(...UNTIL_DECIDED)
      .when(
        the(PublishPenalty),
        { channel: '浙江政务服务网', redactedDocSha: SHA256, publishedOn: '2023-05-12' },
        by('zhang', '2023-05-12'),
      )
      .thenRefused('case.phase');
  });
});
