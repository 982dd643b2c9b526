import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigurationError } from './configuration.js';
import { closeApplication, httpApplication, listen } from './http-application.js';
import { HttpDoorModule } from './http-door.module.js';
import { HTTP_LIMITS } from './http-limits.js';

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

  @Post('api/slow')
  slowly() {
    return this.slow();
  }

  @Get('named/:name')
  named() {
    return {};
  }

  @Post('api/echo')
  echo(@Body() body: unknown) {
    return { body };
  }
}

@Module({})
class SlowModule {}

const application = (options?: Parameters<typeof httpApplication>[1]) =>
  httpApplication(
    { module: SlowModule, imports: [HttpDoorModule.register({})], controllers: [SlowController] },
    options,
  );

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

  it('tells whoever waits for what never answers that it takes too long, and when to come again (H6)', async () => {
    const app = await application({ timeouts: { ...HTTP_LIMITS, answerMs: 100 } });
    await app.init();
    for (const [method, url, said] of [
      ['GET', '/slow', /^系统没有及时答复，请稍后再试$/],
      ['POST', '/api/slow', /用同一个 Idempotency-Key 重试$/],
    ] as const) {
      const answer = await app.inject({ method, url });
      expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
      expect(answer.json()).toMatchObject({ code: 'unavailable', detail: expect.stringMatching(said) });
      // What comes too late is told to nobody.
      finish();
    }
    await app.close();
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

  describe('what Node or the router refuses before there is a request', () => {
    /** Sends what is given, and nothing more; what comes back until the connection is closed. */
    const answerTo = async (app: NestFastifyApplication, request: string) => {
      const { port } = app.getHttpServer().address() as { port: number };
      const socket = connect(port, '127.0.0.1');
      socket.write(request);
      const [head, body] = (await text(socket)).split('\r\n\r\n') as [string, string];
      expect(head).toMatch(/content-type: application\/problem\+json/);
      expect(head).toMatch(new RegExp(`content-length: ${Buffer.byteLength(body)}`));
      for (const header of EVERYWHERE) expect(head).toMatch(header);
      return JSON.parse(body) as object;
    };
    const EVERYWHERE = [
      /content-security-policy: default-src 'none'/,
      /x-content-type-options: nosniff/,
      /x-frame-options: DENY/,
      /cache-control: no-store/,
    ];
    const close = 'connection: close';

    it('is a problem too, with the headers that everything has (L5)', async () => {
      const app = await application();
      await listen(app, { host: '127.0.0.1', port: 0 });
      expect(await answerTo(app, 'not HTTP at all\r\n\r\n')).toMatchObject({ status: 400, code: 'not_acceptable' });
      expect(await answerTo(app, `GET / HTTP/1.1\r\nhost: x\r\ncookie: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatchObject({
        status: 431,
        code: 'header_too_large',
        detail: '请求头过大：登录令牌或者 Cookie 过长',
      });
      expect(await answerTo(app, `GET /% HTTP/1.1\r\nhost: x\r\n${close}\r\n\r\n`)).toMatchObject({
        status: 400,
        detail: '地址中有无法解码的字符',
      });
      const long = 'x'.repeat(HTTP_LIMITS.pathPartLength + 1);
      expect(await answerTo(app, `GET /named/${long} HTTP/1.1\r\nhost: x\r\n${close}\r\n\r\n`)).toMatchObject({
        status: 414,
      });
      await closeApplication(app);
    });

    it.each([
      ['head', 'GET / HTTP/1.1\r\nhost: x\r\n'],
      ['body', 'POST /api/echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{'],
    ])('is a %s that does not arrive in its time: 408, and the connection is closed (L6)', async (_part, begun) => {
      const app = await application({ timeouts: { ...HTTP_LIMITS, requestTimeoutMs: 200, checkTimeoutsMs: 50 } });
      await listen(app, { host: '127.0.0.1', port: 0 });
      const from = performance.now();
      expect(await answerTo(app, begun)).toMatchObject({ status: 408, code: 'timeout' });
      expect(performance.now() - from).toBeLessThan(5_000);
      await closeApplication(app);
    });

    it('is looked for so often that the half minute which we say is one', async () => {
      const app = await application();
      const server = app.getHttpServer();
      expect([server.requestTimeout, server.headersTimeout]).toEqual([30_000, 30_000]);
      expect(HTTP_LIMITS.checkTimeoutsMs).toBeLessThanOrEqual(1_000);
      await app.close();
    });
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
