import type {
  AppealWithdrawn,
  CourtHearingHeld,
  JudgmentOutcome,
  LitigationAccepted,
  LitigationAnswerSubmitted,
  LitigationEffective,
  LitigationFiled,
  LitigationJudged,
  LitigationWithdrawn,
  ReconsiderationAccepted,
  ReconsiderationAnswerSubmitted,
  ReconsiderationDecided,
  ReconsiderationFiled,
  ReconsiderationOutcome,
  ReconsiderationResumed,
  ReconsiderationWithdrawn,
  RemedyKind,
  RemedyPhase,
} from '#enforcement';
import type { Fact, ReadModel } from '#eventsourcing';
import { beginsStream, evolveRow, keyOfStreams, PROGRESS_COLUMNS, type Progress } from './row-changes.js';

/** 复议诉讼一览: one row a matter. */
export interface RemedyOverview extends Progress {
  readonly unitId: string;
  readonly kind: RemedyKind;
  readonly phase: RemedyPhase;
  readonly caseId: string | null;
  /** 申请人或者原告. */
  readonly party: string;
  readonly filedOn: string;
  readonly acceptedOn: string | null;
  readonly carriedOverFromYear: number | null;
  readonly answerDueOn: string | null;
  readonly answeredOn: string | null;
  /** D24, of a reconsideration. */
  readonly decisionDueOn: string | null;
  /** First court hearing. */
  readonly heldOn: string | null;
  /** Whether a leader attended any hearing of the matter. */
  readonly leaderAttended: boolean;
  readonly firstOutcome: JudgmentOutcome | null;
  /** What became of the bureau's act; null while the matter is pending, also on appeal. */
  readonly outcome: ReconsiderationOutcome | JudgmentOutcome | 'WITHDRAWN' | null;
  readonly redo: boolean;
  readonly concludedOn: string | null;
  readonly effectiveOn: string | null;
}

const SET_RIGHT: readonly (JudgmentOutcome | null)[] = ['REVOKED', 'ALTERED', 'ILLEGAL', 'INVALID'];

/**
 * What a judgment makes of the bureau's act. 二审维持原判 leaves standing what the first instance said: where that went
 * against the bureau, it has lost, however "upheld" sounds.
 */
function standing(first: JudgmentOutcome | null, { instance, outcome }: LitigationJudged): JudgmentOutcome {
  return instance === 2 && outcome === 'UPHELD' && first !== null && SET_RIGHT.includes(first) ? first : outcome;
}

function filed(kind: RemedyKind, data: { unitId: string; caseId?: string; filedOn: string }, party: string) {
  return {
    unitId: data.unitId,
    kind,
    phase: kind === 'RECONSIDERATION' ? ('Applied' as const) : ('Sued' as const),
    caseId: data.caseId ?? null,
    party,
    filedOn: data.filedOn,
    acceptedOn: null,
    carriedOverFromYear: null,
    answerDueOn: null,
    answeredOn: null,
    decisionDueOn: null,
    heldOn: null,
    leaderAttended: false,
    firstOutcome: null,
    outcome: null,
    redo: false,
    concludedOn: null,
    effectiveOn: null,
  };
}

