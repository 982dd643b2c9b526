import type { ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import type {
  BatchAppendReq,
  BatchAppendResp as BatchAppendRespMessage,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type {
  AppendRecord,
  AppendRecordsRequest,
  AppendRecordsResponse as AppendRecordsResponseMessage,
  AppendRequest,
  AppendSessionResponse as AppendSessionResponseMessage,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import {
  consistencyViolation,
  invalid,
  packed,
  recordTooLarge,
  revisionConflict,
  streamAlreadyInSession,
  transactionTooLarge,
} from './faults.js';
import { type Check, EXPECTED, type ProposedEvent, type ServerLog } from './log.js';
import {
  AllStreamPosition,
  AppendRecordsResponse,
  AppendResponse,
  AppendSessionResponse,
  BatchAppendResp,
  Empty,
  SchemaFormat,
  Status,
  StreamRevision,
  Timeout,
  WrongExpectedVersion,
} from './protocol.js';

export interface Sizes {
  readonly maxAppendEventSize: number;
  readonly maxAppendSize: number;
}

const UUID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SCHEMA_NAME = /^[\p{L}\p{N}_.$:-]+$/u;
/** What may be expected of a stream in a check of appendRecords: that anything will do is not a check. */
const CHECKABLE = new Set<number>([EXPECTED.noStream, EXPECTED.exists]);

/** AppendRecords of 26.1: records of any streams, and checks on any streams, written or not. Throws a Fault. */
export function appendRecords(
  log: ServerLog,
  request: AppendRecordsRequest,
  sizes: Sizes,
): AppendRecordsResponseMessage {
  if (request.getRecordsList().length === 0) throw invalid('Append records request must contain at least one record.');
  // Streams whose names differ in the case of letters alone are the same one here.
  const names = new Map<string, string>();
  const checks: Check[] = [];
  for (const check of request.getChecksList()) {
    const stream = check.getStreamState()!.getStream();
    const expected = Number(check.getStreamState()!.getExpectedState());
    if (expected < 0 && !CHECKABLE.has(expected)) throw invalid('Any (-2) is not allowed.');
    if (names.has(stream.toLowerCase())) throw invalid('Each stream can only appear once in consistency checks.');
    names.set(stream.toLowerCase(), named(stream));
    checks.push({ stream, expected });
  }
  const size = new Size(sizes);
  const events = request.getRecordsList().map((record) => {
    const stream = names.get(record.getStream().toLowerCase()) ?? named(record.getStream());
    names.set(stream.toLowerCase(), stream);
    return size.checked(proposed(stream, record));
  });
  const decision = log.append(checks, events);
  if (decision.kind === 'violated') throw consistencyViolation(decision.violations);
  const response = new AppendRecordsResponse().setPosition(String(decision.position));
  for (const [stream, revision] of decision.revisions)
    response.addRevisions(new StreamRevision().setStream(stream).setRevision(String(revision)));
  return response;
}

/** AppendSession of 25.1, which clients call the multi-stream append: each stream once, and each written. */
export async function appendSession(
  log: ServerLog,
  call: ServerReadableStream<AppendRequest, AppendSessionResponseMessage>,
  sizes: Sizes,
): Promise<AppendSessionResponseMessage> {
  const checks: Check[] = [];
  const events: ProposedEvent[] = [];
  const size = new Size(sizes);
  for await (const request of call as AsyncIterable<AppendRequest>) {
    const stream = named(request.getStream());
    if (checks.some((check) => check.stream.toLowerCase() === stream.toLowerCase()))
      throw streamAlreadyInSession(stream);
    if (request.getRecordsList().length === 0) throw invalid(`Nothing to append to stream '${stream}'.`);
    const expected = request.hasExpectedRevision() ? Number(request.getExpectedRevision()) : EXPECTED.any;
    checks.push({ stream, expected });
    for (const record of request.getRecordsList()) events.push(size.checked(proposed(stream, record)));
  }
  if (checks.length === 0) throw invalid('Append session started, but no append requests were sent.');
  const decision = log.append(checks, events);
  if (decision.kind === 'violated') throw revisionConflict(decision.violations[0]!);
  const response = new AppendSessionResponse().setPosition(String(decision.position));
  for (const [stream, revision] of decision.revisions)
    response.addOutput(new AppendResponse().setStream(stream).setStreamRevision(String(revision)));
  return response;
}

/** BatchAppend: the one call that all `appendToStream` of a client share. */
export function batchAppend(
  log: ServerLog,
  call: ServerDuplexStream<BatchAppendReq, BatchAppendRespMessage>,
  isReady: () => boolean,
): void {
  const pending = new Map<string, { readonly options: BatchAppendReq.Options; readonly events: ProposedEvent[] }>();
  call.on('data', (request: BatchAppendReq) => {
    const correlation = request.getCorrelationId()!;
    const key = Buffer.from(correlation.serializeBinary()).toString('hex');
    const options = request.getOptions();
    if (options) pending.set(key, { options, events: [] });
    const append = pending.get(key);
    if (append === undefined) return;
    const stream = Buffer.from(append.options.getStreamIdentifier()!.getStreamName_asU8()).toString('utf8');
    for (const message of request.getProposedMessagesList())
      append.events.push({
        id: message.getId()!.getString(),
        stream,
        type: message.getMetadataMap().get('type')!,
        isJson: message.getMetadataMap().get('content-type') === 'application/json',
        data: message.getData_asU8(),
        metadata: message.getCustomMetadata_asU8(),
      });
    if (!request.getIsFinal()) return;
    pending.delete(key);
    const answer = isReady()
      ? batchAnswer(log, append.options, stream, append.events)
      : new BatchAppendResp().setError(failed('Server Is Not Ready', 'google.protobuf.Empty', new Empty()));
    call.write(answer.setCorrelationId(correlation).setStreamIdentifier(append.options.getStreamIdentifier()));
  });
  call.on('end', () => call.end());
}

function batchAnswer(
  log: ServerLog,
  options: BatchAppendReq.Options,
  stream: string,
  events: readonly ProposedEvent[],
): BatchAppendRespMessage {
  const deadline = options.getDeadline21100()?.toDate();
  if (deadline !== undefined && deadline.getTime() <= Date.now())
    return new BatchAppendResp().setError(failed('Timeout', 'event_store.client.Timeout', new Timeout()));
  const decision = log.append([{ stream, expected: expectedOf(options) }], events);
  if (decision.kind === 'violated') {
    const details = new WrongExpectedVersion();
    const { actual } = decision.violations[0]!;
    if (actual < 0) details.setCurrentNoStream(new Empty());
    else details.setCurrentStreamRevision(String(actual));
    if (options.hasStreamPosition()) details.setExpectedStreamPosition(options.getStreamPosition());
    else if (options.hasNoStream()) details.setExpectedNoStream(new Empty());
    else if (options.hasStreamExists()) details.setExpectedStreamExists(new Empty());
    else details.setExpectedAny(new Empty());
    return new BatchAppendResp().setError(failed('', 'event_store.client.WrongExpectedVersion', details));
  }
  const position = String(decision.position);
  const success = new BatchAppendResp.Success().setPosition(
    new AllStreamPosition().setCommitPosition(position).setPreparePosition(position),
  );
  const revision = decision.revisions.get(stream);
  if (revision === undefined) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(revision));
  return new BatchAppendResp().setSuccess(success);
}

function failed(message: string, typeName: string, details: Parameters<typeof packed>[1]) {
  return new Status().setMessage(message).setDetails(packed(typeName, details));
}

function expectedOf(options: BatchAppendReq.Options): number {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return EXPECTED.noStream;
  return options.hasStreamExists() ? EXPECTED.exists : EXPECTED.any;
}

function named(stream: string): string {
  if (stream === '' || stream === '$$') throw invalid('Stream must not be empty.');
  return stream;
}

/** A record of the second protocol as it is stored: its properties become the metadata that the first one shows. */
function proposed(stream: string, record: AppendRecord): ProposedEvent {
  const id = record.getRecordId() ?? '';
  const type = record.getSchema()?.getName() ?? '';
  if (!UUID_FORM.test(id)) throw invalid('Record ID must be a valid and non-empty UUID.');
  if (type !== type.normalize('NFC')) throw invalid('Schema name must be in Unicode NFC (Normalization Form C)');
  if (!SCHEMA_NAME.test(type)) throw invalid(`Schema name can only contain letters, digits, _.$:-, not ${type}`);
  const isJson = record.getSchema()!.getFormat() === SchemaFormat.SCHEMA_FORMAT_JSON;
  const properties: Record<string, unknown> = {};
  for (const [key, value] of record.getPropertiesMap().entries() as unknown as Iterable<
    [string, { toJavaScript(): unknown }]
  >)
    properties[key] = value.toJavaScript();
  properties['$schema.name'] = type;
  properties['$schema.format'] = isJson ? 'Json' : 'Bytes';
  const metadata = new TextEncoder().encode(JSON.stringify(properties));
  return { id, stream, type, isJson, data: record.getData_asU8(), metadata };
}

/** Adds up what an append carries, and refuses what is beyond the limits of the node. */
class Size {
  private total = 0;

  constructor(private readonly sizes: Sizes) {}

  checked(event: ProposedEvent): ProposedEvent {
    const size = event.data.length + event.metadata.length + event.type.length;
    const { maxAppendEventSize, maxAppendSize } = this.sizes;
    if (size > maxAppendEventSize) throw recordTooLarge(event.stream, event.id, size, maxAppendEventSize);
    this.total += size;
    if (this.total > maxAppendSize) throw transactionTooLarge(this.total, maxAppendSize);
    return event;
  }
}
