import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { AGGREGATES, aggregateNamed } from '#enforcement';
import { type RecordedEvent, UnreadableEventError } from '#eventsourcing';
import { type Constructor, fieldIn, fieldsOf, isPersonal } from '#fields';
import { inputOf } from '../../enforcement/src/arbitrary-input.js';
import { Contract, TOPICS } from './contract.js';
import { ENVELOPE, presentSchemas, schemaAddress, schemaAt } from './schemas.js';
import { GOLDEN_EVENTS as events } from './testing/golden-log.js';

const SCHEMAS = 'https://anjuan.example/api/contract';
const contract = new Contract({ bureau: 'quzhou', topicPrefix: 'anjuan', schemas: SCHEMAS });

type Message = Readonly<Record<string, unknown>> & { readonly data?: object };

function sent(event: RecordedEvent): { readonly topic: string; readonly key: string; readonly message: Message } {
  const messages = contract.toMessages(event);
  expect(messages).toHaveLength(1);
  const { topic, key, value, headers } = messages[0]!;
  expect(headers).toEqual({ 'content-type': 'application/cloudevents+json; charset=UTF-8' });
  return { topic, key, message: JSON.parse(value) as Message };
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
const exact = presentSchemas('exact');
const envelope = ajv.compile({ ...exact[ENVELOPE]!.schema, additionalProperties: false });
const compiled = new Map<string, readonly ValidateFunction[]>();

/** What is wrong with a message of an event by the schemas: those that others see, and that of all that may be in it. */
function faultsOf(name: string, { data, ...message }: Message): unknown[] {
  const validators = compiled.get(name) ?? [
    ajv.compile(exact[name]!.schema),
    ajv.compile(schemaAt(schemaAddress(name))!),
  ];
  compiled.set(name, validators);
  return [
    ...(envelope({ ...message, data }) ? [] : envelope.errors!),
    ...validators.flatMap((valid) => (valid(data) ? [] : valid.errors!)),
  ];
}

const nameOf = ({ stream, type }: RecordedEvent) => `${stream.slice(0, stream.indexOf('-'))}.${type}`;

/** Every text in a value, wherever it stands. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The object with `of` done to whatever its marks say is personal. */
function withPersonal(type: Constructor, object: object, of: (value: string) => unknown): Record<string, unknown> {
  const each = (value: unknown, name: string): unknown => {
    const field = fieldIn(fieldsOf(type).get(name)!, object);
    if (Array.isArray(value)) return value.map((item) => each(item, name));
    if (field.nested) return withPersonal(field.nested(), value as object, of);
    return isPersonal(field, object) ? of(String(value)) : value;
  };
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, each(value, name)]));
}

const typeOf = ({ stream, type }: RecordedEvent) =>
  aggregateNamed(stream.slice(0, stream.indexOf('-')))!.events.get(type)!.type;

describe('the messages of the golden log', () => {
  it('are as their schemas say, and say nothing else', () => {
    for (const event of events) {
      const { message } = sent(event);
      expect({ event, faults: faultsOf(nameOf(event), message) }).toEqual({ event, faults: [] });
      expect(message).toMatchObject({
        specversion: '1.0',
        id: event.id,
        source: '/anjuan/quzhou',
        type: `cn.anjuan.${nameOf(event)}`,
        time: event.recordedAt,
        dataschema: `${SCHEMAS}/${schemaAddress(nameOf(event))}`,
        unit: event.meta.unit,
        ruleset: event.meta.ruleset,
        sourcesystem: event.meta.sourceSystem,
      });
    }
  });

  it('say no name of a person, no word that somebody wrote, nobody of the staff', () => {
    const personal = new Set<string>();
    const open = new Set<string>();
    for (const event of events) {
      const rest = withPersonal(typeOf(event), event.data as object, (value) => void personal.add(value));
      for (const text of textsIn(rest)) open.add(text);
      // Whoever did it, whose record it is: an id of a user.
      personal.add(event.meta.actor);
      if (event.stream.startsWith('officer-')) personal.add(event.stream).add(event.stream.slice('officer-'.length));
    }
    // A firm that is an applicant elsewhere, a number that is another thing's as well: said where it may be said.
    const hidden = new Set([...personal].filter((text) => !open.has(text)));
    expect(hidden.size).toBeGreaterThan(100);
    const told = events.flatMap((event) => textsIn([sent(event).message, sent(event).key]));
    expect(told.filter((text) => hidden.has(text))).toEqual([]);
  });

  it('come under the key of their stream, numbered as in it, and in the order of their positions', () => {
    let last = '';
    for (const event of events) {
      const { topic, key, message } = sent(event);
      const aggregate = aggregateNamed(event.stream.slice(0, event.stream.indexOf('-')))!;
      expect(topic).toBe(`anjuan.${aggregate.path}`);
      expect(message).toMatchObject({ stream: key });
      if (aggregate.name === 'officer') {
        expect(key).toBe('officer');
        expect(message).not.toHaveProperty('subject');
        expect(message).not.toHaveProperty('revision');
      } else {
        expect(key).toBe(event.stream);
        expect(message).toMatchObject({
          revision: event.revision,
          subject: event.stream.slice(event.stream.indexOf('-') + 1),
        });
      }
      expect(message['position']! > last).toBe(true);
      last = message['position'] as string;
    }
  });
});

