/** What one person and one address may ask of a process, so that nobody takes it from the others. */
export const CALLER_LIMITS = {
  /** Requests of one person in flight at once: many tabs, or a program that hands something over. */
  personInFlight: 128,
  /** Requests of one person a second, in the long run (ANJUAN_PERSON_PER_SECOND): an eighth of what a process answers. */
  personPerSecond: 500,
  /** Requests of one person at a stretch, in seconds of the rate. */
  personBurstS: 10,
  /** Requests of one address in flight at once: a quarter of what the process takes. Many people may have one address. */
  addressInFlight: 500,
  /** Requests of one address a second for whom nobody is signed in, in the long run. */
  strangersPerSecond: 100,
  /** The same, at a stretch: many desks behind one address that open the sign-in page in the morning. */
  strangersBurst: 1_000,
  /** Tokens and sessions of one address a minute that turn out to be none, in the long run. */
  wrongPerMinute: 30,
  /** The same, at a stretch: sessions that have ended are among them. */
  wrongBurst: 120,
  /** Persons, addresses and credentials that are remembered; of more, those that asked longest ago are forgotten. */
  remembered: 10_000,
  /** Entries of X-Forwarded-For that are looked at, from the last. */
  forwarded: 10,
} as const;

export type CallerLimits = { readonly [Name in keyof typeof CALLER_LIMITS]: number };
