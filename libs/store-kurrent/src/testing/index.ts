export { KurrentServer, type KurrentServerOptions } from './server/cluster.js';
export { KurrentNode } from './server/node.js';
