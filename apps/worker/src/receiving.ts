import { lawRegistry } from '#enforcement';
import type { Installation, Receiving } from '#installation';
import { commandByMessage, openCommandDoor, type Stop } from '#platform';
import type { Telemetry } from '#telemetry';

/**
 * Begins to receive what other systems send, where any may: each message goes through a CommandBus as every door's
 * commands do. What is in flight ends before the door closes.
 */
export async function startReceiving(
  installation: Installation,
  onStop: (stop: Stop) => void,
  tell: (part: string, event: { readonly kind: string }) => void,
  telemetry?: Telemetry,
): Promise<Receiving | undefined> {
  const { messages, loop, statutes } = installation;
  if (messages === undefined || messages.senders.length === 0) return undefined;
  const door = await openCommandDoor({
    registry: lawRegistry,
    loop,
    // As the law stands when the command is given.
    get ruleset() {
      return statutes.version;
    },
    // Each message says the system that it came from.
    sourceSystem: 'unsaid',
    telemetry,
  });
  onStop(() => door.close());
  const receiving = installation.receiving(commandByMessage(door), tell)!;
  onStop(() => receiving.stop());
  await receiving.start();
  return receiving;
}
