import type { FastifyRequest } from 'fastify';
import { assertSameOrigin, type ProblemError } from '#platform';
import type { FormFields } from './form-body.js';
import { ownPath } from './own-path.js';

/* What somebody had filled in when his session was found to be over. It goes with him through the sign-in, and nowhere else. */

export interface KeptInput {
  /** Address of the form. */
  readonly path: string;
  readonly inputs: readonly (readonly [name: string, text: string])[];
}

/** Name of the input that carries it. */
export const KEPT = 'kept';

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

export function keptText(kept: KeptInput): string {
  return JSON.stringify(kept);
}

/** What an input carried; nothing where it is not what `keptText` wrote. */
export function readKept(text: string | undefined): KeptInput | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    const { path, inputs } = JSON.parse(text) as KeptInput;
    const isPair = (input: unknown) =>
      Array.isArray(input) && input.length === 2 && input.every((part) => typeof part === 'string');
    const isWhole = Array.isArray(inputs) && inputs.every(isPair);
    return isWhole && ownPath(path) === path && path !== '/' ? { path, inputs } : undefined;
  } catch {
    return undefined;
  }
}
