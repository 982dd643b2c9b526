import type { FastifyRequest } from 'fastify';
import type { SignedRequest } from '../sign-in/person.js';
import type { SecurityEvent } from './security-journal.js';

/** Parts of an address that are names of ours, and say what was asked; ids and what people typed are left out. */
const OURS: Readonly<Record<string, RegExp>> = { path: /^[a-z-]{1,40}$/, command: /^[A-Z][A-Za-z]{0,59}$/ };

/** Who asked from where for what, as the security log has it. */
export function askedBy(request: FastifyRequest): Omit<SecurityEvent, 'kind' | 'code'> {
  const { person, claimant } = request as SignedRequest;
  const { url: route = 'none' } = request.routeOptions;
  const params = (request.params ?? {}) as Readonly<Record<string, string>>;
  const what = route.replace(/:(path|command)\b/g, (whole, name: string) => {
    const value = params[name] ?? '';
    return OURS[name]!.test(value) ? value : whole;
  });
  return {
    person: person?.id ?? claimant?.id,
    unit: person?.unit,
    address: request.caller?.address ?? request.ip,
    what: `${request.method} ${what}`,
  };
}
