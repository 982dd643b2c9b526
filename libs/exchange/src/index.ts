export * from './compatibility.js';
export * from './contract.js';
export * from './figure-restated.js';
export * from './message.js';
export * from './render-messages.js';
export * from './restatements.js';
export * from './schemas.js';
export * from './verification.js';
