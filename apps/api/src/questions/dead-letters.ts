import { DEAD_LETTER_STATES, type DeadLetterStep, type KeptDeadLetter } from '#eventsourcing';
import { inboundKind, maskedContent } from '#exchange';
import { day, derived, listOf, moment, type Of, object, orNull, text, whole } from './answers.js';
import type { OperationsReader } from './operations-reader.js';
import { choice, PAGE, pageOf } from './parameters.js';
import { question } from './question.js';
import { NAMES } from './shown.js';

/*
 * Messages from other systems that could not become a command, for whoever runs the house: which, from where, why, and
 * what was done about it. Of what they say only what the marks of the fields leave.
 */

const STEP = object({
  at: moment,
  what: text,
  person: orNull(text),
  reason: orNull(text),
  /** The record that it became. */
  stream: orNull(text),
});
const LETTER = object({
  id: text,
  state: text,
  stateTitle: text,
  receivedAt: moment,
  topic: text,
  partition: whole,
  offset: text,
  bytes: whole,
  sender: orNull(text),
  senderTitle: orNull(text),
  kind: orNull(text),
  kindTitle: orNull(text),
  sourceId: orNull(text),
  subject: orNull(text),
  unit: orNull(text),
  code: text,
  reason: text,
  article: orNull(text),
  earliest: orNull(day),
  steps: listOf(STEP),
});
export type LetterShown = Of<typeof LETTER>;

const LETTERS_ANSWER = object({ letters: listOf(LETTER), next: orNull(text), names: NAMES });
const LETTER_ANSWER = object({
  letter: LETTER,
  /** What it says, without what names anybody; null where it cannot be told what stands where, or is kept no more. */
  content: orNull(derived<Readonly<Record<string, unknown>>>({ type: 'object' })),
  names: NAMES,
});

export const DEAD_LETTERS = question({
  name: 'list_dead_letters',
  title: '死信：未能办理的消息',
  tag: '运行',
  path: '/status/dead-letters',
  parameters: { state: choice('处理情况', DEAD_LETTER_STATES), limit: PAGE.limit, cursor: PAGE.cursor },
  answer: LETTERS_ANSWER,
  ask: async (reader, { state, ...page }) => {
    const { operations } = reader;
    const { letters, next } = await operations.letters({ ...pageOf(page), state });
    return {
      letters: letters.map((letter) => shown(letter, operations)),
      next: next ?? null,
      names: await reader.names(peopleOf(letters), unitsOf(letters)),
    };
  },
});

export const DEAD_LETTER = question({
  name: 'get_dead_letter',
  title: '一封死信',
  tag: '运行',
  path: '/status/dead-letters/:id',
  parameters: {},
  answer: LETTER_ANSWER,
  ask: async (reader, _parameters, { id = '' }) => {
    const { operations } = reader;
    const letter = await operations.letter(id);
    const sender = operations.messages?.senders.find((one) => one.id === letter.sender);
    return {
      letter: shown(letter, operations),
      content: (sender && maskedContent(letter.value, sender)) ?? null,
      names: await reader.names(peopleOf([letter]), unitsOf([letter])),
    };
  },
});

function shown(letter: KeptDeadLetter, { messages }: OperationsReader): LetterShown {
  const { sender = null, kind = null } = letter;
  const last = letter.steps.findLast((step) => step.kind === 'refused');
  // Why it is open now; why it came is in its first refusal.
  const { code, reason, article = null, earliest = null } = last ?? letter;
  return {
    id: letter.id,
    state: letter.state,
    stateTitle: DEAD_LETTER_STATES[letter.state],
    receivedAt: letter.receivedAt,
    topic: letter.topic,
    partition: letter.partition,
    offset: letter.offset,
    bytes: letter.bytes,
    sender,
    senderTitle: messages?.senders.find(({ id }) => id === sender)?.title ?? null,
    kind,
    kindTitle: kind === null ? null : (inboundKind(`cn.anjuan.in.${kind}`)?.command.title ?? null),
    sourceId: letter.sourceId ?? null,
    subject: letter.subject ?? null,
    unit: letter.unit ?? null,
    ...{ code, reason, article, earliest },
    steps: letter.steps.map((step) => ({
      at: step.at,
      what: STEPS[step.kind],
      person: 'person' in step ? step.person : null,
      reason: 'reason' in step ? step.reason : null,
      stream: 'stream' in step ? step.stream : null,
    })),
  };
}

const STEPS: Readonly<Record<DeadLetterStep['kind'], string>> = {
  asked: '要求重放',
  refused: '重放仍未能办理',
  done: '重放成功',
  'given-up': '放弃',
};

function peopleOf(letters: readonly KeptDeadLetter[]): string[] {
  return letters.flatMap(({ steps }) => steps.flatMap((step) => ('person' in step ? [step.person] : [])));
}

function unitsOf(letters: readonly KeptDeadLetter[]): string[] {
  return letters.flatMap(({ unit }) => (unit === undefined ? [] : [unit]));
}
