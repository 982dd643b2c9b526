import type { NewEvent } from '#eventsourcing';

/** An event of the specs. */
export function happened(data: unknown): NewEvent {
  return {
    type: 'Happened',
    schemaVersion: 1,
    data,
    meta: {
      actor: 'officer-1',
      unit: '330802',
      role: 'officer',
      commandId: 'c0117ac7-0000-4000-8000-000000000000',
      correlationId: 'c0117ac7-0000-4000-8000-000000000000',
      sourceSystem: 'spec',
      ruleset: '2023-1',
    },
  };
}
