export * from './annual-report.js';
export * from './case-overview.js';
export * from './catalogue.js';
export * from './deadline-clock.js';
export * from './evaluate.js';
export * from './law-projector.js';
export * from './registers.js';
