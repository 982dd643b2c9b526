import type { JWTPayload } from 'jose';
import { type ProblemError, unauthenticated } from '../problem.js';
import type { Person } from './person.js';

export const CLAIM_LIMITS = { roles: 20 } as const;

/** The last second that a clock of ours can show. */
const LAST_SECOND = 8_640_000_000_000;
const PERSON_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;
const ROLE = /^[A-Z][A-Z_]{0,49}$/;

/** The person whom claims name. Throws ProblemError 401 that names the claim which is missing or wrong. */
export function personOf({ sub, unit, roles, name, exp }: JWTPayload): Person {
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 100;
  if (!isText(sub) || !PERSON_ID.test(sub)) throw claimFault('sub');
  if (!isText(unit) || !PERSON_ID.test(unit)) throw claimFault('unit');
  if (!isText(name)) throw claimFault('name');
  if (!Array.isArray(roles) || roles.length > CLAIM_LIMITS.roles) throw claimFault('roles');
  if (!roles.every((role): role is string => typeof role === 'string' && ROLE.test(role))) throw claimFault('roles');
  if (exp === undefined || exp > LAST_SECOND) throw claimFault('exp');
  return Object.freeze({ id: sub, unit, roles: Object.freeze([...roles]), name, expiresAt: exp });
}

export function claimFault(claim: string): ProblemError {
  return unauthenticated(`登录令牌的 ${claim} 缺失或者不合规定`);
}
