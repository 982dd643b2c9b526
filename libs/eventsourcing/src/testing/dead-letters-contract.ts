import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DEAD_LETTER_LIMITS,
  type DeadLetter,
  type DeadLetterStep,
  DeadLetterStepError,
  type DeadLetters,
  type DeadLettersQuery,
} from '../dead-letters.js';
import { defined } from '../defined.js';
import { InvalidQueryError } from '../read-model-check.js';

export interface DeadLettersUnderTest {
  readonly deadLetters: DeadLetters;
  close(): Promise<void>;
}

const AT = '2024-03-01T01:00:00.000Z';
const asked: DeadLetterStep = { kind: 'asked', at: AT, person: 'admin' };
const refused: DeadLetterStep = { kind: 'refused', at: AT, code: 'unit.unknown', reason: '没有该单位' };
const done: DeadLetterStep = { kind: 'done', at: AT, stream: 'lead-1', revision: 0, position: 7 };
const givenUp: DeadLetterStep = { kind: 'given-up', at: AT, person: 'admin', reason: '对方已更正重发' };

/** What every store of dead letters must hold. The store is empty. */
export function deadLettersContract(name: string, create: () => Promise<DeadLettersUnderTest>): void {
  describe(`${name} keeps the contract of dead letters`, () => {
    let letters: DeadLetters;
    let under: DeadLettersUnderTest;
    beforeEach(async () => {
      under = await create();
      letters = under.deadLetters;
    });
    afterEach(() => under.close());

    const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const letter = (number: number, more: Partial<DeadLetter> = {}): DeadLetter => ({
      id: idOf(number),
      topic: 'anjuan.in.bank',
      partition: 1,
      offset: '9007199254740993',
      receivedAt: AT,
      headers: { 'content-type': 'application/cloudevents+json' },
      value: new Uint8Array([0, 255, 10]),
      bytes: 3,
      code: 'inbound.not_json',
      reason: '不是合法的 JSON',
      ...more,
    });
    const listed = async (query: Partial<DeadLettersQuery> = {}) => {
      const ids: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await letters.list({ limit: 2, ...query, ...defined({ after }) });
        ids.push(...page.letters.map(({ id }) => id));
        if (page.next === undefined) return ids;
        after = page.next;
      }
    };

    it('gives back what was kept as it was, bytes and all', async () => {
      const one = letter(1, {
        key: 'a\u0000b',
        headers: { x: '中 "文"\u0000' },
        article: '条',
        earliest: '2024-03-02',
      });
      const known = letter(2, { sender: 'bank', kind: 'RecordPayment', sourceId: '9', subject: 'c-1', unit: 'qz' });
      const { value: _value, ...empty } = letter(3, { bytes: 0 });
      await letters.keep([one, known, empty]);
      for (const each of [one, known, empty])
        expect(await letters.get(each.id)).toEqual({ ...each, state: 'open', steps: [] });
      expect(await letters.get(idOf(4))).toBeUndefined();
    });

    it('keeps a letter once, whatever became of it', async () => {
      await letters.keep([letter(1)]);
      await letters.step(idOf(1), givenUp);
      await letters.keep([letter(1), letter(2), letter(2)]);
      expect(await listed()).toEqual([idOf(2), idOf(1)]);
      expect(await letters.get(idOf(1))).toMatchObject({ state: 'given-up' });
      await letters.keep([]);
    });

    it('lists the newest first, page by page, and by their state', async () => {
      await letters.keep([1, 2, 3, 4, 5].map((number) => letter(number)));
      await letters.step(idOf(2), asked);
      await letters.step(idOf(4), asked);
      await letters.step(idOf(5), givenUp);
      expect(await listed()).toEqual([5, 4, 3, 2, 1].map(idOf));
      expect(await listed({ state: 'open' })).toEqual([idOf(3), idOf(1)]);
      expect((await letters.asked(10)).map(({ id }) => id)).toEqual([idOf(2), idOf(4)]);
      expect((await letters.asked(1)).map(({ id }) => id)).toEqual([idOf(2)]);
      expect(await letters.counts()).toEqual({ open: 2, asked: 2, done: 0, 'given-up': 1 });
    });

    it('is asked for, refused again, asked for again and done; each step stays, who took it and when', async () => {
      await letters.keep([letter(1)]);
      for (const step of [asked, refused, asked, done]) await letters.step(idOf(1), step);
      const { value: _value, ...settled } = letter(1);
      expect(await letters.get(idOf(1))).toEqual({ ...settled, state: 'done', steps: [asked, refused, asked, done] });
    });

    it('keeps its content until it is settled, and no longer', async () => {
      await letters.keep([letter(1), letter(2)]);
      await letters.step(idOf(1), asked);
      await letters.step(idOf(1), refused);
      expect((await letters.get(idOf(1)))?.value).toEqual(letter(1).value);
      await letters.step(idOf(2), givenUp);
      expect(await letters.get(idOf(2))).not.toHaveProperty('value');
      expect(await letters.get(idOf(2))).toMatchObject({ bytes: 3, steps: [givenUp] });
    });

    it('refuses a step from another state, and keeps nothing of it', async () => {
      await letters.keep([letter(1), letter(2), letter(3)]);
      const not = async (number: number, step: DeadLetterStep, state?: string) =>
        expect(letters.step(idOf(number), step)).rejects.toMatchObject({ name: 'DeadLetterStepError', state });
      await not(9, asked);
      await not(1, done, 'open');
      await not(1, refused, 'open');
      await letters.step(idOf(1), asked);
      await not(1, asked, 'asked');
      await not(1, givenUp, 'asked');
      await letters.step(idOf(1), done);
      for (const step of [asked, refused, done, givenUp]) await not(1, step, 'done');
      await letters.step(idOf(2), givenUp);
      for (const step of [asked, refused, done, givenUp]) await not(2, step, 'given-up');
      expect((await letters.get(idOf(1)))?.steps).toEqual([asked, done]);
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => letters.step(idOf(3), asked)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(DeadLetterStepError);
    });

    it('refuses reasons and queries that make no sense', async () => {
      await letters.keep([letter(1)]);
      const bad = (reason: string) =>
        expect(letters.step(idOf(1), { ...givenUp, reason } as DeadLetterStep)).rejects.toThrow(InvalidQueryError);
      await bad('');
      await bad('　 ');
      await bad('a\u0000b');
      await bad('长'.repeat(DEAD_LETTER_LIMITS.maxReasonLength + 1));
      await expect(letters.step(idOf(1), { ...asked, at: 'today' })).rejects.toThrow(InvalidQueryError);
      for (const query of [{ limit: 0 }, { limit: DEAD_LETTER_LIMITS.maxPage + 1 }, { limit: 5, after: 'x' }])
        await expect(letters.list(query)).rejects.toThrow(InvalidQueryError);
      expect(await letters.get(idOf(1))).toMatchObject({ state: 'open', steps: [] });
    });
  });
}
