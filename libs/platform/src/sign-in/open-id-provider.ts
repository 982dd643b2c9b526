import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { unauthenticated, unavailable } from '../problem.js';

export const PROVIDER_LIMITS = {
  /** Longest wait for an answer of the provider. */
  answerS: 5,
} as const;

/** 统一身份认证, as the bureau's provider knows us. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Left out for a client that proves itself by PKCE alone. */
  readonly clientSecret?: string | undefined;
  readonly scope: string;
  /** The claim in which the provider says the user id of ours. */
  readonly idClaim: string;
}

/** What a browser keeps between going to the provider and coming back. */
export interface Underway {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What the provider says of who came back. */
export interface Vouched {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly idToken: string;
}

/**
 * A provider of OpenID Connect, by the authorization code flow with PKCE. It is asked for its addresses when somebody
 * first signs in, and again after that failed: a provider that is away keeps no process from starting.
 */
export class OpenIdProvider {
  private found: Promise<Configuration> | undefined;

  /** @param redirectUri where the provider sends people back to. */
  constructor(
    private readonly settings: ProviderSettings,
    private readonly redirectUri: string,
  ) {}

  /** The provider's address to go to. Throws ProblemError 503 where it is away. */
  async begin(): Promise<{ readonly url: string; readonly underway: Underway }> {
    const underway = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const url = buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: this.redirectUri,
      scope: this.settings.scope,
      state: underway.state,
      nonce: underway.nonce,
      code_challenge: await calculatePKCECodeChallenge(underway.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, underway };
  }

  /** Takes the code that somebody came back with. Throws ProblemError 401, or 503 where the provider is away. */
  async finish(query: string, { state, nonce, verifier }: Underway): Promise<Vouched> {
    const configuration = await this.configuration();
    try {
      const tokens = await authorizationCodeGrant(configuration, new URL(`${this.redirectUri}${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return { claims: tokens.claims()!, idToken: tokens.id_token! };
    } catch (error) {
      if (isAway(error)) throw away();
      // What the provider says is for whoever looks after it; people are told what to do.
      throw unauthenticated('统一身份认证没有认可这次登录，请重新登录');
    }
  }

  /** Where to go to be signed out there as well; undefined where the provider has no such address or is away. */
  async end(idToken: string, backTo: string): Promise<string | undefined> {
    try {
      const configuration = await this.configuration();
      return buildEndSessionUrl(configuration, { id_token_hint: idToken, post_logout_redirect_uri: backTo }).href;
    } catch {
      return undefined;
    }
  }

  private configuration(): Promise<Configuration> {
    this.found ??= this.discover().catch(() => {
      this.found = undefined;
      throw away();
    });
    return this.found;
  }

  private discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const server = new URL(issuer);
    return discovery(
      server,
      clientId,
      undefined,
      clientSecret === undefined ? None() : ClientSecretBasic(clientSecret),
      {
        timeout: PROVIDER_LIMITS.answerS,
        // Plain http reaches this machine alone: the configuration refuses it elsewhere.
        ...(server.protocol === 'http:' ? { execute: [allowInsecureRequests] } : {}),
      },
    );
  }
}

function away() {
  return unavailable('统一身份认证暂时无法访问，请稍后再试', 5);
}

/** No answer, or one of a server that is in trouble: nothing was said of the person. */
function isAway(error: unknown): boolean {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  if (code === 'OAUTH_TIMEOUT' || error instanceof TypeError) return true;
  return code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' && cause instanceof Response && cause.status >= 500;
}
