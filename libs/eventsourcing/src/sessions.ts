export const SESSION_LIMITS = {
  /** A session on which nothing happens ends, where the installation says nothing else (ASVS 3.3.2). */
  idleMs: 30 * 60 * 1000,
  /** A session ends so long after it was opened, whatever happens on it. */
  endsMs: 12 * 60 * 60 * 1000,
  /** How often it is written down that a session is used. */
  seenEveryMs: 60 * 1000,
  /** Sessions of one person at once: a desk, a telephone, a hall. The oldest ends for the next. */
  ofOnePerson: 10,
  /** Characters of the provider's token, which is kept to sign out there as well. */
  idTokenLength: 16_384,
  /** Characters of an address and of what a browser calls itself that are kept. */
  placeLength: 200,
} as const;

/** A browser in which somebody is signed in. */
export interface Session {
  /** Digest of the secret that the browser holds: who reads the table cannot be anybody. */
  readonly id: string;
  /** Whom the provider named. What he may do here is no part of it: that is asked at each request. */
  readonly person: { readonly id: string; readonly name: string };
  /** What the provider signed. */
  readonly idToken: string;
  /** Where somebody signed in, so that he knows his sessions from one another: address and browser, as it calls itself. */
  readonly address: string;
  readonly agent: string;
  /** By the server's clock, ISO-8601 UTC with milliseconds. */
  readonly openedAt: string;
  readonly seenAt: string;
}

/** Sessions of browsers. Nothing that is on record depends on them. */
export interface Sessions {
  /** Opens a session, and forgets those that have ended or are too many. */
  open(session: Session): Promise<void>;
  /** A session that has neither ended nor been idle for too long at this moment. */
  get(id: string, now: string): Promise<Session | undefined>;
  /** It is used. */
  seen(id: string, at: string): Promise<void>;
  /** The sessions of somebody that go on at this moment, the latest opened first. */
  of(person: string, now: string): Promise<readonly Session[]>;
  /** Ends a session; says nothing where there is none. */
  end(id: string): Promise<void>;
}

/** Moments after which a session must have been opened, and used, to go on. */
export function sessionsSince(
  now: string,
  idleMs: number = SESSION_LIMITS.idleMs,
): { readonly opened: string; readonly seen: string } {
  const ago = (ms: number) => new Date(Date.parse(now) - ms).toISOString();
  return { opened: ago(SESSION_LIMITS.endsMs), seen: ago(idleMs) };
}

/** Throws TypeError on what is larger than is kept. */
export function assertSession({ idToken, address, agent }: Session): void {
  if (idToken.length > SESSION_LIMITS.idTokenLength) throw new TypeError('the token of a provider is too long');
  if (address.length > SESSION_LIMITS.placeLength || agent.length > SESSION_LIMITS.placeLength)
    throw new TypeError('the place of a session is too long');
}

/** Sessions in memory. */
export class MemorySessions implements Sessions {
  private readonly kept = new Map<string, Session>();

  /** @param idleMs after which a session ends that nobody uses. */
  constructor(private readonly idleMs?: number) {}

  async open(session: Session): Promise<void> {
    assertSession(session);
    const own = [...this.kept.values()].filter(({ person }) => person.id === session.person.id);
    own.sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
    for (const one of own.slice(SESSION_LIMITS.ofOnePerson - 1)) this.kept.delete(one.id);
    for (const one of this.kept.values()) if (!this.goesOn(one, session.openedAt)) this.kept.delete(one.id);
    this.kept.set(session.id, structuredClone(session));
  }

  async get(id: string, now: string): Promise<Session | undefined> {
    const session = this.kept.get(id);
    return session !== undefined && this.goesOn(session, now) ? structuredClone(session) : undefined;
  }

  async seen(id: string, at: string): Promise<void> {
    const session = this.kept.get(id);
    if (session !== undefined) this.kept.set(id, { ...session, seenAt: at });
  }

  async of(person: string, now: string): Promise<readonly Session[]> {
    const own = [...this.kept.values()].filter((session) => session.person.id === person && this.goesOn(session, now));
    return structuredClone(own.sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1)));
  }

  async end(id: string): Promise<void> {
    this.kept.delete(id);
  }

  private goesOn({ openedAt, seenAt }: Session, now: string): boolean {
    const since = sessionsSince(now, this.idleMs);
    return openedAt > since.opened && seenAt > since.seen;
  }
}
