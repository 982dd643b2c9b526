import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

interface Declaration {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  /** In Chinese, as in docs/operate.md. */
  readonly help: string;
}

/** Seconds: from what memory answers to what a person no longer waits for. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Every figure that a process tells of itself; docs/operate.md, the dashboard and the alerts name no other. */
export const METRICS = {
  anjuan_http_request_duration_seconds: {
    kind: 'histogram',
    labels: ['method', 'route', 'status'],
    help: '请求的用时，按方法、路由和状态码',
  },
  anjuan_turned_away_total: {
    kind: 'counter',
    labels: ['why'],
    help: '因同一人或者同一地址请求过多而答复 429 的次数，按原因：address-in-flight、strangers、wrong-credentials、person-in-flight、person',
  },
  anjuan_command_duration_seconds: {
    kind: 'histogram',
    labels: ['aggregate', 'outcome'],
    help: '办理的用时，按档案种类和结果：done、replayed、refused、lost-race、stale、id-reused、unacceptable、unavailable、failed',
  },
  anjuan_commands_refused_total: {
    kind: 'counter',
    labels: ['code'],
    help: '依法不予办理的次数，按理由的编码',
  },
  anjuan_append_duration_seconds: {
    kind: 'histogram',
    labels: ['outcome'],
    help: '写入事件的用时（排队在内），按结果：appended、replayed、conflict、invalid、unavailable、failed',
  },
  anjuan_appended_events_total: { kind: 'counter', labels: [], help: '写入的事件数' },
  anjuan_queue_held: { kind: 'gauge', labels: ['queue'], help: '各有界队列中现有多少' },
  anjuan_queue_limit: { kind: 'gauge', labels: ['queue'], help: '各有界队列的上限，满了即答复 503' },
  anjuan_store_up: { kind: 'gauge', labels: [], help: '数据存储答不答复：1 答复，0 不答复' },
  anjuan_log_head_position: { kind: 'gauge', labels: [], help: '最后一条事件的位置' },
  anjuan_log_head_ahead_seconds: {
    kind: 'gauge',
    labels: [],
    help: '最后一条事件的记录时刻比本机时钟晚多少秒；超过 300 秒不再接受办理',
  },
  anjuan_follower_state: {
    kind: 'gauge',
    labels: ['follower', 'state'],
    help: '本进程的跟随者处于哪种状态：其中之一为 1',
  },
  anjuan_follower_position: { kind: 'gauge', labels: ['follower'], help: '跟随者到了哪个位置' },
  anjuan_follower_lag_events: { kind: 'gauge', labels: ['follower'], help: '跟随者落后多少条事件' },
  anjuan_follower_events_total: { kind: 'counter', labels: ['follower'], help: '跟随者处理完的事件数' },
  anjuan_follower_commit_duration_seconds: {
    kind: 'histogram',
    labels: ['follower'],
    help: '跟随者处理并提交一批事件的用时',
  },
  anjuan_follower_failures_total: { kind: 'counter', labels: ['follower'], help: '跟随者出错的次数，每次都会重试' },
  anjuan_relay_lag_seconds: { kind: 'gauge', labels: ['relay'], help: '对外消息落后多少秒' },
  anjuan_read_model_rebuilding: { kind: 'gauge', labels: ['read_model'], help: '读模型是否正在重建：1 是' },
  anjuan_read_model_parked_keys: { kind: 'gauge', labels: ['read_model'], help: '读模型中停放的记录数' },
  anjuan_dead_letters: { kind: 'gauge', labels: ['state'], help: '死信数：open 待处理，asked 等待重放' },
} as const satisfies Readonly<Record<`anjuan_${string}`, Declaration>>;

export type MetricName = keyof typeof METRICS;
type NameOf<Kind extends Declaration['kind']> = {
  [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never;
}[MetricName];
type LabelsOf<Name extends MetricName> = Readonly<Record<(typeof METRICS)[Name]['labels'][number], string>>;

export const METRICS_LIMITS = {
  /** What a store is asked for at a scrape is waited for this long; what did not come is left out. */
  collectMs: 2_000,
} as const;

/** The figures of one process, in Prometheus' words. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly own = new Map<string, Counter | Gauge | Histogram>();
  private readonly sources: (() => Promise<void> | void)[] = [];

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
    for (const [name, { kind, labels, help }] of Object.entries<Declaration>(METRICS)) {
      const declared = { name, help, labelNames: [...labels], registers: [this.registry] };
      if (kind === 'histogram') this.own.set(name, new Histogram({ ...declared, buckets: SECONDS }));
      else this.own.set(name, kind === 'counter' ? new Counter(declared) : new Gauge(declared));
    }
  }

  observe<Name extends NameOf<'histogram'>>(name: Name, labels: LabelsOf<Name>, seconds: number): void {
    (this.own.get(name) as Histogram).observe(labels, seconds);
  }

  count<Name extends NameOf<'counter'>>(name: Name, labels: LabelsOf<Name>, by = 1): void {
    (this.own.get(name) as Counter).inc(labels, by);
  }

  set<Name extends NameOf<'gauge'>>(name: Name, labels: LabelsOf<Name>, value: number): void {
    (this.own.get(name) as Gauge).set(labels, value);
  }

  /** Called at each scrape, to set what is asked for only then. What it throws is passed over. */
  onCollect(source: () => Promise<void> | void): void {
    this.sources.push(source);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  async text(): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, METRICS_LIMITS.collectMs).unref();
    });
    await Promise.race([Promise.allSettled(this.sources.map(async (source) => source())), limit]);
    clearTimeout(timer);
    return this.registry.metrics();
  }
}
