import type { FastifyRequest } from 'fastify';
import { assertSameOrigin, type ProblemError } from '#platform';
import type { FormFields } from './form-body.js';
import { ownPath } from './own-path.js';

/* What somebody had filled in when his session was found to be over. It stays in his browser while he signs in. */

export interface KeptInput {
  /** Address of the form. */
  readonly path: string;
  readonly inputs: readonly (readonly [name: string, text: string])[];
}

/** The form that a request sent; none where another site made the browser send it, or where it was none of an act. */
export function keptOf(request: FastifyRequest): KeptInput | undefined {
  if (request.method !== 'POST') return undefined;
  try {
    assertSameOrigin(request);
  } catch (error) {
    if ((error as ProblemError).problem === undefined) throw error;
    return undefined;
  }
  const fields = request.body as FormFields | undefined;
  if (fields?.['_key'] === undefined) return undefined;
  const inputs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((text) => [name, text] as const));
  return { path: ownPath(request.url), inputs };
}
