import type { LedgerQuery } from '#eventsourcing';
import { partNamed, queriesOf, registerNamed, type Scope } from '#figures';
import { addDays, type LegalDay, StatutesError } from '#statutes';
import { day, flag, listOf, type Of, object, orNull, text, whole } from './answers.js';
import { FIGURES_OF, SCOPE, scopeOf } from './metrics.js';
import { question } from './question.js';
import type { Reader } from './reader.js';

/*
 * 监督线索: what the events of the cases give a supervisor to look into: 有案不立, 以罚代管, 反复罚款而不改正. None is a finding, and each
 * opens into its record.
 */

/** Records of one signal that are named; all are counted. */
const NAMED = 50;

const RECORDED = object({
  date: day,
  unit: text,
  unitName: text,
  noun: text,
  /** What people call it by; null where the record is not in sight. */
  called: orNull(text),
  path: orNull(text),
});
const SIGNAL = object({
  key: text,
  title: text,
  article: text,
  /** What is counted, in a sentence. */
  says: text,
  count: whole,
  units: listOf(object({ unit: text, unitName: text, count: whole })),
  records: listOf(RECORDED),
  hasMore: flag,
});
const REPEATED = object({ subject: text, count: whole, records: listOf(RECORDED) });
const ANSWER = object({ scope: SCOPE, signals: listOf(SIGNAL), repeated: listOf(REPEATED) });
export type SignalsAnswer = Of<typeof ANSWER>;
export type SignalShown = Of<typeof SIGNAL>;
export type SignalRecord = Of<typeof RECORDED>;

const FILING = '行政处罚法第五十四条第二款';
const CORRECTING = '行政处罚法第二十八条第一款';

const SIGNALS_OF = [
  {
    key: 'notFiled',
    title: '有案不立',
    article: FILING,
    says: '登记、受理以后，核查期限届满还没有决定是否立案的案件和线索',
  },
  { key: 'notOrdered', title: '以罚代管：没有责令改正', article: CORRECTING, says: '普通程序罚款而没有责令改正的案件' },
  {
    key: 'notCorrected',
    title: '以罚代管：没有查实改正',
    article: CORRECTING,
    says: '罚款并责令改正，结案时没有复查查实已经改正的案件',
  },
] as const;

export const SIGNALS = question({
  name: 'list_supervision_signals',
  title: '监督线索：有案不立、以罚代管、反复罚款而没有改正',
  tag: '指标',
  path: '/signals',
  parameters: FIGURES_OF,
  answer: ANSWER,
  ask: async (reader, q) => {
    const { shown, scope } = await scopeOf(reader, q);
    await reader.look({ question: '/signals', filter: { ...shown } });
    const units = await reader.units();
    const signals = await Promise.all(
      SIGNALS_OF.map(async ({ key, ...said }): Promise<SignalShown> => {
        const query = key === 'notFiled' ? untilDue(reader, queryOf(key, scope)) : queryOf(key, scope);
        if (query === undefined) return { key, ...said, count: 0, units: [], records: [], hasMore: false };
        const [{ sum, ...found }, byUnit] = await Promise.all([
          standing(reader, query),
          reader.figures.groups(query, 'unit'),
        ]);
        return {
          ...{ key, ...said, count: sum, records: found.records, hasMore: found.hasMore },
          units: byUnit
            .filter(({ count }) => count > 0)
            .map(({ group, count }) => ({ unit: group, unitName: units.name(group), count })),
        };
      }),
    );
    const fined = queryOf('finedUncorrected', scope);
    const bySubject = (await reader.figures.groups(fined, 'subject')).filter(({ count }) => count > 1);
    const repeated = await Promise.all(
      bySubject
        .toSorted((a, b) => b.count - a.count)
        .slice(0, NAMED)
        .map(async ({ group, count }) => {
          const { records } = await standing(reader, { ...fined, subjects: [group] });
          return { subject: group, count, records };
        }),
    );
    return { scope: shown, signals, repeated };
  },
});

function queryOf(key: string, scope: Scope): LedgerQuery {
  return queriesOf(partNamed(`G07/${key}`), scope).plus;
}

/** Those alone whose last day for deciding (D01) has passed; nothing where no day has one that could be told. */
function untilDue(reader: Reader, query: LedgerQuery): LedgerQuery | undefined {
  const last = lastOverdue(reader, query.knownOn?.slice(0, 10) ?? reader.today);
  if (last === undefined || (query.from !== undefined && last < query.from)) return undefined;
  return { ...query, to: query.to === undefined || last < query.to ? last : query.to };
}

/** So many days back there is always one whose period is over: fifteen working days, with the longest of holidays between. */
const FAR_ENOUGH = 60;

function lastOverdue(reader: Reader, today: LegalDay): LegalDay | undefined {
  for (let back = 1; back <= FAR_ENOUGH; back++) {
    const on = addDays(today, -back);
    try {
      if (reader.statutes.due('D01', { on }).dueOn < today) return on;
    } catch (error) {
      if (!(error instanceof StatutesError)) throw error;
    }
  }
  return undefined;
}

/** The records that a sum still counts: what was booked and taken back is none of them. */
async function standing(reader: Reader, query: LedgerQuery) {
  const { page, sum } = await reader.figures.entries(query, { limit: 1_000, after: undefined });
  const left = new Map<string, { count: number; date: string; unit: string }>();
  for (const { stream, date, unit, count } of page.entries) {
    const key = `${stream} ${date}`;
    left.set(key, { date, unit, count: (left.get(key)?.count ?? 0) + count });
  }
  const counted = [...left].flatMap(([key, one]) => (one.count > 0 ? [{ stream: key.split(' ')[0]!, ...one }] : []));
  const named = counted.toSorted((a, b) => (a.date < b.date ? -1 : 1)).slice(0, NAMED);
  const [known, units] = await Promise.all([reader.records(named.map(({ stream }) => stream)), reader.units()]);
  return {
    sum: sum.count,
    hasMore: counted.length > named.length || page.next !== undefined,
    records: named.map(({ stream, date, unit }): SignalRecord => {
      const at = stream.indexOf('-');
      const register = registerNamed(stream.slice(0, at));
      const record = known.get(stream);
      return {
        ...{ date, unit, unitName: units.name(unit), noun: register?.noun ?? '' },
        called: record?.called ?? null,
        path: record && register ? `/${register.path}/${encodeURIComponent(record.id)}` : null,
      };
    }),
  };
}
