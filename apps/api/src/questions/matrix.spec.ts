import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lawRegistry, proposable, type Register, ROLES } from '#enforcement';
import { CATALOGUE, REGISTERS } from '#figures';
import { apiBench } from '../testing/api-bench.js';
import { assignedRecord, recordOf, type UnitId, writeEveryEvent } from '../testing/every-event.js';
import { QUESTIONS } from './index.js';

/*
 * Who sees what (DOMAIN G40): every question, for every role, of his own unit (柯城), one below it (新新), the one above it
 * (衢州) and one beside it (龙游). A question that is not in the table fails.
 */

const OWN: readonly UnitId[] = ['KC'];
const BELOW: readonly UnitId[] = ['KC', 'XS'];
const ALL: readonly UnitId[] = ['QZ', 'KC', 'XS', 'LY'];

/** The units whose records somebody with these roles in 柯城 sees; none where he sees nothing. */
const SIGHTS: Readonly<Record<string, { readonly roles: readonly string[]; readonly units: readonly UnitId[] }>> = {
  OFFICER: { roles: ['OFFICER'], units: OWN },
  REGISTRAR: { roles: ['REGISTRAR'], units: OWN },
  REVIEWER: { roles: ['REVIEWER'], units: OWN },
  LEADER: { roles: ['LEADER'], units: BELOW },
  COORDINATOR: { roles: ['COORDINATOR'], units: BELOW },
  AUDITOR: { roles: ['AUDITOR'], units: BELOW },
  ANALYST: { roles: ['ANALYST'], units: BELOW },
  ADMINISTRATOR: { roles: ['ADMINISTRATOR'], units: [] },
  // A machine account gives by message what it was told, and reads nothing.
  CONNECTED_SYSTEM: { roles: ['CONNECTED_SYSTEM'], units: [] },
  'administrator who is a leader too': { roles: ['ADMINISTRATOR', 'LEADER'], units: [] },
  'officer who is an analyst too': { roles: ['OFFICER', 'ANALYST'], units: BELOW },
  'nobody of ours': { roles: ['SOMETHING_ELSE'], units: [] },
};

const isOurs = (roles: readonly string[]) =>
  roles.some((role) => role !== 'CONNECTED_SYSTEM' && Object.hasOwn(ROLES, role));
const isAdministrator = (roles: readonly string[]) => roles.includes('ADMINISTRATOR');
const seesNames = (roles: readonly string[]) => isOurs(roles.filter((role) => role !== 'ANALYST'));

/** The units whose records of a register are in sight. */
function sightOf(register: Register, roles: readonly string[], units: readonly UnitId[]): readonly UnitId[] {
  if (register.name === 'unit' || register.name === 'holidayNotice') return isOurs(roles) ? ALL : [];
  if (register.name === 'officer' && !seesNames(roles)) return [];
  if (isAdministrator(roles)) return register.name === 'officer' ? ALL : [];
  return units;
}

let bench: Awaited<ReturnType<typeof apiBench>>;
let after: number;

beforeAll(async () => {
  bench = await apiBench({ registry: lawRegistry, now: () => '2023-06-20T02:00:00.000Z' });
  after = (await writeEveryEvent(bench.store, 'p-asking')).position;
  await bench.projector.waitFor(after, 10_000);
  await bench.deadLetters.keep([
    {
      ...{ id: LETTER, topic: 'anjuan.in.bank', partition: 0, offset: '0', receivedAt: '2023-06-20T01:00:00.000Z' },
      ...{ headers: {}, bytes: 0, code: 'inbound.empty', reason: '消息没有内容' },
    },
  ]);
});
afterAll(() => bench.close());

async function askAs(roles: readonly string[], path: string) {
  const headers = await bench.as({ sub: 'p-asking', unit: 'KC', roles, name: '问询人' });
  const response = await bench.get(`/api${path}`, headers);
  // Every refusal says why.
  if (response.statusCode === 403) expect(response.json().detail).toMatch(/[\u4e00-\u9fff]{4}/);
  return { status: response.statusCode, body: response.json() as Readonly<Record<string, unknown>> };
}

