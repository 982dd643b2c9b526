import { peopleOf, type Register, type RegisteredCommand } from '#enforcement';
import { fold } from '#eventsourcing';
import { schemaOf } from '#fields';
import { forbidden, notFound } from '#platform';
import { provisionsOf } from '#statutes';
import { isInRole, notInRole, REFUSAL, refusalsOf } from './actions.js';
import { derived, flag, listOf, type Of, object, orNull, text, whole } from './answers.js';
import { lookAt } from './files.js';
import { drafted } from './form-draft.js';
import { ofEachRegister, question } from './question.js';

const FORM = object({
  register: text,
  id: text,
  command: text,
  title: text,
  article: text,
  /** What it is, in sentences. */
  help: listOf(text),
  /** What the law says that it rests on, word for word, as far as it is held. */
  law: listOf(object({ title: text, lines: listOf(text) })),
  /** Whether it cannot be undone: it is to be shown once more before it is given. */
  isFinal: flag,
  /** Whether a leader has to approve it, as the record stands. */
  needsApproval: flag,
  /** The revision of the record that the draft was made from, for If-Match; null where it is not there yet. */
  revision: orNull(whole),
  refusal: orNull(REFUSAL),
  schema: derived<Readonly<Record<string, unknown>>>({ type: 'object' }),
  /** Parties of whom it is asked which the act is about; none where that goes without saying. */
  parties: listOf(object({ id: text, name: text })),
  /** What is known already of what it may say. */
  draft: derived<Readonly<Record<string, unknown>>>({ type: 'object' }),
});
export type FormAnswer = Of<typeof FORM>;

/** A command before it is given: what it is, what is in its way, and what is known already of what it will say. */
function formQuestion(register: Register) {
  const { name, path, title, aggregate } = register;
  return question({
    name: `get_form_${name}`,
    title: `${title}：一个办理事项的表单和草稿`,
    tag: title,
    path: `/${path}/:id/forms/:command`,
    parameters: {},
    answer: FORM,
    ask: async (reader, _parameters, { id = '', command: asked = '' }) => {
      const command = commandOf(register, asked);
      // Whose it is comes first: who may not see it is told nothing of it.
      const life = await reader.lifeIfAny(register, id);
      if (!isInRole(name, command, reader.person.roles))
        throw forbidden(notInRole(command).message, { roles: command.roles });
      if (life) await lookAt(reader, life);
      const [[refusal], units] = await Promise.all([refusalsOf(reader, [command], id), reader.units()]);
      const state = fold(aggregate, aggregate.initialState, life?.events ?? []);
      const { input, article, isFinal } = command;
      const draft = drafted(input, command.draft(state, reader.person), {
        now: reader.now,
        territory: units.get(reader.person.unit)?.territoryCode,
      });
      return {
        register: name,
        id,
        command: command.name,
        title: command.title,
        article,
        help: helpOf(register, command),
        law: provisionsOf(article, reader.today).map(({ title: cited, lines }) => ({
          title: cited,
          lines: [...lines],
        })),
        isFinal,
        needsApproval: command.approval !== undefined && command.approval.isNeeded?.({}, state) !== false,
        revision: life?.events.at(-1)?.revision ?? null,
        refusal: refusal ?? null,
        schema: schemaOf(input),
        parties: [...(aggregate.standings?.toChoose(state, command.records) ?? [])],
        draft,
      };
    },
  });
}

/** Throws ProblemError 404 that names what there is. */
export function commandOf({ title, aggregate }: Register, name: string): RegisteredCommand {
  const command = aggregate.commands.find((one) => one.name === name);
  if (command !== undefined) return command;
  throw notFound(`${title}没有名为 ${name} 的办理事项`, { known: aggregate.commands.map((one) => one.name) });
}

/** More phases than these are no help to anybody. */
const PHASES_TOLD = 4;

/** Who does it by which article, and when or with what outcome: two sentences, from the declaration. */
export function helpOf(register: Register, command: RegisteredCommand): string[] {
  const { title, roles, article, approval, isFinal } = command;
  // Where only some need it, that hangs on what is filled in.
  const isApproved = approval !== undefined && approval.isNeeded === undefined;
  const who = `“${title}”由${peopleOf(roles)}办理，${isApproved ? '须经机关负责人批准，' : ''}依据${article}。`;
  const otherwise = isFinal ? '办理后不能撤回，确认以前再核对一遍' : `办理后记入${register.noun}的办理经过`;
  return [who, `${courseOf(register, command) || otherwise}。`];
}

/** In which phases it is done, and to which it leads; nothing where it is done in nearly all and leads to none. */
function courseOf({ noun, phases, aggregate }: Register, { records }: RegisteredCommand): string {
  const step = records === undefined ? undefined : aggregate.life?.step(records);
  if (step === undefined) return '';
  const from = step.from.filter((phase) => phase !== aggregate.life?.unborn);
  const to = typeof step.to === 'string' ? phases[step.to] : undefined;
  const begins = step.from.length > from.length;
  const when =
    begins || from.length > PHASES_TOLD
      ? ''
      : `${noun}为${from.map((phase) => `“${phases[phase]}”`).join('或者')}时可以办理`;
  const after = to === undefined ? '' : begins ? `办理后登记为“${to}”` : `办理后转为“${to}”`;
  return [when, after].filter((part) => part !== '').join('，');
}

export const FORMS = ofEachRegister(formQuestion);
