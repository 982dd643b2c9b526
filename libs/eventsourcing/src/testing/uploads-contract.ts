import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { UPLOAD_LIMITS, type Upload, type Uploads } from '../uploads.js';

export interface UploadsUnderTest {
  readonly uploads: Uploads;
  close(): Promise<void>;
}

/** What every store of files that were sent must hold. It is empty. */
export function uploadsContract(name: string, create: () => Promise<UploadsUnderTest>): void {
  describe(`${name} keeps the contract of uploads`, () => {
    let under: UploadsUnderTest;
    beforeEach(async () => {
      under = await create();
    });
    afterEach(() => under.close());

    const upload = (more: Partial<Upload> = {}): Upload => ({
      id: 'a',
      person: 'u-deng',
      at: '2024-03-01T01:00:00.000Z',
      content: new Uint8Array([0, 255, 10]),
      note: { rows: 3 },
      ...more,
    });
    const later = (ms: number) => new Date(Date.parse(upload().at) + ms).toISOString();
    const has = async (id: string, person = 'u-deng') => (await under.uploads.get(id, person)) !== undefined;

    it('gives a file back to whoever sent it, and to nobody else', async () => {
      await under.uploads.put(upload());
      expect(await under.uploads.get('a', 'u-deng')).toEqual(upload());
      expect(await has('a', 'u-other')).toBe(false);
      await under.uploads.note('a', 'u-other', { rows: 9 });
      await under.uploads.note('b', 'u-deng', { rows: 9 });
      await under.uploads.note('a', 'u-deng', { rows: 4, said: '“完”\u0000' });
      expect(await under.uploads.get('a', 'u-deng')).toEqual(upload({ note: { rows: 4, said: '“完”\u0000' } }));
    });

    it('keeps the last of one id, and two people’s apart', async () => {
      await under.uploads.put(upload());
      await under.uploads.put(upload({ person: 'u-other', note: { rows: 1 } }));
      await under.uploads.put(upload({ content: new Uint8Array([7]), note: {} }));
      expect(await under.uploads.get('a', 'u-deng')).toEqual(upload({ content: new Uint8Array([7]), note: {} }));
      expect(await under.uploads.get('a', 'u-other')).toEqual(upload({ person: 'u-other', note: { rows: 1 } }));
    });

    it('forgets a file after its time, whoever sends the next', async () => {
      await under.uploads.put(upload());
      await under.uploads.put(upload({ id: 'b', person: 'u-other', at: later(UPLOAD_LIMITS.keptMs - 1) }));
      expect(await has('a')).toBe(true);
      await under.uploads.put(upload({ id: 'c', person: 'u-other', at: later(UPLOAD_LIMITS.keptMs) }));
      expect(await has('a')).toBe(false);
      expect(await has('b', 'u-other')).toBe(true);
    });

    it('keeps so many of one person, the latest', async () => {
      for (let n = 0; n <= UPLOAD_LIMITS.ofOnePerson; n++)
        await under.uploads.put(upload({ id: `${n}`, at: later(n) }));
      expect(await has('0')).toBe(false);
      expect(await has('1')).toBe(true);
    });

    it('refuses what is larger than its limits', async () => {
      const large = new Uint8Array(UPLOAD_LIMITS.bytes + 1);
      await expect(under.uploads.put(upload({ content: large }))).rejects.toThrow(TypeError);
      await under.uploads.put(upload());
      const long = { said: 'x'.repeat(UPLOAD_LIMITS.noteLength) };
      await expect(under.uploads.note('a', 'u-deng', long)).rejects.toThrow(TypeError);
    });
  });
}
