import { describe, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { CloseCase } from './closing.js';
import { ApplyCourtEnforcement } from './court-enforcement.js';
import { DecidePenalty } from './decision.js';
import { ServeDemand } from './demand.js';
import { HoldHearing } from './hearing.js';
import { ConcludeInvestigation } from './investigation.js';
import { ReturnReview } from './legal-review.js';
import {
  by,
  filed,
  registered,
  submitted,
  the,
  UNTIL_CONCLUDED,
  UNTIL_NOTICED,
  UNTIL_SCHEDULED,
  waived,
} from './scenario.js';
import { demanded, published, UNTIL_SERVED } from './scenario-after-decision.js';

/* What a person is told before he fills in a form: why an act is not possible, by which article, and from which day. */

describe('还没有填写，就知道能不能办、最早哪天可以办', () => {
  it('处罚决定：听证申请期、陈述申辩期届满的次日（行政处罚法第六十二条至第六十四条）', () => {
    given(...UNTIL_NOTICED)
      .looking(the(DecidePenalty), by('chen', '2023-05-06'))
      .thenRefused('decision.hearing_period_open', { earliest: '2023-05-07' });
    given(...UNTIL_NOTICED)
      .looking(the(DecidePenalty), by('chen', '2023-05-07'))
      .thenPossible();
  });

  it('处罚决定：放弃陈述申辩的，仍要等听证申请期届满', () => {
    given(...UNTIL_NOTICED, waived())
      .looking(the(DecidePenalty), by('chen', '2023-05-06'))
      .thenRefused('decision.hearing_period_open', { earliest: '2023-05-07' });
  });

  it('举行听证：通知的日期当天（第六十四条第二项）', () => {
    given(...UNTIL_SCHEDULED)
      .looking(the(HoldHearing), by('zhang', '2023-05-17'))
      .thenRefused('hearing.day_to_come', { earliest: '2023-05-18' });
    given(...UNTIL_SCHEDULED)
      .looking(the(HoldHearing), by('zhang', '2023-05-18'))
      .thenPossible();
  });

  it('调查终结：没有证据的不可以（第四十条）；不是本案办案人员的不可以', () => {
    given(registered(), filed())
      .looking(the(ConcludeInvestigation), by('zhang', '2023-04-10'))
      .thenRefused('investigation.no_evidence');
    given(registered(), filed())
      .looking(the(ConcludeInvestigation), by('qian', '2023-04-10'))
      .thenRefused('officer.not_assigned');
  });

  it('法制审核：不是本轮审核人员的不可以（第五十八条）', () => {
    given(...UNTIL_CONCLUDED, submitted())
      .looking(the(ReturnReview), by('zhou', '2023-04-12'))
      .thenRefused('review.not_assigned');
    given(...UNTIL_CONCLUDED, submitted())
      .looking(the(ReturnReview), by('sun', '2023-04-12'))
      .thenPossible();
  });

  it('催告：缴款期限届满的次日（第六十七条第三款）', () => {
    given(...UNTIL_SERVED)
      .looking(the(ServeDemand), by('zhang', '2023-05-25'))
      .thenRefused('demand.payment_period_open', { earliest: '2023-05-26' });
    given(...UNTIL_SERVED)
      .looking(the(ServeDemand), by('zhang', '2023-05-26'))
      .thenPossible();
  });

  it('申请法院强制执行：起诉期限届满的次日；已过三个月的，仍可补录期内提出的申请（行政强制法第五十三条）', () => {
    const history = [...UNTIL_SERVED, demanded()];
    given(...history)
      .looking(the(ApplyCourtEnforcement), by('zhang', '2023-11-10'))
      .thenRefused('court.suing_period_open', { earliest: '2023-11-11' });
    for (const day of ['2023-11-11', '2024-02-19'])
      given(...history)
        .looking(the(ApplyCourtEnforcement), by('zhang', day))
        .thenPossible();
  });

  it('结案：应当公示的先公示（G36）', () => {
    given(...UNTIL_SERVED)
      .looking(the(CloseCase), by('zhang', '2023-05-15'))
      .thenRefused('closing.not_published');
    given(...UNTIL_SERVED, published())
      .looking(the(CloseCase), by('zhang', '2023-05-15'))
      .thenPossible();
    given(registered(), filed()).looking(the(CloseCase), by('zhang', '2023-05-15')).thenRefused('case.phase');
  });

  it('不是本案单位的人员，什么都不能办（行政处罚法第二十二条）', () => {
    const elsewhere = by('stranger', '2023-05-15');
    given(...UNTIL_SERVED)
      .looking(the(ServeDemand), { ...elsewhere, actor: { ...elsewhere.actor, unit: 'kecheng' } })
      .thenRefused('unit.not_responsible');
  });
});
