import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** A way to the server that breaks when it is told to. */
export class BreakingProxy {
  private readonly pairs = new Set<readonly [near: Socket, far: Socket]>();
  private cutting: 'sending' | 'answering' | undefined;
  private readonly server = createServer((near) => this.lead(near));

  private constructor(private readonly target: URL) {}

  static async to(url: string): Promise<BreakingProxy> {
    const proxy = new BreakingProxy(new URL(url));
    await once(proxy.server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get url(): string {
    const near = new URL(this.target);
    near.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return near.href;
  }

  /** Ends every connection at once. */
  cutAll(): void {
    for (const [near, far] of this.pairs) {
      near.destroy();
      far.destroy();
    }
  }

  /** Cuts the next append in the middle of its statement. */
  cutNextStatement(): void {
    this.cutting = 'sending';
  }

  /** Carries the next append to the server and cuts the line when its answer comes back: it is committed, and nobody is told. */
  swallowNextAnswer(): void {
    this.cutting = 'answering';
  }

  async close(): Promise<void> {
    this.server.close();
    this.cutAll();
  }

  private lead(near: Socket): void {
    const far = createConnection(Number(this.target.port), this.target.hostname);
    const pair = [near, far] as const;
    this.pairs.add(pair);
    const cut = () => {
      this.pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    let isSwallowing = false;
    near.on('data', (chunk: Buffer) => {
      if (this.cutting !== undefined && chunk.includes('anjuan-append')) {
        if (this.cutting === 'sending') far.write(chunk.subarray(0, chunk.length >> 1), cut);
        else {
          isSwallowing = true;
          far.write(chunk);
        }
        this.cutting = undefined;
        return;
      }
      far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => {
      if (isSwallowing) cut();
      else near.write(chunk);
    });
    for (const socket of pair) socket.on('error', cut).on('close', cut);
  }
}
