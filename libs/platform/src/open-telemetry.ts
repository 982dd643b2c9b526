import { type LogLevel, MetricsDoor, openLog, output, Telemetry, Tracing } from '#telemetry';
import { addressFault } from './configuration.js';
import type { Stop } from './process.js';
import type { TelemetryConfiguration } from './telemetry-configuration.js';

/** Opens what a process tells by, and stops it in order. Throws ConfigurationError when the door for figures cannot be had. */
export async function openTelemetry(
  service: string,
  { logLevel, metrics, tracing }: TelemetryConfiguration,
  onStop: (stop: Stop) => void,
  { level = 'info', to = 'stdout' }: { readonly level?: LogLevel; readonly to?: 'stdout' | 'stderr' } = {},
): Promise<Telemetry> {
  const traces = tracing && (await Tracing.open(service, tracing));
  const telemetry = new Telemetry(service, openLog({ level: logLevel ?? level, service, to: output(to) }), traces);
  onStop(() => telemetry.close());
  if (metrics !== undefined) {
    const door = await MetricsDoor.open(telemetry.metrics, metrics).catch((error: unknown) => {
      throw addressFault(error, metrics, 'ANJUAN_METRICS_PORT') ?? error;
    });
    onStop(() => door.close());
    telemetry.log.info({ kind: 'metrics', host: metrics.host, port: door.port });
  }
  return telemetry;
}
