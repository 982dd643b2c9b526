import type {
  ActPhase,
  ExecutionFinished,
  LicenseApplied,
  LicenseGranted,
  LicenseRefused,
  LicenseRevoked,
  MeasureDecided,
  OtherActRecorded,
} from '#enforcement';
import type { Fact, ReadModel } from '#eventsourcing';
import { beginsStream, evolveRow, keyOfStreams, PROGRESS_COLUMNS, type Progress } from './row-changes.js';

export type ActCategory = 'LICENSE' | 'MEASURE' | 'EXECUTION' | 'OTHER';

/** 行政执法行为一览: one row a license, measure, execution or other act. */
export interface ActOverview extends Progress {
  readonly unitId: string;
  readonly category: ActCategory;
  /** 许可事项, or the kind of measure, execution or act. */
  readonly kind: string;
  /** 申请人, or what the act was about. */
  readonly subject: string | null;
  readonly phase: ActPhase;
  readonly caseId: string | null;
  /** Day of the application or of the act itself. */
  readonly begunOn: string;
  /** Day by which the act counts: granted, decided, finished, done. */
  readonly countedOn: string | null;
  readonly endedOn: string | null;
}

const evolve = evolveRow<ActOverview>(
  {
    LicenseApplied: (data: LicenseApplied) => ({
      unitId: data.unitId,
      category: 'LICENSE',
      kind: data.kind,
      subject: data.applicant,
      phase: 'Applied',
      caseId: null,
      begunOn: data.on,
      countedOn: null,
      endedOn: null,
    }),
    MeasureDecided: (data: MeasureDecided) => act('MEASURE', data, data.decidedOn, data.caseId ?? null),
    ExecutionFinished: (data: ExecutionFinished) => act('EXECUTION', data, data.finishedOn, data.caseId ?? null),
    OtherActRecorded: (data: OtherActRecorded) => ({ ...act('OTHER', data, data.on, null), subject: data.subject }),
  },
  {
    LicenseAccepted: () => ({ phase: 'Accepted' }),
    LicenseGranted: (_row, data: LicenseGranted) => ({ phase: 'Granted', countedOn: data.on }),
    LicenseRefused: (_row, data: LicenseRefused) => ({ phase: 'Refused', endedOn: data.on }),
    LicenseRevoked: (_row, data: LicenseRevoked) => ({ phase: 'Revoked', endedOn: data.on }),
  },
);

/** An act that is complete when it is recorded. */
function act(category: ActCategory, data: { unitId: string; kind: string }, day: string, caseId: string | null) {
  return {
    unitId: data.unitId,
    category,
    kind: data.kind,
    subject: null,
    phase: 'Recorded' as const,
    caseId,
    begunOn: day,
    countedOn: day,
    endedOn: null,
  };
}

const MEASURES: Readonly<Record<ActCategory, string>> = {
  LICENSE: 'act.license',
  MEASURE: 'act.measure',
  EXECUTION: 'act.execution',
  OTHER: 'act.other',
};

/** What an act says in the metric ledger. A license that was revoked later had been granted all the same. */
export function actFacts({ category, kind, unitId, countedOn }: ActOverview): Fact[] {
  if (countedOn === null) return [];
  const subject = category === 'LICENSE' ? 'LICENSE' : kind;
  return [{ measure: MEASURES[category], date: countedOn, unit: unitId, count: 1, fen: 0, subject }];
}

export const actOverview: ReadModel<ActOverview> = {
  name: 'act_overview',
  version: 1,
  columns: {
    unitId: { type: 'text' },
    category: { type: 'text' },
    kind: { type: 'text' },
    subject: { type: 'text', optional: true },
    phase: { type: 'text' },
    caseId: { type: 'text', optional: true },
    begunOn: { type: 'date' },
    countedOn: { type: 'date', optional: true },
    endedOn: { type: 'date', optional: true },
    ...PROGRESS_COLUMNS,
  },
  indexes: [['begunOn'], ['unitId', 'begunOn'], ['countedOn']],
  key: keyOfStreams('actLedger'),
  begins: beginsStream,
  evolve,
  facts: actFacts,
};
