import { happenedOn, type Register, ROLES, sentenceOf } from '#enforcement';
import { fold, type RecordedEvent } from '#eventsourcing';
import { peopleIn } from '#fields';
import { badInput, forbidden, notFound } from '#platform';
import { dayOf } from '#statutes';
import { day, derived, listOf, moment, type Of, object, orNull, text, whole } from './answers.js';
import { AS_OF, type AsOf, isWithin } from './as-of.js';
import { withRow } from './lists.js';
import { choice, PAGE, wholeNumber } from './parameters.js';
import { ofEachRegister, question } from './question.js';
import { type Life, type Reader, rowAfter } from './reader.js';
import { isPublic } from './scope.js';
import { CLOCK, NAMES, shownClocks, shownRecord } from './shown.js';
import { SPOKEN, textOf } from './spoken.js';

/* One record of a register: its row and state at any moment, its timeline, its events as they were stored. */

const FILE = object({
  register: text,
  id: text,
  stream: text,
  called: text,
  revision: whole,
  position: whole,
  recordedAt: moment,
  phase: text,
  phaseTitle: text,
  row: derived<Readonly<Record<string, unknown>>>({ type: 'object' }),
  /** Everything that decisions rest on, where the row does not say it all; null for those who see no names. */
  state: orNull(derived<Readonly<Record<string, unknown>>>({ type: 'object' })),
  /** The periods that run or ran in it, as they stand today; in the past as they stood then. */
  clocks: listOf(CLOCK),
  names: NAMES,
});
export type FileAnswer = Of<typeof FILE>;

/** A record as it is, or as it was at a revision, position or moment: folded from its events. */
function fileQuestion(register: Register) {
  const { name, path, title, noun } = register;
  return question({
    name: `get_${name}`,
    title: `${title}：一件${noun}，任一版本或者时刻`,
    tag: title,
    path: `/${path}/:id`,
    parameters: { asOf: AS_OF, after: PAGE.after },
    answer: derived<FileAnswer>(withRow(FILE.schema, register)),
    ask: async (reader, { asOf, after }, { id = '' }) => {
      await reader.reach(after);
      const life = await reader.life(register, id, asOf?.by === 'revision' ? asOf.revision : undefined);
      // Before anything of it is told: that it was not there yet is told as well.
      await lookAt(reader, life);
      const events = eventsUpTo(life, asOf);
      const last = events.at(-1)!;
      const row = life.row['revision'] === last.revision ? life.row : rowAfter(register, events);
      if (row === undefined) throw notFound(`${noun} ${id} 在那时还不存在`);
      const { seesNames } = await reader.scope();
      const { called, phase, phaseTitle, row: shown } = shownRecord(register, id, row, seesNames);
      const { aggregate } = register;
      const state = seesNames && !('register' in aggregate) ? fold(aggregate, aggregate.initialState, events) : null;
      return {
        register: name,
        id,
        stream: life.stream,
        called,
        revision: last.revision,
        position: last.position,
        recordedAt: last.recordedAt,
        phase,
        phaseTitle,
        row: shown,
        state,
        clocks: shownClocks(register, row, asOf === undefined ? reader.today : dayOf(last.recordedAt), (partyIds) =>
          state === null ? [] : (aggregate.standings?.namesOf(state, partyIds) ?? []),
        ),
        names: await reader.namesIn(register, [{ row: shown }], peopleOf(register, events)),
      };
    },
    revisionOf: ({ revision }, { asOf }) => (asOf === undefined ? revision : undefined),
  });
}

/** What had happened by then. Throws ProblemError 404 where nothing had, or the revision is yet to come. */
function eventsUpTo({ events, register: { noun }, id }: Life, asOf: AsOf | undefined): readonly RecordedEvent[] {
  if (!asOf) return events;
  const { revision } = events.at(-1)!;
  if (asOf.by === 'revision' && revision < asOf.revision)
    throw notFound(`${noun} ${id} 只到版本 ${revision}`, { lastRevision: revision });
  const then = events.filter((event) => isWithin(event, asOf));
  if (then.length > 0) return then;
  throw notFound(`${noun} ${id} 在那时还不存在`, { firstRecordedAt: events[0]!.recordedAt });
}

/** Everybody of the bureau of whom the events speak: more people stand in a state than in its row. */
function peopleOf({ aggregate }: Register, events: readonly RecordedEvent[]): string[] {
  return events.flatMap(({ type, data }) => {
    const definition = aggregate.events.get(type);
    return definition === undefined ? [] : peopleIn(definition.type, data as object);
  });
}

/** Enters a look at a record, whichever of its sides is shown; the public organs are nobody's secret. */
export async function lookAt(
  reader: Reader,
  { register, id }: Life,
  question = `/${register.path}/:id`,
): Promise<void> {
  if (!isPublic(register)) await reader.look({ question, register: register.name, id });
}

