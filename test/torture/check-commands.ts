import type { RecordedEvent } from '#eventsourcing';
import type { Asked, Line } from './journal.js';

/* What has to be in the log of commands that were given over HTTP, by what everybody was told. */

export interface CommandsChecked {
  readonly violations: readonly string[];
  readonly counts: { readonly given: number; readonly done: number; readonly refused: number; readonly open: number };
}

/** `commandIdOf` as the door makes it of who asked. */
export function checkCommands(
  log: readonly RecordedEvent[],
  journals: readonly (readonly Line[])[],
  commandIdOf: (asked: Asked) => string,
): CommandsChecked {
  const violations = tornApart(log);
  const lines = journals.flat();
  const asked = new Map(lines.flatMap((line) => (line.kind === 'asked' ? [[line.key, line] as const] : [])));
  const byCommand = Map.groupBy(log, ({ meta }) => meta.commandId);
  const counts = { given: asked.size, done: 0, refused: 0, open: asked.size };
  for (const line of lines) {
    if (line.kind === 'violation') violations.push(line.what);
    if (line.kind !== 'done' && line.kind !== 'refused') continue;
    const command = asked.get(line.key);
    if (command === undefined) {
      violations.push(`command ${line.key} was answered and never given`);
      continue;
    }
    counts[line.kind] += 1;
    counts.open -= 1;
    const events = byCommand.get(commandIdOf(command)) ?? [];
    if (line.kind === 'refused') {
      if (events.length > 0) violations.push(`command ${line.key} was refused and is in the log`);
      continue;
    }
    // What is held once (a mark, a number) is written into its book by the same command.
    const lastOfOwn = events.findLast(({ stream }) => stream === line.stream);
    const isThere =
      line.position === null
        ? events.length === 0
        : events.at(-1)?.position === line.position && lastOfOwn?.revision === line.revision;
    const isWhole = line.replayed || events.map(({ type }) => type).join() === line.events.join();
    if (!isThere || !isWhole || line.commandId !== commandIdOf(command))
      violations.push(`command ${line.key} was said to be done at ${line.position} and is not there`);
  }
  return { violations, counts };
}

/** The events of a command, whoever gave it (a person, the clock, a reaction), stand side by side: it was carried out once. */
function tornApart(log: readonly RecordedEvent[]): string[] {
  const lastOf = new Map<string, number>();
  const torn: string[] = [];
  for (const [index, { meta, position }] of log.entries()) {
    const last = lastOf.get(meta.commandId);
    if (last !== undefined && last !== index - 1)
      torn.push(`command ${meta.commandId} goes on at position ${position}`);
    lastOf.set(meta.commandId, index);
  }
  return torn;
}
