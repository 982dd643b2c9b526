import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { by, commandOf, rowAfter } from '../scenario.js';
import { documentReview, ReceiveDocument, ReviewDocument, SendFeedback } from './document-review.js';

const the = <Command extends object>(input: new () => Command) => commandOf(documentReview, input);
const reviewer = (at: string) => by('qz', 'REVIEWER', at);

const CONTRACT: ReceiveDocument = {
  kind: 'CONTRACT',
  title: '数字城管运维服务合同',
  fromOrgan: '市数字城管中心',
  receivedOn: '2023-03-01',
};
const DRAFT: ReceiveDocument = { ...CONTRACT, kind: 'NORM_DRAFT', title: '衢州市停车管理办法', dueOn: '2023-03-15' };
const received = { type: 'DocumentReceived', data: { ...DRAFT, unitId: 'qz' } };
const REVIEW: ReviewDocument = { isLawful: true, opinion: '建议删去第九条', on: '2023-03-10' };
const reviewed = { type: 'DocumentReviewed', data: { ...REVIEW, unitId: 'qz' } };
const answered = (on: string) => ({ type: 'FeedbackSent', data: { unitId: 'qz', on } });

describe('合同和文件审查（国办发〔2018〕115号）', () => {
  it('征求意见稿须写明反馈期限，期限不早于收到之日；合同可以没有期限', () => {
    given().when(the(ReceiveDocument), CONTRACT, reviewer('2023-03-01')).then({ type: 'DocumentReceived' });
    given().when(the(ReceiveDocument), DRAFT, reviewer('2023-03-01')).then(received);
    given()
      .when(the(ReceiveDocument), { ...CONTRACT, kind: 'NORM_DRAFT' }, reviewer('2023-03-01'))
      .thenRefused('documentReview.no_due');
    given()
      .when(the(ReceiveDocument), { ...DRAFT, dueOn: '2023-02-28' }, reviewer('2023-03-01'))
      .thenRefused('day.out_of_order');
  });

  it('先审查，后反馈', () => {
    given(received).when(the(ReviewDocument), REVIEW, reviewer('2023-03-10')).then(reviewed);
    given(received)
      .when(the(SendFeedback), { on: '2023-03-10' }, reviewer('2023-03-10'))
      .thenRefused('documentReview.phase');
    given(received, reviewed)
      .when(the(SendFeedback), { on: '2023-03-12' }, reviewer('2023-03-12'))
      .then(answered('2023-03-12'));
  });

  it('期限当日反馈是及时，次日不是；反馈以前催办（C05）', () => {
    const play = (...events: Parameters<typeof rowAfter>[1][]) => rowAfter(documentReview.register, ...events);
    expect(play(received, reviewed, answered('2023-03-15')).facts).toEqual([
      'document.reviewed 2023-03-10 qz NORM_DRAFT',
      'document.due 2023-03-15 qz',
      'document.answeredInTime 2023-03-15 qz',
    ]);
    expect(play(received, reviewed, answered('2023-03-16')).facts).not.toContain(
      'document.answeredInTime 2023-03-15 qz',
    );
    expect(play(received, reviewed).open).toEqual(['feedback 2023-03-15']);
    expect(play(received, reviewed, answered('2023-03-15')).open).toEqual([]);
  });
});
