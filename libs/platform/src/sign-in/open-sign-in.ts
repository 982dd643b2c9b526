import { assertSignInIsSafe, type Configuration } from '../configuration.js';
import { DemonstrationIssuer } from './demonstration-issuer.js';
import { keysFrom } from './key-set.js';
import { TokenVerifier } from './token-verifier.js';

export interface SignIn {
  readonly verifier: TokenVerifier;
  /** Present when no identity provider is configured. */
  readonly demonstration?: DemonstrationIssuer;
}

/**
 * Sign-in as configured: a provider's key set, or the demonstration issuer in the data directory. Throws
 * ConfigurationError when demonstration tokens would open the door to other machines without anybody having said so.
 */
export async function openSignIn({
  signIn,
  dataDirectory,
  host,
}: Pick<Configuration, 'signIn' | 'dataDirectory' | 'host'>): Promise<SignIn> {
  assertSignInIsSafe({ signIn, host });
  const { issuer, audience } = signIn;
  if (signIn.kind === 'provider')
    return { verifier: new TokenVerifier({ keys: await keysFrom(signIn.jwks), issuer, audience }) };
  const demonstration = await DemonstrationIssuer.open(dataDirectory, signIn);
  const keys = await keysFrom(demonstration.keySetPath);
  return { verifier: new TokenVerifier({ keys, issuer, audience }), demonstration };
}
