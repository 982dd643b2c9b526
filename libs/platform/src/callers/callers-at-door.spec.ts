import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { MemorySessions } from '#eventsourcing';
import { openLog, Telemetry } from '#telemetry';
import { httpApplication } from '../http-application.js';
import { HttpDoorModule } from '../http-door.module.js';
import { HTTP_LIMITS } from '../http-limits.js';
import { BrowserSignIn } from '../sign-in/browser-sign-in.js';
import type { Claimant } from '../sign-in/person.js';
import { Public } from '../sign-in/sign-in.guard.js';
import { TokenVerifier } from '../sign-in/token-verifier.js';
import { CALLER_LIMITS, type CallerLimits } from './caller-limits.js';

const waiting: (() => void)[] = [];
let bodiesRead = 0;

@Controller()
class DoorController {
  @Get('api/slow')
  slow() {
    return new Promise((resolve) => waiting.push(() => resolve({})));
  }

  @Get('api/quick')
  quick() {
    return {};
  }

  @Post('api/body')
  body(@Body() body: unknown) {
    bodiesRead += 1;
    return { read: typeof body };
  }

  @Public()
  @Get('open')
  open() {
    return {};
  }
}

@Module({})
class DoorModule {}

let app: NestFastifyApplication;
afterEach(() => app.close());

async function opened(options: Parameters<typeof httpApplication>[1] = {}) {
  bodiesRead = 0;
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA' }] });
  const browserSignIn = new BrowserSignIn({
    provider: { issuer: 'https://id.test', clientId: 'anjuan', scope: 'openid', idClaim: 'sub' },
    url: 'http://localhost:80',
    sessions: new MemorySessions(),
  });
  const tokenVerifier = new TokenVerifier({ keys, issuer: 'demo', audience: 'anjuan' });
  const known = async (claimant: Claimant) => ({ unit: 'QZ', roles: ['OFFICER'], ...claimant });
  const door = HttpDoorModule.register({ people: { tokenVerifier, peopleHere: { known } }, browserSignIn });
  app = await httpApplication({ module: DoorModule, imports: [door], controllers: [DoorController] }, options);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const token = (id: string) =>
    new SignJWT({ unit: 'QZ', roles: ['OFFICER'], name: id })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setSubject(id)
      .setIssuer('demo')
      .setAudience('anjuan')
      .setExpirationTime('1h')
      .sign(privateKey);
  const bearer = async (id: string) => ({ authorization: `Bearer ${await token(id)}` });
  const get = (url: string, headers: Record<string, string> = {}, remoteAddress = '203.0.113.7') =>
    app.inject({ method: 'GET', url, headers, remoteAddress });
  return { bearer, get, browserSignIn };
}

const limits = (changed: Partial<CallerLimits>) => ({ ...CALLER_LIMITS, ...changed });

