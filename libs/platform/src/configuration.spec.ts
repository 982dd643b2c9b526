import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, publicUrl, readConfiguration } from './configuration.js';
import { openSignIn } from './sign-in/open-sign-in.js';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfiguration(environment);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as ConfigurationError).sentences;
  }
}

describe('the configuration', () => {
  it('needs nothing on one’s own machine', () => {
    expect(readConfiguration({})).toEqual({
      dataDirectory: resolve('data'),
      host: '127.0.0.1',
      port: 3000,
      personPerSecond: 500,
      workerPort: 3001,
      telemetry: {},
      initialAdministrator: 'admin',
      sessionIdleMs: 1_800_000,
      signIn: {
        kind: 'demonstration',
        issuer: 'anjuan-demonstration',
        audience: 'anjuan',
        lifetimeS: 43_200,
        isForOthers: false,
      },
    });
  });

  it('takes how often one person may ask', () => {
    expect(readConfiguration({ ANJUAN_PERSON_PER_SECOND: '20' }).personPerSecond).toBe(20);
    expect(() => readConfiguration({ ANJUAN_PERSON_PER_SECOND: '0' })).toThrow(/ANJUAN_PERSON_PER_SECOND 应为 1 至/);
  });

  it('takes the proxies before us, as addresses and networks', () => {
    const { proxies } = readConfiguration({ ANJUAN_PROXIES: '10.0.0.5, 172.16.0.0/12 fd00::/8' });
    expect(proxies).toEqual(['10.0.0.5', '172.16.0.0/12', 'fd00::/8']);
    expect(faultsOf({ ANJUAN_PROXIES: '10.0.0.5,proxy.example' })[0]).toMatch(/^ANJUAN_PROXIES .*“proxy\.example”$/);
  });

  it('takes who administers at first; nobody does by himself where there is an identity provider', () => {
    const provider = { ANJUAN_OIDC_ISSUER: 'https://id.test', ANJUAN_OIDC_CLIENT_ID: 'anjuan' };
    expect(readConfiguration(provider).initialAdministrator).toBeUndefined();
    expect(readConfiguration({ ...provider, ANJUAN_ADMINISTRATOR: 'u-1' }).initialAdministrator).toBe('u-1');
    expect(faultsOf({ ANJUAN_ADMINISTRATOR: '张 三' })[0]).toMatch(/^ANJUAN_ADMINISTRATOR /);
  });

  it('takes how long a session goes on unused', () => {
    expect(readConfiguration({ ANJUAN_SESSION_IDLE_MINUTES: '720' }).sessionIdleMs).toBe(43_200_000);
    for (const ANJUAN_SESSION_IDLE_MINUTES of ['0', '721', 'x'])
      expect(faultsOf({ ANJUAN_SESSION_IDLE_MINUTES })).toHaveLength(1);
  });

  it('takes an identity provider', () => {
    const provider = {
      ANJUAN_JWKS: 'https://id.test/jwks',
      ANJUAN_ISSUER: 'https://id.test',
      ANJUAN_AUDIENCE: 'anjuan',
    };
    expect(readConfiguration(provider).signIn).toEqual({
      kind: 'provider',
      tokens: { jwks: 'https://id.test/jwks', issuer: 'https://id.test', audience: 'anjuan' },
    });
  });

  it('takes a provider at which people sign in, by https where it is on another machine', () => {
    const own = { ANJUAN_OIDC_ISSUER: 'https://id.test/realms/bureau', ANJUAN_OIDC_CLIENT_ID: 'anjuan' };
    expect(readConfiguration(own).signIn).toEqual({
      kind: 'provider',
      browsers: {
        issuer: 'https://id.test/realms/bureau',
        clientId: 'anjuan',
        clientSecret: undefined,
        scope: 'openid profile',
        idClaim: 'sub',
      },
    });
    expect(faultsOf({ ...own, ANJUAN_OIDC_ISSUER: 'http://id.test' })).toHaveLength(1);
    expect(faultsOf({ ...own, ANJUAN_OIDC_ISSUER: 'http://127.0.0.1:8080/x' })).toEqual([]);
    expect(faultsOf({ ANJUAN_OIDC_ISSUER: 'https://id.test' })).toHaveLength(1);
  });

  it('the address by which people come is an origin; else it is that of host and port', () => {
    expect(readConfiguration({ ANJUAN_URL: 'https://anjuan.qz.test/' }).url).toBe('https://anjuan.qz.test');
    for (const ANJUAN_URL of ['anjuan.qz.test', 'ftp://x', 'https://x/path'])
      expect(faultsOf({ ANJUAN_URL })).toHaveLength(1);
    expect(publicUrl({ host: '0.0.0.0', port: 80 })).toBe('http://localhost:80');
    expect(publicUrl({ host: '::1', port: 3000 })).toBe('http://[::1]:3000');
    expect(publicUrl({ url: 'https://a.test', host: '::1', port: 3000 })).toBe('https://a.test');
  });

  it('takes a KurrentDB for the log, one node, several, or a name that stands for them', () => {
    for (const url of [
      'kurrentdb://admin:changeit@10.0.0.1:2113',
      'kurrentdb://a:2113,b:2113,c:2113?tls=false',
      'kurrentdb+discover://cluster.bureau.test',
    ])
      expect(readConfiguration({ KURRENTDB_URL: url }).kurrentUrl).toBe(url);
    for (const KURRENTDB_URL of ['http://a:2113', 'esdb://a:2113', 'kurrentdb://'])
      expect(faultsOf({ KURRENTDB_URL })).toHaveLength(1);
  });

  it('says everything that is wrong, a sentence each', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://x', PORT: '70000', ANJUAN_JWKS: 'ftp://x', HOST: 'a b' });
    expect(faults).toHaveLength(6);
    for (const sentence of faults) expect(sentence).toMatch(/[\u4e00-\u9fff]/);
  });

  it('a port is a whole number up to 65535', () => {
    expect(readConfiguration({ PORT: '65535' }).port).toBe(65_535);
    for (const PORT of ['65536', '-1', '80.5', 'http']) expect(faultsOf({ PORT })).toHaveLength(1);
  });

  it('an empty variable is none', () => {
    expect(readConfiguration({ DATABASE_URL: ' ', PORT: '' })).toMatchObject({ port: 3000 });
  });

  it('demonstration tokens open the door to other machines only when somebody said so', async () => {
    const configuration = readConfiguration({ HOST: '0.0.0.0' });
    await expect(openSignIn(configuration)).rejects.toThrow(/ANJUAN_DEMONSTRATION=yes/);
  });
});
