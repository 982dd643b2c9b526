import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { ConfigurationError } from './configuration.js';
import { closeApplication, httpApplication, listen } from './http-application.js';
import { HttpDoorModule } from './http-door.module.js';

let begun = () => {};
let finish = () => {};

@Controller()
class SlowController {
  @Get('slow')
  async slow() {
    const answer = new Promise<string>((resolve) => {
      finish = () => resolve('done');
    });
    begun();
    return answer;
  }
}

@Module({})
class SlowModule {}

const application = () =>
  httpApplication({ module: SlowModule, imports: [HttpDoorModule.register({})], controllers: [SlowController] });

describe('the http application', () => {
  it('finishes a request in flight when it is stopped, and closes the connection that it was on', async () => {
    const app = await application();
    const url = await listen(app, { host: '127.0.0.1', port: 0 });
    const agent = new Agent({ keepAlive: true });
    const inFlight = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const request = get(`${url}/slow`, { agent });
    await inFlight;
    const closed = closeApplication(app);
    finish();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    await closed;
    await expect(fetch(`${url}/slow`)).rejects.toThrow();
    agent.destroy();
  });

  it('a port that is taken is a sentence for the operator', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const app = await application();
    const failure = await listen(app, { host: '127.0.0.1', port }, 'PORT').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect((failure as ConfigurationError).message).toBe(`端口 ${port} 已被占用，请用 PORT 指定别的端口`);
    await app.close();
    other.close();
  });
});
