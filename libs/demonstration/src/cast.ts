import type { Actor } from '#eventsourcing';
import { DEMONSTRATION_ADMINISTRATOR } from '#platform';
import { BUREAU, type DemoUnit } from './quzhou.js';

/* The people of the year: officers in teams of two, leaders, reviewers, and the clerks and coordinators beside them. */

export interface Team {
  readonly lead: string;
  readonly assist: string;
}

export interface Crew {
  readonly unit: DemoUnit;
  readonly teams: readonly Team[];
  readonly chief: string;
  readonly deputies: readonly string[];
  readonly reviewers: readonly string[];
  readonly registrar: string;
}

/** Everybody, by unit. */
export interface Cast {
  /** 市本级. */
  readonly bureau: Crew;
  /** Every other unit of the city. */
  readonly others: readonly Crew[];
  /** Those of `others` that are 县（市、区）局和分局. */
  readonly counties: readonly Crew[];
  /** Names of the officers by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

export function actorOf(userId: string, unitId: string, ...roles: string[]): Actor {
  return { id: userId, unit: unitId, roles };
}

export function registrarOf({ registrar, unit }: Crew): Actor {
  return actorOf(registrar, unit.unitId, 'REGISTRAR');
}

/** 系统管理员: he enters everybody else, and himself. */
export const ADMINISTRATOR = actorOf(DEMONSTRATION_ADMINISTRATOR, BUREAU, 'ADMINISTRATOR');

/** 指导办 of the city. */
export const COORDINATOR = actorOf('coord-330800', BUREAU, 'COORDINATOR');
