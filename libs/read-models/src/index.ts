export * from './annual-report.js';
export * from './case-overview.js';
export * from './catalogue.js';
export * from './directory.js';
export * from './evaluate.js';
export * from './registry.js';
export * from './timeline.js';
export * from './worklist.js';
