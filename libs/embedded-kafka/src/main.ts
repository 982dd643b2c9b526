import { parseArgs } from 'node:util';
import { ServerSetupError } from '#supervisor';
import { type Kafka, startKafka } from './cluster.js';

/* A Kafka for whoever tries messages on one machine: what `npm run kafka` runs. */

const USAGE = '可用的参数：--dir 目录（默认 .kafka/broker）、--port 端口（默认 9092）、--nodes 1 或 3（默认 1）';

class UsageError extends Error {}

const stopping = new AbortController();
/** The nodes alone do not keep this process. */
const staying = setInterval(() => {}, 2 ** 30);
let kafka: Kafka | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    stopping.abort();
    void kafka?.stop().finally(() => clearInterval(staying));
  });

try {
  const { directory, port, nodes } = flags();
  console.error('正在启动 Kafka；首次启动先取它的程序，约 45 MB');
  kafka = await startKafka({
    directory,
    port,
    nodes,
    signal: stopping.signal,
    onTrouble: (sentence) => console.error(sentence),
  });
  const turnedOn = `KAFKA_BROKERS=${kafka.brokers.join(',')} ANJUAN_BUREAU=quzhou ANJUAN_URL=http://127.0.0.1:3000`;
  console.log(`Kafka 已启动。接通案卷：\n\n  ${turnedOn} npm start\n\n按 Ctrl-C 停止。`);
} catch (error) {
  clearInterval(staying);
  if (!stopping.signal.aborted) {
    if (!(error instanceof ServerSetupError || error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function flags(): { readonly directory: string; readonly port: number; readonly nodes: 1 | 3 } {
  try {
    const { values } = parseArgs({
      options: {
        dir: { type: 'string', default: '.kafka/broker' },
        port: { type: 'string', default: '9092' },
        nodes: { type: 'string', default: '1' },
      },
    });
    const port = Number(values.port);
    const nodes = Number(values.nodes);
    if (Number.isInteger(port) && port > 0 && port < 65_536 && (nodes === 1 || nodes === 3))
      return { directory: values.dir, port, nodes };
  } catch {
    // Said below.
  }
  throw new UsageError(USAGE);
}
