export * from './decider.js';
export * from './event.js';
export * from './event-id.js';
export * from './event-store.js';
export * from './handle.js';
export * from './memory-store.js';
export * from './read-model.js';
export * from './state-cache.js';
