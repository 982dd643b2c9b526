import type { Register } from '#enforcement';
import { REGISTERS } from '#figures';
import type { Shape } from './answers.js';
import type { Parameters, QueryOf } from './parameters.js';
import type { Reader } from './reader.js';

/** The names in a path by their values: `id` of `/cases/:id`. */
export type Place = Readonly<Record<string, string>>;

/**
 * A question that people and programs ask: where, with which parameters, and what the answer looks like. It is asked
 * once; the JSON door and the pages only say the answer.
 */
export interface Question<P extends Parameters = Parameters, Answer = unknown> {
  /** Tells it apart for ever, in descriptions and in what is recorded of looks: `listCase`, `getMetric`. */
  readonly name: string;
  readonly title: string;
  /** The group in which the description of the API lists it. */
  readonly tag: string;
  /** Without the door's own prefix: `/cases/:id/timeline`. */
  readonly path: string;
  readonly parameters: P;
  readonly answer: Shape<Answer>;
  /** The answer for whoever the reader reads for. Throws ProblemError 400, 403, 404 and 503. */
  ask(reader: Reader, parameters: QueryOf<P>, place: Place): Promise<Answer>;
  /** The answer as plain text, where `format=text` asks for it. */
  readonly asText?: (answer: Answer) => string;
  /** The revision that the answer shows, for ETag and If-Match; none for what is past. */
  readonly revisionOf?: (answer: Answer, parameters: QueryOf<P>) => number | undefined;
}

/** A question whatever it asks and answers: the doors handle each alike. */
// biome-ignore lint/suspicious/noExplicitAny: a list of questions of different parameters; each is typed by `question`.
export type QuestionOf<Answer> = Question<any, Answer>;
// biome-ignore lint/suspicious/noExplicitAny: as above.
export type AnyQuestion = QuestionOf<any>;

/** Declares a question with the types of its parameters and its answer checked. */
export function question<P extends Parameters, Answer>(definition: Question<P, Answer>): Question<P, Answer> {
  return definition;
}

/** The same question for every register, by the register's name. */
export function ofEachRegister<Answer>(
  ask: (register: Register) => QuestionOf<Answer>,
): ReadonlyMap<string, QuestionOf<Answer>> {
  return new Map(REGISTERS.map((register) => [register.name, ask(register)]));
}
