import { UPLOAD_LIMITS } from '#eventsourcing';

export const IMPORT_LIMITS = {
  /** Bytes of a file as it is sent. */
  bytes: UPLOAD_LIMITS.bytes,
  /** Faults and repetitions that a page lists; all are counted. */
  shown: 200,
  /** Refused batches that are told. */
  refusals: 50,
} as const;
