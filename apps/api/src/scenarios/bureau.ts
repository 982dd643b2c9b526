import { LawCheck, lawLoop, lawRegistry, type Role } from '#enforcement';
import { LOG_START, MemoryCheckpoints } from '#eventsourcing';
import { reacting } from '#figures';
import { loadStatutes } from '#statutes';
import { ADMINISTRATOR, apiBench } from '../testing/api-bench.js';

/* The bureau in which the scenarios play: its people as the register of people has had them since 2012. */

interface Member {
  readonly id: string;
  readonly roles: readonly Role[];
  /** What the register says of him beyond his name: commands with their inputs. */
  readonly as: readonly (readonly [command: string, input: object])[];
}

const SINCE = '2012-01-01';
const certificate = (certNo: string) =>
  ['IssueCertificate', { certNo, validFrom: SINCE, validTo: '2029-12-31' }] as const;
const leader = (rank: string) => ['AppointLeader', { rank, from: SINCE }] as const;

export const PEOPLE = {
  张三: { id: 'zhang', roles: ['OFFICER'], as: [certificate('浙H0101')] },
  李四: { id: 'li', roles: ['OFFICER'], as: [certificate('浙H0102')] },
  吴五: { id: 'wu', roles: ['OFFICER'], as: [certificate('浙H0103')] },
  陈局长: { id: 'chen', roles: ['LEADER'], as: [leader('CHIEF')] },
  林副局长: { id: 'lin', roles: ['LEADER'], as: [leader('DEPUTY')] },
  何副局长: { id: 'he', roles: ['LEADER'], as: [leader('DEPUTY')] },
  孙审核: { id: 'sun', roles: ['REVIEWER'], as: [['EnrolReviewer', { enrolledOn: SINCE, firstTime: false }]] },
  钱主持: { id: 'qian', roles: ['OFFICER'], as: [] },
  周登记: { id: 'zhou', roles: ['REGISTRAR'], as: [] },
} as const satisfies Readonly<Record<string, Member>>;
export type Person = keyof typeof PEOPLE;

const UNIT = {
  name: '衢州市综合行政执法局',
  level: 'CITY',
  territoryCode: '330800',
  uscc: '11330800768656330Q',
  documentPrefix: '衢综执',
};

/** How long a case may take to hear of its remedy. */
const REACTION_LIMIT_MS = 5_000;

/** The bureau's api over stores in memory, with its reactions running; it opens on a day, at noon in Shanghai. */
export async function openBureau(opensOn: string) {
  let now = `${opensOn}T04:00:00.000Z`;
  const bench = await apiBench({ registry: lawRegistry, now: () => now });
  const statutes = loadStatutes();
  const reactions = reacting({
    store: bench.store,
    checkpoints: new MemoryCheckpoints(),
    deadLetters: bench.deadLetters,
    loop: lawLoop(bench.store, statutes),
    ruleset: statutes.version,
    now: () => now,
    limits: { pollIntervalMs: 5, firstBackoffMs: 1, gatherMs: 0, idleIntervalMs: 1 },
  });
  const headers = new Map<string, Promise<Record<string, string>>>();
  const as = (person: Person | 'ADMINISTRATOR' | 'AUDITOR') => {
    const { id, roles } =
      person === 'ADMINISTRATOR' || person === 'AUDITOR' ? { id: person, roles: [person] } : PEOPLE[person];
    const known = headers.get(id) ?? bench.as({ ...ADMINISTRATOR, sub: id, name: person, unit: 'qz', roles });
    headers.set(id, known);
    return known;
  };
  const give = async (path: string, input: object, person: Parameters<typeof as>[0]) =>
    bench.post(path, input, await as(person));
  const establish = async (path: string, input: object) => {
    const response = await give(path, input, 'ADMINISTRATOR');
    if (response.statusCode >= 300) throw new Error(`${path}: ${response.body}`);
  };
  await establish('units/qz/EstablishUnit', UNIT);
  for (const [name, { id, as: known }] of Object.entries(PEOPLE) as [string, Member][]) {
    await establish(`officers/${id}/RegisterOfficer`, { name, unitId: 'qz', auxiliary: false });
    for (const [command, input] of known) await establish(`officers/${id}/${command}`, input);
  }
  await reactions.start();
  return {
    give,
    ask: async (path: string, person: Parameters<typeof as>[0]) => bench.get(`/api/${path}`, await as(person)),
    setDay: (day: string) => {
      now = `${day}T04:00:00.000Z`;
    },
    /** Until every case has heard of what happened to its remedies. */
    heard: async () => {
      const { position } = await bench.store.head();
      if (!(await reactions.waitFor(position, REACTION_LIMIT_MS))) throw new Error('the reactions do not follow');
    },
    /** What the present law finds unlawful in what has been done. */
    findings: async () => {
      const check = new LawCheck(statutes);
      const found = [...check.read(await bench.store.readAll(LOG_START, 1_000)), ...check.end()];
      return { found, unasked: check.counts.unasked };
    },
    close: async () => {
      await reactions.stop();
      await bench.close();
    },
  };
}
export type Bureau = Awaited<ReturnType<typeof openBureau>>;
