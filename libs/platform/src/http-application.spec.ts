import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
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

  @Post('api/echo')
  echo(@Body() body: unknown) {
    return { body };
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

  it('what Node refuses before there is a request is a problem too', async () => {
    const app = await application();
    const { port } = new URL(await listen(app, { host: '127.0.0.1', port: 0 }));
    const answerTo = async (request: string) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(request);
      const [head, body] = (await text(socket)).split('\r\n\r\n') as [string, string];
      expect(head).toMatch(/content-type: application\/problem\+json/);
      expect(head).toMatch(new RegExp(`content-length: ${Buffer.byteLength(body)}`));
      return JSON.parse(body) as object;
    };
    expect(await answerTo('not HTTP at all\r\n\r\n')).toMatchObject({ status: 400, code: 'not_acceptable' });
    expect(await answerTo(`GET / HTTP/1.1\r\nhost: x\r\ncookie: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatchObject({
      status: 431,
      code: 'header_too_large',
      detail: '请求头过大：登录令牌或者 Cookie 过长',
    });
    await closeApplication(app);
  });

  describe('a body', () => {
    const send = async (payload: string | Buffer, contentType = 'application/json') => {
      const app = await application();
      await app.init();
      const response = await app.inject({
        method: 'POST',
        url: '/api/echo',
        headers: { 'content-type': contentType },
        payload,
      });
      await app.close();
      return response;
    };

    it('is JSON in UTF-8, with or without a byte order mark', async () => {
      for (const payload of ['{"name":"衢州"}', '\ufeff{"name":"衢州"}'])
        expect((await send(payload)).json()).toEqual({ body: { name: '衢州' } });
    });

    it('of other bytes is refused: a garbled name never reaches a file', async () => {
      // 衢 in GBK.
      const gbk = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xe1, 0xe9]), Buffer.from('"}')]);
      for (const contentType of ['application/json', 'application/json; charset=gbk']) {
        const response = await send(gbk, contentType);
        expect(response.statusCode).toBe(400);
        expect(response.json()).toMatchObject({
          code: 'malformed_body',
          detail: '请求正文不是 UTF-8 编码，请以 UTF-8 发送',
        });
      }
    });

    it('that is empty or no JSON is refused', async () => {
      expect((await send('')).json()).toMatchObject({ status: 400, detail: '请求正文为空，应为 JSON 对象' });
      expect((await send('{"name":')).json()).toMatchObject({ status: 400, detail: '请求正文不是合法的 JSON' });
    });
  });
});
