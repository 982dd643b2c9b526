import { describe, expect, it } from '@jest/globals';
import { type ConfigurationError, readConfiguration } from './configuration.js';

const telemetry = (environment: Readonly<Record<string, string>>) => readConfiguration(environment).telemetry;
const faults = (environment: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readConfiguration(environment);
    return [];
  } catch (error) {
    return (error as ConfigurationError).sentences;
  }
};
const TOKEN = 'a-token-of-24-characters';

describe('the configuration of telemetry', () => {
  it('has no door for figures and makes no traces unless it is said', () => {
    expect(telemetry({})).toEqual({});
  });

  it('opens the door for figures to this machine alone, unless an address is given and a token is asked for', () => {
    expect(telemetry({ ANJUAN_METRICS_PORT: '9464' }).metrics).toEqual({ host: '127.0.0.1', port: 9464 });
    const open = { ANJUAN_METRICS_PORT: '9464', ANJUAN_METRICS_HOST: '0.0.0.0' };
    expect(faults(open)).toEqual([expect.stringContaining('ANJUAN_METRICS_TOKEN')]);
    expect(telemetry({ ...open, ANJUAN_METRICS_TOKEN: TOKEN }).metrics).toEqual({
      host: '0.0.0.0',
      port: 9464,
      token: TOKEN,
    });
    expect(faults({ ...open, ANJUAN_METRICS_TOKEN: '短' })).toHaveLength(1);
  });

  it('takes the level of the log and nothing else', () => {
    expect(telemetry({ ANJUAN_LOG: 'debug' }).logLevel).toBe('debug');
    expect(faults({ ANJUAN_LOG: 'verbose' })).toEqual([expect.stringContaining('verbose')]);
  });

  it('sends traces where OpenTelemetry’s own variable says, all of them or a share', () => {
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318';
    expect(telemetry({ OTEL_EXPORTER_OTLP_ENDPOINT }).tracing).toEqual({
      endpoint: OTEL_EXPORTER_OTLP_ENDPOINT,
      ratio: 1,
    });
    const share = { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER_ARG: '0.05' };
    expect(telemetry(share).tracing?.ratio).toBe(0.05);
    expect(faults({ ...share, OTEL_TRACES_SAMPLER_ARG: '1.1' })).toHaveLength(1);
    expect(faults({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toHaveLength(1);
  });
});