describe('the message of any event', () => {
  const every = AGGREGATES.flatMap(({ name, events: types }) =>
    [...types.values()].map(({ type }) => [`${name}.${type.name}`, `${name}-x1`, type] as const),
  );

  it.each(every)('%s is as its schema says, without what is personal', (name, stream, type) => {
    fc.assert(
      fc.property(inputOf(type), (given) => {
        const data = withPersonal(type, given, () => '张三');
        const { message } = sent({ ...events[0]!, stream, type: type.name, data });
        expect(faultsOf(name, message)).toEqual([]);
        expect(textsIn(message)).not.toContain('张三');
      }),
      { numRuns: 20 },
    );
  });

  it('goes to one of the topics', () => {
    const topics = new Set(contract.topics().map(({ name }) => name));
    for (const [, stream, type] of every)
      expect(topics.has(sent({ ...events[0]!, stream, type: type.name, data: {} }).topic)).toBe(true);
    expect(topics.size).toBe(TOPICS.length);
  });
});

describe('what is in a message and what is not', () => {
  const registered = events.find(({ type }) => type === 'CaseRegistered')!;
  const party = (kind: string) => ({ partyId: 'p1', kind, name: '衢州某某有限公司', uscc: '11330800768656330Q' });
  const parties = (...kinds: string[]) => {
    const data = { ...(registered.data as object), parties: kinds.map(party) };
    return (sent({ ...registered, data }).message.data as { readonly parties: readonly object[] }).parties;
  };

  it('an organisation is named; a person, a sole trader and whoever is not known are not (DOMAIN F11)', () => {
    expect(parties('ORGANISATION', 'CITIZEN', 'SOLE_TRADER', 'ELSE')).toEqual([
      { kind: 'ORGANISATION', name: '衢州某某有限公司', uscc: '11330800768656330Q' },
      { kind: 'CITIZEN' },
      { kind: 'SOLE_TRADER' },
      { kind: 'ELSE' },
    ]);
  });

  it('what no class declares, and an object where a text was declared, is not', () => {
    const data = { ...(registered.data as object), remark: '张三', territoryCode: { of: '张三' }, item: '张三' };
    const { message } = sent({ ...registered, data });
    expect(textsIn(message)).not.toContain('张三');
    expect(message.data).not.toHaveProperty('remark');
    expect(message.data).not.toHaveProperty('territoryCode');
  });

  it('who, in which role and by which command is not; a correlation that is no UUID is not either', () => {
    const meta = {
      ...registered.meta,
      inputDigest: 'digest',
      actor: '张三',
      correlationId: '张三',
      causationId: registered.id,
    };
    const { message } = sent({ ...registered, meta });
    expect(message).not.toHaveProperty('correlationid');
    expect(message).toMatchObject({ causationid: registered.id });
    expect(textsIn(message)).not.toContain('张三');
    expect(textsIn(message)).not.toContain('digest');
    expect(textsIn(message)).not.toContain(meta.role);
  });
});

describe('an event that this version cannot say', () => {
  const [event] = events as [RecordedEvent];
  const unreadable = { ...event, unreadable: new UnreadableEventError({ ...event, unreadable: '张三' }) };

  it('of an unknown type comes in its place without data', () => {
    const { topic, key, message } = sent({ ...event, type: 'UnitMoved', data: { to: '张三' } });
    expect({ topic, key }).toEqual({ topic: 'anjuan.units', key: event.stream });
    expect(message).toMatchObject({ type: 'cn.anjuan.unit.UnitMoved', withheld: 'unknown', revision: event.revision });
    expect(envelope(message)).toBe(true);
    for (const absent of ['data', 'dataschema', 'datacontenttype']) expect(message).not.toHaveProperty(absent);
  });

  it('of an unknown register comes in a topic of its own, without its record', () => {
    const { topic, key, message } = sent({ ...event, stream: 'pet-张三', type: 'PetFound', data: {} });
    expect({ topic, key }).toEqual({ topic: 'anjuan.unknown', key: 'pet' });
    expect(message).toMatchObject({ type: 'cn.anjuan.pet.PetFound', withheld: 'unknown', stream: 'pet' });
    expect(message).not.toHaveProperty('subject');
    expect(envelope(message)).toBe(true);
    expect(sent({ ...event, stream: '张三' }).key).toBe('unknown');
  });

  it('that cannot be raised comes in its place without data and without the reason', () => {
    const { topic, key, message } = sent(unreadable);
    expect({ topic, key }).toEqual({ topic: 'anjuan.units', key: event.stream });
    expect(message).toMatchObject({ withheld: 'unreadable', id: event.id, revision: event.revision });
    expect(message).not.toHaveProperty('data');
    expect(textsIn(message).filter((text) => text.includes('张三'))).toEqual([]);
    expect(envelope(message)).toBe(true);
    expect(sent({ ...event, data: 'text' }).message).toMatchObject({ withheld: 'unreadable' });
  });
});
