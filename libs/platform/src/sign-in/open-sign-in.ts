import { type Configuration, ConfigurationError } from '../configuration.js';
import { DemonstrationIssuer } from './demonstration-issuer.js';
import { keysFrom } from './key-set.js';
import { TokenVerifier } from './token-verifier.js';

export interface SignIn {
  readonly verifier: TokenVerifier;
  /** Present when no identity provider is configured. */
  readonly demonstration?: DemonstrationIssuer;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/**
 * Sign-in as configured: a provider's key set, or the demonstration issuer in the data directory. Throws
 * ConfigurationError when demonstration tokens would open the door to other machines without anybody having said so.
 */
export async function openSignIn({
  signIn,
  dataDirectory,
  host,
}: Pick<Configuration, 'signIn' | 'dataDirectory' | 'host'>): Promise<SignIn> {
  const { issuer, audience } = signIn;
  if (signIn.kind === 'provider')
    return { verifier: new TokenVerifier({ keys: await keysFrom(signIn.jwks), issuer, audience }) };
  if (!signIn.isForOthers && !LOOPBACK.test(host))
    throw new ConfigurationError([
      `HOST 是“${host}”，其他机器也能访问，而登录用的是演示令牌：请设置 ANJUAN_JWKS、ANJUAN_ISSUER 和 ` +
        'ANJUAN_AUDIENCE 接入统一身份认证；确为演示的，设置 ANJUAN_DEMONSTRATION=yes',
    ]);
  const demonstration = await DemonstrationIssuer.open(dataDirectory, signIn);
  const keys = await keysFrom(demonstration.keySetPath);
  return { verifier: new TokenVerifier({ keys, issuer, audience }), demonstration };
}
