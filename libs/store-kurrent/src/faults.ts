import { InvalidAppendError, StoreUnavailableError } from '#eventsourcing';

/* What an error of the client says. By its fields, not by instanceof: some come as they left the network. */

/** Codes of gRPC. */
const INVALID_ARGUMENT = 3;
const PERMISSION_DENIED = 7;
const FAILED_PRECONDITION = 9;
const UNIMPLEMENTED = 12;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

/** Types of errors that another attempt, or another node, may not meet. All others answer what was asked. */
const PASSING = new Set(['timeout', 'deadline-exceeded', 'cancelled', 'unknown', 'not-leader']);

/**
 * `away`: the line is gone, and the client makes a new one by itself. `astray`: another node leads, or this one does not
 * answer; a new client looks for the right one. `denied`: nothing was done for this user. `refused`: it was what we asked.
 */
export type Trouble = 'away' | 'astray' | 'denied' | 'refused';

export function troubleOf(error: unknown): Trouble {
  const { code, type } = fieldsOf(error);
  if (type === 'access-denied' || code === PERMISSION_DENIED || code === UNAUTHENTICATED) return 'denied';
  if (type === 'unavailable' || code === UNAVAILABLE) return 'away';
  if (code === INVALID_ARGUMENT || code === UNIMPLEMENTED) return 'refused';
  if (type !== undefined) return PASSING.has(type) ? 'astray' : 'refused';
  // Without a code or a type it is no answer of a node, unless none was found at all.
  return code !== undefined || /^Failed to discover/.test(messageOf(error)) ? 'astray' : 'refused';
}

/** What may have become of an append that failed so: it is wrong, nothing was done, or perhaps it was. */
export function fateOf(error: unknown): 'refused' | 'undone' | 'unknown' {
  if (error instanceof InvalidAppendError) return 'refused';
  if (error instanceof StoreUnavailableError) return error.isOutcomeUnknown ? 'unknown' : 'undone';
  const trouble = troubleOf(error);
  if (trouble === 'refused') return 'refused';
  return trouble === 'denied' || isNotLeader(error) ? 'undone' : 'unknown';
}

/** Whether a node said that another one leads. A follower says so in two ways, one without a name. */
function isNotLeader(error: unknown): boolean {
  const { code, type } = fieldsOf(error);
  return type === 'not-leader' || (type === 'unknown' && code === FAILED_PRECONDITION);
}

export function typeOf(error: unknown): string | undefined {
  return fieldsOf(error).type;
}

export function unavailable(cause: unknown, isOutcomeUnknown = false): StoreUnavailableError {
  const message = cause instanceof StoreUnavailableError ? cause.message : `KurrentDB is away: ${messageOf(cause)}`;
  return new StoreUnavailableError(message, { cause, isOutcomeUnknown });
}

export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const text = 'message' in error && typeof error.message === 'string' ? error.message : '';
  // Some errors of the client have an empty message.
  return text === '' ? (fieldsOf(error).type ?? String(error)) : text;
}

function fieldsOf(error: unknown): { readonly code?: number; readonly type?: string } {
  if (typeof error !== 'object' || error === null) return {};
  return {
    ...('code' in error && typeof error.code === 'number' ? { code: error.code } : {}),
    ...('type' in error && typeof error.type === 'string' ? { type: error.type } : {}),
  };
}
