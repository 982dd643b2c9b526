import type { Register } from '#enforcement';
import { type Constructor, type Field, fieldsOf } from '#fields';
import { registerNamed } from '#figures';
import { PEOPLE_TO_PICK, type PersonToPick, RECORDS_TO_PICK, UNITS_TO_PICK } from '../../questions/picks.js';
import type { Offered, Pick } from '../../ui/input.js';
import type { Desk } from '../page.js';
import { aboutOf } from '../slots.js';

/** The fields of a class and of the objects in it. */
export function fieldsIn(type: Constructor): Field[] {
  return [...fieldsOf(type).values()].flatMap((field) => [field, ...(field.nested ? fieldsIn(field.nested()) : [])]);
}

/** What the form of a command offers to choose from; only what one of its fields asks for is looked up. */
export async function offeredTo(
  desk: Desk,
  input: Constructor,
  find: string | undefined,
  /** Somebody is chosen beside its fields: to whom it is proposed. */
  isProposed = false,
): Promise<Offered & { readonly isWhole: boolean }> {
  const fields = fieldsIn(input);
  const has = (kind: Field['kind']) => fields.some((field) => field.kind === kind);
  const registers = [...new Set(fields.flatMap(({ kind, of = '' }) => (kind === 'recordRef' ? [of] : [])))]
    .map(registerNamed)
    .filter((register) => register !== undefined && desk.sight.registers.some(({ name }) => name === register.name));
  const nobody = { people: [] as readonly PersonToPick[], isWhole: true };
  const [people, colleagues, units, ...records] = await Promise.all([
    has('personRef') ? desk.ask(PEOPLE_TO_PICK, { q: find }) : nobody,
    isProposed ? desk.ask(PEOPLE_TO_PICK, { unit: desk.person.unit }) : nobody,
    has('unitRef') ? desk.ask(UNITS_TO_PICK, {}) : { units: [] },
    ...registers.map((register) => recordsOf(desk, register!)),
  ]);
  return {
    people: inOrder(people.people, desk.person.unit),
    leaders: inOrder(
      colleagues.people.filter(({ id, isLeader }) => isLeader && id !== desk.person.id),
      desk.person.unit,
    ),
    units: units.units.map(({ unitId, name, depth }) => ({ value: unitId, text: '　'.repeat(depth) + name })),
    records: Object.fromEntries(registers.map((register, index) => [register!.name, records[index]!])),
    isWhole: people.isWhole,
  };
}

/** Those of the own unit first; of the others it is said where they are. */
function inOrder(people: readonly PersonToPick[], unit: string): Pick[] {
  const place = (one: PersonToPick) => (one.unitId === unit ? 0 : 1);
  return [...people]
    .sort(
      (a, b) => place(a) - place(b) || a.unitName.localeCompare(b.unitName, 'zh') || a.name.localeCompare(b.name, 'zh'),
    )
    .map(({ id, name, unitId, unitName, standing }) => ({
      value: id,
      text: name,
      under: [unitId === unit ? '' : unitName, standing].filter((word) => word !== '').join('，'),
    }));
}

async function recordsOf(desk: Desk, register: Register): Promise<Pick[]> {
  const { records } = await desk.ask(RECORDS_TO_PICK.get(register.name)!, {});
  return records.map(({ id, called, row }) => ({
    value: id,
    text: called,
    under: aboutOf(register, row) ?? '',
  }));
}