describe('callers at the door', () => {
  it('300 requests of one person at once: some are under way, the others come again, nobody else waits (H6)', async () => {
    const { bearer, get } = await opened();
    const [mine, another] = [await bearer('u-one'), await bearer('u-two')];
    const asked = Array.from({ length: 300 }, () => get('/api/slow', mine));
    while (waiting.length < CALLER_LIMITS.personInFlight) await turn();
    expect((await get('/api/quick', another)).statusCode).toBe(200);
    const turnedAway = await get('/api/quick', mine);
    expect([turnedAway.statusCode, turnedAway.headers['retry-after']]).toEqual([429, '1']);
    expect(turnedAway.json()).toMatchObject({ code: 'too_many', detail: '您尚未得到答复的请求过多，请1秒后再试' });
    for (const end of waiting.splice(0)) end();
    const answers = (await Promise.all(asked)).map(({ statusCode }) => statusCode);
    expect(answers.filter((status) => status === 200)).toHaveLength(CALLER_LIMITS.personInFlight);
    expect(answers.filter((status) => status === 429)).toHaveLength(300 - CALLER_LIMITS.personInFlight);
    expect((await get('/api/quick', mine)).statusCode).toBe(200);
  });

  it('wrong tokens of one address are slowed down, and keep out nobody who is in (M10)', async () => {
    const { bearer, get, browserSignIn } = await opened({ callerLimits: limits({ wrongBurst: 3 }) });
    const mine = await bearer('u-one');
    const person = { id: 'u-two', name: '李' };
    const { name, value } = await browserSignIn.open(person, 'id-token');
    const cookie = { cookie: `${name}=${value}` };
    for (const headers of [mine, cookie]) expect((await get('/api/quick', headers)).statusCode).toBe(200);
    const guesses = [];
    for (let n = 0; n < 3; n++) guesses.push(await get('/api/quick', { authorization: `Bearer wrong.${n}` }));
    for (let n = 0; n < 2; n++) guesses.push(await get('/api/quick', { cookie: `anjuan_session=wrong${n}` }));
    expect(guesses.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 429, 429]);
    expect(guesses[3]!.json().detail).toBe('来自这个地址的无效登录过多，暂不受理新的登录凭据，请2秒后再试');
    for (const headers of [mine, cookie]) expect((await get('/api/quick', headers)).statusCode).toBe(200);
    expect((await get('/api/quick', { authorization: 'Bearer wrong.9' }, '198.51.100.1')).statusCode).toBe(401);
    expect((await get('/open')).statusCode).toBe(200);
  });

  it('strangers are told when to come again, and a figure counts them', async () => {
    const telemetry = new Telemetry('test', openLog({ level: 'silent', service: 'test', to: { write: () => {} } }));
    const { get } = await opened({ telemetry, callerLimits: limits({ strangersBurst: 2, strangersPerSecond: 0.1 }) });
    const answers = [await get('/open'), await get('/open'), await get('/open')];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429]);
    expect(answers[2]!.headers['retry-after']).toBe('10');
    expect(answers[2]!.headers['content-security-policy']).toBeDefined();
    expect(await telemetry.metrics.text()).toMatch(/^anjuan_turned_away_total\{.*why="strangers".*\} 1$/m);
  });

  it('behind a proxy of ours are told apart by what it says, and by nothing that they write themselves', async () => {
    const changed = { callerLimits: limits({ strangersBurst: 1, strangersPerSecond: 0.1 }), proxies: ['10.0.0.0/8'] };
    const { get } = await opened(changed);
    const by = async (forwarded: string, connected: string) =>
      (await get('/open', { 'x-forwarded-for': forwarded }, connected)).statusCode;
    expect(await by('203.0.113.1', '10.0.0.5')).toBe(200);
    expect(await by('203.0.113.2', '10.0.0.5')).toBe(200);
    expect(await by('9.9.9.9, 203.0.113.2', '10.0.0.5')).toBe(429);
    expect(await by('203.0.113.3', '198.51.100.1')).toBe(200);
    expect(await by('203.0.113.4', '198.51.100.1')).toBe(429);
  });

  it('are asked who they are before a byte of what they send is read (M3)', async () => {
    const { bearer, get } = await opened();
    const post = (headers: Record<string, string>, payload: string) =>
      app.inject({ method: 'POST', url: '/api/body', headers, payload });
    const json = { 'content-type': 'application/json' };
    const nested = '['.repeat(HTTP_LIMITS.bodyBytes);
    for (const headers of [json, { ...json, authorization: 'Bearer wrong' }])
      expect((await post(headers, nested)).statusCode).toBe(401);
    expect((await app.inject({ method: 'POST', url: '/nowhere', headers: json, payload: nested })).statusCode).toBe(
      401,
    );
    const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await post(multipart, '--x--')).statusCode).toBe(401);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post(form, `a=${'x'.repeat(HTTP_LIMITS.strangersFormBytes)}`)).statusCode).toBe(401);
    expect(bodiesRead).toBe(0);
    expect((await post({ ...json, ...(await bearer('u-one')) }, '{}')).statusCode).toBe(201);
    expect(bodiesRead).toBe(1);
    expect((await get('/open')).statusCode).toBe(200);
  });
});
