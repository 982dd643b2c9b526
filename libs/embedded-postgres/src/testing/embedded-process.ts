// An owner of an embedded server, to be killed: prints the server's pid and url as a line of JSON, then stays.
import { startEmbedded } from '../embedded.js';

const { pid, url } = await startEmbedded({ directory: process.argv[2]!, durable: false });
console.log(JSON.stringify({ pid, url }));
setInterval(() => {}, 1000);
