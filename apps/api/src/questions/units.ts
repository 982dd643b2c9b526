import { unit } from '#enforcement';
import type { KeyedRow, ReadModelStore } from '#eventsourcing';
import { READ_MODEL_LIMITS } from '#eventsourcing';

export interface Unit {
  readonly unitId: string;
  readonly name: string;
  readonly level: string;
  readonly parentId: string | null;
  readonly territoryCode: string;
  /** How deep it stands under the highest unit, from 0. */
  readonly depth: number;
}

type Row = Omit<Unit, 'unitId' | 'depth'>;

/** The units as a tree, each behind the one that it belongs to. */
export class UnitTree {
  private readonly byId: ReadonlyMap<string, Unit>;

  constructor(readonly units: readonly Unit[]) {
    this.byId = new Map(units.map((one) => [one.unitId, one]));
  }

  get(unitId: string): Unit | undefined {
    return this.byId.get(unitId);
  }

  /** The name of a unit; its id where nobody has established it. */
  name(unitId: string): string {
    return this.byId.get(unitId)?.name ?? unitId;
  }

  below(unitId: string): string[] {
    const start = this.units.findIndex((one) => one.unitId === unitId);
    if (start < 0) return [unitId];
    const { depth } = this.units[start]!;
    const rest = this.units.slice(start + 1);
    const end = rest.findIndex((one) => one.depth <= depth);
    return [unitId, ...(end < 0 ? rest : rest.slice(0, end)).map((one) => one.unitId)];
  }

  isWhole(units: readonly string[]): boolean {
    return this.units.length > 0 && this.units.every(({ unitId }) => units.includes(unitId));
  }
}

/** Reads the register of units whole: a city has some hundreds. */
export async function readUnits(store: ReadModelStore): Promise<UnitTree> {
  const rows: KeyedRow<Row>[] = [];
  let after: string | undefined;
  do {
    const page = await store.list<Row>(unit.register.readModel, { limit: READ_MODEL_LIMITS.maxListPage, after });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  return new UnitTree(inTree(rows));
}

/** Units in the order of their tree; one whose parent is unknown, or that stands in a circle, stands at the top. */
function inTree(rows: readonly KeyedRow<Row>[]): Unit[] {
  const known = new Set(rows.map(({ key }) => key));
  const parentOf = ({ key, row: { parentId: parent } }: KeyedRow<Row>): string | null =>
    parent !== null && known.has(parent) && parent !== key ? parent : null;
  const children = Map.groupBy(rows, parentOf);
  const result: Unit[] = [];
  const seen = new Set<string>();
  const visit = (entry: KeyedRow<Row>, depth: number): void => {
    if (seen.has(entry.key)) return;
    seen.add(entry.key);
    const { name, level, territoryCode } = entry.row;
    result.push({ unitId: entry.key, name, level, territoryCode, parentId: parentOf(entry), depth });
    for (const child of children.get(entry.key) ?? []) visit(child, depth + 1);
  };
  for (const top of children.get(null) ?? []) visit(top, 0);
  for (const entry of rows) visit(entry, 0);
  return result;
}
