import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { unauthenticated, unavailable } from '../problem.js';
import { claimantOf, claimFault } from './claims.js';
import type { Claimant } from './person.js';

export const TOKEN_LIMITS = {
  /** Characters of a token. */
  length: 8_192,
  /** Verified tokens that are remembered. */
  remembered: 10_000,
  /** A verified token is trusted this long without looking at the keys again, so that a withdrawn key takes effect. */
  rememberedMs: 60_000,
  /** Clocks of two machines may differ by this much. */
  clockToleranceS: 5,
} as const;

/** Signatures that are accepted; never `none`, never a shared secret. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'RS256'] as const;

export interface TokenVerifierOptions {
  /** The key set: `keysFrom(…)`, or any of jose's. */
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  /** Milliseconds since 1970; the system's clock by default. */
  readonly now?: () => number;
}

interface Remembered {
  readonly claimant: Claimant;
  readonly untilMs: number;
}

/** Turns a signed token into whom it names. Throws ProblemError 401, or 503 when the keys cannot be had. */
export class TokenVerifier {
  private readonly remembered = new Map<string, Remembered>();
  private readonly now: () => number;

  constructor(private readonly options: TokenVerifierOptions) {
    this.now = options.now ?? Date.now;
  }

  async verify(token: string): Promise<Claimant> {
    const now = this.now();
    const known = this.remembered.get(token);
    if (known && now < known.untilMs) return known.claimant;
    if (known) this.remembered.delete(token);
    const claimant = await this.check(token, now);
    this.remember(token, claimant, now);
    return claimant;
  }

  private async check(token: string, now: number): Promise<Claimant> {
    if (token.length > TOKEN_LIMITS.length) throw unauthenticated('登录令牌过长');
    try {
      const { payload } = await jwtVerify(token, this.options.keys, {
        issuer: this.options.issuer,
        audience: this.options.audience,
        algorithms: [...ALGORITHMS],
        requiredClaims: ['sub', 'name', 'exp'],
        clockTolerance: TOKEN_LIMITS.clockToleranceS,
        currentDate: new Date(now),
      });
      return claimantOf(payload);
    } catch (error) {
      throw reason(error);
    }
  }

  private remember(token: string, claimant: Claimant, now: number): void {
    const untilMs = Math.min(now + TOKEN_LIMITS.rememberedMs, claimant.expiresAt * 1000);
    this.remembered.set(token, { claimant, untilMs });
    if (this.remembered.size > TOKEN_LIMITS.remembered) {
      // In the order of insertion the first was verified longest ago: it ends first, or the token itself does.
      const oldest = this.remembered.keys().next().value;
      if (oldest !== undefined) this.remembered.delete(oldest);
    }
  }
}

function reason(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return unauthenticated('登录已经过期，请重新登录');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return unauthenticated('登录令牌不是发给本系统的');
    if (error.claim === 'iss') return unauthenticated('登录令牌不是由认可的机构签发的');
    if (error.claim === 'nbf') return unauthenticated('登录令牌尚未生效');
    return claimFault(error.claim);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return unauthenticated('登录令牌的签名无效');
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return unauthenticated('登录令牌的签名算法不被接受');
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return unauthenticated('登录令牌的签名密钥不被认可');
  if (
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    !(error instanceof errors.JOSEError)
  )
    return error instanceof Error && error.name === 'ProblemError'
      ? error
      : unavailable('暂时取不到登录令牌的验证密钥，请稍后再试', 5);
  return unauthenticated('登录令牌的格式有误');
}
