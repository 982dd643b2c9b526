import { LOG_LEVELS, type LogLevel, type MetricsDoorOptions, type TracingConfiguration } from '#telemetry';

/** How a process tells of its work. */
export interface TelemetryConfiguration {
  /** Undefined: the process has its own default. */
  readonly logLevel?: LogLevel;
  /** Where figures are to be had; without it nowhere. */
  readonly metrics?: MetricsDoorOptions;
  /** Where traces go; without it none are made. */
  readonly tracing?: TracingConfiguration;
}

const TOKEN = /^[A-Za-z0-9._~+/=-]{16,200}$/;

/** The variables of telemetry, each fault as a sentence in `faults`. */
export function readTelemetry(
  text: (name: string) => string | undefined,
  wholeNumber: (name: string, fallback: number, min: number, max: number) => number,
  isLoopback: (host: string) => boolean,
  faults: string[],
): TelemetryConfiguration {
  const level = text('ANJUAN_LOG');
  const logLevel = LOG_LEVELS.find((known) => known === level);
  if (level !== undefined && logLevel === undefined)
    faults.push(`ANJUAN_LOG 应为 ${LOG_LEVELS.join('、')} 之一，现在是“${level}”`);

  const host = text('ANJUAN_METRICS_HOST') ?? '127.0.0.1';
  const token = text('ANJUAN_METRICS_TOKEN');
  const hasDoor = text('ANJUAN_METRICS_PORT') !== undefined;
  const port = wholeNumber('ANJUAN_METRICS_PORT', 0, 0, 65_535);
  if (token !== undefined && !TOKEN.test(token))
    faults.push('ANJUAN_METRICS_TOKEN 应为 16 至 200 个字母、数字或者 ._~+/=- 组成的口令');
  if (hasDoor && token === undefined && !isLoopback(host))
    faults.push(`ANJUAN_METRICS_HOST 是“${host}”，其他机器也能访问，应设置 ANJUAN_METRICS_TOKEN`);

  const endpoint = text('OTEL_EXPORTER_OTLP_ENDPOINT');
  if (endpoint !== undefined && !/^https?:\/\/[^\s]+$/.test(endpoint))
    faults.push(`OTEL_EXPORTER_OTLP_ENDPOINT 应为 http(s) 地址，现在是“${endpoint}”`);
  const share = text('OTEL_TRACES_SAMPLER_ARG') ?? '1';
  const ratio = /^\d(\.\d{1,9})?$/.test(share) ? Number(share) : Number.NaN;
  if (!(ratio >= 0 && ratio <= 1)) faults.push(`OTEL_TRACES_SAMPLER_ARG 应为 0 至 1 的数，现在是“${share}”`);
  return {
    ...(logLevel && { logLevel }),
    ...(hasDoor && { metrics: { host, port, ...(token !== undefined && { token }) } }),
    ...(endpoint !== undefined && { tracing: { endpoint, ratio } }),
  };
}
