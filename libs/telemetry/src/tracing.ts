import type { Attributes, Span, SpanContext, TimeInput, Tracer } from '@opentelemetry/api';
import { endsWithin, type RecordedEvent } from '#eventsourcing';

export const TRACING_LIMITS = {
  /** Spans that wait to be sent; what comes when so many wait is not told. */
  queuedSpans: 4_096,
  /** Events of one commit of a follower that get a span. */
  spansPerCommit: 50,
  /** Closing waits this long for what is still to be sent: a collector that hangs holds nobody up. */
  closeMs: 2_000,
} as const;

export interface TracingConfiguration {
  /** As OTEL_EXPORTER_OTLP_ENDPOINT: where traces are sent, by HTTP. */
  readonly endpoint: string;
  /** Share of traces that are sent, 0 to 1. */
  readonly ratio: number;
}

/** One piece of work that is told of; `end` it once. */
export interface Told {
  end(more?: Attributes, error?: unknown): void;
}

/**
 * Traces from a request to the read model that shows what it did. The trace is the correlation id that every event keeps,
 * and the span of an append has its id from the command: so whoever follows the log, in whichever process and however much
 * later, hangs his span beneath the append that caused it, and nothing is added to what is stored.
 */
export class Tracing {
  /** Work under way, by correlation or command id: whose span is above the next. */
  private readonly underWay = new Map<string, SpanContext>();

  private constructor(
    private readonly api: typeof import('@opentelemetry/api'),
    private readonly tracer: Tracer,
    private readonly ids: { trace: string | undefined; span: string | undefined },
    readonly close: () => Promise<void>,
  ) {}

  /** Loads OpenTelemetry, which costs nothing where no traces are wanted. */
  static async open(
    service: string,
    { endpoint, ratio }: TracingConfiguration,
    exporter?: import('@opentelemetry/sdk-trace-base').SpanExporter,
  ): Promise<Tracing> {
    const [api, sdk, { resourceFromAttributes }, { OTLPTraceExporter }] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]);
    const random = new sdk.RandomIdGenerator();
    const ids: { trace: string | undefined; span: string | undefined } = { trace: undefined, span: undefined };
    const provider = new sdk.BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': `anjuan-${service}` }),
      // By the trace's id: every process decides alike, and nothing of the decision has to be stored with an event.
      sampler: new sdk.TraceIdRatioBasedSampler(ratio),
      idGenerator: {
        generateTraceId: () => ids.trace ?? random.generateTraceId(),
        generateSpanId: () => ids.span ?? random.generateSpanId(),
      },
      spanProcessors: [
        new sdk.BatchSpanProcessor(
          exporter ?? new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }),
          { maxQueueSize: TRACING_LIMITS.queuedSpans },
        ),
      ],
    });
    return new Tracing(api, provider.getTracer('anjuan'), ids, async () => {
      await endsWithin(provider.shutdown(), TRACING_LIMITS.closeMs);
    });
  }

  /** A request, beneath the span of whoever made it (W3C traceparent). */
  request(correlationId: string, name: string, traceparent: string | undefined, attributes: Attributes): Told {
    const caller = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '');
    const parent =
      caller?.[1] !== undefined && caller[1] === traceId(correlationId)
        ? { traceId: caller[1], spanId: caller[2]!, traceFlags: Number.parseInt(caller[3]!, 16), isRemote: true }
        : undefined;
    return this.begin(correlationId, name, { correlationId, parent, attributes, kind: this.api.SpanKind.SERVER });
  }

  command(commandId: string, correlationId: string, name: string, attributes: Attributes): Told {
    return this.begin(commandId, name, { correlationId, parent: this.underWay.get(correlationId), attributes });
  }

  append(commandId: string, correlationId: string, attributes: Attributes): Told {
    const parent = this.underWay.get(commandId) ?? this.underWay.get(correlationId);
    return this.begin(undefined, 'append', { correlationId, parent, attributes, spanId: spanId(commandId) });
  }

  /** What a follower committed: a span beneath the append of each event. */
  followed(follower: string, events: readonly RecordedEvent[], startTime: TimeInput): void {
    for (const { type, position, meta } of events.slice(-TRACING_LIMITS.spansPerCommit)) {
      const trace = traceId(meta.correlationId);
      if (trace === undefined) continue;
      const parent = { traceId: trace, spanId: spanId(meta.commandId), traceFlags: 1, isRemote: true };
      this.span(`${follower} ${type}`, {
        correlationId: meta.correlationId,
        parent,
        attributes: { 'anjuan.follower': follower, 'anjuan.position': position },
        startTime,
      }).end();
    }
  }

  private begin(key: string | undefined, name: string, how: SpanOptions): Told {
    const span = this.span(name, how);
    if (key !== undefined) this.underWay.set(key, span.spanContext());
    return {
      end: (more, error) => {
        if (key !== undefined) this.underWay.delete(key);
        if (more) span.setAttributes(more);
        // Its name alone: what an error says may hold what people wrote.
        if (error !== undefined) span.setStatus({ code: this.api.SpanStatusCode.ERROR, message: nameOf(error) });
        span.end();
      },
    };
  }

  private span(name: string, { correlationId, parent, attributes, kind, startTime, spanId: given }: SpanOptions): Span {
    const { ROOT_CONTEXT, trace, SpanKind } = this.api;
    const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    this.ids.trace = traceId(correlationId);
    this.ids.span = given;
    const began = startTime === undefined ? {} : { startTime };
    return this.tracer.startSpan(name, { kind: kind ?? SpanKind.INTERNAL, attributes, ...began }, context);
  }
}

interface SpanOptions {
  readonly correlationId: string;
  readonly parent: SpanContext | undefined;
  readonly attributes: Attributes;
  readonly kind?: number;
  readonly startTime?: TimeInput;
  readonly spanId?: string;
}

/** A correlation id is a UUID, and as such a W3C trace id but for its dashes; what another system called so may be anything. */
function traceId(correlationId: string): string | undefined {
  const id = correlationId.replaceAll('-', '').toLowerCase();
  return /^(?!0+$)[0-9a-f]{32}$/.test(id) ? id : undefined;
}

function spanId(commandId: string): string {
  return commandId.replaceAll('-', '').slice(0, 16);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
