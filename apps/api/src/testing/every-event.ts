import type { Register } from '#enforcement';
import type { DomainEvent, EventMeta, EventStore, NewEvent } from '#eventsourcing';
import { type Constructor, type Field, fieldsOf } from '#fields';
import { REGISTERS } from '#figures';

/* A record of every register in which every event has happened, made of the fields of its events: so that whatever is */
/* declared is walked by the specs of masks and scopes. What is personal in it is unlike everything else. */

/** Units of the small tree: a city, two counties, a township below the first of them. */
export const TREE = [
  { unitId: 'QZ', name: '衢州市综合行政执法局', level: 'CITY' },
  { unitId: 'KC', name: '柯城区综合行政执法局', level: 'COUNTY', parentId: 'QZ' },
  { unitId: 'XS', name: '新新街道综合行政执法队', level: 'TOWNSHIP', parentId: 'KC' },
  { unitId: 'LY', name: '龙游县综合行政执法局', level: 'COUNTY', parentId: 'QZ' },
] as const;
export type UnitId = (typeof TREE)[number]['unitId'];

/** Fills fields, and remembers what of it is personal. */
class Filling {
  private count = 0;

  constructor(
    private readonly unitId: string,
    private readonly personId: string,
    private readonly id: string,
    readonly personal: Set<string>,
    private readonly markup: string,
  ) {}

  object(type: Constructor, isOrganisation = false): Record<string, unknown> {
    const fields = fieldsOf(type);
    const [enclosing] = [...fields].flatMap(
      ([name, { enclosed }]) => enclosed?.kinds().map((kind) => ({ name, ...kind })) ?? [],
    );
    if (enclosing !== undefined)
      return {
        ...this.plain(fields, isOrganisation),
        ...enclosing.beside,
        [enclosing.name]: this.object(enclosing.type),
      };
    return this.plain(fields, isOrganisation);
  }

  private plain(fields: ReadonlyMap<string, Field>, isOrganisation: boolean): Record<string, unknown> {
    const kinds = new Set([...fields.values()].map(({ partyKind }) => partyKind));
    return Object.fromEntries(
      [...fields].map(([name, field]) => [
        name,
        kinds.has(name)
          ? isOrganisation
            ? 'ORGANISATION'
            : 'CITIZEN'
          : this.field(field, field.partyKind !== undefined && isOrganisation),
      ]),
    );
  }

  private field(field: Field, isOrganisation: boolean): unknown {
    if (!field.isList) return this.value(field, isOrganisation);
    // A firm first, a person after it (C26).
    if (field.nested) return [this.object(field.nested(), true), this.object(field.nested())];
    return [this.value(field, isOrganisation)];
  }

  private value(field: Field, isOrganisation: boolean): unknown {
    switch (field.kind) {
      case 'nested':
        return this.object(field.nested!());
      case 'choice':
        return Object.keys(field.terms ?? {})[0];
      case 'flag':
        return true;
      case 'number':
        return 1;
      case 'fen':
        return 12_345;
      case 'day':
        return '2023-05-06';
      case 'moment':
        return '2023-05-06T09:30:00+08:00';
      case 'unitRef':
        return this.unitId;
      case 'personRef':
        this.personal.add(this.personId);
        return this.personId;
      case 'recordRef':
      case 'id':
        return this.id;
      case 'territory':
        return '330802';
      case 'rule':
        return 'D03@2021-07-15';
      case 'digest':
        return '0'.repeat(64);
      default:
        return this.words(field, isOrganisation);
    }
  }

  private words({ kind, privacy }: Field, isOrganisation: boolean): string {
    this.count += 1;
    if (privacy === 'public' || isOrganisation) return `公开${this.count}${this.markup}`;
    // Ten characters, the first of them alone may be seen of a name.
    const text = `${kind === 'name' ? `上官${'某'.repeat(6)}${this.count}号` : `不公开的话${this.count}止`}${this.markup}`;
    this.personal.add(text);
    return text;
  }
}

/** Every event of a register's aggregate in the order of its declaration, as far as the record can bear it. */
function lifeOf(register: Register, filling: Filling): DomainEvent[] {
  const { aggregate, readModel } = register;
  const events: DomainEvent[] = [];
  let state = aggregate.initialState as unknown;
  let row: Record<string, unknown> | undefined;
  for (const { type } of aggregate.events.values()) {
    const event = { type: type.name, data: filling.object(type) };
    try {
      const next = aggregate.evolve(state, event);
      const recorded = { ...event, ...PLACE, stream: `${register.name}-x`, revision: events.length };
      const after = readModel.evolve(row, recorded as never);
      if (after === undefined && row === undefined) continue;
      readModel.facts?.(after!);
      state = next;
      row = after;
      events.push(event);
    } catch {
      // Such an event never follows on these.
    }
  }
  return events;
}

const PLACE = { id: 'x', position: 1, schemaVersion: 1, recordedAt: '2023-06-20T02:00:00.000Z', meta: {} } as const;

export interface EveryEvent {
  /** Texts that only those who see names may read. */
  readonly personal: ReadonlySet<string>;
  /** Position of the last event. */
  readonly position: number;
}

/** Name of the record of a register in a unit: the unit itself, the person of whom the others speak. */
export function recordOf(register: Register, unitId: UnitId): string {
  if (register.name === 'unit') return unitId;
  return register.name === 'officer' ? `p-${unitId}` : `${register.name}-of-${unitId}`;
}

/** The record that is assigned to a person of another unit. */
export function assignedRecord(register: Register): string {
  return `${register.name}-assigned`;
}

/**
 * Writes the tree of units, and a record of every register in each of them; one more in LY that is `assignedTo`'s. Every
 * text ends in `markup`.
 */
export async function writeEveryEvent(store: EventStore, assignedTo: string, markup = ''): Promise<EveryEvent> {
  const personal = new Set<string>();
  let position = 0;
  const write = async (register: Register, id: string, unitId: UnitId, personId: string) => {
    const filling = new Filling(unitId, personId, id, personal, markup);
    const events = lifeOf(register, filling).map(({ type, data }): NewEvent => {
      const own = TREE.find((unit) => unit.unitId === unitId)!;
      return {
        type,
        data: register.name === 'unit' ? { ...(data as object), parentId: undefined, ...own } : data,
        schemaVersion: register.aggregate.schemaVersion(type),
        meta: { ...META, actor: personId, unit: unitId },
      };
    });
    if (events.length === 0) throw new Error(`no event begins a ${register.name}`);
    const outcome = await store.append([{ stream: `${register.name}-${id}`, expected: 'no-stream', events }], {
      commandId: crypto.randomUUID(),
    });
    if (outcome.kind === 'appended') position = outcome.position;
  };
  for (const register of REGISTERS) {
    for (const { unitId } of TREE) await write(register, recordOf(register, unitId), unitId, `p-${unitId}`);
    if (register.peopleField !== undefined) await write(register, assignedRecord(register), 'LY', assignedTo);
  }
  return { personal, position };
}

const META: EventMeta = {
  actor: '',
  unit: '',
  role: 'OFFICER',
  commandId: '00000000-0000-4000-8000-000000000000',
  correlationId: '00000000-0000-4000-8000-000000000000',
  sourceSystem: 'PLATFORM',
  ruleset: 'test',
};
