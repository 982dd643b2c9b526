import { CALLER_LIMITS, type CallerLimits } from './caller-limits.js';
import { Rate } from './rate.js';

/** Why somebody is turned away, and after how many seconds he may come again. */
export interface TurnedAway {
  readonly why: 'address-in-flight' | 'strangers' | 'wrong-credentials' | 'person-in-flight' | 'person';
  readonly retryAfterS: number;
}

/** What is in flight gives no time; soon some of it has ended. */
const SOON_S = 1;

/**
 * Who asks how much, by the address that he comes from and, once he is known, by himself. A credential that was accepted
 * lately is known: whoever has one is not kept out by others at his address who have none, or guess.
 */
export class Callers {
  private readonly inFlight = { address: new Map<string, number>(), person: new Map<string, number>() };
  private readonly rates: { readonly strangers: Rate; readonly wrong: Rate; readonly person: Rate };
  private readonly accepted = new Set<string>();

  constructor(
    private readonly limits: CallerLimits = CALLER_LIMITS,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    const rate = (perSecond: number, burst: number) => new Rate({ perSecond, burst }, limits.remembered);
    this.rates = {
      strangers: rate(limits.strangersPerSecond, limits.strangersBurst),
      wrong: rate(limits.wrongPerMinute / 60, limits.wrongBurst),
      person: rate(limits.personPerSecond, limits.personPerSecond * limits.personBurstS),
    };
  }

  /** A request comes from an address, with a credential or without. Whoever comes in goes by `leave`. */
  come(address: string, credential: string | undefined): TurnedAway | undefined {
    if (this.of('address', address) >= this.limits.addressInFlight)
      return { why: 'address-in-flight', retryAfterS: SOON_S };
    const isKnown = credential !== undefined && this.accepted.has(credential);
    if (!isKnown) {
      const { strangers, wrong } = this.rates;
      const now = this.nowMs();
      const waitS = strangers.waitS(address, now);
      if (waitS > 0) return { why: 'strangers', retryAfterS: waitS };
      strangers.take(address, now);
      const untilNextTryS = credential === undefined ? 0 : wrong.waitS(address, now);
      if (untilNextTryS > 0) return { why: 'wrong-credentials', retryAfterS: untilNextTryS };
    }
    this.count('address', address, 1);
    return undefined;
  }

  leave(address: string): void {
    this.count('address', address, -1);
  }

  /** The credential of a request turned out to be a person's. Whoever comes in goes by `personLeaves`. */
  personComes(person: string, credential: string | undefined): TurnedAway | undefined {
    if (credential !== undefined) this.accept(credential);
    if (this.of('person', person) >= this.limits.personInFlight)
      return { why: 'person-in-flight', retryAfterS: SOON_S };
    const now = this.nowMs();
    const waitS = this.rates.person.waitS(person, now);
    if (waitS > 0) return { why: 'person', retryAfterS: waitS };
    this.rates.person.take(person, now);
    this.count('person', person, 1);
    return undefined;
  }

  personLeaves(person: string): void {
    this.count('person', person, -1);
  }

  /** The credential of a request turned out to be nobody's. One that was good until now is over: that is no guess. */
  wrong(address: string, credential: string): void {
    if (!this.accepted.delete(credential)) this.rates.wrong.take(address, this.nowMs());
  }

  private accept(credential: string): void {
    this.accepted.delete(credential);
    this.accepted.add(credential);
    if (this.accepted.size <= this.limits.remembered) return;
    const [oldest] = this.accepted;
    if (oldest !== undefined) this.accepted.delete(oldest);
  }

  private of(kind: 'address' | 'person', key: string): number {
    return this.inFlight[kind].get(key) ?? 0;
  }

  private count(kind: 'address' | 'person', key: string, by: 1 | -1): void {
    const now = this.of(kind, key) + by;
    if (now === 0) this.inFlight[kind].delete(key);
    else this.inFlight[kind].set(key, now);
  }
}
