import { createHash, randomBytes } from 'node:crypto';
import { SESSION_LIMITS, type Session, type Sessions } from '#eventsourcing';
import { unauthenticated } from '../problem.js';
import { claimantOf } from './claims.js';
import { OpenIdProvider, type ProviderSettings, type Underway } from './open-id-provider.js';
import type { Claimant } from './person.js';

export const SIGN_IN_LIMITS = {
  /** Time to sign in at the provider. */
  underwayMs: 10 * 60 * 1000,
  /** Characters of what the browser keeps meanwhile. */
  underwayLength: 3_000,
} as const;

/** The cookie of a session; with `__Host-` before it where people come by https. */
export const SESSION_COOKIE = 'anjuan_session';

/** Bytes of the secret that a browser holds. */
const SECRET_BYTES = 32;

export interface BrowserSignInOptions {
  readonly provider: ProviderSettings;
  /** The address by which people reach us, without a slash at its end. */
  readonly url: string;
  readonly sessions: Sessions;
  /** Milliseconds since 1970; the system's clock by default. */
  readonly now?: () => number;
}

/** Where somebody signs in: the address, and what his browser calls itself. */
export interface SignInPlace {
  readonly address: string;
  readonly agent: string;
}

/** A session as its owner sees it. */
export interface OwnSession extends Pick<Session, 'openedAt' | 'seenAt' | 'address' | 'agent'> {
  /** By which he ends it: nobody is signed in by it. */
  readonly handle: string;
  /** Whether it is that of this browser. */
  readonly isThis: boolean;
}

/** A cookie as it is set. */
export interface OwnCookie {
  readonly name: string;
  readonly value: string;
  readonly options: {
    readonly path: '/';
    readonly httpOnly: true;
    readonly sameSite: 'lax';
    readonly secure: boolean;
    readonly maxAge: number;
  };
}

/**
 * Sign-in of browsers at a provider of OpenID Connect. What a browser holds is the secret of a session that is kept here,
 * so that it ends where it is ended. Its cookies stay with the navigation from the provider (`lax`); what changes
 * something is asked for its origin by the guard.
 */
export class BrowserSignIn {
  readonly url: string;
  private readonly provider: OpenIdProvider;
  private readonly sessions: Sessions;
  private readonly idClaim: string;
  private readonly now: () => number;
  private readonly names: { readonly session: string; readonly underway: string };

  constructor({ provider, url, sessions, now = Date.now }: BrowserSignInOptions) {
    this.url = url;
    this.provider = new OpenIdProvider(provider, `${url}/sign-in/callback`);
    this.sessions = sessions;
    this.idClaim = provider.idClaim;
    this.now = now;
    // A name that browsers take from this host alone, and by https alone.
    const prefix = this.isSecure ? '__Host-' : '';
    this.names = { session: `${prefix}${SESSION_COOKIE}`, underway: `${prefix}anjuan_sign_in` };
  }

  /** Off to the provider, to come back to `onward`. Throws ProblemError 503 where it is away. */
  async begin(onward: string): Promise<{ readonly url: string; readonly cookie: OwnCookie }> {
    const { url, underway } = await this.provider.begin();
    const kept = Buffer.from(JSON.stringify({ ...underway, onward })).toString('base64url');
    // An address that is too long to be kept is not worth a sign-in that fails.
    const value =
      kept.length <= SIGN_IN_LIMITS.underwayLength
        ? kept
        : Buffer.from(JSON.stringify({ ...underway, onward: '/' })).toString('base64url');
    return { url, cookie: this.cookie(this.names.underway, value, SIGN_IN_LIMITS.underwayMs) };
  }

  /**
   * Back from the provider, with the query of the address: opens a session. Throws ProblemError 401 where the provider
   * vouches for nobody, or this browser did not set out, and 503 where it is away.
   */
  async finish(
    query: string,
    cookies: Readonly<Record<string, string | undefined>>,
    place?: SignInPlace,
  ): Promise<{ readonly onward: string; readonly cookies: readonly OwnCookie[]; readonly claimant: Claimant }> {
    const set = underwayIn(cookies[this.names.underway]);
    if (set === undefined) throw unauthenticated('这次登录已经超过时限，或者不是从本页面开始的，请重新登录');
    const { claims, idToken } = await this.provider.finish(query, set);
    // Who somebody is, the provider says; what he may do and where he belongs, the register of people.
    const sub = claims[this.idClaim] as string;
    const claimant = claimantOf({ name: claims['name'], sub, exp: this.endOf(this.now()) });
    const cookie = await this.open(claimant, idToken, place);
    return { onward: set.onward, claimant, cookies: [cookie, this.cookie(this.names.underway, '', 0)] };
  }

