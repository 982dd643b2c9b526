import { importedNumbers, importedNumbersNeeds, SummaryDecisionsImported, summaryImport } from '#enforcement';
import { type Aggregate, type Facts, fold, streamName, type Upload } from '#eventsourcing';
import type { Person } from '#platform';
import type { LegalDay, Statutes } from '#statutes';
import type { ApiOptions } from '../api-options.js';

/** What an import of a file needs to know, and the files that this person sent: nobody else sees them. */
export class ImportsReader {
  constructor(
    private readonly person: Person,
    private readonly options: ApiOptions,
  ) {}

  get statutes(): Statutes {
    return this.options.statutes;
  }

  /** Keeps a file of his for a time. */
  keep(upload: Omit<Upload, 'person'>): Promise<void> {
    return this.options.uploads.put({ ...upload, person: this.person.id });
  }

  file<Note extends object>(id: string): Promise<Upload<Note> | undefined> {
    return this.options.uploads.get<Note>(id, this.person.id);
  }

  note(id: string, note: object): Promise<void> {
    return this.options.uploads.note(id, this.person.id, note);
  }

  /**
   * The registers of numbers of his unit for the years of these days. A case of before there were any is asked when the
   * row is brought: to read a stream a row would take longer than the whole examination.
   */
  async numbers(days: readonly LegalDay[]): Promise<Facts> {
    const states = new Map<string, unknown>();
    for (const { id } of importedNumbersNeeds(this.person.unit, days)) {
      const events = await this.options.store.readStream(streamName({ aggregate: importedNumbers.name, id }));
      states.set(id, fold(importedNumbers, importedNumbers.initialState, events));
    }
    return {
      get: <State>(aggregate: Aggregate<State>, id: string): State =>
        (aggregate.name === importedNumbers.name ? (states.get(id) as State | undefined) : undefined) ??
        aggregate.initialState,
      length: () => 0,
    };
  }

  /** What the batch said when it was brought last. */
  async lastImport(batchId: string): Promise<SummaryDecisionsImported | undefined> {
    const events = await this.options.store.readStream(streamName({ aggregate: summaryImport.name, id: batchId }));
    return events.findLast(({ type }) => type === SummaryDecisionsImported.name)?.data as
      | SummaryDecisionsImported
      | undefined;
  }
}
