import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Logger, Module, Param } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ClockBehindError,
  FollowerStoppedError,
  InvalidAppendError,
  InvalidQueryError,
  ReadModelNotReadyError,
  StoreUnavailableError,
} from '#eventsourcing';
import { httpApplication } from './http-application.js';
import { HttpDoorModule } from './http-door.module.js';

const FAILURES: Readonly<Record<string, () => unknown>> = {
  large: () => new InvalidAppendError('event_too_large', 'x'),
  name: () => new InvalidAppendError('stream_name', 'x'),
  query: () => new InvalidQueryError('secret_table has no property x'),
  store: () => new StoreUnavailableError('secret host'),
  unknown: () => new StoreUnavailableError('secret host', { isOutcomeUnknown: true }),
  clock: () => new ClockBehindError('2026-11-26T09:00:00.000Z', '2026-11-26T08:00:00.000Z'),
  stopped: () => new FollowerStoppedError('x'),
  unbuilt: () => new ReadModelNotReadyError('secret'),
  bug: () => new TypeError('secret'),
  thing: () => 'not even an error',
};

@Controller('fail')
class FailingController {
  @Get(':how')
  fail(@Param('how') how: string) {
    throw FAILURES[how]!();
  }
}

@Module({})
class FailingModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  Logger.overrideLogger(false);
  app = await httpApplication({
    module: FailingModule,
    imports: [
      HttpDoorModule.register({
        problemPage: (problem) =>
          problem.status === 503 ? { redirectTo: '/wait' } : { html: `<h1>${problem.title}</h1>` },
      }),
    ],
    controllers: [FailingController],
  });
  Logger.overrideLogger(false);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());

const fail = (how: string, accept = 'application/json') => app.inject({ url: `/fail/${how}`, headers: { accept } });

describe('the error filter', () => {
  it.each([
    ['large', 413],
    ['name', 400],
    ['query', 400],
    ['store', 503],
    ['clock', 503],
    ['stopped', 503],
    ['unknown', 503],
    ['unbuilt', 503],
    ['bug', 500],
    ['thing', 500],
  ])('answers %s with %d and tells nothing of the inside', async (how, status) => {
    const response = await fail(how);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.body).not.toMatch(/secret/);
    expect(response.json()).toMatchObject({ status, type: expect.stringMatching(/^urn:anjuan:problem:/) });
    if (status === 503) expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('says of a clock that is behind who mends it, and how', async () => {
    expect((await fail('clock')).json().detail).toMatch(/系统管理员用 anjuan status 核对后校准时钟/);
  });

  it('says only of an append that its outcome is unknown, and how to learn it', async () => {
    expect((await fail('unknown')).json().detail).toMatch(/Idempotency-Key/);
    expect((await fail('store')).json().detail).not.toMatch(/Idempotency-Key|是否成功/);
  });

  it('shows a page, or leads elsewhere, when a browser asked for one', async () => {
    const page = await fail('bug', 'text/html,application/xhtml+xml');
    expect(page.statusCode).toBe(500);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.body).toBe('<h1>系统出错</h1>');
    const elsewhere = await fail('store', 'text/html');
    expect(elsewhere.statusCode).toBe(303);
    expect(elsewhere.headers['location']).toBe('/wait');
  });
});
