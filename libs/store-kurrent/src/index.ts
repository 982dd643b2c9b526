export type { OpenKurrentOptions } from './connection.js';
export * from './errors.js';
export { type Kurrent, openKurrent } from './open-kurrent.js';
