import type { JWTPayload } from 'jose';
import { type ProblemError, unauthenticated } from '../problem.js';
import type { Claimant } from './person.js';

export const CLAIM_LIMITS = { roles: 20 } as const;

/** The last second that a clock of ours can show. */
const LAST_SECOND = 8_640_000_000_000;
/** User ids: part of a stream's name. */
export const PERSON_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;
const ROLE = /^[A-Z][A-Z_]{0,49}$/;

/**
 * Whom claims name. Unit and roles may be left out: the register of people has them. Throws ProblemError 401 that names
 * the claim which is missing or wrong.
 */
export function claimantOf({ sub, unit, roles, name, exp }: JWTPayload): Claimant {
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 100;
  if (!isText(sub) || !PERSON_ID.test(sub)) throw claimFault('sub');
  if (unit !== undefined && (!isText(unit) || !PERSON_ID.test(unit))) throw claimFault('unit');
  if (!isText(name)) throw claimFault('name');
  if (roles !== undefined && !isRoles(roles)) throw claimFault('roles');
  if (exp === undefined || exp > LAST_SECOND) throw claimFault('exp');
  return Object.freeze({
    id: sub,
    name,
    expiresAt: exp,
    ...(unit === undefined ? {} : { unit }),
    ...(roles === undefined ? {} : { roles: Object.freeze([...roles]) }),
  });
}

function isRoles(roles: unknown): roles is readonly string[] {
  if (!Array.isArray(roles) || roles.length > CLAIM_LIMITS.roles) return false;
  return roles.every((role) => typeof role === 'string' && ROLE.test(role));
}

export function claimFault(claim: string): ProblemError {
  return unauthenticated(`登录令牌的 ${claim} 缺失或者不合规定`);
}