type Check = (roles: readonly string[], units: readonly UnitId[], path: string, register: Register) => Promise<void>;

const ofRecord =
  (mayAsk: (roles: readonly string[]) => boolean): Check =>
  async (roles, units, path, register) => {
    const sight = mayAsk(roles) ? sightOf(register, roles, units) : [];
    for (const unit of ALL) {
      const { status, body } = await askAs(roles, path.replace(':id', recordOf(register, unit)));
      expect([unit, status, status === 500 ? body : null]).toEqual([unit, sight.includes(unit) ? 200 : 403, null]);
    }
    if (register.peopleField === undefined) return;
    const isAssigned = mayAsk(roles) && units.length > 0 && seesNames(roles);
    expect((await askAs(roles, path.replace(':id', assignedRecord(register)))).status).toBe(isAssigned ? 200 : 403);
  };

/** A question about figures: all that is in sight, or one unit. */
const ofFigures =
  (more = ''): Check =>
  async (roles, units, path) => {
    const place = path.replace(':id', CATALOGUE[0]!.id).replace(':year', '2023');
    for (const unit of ALL) {
      const { status } = await askAs(roles, `${place}?unit=${unit}${more}`);
      expect([unit, status]).toEqual([unit, units.includes(unit) ? 200 : 403]);
    }
    expect((await askAs(roles, place)).status).toBe(units.length > 0 ? 200 : 403);
  };

const LETTER = '00000000-0000-4000-8000-000000000001';

/** How the house itself runs is for whoever looks after it, whatever else he is. */
function ofAdministrator(path: string): Check {
  return async (roles) => {
    expect((await askAs(roles, path)).status).toBe(isAdministrator(roles) ? 200 : 403);
  };
}

