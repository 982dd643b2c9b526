import { Inject, Injectable } from '@nestjs/common';
import { aggregateNamed, officer, type Register, type RegisteredCommand } from '#enforcement';
import {
  type Actor,
  type CommandOutcome,
  type CountQuery,
  type Decision,
  defined,
  type ListQuery,
  type Look,
  type LooksPage,
  type LooksQuery,
  type Position,
  type RecordedEvent,
  type Refusal,
  type Revision,
  type SecurityPage,
  type SecurityQuery,
  type Sentence,
  streamName,
  type Tally,
  type TallyQuery,
} from '#eventsourcing';
import { fieldsOf, maskedName, peopleIn, unitsIn } from '#fields';
import { registerNamed } from '#figures';
import {
  assertAggregateId,
  COMMAND_EXECUTION,
  type CommandExecutionOptions,
  notFound,
  type Person,
  roleFor,
} from '#platform';
import { addDays, dayOf, type LegalDay, type Statutes } from '#statutes';
import { API_OPTIONS, type ApiOptions, serverTime } from '../api-options.js';
import { FiguresReader, yearsBooked } from './figures-reader.js';
import { Freshness } from './freshness.js';
import { ImportsReader } from './imports-reader.js';
import { Kept } from './kept.js';
import { OperationsReader } from './operations-reader.js';
import { pageAt } from './page-at.js';
import { Scope } from './scope.js';
import { type Names, type RecordShown, shownClocks, shownRecord } from './shown.js';
import { idsIn, type Spoken, spokenBy } from './spoken.js';
import { readUnits, type UnitTree } from './units.js';

/** Streams read at once for what their events are called. */
const STREAMS_AT_ONCE = 50;

/** Names asked for at once; a case has a dozen. */
const MAX_NAMES = 500;

/** Gives everybody his reader. The read model, the ledger and the streams are asked here, and nowhere else in the api. */
@Injectable()
export class Readers {
  private readonly tree: Kept<UnitTree>;
  private readonly booked: Kept<readonly number[]>;

  constructor(
    @Inject(API_OPTIONS) readonly options: ApiOptions,
    @Inject(COMMAND_EXECUTION) readonly execution: CommandExecutionOptions,
    readonly freshness: Freshness,
  ) {
    this.tree = new Kept(() => readUnits(options.readModelStore));
    this.booked = new Kept(() => yearsBooked(options.ledger));
  }

  of(person: Person): Reader {
    return new Reader(person, this);
  }

  /** The tree of units, at least as new as the position. */
  units(position: Position): Promise<UnitTree> {
    return this.tree.get(position);
  }

  /** Years in which something was booked, the latest first. */
  years(position: Position): Promise<readonly number[]> {
    return this.booked.get(position);
  }
}

/** A record with what happened to it, and its row as the table has it. */
export interface Life {
  readonly register: Register;
  readonly id: string;
  readonly stream: string;
  /** In the present shape of their types. */
  readonly events: readonly RecordedEvent[];
  readonly row: Row;
}

export type Row = Readonly<Record<string, unknown>>;

/**
 * One person's view of the house, for the time of one request: it cuts to what is his to see, masks by the marks of the
 * fields, and records at whom he looked. Whatever is not for him throws ProblemError 403 with a sentence that says why.
 */
export class Reader {
  private position: Position = 0;
  private readonly looked = new Set<string>();
  /** Whole lives that this request has read: a page asks for one record by several questions. */
  private readonly lives = new Map<string, Promise<Life | undefined>>();

  constructor(
    readonly person: Person,
    private readonly readers: Readers,
  ) {}

  /** The same view of figures. */
  get figures(): FiguresReader {
    return new FiguresReader(this, this.readers.options.ledger);
  }

  /** How the house itself runs. Throws ProblemError 403 for whoever does not look after it. */
  get operations(): OperationsReader {
    return new OperationsReader(this.person, this.readers.options, this.now);
  }

