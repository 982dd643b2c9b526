/* The protocol as the client's package ships it: its generated code, which a server can speak as well. */
import gossip from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import gossipMessages from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import featureMessages from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import status from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import v1 from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import v1Messages from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import serverErrors from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/errors_pb.js';
import streamErrors from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/errors_pb.js';
import v2 from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb.js';
import v2Messages from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';

export const { GossipService } = gossip;
export const { ClusterInfo, EndPoint, MemberInfo } = gossipMessages;
export const { ServerFeaturesService } = features;
export const { SupportedMethod, SupportedMethods } = featureMessages;
export const { AllStreamPosition, StreamIdentifier, Timeout, UUID, WrongExpectedVersion } = shared;
export const { Status } = status;
export const { StreamsService: StreamsV1 } = v1;
export const { BatchAppendResp, ReadResp } = v1Messages;
export const { NotLeaderNodeErrorDetails } = serverErrors;
export const {
  AppendConsistencyViolationErrorDetails,
  AppendRecordSizeExceededErrorDetails,
  AppendTransactionSizeExceededErrorDetails,
  ConsistencyViolation,
  StreamAlreadyInAppendSessionErrorDetails,
  StreamRevisionConflictErrorDetails,
} = streamErrors;
export const { StreamsServiceService: StreamsV2 } = v2;
export const { AppendRecordsResponse, AppendResponse, AppendSessionResponse, SchemaFormat, StreamRevision } =
  v2Messages;
export const { Any } = any;
export const { Empty } = empty;
