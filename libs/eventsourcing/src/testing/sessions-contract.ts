import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SESSION_LIMITS, type Session, type Sessions } from '../sessions.js';

export interface SessionsUnderTest {
  readonly sessions: Sessions;
  close(): Promise<void>;
}

const BEGAN = '2026-11-26T01:00:00.000Z';
const later = (ms: number) => new Date(Date.parse(BEGAN) + ms).toISOString();

/** What every store of sessions must hold. It is empty. */
export function sessionsContract(name: string, create: () => Promise<SessionsUnderTest>): void {
  describe(`${name} keeps the contract of sessions`, () => {
    let under: SessionsUnderTest;
    beforeEach(async () => {
      under = await create();
    });
    afterEach(() => under.close());

    const session = (more: Partial<Session> = {}): Session => ({
      id: 'a',
      person: { id: 'u-zhang', name: '张办案' },
      idToken: 'header.payload.signature',
      address: '203.0.113.7',
      agent: 'Firefox',
      openedAt: BEGAN,
      seenAt: BEGAN,
      ...more,
    });
    const goesOn = async (now: string, id = 'a') => (await under.sessions.get(id, now)) !== undefined;

    it('gives back what was opened, until it is ended', async () => {
      await under.sessions.open(session());
      expect(await under.sessions.get('a', BEGAN)).toEqual(session());
      expect(await under.sessions.get('b', BEGAN)).toBeUndefined();
      await under.sessions.end('a');
      await under.sessions.end('a');
      expect(await goesOn(BEGAN)).toBe(false);
    });

    it('ends a session that nobody uses', async () => {
      await under.sessions.open(session());
      expect(await goesOn(later(SESSION_LIMITS.idleMs - 1))).toBe(true);
      expect(await goesOn(later(SESSION_LIMITS.idleMs))).toBe(false);
      await under.sessions.seen('a', later(SESSION_LIMITS.idleMs - 1));
      expect(await goesOn(later(SESSION_LIMITS.idleMs))).toBe(true);
      await under.sessions.seen('none', later(1));
      expect(await goesOn(later(1), 'none')).toBe(false);
    });

    it('ends a session in the end, however much it is used', async () => {
      await under.sessions.open(session());
      await under.sessions.seen('a', later(SESSION_LIMITS.endsMs - 1));
      expect(await goesOn(later(SESSION_LIMITS.endsMs - 1))).toBe(true);
      await under.sessions.seen('a', later(SESSION_LIMITS.endsMs));
      expect(await goesOn(later(SESSION_LIMITS.endsMs))).toBe(false);
    });

    it('ends the oldest of one person for the next, and nobody else’s', async () => {
      await under.sessions.open(session({ id: 'other', person: { ...session().person, id: 'u-li' } }));
      for (let n = 0; n <= SESSION_LIMITS.ofOnePerson; n += 1)
        await under.sessions.open(session({ id: `s${n}`, openedAt: later(n), seenAt: later(n) }));
      expect(await goesOn(later(100), 's0')).toBe(false);
      expect(await goesOn(later(100), 's1')).toBe(true);
      expect(await goesOn(later(100), `s${SESSION_LIMITS.ofOnePerson}`)).toBe(true);
      expect(await goesOn(later(100), 'other')).toBe(true);
    });

    it('tells the sessions of one person that go on, the latest first', async () => {
      await under.sessions.open(session({ id: 'other', person: { ...session().person, id: 'u-li' } }));
      await under.sessions.open(session({ id: 's1' }));
      await under.sessions.open(session({ id: 's2', openedAt: later(5), seenAt: later(5), agent: 'Chromium' }));
      const of = async (now: string) => (await under.sessions.of('u-zhang', now)).map(({ id }) => id);
      expect(await of(later(10))).toEqual(['s2', 's1']);
      expect((await under.sessions.of('u-zhang', later(10)))[0]).toEqual(
        session({ id: 's2', openedAt: later(5), seenAt: later(5), agent: 'Chromium' }),
      );
      expect(await of(later(SESSION_LIMITS.idleMs))).toEqual(['s2']);
      await under.sessions.end('s2');
      expect(await of(later(10))).toEqual(['s1']);
    });

    it('keeps no token of any length', async () => {
      const idToken = 'x'.repeat(SESSION_LIMITS.idTokenLength);
      await under.sessions.open(session({ idToken }));
      await expect(under.sessions.open(session({ id: 'b', idToken: `${idToken}x` }))).rejects.toThrow(TypeError);
      expect(await goesOn(BEGAN, 'b')).toBe(false);
    });
  });
}
