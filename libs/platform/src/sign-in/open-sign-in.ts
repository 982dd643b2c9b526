import { createLocalJWKSet } from 'jose';
import { assertSignInIsSafe, type Configuration } from '../configuration.js';
import { DemonstrationIssuer } from './demonstration-issuer.js';
import { keysFrom } from './key-set.js';
import type { ProviderSettings } from './open-id-provider.js';
import { TokenVerifier } from './token-verifier.js';

export interface SignIn {
  /** Of the tokens of programs. */
  readonly verifier: TokenVerifier;
  /** Where people sign in; undefined where only programs come in, or the demonstration's own provider is to be had. */
  readonly provider?: ProviderSettings | undefined;
  /** Present when no identity provider is configured. */
  readonly demonstration?: DemonstrationIssuer;
}

/**
 * Sign-in as configured: a provider's, or the demonstration issuer in the data directory. Throws ConfigurationError when
 * the demonstration would open the door to other machines without anybody having said so.
 */
export async function openSignIn({
  signIn,
  dataDirectory,
  host,
}: Pick<Configuration, 'signIn' | 'dataDirectory' | 'host'>): Promise<SignIn> {
  assertSignInIsSafe({ signIn, host });
  if (signIn.kind === 'provider') {
    const { tokens, browsers: provider } = signIn;
    if (tokens === undefined) return { verifier: NO_TOKENS, provider };
    const { jwks, issuer, audience } = tokens;
    return { verifier: new TokenVerifier({ keys: await keysFrom(jwks), issuer, audience }), provider };
  }
  const { issuer, audience } = signIn;
  const demonstration = await DemonstrationIssuer.open(dataDirectory, signIn);
  const keys = await keysFrom(demonstration.keySetPath);
  return { verifier: new TokenVerifier({ keys, issuer, audience }), demonstration };
}

/** Where no keys are configured no token is good. */
const NO_TOKENS = new TokenVerifier({ keys: createLocalJWKSet({ keys: [] }), issuer: '', audience: '' });
