import { readFile, stat } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { ConfigurationError } from '../configuration.js';

/** A key set from a file or an http(s) URL. Throws ConfigurationError when a file cannot be read or is no key set. */
export async function keysFrom(location: string): Promise<JWTVerifyGetKey> {
  if (/^https?:\/\//.test(location))
    return createRemoteJWKSet(new URL(location), {
      cooldownDuration: 30_000,
      cacheMaxAge: 600_000,
      timeoutDuration: 5_000,
    });
  let read = await readKeys(location);
  return async (header, token) => {
    try {
      return await read.keys(header, token);
    } catch (error) {
      // The issuer may have put a new key in the file since.
      if (!(error instanceof errors.JWKSNoMatchingKey) || (await changedAt(location)) === read.changedAt) throw error;
      read = await readKeys(location);
      return read.keys(header, token);
    }
  };
}

async function readKeys(path: string) {
  try {
    const at = await changedAt(path);
    const keys = createLocalJWKSet(JSON.parse(await readFile(path, 'utf8')) as JSONWebKeySet);
    return { keys, changedAt: at };
  } catch (error) {
    throw new ConfigurationError([`无法读取验证密钥文件 ${path}：${error instanceof Error ? error.message : error}`]);
  }
}

async function changedAt(path: string): Promise<number> {
  return (await stat(path)).mtimeMs;
}
