export * from './checkpoints-contract.js';
export * from './dead-letters-contract.js';
export * from './follower-reports-contract.js';
export * from './given-when-then.js';
export * from './looks-contract.js';
export * from './played-time-contract.js';
export { logInMemory, type OpenLog } from './read-model-fixtures.js';
export * from './read-model-store-contract.js';
export * from './store-contract.js';
