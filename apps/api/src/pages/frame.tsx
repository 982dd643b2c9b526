import type { ComponentChildren } from 'preact';
import { ROLES } from '#enforcement';
import { REGISTERS } from '#figures';
import type { Person } from '#platform';
import { mayAsk, mayAskForFigures } from '../questions/scope.js';
import { html, Layout, type Place } from '../ui/layout.js';
import { STYLE_PATH } from './assets.js';

/** Registers that stand by themselves behind the others: what people work on comes before whom it is done with. */
const ORGANISATION = ['unit', 'officer'];

/** The Chinese names of a person's roles. */
export function roleTitles({ roles }: Pick<Person, 'roles'>): string {
  return roles.map((role) => (ROLES as Readonly<Record<string, string>>)[role] ?? role).join('、');
}

/** Where a person may go: his desk and the registers of matters, those of units and people, figures, looks. */
function placesFor(person: Person): Place[][] {
  const registers = (isOfOrganisation: boolean) =>
    REGISTERS.filter(
      (register) => ORGANISATION.includes(register.name) === isOfOrganisation && mayAsk(person, register),
    ).map(({ path, title }) => ({ href: `/${path}`, title }));
  return [
    [{ href: '/', title: '工作台' }, ...registers(false)],
    registers(true),
    mayAskForFigures(person)
      ? [
          { href: '/reports', title: '年报' },
          { href: '/metrics', title: '指标' },
        ]
      : [],
    person.roles.includes('AUDITOR') ? [{ href: '/looks', title: '查阅记录' }] : [],
  ].filter((group) => group.length > 0);
}

/** A page in its frame, as a browser gets it. */
export function framed({
  title,
  body,
  person,
  here,
  script,
}: {
  readonly title: string;
  readonly body: ComponentChildren;
  readonly person: Person | undefined;
  readonly here?: string | undefined;
  readonly script?: string;
}): string {
  return html(
    <Layout
      title={title}
      person={person && { name: person.name, roles: roleTitles(person) }}
      places={person ? placesFor(person) : []}
      here={here}
      style={STYLE_PATH}
      script={script}
    >
      {body}
    </Layout>,
  );
}
