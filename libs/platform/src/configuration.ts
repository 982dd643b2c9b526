import { resolve } from 'node:path';
import { defined, SESSION_LIMITS } from '#eventsourcing';
import { proxiesOf } from './callers/caller-address.js';
import { CALLER_LIMITS } from './callers/caller-limits.js';
import { type MessagingConfiguration, readMessaging } from './messaging-configuration.js';
import { PERSON_ID } from './sign-in/claims.js';
import type { ProviderSettings } from './sign-in/open-id-provider.js';
import { readTelemetry, type TelemetryConfiguration } from './telemetry-configuration.js';

/** The process cannot run as it is configured. Each sentence, in Chinese, says what to change; the exit code is 1. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
  }
}

export type SignInConfiguration =
  | {
      readonly kind: 'provider';
      /** Tokens of programs; without it none is taken. */
      readonly tokens?: {
        /** File or http(s) URL of the key set. */
        readonly jwks: string;
        readonly issuer: string;
        readonly audience: string;
      };
      /** Sign-in of browsers; without it programs alone come in. */
      readonly browsers?: ProviderSettings;
    }
  | {
      readonly kind: 'demonstration';
      readonly issuer: string;
      readonly audience: string;
      /** How long a token is good for. */
      readonly lifetimeS: number;
      /** Whether demonstration tokens may be used where other machines reach the process. */
      readonly isForOthers: boolean;
    };

export interface Configuration {
  /** PostgreSQL of one's own; without it the standalone process starts the embedded one. */
  readonly databaseUrl?: string;
  /** KurrentDB that keeps the log; without it PostgreSQL does. */
  readonly kurrentUrl?: string;
  /** Absolute path of the data directory. */
  readonly dataDirectory: string;
  readonly host: string;
  readonly port: number;
  /** The address by which people reach the pages, where it is not that of host and port; without a slash at its end. */
  readonly url?: string;
  /** Addresses and networks of the reverse proxies before us: who asks is whoever they say. */
  readonly proxies?: readonly string[];
  /** Requests that one person may make a second, in the long run. */
  readonly personPerSecond: number;
  /** Health of the worker. */
  readonly workerPort: number;
  readonly signIn: SignInConfiguration;
  /** User id of who administers where the register of people names nobody yet. */
  readonly initialAdministrator?: string;
  /** After which a browser's session ends that nobody uses. */
  readonly sessionIdleMs?: number;
  /** File with the bureau's calendar, parameters and periods. */
  readonly statutesFile?: string;
  /** Kafka; without it other systems are told nothing. */
  readonly messaging?: MessagingConfiguration;
  readonly telemetry: TelemetryConfiguration;
}

const KURRENT_URL = /^(kurrentdb|kurrent|kdb)(\+discover)?:\/\/[^\s/]+/;
const DEMONSTRATION = 'anjuan-demonstration';
const DEFAULT_AUDIENCE = 'anjuan';

/** The system administrator among the people of the demonstration. */
export const DEMONSTRATION_ADMINISTRATOR = 'admin';

