import type {
  InboundReferralReceived,
  ReferralAnswered,
  ReferralFiled,
  ReferralOutcome,
  ReferralOutcomeReported,
  ReferralPhase,
  ReferralSender,
} from '#enforcement';
import type { Fact, ReadModel } from '#eventsourcing';
import { beginsStream, evolveRow, keyOfStreams, PROGRESS_COLUMNS, type Progress } from './row-changes.js';

/** 接收移送一览: one row a referral. */
export interface ReferralOverview extends Progress {
  readonly unitId: string;
  readonly sender: ReferralSender;
  readonly fromOrg: string;
  readonly subject: string;
  readonly phase: ReferralPhase;
  readonly receivedOn: string;
  readonly replyDueOn: string | null;
  readonly caseId: string | null;
  readonly filedOn: string | null;
  readonly answeredOn: string | null;
  readonly outcome: ReferralOutcome | null;
  readonly reportedOn: string | null;
}

const evolve = evolveRow<ReferralOverview>(
  {
    InboundReferralReceived: (data: InboundReferralReceived) => ({
      unitId: data.unitId,
      sender: data.from,
      fromOrg: data.fromOrg,
      subject: data.subject,
      phase: 'Received',
      receivedOn: data.receivedOn,
      replyDueOn: data.replyDueOn ?? null,
      caseId: null,
      filedOn: null,
      answeredOn: null,
      outcome: null,
      reportedOn: null,
    }),
  },
  {
    ReferralFiled: (_row, data: ReferralFiled) => ({
      phase: 'Filed',
      caseId: data.caseId,
      filedOn: data.on,
    }),
    ReferralAnswered: (_row, data: ReferralAnswered) => ({
      phase: 'Answered',
      answeredOn: data.on,
    }),
    ReferralOutcomeReported: (_row, data: ReferralOutcomeReported) => ({
      phase: 'Reported',
      outcome: data.outcome,
      reportedOn: data.on,
    }),
  },
);

/** What a referral says in the metric ledger. */
export function referralFacts({ unitId, sender, receivedOn }: ReferralOverview): Fact[] {
  return [{ measure: 'referral.received', date: receivedOn, unit: unitId, count: 1, fen: 0, subject: sender }];
}

export const referralOverview: ReadModel<ReferralOverview> = {
  name: 'referral_overview',
  version: 1,
  columns: {
    unitId: { type: 'text' },
    sender: { type: 'text' },
    fromOrg: { type: 'text' },
    subject: { type: 'text' },
    phase: { type: 'text' },
    receivedOn: { type: 'date' },
    replyDueOn: { type: 'date', optional: true },
    caseId: { type: 'text', optional: true },
    filedOn: { type: 'date', optional: true },
    answeredOn: { type: 'date', optional: true },
    outcome: { type: 'text', optional: true },
    reportedOn: { type: 'date', optional: true },
    ...PROGRESS_COLUMNS,
  },
  indexes: [['receivedOn'], ['unitId', 'receivedOn']],
  key: keyOfStreams('referral'),
  begins: beginsStream,
  evolve,
  facts: referralFacts,
};
