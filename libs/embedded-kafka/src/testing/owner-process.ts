import { startKafka } from '../index.js';

/* An owner for tests to kill: says the pid of its node when it runs, and stays. */
const kafka = await startKafka({ directory: process.argv[2]!, isKept: false });
console.log(kafka.nodes[0]!.pid);
setInterval(() => {}, 60_000);
