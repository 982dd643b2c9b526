import type { RecordedEvent } from '#eventsourcing';
import { LEFT_OUT, masked, narrativesIn, personalNamesIn, personIdsIn, replaced } from './masking.js';

/** Ids of people that the events speak of. */
export function peopleOf(events: readonly RecordedEvent[]): string[] {
  return events.flatMap(({ meta, data }) => [meta.actor, ...personIdsIn(data)]);
}

/** How texts on the page are put: names for officers' ids; masked names, and no narratives, where the reader is not to see names. */
export interface Wording {
  /** An officer's name. */
  name(id: string): string;
  /** A party's name. */
  party(name: string, isOrganisation: boolean): string;
  sentence(text: string): string;
}

export function wording(
  events: readonly RecordedEvent[],
  officers: ReadonlyMap<string, string>,
  showsNames: boolean,
): Wording {
  const shown = new Map([...officers].map(([id, name]) => [id, showsNames ? name : masked(name)]));
  const hidden = showsNames
    ? []
    : events.flatMap(({ data }) => [
        ...personalNamesIn(data).map((name) => [name, masked(name)] as const),
        ...narrativesIn(data).map((narrative) => [narrative, LEFT_OUT] as const),
      ]);
  const replacements = new Map([...shown, ...hidden]);
  return {
    name: (id) => shown.get(id) ?? id,
    party: (name, isOrganisation) => (showsNames || isOrganisation ? name : masked(name)),
    sentence: (text) => replaced(text, replacements),
  };
}
