import type { LeaderAppointed, LeaderRank, OfficerRegistered, UnitEstablished } from '#enforcement';
import type { ReadModel } from '#eventsourcing';
import { beginsStream } from './row-changes.js';

/** 单位名册. */
export interface UnitEntry {
  readonly name: string;
  readonly level: string;
  readonly parentId: string | null;
  readonly territoryCode: string;
}

export const unitDirectory: ReadModel<UnitEntry> = {
  name: 'unit_directory',
  version: 1,
  columns: {
    name: { type: 'text' },
    level: { type: 'text' },
    parentId: { type: 'text', optional: true },
    territoryCode: { type: 'text' },
  },
  key: (event) => (event.type === 'UnitEstablished' ? event.stream.slice('unit-'.length) : undefined),
  begins: beginsStream,
  evolve: (_row, event) => {
    const { name, level, parentId, territoryCode } = event.data as UnitEstablished;
    return { name, level, parentId: parentId ?? null, territoryCode };
  },
};

/** 执法人员名册: who stands behind a user id. */
export interface OfficerEntry {
  readonly name: string;
  readonly unitId: string;
  readonly auxiliary: boolean;
  readonly leaderRank: LeaderRank | null;
  readonly isReviewer: boolean;
}

export const officerDirectory: ReadModel<OfficerEntry> = {
  name: 'officer_directory',
  version: 1,
  columns: {
    name: { type: 'text' },
    unitId: { type: 'text' },
    auxiliary: { type: 'boolean' },
    leaderRank: { type: 'text', optional: true },
    isReviewer: { type: 'boolean' },
  },
  indexes: [['unitId']],
  key: (event) => (event.stream.startsWith('officer-') ? event.stream.slice('officer-'.length) : undefined),
  begins: beginsStream,
  evolve: (row, event) => {
    if (event.type === 'OfficerRegistered') {
      const { name, unitId, auxiliary } = event.data as OfficerRegistered;
      return { name, unitId, auxiliary, leaderRank: null, isReviewer: false };
    }
    if (row === undefined) return undefined;
    if (event.type === 'LeaderAppointed') return { ...row, leaderRank: (event.data as LeaderAppointed).rank };
    if (event.type === 'LeaderRelieved') return { ...row, leaderRank: null };
    if (event.type === 'ReviewerEnrolled') return { ...row, isReviewer: true };
    return row;
  },
};
