import { match } from 'pinyin-pro';
import { LEADER_RANKS, type LeaderRank, type Officer, officer, type Register, unit } from '#enforcement';
import { defined, type Filter, type ListQuery, tokensAsked } from '#eventsourcing';
import { fieldsOf, writingsOf } from '#fields';
import { derived, flag, listOf, type Of, object, text } from './answers.js';
import { LAST, withRow } from './lists.js';
import { words } from './parameters.js';
import { ofEachRegister, question } from './question.js';
import type { Reader } from './reader.js';
import { RECORD, type RecordShown } from './shown.js';
import { UNIT } from './sight.js';

/* What a form offers to choose from: people, units, records of a register, as far as they are in sight. */

export const PICK_LIMITS = {
  /** People that are offered at once; a bureau has some tens. More are found by name. */
  people: 200,
  /** People whose names are gone through for one that is spelled in pinyin; a city has some thousands. */
  spelled: 2_000,
  /** Records that are offered at once; others are found by number. */
  records: 50,
} as const;

const PERSON = object({
  id: text,
  name: text,
  unitId: text,
  unitName: text,
  standing: text,
  /** In office as a leader today: an act may be proposed to him. */
  isLeader: flag,
});
const PEOPLE = object({ people: listOf(PERSON), isWhole: flag });
export type PersonToPick = Of<typeof PERSON>;

/** Colleagues by their names, as every page names them: a choice is no look at somebody's file. */
export const PEOPLE_TO_PICK = question({
  name: 'pick_people',
  title: '可供选择的人员',
  tag: '查询',
  path: '/pick/people',
  parameters: { q: words('姓名的开头，或者拼音、拼音首字母'), unit: words('单位编号，缺省为可以查阅的全部单位') },
  answer: PEOPLE,
  ask: async (reader, { q, unit: unitId }) => {
    const filters: Record<string, Filter> = {
      ...defined({ unitId }),
      ...(q === undefined || isSpelled(q) ? {} : { name: { from: q, to: q + LAST } }),
    };
    const { rows, next } =
      q !== undefined && isSpelled(q)
        ? await spelledSo(reader, filters, q)
        : await reader.list(officer.register, { filters, limit: PICK_LIMITS.people });
    const tree = await reader.units();
    return {
      people: rows.map(({ id, called, row }) => ({
        id,
        name: called,
        unitId: String(row['unitId']),
        unitName: tree.name(String(row['unitId'])),
        standing: standingOf(row as unknown as Officer, reader.today),
        isLeader: termOn(row as unknown as Officer, reader.today) !== undefined,
      })),
      isWhole: next === null,
    };
  },
});

function isSpelled(q: string): boolean {
  return /^[a-z ]+$/i.test(q);
}

/** Whether a name reads so: zhangban, zba and zhb are all 张办案. Of a character that reads in several ways, any. */
function reads(name: string, q: string): boolean {
  return match(name, q.toLowerCase().replaceAll(' ', ''), { continuous: true, precision: 'start' }) !== null;
}

/** People whose names read so, as far as they are gone through. */
async function spelledSo(reader: Reader, filters: Record<string, Filter>, q: string) {
  const found: RecordShown[] = [];
  let next: string | null = null;
  for (let seen = 0; seen < PICK_LIMITS.spelled && found.length < PICK_LIMITS.people; seen += PICK_LIMITS.people) {
    const page = await reader.list(officer.register, {
      filters,
      limit: PICK_LIMITS.people,
      ...(next === null ? {} : { after: next }),
    });
    found.push(...page.rows.filter(({ called }) => reads(called, q)));
    next = page.next;
    if (next === null) break;
  }
  return { rows: found.slice(0, PICK_LIMITS.people), next };
}

/** The term of office as a leader that runs today. */
function termOn({ leaderTerms }: Officer, today: string) {
  return leaderTerms?.findLast(({ from, until }) => from <= today && (until == null || today < until));
}

/** What somebody is in office as today: 正职负责人、法制审核. */
function standingOf(person: Officer, today: string): string {
  const { reviewer, auxiliary, certificates } = person;
  const term = termOn(person, today);
  const isCertified = certificates?.some(
    ({ validFrom, validTo, revokedOn }) =>
      validFrom <= today && today <= validTo && (revokedOn == null || today < revokedOn),
  );
  return [
    term && LEADER_RANKS[term.rank as LeaderRank],
    reviewer && '法制审核',
    auxiliary && '辅助人员',
    isCertified && '持执法证',
  ]
    .filter((word) => typeof word === 'string')
    .join('、');
}

/** Every unit: public organs, which everybody of ours may know. */
export const UNITS_TO_PICK = question({
  name: 'pick_units',
  title: '可供选择的单位',
  tag: '查询',
  path: '/pick/unit-tree',
  parameters: { q: words('名称中的字，或者拼音、拼音首字母') },
  answer: object({ units: listOf(UNIT) }),
  ask: async (reader, { q }) => {
    (await reader.scope()).assertMayAsk(unit.register);
    const { units } = await reader.units();
    if (q === undefined) return { units };
    return { units: units.filter(({ name }) => (isSpelled(q) ? reads(name, q) : name.includes(q))) };
  },
});

const RECORDS = object({ records: listOf(RECORD), isWhole: flag });
export type RecordsToPick = Of<typeof RECORDS>;

function recordsQuestion(register: Register) {
  const { name, path, title, calledBy, list } = register;
  const field = calledBy === undefined ? undefined : fieldsOf(register.row).get(calledBy);
  return question({
    name: `pick_${name}`,
    title: `${title}：可供选择的记录`,
    tag: title,
    path: `/pick/${path}`,
    parameters: { q: words('编号，或者名称、文号') },
    answer: derived<RecordsToPick>({
      ...RECORDS.schema,
      properties: {
        ...(RECORDS.schema['properties'] as object),
        records: listOf(derived(withRow(RECORD.schema, register))).schema,
      },
    }),
    ask: async (reader, { q }) => {
      const called: Filter | undefined =
        q === undefined
          ? undefined
          : field?.kind === 'officialNumber'
            ? { in: writingsOf(q) }
            : { from: q, to: q + LAST };
      const asked = q === undefined || calledBy !== undefined;
      const sort = {
        property: list.sort.replace(/^-/, ''),
        direction: list.sort.startsWith('-') ? 'desc' : 'asc',
      } as const;
      const scope = await reader.scope();
      scope.assertMayAsk(register);
      const so = (query: Omit<ListQuery, 'limit'>) =>
        reader.list(register, { ...query, limit: PICK_LIMITS.records, sort } as never);
      const begun = asked
        ? await so({ filters: called === undefined ? {} : { [calledBy!]: called } } as never)
        : { rows: [], next: null };
      // Whoever looks for a name knows some word of it, and seldom the first.
      const under = scope.seesNames ? 'all' : 'open';
      const isWord = q !== undefined && begun.rows.length === 0 && tokensAsked(q).length > 0;
      const { rows, next } =
        isWord && register.readModel.search?.[under] !== undefined ? await so({ search: { under, text: q } }) : begun;
      const byId = q === undefined ? [] : [...(await reader.records([`${name}-${q}`])).values()];
      await reader.look({ question: `/pick/${path}`, register: name, filter: q === undefined ? {} : { q } });
      const others = rows.filter(({ id }) => byId.every((one) => one.id !== id));
      return { records: [...byId, ...others], isWhole: next === null };
    },
  });
}

export const RECORDS_TO_PICK = ofEachRegister(recordsQuestion);