  /** Opens a session for somebody who is vouched for. */
  async open(
    { id, name }: Pick<Claimant, 'id' | 'name'>,
    idToken: string,
    { address, agent }: SignInPlace = { address: '', agent: '' },
  ): Promise<OwnCookie> {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const at = new Date(this.now()).toISOString();
    const person = { id, name };
    await this.sessions.open({
      ...{ id: digestOf(secret), person, idToken, openedAt: at, seenAt: at },
      ...{ address: placed(address), agent: placed(agent) },
    });
    return this.cookie(this.names.session, secret, SESSION_LIMITS.endsMs);
  }

  secretIn(cookies: Readonly<Record<string, string | undefined>>): string | undefined {
    const secret = cookies[this.names.session];
    return secret === undefined || secret === '' ? undefined : secret;
  }

  /** Who is signed in with a secret; undefined where the session has ended. Throws StoreUnavailableError. */
  async claimantOf(secret: string): Promise<Claimant | undefined> {
    const now = this.now();
    const at = new Date(now).toISOString();
    const id = digestOf(secret);
    const session = await this.sessions.get(id, at);
    if (session === undefined) return undefined;
    if (now - Date.parse(session.seenAt) >= SESSION_LIMITS.seenEveryMs) await this.sessions.seen(id, at);
    return { ...session.person, expiresAt: this.endOf(Date.parse(session.openedAt)) };
  }

  /** The sessions of somebody that go on, the latest first. */
  async sessionsOf(
    person: string,
    cookies: Readonly<Record<string, string | undefined>>,
  ): Promise<readonly OwnSession[]> {
    const secret = this.secretIn(cookies);
    const own = secret === undefined ? undefined : digestOf(secret);
    const sessions = await this.sessions.of(person, new Date(this.now()).toISOString());
    return sessions.map(({ id, openedAt, seenAt, address, agent }) => ({
      ...{ handle: handleOf(id), isThis: id === own, openedAt, seenAt, address, agent },
    }));
  }

  /** Ends one of somebody's own sessions; whether there was one. */
  async endOne(person: string, handle: string): Promise<boolean> {
    const sessions = await this.sessions.of(person, new Date(this.now()).toISOString());
    const session = sessions.find(({ id }) => handleOf(id) === handle);
    if (session !== undefined) await this.sessions.end(session.id);
    return session !== undefined;
  }

  /** Ends the session of a browser, and says where it is signed out at the provider as well. */
  async end(cookies: Readonly<Record<string, string | undefined>>): Promise<{
    readonly providerUrl: string | undefined;
    readonly cookie: OwnCookie;
    /** Whose session it was. */
    readonly person: string | undefined;
  }> {
    const cookie = this.cookie(this.names.session, '', 0);
    const secret = this.secretIn(cookies);
    if (secret === undefined) return { providerUrl: undefined, cookie, person: undefined };
    const id = digestOf(secret);
    const session = await this.sessions.get(id, new Date(this.now()).toISOString());
    await this.sessions.end(id);
    const providerUrl = session && (await this.provider.end(session.idToken, `${this.url}/sign-in`));
    return { providerUrl, cookie, person: session?.person.id };
  }

  private get isSecure(): boolean {
    return this.url.startsWith('https:');
  }

  /** Seconds since 1970. */
  private endOf(openedMs: number): number {
    return Math.floor((openedMs + SESSION_LIMITS.endsMs) / 1000);
  }

  private cookie(name: string, value: string, lifeMs: number): OwnCookie {
    return {
      name,
      value,
      options: { path: '/', httpOnly: true, sameSite: 'lax', secure: this.isSecure, maxAge: lifeMs / 1000 },
    };
  }
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A session's own name among those of one person. */
function handleOf(id: string): string {
  return id.slice(0, 16);
}

function placed(text: string): string {
  return text.slice(0, SESSION_LIMITS.placeLength).replaceAll('\u0000', '');
}

/** What a browser kept; undefined where it is not what `begin` wrote. */
function underwayIn(value: string | undefined): (Underway & { readonly onward: string }) | undefined {
  if (value === undefined || value === '') return undefined;
  try {
    const { state, nonce, verifier, onward } = JSON.parse(Buffer.from(value, 'base64url').toString('utf8'));
    const isWhole = [state, nonce, verifier, onward].every((part) => typeof part === 'string' && part !== '');
    return isWhole ? { state, nonce, verifier, onward } : undefined;
  } catch {
    return undefined;
  }
}