  /** What an import of a file needs to know. */
  get imports(): ImportsReader {
    return new ImportsReader(this.person, this.readers.options);
  }

  /** The law, for what a question has to count by it. */
  get statutes(): Statutes {
    return this.readers.options.statutes;
  }

  /** Years in which something was booked, the latest first; the present one where nothing was. */
  async years(): Promise<readonly number[]> {
    const years = await this.readers.years(this.position);
    return years.length === 0 ? [Number(this.today.slice(0, 4))] : years;
  }

  get now(): string {
    return serverTime(this.readers.options);
  }

  /** The present day in Shanghai. */
  get today(): string {
    return dayOf(this.now);
  }

  /** Waits until the read models know what was done up to a position. Throws ProblemError 503. */
  async reach(position: Position | undefined): Promise<void> {
    await this.readers.freshness.reach(position);
    if (position !== undefined) this.position = position;
  }

  /** Waits until the read models know everything that is on record now. Throws ProblemError 503. */
  async reachHead(): Promise<void> {
    await this.reach((await this.readers.options.store.head()).position);
  }

  units(): Promise<UnitTree> {
    return this.readers.units(this.position);
  }

  async scope(): Promise<Scope> {
    return new Scope(this.person, await this.units());
  }

  /** A page of a register's records that are in sight. Throws ProblemError 400 for a cursor of another list. */
  async list(
    register: Register,
    query: ListQuery<Record<string, unknown>>,
  ): Promise<{ readonly rows: readonly RecordShown[]; readonly next: string | null }> {
    const { rows, next } = await this.page(register, query);
    const { seesNames } = await this.scope();
    return { rows: rows.map(({ key, row }) => shownRecord(register, key, row as Row, seesNames)), next };
  }

  /** The same with the clocks of each record as they stand today. */
  async openOf(register: Register, query: ListQuery<Record<string, unknown>>) {
    const { rows, next } = await this.page(register, query);
    const { seesNames } = await this.scope();
    return {
      rows: rows.map(({ key, row }) => ({
        record: shownRecord(register, key, row as Row, seesNames),
        clocks: shownClocks(register, row as Row, this.today),
      })),
      next,
    };
  }

  /** The nearest day after today until which something of a register that is in sight has to be done. */
  async nextWatched(register: Register): Promise<LegalDay | undefined> {
    if (!(await this.scope()).mayAsk(register)) return undefined;
    const { rows } = await this.page(register, {
      filters: { watchedOn: { from: addDays(this.today, 1) } },
      sort: { property: 'watchedOn', direction: 'asc' },
      limit: 1,
    });
    return (rows[0]?.row as { readonly watchedOn?: LegalDay } | undefined)?.watchedOn;
  }

  /** How many of a register's records are in sight, counted no further than `atMost` and one more. */
  async count(register: Register, query: CountQuery<Record<string, unknown>>, atMost: number): Promise<number> {
    const anyOf = await this.groupsOf(register);
    return this.readers.options.readModelStore.count(register.readModel, { ...query, anyOf }, atMost);
  }

  /** How many of a register's records in sight have each text of a field. */
  async tally(register: Register, query: TallyQuery<Record<string, unknown>>): Promise<readonly Tally[]> {
    const anyOf = await this.groupsOf(register);
    return this.readers.options.readModelStore.tally(register.readModel, { ...query, anyOf });
  }

  private async groupsOf(register: Register) {
    const scope = await this.scope();
    scope.assertMayAsk(register);
    const fields = fieldsOf(register.row);
    return scope.groups(register, (name) => fields.get(name)?.isList === true);
  }

  private async page(register: Register, query: ListQuery<Record<string, unknown>>) {
    const anyOf = await this.groupsOf(register);
    const { readModelStore } = this.readers.options;
    const { rows, next } = await pageAt(query.after, readModelStore.list(register.readModel, { ...query, anyOf }));
    return { rows, next: next ?? null };
  }

