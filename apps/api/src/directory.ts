import { Inject, Injectable } from '@nestjs/common';
import type { KeyedRow } from '#eventsourcing';
import { type OfficerEntry, officerDirectory, type UnitEntry, unitDirectory } from '#figures';
import { API_OPTIONS, type ApiOptions } from './api-options.js';

export interface Unit extends UnitEntry {
  readonly unitId: string;
  /** How deep it stands under the highest unit, from 0. */
  readonly depth: number;
}

const PAGE = 200;
/** Names asked for at once; a case has a dozen. */
const MAX_NAMES = 500;

/** The names behind ids of units and officers. */
@Injectable()
export class Directory {
  constructor(@Inject(API_OPTIONS) private readonly options: ApiOptions) {}

  /** Every unit, each behind the one that it belongs to. */
  async units(): Promise<readonly Unit[]> {
    const rows: KeyedRow<UnitEntry>[] = [];
    let after: string | undefined;
    do {
      const page = await this.options.readModelStore.list(unitDirectory, {
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      rows.push(...page.rows);
      after = page.next;
    } while (after !== undefined);
    return inTree(rows);
  }

  /** Names of those ids that the officer directory knows. */
  officerNames(ids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    return this.names(officerDirectory, ids);
  }

  /** Names of those ids that are units. */
  unitNames(ids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    return this.names(unitDirectory, ids);
  }

  private async names(
    model: typeof officerDirectory | typeof unitDirectory,
    ids: Iterable<string>,
  ): Promise<ReadonlyMap<string, string>> {
    const keys = [...new Set(ids)].slice(0, MAX_NAMES);
    if (keys.length === 0) return new Map();
    const [rows] = await this.options.readModelStore.rows([{ model, keys }]);
    return new Map([...(rows ?? [])].map(([id, row]) => [id, (row as OfficerEntry | UnitEntry).name]));
  }
}

/** Units in the order of their tree; one whose parent is unknown stands at the top. */
function inTree(rows: readonly KeyedRow<UnitEntry>[]): Unit[] {
  const known = new Set(rows.map(({ key }) => key));
  const children = new Map<string | null, KeyedRow<UnitEntry>[]>();
  for (const entry of rows) {
    const { parentId } = entry.row;
    const parent = parentId !== null && known.has(parentId) ? parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), entry]);
  }
  const result: Unit[] = [];
  const visit = (parent: string | null, depth: number): void => {
    for (const { key, row } of children.get(parent) ?? []) {
      result.push({ unitId: key, ...row, depth });
      visit(key, depth + 1);
    }
  };
  visit(null, 0);
  return result;
}

export function unitName(units: readonly Unit[], unitId: string): string {
  return units.find((unit) => unit.unitId === unitId)?.name ?? unitId;
}
