import { randomUUID } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import cookie from '@fastify/cookie';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Telemetry } from '#telemetry';
import { watchCallers } from './callers/caller.js';
import { CALLER_LIMITS, type CallerLimits } from './callers/caller-limits.js';
import { Callers } from './callers/callers.js';
import { addressFault } from './configuration.js';
import { HTTP_LIMITS } from './http-limits.js';
import { HttpLoad } from './http-load.js';
import { readJsonBody } from './json-body.js';
import { nestLog } from './nest-log.js';
import { PROBLEM_TYPE, problemOfDoor } from './problem.filter.js';

/**
 * What every answer tells a browser: nothing but our own files, framed by nobody, sniffed by nobody, and nothing stays
 * behind on a desk that several people use (the few answers without names or money say otherwise). Written out, because
 * @fastify/helmet puts the same lines together anew for each request, a twentieth of its time.
 */
const SECURITY_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
} as const;

export interface HttpApplicationOptions {
  readonly telemetry?: Telemetry | undefined;
  /** Addresses and networks of the proxies before us. */
  readonly proxies?: readonly string[] | undefined;
  readonly callerLimits?: Partial<CallerLimits>;
  readonly timeouts?: Timeouts;
}

type Timeouts = { readonly [Name in 'requestTimeoutMs' | 'checkTimeoutsMs' | 'answerMs']: number };

/** A Nest application on Fastify with the limits and headers of every door of ours. Not yet listening. */
export async function httpApplication(
  module: DynamicModule,
  { telemetry, proxies = [], callerLimits, timeouts = HTTP_LIMITS }: HttpApplicationOptions = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: HTTP_LIMITS.bodyBytes,
    requestTimeout: timeouts.requestTimeoutMs,
    handlerTimeout: timeouts.answerMs,
    http: {
      requestTimeout: timeouts.requestTimeoutMs,
      headersTimeout: timeouts.requestTimeoutMs,
      connectionsCheckingInterval: timeouts.checkTimeoutsMs,
    },
    connectionTimeout: HTTP_LIMITS.connectionTimeoutMs,
    keepAliveTimeout: HTTP_LIMITS.keepAliveTimeoutMs,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    requestIdHeader: false,
    genReqId: correlationId,
    // What the router itself refuses never reaches Nest and its filter.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const status = error.statusCode ?? 400;
      void reply
        .status(status)
        .headers(SECURITY_HEADERS)
        .type(PROBLEM_TYPE)
        .send(JSON.stringify(problemOfDoor(status, error.code, request)));
    },
    clientErrorHandler: refuseConnection,
    routerOptions: { maxParamLength: HTTP_LIMITS.pathPartLength },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: telemetry ? nestLog(telemetry.log) : ['error', 'warn'],
  });
  const fastify = adapter.getInstance();
  fastify.server.maxConnections = HTTP_LIMITS.connections;
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, readJsonBody);
  await app.register(cookie);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(SECURITY_HEADERS).header('x-correlation-id', request.id);
    done();
  });
  const load = new HttpLoad(telemetry);
  load.watch(fastify);
  watchCallers(fastify, { callers: new Callers({ ...CALLER_LIMITS, ...callerLimits }), proxies, telemetry });
  telemetry?.queues(() => load.queues());
  return app;
}

const SECURITY_LINES = Object.entries(SECURITY_HEADERS)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');

/** What is no HTTP, too long a header, or a request that does not arrive: Node ends it before Fastify knows of it. */
function refuseConnection(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  const body = JSON.stringify(problemOfDoor(status, error.code));
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${SECURITY_LINES}content-type: ${PROBLEM_TYPE}\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  socket.destroySoon();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Id that ties a request to what follows from it: the caller's (X-Correlation-Id or a W3C traceparent), else a new one. */
function correlationId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-correlation-id'];
  if (typeof given === 'string' && UUID.test(given)) return given;
  const { traceparent } = request.headers;
  const trace = typeof traceparent === 'string' ? /^00-([0-9a-f]{32})-[0-9a-f]{16}-/.exec(traceparent)?.[1] : undefined;
  if (trace === undefined) return randomUUID();
  return [trace.slice(0, 8), trace.slice(8, 12), trace.slice(12, 16), trace.slice(16, 20), trace.slice(20)].join('-');
}

/** Listens and returns the URL; `portVariable` is named when the port cannot be had. Throws ConfigurationError when the address cannot be had. */
export async function listen(
  app: NestFastifyApplication,
  { host, port }: { readonly host: string; readonly port: number },
  portVariable = 'PORT',
): Promise<string> {
  try {
    await app.init();
    // Fastify's own listen: Nest's logs the error before it hands it on, and the operator gets a sentence from us.
    return await app.getHttpAdapter().getInstance().listen({ host, port });
  } catch (error) {
    throw addressFault(error, { host, port }, portVariable) ?? error;
  }
}

/** A connection whose request ended while the server was closing is closed this soon afterwards. */
const IDLE_SWEEP_MS = 50;

/** Stops taking requests, lets those in flight finish within `shutdownMs`, and closes. */
export async function closeApplication(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  // Closing a server closes what is idle then; a connection kept alive that becomes idle later would hold it open.
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const limit = setTimeout(() => server.closeAllConnections(), HTTP_LIMITS.shutdownMs);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(limit);
  }
}
