import { AGGREGATES } from '#enforcement';
import { defined } from '#eventsourcing';
import { type JsonSchema, outsideSchemaOf, schemaOf } from '#fields';
import { ENVELOPE_SCHEMA } from './envelope.js';
import { FIGURE_RESTATED, FIGURES_TOPIC, RESTATEMENT_SCHEMA } from './figure-restated.js';
import { INBOUND_KINDS, inboundSchemaName } from './inbound-kinds.js';
import published from './published.json' with { type: 'json' };
import { versionOf } from './versions.js';

/*
 * What messages look like, those that are sent and those that may come, as JSON schemas (2020-12). Each has a version in its address; what may change within a version
 * says `compatibility.ts`. `published.json` is what other systems were last told, with every version that there ever was.
 */

/** What other systems know of a kind of message. */
export interface Published {
  readonly version: number;
  /** The topic that it comes in, without the prefix; the envelope comes in every one. */
  readonly topic?: string;
  readonly schema: JsonSchema;
}

/** What other systems were told: by name (`case.CaseFiled`) the present version, by address those before. */
export interface PublicContract {
  readonly present: Readonly<Record<string, Published>>;
  readonly earlier: Readonly<Record<string, Published>>;
}

export const PUBLISHED = published as unknown as PublicContract;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

export const ENVELOPE = 'envelope';

/** Address of the schema of a kind of message, behind that of the schemas: `case.CaseFiled/1`. */
export function schemaAddress(name: string): string {
  return `${name}/${versionOf(name)}`;
}

/** What messages look like now, by name. `exact`: what is sent today and nothing else; for tests. */
export function presentSchemas(strength: 'published' | 'exact' = 'published'): Readonly<Record<string, Published>> {
  const entry = (name: string, schema: JsonSchema, topic?: string): [string, Published] => [
    name,
    { version: versionOf(name), ...defined({ topic }), schema: { $schema: DIALECT, ...schema } },
  ];
  return Object.fromEntries([
    entry(ENVELOPE, ENVELOPE_SCHEMA),
    ...AGGREGATES.flatMap(({ name, path, events }) =>
      [...events.values()].map(({ type, title }) =>
        entry(`${name}.${type.name}`, { title, ...outsideSchemaOf(type, strength) }, path),
      ),
    ),
    entry(FIGURE_RESTATED, RESTATEMENT_SCHEMA, FIGURES_TOPIC),
    // What others may tell, in `data`; each in a topic of its sender's. The same rules serve here: what they were told that we
    // read, we go on reading.
    ...INBOUND_KINDS.map((kind) =>
      entry(inboundSchemaName(kind), { title: kind.command.title, ...schemaOf(kind.command.input) }),
    ),
  ]);
}

const schemas = new Map<string, JsonSchema>();

/** The schema at an address, of whichever version; undefined where there never was one. */
export function schemaAt(address: string): JsonSchema | undefined {
  if (schemas.size === 0) {
    for (const [earlier, { schema }] of Object.entries(PUBLISHED.earlier)) schemas.set(earlier, schema);
    for (const [name, { schema }] of Object.entries(presentSchemas())) schemas.set(schemaAddress(name), schema);
  }
  return schemas.get(address);
}