const ENTRY = object({
  revision: whole,
  position: whole,
  recordedAt: moment,
  /** The business day of the act, where it says one. */
  happenedOn: orNull(day),
  type: text,
  title: text,
  sentence: text,
  parts: SPOKEN,
  /** Of which of the parties it was, where they are handled apart and the person sees names. */
  parties: listOf(text),
  /** Who did it; null for those who see no names. */
  actor: orNull(text),
  actorName: text,
  role: text,
  roleTitle: text,
  unitId: text,
  unitName: text,
  sourceSystem: text,
  ruleset: text,
});
const TIMELINE = object({ register: text, id: text, entries: listOf(ENTRY), next: orNull(text) });
export type TimelineEntry = Of<typeof ENTRY>;
export type TimelineAnswer = Of<typeof TIMELINE>;

const DEFAULT_ENTRIES = 50;

/** Who did what and when, from the stream itself. */
function timelineQuestion(register: Register) {
  const { name, path, title, aggregate } = register;
  return question({
    name: `list_timeline_${name}`,
    title: `${title}时间线：何人何时何事`,
    tag: title,
    path: `/${path}/:id/timeline`,
    parameters: { ...PAGE, order: choice('次序', { asc: '由先到后', desc: '由后到先' }) },
    answer: TIMELINE,
    ask: async (reader, { limit = DEFAULT_ENTRIES, cursor, after, order = 'asc' }, { id = '' }) => {
      if (cursor !== undefined && !/^\d{1,9}$/.test(cursor))
        throw badInput([{ path: 'cursor', message: '应为同一时间线的上一页给出的 next' }]);
      await reader.reach(after);
      const life = await reader.life(register, id);
      await lookAt(reader, life);
      const inOrder = order === 'asc' ? life.events : life.events.toReversed();
      const first = cursor === undefined ? 0 : inOrder.findIndex(({ revision }) => revision === Number(cursor));
      const page = first < 0 ? [] : inOrder.slice(first, first + limit);
      const [spoken, names, { seesNames }] = await Promise.all([
        reader.speak(page.map((event) => sentenceOf(aggregate, event))),
        reader.names(
          page.map(({ meta }) => meta.actor),
          page.map(({ meta }) => meta.unit),
        ),
        reader.scope(),
      ]);
      const { standings } = aggregate;
      const state =
        seesNames && standings !== undefined ? fold(aggregate, aggregate.initialState, life.events) : undefined;
      return {
        register: name,
        id,
        entries: page.map(
          ({ revision, position, recordedAt, type, data, meta }, index): TimelineEntry => ({
            revision,
            position,
            recordedAt,
            happenedOn: happenedOn(aggregate, { type, data }) ?? null,
            type,
            title: aggregate.events.get(type)?.title ?? type,
            sentence: textOf(spoken[index]!),
            parts: spoken[index]!,
            parties: state === undefined ? [] : [...standings!.namesOfEvent(state, { type, data })],
            actor: seesNames ? meta.actor : null,
            actorName: names.people[meta.actor] ?? (seesNames ? meta.actor : '某工作人员'),
            role: meta.role,
            roleTitle: (ROLES as Readonly<Record<string, string>>)[meta.role] ?? meta.role,
            unitId: meta.unit,
            unitName: names.units[meta.unit] ?? meta.unit,
            sourceSystem: meta.sourceSystem,
            ruleset: meta.ruleset,
          }),
        ),
        next: first < 0 ? null : (inOrder[first + limit]?.revision.toString() ?? null),
      };
    },
  });
}

/** Events that one page of a stream holds at the most. */
const MAX_EVENT_PAGE = 500;

const EVENTS = object({
  stream: text,
  events: listOf(derived<RecordedEvent>({ type: 'object' })),
  /** `from` of the next page; null on the last one. */
  next: orNull(whole),
});

/** The events as they were stored, for the auditor. */
function eventsQuestion(register: Register) {
  const { name, path, title } = register;
  return question({
    name: `list_events_${name}`,
    title: `${title}：原始事件（审计）`,
    tag: title,
    path: `/${path}/:id/events`,
    parameters: {
      from: wholeNumber('起始版本', 0, 999_999_999),
      limit: wholeNumber('条数', 1, MAX_EVENT_PAGE),
    },
    answer: EVENTS,
    ask: async (reader, { from = 0, limit = MAX_EVENT_PAGE }, { id = '' }) => {
      if (!reader.person.roles.includes('AUDITOR'))
        throw forbidden(`原始事件只供${ROLES.AUDITOR}查阅`, { roles: ['AUDITOR'] });
      const life = await reader.life(register, id);
      await lookAt(reader, life, `/${path}/:id/events`);
      const events = await reader.stored(life, from, from + limit - 1);
      return { stream: life.stream, events, next: life.events.length > from + limit ? from + limit : null };
    },
  });
}

export const FILES = ofEachRegister(fileQuestion);
export const TIMELINES = ofEachRegister(timelineQuestion);
export const EVENT_PAGES = ofEachRegister(eventsQuestion);
