import { parse, v5, v7 } from 'uuid';
import { badInput } from './problem.js';

export const MAX_IDEMPOTENCY_KEY = 200;

/** As bytes, and so are the names: uuid turns texts into bytes character by character, each time. */
const NAMESPACE = parse('6f1d3a5e-6c0b-5a55-9a1e-2b7d3c4f8e90');
const PRINTABLE = /^[\x20-\x7e]{1,200}$/;

/**
 * Id of a command that may be sent again: the same person, aggregate, command and key give the same id, so the store
 * answers the repetition with the first outcome. Throws ProblemError 400 on a key that is not 1 to 200 printable
 * ASCII characters.
 */
export function commandIdOf(of: {
  readonly actorId: string;
  readonly aggregate: string;
  readonly id: string;
  readonly name: string;
  readonly key: string;
}): string {
  if (!PRINTABLE.test(of.key))
    throw badInput([{ path: 'Idempotency-Key', message: `应为 1 至 ${MAX_IDEMPOTENCY_KEY} 个可打印的 ASCII 字符` }]);
  return v5(Buffer.from(JSON.stringify([of.actorId, of.aggregate, of.id, of.name, of.key])), NAMESPACE);
}

/** Id of a command without a key: sent again, it is another command. */
export function unrepeatableCommandId(): string {
  return v7();
}
