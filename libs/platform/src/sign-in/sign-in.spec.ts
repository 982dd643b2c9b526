import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTVerifyGetKey, SignJWT } from 'jose';
import { ConfigurationError } from '../configuration.js';
import { DemonstrationIssuer } from './demonstration-issuer.js';
import { keysFrom } from './key-set.js';
import { TOKEN_LIMITS, TokenVerifier } from './token-verifier.js';

const OPTIONS = { issuer: 'demo', audience: 'anjuan', lifetimeS: 3600 };
const USER = { id: 'u-zhang', unit: 'QZ', roles: ['OFFICER'], name: '张办案' };

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'anjuan-sign-in-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('the demonstration issuer', () => {
  it('signs tokens that verify against its key set', async () => {
    const issuer = await DemonstrationIssuer.open(directory, OPTIONS);
    const verifier = new TokenVerifier({ keys: await keysFrom(issuer.keySetPath), ...OPTIONS });
    expect(await verifier.verify(await issuer.token(USER))).toMatchObject(USER);
  });

  it('keeps its key: tokens outlive a restart', async () => {
    const token = await (await DemonstrationIssuer.open(directory, OPTIONS)).token(USER);
    const again = await DemonstrationIssuer.open(directory, OPTIONS);
    const verifier = new TokenVerifier({ keys: await keysFrom(again.keySetPath), ...OPTIONS });
    expect(await verifier.verify(token)).toMatchObject(USER);
  });

  it('opened by several at once has one key', async () => {
    const fresh = join(directory, 'fresh');
    const issuers = await Promise.all(Array.from({ length: 8 }, () => DemonstrationIssuer.open(fresh, OPTIONS)));
    const verifier = new TokenVerifier({ keys: await keysFrom(issuers[0]!.keySetPath), ...OPTIONS });
    for (const issuer of issuers) expect(await verifier.verify(await issuer.token(USER))).toMatchObject(USER);
  });

  it('shows its private key to nobody else', async () => {
    const path = join(directory, 'sign-in', 'private-key.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, 'sign-in'))).mode & 0o777).toBe(0o700);
    const published = JSON.parse(await readFile(join(directory, 'sign-in', 'jwks.json'), 'utf8'));
    expect(published.keys).toHaveLength(1);
    expect(published.keys[0]).not.toHaveProperty('d');
  });
});

describe('a key set', () => {
  const signed = async (key: CryptoKey, kid: string) =>
    new SignJWT({ unit: 'QZ', roles: ['OFFICER'], name: '张办案' })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setSubject('u-zhang')
      .setIssuer('demo')
      .setAudience('anjuan')
      .setExpirationTime('1h')
      .sign(key);

  it('from a file takes up a key that is put in later', async () => {
    const path = join(directory, 'rotating.json');
    const old = await generateKeyPair('ES256');
    const young = await generateKeyPair('ES256');
    const jwk = async (key: CryptoKey, kid: string) => ({ ...(await exportJWK(key)), kid });
    await writeFile(path, JSON.stringify({ keys: [await jwk(old.publicKey, 'old')] }));
    const verifier = new TokenVerifier({ keys: await keysFrom(path), ...OPTIONS });
    await verifier.verify(await signed(old.privateKey, 'old'));
    const token = await signed(young.privateKey, 'young');
    await expect(verifier.verify(token)).rejects.toMatchObject({ problem: { status: 401 } });
    await writeFile(path, JSON.stringify({ keys: [await jwk(young.publicKey, 'young')] }));
    expect(await verifier.verify(token)).toMatchObject({ id: 'u-zhang' });
  });

  it('that cannot be read is a sentence for the operator', async () => {
    await expect(keysFrom(join(directory, 'none.json'))).rejects.toBeInstanceOf(ConfigurationError);
    await writeFile(join(directory, 'broken.json'), '{"keys":');
    await expect(keysFrom(join(directory, 'broken.json'))).rejects.toBeInstanceOf(ConfigurationError);
  });

  it('that cannot be reached is 503, not a wrong token', async () => {
    const keys = await keysFrom('http://127.0.0.1:9/jwks');
    const { privateKey } = await generateKeyPair('ES256');
    const verifier = new TokenVerifier({ keys, ...OPTIONS });
    await expect(verifier.verify(await signed(privateKey, 'k'))).rejects.toMatchObject({ problem: { status: 503 } });
  });
});

describe('a verified token', () => {
  it('is remembered for a while, never beyond its end, and its key is asked for again afterwards', async () => {
    const { publicKey, privateKey } = await generateKeyPair('Ed25519');
    const set = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA' }] });
    let asked = 0;
    const keys: JWTVerifyGetKey = (header, token) => {
      asked += 1;
      return set(header, token);
    };
    let now = Date.parse('2023-06-01T00:00:00Z');
    const verifier = new TokenVerifier({ keys, issuer: 'demo', audience: 'anjuan', now: () => now });
    const token = await new SignJWT({ unit: 'QZ', roles: [], name: '张办案' })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setSubject('u-zhang')
      .setIssuer('demo')
      .setAudience('anjuan')
      .setExpirationTime(now / 1000 + 90)
      .sign(privateKey);
    await verifier.verify(token);
    await verifier.verify(token);
    expect(asked).toBe(1);
    now += TOKEN_LIMITS.rememberedMs;
    await verifier.verify(token);
    expect(asked).toBe(2);
    now += 31_000 + TOKEN_LIMITS.clockToleranceS * 1000;
    await expect(verifier.verify(token)).rejects.toMatchObject({ problem: { status: 401 } });
  });

  it('ends at a moment that there is', async () => {
    const { publicKey, privateKey } = await generateKeyPair('Ed25519');
    const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA' }] });
    const verifier = new TokenVerifier({ keys, issuer: 'demo', audience: 'anjuan' });
    const endingAt = (exp: number) =>
      new SignJWT({ unit: 'QZ', roles: [], name: '张办案', exp })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setSubject('u-zhang')
        .setIssuer('demo')
        .setAudience('anjuan')
        .sign(privateKey);
    const last = new Date(8_640_000_000_000_000).getTime() / 1000;
    expect(await verifier.verify(await endingAt(last))).toMatchObject({ expiresAt: last });
    await expect(verifier.verify(await endingAt(last + 1))).rejects.toMatchObject({ problem: { status: 401 } });
  });

  it('cannot be longer than the limit', async () => {
    const verifier = new TokenVerifier({ keys: createLocalJWKSet({ keys: [] }), issuer: 'demo', audience: 'anjuan' });
    await expect(verifier.verify('x'.repeat(TOKEN_LIMITS.length + 1))).rejects.toMatchObject({
      problem: { status: 401 },
    });
  });
});
