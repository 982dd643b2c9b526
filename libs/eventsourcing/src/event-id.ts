const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Id of the event number `ordinal` (from 0) of a command: the command's UUID with the ordinal added to its last 48
 * bits. Deterministic, so an append that is tried again carries the same ids. Two random command ids that agree in
 * the other 74 random bits do not occur. Throws on a command id that is not a lower-case UUID.
 */
export function eventId(commandId: string, ordinal: number): string {
  if (!UUID.test(commandId)) throw new TypeError(`command id is not a lower-case UUID: ${commandId}`);
  const tail = (Number.parseInt(commandId.slice(24), 16) + ordinal) % 2 ** 48;
  return commandId.slice(0, 24) + tail.toString(16).padStart(12, '0');
}
