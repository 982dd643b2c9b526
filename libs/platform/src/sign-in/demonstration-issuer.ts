import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { v7 } from 'uuid';
import type { Actor } from '#eventsourcing';
import { ConfigurationError } from '../configuration.js';

export interface DemonstrationUser extends Actor {
  readonly name: string;
}

export interface DemonstrationIssuerOptions {
  readonly issuer: string;
  readonly audience: string;
  /** How long a token is good for. */
  readonly lifetimeS: number;
}

/**
 * Signs tokens for demonstration users with a key of its own, kept in the data directory, so that the demonstration
 * signs in the way that a bureau's identity provider would. Whoever can read the private key can be anybody: it is
 * for one's own machine only.
 */
export class DemonstrationIssuer {
  private constructor(
    /** File of the public key set, to verify with. */
    readonly keySetPath: string,
    /** The private key, for the provider of the same demonstration. */
    readonly jwk: JWK,
    private readonly key: CryptoKey | Uint8Array,
    private readonly options: DemonstrationIssuerOptions,
  ) {}

  /** Opens the key pair in `<dataDirectory>/sign-in`, creating it once. Throws ConfigurationError when that cannot be. */
  static async open(dataDirectory: string, options: DemonstrationIssuerOptions): Promise<DemonstrationIssuer> {
    try {
      return await DemonstrationIssuer.openKeys(dataDirectory, options);
    } catch (error) {
      throw new ConfigurationError([
        `演示登录的密钥无法存取，请检查数据目录 ${dataDirectory}：${error instanceof Error ? error.message : error}`,
      ]);
    }
  }

  private static async openKeys(dataDirectory: string, options: DemonstrationIssuerOptions) {
    const folder = join(dataDirectory, 'sign-in');
    const privatePath = join(folder, 'private-key.json');
    await makeFolder(dataDirectory, 0o777);
    await makeFolder(folder, 0o700);
    const jwk = (await storedKey(privatePath)) ?? (await createKey(privatePath));
    const { d: _secret, ...publicJwk } = jwk;
    const keySetPath = join(folder, 'jwks.json');
    await replaceFile(keySetPath, JSON.stringify({ keys: [publicJwk] }), 0o644);
    return new DemonstrationIssuer(keySetPath, jwk, await importJWK(jwk, 'EdDSA'), options);
  }

  async token(user: DemonstrationUser): Promise<string> {
    const { issuer, audience, lifetimeS } = this.options;
    return new SignJWT({ unit: user.unit, roles: [...user.roles], name: user.name })
      .setProtectedHeader({ alg: 'EdDSA', kid: String(this.jwk.kid), typ: 'JWT' })
      .setSubject(user.id)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeS}s`)
      .sign(this.key);
  }
}

/** A folder whose parent stands. */
async function makeFolder(path: string, mode: number): Promise<void> {
  await mkdir(path, { mode }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function storedKey(path: string): Promise<JWK | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function createKey(path: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  const whole = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' };
  // Written beside and linked in: of two processes that start at once, one key is kept and both use it.
  const draft = `${path}.${v7()}`;
  await writeFile(draft, JSON.stringify(whole), { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
    return whole;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await storedKey(path))!;
  } finally {
    await rm(draft, { force: true });
  }
}

async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${v7()}`;
  await writeFile(draft, text, { mode });
  await rename(draft, path);
}
