import { describe, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { PublishPenalty } from './publication.js';
import { by, SHA256, the } from './scenario.js';
import {
  published,
  summaryMade,
  UNTIL_DECIDED,
  UNTIL_NO_PENALTY_SERVED,
  UNTIL_SERVED,
} from './scenario-after-decision.js';

const publish = (history: readonly DomainEvent[], change: Partial<PublishPenalty> = {}, at = '2023-06-30') =>
  given(...history).when(
    the(PublishPenalty),
    { channel: '浙江政务服务网', redactedDocSha: SHA256, publishedOn: '2023-05-12', ...change },
    by('zhang', at),
  );

describe('公示处罚决定（行政处罚法第四十八条第一款）', () => {
  it('送达以后公示，记下渠道和脱敏文书', () => {
    publish(UNTIL_SERVED).then({
      type: 'PenaltyPublished',
      data: { channel: '浙江政务服务网', redactedDocSha: SHA256, publishedOn: '2023-05-12' },
    });
  });

  it('没有送达的不公示；送达当日可以，前一日不可以', () => {
    publish(UNTIL_DECIDED).thenRefused('case.phase');
    publish(UNTIL_SERVED, { publishedOn: '2023-05-10' }).then({ type: 'PenaltyPublished' });
    publish(UNTIL_SERVED, { publishedOn: '2023-05-09' }).thenRefused('day.out_of_order', { earliest: '2023-05-10' });
  });

  it('逾期公示照实记录', () => {
    publish(UNTIL_SERVED, { publishedOn: '2023-05-18' }).then(
      {
        type: 'PenaltyPublished',
        data: { publishedOn: '2023-05-18' },
      },
      { type: 'ProceduralDefectRecorded', data: { kind: 'PUBLICATION_OVERDUE', days: 1 } },
    );
  });

  it('不予处罚的决定、当场处罚不在公示范围', () => {
    publish(UNTIL_NO_PENALTY_SERVED).thenRefused('publication.not_due');
    publish([summaryMade()]).thenRefused('publication.not_due');
  });

  it('只公示一次', () => {
    publish([...UNTIL_SERVED, published()]).thenRefused('publication.published');
  });

  it('公示可以是今天，不能是明天', () => {
    publish(UNTIL_SERVED, {}, '2023-05-12').then({ type: 'PenaltyPublished' });
    publish(UNTIL_SERVED, {}, '2023-05-11').thenRefused('day.in_future');
  });

  it('公示时刻须在公示当日（北京时间），并且已经过去', () => {
    publish(UNTIL_SERVED, { publishedAt: '2023-05-12T00:30:00+08:00' }).then({
      type: 'PenaltyPublished',
      data: { publishedAt: '2023-05-11T16:30:00.000Z' },
    });
    publish(UNTIL_SERVED, { publishedAt: '2023-05-12T00:30:00Z' }).then({ type: 'PenaltyPublished' });
    publish(UNTIL_SERVED, { publishedAt: '2023-05-12T16:30:00Z' }).thenRefused('publication.moment_of_another_day');
    publish(UNTIL_SERVED, { publishedAt: '2023-05-12T10:00:00+08:00' }, '2023-05-12T01:59:59Z').thenRefused(
      'day.in_future',
    );
  });
});
