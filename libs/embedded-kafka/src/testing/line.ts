import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Number of the request that carries messages (Kafka protocol, API keys). */
const PRODUCE = 0;

/**
 * The line between clients and one node, where it can go wrong. The node has to say that it is reached here (`saysPort`
 * of its cluster): clients ask it where it is, and would go round the line.
 */
export class Line {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private target = 0;
  private isCut = false;
  /** So long each piece is held up, in both directions. */
  delayMs = 0;
  /**
   * Asked of each answer to a request that carried messages, which the node has by then: true loses the answer and the
   * connection with it.
   */
  losesAnswer: () => boolean = () => false;
  lostAnswers = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  static async open(): Promise<Line> {
    const server = createServer();
    server.listen({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    return new Line(server, address.port);
  }

  /** Where clients reach the node. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Leads to the node that listens on this port. */
  leadTo(port: number): void {
    this.target = port;
  }

  /** Every connection breaks, and none comes about any more. */
  cut(): void {
    this.isCut = true;
    for (const pair of this.pairs) this.part(pair);
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }

  private join(client: Socket): void {
    if (this.isCut) {
      client.destroy();
      return;
    }
    const node = connect(this.target, '127.0.0.1');
    const pair = [client, node] as const;
    this.pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.once('close', () => this.part(pair));
      // What broke is told by 'close'.
      socket.on('error', () => {});
    }
    const carriers = new Set<number>();
    const asked = new Frames();
    const answered = new Frames();
    void this.pass(client, node, (piece) => {
      for (const request of asked.of(piece))
        if (request.readInt16BE(4) === PRODUCE) carriers.add(request.readInt32BE(8));
      return [piece];
    });
    void this.pass(node, client, (piece) => {
      const kept: Buffer[] = [];
      for (const answer of answered.of(piece)) {
        if (carriers.delete(answer.readInt32BE(4)) && this.losesAnswer()) {
          this.lostAnswers += 1;
          this.part(pair);
          return kept;
        }
        kept.push(answer);
      }
      return kept;
    });
  }

  private part(pair: readonly [Socket, Socket]): void {
    this.pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  }

  private async pass(from: Socket, to: Socket, look: (piece: Buffer) => readonly Buffer[]): Promise<void> {
    try {
      for await (const piece of from) {
        const passed = look(piece as Buffer);
        if (this.delayMs > 0) await delay(this.delayMs);
        for (const part of passed) if (!to.write(part)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      }
      to.end();
    } catch {
      // The connection broke: both sides are told by 'close'.
    }
  }
}

/** A stream of pieces as Kafka's frames: each has its length in front. */
class Frames {
  private rest: Buffer = Buffer.alloc(0);

  /** The frames that are whole with this piece, their lengths included. */
  *of(piece: Buffer): Generator<Buffer> {
    this.rest = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
    while (this.rest.length >= 4) {
      const end = 4 + this.rest.readInt32BE(0);
      if (this.rest.length < end) return;
      yield this.rest.subarray(0, end);
      this.rest = this.rest.subarray(end);
    }
  }
}
