import { v5 } from 'uuid';
import {
  type EventStore,
  type LedgerEntry,
  type LedgerReader,
  type ReadModelStore,
  type RecordedEvent,
  shanghaiDay,
} from '#eventsourcing';
import { measureTitle, subjectTerms } from '#figures';
import { FIGURE_RESTATED, FIGURES_TOPIC, type FigureRestated } from './figure-restated.js';
import { CONTENT_TYPE, type ContractMessage, type ContractOptions, positionText } from './message.js';
import { schemaAddress } from './schemas.js';

/*
 * What other systems are told of figures that they may have taken over already: a month of business is taken for reported
 * once it is over in Shanghai, and whatever is booked into it later restates it. The figure as it was known at the end of
 * its month, and all that was told since, is the figure as it is known now.
 */

const NAMESPACE = '6b0e5f0c-6f0d-5d55-8f2e-3d0a4d1c9b71';

/** What events changed in months that were over when they were recorded. */
export class Restatements {
  constructor(
    private readonly options: ContractOptions,
    private readonly ledger: Pick<LedgerReader, 'bookedBy'>,
  ) {}

  /**
   * The messages of a stretch of the log, in its order, one for each measure, class, unit and month that an event changed.
   * The figures have to have come as far as its last event (`asFarAsFigures`). The same event gives the same messages.
   */
  async toMessages(events: readonly RecordedEvent[]): Promise<ContractMessage[]> {
    const [first, last] = [events[0], events.at(-1)];
    if (first === undefined || last === undefined) return [];
    const booked = Map.groupBy(await this.ledger.bookedBy(first, last), ({ position }) => position);
    return events.flatMap((event) =>
      restated(event, booked.get(event.position) ?? []).map((data) => this.messageOf(event, data)),
    );
  }

  private messageOf({ position, recordedAt }: RecordedEvent, data: FigureRestated): ContractMessage {
    const { bureau, topicPrefix, schemas } = this.options;
    const { eventId, measure, unitId, month, subject = '' } = data;
    const key = `figures-${unitId}`;
    const message = {
      specversion: '1.0',
      id: v5(JSON.stringify([eventId, measure, subject, unitId, month]), NAMESPACE),
      source: `/anjuan/${bureau}`,
      type: `cn.anjuan.${FIGURE_RESTATED}`,
      subject: unitId,
      time: recordedAt,
      dataschema: `${schemas}/${schemaAddress(FIGURE_RESTATED)}`,
      datacontenttype: 'application/json',
      stream: key,
      position: positionText(position),
      schemaversion: 1,
      causationid: eventId,
      data,
    };
    const value = JSON.stringify(message);
    return { topic: `${topicPrefix}.${FIGURES_TOPIC}`, key, value, headers: { 'content-type': CONTENT_TYPE } };
  }
}

/** Sums of what an event booked into months before its own; those that come to nothing left out. */
function restated(event: RecordedEvent, entries: readonly LedgerEntry[]): FigureRestated[] {
  const knownOn = shanghaiDay(event.recordedAt);
  const sums = new Map<string, { -readonly [Property in keyof FigureRestated]: FigureRestated[Property] }>();
  for (const { measure, subject, unit, date, count, fen } of entries) {
    const month = date.slice(0, 7);
    if (month >= knownOn.slice(0, 7)) continue;
    // What a class is called is public; a class that has no name may be somebody's.
    const terms = subjectTerms(measure);
    const told = Object.hasOwn(terms, subject) ? subject : undefined;
    const key = JSON.stringify([measure, told, unit, month]);
    const sum = sums.get(key);
    if (sum) {
      sum.count += count;
      sum.fen += fen;
    } else
      sums.set(key, {
        measure,
        title: measureTitle(measure),
        month,
        unitId: unit,
        ...(told === undefined ? {} : { subject: told, subjectTitle: terms[told]! }),
        count,
        fen,
        knownOn,
        eventId: event.id,
      });
  }
  return [...sums.values()].filter(({ count, fen }) => count !== 0 || fen !== 0);
}

/** The log for whoever follows it no farther than the figures have come: what its events booked is there to be read. */
export function asFarAsFigures(
  store: Pick<EventStore, 'readAll' | 'head' | 'onAppended'>,
  readModelStore: Pick<ReadModelStore, 'load'>,
  projection = 'main',
): Pick<EventStore, 'readAll' | 'head' | 'onAppended'> {
  return {
    head: () => store.head(),
    onAppended: (listener) => store.onAppended(listener),
    readAll: async (after, limit) => {
      const { position: reached } = await readModelStore.load(projection);
      if (reached <= after) return [];
      return (await store.readAll(after, limit)).filter(({ position }) => position <= reached);
    },
  };
}
