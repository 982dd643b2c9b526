import { type DomainEvent, type LedgerReader, MemoryReadModelStore, MemoryStore } from '#eventsourcing';
import { lawProjector } from './law-projector.js';

/*
 * Fixture of the specs of metrics and reports: histories of streams, each recorded on a day, become a ledger by the real
 * projector. For tests alone; the library does not export it.
 */

export interface History {
  readonly stream: string;
  /** Day on which the events are recorded (noon in Shanghai). */
  readonly recordedOn: string;
  readonly events: readonly DomainEvent[];
}

const meta = {
  actor: 'a',
  unit: 'qz',
  role: 'OFFICER',
  commandId: '00000000-0000-4000-8000-000000000000',
  correlationId: 'c',
  sourceSystem: 'PLATFORM',
  ruleset: 'r',
};

/** Histories in the order in which they are recorded. */
export async function ledgerOf(...histories: readonly History[]): Promise<LedgerReader> {
  let now = '';
  const store = new MemoryStore(() => now);
  let serial = 0;
  for (const { stream, recordedOn, events } of histories) {
    now = `${recordedOn}T04:00:00.000Z`;
    const commandId = `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
    const written = events.map((event) => ({ ...event, schemaVersion: 1, meta: { ...meta, commandId } }));
    await store.append([{ stream, expected: 'any', events: written }], { commandId });
  }
  const readModelStore = new MemoryReadModelStore();
  const projector = lawProjector({ store, readModelStore });
  await projector.start();
  await projector.caughtUp();
  const parked = projector.status().readModels.filter(({ parkedKeys }) => parkedKeys > 0);
  await projector.stop();
  if (parked.length > 0) throw new Error(`parked: ${JSON.stringify(parked)}`);
  return readModelStore.ledger;
}
