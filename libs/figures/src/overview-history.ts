import { expect } from '@jest/globals';
import {
  assertDeclaration,
  type DomainEvent,
  type Fact,
  factDifferences,
  type ReadModel,
  RowCheck,
} from '#eventsourcing';

/*
 * Fixture of the specs of the overviews: plays the events of one stream into a read model, as the projector does. For
 * tests alone; the library does not export it.
 */

export interface Played<Row> {
  readonly row: Row;
  /** `measure date unit subject`, and the fen where there are any; in order, one each. */
  readonly pace: readonly string[];
  readonly facts: readonly string[];
  /** What the last event booked: `+1 measure date unit subject`. */
  readonly booked: readonly string[];
}

function written({ measure, date, unit, subject, fen }: Fact): string {
  return [measure, date, unit, ...(subject ? [subject] : []), ...(fen === 0 ? [] : [`${Math.abs(fen)}分`])].join(' ');
}

/** Measures of M18 to M20. */
const OF_PACE = /^(penalty\.firm|decision\.|deadline\.missed)/;

export function playInto<Row extends object>(
  model: ReadModel<Row>,
  stream: string,
  ...events: readonly DomainEvent[]
): Played<Row> {
  assertDeclaration(model as unknown as Parameters<typeof assertDeclaration>[0]);
  const check = new RowCheck(model as unknown as ConstructorParameters<typeof RowCheck>[0]);
  const factsOf = (row: Row | undefined) => (row ? [...model.facts!(row)] : []);
  let row: Row | undefined;
  let booked: Fact[] = [];
  const ledger: Fact[] = [];
  for (const [revision, event] of events.entries()) {
    const recorded = {
      ...event,
      id: `${revision}`,
      stream,
      revision,
      position: revision + 1,
      recordedAt: '2024-01-10T00:00:00.000Z',
      schemaVersion: 1,
      meta: {
        actor: 'a',
        unit: 'u',
        role: 'OFFICER',
        commandId: 'c',
        correlationId: 'c',
        sourceSystem: 'PLATFORM',
        ruleset: 'r',
      },
    };
    expect(model.key(recorded)).toBe(stream.slice(stream.indexOf('-') + 1));
    const after = model.evolve(row, recorded);
    // Every row can be kept as it is: nothing missing, nothing that is not a column.
    expect(check.row(row, after!)).toBe(after);
    booked = factDifferences(factsOf(row), factsOf(after));
    ledger.push(...booked);
    row = after;
  }
  const facts = factsOf(row);
  expect(facts.every(({ count, fen }) => count >= 1 && fen >= 0)).toBe(true);
  // What was booked event by event is what the row says.
  expect(factDifferences(ledger, facts)).toEqual([]);
  return {
    row: row!,
    facts: facts.filter((fact) => !OF_PACE.test(fact.measure)).map(written),
    /** How long it took and what it missed: asked by itself, so that the other specs need not tell it each time. */
    pace: facts.filter(({ measure }) => OF_PACE.test(measure)).map((fact) => `${fact.count} ${written(fact)}`),
    booked: booked
      .filter(({ measure }) => !OF_PACE.test(measure))
      .map((fact) => `${fact.count > 0 ? '+' : ''}${fact.count} ${written(fact)}`),
  };
}
