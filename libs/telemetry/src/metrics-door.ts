import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Metrics } from './metrics.js';

export const METRICS_DOOR_LIMITS = {
  /** Connections at once: a Prometheus or two, and whoever looks by hand. */
  connections: 16,
  requestTimeoutMs: 5_000,
} as const;

export interface MetricsDoorOptions {
  readonly host: string;
  readonly port: number;
  /** Whoever asks must show it (`Authorization: Bearer`); without it the address alone decides who may ask. */
  readonly token?: string;
}

/** A door of their own for the figures of a process: they are nobody's business who comes through the other one. */
export class MetricsDoor {
  private constructor(private readonly server: Server) {}

  /** Rejects when the address cannot be had. */
  static async open(metrics: Metrics, { host, port, token }: MetricsDoorOptions): Promise<MetricsDoor> {
    const server = createServer({ requestTimeout: METRICS_DOOR_LIMITS.requestTimeoutMs }, async (request, response) => {
      if (token !== undefined && !isSame(request.headers.authorization, `Bearer ${token}`))
        return response.writeHead(401, { 'www-authenticate': 'Bearer realm="anjuan-metrics"' }).end();
      if (request.method !== 'GET' || request.url !== '/metrics') return response.writeHead(404).end();
      const text = await metrics.text();
      response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text);
    });
    server.maxConnections = METRICS_DOOR_LIMITS.connections;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    return new MetricsDoor(server);
  }

  get port(): number {
    return (this.server.address() as { readonly port: number }).port;
  }

  /** Ends at once: an answer that is lost is asked for again. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

function isSame(given: string | undefined, wanted: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
