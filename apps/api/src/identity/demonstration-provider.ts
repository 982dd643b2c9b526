import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JWK } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';
import { assertSameOrigin, type ProviderSettings } from '#platform';
import { PAGE_TYPE } from '../pages/page.js';
import type { DemonstrationPerson } from './demonstration-person.js';
import { MemoryAdapter } from './memory-adapter.js';
import { choicePage, leavingPage, troublePage } from './provider.page.js';

/* 演示用的统一身份认证: a provider of OpenID Connect in the same process, where one chooses whom to be. */

/** Under this path of ours it answers. */
export const PROVIDER_PATH = '/identity';

export interface DemonstrationProviderOptions {
  /** The address by which people reach us. */
  readonly url: string;
  readonly people: readonly DemonstrationPerson[];
  /** Signs what the provider says; EdDSA. */
  readonly key: JWK;
}

/** Time to choose, and how long one stays signed in at the provider, in seconds. */
const TTL = {
  Interaction: 3600,
  Session: 12 * 3600,
  Grant: 12 * 3600,
  AuthorizationCode: 60,
  AccessToken: 60,
  IdToken: 3600,
} as const;

/** The provider, and how we are known to it. */
export function demonstrationProvider({ url, people, key }: DemonstrationProviderOptions) {
  const settings: ProviderSettings & { readonly clientSecret: string } = {
    issuer: `${url}${PROVIDER_PATH}`,
    clientId: 'anjuan',
    clientSecret: randomBytes(32).toString('base64url'),
    scope: 'openid profile',
    idClaim: 'sub',
  };
  const configuration: Configuration = {
    adapter: MemoryAdapter,
    clients: [
      {
        client_id: settings.clientId,
        client_secret: settings.clientSecret,
        redirect_uris: [`${url}/sign-in/callback`],
        post_logout_redirect_uris: [`${url}/sign-in`],
        id_token_signed_response_alg: 'EdDSA',
      },
    ],
    jwks: { keys: [key as never] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => {
      const person = people.find((one) => one.id === id);
      if (person === undefined) return undefined;
      return { accountId: id, claims: () => ({ sub: id, name: person.name }) };
    },
    // We are the only client: nobody is asked whether we may know who he is.
    loadExistingGrant: async (context) => {
      const { provider, client, session } = context.oidc;
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
      grant.addOIDCScope(settings.scope);
      await grant.save();
      return grant;
    },
    interactions: { url: (_context, { uid }) => `${PROVIDER_PATH}/choose/${uid}` },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = leavingPage(form);
        },
        postLogoutSuccessSource: (context) => {
          context.redirect('/sign-in');
        },
      },
    },
    renderError: (context, { error }) => {
      context.type = PAGE_TYPE;
      context.body = troublePage(error);
    },
    ttl: TTL,
  };
  const provider = new Provider(settings.issuer, configuration);
  return { provider, settings, people };
}

/** Lets the provider answer under its path. To be called before the application begins to listen. */
export function mountDemonstrationProvider(
  app: NestFastifyApplication,
  { provider, people }: ReturnType<typeof demonstrationProvider>,
): void {
  const answer = provider.callback();
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  void fastify.register(
    async (scope: FastifyInstance) => {
      scope.removeAllContentTypeParsers();
      // The provider reads its bodies itself.
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.get<{ Params: { uid: string } }>('/choose/:uid', async (request, reply) => {
        try {
          await provider.interactionDetails(request.raw, reply.raw);
        } catch {
          // An old address: nobody is about to sign in by it.
          return reply.redirect('/sign-in', 303);
        }
        return reply.type(PAGE_TYPE).send(choicePage(people, `${PROVIDER_PATH}/choose/${request.params.uid}`));
      });
      scope.post<{ Params: { uid: string; person: string } }>('/choose/:uid/:person', async (request, reply) => {
        assertSameOrigin(request);
        const login = { accountId: request.params.person };
        try {
          return reply.redirect(await provider.interactionResult(request.raw, reply.raw, { login }), 303);
        } catch {
          // Chosen too late, or twice.
          return reply.redirect('/sign-in', 303);
        }
      });
      scope.all('/*', (request, reply) => pass(answer, request, reply));
    },
    { prefix: PROVIDER_PATH },
  );
}

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Hands a request over as it came, with the headers that every answer of ours has. */
function pass(answer: Answer, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  const raw = request.raw as IncomingMessage & { originalUrl?: string };
  // The provider tells by both where it is mounted.
  raw.originalUrl = raw.url!;
  raw.url = raw.url!.slice(PROVIDER_PATH.length);
  void answer(raw, reply.raw);
}
