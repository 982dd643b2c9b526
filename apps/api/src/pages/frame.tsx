import type { ComponentChildren } from 'preact';
import { type Register, ROLES } from '#enforcement';
import type { Person } from '#platform';
import type { LegalDay } from '#statutes';
import type { SightAnswer } from '../questions/sight.js';
import { html, Layout, type Place } from '../ui/layout.js';
import { ISLANDS_PATH, STYLE_PATH } from './assets.js';
import { DemonstrationBanner } from './demonstration-banner.js';

/** Registers that stand by themselves behind the others: what people work on comes before who works on it. */
const ORGANISATION = ['units', 'officers'];

/** What people call a register where the line of places is short; its title where nothing is said. */
const SHORT: Readonly<Record<string, string>> = {
  coordinations: '协同',
  disputes: '争议',
  referrals: '移送',
  remedies: '复议诉讼',
  'administrative-acts': '其他行为',
  imports: '离线导入',
  units: '单位',
  officers: '人员',
};

/** The place of the menu under which the pages of a register hang. */
export function menuPlaceOf({ path, room }: Pick<Register, 'path' | 'room'>): string {
  return room === undefined ? `/${path}` : '/registers';
}

/** The Chinese names of a person's roles. */
export function roleTitles({ roles }: Pick<Person, 'roles'>): string {
  return roles.map((role) => (ROLES as Readonly<Record<string, string>>)[role] ?? role).join('、');
}

/** Where a person may go: his desk and the registers of matters, those of units and people, figures, looks. */
function placesFor({ roles }: Person, { registers, seesFigures }: SightAnswer): Place[][] {
  const kept = (isOfOrganisation: boolean) =>
    registers
      .filter(({ path, room }) => room === null && ORGANISATION.includes(path) === isOfOrganisation)
      .map(({ path, title }) => ({ href: `/${path}`, title: SHORT[path] ?? title }));
  return [
    [
      { href: '/', title: '工作台' },
      ...kept(false),
      ...(registers.some(({ room }) => room !== null) ? [{ href: '/registers', title: '台账' }] : []),
    ],
    kept(true),
    seesFigures ? [FIGURES.report, FIGURES.metrics, FIGURES.comparison, FIGURES.signals] : [],
    roles.includes('AUDITOR') && seesFigures
      ? [
          { href: '/looks', title: '查阅记录' },
          { href: '/security-log', title: '安全日志' },
        ]
      : [],
    roles.includes('ADMINISTRATOR') ? [{ href: '/status', title: '运行状态' }] : [],
  ].filter((group) => group.length > 0);
}

const FIGURES = {
  report: { href: '/reports', title: '年报' },
  metrics: { href: '/metrics', title: '指标' },
  comparison: { href: '/comparison', title: '单位比较' },
  signals: { href: '/signals', title: '监督线索' },
} as const;

interface FramedProps {
  readonly title: string;
  readonly body: ComponentChildren;
  readonly person: Person | undefined;
  /** The day of a demonstration; undefined where the store is a real one. */
  readonly demonstratedOn: LegalDay | undefined;
  /** What he may see, where it is known: his way to it stands over the page. */
  readonly sight?: SightAnswer;
  readonly here?: string | undefined;
}

/** A page in its frame, as a browser gets it. */
export function framed({ title, body, person, demonstratedOn, sight, here }: FramedProps): string {
  return html(
    <Layout
      title={title}
      person={person && { name: person.name, roles: roleTitles(person) }}
      places={person && sight ? placesFor(person, sight) : []}
      here={here}
      style={STYLE_PATH}
      script={ISLANDS_PATH}
    >
      {demonstratedOn === undefined ? null : (
        <DemonstrationBanner today={demonstratedOn} mayMove={person !== undefined} />
      )}
      {body}
    </Layout>,
  );
}