/** The environment as one checked object. Throws ConfigurationError with everything that is wrong. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const faults: string[] = [];
  const text = (name: string): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const wholeNumber = (name: string, fallback: number, min: number, max: number): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    faults.push(`${name} 应为 ${min} 至 ${max} 的整数，现在是“${value}”`);
    return fallback;
  };

  const databaseUrl = text('DATABASE_URL');
  if (databaseUrl !== undefined && !isPostgresUrl(databaseUrl))
    faults.push('DATABASE_URL 应为 postgres://用户:口令@主机:端口/数据库名 形式的地址');
  const kurrentUrl = text('KURRENTDB_URL');
  if (kurrentUrl !== undefined && !KURRENT_URL.test(kurrentUrl))
    faults.push('KURRENTDB_URL 应为 kurrentdb://用户:口令@主机:端口 形式的地址，多个节点之间用逗号隔开');
  const host = text('HOST') ?? '127.0.0.1';
  if (/[\s/]/.test(host)) faults.push(`HOST 应为主机名或者 IP 地址，现在是“${host}”`);
  const port = wholeNumber('PORT', 3000, 0, 65_535);
  const workerPort = wholeNumber('ANJUAN_WORKER_PORT', 3001, 0, 65_535);
  const personPerSecond = wholeNumber('ANJUAN_PERSON_PER_SECOND', CALLER_LIMITS.personPerSecond, 1, 1_000_000);
  const lifetimeS = wholeNumber('ANJUAN_TOKEN_HOURS', 12, 1, 24 * 366) * 3600;
  const sessionIdleMs = wholeNumber('ANJUAN_SESSION_IDLE_MINUTES', SESSION_LIMITS.idleMs / 60_000, 1, 720) * 60_000;
  const statutesFile = text('ANJUAN_STATUTES');
  const messaging = readMessaging(text, faults);
  const telemetry = readTelemetry(text, wholeNumber, (name) => LOOPBACK.test(name), faults);

  const url = text('ANJUAN_URL')?.replace(/\/$/, '');
  if (url !== undefined && !isOrigin(url))
    faults.push(`ANJUAN_URL 应为 http(s)://主机 形式的地址，不带路径，现在是“${url}”`);
  const proxies = text('ANJUAN_PROXIES')?.split(/[\s,]+/);
  const { wrong } = proxiesOf(proxies ?? []);
  if (wrong !== undefined)
    faults.push(`ANJUAN_PROXIES 应为反向代理的 IP 地址或者网段（如 10.0.0.0/24），用逗号隔开，现在其中有“${wrong}”`);
  const signIn = readSignIn(text, lifetimeS, faults);
  const administrator = text('ANJUAN_ADMINISTRATOR');
  if (administrator !== undefined && !PERSON_ID.test(administrator))
    faults.push(`ANJUAN_ADMINISTRATOR 应为首任系统管理员的用户编号（与统一登录中的一致），现在是“${administrator}”`);
  const initialAdministrator =
    administrator ?? (signIn.kind === 'demonstration' ? DEMONSTRATION_ADMINISTRATOR : undefined);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return {
    ...defined({ databaseUrl, kurrentUrl }),
    dataDirectory: resolve(text('ANJUAN_DATA') ?? './data'),
    host,
    port,
    workerPort,
    signIn,
    ...defined({ url, proxies, statutesFile, initialAdministrator }),
    personPerSecond,
    sessionIdleMs,
    ...(messaging && { messaging }),
    telemetry,
  };
}

type Text = (name: string) => string | undefined;

function readSignIn(text: Text, lifetimeS: number, faults: string[]): SignInConfiguration {
  const jwks = text('ANJUAN_JWKS');
  const issuer = text('ANJUAN_ISSUER');
  const audience = text('ANJUAN_AUDIENCE');
  const browsers = readProvider(text, faults);
  if (jwks === undefined && browsers === undefined)
    return {
      kind: 'demonstration',
      issuer: issuer ?? DEMONSTRATION,
      audience: audience ?? DEFAULT_AUDIENCE,
      lifetimeS,
      isForOthers: text('ANJUAN_DEMONSTRATION') === 'yes',
    };
  if (jwks === undefined) return { kind: 'provider', ...defined({ browsers }) };
  if (/^[a-z]+:\/\//i.test(jwks) && !/^https?:\/\//.test(jwks))
    faults.push(`ANJUAN_JWKS 应为文件路径或者 http(s) 地址，现在是“${jwks}”`);
  if (issuer === undefined) faults.push('设置了 ANJUAN_JWKS，还应设置 ANJUAN_ISSUER（令牌的签发者）');
  if (audience === undefined) faults.push('设置了 ANJUAN_JWKS，还应设置 ANJUAN_AUDIENCE（令牌发给谁）');
  const tokens = { jwks, issuer: issuer ?? '', audience: audience ?? '' };
  return { kind: 'provider', tokens, ...defined({ browsers }) };
}

/** 统一身份认证 (OpenID Connect), by which people sign in. */
function readProvider(text: Text, faults: string[]): ProviderSettings | undefined {
  const issuer = text('ANJUAN_OIDC_ISSUER');
  if (issuer === undefined) return undefined;
  if (!URL.canParse(issuer) || !isSafeProvider(new URL(issuer)))
    faults.push(`ANJUAN_OIDC_ISSUER 应为 https:// 开头的地址（本机的可以用 http），现在是“${issuer}”`);
  const clientId = text('ANJUAN_OIDC_CLIENT_ID');
  if (clientId === undefined)
    faults.push('设置了 ANJUAN_OIDC_ISSUER，还应设置 ANJUAN_OIDC_CLIENT_ID（本系统在统一身份认证登记的编号）');
  return {
    issuer,
    clientId: clientId ?? '',
    clientSecret: text('ANJUAN_OIDC_CLIENT_SECRET'),
    scope: text('ANJUAN_OIDC_SCOPE') ?? 'openid profile',
    idClaim: text('ANJUAN_OIDC_ID_CLAIM') ?? 'sub',
  };
}

function isSafeProvider({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname.replace(/^\[|\]$/g, '')));
}

function isOrigin(url: string): boolean {
  return /^https?:\/\//.test(url) && URL.canParse(url) && new URL(url).origin === url;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Throws ConfigurationError when demonstration tokens would let other machines in without anybody having said so. */
export function assertSignInIsSafe({ signIn, host }: Pick<Configuration, 'signIn' | 'host'>): void {
  if (signIn.kind === 'provider' || signIn.isForOthers || LOOPBACK.test(host)) return;
  throw new ConfigurationError([
    `HOST 是“${host}”，其他机器也能访问，而登录用的是演示身份：请设置 ANJUAN_JWKS、ANJUAN_ISSUER 和 ` +
      'ANJUAN_AUDIENCE 接入统一身份认证；确为演示的，设置 ANJUAN_DEMONSTRATION=yes',
  ]);
}

/** The address by which people reach the pages. */
export function publicUrl({ url, host, port }: Pick<Configuration, 'url' | 'host' | 'port'>): string {
  if (url !== undefined) return url;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Why a process cannot listen there, where that is for the operator to mend. `portVariable` is where the port is set. */
export function addressFault(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
  portVariable = 'PORT',
): ConfigurationError | undefined {
  const sentence = {
    EADDRINUSE: `端口 ${port} 已被占用，请用 ${portVariable} 指定别的端口`,
    EACCES: `没有权限使用端口 ${port}，请用 ${portVariable} 指定 1024 以上的端口`,
    EADDRNOTAVAIL: `本机没有地址 ${host}，请检查 HOST`,
    EINVAL: `本机没有地址 ${host}，请检查 HOST`,
    ENOTFOUND: `无法解析主机名 ${host}，请检查 HOST`,
    EAI_AGAIN: `无法解析主机名 ${host}，请检查 HOST`,
  }[(error as NodeJS.ErrnoException).code ?? ''];
  return sentence === undefined ? undefined : new ConfigurationError([sentence]);
}

function isPostgresUrl(url: string): boolean {
  return URL.canParse(url) && ['postgres:', 'postgresql:'].includes(new URL(url).protocol);
}
