import { describe, expect, it } from '@jest/globals';
import type { InboundReferralReceived } from '#enforcement';
import type { DomainEvent } from '#eventsourcing';
import { playInto } from './overview-history.js';
import { referralOverview } from './referral-overview.js';

const received = (from: 'PROCURATORATE' | 'PSB'): DomainEvent => ({
  type: 'InboundReferralReceived',
  data: {
    referralId: 'x1',
    unitId: 'qz',
    from,
    fromOrg: '某机关',
    subject: '某事项',
    receivedOn: '2023-02-01',
  } satisfies InboundReferralReceived,
});
const event = (type: string, on: string, data: object = {}): DomainEvent => ({
  type,
  data: { unitId: 'qz', on, ...data },
});
const play = (...events: DomainEvent[]) => playInto(referralOverview, 'referral-x1', ...events);

describe('接收移送一览（M14）', () => {
  it('接收按接收日和移送机关计', () => {
    expect(play(received('PROCURATORATE')).facts).toEqual(['referral.received 2023-02-01 qz PROCURATORATE']);
    expect(play(received('PSB')).facts).toEqual(['referral.received 2023-02-01 qz PSB']);
  });

  it('立案、回告、答复不改变接收数，只改变所处环节', () => {
    const reported = play(
      received('PSB'),
      event('ReferralFiled', '2023-02-03', { caseId: 'k1' }),
      event('ReferralOutcomeReported', '2023-06-12', { caseId: 'k1', outcome: 'PENALTY' }),
    );
    expect(reported.booked).toEqual([]);
    expect(reported.row).toMatchObject({
      phase: 'Reported',
      caseId: 'k1',
      filedOn: '2023-02-03',
      outcome: 'PENALTY',
      reportedOn: '2023-06-12',
    });
    const answered = play(received('PSB'), event('ReferralAnswered', '2023-02-10', { answer: '已过时效' }));
    expect(answered.row).toMatchObject({ phase: 'Answered', answeredOn: '2023-02-10' });
  });
});