  /**
   * A record with its life, up to a revision where that is all that is asked. Throws ProblemError 404 where there is
   * none, 403 where it is not in sight.
   */
  async life(register: Register, id: string, upTo?: Revision): Promise<Life> {
    const life = await this.lifeIfAny(register, id, upTo);
    if (life === undefined) throw notFound(`没有${register.noun} ${id}`);
    return life;
  }

  /** The same for whoever may yet begin it. */
  lifeIfAny(register: Register, id: string, upTo?: Revision): Promise<Life | undefined> {
    if (upTo !== undefined) return this.readLife(register, id, upTo);
    const key = streamName({ aggregate: register.name, id });
    const life = this.lives.get(key) ?? this.readLife(register, id);
    this.lives.set(key, life);
    return life;
  }

  private async readLife(register: Register, id: string, upTo?: Revision): Promise<Life | undefined> {
    const scope = await this.scope();
    scope.assertMayAsk(register);
    assertAggregateId(id);
    const stream = streamName({ aggregate: register.name, id });
    const { store, readModelStore } = this.readers.options;
    const [kept, events] = await Promise.all([
      readModelStore.row(register.readModel, id),
      store.readStream(stream, 0, upTo),
    ]);
    // Whose it is stands in the table; what has only just begun is not there yet.
    const row = kept ?? rowAfter(register, upTo === undefined ? events : await store.readStream(stream));
    if (row === undefined || events.length === 0) return undefined;
    if (!scope.includes(register, row)) throw scope.foreign(register, row);
    return { register, id, stream, events, row };
  }

  /** Events of a life as they were stored, whatever their shape. */
  stored({ stream }: Life, from: Revision, to: Revision): Promise<RecordedEvent[]> {
    return this.readers.options.log.readStream(stream, from, to);
  }

  /** Records that belong to streams, as far as they are in sight; by stream. */
  async records(streams: readonly string[]): Promise<ReadonlyMap<string, RecordShown>> {
    const scope = await this.scope();
    const byName = Map.groupBy(new Set(streams), (stream) => stream.slice(0, stream.indexOf('-')));
    const asked = [...byName].flatMap(([name, own]) => {
      const register = registerNamed(name);
      return register === undefined ? [] : [{ register, keys: own.map((stream) => stream.slice(name.length + 1)) }];
    });
    const found = await this.readers.options.readModelStore.rows(
      asked.map(({ register, keys }) => ({ model: register.readModel, keys })),
    );
    return new Map(
      asked.flatMap(({ register }, index) =>
        [...(found[index] as ReadonlyMap<string, Row>)]
          .filter(([, row]) => scope.includes(register, row))
          .map(([id, row]) => [
            streamName({ aggregate: register.name, id }),
            shownRecord(register, id, row, scope.seesNames),
          ]),
      ),
    );
  }

  /** Names of the people and units that records point at, as far as they are shown. */
  async namesIn(
    register: Register,
    records: readonly { readonly row: Row }[],
    more: readonly string[] = [],
  ): Promise<Names> {
    const { seesNames } = await this.scope();
    // Whoever sees no names sees no ids either, by which a masked name would be told from another.
    return this.names(
      seesNames ? [...more, ...records.flatMap(({ row }) => peopleIn(register.row, row))] : [],
      records.flatMap(({ row }) => unitsIn(register.row, row)),
    );
  }

  /** The names behind ids; ids that nobody bears are left out. */
  async names(people: readonly string[], units: readonly string[]): Promise<Names> {
    const keys = [...new Set(people)].slice(0, MAX_NAMES);
    const model = officer.register.readModel;
    const [tree, scope, [rows]] = await Promise.all([
      this.units(),
      this.scope(),
      keys.length === 0 ? [new Map<string, object>()] : this.readers.options.readModelStore.rows([{ model, keys }]),
    ]);
    const named = [...(rows as ReadonlyMap<string, Row>)].map(([id, row]) => {
      const name = String(row['name']);
      return [id, scope.seesNames ? name : maskedName(name)] as const;
    });
    return {
      people: Object.fromEntries(named),
      units: Object.fromEntries([...new Set(units)].filter((id) => tree.get(id)).map((id) => [id, tree.name(id)])),
    };
  }

