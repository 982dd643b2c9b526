export * from './log.js';
export * from './metrics.js';
export * from './metrics-door.js';
export * from './observed-store.js';
export * from './telemetry.js';
export * from './tracing.js';