/** What each kind of question answers to whom; by its path, with the register's own part of it left out. */
const TABLE: Readonly<Record<string, Check>> = {
  '/sight': async (roles, units) => {
    const { status, body } = await askAs(roles, '/sight');
    expect(status).toBe(200);
    expect((body['registers'] as { name: string }[]).map(({ name }) => name)).toEqual(
      REGISTERS.filter((register) => sightOf(register, roles, units).length > 0).map(({ name }) => name),
    );
    const shown = (body['units'] as { unitId: UnitId }[]).map(({ unitId }) => unitId);
    expect(new Set(shown)).toEqual(new Set(isAdministrator(roles) ? ALL : units));
  },
  '/{list}': async (roles, units, path, register) => {
    const sight = sightOf(register, roles, units);
    const { status, body } = await askAs(roles, `${path}?limit=200`);
    expect(status).toBe(sight.length > 0 ? 200 : 403);
    if (status !== 200) return;
    const isAssigned = register.peopleField !== undefined && units.length > 0 && seesNames(roles);
    expect((body['rows'] as { id: string }[]).map(({ id }) => id).sort()).toEqual(
      [...sight.map((unit) => recordOf(register, unit)), ...(isAssigned ? [assignedRecord(register)] : [])].sort(),
    );
  },
  '/{list}/:id': ofRecord(() => true),
  '/{list}/:id/timeline': ofRecord(() => true),
  '/{list}/:id/actions': ofRecord(() => true),
  '/{list}/:id/forms/:command': async (roles, units, path, register) => {
    for (const { name, roles: giving, approval } of register.aggregate.commands) {
      // What only a leader gives is proposed to him.
      const isProposed = approval === undefined && proposable(register.name, name) !== undefined;
      const having: readonly string[] = isProposed ? [...giving, 'OFFICER', 'REGISTRAR'] : giving;
      await ofRecord((own) => having.some((role) => own.includes(role)))(
        roles,
        units,
        path.replace(':command', name),
        register,
      );
    }
  },
  '/pick/{list}': async (roles, units, path, register) => {
    const sight = sightOf(register, roles, units);
    const { status, body } = await askAs(roles, path);
    expect(status).toBe(sight.length > 0 ? 200 : 403);
    if (status !== 200) return;
    const isAssigned = register.peopleField !== undefined && units.length > 0 && seesNames(roles);
    const ids = [...sight.map((unit) => recordOf(register, unit)), ...(isAssigned ? [assignedRecord(register)] : [])];
    expect((body['records'] as { id: string }[]).map(({ id }) => id).sort()).toEqual(ids.sort());
    // Nor is what is out of sight found by its id.
    for (const unit of ALL) {
      const { body: found } = await askAs(roles, `${path}?q=${recordOf(register, unit)}`);
      const isFound = (found['records'] as { id: string }[]).some(({ id }) => id === recordOf(register, unit));
      expect([unit, isFound]).toEqual([unit, sight.includes(unit)]);
    }
  },
  '/hand-over/{list}': async (roles, units, path) => {
    // Which of the own unit's records go to whom is for the unit's leader to say (L13).
    const mayAsk = units.length > 0 && roles.includes('LEADER');
    for (const query of ['', '?of=p-asking'])
      expect((await askAs(roles, path + query)).status).toBe(mayAsk ? 200 : 403);
  },
  '/pick/people': async (roles, units, path) => {
    const officers = REGISTERS.find(({ name }) => name === 'officer')!;
    const sight = sightOf(officers, roles, units);
    const { status, body } = await askAs(roles, path);
    expect(status).toBe(sight.length > 0 ? 200 : 403);
    const found = new Set(((body['people'] ?? []) as { unitId: UnitId }[]).map(({ unitId }) => unitId));
    expect(found).toEqual(new Set(sight));
  },
  '/pick/unit-tree': async (roles) => {
    expect((await askAs(roles, '/pick/unit-tree')).status).toBe(isOurs(roles) ? 200 : 403);
  },
  '/{list}/:id/events': ofRecord((roles) => roles.includes('AUDITOR')),
  '/worklist': async (roles, units) => {
    const mayAsk = units.length > 0 && seesNames(roles);
    for (const unit of ALL) {
      const { status, body } = await askAs(roles, `/worklist?unit=${unit}&limit=200`);
      expect([unit, status]).toEqual([unit, mayAsk && units.includes(unit) ? 200 : 403]);
      for (const { record } of (body['items'] ?? []) as { record: { row: { unitId: string } } }[])
        expect(record.row.unitId).toBe(unit);
    }
    expect((await askAs(roles, '/worklist')).status).toBe(mayAsk ? 200 : 403);
    // What a role looks after is for whoever has it.
    for (const role of Object.keys(ROLES)) {
      const { status } = await askAs(roles, `/worklist?role=${role}`);
      expect([role, status]).toEqual([role, mayAsk && roles.includes(role) ? 200 : 403]);
    }
  },
  '/waits': async (roles, units) => {
    const mayAsk = units.length > 0 && seesNames(roles);
    expect((await askAs(roles, '/waits')).status).toBe(mayAsk ? 200 : 403);
  },
  '/load': async (roles, units) => {
    const mayAsk = units.length > 0 && seesNames(roles);
    for (const unit of ALL) {
      const { status } = await askAs(roles, `/load?unit=${unit}`);
      expect([unit, status]).toEqual([unit, mayAsk && units.includes(unit) ? 200 : 403]);
    }
    expect((await askAs(roles, '/load')).status).toBe(mayAsk ? 200 : 403);
  },
  '/metrics': ofFigures(),
  '/metrics/:id': ofFigures(),
  '/metrics/:id/groups': ofFigures(),
  '/metrics/:id/entries': async (roles, units, path, register) => {
    await ofFigures()(roles, units, path, register);
    for (const { id, parts } of CATALOGUE)
      for (const { key } of parts) {
        const { body } = await askAs(roles, `/metrics/${id}/entries?part=${encodeURIComponent(key)}&from=2000-01-01`);
        const entries = (body['entries'] ?? []) as { unit: UnitId }[];
        expect(entries.map(({ unit }) => unit).filter((unit) => !units.includes(unit))).toEqual([]);
      }
    // The whole area of a unit is more than the unit.
    const { status } = await askAs(roles, `/metrics/${CATALOGUE[0]!.id}/entries?unit=KC&below=true`);
    expect(status).toBe(units.includes('XS') ? 200 : 403);
  },
  '/comparison': ofFigures(),
  '/signals': ofFigures(),
  '/reports/:year': ofFigures(),
  '/reports/:year/life': ofFigures(),
  '/looks': async (roles) => {
    await askAs(['LEADER'], '/cases');
    const { status, body } = await askAs(roles, '/looks');
    expect(status).toBe(roles.includes('AUDITOR') ? 200 : 403);
    for (const { unit } of (body['looks'] ?? []) as { unit: string }[]) expect(unit).toBe('KC');
  },
  '/security-log': async (roles) => {
    await askAs([], '/cases');
    await bench.get('/api/cases', { authorization: 'Bearer wrong' });
    await bench.journal.write();
    const { status, body } = await askAs(roles, '/security-log');
    expect(status).toBe(roles.includes('AUDITOR') ? 200 : 403);
    for (const { unit } of (body['entries'] ?? []) as { unit: string }[]) expect(unit).toBe('KC');
  },
  '/status': ofAdministrator('/status'),
  '/status/dead-letters': ofAdministrator('/status/dead-letters'),
  '/status/dead-letters/:id': ofAdministrator(`/status/dead-letters/${LETTER}`),
};