  /** Sentences in words for this person: names for ids; masked, and without narratives, where he is to see no names. */
  async speak(sentences: readonly Sentence[]): Promise<Spoken[]> {
    const { people, units } = idsIn(sentences);
    const [scope, names] = await Promise.all([this.scope(), this.names(people, units)]);
    return sentences.map((sentence) => spokenBy(sentence, names, scope.seesNames));
  }

  /** For each command what refuses it now, whatever it will say. */
  refusals(deciders: readonly RegisteredCommand[], id: string): Promise<readonly (Refusal | undefined)[]> {
    const { loop, sourceSystem } = this.readers.execution;
    return loop.look({ deciders, id, actor: this.person, now: this.now, sourceSystem });
  }

  /** What an act would come to if it were given now, by this person or by whom he proposes it to. Nothing is done. */
  rehearsed(decider: RegisteredCommand, id: string, command: object, actor: Actor = this.person): Promise<Decision> {
    const { loop, sourceSystem } = this.readers.execution;
    return loop.rehearse({ decider, id, command, actor, now: this.now, sourceSystem });
  }

  /** Gives an act that has no door of its own, with what the system computed for it. Throws ProblemError 403. */
  give(
    decider: RegisteredCommand,
    id: string,
    command: object,
    commandId: string,
    ifMatch?: Revision,
  ): Promise<CommandOutcome> {
    const { loop, registry, sourceSystem, ruleset } = this.readers.execution;
    const { person: actor, now } = this;
    const role = roleFor(registry, decider, actor);
    const request = { decider, id, command, actor, role, now, commandId, sourceSystem, ruleset };
    return loop.handle({ ...request, ...defined({ ifMatch }) });
  }

  /** What events are called, by their positions. */
  async eventTitles(
    places: readonly { readonly stream: string; readonly position: Position }[],
  ): Promise<ReadonlyMap<Position, string>> {
    const titles = new Map<Position, string>();
    const streams = [...new Set(places.map(({ stream }) => stream))];
    for (let at = 0; at < streams.length; at += STREAMS_AT_ONCE) {
      const some = streams.slice(at, at + STREAMS_AT_ONCE).map((stream) => ({ stream }));
      for (const event of (await this.readers.options.store.readStreams(some)).flat()) {
        const aggregate = aggregateNamed(event.stream.slice(0, event.stream.indexOf('-')));
        titles.set(event.position, aggregate?.events.get(event.type)?.title ?? event.type);
      }
    }
    return titles;
  }

  /** Enters in the record of looks that this person looked at something; at one record once for a request. */
  async look(at: Pick<Look, 'question' | 'register' | 'id' | 'filter'>): Promise<void> {
    const key = at.id === undefined ? at.question : `${at.register} ${at.id}`;
    if (this.looked.has(key)) return;
    this.looked.add(key);
    const { id: person, unit, roles } = this.person;
    await this.readers.options.looks.record({ at: this.now, person, unit, roles, ...at });
  }

  /** A page of what happened at the doors, of the units in sight; of nobody's where that is the whole tree. */
  async securityLog(query: Omit<SecurityQuery, 'units'>): Promise<SecurityPage> {
    const { units } = await this.scope();
    return pageAt(query.after, this.readers.options.securityLog.list({ ...query, units }));
  }

  /** A page of what people of the units in sight looked at. */
  async looks(query: Omit<LooksQuery, 'units'>): Promise<LooksPage> {
    const { units } = await this.scope();
    return pageAt(query.after, this.readers.options.looks.list({ ...query, units }));
  }
}

/** The row of a register after events in their present shape; undefined where they leave nothing. */
export function rowAfter({ readModel }: Register, events: readonly RecordedEvent[]): Row | undefined {
  return events.reduce<Record<string, unknown> | undefined>((row, event) => readModel.evolve(row, event), undefined);
}
