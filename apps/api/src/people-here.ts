import { defined, StoreUnavailableError } from '#eventsourcing';
import { type Claimant, forbidden, type PeopleHere, type Person } from '#platform';
import { type ApiOptions, serverTime } from './api-options.js';
import { Kept } from './questions/kept.js';
import { idsIn, spokenBy, textOf } from './questions/spoken.js';
import { readUnits, UnitTree } from './questions/units.js';

/** The people of this door: as the register has them at this moment, with the sentence that says why somebody is not. */
export function peopleHere(options: Pick<ApiOptions, 'people' | 'readModelStore' | 'now'>): PeopleHere {
  const tree = new Kept(() => readUnits(options.readModelStore));

  /** Names are a kindness: a read model that is away keeps nobody from being told why he is turned away. */
  const unitNames = async (ids: readonly string[]): Promise<Record<string, string>> => {
    const units = await tree.get(0).catch((error) => {
      if (error instanceof StoreUnavailableError) return new UnitTree([]);
      throw error;
    });
    return Object.fromEntries(ids.map((id) => [id, units.name(id)]));
  };

  return {
    known: async (claimant: Claimant, how): Promise<Person> => {
      const standing = await options.people.standing(claimant, serverTime(options), how);
      const { id, name, expiresAt } = claimant;
      if (!('kind' in standing)) return { ...standing, name, expiresAt };
      const { code, article, message, earliest } = standing;
      const units = await unitNames(idsIn([message]).units);
      const sentence = textOf(spokenBy(message, { people: { [id]: `${name}（${id}）` }, units }, true));
      throw forbidden(sentence, { code, article, ...defined({ earliest }) });
    },
  };
}
