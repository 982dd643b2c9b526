import { ROLES, type Role } from '#enforcement';
import { partNamed, REGISTERS, registerNamed } from '#figures';
import { LOAD } from '../questions/load.js';
import { METRICS } from '../questions/metrics.js';
import { choice, PAGE, words } from '../questions/parameters.js';
import { WAITS } from '../questions/waits.js';
import { WORKLIST } from '../questions/worklist.js';
import { Amounts } from '../ui/amounts.js';
import { addressOf } from '../ui/form.js';
import { figureText } from '../ui/format.js';
import { Pager } from '../ui/table.js';
import { Tabs } from '../ui/tabs.js';
import { BY_NAME } from './by-name.js';
import { entriesHref, type FigureScope, figuresAsked, figuresHref } from './figure-scope.js';
import { Load } from './load.js';
import { NoUnits } from './no-units.js';
import { type Desk, page } from './page.js';
import { ProposalsOnDesk, proposalsOf } from './proposals/desk.js';
import { handOverHref } from './several/hand-over.page.js';
import { Waits } from './waits.js';
import { Worklist } from './worklist.js';

const PER_PAGE = 20;

const GLANCE = ['M01/ordinary', 'M02/all', 'M04/all', 'M05/decided', 'M06/rate', 'M12/rate'] as const;

/** What lies on this person's desk, and how the unit stands. */
export const startPage = page({
  path: '/',
  parameters: { unit: words('单位编号'), person: words('人员编号'), role: choice('岗位', ROLES), cursor: PAGE.cursor },
  here: '/',
  show: async (desk, { parameters: { unit, person, role, cursor }, given }) => {
    const { sight, today } = desk;
    const of = whoseAsked(desk, { unit, person, role });
    const hasDesk = sight.seesFigures && sight.seesNames;
    const [answer, glance, proposals, waits, load] = await Promise.all([
      hasDesk ? desk.ask(WORKLIST, { ...of, limit: PER_PAGE, cursor }) : undefined,
      sight.seesFigures ? glanceAt(desk) : undefined,
      hasDesk ? proposalsOf(desk) : undefined,
      hasDesk ? desk.ask(WAITS, {}) : undefined,
      hasDesk && of.unit !== undefined && desk.person.roles.includes('LEADER')
        ? desk.ask(LOAD, { unit: of.unit })
        : undefined,
    ]);
    const home = sight.units.find(({ unitId }) => unitId === desk.person.unit);
    return {
      title: '工作台',
      body: (
        <>
          <h1>
            {desk.person.name}
            <small>
              {home?.name ?? desk.person.unit}　{today}
            </small>
          </h1>
          {sight.units.length === 0 && sight.registers.length > 0 ? <NoUnits /> : null}
          {sight.registers.length === 0 ? <p class="nothing">您的登录没有本系统的身份，请联系系统管理员。</p> : null}
          {proposals === undefined ? null : <ProposalsOnDesk answer={proposals} desk={desk} />}
          {answer === undefined ? null : (
            <section aria-labelledby="worklist">
              <h2 id="worklist">在办事项</h2>
              <WhoseTabs desk={desk} of={of} />
              <Worklist answer={answer} desk={desk} />
              <Pager path="/" given={given} next={answer.next} more="后面的事项" />
            </section>
          )}
          {waits === undefined ? null : <Waits answer={waits} desk={desk} />}
          {load === undefined ? null : <Load answer={load} hrefOf={(of) => handOverHref(registerNamed('case')!, of)} />}
          {glance}
          <Doors desk={desk} />
        </>
      ),
    };
  },
});

/** Whose matters are listed: somebody's, a unit's, or those that a role looks after. */
interface Whose {
  readonly person?: string | undefined;
  readonly unit?: string | undefined;
  readonly role?: Role | undefined;
}

/** Roles of this person that look after records whoever they are assigned to. */
function rolesOnDesk({ person: { roles } }: Desk): Role[] {
  return (Object.keys(ROLES) as Role[]).filter(
    (role) => roles.includes(role) && REGISTERS.some(({ desks }) => desks[role] !== undefined),
  );
}

/** What the address says; where it says nothing, what is assigned by name, what the role looks after, or the unit's. */
function whoseAsked(desk: Desk, { unit, person, role }: Whose): Whose {
  if (unit !== undefined) return { unit };
  if (role !== undefined) return { role };
  if (person !== undefined || desk.person.roles.some((own) => BY_NAME.includes(own)))
    return { person: person ?? desk.person.id };
  const [own] = rolesOnDesk(desk);
  return own === undefined ? { unit: desk.person.unit } : { role: own };
}

/** One's own work, that of one's post, and that of each unit in sight. */
function WhoseTabs({ desk, of }: { desk: Desk; of: Whose }) {
  const { person, sight } = desk;
  const others = sight.units.filter(({ unitId }) => unitId !== person.unit);
  return (
    <Tabs
      title="谁的事项"
      tabs={[
        { title: '指派给我的', href: addressOf('/', { person: person.id }), isOpen: of.person !== undefined },
        ...rolesOnDesk(desk).map((role) => ({
          title: `${ROLES[role]}照看的`,
          href: addressOf('/', { role }),
          isOpen: of.role === role,
        })),
        { title: '本单位的', href: addressOf('/', { unit: person.unit }), isOpen: of.unit === person.unit },
      ]}
    >
      {others.length === 0 ? null : (
        <form method="get" action="/">
          <select name="unit" aria-label="下级单位">
            {others.map(({ unitId, name, depth }) => (
              <option key={unitId} value={unitId} selected={unitId === of.unit}>
                {'　'.repeat(depth) + name}
              </option>
            ))}
          </select>
          <button type="submit" class="quiet">
            看该单位的
          </button>
        </form>
      )}
    </Tabs>
  );
}

async function glanceAt(desk: Desk) {
  const { sight, today, person } = desk;
  const home = sight.units.find(({ unitId }) => unitId === person.unit);
  const year = sight.years[0] ?? Number(today.slice(0, 4));
  const scope: FigureScope = { year, unit: home?.unitId };
  const ids = [...new Set(GLANCE.map((name) => name.split('/')[0]!))];
  const { metrics } = await desk.ask(METRICS, { ...figuresAsked(scope), metrics: ids.join(',') });
  const parts = new Map(
    metrics.flatMap(({ id, parts: own }) => own.map((part) => [`${id}/${part.key}`, part] as const)),
  );
  return (
    <section aria-labelledby="glance">
      <h2 id="glance">
        {year}年{home ? '本单位' : ''}
      </h2>
      <Amounts
        amounts={GLANCE.map((name) => {
          const [metric = '', key = ''] = name.split('/');
          const value = parts.get(name)?.value ?? null;
          const { name: title, unit } = partNamed(name);
          return [title, <a href={entriesHref(metric, key, scope)}>{figureText(unit, value)}</a>];
        })}
      />
      <p class="formats screen">
        {home ? <a href={addressOf(`/reports/${year}`, { unit: home.unitId })}>年报</a> : null}
        <a href={figuresHref('/metrics', scope)}>全部指标</a>
      </p>
    </section>
  );
}

/** The registers that this person may open; for whoever works on no matters they are all that there is. */
function Doors({ desk: { sight } }: { readonly desk: Desk }) {
  if (sight.seesFigures && sight.seesNames) return null;
  return (
    <p class="formats">
      {sight.registers.map(({ path, title }) => (
        <a key={path} href={`/${path}`}>
          {title}
        </a>
      ))}
    </p>
  );
}
