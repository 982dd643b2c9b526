import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { aggregateNamed, lawLoop, type PeopleRule, peopleOfRegister } from '#enforcement';
import {
  type EventStore,
  MemoryDeadLetters,
  MemoryFollowerReports,
  MemoryLooks,
  MemoryReadModelStore,
  MemorySecurityLog,
  MemorySessions,
  MemoryStore,
  MemoryUploads,
  Projector,
  raising,
} from '#eventsourcing';
import { READ_MODELS } from '#figures';
import { BrowserSignIn, httpApplication, SecurityJournal, TokenVerifier } from '#platform';
import { loadStatutes } from '#statutes';
import { ApiModule } from '../api.module.js';
import type { ApiOptions } from '../api-options.js';
import { sampleLoop, sampleRegistry } from './sample-aggregate.js';

export const ISSUER = 'https://id.example.test';
export const AUDIENCE = 'anjuan';
/** As what `inject` addresses it. */
export const URL_OF_BENCH = 'http://localhost:80';

export const OFFICER = { sub: 'u-zhang', unit: 'QZ', roles: ['OFFICER'], name: '张办案' };
export const AUDITOR = { sub: 'u-shen', unit: 'QZ', roles: ['AUDITOR'], name: '沈审计' };
export const ADMINISTRATOR = { sub: 'u-guan', unit: 'QZ', roles: ['ADMINISTRATOR'], name: '管系统' };

export interface BenchOptions {
  readonly store?: EventStore;
  readonly registry?: ApiOptions['registry'];
  /** Who somebody is; whoever signs in at the bench is whom its caller says where nothing is said. */
  readonly standing?: PeopleRule;
  readonly now?: () => string;
  readonly demonstration?: ApiOptions['demonstration'];
  readonly messages?: ApiOptions['messages'];
  /** Sign-in of browsers at a provider that answers; the bench's own knows none. */
  readonly browserSignIn?: BrowserSignIn;
  /** Before the application begins. */
  readonly prepare?: (app: NestFastifyApplication) => void;
}

/** A test asks faster than any person. */
const HASTE = { personPerSecond: 1e6, strangersPerSecond: 1e6, wrongPerMinute: 1e6 };

/** The api over stores in memory, with a key of its own to sign tokens with. */
export async function apiBench(options: BenchOptions = {}) {
  const log = options.store ?? new MemoryStore(options.now);
  const store = raising(log, aggregateNamed);
  const readModelStore = new MemoryReadModelStore();
  const looks = new MemoryLooks();
  const securityLog = new MemorySecurityLog();
  const deadLetters = new MemoryDeadLetters();
  const reports = new MemoryFollowerReports();
  const projector = new Projector({ store, readModels: READ_MODELS, readModelStore });
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA' }] });
  const tokenVerifier = new TokenVerifier({ keys, issuer: ISSUER, audience: AUDIENCE });
  const browserSignIn =
    options.browserSignIn ??
    new BrowserSignIn({
      provider: { issuer: ISSUER, clientId: AUDIENCE, scope: 'openid', idClaim: 'sub' },
      url: URL_OF_BENCH,
      sessions: new MemorySessions(),
    });
  const token = (claims: object, { expires = '1h', audience = AUDIENCE, issuer = ISSUER, key = privateKey } = {}) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k1' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(expires)
      .sign(key);
  // A session names somebody and says no more.
  const signedIn = new Map<string, { readonly unit: string; readonly roles: readonly string[] }>();
  const asSignedIn: PeopleRule = (_person, { id, unit, roles }) => {
    const known = signedIn.get(id);
    return { id, unit: unit ?? known?.unit ?? '', roles: roles ?? known?.roles ?? [] };
  };
  const standing = options.standing ?? asSignedIn;
  const statutes = loadStatutes();
  const loop = options.registry ? lawLoop(store, statutes, standing) : sampleLoop(store);
  const app: NestFastifyApplication = await httpApplication(
    ApiModule.register({
      store,
      log,
      readModelStore,
      ledger: readModelStore.ledger,
      looks,
      securityLog,
      deadLetters,
      reports,
      uploads: new MemoryUploads(),
      messages: options.messages,
      projector,
      registry: options.registry ?? sampleRegistry,
      loop,
      statutes,
      people: peopleOfRegister(loop, standing),
      tokenVerifier,
      browserSignIn,
      freshnessLimitMs: 1_000,
      demonstration: options.demonstration,
      now: options.now ?? (() => new Date().toISOString()),
    }),
    { callerLimits: HASTE },
  );
  options.prepare?.(app);
  await projector.start();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const bearer = { authorization: `Bearer ${await token(OFFICER)}` };
  return {
    app,
    store,
    looks,
    securityLog,
    journal: app.get(SecurityJournal),
    deadLetters,
    reports,
    readModelStore,
    projector,
    token,
    bearer,
    browserSignIn,
    /** The cookie of a browser in which somebody is signed in. */
    cookie: async (claims: object) => {
      const { sub, name: called, unit, roles } = claims as typeof OFFICER;
      signedIn.set(sub, { unit, roles });
      const { name, value } = await browserSignIn.open({ id: sub, name: called }, 'id-token');
      return `${name}=${value}`;
    },
    as: async (claims: object) => ({ authorization: `Bearer ${await token(claims)}` }),
    /** Gives a command. */
    post: (path: string, payload: unknown, headers: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url: `/api/${path}`,
        headers: { ...bearer, 'content-type': 'application/json', ...headers },
        payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
      }),
    get: (url: string, headers: Record<string, string> = bearer) => app.inject({ method: 'GET', url, headers }),
    close: async () => {
      await app.close();
      await projector.stop();
      await log.close();
    },
  };
}
