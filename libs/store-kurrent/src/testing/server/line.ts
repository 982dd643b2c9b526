import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';

/** The network in front of a server: it can be cut, held up and taken away, and comes back at the same address. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private isHeld = false;
  isUp = true;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(farPort: number): Promise<Line> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const line = new Line(server, (server.address() as AddressInfo).port);
    server.on('connection', (near) => line.join(near, createConnection(farPort, '127.0.0.1')));
    return line;
  }

  async down(): Promise<void> {
    if (!this.isUp) return;
    this.isUp = false;
    const closed = new Promise((done) => this.server.close(done));
    this.sever();
    await closed;
  }

  async up(): Promise<void> {
    if (this.isUp) return;
    await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
    this.isUp = true;
  }

  sever(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    for (const socket of this.sockets)
      if (isHeld) socket.pause();
      else socket.resume();
  }

  private join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (chunk) => {
        to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      if (this.isHeld) from.pause();
    }
  }
}
