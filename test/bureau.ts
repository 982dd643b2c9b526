import { lawRegistry } from '#enforcement';
import type { Installation } from '#installation';
import { openCommandDoor } from '#platform';

/** Who enters it; the configuration has to name him as `initialAdministrator`. */
export const ROOT = 'root';

/** The one unit of a bureau that has just begun, for whoever wants to send it something: `QZ`. */
export async function establishBureau({ loop, statutes }: Pick<Installation, 'loop' | 'statutes'>): Promise<void> {
  const door = await openCommandDoor({ registry: lawRegistry, loop, ruleset: statutes.version, sourceSystem: 'x' });
  await door.execute({
    ...{ aggregate: 'unit', id: 'QZ', name: 'EstablishUnit', now: new Date().toISOString() },
    actor: { id: ROOT, unit: 'QZ', roles: ['ADMINISTRATOR'] },
    body: {
      ...{ level: 'CITY', territoryCode: '330800', uscc: '11330800768656330Q', documentPrefix: '衢综执' },
      name: '衢州市综合行政执法局',
    },
  });
  await door.close();
}