const evolve = evolveRow<RemedyOverview>(
  {
    ReconsiderationFiled: (data: ReconsiderationFiled) => filed('RECONSIDERATION', data, data.applicant),
    LitigationFiled: (data: LitigationFiled) => filed('LITIGATION', data, data.plaintiff),
  },
  {
    ReconsiderationAccepted: (_row, data: ReconsiderationAccepted) => ({
      phase: 'UnderReconsideration',
      acceptedOn: data.acceptedOn,
      carriedOverFromYear: data.carriedOverFromYear ?? null,
      answerDueOn: data.answerDueOn,
      decisionDueOn: data.decisionDueOn,
    }),
    ReconsiderationDeclined: () => ({ phase: 'Declined' }),
    ReconsiderationAnswerSubmitted: (_row, data: ReconsiderationAnswerSubmitted) => ({ answeredOn: data.on }),
    ReconsiderationSuspended: () => ({
      phase: 'Suspended',
      decisionDueOn: null,
    }),
    ReconsiderationResumed: (_row, data: ReconsiderationResumed) => ({
      phase: 'UnderReconsideration',
      decisionDueOn: data.decisionDueOn,
    }),
    ReconsiderationWithdrawn: (_row, data: ReconsiderationWithdrawn) => ({
      phase: 'Withdrawn',
      outcome: 'WITHDRAWN',
      concludedOn: data.on,
    }),
    ReconsiderationDecided: (_row, data: ReconsiderationDecided) => ({
      phase: 'Reconsidered',
      outcome: data.outcome,
      redo: data.redo,
      concludedOn: data.decidedOn,
    }),

    LitigationAccepted: (_row, data: LitigationAccepted) => ({
      phase: 'UnderTrial',
      acceptedOn: data.acceptedOn,
      carriedOverFromYear: data.carriedOverFromYear ?? null,
      answerDueOn: data.answerDueOn,
    }),
    LitigationDeclined: () => ({ phase: 'Declined' }),
    LitigationAnswerSubmitted: (_row, data: LitigationAnswerSubmitted) => ({ answeredOn: data.on }),
    CourtHearingHeld: (row, data: CourtHearingHeld) => ({
      heldOn: row.heldOn ?? data.heldOn,
      leaderAttended: row.leaderAttended || data.leaderAttended,
    }),
    LitigationWithdrawn: (_row, data: LitigationWithdrawn) => ({
      phase: 'Withdrawn',
      outcome: 'WITHDRAWN',
      concludedOn: data.on,
    }),
    LitigationJudged: (row, data: LitigationJudged) => ({
      phase: data.instance === 1 ? 'Judged' : 'FinallyJudged',
      firstOutcome: row.firstOutcome ?? data.outcome,
      outcome: standing(row.firstOutcome, data),
      concludedOn: data.judgedOn,
    }),
    LitigationAppealed: () => ({
      phase: 'Appealed',
      outcome: null,
      concludedOn: null,
    }),
    AppealWithdrawn: (row, data: AppealWithdrawn) => ({
      phase: 'Judged',
      outcome: row.firstOutcome,
      concludedOn: data.on,
    }),
    LitigationEffective: (_row, data: LitigationEffective) => ({
      phase: 'Effective',
      effectiveOn: data.effectiveOn,
    }),
  },
);

/**
 * What a matter says in the metric ledger. Accepted and concluded balance: a matter that was never accepted is in
 * neither.
 *
 * A lawsuit is concluded by the judgment that ends it. That is the judgment of the first instance, on its day, unless an
 * appeal follows: the appeal takes the conclusion back, the judgment of the second instance or the withdrawal of the
 * appeal concludes the matter on its own day. `litigation.concludedNew` are those concluded in the year in which they
 * were accepted, dated by the acceptance: the new matters of a period less these are pending at the end of the year,
 * whether the period is that year or one of its months.
 *
 * A matter is heard once, on the day of its first hearing, whatever the number of hearings; a leader attended when one
 * came to any of them.
 */
export function remedyFacts(row: RemedyOverview): Fact[] {
  if (row.acceptedOn === null) return [];
  const facts: Fact[] = [];
  const book = (measure: string, date: string | null, subject = '') => {
    if (date !== null) facts.push({ measure, date, unit: row.unitId, count: 1, fen: 0, subject });
  };
  const kind = row.kind === 'RECONSIDERATION' ? 'reconsideration' : 'litigation';
  const outcome = row.outcome ?? '';
  book(`${kind}.accepted`, row.acceptedOn);
  book(`${kind}.concluded`, row.concludedOn, outcome);
  if (row.kind === 'LITIGATION') {
    if (row.concludedOn?.slice(0, 4) === row.acceptedOn.slice(0, 4))
      book('litigation.concludedNew', row.acceptedOn, outcome);
    book('litigation.heard', row.heldOn);
    if (row.leaderAttended) book('litigation.leaderAttended', row.heldOn);
  }
  return facts;
}

export const remedyOverview: ReadModel<RemedyOverview> = {
  name: 'remedy_overview',
  version: 2,
  columns: {
    unitId: { type: 'text' },
    kind: { type: 'text' },
    phase: { type: 'text' },
    caseId: { type: 'text', optional: true },
    party: { type: 'text' },
    filedOn: { type: 'date' },
    acceptedOn: { type: 'date', optional: true },
    carriedOverFromYear: { type: 'integer', optional: true },
    answerDueOn: { type: 'date', optional: true },
    answeredOn: { type: 'date', optional: true },
    decisionDueOn: { type: 'date', optional: true },
    heldOn: { type: 'date', optional: true },
    leaderAttended: { type: 'boolean' },
    firstOutcome: { type: 'text', optional: true },
    outcome: { type: 'text', optional: true },
    redo: { type: 'boolean' },
    concludedOn: { type: 'date', optional: true },
    effectiveOn: { type: 'date', optional: true },
    ...PROGRESS_COLUMNS,
  },
  indexes: [['filedOn'], ['unitId', 'filedOn'], ['caseId'], ['concludedOn']],
  key: keyOfStreams('remedy'),
  begins: beginsStream,
  evolve,
  facts: remedyFacts,
};
