import { ROLES } from '#enforcement';
import { REGISTERS, registerNamed } from '#figures';
import { badInput, forbidden } from '#platform';
import { instantsOf } from '#statutes';
import { derived, listOf, moment, type Of, object, orNull, text } from './answers.js';
import { choice, day, PAGE, pageOf, words } from './parameters.js';
import { question } from './question.js';
import { NAMES } from './shown.js';

/* Who looked at whom (DOMAIN G40): readable by the auditor, of the units in his sight. */

const LOOK = object({
  at: moment,
  person: text,
  unit: text,
  roles: listOf(object({ role: text, title: text })),
  /** Path of what was asked: `/cases/:id`. */
  question: text,
  register: orNull(text),
  registerTitle: orNull(text),
  id: orNull(text),
  /** Address of the record that was looked at. */
  path: orNull(text),
  filter: orNull(derived<object>({ type: 'object' })),
});
const LOOKS_ANSWER = object({ looks: listOf(LOOK), next: orNull(text), names: NAMES });
export type LookShown = Of<typeof LOOK>;

const TITLES = Object.fromEntries(REGISTERS.map(({ name, title }) => [name, title]));

export const LOOKS = question({
  name: 'list_looks',
  title: '查阅记录（审计）',
  tag: '查询',
  path: '/looks',
  parameters: {
    person: words('查阅人编号'),
    register: choice('被查阅的档案种类', TITLES),
    id: words('被查阅的档案编号，与 register 一同给出'),
    from: day('查阅日起'),
    to: day('查阅日止'),
    limit: PAGE.limit,
    cursor: PAGE.cursor,
  },
  answer: LOOKS_ANSWER,
  ask: async (reader, { person, register, id, from, to, ...page }) => {
    const scope = await reader.scope();
    scope.assertSeesFigures('查阅记录');
    if (!reader.person.roles.includes('AUDITOR'))
      throw forbidden(`查阅记录只供${ROLES.AUDITOR}查阅`, { roles: ['AUDITOR'] });
    if (id !== undefined && register === undefined) throw badInput([{ path: 'id', message: '应与 register 一同给出' }]);
    const { looks, next } = await reader.looks({
      ...pageOf(page),
      person,
      register,
      id,
      from: from && instantsOf(from).first,
      to: to && instantsOf(to).last,
    });
    return {
      looks: looks.map((look): LookShown => {
        const of = look.register === undefined ? undefined : registerNamed(look.register);
        return {
          at: look.at,
          person: look.person,
          unit: look.unit,
          roles: look.roles.map((role) => ({ role, title: (ROLES as Readonly<Record<string, string>>)[role] ?? role })),
          question: look.question,
          register: look.register ?? null,
          registerTitle: of?.title ?? null,
          id: look.id ?? null,
          path: of && look.id !== undefined ? `/${of.path}/${encodeURIComponent(look.id)}` : null,
          filter: look.filter ?? null,
        };
      }),
      next: next ?? null,
      names: await reader.names(
        looks.map((look) => look.person),
        looks.map((look) => look.unit),
      ),
    };
  },
});
