/* What a message is made of (CloudEvents 1.0, structured JSON), whatever it tells. */

/** A message to be sent, as `MessageProducer` of `#messaging` takes it. */
export interface ContractMessage {
  readonly topic: string;
  /** Messages with the same key come in order. */
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
}

/** Who speaks, and where. */
export interface ContractOptions {
  /** The bureau's name in addresses: `quzhou`. */
  readonly bureau: string;
  /** Of every topic: `anjuan` gives `anjuan.cases`. */
  readonly topicPrefix: string;
  /** Where this installation serves the schemas, without a slash at the end: `https://anjuan.example/api/contract`. */
  readonly schemas: string;
}

/** The content type of a message, as its header says it. */
export const CONTENT_TYPE = 'application/cloudevents+json; charset=UTF-8';

/** Digits of a position in a message: as many as any position has, so that texts compare as positions do. */
const POSITION_DIGITS = 16;

/** A position as messages say it; CloudEvents has no whole number that would hold it. */
export function positionText(position: number): string {
  return String(position).padStart(POSITION_DIGITS, '0');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id that says nothing but which it is; whatever else somebody gave for one stays in the house. */
export function idOnly(text: string | undefined): string | undefined {
  return text !== undefined && UUID.test(text) ? text : undefined;
}