describe.each(QUESTIONS.map((question) => [question.path, question] as const))('%s', (path) => {
  const register = REGISTERS.find(
    (known) =>
      [`/pick/${known.path}`, `/hand-over/${known.path}`].includes(path) || `${path}/`.startsWith(`/${known.path}/`),
  );
  const check = TABLE[register === undefined ? path : path.replace(`/${register.path}`, '/{list}')];

  it('is in the table', () => expect(check).toBeDefined());

  it.each(Object.entries(SIGHTS))('answers %s with what is his to see', async (_who, { roles, units }) => {
    await check!(roles, units, path, register!);
  });

  it('answers nobody who is not signed in', async () => {
    expect((await bench.get(`/api${path.replace(/:\w+/g, 'x')}`, {})).statusCode).toBe(401);
  });
});

describe('the roles', () => {
  it('are all in the table', () => {
    expect(Object.keys(ROLES).filter((role) => SIGHTS[role] === undefined)).toEqual([]);
  });
});

describe('whoever looks leaves a trace', () => {
  const looksOf = async (sub: string) => {
    const auditor = await bench.as({ sub: 'p-auditor', unit: 'QZ', roles: ['AUDITOR'], name: '审计' });
    const { looks } = (await bench.get(`/api/looks?person=${sub}`, auditor)).json();
    return (looks as { question: string; register: string | null; id: string | null; filter: object | null }[]).map(
      ({ question, register, id, filter }) => ({ question, register, id, filter }),
    );
  };

  it('a list is one look with its filter, however many it shows; a file is one', async () => {
    const headers = await bench.as({ sub: 'p-looking', unit: 'QZ', roles: ['LEADER'], name: '领导' });
    const id = recordOf(REGISTERS[0]!, 'KC');
    for (const path of ['/cases?unit=KC', `/cases/${id}`, '/worklist', '/units', '/metrics'])
      expect((await bench.get(`/api${path}`, headers)).statusCode).toBe(200);
    expect(await looksOf('p-looking')).toEqual([
      { question: '/worklist', register: null, id: null, filter: {} },
      { question: '/cases/:id', register: 'case', id, filter: null },
      { question: '/cases', register: 'case', id: null, filter: { unit: 'KC' } },
    ]);
  });

  it('not who was refused', async () => {
    const headers = await bench.as({ sub: 'p-refused', unit: 'KC', roles: ['OFFICER'], name: '办案' });
    expect((await bench.get(`/api/cases/${recordOf(REGISTERS[0]!, 'LY')}`, headers)).statusCode).toBe(403);
    expect(await looksOf('p-refused')).toEqual([]);
  });

  it('an auditor reads the looks of his own units and those below alone (G40)', async () => {
    const elsewhere = await bench.as({ sub: 'p-elsewhere', unit: 'LY', roles: ['AUDITOR'], name: '审计' });
    const { looks } = (await bench.get('/api/looks?person=p-looking', elsewhere)).json();
    expect(looks).toEqual([]);
  });
});
