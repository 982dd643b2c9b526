import { lifecycle } from '../lifecycle.js';
import { initialRemedy, REMEDY_PHASES } from './state.js';

/** 复议和诉讼的状态机 (DOMAIN 4.12): two lines that never cross within one stream. */
// biome-ignore format: a table is read by its lines
export const LIFE = lifecycle({
  code: 'remedy',
  noun: '此项救济',
  initial: initialRemedy,
  phases: REMEDY_PHASES,
  steps: {
    ReconsiderationFiled:           { from: ['Unfiled'],                           to: 'Applied' },
    ReconsiderationAccepted:        { from: ['Applied'],                           to: 'UnderReconsideration' },
    ReconsiderationDeclined:        { from: ['Applied'],                           to: 'Declined' },
    ReconsiderationAnswerSubmitted: { from: ['UnderReconsideration', 'Suspended'] },
    ReconsiderationSuspended:       { from: ['UnderReconsideration'],              to: 'Suspended' },
    ReconsiderationResumed:         { from: ['Suspended'],                         to: 'UnderReconsideration' },
    ReconsiderationWithdrawn:       { from: ['Applied', 'UnderReconsideration', 'Suspended'], to: 'Withdrawn' },
    ReconsiderationDecided:         { from: ['UnderReconsideration', 'Suspended'], to: 'Reconsidered' },

    LitigationFiled:                { from: ['Unfiled'],                           to: 'Sued' },
    LitigationAccepted:             { from: ['Sued'],                              to: 'UnderTrial' },
    LitigationDeclined:             { from: ['Sued'],                              to: 'Declined' },
    LitigationAnswerSubmitted:      { from: ['UnderTrial'] },
    CourtHearingHeld:               { from: ['UnderTrial', 'Appealed'] },
    LitigationWithdrawn:            { from: ['Sued', 'UnderTrial'],                to: 'Withdrawn' },
    LitigationJudged:               { from: ['UnderTrial', 'Appealed'] },
    LitigationAppealed:             { from: ['Judged'],                            to: 'Appealed' },
    AppealWithdrawn:                { from: ['Appealed'],                          to: 'Judged' },
    LitigationEffective:            { from: ['Judged', 'FinallyJudged'],           to: 'Effective' },
  },
});
