import { status as Code, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Message } from 'google-protobuf';
import type { Violation } from './log.js';
import {
  Any,
  AppendConsistencyViolationErrorDetails,
  AppendRecordSizeExceededErrorDetails,
  AppendTransactionSizeExceededErrorDetails,
  ConsistencyViolation,
  NotLeaderNodeErrorDetails,
  Status,
  StreamAlreadyInAppendSessionErrorDetails,
  StreamRevisionConflictErrorDetails,
} from './protocol.js';

/* What a node says when it does not do as asked: in trailers of the first protocol, in details of the second. */

export type Fault = Pick<ServiceError, 'code' | 'details' | 'metadata'>;

export interface Place {
  readonly host: string;
  readonly port: number;
}

export function fault(code: Code, details: string, trailers: Readonly<Record<string, string>> = {}): Fault {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return { code, details, metadata };
}

export const notReady = () => fault(Code.UNAVAILABLE, 'Server Is Not Ready');
export const accessDenied = () => fault(Code.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
export const invalid = (details: string) => fault(Code.INVALID_ARGUMENT, details);

export function notLeader(leader: Place | undefined): Fault {
  if (leader === undefined) return fault(Code.UNKNOWN, 'No leader info available in response');
  return fault(Code.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': leader.host,
    'leader-endpoint-port': String(leader.port),
  });
}

export function notLeaderNode(leader: Place): Fault {
  const node = new NotLeaderNodeErrorDetails.NodeInfo().setHost(leader.host).setPort(leader.port);
  return detailed(
    Code.FAILED_PRECONDITION,
    'This node is not the leader.',
    'kurrent.rpc.NotLeaderNodeErrorDetails',
    new NotLeaderNodeErrorDetails().setCurrentLeader(node),
  );
}

export function consistencyViolation(violations: readonly Violation[]): Fault {
  const details = new AppendConsistencyViolationErrorDetails();
  for (const { index, stream, expected, actual } of violations)
    details.addViolations(
      new ConsistencyViolation()
        .setCheckIndex(index)
        .setStreamState(
          new ConsistencyViolation.StreamStateViolation()
            .setStream(stream)
            .setExpectedState(String(expected))
            .setActualState(String(actual)),
        ),
    );
  return detailed(
    Code.FAILED_PRECONDITION,
    'Append failed due to consistency violations.',
    'kurrentdb.protocol.v2.streams.errors.AppendConsistencyViolationErrorDetails',
    details,
  );
}

export function revisionConflict({ stream, expected, actual }: Violation): Fault {
  return detailed(
    Code.FAILED_PRECONDITION,
    `Append failed due to a revision conflict on stream '${stream}'.`,
    'kurrentdb.protocol.v2.streams.errors.StreamRevisionConflictErrorDetails',
    new StreamRevisionConflictErrorDetails()
      .setStream(stream)
      .setExpectedRevision(String(expected))
      .setActualRevision(String(actual)),
  );
}

export function streamAlreadyInSession(stream: string): Fault {
  return detailed(
    Code.ABORTED,
    `Stream '${stream}' already has a different group of messages in this session.`,
    'kurrentdb.protocol.v2.streams.errors.StreamAlreadyInAppendSessionErrorDetails',
    new StreamAlreadyInAppendSessionErrorDetails().setStream(stream),
  );
}

export function recordTooLarge(stream: string, recordId: string, size: number, maxSize: number): Fault {
  return detailed(
    Code.INVALID_ARGUMENT,
    `The size of record ${recordId} exceeds the maximum allowed size.`,
    'kurrentdb.protocol.v2.streams.errors.AppendRecordSizeExceededErrorDetails',
    new AppendRecordSizeExceededErrorDetails()
      .setStream(stream)
      .setRecordId(recordId)
      .setSize(size)
      .setMaxSize(maxSize),
  );
}

export function transactionTooLarge(size: number, maxSize: number): Fault {
  return detailed(
    Code.ABORTED,
    'Transaction size exceeded the maximum allowed size.',
    'kurrentdb.protocol.v2.streams.errors.AppendTransactionSizeExceededErrorDetails',
    new AppendTransactionSizeExceededErrorDetails().setSize(size).setMaxSize(maxSize),
  );
}

export function packed(typeName: string, message: Message): InstanceType<typeof Any> {
  const any = new Any();
  any.pack(message.serializeBinary(), typeName);
  return any;
}

function detailed(code: Code, message: string, typeName: string, details: Message): Fault {
  const status = new Status().setMessage(message).setDetails(packed(typeName, details));
  const told = fault(code, message);
  told.metadata.set('grpc-status-details-bin', Buffer.from(status.serializeBinary()));
  return told;
}
