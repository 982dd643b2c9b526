import type { ServerWritableStream } from '@grpc/grpc-js';
import type {
  ReadReq,
  ReadResp as ReadRespMessage,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { invalid } from './faults.js';
import type { ServerLog, StoredEvent } from './log.js';
import { ReadResp, StreamIdentifier, UUID } from './protocol.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadRespMessage>;
type Options = ReadReq.Options;

/** .NET counts time in units of 100 ns. */
const TICKS_PER_MS = 10_000;

/** Answers a read of a stream or of the whole log, either way. Throws a Fault. */
export function read(log: ServerLog, call: ReadCall): void {
  const options = call.request.getOptions()!;
  const wanted = options.hasStream() ? ofStream(log, call, options) : ofAll(log, options);
  let left = Number(options.getCount());
  if (wanted !== undefined)
    for (const event of wanted) {
      if (left === 0) break;
      left -= 1;
      call.write(response(event));
    }
  call.end();
}

/** Answers a subscription to the whole log until the caller ends it. Throws a Fault. */
export function subscribe(log: ServerLog, call: ReadCall): void {
  const options = call.request.getOptions()!;
  const passes = filter(options);
  const all = options.getAll()!;
  let next = all.hasEnd() ? log.events.length : firstFrom(log, Number(all.getPosition()?.getCommitPosition() ?? 0));
  // A subscription begins behind the position that it names.
  if (all.hasPosition() && log.events[next]?.position === Number(all.getPosition()!.getCommitPosition())) next += 1;
  call.write(
    new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID())),
  );
  const forward = () => {
    for (; next < log.events.length; next++) {
      const event = log.events[next]!;
      if (passes(event)) call.write(response(event));
    }
  };
  forward();
  call.write(new ReadResp().setCaughtUp(new ReadResp.CaughtUp()));
  call.on('cancelled', log.onAppended(forward));
}

function* ofStream(log: ServerLog, call: ReadCall, options: Options): Iterable<StoredEvent> | undefined {
  const stream = options.getStream()!;
  const identifier = stream.getStreamIdentifier()!;
  const events = log.stream(Buffer.from(identifier.getStreamName_asU8()).toString('utf8'));
  if (events === undefined) {
    call.write(new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifier)));
    return;
  }
  if (isBackwards(options)) {
    const from = stream.hasEnd() ? events.length - 1 : Number(stream.getRevision() || 0);
    for (let n = Math.min(from, events.length - 1); n >= 0; n--) yield events[n]!;
  } else {
    const from = stream.hasStart() ? 0 : Number(stream.getRevision() || 0);
    for (let n = from; n < events.length; n++) yield events[n]!;
  }
}

function* ofAll(log: ServerLog, options: Options): Iterable<StoredEvent> {
  const passes = filter(options);
  const all = options.getAll()!;
  const position = Number(all.getPosition()?.getCommitPosition() ?? 0);
  const last = log.events.at(-1)!.position;
  if (isBackwards(options)) {
    const before = all.hasEnd() ? log.events.length : firstFrom(log, position);
    for (let n = before - 1; n >= 0; n--) if (passes(log.events[n]!)) yield log.events[n]!;
    return;
  }
  const from = firstFrom(log, position);
  // A position is a place in the file: in the middle of a record there is nothing to read.
  if (position > 0 && position <= last && log.events[from]?.position !== position)
    throw invalid('Trying to read from an invalid position.');
  for (let n = from; n < log.events.length; n++) if (passes(log.events[n]!)) yield log.events[n]!;
}

/** Place in the log of the first event at a position or behind it. */
function firstFrom(log: ServerLog, position: number): number {
  let low = 0;
  let high = log.events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (log.events[middle]!.position >= position) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isBackwards(options: Options): boolean {
  return Number(options.getReadDirection()) === 1;
}

function filter(options: Options): (event: StoredEvent) => boolean {
  const asked = options.getFilter();
  if (asked === undefined) return () => true;
  const onStream = asked.getStreamIdentifier();
  const expression = onStream ?? asked.getEventType()!;
  const regex = expression.getRegex() === '' ? undefined : new RegExp(expression.getRegex(), 'u');
  const prefixes = expression.getPrefixList();
  return ({ stream, type }) => {
    const text = onStream === undefined ? type : stream;
    return regex === undefined ? prefixes.some((prefix) => text.startsWith(prefix)) : regex.test(text);
  };
}

function response(event: StoredEvent): ReadRespMessage {
  const position = String(event.position);
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
    .setId(new UUID().setString(event.id))
    .setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(event.stream, 'utf8')))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.isJson ? 'application/json' : 'application/octet-stream')
    .set('created', String(event.createdMs * TICKS_PER_MS));
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position));
}
