/**
 * Capacities in which people give commands: as the register of people has them (`organisation/standing`), whatever a token
 * says, and never by the body of a command. A 对接系统 is no person: a machine account that gives by message what it was
 * told (`exchange`, inbound), sees nothing, and has no door but that one; its token alone says that it is one.
 */
export const ROLES = {
  OFFICER: '办案人员',
  REVIEWER: '法制审核人员',
  LEADER: '机关负责人',
  COORDINATOR: '指导办',
  REGISTRAR: '登记人员',
  ADMINISTRATOR: '系统管理员',
  AUDITOR: '审计员',
  ANALYST: '分析员',
  CONNECTED_SYSTEM: '对接系统',
} as const;

export type Role = keyof typeof ROLES;

/** Roles that the administrator grants; the others follow from a certificate, a term of office, the pool of reviewers. */
export const GRANTED_ROLES = {
  REGISTRAR: ROLES.REGISTRAR,
  COORDINATOR: ROLES.COORDINATOR,
  AUDITOR: ROLES.AUDITOR,
  ANALYST: ROLES.ANALYST,
  ADMINISTRATOR: ROLES.ADMINISTRATOR,
} as const;

export type GrantedRole = keyof typeof GRANTED_ROLES;

/** In which the clock of the deadlines records what has passed: no person's, and no token opens anything with it. */
export const SYSTEM_ROLE = 'SYSTEM';

/** Who of the people does something, as a sentence lists them: 办案人员、登记人员. Machine accounts are none of them. */
export function peopleOf(roles: readonly Role[]): string {
  return roles
    .filter((role) => role !== 'CONNECTED_SYSTEM')
    .map((role) => ROLES[role])
    .join('、');
}
