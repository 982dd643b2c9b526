import { peopleOf, proposable, type Register, type RegisteredCommand, ROLES } from '#enforcement';
import type { Refusal } from '#eventsourcing';
import { schemaOf } from '#fields';
import { derived, flag, listOf, type Of, object, orNull, text } from './answers.js';
import { lookAt } from './files.js';
import { ofEachRegister, question } from './question.js';
import type { Reader } from './reader.js';
import { SPOKEN, textOf } from './spoken.js';

/** What refuses a command whatever it says. */
export const REFUSAL = object({
  code: text,
  article: text,
  message: text,
  parts: SPOKEN,
  /** The first day on which it becomes possible, where waiting helps. */
  earliest: orNull(text),
});
export type RefusalShown = Of<typeof REFUSAL>;

const ACTION = object({
  command: text,
  title: text,
  article: text,
  roles: listOf(object({ role: text, title: text })),
  schema: derived<Readonly<Record<string, unknown>>>({ type: 'object' }),
  href: text,
  /** Whether the person's roles are among those that do this at all, or propose it. */
  isInRole: flag,
  /** Whether nothing is in its way now; what only its input decides is not said here. */
  isPossible: flag,
  refusal: orNull(REFUSAL),
});
const ACTIONS = object({ register: text, id: text, actions: listOf(ACTION) });
export type Action = Of<typeof ACTION>;

/** What a person may do with a record now, and if not why, by which article and from which day. */
function actionsQuestion(register: Register) {
  const { name, path, title, aggregate } = register;
  const acts = aggregate.commands.map((command) => ({
    command,
    said: {
      command: command.name,
      title: command.title,
      article: command.article,
      roles: command.roles.map((role) => ({ role, title: ROLES[role] })),
      schema: schemaOf(command.input),
    },
  }));
  return question({
    name: `list_actions_${name}`,
    title: `${title}：可办理的事项及其表单`,
    tag: title,
    path: `/${path}/:id/actions`,
    parameters: {},
    answer: ACTIONS,
    ask: async (reader, _parameters, { id = '' }) => {
      const life = await reader.lifeIfAny(register, id);
      if (life) await lookAt(reader, life);
      const own = acts.filter(({ command }) => isInRole(name, command, reader.person.roles));
      const refusals = await refusalsOf(
        reader,
        own.map(({ command }) => command),
        id,
      );
      const byName = new Map(own.map(({ command }, index) => [command.name, refusals[index]]));
      return {
        register: name,
        id,
        actions: acts.map(({ command, said }): Action => {
          const isOwn = byName.has(command.name);
          const refusal = isOwn ? (byName.get(command.name) ?? null) : notInRole(command);
          const href = `/api/${path}/${encodeURIComponent(id)}/${command.name}`;
          return { ...said, href, isInRole: isOwn, isPossible: refusal === null, refusal };
        }),
      };
    },
  });
}

export async function refusalsOf(
  reader: Reader,
  commands: readonly RegisteredCommand[],
  id: string,
): Promise<(RefusalShown | null)[]> {
  return inWords(reader, await reader.refusals(commands, id));
}

/** Refusals as this person reads them. */
export async function inWords(
  reader: Pick<Reader, 'speak'>,
  refusals: readonly (Refusal | undefined)[],
): Promise<(RefusalShown | null)[]> {
  const spoken = await reader.speak(refusals.map((refusal) => refusal?.message ?? ''));
  return refusals.map((refusal, index) => {
    if (refusal === undefined) return null;
    const { code, article, earliest } = refusal;
    return { code, article, message: textOf(spoken[index]!), parts: spoken[index]!, earliest: earliest ?? null };
  });
}

/** Whose own act it is, and who proposes it to him (呈批). */
export function isInRole(register: string, command: RegisteredCommand, roles: readonly string[]): boolean {
  const isLeadersOwn = command.approval === undefined;
  return command.roles.some((role) => roles.includes(role)) || (isLeadersOwn && isProposedBy(register, command, roles));
}

/** Officers propose what only a leader gives, and what they might also record from paper. */
export function isProposedBy(register: string, { name }: RegisteredCommand, roles: readonly string[]): boolean {
  const isOfOfficers = roles.includes('OFFICER') || roles.includes('REGISTRAR');
  return isOfOfficers && proposable(register, name) !== undefined;
}

/** That others do it. */
export function notInRole({ title, roles, article }: RegisteredCommand): RefusalShown {
  const message = `“${title}”应由${peopleOf(roles)}办理`;
  return { code: 'actor.role', article, message, parts: [message], earliest: null };
}

export const ACTION_LISTS = ofEachRegister(actionsQuestion);
