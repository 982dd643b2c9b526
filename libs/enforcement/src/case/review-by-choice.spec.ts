import { describe, it } from '@jest/globals';
import type { DecisionContext, DomainEvent } from '#eventsourcing';
import { given, type Scenario } from '#eventsourcing/testing';
import { type LegalDay, loadStatutes } from '#statutes';
import type { LawContext } from '../definition/context.js';
import { DecideNoPenalty, DecidePenalty } from './decision.js';
import type { LegalReviewSubmitted } from './legal-review.js';
import { ServeNotice } from './notice.js';
import {
  by,
  hearingHeld,
  hearingRequested,
  hearingScheduled,
  lawContext,
  noticed,
  passed,
  returned,
  submitted,
  the,
  UNTIL_CONCLUDED,
  waived,
} from './scenario.js';

/*
 * reviewEveryCase: whether a bureau has every ordinary case legally reviewed, or those alone of which the law asks it
 * (行政处罚法第五十八条第一款; C3). The same histories under either ruling.
 */

/** A bureau that ended the review of every case on a day. */
const bureau = (from: LegalDay) =>
  loadStatutes({ parameters: [{ name: 'reviewEveryCase', from, value: false, source: '局规' }] });

const under = (statutes: ReturnType<typeof loadStatutes>, id: string, at: string): Scenario<LawContext> => ({
  ...by(id, at),
  context: (kernel: DecisionContext) => ({ ...lawContext(kernel), statutes }),
});

const ALL = loadStatutes();
const CHOICE = bureau('2020-01-01');

const NOTICE: ServeNotice = {
  proposed: { kinds: ['FINE'], fineFen: 1_000_000, confiscateFen: 0 },
  servedOn: '2023-04-26',
};
const DECISION = {
  decidedOn: '2023-05-08',
  kinds: ['FINE'],
  fineFen: 1_000_000,
  confiscateFen: 0,
  lawVersion: '浙江省城市市容和环境卫生管理条例（2020）第十二条',
} satisfies DecidePenalty;

const serious = { ...(submitted().data as LegalReviewSubmitted), trigger: '58.3' } as const;

describe('法制审核的范围由单位规定（行政处罚法第五十八条第一款）', () => {
  const tell = (statutes: typeof ALL, history: readonly DomainEvent[] = UNTIL_CONCLUDED) =>
    given(...history).when(the(ServeNotice), NOTICE, under(statutes, 'zhang', '2023-04-26'));
  const decide = (statutes: typeof ALL, history: readonly DomainEvent[], decidedOn = '2023-05-08') =>
    given(...history).when(the(DecidePenalty), { ...DECISION, decidedOn }, under(statutes, 'chen', '2023-06-08'));

  it('全部审核的，没有通过审核不能告知；不是全部审核的，调查终结即可告知', () => {
    tell(ALL).thenRefused('notice.not_reviewed', { article: '行政处罚法第五十八条第一款' });
    tell(CHOICE).then({ type: 'PenaltyNoticeServed' });
  });

  it('不是全部审核的，没有审核也可以决定；全部审核的不可以', () => {
    const history = [...UNTIL_CONCLUDED, noticed({ hearingEntitled: false }), waived()];
    decide(CHOICE, history).then({ type: 'PenaltyDecided' });
    decide(ALL, history).thenRefused('decision.not_reviewed');
  });

  it('按行为之日的规定：改为不全部审核之日起，之前的不适用', () => {
    tell(bureau('2023-04-26')).then({ type: 'PenaltyNoticeServed' });
    tell(bureau('2023-04-27')).thenRefused('notice.not_reviewed');
  });

  it('经过听证的，无论单位怎样规定，听证以后都须审核（第五十八条第一款第二项）', () => {
    const heard = [...UNTIL_CONCLUDED, noticed(), waived(), hearingRequested(), hearingScheduled(), hearingHeld()];
    decide(CHOICE, heard).thenRefused('decision.not_reviewed_after_hearing', {
      article: '行政处罚法第五十八条第一款第二项',
    });
    decide(CHOICE, [...heard, submitted(1, '2023-05-19'), passed(1, '2023-05-22')], '2023-05-23').then({
      type: 'PenaltyDecided',
    });
  });

  it('依第五十八条送审过的、已经送审被退回的，须通过审核', () => {
    const returnedCase = [...UNTIL_CONCLUDED, submitted(), returned()];
    tell(CHOICE, returnedCase).thenRefused('notice.not_reviewed');
    tell(CHOICE, [...returnedCase, submitted(2, '2023-04-17'), passed(2, '2023-04-18')]).then({
      type: 'PenaltyNoticeServed',
    });
    const graveOnce = [...UNTIL_CONCLUDED, { type: 'LegalReviewSubmitted', data: serious }, returned()];
    tell(CHOICE, graveOnce).thenRefused('notice.not_reviewed');
  });

  it('不予处罚也一样', () => {
    const decideNot = (statutes: typeof ALL) =>
      given(...UNTIL_CONCLUDED).when(
        the(DecideNoPenalty),
        { decidedOn: '2023-05-08', ground: '33.2', educated: true },
        under(statutes, 'chen', '2023-05-08'),
      );
    decideNot(CHOICE).then({ type: 'NoPenaltyDecided' });
    decideNot(ALL).thenRefused('decision.not_reviewed');
  });
});
