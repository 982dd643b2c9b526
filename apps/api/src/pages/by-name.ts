/** Roles whose work is assigned to them by name; the others look after a whole unit. */
export const BY_NAME: readonly string[] = ['OFFICER', 'REVIEWER'];
